"""Which country a disputed area is given to, by a view that is said and can be chosen.

``world_view.yaml`` lists the areas, who claims and holds them, and what each named view gives
them. The view in force is the one that ``TACITUS_WORLD_VIEW`` names: ``un`` (the default),
``de-facto`` or a YAML file of one's own, which names a view to go out from and what differs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, RootModel, model_validator

from tacitus.knowledge.borders import open_borders
from tacitus.knowledge.load import Entry, packaged, packaged_path, read_yaml
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The environment variable that names the view.
VARIABLE = "TACITUS_WORLD_VIEW"
DEFAULT = "un"
FILE, OUTLINES = "world_view.yaml", "outlines.yaml"

Code = Annotated[str, Field(pattern="^[A-Z]{2}$")]


def _on_the_globe(corner: tuple[float, float]) -> tuple[float, float]:
    lat, lon = corner
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} is no latitude and longitude")
    return corner


Corner = Annotated[tuple[float, float], AfterValidator(_on_the_globe)]


class Outlines(RootModel[dict[str, Annotated[tuple[Corner, ...], Field(min_length=3)]]]):
    """Schema of ``outlines.yaml``: corners by name."""


class Where(Entry):
    """How a place is seen to lie in an area; ``world_view.yaml`` says what each field means."""

    countries: tuple[Code, ...] = ()
    ids: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    outline: tuple[Corner, ...] | str = ()
    box: tuple[float, float, float, float] | None = None
    of: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Where:
        if not (self.countries or self.ids or self.units or self.outline):
            raise ValueError("one of countries, ids, units and outline is needed")
        if self.units and self.box is None:
            raise ValueError("units need a box (south, west, north, east)")
        if self.box and not (self.box[0] < self.box[2] and self.box[1] < self.box[3]):
            raise ValueError("a box is south, west, north, east")
        if isinstance(self.outline, str) and self.outline not in outlines():
            raise ValueError(f"there is no outline {self.outline!r}")
        if self.outline and len(self.corners) < 3:
            raise ValueError("an outline needs three corners")
        return self

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The outline's corners, latitude and longitude; none where it has no outline."""
        return outlines()[self.outline] if isinstance(self.outline, str) else self.outline


class DisputedArea(Entry):
    """One disputed area; ``world_view.yaml`` says what each field means."""

    id: str = Field(pattern="^[a-z0-9-]+$")
    name: str
    claimed_by: tuple[Code, ...] = Field(min_length=1)
    held_by: tuple[Code, ...] = Field(min_length=1)
    since: date | None = None
    until: date | None = None
    views: dict[str, Code | None]
    where: Where
    drawn: dict[str, str]
    note: str

    @model_validator(mode="after")
    def _in_order(self) -> DisputedArea:
        if self.since and self.until and self.since >= self.until:
            raise ValueError("until comes before since")
        return self

    def on(self, day: date | None) -> bool:
        """Whether it is disputed on a day; of no known day, whether it still is."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


class WorldViews(Entry):
    """Schema of ``world_view.yaml``."""

    views: dict[str, str]
    codes: dict[Code, str]
    areas: tuple[DisputedArea, ...]

    @model_validator(mode="after")
    def _whole(self) -> WorldViews:
        _named_once(self.areas)
        for area in self.areas:
            unknown = set(area.views) - set(self.views)
            if unknown:
                raise ValueError(f"{area.id}: there is no view {sorted(unknown)[0]!r}")
        return self


class OwnView(Entry):
    """Schema of a view of one's own.

    Attributes:
        name: of the view, told in every output.
        base: the packaged view that holds where this one says nothing.
        says: what it goes by.
        countries: country by area id; null for none.
        codes: names of codes that are not of ISO 3166.
        areas: further areas, which come before the packaged ones; their ``views`` may name this
            view.
    """

    name: str = Field(pattern="^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    base: str = DEFAULT
    says: str = ""
    countries: dict[str, Code | None] = Field(default_factory=dict)
    codes: dict[Code, str] = Field(default_factory=dict)
    areas: tuple[DisputedArea, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> OwnView:
        packed = packaged(FILE, WorldViews)
        if self.base not in packed.views:
            raise ValueError(f"base: there is no view {self.base!r} ({', '.join(packed.views)})")
        if self.name in packed.views:
            raise ValueError(f"name: {self.name!r} is the name of a packaged view")
        areas = (*self.areas, *packed.areas)
        _named_once(areas)
        for area in self.areas:
            unknown = set(area.views) - {*packed.views, self.name}
            if unknown:
                raise ValueError(f"{area.id}: there is no view {sorted(unknown)[0]!r}")
        known = {area.id for area in areas}
        for area_id in self.countries:
            if area_id not in known:
                raise ValueError(
                    f"countries: there is no area {area_id!r} (`tacitus world-view` lists them)"
                )
        _known_codes(self, packed.codes)
        return self


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a view says of a place.

    Attributes:
        country: ISO 3166 alpha-2 code, or None for no country.
        area: the disputed area that it lies in, or None.
    """

    country: str | None
    area: DisputedArea | None


class WorldView:
    """A view in force.

    Args:
        name: of the view.
        says: what it goes by.
        areas: in the order in which they are tried.
        gives: country by area id; an area that is missing leaves the code of the data.
        codes: names of codes that are not of ISO 3166.
        content: what the version is a hash of.
    """

    def __init__(
        self,
        name: str,
        says: str,
        areas: tuple[DisputedArea, ...],
        gives: dict[str, str | None],
        codes: dict[str, str],
        content: bytes,
    ) -> None:
        self.name = name
        self.says = says
        self.areas = areas
        self.gives = gives
        self.codes = codes
        self.version = f"{name} {hashlib.sha256(content).hexdigest()[:12]}"
        self._regions = [_Region(area) for area in areas]

    def ruling(
        self,
        country: str | None,
        *,
        gid: str | None = None,
        point: tuple[float, float] | None = None,
        day: date | None = None,
    ) -> Ruling:
        """Which country a place is given to, and the disputed area it lies in.

        Args:
            country: what the data give it, ISO 3166 alpha-2.
            gid: its gazetteer id, where it is an area itself ("tacitus:crimea").
            point: latitude and longitude in degrees, where it is a place and no large area.
            day: on which; None for today's disputes.
        """
        for region in self._regions:
            area = region.area
            if area.on(day) and region.holds(country, gid, point):
                return Ruling(self.gives.get(area.id, country), area)
        return Ruling(country, None)


class _Region:
    """Where an area lies, looked at in the order of what it costs."""

    def __init__(self, area: DisputedArea) -> None:
        self.area = area
        self.where = area.where

    def holds(
        self, country: str | None, gid: str | None, point: tuple[float, float] | None
    ) -> bool:
        where = self.where
        if country in where.countries or gid in where.ids:
            return True
        if point is None or (where.of and country not in where.of) or not self._may_hold(point):
            return False
        return self._in_outline(point) or self._in_units(point)

    def _may_hold(self, point: tuple[float, float]) -> bool:
        return any(
            south <= point[0] <= north and west <= point[1] <= east
            for south, west, north, east in self._boxes
        )

    @cached_property
    def _boxes(self) -> list[tuple[float, float, float, float]]:
        boxes = [self.where.box] if self.where.box else []
        if self.where.corners:
            lats, lons = zip(*self.where.corners, strict=True)
            boxes.append((min(lats), min(lons), max(lats), max(lons)))
        return boxes

    @cached_property
    def _polygon(self) -> BaseGeometry:
        import shapely

        polygon = shapely.Polygon([(lon, lat) for lat, lon in self.where.corners])
        shapely.prepare(polygon)
        return polygon

    def _in_outline(self, point: tuple[float, float]) -> bool:
        import shapely

        return bool(self.where.corners) and bool(
            shapely.intersects_xy(self._polygon, point[1], point[0])
        )

    def _in_units(self, point: tuple[float, float]) -> bool:
        if not self.where.units:
            return False
        unit = open_borders().at(*point)
        return unit is not None and bool(
            {unit.iso, unit.gid, unit.division, unit.drawn_as}.intersection(self.where.units)
        )


def outlines() -> dict[str, tuple[tuple[float, float], ...]]:
    """The packaged outlines by name: corners as latitude and longitude."""
    return packaged(OUTLINES, Outlines).root


def world_view(chosen: str | None = None) -> WorldView:
    """The view in force.

    Args:
        chosen: "un", "de-facto" or the path of a YAML file; by default what the environment
            variable ``TACITUS_WORLD_VIEW`` says, else "un".

    Raises:
        TacitusError: ``no-world-view`` when there is no view of that name and no such file,
            ``bad-knowledge`` when the file does not fit, naming the first fault.
    """
    return _load(chosen or os.environ.get(VARIABLE) or DEFAULT)


def choose_view(chosen: str | None) -> WorldView:
    """Put a view in force for this process and those it starts.

    Args:
        chosen: as of ``world_view``; None leaves what the environment says.

    Returns:
        The view in force.

    Raises:
        TacitusError: as ``world_view``.
    """
    view = world_view(chosen)
    if chosen:
        os.environ[VARIABLE] = chosen
    return view


@cache
def _load(chosen: str) -> WorldView:
    packed = packaged(FILE, WorldViews)
    content = packaged_path(FILE).read_bytes() + packaged_path(OUTLINES).read_bytes()
    if chosen in packed.views:
        gives = dict(_given(packed.areas, chosen))
        return WorldView(
            chosen, packed.views[chosen], packed.areas, gives, dict(packed.codes), content
        )
    path = Path(chosen)
    if not path.is_file():
        raise TacitusError(
            "no-world-view",
            f"{chosen!r} is no view and no file.",
            f"Give {', '.join(packed.views)} or a YAML file (--world-view, {VARIABLE}).",
        )
    own = read_yaml(path, OwnView)
    areas = (*own.areas, *packed.areas)
    gives = {**dict(_given(areas, own.base)), **dict(_given(own.areas, own.name)), **own.countries}
    says = own.says or f"{own.base}, but for {', '.join(own.countries) or 'nothing'}"
    codes = {**packed.codes, **own.codes}
    return WorldView(own.name, says, areas, gives, codes, content + path.read_bytes())


def _given(areas: tuple[DisputedArea, ...], view: str) -> Iterator[tuple[str, str | None]]:
    for area in areas:
        if view in area.views:
            yield area.id, area.views[view]


def _named_once(areas: tuple[DisputedArea, ...]) -> None:
    seen: set[str] = set()
    for area in areas:
        if area.id in seen:
            raise ValueError(f"the area {area.id!r} stands twice")
        seen.add(area.id)


def _known_codes(own: OwnView, packed: dict[str, str]) -> None:
    import pycountry

    given = [*own.countries.values(), *(c for a in own.areas for c in a.views.values())]
    for code in given:
        if code is None or code in packed or code in own.codes or code == "XK":
            continue
        if pycountry.countries.get(alpha_2=code) is None:
            raise ValueError(f"{code!r} is no ISO 3166 code; name it under codes if it is meant")
