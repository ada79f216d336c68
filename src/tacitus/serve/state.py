"""What the desk keeps between requests, for the parameters of routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from tacitus.serve.settings import Settings
from tacitus.store import Store


def store_of(request: Request) -> Store:
    """The store that a request is about."""
    found: Store = request.app.state.store
    return found


def settings_of(request: Request) -> Settings:
    """How the desk that got a request is run."""
    found: Settings = request.app.state.settings
    return found


StoreDep = Annotated[Store, Depends(store_of)]
SettingsDep = Annotated[Settings, Depends(settings_of)]
