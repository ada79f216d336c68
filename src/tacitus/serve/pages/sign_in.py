"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tacitus.records import TacitusError
from tacitus.serve.accounts import AccountsDep, CookiesDep, PersonDep
from tacitus.serve.rendering import page

router = APIRouter()
_Short = Annotated[str, Form(max_length=1000)]


@router.get("/sign-in")
def sign_in_page(
    request: Request,
    accounts: AccountsDep,
    person: PersonDep,
    onward: Annotated[str, Query(alias="next", max_length=4000)] = "/",
) -> Response:
    """The form; whoever is signed in is sent on."""
    if person.signed_in:
        return RedirectResponse(local_path(onward), status_code=303)
    return page(request, "sign_in.html", onward=local_path(onward), wrong="", name="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    accounts: AccountsDep,
    cookies: CookiesDep,
    name: _Short,
    password: _Short,
    onward: Annotated[str, Form(alias="next", max_length=4000)] = "/",
) -> Response:
    """Begin a session, with an id that nobody can have known before."""
    try:
        secret = accounts.sign_in(
            name,
            password,
            address=address_of(request),
            agent=request.headers.get("user-agent", ""),
            old=request.cookies.get(cookies.session),
        )
        wrong = "Name or password is wrong, or the account is disabled."
        status, headers = 401, {}
    except TacitusError as error:
        if error.problem.code != "too-many-attempts":
            raise
        secret, wrong, status = None, f"{error.problem.message} {error.problem.fix}", 429
        headers = {"Retry-After": error.problem.fix.split()[1]}
    if secret is None:
        return page(
            request,
            "sign_in.html",
            status=status,
            headers=headers,
            onward=local_path(onward),
            wrong=wrong,
            name=name,
        )
    response = RedirectResponse(local_path(onward), status_code=303)
    response.headers.append("set-cookie", cookies.header(cookies.session, secret))
    response.headers.append("set-cookie", cookies.header(cookies.visit, ""))
    return response


@router.post("/sign-out")
def sign_out(request: Request, accounts: AccountsDep, cookies: CookiesDep) -> Response:
    """End the session."""
    secret = request.cookies.get(cookies.session)
    if secret is not None:
        accounts.sign_out(secret)
    response = RedirectResponse("/sign-in", status_code=303)
    response.headers.append("set-cookie", cookies.header(cookies.session, ""))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def address_of(request: Request) -> str:
    """The address that a request comes from, as the server sees it."""
    return request.client.host if request.client else "unknown"


def local_path(onward: str) -> str:
    """A path of the desk; the overview for what leads elsewhere.

    Args:
        onward: as an address gave it.
    """
    fine = onward.startswith("/") and not onward.startswith(("//", "/\\", "/sign-"))
    return onward if fine and onward.isprintable() and "\\" not in onward else "/"
