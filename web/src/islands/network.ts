// The network of actors: a drawing whose actors are links, gone through by arrow keys. The tables of
// the page say the same.
import { getJson, withQuery } from "../lib/fetching";
import { counted, labels, laidOut, lines, type Net, neighbour, signOf, type Spot, tieWords } from "../lib/graph";

const SVG = "http://www.w3.org/2000/svg";
const LETTER = 11.5;
const MOST_TIES = 12;

export async function mount(element: HTMLElement): Promise<void> {
  const box = element.querySelector<HTMLElement>(".canvas");
  const picked = element.querySelector<HTMLElement>("[data-picked]");
  if (!box || !picked) return;
  let net: Net | null = null;
  let asked: AbortController | null = null;
  let last: string | null = null;
  let width = 0;
  const draw = (): void => {
    if (net) drawn(element, box, picked, net);
  };
  const load = async (): Promise<void> => {
    // a list that came with another filter says what the network is asked for
    const query = document.querySelector<HTMLElement>("#list[data-network]")?.dataset["network"] ?? element.dataset["network"] ?? "";
    if (query === last) return;
    last = query;
    asked?.abort();
    asked = new AbortController();
    try {
      net = await getJson<Net>(withQuery(element.dataset["url"] ?? "", query), asked.signal);
      draw();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };
  document.addEventListener("htmx:after:swap", () => void load());
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) < 2) return;
    width = box.clientWidth;
    draw();
  }).observe(box);
  await load();
}

function drawn(element: HTMLElement, box: HTMLElement, picked: HTMLElement, net: Net): void {
  const width = Math.max(280, box.clientWidth);
  const height = Math.round(Math.max(440, Math.min(680, width * 0.72)));
  const spots = laidOut(net, width, height);
  const names = new Map(net.nodes.map((node) => [node.id, node.name]));
  // who goes through it by keys stays where he is when it is drawn anew
  const held = box.contains(document.activeElement) ? document.activeElement?.getAttribute("data-id") : null;
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `${element.dataset["label"] ?? "Network"}: ${counted(net.nodes.length, "actor")}, ${counted(net.edges.length, "tie")}` });
  svg.style.height = `${height}px`;
  box.replaceChildren(svg);
  element.dataset["state"] = "drawn";
  picked.replaceChildren();
  if (!net.nodes.length) {
    picked.textContent = "Nothing binds two actors here.";
    return;
  }
  const ties = lines(net, spots).map((line) => {
    const group = make("g", { class: `tie ${signOf(line.edge)}`, "aria-hidden": "true" });
    const curve = make("path", { d: line.path, class: "line" });
    curve.style.strokeWidth = `${line.width}px`;
    group.append(curve);
    if (line.arrow) group.append(make("path", { d: line.arrow, class: "head" }));
    if (line.bar) group.append(make("path", { d: line.bar, class: "line" }));
    svg.append(group);
    return { line, group };
  });

  const pick = (spot: Spot): void => {
    svg.classList.add("picking");
    for (const node of svg.querySelectorAll(".near, .here")) node.classList.remove("near", "here");
    for (const { line, group } of ties) {
      const mine = line.edge.source === spot.node.id || line.edge.target === spot.node.id;
      group.classList.toggle("near", mine);
      if (mine) for (const id of [line.edge.source, line.edge.target]) links.get(id)?.classList.add("near");
    }
    links.get(spot.node.id)?.classList.add("here");
    show(picked, net, spot, names, address(element, net, spot.node.id));
  };
  const links = new Map<string, SVGElement>();
  for (const spot of spots.values()) {
    const link = make("a", { href: address(element, net, spot.node.id), class: `node ${spot.node.sort}`, "data-id": spot.node.id, tabindex: links.size ? "-1" : "0", "aria-label": said(spot) });
    const [r, x, y] = [spot.radius, spot.x, spot.y];
    link.append(spot.node.sort === "class" ? make("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, class: "spot class" }) : make("circle", { cx: x, cy: y, r, class: "spot" }));
    link.addEventListener("focus", () => {
      for (const one of links.values()) one.setAttribute("tabindex", one === link ? "0" : "-1");
      pick(spot);
    });
    link.addEventListener("pointerenter", () => pick(spot));
    link.addEventListener("keydown", (event) => {
      const next = neighbour(spots.values(), spot, event.key);
      if (!next) return;
      event.preventDefault();
      links.get(next.node.id)?.focus();
    });
    links.set(spot.node.id, link);
    svg.append(link);
  }
  name(svg, spots, links, width, 1);
  if (held) links.get(held)?.focus({ preventScroll: true });
  setUpView(element, svg, width, height, (zoom) => name(svg, spots, links, width, zoom));
}

/** Write the names that fit, and in each link the name for when it is picked. */
function name(svg: SVGElement, spots: Map<string, Spot>, links: Map<string, SVGElement>, width: number, zoom: number): void {
  const letter = LETTER / zoom;
  const pen = document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `${letter}px ${getComputedStyle(svg).fontFamily}`;
  const wide = (words: string): number => pen?.measureText(words).width ?? words.length * letter * 0.6;
  const fitting = new Map(labels(spots.values(), letter, width, wide).map((label) => [label.id, label]));
  for (const [id, link] of links) {
    const spot = spots.get(id);
    if (!spot) continue;
    link.querySelector("text")?.remove();
    const label = fitting.get(id);
    const end = label?.end ?? spot.x > width / 2;
    const x = end ? spot.x - spot.radius - 3 / zoom : spot.x + spot.radius + 3 / zoom;
    const text = make("text", { x, y: spot.y + letter * 0.35, "text-anchor": end ? "end" : "start", class: label ? "" : "hidden-name", "font-size": letter });
    text.textContent = spot.node.name;
    link.append(text);
  }
}

/** Larger, smaller, all of it; drawing moves the picture where it is larger than its frame. */
function setUpView(element: HTMLElement, svg: SVGElement, width: number, height: number, zoomed: (zoom: number) => void): void {
  let [x, y, zoom] = [0, 0, 1];
  const show = (): void => {
    const [w, h] = [width / zoom, height / zoom];
    x = Math.max(0, Math.min(width - w, x));
    y = Math.max(0, Math.min(height - h, y));
    svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    svg.classList.toggle("movable", zoom > 1);
  };
  const to = (next: number): void => {
    const [cx, cy] = [x + width / zoom / 2, y + height / zoom / 2];
    zoom = Math.max(1, Math.min(6, next));
    [x, y] = [cx - width / zoom / 2, cy - height / zoom / 2];
    show();
    zoomed(zoom);
  };
  const tools = element.querySelector<HTMLElement>("[data-tools]");
  if (tools) tools.hidden = false;
  const press = (which: string, then: () => void): void => {
    const button = element.querySelector<HTMLElement>(`[data-${which}]`);
    if (button) button.onclick = then;
  };
  press("larger", () => to(zoom * 1.5));
  press("smaller", () => to(zoom / 1.5));
  press("whole", () => to(1));
  let from: { x: number; y: number; at: [number, number] } | null = null;
  svg.addEventListener("pointerdown", (event) => {
    if (zoom > 1 && !(event.target as Element).closest("a")) {
      from = { x: event.clientX, y: event.clientY, at: [x, y] };
      svg.setPointerCapture(event.pointerId);
    }
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = width / zoom / svg.getBoundingClientRect().width;
    [x, y] = [from.at[0] - (event.clientX - from.x) * scale, from.at[1] - (event.clientY - from.y) * scale];
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (from = null));
}

function show(picked: HTMLElement, net: Net, spot: Spot, names: Map<string, string>, href: string): void {
  const head = document.createElement("p");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = spot.node.name;
  const bold = document.createElement("strong");
  bold.append(link);
  head.append(bold, ` ${spot.node.kind.replaceAll("_", " ")}; ${counted(spot.node.events, "event")}, initiator of ${spot.node.initiated}, target of ${spot.node.suffered}`);
  const list = document.createElement("ul");
  list.className = "reasons small";
  const mine = net.edges.filter((edge) => edge.source === spot.node.id || edge.target === spot.node.id);
  for (const edge of mine.slice(0, MOST_TIES)) {
    const item = document.createElement("li");
    item.textContent = tieWords(edge, spot.node.id, names);
    list.append(item);
  }
  if (mine.length > MOST_TIES) {
    const item = document.createElement("li");
    item.textContent = `${mine.length - MOST_TIES} more`;
    list.append(item);
  }
  picked.replaceChildren(head, list);
}

function said(spot: Spot): string {
  return `${spot.node.name}, ${spot.node.kind.replaceAll("_", " ")}: ${counted(spot.node.events, "event")}, initiator of ${spot.node.initiated}, target of ${spot.node.suffered}`;
}

/** The page of an actor; a published site says which it has, and others lead to themselves. */
function address(element: HTMLElement, net: Net, id: string): string {
  if (!net.pages) return `/actors/${encodeURIComponent(id)}`;
  const page = net.pages[id];
  return page ? new URL(page, new URL(element.dataset["root"] ?? "", location.href)).href : "#";
}

function make(tag: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
