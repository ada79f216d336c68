"""What every answer and every request must keep to: headers, names of the host, sizes of bodies."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tacitus.serve.settings import Settings, is_loopback

#: Nothing is loaded from elsewhere and no script stands in a page, so that words of a report that
#: got into one as HTML all the same could do nothing. The map's worker is a file of ours; it may
#: make its pictures as blobs.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Adds ``HEADERS`` to every answer, without changing those that an answer sets itself.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownHosts:
    """Refuses requests that call the desk by a name that is none of its own.

    A page elsewhere could otherwise reach a desk on this machine by a name that it has lead to
    127.0.0.1 ("DNS rebinding").

    Args:
        app: what answers.
        settings: the names that it has.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._names = frozenset(_bare(name) for name in (settings.host, *settings.hosts))
        # whoever listens at all addresses is called by names that only he can know
        self._any = settings.host in ("0.0.0.0", "::") and not settings.hosts  # noqa: S104

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and not self._knows(Headers(scope=scope).get("host", "")):
            refused = PlainTextResponse("The desk has no such name.\n", status_code=421)
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _knows(self, host: str) -> bool:
        name = _bare(host)
        return self._any or is_loopback(name) or name in self._names


def _bare(host: str) -> str:
    """A host's name without its port."""
    host = host.strip().casefold()
    if host.startswith("["):
        return host[1:].split("]")[0]
    return host if host.count(":") > 1 else host.split(":")[0]


class BodyLimit:
    """Refuses bodies that are too long, by what they say of themselves and by what comes.

    Args:
        app: what answers.
        most: bytes that a body may have.
        larger: starts of paths that take larger bodies, each with what they take.
    """

    def __init__(self, app: ASGIApp, most: int, larger: Iterable[tuple[str, int]] = ()) -> None:
        self.app = app
        self._most = most
        self._larger = tuple(larger)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = next((n for start, n in self._larger if scope["path"].startswith(start)), self._most)
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > most:
            await _too_long(most)(scope, receive, send)
            return
        body: list[Message] = []
        length = 0
        # read before anything is done with it: an answer that began could not be refused
        while scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            message = await receive()
            body.append(message)
            length += len(message.get("body", b""))
            if length > most:
                await _too_long(most)(scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body", False):
                break

        async def kept() -> Message:
            return body.pop(0) if body else await receive()

        await self.app(scope, kept, send)


def _too_long(most: int) -> PlainTextResponse:
    return PlainTextResponse(f"The body is longer than {most} bytes.\n", status_code=413)
