"""The API's description (OpenAPI), so that it says what the desk really answers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tacitus.serve.errors import ProblemDetails


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description; made once.

    Args:
        app: the desk.
    """
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        license_info=app.license_info,
        routes=app.routes,
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    # a parameter that is not what it has to be is answered with 400 and a problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["ProblemDetails"] = _problem()
    for path in made.get("paths", {}).values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    app.openapi_schema = made
    return made


def _problem() -> dict[str, Any]:
    names = [field.name for field in fields(ProblemDetails)]
    return {
        "title": "ProblemDetails",
        "description": "A problem as RFC 9457 has it, with a short fixed code and what to do.",
        "type": "object",
        "properties": {n: {"type": "integer" if n == "status" else "string"} for n in names},
        "required": names,
    }
