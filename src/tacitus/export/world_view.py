"""The world view in force, for readers and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from datetime import date

    from tacitus.knowledge.world_view import DisputedArea, WorldView

# What stands for the code of the data, which a view may leave.
_AS_DATA = "as the data"


def view_table(view: WorldView) -> Table:
    """All areas with who claims and holds them and the country that the view gives."""
    table = Table(title=f"World view {view.version}: {view.says}", title_justify="left")
    table.add_column("area", no_wrap=True)
    for column in ("name", "claimed by", "held by"):
        table.add_column(column)
    table.add_column("from, until", width=10)
    table.add_column("country", min_width=7)
    for area in view.areas:
        table.add_row(
            area.id, area.name, _listed(area.claimed_by), _listed(area.held_by),
            f"{_day(area.since)} {_day(area.until)}".strip(), _given(view, area),
        )  # fmt: skip
    return table


def area_lines(view: WorldView, area: DisputedArea) -> Iterator[str]:
    """All that is known of one area, a fact a line."""
    facts = {
        "area": area.id,
        "name": area.name,
        "claimed by": _listed(area.claimed_by, view.codes),
        "held by": _listed(area.held_by, view.codes),
        "from": _day(area.since),
        "until": _day(area.until),
        f"country ({view.name})": _given(view, area, view.codes),
        "views": _listed(f"{name} {code}" for name, code in area.views.items()),
        "drawn": _listed(f"{source}: {how}" for source, how in area.drawn.items()),
        "note": area.note.strip(),
    }
    width = max(map(len, facts)) + 2
    for name, fact in facts.items():
        if fact:
            yield f"{name:{width}}{fact}"


def view_form(view: WorldView, areas: Sequence[DisputedArea]) -> dict[str, Any]:
    """The view and some areas of it as JSON data.

    Returns:
        ``view``, ``says``, ``version``, ``codes``, and ``areas``, each with its entry and, under
        ``country``, what the view gives; without that key it leaves the code of the data.
    """
    listed = []
    for area in areas:
        entry = area.model_dump(mode="json")
        if area.id in view.gives:
            entry["country"] = view.gives[area.id]
        listed.append(entry)
    return {
        "view": view.name,
        "says": view.says,
        "version": view.version,
        "codes": view.codes,
        "areas": listed,
    }


def _listed(codes: Iterator[str] | Sequence[str], names: dict[str, str] | None = None) -> str:
    return ", ".join(f"{c} ({names[c]})" if names and c in names else c for c in codes)


def _given(view: WorldView, area: DisputedArea, names: dict[str, str] | None = None) -> str:
    if area.id not in view.gives:
        return _AS_DATA
    code = view.gives[area.id]
    return _listed([code], names) if code else "none"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
