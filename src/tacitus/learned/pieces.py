"""A parsed report as the model's word pieces, with the way back to characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from tacitus.parse.document import Parsed


class Pieces:
    """Word pieces of what the parser reads.

    Args:
        parsed: the report.
        tokenizer: the model's.
        kept: indexes of the sentences to take, or None for all.

    Attributes:
        ids: number of each piece; the encoder's two marks are not among them.
        offsets: for each piece first and last character (exclusive) in the view's text.
        sentences: for each piece the number of its sentence.
        view: the view.
    """

    def __init__(
        self, parsed: Parsed, tokenizer: Tokenizer, kept: frozenset[int] | None = None
    ) -> None:
        self.view = parsed.view
        encoding = tokenizer.encode(self.view.text, add_special_tokens=False)
        # each asking for them makes a list of them all
        ids, offsets = encoding.ids, encoding.offsets
        begins = [s.start_char for s in parsed.doc.sents]
        numbers = [max(0, bisect_right(begins, a) - 1) for a, _ in offsets]
        taken = [n for n, s in enumerate(numbers) if kept is None or s in kept]
        self.ids = np.array([ids[n] for n in taken], dtype=np.int64)
        self.offsets: list[tuple[int, int]] = [offsets[n] for n in taken]
        self.sentences = np.array([numbers[n] for n in taken], dtype=np.int64)
        self._starts = [a for a, _ in self.offsets]

    def of_view(self, start: int, end: int) -> list[int]:
        """Pieces behind the view's characters from `start` to `end`."""
        first = bisect_left(self._starts, end)
        out = []
        for n in range(first - 1, -1, -1):
            if self.offsets[n][1] <= start:
                break
            out.append(n)
        return out[::-1]
