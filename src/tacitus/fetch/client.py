"""Asking web servers: politely, within bounds, and nobody inside one's own network."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Self

import httpcore
import httpx

from tacitus import __version__
from tacitus.fetch.addresses import Resolve, checked_url, system_resolve
from tacitus.fetch.body import BadEncodingError, Body, TooLargeError, read_body
from tacitus.fetch.faults import FetchError
from tacitus.fetch.network import CheckedNetwork, Deadline, TooSlowError
from tacitus.fetch.robots import LONGEST, Robots
from tacitus.fetch.waiting import DELAY, Clock, Pace, backoff, retry_after
from tacitus.records import TacitusError

PAGES = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.5"
"""What is asked for where reports are wanted."""
_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_MEDIA = ("audio/", "font/", "image/", "video/")
_CONNECT = 15.0
_PIECE = 30.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request.

    Attributes:
        size: bytes of content, sent and unpacked.
        seconds: from its begin to its last byte.
        attempts: how often it is made where the trouble may pass.
        redirects: how many are followed.
        patience: longest wait, in seconds, between two attempts; a server that asks for more is
            given up.
    """

    size: int = 20_000_000
    seconds: float = 60.0
    attempts: int = 3
    redirects: int = 10
    patience: float = 120.0


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed.

    Attributes:
        url: the address that was asked.
        status: what it answered.
        address: the IP address that answered.
    """

    url: str
    status: int
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave.

    Attributes:
        asked: the address that was asked for.
        url: the address that gave it, after redirects.
        hops: the redirects.
        begun: when the last request was begun, in UTC.
        seconds: how long it took.
        status: 200, or 304 where nothing changed.
        headers: as sent, in order.
        request: the headers that were sent to the server.
        address: the IP address that answered.
        body: the content; empty for 304.
    """

    asked: str
    url: str
    hops: tuple[Hop, ...]
    begun: datetime
    seconds: float
    status: int
    headers: tuple[tuple[str, str], ...]
    request: tuple[tuple[str, str], ...]
    address: str
    body: Body

    def header(self, name: str) -> str | None:
        """The value of a header, the first where there are several."""
        return header_of(self.headers, name)


class Client:
    """Asks servers, one request at a time; to be closed.

    Args:
        contact: an address or page where those who run sites can ask who reads them.
        limits: bounds of each request.
        delay: seconds between two requests to one host.
        clock: tells the time and waits.
        resolve: gives the addresses of a name.
        allow_loopback: whether this machine itself may be asked, as tests do.

    Raises:
        TacitusError: ``bad-contact`` for one that cannot stand in a header.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        delay: float = DELAY,
        clock: Clock | None = None,
        resolve: Resolve = system_resolve,
        allow_loopback: bool = False,
    ) -> None:
        self.limits = limits or Limits()
        self.clock = clock or Clock()
        self.agent = user_agent(contact)
        self._deadline = Deadline(self.clock)
        self._pace = Pace(self.clock, delay)
        self._robots = Robots(self._robots_txt, self.clock)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=4,
            max_keepalive_connections=2,
            keepalive_expiry=10.0,
            network_backend=CheckedNetwork(self._deadline, resolve, allow_loopback=allow_loopback),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up all connections."""
        self._pool.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        accept: str = PAGES,
    ) -> Answer:
        """What an address holds, unless it is what was had before.

        Args:
            url: the address.
            etag: the ETag of what was had before.
            modified: the Last-Modified of it.
            accept: the kinds that are wanted, as the header of that name.

        Returns:
            The answer, of status 200 or 304.

        Raises:
            FetchError: ``bad-url``, ``forbidden-address``, ``no-address``, ``robots``,
                ``robots-unreachable``, ``no-connection``, ``broken-off``, ``too-slow``,
                ``too-large``, ``bad-encoding``, ``not-wanted`` (sound, pictures),
                ``redirect-loop``, ``too-many-redirects``, ``not-there`` (404, 410),
                ``rate-limited``, ``server-error``, ``refused`` (any other status).
            StoppedError: when the run is asked to end while it waits.
        """
        wanted = {"Accept": accept}
        if etag:
            wanted["If-None-Match"] = etag
        if modified:
            wanted["If-Modified-Since"] = modified
        return self._follow(checked_url(url), wanted, self.limits.size, robots=True)

    def _robots_txt(self, url: httpx.URL) -> bytes:
        answer = self._follow(url, {"Accept": "text/plain, */*;q=0.5"}, LONGEST, robots=False)
        return answer.body.content

    def _follow(
        self, url: httpx.URL, wanted: Mapping[str, str], limit: int, *, robots: bool
    ) -> Answer:
        """Ask, and ask where the answer says, up to the limit of redirects."""
        asked, hops = str(url), list[Hop]()
        while True:
            answer = self._patiently(url, wanted, limit, robots=robots)
            if answer.status not in _REDIRECTS:
                return replace(answer, asked=asked, hops=tuple(hops))
            place = answer.header("Location")
            if not place:
                raise FetchError("refused", f"{url}: redirects to nowhere.", status=answer.status)
            hops.append(Hop(str(url), answer.status, answer.address))
            url = checked_url(place.encode("latin-1"), url)
            if any(hop.url == str(url) for hop in hops):
                raise FetchError("redirect-loop", f"{asked}: redirects in a circle.")
            if len(hops) > self.limits.redirects:
                raise FetchError(
                    "too-many-redirects",
                    f"{asked}: redirects more than {self.limits.redirects} times.",
                )

    def _patiently(
        self, url: httpx.URL, wanted: Mapping[str, str], limit: int, *, robots: bool
    ) -> Answer:
        """One address, asked again after a wait where the trouble may pass."""
        delay = self._robots.check(url) if robots else None
        attempt = 1
        while True:
            try:
                self._pace.wait(url.host, delay)
                return self._once(url, wanted, limit, cut=not robots)
            except FetchError as error:
                wait = backoff(attempt) if error.wait is None else error.wait
                if error.wait is not None:
                    self._pace.hold(url.host, min(wait, self.limits.patience))
                last = attempt >= self.limits.attempts or wait > self.limits.patience
                if last or not error.passing:
                    raise
            self.clock.sleep(wait)
            attempt += 1

    def _once(self, url: httpx.URL, wanted: Mapping[str, str], limit: int, *, cut: bool) -> Answer:
        """One request.

        Raises:
            FetchError: for all but an answer of status 200, 304 or a redirect.
        """
        sent = (
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", self.agent),
            ("Accept-Encoding", "gzip, deflate"),
            ("Accept-Language", "en, *;q=0.5"),
            *wanted.items(),
        )
        self._deadline.start(self.limits.seconds)
        begun, from_ = self.clock.now(), self.clock.monotonic()
        with (
            self._told(url, limit),
            self._pool.stream(
                "GET",
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=_encoded(sent),
                extensions={"timeout": {"connect": _CONNECT, "read": _PIECE, "write": _PIECE}},
            ) as response,
        ):
            headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers)
            status = response.status
            stream = response.extensions["network_stream"]
            address = str(stream.get_extra_info("address"))
            body = Body(b"", "", 0)
            if status == 200:
                body = self._content(url, headers, response.iter_stream(), limit, cut=cut)
            elif status != 304 and status not in _REDIRECTS:
                raise self._refusal(url, status, headers)
        took = self.clock.monotonic() - from_
        return Answer(str(url), str(url), (), begun, took, status, headers, sent, address, body)

    def _content(
        self,
        url: httpx.URL,
        headers: tuple[tuple[str, str], ...],
        pieces: Iterator[bytes],
        limit: int,
        *,
        cut: bool,
    ) -> Body:
        kind = (header_of(headers, "Content-Type") or "").lower()
        if kind.startswith(_MEDIA):
            raise FetchError(
                "not-wanted", f"{url}: is {kind[:60]}, not a text.", "Leave it out.", status=200
            )
        told = header_of(headers, "Content-Length") or ""
        if told.isdecimal() and int(told) > limit and not cut:
            raise TooLargeError
        return read_body(pieces, header_of(headers, "Content-Encoding") or "", limit, cut=cut)

    @contextmanager
    def _told(self, url: httpx.URL, limit: int) -> Iterator[None]:
        """The faults of a connection, in our words."""
        try:
            yield
        except TooLargeError as error:
            told = f"{url}: is longer than {limit / 1e6:g} MB."
            raise FetchError("too-large", told, "Raise --max-size.") from error
        except BadEncodingError as error:
            told = f"{url}: its content cannot be unpacked ({error})."
            raise FetchError("bad-encoding", told) from error
        except (TooSlowError, httpcore.TimeoutException) as error:
            told = f"{url}: did not end its answer within {self.limits.seconds:g} s."
            raise FetchError("too-slow", told, "Try again later.", passing=True) from error
        except httpcore.ConnectError as error:
            told = f"{url}: cannot be reached ({error})."
            raise FetchError("no-connection", told, "Check the address.", passing=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            told = f"{url}: broke off ({error or type(error).__name__})."
            raise FetchError("broken-off", told, "Try again later.", passing=True) from error

    def _refusal(
        self, url: httpx.URL, status: int, headers: tuple[tuple[str, str], ...]
    ) -> FetchError:
        told = f"{url}: the server answers HTTP {status}."
        if status in (404, 410):
            return FetchError("not-there", told, "Check the address.", status=status)
        if status in _PASSING:
            code = "rate-limited" if status == 429 else "server-error"
            wait = retry_after(header_of(headers, "Retry-After"), self.clock.now())
            return FetchError(
                code, told, "Try again later.", passing=True, wait=wait, status=status
            )
        return FetchError("refused", told, "Ask the publisher.", status=status)


def user_agent(contact: str | None) -> str:
    """The name that servers are told, with whom to ask about it.

    Raises:
        TacitusError: ``bad-contact``.
    """
    if contact is None:
        return f"tacitus/{__version__} (reader of conflict reports)"
    if not contact.strip() or not (contact.isascii() and contact.isprintable()):
        raise TacitusError(
            "bad-contact",
            f"{contact!r} cannot be told to servers.",
            "Give an e-mail address or a web page in plain letters.",
        )
    return f"tacitus/{__version__} (reader of conflict reports; +{contact.strip()})"


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed: certifi's list, or SSL_CERT_FILE's; costly to load."""
    return httpx.create_ssl_context()


def header_of(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    """The value of a header, the first where there are several; None where there is none."""
    folded = name.lower()
    return next((value for key, value in headers if key.lower() == folded), None)


def _encoded(headers: tuple[tuple[str, str], ...]) -> list[tuple[bytes, bytes]]:
    # ETags may hold any byte; they were read as latin-1
    return [(key.encode("ascii"), value.encode("latin-1")) for key, value in headers]
