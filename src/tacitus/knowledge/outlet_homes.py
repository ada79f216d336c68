"""Where outlets are at home: their country, their languages and their addresses on the web."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from tacitus.knowledge.load import Entry, packaged


class Home(Entry):
    """What is known for certain of one outlet.

    Attributes:
        name: its name, as sources.yaml or outlets.yaml have it.
        country: ISO 3166-1 alpha-2 code of the country it is edited in.
        languages: ISO 639-1 codes of the languages it publishes in, the chief one first.
        sites: domains that are its own; those below them are its own, too.
    """

    name: str
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2}$")], ...]
    sites: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")], ...]


class Homes(Entry):
    """Schema of ``knowledge/outlet_homes.yaml``."""

    homes: tuple[Home, ...]


@cache
def outlet_homes() -> dict[str, Home]:
    """Outlets by name."""
    return {home.name: home for home in packaged("outlet_homes.yaml", Homes).homes}


@cache
def _sites() -> dict[str, Home]:
    return {site: home for home in outlet_homes().values() for site in home.sites}


def home_of(host: str) -> Home | None:
    """The outlet that a host belongs to; None where it is none of those known.

    Args:
        host: a name such as "www.example.org".
    """
    parts = host.lower().rstrip(".").split(".")
    for start in range(len(parts) - 1):
        found = _sites().get(".".join(parts[start:]))
        if found is not None:
            return found
    return None
