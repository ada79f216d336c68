"""What reports say binds two actors, in rows that can be asked: who backs, joined, left whom.

There are two places in which a report says so: a sentence states a relation ("the Suma Front,
which was backed by Iran"), or the words that a claim has for an actor hold an affiliation
("Iranian-backed fighters"). Both are in the reports' forms already; the rows add who the names are
by the registry in force, and are worked out anew where all events are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

import sqlalchemy as sa

from tacitus.export.jsonform import Json
from tacitus.records import ActorRef, Claim, Coded, Grounded, Relation, Span
from tacitus.resolve.actors import resolve_actor
from tacitus.store.forms import storable
from tacitus.store.reading import lots, read_coded
from tacitus.store.schema import claims, report_relations, reports

Row = dict[str, Any]
#: The first revision of the tables that has the rows; a store that was older is filled when opened.
RELATED_SINCE = "0005"
#: Name of the rule for affiliations, as the rows have it.
AFFILIATION = "affiliation"


def put_relations(connection: sa.Connection, report: int, coded: Coded) -> None:
    """Put the rows of a report in place of those that it had.

    Args:
        connection: writes to the store.
        report: its serial number.
        coded: the report.
    """
    mine = report_relations.c.report == report
    connection.execute(sa.delete(report_relations).where(mine))
    rows = [{"report": report} | row for row in relation_rows(coded)]
    if rows:
        connection.execute(sa.insert(report_relations), rows)


def put_all_relations(connection: sa.Connection) -> None:
    """Work out the rows of all reports, as after the registry of actors changed."""
    connection.execute(sa.delete(report_relations))
    asked = sa.select(reports.c.serial, reports.c.id).order_by(reports.c.serial)
    numbers = {name: number for number, name in connection.execute(asked)}
    for lot in lots(list(numbers.values())):
        for coded in read_coded(connection, _telling(connection, lot)):
            put_relations(connection, numbers[coded.report.id], coded)


def _telling(connection: sa.Connection, lot: Sequence[int]) -> list[int]:
    """Those of some reports that say anything of the kind: most do not, and take long to read."""
    stated = sa.select(reports.c.serial, reports.c.form).where(reports.c.serial.in_(lot))
    found = {number for number, form in connection.execute(stated) if form["relations"]}
    worded = sa.select(claims.c.report, claims.c.form).where(claims.c.report.in_(lot))
    for number, form in connection.execute(worded):
        if any(actor["affiliation"] for actor in form["actors"]):
            found.add(number)
    return sorted(found)


def relation_rows(coded: Coded) -> list[Row]:
    """The columns of what a report says binds two actors, but for the report's number.

    Args:
        coded: the report. Relations that it states come first, then affiliations of its claims;
            of these only such whose other side is in the registry ("western-backed" is not).
    """
    day, where = coded.report.published, _countries(coded)
    stated = (_stated(relation, day, where) for relation in coded.relations)
    worded = chain.from_iterable(_worded(claim, day, where) for claim in coded.claims)
    common = {"day": day.isoformat() if day else None}
    return [common | row for row in chain(stated, worded)]


def _countries(coded: Coded) -> tuple[str, ...]:
    """The countries of the report's claims, that of most of them first."""
    places = (claim.place_ref for claim in coded.claims)
    found = Counter(place.country for place in places if place and place.country)
    return tuple(code for code, _ in found.most_common())


def _stated(relation: Relation, day: date | None, where: tuple[str, ...]) -> Row:
    ends = {
        "subject": _resolved(relation.subject.value, day, where),
        "object": _resolved(relation.object.value, day, where),
    }
    sure = relation.factuality
    return (
        _row(None, relation.relation, relation.evidence, relation.by, ends)
        | {"factuality": sure.value if sure else None}
        | {"attribution": _names(relation.attribution)}
    )


def _worded(claim: Claim, day: date | None, where: tuple[str, ...]) -> Iterator[Row]:
    mentions = (*claim.initiators, *claim.targets)
    for ref, mention in zip(claim.actors, mentions, strict=False):
        for relation, party in ref.affiliation:
            other = _resolved(party, day, where)
            if other.actor is None or other.actor == ref.actor or not mention.spans:
                continue
            ends = {"subject": ref, "object": other}
            yield (
                _row(claim.id, relation, mention.spans[0], AFFILIATION, ends)
                | {"factuality": claim.factuality.value}
                | {"attribution": _names(claim.attribution)}
            )


def _resolved(name: str, day: date | None, where: tuple[str, ...]) -> ActorRef:
    return resolve_actor(name, day=day, countries=where, home=where[0] if where else None)


def _row(claim: str | None, relation: str, span: Span, by: str, ends: dict[str, ActorRef]) -> Row:
    row: Row = {"claim": claim, "relation": storable(relation), "by": storable(by)}
    row |= {"start": span.start, "end": span.end}
    for end, ref in ends.items():
        row |= {
            end: storable(ref.mention),
            f"{end}_actor": None if ref.actor is None else storable(ref.actor),
            f"{end}_kind": ref.kind,
            f"{end}_country": ref.country,
        }
    return row


def _names(attribution: tuple[Grounded[str], ...]) -> Json | list[str]:
    return [storable(source.value) for source in attribution]
