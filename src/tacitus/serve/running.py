"""The desk run by uvicorn."""

from __future__ import annotations

import asyncio
import socket
import webbrowser
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import Any

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from tacitus.knowledge.actor_search import search_actors
from tacitus.knowledge.actors import load_registry
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.records import TacitusError
from tacitus.resolve.actors import resolve_actor
from tacitus.resolve.sources import resolve_source
from tacitus.serve.accounts.secrets import new_secret
from tacitus.serve.app import create_app
from tacitus.serve.filters import Filter
from tacitus.serve.settings import Settings
from tacitus.serve.views.actors import network
from tacitus.store import Store

# seconds that a browser which reads may keep its connection
_KEEP = 75
# connections that the system keeps waiting
_WAITING = 128
_CONFIG: dict[str, Any] = {
    "log_level": "warning",
    "server_header": False,
    "access_log": False,
    "ws": "none",
    "timeout_keep_alive": _KEEP,
}


def run(settings: Settings, *, show: bool = False, workers: int = 1) -> None:
    """Run the desk until it is stopped.

    Args:
        settings: how; port 0 takes any that is free.
        show: whether it is opened in the browser.
        workers: processes that answer.

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
        if workers == 1:
            Thread(target=_warm, args=(app.state.store,), daemon=True).start()
            server = uvicorn.Server(uvicorn.Config(app, **_CONFIG))
            asyncio.run(server.serve(sockets=[listening]))
            return
        # all is well with the store and the users: the processes find the same
        settings = replace(settings, secret=settings.secret or new_secret())
        config = uvicorn.Config(
            partial(_app_of_worker, settings), factory=True, workers=workers, **_CONFIG
        )
        Multiprocess(config, sockets=[listening]).run()


def _app_of_worker(settings: Settings) -> FastAPI:
    """The desk in a process of several."""
    app = create_app(settings)
    Thread(target=_warm, args=(app.state.store,), daemon=True).start()
    return app


def _warm(store: Store) -> None:
    """Load what the first to ask would wait for: actors, gazetteer and the words of both.

    Args:
        store: whose network of actors is worked out, too.
    """
    search_actors(load_registry(), "Hezbollah")
    resolve_actor("the Syrian army")
    open_gazetteer().entry("geonames:170063")
    resolve_source("SANA")
    network(store, Filter())


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
