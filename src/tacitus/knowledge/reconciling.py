"""The knowledge by which claims of many reports are told to be of one event."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from pydantic import Field

from tacitus.knowledge.load import Entry, packaged, read_yaml


class Level(Entry):
    """One outcome of a comparison.

    Attributes:
        weight: log-odds, natural logarithm.
        says: the reason as printed.
    """

    weight: float
    says: str


class Times(Entry):
    """The part ``time`` of reconciling.yaml; its comments say what each number is for."""

    lead_days: int = Field(ge=0)
    narrow_days: int = Field(ge=1)
    reach_days: int = Field(ge=0)


class Places(Entry):
    """The part ``place``; kilometres."""

    point_km: float = Field(gt=0)
    small_km: float = Field(gt=0)
    town_km: float = Field(gt=0)
    near_km: float = Field(gt=0)
    far_km: float = Field(gt=0, le=27)
    alike: float = Field(ge=0, le=100)
    countrywide: frozenset[str]


class Words(Entry):
    """The part ``words``."""

    common: float = Field(gt=0)
    sought: int = Field(ge=0)


class Types(Entry):
    """The part ``types``: sub-event types of the codebook."""

    common: frozenset[str]
    confused: tuple[frozenset[str], ...]
    broad: tuple[frozenset[str], ...]


class Reconciling(Entry):
    """The file reconciling.yaml; its comments say what each part is for."""

    version: str
    prior: float
    link: float
    keep: float
    most: float = Field(gt=0)
    speakers: int = Field(ge=1)
    retold: float
    twice: float
    time: Times
    place: Places
    words: Words
    types: Types
    comparisons: dict[str, dict[str, Level]]

    def weight(self, comparison: str, level: str) -> float:
        """The weight of one outcome."""
        return self.comparisons[comparison][level].weight


class WordShares(Entry):
    """The file reconciling_words.yaml: of a thousand claims, how many hold a word (its stem).

    Attributes:
        least: words not listed are in at most so many.
        words: claims in a thousand, by stem.
    """

    least: float = Field(gt=0)
    words: dict[str, float]

    def share(self, stem: str) -> float:
        """How many of a thousand claims hold the stem."""
        return self.words.get(stem, self.least)

    def telling(self, stem: str) -> float:
        """How much sharing the stem tells: its inverse document frequency."""
        return math.log(1000 / self.share(stem))


@cache
def load_reconciling(path: Path | None = None) -> Reconciling:
    """The weights in ``path``, or the packaged ones.

    Raises:
        TacitusError: ``bad-knowledge``, as ``read_yaml``.
    """
    return read_yaml(path, Reconciling) if path else packaged("reconciling.yaml", Reconciling)


def load_word_shares() -> WordShares:
    """The packaged shares of words."""
    return packaged("reconciling_words.yaml", WordShares)
