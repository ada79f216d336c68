"""Where the time of coding goes: every stage from the file to the store, beside bare spaCy."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tacitus.evaluate.bare_spacy import bare_seconds
from tacitus.evaluate.quality import Coder
from tacitus.evaluate.speed import in_turn, one_core, read_all
from tacitus.evaluate.stopwatch import Step, Stopwatch
from tacitus.export.jsonform import coded_to_json
from tacitus.extract import engines, reading
from tacitus.learned.gate import load_gate
from tacitus.learned.model import Model
from tacitus.records import Coded, Report
from tacitus.store.store import open_store

#: The stages, in order.
READING, GATE, PARSE = "reading JSON lines", "gate", "parse"
FINDERS, RESOLVING, RULES = "finders", "actors and places", "rules"
LABELS, QUESTIONS = "learned reader, reading", "learned reader, questions"
JOINING, RELATIONS, REST = "claims put together", "relations", "the rest"
EXPORT, STORE, EVENTS = "written as JSON", "stored", "events computed"
ORDER = (
    *(READING, GATE, PARSE, FINDERS, RESOLVING, RULES, LABELS, QUESTIONS),
    *(JOINING, RELATIONS, REST, EXPORT, STORE, EVENTS),
)
#: Those that are not the pipeline's own.
AROUND = frozenset({READING, GATE, EXPORT, STORE, EVENTS})
#: Functions below the pipeline that are timed where they are called.
STEPS = (
    Step(RESOLVING, reading, "resolve_places"),
    Step(RULES, engines, "extract_claims"),
    Step(LABELS, Model, "read"),
    Step(QUESTIONS, Model, "ask"),
    Step(QUESTIONS, Model, "same"),
)
_BATCH = 20
_SPACY = "spaCy"
# reports committed at once, as `tacitus ingest` does
_GROUP = 8


@dataclass(frozen=True, slots=True)
class Stages:
    """Figures of one engine; seconds are the processor's.

    Attributes:
        engine: what read the events.
        reports, words, claims: how many.
        seconds: by stage.
        spacy: seconds of bare spaCy on the same texts.
        json_bytes: of the coded reports as JSON lines without their texts.
        store_bytes: of a store with them, texts included, without those of an empty one.
    """

    engine: str
    reports: int
    words: int
    claims: int
    seconds: Mapping[str, float]
    spacy: float
    json_bytes: int
    store_bytes: int

    @property
    def pipeline(self) -> float:
        """Seconds of the pipeline alone."""
        return sum(spent for stage, spent in self.seconds.items() if stage not in AROUND)

    @property
    def whole(self) -> float:
        """Seconds of all stages."""
        return sum(self.seconds.values())


def measure_stages(
    path: Path, sample: int, coders: Mapping[str, Coder], steps: Sequence[Step]
) -> list[Stages]:
    """Time the stages on reports, on one core, engines and bare spaCy batch by batch in turn.

    Args:
        path: reports as JSON lines.
        sample: how many of them are taken, evenly spread over the file.
        coders: by name of the engine.
        steps: functions of the pipeline that are timed, besides ``STEPS``.

    Raises:
        TacitusError: ``no-reports`` when none could be read.
    """
    with one_core(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports, before = _read(path, sample, folder)
        watches = {engine: Stopwatch() for engine in coders}
        coded: dict[str, list[Coded]] = {engine: [] for engine in coders}
        bare = 0.0
        _warm(reports[0], coders)
        for number, start in enumerate(range(0, len(reports), _BATCH)):
            batch = reports[start : start + _BATCH]
            for turn in in_turn([_SPACY, *coders], number):
                if turn == _SPACY:
                    bare += sum(bare_seconds(report.text) for report in batch)
                    continue
                with watches[turn].watching([*STEPS, *steps]):
                    for report in batch:
                        with watches[turn].during(REST):
                            done = coders[turn](report)
                        coded[turn].append(done)
        found = []
        for engine, watch in watches.items():
            watch.seconds.update(before)
            lines = _export(coded[engine], watch)
            size = stored(coded[engine], watch, folder / f"{engine}.db")
            found.append(
                Stages(
                    engine,
                    len(reports),
                    sum(len(report.text.split()) for report in reports),
                    sum(len(one.claims) for one in coded[engine]),
                    {stage: watch.seconds[stage] for stage in ORDER},
                    bare,
                    lines,
                    size,
                )
            )
    return found


def _read(path: Path, sample: int, folder: Path) -> tuple[list[Report], dict[str, float]]:
    """A share of the reports of a file, and what reading and judging them took."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = lines[:: max(1, len(lines) // sample)][:sample]
    (folder / "reports.jsonl").write_text("\n".join(chosen) + "\n", encoding="utf-8")
    gate = load_gate()
    read_all(folder / "reports.jsonl")
    watch = Stopwatch()
    with watch.during(READING):
        reports, _ = read_all(folder / "reports.jsonl")
    gate.relevant(reports[0])
    with watch.during(GATE):
        for report in reports:
            gate.relevant(report)
    return reports, dict(watch.seconds)


def _warm(report: Report, coders: Mapping[str, Coder]) -> None:
    bare_seconds(report.text)
    for code in coders.values():
        code(report)


def _export(coded: Sequence[Coded], watch: Stopwatch) -> int:
    """Bytes of the lines."""
    with watch.during(EXPORT):
        lines = [
            json.dumps(coded_to_json(one, with_text=False), ensure_ascii=False, allow_nan=False)
            for one in coded
        ]
    return sum(len(line.encode()) + 1 for line in lines)


def stored(coded: Sequence[Coded], watch: Stopwatch, path: Path) -> int:
    """Put reports into a new store, and the events up to date.

    Args:
        coded: the reports.
        watch: what the time of both is added to.
        path: of the store.

    Returns:
        Bytes of the store, without those of an empty one.
    """
    with open_store(path.with_suffix(".warm")) as store:  # has all loaded that is loaded once
        list(store.add_all(coded[:1]))
        store.refresh()
    open_store(path).close()
    empty = _size(path)
    with open_store(path) as store:
        with watch.during(STORE):
            for _ in store.add_all(coded, group=_GROUP):
                pass
        with watch.during(EVENTS):
            store.refresh()
    return _size(path) - empty


def _size(path: Path) -> int:
    """Bytes of an SQLite store with the files that go with it."""
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
