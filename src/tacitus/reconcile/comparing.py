"""Field by field, how two claims compare: each comparison comes out at one named level."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tacitus.knowledge.reconciling import Reconciling, load_word_shares
from tacitus.reconcile.nearness import km_between, place_level
from tacitus.reconcile.traits import Actor, Toll, Traits

Said = tuple[tuple[str, str], ...]

# claims whose words are remembered, some 5 KB each: those compared one after the other
_WORDED = 2048


class Found(NamedTuple):
    """How one comparison came out.

    Attributes:
        level: name of the level.
        said: gives the values for the level's reason, by name; most pairs are never told of.
    """

    level: str
    said: Callable[[], Said] = tuple


Comparison = Callable[[Traits, Traits, Reconciling], Found]


def _types(a: Traits, b: Traits, rules: Reconciling) -> Found:
    def said() -> Said:
        return (("a", a.type), ("b", b.type))

    if a.type == b.type:
        return Found("same" if a.type in rules.types.common else "same_rare", said)
    if any(a.type in group and b.type in group for group in rules.types.confused):
        return Found("confused", said)
    together = a.family == b.family
    if together or any(a.type in group and b.type in group for group in rules.types.broad):
        return Found("broad", said)
    return Found("other", said)


def gap(a: Traits, b: Traits) -> int | None:
    """Days between two claims' intervals: 0 where they meet; None where one is undated."""
    mine, theirs = a.days, b.days
    if mine is None or theirs is None:
        return None
    return max(0, mine[0] - theirs[1], theirs[0] - mine[1])


def _times(a: Traits, b: Traits, rules: Reconciling) -> Found:
    apart = gap(a, b)

    def said() -> Said:
        return (("a", _days(a)), ("b", _days(b)), ("days", str(apart)))

    if apart is None:
        return Found(_undated(a, b, rules), said)
    if apart > rules.time.reach_days:
        return Found("apart", said)
    if apart > 1:
        return Found("some_days", said)
    if apart == 1:
        return Found("next_day", said)
    kinds = {a.when, b.when}
    if kinds == {"day"}:
        return Found("same_day", said)
    if "long" in kinds:
        return Found("long_meet" if kinds == {"long"} else "holds", said)
    if kinds == {"lead"}:
        return Found("lead_both", said)
    if "lead" in kinds:
        lead, other = (a, b) if a.when == "lead" else (b, a)
        close = (lead.last or 0) - (other.last or 0) <= 1
        return Found("lead_close" if close else "lead", said)
    return Found("days_meet", said)


def _undated(a: Traits, b: Traits, rules: Reconciling) -> str:
    if a.first is None and b.first is None:
        if a.published is None or b.published is None:
            return "undated_both"
        soon = abs(a.published - b.published) <= rules.time.reach_days
        return "undated_both_soon" if soon else "undated_both"
    told, dated = (a, b) if a.first is None else (b, a)
    if told.published is None or dated.days is None:
        return "undated"
    first, last = dated.days
    if told.published < first - 1 and told.factuality != "prospective":
        return "before"
    soon = told.published - last <= rules.time.reach_days
    return "undated_soon" if soon else "undated"


def _days(traits: Traits) -> str:
    if traits.days is None:
        return "undated"
    first, last = map(date.fromordinal, traits.days)
    return str(last) if first == last else f"{first} to {last}"


def _places(a: Traits, b: Traits, rules: Reconciling) -> Found:
    here, there = a.where, b.where
    if here is None or there is None:
        return Found("unknown")
    km = km_between(here, there)

    def said() -> Said:
        return (("a", here.name), ("b", there.name), ("km", "?" if km is None else f"{km:.0f}"))

    return Found(place_level(here, there, km, rules), said)


def _initiators(a: Traits, b: Traits, rules: Reconciling) -> Found:
    return _sides(a.initiators, b.initiators, a, b)


def _targets(a: Traits, b: Traits, rules: Reconciling) -> Found:
    return _sides(a.targets, b.targets, a, b)


def _turned(a: Traits, b: Traits) -> tuple[str, ...]:
    """Actors that one claim has as initiator and the other as target."""
    return tuple(
        x.name
        for some, others in ((a.initiators, b.targets), (a.targets, b.initiators))
        for x in some
        for y in others
        if x.id is not None and x.id == y.id
    )


def _sides(some: tuple[Actor, ...], others: tuple[Actor, ...], a: Traits, b: Traits) -> Found:
    if not some or not others:
        turned = _turned(a, b)
        if turned:
            return Found("swapped", lambda: (("shared", ", ".join(turned)),))
        return Found("unknown")

    def said() -> Said:
        return (("a", _names(some)), ("b", _names(others)))

    shared = [x.name for x in some for y in others if x.id is not None and x.id == y.id]
    if shared:
        return Found("same", lambda: (*said(), ("shared", shared[0])))
    things = [t for x in some for y in others if (t := _same_words(x, y))]
    if things:
        return Found("same_thing", lambda: (*said(), ("shared", things[0])))
    turned = _turned(a, b)
    if turned:
        return Found("swapped", lambda: (*said(), ("shared", turned[0])))
    return Found(min((_kin(x, y) for x in some for y in others), key=_ORDER.index), said)


_ORDER = ("kin", "allied", "fits", "unknown", "other", "opposed")


def _same_words(x: Actor, y: Actor) -> str | None:
    """The mention that two things, or two groups in no registry, share most words of."""
    if x.id is not None or y.id is not None or not x.words or not y.words:
        return None
    named = x.name[:1].isupper() and y.name[:1].isupper()
    if not named and "things" not in (x.camp, y.camp):
        return None
    mine, theirs = set(x.words), set(y.words)
    return x.name if 2 * len(mine & theirs) >= min(len(mine), len(theirs)) + 1 else None


def _kin(x: Actor, y: Actor) -> str:
    if x.id is not None and y.id is not None:
        if _one_house(x, y):
            return "kin"
        return "allied" if not set(x.side).isdisjoint(y.side) else "other"
    if not x.camp or not y.camp:
        return "unknown"
    if x.country and y.country and x.country != y.country and "state" in (x.camp, y.camp):
        return "opposed"
    if x.camp == y.camp:
        return "fits"
    return "opposed" if {x.camp, y.camp} <= {"state", "armed"} else "unknown"


def _one_house(x: Actor, y: Actor) -> bool:
    """Whether one is a branch of the other or became it, or both are organs of one state.

    Two branches of one movement may fight each other.
    """
    shared = set(x.house).intersection(y.house)
    return bool(shared & {x.id, y.id}) or any(name.startswith("state:") for name in shared)


def _names(actors: tuple[Actor, ...]) -> str:
    return ", ".join(actor.name for actor in actors[:3])


def _killed(a: Traits, b: Traits, rules: Reconciling) -> Found:
    return _tolls(a.killed, b.killed)


def _injured(a: Traits, b: Traits, rules: Reconciling) -> Found:
    return _tolls(a.injured, b.injured)


def _captured(a: Traits, b: Traits, rules: Reconciling) -> Found:
    return _tolls(a.captured, b.captured)


def _tolls(some: tuple[Toll, ...], others: tuple[Toll, ...]) -> Found:
    if not some or not others:
        return Found("none")

    def said() -> Said:
        return (("a", _number(some[0])), ("b", _number(others[0])))

    told = {low for low, high in some if high in (low, None) and low > 0}
    same = told & {low for low, high in others if high in (low, None) and low > 0}
    if same:
        most = max(same)
        # "dozens" is 24 or more: two reports that say so do not say the same number
        exact = any(low == high == most for low, high in (*some, *others))
        if exact:
            level = "same_many" if most >= 10 else "same_some" if most >= 4 else "same_few"
            return Found(level, lambda: (*said(), ("shared", str(most))))
        return Found("meets", said)
    if any(_meet(x, y) for x in some for y in others):
        return Found("meets", said)
    ratio = min(_times_more(x, y) for x in some for y in others)
    return Found("close" if ratio <= 1.5 else "differs" if ratio <= 4.0 else "far", said)


def _meet(x: Toll, y: Toll) -> bool:
    return (x[1] is None or x[1] >= y[0]) and (y[1] is None or y[1] >= x[0])


def _times_more(x: Toll, y: Toll) -> float:
    """How many times the nearest number of one is that of the other."""
    less, more = (x, y) if x[0] <= y[0] else (y, x)
    top = less[1] if less[1] is not None else more[0]
    return more[0] / max(top, 0.5)


def _number(toll: Toll) -> str:
    low, high = toll
    return str(low) if low == high else f"{low}+" if high is None else f"{low} to {high}"


def _weapons(a: Traits, b: Traits, rules: Reconciling) -> Found:
    if not a.weapon or not b.weapon:
        return Found("unknown")

    def said() -> Said:
        return (("a", " ".join(a.weapon)), ("b", " ".join(b.weapon)))

    shared = [w for w in a.weapon if w in b.weapon]
    if shared:
        return Found("same", lambda: (*said(), ("shared", " ".join(shared))))
    if not a.means or not b.means:
        return Found("unknown")
    return Found("other" if set(a.means).isdisjoint(b.means) else "means", said)


def _wording(a: Traits, b: Traits, rules: Reconciling) -> Found:
    shared = set(a.words).intersection(b.words)
    if not shared:
        return Found("none")
    # summed exactly, since a set has no order
    alike = math.fsum(map(_telling, shared)) / (_length(a.words) * _length(b.words))

    def said() -> Said:
        return _first_of(shared)

    for level, least in (("copy", 0.7), ("much", 0.4), ("some", 0.2), ("little", 0.07)):
        if alike >= least:
            return Found(level, said)
    return Found("none", said)


@lru_cache(maxsize=4_096)
def _telling(word: str) -> float:
    """The square of how much sharing a word tells."""
    return load_word_shares().telling(word) ** 2


@lru_cache(maxsize=_WORDED)
def _length(words: tuple[str, ...]) -> float:
    return max(1e-6, sum(map(_telling, words))) ** 0.5


def _first_of(shared: Collection[str]) -> Said:
    """The rarest of some words."""
    shares = load_word_shares()
    by = sorted(shared, key=lambda w: (shares.share(w), w))[:4]
    return (("shared", ", ".join(by)),)


def _names_shared(a: Traits, b: Traits, rules: Reconciling) -> Found:
    common = rules.words.common
    shared = _rare(a.words, common) & _rare(b.words, common)
    if not shared:
        return Found("none")

    def said() -> Said:
        return _first_of(shared)

    return Found("one" if len(shared) == 1 else "several", said)


@lru_cache(maxsize=_WORDED)
def _rare(words: tuple[str, ...], common: float) -> frozenset[str]:
    shares = load_word_shares()
    return frozenset(w for w in words if shares.share(w) <= common)


def _factuality(a: Traits, b: Traits, rules: Reconciling) -> Found:
    def said() -> Said:
        return (("a", a.factuality), ("b", b.factuality))

    planned = (a.factuality == "prospective") + (b.factuality == "prospective")
    if planned:
        return Found("planned_both" if planned == 2 else "planned", said)
    return Found("same" if a.factuality == b.factuality else "doubt", said)


def _scope(a: Traits, b: Traits, rules: Reconciling) -> Found:
    return Found(("single", "sum_and_single", "sums")[a.aggregate + b.aggregate])


COMPARISONS: dict[str, Comparison] = {
    "type": _types,
    "scope": _scope,
    "factuality": _factuality,
    "time": _times,
    "place": _places,
    "wording": _wording,
    "names": _names_shared,
    "killed": _killed,
    "injured": _injured,
    "captured": _captured,
    "weapon": _weapons,
    "initiators": _initiators,
    "targets": _targets,
}
"""All comparisons, by their name in reconciling.yaml; what tells much for little comes first."""
