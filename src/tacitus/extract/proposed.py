"""Claims out of what the learned reader proposes, checked and completed by the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.accounts import find_accounts
from tacitus.extract.aggregates import conflict_totals
from tacitus.extract.evidence import evidence_of
from tacitus.extract.figures import choose_toll, side_tolls
from tacitus.extract.joining import Draft
from tacitus.extract.means import is_workplace, whole_weapon
from tacitus.extract.mentions import Mention, Party, Toll
from tacitus.extract.participants import distinct, whole_names
from tacitus.extract.phrases import disguises
from tacitus.extract.proposed_days import days_of, told_as
from tacitus.extract.toll_clauses import does_to_others, is_thing, subject_verb
from tacitus.extract.triggers import Trigger
from tacitus.learned.labels import FACTUALITIES, LOSSES, TOLLS, TYPES
from tacitus.records import Claim, Count, Grounded
from tacitus.resolve.actor_class import classify
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.reading import Reading
    from tacitus.extract.tellings import Part, Proposal
    from tacitus.parse.quantities import Quantity

# names of the classes that a toll can be of, and what each stands for without a figure
_IMPLIED = {"one": Count(1, 1), "plural": Count(2, None), "nobody": Count(0, 0)}
# how sure the model must be that a report says that nobody was hurt
_NOBODY = 0.8
# tags of words that stand before a name and are none of it
_NO_NAME = frozenset({"DT", "PRP$", "CC", "WDT", "WP$", "POS"})
# classes of nouns that stand for things
_THINGS = frozenset({"civil_object", "military_object", "weapon", "non_actor"})
# and that name those who act, never where
_GROUPS = frozenset({"rebels", "militia", "state_forces", "police", "criminal", "political"})
# how a word stands that qualifies the noun after it, and how far off that noun may be
_QUALIFIES = frozenset({"compound", "amod", "nmod", "nummod", "poss"})
_REACH = 3
# parts of speech of words that can name a thing
_TELLING = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM", "X"})
# parts of speech that name nobody by themselves; the model takes "is" for the group of that name
_SMALL = frozenset({"AUX", "ADP", "CCONJ", "SCONJ", "PART", "PUNCT", "SPACE"})
# larger places listed at the most
_WITHIN = 4


def _is_party(party: Party, head: Token) -> bool:
    """Whether a noun names who acts, by itself: "army progress" is made a party by "army" alone."""
    if party.kind.platform:
        return True
    return party.kind.person and classify(head.text).kind != "unknown"


class Assembler:
    """Makes claims of one report's proposals.

    Args:
        reading: the report.
        version: the model's, told with every value it gave.
    """

    def __init__(self, reading: Reading, version: str) -> None:
        self.reading, self.by = reading, f"model:{version}"
        self._totals = frozenset(total.sentence for total in conflict_totals(reading))

    def claim(self, proposal: Proposal, *, alone: bool = True) -> Claim:
        """The claim that a proposal makes.

        Args:
            proposal: the event.
            alone: whether the rules have no claim of it, which would say when it happened.
        """
        draft = self.draft(proposal)
        first = proposal.tellings[0]
        heads = proposal.heads
        best = int(heads["type"].argmax())
        spans = tuple(self.reading.parsed.span(t.first, t.stop) for t in proposal.tellings[:3])
        stance = int(heads["factuality"].argmax())
        times = self._of_its_own(proposal, "time")
        start, end, precision = days_of(proposal, times, self.reading, self.by, alone=alone)
        place, within = self.places(proposal)
        aggregate = float(heads["aggregate"][0])
        return Claim(
            id="",
            type=self._chosen(TYPES[best], spans, float(heads["type"][best])),
            evidence=evidence_of(draft, self.reading),
            factuality=self._chosen(
                FACTUALITIES[stance], spans[:1], float(heads["factuality"][stance])
            ),
            initiators=self.names(proposal, "initiators"),
            targets=self.names(proposal, "targets"),
            place=place,
            within=within,
            start=start,
            end=end,
            date_precision=precision,
            killed=self.toll("killed", proposal, draft),
            injured=self.toll("injured", proposal, draft),
            captured=self.toll("captured", proposal, draft),
            weapon=self._weapon(self._not_of_rivals(proposal, "weapon")),
            attribution=self.names(proposal, "attribution"),
            aggregate=self._chosen(True, spans[:1], aggregate) if aggregate > 0.5 else None,
            accounts=find_accounts(draft, self.reading),
            sides=side_tolls(
                draft,
                self._parties(proposal, "initiators"),
                self._parties(proposal, "targets"),
                self.reading,
            ),
            why=self._why(proposal, first.sentence),
        )

    def draft(self, proposal: Proposal) -> Draft:
        """The event as the rules hold one, so that they can read its figures and its words."""
        doc = self.reading.parsed.doc
        stance = told_as(proposal)
        by_sentence: dict[int, Mention] = {}
        for telling in proposal.tellings:
            root = doc[telling.first : telling.stop].root
            form = "verb" if root.pos_ in ("VERB", "AUX") else "noun"
            trigger = Trigger(root.i, telling.first, telling.stop, (), "", form, self.by)
            mention = by_sentence.get(telling.sentence)
            if mention is None:
                by_sentence[telling.sentence] = Mention(
                    telling.sentence, [trigger], [], factuality=stance
                )
            else:
                mention.triggers.append(trigger)
        mentions = list(by_sentence.values())
        for kind in LOSSES:
            parts = sorted(self._of_its_own(proposal, kind), key=lambda p: p.first)
            found = (
                (part, self._quantity(part))
                for part in parts
                if not self._better_as(part, kind, proposal)
            )
            told = [(part, q) for part, q in found if q is not None and self._may_be_lost(q)]
            lost = [(part, q) for part, q in told if not self._acts(q)]
            for part, quantity in lost or told:
                self._home(part, mentions).tolls.append(self._toll(kind, quantity))
        return Draft(mentions)

    def _better_as(self, part: Part, kind: str, proposal: Proposal) -> bool:
        """Whether the same figure tells, more likely, of another kind of loss."""
        return any(
            other.score > part.score and other.first < part.stop and part.first < other.stop
            for loss in LOSSES
            if loss != kind
            for other in proposal.parts[loss]
        )

    def _of_its_own(self, proposal: Proposal, role: str) -> list[Part]:
        """The words for a role, without those in a sentence on the whole conflict's dead."""
        own = {telling.sentence for telling in proposal.tellings}
        at, totals = self.reading.sentence_of, self._totals - own
        if role in LOSSES:
            totals |= proposal.elsewhere
        return [part for part in proposal.parts[role] if at[part.first] not in totals]

    def _not_of_rivals(self, proposal: Proposal, role: str) -> list[Part]:
        """The words for a role, without those in a sentence on what the other side did."""
        at = self.reading.sentence_of
        return [part for part in proposal.parts[role] if at[part.first] not in proposal.rivals]

    def _not_of_others(self, parts: list[Part], proposal: Proposal) -> list[Part]:
        """The words that do not stand in a sentence that tells of other events alone."""
        at = self.reading.sentence_of
        return [part for part in parts if at[part.first] not in proposal.others]

    def _home(self, part: Part, mentions: list[Mention]) -> Mention:
        """The mention in whose sentence a figure stands, or the nearest one."""
        sentence = self.reading.sentence_of[part.first]
        return min(mentions, key=lambda m: abs(m.sentence - sentence))

    def _quantity(self, part: Part) -> Quantity | None:
        at = self.reading.tolls.by_token
        within = next((at[i] for i in range(part.first, part.stop) if i in at), None)
        return within or at.get(part.stop)  # the model may point at the "at" of "stands at 101"

    def _may_be_lost(self, quantity: Quantity) -> bool:
        """Whether those counted can be: not things ("four Humvees"), nor who does it to others."""
        if quantity.head is None:
            return True
        noun = self.reading.parsed.doc[quantity.head]
        if is_thing(noun) or classify(noun.text).kind in _THINGS:
            return False
        doer = subject_verb(noun)
        return doer is None or not does_to_others(doer)

    def _acts(self, quantity: Quantity) -> bool:
        """Whether those counted do something that tells of no event: "8,000 people remain"."""
        verb = None
        if quantity.head is not None:
            verb = subject_verb(self.reading.parsed.doc[quantity.head])
        return verb is not None and all(
            verb.i not in (t.token, *t.others) for t in self.reading.triggers
        )

    def _toll(self, kind: str, quantity: Quantity) -> Toll:
        doc = self.reading.parsed.doc
        party = (
            self.reading.tolls.party_of(doc[quantity.head]) if quantity.head is not None else None
        )
        return Toll(kind, quantity.count, quantity.start, quantity.stop, party)

    def toll(self, kind: str, proposal: Proposal, draft: Draft) -> Grounded[Count] | None:
        """The toll of one kind: the figure that the rules read from the model's words."""
        chances = proposal.heads[f"toll_{kind}"]
        told = TOLLS[int(chances.argmax())]
        if told == "none":
            return None
        score = float(chances.max())
        trigger = proposal.tellings[0]
        span = (self.reading.parsed.span(trigger.first, trigger.stop),)
        if told == "nobody" and score < _NOBODY:
            return None
        if told in _IMPLIED:
            return Grounded(_IMPLIED[told], span, self.by, f"{told}, {score:.2f}")
        return choose_toll(kind, draft, self.reading)

    def names(self, proposal: Proposal, role: str) -> tuple[Grounded[str], ...]:
        """The words that fill a role, each name once, in the order of the report."""
        kept = distinct(self.named(proposal, role), self.reading)
        return tuple(self.words(p) for p in sorted(kept, key=lambda p: p.first))

    def named(self, proposal: Proposal, role: str) -> list[Part]:
        """The whole names that fill a role, likeliest first; a party may have several."""
        words = self._not_of_rivals(proposal, role)
        if role == "attribution" and told_as(proposal) != "denied":
            words = [part for part in words if not self._only_denies(part)]
        doc, syntax = self.reading.parsed.doc, self.reading.syntax
        named = (
            self._name(part)
            for part in whole_names(words, self.reading)
            if not disguises(doc[part.first], syntax)
        )
        kept = [p for p in named if p is not None and not self._is_no_name(p)]
        return sorted(kept, key=lambda p: (-p.score, p.first))

    def _is_no_name(self, part: Part) -> bool:
        """Whether words are small ones or only an age: "62-year" of "a 62-year-old woman"."""
        words = self.reading.parsed.doc[part.first : part.stop]
        aged = all(word.ent_type_ == "DATE" for word in words)
        return aged or all(word.pos_ in _SMALL for word in words)

    def _name(self, part: Part) -> Part | None:
        """The whole name that some words are of: "regime" in "regime troops" is no side by itself.

        None where they only qualify what is no participant ("Syrian" in "Syrian cities").
        """
        doc = self.reading.parsed.doc
        root = doc[part.first : part.stop].root
        head = root.head
        if root.dep_ not in _QUALIFIES or head.i < part.stop or head.i - part.stop >= _REACH:
            return part
        if head.pos_ in ("NOUN", "PROPN") and not self._tells(head.i):
            party = self.reading.party(head)
            if party is not None and _is_party(party, head):
                return replace(part, stop=head.i + 1)
        return None if root.tag_ == "JJ" else part

    def _only_denies(self, part: Part) -> bool:
        """Whether words name a source that is heard of to deny something and for nothing else."""
        said = {a.verb_class for a in self.reading.attributions if a.names(part.first, part.stop)}
        return said == {"denies"}

    def _tells(self, token: int) -> bool:
        return any(t.first <= token < t.stop for t in self.reading.triggers)

    def _parties(self, proposal: Proposal, role: str) -> list[Party]:
        """The participants that the words of a role name, as the rules see them."""
        doc = self.reading.parsed.doc
        words = self._not_of_rivals(proposal, role)
        roots = (doc[p.first : p.stop].root for p in words)
        return [party for root in roots if (party := self.reading.party(root)) is not None]

    def places(self, proposal: Proposal) -> tuple[Grounded[str] | None, tuple[Grounded[str], ...]]:
        """Where it happened, and the larger places named for it."""
        words = self._not_of_rivals(proposal, "place") or proposal.parts["place"]
        named = list(filter(self._may_be_place, words))
        # of a place where this is told and one where something else is, the former is its own
        best = next(iter(self._not_of_others(named, proposal) or named), None)
        place = self._place(best) if best is not None else None
        within: list[Grounded[str]] = []
        for part in filter(self._may_be_place, proposal.parts["within"]):
            value = self._place(part)
            others = [place, *within] if place is not None else within
            if all(not same_name(value.value, w.value) for w in others if w is not None):
                within.append(value)
        return place, tuple(within[:_WITHIN])

    def _may_be_place(self, part: Part) -> bool:
        """Whether words can name a place.

        Those that no gazetteer holds do not where they are a speaker's, or name who acts: a group
        or, in capitals, a body ("UNMIS").
        """
        tokens = range(part.first, part.stop)
        if any(n in self.reading.place_at for n in tokens):
            return True
        words = self.reading.parsed.doc[part.first : part.stop]
        kind = classify(words.text)
        actor = kind.kind in _GROUPS and kind.by.startswith("registry:")
        body = (
            len(words) == 1 and words.text.isupper() and not self.reading.parsed.doc.text.isupper()
        )
        return not (actor or body or self.reading.sources.issuperset(tokens))

    def _place(self, part: Part) -> Grounded[str]:
        """A place by the gazetteer's reading of the words where there is one."""
        for n in range(part.first, part.stop):
            known = self.reading.place_at.get(n)
            if known is not None:
                span = self.reading.parsed.span(known.start, known.stop)
                quote = self.reading.parsed.quote(known.start, known.stop)
                return Grounded(quote, (span,), self.by, f"{part.score:.2f}")
        return self.words(replace(part, stop=self._named_site(part)))

    def _named_site(self, part: Part) -> int:
        """The end of a place with the noun that its last small word is of: "power [plant]"."""
        doc = self.reading.parsed.doc
        last = doc[part.stop - 1]
        goes_on = last.dep_ == "compound" and last.is_lower and last.head.i == part.stop
        return part.stop + 1 if goes_on else part.stop

    def _weapon(self, parts: list[Part]) -> Grounded[str] | None:
        doc = self.reading.parsed.doc
        for part in parts:
            stop = whole_weapon(part.stop, self.reading)
            words = doc[part.first : part.stop]
            kind = classify(words.text)
            band = kind.person and kind.armed and kind.state is False
            if is_workplace(doc[part.stop - 1]) or band:
                continue  # "a Hizballah ambush", "cattle rustlers": nobody is a weapon
            if stop is not None and any(t.pos_ in _TELLING for t in words):
                return self.words(replace(part, stop=stop))
        return None

    def words(self, part: Part) -> Grounded[str]:
        """The words of a part, without article and punctuation in front, as coders write them."""
        doc, first = self.reading.parsed.doc, part.first
        while first + 1 < part.stop and (doc[first].tag_ in _NO_NAME or doc[first].is_punct):
            first += 1
        part = replace(part, first=first)
        span = self.reading.parsed.span(part.first, part.stop)
        quote = self.reading.parsed.quote(part.first, part.stop)
        return Grounded(quote, (span,), self.by, f"{part.score:.2f}")

    def _chosen(self, value, spans, score: float) -> Grounded:
        return Grounded(value, spans, self.by, f"{score:.2f}")

    def _why(self, proposal: Proposal, first: int) -> tuple[str, ...]:
        others = sorted({t.sentence for t in proposal.tellings} - {first})
        if not others:
            return ()
        told = ", ".join(str(n + 1) for n in others)
        return (f"sentences {told}: told of as the same event",)
