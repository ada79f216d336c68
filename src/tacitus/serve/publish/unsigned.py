"""Events without the names and reasons of those who decided on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tacitus.records import Bond, Decision, Event, Figure

#: Stands for a reviewer's name and reason.
SOMEBODY = "a reviewer"


class Unsigned:
    """Takes the names and reasons of decisions out of what events say of themselves.

    Args:
        decisions: all that events may tell of.
    """

    def __init__(self, decisions: Sequence[Decision]) -> None:
        # as reconcile.edits and reconcile.cluster write them; longer ones may hold shorter ones
        told = {f"{one.author}: {one.why}": SOMEBODY for one in decisions} | {
            f"{one.author} rejected it: {one.why}": f"{SOMEBODY} rejected it" for one in decisions
        }
        self._told = sorted(told.items(), key=lambda item: (-len(item[0]), item[0]))

    def event(self, event: Event) -> Event:
        """The event without them."""
        support = replace(event.support, reasons=self._all(event.support.reasons))
        figures, bonds = self.figures(event.figures), self.bonds(event.bonds)
        return replace(event, figures=figures, support=support, bonds=bonds)

    def figures(self, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        """Figures without them."""
        return tuple(replace(one, how=self._words(one.how)) for one in figures)

    def bonds(self, bonds: Iterable[Bond]) -> tuple[Bond, ...]:
        """Bonds without them."""
        return tuple(replace(one, reasons=self._all(one.reasons)) for one in bonds)

    def _all(self, told: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._words, told))

    def _words(self, words: str) -> str:
        for signed, plain in self._told:
            words = words.replace(signed, plain)
        return words
