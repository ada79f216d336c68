"""What accounts are made of: a database, a clock, a record of what was done."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tacitus.records import TacitusError
from tacitus.serve.accounts.people import Deed, User
from tacitus.serve.accounts.roles import Role
from tacitus.serve.accounts.schema import deeds, sessions, users
from tacitus.serve.accounts.secrets import kept
from tacitus.store.connect import Database
from tacitus.store.forms import moment_of, storable

#: Characters that a user's name may have.
LONGEST_NAME = 64


class Base:
    """What users, sessions and tokens share.

    Args:
        database: where they are kept.
        clock: gives this moment, in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock

    def note(
        self,
        connection: sa.Connection,
        kind: str,
        by: str,
        subject: str | None,
        detail: dict[str, Any],
    ) -> None:
        """Write down what was done, in the transaction that does it.

        Args:
            connection: writes to the tables of accounts.
            kind: of ``Deed``.
            by: who does it.
            subject: name of the user it is done to.
            detail: further facts.
        """
        connection.execute(
            sa.insert(deeds).values(
                at=moment_of(self.clock()),
                kind=kind,
                by=by,
                subject=subject,
                detail=json.dumps(detail, ensure_ascii=False),
            )
        )

    def deeds(
        self, *, who: str | None = None, kind: str | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[list[Deed], int]:
        """What was done to users, sessions and tokens, the latest first.

        Args:
            who: name of whoever did it or whom it was done to.
            kind: of deed.
            limit: how many lines.
            offset: how many are passed over.

        Returns:
            The lines, and how many there are in all.
        """
        held: list[sa.ColumnElement[bool]] = []
        if who:
            held.append(sa.or_(deeds.c.by == folded(who), deeds.c.subject == folded(who)))
        if kind:
            held.append(deeds.c.kind == kind)
        asked = sa.select(deeds).where(*held).order_by(deeds.c.serial.desc())
        with self.database.reading() as connection:
            total = connection.execute(
                sa.select(sa.func.count()).select_from(deeds).where(*held)
            ).scalar_one()
            rows = connection.execute(asked.limit(limit).offset(offset)).mappings()
            return [Deed(**{**row, "detail": json.loads(row["detail"])}) for row in rows], int(
                total
            )


def folded(name: str) -> str:
    """A name as it is kept and compared: case and forms of characters do not count."""
    return unicodedata.normalize("NFKC", storable(name)).strip().casefold()


def user_of(row: Any) -> User:
    """The user of a row."""
    return User(row["id"], row["name"], Role(row["role"]), bool(row["disabled"]), row["created_at"])


def row_of(connection: sa.Connection, name: str) -> Any:
    """The row of a user by folded name, or None."""
    return connection.execute(sa.select(users).where(users.c.name == name)).mappings().one_or_none()


def found(connection: sa.Connection, name: str) -> User:
    """A user by name.

    Raises:
        TacitusError: ``no-such-user``.
    """
    row = row_of(connection, folded(name))
    if row is None:
        raise TacitusError(
            "no-such-user", f"there is no user {name!r}.", "`tacitus users list` shows them."
        )
    return user_of(row)


def change(connection: sa.Connection, user: User, **values: Any) -> None:
    """Set columns of a user."""
    connection.execute(sa.update(users).where(users.c.id == user.id).values(**values))


def end_sessions(connection: sa.Connection, user: str, keep: str | None = None) -> None:
    """End the sessions of a user, but for one that is kept."""
    mine = sessions.c.user == user
    others = sessions.c.hash != kept(keep) if keep is not None else sa.true()
    connection.execute(sa.delete(sessions).where(mine, others))
