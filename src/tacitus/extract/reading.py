"""All that the finders see in one report, gathered once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tacitus.extract.attribution import AttributionMention, find_attributions
from tacitus.extract.factuality import Judgement, judge
from tacitus.extract.mentions import Party
from tacitus.extract.misfortunes import no_attack, nobodys_doing
from tacitus.extract.negations import left_undone
from tacitus.extract.parties import make_party
from tacitus.extract.phrases import disguises
from tacitus.extract.tolls import Tolls
from tacitus.extract.triggers import Trigger, find_triggers
from tacitus.knowledge.codebook import Codebook, Index
from tacitus.knowledge.gazetteer import Gazetteer
from tacitus.knowledge.syntax import Syntax, load_syntax
from tacitus.parse.places import PlaceMention, find_places
from tacitus.parse.quantities import find_quantities
from tacitus.resolve.actors import acronyms
from tacitus.resolve.dates import TimeMention, find_times, reference_day
from tacitus.resolve.places import resolve_places

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from tacitus.parse.document import Parsed
    from tacitus.records import PlaceRef


# a time expression of at most so many words holds no event of its own ("March 3")
_SHORT = 4


# classes that a place's name is easily mistaken for
_MISTAKEN = frozenset({"person", "political", "civil_object"})
# told only as a purpose, a condition or a general truth: nothing that happened or is announced
_NO_EVENT = frozenset({"purpose", "conditional", "generic", "question", "past_role"})


@dataclass(slots=True)
class Reading:
    """A parsed report with what each finder found in it.

    Attributes:
        parsed: the report.
        book: the codebook in force, and ``index`` its words.
        syntax: word lists.
        sentences: the sentences in order.
        sentence_of: index of its sentence for every token.
        triggers: all triggers in order.
        owner: for every token, index in ``triggers`` of the nearest trigger above it, or -1.
        places, times, attributions: what was found.
        tolls: reads losses.
        day: the report's reference day, or None.
        place_at: the place mention that a token belongs to.
        refs: for each of ``places`` where it is.
        cues: tokens of the words that credit a source.
        sources: tokens of the sources themselves.
        judgements: how sure the report is at each trigger's token.
        dated: tokens of the words that tell when.
        short: abbreviations that the report introduces, with what they stand for.
        calm: indexes of the sentences that tell of deaths which nobody meant.
    """

    parsed: Parsed
    book: Codebook
    index: Index
    syntax: Syntax
    sentences: list[DocSpan]
    sentence_of: list[int]
    triggers: list[Trigger]
    owner: list[int]
    places: list[PlaceMention]
    times: list[TimeMention]
    attributions: list[AttributionMention]
    tolls: Tolls
    day: date | None
    place_at: dict[int, PlaceMention]
    refs: list[PlaceRef]
    cues: frozenset[int]
    sources: frozenset[int]
    judgements: dict[int, Judgement]
    dated: frozenset[int]
    short: dict[str, str]
    calm: frozenset[int]

    def party(self, token: Token) -> Party | None:
        """The participant that a noun or pronoun names; a town alone is none."""
        if token.lower_ in self.syntax.stand_ins:
            return self._antecedent(token)
        party = make_party(token, self.parsed, self.syntax)
        if party is None or disguises(self.parsed.doc[party.phrase.first], self.syntax):
            return None
        head = self.parsed.doc[party.phrase.head]
        if head.i in self.dated or any(c.lower_ == "no" and c.dep_ == "det" for c in head.children):
            return None  # a date in front of a headless clause; "no group claimed the attack"
        place = self.place_at.get(head.i)
        hit = place is not None and place.kind == "site" and party.kind.kind == "civil_object"
        if (
            place is not None
            and not hit
            and place.kind not in ("country", "metonym")
            and party.kind.kind in _MISTAKEN
        ):
            return None
        if party.generic:
            owner = next((c for c in head.children if c.tag_ == "PRP$"), None)
            return (self._antecedent(owner) if owner is not None else None) or party
        return party

    def _antecedent(self, pronoun: Token) -> Party | None:
        """The last subject, here or a sentence before, that a pronoun can stand for."""
        doc, sentences = self.parsed.doc, self.sentences
        first = sentences[max(0, self.sentence_of[pronoun.i] - 1)].start
        single = pronoun.lower_ in ("he", "she", "his", "her")
        for i in range(pronoun.i - 1, first - 1, -1):
            token = doc[i]
            if (
                token.dep_ not in ("nsubj", "nsubjpass")
                or token.pos_ not in ("NOUN", "PROPN")
                or (i in self.sources and self.sentence_of[i] != self.sentence_of[pronoun.i])
            ):
                continue
            party = make_party(token, self.parsed, self.syntax)
            if party is None or not party.kind.person or party.kind.object:
                continue
            if single == (party.kind.kind in ("person", "civilians")):
                return replace(party, generic=False)
        return None


def owners(parsed: Parsed, triggers: list[Trigger]) -> list[int]:
    """For every token the index of the nearest trigger above it in the parse, or -1."""
    at = {trigger.token: n for n, trigger in enumerate(triggers)}
    # spaCy makes an object for each token that it is asked for
    heads = [
        n + offset for n, offset in enumerate(parsed.doc.to_array("HEAD").view("int64").tolist())
    ]
    owner = [-2] * len(heads)
    for token in range(len(heads)):
        trail, node = [], token
        while owner[node] == -2 and node not in at and heads[node] != node:
            trail.append(node)
            node = heads[node]
        found = at[node] if node in at else max(owner[node], -1)
        owner[node] = found
        for i in trail:
            owner[i] = found
    return owner


def is_town(place: PlaceMention | None, first: int, stop: int, parsed: Parsed) -> bool:
    """Whether words are a place's name and nothing else: "a bomb at a barracks in Deal".

    Args:
        place: the place that the first of them belongs to, None for none.
        first: token that they begin with.
        stop: one past the last.
        parsed: the report.
    """
    named = all(word.pos_ == "PROPN" and word.is_title for word in parsed.doc[first:stop])
    return place is not None and named and (place.start, place.stop) == (first, stop)


def read_out(parsed: Parsed, book: Codebook, index: Index, gazetteer: Gazetteer) -> Reading:
    """Run every finder once over a parsed report.

    Args:
        parsed: the report.
        book: the codebook in force.
        index: the codebook's words.
        gazetteer: for the names of places.
    """
    syntax = load_syntax()
    sentences = list(parsed.doc.sents)
    sentence_of = [n for n, sentence in enumerate(sentences) for _ in sentence]
    times = find_times(parsed)
    dated = {
        i
        for time in times
        for i in range(time.start, time.stop)
        if time.stop - time.start <= _SHORT or parsed.doc[i].ent_type_ == "DATE"
    }
    attributions = find_attributions(parsed)
    places = find_places(parsed, gazetteer)
    place_at = {i: place for place in places for i in range(place.start, place.stop)}
    found: list[Trigger] = []
    judgements: dict[int, Judgement] = {}
    for trigger in find_triggers(parsed.doc, index):
        judged = judge(trigger.token, parsed, attributions)
        if (
            trigger.token not in dated
            and not no_attack(trigger, parsed.doc)
            and not left_undone(parsed.doc[trigger.token])
            and not is_town(place_at.get(trigger.first), trigger.first, trigger.stop, parsed)
        ):
            found.append(trigger)
            judgements[trigger.token] = judged
    calm = nobodys_doing(found, parsed, sentences, book, syntax)
    triggers = [
        trigger
        for trigger in found
        if sentence_of[trigger.token] not in calm
        and judgements[trigger.token].status not in _NO_EVENT
    ]
    judgements = {trigger.token: judgements[trigger.token] for trigger in triggers}
    tolls = Tolls(parsed, find_quantities(parsed), lambda t: make_party(t, parsed, syntax), syntax)
    cues = frozenset(a.cue for a in attributions)
    sources = frozenset(i for a in attributions for i in range(a.source_start, a.source_stop))
    return Reading(
        parsed,
        book,
        index,
        syntax,
        sentences,
        sentence_of,
        triggers,
        owners(parsed, triggers),
        places,
        times,
        attributions,
        tolls,
        reference_day(parsed)[0],
        place_at,
        resolve_places(places, parsed, gazetteer),
        cues,
        sources,
        judgements,
        frozenset(dated),
        acronyms(parsed),
        calm,
    )
