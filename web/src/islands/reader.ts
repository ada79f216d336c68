// Reading a report by keyboard: from claim to claim, and from a value to its words.
import { nextOf } from "../lib/reading";

export function mount(element: HTMLElement): void {
  const pieces = new Map<string, HTMLElement[]>();
  for (const piece of element.querySelectorAll<HTMLElement>("[data-keys]")) {
    for (const key of (piece.dataset["keys"] ?? "").split(" ")) pieces.set(key, [...(pieces.get(key) ?? []), piece]);
  }
  const claims = [...element.querySelectorAll<HTMLElement>("[data-claim]")];
  let lit: HTMLElement[] = [];
  const light = (elements: HTMLElement[]): void => {
    lit.forEach((one) => one.classList.remove("lit"));
    lit = elements;
    lit.forEach((one) => one.classList.add("lit"));
  };
  const onPoint = (event: Event): void => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key], [data-keys]") : null;
    if (!target) return;
    const key = target.dataset["key"];
    if (key) return light([...(pieces.get(key) ?? [])]);
    const named = new Set((target.dataset["keys"] ?? "").split(" ").map((one) => one.split(":")[0]));
    light([target, ...claims.filter((claim) => named.has(claim.dataset["claim"]))]);
  };
  element.addEventListener("pointerover", onPoint);
  element.addEventListener("focusin", onPoint);
  element.addEventListener("pointerleave", () => light([]));

  const go = (claim: HTMLElement): void => {
    claim.focus({ preventScroll: true });
    claim.scrollIntoView({ block: "nearest" });
    const words = element.querySelector<HTMLElement>(`.text [data-opens~="${claim.dataset["claim"]}"]`);
    words?.scrollIntoView({ block: "center" });
  };
  // keys of one letter hold within the reader alone, so that they are in nobody's way (WCAG 2.1.4)
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const way = { j: 1, n: 1, k: -1, p: -1 }[event.key];
    if (!way || !claims.length) return;
    const at = claims.findIndex((claim) => claim.contains(document.activeElement));
    const next = claims[nextOf(at, way, claims.length)];
    if (next) {
      event.preventDefault();
      go(next);
    }
  });
  const asked = new URLSearchParams(location.search).get("claim");
  const chosen = claims.find((claim) => claim.dataset["claim"] === asked || claim.dataset["full"] === asked);
  if (chosen) {
    light(pieces.get(chosen.dataset["claim"] ?? "") ?? []);
    if (!location.hash) go(chosen);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, select, textarea, [contenteditable]");
}
