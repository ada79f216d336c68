"""Which sentences go to the learned reader, and which mentions are events by the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.parties import in_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

# sentences around one that may tell of an event that are read along with it
_NEAR = 2


def worth_reading(reading: Reading) -> frozenset[int]:
    """Indexes of the sentences that go to the model.

    Those with a word that may tell of an event by the codebook, whatever the parse makes of it,
    and their neighbours; with any of them the first sentences, which say where and when. A report
    without such a word costs the model nothing.

    Args:
        reading: the report.
    """
    index = reading.index
    hot = [
        n
        for n, sentence in enumerate(reading.sentences)
        if any(
            word in known
            for token in sentence
            for word in (token.lemma_.lower(), token.lower_)
            for known in (index.verbs, index.nouns, index.adjectives)
        )
    ]
    near = {m for n in hot for m in range(n - _NEAR, n + _NEAR + 1)}
    return frozenset(near | set(range(_NEAR)) if hot else near)


def screen(mentions: Sequence[Mention], reading: Reading) -> list[Mention]:
    """The mentions that may make or add to an event, in order.

    Args:
        mentions: all of a report.
        reading: the report.
    """
    return [m for m in mentions if _says_something(m, reading)]


def _says_something(mention: Mention, reading: Reading) -> bool:
    """Weak acts alone need a participant with a figure or a place to be worth coding."""
    if any(not reading.book.acts[act].weak for act in mention.acts):
        return True
    if any(in_group(p, ["crowd"], reading.book) for p in mention.initiators):
        return True
    if any(reading.book.acts[act].family == "crowd" for act in mention.acts):
        token = reading.parsed.doc[mention.main.token]
        words = {t.lower_ for t in token.subtree if t.dep_ in ("prep", "advcl", "xcomp")}
        if words & reading.syntax.about or any(
            t.lemma_.lower() in reading.syntax.topics for t in token.subtree
        ):
            return True
    return bool(mention.tolls) or bool(mention.targets and mention.initiators)
