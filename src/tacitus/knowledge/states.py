"""How states and their organs are named by reports and by other data sets."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from tacitus.knowledge.load import Entry, packaged


class Regimes(Entry):
    """What ACLED calls a state's forces: its name for the state and the years of each regime."""

    name: str
    regimes: list[Annotated[str, Field(pattern=r"^\d{4}-(\d{4})?$")]]


class Country(Entry):
    """How reports and data sets name a state; the head of countries.yaml says what stands where."""

    names: list[str] = Field(default_factory=list)
    adjectives: list[str] = Field(default_factory=list)
    seats: list[str] = Field(default_factory=list)
    governments: list[str] = Field(default_factory=list)
    forces: dict[str, list[str]] = Field(default_factory=dict)
    abroad: list[str] = Field(default_factory=list)
    ucdp: int | None = Field(default=None, ge=1)
    acled: Regimes | None = None


class Branch(Entry):
    """An organ that every state has: the words for it after the country's adjective or name.

    Attributes:
        label: what it is called.
        kind: class from actor_classes.yaml.
        words: nouns for it.
        acled: what ACLED calls it before "of" and the state's name; None where it does not.
    """

    label: str
    kind: str
    words: list[str]
    acled: str | None = None


class Countries(Entry):
    """The file countries.yaml."""

    branches: dict[str, Branch]
    countries: dict[str, Country]


@cache
def load_countries() -> Countries:
    """How reports name states and their organs."""
    return packaged("countries.yaml", Countries)


def state_reach(states: Countries) -> dict[str, frozenset[str]]:
    """Countries in which the organs of states act that fought abroad, by the organ's id.

    Args:
        states: how they are named.
    """
    return {
        f"state:{code}:{branch}": frozenset([code, *country.abroad])
        for code, country in states.countries.items()
        if country.abroad
        for branch in states.branches
    }
