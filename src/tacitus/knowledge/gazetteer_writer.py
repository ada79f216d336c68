"""Writing the files of the gazetteer: their tables, the keys of names, the finder's indexes.

The packaged file and each added one have the same tables: ``exact`` and ``sound`` for what a report
writes in Latin letters, ``other`` for names in other scripts, ``trigram`` (FTS5) over the keys of
both for the finder, ``point`` (R*Tree) for what lies near.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tacitus.knowledge.gazetteer_names import fold, loose, other_scripts, script_key, skeleton
from tacitus.records import TacitusError

# Divisions are row numbers in the packaged file and GeoNames ids in added ones, which must outlive
# a new packaged file.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, gid TEXT, name TEXT, lat REAL, lon REAL, feature TEXT,
  country TEXT, admin1 {division}, admin2 {division}, population INTEGER, radius REAL,
  countries TEXT, names TEXT);
CREATE TABLE exact (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, place INTEGER, loose TEXT, PRIMARY KEY (key, place, loose))
  WITHOUT ROWID;
CREATE TABLE other (key TEXT, place INTEGER, name TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE spelling (id INTEGER PRIMARY KEY, key TEXT);
CREATE VIRTUAL TABLE point USING rtree(id, south, north, west, east);
"""
TRIGRAM = (
    "CREATE VIRTUAL TABLE trigram USING fts5(key, content='spelling', content_rowid='id',"
    " tokenize='trigram case_sensitive 1', detail='none')"
)
# Older ones lack the tokenizer; reports are coded without it, names are not searched.
HAS_TRIGRAM = sqlite3.sqlite_version_info >= (3, 34)


class PlaceWriter:
    """Rows into a file, counted and hashed as they go.

    Args:
        base: an empty database, in a transaction.
        letters: least length of a loose form that is looked up by sound.
        division: SQL type of the columns admin1 and admin2, INTEGER or TEXT.
    """

    def __init__(self, base: sqlite3.Connection, letters: int, division: str = "INTEGER") -> None:
        self.base = base
        self.letters = letters
        self.next = 1
        self.hash = hashlib.sha256()
        self.exact: list[tuple[str, int]] = []
        self.sound: list[tuple[str, int, str]] = []
        self.other: dict[tuple[str, int], str] = {}
        for statement in SCHEMA.format(division=division).split(";"):
            base.execute(statement)

    def add(self, row: tuple, names: Iterable[str], others: Iterable[str] = ()) -> int:
        """Write one place.

        Args:
            row: gid to countries in the order of the table.
            names: all spellings in Latin letters, the chief one first.
            others: names in other scripts, and codes, that the finder alone looks up.

        Returns:
            Its row number.
        """
        number, self.next = self.next, self.next + 1
        names = list(dict.fromkeys(names))
        others = list(dict.fromkeys([*others, *other_scripts(names)]))
        whole = (number, *row, "|".join(names))
        self.hash.update(repr((whole, others)).encode())
        self.base.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", whole)
        self.base.execute("INSERT INTO point VALUES (?1, ?2, ?2, ?3, ?3)", (number, row[2], row[3]))
        keys = {fold(n) for n in names} - {""}
        self.exact.extend((key, number) for key in keys)
        sounds = {s for s in map(loose, keys) if len(s) >= self.letters}
        self.sound.extend((skeleton(s), number, s) for s in sounds)
        for name in others:
            self.other.setdefault((script_key(name), number), name)
        return number

    def close(self) -> None:
        """Write keys and indexes, sorted: trees grow many times faster in their own order."""
        base = self.base
        self.exact.sort()
        base.executemany("INSERT INTO exact VALUES (?,?)", self.exact)
        self.sound.sort()
        base.executemany("INSERT INTO sound VALUES (?,?,?)", self.sound)
        others = sorted((key, place, name) for (key, place), name in self.other.items() if key)
        base.executemany("INSERT INTO other VALUES (?,?,?)", others)
        keys = sorted({key for key, _ in self.exact} | {key for key, _, _ in others})
        base.executemany("INSERT INTO spelling (key) VALUES (?)", ((key,) for key in keys))
        if HAS_TRIGRAM:
            base.execute(TRIGRAM)
            base.execute("INSERT INTO trigram (trigram) VALUES ('rebuild')")
            base.execute("INSERT INTO trigram (trigram) VALUES ('optimize')")
        base.execute("CREATE INDEX place_gid ON place (gid)")
        self.note("content", self.hash.hexdigest()[:16])
        self.note("places", str(self.next - 1))

    def note(self, key: str, value: str) -> None:
        """Put a fact about the file into its table ``meta``."""
        self.base.execute("INSERT INTO meta VALUES (?,?)", (key, value))


@contextmanager
def whole_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database that appears at ``path`` only when it is whole.

    Several may build at once, in processes or threads: each writes a file of its own and the
    last renaming replaces the others.

    Raises:
        TacitusError: ``no-gazetteer-cache`` when the folder cannot be written to or is full.
    """
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:12]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(part, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(path, error) from error
    try:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        yield base
        base.execute("COMMIT")
        base.close()
        os.replace(part, path)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(path, error) from error
    finally:
        base.close()
        part.unlink(missing_ok=True)


def _unwritable(path: Path, error: Exception) -> TacitusError:
    return TacitusError(
        "no-gazetteer-cache",
        f"{path.parent}: cannot be written to ({error}).",
        "Set TACITUS_CACHE to a folder that can.",
    )
