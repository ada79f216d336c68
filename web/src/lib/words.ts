// Words of a report as they are marked in a page: where they stand, and how a word cursor goes.

/** Words that somebody marked in a report. */
export interface Marked {
  /** Id of the report. */
  report: string;
  /** The words. */
  quote: string;
  /** Characters of the report before them, counted as Python does: a pair of surrogates is one. */
  start: number;
}

/** A word in a text: the node that it begins in and the one that it ends in, with offsets. */
export interface Word {
  from: [Text, number];
  to: [Text, number];
}

// what a page adds to a report's own words: numbers of claims, what a mark means
const ADDED = ".aside, .open";

/** The text nodes of a report's own words, in order. */
export function ownText(container: Node): Text[] {
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest(ADDED)) found.push(node as Text);
  }
  return found;
}

/** Characters of the report before a place in it; null where the place is not in its text. */
export function offsetOf(container: Node, node: Node, offset: number): number | null {
  const place = document.createRange();
  place.setStart(container, 0);
  try {
    place.setEnd(node, offset);
  } catch {
    return null;
  }
  if (!container.contains(node)) return null;
  let count = 0;
  for (const text of ownText(container)) {
    if (place.comparePoint(text, text.length) <= 0) count += length(text.data);
    else if (place.comparePoint(text, 0) <= 0) return count + length(text.data.slice(0, within(place, text)));
    else break;
  }
  return count;
}

function within(place: Range, text: Text): number {
  return place.endContainer === text ? place.endOffset : 0;
}

/** How many characters a text has by Python's count. */
export function length(text: string): number {
  return [...text].length;
}

/** The words that a selection marks in one report; null where it marks none, or goes over several. */
export function marked(selection: Selection | null): Marked | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const holder = elementOf(range.startContainer)?.closest<HTMLElement>("[data-report]");
  const text = holder?.querySelector<HTMLElement>(".text");
  if (!holder || !text || !text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = offsetOf(text, range.startContainer, range.startOffset);
  if (start === null) return null;
  const quote = ownText(text)
    .filter((node) => range.intersectsNode(node))
    .map((node) => node.data.slice(node === range.startContainer ? range.startOffset : 0, node === range.endContainer ? range.endOffset : undefined))
    .join("")
    .trim();
  return quote ? { report: holder.dataset["report"] ?? "", quote, start } : null;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}

/** The words of a report, in order; one may go over several marks. */
export function wordsOf(container: Node): Word[] {
  const found: Word[] = [];
  let open: Word | null = null;
  for (const node of ownText(container)) {
    for (let at = 0; at < node.length; at++) {
      if (/\s/.test(node.data[at] ?? " ")) {
        open = null;
      } else if (open) {
        open.to = [node, at + 1];
      } else {
        open = { from: [node, at], to: [node, at + 1] };
        found.push(open);
      }
    }
  }
  return found;
}
