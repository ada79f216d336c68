import { describe, expect, it } from "vitest";
import { item } from "../src/lib/list";
import { choices, dayWords, filtered, mapRows, type Packed, sums, sumWords, timelineOf, tollWords, unpacked } from "../src/lib/rows";

const columns = [
  "id", "file", "lon", "lat", "radius_km", "precision", "type", "killed", "injured", "grade", "factuality", "contested",
  "start", "end", "disputed", "aggregate", "place", "admin1", "country", "initiators", "targets", "outlets", "reports", "sources",
];
const packed: Packed = {
  columns,
  words: {
    type: ["Air/drone strike", "Arrests"], grade: ["weak", "fair"], factuality: ["asserted", "hedged"], contested: ["killed"],
    country: ["SY", "YE"], party: ["Army of Syria", "<b>Jabhat</b>"], outlet: ["Star", "Élan"],
  },
  actors: { "0": "syrian_army" },
  kinds: ["Explosions/Remote violence", "Strategic developments"],
  rows: [
    ["A", "events/a.html", 37.1, 36.2, 3, 1, 0, [3, 5, null], null, 0, 0, [0], "2017-04-04", "2017-04-04", 0, 0, "Aleppo", "Aleppo", 0, [0], [1], [0], 2, 1],
    ["B", "events/b.html", 45, 15, 300, 0, 1, null, [1, 1, 1], 1, 1, [], "2017-04-01", "2017-06-30", 1, 0, "Yemen", null, 1, [], [], [1], 1, 1],
    ["C", "events/c.html", null, null, null, 0, 0, [9, 9, 9], null, 0, 0, [], null, null, 0, 1, null, null, null, [1], [], [0, 1], 1, 1],
    ["D", "events/d.html", 179, -17, 1, 3, 1, [0, 0, 0], null, 0, 0, [], null, "2017-05-02", 0, 0, "Taveuni", null, null, [], [], [], 1, 1],
  ],
};
const rows = unpacked(packed);
const ids = (query: string): string => filtered(rows, new URLSearchParams(query)).map((row) => row.id).join("");

describe("filtered", () => {
  it.each([
    ["", "ABCD"],
    ["since=2017-05-01", "BD"],
    ["until=2017-04-03", "B"],
    ["since=2017-04-04&until=2017-04-04", "AB"],
    ["type=Arrests", "BD"],
    ["type=Explosions/Remote violence", "AC"],
    ["actor=Army of Syria", "A"],
    ["actor=syrian_army", "A"],
    ["actor=nobody", ""],
    ["min_killed=5", "AC"],
    ["max_killed=5", "AD"],
    ["contested=any", "A"],
    ["contested=none", "BCD"],
    ["contested=killed", "A"],
    ["contested=place", ""],
    ["grade=fair", "B"],
    ["factuality=hedged", "B"],
    ["outlet=Élan", "BC"],
    ["country=SY", "A"],
    ["q=elan", "BC"],
    ["q=aleppo strike", "A"],
    ["bbox=30,10,50,40", "A"],
    ["bbox=170,-20,-170,0", "D"],
    ["bbox=nowhere", "ABCD"],
    ["min_killed= ", "ABCD"],
  ])("%s", (query, found) => expect(ids(query)).toBe(found));
});

describe("what is shown of rows", () => {
  it("leaves what has no point off the map", () => {
    const told = mapRows(rows);
    expect([told.rows.length, told.unplaced, told.total]).toEqual([3, 1, 4]);
    expect(told.types[told.rows[1]?.[5] as number]).toBe("Arrests");
  });
  it("sums no total over many events", () => {
    expect(sums(rows)).toEqual({ events: 4, low: 3, best: 5, high: 5, open: 1, contested: 1 });
    expect(sumWords(sums(rows))).toBe("3–5–5 or more");
    expect(sumWords({ ...sums([]), low: 1200, best: 1200, high: 1200 })).toBe("1,200");
  });
  it("counts an event where it begins, in bins without gaps", () => {
    const line = timelineOf(rows);
    expect([line.unit, line.bins.length, line.undated]).toEqual(["day", 32, 1]);
    expect(line.bins[0]).toMatchObject({ start: "2017-04-01", end: "2017-04-01", events: 1 });
    expect(line.bins[3]).toMatchObject({ start: "2017-04-04", events: 1, best: 5, open: 1, contested: 1 });
    const months = timelineOf(rows.map((row, k) => ({ ...row, start: `20${10 + k}-02-10`, end: `20${10 + k}-02-10` })));
    expect([months.unit, months.bins.length]).toEqual(["month", 37]);
    expect(months.bins.at(-1)).toMatchObject({ start: "2013-02-01", end: "2013-02-28" });
    const weeks = timelineOf(rows.map((row, k) => ({ ...row, start: `2017-0${1 + 3 * (k % 3)}-04`, end: null })));
    expect(weeks.bins[0]).toMatchObject({ start: "2017-01-02", end: "2017-01-08" });
    expect(timelineOf([])).toEqual({ unit: "month", bins: [], undated: 0 });
  });
  it("counts values once for each row", () => {
    expect(choices(rows, (row) => [...row.outlets, ...row.outlets])).toEqual([["Star", 2], ["Élan", 2]]);
  });
  it.each([
    ["2017-04-04", "2017-04-04", "2017-04-04"],
    ["2017-04-04", "2017-04-06", "2017-04-04 to 2017-04-06"],
    [null, "2017-04-06", "by 2017-04-06"],
    ["2017-04-04", null, "from 2017-04-04"],
    [null, null, "undated"],
  ])("%s and %s are %s", (start, end, words) => expect(dayWords({ start, end })).toBe(words));
  it.each([[[5, 5, 5], "5"], [[3, 5, 9], "3–5–9"], [[3, 3, null], "3–3–open"]] as const)("%j is %s", (toll, words) =>
    expect(tollWords([...toll])).toBe(words));
  it("puts words of reports into the list as words", () => {
    const [first, second] = rows.map(item);
    expect(first?.querySelector("b")).toBeNull();
    expect(first?.textContent).toContain("Army of Syria → against <b>Jabhat</b>");
    expect(first?.textContent).toContain("3–5–open killed");
    expect(first?.querySelector("a")?.getAttribute("href")).toBe("events/a.html");
    expect(second?.textContent).toContain("known to the country only");
    expect(second?.textContent).toContain("in a disputed area");
  });
});
