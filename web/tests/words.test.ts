import { beforeEach, describe, expect, it } from "vitest";
import { length, marked, offsetOf, ownText, wordsOf } from "../src/lib/words";

const PAGE = `<section data-report="r<1>"><div class="text">A bomb <a class="open" href="#"><span class="hidden-text">claim </span>1</a><mark><span class="aside">source: </span>killed 😀 three</mark> men in <span>Harlan</span>.</div></section>
<section data-report="r2"><div class="text">Other words.</div></section>`;
const TEXT = "A bomb killed 😀 three men in Harlan.";

function text(): HTMLElement {
  return document.querySelector<HTMLElement>(".text")!;
}

function select(from: string, to: string): void {
  const nodes = [...document.querySelectorAll(".text")].flatMap((one) => ownText(one));
  const first = nodes.find((node) => node.data.includes(from))!;
  const last = nodes.find((node) => node.data.includes(to))!;
  document.getSelection()!.setBaseAndExtent(first, first.data.indexOf(from), last, last.data.indexOf(to) + to.length);
}

beforeEach(() => {
  document.body.innerHTML = PAGE;
  document.getSelection()!.removeAllRanges();
});

describe("words of a report", () => {
  it("are those of the report alone", () => {
    expect(ownText(text()).map((node) => node.data).join("")).toBe(TEXT);
  });

  it("count characters as Python does", () => {
    expect(length("😀a")).toBe(2);
    const nodes = ownText(text());
    for (const [node, offset] of [[nodes[0], 2], [nodes[1], 0], [nodes[1], 10], [nodes[2], 4], [nodes[3], 6]] as [Text, number][]) {
      const before = nodes.slice(0, nodes.indexOf(node)).map((one) => one.data).join("") + node.data.slice(0, offset);
      expect(offsetOf(text(), node, offset)).toBe(length(before));
    }
    expect(offsetOf(text(), document.body, 0)).toBeNull();
  });

  it("are marked over several marks, with where they begin", () => {
    select("killed", "Harlan");
    expect(marked(document.getSelection())).toEqual({ report: "r<1>", quote: "killed 😀 three men in Harlan", start: 7 });
    select("three", "three");
    expect(marked(document.getSelection())).toEqual({ report: "r<1>", quote: "three", start: 16 });
  });

  it("are none where nothing or two reports are marked", () => {
    expect(marked(document.getSelection())).toBeNull();
    select("killed", "Other");
    expect(marked(document.getSelection())).toBeNull();
  });

  it("are gone through word by word", () => {
    const quotes = wordsOf(text()).map((word) => {
      const range = document.createRange();
      range.setStart(...word.from);
      range.setEnd(...word.to);
      return range.toString();
    });
    expect(quotes.at(-1)).toBe("Harlan.");
    expect(quotes).toHaveLength(8);
  });
});
