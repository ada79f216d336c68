"""The outlets and agencies that reports credit."""

from __future__ import annotations

import re
from functools import cache

from tacitus.knowledge.load import Entry, packaged


class Outlet(Entry):
    """One outlet.

    Attributes:
        name: the name to report.
        also: other spellings.
        agency: whether it is a wire service.

    """

    name: str
    also: tuple[str, ...] = ()
    agency: bool = False


class Outlets(Entry):
    """Schema of ``knowledge/outlets.yaml``."""

    outlets: tuple[Outlet, ...]


@cache
def outlet_parts() -> dict[str, str]:
    """Expressions for {outlet}, any known outlet, and {agency}, any wire service."""
    outlets = packaged("outlets.yaml", Outlets).outlets

    def expression(chosen: list[Outlet]) -> str:
        names = {form for outlet in chosen for form in (outlet.name, *outlet.also)}
        ordered = sorted(names, key=lambda name: (-len(name), name))
        return "(?:" + "|".join(re.escape(name) for name in ordered) + r")\b"

    return {
        "outlet": expression(list(outlets)),
        "agency": expression([outlet for outlet in outlets if outlet.agency]),
    }


@cache
def _names() -> dict[str, str]:
    return {
        form.casefold(): outlet.name
        for outlet in packaged("outlets.yaml", Outlets).outlets
        for form in (outlet.name, *outlet.also)
    }


def outlet_name(written: str) -> str:
    """The known name of an outlet, or the words as written for one that is not listed."""
    plain = " ".join(written.split()).strip(" .,")
    return _names().get(plain.casefold(), plain)


@cache
def _agencies() -> frozenset[str]:
    return frozenset(
        outlet.name for outlet in packaged("outlets.yaml", Outlets).outlets if outlet.agency
    )


def agency(author: str | None) -> str | None:
    """The wire service that stands in the place of an author, None where none does."""
    name = outlet_name(author) if author else None
    return name if name in _agencies() else None
