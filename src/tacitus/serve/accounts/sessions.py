"""Sessions: begun with a password, told by an id that the browser alone has, ended by time."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from tacitus.serve.accounts import attempts, passwords
from tacitus.serve.accounts.base import (
    LONGEST_NAME,
    Base,
    change,
    end_sessions,
    folded,
    row_of,
    user_of,
)
from tacitus.serve.accounts.people import Person, Session
from tacitus.serve.accounts.roles import Role
from tacitus.serve.accounts.schema import sessions, users
from tacitus.serve.accounts.secrets import kept, new_secret
from tacitus.store.forms import moment_of, storable

#: A session ends when it was not used for so long, and in any case some time after it began.
IDLE, LONGEST = timedelta(hours=1), timedelta(hours=12)
#: How exactly it is noted when something was last used: each note is written to disk.
EXACT = timedelta(minutes=1)


class Sessions(Base):
    """Browsers that somebody signed in with."""

    def sign_in(
        self, name: str, password: str, *, address: str, agent: str = "", old: str | None = None
    ) -> str | None:
        """Begin a session.

        Args:
            name: of the user.
            password: as typed.
            address: where it comes from.
            agent: what the browser calls itself.
            old: id of a session that the browser had; it ends.

        Returns:
            Id of the new session, which nobody can have known before; None where name or password
            is wrong or the user is disabled, which takes the same time.

        Raises:
            TacitusError: ``too-many-attempts``.
        """
        known = folded(name)[:LONGEST_NAME]
        at = self.clock()
        with self.database.writing() as connection:
            number = attempts.begin(connection, kept(known), address, at)
            row = row_of(connection, known)
        right = passwords.fits(password, row["password"] if row else None)
        allowed = row is not None and right and not row["disabled"]
        fresh = (
            passwords.hashed(password) if allowed and passwords.outdated(row["password"]) else None
        )
        with self.database.writing() as connection:
            if old is not None:
                connection.execute(sa.delete(sessions).where(sessions.c.hash == kept(old)))
            # it may have been disabled, or the password changed, while the hash was worked out
            now = row_of(connection, known) if allowed else None
            if row is None or now is None or dict(now) != dict(row):
                subject = known if row is not None else None
                self.note(connection, "refused", subject or "unknown", subject, {"from": address})
                return None
            attempts.passed(connection, number)
            if fresh is not None:
                change(connection, user_of(row), password=fresh)
            _end_outdated(connection, at)
            secret = new_secret()
            connection.execute(
                sa.insert(sessions).values(
                    hash=kept(secret),
                    user=row["id"],
                    created_at=moment_of(at),
                    seen_at=moment_of(at),
                    address=address,
                    agent=storable(agent)[:200],
                )
            )
            self.note(connection, "sign-in", known, known, {"from": address})
            return secret

    def sign_out(self, secret: str) -> None:
        """End a session; nothing where there is none."""
        with self.database.writing() as connection:
            asked = (
                sa.select(users.c.name)
                .join(sessions, sessions.c.user == users.c.id)
                .where(sessions.c.hash == kept(secret))
            )
            name = connection.execute(asked).scalar()
            if name is not None:
                connection.execute(sa.delete(sessions).where(sessions.c.hash == kept(secret)))
                self.note(connection, "sign-out", name, name, {})

    def of_session(self, secret: str) -> Person | None:
        """Whose session it is; None where it ended or never was."""
        at = self.clock()
        mark = kept(secret)
        asked = (
            sa.select(
                sessions.c.seen_at, sessions.c.created_at, users.c.id, users.c.name, users.c.role
            )
            .join(users, sessions.c.user == users.c.id)
            .where(sessions.c.hash == mark, users.c.disabled.is_(False))
        )
        with self.database.reading() as connection:
            row = connection.execute(asked).mappings().one_or_none()
        if row is None or not _lasts(row["created_at"], row["seen_at"], at):
            return None
        if datetime.fromisoformat(row["seen_at"]) + EXACT <= at:
            with self.database.writing() as connection:
                connection.execute(
                    sa.update(sessions).where(sessions.c.hash == mark).values(seen_at=moment_of(at))
                )
        return Person(row["name"], Role(row["role"]), row["id"], "session", secret)

    def sessions_of(self, user: str) -> list[Session]:
        """The sessions of a user, the last used one first.

        Args:
            user: id of the user.
        """
        columns = [c for c in sessions.c if c.name != "user"]
        asked = sa.select(*columns).where(sessions.c.user == user)
        at = self.clock()
        with self.database.reading() as connection:
            rows = connection.execute(asked.order_by(sessions.c.seen_at.desc())).mappings()
            return [Session(**row) for row in rows if _lasts(row["created_at"], row["seen_at"], at)]

    def end_sessions(self, user: str, keep: str | None = None) -> None:
        """End the sessions of a user.

        Args:
            user: id of the user.
            keep: id of a session that goes on.
        """
        with self.database.writing() as connection:
            end_sessions(connection, user, keep)

    def confirms(self, name: str, password: str, address: str) -> bool:
        """Whether a password is a user's own; asked before something weighty is changed.

        Raises:
            TacitusError: ``too-many-attempts``, as for signing in.
        """
        known = folded(name)
        with self.database.writing() as connection:
            number = attempts.begin(connection, kept(known), address, self.clock())
            row = row_of(connection, known)
        right = passwords.fits(password, row["password"] if row else None)
        if right:
            with self.database.writing() as connection:
                attempts.passed(connection, number)
        return right


def _end_outdated(connection: sa.Connection, at: datetime) -> None:
    connection.execute(
        sa.delete(sessions).where(
            sa.or_(
                sessions.c.seen_at < moment_of(at - IDLE),
                sessions.c.created_at < moment_of(at - LONGEST),
            )
        )
    )


def _lasts(created_at: str, seen_at: str, at: datetime) -> bool:
    began, seen = datetime.fromisoformat(created_at), datetime.fromisoformat(seen_at)
    return seen + IDLE > at and began + LONGEST > at
