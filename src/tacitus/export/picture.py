"""What the terminal shows, as an SVG picture."""

from __future__ import annotations

import io
import re

from rich.console import Console, Group
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from tacitus.export.table import coded_table
from tacitus.export.terminal import marked_text
from tacitus.records import Coded

_WIDTH = 110
# Rich names fonts on another host; a picture of ours fetches nothing.
_FOREIGN_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def terminal_picture(coded: Coded, title: str) -> str:
    """An SVG picture of a report's table and of its text with the evidence marked.

    Args:
        coded: what was read out of a report.
        title: what the window is headed with.
    """
    console = Console(
        file=io.StringIO(),
        record=True,
        width=_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=True,
        color_system="truecolor",
    )
    console.print(Group(coded_table(coded), marked_text(coded)))
    picture = console.export_svg(title=title, theme=DEFAULT_TERMINAL_THEME, unique_id="tacitus")
    return _FOREIGN_FONT.sub("", picture)
