"""What a report costs by its length, beside bare spaCy, and the memory that it takes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tacitus.evaluate.bare_spacy import bare_seconds
from tacitus.evaluate.growth import MOST_SLOPE, exponent
from tacitus.evaluate.made_reports import Article, long_text
from tacitus.evaluate.quality import Coder
from tacitus.evaluate.speed import code_fresh, in_turn, one_core, taken
from tacitus.parse.stretches import MAX_CHARACTERS, STRETCH
from tacitus.read import make_report
from tacitus.records import Report

#: Words of the reports measured.
LENGTHS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
#: Memory of the longest report may be so many times that of the first of several stretches.
MOST_MEMORY = 1.25
# Words at each length at the least, in as many reports as that takes.
_LEAST = 3_000
_SPACY = "spaCy"


@dataclass(frozen=True, slots=True)
class Length:
    """Figures of reports of one length; seconds are the processor's, of one report.

    Attributes:
        words: of a report.
        read: words of it that are read, the bound on a report's length allowed for.
        reports: how many were measured.
        seconds: by engine.
        spacy: of bare spaCy, which reads all words.
        peak_mb: most memory of ``tacitus code`` on one of them, or None where not measured.
    """

    words: float
    read: float
    reports: int
    seconds: Mapping[str, float]
    spacy: float
    peak_mb: float | None


def measure_lengths(
    articles: Sequence[Article],
    lengths: Sequence[int],
    coders: Mapping[str, Coder],
    memory_of: str,
    seed: int = 1,
    done: Callable[[Length], object] = lambda _: None,
) -> list[Length]:
    """Time engines and bare spaCy on made reports of some lengths, in turn, on one core.

    Args:
        articles: what reports are made of.
        lengths: words of a report.
        coders: by name of the engine.
        memory_of: the engine whose memory is measured, in new processes, from the length on where
            a report is read in stretches.
        seed: of chance.
        done: told the figures of each length.
    """
    found = []
    warm = make_report(long_text(articles, 500, seed), id="warm")
    for code in coders.values():
        code(warm)
    bare_seconds(warm.text)
    for words in sorted(lengths):
        reports = [
            make_report(long_text(articles, words, seed + number), id=f"{words}-{number}")
            for number in range(max(1, _LEAST // words))
        ]
        spent = dict.fromkeys((_SPACY, *coders), 0.0)
        with one_core():
            for number, report in enumerate(reports):
                for name in in_turn(list(spent), number):
                    spent[name] += (
                        bare_seconds(report.text)
                        if name == _SPACY
                        else taken(partial(coders[name], report))
                    )
        count = len(reports)
        long = len(reports[0].text) > STRETCH
        found.append(
            Length(
                sum(len(report.text.split()) for report in reports) / count,
                sum(len(report.text[:MAX_CHARACTERS].split()) for report in reports) / count,
                count,
                {name: spent[name] / count for name in coders},
                spent[_SPACY] / count,
                _peak(reports[0], memory_of) if long else None,
            )
        )
        done(found[-1])
    return found


def _peak(report: Report, engine: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.jsonl"
        row = {"id": report.id, "text": report.text}
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
        return code_fresh(path, engine).peak_mb


def exponents(found: Sequence[Length]) -> dict[str, float]:
    """How seconds grow with the words that are read, by engine and for bare spaCy."""
    engines = {
        name: exponent([one.read for one in found], [one.seconds[name] for one in found])
        for name in found[0].seconds
    }
    bare = exponent([one.words for one in found], [one.spacy for one in found])
    return engines | {_SPACY: bare}


def memory_growth(found: Sequence[Length]) -> float | None:
    """Memory of the longest report as a multiple of the first measured; None without two."""
    peaks = [one.peak_mb for one in found if one.peak_mb is not None]
    return peaks[-1] / peaks[0] if len(peaks) > 1 else None


def length_faults(found: Sequence[Length]) -> list[str]:
    """What of the growth is not as it should be, in words."""
    told = [
        f"engine {name}: seconds grow as words to the power of {slope:.2f}"
        for name, slope in exponents(found).items()
        if name != _SPACY and slope > MOST_SLOPE
    ]
    growth = memory_growth(found)
    if growth is not None and growth > MOST_MEMORY:
        told.append(f"memory of the longest report is {growth:.2f} times that of a shorter one")
    return told
