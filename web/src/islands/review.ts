// Reviewing by keyboard, and taking the words that are marked in a report to the fields they tell.
import { type Marked, marked, type Word, wordsOf } from "../lib/words";

const KEYS_OFF = "tacitus-review-keys-off";

/** What the desk read out of marked words. */
interface Read {
  inputs: Record<string, string>;
  words: [string, number, number];
  quote: string;
  how: string;
}

export function mount(element: HTMLElement): void {
  for (const hidden of element.querySelectorAll<HTMLElement>("[data-key-help], [data-marking], [data-words]")) hidden.hidden = false;
  const off = element.querySelector<HTMLInputElement>("[data-keys-off]");
  if (off) {
    off.checked = localStorage.getItem(KEYS_OFF) === "yes";
    off.addEventListener("change", () => localStorage.setItem(KEYS_OFF, off.checked ? "yes" : "no"));
  }
  // what was marked last stays so while a field is gone to; browsers tell of a change a little late
  let last: Marked | null = null;
  const now = (): Marked | null => (last = marked(document.getSelection()) ?? last);
  document.addEventListener("selectionchange", now);
  const take = (button: HTMLElement): void => void takeWords(element, button, now());
  for (const button of element.querySelectorAll<HTMLElement>("[data-words]")) button.addEventListener("click", () => take(button));
  for (const text of element.querySelectorAll<HTMLElement>("[data-report] .text")) addCursor(text);

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Escape") return leave(event.target);
    if (off?.checked || isTyping(event.target)) return;
    const digit = /^[1-8]$/.test(event.key) ? element.querySelector<HTMLElement>(`[data-digit="${event.key}"]`) : null;
    if (digit && now()) {
      event.preventDefault();
      take(digit);
    } else if (/^[a-z]$/.test(event.key) && press(element, event.key)) {
      event.preventDefault();
    }
  });
}

/** Do what a letter stands for; whether it stands for anything. */
function press(element: HTMLElement, key: string): boolean {
  if (key === "t") {
    element.querySelector<HTMLElement>("[data-report] .text")?.focus();
    return true;
  }
  const part = element.querySelector<HTMLDetailsElement>(`details[data-opens="${key}"]`);
  if (part) {
    part.open = true;
    part.querySelector<HTMLElement>("select, textarea, input:not([type=hidden]), button:not([hidden])")?.focus();
    part.scrollIntoView({ block: "nearest" });
    return true;
  }
  const button = document.querySelector<HTMLElement>(`main [data-press="${key}"]`);
  button?.click();
  return button !== null;
}

/** Out of a field, to the head of the part that it stands in: no field holds the keyboard. */
function leave(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || !isTyping(target)) return;
  const part = target.closest("details");
  target.blur();
  part?.querySelector("summary")?.focus();
}

async function takeWords(element: HTMLElement, button: HTMLElement, words: Marked | null): Promise<void> {
  const field = button.dataset["words"] ?? "";
  const form = button.closest("form");
  const told = element.querySelector<HTMLElement>(`[data-read="${field}"]`);
  const part = button.closest("details");
  if (part) part.open = true;
  if (!form || !told) return;
  if (!words) {
    told.textContent = "No words are marked.";
    return;
  }
  const sent = new URLSearchParams({ field, report: words.report, quote: words.quote, start: String(words.start) });
  const token = form.querySelector<HTMLInputElement>('input[name="csrf"]')?.value ?? "";
  const answer = await fetch(`/review/${element.dataset["event"]}/words`, { method: "POST", body: sent, headers: { "X-CSRF-Token": token } });
  if (!answer.ok) {
    told.textContent = "The words could not be read.";
    return;
  }
  const read = (await answer.json()) as Read;
  fill(form, field, read);
  told.textContent = Object.keys(read.inputs).length ? `“${read.quote}” (${read.how})` : `“${read.quote}”: ${read.how}`;
}

function fill(form: HTMLFormElement, field: string, read: Read): void {
  for (const [name, value] of Object.entries(read.inputs)) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLTextAreaElement) {
      // of several parties or weapons each is marked in turn
      const lines = input.value.split("\n").filter((line) => line.trim());
      if (!lines.includes(value)) input.value = [...lines, value].join("\n");
    } else if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) {
      input.value = value;
    }
  }
  const kept = form.elements.namedItem(`words_${field}`);
  if (kept instanceof HTMLInputElement && Object.keys(read.inputs).length) kept.value = JSON.stringify(read.words);
}

/** Arrows that go from word to word in a text, and mark with Shift. */
function addCursor(text: HTMLElement): void {
  let words: Word[] = [];
  let anchor = 0;
  let at = -1;
  text.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!words.length) words = wordsOf(text);
    const rtl = getComputedStyle(text).direction === "rtl" ? -1 : 1;
    at = Math.max(0, Math.min(words.length - 1, at + way * rtl));
    if (!event.shiftKey) anchor = at;
    const first = words[Math.min(anchor, at)];
    const final = words[Math.max(anchor, at)];
    if (!first || !final) return;
    event.preventDefault();
    document.getSelection()?.setBaseAndExtent(...first.from, ...final.to);
    words[at]?.from[0].parentElement?.scrollIntoView({ block: "nearest" });
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches('input:not([type="checkbox"], [type="radio"]), select, textarea, [contenteditable]');
}
