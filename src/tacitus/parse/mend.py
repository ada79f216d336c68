"""Repairs of a report's characters, each with the stretch of the report it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from tacitus.parse.heading import heading_ends
from tacitus.parse.lines import Layout, separator
from tacitus.parse.misread import misread_names

LONGEST_WORD = 100
"""spaCy's tokenizer takes quadratic time in the length of a word; longer ones are broken."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the report and what the parser reads in its place.

    Attributes:
        start, end: offsets in the report; ``start < end``.
        text: what is read instead; may be empty.

    """

    start: int
    end: int
    text: str


_ODD = re.compile(
    r"""
      (?P<gap>   \s{2,} | [^\S ] )
    | (?P<drop>  [\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e]
                 | [\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]
      )
    | (?P<many>  (?P<one>[^\w\s]|_)(?P=one){5,} )
    | (?P<bytes> [\xc2-\xf4][\x80-\xff\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+ )
    | (?P<space> \xc2(?=[ ]|$) )
    | (?P<twice> (?<=\w)''(?=\w) )
    | (?P<tick>  [‘’‛`´] )
    | (?P<lost>  (?<=[a-z0-9)\]"”])[.!?](?=[A-Z][a-z]) | (?<=[a-z]),(?=[A-Za-z]) )
    | (?P<glued> (?:(?<=[12][0-9]{3})|(?<=[).”"]))-(?=[A-Z“"][A-Za-z]) )
    | (?P<entity> \\u0026(?:(?:amp;)+)? | &(?:\#[0-9]{1,6}|\#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8}); )
    """,
    re.VERBOSE,
)
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def edits(text: str, first: int, last: int, layout: Layout, title: str | None) -> Iterator[Edit]:
    """Repairs within ``text[first:last]``, in order and apart from one another.

    Args:
        text: the report's text.
        first: where a stretch of story starts.
        last: where it ends.
        layout: how the text is laid out.
        title: the report's headline, which may open the text without a full stop.

    Yields:
        Edits; what lies between them is read as it stands.

    """
    planned = [Edit(start, end, ".\n\n") for start, end in heading_ends(text, first, last, title)]
    if any(len(word) > LONGEST_WORD for word in text[first:last].split()):
        planned.extend(_broken_words(text, first, last))
    planned.extend(Edit(*found) for found in misread_names(text, first, last))
    planned.sort(key=lambda edit: edit.start)
    at = first
    coming = iter([*planned, Edit(last, last + 1, "")])
    upcoming = next(coming)
    for match in _ODD.finditer(text, first, last):
        while upcoming.start < match.end():
            if upcoming.start >= at:
                yield upcoming
                at = upcoming.end
            upcoming = next(coming)
        if match.start() < at:
            continue
        at = match.end()
        yield Edit(match.start(), match.end(), _mended(text, match, layout))
    while upcoming.start < last:
        if upcoming.start >= at:
            yield upcoming
            at = upcoming.end
        upcoming = next(coming)


def _mended(text: str, match: re.Match[str], layout: Layout) -> str:
    """What the parser reads instead of an oddity."""
    found = match.group()
    match match.lastgroup:
        case "gap":
            if "\n" in found:
                return separator(text, match.start(), match.end(), layout)
            return " "
        case "many":
            return found[:3]
        case "bytes":
            return _decoded(found)
        case "twice" | "tick":
            return "'"
        case "lost":
            return found + " "
        case "glued":
            return ".\n"
        case "entity":
            return _unescaped(found)
        case _:
            return ""


def _decoded(found: str) -> str:
    """Mojibake undone: UTF-8 that was read as a Windows code page."""
    # Loaded only for texts that have such characters: importing takes 30 ms.
    import ftfy

    mended = ftfy.fix_encoding(found)
    return mended.replace("’", "'").replace("‘", "'").replace("\xa0", " ")


def _unescaped(found: str) -> str:
    """An HTML entity, also one escaped several times over, as its character."""
    if found.startswith("\\u0026"):
        return "&"
    plain = unescape(found).replace("\xa0", " ")
    # Entities for control characters or halves of pairs would put back what is dropped.
    return plain if len(plain) == 1 and plain.isprintable() else found


def _broken_words(text: str, first: int, last: int) -> Iterator[Edit]:
    """A blank after every ``LONGEST_WORD`` characters of a longer word."""
    for match in _LONG.finditer(text, first, last):
        for at in range(match.start() + LONGEST_WORD, match.end(), LONGEST_WORD):
            last_char = text[at - 1] if text[at - 1].isprintable() else ""
            yield Edit(at - 1, at, last_char + " ")
