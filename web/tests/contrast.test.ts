// The pairs of colours that the desk uses, held against WCAG 2.2 AA.
import css from "../src/styles/tokens.css?raw";
import { describe, expect, it } from "vitest";

const pairs = new Map([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((m) => [m[1]!, [m[2]!, m[3]!] as const]));

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((k) => {
    const part = Number.parseInt(hex.slice(k, k + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
const cases = [
  ...["ink", "soft", "accent", "contest", "cut", "sure", "c0", "c1", "c2", "c3", "c4", "c5"].flatMap((ink) => ["paper", "sheet"].map((on) => [ink, on, 4.5] as const)),
  ["ink", "sunk", 4.5], ["soft", "sunk", 4.5], ["ink", "lit", 4.5], ["ink", "accent-ground", 4.5],
  ["contest", "contest-ground", 4.5], ["ink", "contest-ground", 4.5], ["accent", "contest-ground", 4.5], ["sheet", "accent", 4.5], ["accent", "lit", 4.5], ["soft", "lit", 4.5],
  ["edge", "sheet", 3], ["edge", "paper", 3], ["focus", "sheet", 3], ["focus", "paper", 3],
] as const;

describe.each([["light", 0], ["dark", 1]] as const)("%s", (_, side) => {
  it.each(cases)("%s on %s", (ink, on, least) => {
    expect(contrast(pairs.get(ink)![side], pairs.get(on)![side])).toBeGreaterThanOrEqual(least);
  });
});
