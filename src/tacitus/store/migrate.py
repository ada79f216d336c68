"""Making a store, and bringing one of an earlier version to today's tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tacitus.records import TacitusError
from tacitus.store.connect import APPLICATION_ID, PATIENCE, Database
from tacitus.store.faults import told

#: The last revision in ``migrations/versions``.
HEAD = "0005"
_HEADER = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables that are kept up to date by migrations.

    Attributes:
        head: their last revision.
        scripts: where the migrations lie, as Alembic takes it.
        mark: tells an SQLite file that holds them from those of other programs.
        postgis: whether they need PostGIS.
        noun: what a database with them is called in messages.
        make: what makes them, said where there are none.
    """

    head: str
    scripts: str
    mark: int
    postgis: bool
    noun: str
    make: str


STORE = Tables(
    HEAD,
    "tacitus.store:migrations",
    APPLICATION_ID,
    postgis=True,
    noun="store",
    make="Make one with `tacitus ingest REPORTS --store`.",
)


def prepare(
    database: Database,
    *,
    tables: Tables = STORE,
    create: bool = True,
    begun: Callable[[sa.Connection, str | None], None] | None = None,
) -> None:
    """Make the store's tables, or bring them up to date.

    Args:
        database: where.
        tables: which.
        create: whether a store is made where there is none.
        begun: called when tables were made or changed, within the same transaction, with the
            revision that they had before, None where there were none.

    Raises:
        TacitusError: ``no-store`` when there is none and none is to be made, ``not-a-store`` when
            what is there belongs to another program, ``newer-store`` when a later version of
            Tacitus wrote it; otherwise as ``faults.told``.
    """
    if database.path is not None:
        _check_file(database.path, tables, create)
        with told(database.name):
            _write_ahead(database.path)
    with database.reading() as connection:
        revision = _revision(connection, database, tables)
    if revision == tables.head:
        return
    if revision is None and not create:
        raise _none(database.name, tables)
    if not database.sqlite:
        _prepare_server(database, postgis=tables.postgis)
    with database.writing() as connection:
        # Another process may have been first.
        revision = _revision(connection, database, tables)
        if revision == tables.head:
            return
        _upgrade(connection, database, tables, revision)
        if begun is not None:
            begun(connection, revision)


def _check_file(path: Path, tables: Tables, create: bool) -> None:
    try:
        if path.is_dir():
            raise TacitusError(
                "not-a-store",
                f"{path}: is a folder.",
                f"Name a file in it, like {path}/tacitus.db.",
            )
        if not path.exists():
            if not create:
                raise _none(str(path), tables)
            if not path.absolute().parent.is_dir():
                raise TacitusError(
                    "store-unwritable",
                    f"{path}: its folder is not there.",
                    f"mkdir -p {path.parent}",
                )
            return
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise TacitusError(
            "store-unwritable",
            f"{path}: cannot be read ({error.strerror}).",
            "Give yourself the right to read and write it and its folder.",
        ) from error
    if head not in (b"", _HEADER):
        raise _not_ours(str(path), tables)


def _none(name: str, tables: Tables) -> TacitusError:
    return TacitusError(f"no-{tables.noun}", f"{name}: there is no {tables.noun}.", tables.make)


def _not_ours(name: str, tables: Tables) -> TacitusError:
    return TacitusError(
        f"not-a-{tables.noun}",
        f"{name}: is no {tables.noun} of Tacitus, or is damaged; nothing was changed.",
        "Give another file, or another schema with ?schema=NAME.",
    )


def _write_ahead(path: Path) -> None:
    """Readers and a writer do not wait for each other then; it stays so in the file."""
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            connection.execute("PRAGMA journal_mode = WAL")


def _revision(connection: sa.Connection, database: Database, tables: Tables) -> str | None:
    """Revision of the tables, None where there are none.

    Raises:
        TacitusError: ``not-a-store`` where there are tables of another program.
    """
    there = sa.inspect(connection).get_table_names(schema=database.schema)
    if not there:
        return None
    if database.sqlite:
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark != tables.mark:
            raise _not_ours(database.name, tables)
    if "alembic_version" not in there or "meta" not in there:
        raise _not_ours(database.name, tables)
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is None:
        raise _not_ours(database.name, tables)
    return str(revision)


def _prepare_server(database: Database, *, postgis: bool) -> None:
    """The schema and PostGIS, each in a transaction of its own that may find them made."""
    with database.writing() as connection:
        connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{database.schema}"')
    if not postgis:
        return
    with database.writing() as connection:
        has = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_extension WHERE extname = 'postgis'"
        ).scalar()
        if has:
            return
        try:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public")
        except sa.exc.DBAPIError as error:
            raise TacitusError(
                "no-postgis",
                f"{database.name}: the database has no PostGIS"
                f" ({' '.join(str(error.orig).split())}).",
                "Install postgresql-15-postgis-3 on the server and let an administrator run"
                " CREATE EXTENSION postgis in the database.",
            ) from error


def _upgrade(
    connection: sa.Connection, database: Database, tables: Tables, revision: str | None
) -> None:
    # Alembic takes a while to import and is only needed here.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    settings = Config()
    settings.set_main_option("script_location", tables.scripts)
    settings.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(settings).walk_revisions()}
    if revision is not None and revision not in known:
        raise TacitusError(
            f"newer-{tables.noun}",
            f"{database.name}: a later version of Tacitus wrote it (tables {revision},"
            f" this version knows up to {tables.head}).",
            "pip install --upgrade tacitus",
        )
    if database.sqlite:
        connection.exec_driver_sql(f"PRAGMA application_id = {tables.mark}")
    command.upgrade(settings, "head")
