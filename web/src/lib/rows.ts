// The events of a published site: read, filtered and summed here, as the desk does it in its store.
import type { MapRows } from "./places";
import { readBox } from "./places";
import type { Bin, Timeline } from "./time";

/** What publish/rows.py writes. */
export interface Packed {
  columns: string[];
  words: Record<string, string[]>;
  kinds: string[];
  /** Ids of actors by the numbers of their names. */
  actors: Record<string, string>;
  rows: unknown[][];
}

export type Toll = [number, number, number | null];

export interface Row {
  id: string;
  file: string;
  lon: number | null;
  lat: number | null;
  radius: number | null;
  precision: number;
  type: string;
  kind: string;
  killed: Toll | null;
  injured: Toll | null;
  grade: string;
  factuality: string;
  contested: string[];
  start: string | null;
  end: string | null;
  disputed: boolean;
  aggregate: boolean;
  place: string | null;
  admin1: string | null;
  country: string | null;
  initiators: string[];
  targets: string[];
  /** Ids of both sides, of those that have one. */
  actors: string[];
  outlets: string[];
  reports: number;
  sources: number;
}

export function unpacked(packed: Packed): Row[] {
  const at = new Map(packed.columns.map((name, index) => [name, index]));
  const word = (list: string, index: unknown): string => packed.words[list]?.[Number(index)] ?? "";
  return packed.rows.map((row) => {
    const get = <T>(name: string): T => row[at.get(name) ?? -1] as T;
    const words = (list: string, name: string): string[] => get<number[]>(name).map((index) => word(list, index));
    const country = get<number | null>("country");
    return {
      id: get("id"), file: get("file"), lon: get("lon"), lat: get("lat"), radius: get("radius_km"), precision: get("precision"),
      type: word("type", get("type")), kind: packed.kinds[get<number>("type")] ?? "",
      killed: get("killed"), injured: get("injured"),
      grade: word("grade", get("grade")), factuality: word("factuality", get("factuality")), contested: words("contested", "contested"),
      start: get("start"), end: get("end"), disputed: get<number>("disputed") === 1, aggregate: get<number>("aggregate") === 1,
      place: get("place"), admin1: get("admin1"), country: country === null ? null : word("country", country),
      initiators: words("party", "initiators"), targets: words("party", "targets"),
      actors: [...get<number[]>("initiators"), ...get<number[]>("targets")].flatMap((index) => packed.actors[index] ?? []), outlets: words("outlet", "outlets"),
      reports: get("reports"), sources: get("sources"),
    };
  });
}

/** The rows that a query lets through; the names are those of the desk's filter. */
export function filtered(rows: readonly Row[], query: URLSearchParams): Row[] {
  const tests = testsOf(query);
  return rows.filter((row) => tests.every((holds) => holds(row)));
}

type Test = (row: Row) => boolean;

function testsOf(query: URLSearchParams): Test[] {
  const tests: Test[] = [];
  const asked = (name: string, test: (value: string) => Test): void => {
    const value = query.get(name)?.trim();
    if (value) tests.push(test(value));
  };
  // an event that may lie between the days counts; one of no known day does not
  asked("since", (day) => (row) => (row.end ?? row.start ?? "") >= day);
  asked("until", (day) => (row) => (row.start ?? row.end ?? "9999") <= day);
  asked("type", (name) => (row) => row.type === name || row.kind === name);
  asked("actor", (name) => (row) => [row.initiators, row.targets, row.actors].some((names) => names.includes(name)));
  asked("min_killed", (number) => (row) => row.killed !== null && row.killed[1] >= Number(number));
  asked("max_killed", (number) => (row) => row.killed !== null && row.killed[1] <= Number(number));
  asked("contested", (field) => (row) => (field === "any" ? row.contested.length > 0 : field === "none" ? !row.contested.length : row.contested.includes(field)));
  asked("grade", (name) => (row) => row.grade === name);
  asked("factuality", (name) => (row) => row.factuality === name);
  asked("outlet", (name) => (row) => row.outlets.includes(name));
  asked("country", (name) => (row) => row.country === name);
  asked("q", (words) => holding(words));
  const box = readBox(query.get("bbox"));
  if (box) tests.push(inBox(box));
  return tests;
}

function holding(words: string): Test {
  const sought = fold(words).split(/\s+/).filter(Boolean);
  return (row) => {
    const told = fold([row.type, row.kind, row.place, row.admin1, row.country, ...row.initiators, ...row.targets, ...row.outlets].join(" "));
    return sought.every((word) => told.includes(word));
  };
}

function fold(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
}

function inBox([west, south, east, north]: [number, number, number, number]): Test {
  return ({ lon, lat, precision }) => {
    // one located to a country alone lies in no box
    if (lon === null || lat === null || precision === 0 || lat < south || lat > north) return false;
    return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  };
}

/** What the map draws of rows, in the form in which the desk gives it. */
export function mapRows(rows: readonly Row[]): MapRows {
  const types = [...new Set(rows.map((row) => row.type))];
  const grades = [...new Set(rows.map((row) => row.grade))];
  const placed = rows.filter((row) => row.lon !== null && row.lat !== null);
  return {
    columns: ["id", "lon", "lat", "radius_km", "precision", "type", "killed", "grade", "contested", "first_day", "disputed"],
    types, grades,
    rows: placed.map((row) => [
      row.id, row.lon, row.lat, row.radius, row.precision, types.indexOf(row.type), row.killed?.[1] ?? null,
      grades.indexOf(row.grade), row.contested.length ? 1 : 0, row.start ?? row.end, row.disputed ? 1 : 0,
    ]),
    unplaced: rows.length - placed.length,
    total: rows.length,
  };
}

export interface Sums {
  events: number;
  low: number;
  best: number;
  high: number;
  open: number;
  contested: number;
}

/** Losses over rows; the dead of a sum over many events would count twice. */
export function sums(rows: readonly Row[]): Sums {
  const told: Sums = { events: 0, low: 0, best: 0, high: 0, open: 0, contested: 0 };
  for (const row of rows) {
    told.events += 1;
    told.contested += row.contested.length ? 1 : 0;
    if (!row.killed || row.aggregate) continue;
    const [low, best, high] = row.killed;
    told.low += low;
    told.best += best;
    told.high += high ?? best;
    told.open += high === null ? 1 : 0;
  }
  return told;
}

/** Sums as printed: "8", "3–5–9", "13–13–13 or more". */
export function sumWords({ low, best, high, open }: Sums): string {
  const words = (value: number): string => value.toLocaleString("en");
  if (low === best && best === high && !open) return words(best);
  return `${words(low)}–${words(best)}–${words(high)}${open ? " or more" : ""}`;
}

export function tollWords([low, best, high]: Toll): string {
  return low === best && best === high ? String(best) : `${low}–${best}–${high ?? "open"}`;
}

/** When: "2017-04-04", "2017-04-04 to 2017-04-06", "by 2017-04-06", "undated". */
export function dayWords({ start, end }: Pick<Row, "start" | "end">): string {
  if (start && end) return start === end ? start : `${start} to ${end}`;
  if (end) return `by ${end}`;
  return start ? `from ${start}` : "undated";
}

const UNITS = ["day", "week", "month", "year"] as const;
type Unit = (typeof UNITS)[number];
const MOST_BINS = 120;
const DAY = 86_400_000;

/** Rows by time, in the finest bins that are not too many; an event counts where it begins. */
export function timelineOf(rows: readonly Row[]): Timeline {
  const byDay = new Map<string, Row[]>();
  let undated = 0;
  for (const row of rows) {
    const day = row.start ?? row.end;
    if (day) byDay.set(day, [...(byDay.get(day) ?? []), row]);
    else undated += 1;
  }
  const days = [...byDay.keys()].sort();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return { unit: "month", bins: [], undated };
  const unit = UNITS.find((one) => starts(first, last, one, MOST_BINS + 1).length <= MOST_BINS) ?? "year";
  const edges = starts(first, last, unit, Infinity);
  const held = new Map<string, Row[]>();
  for (const [day, found] of byDay) {
    const begin = beginOf(day, unit);
    held.set(begin, [...(held.get(begin) ?? []), ...found]);
  }
  const bins = edges.map((start): Bin => ({ start, end: addDays(nextOf(start, unit), -1), ...sums(held.get(start) ?? []) }));
  return { unit, bins, undated };
}

function starts(first: string, last: string, unit: Unit, most: number): string[] {
  const found: string[] = [];
  for (let day = beginOf(first, unit); day <= last && found.length < most; day = nextOf(day, unit)) found.push(day);
  return found;
}

function beginOf(day: string, unit: Unit): string {
  if (unit === "month") return `${day.slice(0, 7)}-01`;
  if (unit === "year") return `${day.slice(0, 4)}-01-01`;
  return unit === "week" ? addDays(day, -((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7)) : day;
}

function nextOf(start: string, unit: Unit): string {
  if (unit === "day") return addDays(start, 1);
  if (unit === "week") return addDays(start, 7);
  const date = new Date(`${start}T00:00Z`);
  if (unit === "month") date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}

function addDays(day: string, number: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + number * DAY).toISOString().slice(0, 10);
}

/** The values of a field with how many rows have each, commonest first. */
export function choices(rows: readonly Row[], valuesOf: (row: Row) => readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of new Set(valuesOf(row))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
