"""The two cookies of the desk: of a session, and of a visit before anybody signs in."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import SimpleCookie

from tacitus.serve.settings import Settings


@dataclass(frozen=True, slots=True)
class Cookies:
    """How cookies are named and sent: for no script to read, and with no request of another site.

    Attributes:
        session, visit: their names; browsers take a name with ``__Host-`` over HTTPS alone, for one
            host, so that none can be planted.
        secure: whether they go over HTTPS alone.
    """

    session: str
    visit: str
    secure: bool

    def header(self, name: str, value: str) -> str:
        """The value of a Set-Cookie header; an empty value takes the cookie away."""
        made: SimpleCookie = SimpleCookie()
        made[name] = value
        morsel = made[name]
        # Lax: a link to an event that a colleague sends opens for whoever is signed in
        morsel["path"], morsel["httponly"], morsel["samesite"] = "/", True, "Lax"
        morsel["secure"] = self.secure
        if not value:
            morsel["max-age"] = 0
        return morsel.OutputString()


def cookies_of(settings: Settings) -> Cookies:
    """The cookies of a desk.

    Args:
        settings: how it is run; desks at several ports of a machine have cookies of their own.
    """
    head = "__Host-tacitus" if settings.secure_cookies else f"tacitus-{settings.port}"
    return Cookies(f"{head}-session", f"{head}-visit", settings.secure_cookies)
