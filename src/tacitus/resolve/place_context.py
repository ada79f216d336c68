"""What a report says as a whole about where it takes place: countries and divisions it speaks of.

Names that many places share (Richmond, Alexandria, Salihiyah) are told apart by the others beside
them: a report's places mostly lie in few countries and few divisions. Each name votes for the
countries it can only mean, and, less the more of them there are, for every division that has a
place so called (Lieberman, Samet and Sankaranarayanan 2010 call such readers' context a "local
lexicon"; here the report alone makes it).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.place_words import place_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.knowledge.gazetteer import Gazetteer, GazetteerEntry
    from tacitus.parse.document import Parsed
    from tacitus.parse.places import PlaceMention

# People from which on a place is taken without the report naming its country.
GREAT_CITY = 300_000
# People from which on a city is known to readers anywhere.
METROPOLIS = 2_000_000
# Votes of a mention of a country, of an adjective of it, of a great city or a division of it, of
# the internet address of the outlet.
COUNTRY, DEMONYM, CITY, DIVISION, OUTLET = 3.0, 1.0, 1.0, 1.0, 2.0
# The head of a report tells most of where it takes place.
LEAD_TOKENS, LEAD = 60, 1.5
# A government called by its seat says little of where things happen.
METONYM = 0.3
# Votes of a mention of a division for itself.
NAMED = 1.0
# Share of the people of the largest place of a name that another needs to speak for its division.
TELLING = 0.005


def world_known(entry: GazetteerEntry) -> bool:
    """Whether readers anywhere know a city."""
    return entry.population >= METROPOLIS or entry.capital


class Context:
    """Votes of one report.

    Args:
        mentions: from ``find_places`` of the report.
        parsed: the report.
        gazetteer: holds the places.

    Attributes:
        votes: for each country's code, by everything that speaks for it.
        total: of all countries.
        stated: countries that the report places things in, by code; a party to the war is none.
    """

    def __init__(
        self, mentions: Sequence[PlaceMention], parsed: Parsed, gazetteer: Gazetteer
    ) -> None:
        self._mentions = mentions
        self._parsed = parsed
        self._gazetteer = gazetteer
        self._lex = place_lexicon()
        self._by_name: defaultdict[str, defaultdict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        self._own: dict[str, dict[str, float]] = {}
        self._count()
        self.votes: defaultdict[str, float] = defaultdict(float)
        for votes in self._by_name.values():
            for country, count in votes.items():
                self.votes[country] += count
        self.total = sum(self.votes.values())
        self.stated = self._stated()
        self._divisions = self._count_divisions()

    def share(self, country: str | None, without: str | None = None) -> float:
        """The share of the report's country votes that a country has, 0 to 1.

        Args:
            country: alpha-2 code.
            without: a folded name that does not speak for itself; one of a city that the world
                knows does, or every Moscow in a report by Americans would be Idaho's.
        """
        own = self._own.get(without or "", {})
        total = self.total - sum(own.values())
        mine = self.votes.get(country or "", 0.0) - own.get(country or "", 0.0)
        return mine / total if total > 0 else 0.0

    def support(self, division: int | None, without: str) -> float:
        """How much other names of the report speak for a first-order division, about 0 to 3.

        A name that one division alone has gives 1; of two, half; the division's own name gives 1.

        Args:
            division: row of the division.
            without: the folded name that asks.
        """
        if division is None:
            return 0.0
        voters = self._divisions.get(division, {})
        return sum(weight for name, weight in voters.items() if name != without)

    def _count(self) -> None:
        for m in self._mentions:
            weight = LEAD if m.start < LEAD_TOKENS else 1.0
            if m.kind == "metonym":
                weight *= METONYM
            brief = self._gazetteer.brief(m.name)
            votes = self._by_name[fold(m.name)]
            if "country" in brief.kinds:
                # "Congo" is two of them; the rest of the report must tell.
                for entry in self._gazetteer.exact(m.name):
                    if entry.feature == "country":
                        votes[str(entry.country)] += COUNTRY * weight
                self._own[fold(m.name)] = votes
            elif brief.people >= GREAT_CITY or "region" in brief.kinds:
                entries = self._gazetteer.exact(m.name)
                first = max(entries, key=lambda e: (e.feature == "region", e.population))
                rest = [e.population for e in entries if e.country != first.country]
                if not world_known(first):
                    self._own[fold(m.name)] = votes
                if first.countries and first.population >= 5 * max(rest, default=0):
                    vote = DIVISION if first.feature == "admin1" else CITY
                    votes[first.countries[0]] += vote * weight
        for i, token in enumerate(self._parsed.doc):
            code = self._lex.demonyms.get(token.lower_)
            if code:
                self._by_name[""][code] += DEMONYM * (LEAD if i < LEAD_TOKENS else 1.0)
        home = self._outlet_country()
        if home:
            self._by_name[""][home] += OUTLET

    def _outlet_country(self) -> str | None:
        """The country in the report's or outlet's address: "lfpress.ca"."""
        report = self._parsed.report
        host = urlsplit(report.url).hostname if report.url else report.source
        name, _, last = (host or "").strip().lower().rpartition(".")
        if not name or " " in name or not last.isalpha():
            return None
        code = self._lex.domains.get(last, last.upper())
        return code if code and len(code) == 2 and self._gazetteer.country(code) else None

    def _stated(self) -> dict[str, GazetteerEntry]:
        out: dict[str, GazetteerEntry] = {}
        for m in self._mentions:
            placing = m.cue in self._lex.locating or m.modifier is not None or m.cue == "of"
            if placing and "country" in self._gazetteer.brief(m.name).kinds:
                entry = self._gazetteer.exact(m.name)[0]
                out.setdefault(str(entry.country), entry)
        return out

    def _count_divisions(self) -> dict[int, dict[str, float]]:
        """For each first-order division the names that speak for it, with their weights."""
        out: defaultdict[int, dict[str, float]] = defaultdict(dict)
        for name in {m.name for m in self._mentions}:
            key = fold(name)
            entries = self._gazetteer.exact(name)
            if any(e.feature == "country" for e in entries):
                continue
            named = [e for e in entries if e.feature == "admin1"]
            if named:
                for e in named:
                    out[e.row][key] = NAMED / len(named)
            # Of a great city's name a village far smaller says nothing.
            least = TELLING * max((e.population for e in entries), default=0)
            rows = {e.admin1_id for e in entries if e.admin1_id and e.population >= least}
            for row in rows:
                out[row][key] = max(out[row].get(key, 0.0), 1.0 / len(rows))
        return dict(out)
