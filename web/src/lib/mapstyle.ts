// How the base map looks, in the colours of the page.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

export type View = "un" | "de-facto";

const LIGHT = { sea: "#dbe6ec", land: "#f7f6f2", river: "#b4cad8", border: "#7d7f83", division: "#c3c4c1", disputed: "#8f3209", word: "#3b3e42", halo: "#fbfbf8", town: "#5c6065" };
const DARK = { sea: "#0f1a21", land: "#20252a", river: "#2c4a5c", border: "#8b9299", division: "#454c54", disputed: "#ffad80", word: "#cfd3d6", halo: "#171b1f", town: "#a0a7ae" };

/** The style of the base map without events. */
export function baseStyle(tiles: string, dark: boolean, view: View): StyleSpecification {
  const c = dark ? DARK : LIGHT;
  const line = (id: string, kind: string, paint: Record<string, unknown>, minzoom = 0): LayerSpecification =>
    ({ id, type: "line", source: "base", "source-layer": "lines", minzoom, filter: ["==", ["get", view], kind], paint }) as LayerSpecification;
  const words = (id: string, layer: string, filter: ExpressionSpecification | null, layout: Record<string, unknown>, paint: Record<string, unknown>, minzoom = 0): LayerSpecification =>
    ({
      id, type: "symbol", source: "base", "source-layer": layer, minzoom,
      ...(filter ? { filter } : {}),
      layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-max-width": 8, ...layout },
      paint: { "text-color": c.word, "text-halo-color": c.halo, "text-halo-width": 1.2, ...paint },
    }) as LayerSpecification;
  return {
    version: 8,
    sources: {
      base: {
        type: "vector", url: `pmtiles://${tiles}`,
        attribution: "Natural Earth · GeoNames (CC BY 4.0)",
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": c.sea } },
      { id: "land", type: "fill", source: "base", "source-layer": "land", paint: { "fill-color": c.land } },
      { id: "lakes", type: "fill", source: "base", "source-layer": "lakes", paint: { "fill-color": c.sea } },
      { id: "rivers", type: "line", source: "base", "source-layer": "rivers", minzoom: 3, paint: { "line-color": c.river, "line-width": ["interpolate", ["linear"], ["zoom"], 3, ["*", 1, ["get", "weight"]], 8, ["*", 5, ["get", "weight"]]] } },
      line("divisions", "admin1", { "line-color": c.division, "line-width": 0.8 }, 4),
      line("borders", "country", { "line-color": c.border, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.6, 6, 1.4] }),
      line("disputed", "disputed", { "line-color": c.disputed, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.7, 6, 1.6], "line-dasharray": [3, 2] }),
      words("division-names", "divisions", null, { "text-size": 10.5, "symbol-sort-key": ["-", 0, ["get", "size"]], "text-letter-spacing": 0.05, "text-transform": "uppercase" }, { "text-color": c.town }, 6),
      words("town-names", "towns", null, {
        "text-size": ["interpolate", ["linear"], ["zoom"], 3, 10.5, 8, 13], "symbol-sort-key": ["-", 0, ["get", "people"]],
        "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.5,
      }, { "text-color": c.town }, 3),
      words("country-names", "countries", ["get", view], { "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 6, 15], "symbol-sort-key": ["-", 0, ["get", "size"]] }, {}),
    ],
  };
}
