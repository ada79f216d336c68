"""Coders that fail as real ones do; they are sent to other processes."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from helpers.made import make_coded
from tacitus.records import TacitusError


@dataclass(frozen=True)
class Faulty:
    """Does what the first word of a report says; ``notes`` counts how often it was asked to."""

    notes: Path

    def prepare(self):
        return {"coder": "1"}

    def __call__(self, report):
        word = report.text.split()[0]
        with (self.notes / report.id).open("a") as file:
            file.write(f"{os.getpid()}\n")
        times = len((self.notes / report.id).read_text().splitlines())
        if word == "slow":
            time.sleep(0.1)
        if word == "exits" or (word == "exits-once" and times == 1):
            os._exit(3)
        if word == "killed" or (word == "killed-once" and times == 1):
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        if word == "raises" or (word == "raises-once" and times == 1):
            raise ZeroDivisionError("division by zero")
        if word == "misset":
            raise TacitusError("bad-codebook", "no good", "Mend it.")
        return make_coded(report)


@dataclass(frozen=True)
class NeverReady:
    """Ends its process before it is ready, or says what is wrong."""

    told: bool = False

    def prepare(self):
        if self.told:
            raise TacitusError("no-model", "the model is missing", "Install anew.")
        os._exit(4)

    def __call__(self, report):
        return make_coded(report)
