"""Proposed events made claims: each value found in the report, or dropped and counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tacitus.export.jsonform import COUNT_FIELDS, LIST_FIELDS
from tacitus.llm.drops import Drops, Reason
from tacitus.llm.schema import DAY_FIELDS, FACTUALITY, MAX_LIST, MAX_QUOTES
from tacitus.parse.quantities import Quantity, find_quantities
from tacitus.records import Claim, Count, Grounded, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tacitus.llm.schema import Json
    from tacitus.parse.document import Parsed
    from tacitus.parse.grounding import Ground
    from tacitus.records import Report

LONGEST_QUOTE = 600
"""Characters; longer quotes hold several events and would be evidence of anything."""
LONGEST_MENTION = 12
"""Words; the longest of 1,970 mentions in the gold reports has 11. Weak models give whole
sentences for every field."""
_LEAST_WORDS = 2


class ClaimMaker:
    """Believes of a model's proposals what the report bears out.

    Args:
        report: the report.
        parsed: the stretch of it that the model was shown.
        ground: finds words in that stretch.
        types: the sub-event types of the codebook in force.
        by: what stands as giver of every value ("llm:NAME").
        drops: counts what is dropped.
    """

    def __init__(
        self,
        report: Report,
        parsed: Parsed,
        ground: Ground,
        types: Iterable[str],
        by: str,
        drops: Drops,
    ) -> None:
        self.report = report
        self.ground = ground
        self.types = tuple(types)
        self.by = by
        self.drops = drops
        self.numbers = [
            (quantity, parsed.span(quantity.start, quantity.stop))
            for quantity in find_quantities(parsed, indefinite=True)
            if quantity.kind == "count"
        ]

    def claims(self, proposals: Iterable[object]) -> list[Claim]:
        """The claims that proposals come to, in order of appearance.

        Args:
            proposals: events as the model gave them.
        """
        made: list[Claim] = []
        for proposal in proposals:
            self.drops.proposed += 1
            claim = self._claim(proposal)
            if isinstance(claim, Claim):
                first = (claim.type.value, claim.evidence)
                if all((other.type.value, other.evidence) != first for other in made):
                    made.append(claim)
                    continue
                claim = Reason.DUPLICATE
            self.drops.drop("event", claim)
        self.drops.kept += len(made)
        return sorted(made, key=lambda claim: claim.evidence[0].start)

    def _claim(self, form: object) -> Claim | Reason:
        if not isinstance(form, dict):
            return Reason.WRONG_KIND
        evidence = self._evidence(form.get("evidence"))
        if not evidence:
            return Reason.NO_EVIDENCE
        kind, factuality = form.get("type"), form.get("factuality")
        # tuples, since a model may give a list, which a set cannot be asked about
        if kind not in self.types or factuality not in tuple(FACTUALITY):
            return Reason.UNKNOWN
        first = evidence[:1]
        lists = {name: self._list(name, form.get(name), evidence) for name in LIST_FIELDS}
        figures = {name: self._count(name, form.get(name), evidence) for name in COUNT_FIELDS}
        start, end = self._days(form, evidence)
        return Claim(
            id="",
            type=Grounded(kind, first, self.by),
            evidence=evidence,
            factuality=Grounded(factuality, first, self.by),
            initiators=lists["initiators"],
            targets=lists["targets"],
            place=self._words("place", form.get("place"), evidence),
            within=lists["within"],
            start=start,
            end=end,
            date_precision=_precision(start, end),
            weapon=self._words("weapon", form.get("weapon"), evidence),
            attribution=lists["attribution"],
            aggregate=Grounded(True, first, self.by) if form.get("aggregate") is True else None,
            killed=figures["killed"],
            injured=figures["injured"],
            captured=figures["captured"],
            why=("as the language model put it together",),
        )

    def _evidence(self, quotes: object) -> tuple[Span, ...]:
        if not isinstance(quotes, list):
            self.drops.drop("evidence", Reason.WRONG_KIND)
            return ()
        found: list[Span] = []
        for quote in quotes[:MAX_QUOTES]:
            span = self._span("evidence", quote, found)
            if span is None or span in found:
                continue
            words = span.quote(self.report.text).split()
            if len(words) < _LEAST_WORDS:
                self.drops.drop("evidence", Reason.TOO_SHORT)
            elif span.end - span.start > LONGEST_QUOTE:
                self.drops.drop("evidence", Reason.TOO_LONG)
            else:
                found.append(span)
        return tuple(found)

    def _span(self, name: str, words: object, near: Iterable[Span]) -> Span | None:
        """Where words stand; what is not found is counted."""
        if not isinstance(words, str):
            self.drops.drop(name, Reason.WRONG_KIND)
        elif not any(char.isalnum() for char in words):
            self.drops.drop(name, Reason.EMPTY)
        elif (span := self.ground.find(words, near)) is None:
            self.drops.drop(name, Reason.NOT_IN_REPORT)
        else:
            return span
        return None

    def _words(self, name: str, words: object, near: Iterable[Span]) -> Grounded[str] | None:
        if words is None:
            return None
        span = self._span(name, words, near)
        if span is None:
            return None
        mention = span.quote(self.report.text)
        if len(mention.split()) > LONGEST_MENTION:
            self.drops.drop(name, Reason.TOO_LONG)
            return None
        return Grounded(mention, (span,), self.by)

    def _list(self, name: str, many: object, near: Iterable[Span]) -> tuple[Grounded[str], ...]:
        if many is None:
            return ()
        if not isinstance(many, list):
            self.drops.drop(name, Reason.WRONG_KIND)
            return ()
        found: dict[str, Grounded[str]] = {}
        for words in many[:MAX_LIST]:
            value = self._words(name, words, near) if words is not None else None
            if value is not None:
                found.setdefault(value.value, value)
        return tuple(found.values())

    def _count(self, name: str, form: object, evidence: tuple[Span, ...]) -> Grounded[Count] | None:
        """A figure that a number in the evidence reads to."""
        if form is None:
            return None
        count = _read_count(form)
        if count is None:
            self.drops.drop(name, Reason.WRONG_KIND)
            return None
        backing = [
            (quantity, span)
            for quantity, span in self.numbers
            if quantity.count == count and any(quote.covers(span) for quote in evidence)
        ]
        if not backing:
            self.drops.drop(name, Reason.NO_NUMBER)
            return None
        quantity, span = backing[0]
        return Grounded(count, (span,), self.by, self._how(quantity, span))

    def _how(self, quantity: Quantity, span: Span) -> str:
        return f"“{span.quote(self.report.text)}” reads so ({quantity.by})"

    def _days(
        self, form: Json, evidence: tuple[Span, ...]
    ) -> tuple[Grounded[str] | None, Grounded[str] | None]:
        """First and last day, resting on the words that tell the time.

        News without a day ends on the day of publication (house rule 1) and needs no such words.
        """
        days = {name: self._day(name, form.get(name)) for name in DAY_FIELDS}
        start, end = days["start"], days["end"]
        when = self._words("when", form.get("when"), evidence)
        if start and end and start > end:
            self.drops.drop("start", Reason.REVERSED)
            self.drops.drop("end", Reason.REVERSED)
            return None, None
        if when is not None:
            how = f"worked out from “{when.value}”"
            first, last = (
                Grounded(day.isoformat(), when.spans, self.by, how) if day else None
                for day in (start, end)
            )
            return first, last
        if end and start is None and end == self.report.published:
            how = "told as news, so no later than the report's day"
            return None, Grounded(end.isoformat(), evidence[:1], self.by, how)
        for name, day in days.items():
            if day is not None:
                self.drops.drop(name, Reason.NO_WORDS)
        return None, None

    def _day(self, name: str, value: object) -> date | None:
        if value is None:
            return None
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        # fromisoformat also takes "20240101" and weeks, which the codebook does not
        if day is None or day.isoformat() != value:
            self.drops.drop(name, Reason.BAD_DATE)
            return None
        return day


def _read_count(form: object) -> Count | None:
    low, high = (form.get("low"), form.get("high")) if isinstance(form, dict) else (None, None)
    # type and not isinstance: true and false are integers to Python
    if type(low) is not int or not (high is None or type(high) is int):
        return None
    try:
        return Count(low, high)
    except ValueError:
        return None


def _precision(start: Grounded[str] | None, end: Grounded[str] | None) -> str | None:
    if start is None and end is None:
        return None
    if start is None or end is None:
        return "span"
    return "day" if start.value == end.value else "days"
