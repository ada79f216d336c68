"""How values read to a person: counts, dates, places, and text safe to show on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.records import Account, Claim, Grounded, PlaceRef, Report

# Directional marks can make text read otherwise than it is stored ("Trojan Source",
# CVE-2021-42574); each is shown as one replacement character, so offsets stay true.
_DIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SHOWN = (
    {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t"}
    | {0x7F: "\u2421"}
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys(_DIRECTIONAL, "\ufffd")
)


def visible(text: str) -> str:
    """The text with control and directional characters made visible, one for one.

    A report may hold escape sequences that would drive the reader's terminal, or marks that
    reorder what is seen. The result has the same length, so offsets keep their meaning.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_SHOWN)


def one_line(text: str) -> str:
    """The text in one line, runs of white space made one space, control characters visible."""
    return visible(" ".join(text.split()))


def toll_words(told: Claim | Account) -> list[str]:
    """The tolls told: ["8 killed", "3 captured"]."""
    tolls = (("killed", told.killed), ("injured", told.injured), ("captured", told.captured))
    return [f"{toll.value.words} {name}" for name, toll in tolls if toll is not None]


def when_words(claim: Claim) -> str:
    """The days an event may have happened on, or an empty string where none is known."""
    start = claim.start.value if claim.start else None
    end = claim.end.value if claim.end else None
    if start and end:
        return start if start == end else f"{start} to {end}"
    if end:
        return f"by {end}"
    return f"from {start}" if start else ""


def where_words(claim: Claim) -> str:
    """The place, with the larger places named for it in brackets."""
    place = claim.place.value if claim.place else ""
    within = ", ".join(value.value for value in claim.within)
    if place and within:
        return one_line(f"{place} ({within})")
    return one_line(place or within)


def point_words(place: PlaceRef) -> str:
    """What the gazetteer says of a place, in one line."""
    if place.name is None:
        return "not in the gazetteer"
    country = f"{place.country or 'no country'}, disputed" if place.disputed else place.country
    parts = [place.name, place.admin1 if place.admin1 != place.name else None, country]
    known = ", ".join(part for part in parts if part)
    if place.lat is None or place.lon is None:
        return known
    precision = (
        f", ACLED precision {place.acled_precision}" if place.acled_precision is not None else ""
    )
    return f"{known} ({place.lat:.3f}, {place.lon:.3f}{precision})"


def mentions(values: Sequence[Grounded[str]]) -> str:
    """Mentions in a row, or an empty string."""
    return "; ".join(one_line(value.value) for value in values)


def sure_words(claim: Claim) -> str:
    """Factuality, and whether the claim is a sum over many events."""
    total = claim.aggregate is not None and claim.aggregate.value
    return f"{claim.factuality.value}, a total" if total else claim.factuality.value


def report_words(report: Report) -> str:
    """Which report it is: outlet, day, id."""
    day = report.published.isoformat() if report.published else "no date"
    parts = [report.source or "unknown outlet", day, report.id]
    if report.syndicated_from:
        parts.insert(1, f"from {report.syndicated_from}")
    return one_line(" · ".join(parts))


def headline(report: Report) -> str:
    """The title, or the first line of the text."""
    line = one_line(report.title or report.text[:400].strip().split("\n", 1)[0])
    return line if len(line) <= 100 else line[:99].rsplit(" ", 1)[0] + "…"


def web_address(url: str | None) -> str | None:
    """The address, only where it is one of the web: a report must not bring in a script."""
    return url if url and url.startswith(("http://", "https://")) else None
