"""Who stands in ACLED's actor columns: names, classes, pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.export.losses import Losses
from tacitus.export.sides import called_by, home_of, of_a_state, opposed, own_name, told_most
from tacitus.export.wording import one_line
from tacitus.knowledge.acled import Acled, load_acled
from tacitus.knowledge.actor_codes import other_names
from tacitus.knowledge.actors import load_kinds, load_registry
from tacitus.knowledge.states import load_countries
from tacitus.records import Event, Party

_YEARS = re.compile(r"(\d{4})-(\d{4})?$")
_VIOLENT = ("Battles", "Explosions/Remote violence", "Violence against civilians")
_MUTUAL = ("Battles", "Strategic developments")
_FOREIGN, _CIVILIANS, _STATE = 8, 7, 1


@dataclass(frozen=True, slots=True)
class AcledActor:
    """An actor as ACLED writes it.

    Attributes:
        name: its name.
        inter: ACLED's class, by its digit.
        groups: associated actors that come with it ("Journalists (Syria)").
    """

    name: str
    inter: int
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Who stands against whom in a row.

    Attributes:
        one, other: actor 1 and 2; the second is None where the first acted alone.
        with_one, with_other: associated actors.
    """

    one: AcledActor
    other: AcledActor | None
    with_one: tuple[str, ...]
    with_other: tuple[str, ...]


def pairs_of(event: Event, losses: Losses) -> list[Pair]:
    """The pairs of actors of an event, each a row of ACLED.

    Allies on one side are one actor and those associated with it. A side that holds a state's
    forces and rebels is two, since these do not fight side by side.

    Args:
        event: one of ACLED's types, with a place.
        losses: where it is counted what the columns cannot hold.

    Returns:
        None where no actor is told and none can be put in its place.
    """
    book = load_acled()
    kind = str(book.event_type(event.type))
    doers = told_most(event, "initiators", losses)
    hit = told_most(event, "targets", losses)
    if kind in book.actors.crowds and not _crowd(doers, book) and _crowd(hit, book):
        # a crowd is actor 1, also where only those who met it are told to have acted
        doers, hit = hit, doers
    country = event.place.country if event.place else None
    pairs: list[Pair] = []
    mutual = kind in _MUTUAL
    for one, other in opposed(doers, hit, book.actors.not_allied, country, mutual=mutual):
        pair = _pair(one, other, event, kind, losses)
        if pair is not None and pair not in pairs:
            pairs.append(pair)
    return pairs


def _crowd(parties: Sequence[Party], book: Acled) -> bool:
    return any(party.kind in book.actors.crowds.values() for party in parties)


def _pair(
    doers: Sequence[Party], hit: Sequence[Party], event: Event, kind: str, losses: Losses
) -> Pair | None:
    book = load_acled()
    ones = _coded(doers, event, kind, True, losses)
    others = _coded(hit, event, kind, False, losses)
    others = _without(ones, others, event, losses)
    if kind == "Battles":
        ones, others = _fighters(ones, event, losses), _fighters(others, event, losses)
    if kind == "Strategic developments":
        if not ones:
            ones, others = others, []
        if not ones:
            return None
    if not ones:
        ones = [_nobody(event, kind, book)]
        losses.add(
            "changed", "initiators", "none is told: an unidentified actor stands for it", event.id
        )
    if not others:
        others = _missing(event, kind, book, losses)
    if kind != "Battles":
        # a military target comes first where civilians were hit with it
        others.sort(key=lambda actor: actor.inter == _CIVILIANS)
    other = others[0] if others else None
    return Pair(ones[0], other, _with(ones), _with(others))


def _without(
    ones: list[AcledActor], others: list[AcledActor], event: Event, losses: Losses
) -> list[AcledActor]:
    """A second side without those who stand on the first: nobody is told to fight themselves.

    Unidentified groups, crowds and communities of one name may be two.
    """
    classes = [given.name.partition(" (")[0] for given in load_acled().actors.names.values()]
    known = {actor.name for actor in ones if actor.name.partition(" (")[0] not in classes}
    left = [actor for actor in others if actor.name not in known]
    if len(left) < len(others):
        losses.add(
            "dropped", "targets", "named on both sides: it stands on the first alone", event.id
        )
    return left


def _fighters(actors: list[AcledActor], event: Event, losses: Losses) -> list[AcledActor]:
    """Without civilians, who are no actors of a battle."""
    armed = [actor for actor in actors if actor.inter != _CIVILIANS]
    if len(armed) < len(actors):
        losses.add(
            "dropped", "targets", "civilians are no actors of a battle: notes name them", event.id
        )
    return armed


def _missing(event: Event, kind: str, book: Acled, losses: Losses) -> list[AcledActor]:
    """Who is put on the second side where nobody is told: a battle needs two, violence a victim."""
    if kind == "Battles":
        losses.add(
            "changed", "targets", "none is told: an unidentified actor stands for it", event.id
        )
        return [_unnamed("unknown_armed", event, None, book)]
    if kind == "Violence against civilians":
        return [_unnamed("civilians", event, None, book)]
    return []


def _nobody(event: Event, kind: str, book: Acled) -> AcledActor:
    """Who stands for an initiator that is not told."""
    crowd = book.actors.crowds.get(kind)
    nobody = book.actors.nobody
    return _unnamed(crowd or nobody.get(event.type, nobody["else"]), event, None, book)


def _with(actors: Sequence[AcledActor]) -> tuple[str, ...]:
    """The associated actors of a side: all but the first, and the groups of people in it."""
    if not actors:
        return ()
    names = [actor.name for actor in actors[1:]]
    groups = [group for actor in actors for group in actor.groups]
    return tuple(dict.fromkeys(name for name in [*names, *groups] if name != actors[0].name))


def _coded(
    parties: Sequence[Party], event: Event, kind: str, doer: bool, losses: Losses
) -> list[AcledActor]:
    """One side in ACLED's terms, each actor once; things are left out."""
    made: dict[str, AcledActor] = {}
    for party in parties:
        actor = _actor(party, event, kind, doer, losses)
        if actor is None:
            side = "initiators" if doer else "targets"
            losses.add("dropped", side, "a thing is no actor in ACLED", event.id)
            continue
        known = made.get(actor.name)
        groups = (*known.groups, *actor.groups) if known else actor.groups
        made[actor.name] = AcledActor(actor.name, actor.inter, tuple(dict.fromkeys(groups)))
    return list(made.values())


def _actor(party: Party, event: Event, kind: str, doer: bool, losses: Losses) -> AcledActor | None:
    book = load_acled()
    rules = book.actors
    home = home_of(party, event, rules.local)
    crowd = rules.crowds.get(kind)
    if party.kind in rules.things.none:
        return None
    if party.kind in rules.things.military:
        return _state(party, rules.military, event, home, losses) if home else None
    if crowd and party.kind in (*rules.crowds.values(), *(rules.unarmed if doer else ())):
        return _unnamed(crowd, event, party, book)
    victim = kind == "Violence against civilians" and not doer
    if victim and party.kind not in rules.crowds.values():
        return _victim(party, event, home, losses)
    if kind in _VIOLENT and doer and party.kind in rules.attackers:
        return _unnamed("unknown_armed", event, None, book)
    if party.kind in rules.state and of_a_state(party):
        fights = kind in _VIOLENT and party.kind in rules.fighting
        branch = rules.military if fights else _branch(party, rules.state[party.kind])
        return _state(party, branch, event, home, losses)
    if party.kind in rules.unarmed and not (kind in _VIOLENT and doer):
        own = own_name(party) if party.kind == "political" else None
        return _unnamed("civilians", event, party, book, (own,) if own else ())
    return _group(party, event, home, book)


def _victim(party: Party, event: Event, home: str | None, losses: Losses) -> AcledActor:
    """Victims are civilians to ACLED, prisoners and officials too: their side is associated."""
    book = load_acled()
    also: tuple[str, ...] = ()
    if party.kind in book.actors.state and of_a_state(party):
        branch = _branch(party, book.actors.state[party.kind])
        also = (_state(party, branch, event, home, losses).name,)
    elif party.kind not in book.actors.unarmed and own_name(party) is not None:
        also = (_group(party, event, home, book).name,)
    return _unnamed("civilians", event, party, book, also)


def _branch(party: Party, default: str) -> str:
    parts = (party.actor or "").split(":")
    return parts[2] if parts[0] == "state" and len(parts) > 2 else default


def _state(party: Party, branch: str, event: Event, home: str | None, losses: Losses) -> AcledActor:
    """An organ of a state by its name and regime ("Military Forces of Mali (2021-)")."""
    book, known = load_acled(), load_countries()
    parts = (party.actor or "").split(":")
    code = parts[1] if parts[0] == "state" and len(parts) > 2 else home
    if code is None:
        return _unnamed(party.kind, event, None, book)
    label = book.actors.organs.get(branch) or known.branches[branch].acled
    label = label or str(known.branches[book.actors.military].acled)
    country = known.countries.get(code)
    named = country.acled if country else None
    years = _regime(named.regimes if named else [], event, losses)
    state = named.name if named else book.country(code)
    name = f"{label} of {state}{f' ({years})' if years else ''}"
    abroad = event.place is not None and event.place.country not in (None, code)
    return AcledActor(name, _FOREIGN if abroad else _STATE)


def _regime(regimes: Sequence[str], event: Event, losses: Losses) -> str | None:
    """The years of the regime in force; of two in one year the later."""
    year = int((event.start or event.end or "0000")[:4])
    spans = [match for text in regimes if (match := _YEARS.match(text))]
    held = [m.group() for m in spans if int(m[1]) <= year <= int(m[2] or 9999)]
    if not held:
        losses.add(
            "changed",
            "actors",
            "ACLED's years of the state's regime are not known: its forces stand without them",
            event.id,
        )
        return None
    if len(held) > 1:
        losses.add(
            "changed",
            "actors",
            "two regimes in the event's year: the later one stands",
            event.id,
        )
    return held[-1]


def _group(party: Party, event: Event, home: str | None, book: Acled) -> AcledActor:
    """A named group by ACLED's name or its own, one without a name by its class."""
    kind = party.kind
    inter = book.digit(load_kinds()[kind].inter or "") or book.actors.names["unknown_armed"].inter
    if kind in book.actors.state and event.place and home not in (None, event.place.country):
        inter = _FOREIGN
    known = load_registry().actors.get(party.actor or "")
    if known is not None:
        names = other_names(known).acled
        return AcledActor(names[0] if names else one_line(party.name), inter)
    name = own_name(party)
    if name is not None and kind not in ("unknown", "unknown_armed"):
        return AcledActor(one_line(name), inter)
    if kind == "rebels" and not called_by(party, book.actors.umbrella):
        kind = "unknown_armed"
    return _unnamed(kind, event, None, book)


def _unnamed(
    kind: str, event: Event, party: Party | None, book: Acled, also: tuple[str, ...] = ()
) -> AcledActor:
    """An actor by its class and country ("Protesters (Kenya)")."""
    names = book.actors.names
    given = names.get(kind, names["unknown_armed"])
    place = event.place.country if event.place else None
    code = (party.country if party else None) or place
    country = book.country(code) if code else "International"
    groups = [f"{group} ({country})" for group in _groups(party, book)]
    return AcledActor(given.name.format(country=country), given.inter, (*also, *groups))


def _groups(party: Party | None, book: Acled) -> list[str]:
    """What people they are, by the words for them: journalists, students, women."""
    if party is None:
        return []
    said = f" {' '.join(re.findall(r'[a-z]+', ' '.join(party.mentions).lower()))} "
    return [
        group
        for group, words in book.actors.groups.items()
        if any(f" {word} " in said for word in words)
    ]
