"""The tables of a store, the same on SQLite and PostgreSQL.

Claims are kept as they were coded and never changed by a reviewer; decisions and the audit log only
grow, which triggers see to; events, with the tables that are named after them, are computed from
claims and decisions and can be made again, and so are the marks and
links of reports. Two more tables differ by database: ``report_text``
(words of reports) and ``event_places`` (points of events), see ``search``.

Days are ISO 8601 texts, moments ISO 8601 texts in UTC with microseconds, so that both sort as time
does and are written alike on both databases.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)
_JSON = sa.JSON(none_as_null=True)


def _serial() -> sa.Column[int]:
    # AUTOINCREMENT: a number that was given away once is never given again
    return sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True)


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    _serial(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("outlet", sa.Text, index=True),
    sa.Column("title", sa.Text),
    sa.Column("published", sa.Text, index=True),
    sa.Column("language", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, index=True),
    sa.Column("form", _JSON, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("stored_at", sa.Text, nullable=False),
    sa.Column("coded_at", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)


def _of_report(name: str, **more: Any) -> sa.Column[int]:
    return sa.Column(
        name, sa.ForeignKey("reports.serial", ondelete="CASCADE"), nullable=False, **more
    )


#: By what a report's likes are found: see ``reconcile.shingles``.
report_marks = sa.Table(
    "report_marks",
    metadata,
    sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
    _of_report("report", primary_key=True, index=True, autoincrement=False),
    # how many marks of its wording the report has; None for a mark of its page
    sa.Column("out_of", sa.Integer),
    sqlite_with_rowid=False,
)

#: Reports that are copies or later versions of others: see ``reconcile.links``.
report_links = sa.Table(
    "report_links",
    metadata,
    _of_report("earlier", primary_key=True, autoincrement=False),
    _of_report("later", primary_key=True, index=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("earlier_share", sa.Float, nullable=False),
    sa.Column("later_share", sa.Float, nullable=False),
    sa.Column("by", sa.Text),
    sa.Column("page", sa.Text),
    sqlite_with_rowid=False,
)

#: What reports say binds two actors: relations that they state, and affiliations in the words that
#: their claims have for an actor ("Iranian-backed fighters"); see ``store.relating``. An actor is
#: one of the registry, or None for one that is in none.
report_relations = sa.Table(
    "report_relations",
    metadata,
    _serial(),
    _of_report("report", index=True),
    # id of the claim whose words have it; None for a relation of the report
    sa.Column("claim", sa.Text),
    sa.Column("relation", sa.Text, nullable=False, index=True),
    *(
        sa.Column(f"{end}{part}", sa.Text, nullable=needed, index=part == "_actor")
        for end in ("subject", "object")
        for part, needed in (("", False), ("_actor", True), ("_kind", False), ("_country", True))
    ),
    # day of publication, and where in the text it stands
    sa.Column("day", sa.Text),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("factuality", sa.Text),
    sa.Column("attribution", _JSON, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

claims = sa.Table(
    "claims",
    metadata,
    _serial(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column(
        "report", sa.ForeignKey("reports.serial", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("form", _JSON, nullable=False),
    sa.Column("traits", _JSON),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("factuality", sa.Text, nullable=False),
    sa.Column("aggregate", sa.Boolean, nullable=False),
    sa.Column("start", sa.Text),
    sa.Column("end", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("country", sa.Text),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("killed_low", sa.Integer),
    sa.Column("killed_high", sa.Integer),
    sqlite_autoincrement=True,
)

#: The blocks, as hashes, under which claims are looked for that could tell the same event.
claim_blocks = sa.Table(
    "claim_blocks",
    metadata,
    sa.Column("block", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "claim",
        sa.ForeignKey("claims.serial", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        autoincrement=False,
    ),
    sqlite_with_rowid=False,
)

decisions = sa.Table(
    "decisions",
    metadata,
    _serial(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("form", _JSON, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

audit = sa.Table(
    "audit",
    metadata,
    _serial(),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, index=True),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("detail", _JSON, nullable=False),
    sqlite_autoincrement=True,
)

#: Claims that were added, changed, taken away or decided on since events were computed.
pending = sa.Table("pending", metadata, sa.Column("claim", sa.Text, primary_key=True))

#: What events are filtered, sorted, counted and listed by; short rows, so that all can be looked
#: through at once. ``event_forms`` holds them whole. A day of one end is that of the other where
#: only that is told.
events = sa.Table(
    "events",
    metadata,
    _serial(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False, index=True),
    sa.Column("start", sa.Text, index=True),
    sa.Column("end", sa.Text, index=True),
    sa.Column("place", sa.Text),
    sa.Column("country", sa.Text, index=True),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("killed_low", sa.Integer),
    sa.Column("killed_best", sa.Integer, index=True),
    sa.Column("killed_high", sa.Integer),
    sa.Column("contested", sa.Text, nullable=False),
    sa.Column("support", sa.Text, nullable=False),
    sa.Column("factuality", sa.Text, nullable=False),
    sa.Column("aggregate", sa.Boolean, nullable=False),
    sa.Column("rejected", sa.Boolean, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("first_day", sa.Text, index=True),
    sa.Column("last_day", sa.Text, index=True),
    sa.Column("date_precision", sa.Text),
    sa.Column("admin1", sa.Text),
    sa.Column("precision", sa.Integer),
    sa.Column("radius_km", sa.Float),
    sa.Column("disputed", sa.Text),
    sa.Column("injured_low", sa.Integer),
    sa.Column("injured_best", sa.Integer),
    sa.Column("injured_high", sa.Integer),
    sa.Column("sources", sa.Integer, nullable=False, server_default="0"),
    sa.Column("edited", sa.Boolean, nullable=False, server_default=sa.false()),
    sqlite_autoincrement=True,
)


def _of_event() -> sa.Column[int]:
    return sa.Column(
        "event", sa.ForeignKey("events.serial", ondelete="CASCADE"), nullable=False, index=True
    )


event_forms = sa.Table(
    "event_forms",
    metadata,
    sa.Column(
        "event",
        sa.ForeignKey("events.serial", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("form", _JSON, nullable=False),
)

# The claim has no foreign key: one that a new coding took away stays until events are computed.
# Claims of one component hang together by pairs that speak for one event (see ``reconcile``).
event_claims = sa.Table(
    "event_claims",
    metadata,
    sa.Column("claim", sa.Text, primary_key=True),
    _of_event(),
    sa.Column("component", sa.Text, nullable=False, index=True),
)

event_actors = sa.Table(
    "event_actors",
    metadata,
    _serial(),
    _of_event(),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("names", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

event_outlets = sa.Table(
    "event_outlets",
    metadata,
    _serial(),
    _of_event(),
    sa.Column("outlet", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

#: The sides that an event's sources speak for, each once; empty for sources of no known side.
event_stances = sa.Table(
    "event_stances",
    metadata,
    _serial(),
    _of_event(),
    sa.Column("stance", sa.Text, nullable=False, index=True),
    sqlite_autoincrement=True,
)

#: What says how an event stands in the queue of reviewers (see ``store.queue``).
event_review = sa.Table(
    "event_review",
    metadata,
    sa.Column("event", sa.ForeignKey("events.serial", ondelete="CASCADE"), primary_key=True),
    sa.Column("accepted", sa.Text),
    sa.Column("bond", sa.Float),
    sa.Column("reading", sa.Float),
)

#: Events that several reviewers assess apart, by their claims (see ``store.rounds``).
rounds = sa.Table(
    "rounds",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("form", _JSON, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("settled_by", sa.Text),
    sa.Column("settled_at", sa.Text),
    sa.Column("decisions", _JSON),
)


def _of_round() -> sa.Column[str]:
    return sa.Column("round", sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)


round_claims = sa.Table(
    "round_claims",
    metadata,
    _of_round(),
    sa.Column("claim", sa.Text, primary_key=True, index=True),
)

round_seats = sa.Table(
    "round_seats",
    metadata,
    _of_round(),
    sa.Column("reviewer", sa.Text, primary_key=True, index=True),
)

assessments = sa.Table(
    "assessments",
    metadata,
    _serial(),
    sa.Column("round", sa.ForeignKey("rounds.id"), nullable=False, index=True),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("form", _JSON, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

#: Every id that an event had or could have, by the claim that it was made from.
aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("alias", sa.Text, primary_key=True),
    sa.Column("claim", sa.Text, nullable=False, index=True),
)

#: Tables that only grow.
APPEND_ONLY = (decisions, audit, assessments)
