"""A store on SQLite and, where TACITUS_TEST_POSTGRES names a server, one on PostgreSQL."""

import os
from uuid import uuid4

import pytest
from sqlalchemy import text

from tacitus.store import open_store
from tacitus.store.connect import Database

POSTGRES = os.environ.get("TACITUS_TEST_POSTGRES")


def _postgres_target():
    if not POSTGRES:
        pytest.skip("TACITUS_TEST_POSTGRES is not set, see scripts/start_postgres.sh")
    join = "&" if "?" in POSTGRES else "?"
    return f"{POSTGRES}{join}schema=t{uuid4().hex}"


def _drop(target):
    database = Database(target)
    with database.writing() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {database.schema} CASCADE"))
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Where a new store can be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "store.db")
        return
    made = _postgres_target()
    yield made
    _drop(made)


@pytest.fixture
def store(target):
    """A new store."""
    with open_store(target) as opened:
        yield opened
