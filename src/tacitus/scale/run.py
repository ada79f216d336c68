"""Coding many reports, in order, by whatever executor."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.parse.document import load_parser, passing_words
from tacitus.pipeline import Engine, code_report, versions
from tacitus.read import Skipped
from tacitus.records import Coded, Report
from tacitus.scale.executors import Executor, Serial, done_by
from tacitus.scale.serving import own_settings


@dataclass(frozen=True, slots=True)
class Coding:
    """How reports are coded; it can be sent to another process or machine.

    Attributes:
        codebook: a codebook file of one's own, or None for the packaged one.
        engine: what reads the events.
        settings: variables of the environment that bear on it.
    """

    codebook: Path | None = None
    engine: Engine = Engine.BOTH
    settings: Mapping[str, str] = field(default_factory=own_settings)

    def prepare(self) -> Mapping[str, str]:
        """Load the models; as ``Work.prepare``."""
        os.environ.update(self.settings)
        load_parser()
        return versions(self.codebook, self.engine)

    def __call__(self, report: Report) -> Coded:
        """Code one report; as ``Work``."""
        with passing_words():
            return code_report(report, codebook=self.codebook, engine=self.engine)


def code_all(
    inputs: Iterable[Report | Skipped],
    *,
    codebook: Path | None = None,
    engine: Engine = Engine.BOTH,
    executor: Executor | None = None,
) -> Iterator[Coded | Skipped]:
    """Code reports; one bad report never stops the run.

    Args:
        inputs: what ``read_paths`` gives.
        codebook: a codebook file of one's own, or None for the packaged one.
        engine: what reads the events.
        executor: where; in this process by default. The outcome does not depend on it.

    Yields:
        For each input, in order, what was coded, why it was skipped, or (``Failed``) what went
        wrong when it was coded.

    Raises:
        TacitusError: ``bad-codebook`` or ``bad-knowledge`` when the codebook is no good,
            ``no-gazetteer-cache`` when the gazetteer cannot be built, ``no-model`` when the
            model's files are missing, ``no-worker`` when no process to code in can be started.
    """
    yield from done_by(executor or Serial(), Coding(codebook, Engine(engine)), inputs)
