"""Reports, claims, decisions, the audit log, events and what they are searched by."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Make all tables."""
    _kept_tables()
    _event_tables()
    for table in ("decisions", "audit"):
        _only_grows(table)
    if op.get_bind().dialect.name == "sqlite":
        _search_sqlite()
    else:
        _search_postgresql()


def _serial() -> sa.Column[Any]:
    return sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True)


def _text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, **more)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer)


def _table(name: str, *columns: sa.Column[Any], index: tuple[str, ...] = ()) -> None:
    numbered = any(column.name == "serial" for column in columns)
    op.create_table(name, *columns, sqlite_autoincrement=numbered)
    for column in index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _kept_tables() -> None:
    _table("meta", _text("name", primary_key=True), _text("value", nullable=False))
    _table(
        "reports",
        _serial(),
        _text("id", nullable=False, unique=True),
        _text("outlet"),
        _text("title"),
        _text("published"),
        _text("language"),
        _text("url"),
        _text("text", nullable=False),
        _text("hash", nullable=False),
        sa.Column("signature", _JSON),
        sa.Column("form", _JSON, nullable=False),
        _text("digest", nullable=False),
        _text("stored_at", nullable=False),
        _text("coded_at", nullable=False),
        index=("outlet", "published", "hash"),
    )
    _table(
        "claims",
        _serial(),
        _text("key", nullable=False, unique=True),
        sa.Column(
            "report",
            sa.Integer,
            sa.ForeignKey("reports.serial", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("form", _JSON, nullable=False),
        sa.Column("traits", _JSON),
        _text("type", nullable=False),
        _text("factuality", nullable=False),
        sa.Column("aggregate", sa.Boolean, nullable=False),
        _text("start"),
        _text("end"),
        _text("place"),
        _text("country"),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        _whole("killed_low"),
        _whole("killed_high"),
        index=("report",),
    )
    op.create_table(
        "claim_blocks",
        sa.Column("block", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "claim",
            sa.Integer,
            sa.ForeignKey("claims.serial", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_claim_blocks_claim"), "claim_blocks", ["claim"])
    _table(
        "decisions",
        _serial(),
        _text("id", nullable=False, unique=True),
        _text("kind", nullable=False),
        _text("author", nullable=False),
        _text("at", nullable=False),
        _text("why", nullable=False),
        sa.Column("form", _JSON, nullable=False),
        _text("recorded_at", nullable=False),
    )
    _table(
        "audit",
        _serial(),
        _text("at", nullable=False),
        _text("kind", nullable=False),
        _text("subject"),
        _text("by", nullable=False),
        sa.Column("detail", _JSON, nullable=False),
        index=("subject",),
    )
    _table("pending", _text("claim", primary_key=True))


def _of_event() -> sa.Column[Any]:
    return sa.Column(
        "event", sa.Integer, sa.ForeignKey("events.serial", ondelete="CASCADE"), nullable=False
    )


def _event_tables() -> None:
    _table(
        "events",
        _serial(),
        _text("id", nullable=False, unique=True),
        sa.Column("form", _JSON, nullable=False),
        _text("type", nullable=False),
        _text("start"),
        _text("end"),
        _text("place"),
        _text("country"),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        _whole("killed_low"),
        _whole("killed_best"),
        _whole("killed_high"),
        _text("contested", nullable=False),
        _text("support", nullable=False),
        _text("factuality", nullable=False),
        sa.Column("aggregate", sa.Boolean, nullable=False),
        sa.Column("rejected", sa.Boolean, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        index=("type", "start", "end", "country", "killed_best"),
    )
    _table(
        "event_claims",
        _text("claim", primary_key=True),
        _of_event(),
        _text("component", nullable=False),
        index=("event", "component"),
    )
    _table(
        "event_actors",
        _serial(),
        _of_event(),
        _text("side", nullable=False),
        _text("actor"),
        _text("kind", nullable=False),
        _text("country"),
        _text("names", nullable=False),
        index=("event", "actor"),
    )
    _table(
        "event_outlets",
        _serial(),
        _of_event(),
        _text("outlet", nullable=False),
        index=("event", "outlet"),
    )
    _table(
        "aliases",
        _text("alias", primary_key=True),
        _text("claim", nullable=False),
        index=("claim",),
    )


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


def _search_sqlite() -> None:
    """Full text over titles and texts, kept in step by triggers; an R*Tree over points."""
    op.execute(
        "CREATE VIRTUAL TABLE report_text USING fts5(title, text, content='reports',"
        " content_rowid='serial', tokenize='porter unicode61 remove_diacritics 2')"
    )
    put = "INSERT INTO report_text(rowid, title, text) VALUES (new.serial, new.title, new.text);"
    take = (
        "INSERT INTO report_text(report_text, rowid, title, text)"
        " VALUES ('delete', old.serial, old.title, old.text);"
    )
    op.execute(f"CREATE TRIGGER reports_in AFTER INSERT ON reports BEGIN {put} END")
    op.execute(f"CREATE TRIGGER reports_out AFTER DELETE ON reports BEGIN {take} END")
    op.execute(
        f"CREATE TRIGGER reports_new AFTER UPDATE OF title, text ON reports BEGIN {take} {put} END"
    )
    op.execute("CREATE VIRTUAL TABLE event_places USING rtree(event, south, north, west, east)")
    op.execute(
        "CREATE TRIGGER events_out AFTER DELETE ON events"
        " BEGIN DELETE FROM event_places WHERE event = old.serial; END"
    )


def _search_postgresql() -> None:
    """Full text over titles and texts; geography points.

    The words are stemmed as on SQLite, and none is left out for being common.
    """
    op.execute(
        "CREATE TEXT SEARCH DICTIONARY report_stem (TEMPLATE = snowball, LANGUAGE = english)"
    )
    op.execute("CREATE TEXT SEARCH CONFIGURATION report_words (PARSER = default)")
    for kinds, dictionary in (
        ("asciiword, word", "report_stem"),
        ("numword, int, uint, float, sfloat", "simple"),
    ):
        op.execute(
            "ALTER TEXT SEARCH CONFIGURATION report_words"
            f" ADD MAPPING FOR {kinds} WITH {dictionary}"
        )
    op.execute(
        "CREATE TABLE report_text (report integer PRIMARY KEY"
        " REFERENCES reports (serial) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_report_text_words ON report_text USING gin (words)")
    op.execute(
        "CREATE TABLE event_places (event integer PRIMARY KEY"
        " REFERENCES events (serial) ON DELETE CASCADE, point geography(Point, 4326) NOT NULL)"
    )
    op.execute("CREATE INDEX ix_event_places_point ON event_places USING gist (point)")
