"""Files that take long to make: made once for all tests, and copied to each."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path

_MADE: dict[Hashable, Path] = {}


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="tacitus-tests-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def copied(path: Path, key: Hashable, make: Callable[[Path], object]) -> str:
    """A copy of a file that is made where this is asked for first.

    Args:
        path: where the copy goes.
        key: tells the file from others.
        make: makes it, given a path; what it has open it closes.
    """
    known = _MADE.get(key)
    if known is None:
        made = _folder() / str(len(_MADE))
        make(made)
        left = Path(f"{made}-wal")
        assert not left.exists() or left.stat().st_size == 0, "the file is not whole yet"
        known = _MADE[key] = made
    shutil.copyfile(known, path)
    path.chmod(0o600)
    return str(path)
