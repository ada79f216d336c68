"""Words that a model or a coder gives, looked for in the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tacitus.records import Report, Span

# Typographic marks are often given as plain ones; each is one character, so that offsets stay true.
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": "-"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in small letters with every run of white space made one space.

    Attributes:
        text: the folded text.
        at: for each of its characters, the offset of the one behind it; one more for the end.
    """

    text: str
    at: tuple[int, ...]


def fold(text: str, start: int = 0) -> Folded:
    """Fold a text for comparison.

    Args:
        text: the text.
        start: offset of its first character.
    """
    chars: list[str] = []
    at: list[int] = []
    for offset, char in enumerate(text.translate(_PLAIN), start):
        if char.isspace():
            if chars and chars[-1] == " ":
                continue
            char = " "
        # a few letters have a small form of two characters, both of which stand for the one
        for small in char.lower():
            chars.append(small)
            at.append(offset)
    return Folded("".join(chars), (*at, start + len(text)))


class Ground:
    """One stretch of a report, in which words can be found.

    Args:
        report: the report.
        part: the stretch to look in.
    """

    def __init__(self, report: Report, part: Span) -> None:
        self.text = report.text
        self._folded = fold(part.quote(report.text), part.start)
        self._cuts = [cut.span for cut in report.cuts]

    def find(self, words: str, near: Iterable[Span] = ()) -> Span | None:
        """Where words stand, whatever their case and white space.

        Args:
            words: as they are given.
            near: where they should stand if they stand there too.

        Returns:
            The place among ``near``, else the one closest to the first of them, else the first;
            None when they are not in the story of the stretch. Parts of words do not count.
        """
        found = list(self._all(words))
        if not found:
            return None
        close = list(near)
        inside = next((span for span in found if any(n.covers(span) for n in close)), None)
        if inside is not None:
            return inside
        if not close:
            return found[0]
        return min(found, key=lambda span: abs(span.start - close[0].start))

    def _all(self, words: str) -> Iterable[Span]:
        wanted = fold(words).text.strip()
        if not any(char.isalnum() for char in wanted):
            return
        folded, at = self._folded.text, self._folded.text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not _inside_word(folded, at) and not _inside_word(folded, end):
                last = self._folded.at[end - 1]
                span = Span(self._folded.at[at], last + 1)
                if not any(cut.overlaps(span) for cut in self._cuts):
                    yield span
            at = folded.find(wanted, at + 1)


def _inside_word(text: str, at: int) -> bool:
    """Whether a word runs across a place in a text."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
