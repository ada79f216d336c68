"""From tables with p-codes (OCHA's common operational data sets) to places.

A line tells of its deepest division, or of a populated place where the table has a name and code
for it; the divisions above are made of the lines below them. A division or town that the packaged
gazetteer holds takes its id, so that it counts once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer_forms import (
    Table,
    country_code,
    feature_named,
    forms,
    radius_of,
)
from tacitus.knowledge.gazetteer_lines import BadLineError, Tally
from tacitus.knowledge.gazetteer_rows import (
    Cells,
    PlaceRow,
    clean_name,
    division_names,
    people,
    point,
)
from tacitus.knowledge.geometry import kilometres

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer

# Least likeness of a division's name to that of a packaged one of the country.
_LIKE = 88.0
# Kilometres beyond its radius that a division's point may lie from the packaged one's, and that
# two points of one town may lie apart.
_OFF_KM, _TOWN_KM = 60.0, 5.0
_LAND = re.compile(r"[A-Za-z]{2,3}")


@dataclass(slots=True)
class _Unit:
    code: str
    level: int
    names: list[str]
    parent: str
    country: str
    point: tuple[float, float] | None = None
    population: int = 0
    below: list[tuple[float, float]] = field(default_factory=list)


class PcodeReader:
    """Reads one table.

    Args:
        table: says which columns hold what.
        tally: counts bad lines.
        country: of lines that do not tell theirs; "" to go by the code's letters.
        gazetteer: holds the packaged places.
    """

    def __init__(self, table: Table, tally: Tally, country: str, gazetteer: Gazetteer) -> None:
        self.table = table
        self.tally = tally
        self.country = country
        self.gazetteer = gazetteer
        self.units: dict[str, _Unit] = {}
        self.places: dict[str, PlaceRow] = {}
        self.levels = [
            n for n in range(1, 1 + forms().pcodes.deepest) if f"code{n}" in table.columns
        ]

    def rows(self, cells: Cells) -> list[PlaceRow]:
        """Divisions and populated places of all lines."""
        for number, line in cells:
            try:
                self._line(line)
            except BadLineError as error:
                self.tally.fault(number, str(error))
            else:
                self.tally.good += 1
        found = self._divisions()
        for place in self.places.values():
            place.admin1, place.admin2 = (
                found[0].get(place.admin1, ""),
                found[1].get(place.admin2, ""),
            )
        return [*found[2], *self.places.values()]

    def _told(self, line: list[str], key: str) -> list[str]:
        cells = (line[n].strip() for n in self.table.columns.get(key, ()))
        return [cell for cell in cells if cell]

    def _line(self, line: list[str]) -> None:
        lat, lon = ((*self._told(line, key), "")[0] for key in ("lat", "lon"))
        at = point(lat, lon)
        count = people((*self._told(line, "population"), "")[0])
        chain = [
            (level, codes[0])
            for level in self.levels
            if (codes := self._told(line, f"code{level}"))
        ]
        own = self._told(line, "place_code")
        names = self._told(line, "place_name")
        if not chain and not own:
            raise BadLineError("has no p-code")
        code = own[0] if own else chain[-1][1]
        land = self._country(line, chain[0][1] if chain else code)
        told = {level: self._names(line, level, key) for level, key in chain}
        whole = [clean_name(n) for n in dict.fromkeys(names)] if own and names else []
        if whole and code in self.places:
            raise BadLineError(f"tells of {code} a second time")
        parent = ""
        for level, key in chain:
            unit = self.units.setdefault(key, _Unit(key, level, told[level], parent, land))
            unit.below.append(at)
            parent = key
        if whole:
            self._place(code, whole, at, land, count, [key for _, key in chain])
            return
        unit = self.units[chain[-1][1]]
        if unit.point is not None:
            raise BadLineError(f"tells of {unit.code} a second time")
        unit.point, unit.population = at, count

    def _names(self, line: list[str], level: int, code: str) -> list[str]:
        names = [clean_name(n) for n in dict.fromkeys(self._told(line, f"name{level}"))]
        if not names:
            raise BadLineError(f"has no name for {code[:40]}")
        return names

    def _country(self, line: list[str], code: str) -> str:
        told = self._told(line, "country")
        letters = _LAND.match(code)
        for word in (*told, self.country, letters.group() if letters else "", code[:2]):
            found = country_code(word) if word else None
            if found is not None:
                return found
        raise BadLineError(f"tells no known country ({', '.join((*told, code))[:60]})")

    def _place(
        self,
        code: str,
        names: list[str],
        at: tuple[float, float],
        land: str,
        count: int,
        chain: list[str],
    ) -> None:
        known = next(
            (
                e.id
                for name in names
                for e in self.gazetteer.exact(name)
                if e.feature == "settlement"
                and e.country == land
                and kilometres(e.lat, e.lon, *at) <= _TOWN_KM
            ),
            f"pcode:{code}",
        )
        first, second = (*chain, "", "")[:2]
        self.places[code] = PlaceRow(
            known,
            names,
            *at,
            "settlement",
            land,
            first,
            second,
            count,
            radius_of(0, count),
            (code,),
        )

    def _divisions(self) -> tuple[dict[str, str], dict[str, str], list[PlaceRow]]:
        """Ids of first- and second-order divisions by code, and the rows of all."""
        firsts: dict[str, str] = {}
        seconds: dict[str, str] = {}
        rows = []
        for unit in sorted(self.units.values(), key=lambda u: u.level):
            up = self._chain(unit)
            first = firsts.get(up[0], "") if unit.level > 1 else ""
            second = seconds.get(up[1], "") if unit.level > 2 and len(up) > 1 else ""
            row = self._row(unit, first, second)
            rows.append(row)
            if unit.level == 1:
                firsts[unit.code] = row.gid
            elif unit.level == 2:
                seconds[unit.code] = row.gid
        return firsts, seconds, rows

    def _chain(self, unit: _Unit) -> list[str]:
        """Codes from the first-order division down to the unit."""
        codes = [unit.code]
        while (parent := self.units[codes[0]].parent) and parent not in codes:
            codes.insert(0, parent)
        return codes

    def _row(self, unit: _Unit, first: str, second: str) -> PlaceRow:
        feature = f"admin{min(unit.level, 3)}"
        spots = unit.below
        lat, lon = unit.point or (
            round(sum(y for y, _ in spots) / len(spots), 5),
            round(sum(x for _, x in spots) / len(spots), 5),
        )
        least = feature_named(feature) or (feature, 10.0)
        reach = max(kilometres(lat, lon, *spot) for spot in spots)
        radius = round(reach, 1) if reach > 1 else least[1]
        names = division_names(unit.names)
        gid = f"pcode:{unit.code}"
        if unit.level <= 2:
            gid = (
                division_id(self.gazetteer, names, unit.country, feature, first, (lat, lon)) or gid
            )
        return PlaceRow(
            gid, names, lat, lon, feature, unit.country, first, second, unit.population,
            radius, (unit.code,),
        )  # fmt: skip


def division_id(
    gazetteer: Gazetteer,
    names: list[str],
    country: str,
    feature: str,
    within: str = "",
    at: tuple[float, float] | None = None,
) -> str:
    """The id of the one packaged division that bears a name like one of some; "" for none.

    Args:
        gazetteer: holds the packaged places.
        names: of the division.
        country: that it lies in.
        feature: "admin1" or "admin2".
        within: id of the first-order division that holds it, where known.
        at: its point, where known.
    """
    best: dict[str, float] = {}
    for name in names:
        for e in gazetteer.find(name):
            if e.feature != feature or e.country != country or e.likeness < _LIKE:
                continue
            if at is not None and kilometres(e.lat, e.lon, *at) > e.radius_km + _OFF_KM:
                continue
            if within and feature == "admin2":
                holder = gazetteer.division(e)
                if holder is not None and holder.id != within:
                    continue
            best[e.id] = max(e.likeness, best.get(e.id, 0.0))
    top = max(best.values(), default=0.0)
    found = [key for key, likeness in best.items() if likeness == top]
    return found[0] if len(found) == 1 else ""


def divisions_by_name(gazetteer: Gazetteer) -> Callable[[str, str], str]:
    """``division_id`` of first-order divisions by name and country."""
    return lambda name, country: division_id(gazetteer, division_names([name]), country, "admin1")
