"""Connections to a store: one writer at a time, readers that see one state throughout."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import URL, make_url

from tacitus.export.jsonform import json_text
from tacitus.knowledge.geometry import kilometres
from tacitus.records import TacitusError
from tacitus.store.faults import is_busy, told

#: Seconds that a writer waits for another one, which may compute the events of a large store.
PATIENCE = 1800.0
# Seconds within SQLite before Python is asked again, so that Ctrl-C is heard.
_WAIT = 2.0
# Chosen once, so that writers of one store and no others wait for each other on PostgreSQL.
_LOCK = 0x7AC17005
#: Marks an SQLite file as a store of Tacitus ("TACI").
APPLICATION_ID = 0x54414349
#: The PostgreSQL schema that holds the tables where the URL names none.
SCHEMA = "tacitus"


class Database:
    """A database that holds a store.

    Args:
        target: path of an SQLite file, or URL ("sqlite:///reports.db",
            "postgresql://user@host/base", with ``?schema=NAME`` for tables elsewhere than in the
            schema "tacitus").

    Raises:
        TacitusError: ``bad-store-url`` for a URL of another kind, ``no-driver`` where the library
            for PostgreSQL is missing.
    """

    def __init__(self, target: str | Path) -> None:
        url = _url_of(target)
        self.path: Path | None = None
        self.schema: str | None = None
        self.name: str
        if url.get_backend_name() == "sqlite":
            self.path = Path(url.database or "")
            self.name = str(self.path)
            self.engine = _sqlite_engine(url)
        else:
            self.name = url.render_as_string(hide_password=True)
            self.schema = str(url.query.get("schema", SCHEMA))
            self.engine = _postgresql_engine(url, self.schema)
        self.sqlite = self.path is not None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees the store as it is now, whatever others write meanwhile.

        Raises:
            TacitusError: as ``faults.told``.
        """
        level = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        with told(self.name), self.engine.connect() as connection:
            connection = connection.execution_options(**level)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection that alone may write; all of it is committed at the end, or nothing.

        Raises:
            TacitusError: as ``faults.told``; ``store-busy`` when another writer holds the store for
                longer than ``PATIENCE``.
        """
        with told(self.name), self.engine.connect() as connection, self._begun(connection):
            yield connection

    def _begun(self, connection: sa.Connection) -> sa.RootTransaction:
        """The transaction, once no other one writes."""
        if not self.sqlite:
            begun = connection.begin()
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'")
            connection.execute(
                sa.text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"),
                {"lock": _LOCK - (1 << 31)},
            )
            return begun
        connection.execution_options(writes=True)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return connection.begin()
            except exc.OperationalError as error:
                if not is_busy(error) or time.monotonic() > until:
                    raise

    def close(self) -> None:
        """Give up all connections."""
        self.engine.dispose()


def _url_of(target: str | Path) -> URL:
    text = str(target)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        raise _no_url(text.split("://")[0]) from error
    kind = url.drivername.split("+")[0]
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    raise _no_url(kind)


def _no_url(kind: str) -> TacitusError:
    return TacitusError(
        "bad-store-url",
        f"{kind}://...: names no store.",
        "Give the path of a file, sqlite:///FILE or postgresql://USER@HOST/BASE.",
    )


def _sqlite_engine(url: URL) -> sa.Engine:
    engine = sa.create_engine(
        url, json_serializer=json_text, connect_args={"timeout": _WAIT, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _record: Any) -> None:
        # BEGIN is ours (below): the driver would begin late, and not before a change of tables.
        raw.isolation_level = None
        raw.create_function("kilometres", 4, kilometres, deterministic=True)
        raw.execute("PRAGMA foreign_keys = ON")
        # A commit that was acknowledged outlives a loss of power too.
        raw.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL, schema: str) -> sa.Engine:
    if not schema.replace("_", "").isalnum():
        raise TacitusError(
            "bad-store-url", f"{schema!r} is no name of a schema.", "Use letters, digits and _."
        )
    url = url.difference_update_query(["schema"])
    try:
        return sa.create_engine(
            url,
            json_serializer=json_text,
            pool_pre_ping=True,
            connect_args={"options": f"-csearch_path={schema},public"},
        )
    except ImportError as error:
        raise TacitusError(
            "no-driver",
            f"the library for PostgreSQL is missing ({error}).",
            "pip install 'tacitus[postgres]'",
        ) from error
