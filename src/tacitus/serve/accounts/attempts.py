"""Attempts to sign in: too many that failed must wait, longer each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from tacitus.records import TacitusError
from tacitus.serve.accounts.schema import attempts
from tacitus.store.forms import moment_of

#: How long failed attempts count.
WINDOW = timedelta(minutes=30)
# A wait doubles with each further failure, up to this.
_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts may fail before the next must wait.

    Attributes:
        by: columns of ``attempts`` that are held together.
        free: failures that cost no wait.
    """

    by: tuple[str, ...]
    free: int


#: Who guesses at one account is slowed at once; the account's owner, at another address, only when
#: many do so; and who tries a few passwords on many accounts by his address.
LIMITS = (
    Limit(("account", "address"), 5),
    Limit(("account",), 20),
    Limit(("address",), 30),
)


def begin(connection: sa.Connection, account: str, address: str, at: datetime) -> int:
    """Write an attempt down, before the password is looked at: many at once are counted too.

    Args:
        connection: writes to the tables of accounts.
        account: hash of the name given.
        address: where it came from.
        at: this moment.

    Returns:
        Number of the attempt, for ``passed``.

    Raises:
        TacitusError: ``too-many-attempts``, naming the seconds to wait; it is not counted then, and
            it is the same for names that nobody has.
    """
    left = wait(connection, account, address, at)
    if left > timedelta():
        seconds = int(left.total_seconds()) + 1
        raise TacitusError(
            "too-many-attempts",
            "Too many attempts to sign in failed.",
            f"Wait {seconds} seconds.",
        )
    forget = moment_of(at - WINDOW)
    connection.execute(sa.delete(attempts).where(attempts.c.at < forget))
    made = connection.execute(
        sa.insert(attempts)
        .values(at=moment_of(at), account=account, address=address, passed=False)
        .returning(attempts.c.serial)
    )
    return int(made.scalar_one())


def passed(connection: sa.Connection, number: int) -> None:
    """Note that an attempt was right: the account's failures from that address count no more."""
    row = (
        connection.execute(sa.select(attempts).where(attempts.c.serial == number)).mappings().one()
    )
    connection.execute(
        sa.update(attempts)
        .where(attempts.c.account == row["account"], attempts.c.address == row["address"])
        .values(passed=True)
    )


def wait(connection: sa.Connection, account: str, address: str, at: datetime) -> timedelta:
    """How long the next attempt must wait.

    Args:
        connection: reads the tables of accounts.
        account: hash of the name given.
        address: where it comes from.
        at: this moment.
    """
    given = {"account": account, "address": address}
    return max(_left(connection, limit, given, at) for limit in LIMITS)


def _left(
    connection: sa.Connection, limit: Limit, given: dict[str, str], at: datetime
) -> timedelta:
    asked = sa.select(attempts.c.at).where(
        attempts.c.at >= moment_of(at - WINDOW),
        attempts.c.passed.is_(False),
        *(attempts.c[name] == given[name] for name in limit.by),
    )
    failed: Sequence[str] = connection.execute(asked.order_by(attempts.c.at)).scalars().all()
    over = len(failed) - limit.free
    if over < 0:
        return timedelta()
    # from the first that costs a wait on: 2, 4, 8 ... seconds
    pause = min(timedelta(seconds=2 ** min(over + 1, 20)), _LONGEST)
    return datetime.fromisoformat(failed[-1]) + pause - at
