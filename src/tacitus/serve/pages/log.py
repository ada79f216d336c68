"""The audit log: what was done to the store and, for administrators, to users; and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tacitus.serve.accounts import PersonDep
from tacitus.serve.accounts.accounts import Accounts
from tacitus.serve.accounts.people import DEED_KINDS, Deed
from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.store.summary import LOG_KINDS, LogEntry, log_page

router = APIRouter()
_PAGE = 50
_Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page.

    Attributes:
        number: of the line in its log.
        at: when, ISO 8601 in UTC.
        kind: what was done.
        by: who did it.
        subject: what it was done to, or None.
        address: page of that, or None.
        words: further facts.
    """

    number: int
    at: str
    kind: str
    by: str
    subject: str | None
    address: str | None
    words: str


@router.get("/log")
def log(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    of: Annotated[str, Query(pattern="^(store|users)$")] = "store",
    kind: _Word = "",
    who: _Word = "",
    subject: _Word = "",
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """A page of the log, the latest line first."""
    accounts: Accounts | None = request.app.state.accounts
    users = person.administers and accounts is not None
    if of == "users" and accounts is not None and users:
        deeds, total = accounts.deeds(
            who=who or None, kind=kind or None, limit=_PAGE, offset=offset
        )
        lines = [_deed(deed) for deed in deeds]
        kinds: tuple[str, ...] = DEED_KINDS
    else:
        of = "store"
        with store.reading() as connection:
            entries, total = log_page(
                connection,
                kind=kind or None,
                author=who.strip() or None,
                subject=subject.strip() or None,
                limit=_PAGE,
                offset=offset,
            )
        lines = [_entry(entry) for entry in entries]
        kinds = LOG_KINDS
    asked = {"of": of, "kind": kind, "who": who, "subject": subject}

    def query(start: int) -> str:
        return urlencode({n: v for n, v in (asked | {"offset": start or ""}).items() if v})

    return page(
        request,
        "log.html",
        lines=lines,
        total=total,
        offset=offset,
        limit=_PAGE,
        kinds=kinds,
        asked=asked,
        users=users,
        query=query,
    )


def _entry(entry: LogEntry) -> Line:
    detail = entry.detail
    author = detail.get("author")
    return Line(
        entry.number,
        entry.at,
        entry.kind,
        author if isinstance(author, str) else entry.by,
        entry.subject,
        _address(entry),
        _words(entry.kind, detail),
    )


def _address(entry: LogEntry) -> str | None:
    if entry.subject is None:
        return None
    if entry.kind in ("ingest", "recode"):
        return f"/reports/{quote(entry.subject, safe='')}"
    if entry.kind in ("open-round", "assess", "settle"):
        return f"/review/rounds/{quote(entry.subject, safe='')}"
    claims = entry.detail.get("claims") or ()
    # an event answers to the keys of its claims
    return f"/events/{quote(claims[0], safe='')}" if claims else None


def _words(kind: str, detail: Mapping[str, Any]) -> str:
    """What was done, in words; what a report says is cut short."""
    if kind == "decide":
        told = str(detail.get("kind"))
        if detail.get("field"):
            told += f" {detail['field']} = {str(detail.get('value'))[:200]}"
        if detail.get("undoes"):
            told += f" {detail['undoes']}"
        return f"{told}, because {str(detail.get('why'))[:500]}"
    if kind in ("ingest", "recode"):
        number = len(detail.get("claims", ()))
        return f"{number} claim{'' if number == 1 else 's'}"
    # what there was none of needs no words
    shown = {name: value for name, value in detail.items() if name != "author" and value != []}
    return "; ".join(f"{name}: {_short(value)}" for name, value in shown.items())[:500]


def _short(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _deed(deed: Deed) -> Line:
    words = "; ".join(f"{name}: {_short(value)}" for name, value in deed.detail.items())
    return Line(deed.serial, deed.at, deed.kind, deed.by, deed.subject, None, words)
