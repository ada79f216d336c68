"""What can go wrong, as typed and counted outcomes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, dated, placed or resolved.

    Attributes:
        code: short fixed name for counting ("empty-file", "no-date", "time-limit").
        message: what was found, in one sentence.
        fix: what the reader can do about it, or an empty string where nothing can be done.
    """

    code: str
    message: str
    fix: str = ""


class TacitusError(Exception):
    """Base of all errors that Tacitus raises on purpose.

    Args:
        code: short fixed name for counting, as in ``Problem``.
        message: names the file or field and says what was found.
        fix: what to do about it.
    """

    def __init__(self, code: str, message: str, fix: str = "") -> None:
        super().__init__(f"{message} {fix}".strip())
        self.problem = Problem(code, message, fix)
