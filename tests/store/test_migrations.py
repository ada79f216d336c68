"""Tables made and brought up to date, and stores that this version cannot take."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from helpers.stored import shelling

import tacitus.store.migrations
from tacitus.export.eventform import event_to_json
from tacitus.records import TacitusError
from tacitus.store import EventQuery, open_store
from tacitus.store.connect import APPLICATION_ID, Database
from tacitus.store.migrate import HEAD
from tacitus.store.query import NO_SIDE
from tacitus.store.schema import metadata


def test_the_migrations_make_the_tables_of_the_schema(target):
    open_store(target).close()
    database = Database(target)
    with database.reading() as connection:

        def ours(thing, name, kind, *_):
            return kind != "table" or name in metadata.tables

        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": ours}
        )
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_head_is_the_last_migration():
    folder = Path(tacitus.store.migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_events_of_a_store_of_the_first_version_are_computed_as_in_a_new_one(target, tmp_path):
    coded = [
        shelling("a", outlet="SANA", injured=(5, 9), attribution=("SANA",)),
        shelling("b", start="2017-04-03", end=None, place=None, initiators=("rebels",)),
    ]
    database = Database(target)
    if not database.sqlite:
        with database.writing() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {database.schema}")
    with open_store(tmp_path / "new.db") as new, database.writing() as connection:
        assert all(added.outcome == "new" for added in new.add_all(coded))
        events = list(new.events())
        _first_version(connection, database)
        with new._database.reading() as rows:
            for name in ("meta", "reports", "claims", "aliases"):
                _copy(rows, connection, metadata.tables[name])
        serial, form = 1, event_to_json(events[0])
        connection.execute(
            sa.text(
                "INSERT INTO events (serial, id, form, type, contested, support, factuality,"
                " aggregate, rejected, reports) VALUES (:serial, :id, :form, 'x', '', 'x', 'x',"
                " :no, :no, 1)"
            ),
            {"serial": serial, "id": events[0].id, "form": json.dumps(form), "no": False},
        )
    database.close()
    with open_store(target, create=False) as store:
        assert [entry.kind for entry in store.log()] == ["migrate"]
        assert store.stale
        assert list(store.events()) == events
        sides = {source.stance or NO_SIDE for event in events for source in event.sources}
        assert len(sides) == 2
        assert [store.count(EventQuery(stance=(side,))) for side in sides] == [1, 1]


def _first_version(connection, database):
    settings = Config()
    settings.set_main_option("script_location", "tacitus.store:migrations")
    settings.attributes["connection"] = connection
    if database.sqlite:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    command.upgrade(settings, "0001")


def _copy(here, there, table):
    rows = [dict(row) for row in here.execute(sa.select(table)).mappings()]
    there.execute(sa.insert(table), rows)


def test_opening_again_changes_nothing(target):
    with open_store(target) as store:
        store.add(shelling("a"))
        before = list(store.log())
    with open_store(target) as store:
        assert list(store.log()) == before
        assert store.counts().reports == 1


def test_a_store_is_made_only_where_one_is_wanted(target):
    for _ in range(2):
        with pytest.raises(TacitusError) as told:
            open_store(target, create=False)
        assert told.value.problem.code == "no-store"
    open_store(target).close()
    open_store(target, create=False).close()


def test_a_store_of_a_later_version_is_refused(target):
    open_store(target).close()
    database = Database(target)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(TacitusError) as told:
        open_store(target)
    assert told.value.problem.code == "newer-store"
    assert "9999" in str(told.value)


def test_a_database_of_another_program_is_refused_and_left_alone(target):
    database = Database(target)
    if not database.sqlite:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {database.schema}")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE reports (id integer)")
    with pytest.raises(TacitusError) as told:
        open_store(target)
    assert told.value.problem.code == "not-a-store"
    with database.reading() as connection:
        assert sa.inspect(connection).get_table_names(schema=database.schema) == ["reports"]
    database.close()


def test_other_tables_of_a_database_are_let_be(target):
    database = Database(target)
    if database.sqlite:
        pytest.skip("a file holds one store and nothing else")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS public.reports (id integer)")
    try:
        with open_store(target) as store:
            store.add(shelling("a"))
            assert store.counts().reports == 1
    finally:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE public.reports")
        database.close()


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_paths_and_urls_of_files(tmp_path, form):
    path = tmp_path / "a store.db"
    with open_store(form.format(path)) as store:
        assert store.name == str(path)
    assert path.exists()
    with open_store(path) as store:
        assert store.counts().reports == 0


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "store.db"
    path.touch()
    with open_store(path) as store:
        assert store.counts().reports == 0


def test_a_store_half_made_is_made_anew(tmp_path):
    """What a kill in the first moment leaves: a file in the right mode without a table."""
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with open_store(path) as store:
        store.add(shelling("a"))


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "http://x/store", "postgresql://:x:y"]
)
def test_other_urls_are_refused(url):
    with pytest.raises(TacitusError) as told:
        open_store(url)
    assert told.value.problem.code == "bad-store-url"


def test_a_schema_with_an_odd_name_is_refused():
    with pytest.raises(TacitusError) as told:
        open_store("postgresql://x@/y?schema=a;drop")
    assert told.value.problem.code == "bad-store-url"


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(TacitusError) as told:
        open_store("postgresql://someone:secret@127.0.0.1:1/base?connect_timeout=2")
    assert told.value.problem.code == "store-unreachable"
    assert "secret" not in str(told.value)


def test_a_database_that_is_not_there_is_told(target):
    if Database(target).sqlite:
        pytest.skip("a file is made where there is none")
    with pytest.raises(TacitusError) as told:
        open_store(target.replace("/tacitus?", "/nowhere?"))
    assert told.value.problem.code == "store-unreachable"
    assert "nowhere" in str(told.value)
