"""A Chromium to look at the desk with, and the desk on a port of this machine."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import uvicorn
from fastapi import FastAPI

T = TypeVar("T")

#: Where Debian, other systems and Playwright itself put it.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader"]


def chromium() -> str | None:
    """Path of the machine's Chromium, or None where it has none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The desk on a free port while it is looked at; its address."""
    config = uvicorn.Config(app, port=0, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(400):
        if server.started:
            break
        time.sleep(0.025)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def waited(check: Callable[[], T], seconds: float = 60) -> T:
    """What a check gives once it gives anything; a page's own waiting is refused by its policy.

    Args:
        check: asked again and again.
        seconds: how long; the map is drawn by the processor here.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")
