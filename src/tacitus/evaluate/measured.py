"""The figures of accuracy that ship with the package, as the run that measured them wrote them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from tacitus.evaluate.benchmark import Interval
from tacitus.evaluate.by_engine import Measured
from tacitus.evaluate.compare import Comparison, interval_of
from tacitus.evaluate.score import FIELDS, Tally
from tacitus.records import TacitusError

#: The file, beside this module.
FILE = "measured.json"


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rating(_Form):
    """A figure with its interval.

    Attributes:
        f1: harmonic mean of precision and recall, 0 to 1; of a field that holds one value, the
            share of pairs that agree.
        low, high: its 95 % interval, bootstrapped over reports; None for one report alone.
        right, coded, gold: how many hits, how many coded and how many in gold.
    """

    f1: float
    low: float | None
    high: float | None
    right: int
    coded: int
    gold: int


class SetFigures(_Form):
    """Figures of one engine on one set of gold reports.

    Attributes:
        set: "dev", "train" or "seed".
        engine: "rules", "model" or "both".
        reports: how many.
        events, slots: of events, and of all their filled fields.
        fields: of each field over paired events; fields that gold never fills are left out.
    """

    set: str
    engine: str
    reports: int
    events: Rating
    slots: Rating
    fields: dict[str, Rating]


class Figures(_Form):
    """All figures of one run.

    Attributes:
        measured: day, commit and machine in a sentence.
        engine: the default one, by which reports are coded where nothing else is said.
        model: name and hash of the learned reader.
        sets: figures by set and engine.
    """

    measured: str
    engine: str
    model: str
    sets: tuple[SetFigures, ...]

    def of(self, name: str, engine: str | None = None) -> SetFigures | None:
        """The figures on a set.

        Args:
            name: of the set.
            engine: the default one by default.
        """
        wanted = (name, engine or self.engine)
        return next((one for one in self.sets if (one.set, one.engine) == wanted), None)


def figures_of(
    engines: Mapping[str, Measured], *, measured: str, engine: str, model: str
) -> Figures:
    """The figures that ship, of measured engines.

    Args:
        engines: by name.
        measured: as ``machine.measured_with`` gives it.
        engine: the default one.
        model: version of the learned reader.
    """
    return Figures(
        measured=measured,
        engine=engine,
        model=model,
        sets=tuple(
            _set_figures(part, name, comparison)
            for name, found in engines.items()
            for part, comparison in found.quality.sets.items()
        ),
    )


def _set_figures(part: str, engine: str, comparison: Comparison) -> SetFigures:
    scores = comparison.reports
    fields = {name: [score.fields[name] for score in scores] for name in FIELDS}
    return SetFigures(
        set=part,
        engine=engine,
        reports=len(scores),
        events=_rating([score.events for score in scores]),
        slots=_rating([score.slots for score in scores]),
        fields={name: _rating(found) for name, found in fields.items() if any(map(_told, found))},
    )


def _told(tally: Tally) -> bool:
    return bool(tally.gold or tally.coded)


def _rating(tallies: Sequence[Tally]) -> Rating:
    whole = sum(tallies, Tally())
    spread: Interval | None = interval_of(tallies) if len(tallies) > 1 else None
    return Rating(
        f1=round(whole.f1, 4),
        low=None if spread is None else round(spread.low, 4),
        high=None if spread is None else round(spread.high, 4),
        right=whole.right,
        coded=whole.coded,
        gold=whole.gold,
    )


def write_figures(figures: Figures, path: Path) -> None:
    """Write figures down, to be shipped.

    Args:
        figures: of a run.
        path: of the file.
    """
    path.write_text(json.dumps(figures.model_dump(), indent=1) + "\n", encoding="utf-8")


@cache
def shipped_figures() -> Figures:
    """The figures that ship with this version.

    Raises:
        TacitusError: ``no-figures`` where the file is missing or is none.
    """
    file = files("tacitus.evaluate") / FILE
    try:
        return Figures.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise TacitusError(
            "no-figures",
            f"{file}: holds no figures of accuracy ({error}).",
            "Install Tacitus anew, or write them: `tacitus bench accuracy --figures FILE`.",
        ) from error
