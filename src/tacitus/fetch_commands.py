"""Commands that read the web: ``tacitus fetch|watch|sources|verify``."""

from __future__ import annotations

import typer

fetch_app = typer.Typer()
