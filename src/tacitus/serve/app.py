"""The desk put together: store, pages, API, built files, and what guards them."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from types import ModuleType

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from tacitus import __version__
from tacitus.serve import accounts, api, errors, pages
from tacitus.serve.description import described
from tacitus.serve.security import BodyLimit, KnownHosts, SecurityHeaders
from tacitus.serve.settings import Settings
from tacitus.serve.static_files import PATH, BuiltFiles
from tacitus.store import Store, open_store

# Requests worked on at once, others wait. Python works on one at a time anyhow, and SQLite hands it
# over at each row: with many at once they mostly wait for each other.
_THREADS = max(4, os.cpu_count() or 1)
#: Where the API begins.
API = "/api/v1"


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The desk on a store.

    Args:
        settings: how it is run.
        store: the store, where it is open already; it is left open then. Otherwise that of the
            settings is opened, and events are computed where that is due.

    Raises:
        TacitusError: as ``Settings.check`` and ``open_store``.
    """
    settings.check()
    opened = store or open_store(settings.store, create=False)
    opened.refresh()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _THREADS
        yield
        accounts.close(app)
        if store is None:
            opened.close()

    app = FastAPI(
        title="Tacitus",
        version=__version__,
        summary="What conflict reports claim: events, who says so, and the words it rests on.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url=f"{API}/openapi.json",
        # their pages load scripts from elsewhere
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.store = opened.as_it_stands()
    app.state.settings = settings
    errors.install(app)
    for router in routers(api):
        app.include_router(router, prefix=API)
    for router in routers(pages):
        app.include_router(router, include_in_schema=False)
    app.mount(PATH, BuiltFiles(), name="static")
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    accounts.install(app, settings)
    # the last one added is the first to see a request
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)
    app.add_middleware(BodyLimit, most=settings.most_body)
    app.add_middleware(KnownHosts, settings=settings)
    app.add_middleware(SecurityHeaders)
    return app


def routers(package: ModuleType) -> Iterator[APIRouter]:
    """The routers of a package: each module's ``router``, in order of their names.

    Args:
        package: ``serve.pages`` or ``serve.api``.
    """
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        router = getattr(import_module(f"{package.__name__}.{found.name}"), "router", None)
        if router is not None:
            yield router
