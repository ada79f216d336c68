"""Mentions of one event put together over the sentences of a report, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tacitus.extract.aggregates import conflict_totals
from tacitus.extract.likeness import Likeness, named
from tacitus.extract.mentions import Mention
from tacitus.knowledge.load import Entry, packaged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tacitus.extract.reading import Reading


class Joining(Entry):
    """The schema of joining.yaml."""

    threshold: float
    least: float
    weights: dict[str, float]


@cache
def load_joining() -> Joining:
    """The packaged weights."""
    return packaged("joining.yaml", Joining)


# sentences after which the same act by somebody else is another event
_NEAR = 3
# likenesses that by themselves can show two tellings to be of one event
_ANCHORS = (
    "same_act",
    "same_place",
    "same_day",
    "same_toll",
    "same_party",
    "pointing",
    "loss_alone",
    "headline",
    "crowd_met",
)


@dataclass(slots=True)
class Draft:
    """An event in the making.

    Attributes:
        mentions: in the order of the report.
        why: what spoke for each mention after the first.
    """

    mentions: list[Mention]
    why: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last sentence that tells of it."""
        return max(m.sentence for m in self.mentions)


def join(mentions: Sequence[Mention], reading: Reading) -> list[Draft]:
    """Events of a report.

    A mention joins the likest event if the two share something that can be named; otherwise it
    opens an event of its own if it tells enough to be one, and is left out if it does not.

    Args:
        mentions: in the order of the report.
        reading: the report.
    """
    rules, drafts, likeness = load_joining(), list[Draft](), Likeness(reading)
    sums = {total.verb for total in conflict_totals(reading)}
    for mention in mentions:
        best: tuple[float, Draft, list[str]] | None = None
        for draft in drafts:
            # clauses of one sentence that were not put together tell of several happenings
            if any(m.sentence == mention.sentence for m in draft.mentions):
                continue
            # the dead of a whole war are not those of an event
            if _sums(mention, sums) != any(_sums(m, sums) for m in draft.mentions):
                continue
            # an answer is not what it answers, which is told right before it
            if (
                mention.reply
                and mention.sentence - draft.last <= 1
                and not any(m.reply for m in draft.mentions)
            ):
                continue
            found = likeness.features(mention, draft, drafts)
            if found is None:
                continue
            score = sum(rules.weights[name] * times for name, times in found.items())
            reasons = [name.replace("_", " ") for name in _ANCHORS if name in found]
            far = mention.sentence - draft.last > _NEAR
            if far and "other_party" in found and reasons == ["same act"]:
                continue  # others did the like: no telling of the same event
            if reasons and (best is None or score > best[0]):
                best = (score, draft, reasons)
        if best is not None and best[0] >= rules.threshold:
            best[1].mentions.append(mention)
            best[1].why.append(f"sentence {mention.sentence + 1}: " + ", ".join(best[2]))
        elif _told(mention, reading) >= rules.least:
            drafts.append(Draft([mention]))
    return drafts


def _sums(mention: Mention, sums: Collection[int]) -> bool:
    return any(i in sums for t in mention.triggers for i in (t.token, *t.others))


def _told(mention: Mention, reading: Reading) -> float:
    """How much a mention tells beside that something happened: a point for each part."""
    told = (
        bool(mention.places)
        + bool(mention.time is not None and mention.time.first)
        + bool(any(t.how is None for t in mention.tolls))
        + (1.0 if named(mention.initiators) else 0.5 * bool(mention.initiators))
        + (1.0 if named(mention.targets) else 0.5 * bool(mention.targets))
        + 0.5 * (mention.main.form == "verb")
    )
    token = reading.parsed.doc[mention.main.token]
    if token.dep_ == "dobj" and token.head.lemma_.lower() in reading.syntax.opinions:
        return told - 1.0  # the place and day may be those of the opinion
    return told
