"""The blocks of the page of speed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import quantiles

from tacitus.evaluate.fresh import Fresh
from tacitus.evaluate.markdown import table
from tacitus.evaluate.speed import Speed
from tacitus.evaluate.speed_reader import ReaderSpeed


def speed_blocks(
    speed: Speed,
    head: str,
    engines: Mapping[str, Speed],
    readers: Mapping[str, ReaderSpeed],
    starts: Mapping[str, Fresh],
) -> Iterator[str]:
    """The page, block by block; arguments as in ``pages.speed_page``."""
    yield "# Speed"
    yield "Written by `make speed`; do not edit. " + head
    yield (
        "The whole pipeline beside bare spaCy, the parser's package as it comes: same texts, same"
        " process, one core, batch by batch in turn. Processor seconds; cold start by the clock."
        " Where no engine is named, the figures are those of the default one."
    )
    rows = {
        "reports coded": f"{speed.reports:,} ({speed.skipped} skipped)",
        "words": f"{speed.words:,}",
        "pipeline, words a second": f"{speed.words / speed.seconds:,.0f}",
        "bare spaCy, words a second": f"{speed.words / speed.spacy_seconds:,.0f}",
        "pipeline's speed as a share of spaCy's": _share(speed),
        "slowest report, seconds": f"{speed.slowest:.2f}",
        "most memory of `tacitus code` on the longest reports, MB": f"{speed.peak_mb:,.0f}",
        "`tacitus code` on one short report from a cold start, seconds": f"{speed.cold_start:.1f}",
        "events": f"{speed.events:,}",
        "relations": f"{speed.relations:,}",
        "spans checked": f"{speed.spans:,}",
        "spans that do not slice back": str(speed.broken_spans),
    }
    rows |= {f"problems: {code}": f"{count:,}" for code, count in speed.problems.items()}
    yield table(("what", "figure"), rows.items())
    if engines:
        yield from _engine_blocks(engines)
    if readers:
        yield from _reader_blocks(readers, starts)


def _engine_blocks(engines: Mapping[str, Speed]) -> Iterator[str]:
    yield "## By engine"
    yield (
        "All in that run, in turn with spaCy. They share what was looked up before (names,"
        " places), so that each is a little faster than it would be alone."
    )
    yield table(
        (
            "engine",
            "words a second",
            "share of spaCy's speed",
            "slowest report, s",
            "most memory, MB",
            "cold start, s",
            "events",
            "broken spans",
        ),
        (
            (
                name,
                f"{s.words / s.seconds:,.0f}",
                _share(s),
                f"{s.slowest:.2f}",
                f"{s.peak_mb:,.0f}",
                f"{s.cold_start:.1f}",
                f"{s.events:,}",
                str(s.broken_spans),
            )
            for name, s in engines.items()
        ),
    )


def _reader_blocks(
    readers: Mapping[str, ReaderSpeed], starts: Mapping[str, Fresh]
) -> Iterator[str]:
    first = next(iter(readers.values()))
    yield "## The learned reader alone"
    yield (
        f"Its graphs without parser and rules, on {first.reports:,} of the reports"
        f" ({first.sentences:,} of their {first.given:,} sentences go to it), one core, report by"
        " report in turn: reading the windows of a report, and that with the questions it is"
        " asked about events. Memory and cold start are those of a new process that loads it and"
        " reads the whole of the longest report."
    )
    yield table(
        (
            "numbers",
            "reading, sentences a second",
            "with questions",
            "times the speed of the first",
            "questions a report",
            "most memory, MB",
            "cold start, s",
        ),
        (
            (
                name,
                f"{r.sentences / r.read_seconds:,.0f}",
                f"{r.sentences / _whole(r):,.0f}",
                f"{_whole(first) / _whole(r):.2f}",
                f"{r.questions / r.reports:.1f}",
                f"{starts[name].peak_mb:,.0f}",
                f"{starts[name].seconds:.2f}",
            )
            for name, r in readers.items()
        ),
    )


def _whole(speed: ReaderSpeed) -> float:
    return speed.read_seconds + speed.ask_seconds


def _share(speed: Speed) -> str:
    low, _, high = quantiles(speed.ratios, n=4) if len(speed.ratios) > 1 else (speed.ratio,) * 3
    return f"{speed.ratio:.2f} (half of the batches {low:.2f} to {high:.2f})"
