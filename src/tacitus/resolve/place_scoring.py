"""How well an entry of the gazetteer fits a name of a report.

A sum of what speaks for it: spelling, larger places that the text names, the country and division
that the report's other names speak of, class and size, nearness to the places taken already. The
weights were set by hand and looked at on LGL: a third more or less of any one of them changes the
share that is right there by under one in a hundred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from tacitus.knowledge.borders import open_borders
from tacitus.knowledge.gazetteer_names import fold, loose
from tacitus.resolve.place_answers import SOUND_SHARE
from tacitus.resolve.place_context import GREAT_CITY, world_known
from tacitus.resolve.place_refs import distance_km

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer, GazetteerEntry
    from tacitus.parse.document import Parsed
    from tacitus.parse.places import PlaceMention
    from tacitus.resolve.place_context import Context

# Kilometres beyond which a small place is too far from the rest of the report's to be believed.
REACH_KM = 250.0
# Least share of a report's country votes that lets a small place of that country be taken.
COUNTRY_SHARE = 0.12
# That of the country that a report is chiefly about, and people of a town there that is believed
# though nothing else named lies near it: Mitu in a report from Bogota.
HOME_SHARE, HOME_TOWN = 0.4, 10_000
# Kilometres within which two entries of a name are one place: a town and the district around it.
SAME_KM = 50.0
# Weights of the report's country and of what its other names say of the division.
COUNTRY, DIVISION = 4.0, 2.0
# What more names cannot add to, and what is enough for a small place to be believed.
MOST_SUPPORT, SUPPORTED = 3.0, 0.2
# What is enough where the report does not speak of the country.
SURE_SUPPORT = 0.5
# Share of a division's people that a town so called must have for that to be the one meant: by its
# chief name, by another ("New York" for New York City).
CHIEF_SEAT, SEAT = 0.05, 0.25
# What it counts against a town that a far larger division has its name: California in Maryland.
DWARFED = 2.0
# What another name counts against a place, where it is unlike its chief name and other places'
# chief name ("Jonestown" for Baltimore), and how like it must be.
ODD, ODD_LIKENESS = 1.5, 60.0
# Features of small places, which need company to be believed and may have namesakes.
LOCAL = frozenset({"settlement", "site", "area", "admin3"})
# How well a small place of a user's gazetteer suits words of a kind, and words of none: it stands
# back where a town bears the name too.
OTHER_FIT = {
    "site": ({"site", "road"}, 5.0, -1.0),
    "area": ({"water", "region", "site"}, 5.0, -2.0),
    "admin3": ({"district", "admin1"}, 5.0, -1.5),
}
# Weight of being a state: its name rarely means a town.
STATE = 7.0
# Weight of the number of people: ten times as many count a seventh of it.
SIZE = 4.0
# What it counts that a city is known to readers anywhere.
WORLD_KNOWN = 1.0
# What a place's chief name counts over its other ones.
CHIEF = 1.5
# Rules of finding that name a division as one.
TYPED = frozenset(("type-after", "type-of", "type-in-name", "abbreviation"))
# Kinds of what bears a town's name wherever it lies.
_NAMED_AFTER = frozenset({"road", "site"})
# How many times the next place's people make a name one place's in a report without a country.
DOMINANT = 2
# Share of the votes of a country that a report is about alone, and kilometres behind its border
# within which a place of a neighbour is believed by its name.
ONE_COUNTRY, BEHIND_KM = 0.5, 50.0
# Least likeness of a spelling that counts without a province or town that holds the place.
SURE_SOUND = 88.0
# People from which on a city is believed without others near.
CITY = 50_000
# Likeness, or people, from which a sound counts where no other place of the report lies in the
# same division.
LIKE, TOWN = 95.0, 50_000


@dataclass(frozen=True)
class Case:
    """A mention with what is asked of every entry for it."""

    mention: PlaceMention
    key: str
    holders: list[GazetteerEntry]
    demonym: str | None
    candidates: tuple[GazetteerEntry, ...]

    @cached_property
    def chief(self) -> bool:
        """Whether the name is a settlement's chief name."""
        named = loose(self.key)
        return any(c.feature == "settlement" and loose(c.name) == named for c in self.candidates)

    @cached_property
    def divisions(self) -> list[GazetteerEntry]:
        """The first-order divisions among the entries."""
        return [c for c in self.candidates if c.feature == "admin1"]


def _of_itself(case: Case, e: GazetteerEntry) -> bool:
    """Whether a name can mean a town of a country that the report does not speak of.

    A road or a camp bears a town's name wherever it lies, and a town is known abroad by its chief
    name: the Castello Road of Aleppo does not lead to Castelló de la Plana.
    """
    return case.mention.kind not in _NAMED_AFTER and fold(e.name) == case.key


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with how well it fits a mention, in no unit, and why."""

    entry: GazetteerEntry
    score: float
    why: str


class Scorer:
    """Scores entries for the mentions of one report.

    Args:
        context: what the report says as a whole.
        parsed: the report.
        gazetteer: holds the places.

    Attributes:
        anchors: by number of the mention, its folded name and the place taken for it; filled by
            the resolver as it goes.
    """

    def __init__(self, context: Context, parsed: Parsed, gazetteer: Gazetteer) -> None:
        self.context = context
        self.parsed = parsed
        self.gazetteer = gazetteer
        self.anchors: dict[int, tuple[str, GazetteerEntry]] = {}

    def score(self, case: Case, e: GazetteerEntry) -> Scored | None:
        """How well an entry fits, or None where it must not be taken."""
        score = (e.likeness - 86) / 7
        by_text = self._held([] if e.feature == "country" else case.holders, e)
        if by_text is None:
            return None
        score += by_text[0]
        why = ["spelling" if e.likeness >= 100 else "sound", *by_text[1]]
        held = bool(by_text[1])
        if e.likeness < SURE_SOUND and not (held and case.holders[0].feature != "country"):
            return None
        if case.demonym and e.feature != "country":
            if case.demonym not in e.countries:
                return None
            score += 2
            held = True
            why.append(f"the text says {case.demonym}")
        share = max((self.context.share(c, case.key) for c in e.countries), default=0.0)
        area = e.feature in ("country", "region", "water", "former")
        if area and e.likeness < 100 and share < SOUND_SHARE:
            return None
        score += COUNTRY * share
        if share:
            why.append(f"report is about {e.country or '/'.join(e.countries)} ({share:.0%})")
        support = 0.0
        if not area:
            support = min(MOST_SUPPORT, self.context.support(e.admin1_id, case.key))
            score += DIVISION * support
            if support >= SUPPORTED:
                why.append(f"others named lie in {e.admin1}")
        score += self._fit(case, e)
        if not area:
            if not self._believable(case, e, share, held, support):
                return None
            near = self._nearest(case, e)
            if near is not None:
                score -= min(2.0, near / 250)
        return Scored(e, score, "; ".join(why))

    def _held(
        self, holders: list[GazetteerEntry], e: GazetteerEntry
    ) -> tuple[float, list[str]] | None:
        """What the larger places that the text names speak for an entry; None: they rule it out."""
        score, why = 0.0, []
        for holder in holders:
            if holder.row == e.row:
                return None
            if self._namesake(holder, e):
                continue
            if holder.countries and e.countries and not set(holder.countries) & set(e.countries):
                return None
            if self._holds(holder, e):
                score += 3
                why.append(f"lies in {holder.name}")
            elif (
                e.feature in LOCAL
                and holder.feature in ("admin1", "settlement", "admin2", "region")
                and distance_km(holder, e) > holder.radius_km + 60
            ):
                score -= 3
        return score, list(dict.fromkeys(why))

    def _namesake(self, holder: GazetteerEntry, e: GazetteerEntry) -> bool:
        """Whether the holder is one of two countries of a name and the other holds the entry."""
        return (
            holder.feature == "country"
            and any(
                other.country == e.country
                for other in self.gazetteer.exact(holder.name)
                if other.feature == "country"
            )
            and holder.country != e.country
        )

    def _holds(self, holder: GazetteerEntry, e: GazetteerEntry) -> bool:
        if holder.feature == "country":
            return holder.country in e.countries
        if holder.feature == "admin1":
            return holder.row == e.admin1_id
        if holder.feature == "admin2":
            return holder.row == e.admin2_id
        return distance_km(holder, e) <= holder.radius_km + 30

    def _fit(self, case: Case, e: GazetteerEntry) -> float:
        """How an entry's class and size suit the words."""
        m = case.mention
        if e.feature in ("country", "former"):
            return STATE
        if e.feature in ("region", "water"):
            return 3.5
        if e.feature in OTHER_FIT:
            kinds, typed_fit, bare = OTHER_FIT[e.feature]
            return typed_fit if m.kind in kinds and m.by != "known" else bare
        if e.feature == "admin2":
            return 5.0 if m.kind in ("district", "admin1") and m.by != "known" else -1.0
        size = SIZE * math.log10(e.population + 1) / 7
        if fold(e.name) == case.key:
            size += CHIEF
        elif e.population >= CITY and fold(e.name).startswith(f"{case.key} "):
            size += CHIEF / 2  # "Santa Cruz" of Santa Cruz de la Sierra
        elif case.chief and fuzz.ratio(loose(e.name), loose(m.name)) < ODD_LIKENESS:
            size -= ODD
        if world_known(e):
            size += WORLD_KNOWN
        if e.feature == "admin1":
            return self._division_fit(case, e, size)
        if m.kind == "admin1" and m.by in TYPED:
            return size - 3
        if self._city(m):
            size += 1
        if m.cue.startswith(("village", "hamlet")) and e.population > 100_000:
            size -= 3
        if any(self._dwarfs(c, e) for c in case.divisions):
            size -= DWARFED
        return size + 1.0

    def _division_fit(self, case: Case, e: GazetteerEntry, size: float) -> float:
        """How a first-order division suits the words; ``size`` for what its people count."""
        m = case.mention
        # Our own region of that name is the same area.
        region = any(c.feature == "region" and c.country == e.country for c in case.candidates)
        if region or (m.kind == "admin1" and m.by != "known"):
            return 6.0
        if self._city(m):
            return 0.0
        # Aleppo is a city first, Ohio a state and nothing else.
        return 0.5 if self._seated(case, e) else size + 0.5

    @staticmethod
    def _dwarfs(c: GazetteerEntry, e: GazetteerEntry) -> bool:
        """Whether a division elsewhere in its country bears a town's name and all know it."""
        return (
            c.country == e.country
            and c.row != e.admin1_id
            and fold(c.name) == fold(e.name)
            and e.population < CHIEF_SEAT * c.population
        )

    def _city(self, m: PlaceMention) -> bool:
        """Whether the words say that a city is meant."""
        return any(self.parsed.doc[i].lower_ == "city" for i in range(m.start, m.stop))

    def _seated(self, case: Case, e: GazetteerEntry) -> bool:
        """Whether a division shares its name with a town of some size, in it or not."""
        names = {case.key, fold(e.name)}
        return any(
            c.feature == "settlement"
            and c.likeness == 100
            and c.population >= e.population * (CHIEF_SEAT if fold(c.name) in names else SEAT)
            for c in case.candidates
        )

    def _believable(
        self, case: Case, e: GazetteerEntry, share: float, held: bool, support: float
    ) -> bool:
        """Whether a town, village or division may be taken: small ones need company."""
        if held:
            return True
        if e.likeness < 100 and share < SOUND_SHARE:
            return False
        if e.likeness < LIKE and e.population < TOWN and support < SUPPORTED:
            return False
        if e.feature == "admin2" and case.mention.kind != "district" and not support:
            return False
        if e.population >= GREAT_CITY:
            named_after = case.mention.kind in _NAMED_AFTER
            return not self.context.total or share > 0 or (e.likeness == 100 and not named_after)
        if not self.context.total and (e.population >= TOWN or self._foremost(case, e)):
            return True
        if e.population >= CITY and self._foremost(case, e) and (share > 0 or _of_itself(case, e)):
            return True
        here = share >= COUNTRY_SHARE
        if e.likeness == 100 and support >= (SUPPORTED if here else SURE_SUPPORT):
            return True
        if not here:
            return self._across_the_border(case, e)
        near = self._nearest(case, e)
        if e.population >= CITY or near is None:
            return e.likeness >= 95 or share >= HOME_SHARE
        return near <= REACH_KM or (share >= HOME_SHARE and self._first_at_home(case, e))

    def _first_at_home(self, case: Case, e: GazetteerEntry) -> bool:
        """Whether a town is the one meant by its name in its country, however far from the rest."""
        others = (c for c in case.candidates if c.likeness == 100 and c.country == e.country)
        return (
            e.likeness == 100
            and e.population >= HOME_TOWN
            and all(
                e.population >= DOMINANT * c.population or distance_km(e, c) <= SAME_KM
                for c in others
            )
        )

    def _across_the_border(self, case: Case, e: GazetteerEntry) -> bool:
        """Whether a place of that very name lies right behind the border of the report's country.

        A report on Israel's war with Hezbollah may name Israel and no more than a village in
        Lebanon. Where that country has a place so called it is not looked for elsewhere.
        """
        most = max(self.context.votes, key=self.context.votes.__getitem__, default=None)
        if e.likeness < 100 or most is None or self.context.share(most) < ONE_COUNTRY:
            return False
        if any(c.likeness == 100 and most in c.countries for c in case.candidates):
            return False
        km = open_borders().km_to_country(most, e.lat, e.lon)
        return km is not None and km <= BEHIND_KM

    def _foremost(self, case: Case, e: GazetteerEntry) -> bool:
        """Whether no other place of that very name comes near it in size."""
        others = (c for c in case.candidates if c.likeness == 100 and c.row != e.row)
        return e.likeness == 100 and all(
            c.feature in ("settlement", "admin2", "admin1")
            and e.population >= DOMINANT * c.population
            for c in others
            if c.admin1_id != e.admin1_id or c.feature == e.feature
        )

    def _nearest(self, case: Case, e: GazetteerEntry) -> float | None:
        """Kilometres to the nearest place taken for another name of the report."""
        others = (a for key, a in self.anchors.values() if key != case.key)
        return min((distance_km(e, a) for a in others), default=None)
