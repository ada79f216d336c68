"""Events of a filter as files of each format, to be taken along."""

from __future__ import annotations

import shutil
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from tacitus.export.formats import FORMATS, options_of, write_events
from tacitus.records import TacitusError
from tacitus.serve.api.common import NOT_FOUND, PROBLEMS, Name, only
from tacitus.serve.filters import Filter, FilterQuery
from tacitus.serve.state import StoreDep
from tacitus.store import Store

router = APIRouter(tags=["exports"], responses=PROBLEMS)
# An export takes all events with their claims into memory: one at a time, and so many others wait
# for so many seconds. Each has a thread of its own, so that those who read go on.
_TURN = threading.Lock()
_WAITING = threading.BoundedSemaphore(8)
_PATIENCE = 120.0
_OPTIONS = ("by_last_day", "totals", "quotes", "areas")


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that events can be taken along in.

    Attributes:
        name: as in the address.
        about: what it is.
        options: what can be asked of it.
    """

    name: str
    about: str
    options: tuple[str, ...]


def export_formats() -> list[ExportFormat]:
    """The formats that events can be taken along in."""
    return [
        ExportFormat(
            form.name,
            form.about,
            tuple(name for name in options_of(form.writer()) if name in _OPTIONS),
        )
        for form in FORMATS.values()
    ]


@router.get("/exports", dependencies=[Depends(only())])
def list_formats() -> list[ExportFormat]:
    """The formats that events can be taken along in."""
    return export_formats()


@router.get(
    "/exports/{form}",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The files of the format, with losses.json: what it cannot hold",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        },
        **NOT_FOUND,
    },
    dependencies=[Depends(only(*_OPTIONS, "rule", filtered=True))],
)
async def export(
    store: StoreDep,
    form: Name,
    asked: FilterQuery,
    rule: Annotated[
        str | None, Query(max_length=50, description="Rule of the figures, the store's by default")
    ] = None,
    by_last_day: bool | None = None,
    totals: bool | None = None,
    quotes: bool | None = None,
    areas: bool | None = None,
) -> FileResponse:
    """All events that a filter lets through, in a format of others, as a ZIP file."""
    given = {"by_last_day": by_last_day, "totals": totals, "quotes": quotes, "areas": areas}
    options = {name: value for name, value in given.items() if value is not None}
    folder = Path(tempfile.mkdtemp(prefix="tacitus-export-"))
    try:
        packed = await run_sync(
            partial(write_zip, store, asked, form, folder, rule or None, options),
            limiter=CapacityLimiter(1),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        packed,
        media_type="application/zip",
        filename=packed.name,
        headers={"Cache-Control": "private, no-store"},
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )


def write_zip(
    store: Store,
    asked: Filter,
    form: str,
    folder: Path,
    rule: str | None,
    options: dict[str, bool],
) -> Path:
    """Write the events of a filter and pack them.

    Args:
        store: which.
        asked: the filter, whose limit and offset are left aside.
        form: name of the format.
        folder: where; the files stay in a folder of it.
        rule: of the figures, or None for the store's.
        options: of the format.

    Returns:
        The packed file.

    Raises:
        TacitusError: as ``write_events``; ``store-busy`` where others export for long.
    """
    if form not in FORMATS:
        raise TacitusError(
            "unknown-format", f"{form[:50]!r} is no format of events.", f"Use {', '.join(FORMATS)}."
        )
    busy = TacitusError("store-busy", "others are exporting.", "Try again in a while.")
    if not _WAITING.acquire(blocking=False):
        raise busy
    try:
        if not _TURN.acquire(timeout=_PATIENCE):
            raise busy
    finally:
        _WAITING.release()
    try:
        events = list(store.events(asked.to_store(whole=True), rule=rule))
        tellings = store.tellings(key for event in events for key in event.claims)
        files = folder / f"tacitus-{form}"
        write_events(form, events, tellings, files, **options)
    finally:
        _TURN.release()
    packed = folder / f"tacitus-{form}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return packed
