"""How many: the figures of many accounts as low, best and high, by a named rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tacitus.reconcile.rulebook import FigureRule, figure_rule, support_book
from tacitus.reconcile.sources import Heard
from tacitus.reconcile.tolls import Standing, Told, by_day, standing, within
from tacitus.reconcile.versions import KINDS
from tacitus.records import Count, Figure

#: Sides of an event's figures: over all, then each.
SIDES = ("all", "initiators", "targets", "civilians", "unknown")


def figures_of(
    heard: Heard,
    rule: str,
    *,
    swapped: frozenset[str] = frozenset(),
    end: str | None = None,
    aggregate: bool = False,
) -> tuple[Figure, ...]:
    """Losses of an event over all and by side, under a rule.

    Args:
        heard: the event's versions and sources.
        rule: key of ``rules`` in figure_rules.yaml.
        swapped: keys of the claims that name the event's two sides the other way round.
        end: last possible day of the event, from which on tolls settle.
        aggregate: whether the event is a sum over many unnamed ones.

    Returns:
        By kind, first over all and then by side; nothing for what nobody tells.

    Raises:
        TacitusError: ``unknown-figure-rule`` as ``figure_rule``.
    """
    chosen = figure_rule(rule)
    reliable = {s.id for s in heard.sources if s.kind not in support_book().partial}
    whole_told = {kind for version in heard.versions for kind, _ in version.figures}
    side_told = {side.kind for version in heard.versions for side in version.sides}
    found = []
    for kind in KINDS:
        made = {
            side: _figure(
                kind,
                side,
                standing(heard, kind, side, chosen, swapped, end, aggregate),
                rule,
                chosen,
                reliable,
            )
            for side in SIDES
            if kind in (whole_told if side == "all" else side_told)
        }
        whole = made.pop("all", None)
        parts = [figure for figure in made.values() if figure]
        if chosen.best == "sum" and parts:
            whole, parts = _summed(kind, parts, whole, _told_at_once(heard, kind))
        found += [whole] if whole else []
        found += parts
    return tuple(found)


def _figure(
    kind: str, side: str, stood: Standing, name: str, rule: FigureRule, reliable: set[str]
) -> Figure | None:
    told = list(stood.told)
    aside = dict(stood.aside)
    if rule.sources == "reliable" and any(t.source in reliable for t in told):
        for figure in told:
            if figure.source not in reliable:
                aside[figure.key] = f"{figure.source} has a side in the fight"
        told = [t for t in told if t.source in reliable]
    if not told:
        return None
    least = min(t.count.low for t in told)
    tops = [t.count.high for t in told if t.count.high is not None]
    best, how = _lowest(told) if rule.best == "lowest" else _mode(told)
    highest = max(t.count.low for t in told)
    # an open figure leaves the top open only where no other figure closes it
    high = max([*tops, best]) if tops and max(tops) >= highest else None
    counted = {t.key for t in told}
    return Figure(
        kind=kind,
        side=side,
        low=least if rule.low == "least" else best,
        best=best,
        high=high if rule.high == "most" else best,
        rule=name,
        claims=tuple(dict.fromkeys(t.key for t in told)),
        set_aside=tuple((key, why) for key, why in aside.items() if key not in counted),
        how=f"{how}; {_by_source(told)}",
    )


def _lowest(told: Sequence[Told]) -> tuple[int, str]:
    """The lowest figure, or what two sources tell at the least."""
    lows = sorted((t.count.low for t in told), reverse=True)
    if len(lows) == 1:
        return lows[0], "the one source's figure"
    corroborated = lows[1]
    if corroborated > lows[-1]:
        return corroborated, f"two sources tell of {corroborated} at least"
    return lows[-1], "the lowest of the sources' figures"


def _mode(told: Sequence[Told]) -> tuple[int, str]:
    """The figure that most sources' words allow; of several the one most tell, then the latest."""
    counted = Counter(t.count.low for t in told)
    if len(counted) == 1:
        return told[0].count.low, "all sources agree" if len(
            told
        ) > 1 else "the one source's figure"
    allowed = {low: sum(within(Count(low, low), t.count) for t in told) for low in counted}
    newest = max(told, key=lambda t: (allowed[t.count.low], counted[t.count.low], by_day(t)))
    low = newest.count.low
    if allowed[low] > 1:
        return low, f"{allowed[low]} of {len(told)} sources tell or allow {low}"
    return low, "the latest told"


def _by_source(told: Iterable[Told]) -> str:
    """The figures as a list: "86 sohr, 100 or more outlet:Gazette"."""
    return ", ".join(f"{t.count.words} {t.source}" for t in told)


def _told_at_once(heard: Heard, kind: str) -> int:
    """The most that one account tells over its sides, within its own whole: none is told twice."""
    most = 0
    for version in heard.versions:
        told = sum(s.toll.value.low for s in version.sides if s.kind == kind)
        whole = dict(version.figures).get(kind)
        top = whole.value.high if whole else None
        most = max(most, told if top is None else min(told, top))
    return most


def _summed(
    kind: str, parts: list[Figure], whole: Figure | None, at_once: int
) -> tuple[Figure, list[Figure]]:
    """The figure over all as the sum of the sides, and the sides.

    Where the whole is more, the rest is of no known side. Where the sides come to more than anybody
    tells, some dead are told under two of them: those of no known side are then taken for the same
    as others; where that does not mend it, the whole is taken as told.
    """
    rule = parts[0].rule
    if whole is not None:
        most = max(at_once, whole.best, whole.high or 0)
        if sum(p.best for p in parts) > most and len(parts) > 1:
            parts = [p for p in parts if p.side != "unknown"]
        if sum(p.best for p in parts) > most:
            listed = " + ".join(f"{p.best} {p.side}" for p in parts)
            return replace(whole, how=f"{whole.how}; the sides overlap: {listed}"), parts
        parts = _with_rest(kind, parts, whole)
    tops = [p.high for p in parts]
    made = Figure(
        kind=kind,
        side="all",
        low=sum(p.low for p in parts),
        best=sum(p.best for p in parts),
        high=None if None in tops else sum(top for top in tops if top is not None),
        rule=rule,
        claims=tuple(dict.fromkeys(key for p in parts for key in p.claims)),
        how="sum of the sides: " + " + ".join(f"{p.best} {p.side}" for p in parts),
    )
    aside = dict(pair for p in (*parts, *([whole] if whole else [])) for pair in p.set_aside)
    left = tuple((key, why) for key, why in aside.items() if key not in made.claims)
    return replace(made, set_aside=left), parts


def _with_rest(kind: str, parts: list[Figure], whole: Figure) -> list[Figure]:
    """The sides, with what they leave of the whole as loss of no known side."""
    rest = whole.best - sum(p.best for p in parts)
    if rest <= 0:
        return parts
    known = next((p for p in parts if p.side == "unknown"), None)
    low = min(rest, max(0, whole.low - sum(p.low for p in parts)))
    high: int | None = None
    if whole.high is not None and all(p.high is not None for p in parts):
        high = max(rest, whole.high - sum(p.high or 0 for p in parts))
    made = Figure(
        kind, "unknown", low, rest, high, whole.rule, whole.claims, (), "what the sides leave"
    )
    if known is not None:
        made = replace(
            made,
            low=known.low + low,
            best=known.best + rest,
            high=None if high is None or known.high is None else known.high + high,
            claims=tuple(dict.fromkeys((*known.claims, *whole.claims))),
            set_aside=tuple(pair for pair in known.set_aside if pair[0] not in whole.claims),
            how=f"{known.how}; and what the sides leave, {rest}",
        )
    return [*(p for p in parts if p.side != "unknown"), made]
