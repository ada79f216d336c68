"""Names of places in a report, by what they are and by the words around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer import Gazetteer, open_gazetteer
from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.place_words import PlaceLexicon, place_lexicon
from tacitus.parse.place_judge import ACCEPT, BARRED, Judge
from tacitus.parse.place_names import Cutter, Name
from tacitus.parse.place_offsets import Offset, offset_before, put_near
from tacitus.parse.place_runs import CITY, METROPOLIS, Runs, Words, is_word, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.parse.document import Parsed

# Tokens that may stand between two names of which the first is put near the second.
_NEARNESS = 12
# Words between two names by which the first lies in the second, the second in the first, or both
# stand in one line.
LINKS = {
    "in": frozenset(("in", "of", "within", ",", "the", "a", "an", "on", "(", "inside", "at", "-")),
    "own": frozenset(("'s", "’s", "'", "’", "the", "of", "-")),
    "and": frozenset(("and", ",", "&", "or")),
}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place as a report names it.

    Attributes:
        start, stop: tokens of the name, as a coder would write it ("northern Syria").
        kind: "settlement", "district", "admin1", "region", "country", "site", "water", "road",
            "metonym" (a government called by its seat or country) or "unknown".
        cue: what links it to the sentence: a preposition, "village-of", "compound", ...
        inside: index, in the list this mention is in, of the larger place it is said to lie in.
        by: the rule that found it.
        name: the name for looking up: without "northern" and "province", spelling mended.
        modifier: the part of it that is meant ("northern", "countryside"), or None.
        offset: how far and which way from it something lies ("15 km north of X"), or None.
        beside: index of the place that it is said to lie near, or None.
    """

    start: int
    stop: int
    kind: str
    cue: str
    inside: int | None
    by: str
    name: str
    modifier: str | None = None
    offset: Offset | None = None
    beside: int | None = None


def find_places(
    parsed: Parsed,
    gazetteer: Gazetteer | None = None,
    given: Sequence[tuple[int, int]] | None = None,
) -> list[PlaceMention]:
    """All places that a report names, in order of appearance.

    Args:
        parsed: the report.
        gazetteer: tells known names; the packaged one where None.
        given: token ranges that are known to name places, in order; no others are looked for.

    Returns:
        Mentions whose token ranges do not cross; "suburbs of X" holds the mention of X. With
        ranges given, one mention for each.
    """
    finder = _Finder(parsed, gazetteer or open_gazetteer(), place_lexicon())
    return finder.mentions() if given is None else finder.named(given)


class _Finder:
    def __init__(self, parsed: Parsed, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
        self.doc = parsed.doc
        self.words: Words = read_words(parsed.doc)
        self.low = self.words.low
        self.gazetteer = gazetteer
        self.lex = lexicon
        self.judge = Judge(self.words, lexicon, gazetteer)

    def mentions(self) -> list[PlaceMention]:
        found: list[Name] = []
        cutter = Cutter(self.words, self.lex, self.gazetteer)
        for run in Runs(self.words, self.lex, self.gazetteer).all():
            found.extend(self.judge.judge(piece) for piece in cutter.pieces(*run))
        self._company(found)
        self._surnames(found)
        sure = {fold(f.name) for f in found if f.score >= ACCEPT}
        barred = {fold(f.name) for f in found if f.score <= -4}
        kept = []
        for f in found:
            key = fold(f.name)
            if f.score < ACCEPT and not (f.score >= 0 and key in sure and key not in barred):
                continue
            kept.append(f)
        return self._chain(self._outer(self._nameless(kept)))

    def named(self, given: Sequence[tuple[int, int]]) -> list[PlaceMention]:
        """The mentions of names that others found."""
        found = []
        for start, stop in given:
            text = self.doc[start:stop].text
            name = self.judge.judge((start, stop, text, False))
            if text in self.lex.abbreviations and name.by != "abbreviation":
                self.judge.expand(name, text)
            name.score = max(name.score, ACCEPT)
            found.append(name)
        return self._chain(found)

    def _surnames(self, found: list[Name]) -> None:
        """Bar names that the report gives to a person elsewhere: "Rosa Ibarra ... Ibarra's car"."""
        people = {
            fold(self.doc[f.name_stop - 1].text)
            for f in found
            if f.score < ACCEPT
            and f.name_stop - f.name_start > 1
            and all(self.doc[i].ent_type_ == "PERSON" for i in range(f.name_start, f.name_stop))
        }
        for f in found:
            alone = f.stop - f.start == 1 and f.name_stop - f.name_start == 1
            great = f.brief.people >= METROPOLIS or "country" in f.brief.kinds
            if alone and not great and fold(f.name) in people:
                f.score = BARRED

    def _company(self, found: list[Name]) -> None:
        """Raise names that stand in one line with a place: "in A and B", "A and B districts"."""
        for last, f in pairwise(found):
            if last.stop == f.start and min(last.score, f.score) >= ACCEPT and f.cue == "bare":
                f.cue = last.cue  # "in A B and C", where the comma is lost
            if f.score < -4 or f.score >= ACCEPT or self._plain_word(f):
                continue
            if last.score >= ACCEPT and last.kind != "metonym":
                owned = last.owner and last.score >= 5 and self._only(last.stop, f.start, "own")
                if owned or (last.cue != "bare" and self._only(last.stop, f.start, "and")):
                    sure = (
                        owned
                        or last.by in ("type-of", "beside", "direction-of")
                        or last.cue in self.lex.locating
                    )
                    f.score += 5 if sure else 3.5
                    f.by = f.by or "beside"
        for f, after in zip(found[-2::-1], found[:0:-1], strict=True):
            if (
                after.by == "type-after"
                and after.score >= ACCEPT > f.score > -4
                and self._only(f.stop, after.start, "and")
            ):
                f.score += 3
                f.kind, f.by, f.cue = after.kind, "beside", f.cue if f.cue != "bare" else after.cue

    def _plain_word(self, f: Name) -> bool:
        """Whether the name is made of dictionary words alone."""
        parts = [w for w in self.low[f.name_start : f.name_stop] if w not in self.lex.particles]
        if not parts:
            return True
        if not self.words.plain[f.name_start] and (
            self.doc[f.name_stop - 1].tag_.startswith("NNP")
        ):
            return f.name_stop - f.name_start == 1 and parts[0] in self.lex.everyday
        return all(w.isalpha() and is_word(w) for w in parts)

    def _nameless(self, found: list[Name]) -> list[Name]:
        """Add "the Turkish border", "the Syrian capital", "the old city"."""
        taken = {i for f in found for i in range(f.start, f.stop)}
        out = list(found)
        for i in range(len(self.low) - 1):
            pair = f"{self.low[i]} {self.low[i + 1]}"
            code = self.lex.demonyms.get(self.low[i])
            kind = ""
            if code and self.low[i + 1] in self.lex.national:
                country = self.gazetteer.country(code)
                kind = "settlement" if self.low[i + 1] == "capital" else "region"
                name = pair if kind == "settlement" or country is None else country.name
            elif pair in self.lex.nameless:
                kind, name = "district", pair
            if not kind or i in taken or i + 1 in taken:
                continue
            f = Name(
                i,
                i + 2,
                i,
                i + 2,
                name,
                self.gazetteer.brief(name),
                kind,
                by="nameless",
                score=ACCEPT,
            )
            f.modifier = self.low[i + 1] if kind == "region" else None
            self.judge.take_cue(f)
            out.append(f)
        return sorted(out, key=lambda f: (f.start, -f.stop))

    def _outer(self, found: list[Name]) -> list[Name]:
        """Add "the eastern suburbs of X" around X, where a part of it or its edge is named."""
        out: list[Name] = []
        for f in found:
            i = f.start - 1
            if (
                i >= 1
                and self.low[i] == "of"
                and self.lex.types.get(self.low[i - 1]) == "region"
                and f.kind in ("settlement", "admin1", "country", "unknown", "region")
                and self.low[i - 1] not in ("region", "territory")
            ):
                start = i - 1
                while start > 0 and self.low[start - 1] in self.lex.modifiers:
                    start -= 1
                f.kind = self.judge.own_kind(f)
                part = Name(
                    start,
                    f.stop,
                    f.name_start,
                    f.name_stop,
                    f.name,
                    f.brief,
                    "region",
                    "",
                    "part-of",
                    self.doc[start:i].text.lower(),
                    f.score,
                )
                self.judge.take_cue(part)
                out.append(part)
            out.append(f)
        return out

    def _chain(self, found: list[Name]) -> list[PlaceMention]:
        out: list[PlaceMention] = []
        for k, f in enumerate(found):
            mention = PlaceMention(
                f.start,
                f.stop,
                f.kind,
                f.cue,
                None,
                f.by or "name",
                f.name,
                f.modifier,
                offset_before(self.doc, self.low, f.start) if f.by != "part-of" else None,
            )
            if k:
                last = found[k - 1]
                if last.by == "part-of" and last.stop == f.stop:
                    out[-1] = replace(out[-1], inside=k)
                elif (
                    last.owner
                    and f.kind not in ("country", "metonym")
                    and f.start - last.stop <= 4
                    and self._only(last.stop, f.start, "own")
                ):
                    mention = replace(mention, inside=k - 1)
                elif self._near(last, f):
                    out[-1] = replace(out[-1], beside=k)
                elif self._larger(last, f) and self._only(last.stop, f.start, "in"):
                    out[-1] = replace(out[-1], inside=k)
                elif f.start - last.stop <= 2 and self._only(last.stop, f.start, "and"):
                    mention = replace(mention, cue=last.cue)
            out.append(mention)
        return self._shared(out)

    def _near(self, a: Name, b: Name) -> bool:
        """Whether the text puts a near b: "Nu'man near al-Bab", "Marea, 25 km north of Aleppo"."""
        if a.kind in ("country", "metonym") or b.kind == "metonym" or b.start - a.stop > _NEARNESS:
            return False
        same = not any(self.doc[k].is_sent_start for k in range(a.stop, b.start + 1))
        small = b.kind in ("settlement", "unknown", "site", "district")
        return same and put_near(self.low, a.stop, b.start, small=small)

    def _larger(self, a: Name, b: Name) -> bool:
        """Whether b can hold a: "Douma, Eastern Ghouta", not "Aleppo, Idlib"."""
        rank = {
            "site": 0,
            "road": 0,
            "district": 1,
            "unknown": 1,
            "settlement": 2,
            "water": 2,
            "region": 3,
            "admin1": 3,
            "country": 4,
            "metonym": 4,
        }
        between = self.low[a.stop : b.start]
        if "settlement" in a.brief.kinds and b.brief.division and between == [","]:
            return True  # "Lebanon, Pennsylvania"
        if b.kind in ("metonym",) or a.kind in ("country", "metonym"):
            return False
        if "in" in between or "of" in between or "within" in between or "on" in between:
            return True
        return (
            rank[b.kind] > rank[a.kind]
            or (rank[b.kind] == rank[a.kind] == 1)
            or (rank[b.kind] == 2 and b.brief.people > max(CITY, 5 * a.brief.people))
        )

    def _only(self, first: int, stop: int, link: str) -> bool:
        """Whether nothing but linking words, types and directions stands between two names."""
        if stop - first > 7 or any(
            self.doc[k].is_sent_start for k in range(first, stop + 1) if k < len(self.doc)
        ):
            return False
        words, lex = LINKS[link], self.lex
        between = self.low[first:stop]
        if link == "and":
            return all(w in words or w.isdigit() for w in between)
        return all(
            w in words
            or w in lex.types
            or w in lex.modifiers
            or w in lex.demonyms
            or w in lex.directions
            for w in between
        )

    def _shared(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """In "A and B in C" both lie in C."""
        for k in range(len(mentions) - 2, -1, -1):
            m, following = mentions[k], mentions[k + 1]
            outer = following.inside
            if m.inside is not None or outer is None or outer <= k + 1:
                continue
            if m.stop < following.start and self._only(m.stop, following.start, "and"):
                mentions[k] = replace(m, inside=outer)
        return mentions
