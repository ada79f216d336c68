"""What two claims of different reports are compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from tacitus.knowledge.actors import load_kinds, load_registry
from tacitus.knowledge.codebook import Codebook, load_codebook
from tacitus.knowledge.gazetteer_names import fold, loose, skeleton
from tacitus.knowledge.reconciling import Reconciling, load_reconciling
from tacitus.parse.stretches import STRETCH
from tacitus.reconcile.kin import root_of
from tacitus.records import ActorRef, Claim, Count, Grounded, PlaceRef, Report, Telling

Toll = tuple[int, int | None]

_WORD = re.compile(r"[^\W\d_]{3,}")
# the radius that a gazetteer's settlement gains where the event lies somewhere about it
_ABOUT_KM = 25.0


@dataclass(frozen=True, slots=True)
class Where:
    """Where a claim's event is.

    Attributes:
        name: as printed: the gazetteer's name, or the mention.
        sounds: the claim's words for it, the mention and the gazetteer's name as they sound (see
            ``loose``), each once.
        skeletons: their consonants.
        entry: id of the gazetteer's entry that the mention itself names; None where it names none.
        lat, lon: degrees; None where nothing fixes a point.
        radius: kilometres.
        country: ISO 3166 alpha-2 code.
        admin1: the first-order division.
        extent: "point", "area", "country" or "nowhere" (no coordinates).
        size: of a place named by its own name "small", "town" or "city"; else "area".
        around: the larger places named for it, as they sound.
    """

    name: str
    sounds: tuple[str, ...]
    skeletons: tuple[str, ...]
    entry: str | None
    lat: float | None
    lon: float | None
    radius: float
    country: str | None
    admin1: str | None
    extent: str
    size: str
    around: tuple[str, ...] = ()

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude; None where nothing fixes a point."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Actor:
    """One initiator or target.

    Attributes:
        name: as printed.
        id: registry id, or None.
        kind: class of actor.
        camp: "state", "armed", "people", "things" or "" where the class says none.
        country: ISO 3166 alpha-2 code.
        house: registry ids of which it is a branch, or that it turned into; its own id among them.
        side: ids and states that it stands with, by its backers.
        words: stems of its mention.
    """

    name: str
    id: str | None
    kind: str
    camp: str
    country: str | None
    house: tuple[str, ...]
    side: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What two claims are compared by; days are proleptic Gregorian ordinals.

    Attributes:
        key: the claim's key.
        report: id of its report.
        stretch: number of the stretch of the report in which it is told.
        published: day of publication.
        type: sub-event type.
        family: event type that it belongs to.
        factuality: as in the claim.
        aggregate: whether it is a sum.
        when: "day", "days" (a few), "lead" (fresh news without a day), "long" or "undated".
        first, last: first and last possible day.
        where: the place; None where none is told.
        initiators, targets: the two sides.
        killed, injured, captured: ranges told, the claim's own first, then those of its accounts.
        means: classes of weapon from the codebook.
        weapon: stems of the weapon.
        words: stems of the evidence that no other trait holds, each once, in order.
    """

    key: str
    report: str
    stretch: int
    published: int | None
    type: str
    family: str
    factuality: str
    aggregate: bool
    when: str
    first: int | None
    last: int | None
    where: Where | None
    initiators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    killed: tuple[Toll, ...]
    injured: tuple[Toll, ...]
    captured: tuple[Toll, ...]
    means: tuple[str, ...]
    weapon: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last possible day; None where undated."""
        return None if self.first is None or self.last is None else (self.first, self.last)

    @property
    def informative(self) -> int:
        """How many of its traits are told, the day and the place twice."""
        return (
            2 * (self.when in ("day", "days"))
            + (self.when == "lead")
            + 2 * (self.where is not None and self.where.extent == "point")
            + (self.where is not None)
            + bool(self.initiators)
            + bool(self.targets)
            + bool(self.killed)
            + bool(self.injured)
            + bool(self.means)
            + (self.factuality == "asserted")
        )


@lru_cache(maxsize=4_096)
def stem(word: str) -> str:
    """The stem of a word in plain lower-case letters (Porter's second stemmer)."""
    return str(_stemmer().stemWord(fold(word)))


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of three or more letters, each once, in order."""
    return tuple(dict.fromkeys(s for word in _WORD.findall(text) if len(s := stem(word)) > 1))


def traits_of(
    telling: Telling, book: Codebook | None = None, rules: Reconciling | None = None
) -> Traits:
    """What a claim is compared by.

    Args:
        telling: the claim with its report.
        book: the codebook that its type is of; by default the packaged one.
        rules: the weights in force; by default the packaged ones.
    """
    book, rules = book or load_codebook(), rules or load_reconciling()
    claim, report = telling.claim, telling.report
    when, first, last = _when(claim, rules)
    split = len(claim.initiators)
    weapon = stems(claim.weapon.value) if claim.weapon else ()
    where = _where(claim, rules)
    return Traits(
        key=telling.key,
        report=report.id,
        stretch=claim.evidence[0].start // STRETCH,
        published=report.published.toordinal() if report.published else None,
        type=claim.type.value,
        family=_family(claim.type.value, book),
        factuality=claim.factuality.value,
        aggregate=bool(claim.aggregate and claim.aggregate.value),
        when=when,
        first=first,
        last=last,
        where=where,
        initiators=_actors(claim.initiators, claim.actors[:split]),
        targets=_actors(claim.targets, claim.actors[split:]),
        killed=_tolls(claim.killed, [a.killed for a in claim.accounts]),
        injured=_tolls(claim.injured, [a.injured for a in claim.accounts]),
        captured=_tolls(claim.captured, [a.captured for a in claim.accounts]),
        means=_means(claim, book),
        weapon=weapon,
        words=_words(claim, report),
    )


def _family(name: str, book: Codebook) -> str:
    try:
        return book.event_type(name)
    except KeyError:  # a type of a codebook that is not in force any more
        return name


def _when(claim: Claim, rules: Reconciling) -> tuple[str, int | None, int | None]:
    if claim.end is None:
        return "undated", None, None
    last = date.fromisoformat(claim.end.value).toordinal()
    if claim.start is None:
        return "lead", last - rules.time.lead_days, last
    first = date.fromisoformat(claim.start.value).toordinal()
    if first == last:
        return "day", first, last
    return ("days" if last - first <= rules.time.narrow_days else "long"), first, last


def _where(claim: Claim, rules: Reconciling) -> Where | None:
    ref = claim.place_ref
    if ref is None:
        if claim.place is None:
            return None
        ref = PlaceRef(claim.place.value, None, None, None, None, None, None, None, None, None)
    countrywide = ref.feature in rules.place.countrywide
    written = claim.place.value if claim.place else None
    names = (written, ref.mention, ref.name)
    sounds = tuple(dict.fromkeys(s for n in names if n and (s := loose(n))))
    radius = ref.radius_km or 0.0
    named = ref.name is not None
    if countrywide:
        extent = "country"
    elif ref.lat is None or ref.lon is None:
        extent = "nowhere"
    else:
        extent = "point" if radius <= rules.place.point_km else "area"
    # a place in no gazetteer that is put at a country's middle has a name and no point
    if not named and (ref.ucdp_precision or 0) >= 6:
        extent = "nowhere"
    return Where(
        name=ref.name or ref.mention,
        sounds=sounds,
        skeletons=tuple(dict.fromkeys(skeleton(s) for s in sounds)),
        entry=ref.gazetteer_id if named else None,
        lat=ref.lat if extent != "nowhere" else None,
        lon=ref.lon if extent != "nowhere" else None,
        radius=radius,
        country=ref.country,
        admin1=ref.admin1,
        extent=extent,
        size=_size(ref, rules),
        around=tuple(dict.fromkeys(s for w in claim.within if (s := loose(w.value)))),
    )


def _size(ref: PlaceRef, rules: Reconciling) -> str:
    if ref.name is None:
        return "small"
    if ref.feature != "settlement":
        return "area" if ref.feature not in ("site", "district") else "small"
    # the radius of a settlement follows from its inhabitants, and is wider for "near" it
    near = (ref.acled_precision or 1) > 1
    radius = (ref.radius_km or 1.0) - (_ABOUT_KM if near else 0.0)
    if radius <= rules.place.small_km:
        return "small"
    return "town" if radius <= rules.place.town_km else "city"


def _actors(mentions: tuple[Grounded[str], ...], refs: tuple[ActorRef, ...]) -> tuple[Actor, ...]:
    # refs are missing where claims were never resolved
    known = refs or tuple(ActorRef(m.value, None, None, "unknown") for m in mentions)
    return tuple(dict.fromkeys(_actor(ref) for ref in known))


def _actor(ref: ActorRef) -> Actor:
    house, side = _ties(ref.actor) if ref.actor else ((), ())
    backers = tuple(
        sorted(f"state:{ref.country}" for relation, _ in ref.affiliation if ref.country)
    )
    return Actor(
        name=ref.name if ref.actor and ref.name else ref.mention,
        id=ref.actor,
        kind=ref.kind,
        camp=_camp(ref.kind),
        country=ref.country,
        house=house,
        side=tuple(dict.fromkeys((*side, *backers))),
        words=stems(ref.mention),
    )


@cache
def _camp(kind: str) -> str:
    known = load_kinds().get(kind)
    if known is None:
        return ""
    if known.object:
        return "things"
    if known.state:
        return "state"
    if known.armed:
        return "armed"
    return "people" if known.person else ""


@cache
def _ties(actor: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The house of an actor, and whom it stands with."""
    registry = load_registry().actors
    house, side, todo = {actor}, {actor}, [actor]
    while todo:
        here = todo.pop()
        if here.startswith("state:"):
            house.add(root_of(here))
            side.add(root_of(here))
        entry = registry[here].entry if here in registry else None
        if entry is None:
            continue
        side.update(
            tie.to if ":" in tie.to or tie.to in registry else f"state:{tie.to}"
            for tie in entry.backers
        )
        new = {t.to for t in (*entry.parents, *entry.successors)} - house
        house |= new
        todo += sorted(new)
    return tuple(sorted(house)), tuple(sorted(side))


def _tolls(own: Grounded[Count] | None, others: list[Grounded[Count] | None]) -> tuple[Toll, ...]:
    told = [c.value for c in (own, *others) if c is not None]
    return tuple(dict.fromkeys((c.low, c.high) for c in told))


def _means(claim: Claim, book: Codebook) -> tuple[str, ...]:
    if claim.weapon is None:
        return ()
    words = set(stems(claim.weapon.value))
    return tuple(name for name, known in _means_words(book.version).items() if words & known)


@cache
def _means_words(version: str) -> dict[str, frozenset[str]]:
    """Stems of the last words of each class's weapons, most of which are nouns of one word."""
    means = load_codebook().means
    return {
        name: frozenset(
            stem(w.replace("-", " ").split()[-1]) for w in (*entry.weapons, *entry.signs)
        )
        for name, entry in means.items()
    }


def _words(claim: Claim, report: Report) -> tuple[str, ...]:
    held: set[str] = set()
    for mention in (*claim.initiators, *claim.targets, *claim.within, *claim.attribution):
        held.update(stems(mention.value))
    if claim.place:
        held.update(stems(claim.place.value))
    text = " ".join(span.quote(report.text) for span in claim.evidence)
    return tuple(s for s in stems(text) if s not in held)
