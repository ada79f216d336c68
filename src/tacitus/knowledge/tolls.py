"""The schema of tolls.yaml: words by which losses are told."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import BeforeValidator

from tacitus.knowledge.load import Entry, packaged


def _spaced(phrases: list[str]) -> tuple[str, ...]:
    """Phrases between blanks, as they are looked for among words."""
    return tuple(f" {phrase} " for phrase in phrases)


Phrases = Annotated[tuple[str, ...], BeforeValidator(_spaced)]


class TollWords(Entry):
    """See the comments in tolls.yaml for each list."""

    counted: frozenset[str]
    plural: frozenset[str]
    intransitive: frozenset[str]
    own_losses: frozenset[str]
    mixed: frozenset[str]
    struck: frozenset[str]
    toll_before: frozenset[str]
    nobody: frozenset[str]
    pronouns_one: frozenset[str]
    bodies: frozenset[str]
    counted_bodies: frozenset[str]
    individuals: frozenset[str]
    things: frozenset[str]
    parts: frozenset[str]
    said_before: Phrases
    up_from: Phrases
    among_them: Phrases
    own: frozenset[str]
    besides: frozenset[str]
    further: frozenset[str]
    between: frozenset[str]


@cache
def toll_words() -> TollWords:
    """The packaged word lists, read once per process."""
    return packaged("tolls.yaml", TollWords)
