"""The actor registry as it is written: YAML files, packaged and of one's own, and their checks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from tacitus.knowledge.load import Entry, read_yaml
from tacitus.records import TacitusError

#: Letters that a name may have at the most; longer ones are faults of a file, not names.
LONGEST_NAME = 200


class Spelling(Entry):
    """A name in another language, or one that was in use in certain years only.

    Attributes:
        name: as written.
        language: ISO 639-1 code; None for names that English-language reports use.
        since, until: years in which it means this actor; null where open.
        where: countries in whose reports alone it means this actor; empty where in all.
    """

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$")
    since: int | None = None
    until: int | None = None
    where: list[str] = Field(default_factory=list)


class Tie(Entry):
    """A tie to another actor or state in certain years; open ends are null."""

    to: str
    since: int | None = None
    until: int | None = None


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


class ActorEntry(Entry):
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
    since: int | None = None
    until: int | None = None
    aliases: list[str | Spelling] = Field(default_factory=list)
    parents: list[Tie] = Field(default_factory=list)
    split_from: list[Tie] = Field(default_factory=list)
    backers: list[Tie] = Field(default_factory=list)
    successors: list[Tie] = Field(default_factory=list)
    codes: Codes = Codes()

    def spellings(self) -> tuple[Spelling, ...]:
        """All names, the chief one first; those without years are good for all years."""
        others = (a if isinstance(a, Spelling) else Spelling(name=a) for a in self.aliases)
        return (Spelling(name=self.name), *others)

    def ties(self) -> tuple[Tie, ...]:
        """All ties, of whatever sort."""
        return (*self.parents, *self.split_from, *self.backers, *self.successors)


class More(Entry):
    """What a file adds to an actor of another file.

    Attributes:
        aliases: further names.
        source: further works that tell of it.
        codes: what other data sets call it; these stand before those it has.
    """

    aliases: list[str | Spelling] = Field(default_factory=list)
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


def check_actors(entries: Actors, kinds: Iterable[str], countries: Iterable[str]) -> None:
    """Check that classes, countries and ties of all entries are there.

    Args:
        entries: by id.
        kinds: names of classes.
        countries: ISO codes.

    Raises:
        TacitusError: ``bad-knowledge`` for the first class, country or tie that is nothing;
            ``cycle-of-succession`` for actors that succeed themselves.
    """
    known, places = frozenset(kinds), frozenset(countries)
    for key, entry in entries.items():
        if entry.kind not in known:
            raise TacitusError(
                "bad-knowledge",
                f"actor {key}: no class {entry.kind!r}.",
                "Use one of actor_classes.yaml.",
            )
        missing = [c for c in entry.countries if c not in places]
        missing += [t.to for t in entry.ties() if t.to not in entries and t.to not in places]
        if missing:
            raise TacitusError(
                "bad-knowledge",
                f"actor {key}: {missing[0]} is neither an actor id nor a country code.",
                "Add it or mend the tie.",
            )
    for name in ("successors", "parents"):
        _check_cycles(entries, name)


def _check_cycles(entries: Actors, tie: str) -> None:
    graph = {k: [t.to for t in getattr(e, tie) if t.to in entries] for k, e in entries.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise TacitusError(
            "cycle-of-succession",
            f"actors that are their own {tie}: {' > '.join(error.args[1])}.",
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
