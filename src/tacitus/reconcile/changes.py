"""What a later version of a report says otherwise: its paragraphs, word by word, and its claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from rapidfuzz.distance import Indel

from tacitus.reconcile.copies import SENTENCE_END
from tacitus.reconcile.shingles import words_of
from tacitus.records import Claim, Coded, Count, Grounded, Report, Span, Telling

# Share of words in common from which one paragraph is another, altered.
_ALTERED = 0.5
# characters up to which a line is one paragraph
_LONGEST = 800
_LINE = re.compile(r"[^\n]+")
# the paragraphs or sentences that lie between two offsets of a text
_Split = Callable[[str, int, int], Iterator[Span]]
_Words = Sequence[Sequence[str]]

#: Fields of claims that are compared, in the order in which changes are told.
FIELDS = (
    "type",
    "killed",
    "injured",
    "captured",
    "place",
    "start",
    "end",
    "factuality",
    "initiators",
    "targets",
    "weapon",
    "attribution",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that two versions of a paragraph have both, or one of them.

    Attributes:
        kind: "kept", "removed" or "added".
        text: the words.
    """

    kind: Literal["kept", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A paragraph that one of two versions has otherwise; a sentence where there are none.

    Attributes:
        kind: "added", "removed", "altered" or "moved".
        before: where it stands in the earlier report's text; None where it is added.
        after: where it stands in the later report's text; None where it is removed.
        words: of one that is altered, its words as they were and are, in order.
    """

    kind: Literal["added", "removed", "altered", "moved"]
    before: Span | None
    after: Span | None
    words: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a claim that is told otherwise.

    Attributes:
        field: one of ``FIELDS``.
        before, after: its values; None where nothing is told, a list for parties and sources.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that one of two versions has otherwise.

    Attributes:
        kind: "added", "removed" or "altered".
        before: key of the earlier report's claim; None where it is added.
        after: key of the later report's claim; None where it is removed.
        fields: of one that is altered, what is told otherwise.
    """

    kind: Literal["added", "removed", "altered"]
    before: str | None
    after: str | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a later version of a report says otherwise.

    Attributes:
        parts: paragraphs, in order of the later report; removed ones where they stood.
        claims: claims, altered ones first.
    """

    parts: tuple[PartChange, ...]
    claims: tuple[ClaimChange, ...]


def changes(earlier: Coded, later: Coded, events: Mapping[str, str] | None = None) -> Changes:
    """What a later version of a report says otherwise.

    Args:
        earlier: the report as it was.
        later: as it is.
        events: the event of each claim, by the claim's key: claims of one event are taken for one
            another. Without it only claims that stand in the same words are.
    """
    return Changes(
        part_changes(earlier.report, later.report), claim_changes(earlier, later, events or {})
    )


# Paragraphs


def part_changes(earlier: Report, later: Report) -> tuple[PartChange, ...]:
    """The paragraphs that two versions have otherwise; the sentences where one has no paragraphs.

    What is cut from a report as no story is not compared.

    Args:
        earlier: the report as it was.
        later: as it is.
    """
    by_line = all(len(list(_parts(report, _lines))) > 1 for report in (earlier, later))
    split: _Split = _lines if by_line else _sentences
    old, new = list(_parts(earlier, split)), list(_parts(later, split))
    before = [words_of(part.quote(earlier.text)) for part in old]
    after = [words_of(part.quote(later.text)) for part in new]
    kept = _in_place(before, after)
    pairs = _pairs(before, after, kept)
    found: list[tuple[float, PartChange]] = []
    for a, b in pairs.items():
        if kept.get(a) == b:
            continue
        if before[a] == after[b]:
            found.append((b, PartChange("moved", old[a], new[b])))
        else:
            words = word_changes(old[a].quote(earlier.text), new[b].quote(later.text))
            found.append((b, PartChange("altered", old[a], new[b], words)))
    taken = set(pairs.values())
    found += [(b, PartChange("added", None, new[b])) for b in range(len(new)) if b not in taken]
    for a in range(len(old)):
        if a not in pairs:
            # after what stood before it
            place = max((pairs[p] for p in range(a) if p in pairs), default=-1) + 0.5
            found.append((place, PartChange("removed", old[a], None)))
    return tuple(change for _, change in sorted(found, key=lambda one: one[0]))


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The words of two texts in order: those of both, those of the one, those of the other."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("kept", " ".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", " ".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", " ".join(new[c:d])))
    return tuple(pieces)


def _in_place(before: _Words, after: _Words) -> dict[int, int]:
    """Paragraphs that are the same, in the same order: the later one by the earlier one."""
    old, new = [" ".join(words) for words in before], [" ".join(words) for words in after]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _pairs(before: _Words, after: _Words, kept: Mapping[int, int]) -> dict[int, int]:
    """Which paragraph of the later version each of the earlier one is, the likest first."""
    found = dict(kept)
    taken = set(found.values())
    rest = [a for a in range(len(before)) if a not in found]
    free = [b for b in range(len(after)) if b not in taken]
    likely = [
        (likeness, a, b)
        for a in rest
        for b in free
        if (likeness := Indel.normalized_similarity(before[a], after[b])) >= _ALTERED
    ]
    for _, a, b in sorted(likely, key=lambda one: (-one[0], abs(one[1] - one[2]), one[1], one[2])):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


def _parts(report: Report, split: _Split) -> Iterator[Span]:
    """Stretches of a report's story that hold words."""
    at = 0
    cuts = sorted(cut.span for cut in report.cuts)
    for start, end in [*((cut.start, cut.end) for cut in cuts), (len(report.text),) * 2]:
        for part in split(report.text, at, start):
            if words_of(part.quote(report.text)):
                yield part
        at = max(at, end)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Paragraphs; the sentences of one that is too long for a change in it to be seen."""
    for found in _LINE.finditer(text, start, max(start, end)):
        if found.end() - found.start() > _LONGEST:
            yield from _sentences(text, *found.span())
        else:
            yield Span(*found.span())


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in SENTENCE_END.finditer(text, start, max(start, end)):
        yield Span(at, found.end())
        at = found.end()
    if at < end:
        yield Span(at, end)


# Claims


def claim_changes(
    earlier: Coded, later: Coded, events: Mapping[str, str]
) -> tuple[ClaimChange, ...]:
    """The claims that two versions have otherwise.

    Args:
        earlier: the report as it was.
        later: as it is.
        events: as for ``changes``.
    """
    old = [Telling(earlier.report, claim) for claim in earlier.claims]
    new = [Telling(later.report, claim) for claim in later.claims]
    scored = sorted(
        (
            (-likeness, i, j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
            if (likeness := _claim_likeness(a, b, events)) is not None
        ),
    )
    pairs: dict[int, int] = {}
    for _, i, j in scored:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    found = []
    for i, j in sorted(pairs.items()):
        told = _field_changes(old[i].claim, new[j].claim)
        if told:
            found.append(ClaimChange("altered", old[i].key, new[j].key, told))
    found += [ClaimChange("removed", a.key, None) for i, a in enumerate(old) if i not in pairs]
    taken = set(pairs.values())
    found += [ClaimChange("added", None, b.key) for j, b in enumerate(new) if j not in taken]
    return tuple(found)


def _claim_likeness(a: Telling, b: Telling, events: Mapping[str, str]) -> float | None:
    """How likely two claims are one; None where nothing says that they are.

    Claims of one event are, or such as no event is known of that are told in nearly the same words.
    """
    one, other = events.get(a.key), events.get(b.key)
    told = Indel.normalized_similarity(_evidence(a), _evidence(b))
    same = one is not None and one == other
    if not same and (told < _ALTERED or a.claim.type.value != b.claim.type.value):
        return None
    return told + same + (a.claim.type.value == b.claim.type.value)


def _evidence(telling: Telling) -> list[str]:
    return words_of(" ".join(span.quote(telling.report.text) for span in telling.claim.evidence))


def _field_changes(before: Claim, after: Claim) -> tuple[FieldChange, ...]:
    pairs = ((name, _value(before, name), _value(after, name)) for name in FIELDS)
    return tuple(FieldChange(name, a, b) for name, a, b in pairs if a != b)


def _value(claim: Claim, name: str) -> Any:
    """A field's value as plain values; mentions without regard to their order."""
    told = getattr(claim, name)
    if isinstance(told, tuple):
        return sorted({value.value for value in told})
    if not isinstance(told, Grounded):
        return None
    value = told.value
    return value.words if isinstance(value, Count) else value
