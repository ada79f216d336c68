"""What a figure is: columns and rows, a sentence of what they show, and how to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tacitus.serve.views.bins import Unit
from tacitus.store.totals import Losses

Cell = str | int | float | None
Level = Literal["country", "admin1", "place"]
Role = Literal["any", "initiator", "target"]
#: How sums of ranges are to be read; stands with every figure of losses.
BOUNDS = (
    "Low, best and high are each summed over the events, by the store's rule. So the low is what"
    " all lowest accounts together come to and the high what all highest do: bounds, which the true"
    " number of these events hardly reaches, and no interval of confidence. Events that are"
    " themselves sums over many others are left out of them. Where accounts leave the highest"
    " figure open, the best is summed in its place and the sum is marked as open."
)
CLAIMS = "Counted is what reports claim, as Tacitus read it, not what is known to have happened."


@dataclass(frozen=True, slots=True)
class Options:
    """How a figure is cut, beside the filter.

    Attributes:
        unit: of time; by default the finest that gives few enough stretches.
        level: of areas; by default the first-order division where the filter asks for one country,
            and the country otherwise.
        role: part of the actors; by default any.
    """

    unit: Unit | None = None
    level: Level | None = None
    role: Role | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of its query string, what asks nothing left out."""
        given = (("unit", self.unit), ("level", self.level), ("role", self.role))
        return [(name, value) for name, value in given if value is not None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a figure.

    Attributes:
        name: as files and programs have it.
        label: as printed.
        kind: "text", "day" (ISO 8601), "count" or "share" (0 to 1).
    """

    name: str
    label: str
    kind: Literal["text", "day", "count", "share"] = "count"


@dataclass(frozen=True, slots=True)
class FigureData:
    """A figure.

    Attributes:
        name: in the catalogue.
        title: as printed, with the unit of time where it has one.
        says: what it shows, in a sentence or two.
        notes: what must be known to read it.
        columns: of the rows.
        rows: a cell for each column; None where a value is not known ("undated", "no place told").
        unit: of time, where it has one.
    """

    name: str
    title: str
    says: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: Unit | None = None


#: The columns of losses, and what fills them.
LOSS_COLUMNS = (
    Column("told", "events that tell it"),
    Column("low", "low"),
    Column("best", "best"),
    Column("high", "high"),
    Column("open", "of these with an open high"),
    Column("contested", "of these contested"),
    Column("contested_best", "best figures of the contested"),
    Column("greatest", "greatest best of one event"),
)


def loss_cells(losses: Losses) -> tuple[int, ...]:
    """The cells of ``LOSS_COLUMNS``."""
    return (
        losses.told,
        losses.low,
        losses.best,
        losses.high,
        losses.open,
        losses.contested,
        losses.contested_best,
        losses.greatest,
    )


def loss_words(losses: Losses) -> str:
    """Sums of losses as printed: "8", "3–5–9", "13–13–13 or more"."""
    if losses.low == losses.best == losses.high and not losses.open:
        return f"{losses.best:,}"
    more = " or more" if losses.open else ""
    return f"{losses.low:,}–{losses.best:,}–{losses.high:,}{more}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 event", "1,200 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def part_words(number: int, whole: int) -> str:
    """A part of a whole: "120 (12 %)"."""
    if not whole:
        return f"{number:,}"
    share = 100 * number / whole
    told = f"{share:.0f}" if share >= 1 or not number else "under 1"
    return f"{number:,} ({told} %)"
