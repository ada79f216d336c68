"""Copies and later versions of reports: on the terminal, and as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from tacitus.export.jsonform import Json, plain
from tacitus.export.wording import one_line, report_words
from tacitus.reconcile.changes import Changes, ClaimChange, PartChange, Piece
from tacitus.reconcile.links import Link
from tacitus.records import Coded, Report, Span, TacitusError, Telling

_PAGES = {
    "address": "one address",
    "headline": "one outlet and headline, within days",
    "words": "one outlet and mostly the same words, within days",
}
_ORDERS = {
    "credit": "it credits the earlier one's outlet with the text",
    "published": "by their days of publication",
    "updated": "by when they were last changed",
    "stored": "by when they were stored",
}
# words of a kept stretch that are shown around what changed
_AROUND = 6
# longer paragraphs are cut on the terminal; the whole stands in the report
_LONGEST = 400


def link_view(
    link: Link, reports: Mapping[str, Report], changed: Text | None = None
) -> RenderableType:
    """How two reports hang together.

    Args:
        link: of the two.
        reports: both by id.
        changed: what the later one says otherwise, see ``changes_view``.
    """
    lines: list[RenderableType] = [
        Text.assemble((link_words(link), "bold")),
        _report_line("earlier" if link.by else "one", reports[link.earlier]),
        _report_line("later" if link.by else "other", reports[link.later]),
        Text(f"  {share_words(link)}", style="dim"),
    ]
    if changed is not None:
        lines.append(changed)
    return Group(*lines, Text())


def link_words(link: Link) -> str:
    """Kind of a link and what shows it: "update: one address, by when they were stored"."""
    told = [_PAGES[link.page]] if link.page else []
    told.append(_ORDERS[link.by] if link.by else "nothing tells which was first")
    return f"{link.kind}: {', '.join(told)}"


def link_verb(link: Link) -> str:
    """What the later of two reports is to the earlier one: "copies"."""
    if link.kind == "update":
        return "is an update of"
    return "has the text of" if link.by is None else "copies"


def share_words(link: Link) -> str:
    """How much of each report stands in the other."""
    first, last = ("the earlier one", "the later one") if link.by else ("the one", "the other")
    return (
        f"{_percent(link.earlier_share)} of the words of {first} stand in {last},"
        f" {_percent(link.later_share)} of those of {last} in {first}"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _report_line(name: str, report: Report) -> Text:
    line = Text.assemble(f"  {name:8}", (report_words(report), "dim"))
    if report.title:
        line.append(f" “{one_line(report.title)}”")
    return line


def links_lines(links: Sequence[Link], reports: Mapping[str, Report]) -> list[Text]:
    """The copies and later versions among an event's reports, a line each.

    Args:
        links: between them.
        reports: them by id; links of others are passed over.
    """
    lines = []
    for link in links:
        if link.earlier not in reports or link.later not in reports:
            continue
        names = (link.later, link.earlier)
        later, earlier = (f"{reports[n].source or 'unknown outlet'} {n}" for n in names)
        told = Text(one_line(f"{later} {link_verb(link)} {earlier}"))
        told.append(f": {share_words(link)}", style="dim")
        lines.append(told)
    return lines


def changes_view(found: Changes, earlier: Coded, later: Coded, *, words: bool) -> Text:
    """What a later version of a report says otherwise.

    Args:
        found: the changes.
        earlier: the report as it was.
        later: as it is.
        words: whether paragraphs are shown, word by word; else they are only counted.
    """
    told = Text(f"  {counted_words(found)}")
    for claim in found.claims:
        told.append("\n    ").append_text(_claim(claim, earlier, later))
    if words:
        for part in found.parts:
            told.append("\n    ").append_text(_part(part, earlier.report, later.report))
    return told


def counted_words(found: Changes) -> str:
    """How many paragraphs and claims were added, removed, altered and moved."""
    told = []
    for noun, listed in (("paragraph", found.parts), ("claim", found.claims)):
        for kind in ("added", "removed", "altered", "moved"):
            number = sum(change.kind == kind for change in listed)
            if number:
                told.append(f"{number} {noun}{'s' if number > 1 else ''} {kind}")
    return ", ".join(told) or "nothing changed"


def _claim(change: ClaimChange, earlier: Coded, later: Coded) -> Text:
    if change.before is not None and change.after is not None:
        fields = "; ".join(
            f"{field.field} {_value(field.before)} → {_value(field.after)}"
            for field in change.fields
        )
        return Text.assemble((f"{change.before} → {change.after}  ", "dim"), one_line(fields))
    coded, key, sign = (
        (later, change.after, "+") if change.after is not None else (earlier, change.before, "−")
    )
    claim = next(c for c in coded.claims if Telling(coded.report, c).key == key)
    quote = one_line(" … ".join(span.quote(coded.report.text) for span in claim.evidence))
    return Text.assemble((f"{key}  ", "dim"), f"{sign} {claim.type.value}: “{_cut(quote)}”")


def _value(value: Any) -> str:
    if value is None or value == []:
        return "not told"
    return "; ".join(value) if isinstance(value, list) else str(value)


def _part(change: PartChange, earlier: Report, later: Report) -> Text:
    if change.kind == "altered":
        return Text("~ ").append_text(_pieces(change.words))
    report, span, sign, style = (
        (earlier, change.before, "−", "red")
        if change.after is None
        else (later, change.after, "+" if change.before is None else "↕", "green")
    )
    quote = _cut(one_line(span.quote(report.text))) if span else ""
    return Text(f"{sign} {quote}", style=style if change.kind != "moved" else "dim")


def _pieces(words: Sequence[Piece]) -> Text:
    """A paragraph's words, what changed in brackets, so that it is seen without colours, too."""
    told = Text()
    for number, piece in enumerate(words):
        if number:
            told.append(" ")
        text = one_line(piece.text)
        if piece.kind == "removed":
            told.append(f"[-{text}-]", style="red")
        elif piece.kind == "added":
            told.append(f"{{+{text}+}}", style="green")
        else:
            first, last = number == 0, number == len(words) - 1
            told.append(_shortened(text.split(), first=first, last=last))
    return told


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    """A kept stretch without the words that are far from what changed."""
    before, after = 0 if first else _AROUND, 0 if last else _AROUND
    if len(words) <= before + after + 1:
        return " ".join(words)
    return " ".join([*words[:before], "…", *words[len(words) - after :]])


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def link_form(link: Link, reports: Mapping[str, Report], found: Changes | None = None) -> Json:
    """A link as plain JSON values, with what tells its reports apart and what changed.

    Args:
        link: of two reports.
        reports: both by id.
        found: what the later one says otherwise.

    Raises:
        TacitusError: ``no-such-report`` for a link of others.
    """
    ends = {}
    for name in (link.earlier, link.later):
        if name not in reports:
            raise TacitusError("no-such-report", f"there is no report {name!r}.")
        report = reports[name]
        ends[name] = {
            "id": report.id,
            "source": report.source,
            "title": report.title,
            "published": report.published.isoformat() if report.published else None,
            "url": report.url,
        }
    form: Json = {
        "kind": link.kind,
        "earlier": ends[link.earlier],
        "later": ends[link.later],
        "by": link.by,
        "page": link.page,
        "earlier_share": link.earlier_share,
        "later_share": link.later_share,
    }
    if found is not None:
        old, new = reports[link.earlier], reports[link.later]
        form["paragraphs"] = [
            {
                "kind": part.kind,
                "before": _stretch(part.before, old),
                "after": _stretch(part.after, new),
                "words": plain(part.words),
            }
            for part in found.parts
        ]
        form["claims"] = plain(found.claims)
    return form


def _stretch(span: Span | None, report: Report) -> Json | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "quote": span.quote(report.text)}
