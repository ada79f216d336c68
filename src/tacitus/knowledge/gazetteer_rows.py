"""From the cells of a table to places: GeoNames' dumps and tables of one's own."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tacitus.knowledge.gazetteer_build import GazetteerSettings, division_codes
from tacitus.knowledge.gazetteer_forms import (
    Table,
    country_code,
    feature_named,
    feature_of,
    forms,
    radius_of,
)
from tacitus.knowledge.gazetteer_lines import BadLineError, Tally
from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.load import packaged

Cells = Iterator[tuple[int, list[str]]]


@dataclass(slots=True)
class PlaceRow:
    """One place of an added file.

    Attributes:
        gid: "geonames:173811", "pcode:SY0203", "NAME:slug-hash" for a table of one's own.
        names: all spellings in any script, the chief one first.
        lat, lon: degrees, WGS 84.
        feature: as of ``GazetteerEntry``.
        country: ISO 3166 alpha-2 code; "" where it lies in none.
        admin1, admin2: ids of the divisions it lies in; "" where not known.
        population: people, 0 where not known.
        radius: kilometres from the point to about the edge.
        codes: that the finder, and no report, calls it by.
    """

    gid: str
    names: list[str]
    lat: float
    lon: float
    feature: str
    country: str
    admin1: str
    admin2: str
    population: int
    radius: float
    codes: tuple[str, ...] = ()


def clean_name(told: str) -> str:
    """A name with single spaces.

    Raises:
        BadLineError: when it is empty, too long or holds control characters.
    """
    name = " ".join(told.split())
    longest = forms().longest_name
    if not name:
        raise BadLineError("has no name")
    if len(name) > longest:
        raise BadLineError(f"has a name of {len(name)} characters ({name[:20]!r}...)")
    if any(unicodedata.category(c) == "Cc" for c in name):
        raise BadLineError(f"has a control character in {name[:40]!r}")
    return name.replace("|", "/")  # parts names in the built file


def point(lat: str, lon: str) -> tuple[float, float]:
    """Latitude and longitude in degrees.

    Raises:
        BadLineError: when they are no numbers, or no point of the Earth that has places.
    """
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        raise BadLineError(f"has no numbers for its point: {lat[:20]!r}, {lon[:20]!r}") from None
    if not (math.isfinite(y) and math.isfinite(x) and abs(y) <= 90 and abs(x) <= 180):
        raise BadLineError(f"has a point outside of the Earth: {lat[:20]}, {lon[:20]}")
    if y == x == 0:
        raise BadLineError("has 0, 0 for its point")
    return round(y, 5), round(x, 5)


def people(told: str) -> int:
    """A number of people; an empty cell is 0.

    Raises:
        BadLineError: when it is no number.
    """
    plain = told.strip().replace(",", "").replace(" ", "")
    if not plain:
        return 0
    try:
        count = float(plain)
    except ValueError:
        count = -1
    if not 0 <= count < 1e10:
        raise BadLineError(f"has no number for its population: {told[:20]!r}")
    return int(count)


def division_names(names: Iterable[str]) -> list[str]:
    """Names of a division, with and without words such as "province"."""
    words = frozenset(packaged("gazetteer.yaml", GazetteerSettings).division_words)
    names = list(names)
    short = [" ".join(w for w in n.split() if w.lower() not in words) for n in names]
    return list(dict.fromkeys([*names, *(s for s in short if s)]))


def counted(
    cells: Cells, tally: Tally, read: Callable[[list[str]], PlaceRow | None]
) -> list[PlaceRow]:
    """Places of all lines, each id once.

    Args:
        cells: lines with their numbers.
        tally: counts bad lines, and those of classes that are left out.
        read: makes a place of a line; None for one that is left out.
    """
    rows: dict[str, PlaceRow] = {}
    for number, line in cells:
        try:
            row = read(line)
            if row is not None and row.gid in rows:
                raise BadLineError(f"tells of {row.gid} a second time")
        except BadLineError as error:
            tally.fault(number, str(error))
            continue
        tally.good += 1
        if row is None:
            tally.left_out += 1
        else:
            rows[row.gid] = row
    return list(rows.values())


def geonames_rows(cells: Cells, table: Table, tally: Tally) -> list[PlaceRow]:
    """Places of a GeoNames dump; divisions by its own rows of them, else by the packaged ones."""
    at = {name: numbers[0] for name, numbers in table.columns.items()}
    codes = dict(division_codes())

    def read(line: list[str]) -> PlaceRow | None:
        kind = f"{line[at['feature_class']]}.{line[at['feature_code']]}"
        number = line[at["geonameid"]]
        if not (number.isascii() and number.isdigit()):
            raise BadLineError(f"has no GeoNames id: {number[:20]!r}")
        name = clean_name(line[at["name"]])
        lat, lon = point(line[at["latitude"]], line[at["longitude"]])
        count = people(line[at["population"]])
        others = [clean_name(n) for n in line[at["alternatenames"]].split(",") if n.strip()]
        known = feature_of(kind)
        if known is None:
            return None
        feature, radius = known
        names = [name, *others]
        country, first = line[at["country"]], line[at["admin1"]]
        whole = f"{country}.{first}.{line[at['admin2']]}"
        if feature in ("admin1", "admin2"):
            codes[whole if feature == "admin2" else f"{country}.{first}"] = f"geonames:{number}"
            names = division_names(names)
        return PlaceRow(
            f"geonames:{int(number)}", names, lat, lon, feature, country,
            f"{country}.{first}", whole, count, radius_of(radius, count),
        )  # fmt: skip

    rows = counted(cells, tally, read)
    for row in rows:
        row.admin1, row.admin2 = codes.get(row.admin1, ""), codes.get(row.admin2, "")
    return rows


def plain_rows(
    cells: Cells,
    table: Table,
    tally: Tally,
    source: str,
    country: str,
    division: Callable[[str, str], str],
) -> list[PlaceRow]:
    """Places of a table of one's own.

    Args:
        cells: lines with their numbers.
        table: says which columns hold what.
        tally: counts bad lines.
        source: name of what is added, for ids.
        country: of lines that name none; "" for none.
        division: gives the id of a first-order division by name and country, "" for an unknown
            one.
    """
    listed = re.compile(forms().listed)

    def read(line: list[str]) -> PlaceRow | None:
        told = {key: line[numbers[0]].strip() for key, numbers in table.columns.items()}
        name = clean_name(told["name"])
        lat, lon = point(told["lat"], told["lon"])
        count = people(told.get("population", ""))
        land = country_code(told["country"]) if told.get("country") else country
        if land is None:
            raise BadLineError(f"has an unknown country: {told['country'][:40]!r}")
        known = feature_named(told.get("feature") or "settlement")
        if known is None:
            raise BadLineError(f"has an unknown feature: {told['feature'][:40]!r}")
        others = [clean_name(n) for n in listed.split(told.get("names", "")) if n.strip()]
        first = division(told["admin1"], land) if told.get("admin1") else ""
        return PlaceRow(
            _own_id(told.get("id", ""), source, name, lat, lon), [name, *others], lat, lon,
            known[0], land, first, "", count, radius_of(known[1], count),
        )  # fmt: skip

    return counted(cells, tally, read)


def _own_id(told: str, source: str, name: str, lat: float, lon: float) -> str:
    """A whole number is GeoNames' id; what has a scheme stays; otherwise the source is one."""
    if told.isascii() and told.isdigit():
        return f"geonames:{int(told)}"
    if told:
        return clean_name(told) if ":" in told else f"{source}:{clean_name(told)}"
    mark = hashlib.sha256(f"{name} {lat} {lon}".encode()).hexdigest()[:8]
    return f"{source}:{'-'.join([*fold(name).split(), mark])}"
