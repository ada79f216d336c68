"""Rows of ACLED's and UCDP's data as one small record, whatever the age of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

import pycountry

from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.actors import fold, load_registry
from tacitus.knowledge.ucdp import load_ucdp

_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_OURS = re.compile(r"tacitus event=([0-9A-Z]+)")
_OUR_RELID = re.compile(r"-([0-9A-HJKMNP-TV-Z]{26})(?:-\d+)?$")
_ESCAPED = re.compile(r"^'(?=[=+\-@\t\r])")
_UNTOLD = "-1"


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A row of a data set of events.

    Attributes:
        form: "acled" or "ucdp".
        id: its own id in its data set.
        line: line of the file that it begins on; None for a row that was in no file.
        start, end: first and last day, ISO 8601.
        date_precision: time_precision of ACLED (1 to 3), date_prec of UCDP (1 to 5).
        category: ACLED's event type, or UCDP's kind of violence ("state-based").
        type: ACLED's sub-event type; None in UCDP.
        sides: the names on each side, the chief actor first; empty where nobody stands on it.
        classes: ACLED's class of each side's actor as text; None where none is told.
        interaction: ACLED's pair of classes as text; None in UCDP.
        country: ISO 3166 alpha-2 code; None where the name is not known.
        country_name: as the file has it.
        admin1: first-order division; empty where none is told.
        place: the place coded.
        lat, lon: degrees, WGS 84; None where empty.
        place_precision: geo_precision of ACLED (1 to 3), where_prec of UCDP (1 to 7).
        low, best, high: deaths; in ACLED all three are its one number.
        sources: names of sources.
        event: id of our event, where the row is of an export of ours.
        cells: all cells by column, as the file has them.
    """

    form: str
    id: str
    line: int | None
    start: str
    end: str
    date_precision: int | None
    category: str
    type: str | None
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    classes: tuple[str | None, str | None]
    interaction: str | None
    country: str | None
    country_name: str
    admin1: str
    place: str
    lat: float | None
    lon: float | None
    place_precision: int | None
    low: int
    best: int
    high: int
    sources: tuple[str, ...]
    event: str | None
    cells: Mapping[str, str]


def row_of(form: str, cells: Mapping[str, str], line: int | None = None) -> DatasetRow:
    """A row from its cells.

    Args:
        form: "acled" or "ucdp".
        cells: by column; columns that are not required may be missing.
        line: of the file that it begins on.

    Raises:
        ValueError: naming the column whose cell cannot be read.
    """
    plain = {name: _ESCAPED.sub("", cell.strip()) for name, cell in cells.items()}
    made = _acled(plain, line) if form == "acled" else _ucdp(plain, line)
    return replace(made, cells=dict(cells))


def _acled(cells: Mapping[str, str], line: int | None) -> DatasetRow:
    day = _day(cells, "event_date")
    killed = _count(cells, "fatalities")
    pair = cells.get("interaction", "")
    found = _OURS.search(cells.get("tags", ""))
    code = _country_by_number(_number(cells, "iso")) or _alpha2(cells.get("iso3", ""))
    return DatasetRow(
        form="acled",
        id=cells["event_id_cnty"],
        line=line,
        start=day,
        end=day,
        date_precision=_number(cells, "time_precision"),
        category=cells["event_type"],
        type=cells["sub_event_type"],
        sides=(
            _listed(cells["actor1"], cells.get("assoc_actor_1", "")),
            _listed(cells["actor2"], cells.get("assoc_actor_2", "")),
        ),
        classes=(_class(cells.get("inter1", "")), _class(cells.get("inter2", ""))),
        interaction=_interaction(pair),
        country=code or country_code(cells["country"]),
        country_name=cells["country"],
        admin1=cells.get("admin1", ""),
        place=cells.get("location", ""),
        lat=_degrees(cells, "latitude", 90),
        lon=_degrees(cells, "longitude", 180),
        place_precision=_number(cells, "geo_precision"),
        low=killed,
        best=killed,
        high=killed,
        sources=_listed(cells.get("source", "")),
        event=found[1] if found else None,
        cells=cells,
    )


def _ucdp(cells: Mapping[str, str], line: int | None) -> DatasetRow:
    book = load_ucdp()
    violence = _number(cells, "type_of_violence")
    if violence not in book.violence:
        raise ValueError(f"type_of_violence: {cells['type_of_violence']!r} is none of 1, 2, 3")
    start, end = _day(cells, "date_start"), _day(cells, "date_end")
    if end < start:
        raise ValueError(f"date_end: {end} is before date_start {start}")
    found = _OUR_RELID.search(cells.get("relid", ""))
    originals = cells.get("source_original", "")
    office = cells.get("source_office", "")
    return DatasetRow(
        form="ucdp",
        id=cells["id"],
        line=line,
        start=start,
        end=end,
        date_precision=_number(cells, "date_prec"),
        category=book.violence[violence],
        type=None,
        sides=(_listed(cells["side_a"]), _listed(cells["side_b"])),
        classes=(None, None),
        interaction=None,
        country=_country_by_gw(_number(cells, "country_id")) or country_code(cells["country"]),
        country_name=cells["country"],
        admin1=cells.get("adm_1", ""),
        place=cells.get("where_coordinates", ""),
        lat=_degrees(cells, "latitude", 90),
        lon=_degrees(cells, "longitude", 180),
        place_precision=_number(cells, "where_prec"),
        low=_count(cells, "low"),
        best=_count(cells, "best"),
        high=_count(cells, "high"),
        sources=_listed(office if office not in ("", _UNTOLD) else originals),
        event=found[1] if found else None,
        cells=cells,
    )


def _listed(*cells: str) -> tuple[str, ...]:
    """The names in some cells, joined by semicolons; "-1" stands for none."""
    names = (name.strip() for cell in cells for name in cell.split(";"))
    return tuple(name for name in names if name not in ("", _UNTOLD))


def _day(cells: Mapping[str, str], column: str) -> str:
    text = _TIME.sub("", cells[column])
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError(f"{column}: {cells[column]!r} is no day such as {date(2017, 4, 4)}")


def _number(cells: Mapping[str, str], column: str) -> int | None:
    """A whole number; None where the cell is empty or missing, or says -1 for "not told"."""
    text = cells.get(column, "")
    if text in ("", _UNTOLD):
        return None
    try:
        number = float(text)
    except ValueError:
        number = 0.5
    if not number.is_integer():
        raise ValueError(f"{column}: {text!r} is no whole number")
    return int(number)


def _count(cells: Mapping[str, str], column: str) -> int:
    number = _number(cells, column)
    if number is None or number < 0:
        raise ValueError(f"{column}: {cells[column]!r} is no number of persons")
    return number


def _degrees(cells: Mapping[str, str], column: str, most: int) -> float | None:
    text = cells[column]
    if text == "":
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise ValueError(f"{column}: {text!r} is no degrees between -{most} and {most}")
    return degrees


def _class(text: str) -> str | None:
    """A class of actors as text; older files have digits, 0 for none."""
    if text.isdigit():
        return load_acled().inter.get(int(text))
    return text or None


def _interaction(text: str) -> str | None:
    """A pair of classes as text; older files have two digits."""
    if not text.isdigit():
        return text or None
    book = load_acled()
    one, other = divmod(int(text), 10)
    if one not in book.inter or (other and other not in book.inter):
        return None
    return book.interaction(one, other or None)


def _alpha2(alpha3: str) -> str | None:
    known = pycountry.countries.get(alpha_3=alpha3.upper()) if alpha3 else None
    return str(known.alpha_2) if known else None


def _country_by_number(number: int | None) -> str | None:
    if number is None:
        return None
    known = pycountry.countries.get(numeric=f"{number:03d}")
    own = load_acled().numbers
    return str(known.alpha_2) if known else next((c for c, n in own.items() if n == number), None)


@cache
def _codes_by_gw() -> dict[int, str]:
    book = load_ucdp()
    return {number: code for code, number in book.gw.items()} | {
        former.number: code for code, former in book.earlier.items()
    }


def _country_by_gw(number: int | None) -> str | None:
    return _codes_by_gw().get(number) if number is not None else None


@cache
def _codes_by_name() -> dict[tuple[str, ...], str]:
    acled, ucdp = load_acled(), load_ucdp()
    codes = dict(load_registry().nations)
    codes |= {fold(ucdp.country(code)): code for code in ucdp.gw}
    return codes | {fold(acled.country(c)): c for held in acled.regions.values() for c in held}


def country_code(name: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country by a name that ACLED, UCDP or reports have for it."""
    return _codes_by_name().get(fold(name))
