"""The places that an event may have happened at, by how a report leads to them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tacitus.knowledge.load import Entry, packaged
from tacitus.knowledge.place_words import place_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

# larger areas that stand in a clause as actors more often than as places
_ACTING = frozenset({"nsubj", "nsubjpass", "compound", "npadvmod", "amod", "agent", "dobj", "nmod"})
_AWAY = frozenset({"from", "to", "toward", "towards", "between", "with", "by"})
# kinds of place that a noun such as "the town" can stand for
_POINTED = {
    "settlement": frozenset({"settlement", "unknown", "district"}),
    "district": frozenset({"district", "unknown"}),
    "site": frozenset({"site"}),
}
POINTABLE = frozenset({"settlement", "unknown", "district", "site"})
# tokens to look back for a "near" that governs a longer phrase
_STEPS = 8
# an event so many sentences on may tell where this one was
_SOON = 3
# sentences to look back and ahead for the name that "the town" and "a village" stand for
_BACK, _AHEAD = 8, 6
# sentences after an event's own that may still say where it was
_AFTER = 2


class Placing(Entry):
    """The schema of placing.yaml."""

    threshold: float
    weights: dict[str, float]
    beside: frozenset[str]
    away: frozenset[str]
    located: frozenset[str]
    here: frozenset[str]
    there: frozenset[str]
    pointing_at: frozenset[str]
    row: frozenset[str]
    national: frozenset[str]
    introducing: frozenset[str]


@cache
def load_placing() -> Placing:
    """The packaged weights."""
    return packaged("placing.yaml", Placing)


def usable(n: int, reading: Reading) -> bool:
    """Whether a place mention can be where something happened, by its part in the clause.

    Args:
        n: index of the place mention.
        reading: the report.
    """
    place = reading.places[n]
    if place.kind == "metonym":
        return False
    head = reading.parsed.doc[place.start : place.stop].root
    if head.head.i in reading.cues and head.dep_ in ("nsubj", "pobj"):
        return False
    if (
        head.dep_ == "pobj"
        and head.head.head.i in reading.cues
        and head.head.lower_ in ("in", "from", "at")
    ):
        return False  # "reported in Lima": where it was said
    if place.kind in ("country", "region") and not place.modifier:
        if head.dep_ in _ACTING or (head.dep_ == "pobj" and head.head.lower_ in _AWAY):
            return False
        if head.dep_ == "conj" and head.head.dep_ in _ACTING:
            return False
    return True


def chain(n: int, reading: Reading) -> list[int]:
    """The larger places that the words put a place in, from small to large."""
    out: list[int] = []
    inside = reading.places[n].inside
    while inside is not None and inside not in out:
        out.append(inside)
        inside = reading.places[inside].inside
    return out


def lies_in(n: int, other: int, reading: Reading) -> bool:
    """Whether a place is said or known to lie in another one.

    Args:
        n: index of the place mention.
        other: of the one that may hold it.
        reading: the report.
    """
    if other in chain(n, reading):
        return True
    a, b = reading.refs[n], reading.refs[other]
    if (
        b.gazetteer_id is not None
        and a.name is None
        and b.gazetteer_id in a.candidates[:1]
        and a.lat == b.lat
    ):
        return True
    if b.feature == "country":
        smaller = a.feature != "country" or (
            reading.places[n].modifier is not None and reading.places[other].modifier is None
        )
        return smaller and a.country is not None and a.country == b.country
    if b.feature == "admin1":
        return (
            a.feature not in ("country", "admin1")
            and a.admin1 is not None
            and (a.country, a.admin1) == (b.country, b.admin1)
        )
    return False


def of_sentence(number: int, reading: Reading) -> Iterator[int]:
    """Places of a sentence that can be where something happened."""
    sentence = reading.sentences[number]
    for n in numbers_in(reading, sentence.start, sentence.end):
        if usable(n, reading):
            yield n


def numbers_in(reading: Reading, first: int, stop: int) -> Iterator[int]:
    """Place mentions that begin in a range of tokens; they stand in order."""
    for n, place in enumerate(reading.places):
        if place.start >= stop:
            return
        if place.start >= first:
            yield n


def afterwards(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> Iterator[int]:
    """Places of the sentences after an event's first that tell no other event."""
    first = draft.mentions[0].sentence
    others = {m.sentence for d in drafts if d is not draft for m in d.mentions}
    for number in range(first + 1, min(first + 1 + _AFTER, len(reading.sentences))):
        if number in others:
            return
        yield from of_sentence(number, reading)


def ahead(draft: Draft, drafts: Sequence[Draft]) -> Iterator[int]:
    """Places of the event told next, where it begins soon after."""
    here = draft.mentions[0].sentence
    later = [d for d in drafts if d is not draft and 0 <= d.mentions[0].sentence - here <= _SOON]
    for other in sorted(later, key=lambda d: d.mentions[0].sentence)[:1]:
        yield from other.mentions[0].places


def before(draft: Draft, drafts: Sequence[Draft]) -> Iterator[int]:
    """Places of the event told last before this one."""
    here = draft.mentions[0].sentence
    earlier = [d for d in drafts if d is not draft and d.mentions[0].sentence <= here]
    for other in sorted(earlier, key=lambda d: -min(d.last, here)):
        found = [n for m in other.mentions for n in m.places]
        if found:
            yield from found
            return


def country_of(reading: Reading) -> Iterator[int]:
    """The first mention of the country that most of the report's places lie in."""
    votes: dict[str, int] = {}
    first: dict[str, int] = {}
    for n, ref in enumerate(reading.refs):
        if ref.country is None:
            continue
        votes[ref.country] = votes.get(ref.country, 0) + 1
        if ref.feature == "country" and reading.places[n].modifier is None:
            first.setdefault(ref.country, n)
    ranked = sorted(first, key=lambda code: (-votes[code], first[code]))
    yield from (first[code] for code in ranked[:1])


def settles(n: int, reading: Reading) -> bool:
    """Whether a place is local and named as where something was, not only as near it."""
    return reading.places[n].kind in POINTABLE and not is_beside(n, reading)


def is_beside(n: int, reading: Reading) -> bool:
    """Whether a place is named as what something was near or outside of, not in."""
    place, beside = reading.places[n], load_placing().beside
    if place.cue in beside or place.cue.endswith(" of"):
        return True
    if place.cue in load_placing().located:
        return False
    doc = reading.parsed.doc
    for i in range(place.start - 1, max(-1, place.start - 1 - _STEPS), -1):
        token = doc[i]
        if token.lower_ in beside:
            return True
        if (
            token.pos_ in ("ADP", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT")
            or doc[i + 1].is_sent_start
        ):
            return False
    return False


def pointed(mention: Mention, reading: Reading) -> Iterator[int]:
    """Names that "the town", "that base" (told before) and "a village" (named after) stand for."""
    lexicon, rules = place_lexicon(), load_placing()
    mine = {t.token for t in mention.triggers}
    for token in reading.sentences[mention.sentence]:
        kind = lexicon.types.get(token.lower_)
        allowed = _POINTED.get(kind or "")
        above = reading.owner[token.i]
        if allowed is None or above < 0 or reading.triggers[above].token not in mine:
            continue
        if token.pos_ == "VERB" or token.i in reading.place_at:
            continue
        if _names_itself(token, reading):
            continue
        opener = next((c.lower_ for c in token.lefts if c.dep_ in ("det", "nummod")), "")
        if opener in rules.pointing_at:
            yield from _named(token, kind or "", allowed, reading, back=True)
        elif opener in rules.introducing:
            yield from _named(token, kind or "", allowed, reading, back=False)


def _names_itself(noun: Token, reading: Reading) -> bool:
    """Whether the name stands right behind its noun: "the town of X", "the village X"."""
    doc, behind = reading.parsed.doc, noun.i + 1
    if behind < len(doc) and doc[behind].lower_ == "of":
        behind += 1
    return behind in reading.place_at


def _named(
    token: Token, kind: str, allowed: frozenset[str], reading: Reading, back: bool
) -> Iterable[int]:
    number = reading.sentence_of[token.i]
    if back:
        first = reading.sentences[max(0, number - _BACK)].start
        range_ = list(numbers_in(reading, first, token.i))[::-1]
    else:
        last = reading.sentences[min(len(reading.sentences) - 1, number + _AHEAD)].end
        range_ = [
            n
            for n in numbers_in(reading, token.i + 1, last)
            if reading.sentence_of[reading.places[n].start] > number
        ]
    noun = token.lemma_.lower()
    fitting = [
        n for n in range_ if reading.places[n].kind in allowed and not is_dateline(n, reading)
    ]
    located = load_placing().located
    for n in fitting:
        place = reading.places[n]
        if (
            place.cue.startswith(noun)
            or noun in reading.parsed.doc[place.start : place.stop].text.lower()
        ):
            return [n]
    if kind != "settlement":
        return []
    if not back:  # "a village near the city": the first one told after
        here = [
            reading.places[n].name
            for n in numbers_in(
                reading, reading.sentences[number].start, reading.sentences[number].end
            )
        ]
        fitting = [
            n
            for n in fitting
            if reading.places[n].cue in located and reading.places[n].name not in here
        ]
    return fitting[:1]


def is_dateline(n: int, reading: Reading) -> bool:
    """Whether a place opens the report to say where it was written ("Lima --", "surat:")."""
    place = reading.places[n]
    if place.start > 2 or place.stop >= len(reading.parsed.doc):
        return False
    return reading.parsed.doc[place.stop].text in (":", "-", "--", "–", "—", "(", "/")


def says_here(mention: Mention, reading: Reading) -> bool:
    """Whether the words of a mention's sentence put it where the report was written."""
    rules = load_placing()
    for token in reading.sentences[mention.sentence]:
        if token.lower_ in rules.here:
            return True
        if (
            token.lower_ in ("city", "town")
            and token.i not in reading.place_at
            and any(c.lower_ in ("this", "the") for c in token.lefts)
        ):
            return True
    return False
