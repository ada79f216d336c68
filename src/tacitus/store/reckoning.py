"""What a store asks of ``reconcile``: how claims are compared, put together and told as events."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus import __version__
from tacitus.knowledge.load import packaged_path
from tacitus.reconcile.blocking import filed
from tacitus.reconcile.cluster import Cluster, Reconciler
from tacitus.reconcile.compose import compose
from tacitus.reconcile.copies import Copies
from tacitus.reconcile.decisions import in_force
from tacitus.reconcile.links import Link, linked, page_marks
from tacitus.reconcile.shingles import wording
from tacitus.reconcile.traits import Traits, traits_of
from tacitus.reconcile.traits_form import from_json, to_json
from tacitus.records import Decision, Event, Report, Telling

#: The rule by which the figures of stored events are given.
RULE = "range"
#: What events hang on besides the code, claims and decisions.
_KNOWLEDGE = ("reconciling.yaml", "reconciling_words.yaml", "figure_rules.yaml", "support.yaml")

Composer = Callable[..., Event]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a report's likes are found by, as signed numbers of 64 bits.

    Attributes:
        words: of its wording, see ``reconcile.shingles``.
        pages: of its address and headline, see ``reconcile.links``.
    """

    words: tuple[int, ...]
    pages: tuple[int, ...]


class Reckoning:
    """How events are computed.

    Args:
        composer: tells an event of the claims of a cluster, as ``reconcile.compose.compose`` does.
        version: what the result hangs on besides claims and decisions; events that another version
            computed are stale. By default that of Tacitus and of the knowledge used.
    """

    def __init__(self, composer: Composer = compose, version: str | None = None) -> None:
        self.version = version or _version()
        self.reconciler = Reconciler()
        self._composer = composer

    def marks(self, report: Report) -> Marks:
        """What a report's likes are found by."""
        return Marks(wording(report).marks(), page_marks(report))

    def link(self, one: Report, other: Report) -> Link | None:
        """How two reports hang together, see ``reconcile.links``."""
        return linked(one, other)

    def traits(self, telling: Telling) -> Traits:
        """What a claim is compared by."""
        return traits_of(telling)

    def blocks(self, traits: Traits) -> tuple[int, ...]:
        """The blocks that a claim is filed under, as numbers."""
        return tuple(sorted({block_number(block) for block in filed(traits)}))

    def event(
        self,
        tellings: Sequence[Telling],
        cluster: Cluster,
        decisions: Iterable[Decision],
        copies: Copies,
        rule: str = RULE,
    ) -> Event:
        """The event that the claims of a cluster tell.

        Args:
            tellings: the claims.
            cluster: their keys and bonds.
            decisions: those in force that name one of the claims.
            copies: which of the claims' reports are copies of each other.
            rule: by which figures are given.
        """
        return self._composer(
            tellings,
            cluster.bonds,
            copies=copies,
            rule=rule,
            decisions=tuple(decisions),
        )


def traits_to_json(traits: Traits) -> Any:
    """Traits in JSON form."""
    return to_json(traits)


def traits_from_json(form: Any) -> Traits:
    """The traits of a JSON form."""
    return from_json(form)


def by_claim(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """The decisions in force by the claims that they name, oldest first."""
    found: dict[str, list[Decision]] = {}
    for decision in in_force(decisions):
        for key in dict.fromkeys((*decision.claims, *decision.apart)):
            found.setdefault(key, []).append(decision)
    return found


def block_number(block: str) -> int:
    """A block's name as a signed number of 64 bits.

    Two names may have one number: claims that share no block are then compared in vain.
    """
    digest = hashlib.blake2b(block.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@cache
def _version() -> str:
    digest = hashlib.blake2b(digest_size=6)
    for name in _KNOWLEDGE:
        digest.update(packaged_path(name).read_bytes())
    return f"{__version__} {digest.hexdigest()}"
