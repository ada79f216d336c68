"""How far files were read, so that a run that was broken off need not read all of them anew.

A file is known by its path, size and time of change. What is counted in it are its records: the
lines of JSON lines, rows of a table, members of an archive; a file of one report has none. A record
that an earlier run was done with is passed over before anything costly is done with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Done:
    """What a run was done with of a file.

    Attributes:
        records: how many records, from the first; of a whole file how many reports came out.
        whole: whether it is all of the file.
    """

    records: int
    whole: bool = False


@dataclass(slots=True)
class Mark:
    """How far one file is read.

    Attributes:
        file: what the file is known by; None for a stream, which cannot be read again.
        before: records that an earlier run was done with.
        records: records begun so far, those of the earlier run among them.
        items: reports and faults that came out in this run.
        within: what the records lie in; what lies in a record is not counted.
    """

    file: str | None = None
    before: int = 0
    records: int = 0
    items: int = 0
    within: object = None

    def passed(self, within: object) -> bool:
        """Count a record that begins.

        Args:
            within: what it lies in.

        Returns:
            Whether an earlier run was done with it, so that it is to be passed over.
        """
        if self.within is None:
            self.within = within
        if within is not self.within:
            return False
        self.records += 1
        return self.records <= self.before


@dataclass(slots=True)
class Marks:
    """How far the files of a run are read.

    Attributes:
        before: what an earlier run was done with, by what a file is known by.
        now: the file that is being read.
        ended: files that were read to their end since this was last emptied.
        passed: records passed over so far.
    """

    before: Mapping[str, Done] = field(default_factory=dict)
    now: Mark = field(default_factory=Mark)
    ended: list[Mark] = field(default_factory=list)
    passed: int = 0

    def begin(self, name: str, state: str) -> bool:
        """Come to a file.

        Args:
            name: of the file: its whole path, or its URL.
            state: what changes when the file does.

        Returns:
            Whether it is to be read; False where an earlier run was done with all of it.
        """
        file = known_by(name, state)
        done = self.before.get(file, Done(0))
        self.passed += done.records
        if not done.whole:
            self.now = Mark(file, done.records)
        return not done.whole

    def end(self) -> None:
        """Leave the file that is being read."""
        if self.now.file is not None:
            self.ended.append(self.now)
        self.now = Mark()


def known_by(name: str, state: str) -> str:
    """What a file is known by as long as it is not changed: a hash."""
    told = f"{name}\0{state}"
    return hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
