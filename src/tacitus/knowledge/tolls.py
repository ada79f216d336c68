"""The schema of tolls.yaml: words by which losses are told."""

from __future__ import annotations

from functools import cache

from tacitus.knowledge.load import Entry, packaged


class TollWords(Entry):
    """See the comments in tolls.yaml for each list."""

    counted: frozenset[str]
    plural: frozenset[str]
    intransitive: frozenset[str]
    mixed: frozenset[str]
    struck: frozenset[str]
    toll_before: frozenset[str]
    nobody: frozenset[str]
    pronouns_one: frozenset[str]
    bodies: frozenset[str]
    individuals: frozenset[str]
    things: frozenset[str]
    parts: frozenset[str]
    said_before: tuple[str, ...]
    up_from: tuple[str, ...]
    own: frozenset[str]
    besides: frozenset[str]
    between: frozenset[str]


@cache
def toll_words() -> TollWords:
    """The packaged word lists, read once per process."""
    return packaged("tolls.yaml", TollWords)
