"""Passwords: what makes one acceptable, and its hash (argon2id).

The parameters are those of RFC 9106, section 4, for little memory: 64 MiB, three passes.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tacitus.records import TacitusError

#: Characters that a password must have, and may have: hashing a longer one costs too much.
LEAST, MOST = 12, 256
# of different characters; "aaaaaaaaaaaa" is none
_VARIETY = 5
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# each takes 64 MiB: a flood of attempts to sign in must not take all memory
_AT_ONCE = BoundedSemaphore(4)


def check(password: str, name: str) -> None:
    """See whether a password will do.

    Args:
        password: as typed.
        name: of the user.

    Raises:
        TacitusError: ``weak-password``.
    """
    told = _plain(password)
    wrong = None
    if not LEAST <= len(password) <= MOST:
        wrong = f"has {len(password)} characters"
    elif len(set(told)) < _VARIETY:
        wrong = f"has fewer than {_VARIETY} different characters"
    elif name.casefold() in told and len(told) - len(name) < LEAST // 2:
        wrong = "is little more than the user's name"
    if wrong is not None:
        raise TacitusError(
            "weak-password",
            f"The password {wrong}.",
            f"Use {LEAST} to {MOST} characters, such as several words that do not belong together.",
        )


def hashed(password: str) -> str:
    """The hash of a password, with its salt and parameters."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def fits(password: str, known: str | None) -> bool:
    """Whether a password is the one that a hash was made of.

    Args:
        password: as typed.
        known: the hash; None for a user that there is not: that takes as long as any other.
    """
    with _AT_ONCE:
        try:
            right = _HASHER.verify(known or _nobodys(), _normal(password[: MOST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return right and known is not None


def outdated(known: str) -> bool:
    """Whether a hash was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(known)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


def _normal(password: str) -> str:
    """The same characters however a keyboard composes them."""
    return unicodedata.normalize("NFC", password)


def _plain(password: str) -> str:
    return _normal(password).casefold()
