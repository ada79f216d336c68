"""Who asks something of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tacitus.serve.accounts.roles import Act, Role, may


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in.

    Attributes:
        id: a ULID.
        name: what decisions are signed with; unique, and never given to another.
        role: what they may do.
        disabled: whether they can no longer sign in.
        created_at: ISO 8601 in UTC.
    """

    id: str
    name: str
    role: Role
    disabled: bool
    created_at: str


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody signed in with.

    Attributes:
        hash: of its id, which the browser alone has.
        created_at, seen_at: when it began, and about when it was last used; ISO 8601 in UTC.
        address: of the browser when it signed in.
        agent: what the browser calls itself.
    """

    hash: str
    created_at: str
    seen_at: str
    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a program asks the API with in somebody's name.

    Attributes:
        id: a ULID, by which it is revoked.
        label: what it is for, in its owner's words.
        role: the most that it may do; no more than its owner's role at the time.
        created_at, ends_at: ISO 8601 in UTC.
        used_at: about when it was last used, or None.
        revoked_at: when it was taken back, or None.
    """

    id: str
    label: str
    role: Role
    created_at: str
    ends_at: str
    used_at: str | None
    revoked_at: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever a request comes from.

    Attributes:
        name: what decisions are signed with; empty where nobody is signed in.
        role: what they may do; None where nobody is signed in.
        user: id of the user; None for the one of a desk without accounts, and for nobody.
        by: "session", "token", "local" (a desk without accounts) or "nobody".
        key: what a CSRF token is made of: the session's id, or that of the visit.
    """

    name: str
    role: Role | None
    user: str | None
    by: str
    key: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether it is known who it is."""
        return self.role is not None

    def may(self, act: Act) -> bool:
        """Whether they may do something."""
        return may(self.role, act)

    @property
    def reviews(self) -> bool:
        """Whether they may decide on events."""
        return self.may(Act.REVIEW)

    @property
    def edits(self) -> bool:
        """Whether they may settle what reviewers differ on."""
        return self.may(Act.EDIT)

    @property
    def administers(self) -> bool:
        """Whether they may change users."""
        return self.may(Act.ADMINISTER)


#: What is written down of users.
DEED_KINDS = (
    "add-user",
    "set-role",
    "set-password",
    "disable",
    "enable",
    "sign-in",
    "sign-out",
    "refused",
    "add-token",
    "revoke-token",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of what was done to users, sessions and tokens.

    Attributes:
        serial: lines of later deeds have higher numbers.
        at: when, ISO 8601 in UTC.
        kind: see ``DEED_KINDS``.
        by: name of whoever did it; "command line" where it was done there.
        subject: name of the user it was done to, or None for a name that nobody has.
        detail: further facts.
    """

    serial: int
    at: str
    kind: str
    by: str
    subject: str | None
    detail: dict[str, Any]


#: Whoever has not signed in.
NOBODY = Person("", None, None, "nobody")
