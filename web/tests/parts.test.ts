import { beforeEach, describe, expect, it, vi } from "vitest";
import { nextOf } from "../src/lib/reading";
import { withQuery } from "../src/lib/fetching";
import { currentQuery, setFilter, tell } from "../src/lib/partial";
import { themeOf } from "../src/lib/theme";
import { mount as mountReader } from "../src/islands/reader";

describe("nextOf", () => {
  it.each([[-1, 1, 3, 0], [-1, -1, 3, 2], [2, 1, 3, 0], [0, -1, 3, 2], [0, 1, 3, 1]])("%i by %i of %i", (at, way, length, next) =>
    expect(nextOf(at, way, length)).toBe(next));
});

describe("addresses", () => {
  it("puts a query behind an address that has one or none", () => {
    expect(withQuery("/a", "")).toBe("/a");
    expect(withQuery("/a", "b=1")).toBe("/a?b=1");
    expect(withQuery("/a?c=2", "b=1")).toBe("/a?c=2&b=1");
  });
});

describe("themeOf", () => {
  it("takes what is none for that of the system", () => {
    expect([themeOf("dark"), themeOf("light"), themeOf("<b>"), themeOf(undefined)]).toEqual(["dark", "light", "auto", "auto"]);
  });
});

describe("the filter's form", () => {
  beforeEach(() => {
    document.body.innerHTML = `<p id="status"></p><section data-query="type=a&amp;since=2013-01-01"></section>
      <form id="filter"><input name="since" value="2013-01-01"><input name="bbox"></form>`;
  });
  it("is set and asked", () => {
    const form = document.querySelector("form")!;
    const asked = vi.spyOn(form, "requestSubmit").mockImplementation(() => undefined);
    setFilter({ since: "", bbox: "1,2,3,4", unknown: "x" });
    expect(Object.fromEntries(new FormData(form))).toEqual({ since: "", bbox: "1,2,3,4" });
    expect(asked).toHaveBeenCalledOnce();
  });
  it("is told by the page", () => expect(currentQuery()).toBe("type=a&since=2013-01-01"));
  it("says words as words", () => {
    tell("<img src=x onerror=alert(1)>");
    expect(document.querySelector("img")).toBeNull();
  });
});

describe("the reader", () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = vi.fn();
    document.body.innerHTML = `<div id="r"><div class="text"><a data-opens="e1" href="#"></a><mark data-keys="e1 e1:killed">89</mark><mark data-keys="e2">hit</mark></div>
      <article tabindex="0" data-claim="e1" data-full="r#e1" data-key="e1"><a href="#x" data-key="e1:killed">89</a></article>
      <article tabindex="0" data-claim="e2" data-full="r#e2" data-key="e2"></article></div>`;
    mountReader(document.getElementById("r")!);
  });
  const press = (key: string, target: Element = document.activeElement ?? document.body): boolean =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  it("lights up what a claim or a value rests on", () => {
    document.querySelector<HTMLElement>("article a")!.dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect([...document.querySelectorAll(".lit")].map((one) => one.textContent)).toEqual(["89"]);
    document.querySelectorAll("mark")[1]!.dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect(document.querySelector("article.lit")?.getAttribute("data-claim")).toBe("e2");
  });
  it("goes from claim to claim within it, and leaves keys alone elsewhere", () => {
    press("j", document.body);
    expect(document.activeElement?.getAttribute("data-claim")).not.toBe("e1");
    document.querySelector<HTMLElement>("article")!.focus();
    press("j");
    expect(document.activeElement?.getAttribute("data-claim")).toBe("e2");
    press("k");
    expect(document.activeElement?.getAttribute("data-claim")).toBe("e1");
  });
});
