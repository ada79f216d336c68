// An event in a list, as templates/macros/events.html prints it.
import { isArea } from "./places";
import { dayWords, type Row, tollWords } from "./rows";

const MOST_NAMED = 3;

export function item(row: Row): HTMLLIElement {
  const made = element("li");
  made.dataset["event"] = row.id;
  const head = element("h3");
  const link = element("a", "", row.type);
  link.href = row.file;
  head.append(link);
  const where = [row.place, row.admin1 === row.place ? null : row.admin1, row.country].filter(Boolean).join(", ");
  const when = element("p", "line");
  when.append(element("span", "", dayWords(row)), element("span", "", where || "no place told"));
  made.append(head, when, sides(row), tolls(row), tags(row));
  return made;
}

function sides(row: Row): HTMLElement {
  const made = element("p", "who");
  made.append(...(row.initiators.length ? names(row.initiators) : [element("span", "soft", "nobody named")]));
  if (row.targets.length) {
    const arrow = element("span", "against", " → ");
    arrow.setAttribute("aria-hidden", "true");
    made.append(arrow, element("span", "hidden-text", "against "), ...names(row.targets));
  }
  return made;
}

function names(all: string[]): (Node | string)[] {
  const found: (Node | string)[] = all.slice(0, MOST_NAMED).flatMap((name, k) => [...(k ? ["; "] : []), element("bdi", "", name)]);
  if (all.length > MOST_NAMED) found.push(`; ${all.length - MOST_NAMED} more`);
  return found;
}

function tolls(row: Row): HTMLElement {
  const made = element("p", "line");
  for (const [toll, kind] of [[row.killed, "killed"], [row.injured, "injured"]] as const) {
    if (!toll) continue;
    const told = element("span", "toll");
    told.append(element("strong", "", tollWords(toll)), ` ${kind}`);
    made.append(told, " ");
  }
  if (!row.killed) made.prepend(element("span", "soft", "no toll told"), " ");
  const outlets = row.outlets.length ? `: ${row.outlets.slice(0, MOST_NAMED).join(", ")}` : "";
  const more = row.outlets.length > MOST_NAMED ? ` and ${row.outlets.length - MOST_NAMED} more` : "";
  made.append(element("span", "soft", `${counted(row.reports, "report")}, ${counted(row.sources, "source")}${outlets}${more}`));
  return made;
}

function tags(row: Row): HTMLElement {
  const made = element("p", "tags");
  const tag = (words: string, kind = ""): void => made.append(element("span", `tag ${kind}`.trim(), words), " ");
  tag(`support: ${row.grade}`, `grade-${row.grade}`);
  if (row.factuality !== "asserted") tag(row.factuality, row.factuality);
  if (row.aggregate) tag("a total over many events");
  if (row.contested.length) tag(`contested: ${row.contested.join(", ")}`, "contested");
  if (row.lat === null) tag("not on the map");
  else if (isArea(row)) tag(row.precision === 0 ? "known to the country only" : "known to the province only");
  if (row.disputed) tag("in a disputed area", "disputed");
  return made;
}

export function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, kind = "", words = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (words) made.textContent = words;
  return made;
}
