"""A store on SQLite and, where TACITUS_TEST_POSTGRES names a server, one on PostgreSQL."""

import os
from uuid import uuid4

import pytest
from sqlalchemy import text

from tacitus.store import open_store
from tacitus.store.connect import Database

POSTGRES = os.environ.get("TACITUS_TEST_POSTGRES")


def postgres_target():
    if not POSTGRES:
        pytest.skip("TACITUS_TEST_POSTGRES is not set, see scripts/start_postgres.sh")
    join = "&" if "?" in POSTGRES else "?"
    return f"{POSTGRES}{join}schema=t{uuid4().hex}"


def drop(target):
    database = Database(target)
    with database.writing() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {database.schema} CASCADE"))
    database.close()


def _targets(kind, folder):
    if kind == "sqlite":
        yield str(folder / "store.db")
        return
    made = postgres_target()
    yield made
    drop(made)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Where a new store can be made."""
    yield from _targets(request.param, tmp_path)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_target(request, tmp_path_factory):
    """The same for the tests of a module that only ask."""
    yield from _targets(request.param, tmp_path_factory.mktemp("store"))


@pytest.fixture
def store(target):
    """A new store."""
    with open_store(target) as opened:
        yield opened
