"""Decided events handed on as gold."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tacitus.export.gold import GoldReport, LeftOut
from tacitus.export.jsonform import json_text
from tacitus.records import TacitusError
from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.store import Store
from tacitus.store.reviewed import gold_in

router = APIRouter()
#: The files, each with the part of a report that stands in it.
FILES = {"gold.jsonl": "gold", "gold.docs.jsonl": "docs"}
_SHOWN = 50


@router.get("/review/gold")
def gold(request: Request, store: StoreDep) -> Response:
    """How many reports can be handed on, and why others cannot."""
    found = list(gold_in(store))
    told = [one for one in found if isinstance(one, GoldReport)]
    left = [one for one in found if isinstance(one, LeftOut)]
    return page(
        request,
        "review/gold.html",
        reports=len(told),
        events=sum(len(one.gold["events"]) for one in told),
        left=left[:_SHOWN],
        left_out=len(left),
        files=list(FILES),
    )


@router.get("/review/gold/{file}")
def gold_file(store: StoreDep, file: str) -> Response:
    """One of the two files."""
    if file not in FILES:
        raise TacitusError("unknown-format", f"There is no file {file!r}.", "See /review/gold.")
    name = {"Content-Disposition": f'attachment; filename="{file}"'}
    return StreamingResponse(
        _lines(store, FILES[file]), media_type="application/x-ndjson", headers=name
    )


def _lines(store: Store, part: str) -> Iterator[bytes]:
    for one in gold_in(store):
        if isinstance(one, GoldReport):
            yield f"{json_text(getattr(one, part))}\n".encode("utf-8", "replace")
