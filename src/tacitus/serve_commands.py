"""The command that opens the desk: ``tacitus serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.records import TacitusError
from tacitus.store_commands import STORE, StoreOption, author_of

serve_app = typer.Typer()


@serve_app.command()
def serve(
    store: StoreOption = STORE,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at.")] = 8150,
    accounts: Annotated[
        bool,
        typer.Option("--accounts", help="Users sign in; needed to listen beyond this machine."),
    ] = False,
    accounts_file: Annotated[
        Path | None, typer.Option(help="Where users are kept; beside the store by default.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="A further name by which browsers call it (repeatable)."),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="A proxy before it speaks HTTPS: cookies go by that.")
    ] = False,
    author: Annotated[
        str | None,
        typer.Option(
            help="Who decides where nobody signs in; else TACITUS_AUTHOR, else your user name."
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(min=1, max=64, help="Processes that answer; each takes memory of its own."),
    ] = 1,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Open the desk: pages on the stored reports and events, and an API, until Ctrl-C."""
    from tacitus.serve.settings import Settings

    settings = Settings(
        store=store,
        host=host,
        port=port,
        accounts=accounts,
        accounts_file=accounts_file,
        hosts=tuple(name or ()),
        secure_cookies=https,
        author=author_of(author),
    )
    settings.check()
    try:
        from tacitus.serve.running import run
    except ImportError as error:
        raise TacitusError(
            "no-serve",
            f"what the desk needs is not installed ({error}).",
            "pip install 'tacitus[serve]'",
        ) from error
    run(settings, show=show, workers=workers)
