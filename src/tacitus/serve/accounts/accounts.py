"""Users, their sessions and their tokens, at rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from tacitus.records import TacitusError
from tacitus.serve.accounts.schema import meta
from tacitus.serve.accounts.secrets import new_secret
from tacitus.serve.accounts.sessions import Sessions
from tacitus.serve.accounts.tokens import Tokens
from tacitus.serve.accounts.users import Users
from tacitus.store.connect import Database
from tacitus.store.migrate import Tables, prepare

#: The last revision in ``migrations/versions``.
HEAD = "0001"
ACCOUNTS = Tables(
    HEAD,
    "tacitus.serve.accounts:migrations",
    0x54414355,  # "TACU"
    postgis=False,
    noun="user-file",
    make="Make one with `tacitus users add NAME --role admin`.",
)


def accounts_target(store: str, file: Path | str | None = None) -> str:
    """Where accounts are kept: beside an SQLite store, or in a schema of their own on PostgreSQL.

    Args:
        store: file or URL of the store.
        file: where something else was asked for.
    """
    if file is not None:
        return str(file)
    if "://" not in store:
        return f"{store}.accounts"
    database = Database(store)
    database.close()
    if database.path is not None:
        return f"{database.path}.accounts"
    url = sa.engine.make_url(store)
    schema = f"{database.schema}_accounts"
    return url.set(query={**url.query, "schema": schema}).render_as_string(hide_password=False)


def open_accounts(
    target: str | Path,
    *,
    create: bool = True,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Accounts:
    """Open the accounts of a desk, make them where there are none, bring earlier ones up to date.

    Args:
        target: as ``accounts_target`` gives it.
        create: whether they are made where there are none.
        clock: gives this moment, in UTC.

    Raises:
        TacitusError: ``no-user-file``, ``not-a-user-file``; as ``open_store``.
    """
    database = Database(target)
    try:
        if create and database.path is not None and not database.path.exists():
            _private(database.path)
        prepare(database, tables=ACCOUNTS, create=create)
    except BaseException:
        database.close()
        raise
    return Accounts(database, clock)


def _private(path: Path) -> None:
    """An empty file that its owner alone can read; SQLite's files beside it are made like it."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise TacitusError(
            "store-unwritable",
            f"{path}: cannot be made ({error.strerror}).",
            "Give yourself the right to write to its folder.",
        ) from error


class Accounts(Users, Sessions, Tokens):
    """Users, sessions and tokens; opened with ``open_accounts``.

    What a method that changes something returns is committed.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Path or URL, without a password."""
        return self.database.name

    def close(self) -> None:
        """Give up the connections."""
        self.database.close()

    def key(self) -> str:
        """The desk's own secret, made when it is first asked for."""
        asked = sa.select(meta.c.value).where(meta.c.name == "csrf")
        with self.database.reading() as connection:
            found = connection.execute(asked).scalar()
        if found is not None:
            return str(found)
        with self.database.writing() as connection:
            found = connection.execute(asked).scalar()
            if found is None:
                found = new_secret()
                connection.execute(sa.insert(meta), {"name": "csrf", "value": found})
            return str(found)
