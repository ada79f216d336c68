"""Files of which claims tell one event, as readers decided it.

A file holds one group a line::

    {"part": "dev", "cluster": "bridge-june", "claims": ["r1#e1", "r7#e2"], "note": "..."}

A claim is named by its report and its event's id in the gold file ("e" and its number from 1 where
it has none). ``maybe`` names claims that may or may not belong to the group, ``unsure`` says so of
the whole group, ``aggregate`` that it holds sums or lumps. A claim in no group is alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from tacitus.evaluate.benchmark import json_lines
from tacitus.evaluate.clusters import whole
from tacitus.evaluate.score import Event
from tacitus.knowledge.load import Entry
from tacitus.records import TacitusError


class Group(Entry):
    """Claims that tell one event.

    Attributes:
        cluster: its name.
        claims: keys of its claims.
        part: which part of the gold they are of ("dev", "train", "both"); not used.
        maybe: keys of claims that may belong to it.
        unsure: whether two careful readers could differ on the group.
        aggregate: whether it holds sums over several events, or lumps.
        note: what it is.
    """

    cluster: str
    claims: tuple[str, ...] = Field(min_length=1)
    part: str = ""
    maybe: tuple[str, ...] = ()
    unsure: bool = False
    aggregate: bool = False
    note: str = ""


def read_groups(path: Path) -> tuple[Group, ...]:
    """The groups of a file.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read, a line is of another form, or a claim
            is in two groups.
    """
    groups: list[Group] = []
    seen: dict[str, str] = {}
    for number, form in json_lines(path):
        try:
            group = Group.model_validate(form)
        except ValidationError as error:
            raise TacitusError(
                "bad-set-file",
                f"{path}, line {number}: {error.errors()[0]['msg']}.",
                'Give {"cluster": NAME, "claims": ["REPORT#EVENT", ...]}.',
            ) from error
        for claim in group.claims:
            if claim in seen:
                raise TacitusError(
                    "bad-set-file",
                    f"{path}, line {number}: {claim} is in {seen[claim]} already.",
                    "Put each claim into one group.",
                )
            seen[claim] = group.cluster
        groups.append(group)
    return tuple(groups)


def with_ids(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Gold events, each with an id: its own, or "e" and its number from 1."""
    return [{**event, "id": event.get("id") or f"e{n}"} for n, event in enumerate(events, 1)]


def gold_clusters(
    groups: Iterable[Group], keys: Collection[str], name: str = "the clusters"
) -> list[frozenset[str]]:
    """All claims of a gold set by the event they tell.

    Args:
        groups: as read.
        keys: of all its claims; groups may name claims of other reports.
        name: of the file, for messages.

    Raises:
        TacitusError: ``bad-set-file`` when a group names a claim that its report does not have, or
            none of the groups names a claim of the set.
    """
    groups = list(groups)
    reports = {key.partition("#")[0] for key in keys}
    named = [claim for group in groups for claim in (*group.claims, *group.maybe)]
    missing = [c for c in named if c.partition("#")[0] in reports and c not in keys]
    if missing:
        raise TacitusError("bad-set-file", f"{name}: the gold has no event {missing[0]}.")
    if not any(claim in keys for claim in named):
        raise TacitusError(
            "bad-set-file",
            f"{name}: no claim of the gold files is named in it.",
            "Give the clusters of these gold files.",
        )
    return whole([group.claims for group in groups], keys)


def aside_of(groups: Iterable[Group]) -> dict[str, frozenset[str]]:
    """For each claim, those of which it is open whether they tell the same event."""
    aside: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for claim in group.claims:
            for other in group.maybe:
                aside[claim].add(other)
                aside[other].add(claim)
        if group.unsure:
            for one, other in permutations(group.claims, 2):
                aside[one].add(other)
    return {claim: frozenset(others) for claim, others in aside.items()}
