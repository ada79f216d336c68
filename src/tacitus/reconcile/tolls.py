"""How many each source tells of: figures that stand, and those set aside with the reason."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from tacitus.reconcile.parties import targets_of
from tacitus.reconcile.rulebook import FigureRule, figure_book, figure_rule, support_book
from tacitus.reconcile.sources import Heard
from tacitus.reconcile.versions import Version
from tacitus.reconcile.voices import Voice
from tacitus.records import Count, Grounded, Report

_SWAPPED = {"initiators": "targets", "targets": "initiators"}
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as one independent source gives it.

    Attributes:
        key: key of the claim.
        day: day of publication.
        source: id of the source.
        count: how many.
    """

    key: str
    day: date | None
    source: str
    count: Count

    @property
    def open(self) -> bool:
        """Whether the words leave the top open."""
        return self.count.high is None


@dataclass(frozen=True, slots=True)
class Standing:
    """Figures that stand, and those set aside.

    Attributes:
        told: one for each source, by day and key.
        aside: keys of the others' claims with the reason.
    """

    told: tuple[Told, ...]
    aside: tuple[tuple[str, str], ...]


def standing_tolls(heard: Heard, kind: str, end: str | None, aggregate: bool) -> Standing:
    """The figures over all that stand, read as they are.

    Args:
        heard: the event's versions and sources.
        kind: "killed", "injured" or "captured".
        end: last possible day of the event.
        aggregate: whether the event is a sum over many unnamed ones.
    """
    plain = figure_rule("range")
    return standing(heard, kind, "all", plain, frozenset(), end, aggregate)


def standing(
    heard: Heard,
    kind: str,
    side: str,
    rule: FigureRule,
    swapped: frozenset[str],
    end: str | None,
    aggregate: bool,
) -> Standing:
    """The figures of one kind and side that stand, one for each source.

    Set aside are: what is told as denied or still to come, sums over several events, what a source
    told before its latest figure, what is out of all proportion, and what later figures of other
    sources overtook.

    Args:
        heard: the event's versions and sources.
        kind: "killed", "injured" or "captured".
        side: "all", "initiators", "targets", "civilians" or "unknown".
        rule: how words for numbers are read.
        swapped: keys of the claims that name the event's two sides the other way round.
        end: last possible day of the event.
        aggregate: whether the event is a sum over many unnamed ones.
    """
    told: list[Told] = []
    aside: dict[str, str] = {}
    for version in heard.versions:
        found = _count(version, kind, side, rule, version.key in swapped)
        if found is None:
            continue
        count, voices = found
        why = _unfit(version, count, aggregate)
        if why:
            aside.setdefault(version.key, why)
            continue
        told += [Told(version.key, version.day, s, count) for s in heard.of(voices)]
    latest = _proportionate(_latest(told, aside), aside)
    stay = _settled(latest, aside, end)
    counted = {t.key for t in stay}
    kept = tuple((key, why) for key, why in aside.items() if key not in counted)
    return Standing(tuple(stay), kept)


def _unfit(version: Version, count: Count, aggregate: bool) -> str | None:
    """Why a figure cannot count whatever others there are."""
    if version.factuality == "prospective":
        return "told of what has not happened"
    if version.factuality == "denied" and count != Count(0, 0):
        return "its account is a denial, which gives no figure"
    told = version.telling.claim.aggregate
    if told is not None and told.value and not aggregate:
        return "a sum over several events"
    return None


def _count(
    version: Version, kind: str, side: str, rule: FigureRule, swapped: bool
) -> tuple[Count, tuple[Voice, ...]] | None:
    """A version's figure of one kind and side, with who of its voices tells it."""
    report = version.telling.report
    whole = dict(version.figures).get(kind)
    if side == "all":
        return (_read(whole, report, rule), version.tellers(whole)) if whole else None
    hit = targets_of(version.telling)
    unarmed = bool(hit) and all(actor.kind in support_book().civil for actor in hit)
    mine = [
        s for s in version.sides if s.kind == kind and _event_side(s.side, swapped, unarmed) == side
    ]
    top = whole.value.high if whole else None
    if top is not None:
        # more than the account's own whole is a figure of something else
        mine = [s for s in mine if s.toll.value.low <= top]
    if not mine:
        return None
    counts = [_read(s.toll, report, rule) for s in mine]
    if whole is not None and len({s.mention for s in mine}) == len(mine):
        all_sides = sum(s.toll.value.low for s in version.sides if s.kind == kind)
        if all_sides == whole.value.low:
            added = reduce(Count.plus, counts)
            return added, version.tellers(mine[0].toll)
    # several figures of one side that do not add up to the whole: parts of the greatest
    most = max(range(len(mine)), key=lambda at: (counts[at].low, counts[at].high or counts[at].low))
    return counts[most], version.tellers(mine[most].toll)


def _event_side(side: str, swapped: bool, unarmed: bool) -> str:
    """The event's side that a claim's side is; targets who are all unarmed are civilians."""
    if side == "targets" and unarmed:
        return "civilians"
    return _SWAPPED.get(side, side) if swapped else side


def _read(told: Grounded[Count], report: Report, rule: FigureRule) -> Count:
    """A figure as the rule reads its words; "dozens" is 24 or more, to ACLED 12."""
    if not rule.words or told.value.high is not None:
        return told.value
    quoted = " ".join(span.quote(report.text) for span in told.spans).lower()
    if any(c.isdigit() for c in quoted):
        return told.value
    means = [rule.words[word] for word in _WORD.findall(quoted) if word in rule.words]
    return Count(min(means), None) if means else told.value


def _latest(told: Sequence[Told], aside: dict[str, str]) -> list[Told]:
    """Of each source the figure that it told last, unless that is only a looser one."""
    by_source: dict[str, list[Told]] = {}
    for figure in told:
        by_source.setdefault(figure.source, []).append(figure)
    kept = []
    for source, own in sorted(by_source.items()):
        stands = None
        for figure in sorted(own, key=by_day):
            if stands is None:
                stands = figure
                continue
            why = _keeps(stands, figure)
            if why is None:
                aside[stands.key] = f"superseded by {figure.key} of the same source ({source})"
                stands = figure
            else:
                aside[figure.key] = f"{why} {stands.key} of the same source ({source})"
        kept += [stands] if stands else []
    return sorted(kept, key=by_day)


def by_day(told: Told) -> tuple[date, int, int, str]:
    """Sorts by day, within a day the lower first, since tolls rise; the firmer figure last."""
    top = told.count.high
    return told.day or date.min, told.count.low, 0 if top is None else 1, told.key


def _keeps(stands: Told, later: Told) -> str | None:
    """Why a source's earlier figure stands against its later one; None where it does not."""
    if later.count == stands.count:
        return "repeats"
    if within(stands.count, later.count) and later.count.low < stands.count.low:
        return "a looser figure than"
    if later.count.low < figure_book().correction_share * stands.count.low:
        return "too far below to correct"
    return None


def within(inner: Count, outer: Count) -> bool:
    """Whether all that one count allows is allowed by the other."""
    if inner.low < outer.low:
        return False
    return outer.high is None or (inner.high is not None and inner.high <= outer.high)


def _proportionate(told: Sequence[Told], aside: dict[str, str]) -> list[Told]:
    """Without figures out of all proportion to what many others tell: those of another matter."""
    book = figure_book()
    if len(told) < book.proportion_from:
        return list(told)
    # "dozens" bounds nothing above: what firm figures there are say what is in proportion
    firm = [t for t in told if not t.open] or told
    middle = statistics.median_low(t.count.low for t in firm)
    kept = []
    for figure in told:
        if figure.count.low > book.proportion * max(middle, 1):
            aside[figure.key] = (
                f"{figure.count.low} is out of proportion to the {middle} of others: another toll"
            )
        elif figure.count.high is not None and book.proportion * figure.count.high < middle:
            aside[figure.key] = (
                f"{figure.count.high} is out of proportion to {middle}: a part of it"
            )
        else:
            kept.append(figure)
    return kept


def _settled(told: Sequence[Told], aside: dict[str, str], end: str | None) -> list[Told]:
    """Without figures of the first days that later ones of other sources overtook."""
    book = figure_book()
    last = date.fromisoformat(end) if end else None
    kept = []
    for figure in told:
        early = figure.day is not None and (
            last is None or (figure.day - last).days <= book.provisional_days
        )
        higher = [
            later
            for later in told
            if early
            and later.day is not None
            and figure.day is not None
            and later.day > figure.day
            and later.source != figure.source
            and later.count.low > figure.count.low
            and (figure.count.high is None or later.count.low > figure.count.high)
        ]
        needed = 1 if figure.open else book.overtaken_by
        if len({later.source for later in higher}) >= needed:
            aside[figure.key] = f"overtaken by the later {higher[-1].count.low} of {higher[-1].key}"
        else:
            kept.append(figure)
    return kept
