// Light, dark, or as the system has it. The desk reads the cookie, so that a page comes in its
// colours at once; a page of a published site, which no server makes, puts them on itself.

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
/** Event of the document when the colours changed. */
export const RECOLOURED = "desk:recoloured";

const KEPT = "tacitus-theme";

export function setUpTheme(): void {
  const page = document.documentElement.dataset;
  if (page["ownTheme"] !== undefined) page["theme"] = themeOf(localStorage.getItem(KEPT) ?? undefined);
  const choice = document.querySelector<HTMLSelectElement>("select[data-theme-choice]");
  if (choice) {
    choice.closest<HTMLElement>("[hidden]")?.removeAttribute("hidden");
    choice.value = themeOf(document.documentElement.dataset["theme"]);
    choice.addEventListener("change", () => setTheme(themeOf(choice.value)));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
}

export function themeOf(word: string | undefined): Theme {
  return THEMES.find((theme) => theme === word) ?? "auto";
}

function setTheme(theme: Theme): void {
  const page = document.documentElement.dataset;
  page["theme"] = theme;
  if (page["ownTheme"] !== undefined) localStorage.setItem(KEPT, theme);
  else document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  announce();
}

function announce(): void {
  document.dispatchEvent(new CustomEvent(RECOLOURED));
}

/** Whether the page is shown dark. */
export function isDark(): boolean {
  const theme = themeOf(document.documentElement.dataset["theme"]);
  return theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

/** A colour of tokens.css as it is now ("--accent"). */
export function colour(name: string): string {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
