"""Users, sessions, tokens, attempts to sign in, and what was done to them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, **({"nullable": False} | more))


def _of_user() -> sa.Column[Any]:
    return sa.Column("user", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    """Make all tables."""
    op.create_table("meta", _text("name", primary_key=True), _text("value"))
    op.create_table(
        "users",
        _text("id", primary_key=True),
        _text("name", unique=True),
        _text("role"),
        _text("password"),
        sa.Column("disabled", sa.Boolean, nullable=False),
        _text("created_at"),
    )
    op.create_table(
        "sessions",
        _text("hash", primary_key=True),
        _of_user(),
        *map(_text, ("created_at", "seen_at", "address", "agent")),
    )
    op.create_table(
        "tokens",
        _text("id", primary_key=True),
        _text("hash", unique=True),
        _of_user(),
        *map(_text, ("label", "role", "created_at", "ends_at")),
        _text("used_at", nullable=True),
        _text("revoked_at", nullable=True),
    )
    op.create_table(
        "attempts",
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
        *map(_text, ("at", "account", "address")),
        sa.Column("passed", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deeds",
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
        *map(_text, ("at", "kind", "by")),
        _text("subject", nullable=True),
        _text("detail"),
        sqlite_autoincrement=True,
    )
    for table, column in (
        ("sessions", "user"),
        ("tokens", "user"),
        ("attempts", "at"),
        ("attempts", "account"),
        ("attempts", "address"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    _only_grows("deeds")


def _only_grows(table: str) -> None:
    """Triggers that refuse to change or take away a row."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} only grows'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
    )
