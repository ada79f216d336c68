"""What sites ask robots to leave alone: robots.txt, by RFC 9309."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from protego import Protego

from tacitus.fetch.faults import FetchError
from tacitus.fetch.waiting import Clock

#: Gives the content of a robots.txt; raises ``FetchError``.
Ask = Callable[[httpx.URL], bytes]
AGENT = "tacitus"
"""The name by which a robots.txt can speak to Tacitus."""
LONGEST = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5)."""
_KEPT = 24 * 3600.0
_KEPT_FAULT = 600.0


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found at a site, and until when it holds; rules or the reason for none."""

    until: float
    rules: Protego | None
    fault: FetchError | None = None


@dataclass(slots=True)
class Robots:
    """The rules of the sites that were asked, kept for a day.

    Attributes:
        ask: gets a robots.txt.
        clock: tells the time.
    """

    ask: Ask
    clock: Clock
    _known: dict[tuple[str, str, int | None], _Known] = field(default_factory=dict)

    def check(self, url: httpx.URL) -> float | None:
        """Ask whether an address may be fetched.

        A site without a robots.txt (an answer of 400 to 499) allows all. One whose robots.txt
        cannot be had for another reason allows nothing until it can be had.

        Returns:
            Seconds between two requests that the site asks for, None where it asks for none.

        Raises:
            FetchError: ``robots`` where the site asks to leave the address alone;
                ``robots-unreachable``, which may pass; the fault itself where the site as such
                cannot be reached or must not be.
        """
        known = self._of(url)
        if known.fault is not None:
            raise known.fault
        if known.rules is None:
            return None
        if not known.rules.can_fetch(str(url), AGENT):
            raise FetchError(
                "robots",
                f"{url}: the site's robots.txt asks robots to leave it alone.",
                "Ask the publisher, or save the page and ingest the file.",
            )
        delay = known.rules.crawl_delay(AGENT)
        return None if delay is None else float(delay)

    def _of(self, url: httpx.URL) -> _Known:
        site = (url.scheme, url.host, url.port)
        known = self._known.get(site)
        if known is None or known.until <= self.clock.monotonic():
            known = self._known[site] = self._asked(url)
        return known

    def _asked(self, url: httpx.URL) -> _Known:
        now = self.clock.monotonic()
        try:
            content = self.ask(url.copy_with(raw_path=b"/robots.txt"))
        except FetchError as error:
            status = error.status
            if error.problem.code in ("too-many-redirects", "redirect-loop"):
                return _Known(now + _KEPT, None)
            if status is None:
                return _Known(now + _KEPT_FAULT, None, error)
            if 400 <= status < 500 and status != 429:
                return _Known(now + _KEPT, None)
            fault = FetchError(
                "robots-unreachable",
                f"{url}: the site's robots.txt cannot be had (HTTP {status}), so nothing is"
                " fetched there.",
                "Try again later.",
                passing=True,
                wait=error.wait,
                status=status,
            )
            return _Known(now + _KEPT_FAULT, None, fault)
        return _Known(now + _KEPT, Protego.parse(content.decode("utf-8", "replace")))
