"""Reviewers' decisions: those in the store, and new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from tacitus.records import Decision
from tacitus.serve.accounts import PersonDep
from tacitus.serve.api.common import PROBLEMS, Link, Offset, only, page_links
from tacitus.serve.caching import Fresh
from tacitus.serve.filters import MOST, PAGE
from tacitus.serve.review.deciding import decide
from tacitus.serve.state import StoreDep
from tacitus.store.review import new_decision

router = APIRouter(tags=["decisions"], responses=PROBLEMS)
_Key = Annotated[str, Field(min_length=1, max_length=300)]
_Keys = Annotated[list[_Key], Field(max_length=10_000)]


@dataclass(frozen=True, slots=True)
class Decisions:
    """A page of decisions.

    Attributes:
        decisions: those of the page, oldest first.
        total: how many there are.
        offset, limit: which of them these are.
        links: to this page, the next and the one before.
    """

    decisions: tuple[Decision, ...]
    total: int
    offset: int
    limit: int
    links: list[Link]


class NewDecision(BaseModel):
    """What is decided; who decides is whoever asks, and when is now (see ``Decision``)."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["merge", "split", "edit", "reject", "accept", "undo"]
    why: Annotated[str, Field(min_length=1, max_length=10_000)]
    claims: _Keys = []
    apart: _Keys = []
    field: Annotated[str, Field(max_length=100)] | None = None
    value: Annotated[str, Field(max_length=100_000)] | None = None
    known: Annotated[str, Field(max_length=30)] | None = None
    undoes: Annotated[str, Field(max_length=100)] | None = None


@router.get("/decisions", dependencies=[Depends(only("offset", "limit"))])
def list_decisions(
    request: Request,
    store: StoreDep,
    _: Fresh,
    offset: Annotated[Offset, Query()] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> Decisions:
    """All decisions, undone ones and undos among them, a page of them."""
    found = store.decisions()
    links = page_links(request, offset, limit, len(found))
    return Decisions(found[offset : offset + limit], len(found), offset, limit, links)


@router.post("/decisions", status_code=201, dependencies=[Depends(only())])
def post_decision(store: StoreDep, person: PersonDep, new: NewDecision) -> Decision:
    """Write a decision down for good, signed by whoever asks, and compute what it touches."""
    about = new.model_dump(exclude={"kind", "why", "claims", "apart"})
    told = new_decision(
        new.kind,
        author=person.name,
        why=new.why,
        claims=tuple(new.claims),
        apart=tuple(new.apart),
        **about,
    )
    (written,) = decide(store, person, [told])
    return written
