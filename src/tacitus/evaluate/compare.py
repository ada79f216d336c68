"""Two files of coded reports, one of them gold, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.evaluate.benchmark import Interval, draws, percentiles
from tacitus.evaluate.score import Event, Figures, ReportScore, Tally, score_reports, total
from tacitus.export.jsonread import read_forms
from tacitus.knowledge.codebook import load_codebook
from tacitus.records import TacitusError

_LISTS = ("initiators", "targets", "evidence")
_TEXTS = ("type", "factuality")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores of coded reports against gold.

    Attributes:
        reports: figures of each gold report, in gold's order.
        sources: outlet of each report by its id; "unknown" where neither file tells.
    """

    reports: tuple[ReportScore, ...]
    sources: Mapping[str, str]

    @property
    def overall(self) -> Figures:
        """Figures over all reports."""
        return total(self.reports)

    @property
    def by_source(self) -> dict[str, Figures]:
        """Figures of each outlet, by its name."""
        names = sorted(set(self.sources.values()))
        return {name: total(self.of_source(name)) for name in names}

    def of_source(self, name: str) -> tuple[ReportScore, ...]:
        """The scores of an outlet's reports."""
        return tuple(score for score in self.reports if self.sources[score.id] == name)


def parents() -> dict[str, str]:
    """The event type of each sub-event type of the packaged codebook."""
    return {
        name: event_type
        for event_type, members in load_codebook().event_types.items()
        for name in members
    }


def compare_files(gold: Path, coded: Path) -> Comparison:
    """Compare a file of coded reports with a gold one.

    Raises:
        TacitusError: ``no-claims-file`` or ``bad-claims`` when a file cannot be read or lacks
            fields of the codebook, ``duplicate-report`` when it holds an id twice.
    """
    return compare_forms(_by_id(gold), _by_id(coded))


def compare_forms(
    gold: Mapping[str, Mapping[str, Any]], coded: Mapping[str, Mapping[str, Any]]
) -> Comparison:
    """Compare coded reports with gold ones, both as JSON objects by id."""
    scores = score_reports(
        {report: form["events"] for report, form in gold.items()},
        {report: form["events"] for report, form in coded.items()},
        parents(),
    )
    sources = {
        report: coded.get(report, {}).get("source") or form.get("source") or "unknown"
        for report, form in gold.items()
    }
    return Comparison(tuple(scores), sources)


def interval(scores: Sequence[ReportScore], figure: str) -> Interval:
    """The 95 % interval of a figure over reports drawn with replacement, with a fixed seed.

    Args:
        scores: figures of reports.
        figure: "events" or "slots"; its F1 is taken.
    """
    return interval_of([getattr(score, figure) for score in scores])


def interval_of(tallies: Sequence[Tally]) -> Interval:
    """The 95 % interval of an F1 over reports drawn with replacement, with a fixed seed.

    Args:
        tallies: of each report; one at least.
    """
    counted = [(tally.right, tally.coded, tally.gold) for tally in tallies]
    return percentiles([_f1(sample) for sample in draws(counted)])


def spread_of(scores: Sequence[ReportScore], figure: str) -> Interval | None:
    """The same, or None where one report alone gives no spread."""
    return interval(scores, figure) if len(scores) > 1 else None


def _f1(tallies: Iterable[tuple[int, int, int]]) -> float:
    right, coded, gold = (sum(column) for column in zip(*tallies, strict=True))
    return 2 * right / (coded + gold) if coded + gold else 0.0


def _by_id(path: Path) -> dict[str, dict[str, Any]]:
    forms: dict[str, dict[str, Any]] = {}
    for number, form in read_forms(path):
        report = form.get("id")
        events = form.get("events")
        if not isinstance(report, str) or not isinstance(events, list):
            raise TacitusError("bad-claims", f"{path}, line {number}: lacks id or events.")
        if report in forms:
            raise TacitusError("duplicate-report", f"{path}, line {number}: {report} came before.")
        for event in events:
            _check(event, f"{path}, line {number}")
        forms[report] = form
    return forms


def _check(event: Event, where: str) -> None:
    if not isinstance(event, dict):
        raise TacitusError("bad-claims", f"{where}: an event is no JSON object.")
    wrong = [name for name in _LISTS if not isinstance(event.get(name), list)]
    wrong += [name for name in _TEXTS if not isinstance(event.get(name), str)]
    if wrong:
        raise TacitusError(
            "bad-claims",
            f"{where}: event {event.get('id')!r} has no proper {', '.join(wrong)}.",
            "See the fields in docs/codebook.md.",
        )
