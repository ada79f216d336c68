// What every page loads: htmx, the islands that the page has, the colours' switch.
import "htmx.org";
import { watchPartialUpdates } from "./lib/partial";
import { mountIslands } from "./lib/islands";
import { setUpTheme } from "./lib/theme";

setUpTheme();
mountIslands(document);
watchPartialUpdates();
