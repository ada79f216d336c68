"""Forms of the files that can be added to the gazetteer, and what their words are for us.

The columns, classes and limits are in ``gazetteer_forms.yaml``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import pycountry
from pydantic import Field

from tacitus.knowledge.gazetteer_build import settlement_radius
from tacitus.knowledge.load import Entry, packaged
from tacitus.records import TacitusError

Form = Literal["geonames", "pcodes", "plain"]
FORMS: tuple[Form, ...] = ("geonames", "pcodes", "plain")
#: The features that a table of one's own and GeoNames' classes may come to.
KNOWN = ("settlement", "admin1", "admin2", "admin3", "site", "area")


class PcodeColumns(Entry):
    """How tables with p-codes name their columns: regular expressions."""

    deepest: int
    name: tuple[str, ...]
    code: tuple[str, ...]
    country: tuple[str, ...]
    place_name: tuple[str, ...]
    place_code: tuple[str, ...]
    lat: tuple[str, ...]
    lon: tuple[str, ...]
    population: tuple[str, ...]


class Feature(Entry):
    """GeoNames' classes that are one feature for us."""

    feature: str = Field(pattern=f"^({'|'.join(KNOWN)})$")
    radius: float = Field(ge=0)
    codes: tuple[str, ...]


class GazetteerForms(Entry):
    """Schema of ``gazetteer_forms.yaml``."""

    url: str
    timeout: float = Field(gt=0)
    attempts: int = Field(ge=1)
    bad_share: float = Field(ge=0, lt=1)
    bad_lines: int = Field(ge=0)
    longest_name: int
    longest_line: int
    largest_file: int
    most_packed: float
    not_places: tuple[str, ...]
    geonames: tuple[str, ...]
    pcodes: PcodeColumns
    plain: dict[str, tuple[str, ...]]
    listed: str
    features: tuple[Feature, ...]
    words: dict[str, tuple[str, ...]]


def forms() -> GazetteerForms:
    """The packaged settings."""
    return packaged("gazetteer_forms.yaml", GazetteerForms)


@cache
def _classes() -> dict[str, tuple[str, float]]:
    return {code: (f.feature, f.radius) for f in forms().features for code in f.codes}


def feature_of(code: str) -> tuple[str, float] | None:
    """Feature and radius in kilometres (0: by people) of a class of GeoNames.

    Args:
        code: "P.PPLA".

    Returns:
        None for a class that is left out.
    """
    classes = _classes()
    return classes.get(code) or classes.get(code.split(".")[0])


@cache
def _words() -> dict[str, str]:
    return {word: feature for feature, words in forms().words.items() for word in words}


def feature_named(word: str) -> tuple[str, float] | None:
    """Feature and radius for a word or class in a table of one's own; None for an unknown one."""
    feature = _words().get(" ".join(word.lower().split()))
    if feature is None:
        return feature_of(word.upper()) if re.fullmatch(r"[A-Za-z](\.\w+)?", word) else None
    return next((f.feature, f.radius) for f in forms().features if f.feature == feature)


def radius_of(radius: float, population: int) -> float:
    """Kilometres from a place's point to its edge, by its class or, for 0, by its people."""
    return radius or settlement_radius(population)


@lru_cache(maxsize=2000)
def country_code(told: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country by code or name; None for an unknown one."""
    if told.upper() == "XK" or told.lower() == "kosovo":
        return "XK"  # in use, though ISO has not assigned it
    try:
        found = pycountry.countries.lookup(told)
    except LookupError:
        return None
    return str(found.alpha_2)


@dataclass(frozen=True, slots=True)
class Table:
    """What a table's header says.

    Attributes:
        form: of the file.
        separator: between its columns.
        columns: for each of our words the numbers of the columns that hold it, the best first;
            for p-codes "name1", "code1", ... by level.
        width: number of columns.
    """

    form: Form
    separator: str
    columns: dict[str, tuple[int, ...]]
    width: int

    @property
    def headed(self) -> bool:
        """Whether the first line names the columns."""
        return self.form != "geonames"


def recognise(head: str, form: Form | None, where: str) -> Table:
    """The form of a file by its first line.

    Args:
        head: the first line that holds anything.
        form: asked for; None to recognise it.
        where: of the file, for messages.

    Raises:
        TacitusError: ``bad-gazetteer-file`` when the line is of no known form or not of the
            one asked for.
    """
    width = len(forms().geonames)
    if form == "geonames" or (form is None and _is_geonames(head)):
        columns: dict[str, tuple[int, ...]] = {
            name: (number,) for number, name in enumerate(forms().geonames)
        }
        return Table("geonames", "\t", columns, width)
    separator = max("\t;,", key=head.count)
    try:
        cells = next(csv.reader(io.StringIO(head), delimiter=separator), [])
    except csv.Error:
        cells = []
    header = [cell.strip().lower() for cell in cells]
    pcodes, plain = _pcode_columns(header), _plain_columns(header)
    coded = any(key.startswith("code") for key in pcodes) and {"lat", "lon"} <= set(pcodes)
    if coded and form in (None, "pcodes"):
        return Table("pcodes", separator, pcodes, len(header))
    if {"name", "lat", "lon"} <= set(plain) and form in (None, "plain"):
        return Table("plain", separator, plain, len(header))
    raise TacitusError(
        "bad-gazetteer-file",
        f"{where}: line 1: "
        + (f"is no head of the form {form}." if form else "is of no known form.")
        + f" It begins: {head[:60]!r}",
        "Needed is GeoNames' table (19 columns, tabs, no header), a table with p-codes"
        " (ADM1_EN, ADM1_PCODE, ..., and latitude and longitude), or a CSV with a header that"
        " names the columns name, lat and lon.",
    )


def _is_geonames(head: str) -> bool:
    """Whether a line has an id and tabs; that all its columns are there is asked of each line."""
    cells = head.split("\t")
    return len(cells) > len(forms().geonames) // 2 and cells[0].isdigit()


def _fitting(header: Sequence[str], patterns: Sequence[str], level: int = 0) -> tuple[int, ...]:
    """Columns whose names fit, in the order of the patterns."""
    found: list[int] = []
    for pattern in patterns:
        whole = re.compile(pattern.format(level=level))
        found.extend(n for n, name in enumerate(header) if whole.fullmatch(name))
    return tuple(dict.fromkeys(found))


def _pcode_columns(header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rules = forms().pcodes
    columns = {
        key: _fitting(header, getattr(rules, key))
        for key in ("country", "place_name", "place_code", "lat", "lon", "population")
    }
    for level in range(1, rules.deepest + 1):
        columns[f"name{level}"] = _fitting(header, rules.name, level)
        columns[f"code{level}"] = _fitting(header, rules.code, level)
    return {key: numbers for key, numbers in columns.items() if numbers}


def _plain_columns(header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    return {
        key: tuple(header.index(name) for name in names if name in header)[:1]
        for key, names in forms().plain.items()
        if any(name in header for name in names)
    }
