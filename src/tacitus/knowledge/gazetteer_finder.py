"""Queries of the finder's indexes in one file of the gazetteer: trigrams of names, points."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence

from tacitus.knowledge.geometry import EARTH_KM
from tacitus.records import TacitusError

#: South, north, west and east in degrees.
Box = tuple[float, float, float, float]
# Letters of a run that the index holds.
_RUN = 3
# How many more spellings are looked through where only some places count.
_WIDER = 40
# Degrees by which a box is let out: the index holds its points as 32-bit numbers.
_LOOSE = 1e-4
_LIKE = (
    "SELECT s.key FROM (SELECT rowid FROM trigram WHERE trigram MATCH ? ORDER BY rank LIMIT ?) t"
    " JOIN spelling s ON s.id = t.rowid"
)
_PLACED = (
    "SELECT e.place AS place, k.key AS name FROM k JOIN exact e ON e.key = k.key"
    " UNION ALL SELECT o.place, o.name FROM k JOIN other o ON o.key = k.key"
)


def boxes(lat: float, lon: float, km: float) -> list[Box]:
    """Boxes of degrees that hold the circle around a point; two where it crosses 180 degrees.

    Args:
        lat: degrees north.
        lon: degrees east.
        km: radius of the circle.

    The eastern and western ends are where meridians touch the circle: asin(sin r / cos lat).
    """
    reach = km / EARTH_KM
    degrees = math.degrees(reach) + _LOOSE
    south, north = lat - degrees, lat + degrees
    if south <= -90 or north >= 90:
        return [(max(south, -90), min(north, 90), -180, 180)]
    ratio = math.sin(min(reach, math.pi / 2)) / math.cos(math.radians(lat))
    half = math.degrees(math.asin(min(1.0, ratio))) + _LOOSE
    west, east = lon - half, lon + half
    if west < -180:
        return [(south, north, west + 360, 180), (south, north, -180, east)]
    if east > 180:
        return [(south, north, west, 180), (south, north, -180, east - 360)]
    return [(south, north, west, east)]


def inside(base: sqlite3.Connection, around: Sequence[Box]) -> Iterator[tuple[int, float, float]]:
    """Row, latitude and longitude of the places in some boxes.

    Args:
        base: one file of the gazetteer.
        around: from ``boxes``.
    """
    for south, north, west, east in around:
        yield from base.execute(
            "SELECT p.id, p.lat, p.lon FROM point r JOIN place p ON p.id = r.id"
            " WHERE r.north >= ? AND r.south <= ? AND r.east >= ? AND r.west <= ?",
            (south, north, west, east),
        )


def spelled_like(
    base: sqlite3.Connection,
    key: str,
    most: int,
    country: str | None = None,
    around: Sequence[Box] | None = None,
) -> Iterator[tuple[int, str]]:
    """Rows of places with a spelling like one, with that spelling (its key, or other script).

    Candidates only: those that hold the whole key, and those that share most of its trigrams by
    FTS5's BM25. A key too short for a trigram is looked up as it is.

    Args:
        base: one file of the gazetteer.
        key: what ``script_key`` gave.
        most: spellings of each kind.
        country: alpha-2 code of the country that the places lie in.
        around: boxes that they lie in.
    """
    runs = list(dict.fromkeys(f'"{key[n : n + _RUN]}"' for n in range(len(key) - _RUN + 1)))
    rows = None if around is None else {row for row, _, _ in inside(base, around)}
    number = most if country is None and rows is None else most * _WIDER
    if runs:
        asked = [
            (match, number) for match in dict.fromkeys((" AND ".join(runs), " OR ".join(runs)))
        ]
    else:
        asked = [(key, 1)]
    query = (
        f"WITH k AS ({_LIKE if runs else 'SELECT ? AS key LIMIT ?'})"  # noqa: S608 all our own
        f" SELECT f.place, f.name FROM ({_PLACED}) f JOIN place p ON p.id = f.place"
        " WHERE ?3 IS NULL OR p.country = ?3"
    )
    for match, limit in asked:
        try:
            found = base.execute(query, (match, limit, country)).fetchall()
        except sqlite3.OperationalError as error:
            raise TacitusError(
                "no-finder",
                f"Names cannot be searched with SQLite {sqlite3.sqlite_version} ({error}).",
                "Use a Python with SQLite 3.34 or later and build the gazetteer again.",
            ) from error
        yield from ((row, name) for row, name in found if rows is None or row in rows)
