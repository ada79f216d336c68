"""Options that several commands have, told once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

#: How a day is written.
DAY = ["%Y-%m-%d"]

#: What reads the events, and where work is done, by name.
EngineName = Literal["rules", "model", "both"]
ExecutorName = Literal["serial", "processes", "ray"]

ReportsArgument = Annotated[
    list[str],
    typer.Argument(
        help="Reports: text, web pages, PDF, Word, mail, tables, JSON lines, web archives,"
        ' packed files; folders, patterns, "-" for stdin.'
    ),
]
PublishedOption = Annotated[
    datetime | None, typer.Option(formats=DAY, help="Day of publication of all of them.")
]
SourceOption = Annotated[
    str | None, typer.Option(help="Outlet of the reports that do not name theirs.")
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        help="Fields of tables and JSON lines that have names of their own:"
        " text=body,published=date."
    ),
]
CodebookOption = Annotated[
    Path | None, typer.Option("--codebook", help="A codebook file of your own (YAML).")
]
EngineOption = Annotated[
    EngineName,
    typer.Option(help="What reads the events: rules, model (the learned reader) or both."),
]
ViewOption = Annotated[
    str | None,
    typer.Option(
        "--world-view",
        help="Which country disputed areas are given to: un, de-facto or a YAML file. By default"
        " what TACITUS_WORLD_VIEW says, else un.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="A JSON object a line for each outcome, and the counts.")
]
BytesOption = Annotated[
    Path | None,
    typer.Option(
        "--bytes",
        help="Folder of kept bytes; by default beside the store (tacitus.db: tacitus.bytes).",
    ),
]
CollectorOption = Annotated[
    str | None,
    typer.Option(
        "--collector", envvar="TACITUS_AUTHOR", help="Who collects, for the records of captures."
    ),
]
GateOption = Annotated[
    bool,
    typer.Option(
        "--gate/--no-gate",
        help="Pass over reports that tell nothing of violence, protest or forces moved.",
    ),
]
ExecutorOption = Annotated[
    ExecutorName,
    typer.Option(
        help="Where reports are coded: in this process, in several of this machine, or on a Ray"
        " cluster (extra: ray). The outcome is the same."
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=4096,
        show_default=False,
        help="Workers to use; by default one a core (and one a GB of memory at most), but one for"
        " less than 60 kB of input or for stdin: each takes seconds to load the models.",
    ),
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        help="The Ray cluster (HOST:PORT, ray://HOST:PORT or auto); by default one is started on"
        " this machine."
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="File to write; its suffix tells the format."),
]
FormatOption = Annotated[
    str | None, typer.Option("--format", help="table (the default), jsonl or csv.")
]
