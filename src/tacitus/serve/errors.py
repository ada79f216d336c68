"""What went wrong, told as a page or, under /api, as a problem (RFC 9457)."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tacitus.records import TacitusError
from tacitus.serve.caching import NotModified
from tacitus.serve.rendering import page

PROBLEM_JSON = "application/problem+json"
# Status by the code of a ``TacitusError``, or by what its code begins with; 400 for any other.
_STATUS = {
    "no-such-event": 404,
    "no-such-report": 404,
    "no-such-claim": 404,
    "no-such-actor": 404,
    "no-such-decision": 404,
    "no-such-collection": 404,
    "no-such-user": 404,
    "no-such-token": 404,
    "no-such-round": 404,
    "no-such-words": 404,
    "no-such-page": 404,
    "no-such-figure": 404,
    "in-round": 409,
    "several-events": 404,
    "unknown-format": 404,
    "forbidden": 403,
    "not-signed-in": 401,
    "view-only": 409,
    "decision-id-taken": 409,
    "too-many-": 429,
    "store-": 503,
    "database-": 503,
    "no-driver": 503,
    "no-fonts": 503,
}
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """A problem as RFC 9457 has it.

    Attributes:
        type: "about:blank": the status says what kind it is.
        title: the status in words.
        status: HTTP status.
        detail: what was found.
        code: short fixed name, as of ``TacitusError``.
        fix: what to do about it, or empty.
    """

    title: str
    status: int
    detail: str
    code: str
    fix: str = ""
    type: str = "about:blank"


def problem_of(error: TacitusError) -> ProblemDetails:
    """The problem that an error stands for."""
    told = error.problem
    status = next((n for start, n in _STATUS.items() if told.code.startswith(start)), 400)
    return ProblemDetails(HTTPStatus(status).phrase, status, told.message, told.code, told.fix)


def answer(
    request: Request, problem: ProblemDetails, headers: dict[str, str] | None = None
) -> Response:
    """The answer to a request that went wrong."""
    if request.url.path.startswith("/api/"):
        return JSONResponse(
            asdict(problem), problem.status, headers=headers, media_type=PROBLEM_JSON
        )
    return page(request, "error.html", status=problem.status, headers=headers, problem=problem)


def install(app: FastAPI) -> None:
    """Answer errors of any kind so."""

    @app.exception_handler(TacitusError)
    def ours(request: Request, error: TacitusError) -> Response:
        return answer(request, problem_of(error))

    @app.exception_handler(NotModified)
    def same(request: Request, told: NotModified) -> Response:
        return Response(status_code=304, headers=told.headers)

    @app.exception_handler(RequestValidationError)
    def refused(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}"
            for fault in error.errors()
        )
        return answer(request, ProblemDetails("Bad Request", 400, told, "bad-request"))

    @app.exception_handler(HTTPException)
    def known(request: Request, error: HTTPException) -> Response:
        phrase = HTTPStatus(error.status_code).phrase
        code = phrase.casefold().replace(" ", "-")
        problem = ProblemDetails(phrase, error.status_code, str(error.detail), code)
        return answer(request, problem, dict(error.headers or {}))

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:
        # what it was stays in the log: it may tell of paths and data
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return answer(
            request,
            ProblemDetails(
                "Internal Server Error", 500, "The desk failed; its log says how.", "failed"
            ),
        )
