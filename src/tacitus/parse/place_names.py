"""Cutting runs of tokens into names of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tacitus.parse.place_runs import CITY, Words, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tacitus.knowledge.gazetteer import Brief, Gazetteer
    from tacitus.knowledge.place_words import PlaceLexicon

# So many names in a run are a list, whatever follows.
_LIST = 3
_PAIR = 2
# tokens of a name that follows
_LONGEST = 4

# Token range, name to look up, whether the next name belongs to it.
Piece = tuple[int, int, str, bool]


@dataclass(slots=True)
class Name:
    """A name under judgement.

    Attributes:
        start, stop: tokens as a coder would write it.
        name_start, name_stop: tokens of the name proper.
        name: to look up.
        brief: what the gazetteer holds under it.
        kind, cue, by, modifier: as in ``PlaceMention``.
        score: for (from ``ACCEPT`` on) or against being a place.
        owner: whether it stands in the possessive before another name.
    """

    start: int
    stop: int
    name_start: int
    name_stop: int
    name: str
    brief: Brief
    kind: str = "unknown"
    cue: str = ""
    by: str = ""
    modifier: str | None = None
    score: float = 0.0
    owner: bool = False


class Cutter:
    """Cuts the runs of one report.

    Args:
        words: its tokens.
        lexicon: words around places.
        gazetteer: tells where one name ends and the next begins.
    """

    def __init__(self, words: Words, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> None:
        self.words = words
        self.doc = words.doc
        self.low = words.low
        self.lex = lexicon
        self.gazetteer = gazetteer

    def _text(self, start: int, stop: int) -> str:
        return self.doc[start:stop].text

    def pieces(self, start: int, stop: int) -> list[Piece]:
        """Cut a run as names: token range, name to look up, whether the next one belongs to it."""
        if stop - start == 1:
            return [(start, stop, *self._mended(start, stop))]
        whole = self.gazetteer.brief(self._text(start, stop))
        if whole.kinds:
            return [(start, stop, self._text(start, stop), False)]
        # "Syrias Aleppo", "Idlib Syria", "Syria Khan Sheikhoun": a country at either end.
        for cut in range(start + 1, stop):
            if self.low[cut] in ("-", "–") or self.low[cut - 1] in ("-", "–"):
                continue
            name, owner = self._mended(start, cut)
            head = self.gazetteer.brief(name)
            if (owner and known(head)) or head.kinds & {"country", "former"}:
                if self.low[cut] in self.lex.types or self.low[cut] in self.lex.bodies:
                    continue
                return [(start, cut, name, True), *self.pieces(cut, stop)]
        tail = self._country_last(start, stop)
        if tail:
            return [*self.pieces(start, tail), (tail, stop, self._text(tail, stop), False)]
        listed = self._listed(start, stop)
        if listed:
            return [(a, b, self._text(a, b), False) for a, b in listed]
        split = self._city_first(start, stop)
        if split:
            return [(start, split, self._text(start, split), False), *self.pieces(split, stop)]
        return [(start, stop, *self._mended(start, stop))]

    def _listed(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The names of "Aleppo Homs and Hama" or "Sumy Kharkiv Poltava": commas get lost.

        All of the run must be known names, and some of them of places that are known by the name
        alone, or all be of one country. Two names can be a person's, so that a third must follow.
        """
        found: list[tuple[int, int]] = []
        at = start
        while at < stop:
            cut = next((n for n in range(stop, at, -1) if self._is_place(at, n)), None)
            if cut is None:
                return []
            found.append((at, cut))
            at = cut
        told = any(known(self.gazetteer.brief(self._text(*part))) for part in found)
        if told and (len(found) >= _LIST or self._goes_on(stop)):
            return found
        return found if len(found) >= _PAIR and self._near_one_another(found, stop) else []

    def _near_one_another(self, found: Sequence[tuple[int, int]], stop: int) -> bool:
        """Whether names and the one behind the "and" after them can be of places of one country."""
        names = [self._text(*part) for part in found]
        behind = [name for name in self._behind_and(stop) if self.gazetteer.brief(name).kinds]
        if not behind:
            return False
        homes = [{e.country for e in self.gazetteer.exact(n)} for n in (*names, behind[0])]
        return bool(set.intersection(*homes) - {None})

    def _is_place(self, start: int, stop: int) -> bool:
        if self.low[start] in self.lex.particles or self.low[stop - 1] in self.lex.particles:
            return False
        return bool(self.gazetteer.brief(self._text(start, stop)).kinds)

    def _goes_on(self, stop: int) -> bool:
        """Whether "and" and another known name follow."""
        return any(known(self.gazetteer.brief(name)) for name in self._behind_and(stop))

    def _behind_and(self, stop: int) -> Iterator[str]:
        """What may be a name behind an "and", the longest first."""
        if stop + 1 >= len(self.low) or self.low[stop] != "and":
            return
        for n in range(min(stop + 1 + _LONGEST, len(self.low)), stop + 1, -1):
            yield self._text(stop + 1, n)

    def _country_last(self, start: int, stop: int) -> int | None:
        """Where the country of "Idlib Syria" starts."""
        for cut in range(stop - 1, start, -1):
            if self.low[cut - 1] in ("-", "–") or self.low[cut - 1] in self.lex.modifiers:
                continue
            if self.gazetteer.brief(self._text(cut, stop)).kinds & {"country", "former"}:
                return cut
        return None

    def _mended(self, start: int, stop: int) -> tuple[str, bool]:
        """The name, and whether it is an owner whose apostrophe was lost ("Aleppos")."""
        text = self._text(start, stop)
        if text[-1:] in ("s", "S") and len(text) > 4 and not self.gazetteer.brief(text).kinds:
            shorter = text[:-1]
            if known(self.gazetteer.brief(shorter)):
                return shorter, True
        return text, False

    def _city_first(self, start: int, stop: int) -> int | None:
        """Where "in Idlib Leys el-Faris" ends being the city: commas get lost."""
        if start == 0 or self.low[start - 1] not in self.lex.locating:
            return None
        rest = self.low[start + 1 : stop]
        if any(w in self.lex.types or w in self.lex.bodies or w in self.lex.heads for w in rest):
            return None
        for cut in range(stop - 1, start, -1):
            if "-" in (self.low[cut], self.low[cut - 1]) or self.low[cut] in self.lex.particles:
                continue
            if self.gazetteer.brief(self._text(start, cut)).people >= CITY:
                return cut
        return None
