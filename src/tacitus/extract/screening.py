"""Which event mentions are events in the sense of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.parties import in_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading


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
