"""A report coded again: which of its new claims is which of the old ones.

A reviewer's decisions and the ids of events hang on keys of claims. Numbers of claims shift when a
later version finds one more; a claim keeps its id for as long as its evidence overlaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

from tacitus.export.jsonform import Json

# Of the shorter of two claims' evidence, the part that both must share to be of one claim.
_SHARED = 0.5
# Of two texts under one id, the part of the words that both must share to be of one report.
_SAME_REPORT = 0.5
# What overlap counts for, against the fields that agree.
_OVERLAP = 2.0
_COMPARED = ("type", "place", "start", "end", "killed", "initiators", "targets")


def word_places(text: str) -> tuple[list[str], list[int]]:
    """The words of a text and for each of its characters how many words end before it."""
    words: list[str] = []
    counts: list[int] = []
    start, inside = 0, False
    for at, char in enumerate(text):
        counts.append(len(words))
        if char.isspace():
            if inside:
                words.append(text[start:at])
            inside = False
        elif not inside:
            start, inside = at, True
    if inside:
        words.append(text[start:])
    return words, counts


def likeness(old: str, new: str) -> float:
    """How much of two texts' words, in order, is the same, from 0 to 1."""
    return Levenshtein.normalized_similarity(old.split(), new.split())


def same_report(old: str, new: str) -> bool:
    """Whether two texts under one id are of one report that was revised."""
    return old == new or likeness(old, new) >= _SAME_REPORT


class Ground:
    """Where claims' evidence lies, counted in words of the new text.

    Args:
        old: the text that the old claims were read from.
        new: the text that the new claims were read from.
    """

    def __init__(self, old: str, new: str) -> None:
        words, self._new = word_places(new)
        self._old, self._moved = self._new, {at: at for at in range(len(words))}
        if old != new:
            before, self._old = word_places(old)
            self._moved = {
                step.src_start + n: step.dest_start + n
                for step in Levenshtein.opcodes(before, words)
                if step.tag == "equal"
                for n in range(step.src_end - step.src_start)
            }

    def of_old(self, claim: Json) -> frozenset[int]:
        """The words of an old claim's evidence, as far as the new text has them."""
        return frozenset(self._moved[at] for at in _words(claim, self._old) if at in self._moved)

    def of_new(self, claim: Json) -> frozenset[int]:
        """The words of a new claim's evidence."""
        return frozenset(_words(claim, self._new))


def _words(claim: Json, counts: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start, end in claim["spans"]["evidence"]:
        held = counts[start:end]
        if held:
            found.update(range(held[0], held[-1] + 1))
    return found


def matched(old: Sequence[Json], new: Sequence[Json], ground: Ground) -> dict[str, str]:
    """For ids of new claims, the ids of the old claims that they are.

    Pairs that overlap most, and then agree most, are taken first; each claim is in one at the most.

    Args:
        old: forms of the earlier claims; of two that fit alike, the earlier in the list is taken.
        new: forms of the later claims.
        ground: where their evidence lies.
    """
    befores = [(claim, ground.of_old(claim)) for claim in old]
    pairs: list[tuple[float, int, int]] = []
    for at, claim in enumerate(new):
        words = ground.of_new(claim)
        for rank, (before, known) in enumerate(befores):
            shared = len(words & known)
            if shared and shared >= _SHARED * min(len(words), len(known)):
                overlap = shared / len(words | known)
                pairs.append((_OVERLAP * overlap + _agreement(before, claim), rank, at))
    found: dict[str, str] = {}
    taken: set[int] = set()
    for _, rank, at in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        if rank not in taken and new[at]["id"] not in found:
            taken.add(rank)
            found[new[at]["id"]] = old[rank]["id"]
    return found


def _agreement(a: Json, b: Json) -> float:
    told = [(a[name], b[name]) for name in _COMPARED if a[name] or b[name]]
    return sum(one == other for one, other in told) / len(told) if told else 0.0


def new_ids(claims: Iterable[Json], kept: Mapping[str, str], used: Iterable[str]) -> dict[str, str]:
    """An id for each new claim: that of the old claim that it is, or one never used before.

    Args:
        claims: forms of the new claims.
        kept: what ``matched`` gave.
        used: every id that a claim of the report ever had.
    """
    given: dict[str, str] = {}
    taken = {*used, *kept.values()}
    number = 0
    for claim in claims:
        own: Any = claim["id"]
        if own in kept:
            given[own] = kept[own]
            continue
        while own in taken:
            number += 1
            own = f"e{number}"
        taken.add(own)
        given[claim["id"]] = own
    return given
