"""Files in object stores, by URLs that fsspec opens (``tacitus[s3]``, ``tacitus[gcs]``)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from tacitus.records import TacitusError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What fsspec opens and reads from stores. The web is left to `tacitus fetch`, which is polite and
# keeps what it saw; what leads into other schemes ("zip::", "filecache::") is not followed.
_SCHEMES = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "hdfs", "file", "memory")
_WEB = ("http", "https", "ftp")


class RemoteFile(NamedTuple):
    """A file in a store.

    Attributes:
        url: of it.
        size: in bytes.
        state: what changes when the file does: its entity tag or what else the store tells.
        system: the file system of fsspec.
    """

    url: str
    size: int
    state: str
    system: Any

    @property
    def told(self) -> str:
        """Size and state, as ``Marks.begin`` is told them."""
        return f"{self.size} {self.state}"

    def open(self) -> Any:
        """Its bytes, which can be read from any place.

        Raises:
            OSError: as the store says.
        """
        return self.system.open(self.url, "rb")


def is_url(path: str) -> bool:
    """Whether an argument is a URL and not the path of a file."""
    scheme, there, _ = path.partition("://")
    return bool(there) and scheme.isascii() and scheme.replace("::", "").isalnum()


def remote_files(url: str) -> Iterator[RemoteFile]:
    """The files that a URL stands for: one, all that match a pattern, all below a folder.

    Raises:
        TacitusError: ``no-scheme`` for schemes that are not read, ``no-driver`` when a package is
            missing, ``missing-file`` when there is none, ``no-store`` when the store fails.
    """
    try:
        system, path = opened_store(url)
        found = _found(system, path)
    except TacitusError:
        raise
    except ImportError as error:
        raise _no_driver(url, str(error)) from error
    # each store has errors of its own
    except Exception as error:
        raise TacitusError(
            "no-store",
            f"{url}: cannot be read ({fault(error)}).",
            "Check the address and your rights.",
        ) from error
    if not found:
        raise TacitusError("missing-file", f"{url}: does not exist.", "Check the name.")
    for name, about in sorted(found.items()):
        yield RemoteFile(
            system.unstrip_protocol(name), int(about.get("size") or 0), _state(about), system
        )


def _found(system: Any, path: str) -> dict[str, dict[str, Any]]:
    """Files by their names in the store, with what it tells of them."""
    if any(char in path for char in "*?["):
        found: dict[str, dict[str, Any]] = system.glob(path, detail=True)
        return {name: told for name, told in found.items() if told["type"] == "file"}
    if not system.exists(path):
        return {}
    told = system.info(path)
    if told["type"] == "file":
        return {told["name"]: told}
    below: dict[str, dict[str, Any]] = system.find(path, detail=True)
    return below


def _state(told: dict[str, Any]) -> str:
    """What tells one state of a file from another, as far as its store says."""
    names = ("ETag", "etag", "md5Hash", "crc32c", "generation", "LastModified", "mtime", "created")
    return " ".join(f"{name}={told[name]}" for name in names if told.get(name) is not None)


def opened_store(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises:
        TacitusError: ``no-scheme`` and ``no-driver``, as ``remote_files``.
        Exception: as the store says.
    """
    scheme = url.partition("://")[0]
    if scheme not in _SCHEMES:
        fix = "Use `tacitus fetch`." if scheme in _WEB else f"Use one of {', '.join(_SCHEMES)}."
        raise TacitusError("no-scheme", f"{url}: {scheme}:// is not read here.", fix)
    if find_spec("fsspec") is None:
        raise _no_driver(url, "fsspec")
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise _no_driver(url, str(error)) from error
    return system, path


def fault(error: Exception) -> str:
    """An error of a store, in a line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _no_driver(url: str, told: str) -> TacitusError:
    """That a package is missing that a URL needs, as ``told`` says."""
    return TacitusError(
        "no-driver",
        f"{url}: needs a package that is not installed ({told}).",
        "Install it: pip install 'tacitus[s3]' or 'tacitus[gcs]'; for others see fsspec.",
    )
