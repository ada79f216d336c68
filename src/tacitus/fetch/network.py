"""Connections that go to checked addresses only, and end in time.

The name of a host is resolved once; each address is checked, and the connection is made to the
address that was checked, not to the name again. So a name server that gives another answer the
second time ("DNS rebinding") gains nothing. The name still goes into the Host header and, for
https, into SNI and the check of the certificate, as httpcore takes both from the request.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

from tacitus.fetch.addresses import Resolve, checked_addresses, system_resolve
from tacitus.fetch.waiting import Clock


class TooSlowError(Exception):
    """A request took longer than it may."""


@dataclass(slots=True)
class Deadline:
    """When the request at hand must be over, however busily its server sends.

    Attributes:
        clock: tells the time.
        until: reading of ``clock.monotonic``.
    """

    clock: Clock
    until: float = float("inf")

    def start(self, seconds: float) -> None:
        """Give the next request its time."""
        self.until = self.clock.monotonic() + seconds

    def within(self, timeout: float | None) -> float | None:
        """A wait for one piece, cut to what is left.

        Raises:
            TooSlowError: where nothing is left.
        """
        left = self.until - self.clock.monotonic()
        if left <= 0:
            raise TooSlowError
        if left == float("inf"):
            return timeout
        return left if timeout is None else min(timeout, left)


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses of the public internet.

    Args:
        deadline: of the request at hand.
        resolve: gives the addresses of a name.
        allow_loopback: whether this machine itself may be asked, as tests do.
    """

    def __init__(
        self,
        deadline: Deadline,
        resolve: Resolve = system_resolve,
        *,
        allow_loopback: bool = False,
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._allow_loopback = allow_loopback
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises:
            FetchError: as ``checked_addresses``.
        """
        addresses = checked_addresses(
            host, port, self._resolve, allow_loopback=self._allow_loopback
        )
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout, local_address, socket_options)

    def _connect(
        self,
        address: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.NetworkStream:
        within = self._deadline.within(timeout)
        stream = self._inner.connect_tcp(address, port, within, local_address, socket_options)
        return _TimedStream(stream, self._deadline, address)

    def sleep(self, seconds: float) -> None:
        """Not used: waits are made by ``waiting``."""
        raise NotImplementedError


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the request's time."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline, address: str) -> None:
        self._inner = inner
        self._deadline = deadline
        self._address = address

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        within = self._deadline.within(timeout)
        secured = self._inner.start_tls(ssl_context, server_hostname, within)
        return _TimedStream(secured, self._deadline, self._address)

    def get_extra_info(self, info: str) -> Any:
        return self._address if info == "address" else self._inner.get_extra_info(info)
