"""Losses: how many were killed, injured or captured, and who they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.mentions import Party, Toll
from tacitus.extract.phrases import conjuncts, of_object
from tacitus.extract.roles import child_of
from tacitus.knowledge.syntax import Syntax
from tacitus.records import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Token

    from tacitus.extract.triggers import Trigger
    from tacitus.parse.document import Parsed
    from tacitus.parse.quantities import Quantity

# a plural without number
_PLURAL = Count(2, None)
_ONE = Count(1, 1)


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
        self.counts = [q for q in quantities if q.kind == "count"]
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
        found = [toll for victim in victims if (toll := self._of_victim(kind, victim))]
        if trigger.form == "noun":
            found.extend(self._of_noun(kind, token))
        elif trigger.form == "adjective" and not found:
            found.extend(self._beside(kind, token))
        if not found and trigger.form == "verb":
            found.extend(self._bare_object(kind, token))
        return found

    def _toll(self, kind: str, quantity: Quantity, party: Party | None, *, total: bool = False) -> Toll:
        return Toll(kind, quantity.count, quantity.start, quantity.stop, party, None, total)

    def _of_victim(self, kind: str, victim: Token) -> Toll | None:
        quantity = self.by_token.get(victim.i) or next(iter(self.by_head.get(victim.i, ())), None)
        inner = of_object(victim)
        if quantity is None and inner is not None:
            quantity = next(iter(self.by_head.get(inner.i, ())), None) if victim.lemma_.lower() in self.syntax.partitives else None
        party = self.party_of(victim)
        if quantity is not None:
            return self._toll(kind, quantity, party)
        if party is None or party.kind.object:
            return None
        head = self.parsed.doc[party.phrase.head]
        if head.tag_ in ("NNS", "NNPS"):
            return Toll(kind, _PLURAL, head.i, head.i + 1, party, "a plural without a number")
        named = party.kind.kind == "person" and head.pos_ == "PROPN"
        single = any(c.dep_ == "det" and c.lower_ in ("a", "an", "another") for c in head.children)
        if named or single:
            return Toll(kind, _ONE, party.phrase.first, party.phrase.stop, party, "one person named")
        return None

    def _of_noun(self, kind: str, noun: Token) -> list[Toll]:
        """"the death toll rose to 86", "the death of eight", "40 deaths", "13 casualties"."""
        own = next(iter(self.by_head.get(noun.i, ())), None)
        if own is not None:
            return [self._toll(kind, own, None)]
        if noun.lemma_.lower() in self.syntax.toll_nouns:
            verb = noun.head
            for _ in range(3):
                if verb.pos_ in ("VERB", "AUX"):
                    break
                verb = verb.head
            stop = min(noun.sent.end, noun.i + 12)
            for i in range(noun.i + 1, stop):
                quantity = self.by_token.get(i)
                before = self.parsed.doc[i - 1].lower_ if i else ""
                if quantity is not None and quantity.start == i and before in ("to", "at", "of", "is", "was", "stands", "reached", "hit", "as", "least"):
                    return [self._toll(kind, quantity, None, total=True)]
            return []
        inner = of_object(noun)
        out = []
        if inner is not None:
            for each in conjuncts(inner):
                quantity = self.by_token.get(each.i) or next(iter(self.by_head.get(each.i, ())), None)
                if quantity is not None:
                    out.append(self._toll(kind, quantity, self.party_of(each)))
        return out

    def _beside(self, kind: str, token: Token) -> list[Toll]:
        """"left 28 dead", "40 dead": a number that stands right before the word."""
        for i in range(token.i - 1, max(token.sent.start, token.i - 4) - 1, -1):
            quantity = self.by_token.get(i)
            if quantity is not None:
                return [self._toll(kind, quantity, None)]
        own = next(iter(self.by_head.get(token.i, ())), None)
        return [self._toll(kind, own, None)] if own is not None else []

    def _bare_object(self, kind: str, verb: Token) -> list[Toll]:
        """"killing at least 13", "wounding 40": a number without a noun."""
        thing = child_of(verb, "dobj", "nsubjpass", "attr", "dative")
        at = thing.i if thing is not None else verb.i + 1
        for i in (at, verb.i + 1, verb.i + 2, verb.i + 3):
            quantity = self.by_token.get(i)
            if quantity is not None and quantity.start > verb.i or quantity is not None and i == at:
                return [self._toll(kind, quantity, None)]
        return []
