import { describe, expect, it } from "vitest";
import { bounds, boxText, circle, features, isArea, MARKS, markOf, pixelsAtZero, readBox, rings, spots, type MapRows } from "../src/lib/places";

const rows: MapRows = {
  columns: ["id", "lon", "lat", "radius_km", "precision", "type", "killed", "grade", "contested", "first_day", "disputed"],
  types: ["Armed clash", "Air/drone strike"],
  grades: ["fair", "weak"],
  rows: [
    ["a", 36.7, 34.7, 5, 1, 1, 12, 0, 1, "2013-05-01", 0],
    ["b", 34.1, 44.9, 150, 3, 0, null, 1, 0, null, 1],
    ["c", 38, 35, 400, 0, 0, 3, 1, 0, "2013-05-02", 0],
  ],
  unplaced: 0,
  total: 3,
};

describe("spots", () => {
  it("reads rows by the names of their columns, whatever their order", () => {
    const turned: MapRows = { ...rows, columns: [...rows.columns].reverse(), rows: rows.rows.map((row) => [...row].reverse()) };
    expect(spots(turned)).toEqual(spots(rows));
    expect(spots(rows)[0]).toMatchObject({ id: "a", type: "Air/drone strike", killed: 12, grade: "fair", contested: true, disputed: false });
  });
  it("keeps what is not known unknown", () => {
    expect(spots(rows)[1]).toMatchObject({ killed: null, start: null });
  });
});

describe("marks", () => {
  it.each([
    [1, false, false, "full-plain-agreed"],
    [2, false, true, "full-plain-contested"],
    [3, false, false, "hollow-plain-agreed"],
    [0, false, false, "hollow-plain-agreed"],
    [3, true, true, "hollow-dashed-contested"],
    [1, true, false, "full-dashed-agreed"],
  ])("precision %i, disputed %s, contested %s: %s", (precision, disputed, contested, name) => {
    expect(markOf({ precision, disputed, contested })).toBe(name);
    expect(MARKS).toContain(name);
  });
  it("takes a division and a country for areas", () => {
    expect([0, 1, 2, 3].map((precision) => isArea({ precision }))).toEqual([true, false, false, true]);
  });
});

describe("distances", () => {
  it("gives the whole equator 512 pixels at zoom 0", () => {
    expect(pixelsAtZero(40075.017, 0)).toBeCloseTo(512);
    expect(pixelsAtZero(100, 60)).toBeCloseTo(2 * pixelsAtZero(100, 0));
  });
  it("closes circles and keeps them round on the ground", () => {
    const points = circle(30, 60, 111.32, 4);
    expect(points).toHaveLength(5);
    expect(points[0]).toEqual(points[4]);
    expect(points[0]![0] - 30).toBeCloseTo(2, 1);
    expect(points[1]![1] - 60).toBeCloseTo(1, 1);
  });
  it("draws rings around events of disputed areas alone", () => {
    const drawn = rings(spots(rows));
    expect(drawn.features).toHaveLength(1);
    expect(features(spots(rows)).features.map((one) => one.properties.area)).toEqual([0, 1, 1]);
  });
});

describe("boxes", () => {
  it.each([
    [35.1234, 32, 42.5, 37.5, "35.123,32,42.5,37.5"],
    [170, -10, 190, 10, "170,-10,-170,10"],
    [-200, -91, 200, 95, "-180,-90,180,90"],
    [530, 0, 545, 1, "170,0,-175,1"],
  ])("%d %d %d %d: %s", (west, south, east, north, text) => expect(boxText(west, south, east, north)).toBe(text));
  it.each([["1,2,3,4", [1, 2, 3, 4]], ["1,2,3", null], ["", null], [null, null], ["1,2,,4", null], ["a,b,c,d", null]])("reads %s", (text, box) =>
    expect(readBox(text)).toEqual(box));
  it("bounds what there is", () => {
    expect(bounds([])).toBeNull();
    expect(bounds(spots(rows))).toEqual([34.1, 34.7, 38, 44.9]);
  });
});
