"""The actor registry as it is written: YAML files, packaged and of one's own, and their checks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from tacitus.knowledge.load import Entry, read_yaml
from tacitus.records import TacitusError

#: Letters that a name may have at the most; longer ones are faults of a file, not names.
LONGEST_NAME = 200
#: Fields of an entry that hold ties.
TIES = ("parents", "split_from", "backers", "successors")


class Dated(Entry):
    """What holds in certain years only; ends are null where open.

    Attributes:
        since, until: first and last year.
    """

    since: int | None = None
    until: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self


class Spelling(Dated):
    """A name in another language, or one that was in use in certain years only.

    Attributes:
        name: as written.
        language: ISO 639-1 code; None for names that English-language reports use.
        since, until: years in which it means this actor; null where open.
        where: countries in whose reports alone it means this actor; empty where in all.
    """

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$")
    where: list[str] = Field(default_factory=list)


def _form(alias: Any) -> str:
    return "plain" if isinstance(alias, str) else "spelling"


#: A name alone, or one with its language, years and countries.
Name = Annotated[
    Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), Tag("plain")]
    | Annotated[Spelling, Tag("spelling")],
    Discriminator(_form),
]


class Tie(Dated):
    """A tie to another actor or state in certain years; open ends are null."""

    to: str


class Codes(Entry):
    """What other data sets call an actor, where that is known for certain.

    Attributes:
        ucdp: ActorId of the UCDP Actor Dataset.
        cameo: code of the CAMEO actor dictionaries.
        acled: name as ACLED writes it, without years.
        wikidata: item ("Q41053").
    """

    ucdp: int | None = Field(default=None, ge=1)
    cameo: str | None = Field(default=None, pattern="^[A-Z]{3,}$")
    acled: str | None = None
    wikidata: str | None = Field(default=None, pattern=r"^Q[1-9]\d*$")


class ActorEntry(Dated):
    """One actor of the registry.

    Attributes:
        name: the name most used in English.
        kind: class from actor_classes.yaml.
        about: one line on who it is.
        source: public works that tell of it.
        countries: ISO 3166 alpha-2 codes of where it acts, home first.
        since, until: years of activity; null where open or not certain.
        aliases: other names, spellings and abbreviations.
        parents: actors it is or was a branch of.
        split_from: actors it broke away from.
        backers: actors or states that back or backed it.
        successors: actors that it was renamed to, turned into or merged into.
        codes: what other data sets call it.
    """

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    kind: str
    about: str
    source: str = ""
    countries: list[str] = Field(default_factory=list)
    aliases: list[Name] = Field(default_factory=list)
    parents: list[Tie] = Field(default_factory=list)
    split_from: list[Tie] = Field(default_factory=list)
    backers: list[Tie] = Field(default_factory=list)
    successors: list[Tie] = Field(default_factory=list)
    codes: Codes = Codes()

    def spellings(self) -> tuple[Spelling, ...]:
        """All names, the chief one first; those without years are good for all years."""
        others = (a if isinstance(a, Spelling) else Spelling(name=a) for a in self.aliases)
        return (Spelling(name=self.name), *others)


class More(Entry):
    """What a file adds to an actor of another file.

    Attributes:
        aliases: further names.
        source: further works that tell of it.
        codes: what other data sets call it; these stand before those it has.
    """

    aliases: list[Name] = Field(default_factory=list)
    source: str = ""
    codes: Codes = Codes()


class ActorFile(Entry):
    """One file of actors.

    Attributes:
        actors: by id.
        more: what it adds to actors of other files, by their id.
    """

    actors: dict[str, ActorEntry] = Field(default_factory=dict)
    more: dict[str, More] = Field(default_factory=dict)


Actors = Mapping[str, ActorEntry]


def packaged_folder() -> Path:
    """The folder of the actors that ship with Tacitus."""
    return Path(str(files("tacitus.knowledge") / "actors"))


def own_folder() -> Path:
    """The folder of actors of one's own: TACITUS_ACTORS, else the user's configuration."""
    given = os.environ.get("TACITUS_ACTORS")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "tacitus" / "actors"


def actor_files() -> tuple[Path, ...]:
    """The files that are in force: packaged ones, then one's own, each by name."""
    return tuple(
        path
        for folder in (packaged_folder(), own_folder())
        for path in sorted(folder.glob("*.yaml"))
    )


def read_actors(paths: Iterable[Path]) -> dict[str, ActorEntry]:
    """The entries of some files.

    Raises:
        TacitusError: ``bad-knowledge`` when a file does not fit the schema; as ``join_actors``.
    """
    return join_actors((path, read_yaml(path, ActorFile)) for path in paths)


def join_actors(parts: Iterable[tuple[Path, ActorFile]]) -> dict[str, ActorEntry]:
    """The entries of files that were read.

    Args:
        parts: each with where it lies, for messages.

    Raises:
        TacitusError: ``duplicate-actor`` when an id stands twice, ``bad-knowledge`` when a file
            adds to an actor that is in none.
    """
    entries: dict[str, ActorEntry] = {}
    homes: dict[str, Path] = {}
    additions: list[tuple[Path, str, More]] = []
    for path, file in parts:
        additions += [(path, key, more) for key, more in file.more.items()]
        for key, entry in file.actors.items():
            if key in entries:
                raise TacitusError(
                    "duplicate-actor",
                    f"{path}: actor id {key} stands in {homes[key]} too.",
                    "Merge the two entries or rename one.",
                )
            entries[key], homes[key] = entry, path
    for path, key, more in additions:
        if key not in entries:
            raise TacitusError(
                "bad-knowledge",
                f"{path}: adds to {key}, which is no actor.",
                "Name an actor that is in force (tacitus actors search).",
            )
        entries[key] = _extended(entries[key], more)
    return entries


def _extended(entry: ActorEntry, more: More) -> ActorEntry:
    source = "; ".join(filter(None, (entry.source, more.source)))
    codes = entry.codes.model_copy(update=more.codes.model_dump(exclude_none=True))
    changes = {"aliases": [*entry.aliases, *more.aliases], "source": source, "codes": codes}
    return entry.model_copy(update=changes)


def homes_of(parts: Iterable[tuple[Path, ActorFile]]) -> dict[str, Path]:
    """The file that each actor stands in, for messages."""
    return {key: path for path, file in parts for key in file.actors}


def check_actors(
    entries: Actors,
    kinds: Iterable[str],
    countries: Iterable[str],
    homes: Mapping[str, Path] | None = None,
) -> None:
    """Check that classes, countries and ties of all entries are there.

    Args:
        entries: by id.
        kinds: names of classes.
        countries: ISO codes.
        homes: the files that they stand in, for messages.

    Raises:
        TacitusError: ``bad-knowledge`` for the first class, country or tie that is nothing;
            ``cycle-of-succession`` for actors that succeed themselves.
    """
    known, places, files = frozenset(kinds), frozenset(countries), homes or {}
    for key, entry in entries.items():
        at = _at(key, files)
        if entry.kind not in known:
            raise TacitusError(
                "bad-knowledge",
                f"{at}: no class {entry.kind!r}.",
                f"Use one of {', '.join(sorted(known))}.",
            )
        where = [c for spelling in entry.spellings() for c in spelling.where]
        missing = [("countries", c) for c in (*entry.countries, *where) if c not in places]
        missing += [
            (name, tie.to)
            for name in TIES
            for tie in getattr(entry, name)
            if tie.to not in entries and tie.to not in places
        ]
        for name, lost in missing[:1]:
            raise TacitusError(
                "bad-knowledge",
                f"{at}: {name}: {lost} is neither an actor id nor a country code.",
                "Add it or mend the tie.",
            )
    for name in ("successors", "parents"):
        _check_cycles(entries, name, files)


def _at(key: str, homes: Mapping[str, Path]) -> str:
    return f"{homes[key]}: actor {key}" if key in homes else f"actor {key}"


def _check_cycles(entries: Actors, tie: str, homes: Mapping[str, Path]) -> None:
    graph = {k: [t.to for t in getattr(e, tie) if t.to in entries] for k, e in entries.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise TacitusError(
            "cycle-of-succession",
            f"{_at(error.args[1][0], homes)}: actors that are their own {tie}:"
            f" {' > '.join(error.args[1])}.",
            "Take one of these ties out.",
        ) from error


def lineage(entries: Actors, key: str) -> tuple[str, ...]:
    """The line of succession that an actor is of, from the first to the last, itself among them.

    Args:
        entries: by id, without cycles of succession.
        key: an actor's id.
    """
    after = {k: [t.to for t in e.successors if t.to in entries] for k, e in entries.items()}
    before: dict[str, list[str]] = {}
    for k, following in after.items():
        for other in following:
            before.setdefault(other, []).append(k)
    line = _reached(before, key) | _reached(after, key)
    order = TopologicalSorter(
        {k: [b for b in before.get(k, ()) if b in line] for k in sorted(line)}
    )
    return tuple(order.static_order())


def _reached(ties: Mapping[str, Sequence[str]], key: str) -> set[str]:
    seen, todo = {key}, [key]
    while todo:
        new = [k for k in ties.get(todo.pop(), ()) if k not in seen]
        seen.update(new)
        todo += new
    return seen
