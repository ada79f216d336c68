"""API tokens: made by a user for a program, shown once."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from ulid import ULID

from tacitus.records import TacitusError
from tacitus.serve.accounts.base import Base, found
from tacitus.serve.accounts.people import Person, Token
from tacitus.serve.accounts.roles import Role
from tacitus.serve.accounts.schema import tokens, users
from tacitus.serve.accounts.secrets import kept, new_token
from tacitus.serve.accounts.sessions import EXACT
from tacitus.store.forms import moment_of, storable

#: Days that a token holds where nothing is said, and at the most.
TOKEN_DAYS, MOST_TOKEN_DAYS = 90, 366
_LONGEST_LABEL = 100


class Tokens(Base):
    """What programs ask the API with."""

    def add_token(
        self, name: str, label: str, role: Role, *, days: int = TOKEN_DAYS, by: str
    ) -> tuple[Token, str]:
        """Make an API token.

        Args:
            name: of the user in whose name it asks.
            label: what it is for.
            role: the most that it may do.
            days: how long it holds.
            by: who does it.

        Returns:
            The token as it is kept, and the secret, which nobody can be told again.

        Raises:
            TacitusError: ``no-such-user``; ``bad-token`` where the role is more than the user's,
                the label is empty or too long, or the days are none that a token may hold.
        """
        label = storable(label).strip()
        at = self.clock()
        secret = new_token()
        with self.database.writing() as connection:
            user = found(connection, name)
            if not user.role.covers(role):
                raise _bad_token(f"{user.name} is {user.role} and can give away no more than that")
            if not 0 < len(label) <= _LONGEST_LABEL:
                raise _bad_token(f"it needs a label of 1 to {_LONGEST_LABEL} characters")
            if not 0 < days <= MOST_TOKEN_DAYS:
                raise _bad_token(f"it may hold for 1 to {MOST_TOKEN_DAYS} days")
            ends = moment_of(at + timedelta(days=days))
            token = Token(str(ULID.from_datetime(at)), label, role, moment_of(at), ends, None, None)
            connection.execute(
                sa.insert(tokens).values(
                    id=token.id,
                    hash=kept(secret),
                    user=user.id,
                    label=label,
                    role=role.value,
                    created_at=token.created_at,
                    ends_at=ends,
                )
            )
            detail = {"token": token.id, "role": role.value, "ends_at": ends}
            self.note(connection, "add-token", by, user.name, detail)
        return token, secret

    def tokens_of(self, user: str) -> list[Token]:
        """The tokens of a user, the latest first; revoked and outdated ones too.

        Args:
            user: id of the user.
        """
        columns = [c for c in tokens.c if c.name not in ("user", "hash")]
        asked = sa.select(*columns).where(tokens.c.user == user).order_by(tokens.c.id.desc())
        with self.database.reading() as connection:
            rows = connection.execute(asked).mappings()
            return [Token(**{**row, "role": Role(row["role"])}) for row in rows]

    def revoke_token(self, token: str, *, by: str, owner: str | None = None) -> None:
        """Take a token back.

        Args:
            token: its id.
            by: who does it.
            owner: id of the user whose it must be; anybody's where None.

        Raises:
            TacitusError: ``no-such-token``, also where it is another one's.
        """
        with self.database.writing() as connection:
            asked = (
                sa.select(users.c.name, users.c.id)
                .join(tokens, tokens.c.user == users.c.id)
                .where(tokens.c.id == token)
            )
            row = connection.execute(asked).one_or_none()
            if row is None or owner not in (None, row.id):
                raise TacitusError("no-such-token", "There is no such token.")
            connection.execute(
                sa.update(tokens)
                .where(tokens.c.id == token, tokens.c.revoked_at.is_(None))
                .values(revoked_at=moment_of(self.clock()))
            )
            self.note(connection, "revoke-token", by, row.name, {"token": token})

    def of_token(self, secret: str) -> Person | None:
        """Whose token it is; None where it is revoked, outdated or never was."""
        at = self.clock()
        asked = (
            sa.select(
                tokens.c.id.label("token"),
                tokens.c.role.label("least"),
                tokens.c.used_at,
                users.c.id,
                users.c.name,
                users.c.role,
            )
            .join(users, tokens.c.user == users.c.id)
            .where(
                tokens.c.hash == kept(secret),
                tokens.c.revoked_at.is_(None),
                tokens.c.ends_at > moment_of(at),
                users.c.disabled.is_(False),
            )
        )
        with self.database.reading() as connection:
            row = connection.execute(asked).mappings().one_or_none()
        if row is None:
            return None
        used = row["used_at"]
        if used is None or datetime.fromisoformat(used) + EXACT <= at:
            with self.database.writing() as connection:
                connection.execute(
                    sa.update(tokens)
                    .where(tokens.c.id == row["token"])
                    .values(used_at=moment_of(at))
                )
        # whose owner was given a lesser role does not keep the greater by a token
        role = min(Role(row["least"]), Role(row["role"]), key=lambda r: r.rank)
        return Person(row["name"], role, row["id"], "token")


def _bad_token(what: str) -> TacitusError:
    return TacitusError("bad-token", f"The token cannot be made: {what}.")
