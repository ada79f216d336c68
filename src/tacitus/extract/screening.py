"""Which event mentions are events in the sense of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

# told only as a purpose, a condition or a general truth: nothing that happened or is announced
_NO_EVENT = frozenset({"purpose", "conditional", "generic", "question", "past_role"})


def screen(mentions: Sequence[Mention], reading: Reading) -> list[Mention]:
    """The mentions that may make or add to an event, in order.

    Args:
        mentions: all of a report.
        reading: the report.
    """
    return [m for m in mentions if m.status not in _NO_EVENT and _says_something(m, reading)]


def _says_something(mention: Mention, reading: Reading) -> bool:
    """Weak acts alone need a participant with a figure or a place to be worth coding."""
    if any(not reading.book.acts[act].weak for act in mention.acts):
        return True
    return bool(mention.tolls) or bool(mention.targets and mention.initiators)
