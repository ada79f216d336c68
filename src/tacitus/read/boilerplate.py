"""Finding what in a report is not story, by the rules in ``knowledge/boilerplate.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from tacitus.knowledge.load import Entry, packaged
from tacitus.read.dates import date_parts, date_words, read_day
from tacitus.read.outlets import outlet_name, outlet_parts
from tacitus.records import Cut, Span, TacitusError

OPENING = 350
"""Characters in which headline, dateline and date may stand in any order."""
CLOSING = 1_500
"""Characters in which what follows the story may stand; the longest list of links seen is 900."""
MOST_PIECES = 12
"""Pieces taken off either end; an article has up to six, a text made of nothing else thousands."""
FARTHEST = 200_000
"""Characters searched for what may stand anywhere: as many as are parsed."""


class Rule(Entry):
    """One rule; see the head of ``knowledge/boilerplate.yaml``.

    Attributes:
        name: given as the reason of each cut.
        kind: what it finds.
        where: in what part of a text it looks.
        pattern: regular expression, with parts in braces.
        ignore_case: whether capitals do not matter.
        capitals: whether it also holds in texts written all in capitals.
        needs: words of which one stands in all that the pattern finds; where none is, the pattern,
            which costs more, is not tried.
        example: a text that it finds.

    """

    name: str
    kind: str
    where: Literal["head", "opening", "tail", "line", "any"]
    pattern: str
    ignore_case: bool = False
    capitals: bool = False
    needs: tuple[str, ...] = ()
    example: str


class Rules(Entry):
    """Schema of ``knowledge/boilerplate.yaml``.

    Attributes:
        parts: expressions that patterns name in braces.
        rules: in the order in which they are tried.

    """

    parts: dict[str, str]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says about itself.

    Attributes:
        cuts: what is not story, in order, apart from one another.
        day: the day of publication, None where the text gives none.
        day_span: where that day stands.
        day_kind: kind of the rule that found it ("dateline", "date", "updated", "byline").
        city: where the report was filed, by its dateline.
        outlet: the outlet or agency that the text credits with the report.

    """

    cuts: tuple[Cut, ...] = ()
    day: date | None = None
    day_span: Span | None = None
    day_kind: str | None = None
    city: Span | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    pattern: re.Pattern[str]

    def may_find(self, text: str, start: int, stop: int) -> bool:
        """Whether it is worth looking."""
        needs = self.rule.needs
        return not needs or any(text.find(word, start, stop) >= 0 for word in needs)


_PART = re.compile(r"\{([a-z]+)\}")


@cache
def _compiled(capitals: bool) -> dict[str, tuple[_Compiled, ...]]:
    """The rules for texts in capitals, or in ordinary print, by where they look."""
    book = packaged("boilerplate.yaml", Rules)
    parts = {**date_parts(), **outlet_parts(), **book.parts}

    def expand(pattern: str, depth: int = 0) -> str:
        if depth > 5:
            raise TacitusError("bad-knowledge", f"boilerplate.yaml: parts of {pattern!r} nest.")
        return _PART.sub(
            lambda found: (
                expand(parts[found[1]], depth + 1) if found[1] in parts else found.group()
            ),
            pattern,
        )

    ends = {"tail": r"\s*\Z", "line": r"[ \t\r]*$"}
    # a line may be an item of a list
    starts = {"line": r"^[ \t]*(?:[-•*][ \t]+)?"}
    compiled: dict[str, list[_Compiled]] = {"head": [], "opening": [], "tail": []}
    for rule in book.rules:
        if capitals and not rule.capitals:
            continue
        flags = re.IGNORECASE if rule.ignore_case else 0
        flags |= re.MULTILINE if rule.where == "line" else 0
        body = f"{starts.get(rule.where, '')}(?:{expand(rule.pattern)}){ends.get(rule.where, '')}"
        try:
            pattern = re.compile(body, flags)
        except re.error as error:
            raise TacitusError(
                "bad-knowledge",
                f"boilerplate.yaml: rule {rule.name} is no regular expression ({error}).",
                "Mend its pattern.",
            ) from error
        compiled.setdefault(rule.where, []).append(_Compiled(rule, pattern))
    return {where: tuple(rules) for where, rules in compiled.items()}


_Hit = tuple[Rule, "re.Match[str]", Span]


def find_boilerplate(text: str) -> Found:
    """Find what is not story, and what it says about the report.

    Args:
        text: a report's text.

    Returns:
        Cuts with offsets in ``text``, and the day, place and outlet that they name.

    """
    rules = _compiled(_in_capitals(text))
    hits: list[_Hit] = list(_head(text, rules["head"]))
    start = hits[-1][2].end if hits else 0
    hits.extend(_anywhere(text, rules["opening"], start, start + OPENING))
    hits.extend(_anywhere(text, rules.get("line", ()), start, FARTHEST))
    hits.extend(_anywhere(text, rules.get("any", ()), start, FARTHEST))
    hits.extend(_tail(text, rules["tail"], start, {span.end: span.start for *_, span in hits}))
    kept = _apart(hits)
    day, day_span, day_kind = _day(kept)
    return Found(
        cuts=tuple(Cut(span, rule.kind, f"boilerplate:{rule.name}") for rule, _, span in kept),
        day=day,
        day_span=day_span,
        day_kind=day_kind,
        city=_city(kept),
        outlet=_outlet(kept),
    )


def _cut_of(match: re.Match[str]) -> Span | None:
    """The part of a match to cut, without white space at its ends."""
    group = "cut" if match.re.groupindex.get("cut") else 0
    first, last = match.span(group)
    found = match.string[first:last]
    first += len(found) - len(found.lstrip())
    last -= len(found) - len(found.rstrip())
    return Span(first, last) if first < last else None


def _in_capitals(text: str) -> bool:
    """Whether a text is written all in capitals, by a sample from its start."""
    letters = [char for char in text[:3_000] if char.isalpha()]
    return len(letters) > 20 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _head(text: str, rules: tuple[_Compiled, ...]) -> Iterator[_Hit]:
    """What stands before the story, one piece after the other."""
    at = 0
    used: set[str] = set()
    for _ in range(MOST_PIECES):
        at += len(text[at : at + 200]) - len(text[at : at + 200].lstrip())
        for compiled in rules:
            if compiled.rule.name in used and compiled.rule.kind != "header":
                continue
            match = compiled.pattern.match(text, at)
            span = _cut_of(match) if match else None
            if match and span:
                used.add(compiled.rule.name)
                yield compiled.rule, match, span
                at = match.end()
                break
        else:
            return


def _tail(
    text: str, rules: tuple[_Compiled, ...], start: int, known: Mapping[int, int]
) -> Iterator[_Hit]:
    """What stands after the story, one piece before the other.

    Args:
        text: the report.
        rules: of the tail.
        start: where the story begins.
        known: where pieces that other rules found end and begin; those at the end are passed over.
    """
    stop = len(text)
    for _ in range(MOST_PIECES):
        stop -= len(text[:stop][-200:]) - len(text[:stop][-200:].rstrip())
        if start < known.get(stop, start):
            stop = known[stop]
            continue
        first = max(start, stop - CLOSING)
        for compiled in rules:
            if not compiled.may_find(text, first, stop):
                continue
            match = compiled.pattern.search(text, first, stop)
            span = _cut_of(match) if match else None
            if match and span and span.start > start:
                yield compiled.rule, match, span
                stop = span.start
                break
        else:
            return


def _anywhere(text: str, rules: tuple[_Compiled, ...], start: int, stop: int) -> Iterator[_Hit]:
    for compiled in rules:
        if not compiled.may_find(text, start, stop):
            continue
        for match in compiled.pattern.finditer(text, start, min(stop, len(text))):
            span = _cut_of(match)
            if span:
                yield compiled.rule, match, span


def _apart(hits: list[_Hit]) -> list[_Hit]:
    """The hits in order, those that overlap a longer one left out."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit[2].start, -hit[2].end)):
        if kept and kept[-1][2].end > hit[2].start:
            if hit[2].end - hit[2].start > kept[-1][2].end - kept[-1][2].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def _day(hits: list[_Hit]) -> tuple[date | None, Span | None, str | None]:
    """The first day of publication that the text gives; notes of updates come last."""
    for rule, match, _ in sorted(hits, key=lambda hit: hit[0].kind == "updated"):
        if match.re.groupindex.get("date") and match["date"]:
            day = read_day(match["date"])
            if day is not None:
                return day, Span(*match.span("date")), rule.kind
    return None, None, None


def _city(hits: list[_Hit]) -> Span | None:
    """Where the report was filed."""
    for _, match, _ in hits:
        if match.re.groupindex.get("city") and match["city"]:
            if match["city"].upper() in date_words().no_cities:
                return None
            return Span(*match.span("city"))
    return None


def _outlet(hits: list[_Hit]) -> str | None:
    """The outlet that the text credits as a whole, syndication lines before all others."""
    ranked = sorted(hits, key=lambda hit: hit[0].kind != "syndication")
    for _, match, _ in ranked:
        for group in ("outlet", "outlet2"):
            if match.re.groupindex.get(group) and match[group]:
                return outlet_name(match[group])
    return None
