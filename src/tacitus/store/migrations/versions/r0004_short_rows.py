"""Events in short rows with more to ask by, their forms apart, and the sides of their sources."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; it is filled when events are computed next, which is asked for here."""
    op.execute("DELETE FROM events")
    op.execute("DELETE FROM meta WHERE name = 'computed_by'")
    op.create_table(
        "event_forms",
        sa.Column("event", sa.Integer, _of_event(), primary_key=True, autoincrement=False),
        sa.Column("form", sa.JSON(none_as_null=True), nullable=False),
    )
    op.drop_column("events", "form")
    for name in ("first_day", "last_day", "date_precision", "admin1", "disputed"):
        op.add_column("events", sa.Column(name, sa.Text))
    for name in ("precision", "injured_low", "injured_best", "injured_high"):
        op.add_column("events", sa.Column(name, sa.Integer))
    op.add_column("events", sa.Column("radius_km", sa.Float))
    op.add_column("events", sa.Column("sources", sa.Integer, nullable=False, server_default="0"))
    op.add_column(
        "events", sa.Column("edited", sa.Boolean, nullable=False, server_default=sa.false())
    )
    for name in ("first_day", "last_day"):
        op.create_index(op.f(f"ix_events_{name}"), "events", [name])
    for table in ("event_actors", "event_outlets"):
        op.add_column(table, sa.Column("name", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "event_stances",
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("event", sa.Integer, _of_event(), nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    for name in ("event", "stance"):
        op.create_index(op.f(f"ix_event_stances_{name}"), "event_stances", [name])


def _of_event() -> sa.ForeignKey:
    return sa.ForeignKey("events.serial", ondelete="CASCADE")
