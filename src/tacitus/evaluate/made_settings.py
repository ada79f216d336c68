"""What made claims are made of: made_claims.yaml, whose comments say what each number is for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from tacitus.knowledge.load import Entry, read_yaml

Rate = Annotated[float, Field(ge=0, le=1)]


class MadeActor(Entry):
    """An actor: its mention, id in the registry and class."""

    mention: str
    actor: str | None
    kind: str

    @model_validator(mode="before")
    @classmethod
    def _row(cls, value: Any) -> Any:
        """The file holds rows of three."""
        if isinstance(value, list) and len(value) == 3:
            return dict(zip(("mention", "actor", "kind"), value, strict=True))
        return value


class MadeType(Entry):
    """A type of happening.

    Attributes:
        share: how often, against the others.
        confused: types it is taken for.
        by, to: groups of actors of its two sides.
        weapons: with what.
        says: how it is told, with {by}, {to} and {place}.
    """

    share: float = Field(gt=0)
    confused: tuple[str, ...] = Field(min_length=1)
    by: tuple[str, ...] = Field(min_length=1)
    to: tuple[str, ...] = Field(min_length=1)
    weapons: tuple[str, ...]
    says: tuple[str, ...] = Field(min_length=1)


class PlaceRates(Entry):
    """How places are told wrong or not at all."""

    missing: Rate
    near: Rate
    country: Rate
    respelled: Rate
    unknown: Rate


class ToldRates(Entry):
    """How often each field is told."""

    killed: Rate
    injured: Rate
    weapon: Rate
    initiators: Rate
    targets: Rate
    attribution: Rate
    detail: Rate


class Settings(Entry):
    """The file."""

    per_day: int = Field(ge=1)
    countries: frozenset[str]
    town_exponent: float
    size_exponent: float = Field(gt=0)
    most_told: int = Field(ge=1)
    copied: Rate
    background: Rate
    background_days: float = Field(gt=0)
    delay_days: float = Field(gt=0)
    per_report: int = Field(ge=1)
    place: PlaceRates
    day: dict[str, Rate]
    background_day: dict[str, Rate]
    told: ToldRates
    open_toll: Rate
    growth: Rate
    toll_error: Rate
    vague_actor: Rate
    hedged: Rate
    confused: Rate
    types: dict[str, MadeType]
    actors: dict[str, tuple[MadeActor, ...]]
    vague: dict[str, tuple[MadeActor, ...]]
    nobody: dict[str, str]
    outlets: tuple[str, ...]
    sources: tuple[str, ...]
    details: tuple[str, ...]
    syllables: tuple[str, ...]


@cache
def settings() -> Settings:
    """The packaged file."""
    return read_yaml(Path(str(files("tacitus.evaluate") / "made_claims.yaml")), Settings)
