"""Judging one name by the words around it: what kind of place, how linked, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.knowledge.gazetteer_names import fold
from tacitus.parse.place_names import Name, Piece
from tacitus.parse.place_runs import CITY, METROPOLIS, Words, dateline, is_word, known

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer
    from tacitus.knowledge.place_words import PlaceLexicon

# Score from which a name counts as a place. One clear sign is enough: a locating preposition (4),
# a noun such as "village" (3), a name that everybody knows (3).
ACCEPT = 3.0
BARRED = -9.0
# People of a place that a report may name without saying what it is.
TOWN = 15_000
# Tokens behind a name in which a phrase tells what it is.
TOLD = 6
# Tokens to look back for the preposition of a name.
STEPS = 7
# Letters of capitals that stand for a body even where a place is so called; of more letters they do
# where none is: MINUGUA.
ACRONYM = 5
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))


class Judge:
    """Judges the names of one report; arguments as of ``Cutter``."""

    def __init__(self, words: Words, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> None:
        self.words = words
        self.doc = words.doc
        self.low = words.low
        self.lex = lexicon
        self.gazetteer = gazetteer
        self.written = dateline(words)

    def judge(self, piece: Piece) -> Name:
        """The name with its kind, cue and score."""
        start, stop, name, owner = piece
        f = Name(start, stop, start, stop, name, self.gazetteer.brief(name), owner=owner)
        if start and self.low[start - 1] == "," and name in self.lex.abbreviations:
            self.expand(f, name)
        self._take_modifier(f)
        self._take_type(f)
        self._take_modifier(f)
        self.take_cue(f)
        self._set_kind(f)
        self._score(f)
        return f

    def expand(self, f: Name, short: str) -> None:
        """Take what a division's short form stands for as the name: "Va."."""
        f.name = self.lex.abbreviations[short]
        f.brief = self.gazetteer.brief(f.name)
        f.kind, f.by = "admin1", "abbreviation"

    def _text(self, start: int, stop: int) -> str:
        return self.doc[start:stop].text

    def _rename(self, f: Name) -> None:
        f.name = self._text(f.name_start, f.name_stop)
        f.brief = self.gazetteer.brief(f.name)

    def _take_modifier(self, f: Name) -> None:
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
        if (
            before >= 0
            and self.low[before] in self.lex.modifiers
            and self._same_sentence(before, f)
        ):
            f.modifier = self.low[before]
            f.start = before
            if (
                before >= 2
                and self.low[before - 1] == "-"
                and self.low[before - 2] in self.lex.modifiers
            ):
                f.start = before - 2

    def _same_sentence(self, i: int, f: Name) -> bool:
        return not any(self.doc[k].is_sent_start for k in range(i + 1, f.start + 1))

    def _take_type(self, f: Name) -> None:
        """Kind from the nouns around: "X province", "Lake X", "the villages of X"."""
        if f.by == "abbreviation" or self._type_within(f) or self._type_after(f):
            return
        if self._type_told(f):
            return
        first = self.low[f.name_start]
        if f.name_stop - f.name_start > 1 and first in self.lex.heads:
            f.kind, f.by = self.lex.heads[first], "head-word"
        before = f.start - 1
        if before >= 1 and self.low[before] == "of" and self.low[before - 1] in self.lex.types:
            f.kind, f.by = self.lex.types[self.low[before - 1]], "type-of"
            if f.kind == "district" and f.brief.people >= CITY:
                # "the districts of Damascus" are parts of it.
                f.kind = "settlement"
        elif before >= 0 and self.low[before] in self.lex.types and self._title_free(before, f):
            f.kind, f.by = self.lex.types[self.low[before]], "type-before"

    def _type_within(self, f: Name) -> bool:
        """The noun as the name's last word: "Deir Ezzor Airport"."""
        last = self.low[f.name_stop - 1]
        alone = f.name_stop - f.name_start == 1
        if alone or last not in self.lex.types or last in self.lex.plurals:
            return False
        f.kind, f.by = self.lex.types[last], "type-in-name"
        if f.brief.kinds:  # held as they stand: "Kansas City", an airport that a user added
            return True
        if last in self.lex.joined_types or f.kind in ("district", "settlement"):
            stem = self.doc[f.name_start : f.name_stop - 1].text
            if f.kind not in ("site", "road", "water") or self.gazetteer.brief(stem).kinds:
                f.name = stem.rstrip("-– ")
                f.brief = self.gazetteer.brief(f.name)
        return True

    def _type_after(self, f: Name) -> bool:
        """The noun behind the name: "Homs eastern countryside", "Tabqa military airport"."""
        at, low, lex = f.stop, self.low, self.lex
        while at < min(len(low), f.stop + 2) and (
            low[at] in lex.modifiers or low[at] in lex.inserted
        ):
            at += 1
        if at >= len(low) or self.doc[at].is_sent_start or low[at] not in lex.types:
            return False
        noun = low[at]
        if at == f.stop and self._whole_with(noun, f):
            return True
        land = bool(f.brief.kinds & {"country", "former"})
        # "Homs state television" is no state of Homs.
        body = at + 1 < len(low) and low[at + 1] in lex.bodies
        if (land or body) and noun not in lex.national:
            return False
        f.kind, f.by = lex.types[noun], "type-after"
        if noun in lex.joined_types:
            if at > f.stop:
                f.modifier = self.doc[f.stop : at].text.lower()
            f.stop = at + 1
        if noun in lex.around:
            f.modifier = noun if f.modifier is None else f"{f.modifier} {noun}"
        if f.kind in ("site", "road", "water") and noun in lex.joined_types:
            f.name = self.doc[f.name_start : f.stop].text
        return True

    def _whole_with(self, noun: str, f: Name) -> bool:
        """The noun as a part of the name: "Mexico City", "Benin City", "Quezon City"."""
        written = self.doc[f.stop].text
        if noun not in self.lex.whole_types or not written[0].isupper():
            return False
        behind = self.doc[f.stop + 1 : f.stop + 2]
        if len(behind) and behind[0].text[0].isupper() and behind[0].pos_ in ("NOUN", "PROPN"):
            return False  # "Dublin City Council" is no council of Dublin City
        name = self.doc[f.name_start : f.stop + 1].text
        brief = self.gazetteer.brief(name)
        town = "settlement" in f.brief.kinds and not f.brief.kinds & {"country", "former"}
        if "settlement" not in brief.kinds or (town and brief.people < f.brief.town):
            return False
        f.name, f.brief, f.kind, f.by = name, brief, "settlement", "type-in-name"
        f.stop = f.name_stop = f.stop + 1
        return True

    def _type_told(self, f: Name) -> bool:
        """The noun in a phrase that tells what the name is: "Nawa, a small village in Deraa"."""
        low, at = self.low, f.stop + 2
        if low[f.stop : f.stop + 1] != [","] or low[at - 1 : at] not in (["a"], ["an"], ["the"]):
            return False
        while at < min(len(low), f.stop + TOLD) and self.doc[at].pos_ == "ADJ":
            at += 1
        if at + 1 >= len(low) or self.doc[at].is_sent_start or low[at] in self.lex.plurals:
            return False
        kind = self.lex.types.get(low[at])
        if kind is None or low[at + 1] not in self.lex.locating | {"of", ","}:
            return False
        f.kind, f.by = kind, "told"
        return True

    def _title_free(self, before: int, f: Name) -> bool:
        noun = self.low[before]
        return noun not in ("state", "states", "department", "republic") and (
            self.lex.types[noun] in ("settlement", "district", "admin1")
            and f.name_start == f.start
            and self._same_sentence(before, f)
        )

    def take_cue(self, f: Name) -> None:
        """Find the word that links the name to the sentence, back over its noun phrase."""
        i = f.start - 1
        if f.by == "type-of":
            f.cue = f"{self.low[f.start - 2]}-of"
        if f.by == "type-before":
            f.cue = self.low[i]
        for at in range(i, max(-1, i - STEPS), -1):
            if self.doc[at + 1].is_sent_start:
                break
            lead = self._lead(at, f)
            if lead is not None:
                cue, by, score = lead
                f.cue, f.by = f.cue or cue, f.by or by
                f.score += score
                return
            if not self._passed(at):
                break
        f.cue = f.cue or "bare"

    def _lead(self, i: int, f: Name) -> tuple[str, str, float] | None:
        """What token ``i``, standing before a name, makes of it: cue, rule, weight."""
        low, lex = self.low, self.lex
        word, last = low[i], low[i - 1] if i else ""
        if word in lex.locating:
            return word, f"after:{word}", 4.0
        if word == "of" and last in lex.types:
            return f"{last}-of", "type-of", 3.0
        if word == "of" and last in lex.directions:
            return f"{last} of", "direction-of", 4.0
        if (word == "on" and last in lex.striking) or (word == "of" and last in lex.holding):
            return word, f"{last}:{word}", 4.0
        if word in lex.moving:
            return word, f"after:{word}", 1.0
        token = self.doc[i]
        verb = token.lemma_.lower()
        if word != "held" and verb in lex.taking and token.pos_ in ("VERB", "NOUN"):
            town = f.brief.people >= TOWN
            return verb, f"object:{verb}", 3.5 if town else 2.5 if f.brief.kinds else 1.5
        return None

    def _passed(self, i: int) -> bool:
        """Whether token ``i`` may stand between a preposition and the name it governs."""
        token, word = self.doc[i], self.low[i]
        return (
            token.pos_ in ("DET", "ADJ")
            or token.tag_ == "POS"
            or word in self.lex.types
            or word in self.lex.demonyms
            or word in self.lex.modifiers
            or word in self.lex.passed
        )

    def _set_kind(self, f: Name) -> None:
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

    def _score(self, f: Name) -> None:
        if self._barred(f):
            f.score = BARRED
            return
        f.score += self._fame(f) + self._class(f) - self._label(f) - self._everyday(f)
        after = self.low[f.stop] if f.stop < len(self.low) else ""
        if after in POSSESSIVE:
            f.owner = True
        if after in self.lex.people and not known(f.brief):
            f.score -= 5
        if f.cue == "bare" and not known(f.brief) and f.by not in ("type-after", "type-in-name"):
            f.score -= 1
        if self._written_at(f):
            f.score += 3.5
        if after != ":" and (f.cue == "bare" or f.cue in self.lex.moving):
            self._metonym(f)

    def _fame(self, f: Name) -> float:
        """What the gazetteer speaks for it."""
        kinds, people = f.brief.kinds, f.brief.people
        if known(f.brief):
            score = 3.0
        elif people >= TOWN or "admin1" in kinds or (not kinds and self._sounds_known(f)):
            score = 2.0
        else:
            return 0.5 if kinds else 0.0
        f.by = f.by or "known"
        return score

    def _class(self, f: Name) -> float:
        """What a noun such as "village" speaks for it."""
        if f.by in ("type-in-name", "type-after", "type-of", "type-before", "told"):
            return 3.0
        return 1.0 if f.by == "head-word" else 0.0

    def _label(self, f: Name) -> float:
        """What the entity recogniser speaks against it; less than nothing where it agrees.

        It is wrong on a third of names like these, so it only tips the scales.
        """
        labels = {self.doc[i].ent_type_ for i in range(f.name_start, f.name_stop)}
        if labels & {"GPE", "LOC", "FAC"}:
            return -1.5
        if f.brief.people >= CITY:
            return 0.0
        if "PERSON" in labels:
            typed = f.by == "type-after" and f.kind in ("settlement", "district", "admin1")
            heard = f.by != "known" and not f.brief.kinds and self._sounds_known(f)
            return 0.0 if typed or heard else 1.0
        return 0.5 if labels & {"ORG", "NORP", "PRODUCT"} and f.by != "type-in-name" else 0.0

    def _everyday(self, f: Name) -> float:
        """What being an ordinary word speaks against it."""
        first, brief = self.low[f.name_start], f.brief
        if f.name_stop - f.name_start > 1 or not is_word(first):
            return 3.0 if f.name.lower() in self.lex.everyday and f.score < 4 else 0.0
        if brief.kinds & {"country", "region", "former"}:
            return 0.0
        if brief.people < TOWN or not self._in_full(f):
            return 3.0
        if brief.people >= METROPOLIS and first not in self.lex.everyday:
            return 0.0
        # "freed Palmyra": a palm tree too, but the capital and the verb speak for the town.
        town = f.cue != "bare"
        return 1.0 if town and not self.words.plain[f.name_start] else 3.0

    def _in_full(self, f: Name) -> bool:
        """Whether an ordinary word is a place's whole name: "Maine", but not "Free" (State)."""
        key = fold(f.name)
        return any(
            fold(e.name) == key or e.feature == "settlement" for e in self.gazetteer.exact(f.name)
        )

    def _metonym(self, f: Name) -> None:
        """Tell a government ("Damascus denied it") or, where no place is known, a person."""
        last = self.doc[f.stop - 1]
        if last.dep_ == "nsubj" and last.head.lemma_.lower() in self.lex.saying:
            if known(f.brief):
                f.kind = "metonym"
            else:
                f.score -= 3

    def _sounds_known(self, f: Name) -> bool:
        """Whether the name is a city's in another spelling: "Dayr al-Zour"."""
        if len(f.name) < 6 or self.words.plain[f.name_start] or f.cue == "bare":
            return False
        return any(
            e.likeness >= 95 and e.population >= CITY and e.feature != "admin2"
            for e in self.gazetteer.find(f.name)
        )

    def _barred(self, f: Name) -> bool:
        """Whether the words show it to be a body, a person or no name at all."""
        return self._no_name(f) or self._body(f) or self._person(f)

    def _no_name(self, f: Name) -> bool:
        span = self.low[f.name_start : f.name_stop]
        lex, plain = self.lex, self.words.plain[f.name_start]
        if len(span) == 1 and (span[0] in lex.types or span[0] in lex.titles):
            return True
        if all(w in lex.modifiers or w in lex.types or w == "-" for w in span):
            # "London's Tower Bridge", "in Northern Province", but not "MILITARY BASE".
            owned = f.start > 0 and self.low[f.start - 1] in POSSESSIVE
            return len(span) == 1 or ((plain or f.cue == "bare") and not owned)
        if len(span) == 1 and span[0] in lex.particles:
            return True  # "La" left over from "La Mar"
        text = self.doc[f.name_start].text
        acronym = len(span) == 1 and text.isupper() and not plain
        acronym = acronym and (len(text) <= ACRONYM or not f.brief.kinds)
        acronym = acronym and not self._written_at(f)
        return acronym and "country" not in f.brief.kinds and f.by not in ("type-after", "type-of")

    def _written_at(self, f: Name) -> bool:
        return bool(f.brief.kinds) and f.stop <= self.written

    def _body(self, f: Name) -> bool:
        span = self.low[f.name_start : f.name_stop]
        after = self.low[f.stop : f.stop + 2]
        inside = any(w in self.lex.bodies for w in span)
        if inside and (len(span) == 1 or (not f.brief.kinds and f.by != "type-in-name")):
            return True
        if after and after[0] in self.lex.bodies and f.by not in ("type-after", "type-in-name"):
            return True
        if f.by == "type-of" and f.cue.startswith("department") and not f.brief.kinds:
            return True
        tied = len(after) == 2 and after[0] == "-" and after[1] in self.lex.tied
        # "Bolivia - Troops" is a dateline, "Bolivia-backed" no place
        return tied and not (self.doc[f.stop - 1].whitespace_ and self.doc[f.stop].whitespace_)

    def _person(self, f: Name) -> bool:
        if f.by == "type-of" and f.kind == "site" and not f.brief.kinds:
            return any(t.ent_type_ == "PERSON" for t in self.doc[f.name_start : f.name_stop])
        if f.stop - f.start > 1 and self.low[f.start] in self.lex.titles and not f.brief.kinds:
            return f.by not in ("type-after", "type-in-name")  # "President Donald Trump"
        before = f.start - 1
        if before > 0 and self.low[before] == ".":
            before -= 1
        titled = before >= 0 and self.low[before] in self.lex.titles and f.by != "type-of"
        return titled and (not known(f.brief) or f.stop - f.start > 1)

    def own_kind(self, f: Name) -> str:
        """The kind by the gazetteer alone, where a part of the place took the noun."""
        kind, f.kind = f.kind, "unknown"
        self._set_kind(f)
        return f.kind if f.kind != "unknown" else ("unknown" if kind == "region" else kind)
