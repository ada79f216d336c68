"""One's own account: password, sessions, tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tacitus.records import TacitusError
from tacitus.serve.accounts import AccountsDep, PersonDep
from tacitus.serve.accounts.people import Person
from tacitus.serve.accounts.roles import Role, role_of
from tacitus.serve.accounts.secrets import kept
from tacitus.serve.accounts.tokens import MOST_TOKEN_DAYS, TOKEN_DAYS
from tacitus.serve.pages.sign_in import address_of
from tacitus.serve.rendering import page

router = APIRouter()
_Password = Annotated[str, Form(max_length=1000)]
_DONE = {
    "password": "The password was changed; other sessions ended.",
    "sessions": "All other sessions ended.",
    "revoked": "The token was revoked.",
}


@router.get("/account")
def account_page(
    request: Request,
    accounts: AccountsDep,
    person: PersonDep,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Password, sessions and tokens of whoever asks."""
    return _page(request, accounts, person, done=_DONE.get(done, ""))


@router.post("/account/password")
def change_password(
    request: Request,
    accounts: AccountsDep,
    person: PersonDep,
    old: _Password,
    new: _Password,
    again: _Password,
) -> Response:
    """Give oneself another password; the one that held must be known."""
    try:
        if not accounts.confirms(person.name, old, address_of(request)):
            raise TacitusError("wrong-password", "The present password is wrong.")
        if new != again:
            raise TacitusError("wrong-password", "The new password was typed in two ways.")
        accounts.set_password(person.name, new, by=person.name, keep=person.key)
    except TacitusError as error:
        return _page(request, accounts, person, wrong=str(error), status=400)
    return RedirectResponse("/account?done=password", status_code=303)


@router.post("/account/sessions")
def end_other_sessions(accounts: AccountsDep, person: PersonDep) -> Response:
    """End all sessions but this one."""
    accounts.end_sessions(str(person.user), person.key)
    return RedirectResponse("/account?done=sessions", status_code=303)


@router.post("/account/tokens")
def make_token(
    request: Request,
    accounts: AccountsDep,
    person: PersonDep,
    label: Annotated[str, Form(max_length=200)],
    role: Annotated[str, Form(max_length=20)],
    days: Annotated[int, Form()] = TOKEN_DAYS,
) -> Response:
    """Make a token; its secret is on this one page and nowhere else."""
    try:
        _, secret = accounts.add_token(person.name, label, role_of(role), days=days, by=person.name)
    except TacitusError as error:
        return _page(request, accounts, person, wrong=str(error), status=400)
    return _page(request, accounts, person, secret=secret, headers={"Cache-Control": "no-store"})


@router.post("/account/tokens/{token}/revoke")
def revoke_token(accounts: AccountsDep, person: PersonDep, token: str) -> Response:
    """Take one of one's own tokens back."""
    accounts.revoke_token(token, by=person.name, owner=str(person.user))
    return RedirectResponse("/account?done=revoked", status_code=303)


def _page(
    request: Request,
    accounts: AccountsDep,
    person: Person,
    *,
    done: str = "",
    wrong: str = "",
    secret: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    user = accounts.user(person.name)
    return page(
        request,
        "account.html",
        status=status,
        headers=headers,
        user=user,
        sessions=accounts.sessions_of(user.id),
        mine=kept(person.key),
        tokens=accounts.tokens_of(user.id),
        roles=[role for role in Role if user.role.covers(role)],
        days=TOKEN_DAYS,
        most_days=MOST_TOKEN_DAYS,
        done=done,
        wrong=wrong,
        secret=secret,
    )
