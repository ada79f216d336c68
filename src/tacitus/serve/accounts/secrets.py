"""Ids that cannot be guessed, and what is kept of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets

#: What API tokens begin with, so that one that leaked is found by those who look for such.
TOKEN_HEAD = "tacitus_"  # noqa: S105 no secret itself


def new_secret() -> str:
    """An id of 256 random bits."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """An API token."""
    return f"{TOKEN_HEAD}{new_secret()}"


def kept(secret: str) -> str:
    """What is kept of a secret: a plain hash does, since nobody can try 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token(key: str, owner: str) -> str:
    """The token that a form must bring back.

    Args:
        key: the desk's own secret.
        owner: id of the session or visit that the form is shown to.
    """
    return hmac.new(key.encode(), f"csrf:{owner}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, told in the same time whether or not."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
