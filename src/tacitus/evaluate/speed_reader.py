"""How fast the learned reader alone is: reading reports and answering questions on events."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from tacitus.evaluate.fresh import Fresh, run_fresh
from tacitus.evaluate.speed import in_turn, one_core, timed
from tacitus.extract.proposals import Proposer
from tacitus.extract.reading import Reading, read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.learned import load_trust
from tacitus.learned.model import Answer, Labels, Model
from tacitus.parse.document import parse
from tacitus.parse.stretches import stretches
from tacitus.records import Report

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Numbers = NDArray[Any]

#: Reports timed at the most, spread over all that were given.
_MOST = 200
#: What a new process does with a folder of a model and a file with a text.
_ALONE = (
    "import sys, pathlib; from tacitus.learned.model import Model;"
    " Model(pathlib.Path(sys.argv[1])).label(pathlib.Path(sys.argv[2]).read_text('utf-8'))"
)
_COLD_RUNS = 3


class Reader(Protocol):
    """What of a model the proposals use."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Cuts a text into pieces."""

    def read(self, ids: Numbers, offsets: list[tuple[int, int]], sentences: Numbers) -> Labels:
        """Label pieces."""

    def told(self, labels: Labels) -> Numbers:
        """Which pieces tell of an event."""

    def ask(self, labels: Labels, marks: Numbers, sentences: Numbers) -> Answer:
        """What an event is."""

    def same(self, one: Numbers, other: Numbers, extra: Numbers) -> Numbers:
        """Which tellings are of one event."""


@dataclass(frozen=True, slots=True)
class ReaderSpeed:
    """Figures of one model.

    Attributes:
        reports, sentences: how many were read.
        given: how many sentences the reports have, those included that the pipeline spares it.
        read_seconds: processor seconds of reading the windows of reports.
        ask_seconds: processor seconds of what it was asked about events.
        questions: how many events it was asked about.
    """

    reports: int
    sentences: int
    given: int
    read_seconds: float
    ask_seconds: float
    questions: int


class Stopwatch:
    """A model that counts what it is asked and how long it takes over it.

    Attributes:
        tokenizer: the model's.
        sentences, read_seconds, ask_seconds, questions: as in ``ReaderSpeed``.
    """

    def __init__(self, model: Reader) -> None:
        self._model = model
        self.tokenizer = model.tokenizer
        self.read_seconds = self.ask_seconds = 0.0
        self.sentences = self.questions = 0

    def read(self, ids: Numbers, offsets: list[tuple[int, int]], sentences: Numbers) -> Labels:
        """As the model does."""
        labels, taken = timed(lambda: self._model.read(ids, offsets, sentences))
        self.read_seconds += taken
        self.sentences += len(set(sentences.tolist()))
        return labels

    def told(self, labels: Labels) -> Numbers:
        """As the model does."""
        return self._model.told(labels)

    def ask(self, labels: Labels, marks: Numbers, sentences: Numbers) -> Answer:
        """As the model does."""
        answer, taken = timed(lambda: self._model.ask(labels, marks, sentences))
        self.ask_seconds += taken
        self.questions += 1
        return answer

    def same(self, one: Numbers, other: Numbers, extra: Numbers) -> Numbers:
        """As the model does."""
        alike, taken = timed(lambda: self._model.same(one, other, extra))
        self.ask_seconds += taken
        return alike


def time_readers(
    reports: Sequence[Report], models: Mapping[str, Reader], most: int = _MOST
) -> dict[str, ReaderSpeed]:
    """Time models on reports, on one core, report by report in turn.

    What the rules find is worked out before and not timed; the questions are those that the
    pipeline asks.

    Args:
        reports: what to read.
        models: by name.
        most: how many reports are taken at the most.
    """
    chosen = reports[:: -(-len(reports) // most)]
    watches = {name: Stopwatch(model) for name, model in models.items()}
    given, trust = 0, load_trust()
    with one_core():
        for number, report in enumerate(chosen):
            for reading in _readings(report):
                given += len(reading.sentences)
                for name in in_turn(list(watches), number):
                    # the watch has all of a model that proposals use
                    Proposer(reading, cast("Model", watches[name]), trust).proposals()
    return {
        name: ReaderSpeed(
            len(chosen),
            watch.sentences,
            given,
            watch.read_seconds,
            watch.ask_seconds,
            watch.questions,
        )
        for name, watch in watches.items()
    }


def start_readers(reports: Iterable[Report], folders: Mapping[str, Path]) -> dict[str, Fresh]:
    """Start each model in a new process that labels the longest report.

    Args:
        reports: what to choose from.
        folders: of the models, by name.
    """
    longest = max(reports, key=lambda report: len(report.text))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "longest.txt"
        path.write_text(longest.text, encoding="utf-8")
        return {
            name: run_fresh(["-c", _ALONE, str(model), str(path)], _COLD_RUNS)
            for name, model in folders.items()
        }


def _readings(report: Report) -> list[Reading]:
    book, index, gazetteer = load_codebook(), load_index(), open_gazetteer()
    return [
        read_out(parse(report, part), book, index, gazetteer) for part in stretches(report.text)
    ]
