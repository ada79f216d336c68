"""Errors of the databases told as errors of Tacitus, each with what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from tacitus.records import TacitusError

_ROOM = "Make room and run the same again: what was acknowledged is kept, the rest is taken anew."
_DAMAGED = "Take the last good copy of it, or make a new store and ingest the reports again."

#: What SQLite's result codes mean for a store, by how the name of the code begins; the first that
#: fits counts. https://www.sqlite.org/rescode.html
_SQLITE = (
    ("SQLITE_FULL", "store-full", "there is no room left to write to", _ROOM),
    ("SQLITE_IOERR_WRITE", "store-full", "it cannot grow further", _ROOM),
    ("SQLITE_NOTADB", "not-a-store", "it is no store of Tacitus, or damaged", _DAMAGED),
    ("SQLITE_CORRUPT", "store-damaged", "it is damaged", _DAMAGED),
    ("SQLITE_FORMAT", "store-damaged", "it is damaged", _DAMAGED),
    (
        "SQLITE_READONLY",
        "store-unwritable",
        "it cannot be written to",
        "Give yourself the right to write to the file and its folder, or copy it elsewhere.",
    ),
    (
        "SQLITE_CANTOPEN",
        "store-unwritable",
        "it cannot be opened or made",
        "Give a file in a folder that is there and can be written to.",
    ),
    (
        "SQLITE_BUSY",
        "store-busy",
        "another run writes to it and does not end",
        "Wait for the other run to end, or end it, and run the same again.",
    ),
    (
        "SQLITE_IOERR",
        "store-unreadable",
        "the disk that holds it fails",
        "See whether the disk is whole and still there, then run the same again.",
    ),
)

#: The same for PostgreSQL's codes, https://www.postgresql.org/docs/15/errcodes-appendix.html
_POSTGRESQL = (
    ("53100", "store-full", "the server has no room left on its disk", _ROOM),
    (
        "55P03",
        "store-busy",
        "another run writes to it and does not end",
        "Wait for the other run to end, or end it, and run the same again.",
    ),
    ("42501", "store-unwritable", "the right to write to it is missing", "Ask for that right."),
    ("25006", "store-unwritable", "it cannot be written to", "Ask for the server that can."),
    ("XX001", "store-damaged", "it is damaged", _DAMAGED),
    ("XX002", "store-damaged", "an index of it is damaged", "Run REINDEX on the database."),
)
_GONE = (
    "store-unreachable",
    "the database cannot be reached",
    "See whether the server runs, has that database (createdb) and lets you in, and try again.",
)


@contextmanager
def told(target: str) -> Iterator[None]:
    """Errors of the database within the block are raised as errors of Tacitus.

    Args:
        target: the store, for messages; without a password.

    Raises:
        TacitusError: ``store-full``, ``store-damaged``, ``not-a-store``, ``store-unwritable``,
            ``store-busy``, ``store-unreadable``, ``store-unreachable`` or ``store-fault``.
    """
    try:
        yield
    except exc.DBAPIError as error:
        raise _error_of(error.orig, target) from error
    except sqlite3.Error as error:
        raise _error_of(error, target) from error


def is_busy(error: exc.DBAPIError) -> bool:
    """Whether another writer holds the SQLite file, so that trying again can help."""
    return _sqlite_name(error.orig).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _sqlite_name(cause: BaseException | None) -> str:
    return getattr(cause, "sqlite_errorname", "")


def _error_of(error: BaseException | None, target: str) -> TacitusError:
    lite = isinstance(error, sqlite3.Error)
    code = _sqlite_name(error) if lite else getattr(error, "sqlstate", None) or ""
    cause = " ".join(str(error).split())
    for head, name, what, fix in _SQLITE if lite else _POSTGRESQL:
        if code.startswith(head):
            return TacitusError(name, f"{target}: {what} ({cause}).", fix)
    # psycopg has no code for what fails before it is let in
    if not lite and not code:
        name, what, fix = _GONE
        return TacitusError(name, f"{target}: {what} ({cause}).", fix)
    return TacitusError(
        "store-fault",
        f"{target}: the database refuses ({cause}).",
        "This is a fault of Tacitus: please report it.",
    )
