"""Actors out of other lists: the CSV of the UCDP Actor Dataset, a CSV or YAML file of one's own."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from tacitus.knowledge.actor_entries import (
    LONGEST_NAME,
    ActorEntry,
    ActorFile,
    Codes,
    More,
    Spelling,
    Tie,
)
from tacitus.knowledge.actors import Registry, fold
from tacitus.knowledge.load import Entry, packaged, read_yaml
from tacitus.records import Problem, TacitusError

_LISTED = "|"
_SLUG = re.compile(r"[^a-z0-9]+")
# columns of a table of one's own that hold text, numbers and codes
_TEXTS = ("name", "kind", "about", "source")
_YEARS = ("since", "until")
_CODES = ("ucdp", "cameo", "acled", "wikidata")


class UcdpForm(Entry):
    """How the UCDP Actor Dataset is read: see actor_imports.yaml."""

    names: tuple[str, ...]
    kinds: dict[str, str]
    states: frozenset[str]
    source: str


@dataclass(slots=True)
class Imported:
    """What an import gave.

    Attributes:
        actors: new ones, by id.
        more: what is added to actors that are there, by id.
        left_out: rows that were not taken, with the reason.
        encoding: how the file's letters were read.
    """

    actors: dict[str, ActorEntry] = field(default_factory=dict)
    more: dict[str, More] = field(default_factory=dict)
    left_out: list[Problem] = field(default_factory=list)
    encoding: str = "utf-8"

    def file(self) -> ActorFile:
        """The actors in the form of the registry's files."""
        return ActorFile(actors=self.actors, more=self.more)


def import_actors(path: Path, registry: Registry) -> Imported:
    """Read a list of actors.

    Args:
        path: ``.yaml`` in the form of the packaged files; ``.csv`` with the columns of the UCDP
            Actor Dataset (ActorId, NameData, ...) or with id, name, kind, about and, if wanted,
            source, countries, since, until, aliases, parents, backers, successors (several
            values with "|" between them), ucdp, cameo, acled, wikidata.
        registry: the actors in force. A UCDP actor with a name of just one of them is that one.

    Raises:
        TacitusError: ``bad-actor-file`` when it cannot be read or lacks columns,
            ``duplicate-actor`` when an id stands twice.
    """
    if path.suffix in (".yaml", ".yml"):
        file = read_yaml(path, ActorFile)
        return Imported(dict(file.actors), dict(file.more))
    text, encoding = _decoded(path)
    rows = list(_rows(text, path))
    columns = set(rows[0]) if rows else set()
    found = None
    if {"ActorId", "NameData"} <= columns:
        found = _from_ucdp(rows, registry)
    elif {"id", "name", "kind", "about"} <= columns:
        found = _from_table(rows, path)
    if found is not None:
        found.encoding = encoding
        return found
    raise TacitusError(
        "bad-actor-file",
        f"{path}: no list of actors: it needs the columns ActorId and NameData (UCDP), or id,"
        " name, kind and about.",
        "Give a header line with these names, or a YAML file.",
    )


def _decoded(path: Path) -> tuple[str, str]:
    """The text of a table, and the encoding it is in."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TacitusError("bad-actor-file", f"{path}: cannot be read ({error}).") from error
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = {"utf-16": "utf-16"}
    else:
        encodings = {"utf-8-sig": "utf-8", "cp1252": "Windows-1252"}  # UCDP's files have been both
    for codec, name in encodings.items():
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(codec), name
    raise TacitusError(
        "bad-actor-file",
        f"{path}: is in no encoding that is known ({', '.join(encodings.values())}).",
        "Save it as UTF-8.",
    )


def _rows(text: str, path: Path) -> Iterator[dict[str, str]]:
    try:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
    except csv.Error as error:
        raise TacitusError(
            "bad-actor-file",
            f"{path}: is no CSV ({error}).",
            "Save it as CSV in UTF-8, a line an actor.",
        ) from error


def _from_ucdp(rows: list[dict[str, str]], registry: Registry) -> Imported:
    form, out = packaged("actor_imports.yaml", UcdpForm), Imported()
    for number, row in enumerate(rows, 2):
        names = list(dict.fromkeys(filter(None, (row.get(c, "") for c in form.names))))
        short = [n for n in names if len(n) <= LONGEST_NAME]
        if not row["ActorId"].isdigit() or not short or short[0] != row["NameData"]:
            out.left_out.append(_not_taken(number, "it has no ActorId or no NameData"))
            continue
        if row.get("Org") in form.states:
            continue  # organs of states are generated from country data
        codes = Codes(ucdp=int(row["ActorId"]))
        known = _known(short, registry)
        if len(known) == 1:
            fresh: list[str | Spelling] = [n for n in short if fold(n) not in registry.aliases]
            out.more[known[0]] = More(aliases=fresh, source=form.source, codes=codes)
            continue
        key = f"ucdp_{row['ActorId']}"
        out.actors[key] = ActorEntry(
            name=short[0],
            kind=form.kinds.get(row.get("Org", ""), form.kinds["1"]),
            about=f"Actor {row['ActorId']} of the UCDP Actor Dataset",
            source=form.source,
            countries=_countries(row.get("Location", ""), registry),
            aliases=list(short[1:]),
            codes=codes,
        )
    return out


def _known(names: list[str], registry: Registry) -> list[str]:
    """Ids of the actors of the registry that bear one of some names, and no other actor does."""
    ids = [
        aliases[0].actor
        for name in names
        if len(aliases := registry.aliases.get(fold(name), ())) == 1
    ]
    return list(dict.fromkeys(i for i in ids if not i.startswith("state:")))


def _countries(told: str, registry: Registry) -> list[str]:
    codes = (registry.nations.get(fold(name)) for name in re.split(r"[,;|]", told))
    return list(dict.fromkeys(c for c in codes if c))


def _from_table(rows: list[dict[str, str]], path: Path) -> Imported:
    out = Imported()
    for number, row in enumerate(rows, 2):
        key = _SLUG.sub("_", row["id"].lower()).strip("_")
        if key in out.actors:
            raise TacitusError(
                "duplicate-actor",
                f"{path}: line {number}: actor id {key} stands twice.",
                "Merge the two lines or rename one.",
            )
        try:
            out.actors[key] = _entry(row)
        except (ValidationError, ValueError) as error:
            told = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            out.left_out.append(_not_taken(number, told))
    return out


def _entry(row: Mapping[str, str]) -> ActorEntry:
    years = {k: int(row[k]) for k in _YEARS if row.get(k)}
    codes = {k: row[k] for k in _CODES if row.get(k)}
    ties = {
        k: [Tie(to=v) for v in _several(row.get(k, ""))]
        for k in ("parents", "split_from", "backers", "successors")
    }
    texts = {k: row.get(k, "") for k in _TEXTS}
    return ActorEntry.model_validate(
        texts
        | years
        | ties
        | {
            "codes": codes,
            "countries": _several(row.get("countries", "")),
            "aliases": _several(row.get("aliases", "")),
        }
    )


def _several(cell: str) -> list[str]:
    return [value for part in cell.split(_LISTED) if (value := part.strip())]


def _not_taken(number: int, why: str) -> Problem:
    return Problem("actor-not-taken", f"line {number} was left out: {why}.")
