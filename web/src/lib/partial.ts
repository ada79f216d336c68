// Parts of a page that htmx replaced: their islands are mounted, and who listens learns the filter.
import { mountIslands } from "./islands";

/** Event of the document when the filter of the page changed; its detail is the query string. */
export const FILTERED = "desk:filtered";

export function watchPartialUpdates(): void {
  document.addEventListener("htmx:after:swap", () => {
    mountIslands(document);
    announce();
  });
  document.addEventListener("htmx:error", () => tell("The desk does not answer. Try again."));
}

let last = currentQuery();

/** The query string of the filter that the shown list was made with. */
export function currentQuery(): string {
  return document.querySelector<HTMLElement>("[data-query]")?.dataset["query"] ?? "";
}

function announce(): void {
  const query = currentQuery();
  if (query === last) return;
  last = query;
  document.dispatchEvent(new CustomEvent(FILTERED, { detail: query }));
}

/** Say something to everybody, those who hear the page among them. */
export function tell(words: string): void {
  const status = document.getElementById("status");
  if (status) status.textContent = words;
}

/** Set fields of the filter's form and have it asked anew. */
export function setFilter(values: Record<string, string>): void {
  const form = document.querySelector<HTMLFormElement>("form#filter");
  if (!form) return;
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  form.requestSubmit();
}
