"""Which addresses may be asked: web addresses of the public internet and no others.

An address that a page, a feed or a redirect names must not lead into the network of whoever runs
Tacitus: to the machine itself, to its neighbours, to a cloud's metadata service.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

import httpx

from tacitus.fetch.faults import FetchError

#: Addresses of a host and port, as text, in the order in which they are to be tried.
Resolve = Callable[[str, int], list[str]]
Address = IPv4Address | IPv6Address

_LONGEST_URL = 8_000
_PORTS = range(1, 1 << 16)
# IPv6 networks whose addresses hold an IPv4 address in their last 32 bits: translation (RFC 6052)
# and the deprecated compatible ones (RFC 4291, section 2.5.5.1).
_HOLDING = (ip_network("64:ff9b::/96"), ip_network("::/96"))
# Not public by RFC 3879, though counted as global by the standard library.
_SITE_LOCAL = ip_network("fec0::/10")


def checked_url(text: str | bytes, base: httpx.URL | None = None) -> httpx.URL:
    """A web address, made absolute and without its fragment.

    Args:
        text: as a user, a page or a Location header gives it.
        base: the address that a relative one goes by.

    Raises:
        FetchError: ``bad-url`` for what is none, is of another scheme than http and https, names
            no host or holds a user's name or password.
    """
    written = _written(text).strip()
    shown = written[:200]
    fix = "Give an http or https address."
    if len(written) > _LONGEST_URL:
        raise FetchError("bad-url", f"{shown}…: is longer than {_LONGEST_URL} characters.", fix)
    try:
        url = httpx.URL(written if base is None else urljoin(str(base), written))
        host, port = url.raw_host, url.port
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError("bad-url", f"{shown}: is no address ({error}).", fix) from error
    if url.scheme not in ("http", "https") or not host or (port is not None and port not in _PORTS):
        raise FetchError("bad-url", f"{shown}: is no http or https address.", fix)
    if url.userinfo:
        # the address is kept with what is fetched, so no password may stand in it
        at = f"{url.scheme}://{url.host}"
        raise FetchError(
            "bad-url", f"The address at {at} holds a name or password.", "Leave it out."
        )
    return url.copy_with(fragment=None)


def _written(text: str | bytes) -> str:
    """A header's bytes as text: UTF-8, as servers in fact send, or else the bytes one by one."""
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host.

    Raises:
        OSError: where it knows none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def checked_addresses(
    host: str, port: int, resolve: Resolve, *, allow_loopback: bool = False
) -> list[str]:
    """The addresses of a host, each of which may be connected to.

    Args:
        host: its name or address.
        port: the port.
        resolve: asked once.
        allow_loopback: whether this machine itself may be asked, as tests do.

    Raises:
        FetchError: ``no-address`` where the name has none; ``forbidden-address`` where one of them
            is not of the public internet: a name that leads inside is not to be trusted with
            the others either.
    """
    try:
        found = resolve(host, port)
    # IDNA errors of odd names are UnicodeErrors.
    except (OSError, UnicodeError) as error:
        raise FetchError(
            "no-address", f"{host}: has no address ({error}).", "Check the name.", passing=True
        ) from error
    if not found:
        raise FetchError("no-address", f"{host}: has no address.", "Check the name.", passing=True)
    for text in found:
        why = forbidden(text, allow_loopback=allow_loopback)
        if why is not None:
            raise FetchError(
                "forbidden-address",
                f"{host}: leads to {text}, which is {why}.",
                "Only addresses of the public internet are fetched.",
            )
    return found


def forbidden(text: str, *, allow_loopback: bool = False) -> str | None:
    """Why an IP address must not be connected to; None where it may.

    Args:
        text: the address; one with a scope ("fe80::1%eth0") is read without it.
        allow_loopback: whether addresses of this machine itself pass.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return "no IP address"
    meant = [address, *_held(address)]
    if allow_loopback and any(one.is_loopback for one in meant):
        return None
    for one in meant:
        why = _not_public(one)
        if why is not None:
            return why
    return None


def _held(address: Address) -> Iterator[Address]:
    """IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if any(address in network for network in _HOLDING) and int(address) > 1:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _not_public(address: Address) -> str | None:
    if address.is_unspecified:
        return "no address of a host"
    if address.is_loopback:
        return "this machine itself"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return None  # judged by the IPv4 address it stands for
        if address in _SITE_LOCAL:
            return "a private address"
    return None if address.is_global else "a private or reserved address"
