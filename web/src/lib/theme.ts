// Light, dark, or as the system has it. The server reads the cookie, so that a page comes in its
// colours at once.

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
/** Event of the document when the colours changed. */
export const RECOLOURED = "desk:recoloured";

export function setUpTheme(): void {
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
  document.documentElement.dataset["theme"] = theme;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
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
