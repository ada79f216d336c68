"""Reports of a store that are copies or later versions of others: ``tacitus copies``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.output import console
from tacitus.records import Report, TacitusError
from tacitus.store_commands import STORE, AsOfOption, StoreOption, viewed

if TYPE_CHECKING:
    from tacitus.reconcile.links import Link

copy_app = typer.Typer()

_KINDS = ("copy", "update")


@copy_app.command()
def copies(
    report: Annotated[
        str | None, typer.Argument(help="Only what hangs together with this report, by its id.")
    ] = None,
    store: StoreOption = STORE,
    kind: Annotated[
        str | None, typer.Option(help="Only copy (one text) or update (versions of one page).")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(help="Only those of which a report is of this outlet.")
    ] = None,
    changes: Annotated[
        bool,
        typer.Option(
            "--changes",
            help="Show paragraphs that changed, word by word; always done for one report.",
        ),
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="How many at the most.")] = None,
    offset: Annotated[int, typer.Option(min=0, help="How many to pass over.")] = 0,
    as_of: AsOfOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line.")] = False,
) -> None:
    """List reports that are copies of others, and later versions of a page with what changed.

    A copy has at least 60 % of its words in common with another report, or is taken over whole by
    a longer one; it counts as no source of its own in events. An update is a later report of one
    outlet on the same page: what it adds, drops and tells otherwise is shown. Ends with counts.
    """
    from tacitus.export.link_view import changes_view, link_form, link_view

    if kind is not None and kind not in _KINDS:
        raise TacitusError("bad-option", f"{kind!r} is no kind of link.", "Use copy or update.")
    with viewed(store, as_of) as opened:
        found = [link for link in opened.links(report) if kind in (None, link.kind)]
        if outlet is not None:
            found = _of_outlet(found, outlet, opened.texts(_ends(found)))
        listed = found[offset:][:limit]
        reports = opened.texts(_ends(listed))
        shown = console()
        for link in listed:
            words = changes or report is not None
            told = opened.changes(link) if link.kind == "update" or words else None
            if as_json:
                typer.echo(json.dumps(link_form(link, reports, told), ensure_ascii=False))
                continue
            view = None
            if told is not None:
                ends = (opened.report(link.earlier), opened.report(link.later))
                view = changes_view(told, *ends, words=words)
            shown.print(link_view(link, reports, view))
    part = f"{len(listed)} of {len(found)} links listed: " if len(listed) < len(found) else ""
    typer.echo(part + _counted(found), err=True)


def _of_outlet(found: list[Link], outlet: str, reports: Mapping[str, Report]) -> list[Link]:
    """The links one of whose two reports is of an outlet."""
    wanted = outlet.casefold()
    of_it = {name for name, one in reports.items() if (one.source or "").casefold() == wanted}
    return [link for link in found if of_it & {link.earlier, link.later}]


def _ends(found: Iterable[Link]) -> set[str]:
    """The ids of the reports that are linked."""
    return {name for link in found for name in (link.earlier, link.later)}


def _counted(found: list[Link]) -> str:
    kinds = Counter(link.kind for link in found)
    told = ((kinds["copy"], "copy", "copies"), (kinds["update"], "update", "updates"))
    counts = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in told)
    return f"{counts}, of {len(_ends(found))} reports"
