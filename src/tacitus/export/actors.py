"""The actor registry for people and programs: tables, all that is known of one, YAML, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import yaml
from rich.table import Table

from tacitus.knowledge.actor_codes import other_names
from tacitus.knowledge.actor_entries import ActorFile, Tie, lineage

if TYPE_CHECKING:
    from tacitus.knowledge.actor_search import Hit
    from tacitus.knowledge.actors import Actor, Registry

_TIES = ("parents", "split_from", "backers", "successors")
_COLUMNS = (
    "id", "name", "kind", "about", "source", "countries", "since", "until", "aliases", *_TIES,
    "ucdp", "cameo", "acled", "wikidata",
)  # fmt: skip


def hits_table(hits: Sequence[Hit]) -> Table:
    """Actors found, one a line."""
    table = Table("id", "name", "class", "countries", "years", "found as", box=None)
    for hit in hits:
        actor = hit.actor
        table.add_row(
            actor.id,
            actor.name,
            actor.kind,
            " ".join(actor.countries),
            _years(actor.entry),
            f"{hit.name} ({hit.likeness:.0f})",
        )
    return table


def actor_lines(actor: Actor, registry: Registry) -> Iterator[str]:
    """All that is known of one actor, a line each."""
    yield f"{actor.name} ({actor.id})"
    yield f"class       {actor.kind}"
    yield f"countries   {' '.join(actor.countries) or '-'}"
    entry = actor.entry
    if entry is None:
        yield "an organ of a state, generated from country data"
        yield from _code_lines(actor)
        return
    yield f"years       {_years(entry) or 'not known'}"
    yield f"about       {entry.about}"
    yield f"from        {entry.source or 'not told'}"
    for spelling in entry.spellings()[1:]:
        notes = [n for n in (spelling.language, _years(spelling)) if n]
        yield f"name        {spelling.name}" + (f" ({', '.join(notes)})" if notes else "")
    for label, ties in (
        ("branch of", entry.parents),
        ("split from", entry.split_from),
        ("backed by", entry.backers),
        ("became", entry.successors),
    ):
        for tie in ties:
            yield f"{label:11} {_tie(tie, registry)}"
    entries = {k: a.entry for k, a in registry.actors.items() if a.entry is not None}
    for key, other in entries.items():
        for label, ties in (
            ("branch", other.parents),
            ("splinter", other.split_from),
            ("backs", other.backers),
        ):
            for tie in ties:
                if tie.to == actor.id:
                    yield f"{label:11} {_tie(tie.model_copy(update={'to': key}), registry)}"
    line = lineage(entries, actor.id)
    if len(line) > 1:
        yield f"line        {' > '.join(registry.actors[k].name for k in line)}"
    yield from _code_lines(actor)


def _code_lines(actor: Actor) -> Iterator[str]:
    """What other data sets call an actor, and its class there."""
    for name, value in asdict(other_names(actor)).items():
        told = "; ".join(value) if isinstance(value, tuple) else value
        if told:
            yield f"{name:11} {told}"


def _tie(tie: Tie, registry: Registry) -> str:
    known = registry.actors.get(tie.to)
    years = _years(tie)
    return f"{known.name if known else tie.to} ({tie.to}{', ' + years if years else ''})"


def _years(dated: Any) -> str:
    since, until = getattr(dated, "since", None), getattr(dated, "until", None)
    return f"{since or ''}-{until or ''}" if since or until else ""


def registry_yaml(registry: Registry) -> str:
    """The registry in the form of its files, without organs of states: these are generated."""
    entries = {a.id: a.entry for a in registry.actors.values() if a.entry is not None}
    return file_yaml(ActorFile(actors=entries))


def file_yaml(file: ActorFile) -> str:
    """A file of actors as YAML, what is left at its default left out."""
    told = file.model_dump(exclude_defaults=True)
    return str(yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100))


def registry_csv(registry: Registry) -> str:
    """The registry as a table that ``tacitus actors import`` reads; years of names are lost."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for actor in registry.actors.values():
        entry = actor.entry
        if entry is None:
            continue
        codes = entry.codes
        table.writerow(
            [
                actor.id, entry.name, entry.kind, entry.about, entry.source,
                "|".join(entry.countries), entry.since or "", entry.until or "",
                "|".join(s.name for s in entry.spellings()[1:]),
                *("|".join(t.to for t in getattr(entry, tie)) for tie in _TIES),
                codes.ucdp or "", codes.cameo or "", codes.acled or "", codes.wikidata or "",
            ]
        )  # fmt: skip
    return out.getvalue()


def registry_jsonl(registry: Registry) -> str:
    """All actors, organs of states among them, a JSON object a line."""
    rows = []
    for actor in registry.actors.values():
        row: dict[str, Any] = {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "countries": list(actor.countries),
        }
        if actor.entry is not None:
            row |= actor.entry.model_dump(exclude_defaults=True)
        named = asdict(other_names(actor)).items()
        row["codes"] = {name: value for name, value in named if value}
        rows.append(json.dumps(row, ensure_ascii=False))
    return "".join(f"{row}\n" for row in rows)
