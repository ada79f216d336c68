"""In which order events wait for a reviewer: the formula of review_queue.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from tacitus.knowledge.load import Entry, packaged_path, read_yaml


class Below(Entry):
    """Points for a likelihood below a bound.

    Attributes:
        below: the bound.
        points: of doubt.
    """

    below: float = Field(gt=0, le=1)
    points: float = Field(gt=0)


class From(Entry):
    """A factor from a number on.

    Attributes:
        start: the number; ``from`` in the file.
        factor: what the doubt is multiplied with.
    """

    start: int = Field(ge=1, alias="from")
    factor: float = Field(ge=1)


class QueueRules(Entry):
    """The whole file; its comments say what each part is for."""

    base: float = Field(gt=0)
    contested: dict[str, float]
    grade: dict[str, float]
    factuality: dict[str, float]
    open_toll: float = Field(ge=0)
    bond: tuple[Below, ...]
    reading: tuple[Below, ...]
    killed: tuple[From, ...]
    reports: tuple[From, ...]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for name in ("bond", "reading"):
            bounds = [step.below for step in getattr(self, name)]
            if bounds != sorted(set(bounds)):
                raise ValueError(f"the bounds of {name} do not rise")
        for name in ("killed", "reports"):
            bounds = [step.start for step in getattr(self, name)]
            if bounds != sorted(set(bounds)):
                raise ValueError(f"the numbers of {name} do not rise")
        return self


@cache
def load_queue_rules(path: Path | None = None) -> QueueRules:
    """The order of the queue.

    Args:
        path: a file of one's own; the packaged one where None.

    Raises:
        TacitusError: ``bad-knowledge``.
    """
    return read_yaml(path or packaged_path("review_queue.yaml"), QueueRules)
