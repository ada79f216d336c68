"""Who an event names, where the learned reader and the rules both read it.

Each engine is right far oftener where the other one sees something too: names that both find need
less than names that one finds alone (learned.yaml: `roles`, `alone`, `blank`, `beside`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from tacitus.extract.clauses import arrayed, child_of, doer_told_apart, is_passive
from tacitus.extract.credits import SENDER
from tacitus.extract.participants import (
    Names,
    distinct,
    is_name,
    moved,
    one_side_each,
    parted,
    without_second_names,
)
from tacitus.extract.phrases import conjuncts
from tacitus.extract.roles import agents, ground_lost
from tacitus.extract.tellings import Part
from tacitus.resolve.actor_class import classify
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from tacitus.extract.attribution import AttributionMention
    from tacitus.extract.proposals import Proposer
    from tacitus.extract.proposed import Assembler
    from tacitus.extract.tellings import Proposal
    from tacitus.extract.triggers import Trigger
    from tacitus.records import Claim, Grounded, Span

# parts of a clause that what it tells of happens to
_UNDERGOING = frozenset({"nsubj", "nsubjpass", "dobj"})
# how a word stands that is part of the name before a noun
_OF_NAME = frozenset({"nmod", "compound"})
# what stands before a place that something is done from or in
_WHERE = frozenset({"from", "in", "at", "near"})


def _names(noun: Token, word: Token) -> bool:
    """Whether a word is a noun or one of those before it that name it."""
    return noun.left_edge.i <= word.i <= noun.i


def _under(above: Token, word: Token) -> bool:
    return above.i == word.i or above.is_ancestor(word)


def _told_of(taken: Sequence[tuple[int, Span]], proposal: Proposal) -> Iterator[Span]:
    """The words that belong to verbs which tell of an event."""
    for verb, words in taken:
        if any(t.first <= verb < t.stop for t in proposal.tellings):
            yield words


def _own(doer: Token) -> bool:
    """Whether those who did it are the speaker's: "we", "its fighters"."""
    return doer.pos_ == "PRON" or any(child.tag_ == "PRP$" for child in doer.children)


class Agreement:
    """Puts the names of both engines together for the events of one report.

    Args:
        proposer: asked the model.
        assembler: makes names of the model's words.
    """

    def __init__(self, proposer: Proposer, assembler: Assembler) -> None:
        self.proposer, self.assembler = proposer, assembler
        self.trust, self.reading = proposer.trust, assembler.reading
        view = self.reading.parsed.view
        parsed = self.reading.parsed
        told = self.reading.triggers, parsed.doc, self.reading.book.acts
        took, lost = ground_lost(*told)
        self._agents = [(verb, parsed.span(*words)) for verb, words in agents(*told)]
        self._took = [(verb, parsed.span(*words)) for verb, words in took]
        self._lost = [(verb, parsed.span(*words)) for verb, words in lost]
        sides = ([parsed.span(*words) for words in each] for each in arrayed(parsed.doc))
        self._arrayed = dict(zip(("initiators", "targets"), sides, strict=True))
        self._verbs = {trigger.token for trigger in self.reading.triggers}
        self._starts = [view.begin[token.idx] for token in self.reading.parsed.doc]

    def names(
        self, role: str, proposal: Proposal, theirs: Sequence[Grounded[str]]
    ) -> tuple[Grounded[str], ...]:
        """The names that fill a role of an event, in the order of the report.

        A name that the model finds counts if it is sure enough, which it need be less where the
        rules have the name too. One that only the rules have counts if the model holds it for
        possible. Words of the model within a name of the rules stand for that name: "members" and
        "groups" of "members of armed groups" are one party; words that hold several names of the
        rules stand for these.

        Args:
            role: "initiators", "targets" or "attribution".
            proposal: the event as the model sees it.
            theirs: the names by the rules; empty where they have no claim about the same words.
        """
        found: dict[Part, Grounded[str]] = {}
        rest = list(theirs)
        for part in self.assembler.named(proposal, role):
            mine = self.assembler.words(part)
            whole = next((t for t in theirs if t.spans[0].covers(mine.spans[0])), None)
            backed = whole or next((t for t in theirs if same_name(t.value, mine.value)), None)
            if not self._counts(part, role, proposal, backed=backed is not None):
                continue
            several = [t for t in theirs if mine.spans[0].covers(t.spans[0])]
            rest = [t for t in rest if t is not backed and t not in several]
            if len(several) > 1:  # "rebel and government forces"
                found |= {self._part(t.spans[0], part.score): t for t in several}
            elif whole is not None:
                found.setdefault(self._part(whole.spans[0], part.score), whole)
            else:
                found[part] = mine
        if role == "initiators":
            takers = [self.assembler.words(part) for part in self._takers(proposal)]
            known = [name.spans[0] for name in (*rest, *found.values())]
            rest += [t for t in takers if not any(t.spans[0].overlaps(words) for words in known)]
        least = (self.trust.beside if found else self.trust.blank)[role]
        for value in rest:
            if value.by == SENDER:  # in the head of the message, which tells of no event
                return (value,) if not found else self._each_once(found)
            chance = self.proposer.likeliest(proposal, role, value.spans[0])
            # of two sides that hit each other the rules know by the clause which one it is
            if chance >= least or proposal.rivals or self._said(role, value, proposal):
                found[self._part(value.spans[0], chance)] = value
        return self._each_once(found)

    def _counts(self, part: Part, role: str, proposal: Proposal, *, backed: bool) -> bool:
        """Whether words that the model points at fill a role; ``backed`` where the rules agree."""
        if not backed and part.score < self.trust.alone[role]:
            return False
        if self._elsewhere(part, proposal) and part.score < self.trust.elsewhere[role]:
            return False
        if role != "attribution" and self._of_another_deed(part, role, proposal):
            return False
        return role != "initiators" or not (
            self._only_says(part, proposal)
            or self._whence(part)
            or self._comes_after(part, proposal)
        )

    def sides(
        self, initiators: Names, targets: Names, proposal: Proposal, ruled: Claim | None = None
    ) -> tuple[Names, Names]:
        """Both sides, each party on the one where it belongs.

        In "the town fell to a coalition of rebels" the order of words misleads the learned reader,
        in "the rebels were driven off by soldiers", and in "between A and B on one side and C on
        the other".

        Args:
            initiators: the side that acted.
            targets: the side acted upon.
            proposal: the event as the model sees it.
            ruled: the rules' claim about the same words.
        """
        doers, hit = one_side_each(initiators, targets)
        hit, doers = moved(hit, doers, self._joined_to(doers))
        if ruled is not None:
            doers, hit = parted(doers, hit, ruled.initiators, ruled.targets)
        doers, hit = moved(doers, hit, [words for _, words in self._lost])
        hit, doers = moved(hit, doers, [words for _, words in self._took])
        hit, doers = moved(hit, doers, list(_told_of(self._agents, proposal)))
        doers, hit = moved(doers, hit, self._arrayed["targets"])
        hit, doers = moved(hit, doers, self._arrayed["initiators"])
        return without_second_names(doers, hit, self.reading.parsed.report.text)

    def tells_losses(self, ruled: Claim) -> bool:
        """Whether all words that a claim of the rules was read from tell of losses: "shot dead"."""
        acts = [self.reading.book.acts[trigger.act] for trigger in self._read_from(ruled)]
        return bool(acts) and all(act.toll is not None for act in acts)

    def undergoes(self, words: Grounded[str] | None, ruled: Claim) -> bool:
        """Whether words are subject or object of those that a claim of the rules was read from.

        "Juba fell", "rebels took Juba": there is no doubt that this is the place.

        Args:
            words: of the claim, None for none.
            ruled: the claim.
        """
        if words is None:
            return False
        part, parsed = self._part(words.spans[0], 0.0), self.reading.parsed
        head = parsed.doc[part.first : part.stop].root
        verb = head.head.i
        return head.dep_ in _UNDERGOING and any(
            trigger.first <= verb < trigger.stop for trigger in self._read_from(ruled)
        )

    def stands_for(self, named: Grounded[str] | None, nameless: Grounded[str]) -> bool:
        """Whether a place of the rules has a name, and is told beside the model's that has none.

        What happened "outside a barracks in Deal" happened in Deal.

        Args:
            named: the rules' place, None for none.
            nameless: the model's.
        """
        if named is None or is_name(nameless.value) or not is_name(named.value):
            return False
        told = (self.proposer.sentence_of(place.spans[0]) for place in (named, nameless))
        return len(set(told)) == 1

    def _read_from(self, ruled: Claim) -> Iterator[Trigger]:
        """The words that a claim of the rules was read from."""
        for trigger in self.reading.triggers:
            if self.reading.parsed.span(trigger.first, trigger.stop) in ruled.type.spans:
                yield trigger

    def _joined_to(self, names: Names) -> list[Span]:
        """What is joined to some who act, as one subject or agent: "and police killed"."""
        parsed = self.reading.parsed
        out: list[Span] = []
        for name in names:
            part = self._part(name.spans[0], 0.0)
            head = own = parsed.doc[part.first : part.stop].root
            while head.dep_ in _OF_NAME:  # "Army and Armed Forces units thwarted"
                head = head.head
            if head.dep_ == "nsubj" and head.i >= part.stop:
                out.append(parsed.span(own.right_edge.i, head.i + 1))
            if head.dep_ == "nsubj" or (head.dep_ == "pobj" and head.head.dep_ == "agent"):
                out.extend(
                    parsed.span(token.left_edge.i, token.i + 1)
                    for token in conjuncts(head)
                    if token.i >= part.stop
                )
        return out

    def _of_another_deed(self, part: Part, role: str, proposal: Proposal) -> bool:
        """Whether a name is of what those did whom the event befell, or the other way round.

        In "the army pursues the group that killed five" it is the group that killed them.
        """
        doc = self.reading.parsed.doc
        name = doc[part.first : part.stop].root
        told = self._roots(proposal)
        near = [root for root in told if root.sent == name.sent]
        doers = [doer_told_apart(root) for root in near]
        if near and role == "initiators" and all(doer is not None for doer in doers):
            return all(doer is not None and not _names(doer, name) for doer in doers)
        return any(
            doer_told_apart(above) is not None and not any(_under(above, root) for root in near)
            for above in (name, *name.ancestors)
            if near and above.i in self._verbs
        )

    def _only_says(self, part: Part, proposal: Proposal) -> bool:
        """Whether a name is of who tells what others did: "the army said rebels killed a pilot"."""
        told = [root for root in self._roots(proposal) if root.pos_ == "VERB"]
        for source in self._heard(part):
            if source.responsibility:
                continue
            mine = [root for root in told if source.covers(root.i)]
            doers = [child_of(root, "nsubj") for root in mine if not is_passive(root)]
            if doers and all(doer is not None and not _own(doer) for doer in doers):
                return True
        return False

    def _owns(self, name: Grounded[str], proposal: Proposal) -> bool:
        """Whether a name is of who claims the deed, or tells of it as "we", "they" or "it" did."""
        part, roots = self._part(name.spans[0], 0.0), self._roots(proposal)
        for source in self._heard(part):
            if source.verb_class == "denies":
                continue
            told = [root for root in roots if source.covers(root.i)]
            if told and source.responsibility:
                return True
            doers = [child_of(root, "nsubj") for root in told if root.pos_ == "VERB"]
            if any(doer is not None and _own(doer) for doer in doers):
                return True
        return False

    def _heard(self, part: Part) -> Iterator[AttributionMention]:
        """What the sources that some words name are heard of to say."""
        return (a for a in self.reading.attributions if a.names(part.first, part.stop))

    def _comes_after(self, part: Part, proposal: Proposal) -> bool:
        """Whether a name is of those who come to what is left: "soldiers stand at the site of"."""
        name = self.reading.parsed.doc[part.first : part.stop].root
        verb, scenes = name.head, self.reading.syntax.scenes
        near = [root for root in self._roots(proposal) if root.sent == name.sent]
        if name.dep_ != "nsubj" or verb.pos_ != "VERB" or verb in near:
            return False
        return bool(near) and all(
            verb.is_ancestor(root) and any(word.lemma_.lower() in scenes for word in root.ancestors)
            for root in near
        )

    def _whence(self, part: Part) -> bool:
        """Whether a name is of the place that something was fired from, or where those are who did.

        As in "fired from the hills", "militants based in the eastern suburbs shelled the port".
        """
        words = self.reading.parsed.doc[part.first : part.stop]
        root = words.root
        if root.dep_ != "pobj" or root.head.lower_ not in _WHERE:
            return False
        return root.i in self.reading.place_at or classify(words).kind == "civil_object"

    def _said(self, role: str, name: Grounded[str], proposal: Proposal) -> bool:
        """Whether the words of an event leave no doubt that a name fills a role of it."""
        doing = [*self._took, *self._agents]
        taken = doing if role == "initiators" else self._lost if role == "targets" else []
        if any(words.overlaps(name.spans[0]) for words in _told_of(taken, proposal)):
            return True
        if self._told_apart(role, name, proposal):
            return True
        if role == "initiators" and self._owns(name, proposal):
            return True
        return any(words.overlaps(name.spans[0]) for words in self._arrayed.get(role, ()))

    def _told_apart(self, role: str, name: Grounded[str], proposal: Proposal) -> bool:
        """Whether a name is of those whom one clause befalls and whose deed another one tells."""
        doc, part = self.reading.parsed.doc, self._part(name.spans[0], 0.0)
        root = doc[part.first : part.stop].root
        told = self._roots(proposal)
        if role == "initiators":
            doers = [doer for word in told if (doer := doer_told_apart(word)) is not None]
            return any(_names(doer, root) for doer in doers)
        deeds = (child for child in root.children if doer_told_apart(child) is not None)
        return role == "targets" and root.head in told and next(deeds, None) is not None

    def _roots(self, proposal: Proposal) -> list[Token]:
        """The head of each group of words that tells of an event."""
        doc = self.reading.parsed.doc
        return [doc[t.first : t.stop].root for t in proposal.tellings]

    def _takers(self, proposal: Proposal) -> Iterator[Part]:
        """Those to whom the words of an event say that ground was lost."""
        for words in _told_of(self._took, proposal):
            yield self._part(words, 0.0)

    def _elsewhere(self, part: Part, proposal: Proposal) -> bool:
        """Whether a name stands where other events are told and this one is not."""
        return self.reading.sentence_of[part.first] in proposal.others

    def _each_once(self, found: dict[Part, Grounded[str]]) -> tuple[Grounded[str], ...]:
        likeliest = sorted(found, key=lambda p: (-p.score, p.first))
        kept = distinct(likeliest, self.reading)
        return tuple(found[p] for p in sorted(kept, key=lambda p: p.first))

    def _part(self, words: Span, score: float) -> Part:
        """The tokens behind some words of the report."""
        first = bisect_right(self._starts, words.start) - 1
        return Part(first, max(first + 1, bisect_left(self._starts, words.end)), score)
