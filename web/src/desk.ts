// What every page loads: htmx, the islands that the page has, the colours' switch.
import "htmx.org";
import { watchPartialUpdates } from "./lib/partial";
import { mountIslands } from "./lib/islands";
import { setUpTheme } from "./lib/theme";

setUpTheme();
// open in the page, so that it is there without scripts
if (matchMedia("(max-width: 52rem)").matches)
  for (const part of document.querySelectorAll<HTMLDetailsElement>("details[data-shut-when-narrow]")) part.open = false;
mountIslands(document);
watchPartialUpdates();
