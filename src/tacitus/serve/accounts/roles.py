"""Roles and what each may do: one table, which every request is held against (see ``access``)."""

from __future__ import annotations

from enum import StrEnum

from tacitus.records import TacitusError


class Role(StrEnum):
    """What somebody is at the desk; each may do all that those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Higher for those who may do more."""
        return list(Role).index(self)

    def covers(self, other: Role) -> bool:
        """Whether this role may do all that the other may."""
        return self.rank >= other.rank


class Act(StrEnum):
    """What can be done at the desk."""

    SIGN_IN = "sign in"
    READ = "read reports and events, and take exports"
    OWN_ACCOUNT = "see and change one's own account"
    REVIEW = "decide on events and assess those one is assigned"
    EDIT = "assign events, settle disagreements, take gold, read the audit log"
    ADMINISTER = "see and change users"


#: The least role for each act; None: everybody, signed in or not.
LEAST: dict[Act, Role | None] = {
    Act.SIGN_IN: None,
    Act.READ: Role.READER,
    Act.OWN_ACCOUNT: Role.READER,
    Act.REVIEW: Role.REVIEWER,
    Act.EDIT: Role.EDITOR,
    Act.ADMINISTER: Role.ADMIN,
}


def may(role: Role | None, act: Act) -> bool:
    """Whether a role may do something.

    Args:
        role: of whoever asks; None where nobody is signed in.
        act: what they ask for.
    """
    least = LEAST[act]
    return least is None or (role is not None and role.covers(least))


def role_of(name: str) -> Role:
    """The role of a name.

    Raises:
        TacitusError: ``bad-role`` where there is none.
    """
    try:
        return Role(name.strip().casefold())
    except ValueError as error:
        raise TacitusError(
            "bad-role", f"{name!r} is no role.", f"Use one of {', '.join(Role)}."
        ) from error
