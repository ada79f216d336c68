"""The two sides of an event: who all the claims' initiators and targets are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.knowledge.actors import fold, load_registry
from tacitus.reconcile.kin import may_be_one, narrower
from tacitus.reconcile.rulebook import support_book
from tacitus.records import ActorRef, Party, Telling

# classes of which each mention is a thing of its own
_THINGS = frozenset({"civil_object", "military_object", "weapon", "non_actor", "person"})


@dataclass(frozen=True, slots=True)
class SidesOf:
    """The sides of an event.

    Attributes:
        initiators, targets: its parties, those of most claims first.
        swapped: keys of claims that name the two sides the other way round, as tellings of a fight
            do.
    """

    initiators: tuple[Party, ...]
    targets: tuple[Party, ...]
    swapped: frozenset[str]


def initiators_of(telling: Telling) -> tuple[ActorRef, ...]:
    """Who the initiators of a claim are."""
    return telling.claim.actors[: len(telling.claim.initiators)]


def targets_of(telling: Telling) -> tuple[ActorRef, ...]:
    """Who the targets of a claim are."""
    return telling.claim.actors[len(telling.claim.initiators) :]


def sides_of(told: Sequence[Telling], kind: str) -> SidesOf:
    """The parties of an event.

    Args:
        told: claims that tell it as having happened, in order of publication.
        kind: the event's type; in one of ``mutual`` in support.yaml either side may be named first.

    Returns:
        Parties merged by registry id, else by class and country; a mention that is only less
        precise ("gunmen", "government forces") goes to the party that it can mean. A party stands
        on the side on which most claims have it.
    """
    swapped = _swapped(told) if kind in support_book().mutual else frozenset()
    sides: tuple[list[tuple[str, ActorRef]], list[tuple[str, ActorRef]]] = ([], [])
    for telling in told:
        turned = telling.key in swapped
        for number, refs in enumerate((initiators_of(telling), targets_of(telling))):
            sides[number ^ turned].extend((telling.key, ref) for ref in refs)
    first, second = _parties(sides[0]), _parties(sides[1])
    return SidesOf(
        *_once(first, second),
        swapped=frozenset(swapped),
    )


def _swapped(told: Sequence[Telling]) -> frozenset[str]:
    """Claims whose sides fit the other way round better to those of the first that names both."""
    whole = [t for t in told if initiators_of(t) and targets_of(t)]
    if not whole:
        return frozenset()
    lead = whole[0]
    found = set()
    for telling in told:
        own = (initiators_of(telling), targets_of(telling))
        led = (initiators_of(lead), targets_of(lead))
        straight = _fit(own[0], led[0]) + _fit(own[1], led[1])
        crossed = _fit(own[0], led[1]) + _fit(own[1], led[0])
        if crossed > straight:
            found.add(telling.key)
    return frozenset(found)


def _fit(some: Sequence[ActorRef], others: Sequence[ActorRef]) -> int:
    """How many of some actors are among others; those that could be anybody do not count."""
    anybody = support_book().anybody
    return sum(
        any(may_be_one(a, b) for b in others if b.actor or b.kind not in anybody)
        for a in some
        if a.actor or a.kind not in anybody
    )


def _key(ref: ActorRef) -> str:
    """What mentions of one party share."""
    if ref.actor:
        return ref.actor
    if ref.kind in _THINGS:
        return f"{ref.kind}: {' '.join(fold(ref.mention)[-1:])}"
    return f"{ref.kind} {ref.country or ''}"


def _parties(named: Sequence[tuple[str, ActorRef]]) -> list[Party]:
    """The parties of one side."""
    groups: dict[str, list[tuple[str, ActorRef]]] = {}
    for claim, ref in named:
        groups.setdefault(_key(ref), []).append((claim, ref))
    weight = {key: len({claim for claim, _ in held}) for key, held in groups.items()}
    into: dict[str, str] = {}
    for key in sorted(groups, key=lambda k: (weight[k], k)):
        wider = groups[key][0][1]
        better = [
            other
            for other in groups
            if other != key and other not in into and _says_more(groups[other][0][1], wider)
        ]
        if better:
            into[key] = min(better, key=lambda k: (-weight[k], k))
    for key in groups:
        target = key
        while target in into:
            target = into[target]
        if target != key:
            groups[target] = groups[target] + groups[key]
    kept = (_party(groups[key][0][1], groups[key]) for key in groups if key not in into)
    return sorted(kept, key=lambda p: (-len(p.claims), p.name, p.mentions))


def _says_more(one: ActorRef, other: ActorRef) -> bool:
    """Whether one mention is the other, more precisely told."""
    if one.kind in _THINGS or other.kind in _THINGS:
        # an aircraft or a base is somebody's, but nothing tells whose
        return False
    if one.actor and other.actor:
        return narrower(one.actor, other.actor)
    if other.actor or not may_be_one(one, other):
        return False
    anybody = support_book().anybody
    if one.actor:
        return one.kind == other.kind or other.kind in anybody
    if one.kind == other.kind:
        return one.country is not None and other.country is None
    return (
        other.kind in anybody and one.kind not in anybody and one.kind not in support_book().civil
    )


def _party(ref: ActorRef, named: Sequence[tuple[str, ActorRef]]) -> Party:
    written = Counter(other.mention for _, other in named)
    mentions = tuple(sorted(written, key=lambda m: (-written[m], m)))
    claims = tuple(sorted({claim for claim, _ in named}))
    countries = Counter(o.country for _, o in named if o.country and o.actor == ref.actor)
    country = min(countries, key=lambda c: (-countries[c], c)) if countries else None
    if ref.actor:
        known = load_registry().actors.get(ref.actor)
        name = known.name if known else ref.name or ref.mention
        return Party(ref.actor, name, ref.kind, country, mentions, claims)
    return Party(None, mentions[0], ref.kind, country, mentions, claims)


def _once(
    first: Sequence[Party], second: Sequence[Party]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Each registered party on one side: where more claims have it, the first where as many do."""
    here = {p.actor: len(p.claims) for p in first if p.actor}
    there = {p.actor: len(p.claims) for p in second if p.actor}
    return (
        tuple(p for p in first if not p.actor or here[p.actor] >= there.get(p.actor, 0)),
        tuple(p for p in second if not p.actor or there[p.actor] > here.get(p.actor, 0)),
    )
