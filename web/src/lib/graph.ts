// The network of actors worked out without a page: where each stands, how ties bend, which names fit.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

/** An actor; see export.network.NetworkNode. */
export interface NetNode {
  id: string;
  name: string;
  kind: string;
  sort: string;
  country: string | null;
  events: number;
  initiated: number;
  suffered: number;
}

/** A tie; see export.network.NetworkEdge. */
export interface NetEdge {
  source: string;
  target: string;
  kind: string;
  label: string;
  origin: string;
  mutual: boolean;
  events: number;
  told: number;
  killed_low: number;
  killed_best: number;
  killed_high: number;
  killed_open: number;
  contested: number;
  reports: number;
  doubted: number;
  outlets: string[];
  first: string | null;
  last: string | null;
}

export interface Net {
  nodes: NetNode[];
  edges: NetEdge[];
  total_actors: number;
  total_edges: number;
  /** In a published site, the pages of actors by their ids, from its first page. */
  pages?: Record<string, string>;
}

export interface Spot extends SimulationNodeDatum {
  node: NetNode;
  radius: number;
  x: number;
  y: number;
}

/** Where each actor stands; the same network stands the same way each time. */
export function laidOut(net: Net, width: number, height: number): Map<string, Spot> {
  const most = Math.max(1, ...net.nodes.map((node) => node.events));
  // a phone has room for smaller ones
  const scale = Math.min(1, Math.sqrt(width * height) / 620);
  const spots: Spot[] = net.nodes.map((node, k) => ({
    node,
    radius: scale * (4 + 9 * Math.sqrt(node.events / most)),
    // a spiral to begin with, so that nothing hangs on chance
    x: width / 2 + 12 * Math.sqrt(k) * Math.cos(2.4 * k),
    y: height / 2 + 12 * Math.sqrt(k) * Math.sin(2.4 * k),
  }));
  const held = new Map(spots.map((spot) => [spot.node.id, spot]));
  const links = net.edges.flatMap((edge) => {
    const [source, target] = [held.get(edge.source), held.get(edge.target)];
    return source && target && source !== target ? [{ source, target, pull: Math.log1p(edge.events + edge.reports) }] : [];
  });
  const room = Math.sqrt((width * height) / Math.max(1, spots.length));
  forceSimulation(spots)
    .force("ties", forceLink<Spot, (typeof links)[number]>(links).distance(room * 0.9).strength((link) => Math.min(0.5, 0.06 + 0.05 * link.pull)))
    .force("apart", forceManyBody().strength(-room * 4).distanceMax(room * 5))
    .force("round", forceCollide<Spot>((spot) => spot.radius + 7 * scale))
    .force("x", forceX(width / 2).strength(0.06 * Math.min(1, height / width)))
    .force("y", forceY(height / 2).strength(0.09 * Math.min(1.4, width / height)))
    .stop()
    .tick(320);
  fit(spots, width, height);
  return held;
}

/** Stretch places over the whole picture, with room for names. */
function fit(spots: Spot[], width: number, height: number): void {
  for (const [axis, size, edge] of [["x", width, Math.min(70, width / 6)], ["y", height, 24]] as const) {
    const values = spots.map((spot) => spot[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    for (const spot of spots) spot[axis] = high > low ? edge + ((spot[axis] - low) / (high - low)) * (size - 2 * edge) : size / 2;
  }
}

/** How a tie is drawn: its sign in the legend. */
export function signOf(edge: Pick<NetEdge, "kind" | "origin">): string {
  if (edge.origin === "registry") return "registry";
  const alike: Record<string, string> = { leads: "backs", loyal: "backs", allied: "belongs", linked: "belongs", renamed: "split" };
  return alike[edge.kind] ?? edge.kind;
}

export interface Line {
  edge: NetEdge;
  path: string;
  /** The head of the arrow; empty for a tie without direction. */
  arrow: string;
  /** Of ties of the registry, the bar across the middle. */
  bar: string;
  width: number;
}

/** The ties as curves, those between the same two beside each other. */
export function lines(net: Net, spots: Map<string, Spot>): Line[] {
  const most = Math.max(1, ...net.edges.map((edge) => edge.events));
  const beside = new Map<string, number>();
  return net.edges.flatMap((edge) => {
    const [from, to] = [spots.get(edge.source), spots.get(edge.target)];
    if (!from || !to) return [];
    const key = [edge.source, edge.target].sort().join("\n");
    const number = beside.get(key) ?? 0;
    beside.set(key, number + 1);
    const width = edge.origin === "events" ? 1 + 4 * Math.sqrt(edge.events / most) : edge.origin === "reports" ? 1.8 : 1;
    if (from === to) {
      const r = from.radius + 5;
      return [{ edge, path: `M${round(from.x - 3)} ${round(from.y - from.radius)}a${r} ${r} 0 1 1 6 0`, arrow: "", bar: "", width }];
    }
    // each further tie bends more, to the left of its own direction
    const bend = 8 + 11 * Math.floor(number / 2) + (number % 2 ? 5 : 0);
    return [{ edge, ...curve(from, to, edge.source < edge.target === (number % 2 === 0) ? bend : -bend, edge, width), width }];
  });
}

function curve(from: Spot, to: Spot, bend: number, edge: NetEdge, width: number): Pick<Line, "path" | "arrow" | "bar"> {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const far = Math.hypot(dx, dy) || 1;
  const out = 2 * Math.sign(bend) * Math.min(Math.abs(bend), far * 0.18);
  const [cx, cy] = [(from.x + to.x) / 2 - (dy / far) * out, (from.y + to.y) / 2 + (dx / far) * out];
  const end = towards(cx, cy, to.x, to.y, to.radius + (edge.mutual ? 1 : 3));
  const start = towards(cx, cy, from.x, from.y, from.radius + 1);
  const path = `M${round(start.x)} ${round(start.y)}Q${round(cx)} ${round(cy)} ${round(end.x)} ${round(end.y)}`;
  const [mx, my] = [(from.x + 2 * cx + to.x) / 4, (from.y + 2 * cy + to.y) / 4];
  const bar = edge.origin === "registry" ? `M${round(mx - (dy / far) * 4)} ${round(my + (dx / far) * 4)}L${round(mx + (dy / far) * 4)} ${round(my - (dx / far) * 4)}` : "";
  if (edge.mutual) return { path, arrow: "", bar };
  const size = 4.5 + width;
  const point = (side: number): string => `${round(end.x - end.ux * size - end.uy * side * size * 0.5)} ${round(end.y - end.uy * size + end.ux * side * size * 0.5)}`;
  return { path, arrow: `M${round(end.x + end.ux * 2)} ${round(end.y + end.uy * 2)}L${point(1)}L${point(-1)}Z`, bar };
}

/** The point before another on the way to it, and the way. */
function towards(x: number, y: number, to: number, down: number, before: number): { x: number; y: number; ux: number; uy: number } {
  const far = Math.hypot(to - x, down - y) || 1;
  const [ux, uy] = [(to - x) / far, (down - y) / far];
  return { x: to - ux * before, y: down - uy * before, ux, uy };
}

export interface Label {
  id: string;
  x: number;
  y: number;
  end: boolean;
}

/** The names that fit without lying on each other, those of most events first. */
export function labels(spots: Iterable<Spot>, letter: number, width: number, wide: (name: string) => number): Label[] {
  const all = [...spots];
  const taken = all.map((spot) => ({ x: spot.x - spot.radius, y: spot.y - spot.radius, w: 2 * spot.radius, h: 2 * spot.radius }));
  const found: Label[] = [];
  for (const spot of all.sort((a, b) => b.node.events - a.node.events || (a.node.id < b.node.id ? -1 : 1))) {
    const w = wide(spot.node.name);
    for (const end of spot.x > width / 2 ? [true, false] : [false, true]) {
      const x = end ? spot.x - spot.radius - 3 : spot.x + spot.radius + 3;
      const box = { x: end ? x - w : x, y: spot.y - letter * 0.6, w, h: letter * 1.2 };
      if (box.x < 0 || box.x + w > width || taken.some((other) => over(box, other))) continue;
      taken.push(box);
      found.push({ id: spot.node.id, x, y: spot.y + letter * 0.35, end });
      break;
    }
  }
  return found;
}

interface Box { x: number; y: number; w: number; h: number }

function over(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** The actor nearest in the direction of an arrow key, or null. */
export function neighbour(spots: Iterable<Spot>, from: Spot, key: string): Spot | null {
  const way = ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] } as Record<string, [number, number]>)[key];
  if (!way) return null;
  let best: Spot | null = null;
  let least = Infinity;
  for (const spot of spots) {
    const along = (spot.x - from.x) * way[0] + (spot.y - from.y) * way[1];
    const aside = Math.abs((spot.x - from.x) * way[1] + (spot.y - from.y) * way[0]);
    if (spot === from || along <= 0) continue;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [spot, far];
  }
  return best;
}

/** What binds an actor to another, in words, seen from the actor. */
export function tieWords(edge: NetEdge, from: string, names: Map<string, string>): string {
  const other = names.get(edge.source === from ? edge.target : edge.source) ?? "";
  const outward = edge.source === from || edge.mutual;
  const me = names.get(from) ?? "";
  const days = edge.first ? `, ${edge.first}${edge.last && edge.last !== edge.first ? ` to ${edge.last}` : ""}` : "";
  const line = outward ? `${edge.label} ${other}` : `${other} ${edge.label} ${me}`;
  if (edge.origin === "registry") return `${line} (from the registry${days})`;
  if (edge.origin === "reports") {
    const sure = edge.doubted ? `, ${edge.doubted} of them not for certain` : "";
    return `${line} (${counted(edge.reports, "report")} ${edge.reports === 1 ? "says" : "say"} so${sure}${days})`;
  }
  const more = edge.killed_open ? " or more" : "";
  const killed = edge.told ? `, killed ${edge.killed_low}–${edge.killed_best}–${edge.killed_high}${more}` : "";
  const contested = edge.contested ? `, contested in ${edge.contested}` : "";
  return `${line}: ${counted(edge.events, "event")}${killed}${contested}${days}`;
}

export function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
