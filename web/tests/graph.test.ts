import { describe, expect, it } from "vitest";
import { labels, laidOut, lines, type Net, type NetEdge, neighbour, signOf, tieWords } from "../src/lib/graph";

const plain = { mutual: false, told: 0, killed_low: 0, killed_best: 0, killed_high: 0, killed_open: 0, contested: 0, reports: 0, doubted: 0, outlets: [], first: null, last: null };
function fought(source: string, target: string, events = 1): NetEdge {
  return { ...plain, source, target, kind: "fought", label: "against", origin: "events", events };
}
function made(count: number): Net {
  const nodes = Array.from({ length: count }, (_, k) => ({ id: `a${k}`, name: `Actor ${k}`, kind: "rebels", sort: "registry", country: null, events: count - k, initiated: 1, suffered: 1 }));
  const edges = nodes.slice(1).map((node, k) => fought(`a${Math.floor(k / 3)}`, node.id, k + 1));
  return { nodes, edges, total_actors: count, total_edges: edges.length };
}

describe("the layout", () => {
  const net = made(150);
  const spots = laidOut(net, 900, 600);
  it("puts all within the picture and none upon another", () => {
    const all = [...spots.values()];
    expect(all.every(({ x, y }) => x >= 0 && x <= 900 && y >= 0 && y <= 600)).toBe(true);
    const near = all.flatMap((a, k) => all.slice(k + 1).filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < 4));
    expect(near).toHaveLength(0);
  });
  it("is the same each time", () => {
    expect(laidOut(net, 900, 600).get("a7")).toMatchObject({ x: spots.get("a7")!.x, y: spots.get("a7")!.y });
  });
  it("writes names that do not lie on each other, the most told first", () => {
    const found = labels(spots.values(), 11, 900, (name) => name.length * 6);
    expect(found.length).toBeGreaterThan(30);
    expect(found[0]?.id).toBe("a0");
    const boxes = found.map((l) => ({ x: l.end ? l.x - 50 : l.x, y: l.y }));
    const lying = boxes.flatMap((a, k) => boxes.slice(k + 1).filter((b) => Math.abs(a.x - b.x) < 40 && Math.abs(a.y - b.y) < 12));
    expect(lying).toHaveLength(0);
  });
  it("takes nothing, and one alone", () => {
    expect(laidOut({ nodes: [], edges: [], total_actors: 0, total_edges: 0 }, 300, 300).size).toBe(0);
    expect(laidOut(made(1), 300, 300).get("a0")).toMatchObject({ x: 150, y: 150 });
  });
});

describe("ties", () => {
  it("bend apart between the same two, and go round where one fights itself", () => {
    const net = made(2);
    net.edges = [fought("a0", "a1", 9), fought("a1", "a0"), { ...fought("a0", "a1"), kind: "allied", origin: "reports", mutual: true }, fought("a0", "a0")];
    const found = lines(net, laidOut(net, 400, 300));
    expect(new Set(found.map((line) => line.path)).size).toBe(4);
    expect(found.map((line) => line.arrow !== "")).toEqual([true, true, false, false]);
    expect(found[0]!.width).toBeGreaterThan(found[1]!.width);
  });
  it.each([
    [{ kind: "fought", origin: "events" }, "fought"],
    [{ kind: "leads", origin: "reports" }, "backs"],
    [{ kind: "leads", origin: "registry" }, "registry"],
    [{ kind: "renamed", origin: "reports" }, "split"],
    [{ kind: "enemies", origin: "reports" }, "enemies"],
  ])("%j is drawn as %s", (edge, sign) => expect(signOf(edge)).toBe(sign));
  it("are told in words, from either end, with ranges", () => {
    const names = new Map([["a", "Ann"], ["b", "Bob"]]);
    const edge = { ...fought("a", "b", 2), told: 1, killed_low: 3, killed_best: 5, killed_high: 9, killed_open: 1, contested: 1, first: "2017-04-04", last: "2017-05-01" };
    expect(tieWords(edge, "a", names)).toBe("against Bob: 2 events, killed 3–5–9 or more, contested in 1, 2017-04-04 to 2017-05-01");
    const told = { ...edge, kind: "backs", label: "backs", origin: "reports", reports: 2, doubted: 1, first: null };
    expect(tieWords(told, "b", names)).toBe("Ann backs Bob (2 reports say so, 1 of them not for certain)");
    expect(tieWords({ ...told, origin: "registry" }, "a", names)).toBe("backs Bob (from the registry)");
  });
});

it("an arrow key goes to the nearest in its direction", () => {
  const net = made(3);
  const spots = laidOut(net, 300, 300);
  const [a, b, c] = [...spots.values()];
  Object.assign(a!, { x: 100, y: 100 });
  Object.assign(b!, { x: 150, y: 110 });
  Object.assign(c!, { x: 300, y: 100 });
  expect(neighbour(spots.values(), a!, "ArrowRight")).toBe(b);
  expect(neighbour(spots.values(), a!, "ArrowLeft")).toBeNull();
  expect(neighbour(spots.values(), c!, "ArrowLeft")).toBe(b);
  expect(neighbour(spots.values(), a!, "x")).toBeNull();
});
