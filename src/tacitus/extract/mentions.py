"""Event mentions: the triggers of one sentence that tell of one happening, with their parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tacitus.knowledge.codebook import Codebook
from tacitus.knowledge.syntax import Syntax
from tacitus.records import Count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from tacitus.extract.phrases import Phrase
    from tacitus.extract.triggers import Trigger
    from tacitus.resolve.actor_class import ActorClass
    from tacitus.resolve.dates import TimeMention


@dataclass(frozen=True, slots=True)
class Party:
    """A participant as a mention names it.

    Attributes:
        phrase: its words.
        kind: its class.
        text: the words as written in the report.
        generic: whether it only points back ("the militants").
        back: index of the mention's token that it was resolved from, for pronouns.
    """

    phrase: Phrase
    kind: ActorClass
    text: str
    generic: bool


@dataclass(frozen=True, slots=True)
class Toll:
    """Losses told by a mention.

    Attributes:
        kind: "killed", "injured" or "captured".
        count: how many.
        first, stop: tokens it was read from.
        party: who suffered them, where told.
        how: how it was worked out, where no figure stands in the text.
        total: whether it is told as the toll of the whole event ("the death toll rose to 86").
    """

    kind: str
    count: Count
    first: int
    stop: int
    party: Party | None
    how: str | None = None
    total: bool = False


@dataclass(slots=True)
class Mention:
    """Triggers of one sentence that tell of one happening.

    Attributes:
        sentence: index of the sentence.
        triggers: in order; the first strong one is the main one.
        acts: names of their acts, in order, each once.
        initiators, targets: participants.
        means: means named, with the token that names each.
        weapon: tokens of the weapon as written, as a range.
        tolls: losses.
        places: indexes of the place mentions that belong to it, nearest first.
        time: when, or None.
        factuality, status, cues, factuality_by: as judged at the main trigger.
        definite: whether it points back to something told before.
        separate: whether it is told as another happening.
        reply: whether it is told as the answer to what was told before it.
        aggregate: words that make it a sum over many events, as a token range, or None.
    """

    sentence: int
    triggers: list[Trigger]
    acts: list[str]
    initiators: list[Party] = field(default_factory=list)
    targets: list[Party] = field(default_factory=list)
    means: dict[str, int] = field(default_factory=dict)
    weapon: tuple[int, int] | None = None
    tolls: list[Toll] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    time: TimeMention | None = None
    factuality: str = "asserted"
    status: str = "event"
    cues: list[tuple[int, int]] = field(default_factory=list)
    factuality_by: str = "factuality:none"
    definite: bool = False
    separate: bool = False
    reply: bool = False
    aggregate: tuple[int, int] | None = None

    @property
    def main(self) -> Trigger:
        """The trigger that best says what happened."""
        return self.triggers[0]


_VIOLENT = frozenset({"battle", "attack", "remote", "toll"})
_PARTNERS: dict[str, frozenset[str]] = {
    "toll": frozenset(
        {"battle", "attack", "remote", "toll", "crowd", "sexual", "territory", "abduct", "arrest"}
    ),
    "battle": _VIOLENT | {"territory", "crowd"},
    "attack": _VIOLENT | {"territory", "crowd", "property", "abduct"},
    "remote": _VIOLENT | {"property"},
    "territory": frozenset({"territory", "battle", "attack", "toll"}),
    "crowd": frozenset({"crowd", "toll", "battle", "attack", "arrest", "property"}),
    "arrest": frozenset({"arrest", "crowd", "toll"}),
    "property": frozenset({"property", "attack", "remote", "crowd"}),
    "abduct": frozenset({"abduct", "toll", "attack"}),
    "sexual": frozenset({"sexual", "toll"}),
}


def partners(family: str, other: str) -> bool:
    """Whether acts of two families may be told of one and the same event."""
    return other in _PARTNERS.get(family, frozenset({family}))


def _path(token: Token) -> list[Token]:
    path = [token]
    while path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    return path


def _mark_of(token: Token) -> Token | None:
    """The word that opens a subordinate clause."""
    for child in token.children:
        if child.dep_ in ("mark", "advmod", "prep") and child.i < token.i:
            return child
    return None


def _measured(token: Token) -> bool:
    """Whether a stretch of time stands right before the word ("days after")."""
    if any(child.dep_ == "npadvmod" for child in token.children):
        return True
    return token.i > 0 and token.nbor(-1).lemma_.lower() in (
        "hour",
        "day",
        "week",
        "month",
        "year",
        "minute",
    )


def _apart(below: Token, above_toll: bool, syntax: Syntax) -> bool:
    """Whether a step leads into another time ("days after the raid", "a response to it")."""
    if below.dep_ == "advcl":
        mark = _mark_of(below)
        if mark is not None and mark.lower_ in syntax.temporal:
            return _measured(mark) or mark.lower_ not in syntax.result
    if below.dep_ == "prep" and below.lower_ in syntax.temporal | {"following", "amid", "despite"}:
        return _measured(below) or not (above_toll and below.lower_ in syntax.result)
    if below.dep_ == "prep" and below.head.lemma_.lower() in syntax.replies:
        return below.lower_ in ("to", "for")
    return below.dep_ == "pcomp" and below.head.lower_ in ("after", "before", "since")


def _went_before(loss: Token, steps: Sequence[Token]) -> bool:
    """Whether a loss is of a deed that went before: "the raid began after rebels killed a pilot".

    Args:
        loss: the verb that tells of it.
        steps: between it and the other word.
    """
    if not any(child.dep_ == "nsubj" for child in loss.children):
        return False  # "were killed after a bomb exploded"
    while loss.dep_ in ("ccomp", "conj"):  # "after the army said rebels killed"
        loss = loss.head
    mark = _mark_of(loss) if loss.dep_ == "advcl" else None
    return mark is not None and mark.lower_ == "after" and any(s.i == loss.i for s in steps)


def _topic(upper: Token, steps: list[Token], syntax: Syntax) -> bool:
    """Whether what stands below a protest is what it is about ("over raids")."""
    return any(
        (s.dep_ == "prep" and s.lower_ in syntax.about)
        or (s.lemma_.lower() in syntax.topics and s.pos_ == "VERB")
        or (s.dep_ == "dobj" and s.head.i == upper.i)
        for s in steps
    )


def linked(a: Trigger, b: Trigger, book: Codebook, doc, syntax: Syntax) -> bool:
    """Whether two triggers of a sentence tell of one happening, by their acts and the parse."""
    first, second = book.acts[a.act], book.acts[b.act]
    if not partners(first.family, second.family):
        return False
    up_a, up_b = _path(doc[a.token]), _path(doc[b.token])
    on_b = {t.i: n for n, t in enumerate(up_b)}
    meet = next((n for n, t in enumerate(up_a) if t.i in on_b), None)
    if meet is None:
        return False
    steps = up_a[:meet] + up_b[: on_b[up_a[meet].i]]
    toll = "toll" in (first.family, second.family)
    if any(_apart(step, toll, syntax) for step in steps):
        return False
    losses = [t.token for t, act in ((a, first), (b, second)) if act.family == "toll"]
    if len(losses) == 1 and _went_before(doc[losses[0]], steps):
        return False
    if "crowd" in (first.family, second.family) and first.family != second.family:
        upper = doc[a.token] if first.family == "crowd" else doc[b.token]
        if _topic(upper, steps, syntax):
            return False
    elif first.family == "crowd" and any(
        # "rallied to mourn protesters": those are another crowd
        s.lemma_.lower() in syntax.topics and s.pos_ == "VERB" and s.i not in (a.token, b.token)
        for s in steps
    ):
        return False
    if {first.family, second.family} == {"arrest", "crowd"} and any(
        s.dep_ in ("xcomp", "pcomp", "acl") for s in steps
    ):
        return False
    if not toll and any(s.dep_ == "advcl" and _mark_of(s) is not None for s in steps):
        return False
    if (
        not toll
        and first.family != second.family
        and any(s.dep_ in ("conj", "ccomp") for s in steps)
    ):
        return "territory" not in (first.family, second.family)
    clauses = sum(s.dep_ in ("conj", "ccomp", "relcl", "advcl", "parataxis") for s in steps)
    return clauses <= (3 if toll else 2)
