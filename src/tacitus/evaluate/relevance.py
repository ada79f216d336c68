"""How well the gate tells reports of conflict from others, and what it costs.

Recall is measured on reports of conflict, gold and public, that the gate was not trained on; what
it saves on others: local news, politics, disasters and sport. The judgements on reports that no
set judges itself stand in ``quality/relevance.jsonl`` (by a reader of the article's opening, by
ECB+'s topic, or by the learned reader where it is sure); those left open there are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tacitus.evaluate.benchmark import Benchmark, json_lines, set_lines
from tacitus.evaluate.case2021 import read_snippets, scored_types
from tacitus.evaluate.ecb_files import read_words
from tacitus.evaluate.geoparsing import FILE as LGL
from tacitus.evaluate.geoparsing import articles
from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.quality import gold_reports
from tacitus.evaluate.running import running
from tacitus.evaluate.set_reports import Text, muc, syria
from tacitus.evaluate.speed import taken
from tacitus.learned.gate import Gate, Relevance
from tacitus.read import make_report
from tacitus.records import Report

_WORD = re.compile(r"\w+")
_REPEATS = 5
#: Every so-manieth invented short text is never trained on, so that it can be measured.
APART = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A report and whether it tells of conflict."""

    report: Report
    relevant: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was judged of a report and what the gate made of it."""

    relevant: bool
    keep: bool


@dataclass(frozen=True, slots=True)
class GateSpeed:
    """What the gate costs on one core, in processor time.

    Attributes:
        reports: how many were timed.
        characters: of all of them.
        per_second: reports a second.
        share: its time as a multiple of that of finding the words of the same texts with a
            regular expression, which does not hang on the machine.
    """

    reports: int
    characters: int
    per_second: float
    share: float


def judged_sets(
    gold: Path, data: Path, judged: Path, held_out: Path, annotations: Path
) -> dict[str, list[Judged]]:
    """The reports that are measured on, by set.

    Args:
        gold: folder of the gold files; dev is used; train is left out of FA-KES.
        data: folder of the public sets.
        judged: judgements of our own (.jsonl).
        held_out: file of the ids that are never trained on.
        annotations: holds the invented reports (``inv.jsonl``, ``gate.jsonl``).

    Raises:
        TacitusError: ``bad-set-file`` when a file is missing or of another form.
    """
    said = {row["id"]: row["relevant"] for _, row in json_lines(judged)}
    apart = frozenset(" ".join(set_lines(held_out)).split())
    trained = {row["id"] for _, row in json_lines(gold / "train.docs.jsonl")}
    types = scored_types()
    texts = {text.id: text for text in (*syria(data), *muc(data), *_invented(annotations))}
    snippets = list(read_snippets(data / "case2021" / "dev.tsv"))
    own = [
        row for n, (_, row) in enumerate(json_lines(annotations / "gate.jsonl")) if n % APART == 0
    ]
    found = {
        "gold dev": [Judged(report, True) for report in gold_reports(gold / "dev.docs.jsonl")],
        "held-out reports": [Judged(_report(texts[name]), True) for name in sorted(apart)],
        "MUC-4 dev": list(_muc(data, said)),
        "FA-KES": [Judged(_report(t), True) for t in syria(data) if t.id not in apart | trained],
        "CASE 2021 snippets": [
            Judged(make_report(s.text, id=s.id), True) for s in snippets if s.label in types
        ],
        **judged_apart(data, judged),
        "invented, short": [
            Judged(make_report(row["text"], id=row["id"]), row["relevant"]) for row in own
        ],
    }
    return found


def judged_apart(data: Path, judged: Path) -> dict[str, list[Judged]]:
    """Of those reports the sets that hold much else than conflict, by set.

    Args:
        data: folder of the public sets.
        judged: judgements of our own (.jsonl).

    Raises:
        TacitusError: ``bad-set-file`` when a file is missing or of another form.
    """
    said = {row["id"]: row["relevant"] for _, row in json_lines(judged)}
    return {
        "ECB+ dev": list(_ecb(data, said)),
        "PolNeAR dev": list(_polnear(data, said)),
        "LGL, every fifth": list(_lgl(data, said)),
    }


def measure_gate(
    sets: Mapping[str, Sequence[Judged]], decide: Callable[[Report], Relevance]
) -> dict[str, Benchmark[Verdict]]:
    """What the gate keeps and skips of each set, with intervals over reports."""
    return {
        name: Benchmark(
            tuple(Verdict(one.relevant, decide(one.report).keep) for one in reports), figures
        )
        for name, reports in sets.items()
    }


def figures(units: Sequence[Verdict]) -> dict[str, float]:
    """Recall and precision of what is kept, and the shares that are skipped, by name.

    A figure that nothing stands for (recall where no report is of conflict) is left out; so that
    samples have the same figures as the whole, it is 1 in a sample that happens to lack them.
    """
    kept = sum(unit.keep for unit in units)
    relevant = sum(unit.relevant for unit in units)
    right = sum(unit.relevant and unit.keep for unit in units)
    others = len(units) - relevant
    return {
        "recall": right / relevant if relevant else 1.0,
        "precision": right / kept if kept else 1.0,
        "others skipped": 1 - (kept - right) / others if others else 1.0,
        "skipped": 1 - kept / len(units),
    }


#: The sets, by the names of their floors.
_FLOORED = {
    "gold_dev": "gold dev",
    "held_out": "held-out reports",
    "muc4": "MUC-4 dev",
    "fakes": "FA-KES",
    "case2021": "CASE 2021 snippets",
    "ecb": "ECB+ dev",
    "polnear": "PolNeAR dev",
    "lgl": "LGL, every fifth",
    "invented": "invented, short",
}
# Fewer reports of a kind in a set than this tell nothing.
_LEAST = 10


def floor_figures(found: Mapping[str, Benchmark[Verdict]]) -> dict[str, float]:
    """The figures by the names of their floors: recall, and shares of the others skipped.

    Args:
        found: what ``measure_gate`` gives of ``judged_sets``.
    """
    told: dict[str, float] = {}
    for name, units in ((name, found[of].units) for name, of in _FLOORED.items()):
        relevant = sum(unit.relevant for unit in units)
        if relevant >= _LEAST:
            told[name] = figures(units)["recall"]
        if len(units) - relevant >= _LEAST:
            told[f"{name}_skipped"] = figures(units)["others skipped"]
    told["all"] = figures([unit for one in found.values() for unit in one.units])["recall"]
    return told


#: Ways in which texts come that should change nothing, or little.
WAYS: Mapping[str, Callable[[str], str]] = {
    "as published": str,
    "all capitals": str.upper,
    "all lower case": str.lower,
    "commas removed": lambda text: text.replace(",", ""),
    "first 200 characters": lambda text: text[:200],
}


def written_otherwise(reports: Iterable[Judged], way: Callable[[str], str]) -> list[Judged]:
    """The reports with text and title in another form; what was cut from them counts again."""
    return [
        Judged(
            replace(
                one.report,
                text=way(one.report.text),
                title=way(one.report.title) if one.report.title else None,
                cuts=(),
                published_span=None,
            ),
            one.relevant,
        )
        for one in reports
    ]


def measure_otherwise(
    sets: Mapping[str, Sequence[Judged]], decide: Callable[[Report], Relevance]
) -> dict[str, Benchmark[Verdict]]:
    """The reports coded by hand in each of ``WAYS``, by its name."""
    reports = [*sets["gold dev"], *sets["held-out reports"]]
    return measure_gate(
        {name: written_otherwise(reports, way) for name, way in WAYS.items()}, decide
    )


def time_gate(reports: Sequence[Report], gate: Gate) -> GateSpeed:
    """Time the gate beside finding the words of the same texts, turn by turn, the best of each."""
    own: list[float] = []
    plain: list[float] = []
    for report in reports:  # words are met for the first time once only
        gate.relevant(report)
    for _ in range(_REPEATS):
        own.append(taken(lambda: [gate.relevant(report) for report in reports]))
        plain.append(taken(lambda: [_WORD.findall(report.text) for report in reports]))
    return GateSpeed(
        len(reports),
        sum(len(report.text) for report in reports),
        len(reports) / min(own),
        min(own) / min(plain),
    )


def gate_blocks(
    found: Mapping[str, Benchmark[Verdict]],
    otherwise: Mapping[str, Benchmark[Verdict]],
    head: str,
) -> Iterator[str]:
    """The section of the page of accuracy."""
    yield "## Relevance gate"
    yield f"Written by `tacitus bench relevance`; do not edit. {head}"
    yield (
        "What `tacitus ingest` and `tacitus watch` skip before coding. Recall: the share of reports"
        " of conflict that is kept. Precision: the share of conflict among what is kept of the"
        " set. The intervals are 95 % bootstraps over reports. None of these reports was trained"
        " on; settings were compared on them once. The gate's card says what it learned from:"
        " [Gate](gate-card.md)."
    )
    yield gate_table(found)
    yield "The reports of gold dev and the held-out ones in other forms:"
    yield otherwise_table(otherwise)


def otherwise_table(otherwise: Mapping[str, Benchmark[Verdict]]) -> str:
    """The table of forms."""
    return table(
        ("form", "reports", "recall", "95 %"),
        (
            (name, str(len(one.units)), *_told(one, "recall", len(one.units)))
            for name, one in otherwise.items()
        ),
    )


def gate_table(found: Mapping[str, Benchmark[Verdict]]) -> str:
    """The table of sets."""
    return table(
        tuple("set|of conflict|recall|95 %|others|of them skipped|95 %|precision".split("|")),
        (_row(name, one) for name, one in found.items()),
    )


def speed_blocks(speed: GateSpeed, head: str) -> Iterator[str]:
    """The section of the page of speed."""
    yield "## Relevance gate"
    yield f"Written by `tacitus bench relevance`; do not edit. {head}"
    yield table(
        ("what", "figure"),
        (
            ("reports timed, after a first pass", f"{speed.reports:,}"),
            ("characters a report, mean", f"{speed.characters / speed.reports:,.0f}"),
            ("reports a second, one core", f"{speed.per_second:,.0f}"),
            ("times the cost of finding the words of the texts", f"{speed.share:.1f}"),
        ),
    )


def _row(name: str, one: Benchmark[Verdict]) -> list[str]:
    relevant = sum(unit.relevant for unit in one.units)
    others = len(one.units) - relevant
    row = [name, str(relevant)]
    row += _told(one, "recall", relevant)
    row.append(str(others))
    row += _told(one, "others skipped", others)
    row.append(decimals(one.figures["precision"]) if relevant and others else "–")
    return row


def _told(one: Benchmark[Verdict], name: str, count: int) -> list[str]:
    if not count:
        return ["–", "–"]
    return [f"**{decimals(one.figures[name])}**", spread(one.intervals[name])]


def _report(text: Text) -> Report:
    return make_report(text.text, id=text.id, title=text.title, source=text.source)


def _judged(id: str, text: str, said: Mapping[str, bool | None]) -> Iterator[Judged]:
    relevant = said.get(id)
    if relevant is not None:
        yield Judged(make_report(text, id=id), relevant)


def _muc(data: Path, said: Mapping[str, bool | None]) -> Iterator[Judged]:
    """The development part: of conflict by its templates, else as judged."""
    for _, row in json_lines(data / "muc4" / "dev.json"):
        name = f"muc-{row['docid']}"
        yield from _judged(name, row["doctext"], {name: True} if row["templates"] else said)


def _ecb(data: Path, said: Mapping[str, bool | None]) -> Iterator[Judged]:
    for name, sentences in read_words(data / "ecbplus").items():
        lines = (running([word for word in words if word])[0] for words in sentences if words)
        yield from _judged(f"ecb-{name}", "\n".join(lines), said)


def _polnear(data: Path, said: Mapping[str, bool | None]) -> Iterator[Judged]:
    for path in sorted((data / "polnear" / "dev" / "text").glob("*.txt")):
        yield from _judged(f"polnear-{path.stem}", "\n".join(set_lines(path)), said)


def _lgl(data: Path, said: Mapping[str, bool | None]) -> Iterator[Judged]:
    for article in articles(data / "geoparsing" / LGL):
        yield from _judged(f"lgl-{article.report.id}", article.report.text, said)


def _invented(annotations: Path) -> Iterator[Text]:
    for _, row in json_lines(annotations / "inv.jsonl"):
        yield Text(row["id"], row["source"], row["published"], row["title"], row["text"])
