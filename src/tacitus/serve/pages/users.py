"""Users, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tacitus.records import TacitusError
from tacitus.serve.accounts import AccountsDep, PersonDep
from tacitus.serve.accounts.accounts import Accounts
from tacitus.serve.accounts.roles import LEAST, Role, role_of
from tacitus.serve.rendering import page

router = APIRouter()
_Password = Annotated[str, Form(max_length=1000)]
_Word = Annotated[str, Form(max_length=100)]
_DONE = {
    "added": "The user was added.",
    "role": "The role was changed; the user's sessions ended.",
    "password": "The password was set; the user's sessions ended.",
    "disable": "The user can no longer sign in.",
    "enable": "The user can sign in again.",
}


@router.get("/users")
def users_page(
    request: Request, accounts: AccountsDep, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """All users, and what can be done to them."""
    return _page(request, accounts, done=_DONE.get(done, ""))


@router.post("/users")
def add_user(
    request: Request,
    accounts: AccountsDep,
    person: PersonDep,
    name: _Word,
    role: _Word,
    password: _Password,
) -> Response:
    """Add a user."""
    try:
        accounts.add_user(name, role_of(role), password, by=person.name)
    except TacitusError as error:
        return _page(request, accounts, wrong=str(error), status=400)
    return _done("added")


@router.post("/users/{name}/role")
def set_role(
    request: Request, accounts: AccountsDep, person: PersonDep, name: str, role: _Word
) -> Response:
    """Give a user another role."""
    try:
        accounts.set_role(name, role_of(role), by=person.name)
    except TacitusError as error:
        return _failed(request, accounts, error)
    return _done("role")


@router.post("/users/{name}/password")
def set_password(
    request: Request, accounts: AccountsDep, person: PersonDep, name: str, password: _Password
) -> Response:
    """Give a user another password."""
    try:
        accounts.set_password(name, password, by=person.name, keep=person.key)
    except TacitusError as error:
        return _failed(request, accounts, error)
    return _done("password")


@router.post("/users/{name}/disabled")
def set_disabled(
    request: Request,
    accounts: AccountsDep,
    person: PersonDep,
    name: str,
    disabled: Annotated[bool, Form()],
) -> Response:
    """Let a user sign in no longer, or again."""
    try:
        accounts.set_disabled(name, disabled, by=person.name)
    except TacitusError as error:
        return _failed(request, accounts, error)
    return _done("disable" if disabled else "enable")


def _done(what: str) -> Response:
    return RedirectResponse(f"/users?done={what}", status_code=303)


def _failed(request: Request, accounts: Accounts, error: TacitusError) -> Response:
    if error.problem.code == "no-such-user":
        raise error
    return _page(request, accounts, wrong=str(error), status=400)


def _page(
    request: Request, accounts: Accounts, *, done: str = "", wrong: str = "", status: int = 200
) -> Response:
    return page(
        request,
        "users.html",
        status=status,
        users=accounts.users(),
        roles=list(Role),
        table=LEAST,
        done=done,
        wrong=wrong,
    )
