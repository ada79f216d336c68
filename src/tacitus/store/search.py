"""What differs by database: words of reports and points of events, and how they are searched.

On SQLite an FTS5 table over titles and texts, kept in step by triggers, and an R*Tree of points; on
PostgreSQL a tsvector and a PostGIS geography, each with an index.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tacitus.knowledge.geometry import EARTH_KM
from tacitus.records import TacitusError
from tacitus.store.schema import events

# PostgreSQL's words of one text may take a megabyte; a report is coded as far as 200,000 characters
_INDEXED = 400_000
_PART = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
_WORD = re.compile(r"[^\W_]+")
# made by the migrations
_CONFIGURATION = "report_words"

_report_text = sa.table("report_text", sa.column("report"), sa.column("words"))
_event_places = sa.table(
    "event_places",
    *map(sa.column, ("event", "south", "north", "west", "east", "point")),
)


@dataclass(frozen=True, slots=True)
class Near:
    """A circle on the globe.

    Attributes:
        lat, lon: its centre, degrees WGS 84.
        km: its radius.
    """

    lat: float
    lon: float
    km: float


def index_report(connection: sa.Connection, report: int, title: str | None, text: str) -> None:
    """File a report's words; on SQLite triggers have done it.

    Args:
        connection: writes to the store.
        report: the report's serial number.
        title: its headline, or None.
        text: its text.
    """
    if connection.dialect.name == "sqlite":
        return
    words = sa.func.to_tsvector(_CONFIGURATION, _folded(f"{title or ''}\n{text}"[:_INDEXED]))
    connection.execute(sa.delete(_report_text).where(_report_text.c.report == report))
    connection.execute(sa.insert(_report_text).values(report=report, words=words))


def index_places(connection: sa.Connection, points: Sequence[tuple[int, float, float]]) -> None:
    """File where events are.

    Args:
        connection: writes to the store.
        points: the event's serial number, under which no place is filed yet, and the degrees of
            latitude and longitude, for each.
    """
    if not points:
        return
    if connection.dialect.name == "sqlite":
        boxes = [
            {"event": event, "south": lat, "north": lat, "west": lon, "east": lon}
            for event, lat, lon in points
        ]
        connection.execute(sa.insert(_event_places), boxes)
        return
    # what PostGIS reads as a point of WGS 84
    texts = [{"event": event, "point": f"POINT({lon} {lat})"} for event, lat, lon in points]
    connection.execute(sa.insert(_event_places), texts)


def holding(dialect: str, words: str) -> sa.ColumnElement[bool]:
    """Whether a report (by ``reports.serial``, to be compared with the result's only column).

    Args:
        dialect: name of the database's kind.
        words: words that must all stand in the report, in any form (strike, strikes); "several
            words" in quotes stand together, -word or -"several words" do not stand in it.

    Returns:
        A select of the serial numbers of the reports that fit.

    Raises:
        TacitusError: ``bad-query`` where no word is sought.
    """
    wanted, unwanted = _parts(words)
    if not wanted:
        raise TacitusError(
            "bad-query", f"{words!r}: no word to look for.", "Give at least one word without -."
        )
    if dialect == "sqlite":
        match = " AND ".join(f'"{phrase}"' for phrase in wanted)
        match += "".join(f' NOT "{phrase}"' for phrase in unwanted)
        found = sa.text("SELECT rowid FROM report_text WHERE report_text MATCH :words")
        return found.bindparams(words=match).columns(rowid=sa.Integer)  # type: ignore[return-value]
    signed = [*(("", p) for p in wanted), *(("-", p) for p in unwanted)]
    query = " ".join(f'{sign}"{_folded(phrase)}"' for sign, phrase in signed)
    return sa.select(_report_text.c.report).where(  # type: ignore[return-value]
        _report_text.c.words.op("@@")(sa.func.websearch_to_tsquery(_CONFIGURATION, query))
    )


def _parts(words: str) -> tuple[list[str], list[str]]:
    """Phrases that must stand and that must not, with no sign that a database would read."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for quoted_not, quoted, plain_not, plain in _PART.findall(storable_words(words)):
        phrase = " ".join(_WORD.findall(quoted or plain))
        if phrase:
            (unwanted if quoted_not or plain_not else wanted).append(phrase)
    return wanted, unwanted


def storable_words(words: str) -> str:
    """Words as they are looked for: NUL and halves of surrogate pairs are gaps."""
    return re.sub(r"[\x00\ud800-\udfff]", " ", words)


def _folded(text: str) -> str:
    """Words without diacritics and signs, as SQLite's tokenizer reads them."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def within(dialect: str, near: Near) -> sa.ColumnElement[bool]:
    """Whether an event of the table ``events`` lies within a circle; those without a place do not.

    Args:
        dialect: name of the database's kind.
        near: the circle.
    """
    if dialect != "sqlite":
        reach = sa.func.ST_DWithin(
            _event_places.c.point, _point(near.lat, near.lon), near.km * 1000.0, False
        )
        return events.c.serial.in_(sa.select(_event_places.c.event).where(reach))
    boxes = sa.or_(
        *(
            sa.and_(
                _event_places.c.south <= north,
                _event_places.c.north >= south,
                _event_places.c.west <= east,
                _event_places.c.east >= west,
            )
            for south, north, west, east in _boxes(near)
        )
    )
    distance = sa.func.kilometres(events.c.lat, events.c.lon, near.lat, near.lon)
    return sa.and_(
        events.c.serial.in_(sa.select(_event_places.c.event).where(boxes)), distance <= near.km
    )


def in_box(box: tuple[float, float, float, float]) -> sa.ColumnElement[bool]:
    """Whether an event of the table ``events`` lies within a box; those without a place do not.

    Args:
        box: west, south, east and north in degrees; over the date line where west is greater.
    """
    west, south, east, north = box
    lon = events.c.lon
    wide = lon.between(west, east) if west <= east else sa.or_(lon >= west, lon <= east)
    # a country's middle lies nowhere
    return sa.and_(events.c.lat.between(south, north), wide, events.c.precision.is_not(None))


def _point(lat: float, lon: float) -> sa.ColumnElement[object]:
    return sa.cast(sa.func.ST_SetSRID(sa.func.ST_MakePoint(lon, lat), 4326), _Geography())


class _Geography(sa.types.UserDefinedType[object]):
    """PostGIS' type of points on the globe."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "geography(Point, 4326)"


def _boxes(near: Near) -> list[tuple[float, float, float, float]]:
    """South, north, west and east of what the circle touches; two boxes across the date line."""
    reach = near.km / EARTH_KM
    down = math.degrees(reach)
    south, north = near.lat - down, near.lat + down
    if south <= -90 or north >= 90 or reach >= math.pi / 2:
        return [(max(south, -90.0), min(north, 90.0), -180.0, 180.0)]
    # the widest parallel of a circle lies a little polewards of its centre
    wide = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(math.radians(near.lat)))))
    west, east = near.lon - wide, near.lon + wide
    if west < -180:
        return [(south, north, west + 360, 180.0), (south, north, -180.0, east)]
    if east > 180:
        return [(south, north, west, 180.0), (south, north, -180.0, east - 360)]
    return [(south, north, west, east)]
