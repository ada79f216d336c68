"""How reports hang together: marks by which likes are found, and links between reports."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; they are filled when events are computed next, which is asked for here."""
    op.create_table(
        "report_marks",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        _report("report"),
        sa.Column("out_of", sa.Integer),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_marks_report"), "report_marks", ["report"])
    op.create_table(
        "report_links",
        _report("earlier"),
        _report("later"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("earlier_share", sa.Float, nullable=False),
        sa.Column("later_share", sa.Float, nullable=False),
        sa.Column("by", sa.Text),
        sa.Column("page", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_links_later"), "report_links", ["later"])
    op.drop_column("reports", "signature")
    op.execute("DELETE FROM meta WHERE name = 'computed_by'")


def _report(name: str) -> sa.Column[int]:
    return sa.Column(
        name,
        sa.Integer,
        sa.ForeignKey("reports.serial", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
