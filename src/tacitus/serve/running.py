"""The desk run by uvicorn."""

from __future__ import annotations

import asyncio
import socket
import webbrowser

import typer
import uvicorn

from tacitus.records import TacitusError
from tacitus.serve.app import create_app
from tacitus.serve.settings import Settings

# connections that the system keeps waiting
_WAITING = 128


def run(settings: Settings, *, show: bool = False) -> None:
    """Run the desk until it is stopped.

    Args:
        settings: how; port 0 takes any that is free.
        show: whether it is opened in the browser.

    Raises:
        TacitusError: ``cannot-listen`` where the address is taken or not this machine's; otherwise
            as ``create_app``.
    """
    listening = _listen(settings)
    with listening:
        app = create_app(settings)
        port = listening.getsockname()[1]
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{name}:{port}/"
        typer.echo(f"{settings.store}: the desk is at {address} (Ctrl-C ends it)", err=True)
        if show:
            webbrowser.open(address)
        config = uvicorn.Config(
            app, log_level="warning", server_header=False, access_log=False, ws="none"
        )
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


def _listen(settings: Settings) -> socket.socket:
    try:
        return socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET,
            backlog=_WAITING,
        )
    except OSError as error:
        raise TacitusError(
            "cannot-listen",
            f"{settings.host}, port {settings.port}: cannot be listened at ({error.strerror}).",
            "Give another --port or --host.",
        ) from error
