"""Happenings of the made war told as claims, with what claims get wrong or leave out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from tacitus.evaluate.made_settings import MadeActor, MadeType, Settings
from tacitus.evaluate.made_towns import Town
from tacitus.records import ActorRef, Claim, Count, Grounded, PlaceRef, Span
from tacitus.resolve.sources import resolve_source

T = TypeVar("T")
BY = "made"
# nothing here is read from a text, so that no value rests on words of it
_SPOT = (Span(0, 1),)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened; ``sides`` are the groups that its two sides are of."""

    number: int
    day: date
    town: int
    type: str
    by: MadeActor
    to: MadeActor
    sides: tuple[str, str]
    killed: int
    injured: int
    details: tuple[str, ...]


class Teller:
    """Tells happenings as claims, with what claims get wrong."""

    def __init__(self, chance: random.Random, set: Settings, towns: Sequence[Town]) -> None:
        self.chance, self.set, self.towns = chance, set, towns

    def tell(self, happening: Happening, day: date, background: bool) -> tuple[str, Claim]:
        """A sentence, and the claim that it makes; offsets count from the sentence."""
        chance, rates = self.chance, self.set.told
        kind = self.set.types[happening.type]
        by = self._actor(happening.by, happening.sides[0], rates.initiators)
        to = self._actor(happening.to, happening.sides[1], rates.targets)
        place = self._place(self.towns[happening.town])
        later = (day - happening.day).days
        killed = self._toll(happening.killed, later, rates.killed)
        injured = self._toll(happening.injured, later, rates.injured)
        source = chance.choice(self.set.sources) if chance.random() < rates.attribution else None
        weapon = self._weapon(kind, rates.weapon)
        sentence = self._sentence(happening, kind, by, to, place, killed, injured, weapon, source)
        start, end, precision = self._days(happening.day, day, background)
        name = happening.type
        if chance.random() < self.set.confused:
            name = chance.choice(kind.confused)
        given = [self._ref(actor, happening) for actor in (by, to) if actor is not None]
        return sentence, Claim(
            id="",
            type=_said(name),
            evidence=_SPOT,
            factuality=_said("hedged" if chance.random() < self.set.hedged else "asserted"),
            initiators=(_said(by.mention),) if by else (),
            targets=(_said(to.mention),) if to else (),
            place=_said(place.mention) if place else None,
            start=_said(start.isoformat()) if start else None,
            end=_said(end.isoformat()) if end else None,
            date_precision=precision,
            killed=_said(killed) if killed else None,
            injured=_said(injured) if injured else None,
            weapon=_said(weapon) if weapon else None,
            attribution=(_said(source),) if source else (),
            actors=tuple(given),
            place_ref=place,
            sources=(resolve_source(source),) if source else (),
        )

    def _actor(self, true: MadeActor, side: str, told: float) -> MadeActor | None:
        if self.chance.random() >= told:
            return None
        vague = self.chance.random() < self.set.vague_actor
        return self.chance.choice(self.set.vague[side]) if vague else true

    def _ref(self, actor: MadeActor, happening: Happening) -> ActorRef:
        country = self.towns[happening.town].country if actor.actor is None else None
        return ActorRef(actor.mention, actor.actor, actor.mention, actor.kind, country)

    def _place(self, town: Town) -> PlaceRef | None:
        chance, rates = self.chance, self.set.place
        drawn = chance.random()
        if (drawn := drawn - rates.missing) < 0:
            return None
        if (drawn := drawn - rates.country) < 0:
            return PlaceRef(
                town.country, town.country, f"country:{town.country}", None, None, town.country,
                None, "country", None, 6,
            )  # fmt: skip
        if (drawn := drawn - rates.near) < 0 and town.near:
            return _town_ref(self.towns[chance.choice(town.near)])
        if (drawn := drawn - rates.respelled) < 0 and town.other_names:
            return _town_ref(town, chance.choice(town.other_names))
        if drawn - rates.unknown < 0:
            return PlaceRef(town.name, None, None, None, None, town.country, None, None, None, None)
        return _town_ref(town)

    def _days(
        self, true: date, published: date, background: bool
    ) -> tuple[date | None, date | None, str | None]:
        """First and last day and their precision."""
        chance = self.chance
        rates = self.set.background_day if background else self.set.day
        (how,) = chance.choices(list(rates), weights=list(rates.values()))
        if how == "exact":
            return true, true, "day"
        if how == "next":
            other = min(true + timedelta(chance.choice((-1, 1))), published)
            return other, other, "day"
        if how == "lead":
            return None, published, "span"
        if how == "week":
            first = true - timedelta(chance.randrange(7))
            return first, first + timedelta(6), "week"
        if how == "month":
            first = true.replace(day=1)
            return first, (first + timedelta(31)).replace(day=1) - timedelta(1), "month"
        return None, None, None

    def _toll(self, true: int, later: int, told: float) -> Count | None:
        """A toll as told some days later; none where it is not told or nobody suffered."""
        chance = self.chance
        if not true or chance.random() >= told:
            return None
        known = 1 - self.set.growth / (1 + later) * chance.random()
        number = max(1, round(true * known * (1 + chance.gauss(0, self.set.toll_error / 2))))
        return Count(number, None if chance.random() < self.set.open_toll else number)

    def _weapon(self, kind: MadeType, told: float) -> str | None:
        if not kind.weapons or self.chance.random() >= told:
            return None
        return self.chance.choice(kind.weapons)

    def _sentence(
        self,
        happening: Happening,
        kind: MadeType,
        by: MadeActor | None,
        to: MadeActor | None,
        place: PlaceRef | None,
        killed: Count | None,
        injured: Count | None,
        weapon: str | None,
        source: str | None,
    ) -> str:
        chance = self.chance
        words = chance.choice(kind.says).format(
            by=by.mention if by else self.set.nobody["by"],
            to=to.mention if to else self.set.nobody["to"],
            place=place.mention if place else "the region",
        )
        told = [d for d in happening.details if chance.random() < self.set.told.detail]
        parts = [words]
        if told:
            parts.append(f"at {' in '.join(told)}")
        if weapon:
            parts.append(f"with {weapon}")
        for number, what in ((killed, "killing"), (injured, "wounding")):
            if number is not None:
                parts.append(f"{what} {'at least ' if number.high is None else ''}{number.low}")
        if source:
            parts.append(f"{source} said")
        sentence = ", ".join(parts) + "."
        return sentence[0].upper() + sentence[1:]


def _said(value: T) -> Grounded[T]:
    """A value that rests on the first character of the report, which stands for all."""
    return Grounded(value, _SPOT, BY)


def _town_ref(town: Town, mention: str | None = None) -> PlaceRef:
    return PlaceRef(
        mention=mention or town.name,
        name=town.name,
        gazetteer_id=town.entry,
        lat=town.lat,
        lon=town.lon,
        country=town.country,
        admin1=None,
        feature="settlement",
        acled_precision=1,
        ucdp_precision=1,
        radius_km=0.5 + town.people**0.5 / 100,
    )
