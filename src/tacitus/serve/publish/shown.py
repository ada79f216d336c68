"""Events and reports as far as they are published: without what only the desk shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tacitus.serve.publish.selection import Selection
from tacitus.serve.views.pages import EventPage, FieldRow, ReportPage, Words

# characters that are quoted in one piece where the text itself is not published
_LONGEST = 300


def event_shown(page: EventPage, chosen: Selection) -> EventPage:
    """The page of an event without who decided and why, and without words where none are published.

    Args:
        page: as the desk has it.
        chosen: what is published.
    """
    history = page.history
    if not chosen.options.reviewers:
        history = tuple(replace(one, author="", why="") for one in history)
    unsigned = chosen.unsigned
    rules = tuple(replace(row, figures=unsigned.figures(row.figures)) for row in page.rules)
    return replace(
        page,
        event=unsigned.event(page.event),
        fields=_fields(page.fields, chosen),
        rules=rules,
        bonds=unsigned.bonds(page.bonds),
        history=history,
    )


def report_shown(page: ReportPage, chosen: Selection) -> ReportPage:
    """The page of a report with the claims of published events, and as much text as is published.

    Args:
        page: as the desk has it.
        chosen: what is published.
    """
    claims = tuple(
        replace(
            claim,
            fields=_fields(claim.fields, chosen),
            evidence=tuple(map(_cut, claim.evidence)) if _quotes(chosen) else (),
            why=claim.why if _quotes(chosen) else (),
        )
        for claim in page.claims
        if claim.key in chosen.event_of
    )
    whole = chosen.texts == "full"
    return replace(page, claims=claims, pieces=page.pieces if whole else (), problems=())


def anchors_of(page: ReportPage) -> dict[tuple[str, int], str]:
    """Where a link to words leads on a page that has no text: by claim and offset, once each."""
    found: dict[tuple[str, int], str] = {}
    taken: set[int] = set()
    for claim in page.claims:
        for row in claim.fields:
            for word in row.words:
                if word.start not in taken:
                    taken.add(word.start)
                    found[claim.id, word.start] = f"at-{word.start}"
    return found


def _quotes(chosen: Selection) -> bool:
    return chosen.texts != "none"


def _fields(rows: Iterable[FieldRow], chosen: Selection) -> tuple[FieldRow, ...]:
    if chosen.texts == "full":
        return tuple(rows)
    kept = _quotes(chosen)
    return tuple(replace(row, words=tuple(map(_quoted, row.words)) if kept else ()) for row in rows)


def _quoted(words: Words) -> Words:
    """Words as they are quoted; long ones are cut and stand alone."""
    if len(words.quote) <= _LONGEST:
        return words
    return replace(words, before="", quote=_cut(words.quote), after="")


def _cut(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
