"""How the desk is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from tacitus.records import TacitusError


@dataclass(frozen=True, slots=True)
class Settings:
    """How the desk is run.

    Attributes:
        store: file or URL of the store, as for ``open_store``.
        host, port: the address that it listens at.
        accounts: whether users sign in; always so where it listens beyond this machine.
        accounts_file: where users, sessions and tokens are kept; beside an SQLite store by default.
        hosts: further names by which browsers may call it ("desk.example.org").
        secure_cookies: whether cookies are sent over HTTPS alone: behind a proxy that speaks it.
        author: who decides where nobody signs in.
        most_body: bytes that the body of a request may have.
        secret: what forms of visitors are tied to, where nobody signs in; by default each process
            thinks of one, so that several must be given the same.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 8150
    accounts: bool = False
    accounts_file: Path | None = None
    hosts: tuple[str, ...] = ()
    secure_cookies: bool = False
    author: str = "local"
    most_body: int = 1_000_000
    secret: str = field(default="", repr=False)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def check(self) -> None:
        """See whether it may listen there.

        Raises:
            TacitusError: ``no-accounts`` where others could reach it and nobody would have to sign
                in.
        """
        if not self.loopback and not self.accounts:
            raise TacitusError(
                "no-accounts",
                f"{self.host}: others can reach the desk there, and nobody would have to sign in.",
                "Give --accounts, with at least one user (`tacitus users add`), or leave --host at"
                " 127.0.0.1.",
            )


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    name = host.strip("[]").rstrip(".").casefold()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
