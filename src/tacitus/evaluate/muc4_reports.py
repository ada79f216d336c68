"""The reports of MUC-4 (1992) with their templates, in the form of GTT (Du, Rush and Cardie 2021).

A template holds the entities of each role; an entity is a list of strings that stand for it in the
text, each with the place where it first occurs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.evaluate.benchmark import set_lines
from tacitus.learned.piece_labels import MUC_ROLES
from tacitus.records import TacitusError

Mentions = tuple[str, ...]
Entities = dict[str, tuple[Mentions, ...]]


@dataclass(frozen=True, slots=True)
class Incidents:
    """One report.

    Attributes:
        id: its name in the set.
        text: in lower case.
        templates: how many incidents were coded in it.
        entities: for each role the strings of each entity, those of all templates pooled.
        fillers: each string of any template with its role and where it first occurs.
    """

    id: str
    text: str
    templates: int
    entities: Entities
    fillers: tuple[tuple[str, str, int], ...]


def reports(path: Path) -> Iterator[Incidents]:
    """The reports of a file, one JSON object a line.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read or is of another form.
    """
    for number, line in enumerate(set_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            templates = row["templates"]
            yield Incidents(
                row["docid"],
                row["doctext"],
                len(templates),
                _pooled(templates),
                _fillers(templates),
            )
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise TacitusError("bad-set-file", f"{path}, line {number}: {error!r}.") from error


def _fillers(templates: list[dict[str, Any]]) -> tuple[tuple[str, str, int], ...]:
    """Every string once; of several roles the one it has first."""
    found: dict[str, tuple[str, str, int]] = {}
    for template in templates:
        for role in MUC_ROLES:
            for entity in template[role]:
                for mention, at in entity:
                    found.setdefault(mention, (mention, role, int(at)))
    return tuple(found.values())


def _pooled(templates: list[dict[str, Any]]) -> Entities:
    """The entities of all templates, as GRIT (Du, Rush and Cardie 2021) pools them.

    In the order of the templates an entity is left out when its strings are all among those of
    one taken before, or the other way round.
    """
    entities: Entities = {}
    for role in MUC_ROLES:
        taken: list[Mentions] = []
        for template in templates:
            for entity in template[role]:
                mentions = tuple(mention for mention, _ in entity)
                if mentions and not any(_within(mentions, other) for other in taken):
                    taken.append(mentions)
        entities[role] = tuple(taken)
    return entities


def _within(one: Mentions, other: Mentions) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)
