"""Things that are costly to make out of knowledge files, kept between runs in the cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


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
        return made
    made = make()
    part = home.with_name(f"{home.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        home.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        os.replace(part, home)
    return made
