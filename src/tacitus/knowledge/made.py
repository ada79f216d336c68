"""Things that are costly to make out of knowledge files, kept between runs in the cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
#: Seconds after which what another version made and nobody has opened is deleted: a month.
UNUSED = 30 * 24 * 3600.0
#: Seconds after which an opening is noted again: a day.
_NOTED = 24 * 3600.0


def cache_folder() -> Path:
    """The folder for files that can be made again: TACITUS_CACHE, else the user's cache."""
    given = os.environ.get("TACITUS_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "tacitus"


def kept(
    name: str, sources: Iterable[Path], make: Callable[[], T], packages: Iterable[str] = ()
) -> T:
    """What ``make`` gives, from the cache where it was made of the same sources by the same code.

    A cache that cannot be read or written costs time and nothing else.

    Args:
        name: of the file in the cache.
        sources: files that it is made of.
        make: makes it anew.
        packages: that it is made with or of; another version of one makes it anew.
    """
    used = [f"{package} {version(package)}" for package in packages]
    whole = hashlib.sha256(repr([sys.version, *used]).encode())
    package = Path(str(files("tacitus.knowledge")))
    for path in (*sources, *sorted(package.glob("*.py"))):
        whole.update(path.read_bytes())
    home = cache_folder() / f"{name}-{whole.hexdigest()[:16]}.pickle"
    with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError, AttributeError):
        made: T = pickle.loads(home.read_bytes())  # noqa: S301 our own file in the user's folder
        note_use(home)
        return made
    made = make()
    part = home.with_name(f"{home.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        home.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        os.replace(part, home)
        forget_unused(home, f"{name}-*.pickle")
    return made


def note_use(made: Path) -> None:
    """Note that a file of the cache was opened: its time of change is the day it was last used."""
    with contextlib.suppress(OSError):
        if time.time() - made.stat().st_mtime > _NOTED:
            os.utime(made)


def forget_unused(made: Path, pattern: str) -> list[Path]:
    """Delete files of one kind that other versions made and that were not opened for a month.

    Args:
        made: the file in use, in the same folder.
        pattern: of the names of its kind.

    Returns:
        What was deleted. A file that cannot be deleted stays.
    """
    gone = []
    for other in sorted(made.parent.glob(pattern)):
        with contextlib.suppress(OSError):
            if other != made and time.time() - other.stat().st_mtime > UNUSED:
                other.unlink()
                gone.append(other)
    return gone
