"""How strongly a report ties each of its places to an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from tacitus.knowledge.load import Entry, packaged
from tacitus.knowledge.place_words import place_lexicon
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from spacy.tokens import Token


class Placing(Entry):
    """The schema of placing.yaml."""

    threshold: float
    weights: dict[str, float]
    beside: frozenset[str]
    away: frozenset[str]
    located: frozenset[str]
    here: frozenset[str]
    pointing_at: frozenset[str]
    row: frozenset[str]
    national: frozenset[str]
    introducing: frozenset[str]


@cache
def load_placing() -> Placing:
    """The packaged weights."""
    return packaged("placing.yaml", Placing)


@dataclass(slots=True)
class Candidate:
    """A place that may be where an event happened.

    Attributes:
        n: index of the place mention.
        origin: how it was found: "own", "sentence", "pointing", "after", "borrowed" or "report".
        order: which telling of the event names it, from 0.
        traits: what speaks for and against it, by names of placing.yaml, with how often.
    """

    n: int
    origin: str
    order: int
    traits: dict[str, float]

    @property
    def score(self) -> float:
        """Sum of the weights of its traits."""
        weights = load_placing().weights
        return sum(weights[name] * times for name, times in self.traits.items())


# larger areas that stand in a clause as actors more often than as places
_ACTING = frozenset({"nsubj", "nsubjpass", "compound", "npadvmod", "amod", "agent", "dobj", "nmod"})
_AWAY = frozenset({"from", "to", "toward", "towards", "between", "with", "by"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj"})
_SIZE = {"country": 5, "region": 4, "admin1": 3, "settlement": 1, "water": 1, "road": 1}
# kinds of place that a noun such as "the town" can stand for
_POINTED = {
    "settlement": frozenset({"settlement", "unknown", "district"}),
    "district": frozenset({"district", "unknown"}),
    "site": frozenset({"site"}),
}
_POINTABLE = frozenset({"settlement", "unknown", "district", "site"})
# tokens to look back for a "near" that governs a longer phrase
_STEPS = 8
# so many tokens between the event's word and the place count as one "far"
_FAR = 20
# how often a name may count
_OFTEN = 4
# an event so many sentences on may tell where this one was
_SOON = 3
# sentences to look back and ahead for the name that "the town" and "a village" stand for
_BACK, _AHEAD = 8, 6
# sentences after an event's own that may still say where it was
_AFTER = 2
# a date so many days before the report's makes an event background
_BACKGROUND_DAYS = 45


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
    if head.dep_ == "pobj" and head.head.head.i in reading.cues and head.head.lower_ in ("in", "from", "at"):
        return False  # "reported in Lima": where it was said
    if place.kind in ("country", "region") and not place.modifier:
        if head.dep_ in _ACTING or (head.dep_ == "pobj" and head.head.lower_ in _AWAY):
            return False
        if head.dep_ == "conj" and head.head.dep_ in _ACTING:
            return False
    return True


def candidates(draft: Draft, drafts: Sequence[Draft], reading: Reading, taken: set[int]) -> list[Candidate]:
    """All places that may be an event's, with their traits, in order of being told.

    Args:
        draft: the event.
        drafts: all events of the report.
        reading: the report.
        taken: tokens of participants' names.
    """
    found: dict[int, Candidate] = {}

    def add(n: int, origin: str, order: int, **traits: float) -> None:
        if n not in found:
            found[n] = Candidate(n, origin, order, {origin: 1.0, **traits})

    written = [n for n in range(min(2, len(reading.places))) if is_dateline(n, reading)]
    if _says_here(draft.mentions[0], reading):
        for n in written:
            add(n, "here", 0)
    for order, mention in enumerate(draft.mentions):
        for n in mention.places:
            gap = abs(reading.places[n].start - mention.main.token)
            add(n, "own", order, far=min(gap / _FAR, 2.0), **_path(mention, n, reading))
        if not any(_settles(n, reading) for n in mention.places):
            for n in _pointed(mention, reading):
                add(n, "pointing", order)
    for order, mention in enumerate(draft.mentions):
        for n in _of_sentence(mention.sentence, reading):
            add(n, "sentence", order)
    for n in _afterwards(draft, drafts, reading):
        add(n, "after", 0)
    for n in _before(draft, drafts):
        add(n, "borrowed", 0)
    if draft is not drafts[0]:
        for n in (n for m in drafts[0].mentions for n in m.places):
            add(n, "lead", 0)
    for n in _ahead(draft, drafts):
        add(n, "ahead", 0)
    for n in written:
        add(n, "report", 0)
    for n in _country(reading):
        add(n, "report", 0)
    out = list(found.values())
    past = _is_past(draft, reading)
    for candidate in out:
        _describe(candidate, draft, reading, taken, past)
    _compare(out, reading)
    return out


def _describe(c: Candidate, draft: Draft, reading: Reading, taken: set[int], past: bool) -> None:
    place, rules = reading.places[c.n], load_placing()
    kind = place.kind if place.kind in rules.weights else "country"
    feature = reading.refs[c.n].feature
    part = place.modifier is not None or place.by == "part-of"
    if feature in ("country", "region", "admin1") and _SIZE[feature] > _SIZE.get(kind, 0):
        kind = "region" if part else feature
    traits = c.traits
    traits[kind] = 1.0
    if kind == "country" and not rules.national.isdisjoint(draft.mentions[0].acts):
        traits["whole"] = 1.0
    if c.order:
        traits["later"] = float(min(c.order, 4))
    cue = place.cue
    if _is_beside(c.n, reading):
        traits["beside"] = 1.0
    elif cue in rules.away:
        traits["away"] = 1.0
    elif cue in rules.located or cue.endswith("-of"):
        traits["located"] = 1.0
    if place.start in taken:
        traits["party"] = 1.0
    if _acts(c.n, reading):
        traits["acting"] = 1.0
    if part and kind != "region":
        traits["part"] = 1.0
    often = sum(same_place(c.n, n, reading) for n in range(len(reading.places)))
    traits["often"] = float(min(often - 1, _OFTEN))
    if place.by == "nameless":
        traits["nameless"] = 1.0
    if c.origin != "here" and is_dateline(c.n, reading):
        traits["dateline"] = 1.0
    if past and c.origin in ("borrowed", "report", "after"):
        traits["past"] = 1.0


def _compare(found: list[Candidate], reading: Reading) -> None:
    """Traits that a candidate has by the others of the same event."""
    own = [c for c in found if c.origin in ("here", "own", "pointing")]
    lead = next((c for c in own), None)
    country = reading.refs[lead.n].country if lead is not None else None
    for c in found:
        if any(lies_in(o.n, c.n, reading) for o in own if o.n != c.n):
            c.traits["holds"] = 1.0
        if any(lies_in(c.n, o.n, reading) for o in own if o.order < c.order or c.origin != "own" and o.n != c.n):
            c.traits["narrows"] = 1.0
        mine = reading.refs[c.n].country
        if country and mine and mine != country:
            c.traits["other_country"] = 1.0


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
    if b.gazetteer_id is not None and a.name is None and b.gazetteer_id in a.candidates[:1] and a.lat == b.lat:
        return True
    if b.feature == "country":
        smaller = a.feature != "country" or (reading.places[n].modifier is not None and reading.places[other].modifier is None)
        return smaller and a.country is not None and a.country == b.country
    if b.feature == "admin1":
        return a.feature not in ("country", "admin1") and a.admin1 is not None and (a.country, a.admin1) == (b.country, b.admin1)
    return False


def chain(n: int, reading: Reading) -> list[int]:
    """The larger places that the words put a place in, from small to large."""
    out: list[int] = []
    inside = reading.places[n].inside
    while inside is not None and inside not in out:
        out.append(inside)
        inside = reading.places[inside].inside
    return out


def _path(mention: Mention, n: int, reading: Reading) -> dict[str, float]:
    """Clause borders on the way from a mention's words to a place."""
    doc = reading.parsed.doc
    place = reading.places[n]
    best: tuple[int, int] | None = None
    head = doc[place.start : place.stop].root
    for trigger in mention.triggers[:4]:
        above, token, up = {trigger.token: 0}, doc[trigger.token], 0
        while token.head.i != token.i:
            up += _border(token)
            token = token.head
            above.setdefault(token.i, up)
        node, down = head, 0
        while node.i not in above and node.head.i != node.i:
            down += _border(node)
            node = node.head
        if node.i in above:
            cost = (down, above[node.i])
            if best is None or cost < best:
                best = cost
    if best is None:
        return {"clause_down": 1.0}
    return {name: float(times) for name, times in (("clause_down", best[0]), ("clause_up", best[1])) if times}


def _border(token: Token) -> int:
    return int(token.dep_ in _CLAUSES or (token.dep_ == "conj" and token.pos_ == "VERB"))


def _of_sentence(number: int, reading: Reading) -> Iterator[int]:
    sentence = reading.sentences[number]
    for n in _numbers(reading, sentence.start, sentence.end):
        if usable(n, reading):
            yield n


def _numbers(reading: Reading, first: int, stop: int) -> Iterator[int]:
    """Place mentions that begin in a range of tokens; they stand in order."""
    for n, place in enumerate(reading.places):
        if place.start >= stop:
            return
        if place.start >= first:
            yield n


def _afterwards(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> Iterator[int]:
    """Places of the sentences after an event's first that tell no other event."""
    first = draft.mentions[0].sentence
    others = {m.sentence for d in drafts if d is not draft for m in d.mentions}
    for number in range(first + 1, min(first + 1 + _AFTER, len(reading.sentences))):
        if number in others:
            return
        yield from _of_sentence(number, reading)


def _ahead(draft: Draft, drafts: Sequence[Draft]) -> Iterator[int]:
    """Places of the event told next, where it begins soon after."""
    here = draft.mentions[0].sentence
    later = [d for d in drafts if d is not draft and 0 <= d.mentions[0].sentence - here <= _SOON]
    for other in sorted(later, key=lambda d: d.mentions[0].sentence)[:1]:
        yield from other.mentions[0].places


def _settles(n: int, reading: Reading) -> bool:
    """Whether a place is local and named as where something was, not only as near it."""
    return reading.places[n].kind in _POINTABLE and not _is_beside(n, reading)


def _is_beside(n: int, reading: Reading) -> bool:
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
        if token.pos_ in ("ADP", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT") or doc[i + 1].is_sent_start:
            return False
    return False


def _acts(n: int, reading: Reading) -> bool:
    """Whether a town stands for a government: "Washington extended its strikes", "brokered by Cairo"."""
    place = reading.places[n]
    head = reading.parsed.doc[place.start : place.stop].root
    if head.dep_ == "nsubj":
        return head.head.pos_ == "VERB"
    return head.dep_ == "pobj" and head.head.dep_ == "agent"


def _before(draft: Draft, drafts: Sequence[Draft]) -> Iterator[int]:
    """Places of the event told last before this one."""
    here = draft.mentions[0].sentence
    before = [d for d in drafts if d is not draft and d.mentions[0].sentence <= here]
    for other in sorted(before, key=lambda d: -min(d.last, here)):
        found = [n for m in other.mentions for n in m.places]
        if found:
            yield from found
            return


def _country(reading: Reading) -> Iterator[int]:
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


def _pointed(mention: Mention, reading: Reading) -> Iterator[int]:
    """Names that "the town", "that base" (told before) and "a village" (named after) stand for."""
    lexicon, rules = place_lexicon(), load_placing()
    sentence = reading.sentences[mention.sentence]
    for token in sentence:
        kind = lexicon.types.get(token.lower_)
        allowed = _POINTED.get(kind or "")
        if allowed is None or token.pos_ == "VERB" or token.i in reading.place_at:
            continue
        if any(p.start - token.i in (1, 2) for p in (reading.place_at.get(token.i + 1), reading.place_at.get(token.i + 2)) if p):
            continue  # "the town of X" names it
        opener = next((c.lower_ for c in token.lefts if c.dep_ in ("det", "nummod")), "")
        if opener in rules.pointing_at:
            yield from _named(token, kind or "", allowed, reading, back=True)
        elif opener in rules.introducing:
            yield from _named(token, kind or "", allowed, reading, back=False)


def _named(token: Token, kind: str, allowed: frozenset[str], reading: Reading, back: bool) -> Iterable[int]:
    number = reading.sentence_of[token.i]
    if back:
        first = reading.sentences[max(0, number - _BACK)].start
        range_ = [n for n in _numbers(reading, first, token.i)][::-1]
    else:
        last = reading.sentences[min(len(reading.sentences) - 1, number + _AHEAD)].end
        range_ = [n for n in _numbers(reading, token.i + 1, last) if reading.sentence_of[reading.places[n].start] > number]
    noun = token.lemma_.lower()
    fitting = [n for n in range_ if reading.places[n].kind in allowed and not is_dateline(n, reading)]
    located = load_placing().located
    for n in fitting:
        place = reading.places[n]
        if place.cue.startswith(noun) or noun in reading.parsed.doc[place.start : place.stop].text.lower():
            return [n]
    if kind != "settlement":
        return []
    if not back:  # "a village near the city": the first one told after
        here = [reading.places[n].name for n in _numbers(reading, reading.sentences[number].start, reading.sentences[number].end)]
        fitting = [n for n in fitting if reading.places[n].cue in located and reading.places[n].name not in here]
    return fitting[:1]


def is_dateline(n: int, reading: Reading) -> bool:
    """Whether a place opens the report to say where it was written ("Lima --", "surat:")."""
    place = reading.places[n]
    if place.start > 2 or place.stop >= len(reading.parsed.doc):
        return False
    return reading.parsed.doc[place.stop].text in (":", "-", "--", "–", "—", "(", "/")


def _says_here(mention: Mention, reading: Reading) -> bool:
    """Whether the words of a mention's sentence put it where the report was written."""
    rules = load_placing()
    for token in reading.sentences[mention.sentence]:
        if token.lower_ in rules.here:
            return True
        if token.lower_ in ("city", "town") and token.i not in reading.place_at and any(c.lower_ in ("this", "the") for c in token.lefts):
            return True
    return False


def _is_past(draft: Draft, reading: Reading) -> bool:
    """Whether the event is background: its own date lies well before the report's."""
    if reading.day is None:
        return False
    for mention in draft.mentions[:1]:
        time = mention.time
        if time is not None and time.last is not None:
            return (reading.day - date.fromisoformat(time.last)).days > _BACKGROUND_DAYS
    return False


def best_of(found: Sequence[Candidate], reading: Reading) -> Candidate | None:
    """The candidate with the largest sum, the one told first of equals; None below the threshold."""
    if not found:
        return None
    top = max(found, key=lambda c: (round(c.score, 6), -reading.places[c.n].start))
    if top.score < load_placing().threshold:
        return None
    by_number = {c.n: c for c in found}
    while _in_line(top.n - 1, top.n, reading) and top.n - 1 in by_number:
        top = by_number[top.n - 1]
    return top


def _in_line(n: int, following: int, reading: Reading) -> bool:
    """Whether two places are told as one row of equals ("in A and B"): the first stands for it."""
    if n < 0:
        return False
    a, b = reading.places[n], reading.places[following]
    if a.kind not in _POINTABLE or b.kind not in _POINTABLE or not a.stop < b.start <= a.stop + 3:
        return False
    between = [t.lower_ for t in reading.parsed.doc[a.stop : b.start]]
    return all(word in load_placing().row for word in between) and not lies_in(n, following, reading)


def same_place(n: int, other: int, reading: Reading) -> bool:
    """Whether two mentions name one place."""
    a, b = reading.places[n], reading.places[other]
    return same_name(a.name, b.name)
