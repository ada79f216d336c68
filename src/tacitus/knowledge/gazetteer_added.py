"""Places that the user adds to the gazetteer: a file for each source, beside the packaged one.

A file appears when it is whole and goes when it is removed; nothing in it hangs on the packaged
file, so that a new one of that leaves it as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.knowledge.borders import open_borders
from tacitus.knowledge.gazetteer_build import GazetteerSettings
from tacitus.knowledge.gazetteer_forms import Form
from tacitus.knowledge.gazetteer_lines import Progress, Tally, opened, read_cells, sha256
from tacitus.knowledge.gazetteer_names import latin, other_scripts
from tacitus.knowledge.gazetteer_pcodes import PcodeReader, divisions_by_name
from tacitus.knowledge.gazetteer_rows import PlaceRow, geonames_rows, plain_rows
from tacitus.knowledge.gazetteer_writer import PlaceWriter, whole_file
from tacitus.knowledge.load import packaged, packaged_path
from tacitus.knowledge.made import cache_folder
from tacitus.records import Problem, TacitusError

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer

_PREFIX, _SUFFIX = "gazetteer-added-", ".sqlite"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,60}")
# The larger first, as in the packaged file: what the rows of a name come in the order of.
_ORDER = ("admin1", "admin2", "admin3", "settlement", "area", "site")
# What a polygon holds: the rest are units of their own.
_HELD = ("settlement", "area", "site")
# Rows with other keys than this code makes are keyed anew.
_KEYED_BY = ("gazetteer_names.py", "gazetteer_writer.py")


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one thing that was added.

    Attributes:
        name: "SY", or the name of the file without its ending.
        form: of the file.
        origin: URL or path.
        size: of the file, in bytes.
        sha256: of the file's bytes.
        etag: the server's mark of that version; None for a local file or where it gave none.
        modified: when the server's file was last changed, as it told; None as above.
        added: when it was added, ISO 8601 in UTC.
        places: how many it gave.
        good: lines without a fault.
        left_out: lines among them of classes that are not kept.
        bad: lines with a fault.
        content: hash of all its rows.
    """

    name: str
    form: Form
    origin: str
    size: int = 0
    sha256: str = ""
    etag: str | None = None
    modified: str | None = None
    added: str = ""
    places: int = 0
    good: int = 0
    left_out: int = 0
    bad: int = 0
    content: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file gave.

    Attributes:
        source: what is recorded of it.
        problems: the first bad lines.
        replaced: what was there under that name before.
    """

    source: Source
    problems: tuple[Problem, ...] = ()
    replaced: Source | None = field(default=None)


def added_folder(built: Path | None = None) -> Path:
    """Where added files lie: TACITUS_GAZETTEER, else beside the built gazetteer.

    Args:
        built: folder of the built gazetteer; by default ``cache_folder()``.
    """
    given = os.environ.get("TACITUS_GAZETTEER")
    return Path(given) if given else built or cache_folder()


def added_path(folder: Path, name: str) -> Path:
    """The file of one source.

    Raises:
        TacitusError: ``bad-source-name``.
    """
    if not _NAME.fullmatch(name):
        raise TacitusError(
            "bad-source-name",
            f"{name!r} cannot be the name of something added.",
            "Give one of letters, digits and -_. with --name.",
        )
    return folder / f"{_PREFIX}{name}{_SUFFIX}"


def added_paths(folder: Path) -> list[Path]:
    """Files of all sources that are there, by name."""
    return sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}"))


class AddedFile:
    """One added file, open for reading.

    Args:
        path: of the file.

    Raises:
        TacitusError: ``bad-added-file`` when it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.base = self._open()
            if self._fact("keys") != keys_tag():
                self._key_anew()
            self.source = Source(**json.loads(self._fact("source")))
        except (sqlite3.Error, ValueError, TypeError) as error:
            name = path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
            raise TacitusError(
                "bad-added-file",
                f"{path}: is damaged ({error}).",
                f"Remove it with `tacitus gazetteer remove {name}` and add it again.",
            ) from error

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )

    def _fact(self, key: str) -> str:
        row = self.base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise ValueError(f"it does not tell its {key}")
        return str(row[0])

    def _key_anew(self) -> None:
        """Write the same rows with the keys that this version looks up."""
        others: dict[int, list[str]] = {}
        for place, name in self.base.execute("SELECT place, name FROM other ORDER BY place, key"):
            others.setdefault(place, []).append(name)
        fact = self._fact("source")
        with whole_file(self.path) as fresh:
            writer = _writer(fresh)
            for number, *row, names in self.base.execute("SELECT * FROM place ORDER BY id"):
                writer.add(tuple(row), names.split("|"), others.get(number, ()))
            writer.close()
            writer.note("source", fact)
            writer.note("keys", keys_tag())
        self.base.close()
        self.base = self._open()


def open_added(folder: Path) -> tuple[AddedFile, ...]:
    """All added files, by name.

    Raises:
        TacitusError: ``bad-added-file``.
    """
    return tuple(AddedFile(path) for path in added_paths(folder))


def keys_tag() -> str:
    """A hash of what the keys of names hang on."""
    whole = hashlib.sha256(
        str(packaged("gazetteer.yaml", GazetteerSettings).sound_letters).encode()
    )
    for name in _KEYED_BY:
        whole.update(packaged_path(name).read_bytes())
    return whole.hexdigest()[:16]


def _writer(base: sqlite3.Connection) -> PlaceWriter:
    return PlaceWriter(base, packaged("gazetteer.yaml", GazetteerSettings).sound_letters, "TEXT")


def add_file(
    path: Path,
    gazetteer: Gazetteer,
    *,
    name: str,
    form: Form | None = None,
    country: str = "",
    told: Source | None = None,
    progress: Progress = lambda done, size: None,
) -> Added:
    """Load a file of places; what was there under the name is replaced.

    Args:
        path: a table or a zip that holds one.
        gazetteer: finds the packaged divisions and towns that the file's are.
        name: what it is called from then on.
        form: of the table; None to recognise it by its first line.
        country: ISO 3166 alpha-2 code for lines that tell none.
        told: where it came from, if not from ``path``.
        progress: told how many bytes of the table are read, of how many.

    Raises:
        TacitusError: ``bad-gazetteer-file`` when it cannot be read or has too many bad lines;
            ``no-gazetteer-cache`` when it cannot be kept. What was there before is then still
            there.
    """
    target = added_path(gazetteer.added_folder, name)
    with opened(path) as (stream, where, size):
        tally = Tally(where)
        table, cells = read_cells(stream, tally, form, lambda done: progress(done, size))
        if table.form == "geonames":
            rows = geonames_rows(cells, table, tally)
        elif table.form == "pcodes":
            rows = PcodeReader(table, tally, country, gazetteer).rows(cells)
        else:
            rows = plain_rows(cells, table, tally, name, country, divisions_by_name(gazetteer))
    tally.check()
    places = _joined(rows)
    del rows
    if not places:
        raise TacitusError(
            "bad-gazetteer-file",
            f"{tally.where}: none of its {tally.good} lines is of a class that is kept.",
            "Give a table with settlements, divisions or sites.",
        )
    source = replace(
        told or Source(name, table.form, str(path.resolve())),
        name=name,
        form=table.form,
        size=path.stat().st_size,
        sha256=sha256(path),
        added=datetime.now(UTC).isoformat(timespec="seconds"),
        places=len(places),
        good=tally.good,
        left_out=tally.left_out,
        bad=tally.bad,
    )
    before = next((s for s in gazetteer.sources if s.name == name), None)
    with whole_file(target) as base:
        writer = _writer(base)
        places.reverse()
        while places:
            row = places.pop()  # what is written is let go: large countries have millions
            writer.add(
                (row.gid, row.names[0], row.lat, row.lon, row.feature, row.country or None,
                 row.admin1 or None, row.admin2 or None, row.population, row.radius, row.country),
                [row.names[0], *latin(row.names[1:])],
                [*other_scripts(row.names), *row.codes],
            )  # fmt: skip
        writer.close()
        source = replace(source, content=writer.hash.hexdigest()[:16])
        writer.note("source", json.dumps(asdict(source)))
        writer.note("keys", keys_tag())
    return Added(source, tuple(tally.problems), before)


def _joined(rows: Iterable[PlaceRow]) -> list[PlaceRow]:
    """Each id once, with the names of all its rows, the larger first."""
    out: dict[str, PlaceRow] = {}
    for row in rows:
        known = out.get(row.gid)
        if known is None:
            out[row.gid] = row
        else:
            known.names = list(dict.fromkeys([*known.names, *row.names]))
            known.codes = (*known.codes, *row.codes)
    for row in out.values():
        if row.feature in _HELD and not (row.country and row.admin1):
            _hold(row)
    return sorted(out.values(), key=lambda r: (_ORDER.index(r.feature), -r.population, r.gid))


def _hold(row: PlaceRow) -> None:
    """Give a place the country and division whose polygon holds it, where its file tells none."""
    unit = open_borders().at(row.lat, row.lon)
    if unit is None:
        return
    row.country = row.country or unit.geonames_country
    if not row.admin1 and unit.sure and row.country == unit.geonames_country:
        row.admin1 = str(unit.division)


def remove_added(folder: Path, name: str) -> None:
    """Take out what was added under a name.

    Raises:
        TacitusError: ``not-added``; ``no-gazetteer-cache`` when the file cannot be removed.
    """
    path = added_path(folder, name)
    try:
        path.unlink()
    except FileNotFoundError:
        there = [p.name.removeprefix(_PREFIX).removesuffix(_SUFFIX) for p in added_paths(folder)]
        raise TacitusError(
            "not-added",
            f"nothing called {name!r} was added.",
            f"There is: {', '.join(there)}." if there else "Nothing was added so far.",
        ) from None
    except OSError as error:
        raise TacitusError("no-gazetteer-cache", f"{path}: cannot be removed ({error}).") from error
