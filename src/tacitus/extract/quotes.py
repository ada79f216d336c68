"""Quotations: which tokens stand between quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENING = frozenset("“«„")
_CLOSING = frozenset("”»")
_EITHER = frozenset({'"', "''", "``"})
# Longer stretches come from a lost mark, not from a speech.
_LONGEST = 250
_MARKS = _OPENING | _CLOSING | _EITHER


def quotations(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Token ranges between quotation marks, marks included, in order.

    A quotation left open ends with its paragraph: speeches that run over several paragraphs open
    each anew and close the last alone.
    """
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for token in doc:
        text = token.text
        if opened is not None and "\n\n" in text:
            if token.i - opened <= _LONGEST:
                found.append((opened, token.i))
            opened = None
        elif text not in _MARKS:
            continue
        elif text in _OPENING or (text in _EITHER and opened is None):
            opened = token.i
        elif opened is not None:
            if 2 < token.i + 1 - opened <= _LONGEST:
                found.append((opened, token.i + 1))
            opened = None
    return tuple(found)
