"""Who stands on UCDP's two sides, and what kind of violence that makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.export.claim_form import event_type
from tacitus.export.losses import Losses
from tacitus.export.sides import called_by, home_of, of_a_state, opposed, own_name, told_most
from tacitus.export.wording import one_line
from tacitus.knowledge.actor_codes import other_names
from tacitus.knowledge.actors import load_registry
from tacitus.knowledge.states import load_countries
from tacitus.knowledge.ucdp import Ucdp, load_ucdp
from tacitus.records import Event, Party

_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3
# types whose parties may all be initiators
_MUTUAL = ("Battles",)
_ARMED = ("government", "governments", "group")


@dataclass(frozen=True, slots=True)
class UcdpSide:
    """One side of a dyad.

    Attributes:
        name: as UCDP writes it.
        id: UCDP's ActorId; None where it is not known.
        state: ISO 3166 alpha-2 code of a government; None for others.
        official: whether it is a government, or several of them acting as one.
        of: which of the event's sides it is, "initiators" or "targets".
    """

    name: str
    id: int | None
    state: str | None
    official: bool
    of: str


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two sides and their kind of violence.

    Attributes:
        violence: 1 state-based, 2 non-state, 3 one-sided.
        a, b: the sides; a government is side a, civilians are side b.
    """

    violence: int
    a: UcdpSide
    b: UcdpSide

    @property
    def name(self) -> str:
        """ "Government of Mali - JNIM"."""
        return f"{self.a.name} - {self.b.name}"


def dyads_of(event: Event, losses: Losses) -> tuple[list[Dyad], str]:
    """The dyads of an event, each a row of UCDP's data.

    A dyad has one actor on each side: the government of the country it is in before those of
    others, else who is named first; allies are left out. A side that holds a state's forces and
    rebels is two.

    Args:
        event: an incidence of armed force.
        losses: where allies that are left out are counted.

    Returns:
        The dyads, and where there is none the reason.
    """
    book = load_ucdp()
    country = event.place.country if event.place else None
    found: list[Dyad] = []
    reasons: list[str] = []
    initiators = told_most(event, "initiators", losses)
    targets = told_most(event, "targets", losses)
    mutual = event_type(event.type) in _MUTUAL
    for doers, hit in opposed(initiators, targets, book.not_allied, country, mutual=mutual):
        made = _dyad(doers, hit, event, losses)
        if isinstance(made, str):
            reasons.append(made)
        elif all({made.a.name, made.b.name} != {d.a.name, d.b.name} for d in found):
            found.append(made)
    return found, "" if found else reasons[0]


def _dyad(doers: Sequence[Party], hit: Sequence[Party], event: Event, losses: Losses) -> Dyad | str:
    """A dyad, or why there is none."""
    book = load_ucdp()
    one = _side(doers, event, "initiators", losses)
    if one is None:
        return _no_actor(doers, book)
    other = _side([p for p in hit if not _same(p, one, event, book)], event, "targets", losses)
    if other is not None:
        if other.official and not one.official:
            one, other = other, one
        return Dyad(_STATE_BASED if one.official else _NON_STATE, one, other)
    civil = any(book.side(party.kind) == "civilians" for party in hit)
    killed = event.figure("killed", "civilians")
    if civil or (not hit and killed is not None and killed.best > 0):
        civilians = UcdpSide(book.civilians.name, book.civilians.id, None, False, "targets")
        return Dyad(_ONE_SIDED, one, civilians)
    return "no second side is told, and UCDP has dyads"


def _no_actor(parties: Sequence[Party], book: Ucdp) -> str:
    armed = [p for p in parties if book.side(p.kind) in _ARMED]
    if armed or any(party.kind in book.unidentified for party in parties):
        return "nobody knows who did it, and UCDP has no dyad without an identified actor"
    if parties:
        return "who did it is no organised actor to UCDP"
    return "no initiator is told, and UCDP has dyads"


def _same(party: Party, one: UcdpSide, event: Event, book: Ucdp) -> bool:
    """Whether a target is the first side again: nobody is told to fight themselves."""
    made = _coded(party, event, book, one.of)
    return made is not None and (made.name, made.state) == (one.name, one.state)


def _side(parties: Sequence[Party], event: Event, of: str, losses: Losses) -> UcdpSide | None:
    """The armed actor of a side; None where it holds none that is identified."""
    book = load_ucdp()
    made = [side for party in parties if (side := _coded(party, event, book, of)) is not None]
    if not made:
        return None
    country = event.place.country if event.place else None
    home = book.state(country) if country else None
    chosen = next((side for side in made if side.state is not None and side.state == home), made[0])
    if any(side.name != chosen.name for side in made):
        losses.add("dropped", of, "a dyad has one actor on each side: allies left out", event.id)
    return chosen


def _coded(party: Party, event: Event, book: Ucdp, of: str) -> UcdpSide | None:
    """An armed actor in UCDP's terms; None for civilians and for those whom nobody knows."""
    kind = book.side(party.kind)
    if kind == "government" and of_a_state(party):
        code = home_of(party, event, book.local)
        if code is None:
            return None
        state = book.state(code)
        known = load_registry().actors.get(f"state:{state}:government")
        number = other_names(known).ucdp if known else None
        name = book.government.format(country=book.country(state))
        return UcdpSide(name, number, state, True, of)
    if kind not in _ARMED:
        return None
    official = kind != "group"
    known = load_registry().actors.get(party.actor or "")
    if known is not None:
        return UcdpSide(one_line(party.name), other_names(known).ucdp, None, official, of)
    said = own_name(party) or _umbrella(party, event, book)
    return UcdpSide(one_line(said), None, None, official, of) if said else None


def _umbrella(party: Party, event: Event, book: Ucdp) -> str | None:
    """The name for all insurgents of a country, where no group among them is named."""
    code = event.place.country if event.place else None
    country = load_countries().countries.get(code or "")
    if party.kind != "rebels" or country is None or not country.adjectives:
        return None
    if not called_by(party, book.umbrella.words):
        return None
    return book.umbrella.name.format(nation=country.adjectives[0])
