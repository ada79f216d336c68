// The overview of a published site: its filter, whose query stands in the address, and the list.
// Map and timeline follow the same query by themselves.
import { counted, item } from "../lib/list";
import { FILTERED, setFilter, tell } from "../lib/partial";
import { choices, filtered, type Row, sums, sumWords } from "../lib/rows";
import { publishedRows } from "../lib/source";

const AT_ONCE = 100;
const CHOICES: Record<string, (row: Row) => readonly string[]> = {
  type: (row) => (row.kind === row.type ? [row.type] : [row.kind, row.type]),
  actor: (row) => [...row.initiators, ...row.targets],
  contested: (row) => (row.contested.length ? ["any", ...row.contested] : ["none"]),
  grade: (row) => [row.grade],
  factuality: (row) => [row.factuality],
  outlet: (row) => row.outlets,
  country: (row) => (row.country ? [row.country] : []),
};
const CONTESTED: Record<string, string> = { any: "in anything", none: "in nothing" };

export async function mount(element: HTMLElement): Promise<void> {
  const form = element.querySelector<HTMLFormElement>("form#filter");
  const head = element.querySelector<HTMLElement>("[data-query]");
  const loading = publishedRows();
  if (!form || !head || !loading) return;
  const rows = await loading;
  for (const [name, valuesOf] of Object.entries(CHOICES)) fill(form, name, choices(rows, valuesOf));
  read(form, new URLSearchParams(location.search));

  const show = (): void => {
    const query = queryOf(form);
    const found = filtered(rows, query);
    head.dataset["query"] = query.toString();
    print(element, found);
    list(element, found);
    const asked = query.toString();
    history.replaceState(null, "", `${location.pathname}${asked ? `?${asked}` : ""}${location.hash}`);
    document.dispatchEvent(new CustomEvent(FILTERED, { detail: asked }));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    tell(element.querySelector("#head .counts")?.textContent?.replace(/\s+/g, " ").trim() ?? "");
  });
  form.addEventListener("change", () => setFilter({}));
  // fields are empty only after the event
  form.addEventListener("reset", () => setTimeout(() => setFilter({})));
  element.querySelector<HTMLElement>("[data-filter]")?.removeAttribute("hidden");
  element.querySelector("[data-pager]")?.remove();
  show();
}

function fill(form: HTMLFormElement, name: string, found: [string, number][]): void {
  const field = form.elements.namedItem(name);
  if (!(field instanceof HTMLSelectElement)) return;
  for (const [value, number] of found) {
    const words = name === "contested" ? (CONTESTED[value] ?? `in ${value}`) : value;
    field.add(new Option(`${words} (${number.toLocaleString("en")})`, value));
  }
}

function read(form: HTMLFormElement, query: URLSearchParams): void {
  for (const [name, value] of query) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    // a link from elsewhere may ask for what the choices do not name, as an actor by its id
    if (field instanceof HTMLSelectElement && field.value !== value) field.add(new Option(value, value, true, true));
  }
}

function queryOf(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value.trim()) query.set(name, value.trim());
  return query;
}

function print(element: HTMLElement, found: Row[]): void {
  const set = (name: string, words: string): void => {
    const place = element.querySelector(`[data-${name}]`);
    if (place) place.textContent = words;
  };
  set("total", found.length.toLocaleString("en"));
  set("noun", found.length === 1 ? "event" : "events");
  set("killed", sumWords(sums(found)));
  set("placed", found.filter((row) => row.lat !== null).length.toLocaleString("en"));
}

function list(element: HTMLElement, found: Row[]): void {
  const holder = element.querySelector<HTMLElement>("[data-list]");
  const more = element.querySelector<HTMLElement>("[data-more]");
  if (!holder || !more) return;
  let shown = 0;
  const add = (): void => {
    const next = found.slice(shown, shown + AT_ONCE).map(item);
    holder.append(...next);
    shown += next.length;
    more.hidden = shown >= found.length;
    const button = more.querySelector("button");
    if (button) button.textContent = `Show more: ${counted(found.length - shown, "event")}`;
    if (shown > AT_ONCE) next[0]?.querySelector("a")?.focus();
  };
  holder.replaceChildren();
  if (!found.length) {
    const none = document.createElement("li");
    none.textContent = "No event fits the filter.";
    holder.append(none);
  }
  const button = more.querySelector("button");
  if (button) button.onclick = add;
  add();
}
