"""Reports in a list, and one with what was read out of it marked in its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tacitus.export.marks import Piece, pieces
from tacitus.export.wording import (
    mentions,
    one_line,
    point_words,
    toll_words,
    visible,
    when_words,
    where_words,
)
from tacitus.records import Account, Coded, Relation, Telling
from tacitus.serve.caching import kept
from tacitus.serve.views.linked import links_of, report_short
from tacitus.serve.views.lists import ReportPageful, ReportRow
from tacitus.serve.views.pages import ClaimRow, ReportPage, TextPiece
from tacitus.serve.views.words import claim_fields
from tacitus.store import Store, shelves
from tacitus.store.shelves import ReportQuery

# pages that are kept
_PAGES = 64


def report_list(store: Store, query: ReportQuery) -> ReportPageful:
    """A page of the stored reports, those published last first.

    Args:
        store: which.
        query: what is asked.

    Raises:
        TacitusError: ``bad-query``.
    """
    with store.reading() as connection:
        rows = shelves.report_rows(connection, query)
        total = shelves.count_reports(connection, query)
    shown = tuple(
        ReportRow(
            id=row["id"],
            title=one_line(row["title"] or row["head"]) or row["id"],
            outlet=row["outlet"],
            published=row["published"],
            language=row["language"],
            claims=row["claims"],
            events=row["events"],
        )
        for row in rows
    )
    return ReportPageful(shown, total, query.offset, query.limit)


@kept(_PAGES)
def report_page(store: Store, name: str) -> ReportPage:
    """A report to read.

    Args:
        store: which.
        name: its id.

    Raises:
        TacitusError: ``no-such-report``.
    """
    coded = store.report(name)
    report = coded.report
    keys = [Telling(report, claim).key for claim in coded.claims]
    with store.reading() as connection:
        events = shelves.events_of_claims(connection, keys)
    text = visible(report.text)
    return ReportPage(
        short=report_short(report, keys),
        author=report.author,
        published_at=report.published_at,
        updated=report.updated,
        syndicated_from=report.syndicated_from,
        pieces=tuple(
            part
            for piece in pieces(coded)
            for part in _stating(_piece(piece, text, coded), coded.relations)
        ),
        claims=tuple(
            _claim(number, Telling(report, claim), events.get(key))
            for number, (claim, key) in enumerate(zip(coded.claims, keys, strict=True))
        ),
        relations=coded.relations,
        problems=tuple((problem.code, problem.message) for problem in coded.problems),
        versions=dict(coded.versions),
        links=links_of(store, name),
    )


def _piece(piece: Piece, text: str, coded: Coded) -> TextPiece:
    doubted = {claim.id for claim in coded.claims if claim.factuality.value != "asserted"}
    return TextPiece(
        start=piece.start,
        end=piece.end,
        text=text[piece.start : piece.end],
        evidence=piece.evidence,
        values=piece.values,
        opens=piece.opens,
        attributes=_claims(piece, "attribution"),
        hedges=tuple(c for c in _claims(piece, "factuality") if c in doubted),
        cut=piece.cut,
    )


def _stating(piece: TextPiece, relations: Sequence[Relation]) -> Iterator[TextPiece]:
    """A piece cut where relations begin and end, each part with those that it states."""
    edges = {piece.start, piece.end}
    for relation in relations:
        edges |= {relation.evidence.start, relation.evidence.end}
    cuts = sorted(edge for edge in edges if piece.start <= edge <= piece.end)
    for start, end in pairwise(cuts):
        yield replace(
            piece,
            start=start,
            end=end,
            text=piece.text[start - piece.start : end - piece.start],
            opens=piece.opens if start == piece.start else (),
            relations=tuple(
                number
                for number, relation in enumerate(relations)
                if relation.evidence.start <= start and end <= relation.evidence.end
            ),
        )


def _claims(piece: Piece, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for claim, name in piece.values if name == field))


def _claim(number: int, telling: Telling, event: str | None) -> ClaimRow:
    claim, text = telling.claim, telling.report.text
    return ClaimRow(
        id=claim.id,
        key=telling.key,
        number=number,
        event=event,
        type=claim.type.value,
        factuality=claim.factuality.value,
        aggregate=claim.aggregate is not None and claim.aggregate.value,
        days=when_words(claim),
        place=where_words(claim),
        fields=claim_fields(telling),
        evidence=tuple(visible(span.quote(text)) for span in claim.evidence),
        accounts=tuple(map(_account, claim.accounts)),
        point=point_words(claim.place_ref) if claim.place_ref else None,
        why=claim.why,
    )


def _account(account: Account) -> tuple[str, str, str]:
    who = mentions(account.attribution) or "the report itself"
    return who, account.factuality, "; ".join(toll_words(account))
