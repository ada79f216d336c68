"""What kills without anybody's doing, as misfortunes.yaml lists it."""

from __future__ import annotations

from functools import cache

from tacitus.knowledge.load import Entry, packaged


class Accidents(Entry):
    """Nouns and verbs that tell of accidents."""

    nouns: frozenset[str]
    verbs: frozenset[str]


class Misfortunes(Entry):
    """See the comments in misfortunes.yaml for each list."""

    nature: frozenset[str]
    accidents: Accidents
    no_attacks: frozenset[str]
    causing: frozenset[str]
    unmeant: frozenset[str]


@cache
def load_misfortunes() -> Misfortunes:
    """The packaged word lists, read once per process."""
    return packaged("misfortunes.yaml", Misfortunes)
