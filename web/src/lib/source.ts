// Where map and timeline have their events from: the desk, which is asked anew with each filter, or
// the file of a published site, which holds all of them.
import { getJson, withQuery } from "./fetching";
import { item } from "./list";
import type { MapRows } from "./places";
import { filtered, mapRows, type Packed, type Row, timelineOf, unpacked } from "./rows";
import type { Timeline } from "./time";

export interface Source {
  map(url: string, query: URLSearchParams, signal: AbortSignal): Promise<MapRows>;
  timeline(url: string, query: URLSearchParams, signal: AbortSignal): Promise<Timeline>;
  /** Some events in short, as elements. */
  cards(ids: string[]): Promise<Element[]>;
}

const desk: Source = {
  map: (url, query, signal) => getJson<MapRows>(withQuery(url, query.toString()), signal),
  timeline: (url, query, signal) => getJson<Timeline>(withQuery(url, query.toString()), signal),
  async cards(ids) {
    const query = new URLSearchParams(ids.map((id) => ["id", id]));
    const answer = await fetch(`/events/cards?${query.toString()}`);
    if (!answer.ok) throw new Error(String(answer.status));
    // the desk's own page, in which all words of reports are escaped
    return [...new DOMParser().parseFromString(await answer.text(), "text/html").body.children];
  },
};

/** The events of a published page, or null at the desk. */
export function publishedRows(): Promise<Row[]> | null {
  const url = document.querySelector<HTMLElement>("[data-published]")?.dataset["published"];
  if (!url) return null;
  return (held ??= getJson<Packed>(url).then(unpacked));
}
let held: Promise<Row[]> | undefined;

function site(rows: Promise<Row[]>): Source {
  return {
    map: async (_, query) => mapRows(filtered(await rows, query)),
    timeline: async (_, query) => timelineOf(filtered(await rows, query)),
    async cards(ids) {
      const list = document.createElement("ul");
      list.className = "events";
      const wanted = new Set(ids);
      list.append(...(await rows).filter((row) => wanted.has(row.id)).map(item));
      return [list];
    },
  };
}

/** Where the events of this page come from. */
export function source(): Source {
  const rows = publishedRows();
  return rows ? site(rows) : desk;
}
