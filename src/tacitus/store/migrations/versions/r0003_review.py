"""How events stand in the queue of reviewers, and what reviewers who work apart make of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Make the tables; the first is filled when events are computed next, as is asked for here."""
    op.create_table(
        "event_review",
        sa.Column(
            "event",
            sa.Integer,
            sa.ForeignKey("events.serial", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("accepted", sa.Text),
        sa.Column("bond", sa.Float),
        sa.Column("reading", sa.Float),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("form", _JSON, nullable=False),
        sa.Column("opened_by", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("settled_by", sa.Text),
        sa.Column("settled_at", sa.Text),
        sa.Column("decisions", _JSON),
    )
    for table, column in (("round_claims", "claim"), ("round_seats", "reviewer")):
        op.create_table(
            table,
            sa.Column(
                "round",
                sa.Text,
                sa.ForeignKey("rounds.id", ondelete="CASCADE"),
                primary_key=True,
            ),
            sa.Column(column, sa.Text, primary_key=True),
        )
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "assessments",
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("round", sa.Text, sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("form", _JSON, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assessments_round"), "assessments", ["round"])
    _only_grows("assessments")
    op.execute("DELETE FROM meta WHERE name = 'computed_by'")


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
