"""Pages and data of a selection, asked of an application without a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from tacitus.records import TacitusError
from tacitus.serve import errors
from tacitus.serve.publish.addresses import Address
from tacitus.serve.publish.kinds import kinds_of
from tacitus.serve.publish.selection import Selection
from tacitus.serve.settings import Settings


class Asking:
    """Asks for pages of a selection; a context, which ends what it began.

    Args:
        chosen: what is published.
        files: names of the files of each format.
    """

    def __init__(self, chosen: Selection, files: Mapping[str, Sequence[str]]) -> None:
        self._app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        self._app.state.store = chosen.store
        self._app.state.settings = Settings(store=chosen.store.name)
        self._app.state.published = chosen
        self._app.state.files = files
        errors.install(self._app)
        included = set()
        for kind in kinds_of(chosen.options):
            if kind.module not in included:
                included.add(kind.module)
                self._app.include_router(kind.router(), prefix=kind.prefix)
        # a loop in a thread of its own, since whoever publishes may run one already
        self._portals = ExitStack()

    def __enter__(self) -> Self:
        self._portal = self._portals.enter_context(start_blocking_portal())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._portals.__exit__(kind, error, trace)

    def get(self, address: Address) -> tuple[str, bytes]:
        """What the application answers.

        Args:
            address: of the page.

        Returns:
            Its media type and its body.

        Raises:
            TacitusError: ``cannot-publish`` where there is no such page, or it cannot be made.
        """
        try:
            status, kind, body = self._portal.call(_ask, self._app, address)
        except TacitusError:
            raise
        except Exception as error:
            raise TacitusError(
                "cannot-publish", f"{address.path}: the page cannot be made ({error!r})."
            ) from error
        if status != 200:
            raise TacitusError("cannot-publish", f"{address.path}: the desk answers {status}.")
        return kind, body


async def _ask(app: Callable[..., Any], address: Address) -> tuple[int, str, bytes]:
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address.path,
        "raw_path": address.path.encode(errors="replace"),
        "query_string": address.asked.encode(),
        "root_path": "",
        "headers": [],
        "client": None,
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    status, kind, body = 500, "", bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, kind
        if message["type"] == "http.response.start":
            status = message["status"]
            kind = dict(message["headers"]).get(b"content-type", b"").decode()
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return status, kind.split(";")[0], bytes(body)
