// What the map draws of an event, worked out without a map.
import type * as GeoJSON from "geojson";

/** Rows of events as the API gives them; see views.lists.MapRows. */
export interface MapRows {
  columns: string[];
  types: string[];
  grades: string[];
  rows: unknown[][];
  unplaced: number;
  total: number;
}

export interface Spot {
  id: string;
  lon: number;
  lat: number;
  radius: number | null;
  precision: number;
  type: string;
  killed: number | null;
  grade: string;
  contested: boolean;
  start: string | null;
  disputed: boolean;
}

/** Rows made into records, by the names of the columns. */
export function spots(rows: MapRows): Spot[] {
  const at = new Map(rows.columns.map((name, index) => [name, index]));
  const get = (row: unknown[], name: string): unknown => {
    const index = at.get(name);
    return index === undefined ? undefined : row[index];
  };
  return rows.rows.map((row) => ({
    id: String(get(row, "id")),
    lon: Number(get(row, "lon")),
    lat: Number(get(row, "lat")),
    radius: number(get(row, "radius_km")),
    precision: Number(get(row, "precision") ?? 0),
    type: rows.types[Number(get(row, "type"))] ?? "",
    killed: number(get(row, "killed_best") ?? get(row, "killed")),
    grade: rows.grades[Number(get(row, "grade"))] ?? "",
    contested: Boolean(get(row, "contested")),
    start: ((get(row, "first_day") ?? get(row, "start")) as string | null | undefined) ?? null,
    disputed: Boolean(get(row, "disputed")),
  }));
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** Whether an event is put at an area for want of a better place: a division or a country. */
export function isArea(spot: Pick<Spot, "precision">): boolean {
  return spot.precision === 0 || spot.precision >= 3;
}

/** Name of the picture that stands for an event: its shape says how well it is placed. */
export function markOf(spot: Pick<Spot, "precision" | "disputed" | "contested">): string {
  const shape = isArea(spot) ? "hollow" : "full";
  return [shape, spot.disputed ? "dashed" : "plain", spot.contested ? "contested" : "agreed"].join("-");
}

export const MARKS: readonly string[] = ["full", "hollow"].flatMap((shape) =>
  ["plain", "dashed"].flatMap((edge) => ["agreed", "contested"].map((end) => `${shape}-${edge}-${end}`)),
);

const EARTH_KM = 40075.017;

/** Pixels that a distance has on a map of zoom 0 with tiles of 512 pixels, at a latitude. */
export function pixelsAtZero(km: number, lat: number): number {
  return (km * 512) / (EARTH_KM * Math.max(0.01, Math.cos((lat * Math.PI) / 180)));
}

export interface EventProperties {
  id: string;
  mark: string;
  contested: number;
  killed: number;
  radius: number;
  area: number;
  disputed: number;
}

/** The events as features of GeoJSON. */
export function features(found: Spot[]): GeoJSON.FeatureCollection<GeoJSON.Point, EventProperties> {
  return {
    type: "FeatureCollection",
    features: found.map((spot) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [spot.lon, spot.lat] },
      properties: {
        id: spot.id,
        mark: markOf(spot),
        contested: spot.contested ? 1 : 0,
        killed: spot.killed ?? 0,
        radius: spot.radius === null ? 0 : pixelsAtZero(spot.radius, spot.lat),
        area: isArea(spot) ? 1 : 0,
        disputed: spot.disputed ? 1 : 0,
      },
    })),
  };
}

/** Circles around events in disputed areas, as lines, since a line can be dashed. */
export function rings(found: Spot[], corners = 48): GeoJSON.FeatureCollection<GeoJSON.LineString> {
  const circled = found.filter((spot) => spot.disputed && spot.radius !== null && spot.radius > 0);
  return {
    type: "FeatureCollection",
    features: circled.map((spot) => ({
      type: "Feature",
      properties: { area: isArea(spot) ? 1 : 0 },
      geometry: { type: "LineString", coordinates: circle(spot.lon, spot.lat, spot.radius ?? 0, corners) },
    })),
  };
}

/** Points of a circle around a point; the first is the last. */
export function circle(lon: number, lat: number, km: number, corners: number): [number, number][] {
  const high = (km / EARTH_KM) * 360;
  const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: corners + 1 }, (_, k) => {
    const turn = (2 * Math.PI * (k % corners)) / corners;
    return [lon + wide * Math.cos(turn), lat + high * Math.sin(turn)];
  });
}

/** The bounds of points: west, south, east, north; null for none. */
export function bounds(found: Pick<Spot, "lon" | "lat">[]): [number, number, number, number] | null {
  if (!found.length) return null;
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const { lon, lat } of found) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/**
 * A map's bounds as the filter has a box. A map that goes round the world asks for all longitudes;
 * one over the date line has its west greater than its east.
 */
export function boxText(west: number, south: number, east: number, north: number): string {
  const around = east - west >= 360;
  const turned = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
  const edges = [around ? -180 : turned(west), Math.max(-90, south), around ? 180 : turned(east), Math.min(90, north)];
  return edges.map((edge) => String(Math.round(edge * 1000) / 1000)).join(",");
}

/** The box that a filter has as four numbers, or null. */
export function readBox(text: string | null | undefined): [number, number, number, number] | null {
  const parts = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return parts.length === 4 && parts.every(Number.isFinite) ? (parts as [number, number, number, number]) : null;
}
