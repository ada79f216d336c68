"""From the entries chosen for a report's places to what is said of each: point, precision, reason.

What the gazetteer does not hold is put at the smallest thing that the report ties it to: the place
it lies in, the one it is near, the town that it is named after, the division of its neighbours.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.geometry import kilometres, midpoint, moved
from tacitus.resolve.place_refs import NEAR_KM, found, inside, nowhere
from tacitus.resolve.place_views import put_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.knowledge.gazetteer import GazetteerEntry
    from tacitus.parse.places import PlaceMention
    from tacitus.records import PlaceRef
    from tacitus.resolve.places import Resolver

# Least share of a report's country votes where only the sound of a name agrees.
SOUND_SHARE = 0.25
# Share of the votes from which on a country that the report names is the report's country.
DOMINANT = 0.5
# Share of a told distance, and kilometres at the least, by which the place may be off.
DISTANCE_OFF, LEAST_OFF_KM = 0.3, 3.0
# Kilometres between two towns from which on what lies between them is a region.
WIDE_KM = 50.0
# Sentences before and after a name in which its neighbours stand.
AROUND = 1
# Neighbours that must agree: one alone may lie anywhere.
NEIGHBOURS = 2
# Candidates listed for a mention.
LISTED = 6
_SMALL = frozenset({"settlement", "unknown", "site", "district"})


class Answers:
    """What is said of each mention.

    Args:
        resolver: has chosen the entries.
    """

    def __init__(self, resolver: Resolver) -> None:
        self.by = resolver

    @cached_property
    def sentences(self) -> list[int]:
        """The number of its sentence for each token."""
        sents = self.by.parsed.doc.sents
        return [number for number, sentence in enumerate(sents) for _ in sentence]

    def ref(self, k: int) -> PlaceRef:
        """The reference of one mention."""
        by, m = self.by, self.by.mentions[k]
        words = by.parsed.quote(m.start, m.stop)
        candidates = by.candidates(m)
        taken = by.chosen[k]
        others = self._others(k, candidates)
        if taken is not None:
            reason = f"{taken.entry.id} by {taken.why}"
            ref = found(m, words, taken.entry, self._country(taken.entry), reason)
            ref = _with(ref, others, taken.score)
            return self._between(k, ref) or self._offset(m, ref)
        why = "not in the gazetteer" if not candidates else "no entry of that name fits the report"
        unit, told = self._unit(k)
        if unit is None:
            return _with(nowhere(words, f"{why}; {told}"), others)
        ref = inside(m, words, unit, f"{why}; {told} {unit.name}")
        fits = [c.score for c in by.chosen if c is not None and c.entry.id == unit.id]
        ref = _with(ref, {unit.id: max(fits, default=0.0), **others})
        if m.beside is not None and by.chosen[m.beside] is not None:
            return self._offset(by.mentions[m.beside], self._close(ref))
        return ref

    def _unit(self, k: int) -> tuple[GazetteerEntry | None, str]:
        """The smallest place that the report ties one to that is not held, and how."""
        by, m = self.by, self.by.mentions[k]
        for holder in [*by.holders(k), *by.elsewhere(k)]:
            near = m.beside is not None and by.chosen[m.beside] is not None
            return holder, "the text puts it near" if near else "the text puts it in"
        seat = self._seat(m)
        if seat is not None:
            return seat, "named after"
        unit = self._neighbours(k)
        if unit is not None:
            return unit, "its neighbours in the text lie in"
        code = by.demonym_before(m)
        votes = by.context.votes
        if code is None and votes:
            top = max(votes, key=votes.__getitem__)
            code = top if by.share(top) >= DOMINANT else None
        if code in by.context.stated:
            return by.context.stated[code], "the report is about"
        return None, "the report names no larger place for it"

    def _others(self, k: int, candidates: Sequence[GazetteerEntry]) -> dict[str, float]:
        """Ids of entries not taken with how well they fit, best first; 0 for those ruled out."""
        by, taken = self.by, self.by.chosen[k]
        out = {s.entry.id: s.score for s in by.fitting[k]}
        for entry in candidates:
            out.setdefault(entry.id, 0.0)
        if taken is not None:
            out.pop(taken.entry.id, None)
        return dict(list(out.items())[:LISTED])

    def _country(self, entry: GazetteerEntry) -> str | None:
        """Its country; of several, the one that the report is about."""
        if entry.country or not entry.countries:
            return entry.country
        best = max(entry.countries, key=self.by.share)
        return best if self.by.share(best) >= DOMINANT else None

    def _close(self, ref: PlaceRef) -> PlaceRef:
        """What lies near a town: UCDP counts about 25 km as near."""
        if ref.ucdp_precision not in (1, 2):
            return ref
        return replace(ref, acled_precision=2, ucdp_precision=2, radius_km=NEAR_KM)

    def _offset(self, m: PlaceMention, ref: PlaceRef) -> PlaceRef:
        """Moved by the distance and direction that are told from the place."""
        told = m.offset
        if told is None or told.km is None or ref.lat is None or ref.lon is None:
            return ref
        if ref.ucdp_precision not in (1, 2):
            return ref
        reason = f"{ref.reason}; {told.km:g} km from it"
        if told.bearing is None:
            radius = round(told.km + LEAST_OFF_KM, 1)
            return replace(
                ref, acled_precision=2, ucdp_precision=2, radius_km=radius, reason=reason
            )
        lat, lon = moved(ref.lat, ref.lon, told.km, told.bearing)
        off = max(LEAST_OFF_KM, DISTANCE_OFF * told.km)
        there = replace(
            ref,
            lat=round(lat, 4),
            lon=round(lon, 4),
            acled_precision=2,
            ucdp_precision=2,
            radius_km=round(off, 1),
            reason=f"{reason} at {told.bearing:g} degrees",
        )
        return put_in(there, (ref.lat, ref.lon))

    def _between(self, k: int, ref: PlaceRef) -> PlaceRef | None:
        """The middle of two towns for "between A and B", told of A."""
        by = self.by
        m, following = by.mentions[k], by.mentions[k + 1 : k + 2]
        if m.cue != "between" or not following or following[0].cue != "between":
            return None
        other = by.chosen[k + 1]
        if other is None or other.entry.feature != "settlement" or ref.feature != "settlement":
            return None
        if ref.lat is None or ref.lon is None:
            return None
        to = other.entry
        apart = kilometres(ref.lat, ref.lon, to.lat, to.lon)
        lat, lon = midpoint(ref.lat, ref.lon, to.lat, to.lon)
        wide = apart > WIDE_KM
        middle = replace(
            ref,
            lat=round(lat, 4),
            lon=round(lon, 4),
            acled_precision=3 if wide else 2,
            ucdp_precision=5 if wide else 2,
            radius_km=round(apart / 2 + LEAST_OFF_KM, 1),
            reason=f"{ref.reason}; halfway to {to.name}",
        )
        if wide and to.country != ref.country:
            return middle  # "between Kyiv and Moscow" is no spot on the map
        return put_in(middle, (ref.lat, ref.lon))

    def _seat(self, m: PlaceMention) -> GazetteerEntry | None:
        """The town that a site is named after: Deir Ezzor of "Deir Ezzor military airport"."""
        by = self.by
        if m.kind not in ("site", "road"):
            return None
        words = m.name.split()
        for stop in range(len(words) - 1, 0, -1):
            stem = " ".join(words[:stop])
            for taken in by.chosen:
                if (
                    taken
                    and taken.entry.feature == "settlement"
                    and any(fold(stem) == fold(n) for n in taken.entry.names)
                ):
                    return taken.entry
            great = [
                e
                for e in by.gazetteer.find(stem)
                if e.feature == "settlement"
                and by.share(e.country) >= SOUND_SHARE
                and (e.population >= 50_000 or e.likeness == 100)
            ]
            if len(great) == 1:
                return great[0]
        return None

    def _neighbours(self, k: int) -> GazetteerEntry | None:
        """The first-order division that all small places named around a village lie in."""
        by = self.by
        m = by.mentions[k]
        if m.kind not in _SMALL:
            return None
        at = self.sentences[m.start]
        units: list[GazetteerEntry] = []
        for j, other in enumerate(by.mentions):
            if j == k or abs(self.sentences[other.start] - at) > AROUND:
                continue
            if other.kind not in _SMALL and other.kind != "admin1":
                continue
            taken = by.chosen[j]
            entries = [taken.entry] if taken is not None else [*by.holders(j), *by.elsewhere(j)][:1]
            for entry in entries:
                unit = entry if entry.feature == "admin1" else by.gazetteer.division(entry)
                if unit is not None:  # what lies "in Syria" speaks for no division
                    units.append(unit)
        alike = len({unit.row for unit in units}) == 1
        return units[0] if alike and len(units) >= NEIGHBOURS else None


def _with(ref: PlaceRef, others: dict[str, float], score: float | None = None) -> PlaceRef:
    """A reference with what else was considered and how well each fits."""
    scores = [*([] if score is None else [score]), *others.values()]
    return replace(ref, candidates=tuple(others), scores=tuple(round(s, 2) for s in scores))
