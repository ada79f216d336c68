// Events by time, with a brush that sets the days of the filter. The table under it says the same
// and has links that do what the brush does.
import { brushX, type D3BrushEvent } from "d3-brush";
import { scaleLinear, scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { currentQuery, FILTERED, setFilter } from "../lib/partial";
import { source } from "../lib/source";
import { binWords, brushed, spanOf, ticks, type Timeline } from "../lib/time";

const SVG = "http://www.w3.org/2000/svg";
const TOP = 6;
const FOOT = 18;
const SIDE = 34;

export async function mount(element: HTMLElement): Promise<void> {
  const box = element.querySelector<HTMLElement>("[data-plot]");
  const told = element.querySelector<HTMLElement>("[data-told]");
  if (!box) return;
  if (told) told.hidden = false;
  let shown: Timeline | null = null;
  let asked: AbortController | null = null;
  const usual = told?.innerHTML ?? "";

  const draw = (): void => {
    if (shown) plot(box, shown, (words) => told && (words ? (told.textContent = words) : (told.innerHTML = usual)));
  };
  const load = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    try {
      // the days are left out of what is asked, so that the brush can be moved on
      const query = new URLSearchParams(currentQuery());
      for (const name of ["since", "until", "offset", "limit", "order"]) query.delete(name);
      shown = await source().timeline(element.dataset["url"] ?? "", query, asked.signal);
      draw();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };
  document.addEventListener(FILTERED, () => void load());
  new ResizeObserver(draw).observe(box);
  await load();
}

function plot(box: HTMLElement, line: Timeline, say: (words: string) => void): void {
  const width = Math.max(240, box.clientWidth);
  const height = 152;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  const events = line.bins.reduce((sum, bin) => sum + bin.events, 0);
  svg.setAttribute(
    "aria-label",
    line.bins.length
      ? `${events} dated events by ${line.unit} from ${line.bins[0]?.start} to ${line.bins.at(-1)?.end}; the table below has the numbers`
      : "No dated events",
  );
  box.replaceChildren(svg);
  if (!line.bins.length) return;

  const inner = width - SIDE - 4;
  const low = height - FOOT;
  const half = TOP + (low - TOP) * 0.58;
  const counts = scaleLinear([0, Math.max(1, ...line.bins.map((bin) => bin.events))], [half, TOP]);
  const tolls = scaleSqrt([0, Math.max(1, ...line.bins.map((bin) => bin.high))], [low, half + 12]);
  const step = inner / line.bins.length;
  const add = (name: string, attributes: Record<string, string | number>, words = ""): SVGElement => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = words;
    svg.append(made);
    return made;
  };
  line.bins.forEach((bin, k) => {
    const x = SIDE + k * step;
    const wide = Math.max(0.8, step - (step > 4 ? 1 : 0));
    const bar = (from: number, to: number, kind: string): void => {
      if (from !== to) add("rect", { x, width: wide, y: counts(to), height: counts(from) - counts(to), class: kind });
    };
    bar(0, bin.contested, "bar contested");
    bar(bin.contested, bin.events, "bar");
    if (bin.high > 0) {
      const y = tolls(bin.high);
      add("rect", { x, width: wide, y, height: Math.max(1.5, tolls(bin.low) - y), class: "range" });
      add("path", { d: `M${x} ${tolls(bin.best)}h${wide}`, class: "best" });
    }
  });
  for (const y of [half, low]) add("path", { d: `M${SIDE} ${y + 0.5}h${inner}`, class: "axis" });
  add("text", { x: SIDE - 4, y: TOP + 9, "text-anchor": "end" }, String(counts.domain()[1]));
  add("text", { x: SIDE - 4, y: half, "text-anchor": "end" }, "0");
  add("text", { x: SIDE - 4, y: half + 20, "text-anchor": "end" }, String(tolls.domain()[1]));
  add("text", { x: SIDE - 4, y: low, "text-anchor": "end" }, "0");
  for (const tick of ticks(line.bins, line.unit, Math.floor(inner / 84))) {
    add("text", { x: SIDE + tick.at * inner, y: height - 4 }, tick.words);
  }

  const query = new URLSearchParams(currentQuery());
  const chosen = spanOf(line.bins, query.get("since"), query.get("until"));
  const brush = brushX<unknown>()
    .extent([[SIDE, TOP], [SIDE + inner, low]])
    .on("end", (event: D3BrushEvent<unknown>) => {
      if (!event.sourceEvent) return;
      const range = event.selection as [number, number] | null;
      const days = range && brushed(line.bins, (range[0] - SIDE) / inner, (range[1] - SIDE) / inner);
      setFilter(days ?? { since: "", until: "" });
    });
  const layer = select(svg).append("g").attr("class", "brush");
  layer.call(brush);
  if (chosen) layer.call(brush.move, chosen.map((share) => SIDE + share * inner) as [number, number]);
  svg.addEventListener("pointermove", (event) => {
    const at = Math.floor((event.clientX - svg.getBoundingClientRect().left - SIDE) / step);
    const bin = line.bins[at];
    say(bin ? binWords(bin) : "");
  });
  svg.addEventListener("pointerleave", () => say(""));
}
