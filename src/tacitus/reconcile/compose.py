"""One cluster of claims into an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tacitus.reconcile.contests import contests_of
from tacitus.reconcile.copies import Copies
from tacitus.reconcile.decisions import in_force
from tacitus.reconcile.edits import decided
from tacitus.reconcile.figures import figures_of
from tacitus.reconcile.ids import event_id, in_order
from tacitus.reconcile.parties import SidesOf, sides_of
from tacitus.reconcile.rulebook import figure_rule
from tacitus.reconcile.sources import Heard, hear
from tacitus.reconcile.spots import Days, days_of, place_of
from tacitus.reconcile.support import support_of
from tacitus.reconcile.versions import KINDS
from tacitus.reconcile.voices import UNKNOWN_OUTLET
from tacitus.records import Bond, Decision, Event, Figure, TacitusError, Telling

# from the surest on: an event is as sure as its best telling
_FACTUALITY = ("asserted", "hedged", "prospective", "denied")


def compose(
    tellings: Sequence[Telling],
    bonds: Sequence[Bond] = (),
    *,
    copies: Copies | None = None,
    rule: str = "range",
    decisions: Sequence[Decision] = (),
) -> Event:
    """What the claims of one cluster say about one happening.

    Args:
        tellings: the claims with their reports, in any order, at least one.
        bonds: why they were put together.
        copies: which reports are copies of each other; worked out from the claims' reports where
            not given.
        rule: key of ``rules`` in figure_rules.yaml, by which the figures are given.
        decisions: reviewers' decisions; those undone or about other events are passed over.

    Returns:
        The event, the same for any order of the claims.

    Raises:
        TacitusError: ``no-claims`` without a claim; ``unknown-figure-rule`` as ``figure_rule``;
            ``unknown-field`` and ``bad-value`` as ``edits.decided``.
    """
    figure_rule(rule)
    told = in_order(tellings)
    if not told:
        raise TacitusError("no-claims", "an event needs at least one claim.", "Give its claims.")
    heard = hear(told, copies)
    best = _believed(told)
    aggregate = all(_is_sum(t) for t in told)
    # a sum over several events says little about one of them
    single = tuple(t for t in best if _is_sum(t) == aggregate) or best
    kind = _type(single, heard)
    sides = sides_of(single, kind)
    place, placed = place_of(single)
    days = days_of(single)
    figures = figures_of(heard, rule, swapped=sides.swapped, end=days.end, aggregate=aggregate)
    contests = contests_of(heard, sides.swapped, days.end, aggregate)
    weapons = _weapons(told)
    factuality = _surest(told)
    event = Event(
        id=event_id(told[0]),
        claims=tuple(t.key for t in told),
        type=kind,
        initiators=sides.initiators,
        targets=sides.targets,
        place=place,
        start=days.start,
        end=days.end,
        date_precision=days.precision,
        figures=figures,
        weapons=tuple(weapons),
        factuality=factuality,
        aggregate=aggregate,
        contested=contests,
        support=support_of(
            heard, sides.initiators, sides.targets, contests, sides.swapped, days.end
        ),
        reports=tuple(dict.fromkeys(t.report.id for t in told)),
        outlets=tuple(sorted({t.report.source or UNKNOWN_OUTLET for t in told})),
        sources=heard.sources,
        rests_on=_rests_on(
            told, kind, sides, placed, days, figures, weapons, factuality, aggregate
        ),
        bonds=tuple(sorted(bonds, key=lambda b: (b.a, b.b))),
    )
    return decided(event, in_force(decisions))


def _is_sum(telling: Telling) -> bool:
    aggregate = telling.claim.aggregate
    return aggregate is not None and aggregate.value


def _believed(told: Sequence[Telling]) -> tuple[Telling, ...]:
    """The claims that tell it as having happened; all where none does."""
    sure = tuple(t for t in told if t.claim.factuality.value in ("asserted", "hedged"))
    return sure or tuple(told)


def _surest(told: Sequence[Telling]) -> str:
    values = {t.claim.factuality.value for t in told}
    return next((value for value in _FACTUALITY if value in values), _FACTUALITY[0])


def _type(told: Sequence[Telling], heard: Heard) -> str:
    """The type that most independent sources tell; of several the one that most claims do."""
    keys = {t.key: t.claim.type.value for t in told}
    sources: dict[str, set[str]] = {}
    for version in heard.versions:
        if version.main and version.key in keys:
            sources.setdefault(keys[version.key], set()).update(heard.ids(version))
    claims = Counter(keys.values())
    return min(claims, key=lambda k: (-len(sources.get(k, ())), -claims[k], k))


def _weapons(told: Sequence[Telling]) -> dict[str, tuple[str, ...]]:
    """Weapons as written, those of most claims first, with their claims."""
    written: dict[str, list[tuple[str, str]]] = {}
    for telling in told:
        if telling.claim.weapon is not None:
            word = telling.claim.weapon.value
            written.setdefault(word.casefold(), []).append((word, telling.key))
    ranked = sorted(written.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {uses[0][0]: tuple(key for _, key in uses) for _, uses in ranked}


def _rests_on(
    told: Sequence[Telling],
    kind: str,
    sides: SidesOf,
    placed: Sequence[str],
    days: Days,
    figures: Sequence[Figure],
    weapons: dict[str, tuple[str, ...]],
    factuality: str,
    aggregate: bool,
) -> dict[str, tuple[str, ...]]:
    """Of each field that has a value, the claims that give it, in order of publication."""
    given: dict[str, set[str]] = {
        "type": {t.key for t in told if t.claim.type.value == kind},
        "initiators": {key for party in sides.initiators for key in party.claims},
        "targets": {key for party in sides.targets for key in party.claims},
        "place": set(placed),
        "start": set(days.claims) if days.start else set(),
        "end": set(days.claims) if days.end else set(),
        "weapons": {key for keys in weapons.values() for key in keys},
        "factuality": {t.key for t in told if t.claim.factuality.value == factuality},
        "aggregate": {t.key for t in told if _is_sum(t)} if aggregate else set(),
    }
    for name in KINDS:
        given[name] = {key for f in figures if f.kind == name for key in f.claims}
    order = [t.key for t in told]
    return {name: tuple(k for k in order if k in keys) for name, keys in given.items() if keys}
