// Events on a map: as well placed as they are. The list beside it holds the same events.
import type * as GeoJSON from "geojson";
import * as maplibregl from "maplibre-gl";
import { type GeoJSONSource, type MapGeoJSONFeature } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { PMTiles, Protocol } from "pmtiles";
import { baseStyle, type View } from "../lib/mapstyle";
import { addMarks } from "../lib/marks";
import { currentQuery, FILTERED, setFilter, tell } from "../lib/partial";
import { bounds, boxText, features, type MapRows, readBox, rings, spots, type Spot } from "../lib/places";
import { source } from "../lib/source";
import { colour, isDark, RECOLOURED } from "../lib/theme";
import { PartOrWhole } from "../lib/tiles";

let tiles: Protocol | undefined;

function setUp(base: string): void {
  if (!tiles) {
    maplibregl.setWorkerUrl(workerUrl);
    tiles = new Protocol();
    maplibregl.addProtocol("pmtiles", tiles.tile);
  }
  if (!tiles.get(base)) tiles.add(new PMTiles(new PartOrWhole(base)));
}

export function hasWebGl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

export async function mount(element: HTMLElement): Promise<void> {
  const canvas = element.querySelector<HTMLElement>(".canvas");
  const none = element.querySelector<HTMLElement>("[data-failed]");
  if (!canvas) return;
  // what stands there where no scripts run
  element.querySelector("[data-waiting]")?.remove();
  if (!hasWebGl()) {
    if (none) none.hidden = false;
    element.dataset["state"] = "no-webgl";
    return;
  }
  const base = new URL(element.dataset["base"] ?? "", location.href).href;
  setUp(base);
  const view = (element.dataset["view"] === "de-facto" ? "de-facto" : "un") as View;
  const url = element.dataset["url"];
  const map = new maplibregl.Map({
    container: canvas,
    style: baseStyle(base, isDark(), view),
    center: [25, 25],
    zoom: 0.8,
    minZoom: 0,
    maxZoom: 13,
    attributionControl: { compact: false },
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    locale: { "Map.Title": element.dataset["label"] ?? "Map of events" },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.on("idle", () => (element.dataset["state"] = "drawn"));
  map.on("error", (event) => console.error(event.error));

  let found: Spot[] = [];
  let asked: AbortController | null = null;
  const show = (): void => {
    if (!map.getSource("events")) return;
    map.getSource<GeoJSONSource>("events")?.setData(features(found));
    map.getSource<GeoJSONSource>("rings")?.setData(rings(found));
  };
  const dress = (): void => {
    addMarks(map);
    addLayers(map, url !== undefined);
    show();
  };
  map.on("style.load", dress);
  document.addEventListener(RECOLOURED, () => map.setStyle(baseStyle(base, isDark(), view), { diff: false }));

  const load = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    delete element.dataset["state"];
    const query = new URLSearchParams(currentQuery());
    for (const name of ["offset", "limit", "order"]) query.delete(name);
    try {
      found = spots(await source().map(url ?? "", query, asked.signal));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      tell("The map's events could not be loaded.");
      return;
    }
    show();
    map.triggerRepaint();
  };
  const frame = (): void => {
    const box = readBox(new URLSearchParams(currentQuery()).get("bbox")) ?? bounds(found);
    if (!box) return;
    const [west, south, east, north] = box;
    map.fitBounds([west, south, east < west ? east + 360 : east, north], { padding: 36, maxZoom: 8, animate: false });
  };

  if (url !== undefined) {
    document.addEventListener(FILTERED, () => void load());
    await load();
    frame();
    connectTools(element, map, frame);
    connectList(map, () => found);
  } else {
    found = spots(JSON.parse(element.dataset["rows"] ?? "{}") as MapRows);
    show();
    const centre = bounds(found);
    const reach = Math.max(3, ...found.map((spot) => spot.radius ?? 0)) / 111;
    if (centre) {
      const [west, south, east, north] = centre;
      const wide = reach / Math.max(0.1, Math.cos((south * Math.PI) / 180));
      map.fitBounds([west - wide, south - reach, east + wide, north + reach], { padding: 24, maxZoom: 9, animate: false });
    }
  }
  if (url !== undefined) connectPopups(map);
}

function addLayers(map: maplibregl.Map, clustered: boolean): void {
  const ink = colour("--accent");
  const warn = colour("--contest");
  const ground = colour("--sheet");
  map.addSource("events", {
    type: "geojson",
    data: { type: "FeatureCollection", features: [] },
    cluster: clustered,
    clusterRadius: 34,
    clusterMaxZoom: 9,
    clusterProperties: { contested: ["+", ["get", "contested"]] },
  });
  map.addSource("rings", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  const alone: maplibregl.ExpressionSpecification = ["!", ["has", "point_count"]];
  // how far from the point the event may lie: pixels at zoom 0, doubled with each zoom
  const reach: maplibregl.ExpressionSpecification = [
    "interpolate", ["exponential", 2], ["zoom"], 0, ["get", "radius"], 20, ["*", ["get", "radius"], 2 ** 20],
  ];
  map.addLayer({
    id: "reach", type: "circle", source: "events", minzoom: clustered ? 4 : 0, filter: alone,
    paint: {
      "circle-radius": reach, "circle-color": ink,
      "circle-opacity": ["case", ["any", ["==", ["get", "area"], 1], ["==", ["get", "disputed"], 1]], 0, 0.1],
      "circle-stroke-color": ink, "circle-stroke-width": ["case", ["==", ["get", "disputed"], 1], 0, 1], "circle-stroke-opacity": 0.55,
    },
  });
  map.addLayer({ id: "rings", type: "line", source: "rings", minzoom: clustered ? 5 : 0, paint: { "line-color": ink, "line-width": 1.2, "line-dasharray": [3, 2] } });
  map.addLayer({
    id: "clusters", type: "circle", source: "events", filter: ["has", "point_count"],
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "point_count"]], 0.3, 10, 1.3, 14, 3, 22, 4, 28],
      "circle-color": ground, "circle-opacity": 0.92, "circle-stroke-width": 2,
      "circle-stroke-color": ["case", [">", ["get", "contested"], 0], warn, ink],
    },
  });
  map.addLayer({
    id: "cluster-counts", type: "symbol", source: "events", filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-font": ["sans-serif"], "text-allow-overlap": true },
    paint: { "text-color": colour("--ink") },
  });
  map.addLayer({
    id: "events", type: "symbol", source: "events", filter: alone,
    layout: {
      "icon-image": ["get", "mark"], "icon-allow-overlap": true, "icon-ignore-placement": true,
      "icon-size": ["interpolate", ["linear"], ["sqrt", ["get", "killed"]], 0, 0.62, 3, 0.85, 10, 1.2, 30, 1.6],
    },
  });
  map.addSource("lit", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "lit", type: "circle", source: "lit", paint: { "circle-radius": 15, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colour("--focus"), "circle-stroke-width": 3 } });
}

function connectTools(element: HTMLElement, map: maplibregl.Map, frame: () => void): void {
  const tools = element.parentElement?.querySelector<HTMLElement>("[data-map-tools]");
  if (!tools) return;
  tools.hidden = false;
  tools.querySelector("[data-here]")?.addEventListener("click", () => {
    const box = map.getBounds();
    setFilter({ bbox: boxText(box.getWest(), box.getSouth(), box.getEast(), box.getNorth()) });
  });
  tools.querySelector("[data-everywhere]")?.addEventListener("click", () => setFilter({ bbox: "" }));
  tools.querySelector("[data-frame]")?.addEventListener("click", frame);
}

function connectList(map: maplibregl.Map, found: () => Spot[]): void {
  const list = document.getElementById("results");
  const light = (event: Event): void => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-event]") : null;
    const spot = item && found().find((one) => one.id === item.dataset["event"]);
    map.getSource<GeoJSONSource>("lit")?.setData({
      type: "FeatureCollection",
      features: spot ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [spot.lon, spot.lat] } }] : [],
    });
  };
  list?.addEventListener("pointerover", light);
  list?.addEventListener("focusin", light);
}

const MOST_IN_POPUP = 12;

function connectPopups(map: maplibregl.Map): void {
  map.on("click", "clusters", (event) => void openCluster(map, event.features?.[0]));
  map.on("click", "events", (event) => {
    const here = event.features ?? [];
    const at = here[0] && (here[0].geometry as GeoJSON.Point).coordinates;
    if (at) void popup(map, [at[0] ?? 0, at[1] ?? 0], here.map((one) => String(one.properties["id"])));
  });
  for (const layer of ["clusters", "events"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}

async function openCluster(map: maplibregl.Map, cluster: MapGeoJSONFeature | undefined): Promise<void> {
  const source = map.getSource<GeoJSONSource>("events");
  if (!cluster || !source) return;
  const id = Number(cluster.properties["cluster_id"]);
  const zoom = await source.getClusterExpansionZoom(id);
  const [lon = 0, lat = 0] = (cluster.geometry as GeoJSON.Point).coordinates;
  // events of one town never come apart: they are listed
  if (zoom <= 9) map.easeTo({ center: [lon, lat], zoom });
  else {
    const held = await source.getClusterLeaves(id, 500, 0);
    await popup(map, [lon, lat], held.map((one) => String(one.properties?.["id"])));
  }
}

async function popup(map: maplibregl.Map, at: [number, number], ids: string[]): Promise<void> {
  const named = [...new Set(ids)];
  const body = document.createElement("div");
  const box = new maplibregl.Popup({ maxWidth: "22rem" }).setLngLat(at).setDOMContent(body).addTo(map);
  try {
    body.append(...(await source().cards(named.slice(0, MOST_IN_POPUP))));
    if (named.length > MOST_IN_POPUP) {
      const more = document.createElement("p");
      more.textContent = `${named.length - MOST_IN_POPUP} more here: filter to this area to see them in the list.`;
      body.append(more);
    }
    body.querySelector<HTMLElement>("a")?.focus();
  } catch {
    body.textContent = "These events could not be loaded.";
  }
  box.setLngLat(at);
}
