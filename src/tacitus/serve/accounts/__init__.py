"""Who may do what at the desk: users, sessions, tokens and roles."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from starlette.requests import Request

from tacitus.records import TacitusError
from tacitus.serve.accounts.accounts import Accounts, accounts_target, open_accounts
from tacitus.serve.accounts.cookies import Cookies, cookies_of
from tacitus.serve.accounts.guard import Guard
from tacitus.serve.accounts.people import Person
from tacitus.serve.accounts.roles import Role
from tacitus.serve.accounts.secrets import new_secret
from tacitus.serve.settings import Settings


def install(app: FastAPI, settings: Settings) -> None:
    """Put in what sees to users: called once, when pages and API are in.

    Args:
        app: the desk.
        settings: how it is run.

    Raises:
        TacitusError: ``no-users`` where nobody could sign in; as ``open_accounts``.
    """
    cookies = cookies_of(settings)
    accounts = _opened(settings) if settings.accounts else None
    app.state.accounts = accounts
    app.state.cookies = cookies
    key = accounts.key() if accounts is not None else settings.secret or new_secret()
    local = Person(settings.author, Role.ADMIN, None, "local")
    app.add_middleware(Guard, accounts=accounts, key=key, local=local, cookies=cookies)


def close(app: FastAPI) -> None:
    """Give up what ``install`` opened."""
    if app.state.accounts is not None:
        app.state.accounts.close()


def _opened(settings: Settings) -> Accounts:
    target = accounts_target(settings.store, settings.accounts_file)
    accounts = open_accounts(target)
    if not any(not user.disabled for user in accounts.users()):
        accounts.close()
        raise TacitusError(
            "no-users",
            f"{accounts.name}: holds no user who could sign in.",
            f"Add one: tacitus users add NAME --role admin --store {settings.store}",
        )
    return accounts


def person_of(request: Request) -> Person:
    """Who asks."""
    found: Person = request.state.person
    return found


def accounts_of(request: Request) -> Accounts:
    """The users of the desk.

    Raises:
        TacitusError: ``no-such-page`` where nobody signs in.
    """
    found: Accounts | None = request.app.state.accounts
    if found is None:
        raise TacitusError(
            "no-such-page",
            "This desk has no users: it is open to whoever uses this machine.",
            "Run it with --accounts.",
        )
    return found


def cookies_in(request: Request) -> Cookies:
    """How cookies are named and sent."""
    found: Cookies = request.app.state.cookies
    return found


#: For the parameters of routes.
PersonDep = Annotated[Person, Depends(person_of)]
AccountsDep = Annotated[Accounts, Depends(accounts_of)]
CookiesDep = Annotated[Cookies, Depends(cookies_in)]
