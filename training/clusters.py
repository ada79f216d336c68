"""Which claims of different reports tell one happening, as marked by hand.

`annotations/clusters.jsonl` holds one cluster a line, then the reports that were read against
each other::

    {"cluster": "f1", "claims": ["fakes-1#e2", "fakes-7#e1"], "note": "market hit",
     "maybe": ["fakes-9#e4"], "unsure": true}
    {"read": ["fakes-1", "fakes-7", "fakes-9"]}

`fakes-1#e2` is the second event, counted from 1, of report fakes-1 in the file of annotations.
Claims of one cluster are one happening. `unsure` marks a cluster that careful readers could take
apart, or that is no event to them (a whole war told in passing); `maybe` names claims, of other
clusters or of none, that could belong to this one. Neither says anything of its pairs.

Claims of two read reports that share no cluster are different happenings. Three kinds of pair are
left open: those of unsure clusters, those of a claim and a cluster it may belong to, and two sums
over several events (`aggregate`) that are not marked as one, since their parts overlap.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from training.annotations import Unfit

_FOLDER = Path(__file__).parent / "annotations"
#: The clusters marked by hand, and the annotations whose events they name.
CLUSTERS, ANNOTATED = _FOLDER / "clusters.jsonl", _FOLDER / "fakes.jsonl"


@dataclass(frozen=True)
class Clusters:
    """Clusters of claims across reports, and what they say of pairs.

    Attributes:
        claims: every claim of the reports that were read against each other, in a fixed order;
            its value tells whether it is a sum over several events.
        sure: claims of each cluster, by its name; one happening.
        unsure: the same for clusters that readers could take apart.
        maybe: by cluster, the claims that could belong to it.
        open: by claim, those with which the readers left it open.
    """

    claims: dict[str, bool]
    sure: dict[str, tuple[str, ...]]
    unsure: dict[str, tuple[str, ...]]
    maybe: dict[str, tuple[str, ...]]
    open: dict[str, set[str]] = field(init=False, repr=False, compare=False)
    _of: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the clusters by claim."""
        found: dict[str, set[str]] = defaultdict(set)
        for claims in self.unsure.values():
            for claim in claims:
                found[claim].update(other for other in claims if other != claim)
        for name, claims in self.maybe.items():
            for other in (self.sure | self.unsure)[name]:
                for claim in claims:
                    found[claim].add(other)
                    found[other].add(claim)
        of = {claim: name for name, claims in self.sure.items() for claim in claims}
        object.__setattr__(self, "_of", of)
        object.__setattr__(self, "open", dict(found))

    def verdict(self, one: str, other: str) -> bool | None:
        """Whether two claims of different reports tell one happening.

        Returns:
            True or False; None where the readers left it open, or did not read both reports, and
            for two claims of one report.
        """
        if one not in self.claims or other not in self.claims or report_of(one) == report_of(other):
            return None
        name = self._of.get(one)
        if name is not None and name == self._of.get(other):
            return True
        if other in self.open.get(one, ()) or (self.claims[one] and self.claims[other]):
            return None
        return False

    def same(self) -> Iterator[tuple[str, str]]:
        """The pairs of claims that tell one happening, cluster by cluster."""
        for claims in self.sure.values():
            yield from combinations(claims, 2)

    def different(self) -> Iterator[tuple[str, str]]:
        """The pairs of claims that tell different happenings: millions, so drawn one by one.

        A trainer mostly wants those that look alike: draw such pairs by place and day, and ask
        `verdict` of each.
        """
        for one, other in combinations(self.claims, 2):
            if self.verdict(one, other) is False:
                yield one, other


def report_of(claim: str) -> str:
    """The id of the report that a claim stands in."""
    return claim.rpartition("#")[0]


def load_clusters(path: Path = CLUSTERS, annotated: Path = ANNOTATED) -> Clusters:
    """The clusters of a file, held against the annotations that they name.

    Args:
        path: the clusters, as the head of this module tells.
        annotated: the stand-off annotations of the reports (see `training.annotations`).

    Raises:
        Unfit: when a line names a claim or report that is not annotated or was not read, a claim
            stands in two clusters or twice in one, a cluster has fewer than two claims or two
            of one report, or a name is given twice.
    """
    sums = _sums(annotated)
    clusters: list[tuple[int, dict[str, object]]] = []
    read: dict[str, None] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        if "read" in row:
            read |= dict.fromkeys(row["read"])
        else:
            clusters.append((number, row))
    unknown = [report for report in read if report not in sums]
    if unknown:
        raise Unfit(f"{path}: read reports that are not annotated: {', '.join(unknown)}")
    claims = {f"{r}#e{n}": total for r in read for n, total in enumerate(sums[r], 1)}
    sure: dict[str, tuple[str, ...]] = {}
    unsure: dict[str, tuple[str, ...]] = {}
    maybe: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for number, row in clusters:
        name, members, loose = str(row["cluster"]), _list(row, "claims"), _list(row, "maybe")
        fault = _fault(members, loose, claims, taken)
        if fault is None and (name in sure or name in unsure):
            fault = "the name is given twice"
        if fault is not None:
            raise Unfit(f"{path}:{number}: cluster {name}: {fault}")
        taken.update(members)
        (unsure if row.get("unsure") else sure)[name] = members
        if loose:
            maybe[name] = loose
    return Clusters(claims, sure, unsure, maybe)


def _sums(annotated: Path) -> dict[str, list[bool]]:
    """Of each report's events, whether they are sums over several."""
    rows = map(json.loads, annotated.read_text(encoding="utf-8").splitlines())
    return {row["id"]: [event["aggregate"] for event in row["events"]] for row in rows}


def _list(row: dict[str, object], key: str) -> tuple[str, ...]:
    """The strings that a row gives for a key; none where it lacks the key."""
    value = row.get(key)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _fault(
    members: tuple[str, ...], loose: tuple[str, ...], claims: dict[str, bool], taken: set[str]
) -> str | None:
    """In words what is wrong with a cluster, if anything."""
    unknown = [claim for claim in (*members, *loose) if claim not in claims]
    if unknown:
        return f"no such claim in the reports read: {', '.join(unknown)}"
    twice = [claim for claim in members if claim in taken]
    if twice:
        return f"stands in another cluster too: {', '.join(twice)}"
    if len(members) < 2:
        return "fewer than two claims"
    if len({report_of(claim) for claim in members}) < len(members):
        return "two claims of one report"
    if set(members) & set(loose):
        return "a claim that may belong to it already does"
    return None
