"""Who may do what at the desk: users, sessions, tokens and roles."""

from __future__ import annotations

from fastapi import FastAPI

from tacitus.serve.settings import Settings


def install(app: FastAPI, settings: Settings) -> None:
    """Put in what sees to users: called once, when pages and API are in.

    Args:
        app: the desk.
        settings: how it is run.
    """
