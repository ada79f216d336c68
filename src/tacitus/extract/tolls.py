"""Losses: how many were killed, injured or captured, and who they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.clauses import child_of, is_passive, verb_subject
from tacitus.extract.mentions import Party, Toll
from tacitus.extract.phrases import conjuncts, of_object
from tacitus.extract.toll_clauses import (
    all_subjects,
    among_them,
    coordinated,
    has_perfect,
    is_part,
    is_thing,
    negated,
    shares_figure,
    to_death,
    total_noun,
)
from tacitus.knowledge.syntax import Syntax
from tacitus.knowledge.tolls import toll_words
from tacitus.records import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Token

    from tacitus.extract.triggers import Trigger
    from tacitus.parse.document import Parsed
    from tacitus.parse.quantities import Quantity

_PLURAL = Count(2, None)
_ONE = Count(1, 1)
_NONE = Count(0, 0)
_SOME = Count(1, None)
# tokens between a number and the participle it belongs to ("40 others have been seriously wounded")
_REACH = 7
# tokens between "toll" and its figure
_TOLL_REACH = 20

PLURAL_HOW = "a plural without a number"
NAMED_HOW = "one person named"
NOT_HOW = "told as not suffered"
BESIDE_HOW = "one person told beside others"
MIXED_HOW = "dead and injured told together"


class Tolls:
    """Reads the losses that the triggers of a report tell.

    Args:
        parsed: the report.
        quantities: its quantities, as found by ``find_quantities``.
        party_of: makes a participant of a noun.
        syntax: word lists.
    """

    def __init__(
        self,
        parsed: Parsed,
        quantities: Sequence[Quantity],
        party_of: Callable[[Token], Party | None],
        syntax: Syntax,
    ) -> None:
        self.parsed, self.party_of, self.syntax = parsed, party_of, syntax
        self.words = toll_words()
        counts = (q for q in quantities if q.kind == "count")
        self.counts = [q for q in counts if not is_part(parsed.doc[q.stop - 1].head, q.start)]
        self.by_head: dict[int, list[Quantity]] = {}
        self.by_token: dict[int, Quantity] = {}
        for quantity in self.counts:
            if quantity.head is not None:
                self.by_head.setdefault(quantity.head, []).append(quantity)
            for i in range(quantity.start, quantity.stop):
                self.by_token[i] = quantity

    def of(self, trigger: Trigger, kind: str, victims: Sequence[Token]) -> list[Toll]:
        """The losses that a trigger tells of the nouns it was done to.

        Args:
            trigger: a trigger.
            kind: the kind of loss its act tells of.
            victims: heads of the nouns that suffered it.
        """
        token = self.parsed.doc[trigger.token]
        if trigger.form == "verb" and to_death(token):
            kind = "killed"
        if trigger.form == "verb" and not victims and self._suffers(token):
            victims = [v for v in (child_of(token, "nsubj"),) if v is not None]
        victims = all_subjects(token, victims)
        found = [
            toll
            for v in victims
            for each in coordinated(v)
            for toll in self._with_besides(kind, each)
        ]
        if trigger.form == "noun":
            if token.lemma_.lower() in self.words.mixed:
                found = []  # "casualties among the troops" are not all dead
            found.extend(self._of_noun(kind, token))
        else:
            above = total_noun(token, self.syntax.toll_nouns)
            totals = self._after_toll(kind, above) if above is not None else []
            found = totals or found
            near = None if totals else self._adjacent(token)
            if near is not None and not self._own(found, near, token):
                found = [self._toll(kind, near, self._party_at(near))]
            elif not found and trigger.form == "verb":
                found = self._bare_object(kind, token)
            if trigger.form == "verb" and negated(token):
                found = [replace(t, count=_NONE, how=NOT_HOW) for t in found]
                if not found and any(v.pos_ == "PROPN" for v in victims):
                    found = [Toll(kind, _NONE, token.i, token.i + 1, None, NOT_HOW)]
            elif shares_figure(token):
                found = [
                    replace(t, count=_PLURAL, how=MIXED_HOW)
                    if t.how is None and t.count.low > 1
                    else t
                    for t in found
                ]
        if trigger.form == "verb" and token.lemma_.lower() in self.words.own_losses:
            found = self._of_its_own(token, found)
        parts = [t for t in found if among_them(self.parsed.doc[t.first])]
        if len(parts) < len(found):
            found = [t for t in found if t not in parts]
        if any(t.how is None for t in found):
            found = [replace(t, how=BESIDE_HOW) if t.how == NAMED_HOW else t for t in found]
        return _apart(found)

    def _of_its_own(self, verb: Token, found: Sequence[Toll]) -> list[Toll]:
        """The losses as of those who lost them: "the rebels lost five of their own"."""
        subject = None if is_passive(verb) else verb_subject(verb)
        owner = self.party_of(subject) if subject is not None else None
        if owner is None or not owner.kind.armed:
            return list(found)
        return [
            t if t.party is not None and t.party.kind.armed else replace(t, party=owner)
            for t in found
        ]

    def _own(self, found: Sequence[Toll], near: Quantity, verb: Token) -> bool:
        """Whether the verb has victims of its own, of which the number beside it is a part."""
        if any(t.first == near.start for t in found):
            return True
        wanted = ("nsubjpass", "nsubj") if is_passive(verb) else ("nsubjpass", "dobj")
        victims = [c for c in verb.children if c.dep_ in wanted]
        return bool(found) and any(v.left_edge.i <= near.start <= v.right_edge.i for v in victims)

    def _toll(
        self, kind: str, quantity: Quantity, party: Party | None, *, total: bool = False
    ) -> Toll:
        return Toll(kind, quantity.count, quantity.start, quantity.stop, party, None, total)

    def _with_besides(self, kind: str, victim: Token) -> list[Toll]:
        """A victim's toll and that of those lost with it ("a woman with four of her children")."""
        own = self._of_victim(kind, victim)
        if own is None:
            return []
        found = [own]
        for child in victim.children:
            if child.dep_ == "prep" and child.lower_ in self.words.besides:
                inner = child_of(child, "pobj")
                more = conjuncts(inner) if inner is not None else ()
                found.extend(
                    toll
                    for each in more
                    if (toll := self._of_victim(kind, each)) and toll.count.high
                )
        return found

    def _quantity(self, noun: Token) -> Quantity | None:
        """The number that counts a noun: the nearest before it; a borrowed one comes last."""
        own = self.by_token.get(noun.i)
        if own is not None:
            return own
        found = self.by_head.get(noun.i)
        if not found:
            return None
        return min(
            found, key=lambda q: (q.by.endswith("+shared"), q.start > noun.i, abs(noun.i - q.start))
        )

    def _party_at(self, quantity: Quantity) -> Party | None:
        return self.party_of(self.parsed.doc[quantity.head]) if quantity.head is not None else None

    def _of_victim(self, kind: str, victim: Token) -> Toll | None:
        words = self.words
        if victim.lower_ in words.nobody:
            return Toll(kind, _NONE, victim.i, victim.i + 1, None)
        quantity = self._quantity(victim)
        bodies = quantity is not None and victim.lemma_.lower() in words.counted_bodies
        inner = of_object(victim)
        if (
            quantity is None
            and inner is not None
            and victim.lemma_.lower() in self.syntax.partitives
        ):
            quantity = self._quantity(inner)
        party = self.party_of(victim)
        thing = (
            inner
            if inner is not None and victim.lemma_.lower() in self.syntax.partitives
            else victim
        )
        if is_thing(thing) or (party is not None and party.kind.object and not party.kind.person):
            return None
        if bodies:
            return Toll(kind, _PLURAL, victim.i, victim.i + 1, party, PLURAL_HOW)
        if quantity is not None:
            return self._toll(kind, quantity, party)
        if victim.lower_ in words.pronouns_one:
            return Toll(kind, _ONE, victim.i, victim.i + 1, None, NAMED_HOW)
        if party is None or party.kind.object or thing.lemma_.lower() in words.mixed:
            return None
        head = self.parsed.doc[party.phrase.head]
        if head.tag_ == "NNS" or (head.tag_ == "NNPS" and party.kind.kind != "person"):
            return Toll(kind, _PLURAL, head.i, head.i + 1, party, PLURAL_HOW)
        if self._is_one(head, party):
            return Toll(kind, _ONE, party.phrase.first, party.phrase.stop, party, NAMED_HOW)
        return None

    def _is_one(self, head: Token, party: Party) -> bool:
        """Whether a singular noun or name means one person."""
        if head.lemma_.lower() in self.words.bodies:
            return False
        if head.pos_ == "PROPN":
            titles = (c for c in head.children if c.dep_ == "appos")
            titled = any(
                c.tag_ == "NN" and c.lemma_.lower() not in self.words.bodies for c in titles
            )
            named = party.kind.by.startswith("title:") and party.phrase.first < head.i
            return party.kind.kind == "person" or head.ent_type_ == "PERSON" or titled or named
        return head.tag_ == "NN" and party.kind.person and party.kind.kind in self.words.individuals

    def _of_noun(self, kind: str, noun: Token) -> list[Toll]:
        """ "the death toll rose to 86", "the death of eight", "40 deaths", "no casualties"."""
        lemma, words = noun.lemma_.lower(), self.words
        own = self._quantity(noun)
        if own is not None and own.count == _NONE and lemma in words.mixed:
            return [self._toll(k, own, None) for k in ("killed", "injured")]
        if lemma in words.mixed and noun.dep_ == "dobj" and negated(noun.head):
            # "did not cause any casualties"
            return [Toll(k, _NONE, noun.i, noun.i + 1, None) for k in ("killed", "injured")]
        if lemma in words.mixed:
            plain = (
                own is not None
                and own.stop < len(self.parsed.doc)
                and self.parsed.doc[own.stop].lower_ != "of"
                and lemma in words.struck
            )
            return (
                [Toll("killed", _SOME, own.start, own.stop, None, MIXED_HOW)]
                if plain and own
                else []
            )
        if own is not None and lemma in words.counted:
            return [self._toll(kind, own, None)]
        if lemma in self.syntax.toll_nouns:
            return self._after_toll(kind, noun)
        after = self.by_token.get(noun.i + 1)
        if (
            noun.lower_.endswith("ing")
            and after is not None
            and after.start == noun.i + 1
            and self._of_people(after)
        ):
            return [
                self._toll(kind, after, self._party_at(after))
            ]  # "... in the town killing 25 civilians"
        inner = of_object(noun)
        if inner is not None:
            return [
                self._toll(kind, quantity, self.party_of(each))
                for each in conjuncts(inner)
                if (quantity := self._quantity(each)) is not None
            ]
        known = any(
            c.dep_ in ("det", "poss") and c.lower_ in self.syntax.definite for c in noun.children
        )
        if noun.tag_ == "NNS" and lemma in words.plural and not known:
            return [Toll(kind, _PLURAL, noun.i, noun.i + 1, None, PLURAL_HOW)]
        return []

    def _after_toll(self, kind: str, noun: Token) -> list[Toll]:
        doc = self.parsed.doc
        for i in range(noun.i + 1, min(noun.sent.end, noun.i + _TOLL_REACH)):
            quantity = self.by_token.get(i)
            if (
                quantity is not None
                and quantity.start == i
                and doc[i - 1].lower_ in self.words.toll_before
            ):
                return [self._toll(kind, quantity, None, total=True)]
        return []

    def _adjacent(self, word: Token) -> Quantity | None:
        """A number right beside a verb or adjective of loss, whatever the parse makes of it.

        Right of an active verb ("killing at least 13"), left of a participle ("25 were wounded").
        """
        doc = self.parsed.doc
        passive = word.pos_ == "ADJ" or is_passive(word) or self._suffers(word)
        if not passive:
            after = self.by_token.get(word.i + 1)
            return (
                after
                if after is not None and after.start == word.i + 1 and self._of_people(after)
                else None
            )
        for i in range(word.i - 1, max(word.sent.start, word.i - _REACH) - 1, -1):
            quantity = self.by_token.get(i)
            if quantity is not None:
                return quantity if self._of_people(quantity) else None
            token = doc[i]
            known = token.lemma_.lower() in self.words.between or token.lower_ in self.words.between
            if not (known and token.lower_ != "and") and token.pos_ not in (
                "AUX",
                "ADV",
                "NOUN",
                "PROPN",
                "ADJ",
            ):
                return None
        return None

    def _suffers(self, verb: Token) -> bool:
        """Whether a participle has no object, so that what precedes it suffered."""
        if (
            verb.tag_ not in ("VBN", "VBD")
            or child_of(verb, "dobj") is not None
            or has_perfect(verb)
        ):
            return False
        if verb.i + 1 in self.by_token:
            return False
        return all(child_of(c, "dobj") is None for c in verb.children if c.dep_ == "conj")

    def _of_people(self, quantity: Quantity) -> bool:
        """Whether a number can count people: by its noun, if it has one."""
        if quantity.head is None:
            return True
        noun = self.parsed.doc[quantity.head]
        if is_thing(noun):
            return False
        party = self.party_of(noun)
        return party is None or party.kind.person or not party.kind.object

    def _bare_object(self, kind: str, verb: Token) -> list[Toll]:
        """ "killing, in all, 13": a number without a noun near its verb."""
        thing = child_of(verb, "dobj", "nsubjpass", "attr", "dative")
        at = thing.i if thing is not None else verb.i + 1
        if is_passive(verb) or self._suffers(verb):
            after: tuple[int, ...] = ()  # "a rebel was killed and two were wounded"
        else:
            after = (verb.i + 1, verb.i + 2, verb.i + 3)
        for i in (at, *after):
            quantity = self.by_token.get(i)
            if (
                quantity is not None
                and (quantity.start > verb.i or i == at)
                and self._of_people(quantity)
            ):
                return [self._toll(kind, quantity, None)]
        return []


def _apart(tolls: Sequence[Toll]) -> list[Toll]:
    """Tolls without those read from the same words as an earlier one."""
    kept: list[Toll] = []
    for toll in tolls:
        if not any(
            t.kind == toll.kind and t.first < toll.stop and toll.first < t.stop for t in kept
        ):
            kept.append(toll)
    return kept
