"""Pages of ``docs/`` that are made from the program itself, so that they cannot fall behind."""

from __future__ import annotations

import html
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from tacitus.knowledge.codebook import Codebook, load_codebook
from tacitus.knowledge.load import packaged
from tacitus.knowledge.world_view import FILE, WorldViews
from tacitus.records import TacitusError

_NOTE = "<!-- Written by `make docs`; edit the program, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {
        "commands.md": command_page(),
        "codebook.md": codebook_page(load_codebook()),
        "world-view.md": world_view_page(packaged(FILE, WorldViews)),
    }


def command_page() -> str:
    """The reference of the command line, from its own help texts."""
    done = subprocess.run(
        [sys.executable, "-m", "typer", "tacitus.cli", "utils", "docs", "--name", "tacitus"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return _NOTE + html.unescape(done.stdout).strip() + "\n"


def codebook_page(book: Codebook) -> str:
    """The meaning of every field and event type of a codebook."""
    return _page("codebook.md", book=book)


def world_view_page(known: WorldViews) -> str:
    """All disputed areas, who claims and holds them, and what each packaged view gives them."""
    return _page("world_view.md", areas=known.areas, views=known.views, codes=known.codes)


def _page(template: str, **values: object) -> str:
    environment = Environment(  # noqa: S701 makes Markdown, no HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = (files("tacitus.export") / "templates" / template).read_text(encoding="utf-8")
    return _NOTE + environment.from_string(source).render(**values).strip() + "\n"


def write_pages(folder: Path) -> list[Path]:
    """Write the generated pages into ``folder``.

    Returns:
        The files written.

    Raises:
        TacitusError: ``cannot-write`` when one cannot be written.
    """
    written = []
    for name, content in pages().items():
        path = folder / name
        try:
            path.write_text(content, encoding="utf-8")
        except OSError as error:
            raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error
        written.append(path)
    return written


def stale_pages(folder: Path) -> list[Path]:
    """The generated pages in ``folder`` that are missing or differ from what would be written."""
    return [
        folder / name
        for name, content in pages().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != content
    ]
