"""How much two rows of data sets look like one event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field
from rapidfuzz import fuzz

from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.actors import fold, load_registry
from tacitus.knowledge.geometry import kilometres
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.knowledge.states import load_countries
from tacitus.knowledge.ucdp import load_ucdp
from tacitus.read.dataset_rows import DatasetRow, country_code
from tacitus.reconcile.kin import related, root_of

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OF_STATE = re.compile(r"^(?P<organ>[\w ]+?) of (?:the )?(?P<state>.+)$")
_UNIDENTIFIED = "unidentified"
# an associated actor says less about a row than the chief one
_ALLY = 0.8


class Matching(Entry):
    """How rows are taken for one event; the head of datasets.yaml says what stands where."""

    days: int = Field(ge=0)
    km: float = Field(ge=0)
    open_days: dict[str, dict[int, int]]
    open_km: dict[str, dict[int, float | None]]
    together: list[list[str]]
    weights: dict[str, int]
    floor: int
    country: float
    vague: float
    least: float
    alike: float
    exact: int = Field(ge=1)


@cache
def packaged_matching() -> Matching:
    """The packaged way of taking rows for one event."""
    return read_yaml(Path(str(files("tacitus.evaluate") / "datasets.yaml")), Matching)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two rows that may be one event agree.

    Attributes:
        score: from 0 to 100, to one decimal.
        km: between their points; None where one has none.
        days: between them; 0 where they overlap.
        actors: likeness of their sides from 0 to 1, whichever is named first.
    """

    score: float
    km: float | None
    days: int
    actors: float


def likeness(one: DatasetRow, other: DatasetRow, rules: Matching) -> Likeness | None:
    """How much two rows look like one event.

    Args:
        one: a row.
        other: a row of another data set.
        rules: tolerances and weights.

    Returns:
        None where they cannot be one: too far apart in time or space, of other kinds or people.
    """
    kinds = {one.category, other.category}
    if not any(kinds <= set(group) for group in rules.together):
        return None
    apart = days_apart(one, other)
    left_open = open_days(one, rules) + open_days(other, rules)
    if apart > left_open + rules.days:
        return None
    near = _nearness(one, other, rules)
    if near is None:
        return None
    closeness, km = near
    actors = sides_alike(one, other, rules)
    if actors < rules.least:
        return None
    weights = rules.weights
    points = (
        weights["date"] * _date_alike(apart, left_open, rules.days)
        + weights["place"] * closeness
        + weights["type"] * _type_alike(one, other)
        + weights["actors"] * actors
        + weights["deaths"] * _deaths_alike(one, other)
    )
    return Likeness(round(points, 1), km, apart, actors)


def _date_alike(apart: int, left_open: int, most: int) -> float:
    """1 on one day, less where the precisions leave the gap open, least beyond them."""
    if apart == 0:
        return 1.0
    return 0.8 * (1 - max(0, apart - left_open) / (most + 1))


def days_apart(one: DatasetRow, other: DatasetRow) -> int:
    """Days between two rows; 0 where they overlap."""
    first, second = sorted((one, other), key=lambda row: row.start)
    gap = (date.fromisoformat(second.start) - date.fromisoformat(first.end)).days
    return max(0, gap)


def open_days(row: DatasetRow, rules: Matching) -> int:
    """Days that a row's precision leaves open on either side."""
    return rules.open_days[row.form].get(row.date_precision or 1, 0)


def open_km(row: DatasetRow, rules: Matching) -> float | None:
    """Kilometres that a row's precision leaves open; None where only its country is known."""
    if row.lat is None or row.lon is None:
        return None
    return rules.open_km[row.form].get(row.place_precision or 1, 0.0)


def _nearness(
    one: DatasetRow, other: DatasetRow, rules: Matching
) -> tuple[float, float | None] | None:
    """How near two rows are, from 0 to 1, and the distance; None where they are too far apart."""
    reach, far = open_km(one, rules), open_km(other, rules)
    km = distance(one, other)
    if reach is None or far is None or km is None:
        same = one.country is not None and one.country == other.country
        return (rules.country, km) if same else None
    allowed = rules.km + reach + far
    return (1 - km / (2 * allowed), km) if km <= allowed else None


def distance(one: DatasetRow, other: DatasetRow) -> float | None:
    """Kilometres between two rows; None where one has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return kilometres(one.lat, one.lon, other.lat, other.lon)


def _type_alike(one: DatasetRow, other: DatasetRow) -> float:
    if one.type is not None and one.type == other.type:
        return 1.0
    return 0.7 if one.category == other.category or one.form != other.form else 0.3


def _deaths_alike(one: DatasetRow, other: DatasetRow) -> float:
    """1 where the ranges meet, else the share of the larger number that the smaller one is."""
    if one.low <= other.high and other.low <= one.high:
        return 1.0
    less, more = sorted((one.best, other.best))
    return less / more if more else 1.0


def sides_alike(one: DatasetRow, other: DatasetRow, rules: Matching) -> float:
    """Likeness of the sides of two rows from 0 to 1; which side is named first does not count."""
    (a, b), (c, d) = one.sides, other.sides
    straight = _side(a, c, rules.vague) + _side(b, d, rules.vague)
    crossed = _side(a, d, rules.vague) + _side(b, c, rules.vague)
    return max(straight, crossed) / 2


def _side(one: tuple[str, ...], other: tuple[str, ...], vague: float) -> float:
    if not one and not other:
        return 1.0
    if not one or not other:
        return vague
    best = names_alike(one[0], other[0], vague)
    for at, name in enumerate(one):
        for to, named in enumerate(other):
            if at or to:
                best = max(best, _ALLY * names_alike(name, named, vague))
    return best


@lru_cache(maxsize=65_536)
def names_alike(one: str, other: str, vague: float) -> float:
    """Likeness of two actors' names from 0 to 1, over the ways in which data sets write them.

    Args:
        one: a name, as ACLED or UCDP writes it.
        other: another.
        vague: likeness where one of them is unidentified.
    """
    first, second = _who(one), _who(other)
    if first == second:
        return 1.0
    if {first, second} & _crowds():
        return 0.0
    if _UNIDENTIFIED in (first, second):
        return vague
    known = (first.startswith("="), second.startswith("="))
    if all(known):
        return 1.0 if related(first[1:], second[1:]) else 0.0
    text = [_BRACKETS.sub("", name).lower() for name in (one, other)]
    # names that have half their letters in common have them by chance
    return max(0.0, float(fuzz.token_set_ratio(*text)) / 50 - 1)


@lru_cache(maxsize=65_536)
def _who(name: str) -> str:
    """Whom a name means: "=" and an id of the registry, "unidentified", or plain words.

    A name for all rebels of a country may mean any of their groups, so that it is unidentified.
    """
    plain = _BRACKETS.sub("", name).strip()
    if plain.lower() in _crowds():
        return plain.lower()
    if plain.lower().startswith(_UNIDENTIFIED) or _umbrella().fullmatch(plain):
        return _UNIDENTIFIED
    state = _OF_STATE.match(plain)
    if state is not None and state["organ"] in _organs():
        code = country_code(state["state"]) or country_code(_first_name(name))
        if code is not None:
            return f"=state:{code}"
    aliases = load_registry().aliases
    for part in (plain, *plain.split(": ")):
        found = aliases.get(fold(part))
        if found:
            return f"={root_of(found[0].actor)}"
    return " ".join(fold(plain))


def _first_name(name: str) -> str:
    """The state in "Government of Yemen (North Yemen)", brackets kept as UCDP writes them."""
    return name.partition(" of ")[2]


@cache
def _organs() -> frozenset[str]:
    labels = [branch.acled for branch in load_countries().branches.values()]
    return frozenset([*(label for label in labels if label), "Government"])


@cache
def _crowds() -> frozenset[str]:
    """Names of people who bear no arms, without their country: "civilians", "protesters"."""
    book = load_acled().actors
    kinds = ["civilians", *book.crowds.values()]
    return frozenset(book.names[kind].name.partition(" (")[0].lower() for kind in kinds)


@cache
def _umbrella() -> re.Pattern[str]:
    """The names that ACLED and UCDP have for rebels of no named group."""
    acled = re.escape(load_acled().actors.names["rebels"].name.partition(" (")[0])
    before, _, after = load_ucdp().umbrella.name.partition("{nation}")
    return re.compile(rf"{acled}|{re.escape(before)}\w+{re.escape(after)}")
