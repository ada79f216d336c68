"""How reports say how far one place lies from another: the words of ``place_offsets.yaml``."""

from __future__ import annotations

from tacitus.knowledge.load import Entry, packaged


class OffsetWords(Entry):
    """Schema of ``place_offsets.yaml``; its comments say what each list is for."""

    units: dict[str, float]
    bearings: dict[str, float]
    leads: frozenset[str]
    filled: frozenset[str]
    near: frozenset[str]
    close: frozenset[str]


def offset_words() -> OffsetWords:
    """The packaged words, read once per process."""
    return packaged("place_offsets.yaml", OffsetWords)
