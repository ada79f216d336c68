"""Where first-order divisions and countries lie: what holds a coordinate, where its middle is.

The polygons are Natural Earth's 1:10m "Admin 1 - States, Provinces" (public domain), simplified to
about a kilometre with neighbours keeping their common edges; ``scripts/make_borders.py`` makes the
file. Natural Earth draws borders as they are held on the ground. Which country a disputed area is
given to is no matter of these polygons but of ``world_view``.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from tacitus.knowledge.geometry import kilometres
from tacitus.knowledge.load import packaged_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

FILE = "borders.zip"
# Kilometres from a polygon within which a point of the coast or the sea still counts as of it.
COAST_KM = 10.0
# Parts of an area that are nearer than this to one another are one body of land: the islands of an
# archipelago are, Alaska and the other 48 states of the mainland are not.
BODY_KM = 300.0
# Share of the towns in a polygon that must lie in one division for its points to be put there.
SURE_SHARE = 0.75
# Kilometres of one degree of latitude.
DEGREE_KM = 111.195


@dataclass(frozen=True, slots=True)
class Unit:
    """One polygon of Natural Earth, as a record.

    Attributes:
        name: Natural Earth's name; empty for a few islets.
        gid: GeoNames id as Natural Earth has it ("geonames:173336"), of any level; None if none.
        iso: ISO 3166-2 code as Natural Earth has it; None where it has none.
        country: ISO 3166 alpha-2 code of the country that Natural Earth draws it in.
        drawn_as: Natural Earth's own three letters for what it is drawn as ("SOL": Somaliland).
        geonames_country: ISO 3166 alpha-2 code that GeoNames gives most towns in it; else that of
            Natural Earth.
        division: GeoNames id of the first-order division that most towns in it lie in; else None.
        division_name: name of that division.
        share: of the towns in it, those that lie in that division, 0 to 1.
    """

    name: str
    gid: str | None
    iso: str | None
    country: str
    drawn_as: str
    geonames_country: str
    division: str | None
    division_name: str | None
    share: float

    @property
    def sure(self) -> bool:
        """Whether a point in it may be put in its division without knowing the town."""
        return self.division is not None and self.share >= SURE_SHARE


@dataclass(frozen=True, slots=True)
class Area:
    """The extent of a division's or country's main body of land; degrees, WGS 84.

    Attributes:
        lat, lon: a point on its land, its middle where that is land.
        middle: latitude and longitude of its centroid, which may be water or a neighbour's.
        radius_km: from the point to the far edge.
        box: south, west, north, east; west is greater than east across the date line.
    """

    lat: float
    lon: float
    middle: tuple[float, float]
    radius_km: float
    box: tuple[float, float, float, float]


class Borders:
    """The packaged polygons; read at the first question.

    Args:
        path: of the file; the packaged one by default.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or packaged_path(FILE)
        self.unit = lru_cache(maxsize=None)(self._unit)
        self.country = lru_cache(maxsize=None)(self._country)
        self._outline_of = lru_cache(maxsize=None)(self.country_outline)

    def at(self, lat: float, lon: float, within_km: float = COAST_KM) -> Unit | None:
        """The unit that a point lies in, or the nearest one.

        Args:
            lat: degrees; ``lon`` likewise.
            lon: see ``lat``.
            within_km: how far off the nearest may be.

        Returns:
            None for the open sea.
        """
        from shapely import Point

        point = Point(lon, lat)
        held = self._tree.query(point, predicate="intersects")
        if len(held):
            return self.units[int(min(held))]
        near = self._near(point, within_km)
        return self.units[near] if near is not None else None

    def holding(self, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.int64]:
        """For many points at once the row in ``units`` that holds each; -1 for none."""
        import numpy as np
        import shapely

        which, unit = self._tree.query(shapely.points(lons, lats), predicate="intersects")
        out = np.full(len(lats), -1, dtype=np.int64)
        # Of a point on an edge the first unit, as in ``at``.
        order = np.lexsort((-unit, which))
        out[which[order]] = unit[order]
        return out

    def _unit(self, gid: str) -> Area | None:
        """The extent of a first-order division of GeoNames.

        Args:
            gid: "geonames:173336".

        Returns:
            None where the polygons hold no such unit: Natural Earth's units are other than
            GeoNames' in some countries.
        """
        rows = self._whole.get(gid)
        return self._area(rows) if rows else None

    def _country(self, code: str) -> Area | None:
        """The extent of a country as GeoNames bounds it; its main body of land alone.

        Args:
            code: ISO 3166 alpha-2.
        """
        rows = self._of_country(code)
        return self._area(rows) if rows else None

    def outline(self, gid: str) -> BaseGeometry | None:
        """The polygons of a first-order division of GeoNames, longitude before latitude.

        Args:
            gid: "geonames:173336".

        Returns:
            None where the polygons hold no such unit.
        """
        return self._union(self._whole.get(gid, []))

    def country_outline(self, code: str) -> BaseGeometry | None:
        """The polygons of a country as GeoNames bounds it, longitude before latitude.

        Args:
            code: ISO 3166 alpha-2.

        Returns:
            None where the polygons hold no such country.
        """
        return self._union(self._of_country(code))

    def km_to_country(self, code: str, lat: float, lon: float) -> float | None:
        """How far a point lies from a country's land, in kilometres; 0 within it.

        The nearest point is looked for in degrees, so that far from the equator another one may be
        nearer by some per cent.

        Args:
            code: ISO 3166 alpha-2.
            lat: degrees; ``lon`` likewise.
            lon: see ``lat``.

        Returns:
            None where the country has no polygon.
        """
        from shapely import Point
        from shapely.ops import nearest_points

        outline = self._outline_of(code)
        if outline is None:
            return None
        nearest, _ = nearest_points(outline, Point(lon, lat))
        return kilometres(lat, lon, nearest.y, nearest.x)

    # ── the file ───────────────────────────────────────────────────────────────────────────

    @cached_property
    def about(self) -> dict[str, object]:
        """Where the polygons come from and how they were made."""
        with zipfile.ZipFile(self.path) as archive:
            told: dict[str, object] = json.loads(archive.read("about.json"))
        return told

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units, in the order of the polygons."""
        return tuple(Unit(*row) for row in self._table["units"])

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """The polygons, longitude before latitude, in the order of ``units``."""
        import numpy as np
        import shapely

        with zipfile.ZipFile(self.path) as archive:
            planes = np.frombuffer(archive.read("points"), dtype=np.uint8).reshape(4, -1)
            offsets = [
                np.frombuffer(archive.read(name), dtype="<i4").astype(np.int64)
                for name in ("rings", "parts", "shapes")
            ]
        steps = np.ascontiguousarray(planes.T).view("<i4").reshape(2, -1)
        points = np.cumsum(steps, axis=1, dtype=np.int64).T / self._table["scale"]
        kind = shapely.GeometryType.MULTIPOLYGON
        made: NDArray[np.object_] = shapely.from_ragged_array(
            kind, np.ascontiguousarray(points), tuple(offsets)
        )
        return made

    @cached_property
    def _table(self) -> dict:
        with zipfile.ZipFile(self.path) as archive:
            return json.loads(archive.read("units.json"))

    @cached_property
    def _tree(self) -> STRtree:
        from shapely import STRtree

        return STRtree(self.shapes)

    @cached_property
    def _whole(self) -> dict[str, list[int]]:
        """Rows by division, of those that they make up as a whole."""
        same = set(self._table["same"])
        out: dict[str, list[int]] = defaultdict(list)
        for k, unit in enumerate(self.units):
            if unit.division in same:
                out[str(unit.division)].append(k)
        return out

    def _of_country(self, code: str) -> list[int]:
        return [k for k, unit in enumerate(self.units) if unit.geonames_country == code]

    # ── geometry ───────────────────────────────────────────────────────────────────────────

    def _near(self, point: BaseGeometry, within_km: float) -> int | None:
        import shapely

        high = within_km / DEGREE_KM
        wide = high / max(0.05, math.cos(math.radians(point.y)))
        box = shapely.box(point.x - wide, point.y - high, point.x + wide, point.y + high)
        around = sorted(map(int, self._tree.query(box)))
        lines = shapely.shortest_line(point, self.shapes[around])
        found = [
            (kilometres(point.y, point.x, *reversed(line.coords[1])), k)
            for line, k in zip(lines, around, strict=True)
        ]
        nearest = min(found, default=(math.inf, -1))
        return nearest[1] if nearest[0] <= within_km else None

    def _union(self, rows: Sequence[int]) -> BaseGeometry | None:
        import shapely

        return shapely.coverage_union_all(self.shapes[list(rows)]) if rows else None

    def _area(self, rows: Sequence[int]) -> Area:
        import shapely

        whole = shapely.coverage_union_all(self.shapes[list(rows)])
        body, squeeze = _body(whole)
        # In this frame a degree is as long eastwards as it is northwards at the body's middle.
        middle = body.centroid
        point = middle if body.contains(middle) else _inside(body, middle)
        edge = shapely.get_coordinates(body.convex_hull)
        radius = max(
            kilometres(point.y, point.x / squeeze, y, x / squeeze) for x, y in edge.tolist()
        )
        west, south, east, north = body.bounds
        return Area(
            round(point.y, 4),
            _east(point.x / squeeze),
            (round(middle.y, 4), _east(middle.x / squeeze)),
            round(radius, 1),
            (round(south, 4), _east(west / squeeze), round(north, 4), _east(east / squeeze)),
        )


def _body(whole: BaseGeometry) -> tuple[BaseGeometry, float]:
    """The body of land with the greatest area, and the factor its longitudes are squeezed by."""
    import numpy as np
    import shapely

    parts = shapely.get_parts(whole)
    middles = shapely.centroid(parts)
    sizes = shapely.area(parts) * np.cos(np.radians(shapely.get_y(middles)))
    chief = middles[int(np.argmax(sizes))]
    squeeze = max(0.05, math.cos(math.radians(chief.y)))
    # Beyond the date line the count goes on.
    turns = 360 * np.round((chief.x - shapely.get_x(middles)) / 360)
    moved = np.array(
        [
            shapely.transform(part, lambda c, turn=turn: np.add(c, (turn, 0)) * (squeeze, 1))
            for part, turn in zip(parts, turns, strict=True)
        ]
    )
    tree = shapely.STRtree(moved)
    start = int(np.argmax(sizes))
    bodies = _joined(tree.query(moved, predicate="dwithin", distance=BODY_KM / DEGREE_KM).T)
    groups: dict[int, list[int]] = defaultdict(list)
    for k in range(len(parts)):
        groups[bodies.get(k, k)].append(k)
    best = max(groups.values(), key=lambda ks: (sum(sizes[ks]), start in ks))
    return shapely.multipolygons(moved[best]), squeeze


def _joined(pairs: NDArray[np.int64]) -> dict[int, int]:
    """By number the least number that it hangs together with through the pairs."""
    ties: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs.tolist():
        ties[a].append(b)
    out: dict[int, int] = {}
    for first in sorted(ties):
        todo = [first]
        while todo:
            k = todo.pop()
            if k not in out:
                out[k] = first
                todo.extend(ties[k])
    return out


def _inside(body: BaseGeometry, middle: BaseGeometry) -> BaseGeometry:
    """A point on the land of a body near its middle."""
    import shapely

    shore = shapely.Point(shapely.shortest_line(middle, body).coords[1])
    reach = max(0.02, 0.1 * math.sqrt(body.area))
    near = shapely.intersection(body, shore.buffer(reach))
    return near.representative_point()


def _east(lon: float) -> float:
    """A longitude between -180 and 180, rounded as the gazetteer's are."""
    return round((lon + 180) % 360 - 180, 4)


@cache
def open_borders() -> Borders:
    """The packaged borders, opened once per process and read at the first question."""
    return Borders()
