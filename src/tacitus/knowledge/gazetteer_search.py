"""Looking for places by any of their names in any script, misspelt or in part."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rapidfuzz import fuzz

from tacitus.knowledge.gazetteer import Gazetteer, GazetteerEntry
from tacitus.knowledge.gazetteer_names import fold, script_key
from tacitus.knowledge.geometry import kilometres

#: Least likeness (RapidFuzz ratio, 0 to 100) of a spelling that is shown.
LIKE = 70.0
# Likeness of a spelling that holds the words as a part, from the head of a word or elsewhere.
_PART, _INNER = 90.0, 80.0
# Points of likeness that ten times the people are worth.
_PEOPLE = 2.0
# Spellings that are compared, of those that share trigrams.
_CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place found.

    Attributes:
        entry: the place.
        name: the spelling that fits best.
        likeness: 100 for the very name, less for one that holds or resembles the words.
        km: distance from the point that was asked for; None where none was.
    """

    entry: GazetteerEntry
    name: str
    likeness: float
    km: float | None = None


def search_places(
    gazetteer: Gazetteer,
    words: str,
    *,
    country: str | None = None,
    around: tuple[float, float, float] | None = None,
    most: int = 20,
) -> list[PlaceHit]:
    """The places with a spelling like some words: the very names first, then by likeness and size.

    Args:
        gazetteer: holds the places.
        words: a name, a part of one or an id ("geonames:170063").
        country: ISO 3166 alpha-2 code to look in.
        around: latitude, longitude and kilometres to look within.
        most: how many at the most.
    """
    entry = gazetteer.entry(words)
    if entry is not None:
        return [PlaceHit(entry, words, 100.0)]
    key = script_key(words)
    hits = []
    for place, names in gazetteer.spelled_like(key, _CANDIDATES, country, around).items():
        likeness, name = max((likeness_of(key, script_key(name)), name) for name in names)
        if likeness >= LIKE:
            apart = kilometres(*around[:2], place.lat, place.lon) if around else None
            hits.append(PlaceHit(place, _as_written(place, name), likeness, apart))
    return sorted(hits, key=_rank)[:most]


def likeness_of(wanted: str, key: str) -> float:
    """How alike two keys are: 100 for the same, at least 80 where one holds the wanted one.

    The ratio is RapidFuzz's of the letters (indel distance), in the order of the words or of the
    alphabet, whichever is better.
    """
    if wanted == key:
        return 100.0
    alike = max(fuzz.ratio(wanted, key), fuzz.token_sort_ratio(wanted, key))
    part = 0.0
    if wanted in key:
        part = _PART if f" {wanted}" in f" {key}" else _INNER
    return min(99.0, max(alike, part))


def _rank(hit: PlaceHit) -> tuple[bool, float, int]:
    size = _PEOPLE * math.log10(hit.entry.population + 1)
    return hit.likeness < 100, -(hit.likeness + size), hit.entry.row


def _as_written(entry: GazetteerEntry, key: str) -> str:
    """The spelling of a key with its capitals and marks."""
    return next((name for name in entry.names if fold(name) == key), key)
