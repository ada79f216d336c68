"""Reviewers' decisions as tests need them."""

from __future__ import annotations

from collections.abc import Iterable

from tacitus.records import Decision


def decided(
    key: str,
    kind: str = "undo",
    *claims: str,
    apart: Iterable[str] = (),
    undoes: str | None = None,
) -> Decision:
    """A decision of one reviewer."""
    return Decision(
        id=key,
        kind=kind,
        author="ana",
        at="2017-04-12T09:30:00Z",
        why="read both reports",
        claims=tuple(claims),
        apart=tuple(apart),
        undoes=undoes,
    )
