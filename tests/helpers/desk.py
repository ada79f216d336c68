"""A desk to ask as a browser or a program does."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from helpers.copied import copied
from tacitus.serve.accounts.accounts import accounts_target, open_accounts
from tacitus.serve.accounts.roles import Role
from tacitus.serve.app import create_app
from tacitus.serve.settings import Settings

ADDRESS = "http://127.0.0.1:8150"
PASSWORD = "copper lantern walks"
#: One user of each role, and a second reviewer.
USERS = {
    "rea": Role.READER,
    "rev": Role.REVIEWER,
    "ron": Role.REVIEWER,
    "edi": Role.EDITOR,
    "adm": Role.ADMIN,
}
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def add_users(store: str) -> None:
    """Put ``USERS`` beside a store."""
    copied(Path(accounts_target(store)), "users", _users)


def _users(path: Path) -> None:
    with open_accounts(path) as accounts:
        for name, role in USERS.items():
            accounts.add_user(name, role, PASSWORD, by="test")


def desk(store: str, *, accounts: bool = False, **settings):
    """The application on a store."""
    return create_app(Settings(store=store, accounts=accounts, author="local", **settings))


class Browser(TestClient):
    """Asks as a browser does: keeps cookies, sends forms with their token, follows nothing."""

    def __init__(self, app, name: str | None = None, **more) -> None:
        super().__init__(
            app,
            base_url=ADDRESS,
            follow_redirects=False,
            raise_server_exceptions=False,
            **more,
        )
        self.token = ""
        if name is not None:
            self.sign_in(name)

    def as_one_signed_in(self, other: Browser) -> Browser:
        """Take over the session of another browser, at a desk of the same users."""
        self.cookies.update(other.cookies)
        self.token = other.token
        return self

    def open(self, path: str, **more):
        """Get a page and keep its token."""
        response = self.get(path, **more)
        found = _TOKEN.search(response.text)
        if found:
            self.token = unescape(found[1])
        return response

    def submit(self, path: str, fields=None, **more):
        """Send a form with the token of the last page."""
        return self.post(path, data={"csrf": self.token, **(fields or {})}, **more)

    def sign_in(self, name: str, password: str = PASSWORD, **fields):
        """Sign in by the page, and take the token of the session."""
        self.open("/sign-in")
        response = self.submit("/sign-in", {"name": name, "password": password, **fields})
        if response.status_code == 303:
            self.open("/account")
        return response
