"""The tables of accounts, the same on SQLite and PostgreSQL.

They are no part of the store. A store is handed on as data, and hashes of passwords must not go
with it; several stores may have the same users; and a request that signs somebody in must not wait
until a store has computed its events.

Nothing that opens the desk is kept as it is: of session ids, tokens and passwords there are hashes
alone, and of the names that somebody tried to sign in by, too, since passwords are typed there.
"""

from __future__ import annotations

import sqlalchemy as sa

from tacitus.store.schema import NAMES

metadata = sa.MetaData(naming_convention=NAMES)


def _of_user() -> sa.Column[str]:
    return sa.Column("user", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)


#: Values by name: the key that CSRF tokens are made with.
meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    _of_user(),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Index("ix_sessions_user", "user"),
)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    _of_user(),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("ends_at", sa.Text, nullable=False),
    sa.Column("used_at", sa.Text),
    sa.Column("revoked_at", sa.Text),
    sa.Index("ix_tokens_user", "user"),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("account", sa.Text, nullable=False, index=True),
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("passed", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)

#: What was done to users, sessions and tokens; only grows.
deeds = sa.Table(
    "deeds",
    metadata,
    sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("detail", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
