"""Users: added, given a role or a password, shut out."""

from __future__ import annotations

import sqlalchemy as sa
from ulid import ULID

from tacitus.records import TacitusError
from tacitus.serve.accounts import passwords
from tacitus.serve.accounts.base import (
    LONGEST_NAME,
    Base,
    change,
    end_sessions,
    folded,
    found,
    row_of,
    user_of,
)
from tacitus.serve.accounts.people import User
from tacitus.serve.accounts.roles import Role
from tacitus.serve.accounts.schema import users
from tacitus.store.forms import moment_of


class Users(Base):
    """Who may sign in."""

    def users(self) -> list[User]:
        """All users, by name."""
        with self.database.reading() as connection:
            return [
                user_of(row)
                for row in connection.execute(sa.select(users).order_by(users.c.name)).mappings()
            ]

    def user(self, name: str) -> User:
        """A user by name.

        Raises:
            TacitusError: ``no-such-user``.
        """
        with self.database.reading() as connection:
            return found(connection, name)

    def add_user(self, name: str, role: Role, password: str, *, by: str) -> User:
        """Add a user.

        Args:
            name: letters, digits and ``. _ - @``; case does not count.
            role: what they may do.
            password: as typed.
            by: who does it.

        Raises:
            TacitusError: ``bad-user-name``, ``user-name-taken``, ``weak-password``.
        """
        known = checked_name(name)
        passwords.check(password, known)
        made = passwords.hashed(password)
        at = self.clock()
        user = User(str(ULID.from_datetime(at)), known, role, False, moment_of(at))
        with self.database.writing() as connection:
            if row_of(connection, known) is not None:
                raise TacitusError("user-name-taken", f"there is a user {known!r} already.")
            connection.execute(
                sa.insert(users).values(
                    id=user.id,
                    name=known,
                    role=role.value,
                    password=made,
                    disabled=False,
                    created_at=user.created_at,
                )
            )
            self.note(connection, "add-user", by, known, {"role": role.value})
        return user

    def set_role(self, name: str, role: Role, *, by: str) -> User:
        """Give a user another role; their sessions end.

        Raises:
            TacitusError: ``no-such-user``; ``last-admin`` where nobody could change users then.
        """
        with self.database.writing() as connection:
            user = found(connection, name)
            if role != Role.ADMIN:
                _not_last_admin(connection, user)
            change(connection, user, role=role.value)
            end_sessions(connection, user.id)
            self.note(connection, "set-role", by, user.name, {"from": user.role, "to": role})
            return found(connection, name)

    def set_password(self, name: str, password: str, *, by: str, keep: str | None = None) -> None:
        """Give a user another password; their sessions end.

        Args:
            name: of the user.
            password: as typed.
            by: who does it.
            keep: id of a session that goes on: the one that asks.

        Raises:
            TacitusError: ``no-such-user``, ``weak-password``.
        """
        user = self.user(name)
        passwords.check(password, user.name)
        made = passwords.hashed(password)
        with self.database.writing() as connection:
            change(connection, user, password=made)
            end_sessions(connection, user.id, keep)
            self.note(connection, "set-password", by, user.name, {})

    def set_disabled(self, name: str, disabled: bool, *, by: str) -> User:
        """Let a user sign in no longer, or again; their sessions end.

        Users are not taken away: decisions are signed with their names.

        Raises:
            TacitusError: ``no-such-user``; ``last-admin`` where nobody could change users then.
        """
        with self.database.writing() as connection:
            user = found(connection, name)
            if disabled:
                _not_last_admin(connection, user)
            change(connection, user, disabled=disabled)
            end_sessions(connection, user.id)
            self.note(connection, "disable" if disabled else "enable", by, user.name, {})
            return found(connection, name)


def checked_name(name: str) -> str:
    """A user's name as it is kept.

    Raises:
        TacitusError: ``bad-user-name``.
    """
    known = folded(name)
    fine = known and len(known) <= LONGEST_NAME and known[0].isalnum()
    if not fine or not all(c.isalnum() or c in "._-@" for c in known):
        raise TacitusError(
            "bad-user-name",
            f"{name!r} is no name for a user.",
            f"Use up to {LONGEST_NAME} letters, digits and . _ - @, a letter or digit first.",
        )
    return known


def _not_last_admin(connection: sa.Connection, user: User) -> None:
    others = sa.select(sa.func.count()).where(
        users.c.role == Role.ADMIN.value, users.c.disabled.is_(False), users.c.id != user.id
    )
    if user.role == Role.ADMIN and not user.disabled and not connection.execute(others).scalar():
        raise TacitusError(
            "last-admin",
            f"{user.name} is the only administrator.",
            "Give another user the role first.",
        )
