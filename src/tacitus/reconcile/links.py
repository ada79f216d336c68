"""How two reports hang together: one a copy of the other, or a later version of the same page.

A link hangs on the two reports alone, so that it is the same whatever else is stored and whichever
came first. What a later version changed is told by ``changes``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from tacitus.read.outlets import outlet_name
from tacitus.reconcile.copies import Copies, Copy, MarkIndex, Shares, shares
from tacitus.reconcile.rulebook import support_book
from tacitus.records import Report

Kind = Literal["copy", "update"]
Order = Literal["credit", "published", "updated", "stored"]


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports that hang together.

    Attributes:
        earlier, later: their ids; where ``by`` is None only in order of their names.
        kind: "copy" where one text is in two reports, "update" where the later one is a version of
            the earlier one's page.
        earlier_share: of the words of the earlier one, the part that stands in the later one.
        later_share: the other way round.
        by: what tells which was first: "credit" (the later one credits the earlier one's outlet
            with its text), "published", "updated", or "stored", the order in which a store got
            them; None where nothing does.
        page: what shows that they are of one page: "address", "headline" or "words", those of one
            outlet within days; None for a copy.
    """

    earlier: str
    later: str
    kind: Kind
    earlier_share: float
    later_share: float
    by: Order | None = None
    page: Literal["address", "headline", "words"] | None = None

    def other(self, report: str) -> str:
        """The report that one of the two is linked to."""
        return self.earlier if report == self.later else self.later

    def copy(self) -> Copy:
        """The two as one text, which they need not be where only the page is one."""
        if self.earlier < self.later:
            return Copy(self.earlier, self.later, self.earlier_share, self.later_share)
        return Copy(self.later, self.earlier, self.later_share, self.earlier_share)


def linked(one: Report, other: Report) -> Link | None:
    """How two reports hang together; None where they do not.

    Args:
        one: a report.
        other: another.
    """
    if one.id == other.id:
        return None
    rules = support_book().copies
    found = shares(one, other)
    page = _page_of_both(one, other, found)
    if page is not None:
        return _link(one, other, "update", found, page)
    if found.most < rules.shared or (_one_outlet(one, other) and found.opening < rules.opening):
        return None
    return _link(one, other, "copy", found, None)


def links(reports: Iterable[Report]) -> tuple[Link, ...]:
    """How reports hang together, each two that do; the same in any order of the reports.

    Args:
        reports: the reports.
    """
    index = MarkIndex()
    found = (
        linked(report, other)
        for report in reports
        for other in index.add(report, page_marks(report))
    )
    return tuple(sorted((x for x in found if x), key=lambda x: (x.earlier, x.later)))


def copies_of(found: Iterable[Link]) -> Copies:
    """Which reports are copies of each other, by their links."""
    least = support_book().copies.shared
    pairs = (x.copy() for x in found if max(x.earlier_share, x.later_share) >= least)
    return Copies(tuple(sorted(pairs, key=lambda c: (c.a, c.b))))


def page_marks(report: Report) -> tuple[int, ...]:
    """What tells a report's page: hashes of its address and of its headline, of 64 bits, signed."""
    told: list[object] = []
    page = _page(report.url)
    if page is not None:
        told.append(page)
    if report.source and report.title:
        told.append((_outlet(report.source), *report.title.casefold().split()))
    digests = (hashlib.blake2b(repr(part).encode(), digest_size=8).digest() for part in told)
    return tuple(int.from_bytes(digest, "big", signed=True) for digest in digests)


def _of_one_page(one: Report, other: Report) -> bool:
    """Whether address, or outlet, headline and days, say that two reports are of one page."""
    return _same_address(one, other) or (
        _one_outlet(one, other) and _same_headline(one, other) and _within_days(one, other)
    )


def _page_of_both(
    one: Report, other: Report, found: Shares
) -> Literal["address", "headline", "words"] | None:
    """What shows that two reports are of one page."""
    rules = support_book().copies
    if found.most >= rules.page and _of_one_page(one, other):
        return "address" if _same_address(one, other) else "headline"
    if not _one_outlet(one, other) or not _within_days(one, other):
        return None
    told = found.most >= rules.shared and found.opening >= rules.opening
    return "words" if told else None


def _link(
    one: Report,
    other: Report,
    kind: Kind,
    found: Shares,
    page: Literal["address", "headline", "words"] | None,
) -> Link:
    a, b = round(found.a, 3), round(found.b, 3)
    by, first = _first(one, other)
    if first is other or (first is None and other.id < one.id):
        one, other, a, b = other, one, b, a
    return Link(one.id, other.id, kind, a, b, by, page)


def _first(one: Report, other: Report) -> tuple[Order | None, Report | None]:
    """Which of two reports was there first, and what tells it."""
    if not _one_outlet(one, other):
        for report, origin in ((one, other), (other, one)):
            credit = report.syndicated_from
            if credit and origin.source and _outlet(credit) == _outlet(origin.source):
                return "credit", origin
    if one.published and other.published and one.published != other.published:
        return "published", one if one.published < other.published else other
    for name in ("published_at", "updated"):
        a, b = _moment(getattr(one, name)), _moment(getattr(other, name))
        if a is None or b is None or (a.tzinfo is None) != (b.tzinfo is None) or a == b:
            continue
        return "published" if name == "published_at" else "updated", one if a < b else other
    return None, None


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _outlet(name: str) -> str:
    return outlet_name(name).casefold()


def _one_outlet(one: Report, other: Report) -> bool:
    if not one.source or not other.source:
        return False
    return _outlet(one.source) == _outlet(other.source)


def _within_days(one: Report, other: Report) -> bool:
    """Whether only a few days lie between two reports; a day not known speaks against none."""
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= support_book().copies.update_days


def _same_headline(one: Report, other: Report) -> bool:
    if not one.title or not other.title:
        return False
    return one.title.casefold().split() == other.title.casefold().split()


def _same_address(one: Report, other: Report) -> bool:
    first = _page(one.url)
    return first is not None and first == _page(other.url)


def _page(url: str | None) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    """An address without what does not tell one page from another; None for a site's front."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    senders = support_book().copies.senders
    asked = tuple(
        sorted(
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not name.casefold().startswith(senders)
        )
    )
    path = parts.path.rstrip("/")
    return (host, path, asked) if host and (path or asked) else None
