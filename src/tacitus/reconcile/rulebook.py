"""The schemas of support.yaml and figure_rules.yaml."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import Field

from tacitus.knowledge.load import Entry, packaged
from tacitus.records import TacitusError

Pairs = tuple[tuple[str, str], ...]


class CopyRules(Entry):
    """From which likeness on texts are copies; see support.yaml."""

    shared: float = Field(gt=0, le=1)
    marks: float = Field(ge=0, le=1)
    opening: float = Field(ge=0, le=1)
    opening_words: int = Field(ge=5)
    update_days: int = Field(ge=0)
    page: float = Field(gt=0, le=1)
    senders: tuple[str, ...]
    passage: float = Field(gt=0, le=1)
    passage_words: int = Field(ge=5)


class Tolerance(Entry):
    """Up to what two values differ in precision only; see support.yaml."""

    place_km: float = Field(ge=0)
    days: int = Field(ge=0)
    ratio: float = Field(ge=1)
    persons: int = Field(ge=0)


class SupportBook(Entry):
    """The file support.yaml; its comments say what each entry is for."""

    copies: CopyRules
    one_voice: frozenset[str]
    nobody: frozenset[str]
    speaks_for: frozenset[str]
    partial: frozenset[str]
    partial_if_involved: frozenset[str]
    credible: frozenset[str]
    tolerance: Tolerance
    coarse_places: frozenset[int]
    anybody: frozenset[str]
    alike: tuple[frozenset[str], ...]
    civil: frozenset[str]
    military: frozenset[str]
    mutual: frozenset[str]
    exclusive: Pairs
    exclusive_by_party: Pairs
    date_weight: dict[str, float]
    retold_days: int = Field(ge=0)


class FigureRule(Entry):
    """One rule of figure_rules.yaml."""

    what: str
    sources: Literal["reliable", "all"]
    best: Literal["lowest", "mode", "sum"]
    low: Literal["least", "best"]
    high: Literal["most", "best"]
    words: dict[str, int] = Field(default_factory=dict)


class FigureBook(Entry):
    """The file figure_rules.yaml; its comments say what each entry is for."""

    rules: dict[str, FigureRule]
    provisional_days: int = Field(ge=0)
    overtaken_by: int = Field(ge=1)
    correction_share: float = Field(ge=0, le=1)
    proportion: float = Field(ge=1)
    proportion_from: int = Field(ge=2)


@cache
def support_book() -> SupportBook:
    """The packaged rules of support, read once per process."""
    return packaged("support.yaml", SupportBook)


@cache
def figure_book() -> FigureBook:
    """The packaged rules of figures, read once per process."""
    return packaged("figure_rules.yaml", FigureBook)


def figure_rule(name: str) -> FigureRule:
    """The rule of that name.

    Args:
        name: a key of ``rules`` in figure_rules.yaml ("acled-lowest", "ucdp", "range").

    Raises:
        TacitusError: ``unknown-figure-rule`` where there is none.
    """
    rules = figure_book().rules
    if name not in rules:
        raise TacitusError(
            "unknown-figure-rule",
            f"figure_rules.yaml has no rule {name!r}.",
            f"Use one of {', '.join(sorted(rules))}.",
        )
    return rules[name]
