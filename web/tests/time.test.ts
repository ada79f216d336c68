import { describe, expect, it } from "vitest";
import { binWords, brushed, spanOf, ticks, type Bin } from "../src/lib/time";

const bin = (month: number, more: Partial<Bin> = {}): Bin => ({
  start: `2013-${String(month).padStart(2, "0")}-01`,
  end: `2013-${String(month).padStart(2, "0")}-28`,
  events: 1, low: 0, best: 0, high: 0, open: 0, contested: 0, ...more,
});
const bins = [1, 2, 3, 4].map((month) => bin(month));

describe("brushed", () => {
  it.each([
    [0, 1, "2013-01-01", "2013-04-28"],
    [0.25, 0.5, "2013-02-01", "2013-02-28"],
    [0.26, 0.51, "2013-02-01", "2013-03-28"],
    [0.99, 1, "2013-04-01", "2013-04-28"],
    [-0.1, 0.1, "2013-01-01", "2013-01-28"],
  ])("%d to %d", (from, to, since, until) => expect(brushed(bins, from, to)).toEqual({ since, until }));
  it("is nothing without width or bins", () => {
    expect(brushed(bins, 0.5, 0.5)).toBeNull();
    expect(brushed([], 0, 1)).toBeNull();
  });
});

describe("spanOf", () => {
  it.each([
    ["2013-02-01", "2013-02-28", [0.25, 0.5]],
    ["2013-02-15", "2013-03-02", [0.25, 0.75]],
    ["2013-03-01", null, [0.5, 1]],
    [null, "2013-01-31", [0, 0.25]],
    [null, null, null],
    ["2012-01-01", "2014-01-01", null],
    ["2014-01-01", null, null],
  ])("%s to %s", (since, until, span) => expect(spanOf(bins, since, until)).toEqual(span));
  it("undoes a brush", () => {
    const days = brushed(bins, 0.25, 0.75)!;
    expect(spanOf(bins, days.since, days.until)).toEqual([0.25, 0.75]);
  });
});

describe("words", () => {
  it("never gives a bare number of dead", () => {
    expect(binWords(bin(1, { events: 2, low: 3, best: 5, high: 9, contested: 1 }))).toBe("2013-01-01 to 2013-01-28: 2 events, 1 contested; killed 3–5–9");
    expect(binWords(bin(1, { low: 3, best: 3, high: 3, open: 1 }))).toContain("3–3–3 or more");
    expect(binWords(bin(1))).toBe("2013-01-01 to 2013-01-28: 1 event");
  });
  it("marks as much of the axis as there is room for", () => {
    expect(ticks(bins, "month", 2).map((tick) => tick.words)).toEqual(["2013-01", "2013-03"]);
    expect(ticks(bins, "year", 9)[0]).toEqual({ at: 0, words: "2013" });
    expect(ticks([], "day", 5)).toEqual([]);
    expect(ticks(bins, "day", 0)).toEqual([]);
  });
});
