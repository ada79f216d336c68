"""What reports say binds two actors, in rows."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; who opens the store fills it from the reports, see ``store.relating``."""
    op.create_table(
        "report_relations",
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "report",
            sa.Integer,
            sa.ForeignKey("reports.serial", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("claim", sa.Text),
        sa.Column("relation", sa.Text, nullable=False),
        *(
            sa.Column(f"{end}{part}", sa.Text, nullable=needed)
            for end in ("subject", "object")
            for part, needed in (
                ("", False),
                ("_actor", True),
                ("_kind", False),
                ("_country", True),
            )
        ),
        sa.Column("day", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("factuality", sa.Text),
        sa.Column("attribution", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    for name in ("report", "relation", "subject_actor", "object_actor"):
        op.create_index(op.f(f"ix_report_relations_{name}"), "report_relations", [name])
