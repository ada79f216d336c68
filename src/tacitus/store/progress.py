"""How far files were read into a store, kept in it so that a run that was broken off goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from tacitus.read.marks import Done
from tacitus.store.connect import Database
from tacitus.store.schema import meta

# Names, in ``meta``, of what is kept: this, a hash of how the run reads, what a file is known by.
_HEAD = "read"


class Progress:
    """What earlier runs that were broken off were done with.

    Args:
        target: file or URL of a store that is there, as for ``open_store``.
        how: what the outcome of a report hangs on besides its file: versions, options. What a run
            was done with that read otherwise does not count.

    Attributes:
        before: what such runs were done with, by what a file is known by.

    Raises:
        TacitusError: as ``Database``, and as ``faults.told`` where the database fails, which holds
            for the methods too.
    """

    def __init__(self, target: str | Path, how: Mapping[str, object]) -> None:
        told = json.dumps(dict(how), sort_keys=True, default=str)
        digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        self._head = f"{_HEAD}:{digest}:"
        self._database = Database(target)
        asked = sa.select(meta.c.name, meta.c.value).where(self._mine())
        with self._database.reading() as connection:
            self.before = {
                name.removeprefix(self._head): _done(value)
                for name, value in connection.execute(asked)
            }

    def note(self, done: Mapping[str, Done]) -> None:
        """Keep what this run is done with; all of it has to be stored already.

        Args:
            done: by what a file is known by.
        """
        if not done:
            return
        rows = [
            {"name": self._head + file, "value": f"{one.records}{' whole' if one.whole else ''}"}
            for file, one in done.items()
        ]
        with self._database.writing() as connection:
            old = sa.delete(meta).where(meta.c.name == sa.bindparam("old"))
            connection.execute(old, [{"old": row["name"]} for row in rows])
            connection.execute(sa.insert(meta), rows)

    def forget(self) -> None:
        """Keep nothing of it any more: the run read all that it was to read."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(meta).where(self._mine()))

    def close(self) -> None:
        """Give up the connection."""
        self._database.close()

    def _mine(self) -> sa.ColumnElement[bool]:
        return meta.c.name.startswith(self._head, autoescape=True)


def _done(value: str) -> Done:
    records, _, whole = value.partition(" ")
    return Done(int(records), bool(whole))
