"""A store of many made events in little time: made claims put together once, and told again.

Putting 60,000 claims together takes long, and is measured elsewhere. How fast a store answers hangs
on its rows: here the reports, claims and events of a thousand made claims are written again under
new ids, each time of other days and places near by.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.speed_store import coded_reports
from tacitus.store import Store, open_store
from tacitus.store.connect import Database
from tacitus.store.schema import claims as claim_rows
from tacitus.store.schema import (
    event_actors,
    event_claims,
    event_forms,
    event_outlets,
    event_review,
    event_stances,
    events,
)
from tacitus.store.schema import reports as report_rows

_GROUP = 100
_DAYS = 11
# degrees by which places move each time, and over how many they are spread
_STEP, _SPREAD = 0.037, 29
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TABLES = (
    report_rows,
    claim_rows,
    events,
    event_forms,
    event_claims,
    event_actors,
    event_outlets,
    event_stances,
    event_review,
)
Row = dict[str, Any]


def make_store(path: Path, wanted: int, *, claims: int = 1200, seed: int = 1) -> Store:
    """A new SQLite store of at least so many events.

    Args:
        path: of its file.
        wanted: how many events.
        claims: how many made claims are put together once; the others are told again.
        seed: of chance.
    """
    with open_store(path) as store:
        for _ in store.add_all(coded_reports(make_claims(claims, seed)), group=_GROUP):
            pass
        store.refresh()
        made = store.counts().events
    database = Database(path)
    with database.writing() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in _TABLES
        }
        for times in range(1, -(-wanted // made)):
            _tell_again(connection, rows, times)
    database.close()
    return open_store(path, create=False)


def _tell_again(connection: sa.Connection, rows: Mapping[str, list[Row]], times: int) -> None:
    """All rows once more under new numbers and ids."""
    mark = f".{times}"
    known = "|".join(re.escape(row["id"]) for row in rows["reports"])
    report = re.compile(rf'(?<=")({known})(?=["#])') if known else re.compile(r"(?!)")
    highest = {
        name: max((row["serial"] for row in held), default=0)
        for name, held in rows.items()
        if held and "serial" in held[0]
    }
    changed: dict[str, Callable[[Any], Any]] = {
        "key": lambda key: key.replace("#", f"{mark}#", 1),
        "claim": lambda key: key.replace("#", f"{mark}#", 1),
        "component": lambda key: key.replace("#", f"{mark}#", 1),
        "form": lambda form: _form(form, report, mark, times),
        "lat": lambda lat: _moved(lat, times, 85.0),
        "lon": lambda lon: _moved(lon, times, 179.0),
        **dict.fromkeys(
            ("start", "end", "first_day", "last_day", "published"), lambda day: _later(day, times)
        ),
    }
    for table in _TABLES:
        made = []
        for row in rows[table.name]:
            new = {
                name: changed[name](value) if name in changed and value is not None else value
                for name, value in row.items()
            }
            if "serial" in new:
                new["serial"] += times * highest[table.name]
            if "event" in new:
                new["event"] += times * highest["events"]
            if table is claim_rows:
                new["report"] += times * highest["reports"]
            if table is report_rows:
                new["id"] += mark
            if table is events:
                new["id"] = _event_id(new["id"], times)
            made.append(new)
        if made:
            connection.execute(sa.insert(table), made)
    places = sa.text(
        "INSERT INTO event_places (event, south, north, west, east)"
        " SELECT serial, lat, lat, lon, lon FROM events WHERE serial > :last"
        " AND serial <= :next AND lat IS NOT NULL AND precision IS NOT NULL"
    )
    last = times * highest["events"]
    connection.execute(places, {"last": last, "next": last + highest["events"]})


def _form(form: Any, report: re.Pattern[str], mark: str, times: int) -> Any:
    """A form with the ids of its reports, its days and its own id changed."""
    text = report.sub(rf"\g<1>{mark}", json.dumps(form))
    made = json.loads(text)
    for name in ("start", "end", "published"):
        if isinstance(made.get(name), str):
            made[name] = _later(made[name], times)
    if "bonds" in made:
        made["id"] = _event_id(made["id"], times)
    return made


def _event_id(name: str, times: int) -> str:
    """An id of the same form and moment."""
    digest = hashlib.blake2b(f"{name}.{times}".encode(), digest_size=10).digest()
    number = int.from_bytes(digest, "big")
    signs = "".join(_ALPHABET[number >> 5 * at & 31] for at in range(16))
    return f"{name[:10]}{signs}"


def _later(day: str, times: int) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=_DAYS * times)).isoformat()


def _moved(degrees: float, times: int, most: float) -> float:
    return min(degrees + _STEP * (times % _SPREAD), most)
