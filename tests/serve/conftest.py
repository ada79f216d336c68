"""What holds for all tests of the desk."""

import pytest
from argon2 import PasswordHasher

from tacitus.serve.accounts import passwords

_COSTLY = passwords._HASHER


@pytest.fixture(autouse=True, scope="session")
def _passwords_cost_little():
    """Hashes that take no time; that those of users do is seen by ``costly_passwords``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        )
        passwords._nobodys.cache_clear()
        yield


@pytest.fixture
def costly_passwords(monkeypatch):
    """Passwords as users have them."""
    monkeypatch.setattr(passwords, "_HASHER", _COSTLY)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()
