"""Names of places in a report, by what they are and by the words around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer import Brief, Gazetteer, open_gazetteer
from tacitus.knowledge.gazetteer_names import fold
from tacitus.knowledge.place_words import PlaceLexicon, place_lexicon
from tacitus.parse.place_runs import CITY, METROPOLIS, Runs, Words, is_word, known, read_words

if TYPE_CHECKING:
    from tacitus.parse.document import Parsed

ACCEPT = 3.0


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
    """

    start: int
    stop: int
    kind: str
    cue: str
    inside: int | None
    by: str
    name: str
    modifier: str | None = None


@dataclass(slots=True)
class _Found:
    """A name under judgement."""

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


def find_places(parsed: Parsed, gazetteer: Gazetteer | None = None) -> list[PlaceMention]:
    """All places that a report names, in order of appearance.

    Args:
        parsed: the report.
        gazetteer: tells known names; the packaged one where None.

    Returns:
        Mentions whose token ranges do not cross; "suburbs of X" holds the mention of X.
    """
    finder = _Finder(parsed, gazetteer or open_gazetteer(), place_lexicon())
    return finder.mentions()


class _Finder:
    def __init__(self, parsed: Parsed, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
        self.doc = parsed.doc
        self.words: Words = read_words(parsed.doc)
        self.low = self.words.low
        self.gazetteer = gazetteer
        self.lex = lexicon

    def mentions(self) -> list[PlaceMention]:
        found: list[_Found] = []
        for run in Runs(self.words, self.lex, self.gazetteer).all():
            for piece in self._pieces(*run):
                found.append(self._judge(*piece))
        self._company(found)
        sure = {fold(f.name) for f in found if f.score >= ACCEPT}
        barred = {fold(f.name) for f in found if f.score <= -4}
        kept = []
        for f in found:
            key = fold(f.name)
            if f.score < ACCEPT and not (f.score >= 0 and key in sure and key not in barred):
                continue
            kept.append(f)
        return self._chain(self._outer(self._nameless(kept)))

    def _company(self, found: list[_Found]) -> None:
        """Raise names that stand in one line with a place: "in A and B", "A and B districts"."""
        for last, f in zip(found, found[1:], strict=False):
            if f.score < -4 or f.score >= ACCEPT or self._plain_word(f):
                continue
            if last.score >= ACCEPT and last.kind != "metonym":
                owned = last.owner and last.score >= 6 and self._only(last.stop, f.start, "own")
                if owned or (last.cue != "bare" and self._only(last.stop, f.start, "and")):
                    f.score += 3.5
                    f.by = f.by or "beside"
        for f, after in zip(found[-2::-1], found[:0:-1], strict=True):
            if (
                after.by == "type-after" and after.score >= ACCEPT > f.score > -4
                and self._only(f.stop, after.start, "and")
            ):
                f.score += 3
                f.kind, f.by, f.cue = after.kind, "beside", f.cue if f.cue != "bare" else after.cue

    def _plain_word(self, f: _Found) -> bool:
        """Whether the name is made of dictionary words alone."""
        parts = [w for w in self.low[f.name_start : f.name_stop] if w not in self.lex.particles]
        return all(is_word(w) for w in parts if w.isalpha())

    def _nameless(self, found: list[_Found]) -> list[_Found]:
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
            f = _Found(i, i + 2, i, i + 2, name, self.gazetteer.brief(name), kind, by="nameless",
                       score=ACCEPT)
            f.modifier = self.low[i + 1] if kind == "region" else None
            self._take_cue(f)
            out.append(f)
        return sorted(out, key=lambda f: (f.start, -f.stop))

    # ── cutting runs into names ────────────────────────────────────────────────────────────

    def _text(self, start: int, stop: int) -> str:
        return self.doc[start:stop].text

    def _pieces(self, start: int, stop: int) -> list[tuple[int, int, str, bool]]:
        """A run as names: token range, name to look up, whether the next one belongs to it."""
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
                return [(start, cut, name, True), *self._pieces(cut, stop)]
        for cut in range(stop - 1, start, -1):
            if self.low[cut - 1] in ("-", "–") or self.low[cut - 1] in self.lex.modifiers:
                continue
            tail = self.gazetteer.brief(self._text(cut, stop))
            if tail.kinds & {"country", "former"}:
                return [*self._pieces(start, cut), (cut, stop, self._text(cut, stop), False)]
        return [(start, stop, *self._mended(start, stop))]

    def _mended(self, start: int, stop: int) -> tuple[str, bool]:
        """The name, and whether it is an owner whose apostrophe was lost ("Aleppos")."""
        text = self._text(start, stop)
        if text[-1:] in ("s", "S") and len(text) > 4 and not self.gazetteer.brief(text).kinds:
            shorter = text[:-1]
            if known(self.gazetteer.brief(shorter)):
                return shorter, True
        return text, False

    # ── one name ───────────────────────────────────────────────────────────────────────────

    def _judge(self, start: int, stop: int, name: str, owner: bool) -> _Found:
        f = _Found(start, stop, start, stop, name, self.gazetteer.brief(name), owner=owner)
        self._take_modifier(f)
        self._take_type(f)
        self._take_modifier(f)
        self._take_cue(f)
        self._set_kind(f)
        self._score(f)
        return f

    def _rename(self, f: _Found) -> None:
        f.name = self._text(f.name_start, f.name_stop)
        f.brief = self.gazetteer.brief(f.name)

    def _take_modifier(self, f: _Found) -> None:
        first = self.low[f.name_start]
        if (
            first in self.lex.modifiers
            and f.name_stop - f.name_start > 1
            and not f.brief.kinds
            and f.start == f.name_start
            and self.low[f.name_start + 1] not in self.lex.types
        ):
            f.name_start += 1
            f.modifier = first
            if self.low[f.name_start] == "-" and f.name_stop - f.name_start > 2:
                f.name_start += 2
            self._rename(f)
        before = f.start - 1
        if before >= 0 and self.low[before] in self.lex.modifiers and self._same_sentence(before, f):
            f.modifier = self.low[before]
            f.start = before
            if before >= 2 and self.low[before - 1] == "-" and self.low[before - 2] in self.lex.modifiers:
                f.start = before - 2

    def _same_sentence(self, i: int, f: _Found) -> bool:
        return not any(self.doc[k].is_sent_start for k in range(i + 1, f.start + 1))

    def _take_type(self, f: _Found) -> None:
        """Kind from the nouns around: "X province", "Lake X", "the villages of X"."""
        last = self.low[f.name_stop - 1]
        if f.name_stop - f.name_start > 1 and last in self.lex.types and last not in self.lex.plurals:
            f.kind, f.by = self.lex.types[last], "type-in-name"
            if last in self.lex.joined_types or f.kind in ("district", "settlement"):
                stem = self._text(f.name_start, f.name_stop - 1)
                if self.gazetteer.brief(stem).kinds or f.kind not in ("site", "road", "water"):
                    f.name = stem.rstrip("-– ")
                    f.brief = self.gazetteer.brief(f.name)
            return
        after = f.stop
        # "Homs eastern countryside", "Idlib province", "Tabqa military airport".
        skip = after
        while skip < len(self.low) and skip < after + 2 and (
            self.low[skip] in self.lex.modifiers or self.low[skip] in ("military", "international", "refugee", "air", "border", "police", "army", "power", "gas", "oil")
        ):
            skip += 1
        if skip < len(self.low) and not self.doc[skip].is_sent_start:
            noun = self.low[skip]
            land = bool(f.brief.kinds & {"country", "former"})
            if noun in self.lex.types and (not land or noun in ("border", "coast", "frontier")):
                f.kind, f.by = self.lex.types[noun], "type-after"
                if noun in self.lex.joined_types:
                    f.stop = skip + 1
                    if skip > after:
                        f.modifier = self._text(after, skip).lower()
                if f.kind == "region" and noun in ("countryside", "suburbs", "outskirts"):
                    f.modifier = noun if f.modifier is None else f"{f.modifier} {noun}"
                if f.kind in ("site", "road", "water") and noun in self.lex.joined_types:
                    f.name = self._text(f.name_start, f.stop)
                return
        first = self.low[f.name_start]
        if f.name_stop - f.name_start > 1 and first in self.lex.heads:
            f.kind, f.by = self.lex.heads[first], "head-word"
        before = f.start - 1
        if before >= 1 and self.low[before] == "of" and self.low[before - 1] in self.lex.types:
            f.kind, f.by = self.lex.types[self.low[before - 1]], "type-of"
        elif before >= 0 and self.low[before] in self.lex.types and self._title_free(before, f):
            f.kind, f.by = self.lex.types[self.low[before]], "type-before"

    def _title_free(self, before: int, f: _Found) -> bool:
        noun = self.low[before]
        return self.lex.types[noun] in ("settlement", "district", "admin1") and (
            f.name_start == f.start and self._same_sentence(before, f)
        )

    def _take_cue(self, f: _Found) -> None:
        low, i = self.low, f.start - 1
        if f.by == "type-of":
            f.cue = f"{low[f.start - 2]}-of"
        if f.by == "type-before":
            f.cue = low[i]
        steps = 0
        while i >= 0 and steps < 7 and not self.doc[i + 1].is_sent_start:
            word = low[i]
            if word in self.lex.locating:
                f.cue = f.cue or word
                f.score += 4
                f.by = f.by or f"after:{word}"
                return
            if word == "of" and i > 0 and (low[i - 1] in self.lex.directions or low[i - 1] in self.lex.types):
                if low[i - 1] in self.lex.types:
                    f.cue = f.cue or f"{low[i - 1]}-of"
                    f.score += 3
                    f.by = f.by or "type-of"
                    return
                f.cue = f"{low[i - 1]} of"
                f.score += 4
                f.by = f.by or "direction-of"
                return
            leads = i > 0 and (
                (word == "on" and low[i - 1] in self.lex.striking)
                or (word == "of" and low[i - 1] in self.lex.holding)
            )
            if leads:
                f.cue = f.cue or word
                f.score += 3.5
                f.by = f.by or f"{low[i - 1]}:{word}"
                return
            if word in self.lex.moving:
                f.cue = f.cue or word
                f.score += 1
                f.by = f.by or f"after:{word}"
                return
            token = self.doc[i]
            if word != "held" and token.lemma_.lower() in self.lex.taking and token.pos_ in ("VERB", "NOUN"):
                f.cue = f.cue or token.lemma_.lower()
                f.score += 1.5
                f.by = f.by or f"object:{token.lemma_.lower()}"
                return
            skippable = (
                token.pos_ in ("DET", "ADJ") or word in self.lex.types or word in self.lex.demonyms
                or word in ("the", "of", "'s", "main", "key", "rebel-held", "-", "held", "rebel", "’s")
                or token.tag_ == "POS" or word in self.lex.modifiers
            )
            if not skippable:
                break
            i -= 1
            steps += 1
        if not f.cue:
            f.cue = "bare"

    def _set_kind(self, f: _Found) -> None:
        kinds = f.brief.kinds
        if f.kind != "unknown":
            return
        if kinds & {"country", "former"}:
            f.kind = "country"
        elif "water" in kinds:
            f.kind = "water"
        elif "region" in kinds:
            f.kind = "region"
        elif "settlement" in kinds or "admin2" in kinds:
            f.kind = "settlement" if "settlement" in kinds else "district"
        elif "admin1" in kinds:
            f.kind = "admin1"
        if f.modifier and f.kind in ("country", "admin1"):
            f.kind = "region"

    # ── is it a place at all ───────────────────────────────────────────────────────────────

    def _score(self, f: _Found) -> None:
        low, doc = self.low, self.doc
        brief = f.brief
        if brief.kinds & {"country", "former", "region", "water"} or brief.people >= CITY:
            f.score += 3
            f.by = f.by or "known"
        elif brief.people >= 15_000 or "admin1" in brief.kinds:
            f.score += 2
            f.by = f.by or "known"
        elif brief.kinds:
            f.score += 0.5
        if f.by in ("type-in-name", "type-after", "type-of", "type-before"):
            f.score += 3
        elif f.by == "head-word":
            f.score += 1
        labels = {doc[i].ent_type_ for i in range(f.name_start, f.name_stop)}
        if labels & {"GPE", "LOC", "FAC"}:
            f.score += 1.5
        elif "PERSON" in labels and brief.people < CITY:
            f.score -= 1
        elif labels & {"ORG", "NORP", "PRODUCT"} and brief.people < CITY and f.by != "type-in-name":
            f.score -= 0.5
        if f.name_stop - f.name_start == 1 and is_word(self.low[f.name_start]):
            if not brief.kinds & {"country", "region", "former"} and (
                brief.people < METROPOLIS or self.low[f.name_start] in self.lex.everyday
            ):
                f.score -= 3
        elif f.name.lower() in self.lex.everyday and f.score < 6:
            f.score -= 3
        if self._barred(f):
            f.score = -9
            return
        after = f.stop
        noun = low[after] if after < len(low) else ""
        if noun in ("'s", "’s", "'", "’"):
            f.owner = True
        if noun in self.lex.people and not known(brief):
            f.score -= 5
        if f.cue == "bare" and not known(brief) and f.by not in ("type-after", "type-in-name"):
            f.score -= 1
        if f.cue in ("bare", "from", "to", "of", "against", "for", "on"):
            verb = doc[f.stop - 1].head
            if doc[f.stop - 1].dep_ == "nsubj" and verb.lemma_.lower() in self.lex.saying:
                if brief.kinds & {"country"} or known(brief):
                    f.kind = "metonym"
                else:
                    f.score -= 3

    def _barred(self, f: _Found) -> bool:
        low = self.low
        span = low[f.name_start : f.name_stop]
        whole_known = bool(f.brief.kinds)
        if not whole_known and f.by not in ("type-in-name",) and any(w in self.lex.bodies for w in span):
            return True
        if len(span) == 1 and (span[0] in self.lex.types or span[0] in self.lex.titles or span[0] in self.lex.bodies):
            return True
        if all(w in self.lex.modifiers or w in self.lex.types or w == "-" for w in span):
            # "London's Tower Bridge", "in Northern Province", but not "MILITARY BASE".
            if len(span) == 1 or self.words.plain[f.name_start] or f.cue == "bare":
                return self.low[f.start - 1] not in ("'s", "’s") or len(span) == 1
        text = self.doc[f.name_start].text
        if (
            len(span) == 1 and text.isupper() and len(text) <= 5 and not self.words.plain[f.name_start]
            and not f.brief.kinds & {"country"} and f.by not in ("type-after", "type-of")
        ):
            return True
        if f.by == "type-of" and not f.brief.kinds:
            labels = {t.ent_type_ for t in self.doc[f.name_start : f.name_stop]}
            if f.cue.startswith("department") or ("PERSON" in labels and f.kind == "site"):
                return True
        before = f.start - 1
        if before >= 0 and low[before] == "." and before > 0:
            before -= 1
        if before >= 0 and low[before] in self.lex.titles and f.by not in ("type-of",):
            return not known(f.brief) or f.stop - f.start > 1
        after = low[f.stop] if f.stop < len(low) else ""
        if after in self.lex.bodies and f.by not in ("type-after", "type-in-name"):
            return True
        # "X-backed", "X-based", "al-X-linked".
        return after == "-" and f.stop + 1 < len(low) and low[f.stop + 1] in self.lex.tied

    # ── larger places ──────────────────────────────────────────────────────────────────────

    def _outer(self, found: list[_Found]) -> list[_Found]:
        """Add "the eastern suburbs of X" around X, where a part of it or its edge is named."""
        out: list[_Found] = []
        for f in found:
            i = f.start - 1
            if i >= 1 and self.low[i] == "of" and self.lex.types.get(self.low[i - 1]) == "region" and f.kind in (
                "settlement", "admin1", "country", "unknown", "region"
            ) and self.low[i - 1] not in ("region", "territory"):
                start = i - 1
                while start > 0 and self.low[start - 1] in self.lex.modifiers:
                    start -= 1
                f.kind = self._own_kind(f)
                part = _Found(start, f.stop, f.name_start, f.name_stop, f.name, f.brief, "region",
                              "", "part-of", self._text(start, i).lower(), f.score)
                self._take_cue(part)
                out.append(part)
            out.append(f)
        return out

    def _own_kind(self, f: _Found) -> str:
        kind, f.kind = f.kind, "unknown"
        self._set_kind(f)
        return f.kind if f.kind != "unknown" else ("unknown" if kind == "region" else kind)

    def _chain(self, found: list[_Found]) -> list[PlaceMention]:
        out: list[PlaceMention] = []
        for k, f in enumerate(found):
            mention = PlaceMention(
                f.start, f.stop, f.kind, f.cue, None, f.by or "name", f.name, f.modifier
            )
            if k:
                last = found[k - 1]
                if last.by == "part-of" and last.stop == f.stop:
                    out[-1] = replace(out[-1], inside=k)
                elif last.owner and f.start - last.stop <= 4 and self._only(last.stop, f.start, "own"):
                    mention = replace(mention, inside=k - 1)
                elif self._larger(last, f) and self._only(last.stop, f.start, "in"):
                    out[-1] = replace(out[-1], inside=k)
                elif f.start - last.stop <= 2 and self._only(last.stop, f.start, "and"):
                    mention = replace(mention, cue=last.cue)
            out.append(mention)
        return self._shared(out)

    def _larger(self, a: _Found, b: _Found) -> bool:
        """Whether b can hold a: "Douma, Eastern Ghouta", not "Aleppo, Idlib"."""
        rank = {"site": 0, "road": 0, "district": 1, "unknown": 1, "settlement": 2, "water": 2,
                "region": 3, "admin1": 3, "country": 4, "metonym": 4}
        if b.kind in ("metonym",) or a.kind in ("country", "metonym"):
            return False
        between = self.low[a.stop : b.start]
        if "in" in between or "of" in between or "within" in between or "on" in between:
            return True
        return rank[b.kind] > rank[a.kind] or (rank[b.kind] == rank[a.kind] == 1) or (
            rank[b.kind] == 2 and b.brief.people > max(CITY, 5 * a.brief.people)
        )

    _LINKS = {
        "in": frozenset(("in", "of", "within", ",", "the", "on", "(", "inside", "at", "area", "near")),
        "own": frozenset(("'s", "’s", "'", "’", "the", "of")),
        "and": frozenset(("and", ",", "&", "or")),
    }

    def _only(self, first: int, stop: int, link: str) -> bool:
        """Whether nothing but linking words, types and directions stands between two names."""
        if stop - first > 7 or any(self.doc[k].is_sent_start for k in range(first, stop + 1) if k < len(self.doc)):
            return False
        words = self._LINKS[link]
        between = self.low[first:stop]
        if link == "in" and "near" in between:
            return False
        return all(
            w in words or (link == "and" and w.isdigit()) or (link != "and" and (w in self.lex.types or w in self.lex.modifiers or w in self.lex.demonyms or w == "-" or w in ("outskirts", "side", "part", "edge")))
            for w in between
        )

    def _shared(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """In "A and B in C" both lie in C."""
        for k in range(len(mentions) - 2, -1, -1):
            m, following = mentions[k], mentions[k + 1]
            if m.inside is None and following.inside is not None and following.inside > k + 1:
                if self._only(m.stop, following.start, "and") and m.stop < following.start:
                    mentions[k] = replace(m, inside=following.inside)
        return mentions
