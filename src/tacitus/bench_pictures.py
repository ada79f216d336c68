"""Pictures of measured speed: stages and executors as bars, costs and memory as curves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.records import TacitusError
from tacitus.serve.plots.curves import Curve, curves
from tacitus.serve.plots.marks import FULL, HOLLOW, LINED, Bar
from tacitus.serve.plots.rows import Side, rows

if TYPE_CHECKING:
    from tacitus.evaluate.speed_executors import Executed
    from tacitus.evaluate.speed_lengths import Length
    from tacitus.evaluate.speed_numbers import Numbers
    from tacitus.evaluate.speed_stages import Stages
    from tacitus.serve.plots.svg import Drawing

_KINDS = (FULL, LINED, HOLLOW)
_MS = 1000


def stages_picture(found: Sequence[Stages]) -> Drawing:
    """Milliseconds a report by stage, a set of bars for each engine."""
    names = [stage for stage in found[0].seconds if any(one.seconds[stage] for one in found)]
    told = "Milliseconds of the processor a report, by stage and engine"
    sides = [
        Side(
            f"engine {one.engine}, ms a report",
            [_bar(stage, one.seconds[stage] / one.reports * _MS, "ms") for stage in names],
            [],
        )
        for one in found
    ]
    return rows("stages", told, names, sides)


def executors_picture(found: Sequence[Executed]) -> Drawing:
    """Reports a second and memory of a worker, by executor."""
    names = [f"{one.executor}, {one.jobs}" for one in found]
    rates = [
        _bar(name, one.rate, "reports a second") for name, one in zip(names, found, strict=True)
    ]
    held = [_bar(name, one.worker_mb, "MB") for name, one in zip(names, found, strict=True)]
    sides = [Side("reports a second", rates, []), Side("most MB of a worker", held, [])]
    return rows("executors", "Reports a second and memory of a worker, by executor", names, sides)


def _bar(name: str, value: float, unit: str) -> Bar:
    return Bar(((FULL, value),), f"{name}: {value:,.1f} {unit}")


def lengths_picture(found: Sequence[Length]) -> Drawing:
    """Seconds a report by its length."""
    lines = [
        Curve(f"engine {name}", [(one.words, one.seconds[name]) for one in found], kind)
        for name, kind in zip(found[0].seconds, _KINDS, strict=False)
    ]
    bare = Curve("bare spaCy", [(one.words, one.spacy) for one in found], HOLLOW)
    told = "Processor seconds of a report by its number of words"
    return curves("lengths", told, "words of a report", "seconds a report", [*lines, bare])


def lengths_memory(found: Sequence[Length]) -> Drawing:
    """Most memory by the length of a report."""
    points = [(one.words, one.peak_mb) for one in found if one.peak_mb is not None]
    told = "Most memory of coding one report by its number of words"
    line = Curve("most memory", points)
    return curves("lengths-memory", told, "words of a report", "MB", [line])


def numbers_picture(found: Sequence[Numbers]) -> Drawing:
    """Seconds by the number of reports."""
    lines = [
        Curve(one.mix, [(p.reports, p.seconds) for p in one.points], kind)
        for one, kind in zip(found, _KINDS, strict=False)
    ]
    first = found[0]
    bare = [(float(p.reports), p.spacy) for p in first.points]
    told = "Processor seconds by the number of reports"
    lines.append(Curve(f"bare spaCy, {first.mix}", bare, HOLLOW))
    return curves("numbers", told, "reports", "seconds", lines)


def numbers_memory(found: Sequence[Numbers]) -> Drawing:
    """Memory held by the number of reports."""
    lines = [
        Curve(one.mix, [(p.reports, p.held_mb) for p in one.points], kind)
        for one, kind in zip(found, _KINDS, strict=False)
    ]
    return curves("numbers-memory", "Memory held by the number of reports", "reports", "MB", lines)


def write_pictures(
    page: Path, made: Iterable[tuple[str, str, Callable[[], Drawing]]], measured: str
) -> list[tuple[str, str]]:
    """Write pictures beside a page, into its folder ``speed``.

    Args:
        page: what they are shown in.
        made: of each the name of its file, its title, and what draws it.
        measured: when, at which commit and on which machine, told below each.

    Returns:
        The name and title of each.

    Raises:
        TacitusError: ``cannot-write``.
    """
    folder = page.parent / "speed"
    written = []
    for name, title, draw in made:
        path = folder / f"{name}.svg"
        try:
            folder.mkdir(exist_ok=True)
            path.write_text(draw().file(title, [measured]), encoding="utf-8")
        except OSError as error:
            raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error
        written.append((name, title))
    return written
