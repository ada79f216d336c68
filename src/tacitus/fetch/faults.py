"""What can go wrong between an address and its bytes."""

from __future__ import annotations

from tacitus.records import TacitusError


class FetchError(TacitusError):
    """An address could not be fetched.

    Args:
        code: short fixed name for counting, as in ``Problem``.
        message: names the address and says what was found.
        fix: what to do about it.
        passing: whether a later try may succeed.
        wait: seconds that the server asks to wait before it, or None.
        status: the HTTP status that was answered, or None.
    """

    def __init__(
        self,
        code: str,
        message: str,
        fix: str = "",
        *,
        passing: bool = False,
        wait: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(code, message, fix)
        self.passing = passing
        self.wait = wait
        self.status = status


class StoppedError(Exception):
    """The run was asked to end while it waited."""
