"""Templates made into pages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tacitus import __version__
from tacitus.export.wording import visible
from tacitus.serve.figures.files import forms
from tacitus.serve.navigation import navigation


@cache
def environment() -> Environment:
    """The templates of ``serve/templates``; whatever a report says is escaped in them."""
    made = Environment(
        loader=PackageLoader("tacitus.serve", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    made.globals["navigation"] = navigation
    made.globals["version"] = __version__
    made.globals["figure_forms"] = forms
    made.filters["visible"] = visible
    return made


@cache
def _manifest() -> dict[str, Any]:
    """What the build named its files: by the name of a source."""
    file = files("tacitus.serve") / "static" / "manifest.json"
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def asset(name: str) -> str:
    """The address of a built file.

    Args:
        name: its source, as the build's manifest names it; or a file of ``serve/static``.
    """
    built = _manifest().get(name)
    return f"/static/{built['file'] if built else name}"


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page.

    Args:
        request: what asked for it; the template has it as ``request``.
        template: its name in ``serve/templates``; it has as ``published`` how a site is published
            (``publish.selection.Options``), None at the desk.
        status: of the answer.
        headers: of the answer, beside those that every answer has.
        context: what the template shows.
    """
    published = getattr(request.app.state, "published", None)
    body = (
        environment().get_template(template).render(request=request, published=published, **context)
    )
    return HTMLResponse(body, status_code=status, headers=headers)
