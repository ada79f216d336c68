"""Paths in object stores, as far as folders of parts need them: by fsspec (``tacitus[s3]``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tacitus.read.remote import fault, is_url, opened_store


@dataclass(frozen=True, order=True, slots=True)
class RemotePath:
    """A folder or file in a store, with those methods of ``pathlib.Path`` that are needed.

    What is put there is whole at once, as such stores have it.

    Attributes:
        url: of it, without a slash at its end.
    """

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> RemotePath:
        return RemotePath(f"{self.url}/{name}")

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.url.rpartition("/")[2]

    def with_suffix(self, suffix: str) -> RemotePath:
        """The same with another end of the name."""
        folder, slash, name = self.url.rpartition("/")
        stem = name.rpartition(".")[0] or name
        return RemotePath(f"{folder}{slash}{stem}{suffix}")

    def exists(self) -> bool:
        """Whether there is such a file."""
        with self._store() as (system, path):
            return bool(system.exists(path))

    def open(self, mode: str = "rb") -> Any:
        """Its bytes, which can be read from any place."""
        with self._store() as (system, path):
            return system.open(path, mode)

    def read_bytes(self) -> bytes:
        """Its bytes."""
        with self._store() as (system, path):
            held: bytes = system.cat_file(path)
            return held

    def glob(self, pattern: str) -> Iterator[RemotePath]:
        """The files right in this folder whose names match a pattern."""
        with self._store() as (system, path):
            # what other processes put there is to be seen
            system.invalidate_cache()
            found = system.ls(path, detail=False) if system.exists(path) else []
        names = (name.rstrip("/").rpartition("/")[2] for name in found)
        return (self / name for name in names if fnmatchcase(name, pattern))

    def unlink(self, missing_ok: bool = False) -> None:
        """Take the file away."""
        with self._store() as (system, path):
            if not missing_ok or system.exists(path):
                system.rm_file(path)

    def put(self, local: Path) -> None:
        """Put a file of this machine there."""
        with self._store() as (system, path):
            system.put_file(str(local), path)

    @contextmanager
    def _store(self) -> Iterator[tuple[Any, str]]:
        """The store and the path in it.

        Raises:
            OSError: as the store says.
            TacitusError: ``no-scheme`` and ``no-driver``, as ``remote_files``.
        """
        system, path = opened_store(self.url)
        try:
            yield system, path
        except OSError:
            raise
        # each store has errors of its own
        except Exception as error:
            raise OSError(fault(error)) from error


#: A folder or file of this machine or of a store.
AnyPath = Path | RemotePath


def any_path(where: str | Path) -> AnyPath:
    """The path that a URL or a path of this machine stands for."""
    text = str(where)
    return RemotePath(text.rstrip("/")) if is_url(text) else Path(where)
