"""Copies and later versions of reports, as the reader and the page of an event show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tacitus.export.link_view import link_verb, link_words, share_words
from tacitus.export.wording import headline, one_line, web_address
from tacitus.reconcile.links import Link
from tacitus.records import Report
from tacitus.serve.views.pages import LinkRow, ReportShort
from tacitus.store import Store

# What the earlier of two reports is to the later one.
_BACK = {
    "copies": "is copied by",
    "has the text of": "has the text of",
    "is an update of": "was updated by",
}


def report_short(report: Report, claims: Iterable[str]) -> ReportShort:
    """A report in short.

    Args:
        report: any.
        claims: keys of its claims that matter here.
    """
    return ReportShort(
        id=report.id,
        title=headline(report),
        outlet=report.source,
        published=report.published.isoformat() if report.published else None,
        url=web_address(report.url),
        language=report.language,
        claims=tuple(claims),
    )


def links_of(store: Store, name: str) -> tuple[LinkRow, ...]:
    """What a report is to those that have its text or are other versions of it.

    Args:
        store: which.
        name: id of the report.

    Raises:
        TacitusError: ``no-such-report``.
    """
    links = store.links(name)
    others = store.texts({link.other(name) for link in links})
    return tuple(
        LinkRow(
            told=link_verb(link) if link.later == name else _BACK[link_verb(link)],
            other=report_short(others[link.other(name)], ()),
            kind=link_words(link),
            shares=share_words(link),
        )
        for link in links
        if link.other(name) in others
    )


def copy_words(
    links: Sequence[Link], reports: Mapping[str, Report], mine: Iterable[str]
) -> tuple[str, ...]:
    """Which of some reports have the text of others: "Star copies Herald".

    Args:
        links: between reports.
        reports: them by id; links of others are passed over.
        mine: ids of those asked about.
    """
    asked = set(mine)
    found = (
        f"{_outlet(reports[link.later])} {link_verb(link)} {_outlet(reports[link.earlier])}"
        for link in links
        if link.kind == "copy" and link.later in asked
        if link.later in reports and link.earlier in reports
    )
    return tuple(dict.fromkeys(map(one_line, found)))


def _outlet(report: Report) -> str:
    return report.source or "unknown outlet"
