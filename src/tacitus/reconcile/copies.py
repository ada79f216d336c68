"""Reports that are copies of each other, and sentences of one that stand in another.

Two reports are compared by the share of each one's words that stands in the other, in runs of five
words in common (see ``shingles``): exactly, on the texts, and whatever other reports there are, so
that copies do not hang on the order in which reports come. An item that a longer report takes over
whole is a copy, though most of the longer one is not of it: the two shares say so. A report of
which only some paragraphs are another's is no copy; its claims are, where their sentences stand in
the other (``Passages``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tacitus.reconcile.rulebook import support_book
from tacitus.reconcile.shingles import hashed, wording, words_of
from tacitus.records import Report, Span, Telling

#: Where a sentence ends, near enough to take in what stands around a claim's evidence.
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n")


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of two reports is in common.

    Attributes:
        a: of the words of the one, the part that stands in the other.
        b: of the words of the other, the part that stands in the one.
        opening: of the first words of either, the part that stands in the other, the larger one.
    """

    a: float
    b: float
    opening: float

    @property
    def most(self) -> float:
        """The larger share: 1 where one of them stands in the other whole."""
        return max(self.a, self.b)

    @property
    def least(self) -> float:
        """The smaller share."""
        return min(self.a, self.b)


@dataclass(frozen=True, slots=True)
class Copy:
    """Two reports of one text.

    Attributes:
        a, b: ids of the reports, in their order.
        share_a, share_b: of the words of each, the part that stands in the other.
    """

    a: str
    b: str
    share_a: float
    share_b: float

    @property
    def whole(self) -> bool:
        """Whether most of either is in the other: else one is only part of the other."""
        return min(self.share_a, self.share_b) >= support_book().copies.shared


@dataclass(frozen=True)
class Copies:
    """Which reports are copies of each other.

    Attributes:
        pairs: the reports found alike, by id.
    """

    pairs: tuple[Copy, ...] = ()
    _heads: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # what takes over two items does not make these one
        whole = ((pair.a, pair.b) for pair in self.pairs if pair.whole)
        object.__setattr__(self, "_heads", joined(whole))

    @cached_property
    def _of(self) -> dict[str, list[Copy]]:
        """The pairs by the first of their reports; worked out for those that are looked among."""
        found: dict[str, list[Copy]] = {}
        for pair in self.pairs:
            found.setdefault(pair.a, []).append(pair)
        return found

    def head(self, report: str) -> str:
        """The id that stands for all copies of a report: the first of their ids."""
        return self._heads.get(report, report)

    def among(self, reports: Iterable[str]) -> Copies:
        """Those of some reports: what is alike only by way of others is not."""
        wanted = set(reports)
        mine = (pair for report in sorted(wanted) for pair in self._of.get(report, ()))
        return Copies(tuple(pair for pair in mine if pair.b in wanted))

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Reports of one text, two or more each, by id."""
        found: dict[str, list[str]] = {}
        for report in sorted(self._heads):
            found.setdefault(self._heads[report], []).append(report)
        return tuple(tuple(group) for _, group in sorted(found.items()))


class MarkIndex:
    """Reports in memory, to find those among which a new one's like may be."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self._sizes: list[int] = []
        self._at: dict[int, list[int]] = {}
        self._pages: dict[int, list[int]] = {}
        self._known: set[str] = set()

    def add(self, report: Report, pages: Iterable[int] = ()) -> list[Report]:
        """Take a report in.

        Args:
            report: one whose id is known is not taken in again.
            pages: what tells its page from others: reports of one page are likely with few marks
                in common, too.

        Returns:
            The known reports that may be its likes, in order of their coming.
        """
        if report.id in self._known:
            return []
        self._known.add(report.id)
        number = len(self._reports)
        marks = wording(report).marks()
        shared: Counter[int] = Counter()
        of_page: set[int] = set()
        for mark in marks:
            held = self._at.setdefault(mark, [])
            shared.update(held)
            held.append(number)
        for page in pages:
            of_page.update(self._pages.setdefault(page, []))
            self._pages[page].append(number)
        self._reports.append(report)
        self._sizes.append(len(marks))
        likely = (
            other
            for other, hits in shared.items()
            if other in of_page or enough_marks(hits, len(marks), self._sizes[other])
        )
        return [self._reports[other] for other in sorted(likely)]


def enough_marks(shared: int, one: int, other: int) -> bool:
    """Whether two texts may be alike by their marks; far below what likes have in common.

    Args:
        shared: how many marks they have in common.
        one: how many the one has.
        other: how many the other has.
    """
    return shared > support_book().copies.marks * min(one, other) - 1


def shares(one: Report, other: Report) -> Shares:
    """How much of two reports' wording is in common; 0 where either has too few words to tell.

    Reports of the same few words are alike all the same.
    """
    rules = support_book().copies
    mine, theirs = wording(one), wording(other)
    if not mine.words or not theirs.words:
        return Shares(0.0, 0.0, 0.0)
    if min(mine.words, theirs.words) < rules.passage_words:
        alike = float(np.array_equal(mine.shingles, theirs.shingles))
        return Shares(alike, alike, alike)
    a, b = mine.standing_in(theirs), theirs.standing_in(mine)
    first = rules.opening_words
    opening = max(float(part[:first].mean()) for part in (a, b))
    return Shares(float(a.mean()), float(b.mean()), opening)


def compared(one: Report, other: Report) -> Copy | None:
    """The two reports as copies of each other, or None where their texts differ.

    Args:
        one: a report.
        other: another.
    """
    if one.id == other.id:
        return None
    found = shares(one, other)
    if found.most < support_book().copies.shared:
        return None
    a, b = round(found.a, 3), round(found.b, 3)
    return Copy(one.id, other.id, a, b) if one.id < other.id else Copy(other.id, one.id, b, a)


def copies(reports: Iterable[Report]) -> Copies:
    """Which of many reports are copies of each other; the same in any order.

    Args:
        reports: the reports.
    """
    index = MarkIndex()
    pairs = (compared(report, other) for report in reports for other in index.add(report))
    return Copies(tuple(sorted((c for c in pairs if c), key=lambda c: (c.a, c.b))))


def passage(telling: Telling) -> str:
    """The sentences that a claim's evidence stands in."""
    text = telling.report.text
    parts: list[Span] = []
    for span in sorted(telling.claim.evidence):
        ends = [m.end() for m in SENTENCE_END.finditer(text, max(0, span.start - 1000), span.start)]
        start = ends[-1] if ends else max(0, span.start - 1000)
        after = SENTENCE_END.search(text, max(span.start, span.end - 1))
        end = after.end() if after else len(text)
        if parts and start <= parts[-1].end:
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, end))
        else:
            parts.append(Span(start, end))
    return "\n".join(part.quote(text) for part in parts)


class Passages:
    """Some reports, to find which of them hold a claim's sentences.

    Args:
        reports: where sentences are looked for.
    """

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = list(reports)
        held = [wording(report).sorted for report in self._reports]
        hashes = np.concatenate(held) if held else np.empty(0, dtype=np.uint64)
        owners = np.repeat(np.arange(len(held)), [len(part) for part in held])
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]

    def shares(self, part: str) -> dict[str, float]:
        """How much of some sentences stands in each report, word for word.

        Args:
            part: the sentences.

        Returns:
            The part of their shingles, from 0 to 1, by report; without reports that hold none.
            Empty where they are too few words to tell.
        """
        words = words_of(part)
        if len(words) < support_book().copies.passage_words:
            return {}
        sought = hashed(words)
        first = np.searchsorted(self._hashes, sought, "left")
        last = np.searchsorted(self._hashes, sought, "right")
        hits = [self._owners[a:b] for a, b in zip(first, last, strict=True) if a < b]
        if not hits:
            return {}
        counts = np.bincount(np.concatenate(hits), minlength=len(self._reports))
        return {
            self._reports[number].id: float(counts[number] / len(sought))
            for number in np.flatnonzero(counts)
        }


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names tied by pairs, each with the first name of all that it is tied to."""
    heads: dict[str, str] = {}

    def head(name: str) -> str:
        while heads.setdefault(name, name) != name:
            heads[name] = heads[heads[name]]
            name = heads[name]
        return name

    for a, b in pairs:
        one, other = sorted((head(a), head(b)))
        heads[other] = one
    return {name: head(name) for name in list(heads)}
