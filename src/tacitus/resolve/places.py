"""Where the places that a report names are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.place_words import place_lexicon
from tacitus.resolve.place_answers import Answers
from tacitus.resolve.place_context import Context
from tacitus.resolve.place_refs import distance_km
from tacitus.resolve.place_scoring import CITY, LOCAL, Case, Scored, Scorer

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer, GazetteerEntry
    from tacitus.parse.document import Parsed
    from tacitus.parse.places import PlaceMention
    from tacitus.records import PlaceRef

# Features of places that others of the report are believed to lie near.
ANCHORS = frozenset({"settlement", "site", "admin3", "admin2", "admin1"})
# Small places this close in score that lie apart are not told from each other.
CLOSE, SMALL = 0.7, 15_000
# Radius of regions that tell where the places around them are.
NARROW_KM = 60.0
# Likeness of a spelling that is the very name.
EXACT = 100
# Letters of the codes that airports give to their towns.
CODE = 3
# Same-named places closer than this are one place for our purpose.
SAME_KM = 30.0


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


def by_code_only(entry: GazetteerEntry, name: str) -> bool:
    """Whether a town bears a name only as a code of capitals: "Ber" is no "BER", which is Berlin.

    Args:
        entry: the town.
        name: as a report writes it.
    """
    if entry.feature != "settlement" or len(name) != CODE or name.isupper():
        return False
    spelled = [n for n in entry.names if fold(n) == fold(name)]
    return bool(spelled) and all(n.isupper() for n in spelled)


class Resolver:
    """Chooses an entry for each mention of one report; arguments as of ``resolve_places``."""

    def __init__(self, mentions: list[PlaceMention], parsed: Parsed, gazetteer: Gazetteer) -> None:
        self.mentions = mentions
        self.parsed = parsed
        self.gazetteer = gazetteer
        self.lex = place_lexicon()
        self.context = Context(mentions, parsed, gazetteer)
        self.said_inside = self._stated_holders()
        self.chosen: list[Scored | None] = [None] * len(mentions)
        self.fitting: list[list[Scored]] = [[] for _ in mentions]
        self.scorer = Scorer(self.context, parsed, gazetteer)

    def refs(self) -> list[PlaceRef]:
        """Resolve the large and sure first, then the others by them."""
        order = sorted(range(len(self.mentions)), key=self._rank)
        for k in order:
            self._take(k)
        # Once more, since what came later tells of what came first: "Lebanon, Pa.".
        for k in order:
            self._take(k)
        answers = Answers(self)
        return [answers.ref(k) for k in range(len(self.mentions))]

    def _as_written(self, scored: list[Scored], case: Case) -> Scored:
        """The best entry; of a city so called and a town that sounds so, the city.

        Where the text itself puts the town in a larger place that holds it, it may be the town.
        """
        best = scored[0]
        if best.entry.likeness >= EXACT or best.entry.population >= CITY or case.holders:
            return best
        called = (s for s in scored if s.entry.likeness >= EXACT and s.entry.population >= CITY)
        return next((s for s in called if fold(s.entry.name) == case.key), best)

    def _take(self, k: int) -> None:
        self.chosen[k] = taken = self._choose(k)
        self.scorer.anchors.pop(k, None)
        if taken and (
            taken.entry.feature in ANCHORS
            or (taken.entry.feature == "region" and taken.entry.radius_km <= NARROW_KM)
        ):
            self.scorer.anchors[k] = fold(self.mentions[k].name), taken.entry

    # ── what the report says as a whole ────────────────────────────────────────────────────

    def share(self, country: str | None, without: str | None = None) -> float:
        """As of ``Context``."""
        return self.context.share(country, without)

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
        return self._taken(chain)

    def elsewhere(self, k: int) -> list[GazetteerEntry]:
        """Entries of the larger places that the text names for the same name in other places."""
        others = self.said_inside.get(fold(self.mentions[k].name), [])
        return self._taken([c for c in others if c not in (k, self.mentions[k].inside)])

    def _taken(self, chain: list[int]) -> list[GazetteerEntry]:
        return [taken.entry for taken in map(self.chosen.__getitem__, chain) if taken is not None]

    def candidates(self, m: PlaceMention) -> tuple[GazetteerEntry, ...]:
        """Entries that a name may be; for "Egyptian" the country."""
        code = self.lex.demonyms.get(m.name.lower().rstrip("-–"))
        if code is not None and not self.gazetteer.brief(m.name).kinds:
            country = self.gazetteer.country(code)
            return (country,) if country else ()
        return tuple(e for e in self.gazetteer.find(m.name) if not by_code_only(e, m.name))

    def _choose(self, k: int) -> Scored | None:
        m = self.mentions[k]
        if m.by == "part-of" and m.inside is not None:
            self.fitting[k] = self.fitting[m.inside]
            return self.chosen[m.inside]
        candidates = self.candidates(m)
        own, demonym = self.holders(k), self.demonym_before(m)
        case = Case(m, fold(m.name), [*own, *self.elsewhere(k)], demonym, candidates)
        scored = [one for e in candidates if (one := self.scorer.score(case, e))]
        if not scored and len(own) < len(case.holders):
            # "in Paris, Texas" need not tell of every Paris of the report.
            case = replace(case, holders=own)
            scored = [one for e in candidates if (one := self.scorer.score(case, e))]
        scored.sort(key=lambda s: (-s.score, s.entry.row))
        self.fitting[k] = scored
        if not scored:
            return None
        best = self._as_written(scored, case)
        for other in scored[1:]:
            if other.score < best.score - CLOSE:
                break
            if (
                best.entry.population < SMALL
                and best.entry.feature == other.entry.feature
                and best.entry.feature in LOCAL
                and distance_km(best.entry, other.entry) > SAME_KM
            ):
                return None
        return best
