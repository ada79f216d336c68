"""Whether named events of a large set of reports are found as one event each.

A file names them by where their claims stand, since the ids of claims change with the program::

    {"cluster": "market-june", "title": "...", "complete": true,
     "claims": [{"report": "r1", "start": 10, "end": 80, "by": "SOHR"}, ...],
     "not": [{"report": "r7", "start": 5, "end": 60, "why": "the day after"}, ...]}

``not`` holds neighbours, which a careless program would take for the same event. ``unsure`` stands
at passages, or at an event, of which readers could differ, ``missed`` at passages in which no claim
was found, ``complete`` at an event all of whose passages are listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from tacitus.evaluate.benchmark import Benchmark, json_lines
from tacitus.evaluate.clusters import Counts, counts, whole
from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.reconciling import Method, figures
from tacitus.knowledge.load import Entry
from tacitus.records import Coded, Span, TacitusError, Telling


class Passage(Entry):
    """Where a claim stands: characters of a report's text, and notes on it."""

    report: str
    start: int = Field(ge=0)
    end: int
    by: str = ""
    why: str = ""
    missed: bool = False
    unsure: bool = False


class NamedEvent(Entry):
    """An event that a reader found in the reports.

    Attributes:
        cluster: its name.
        title: what it is.
        claims: where it is told.
        neighbours: where other events are told that are close to it ("not" in the file).
        complete: whether all passages that tell it are listed.
        aggregate: whether it is a sum, or a lump.
        unsure: whether readers could differ on it.
    """

    cluster: str
    claims: tuple[Passage, ...] = Field(min_length=1)
    neighbours: tuple[Passage, ...] = Field(default=(), alias="not")
    title: str = ""
    complete: bool = False
    aggregate: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How one named event came out. The *largest* is the event that holds most of its claims.

    Attributes:
        name: the event's.
        told: how many passages tell it.
        coded: how many claims stand in these.
        events: over how many events these claims are spread.
        held: how many of them are in the largest.
        reports: how many reports have such claims.
        reports_held: how many of these reports have one in the largest.
        strangers: how many claims of the largest stand in no passage that tells it; None where
            the passages are not known to be all.
        neighbours: how many claims stand in passages that tell a neighbour.
        swallowed: how many of these are in the largest.
    """

    name: str
    told: int
    coded: int
    events: int
    held: int
    reports: int
    reports_held: int
    strangers: int | None
    neighbours: int
    swallowed: int


@dataclass(frozen=True, slots=True)
class News:
    """What was measured with one method.

    Attributes:
        events: the named events.
        together: figures over the claims that stand in their passages.
    """

    events: tuple[Found, ...]
    together: Benchmark[Counts]


def read_named(path: Path) -> tuple[NamedEvent, ...]:
    """The events of a file.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read or a line is of another form.
    """
    events = []
    for number, form in json_lines(path):
        try:
            events.append(NamedEvent.model_validate(form))
        except ValidationError as error:
            fault = error.errors()[0]
            raise TacitusError(
                "bad-set-file",
                f"{path}, line {number}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}.",
                'Give {"cluster": NAME, "claims": [{"report": ID, "start": N, "end": N}, ...]}.',
            ) from error
    return tuple(events)


def tellings_of(coded: Iterable[Coded]) -> list[Telling]:
    """All claims of reports."""
    return [Telling(one.report, claim) for one in coded for claim in one.claims]


def measure_news(tellings: Sequence[Telling], named: Sequence[NamedEvent], method: Method) -> News:
    """How named events come out where all claims are put together.

    Args:
        tellings: all claims of the reports.
        named: the events.
        method: puts claims together.
    """
    by_report: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_report[telling.report.id].append(telling)
    events = list(method(tellings))
    event_of = {key: n for n, keys in enumerate(events) for key in keys}
    sure, open_ = [], []
    for event in named:
        sure.append(_claims_at([p for p in event.claims if not p.unsure], by_report))
        open_.append(_claims_at([p for p in event.claims if p.unsure], by_report) - sure[-1])
    found = []
    for event, mine, doubtful in zip(named, sure, open_, strict=True):
        others = _claims_at(event.neighbours, by_report) - mine - doubtful
        found.append(_found(event, mine, doubtful, others, event_of))
    return News(tuple(found), _together(named, sure, events))


def _together(
    named: Sequence[NamedEvent], claims: Sequence[set[str]], events: Sequence[Iterable[str]]
) -> Benchmark[Counts]:
    """Pairs and B-cubed over the claims that stand in passages of one sure event alone."""
    times = Counter(key for keys in claims for key in keys)
    gold = [
        frozenset(key for key in keys if times[key] == 1)
        for event, keys in zip(named, claims, strict=True)
        if not event.unsure
    ]
    gold = [keys for keys in gold if keys]
    universe = sorted(key for keys in gold for key in keys)
    return Benchmark(tuple(counts(gold, whole([list(e) for e in events], universe))), figures)


def _found(
    event: NamedEvent,
    mine: set[str],
    doubtful: set[str],
    others: set[str],
    event_of: Mapping[str, int],
) -> Found:
    spread_over = Counter(event_of[key] for key in sorted(mine))
    largest, held = spread_over.most_common(1)[0] if spread_over else (-1, 0)
    inside = {key for key in mine if event_of[key] == largest}
    size = sum(number == largest for number in event_of.values())
    strangers = size - held - sum(event_of[key] == largest for key in doubtful)
    return Found(
        name=event.cluster,
        told=len(event.claims),
        coded=len(mine),
        events=len(spread_over),
        held=held,
        reports=len({key.partition("#")[0] for key in mine}),
        reports_held=len({key.partition("#")[0] for key in inside}),
        strangers=strangers if event.complete and largest >= 0 else None,
        neighbours=len(others),
        swallowed=sum(event_of[key] == largest for key in others),
    )


def _claims_at(passages: Iterable[Passage], by_report: Mapping[str, Sequence[Telling]]) -> set[str]:
    """The claim of each passage: the one whose evidence shares most characters with it."""
    keys = set()
    for passage in passages:
        best = max(
            by_report.get(passage.report, ()),
            key=lambda telling: _shared(telling, passage),
            default=None,
        )
        if best is not None and _shared(best, passage):
            keys.add(best.key)
    return keys


def _shared(telling: Telling, passage: Passage) -> int:
    return sum(_overlap(span, passage) for span in telling.claim.evidence)


def _overlap(span: Span, passage: Passage) -> int:
    return max(0, min(span.end, passage.end) - max(span.start, passage.start))


def shares(found: Sequence[Found]) -> dict[str, float]:
    """The figures over all named events, each a share.

    Returns:
        Of their claims and of the reports of these, those in the largest event ("claims",
        "reports"); of the named events those that are one event ("one event"); of the claims of
        the largest events, where all passages are known, those that do not belong ("strangers");
        of the neighbours' claims those in the largest event ("swallowed").
    """
    known = [one for one in found if one.strangers is not None]
    strangers = sum(one.strangers or 0 for one in known)
    pairs = {
        "claims": (sum(one.held for one in found), sum(one.coded for one in found)),
        "reports": (sum(one.reports_held for one in found), sum(one.reports for one in found)),
        "one event": (sum(one.events == 1 for one in found), len(found)),
        "strangers": (strangers, strangers + sum(one.held for one in known)),
        "swallowed": (
            sum(one.swallowed for one in found),
            sum(one.neighbours for one in found),
        ),
    }
    return {name: part / total if total else 0.0 for name, (part, total) in pairs.items()}


def news_blocks(by_method: Mapping[str, News], reports: int) -> Iterator[str]:
    """The part of the page.

    Args:
        by_method: what was found, by method; the first is shown event by event.
        reports: how many reports were put together.
    """
    first = next(iter(by_method.values()))
    yield "### Named events of a large set of reports"
    yield (
        f"{len(first.events)} events that a reader followed through {reports} reports on one war,"
        " with neighbours that are easily taken for them. The program's own claims of all these"
        " reports are put together. The *largest* is the event that holds most of the claims that"
        " stand in an event's passages; *strangers* are its claims that stand in none of them,"
        " where the reader listed all. One report often tells an event in several passages, which"
        " reading it out may have left as several claims; these are not put together afterwards,"
        " so that shares of reports tell more of the putting together than shares of claims. The"
        " weights were learned on other marks in a part of these reports, none of April 2017."
    )
    yield table(
        (
            "method",
            "claims in the largest",
            "reports in the largest",
            "events that are one",
            "strangers",
            "neighbours swallowed",
            "pairs P",
            "R",
            "F1",
            "95 %",
            "B-cubed P",
            "R",
            "F1",
            "95 %",
        ),
        (_method_row(name, news) for name, news in by_method.items()),
    )
    yield table(
        (
            "event",
            "passages",
            "claims",
            "in events",
            "in the largest",
            "reports",
            "in the largest",
            "strangers",
            "neighbours",
            "swallowed",
        ),
        (
            (
                one.name,
                str(one.told),
                str(one.coded),
                str(one.events),
                str(one.held),
                str(one.reports),
                str(one.reports_held),
                "–" if one.strangers is None else str(one.strangers),
                str(one.neighbours),
                str(one.swallowed),
            )
            for one in first.events
        ),
    )


def _method_row(name: str, news: News) -> list[str]:
    told = shares(news.events)
    row = [name]
    row += [decimals(told[k]) for k in ("claims", "reports", "one event", "strangers", "swallowed")]
    for measure in ("pairs", "B3"):
        row += [
            decimals(news.together.figures[f"{measure} {figure}"])
            for figure in ("precision", "recall", "F1")
        ]
        row.append(spread(news.together.intervals[f"{measure} F1"]))
    return row


def news_lines(by_method: Mapping[str, News]) -> Iterator[str]:
    """The figures for the terminal.

    Args:
        by_method: what was found, by method.
    """
    for name, news in by_method.items():
        told = shares(news.events)
        yield f"named events, {name}: " + ", ".join(f"{k} {v:.3f}" for k, v in told.items())
        for measure in ("pairs", "B3"):
            given = news.together.figures
            yield (
                f"  {measure:10} P {given[f'{measure} precision']:.3f}"
                f"  R {given[f'{measure} recall']:.3f}  F1 {given[f'{measure} F1']:.3f}"
                f"  {spread(news.together.intervals[f'{measure} F1'])}"
            )
