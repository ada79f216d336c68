"""Where the places that a report names are."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.place_words import place_lexicon
from tacitus.resolve.place_answers import SOUND_SHARE, Answers
from tacitus.resolve.place_refs import distance_km

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer, GazetteerEntry
    from tacitus.parse.document import Parsed
    from tacitus.parse.places import PlaceMention
    from tacitus.records import PlaceRef

# People from which on a place is taken without the report naming its country.
GREAT_CITY = 300_000
# Kilometres beyond which a small place is too far from the rest of the report's to be believed.
REACH_KM = 250.0
# Least share of a report's country votes that lets a small place of that country be taken.
COUNTRY_SHARE = 0.12
# Votes of a mention of a country, of an adjective of it, of a great city of it.
VOTES = {"country": 3.0, "demonym": 1.0, "city": 1.0}
LEAD_TOKENS = 60
# Features of places that others of the report are believed to lie near.
ANCHORS = frozenset({"settlement", "site", "admin3", "admin2", "admin1"})
# Least likeness of a spelling that counts without a province or town that holds the place.
SURE_SOUND = 88.0
# Features of small places, which need company to be believed and may have namesakes.
LOCAL = frozenset({"settlement", "site", "area", "admin3"})
# How well a small place of a user's gazetteer suits words of a kind, and words of none: it stands
# back where a town bears the name too.
OTHER_FIT = {
    "site": ({"site", "road"}, 3.0, -1.0),
    "area": ({"water", "region", "site"}, 2.5, -2.0),
    "admin3": ({"district", "admin1"}, 2.5, -1.5),
}
# Same-named places closer than this are one place for our purpose.
SAME_KM = 30.0


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with how well it fits a mention, in no unit, and why."""

    entry: GazetteerEntry
    score: float
    why: str


def resolve_places(
    mentions: list[PlaceMention], parsed: Parsed, gazetteer: Gazetteer
) -> list[PlaceRef]:
    """One reference per mention, in their order.

    A place is taken when its spelling, the larger places named for it and the report's other
    places agree; a small place far from the rest is not. What is not found is put at the
    smallest unit that the report names for it, with that unit's point and precision.

    Args:
        mentions: from ``find_places`` of the same report.
        parsed: the report.
        gazetteer: holds the places.
    """
    return Resolver(mentions, parsed, gazetteer).refs()


class Resolver:
    """Chooses an entry for each mention of one report; arguments as of ``resolve_places``."""

    def __init__(self, mentions: list[PlaceMention], parsed: Parsed, gazetteer: Gazetteer) -> None:
        self.mentions = mentions
        self.parsed = parsed
        self.gazetteer = gazetteer
        self.lex = place_lexicon()
        self.votes = self._count_votes()
        self.total = sum(self.votes.values())
        self.stated = self._stated_countries()
        self.said_inside = self._stated_holders()
        self.chosen: list[Scored | None] = [None] * len(mentions)
        self.anchors: list[GazetteerEntry] = []

    def refs(self) -> list[PlaceRef]:
        """Resolve the large and sure first, then the others by them."""
        order = sorted(range(len(self.mentions)), key=self._rank)
        for k in order:
            self.chosen[k] = self._choose(k)
            taken = self.chosen[k]
            if (taken and taken.entry.feature in ANCHORS) or (
                taken and taken.entry.feature == "region" and taken.entry.radius_km <= 60
            ):
                self.anchors.append(taken.entry)
        answers = Answers(self)
        return [answers.ref(k) for k in range(len(self.mentions))]

    # ── what the report says as a whole ────────────────────────────────────────────────────

    def share(self, country: str | None) -> float:
        """The share of the report's country votes that a country has, 0 to 1."""
        return self.votes.get(country or "", 0.0) / self.total if self.total else 0.0

    def _count_votes(self) -> defaultdict[str, float]:
        votes: defaultdict[str, float] = defaultdict(float)
        for m in self.mentions:
            weight = 1.5 if m.start < LEAD_TOKENS else 1.0
            if m.kind == "metonym":
                weight *= 0.3
            brief = self.gazetteer.brief(m.name)
            if "country" in brief.kinds:
                # "Congo" is two of them; the rest of the report must tell.
                for entry in self.gazetteer.exact(m.name):
                    if entry.feature == "country":
                        votes[str(entry.country)] += VOTES["country"] * weight
            elif brief.people >= GREAT_CITY or "region" in brief.kinds:
                entries = self.gazetteer.exact(m.name)
                first = max(entries, key=lambda e: (e.feature == "region", e.population))
                rest = [e.population for e in entries if e.country != first.country]
                if first.countries and first.population >= 5 * max(rest, default=0):
                    votes[first.countries[0]] += VOTES["city"] * weight
        for i, token in enumerate(self.parsed.doc):
            code = self.lex.demonyms.get(token.lower_)
            if code:
                votes[code] += VOTES["demonym"] * (1.5 if i < LEAD_TOKENS else 1.0)
        return votes

    def _stated_countries(self) -> dict[str, GazetteerEntry]:
        """Countries that the report places things in, by code; a party to the war is none."""
        out: dict[str, GazetteerEntry] = {}
        for m in self.mentions:
            placing = m.cue in self.lex.locating or m.modifier is not None or m.cue == "of"
            if placing and "country" in self.gazetteer.brief(m.name).kinds:
                entry = self.gazetteer.exact(m.name)[0]
                out.setdefault(str(entry.country), entry)
        return out

    def _stated_holders(self) -> dict[str, list[int]]:
        """For each name the mentions that it is said to lie in, anywhere in the report."""
        out: dict[str, list[int]] = {}
        for m in self.mentions:
            if m.inside is not None and m.by != "part-of":
                out.setdefault(fold(m.name), []).append(m.inside)
        return out

    def _rank(self, k: int) -> tuple[int, int, int]:
        m = self.mentions[k]
        brief = self.gazetteer.brief(m.name)
        if brief.kinds & {"country", "former"}:
            return 0, 0, k
        if brief.kinds & {"region", "water"} or m.kind == "admin1":
            return 1, 0, k
        return 2, -brief.people, k

    def demonym_before(self, m: PlaceMention) -> str | None:
        """The country in "the Iraqi city of Mosul"."""
        doc = self.parsed.doc
        for i in range(m.start - 1, max(-1, m.start - 6), -1):
            if doc[i + 1].is_sent_start:
                return None
            low = doc[i].lower_
            if low in self.lex.demonyms:
                return self.lex.demonyms[low]
            if not (low in self.lex.types or low in ("of", "the") or doc[i].pos_ in ("ADJ", "DET")):
                return None
        return None

    # ── one mention ────────────────────────────────────────────────────────────────────────

    def holders(self, k: int) -> list[GazetteerEntry]:
        """Entries of the larger places that the text names for a mention, smallest first."""
        m = self.mentions[k]
        chain, at, seen = [], m.inside, {k}
        while at is not None and at not in seen:
            seen.add(at)
            chain.append(at)
            at = self.mentions[at].inside
        if m.beside is not None and m.beside not in chain:
            chain.append(m.beside)
        for other in self.said_inside.get(fold(m.name), []):
            if other not in chain and other != k:
                chain.append(other)
        entries = [self.chosen[c] for c in chain]
        return [taken.entry for taken in entries if taken is not None]

    def _choose(self, k: int) -> Scored | None:
        m = self.mentions[k]
        candidates = self.gazetteer.find(m.name)
        holders = self.holders(k)
        demonym = self.demonym_before(m)
        scored = []
        for entry in candidates:
            one = self._score(m, entry, holders, demonym)
            if one is not None:
                scored.append(one)
        if not scored:
            return None
        scored.sort(key=lambda s: (-s.score, s.entry.row))
        best = scored[0]
        for other in scored[1:]:
            if other.score < best.score - 0.7:
                break
            if (
                best.entry.population < 15_000
                and best.entry.feature == other.entry.feature
                and best.entry.feature in LOCAL
                and distance_km(best.entry, other.entry) > SAME_KM
            ):
                return None
        return best

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

    def _score(
        self, m: PlaceMention, e: GazetteerEntry, holders: list[GazetteerEntry], demonym: str | None
    ) -> Scored | None:
        """How well an entry fits, or None where it must not be taken."""
        score = (e.likeness - 86) / 7
        great = e.feature in ("country", "former") or e.population >= GREAT_CITY
        by_text = self._held([] if e.feature == "country" else holders, e)
        if by_text is None:
            return None
        score += by_text[0]
        why = ["spelling" if e.likeness >= 100 else "sound", *by_text[1]]
        held = bool(by_text[1])
        if e.likeness < SURE_SOUND and not (held and holders[0].feature != "country"):
            return None
        if demonym and e.feature != "country":
            if demonym not in e.countries:
                return None
            score += 2
            held = True
            why.append(f"the text says {demonym}")
        share = max((self.share(c) for c in e.countries), default=0.0)
        area = e.feature in ("country", "region", "water", "former")
        if area and e.likeness < 100 and share < SOUND_SHARE:
            return None
        score += 4 * share
        if share:
            why.append(f"report is about {e.country or '/'.join(e.countries)} ({share:.0%})")
        score += self._fit(m, e)
        if e.feature in LOCAL or e.feature in ("admin2", "admin1"):
            if not self._believable(e, share, held, great):
                return None
            near = min((distance_km(e, a) for a in self.anchors), default=None)
            if near is not None:
                score -= min(2.0, near / 250)
        return Scored(e, score, "; ".join(why))

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

    def _fit(self, m: PlaceMention, e: GazetteerEntry) -> float:
        """How an entry's class and size suit the words."""
        if e.feature in ("country", "former"):
            return 5.0
        if e.feature in ("region", "water"):
            return 3.5
        if e.feature in OTHER_FIT:
            kinds, typed, bare = OTHER_FIT[e.feature]
            return typed if m.kind in kinds and m.by != "known" else bare
        size = 3 * math.log10(e.population + 1) / 7
        if e.feature == "admin1":
            return 4.0 if m.kind == "admin1" and m.by != "known" else 0.5
        if e.feature == "admin2":
            return 3.0 if m.kind in ("district", "admin1") and m.by != "known" else -1.0
        if m.kind == "admin1" and m.by in ("type-after", "type-of", "type-in-name"):
            return size - 3
        if any(self.parsed.doc[i].lower_ == "city" for i in range(m.start, m.stop)):
            size += 1
        if m.cue.startswith(("village", "hamlet")) and e.population > 100_000:
            size -= 3
        return size + 1.0

    def _believable(self, e: GazetteerEntry, share: float, held: bool, great: bool) -> bool:
        """Whether a town, village or division may be taken: small ones need company."""
        if held:
            return True
        if e.likeness < 100 and share < SOUND_SHARE:
            return False
        if great:
            return not self.total or share > 0 or e.likeness == 100
        if e.population >= 50_000 and not self.total:
            return True
        if share < COUNTRY_SHARE:
            return False
        if e.population >= 100_000 or not self.anchors:
            return e.likeness >= 95 or share >= 0.4
        return min(distance_km(e, a) for a in self.anchors) <= REACH_KM
