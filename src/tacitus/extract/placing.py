"""How strongly a report ties each of its places to an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tacitus.extract.spots import (
    POINTABLE,
    afterwards,
    ahead,
    before,
    chain,
    country_of,
    is_beside,
    is_dateline,
    lies_in,
    load_placing,
    of_sentence,
    pointed,
    says_here,
    settles,
    usable,
)
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

__all__ = ["Candidate", "best_of", "candidates", "chain", "usable"]

_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj"})
_SIZE = {"country": 5, "region": 4, "admin1": 3, "settlement": 1, "water": 1, "road": 1}
# so many tokens between the event's word and the place count as one "far"
_FAR = 20
# how often a name may count
_OFTEN = 4
# a date so many days before the report's makes an event background
_BACKGROUND_DAYS = 45


@dataclass(slots=True)
class Candidate:
    """A place that may be where an event happened.

    Attributes:
        n: index of the place mention.
        origin: how it was found, by the names of placing.yaml ("own", "pointing", "borrowed").
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


def candidates(
    draft: Draft, drafts: Sequence[Draft], reading: Reading, taken: set[int]
) -> list[Candidate]:
    """All places that may be an event's, with their traits, in order of being told.

    Args:
        draft: the event.
        drafts: all events of the report.
        reading: the report.
        taken: tokens of participants' names.
    """
    found: dict[int, Candidate] = {}
    for candidate in (*_own(draft, reading), *_other(draft, drafts, reading)):
        found.setdefault(candidate.n, candidate)
    out = list(found.values())
    past = _is_past(draft, reading)
    for candidate in out:
        _describe(candidate, draft, reading, taken, past)
    _compare(out, reading)
    return out


def _own(draft: Draft, reading: Reading) -> Iterator[Candidate]:
    """Places that the words of the event's tellings name or point at."""
    if says_here(draft.mentions[0], reading):
        for n in _written_at(reading):
            yield Candidate(n, "here", 0, {"here": 1.0})
    for order, mention in enumerate(draft.mentions):
        for n in mention.places:
            far = min(abs(reading.places[n].start - mention.main.token) / _FAR, 2.0)
            yield Candidate(n, "own", order, {"own": 1.0, "far": far, **_path(mention, n, reading)})
        if not any(settles(n, reading) for n in mention.places):
            for n in pointed(mention, reading):
                yield Candidate(n, "pointing", order, {"pointing": 1.0})


def _other(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> Iterator[Candidate]:
    """Places that are named for something else, the nearest first."""
    for order, mention in enumerate(draft.mentions):
        for n in of_sentence(mention.sentence, reading):
            yield Candidate(n, "sentence", order, {"sentence": 1.0})
    lead = [n for m in drafts[0].mentions for n in m.places] if draft is not drafts[0] else []
    for origin, numbers in (
        ("after", afterwards(draft, drafts, reading)),
        ("borrowed", before(draft, drafts)),
        ("lead", lead),
        ("ahead", ahead(draft, drafts)),
        ("report", country_of(reading)),
        ("report", _written_at(reading)),
    ):
        for n in numbers:
            yield Candidate(n, origin, 0, {origin: 1.0})


def _written_at(reading: Reading) -> list[int]:
    return [n for n in range(min(2, len(reading.places))) if is_dateline(n, reading)]


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
    if is_beside(c.n, reading):
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
    if c.origin == "borrowed" and _says_there(draft, reading):
        traits["there"] = 1.0


def _says_there(draft: Draft, reading: Reading) -> bool:
    """Whether the event's words point at the place told before ("artillery fire there killed")."""
    sentence = reading.sentences[draft.mentions[0].sentence]
    rules = load_placing()
    return any(t.lower_ in rules.there and t.dep_ == "advmod" for t in sentence)


def _compare(found: list[Candidate], reading: Reading) -> None:
    """Traits that a candidate has by the others of the same event."""
    own = [c for c in found if c.origin in ("here", "own", "pointing")]
    lead = next((c for c in own if "acting" not in c.traits), None)
    country = reading.refs[lead.n].country if lead is not None else None
    for c in found:
        if any(lies_in(o.n, c.n, reading) for o in own if o.n != c.n):
            c.traits["holds"] = 1.0
        if any(
            lies_in(c.n, o.n, reading)
            for o in own
            if o.order < c.order or (c.origin != "own" and o.n != c.n)
        ):
            c.traits["narrows"] = 1.0
        mine = reading.refs[c.n].country
        if country and mine and mine != country:
            c.traits["other_country"] = 1.0


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
    return {
        name: float(times)
        for name, times in (("clause_down", best[0]), ("clause_up", best[1]))
        if times
    }


def _border(token: Token) -> int:
    return int(token.dep_ in _CLAUSES or (token.dep_ == "conj" and token.pos_ == "VERB"))


def _acts(n: int, reading: Reading) -> bool:
    """Whether a town stands for a government: "Washington extended its strikes"."""
    place = reading.places[n]
    head = reading.parsed.doc[place.start : place.stop].root
    if head.dep_ == "nsubj":
        return head.head.pos_ == "VERB"
    return head.dep_ == "pobj" and head.head.dep_ == "agent"


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
    """The candidate with the largest sum, of equals the first; None below the threshold."""
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
    if a.kind not in POINTABLE or b.kind not in POINTABLE or not a.stop < b.start <= a.stop + 3:
        return False
    between = [t.lower_ for t in reading.parsed.doc[a.stop : b.start]]
    return all(word in load_placing().row for word in between) and not lies_in(
        n, following, reading
    )


def same_place(n: int, other: int, reading: Reading) -> bool:
    """Whether two mentions name one place."""
    a, b = reading.places[n], reading.places[other]
    return same_name(a.name, b.name)
