"""The folder of a site: files of an earlier one are replaced, those of others are left alone."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tacitus.records import TacitusError

#: Tells that a folder was published, and which files of it were.
MARKER = "tacitus-site.json"
# links of a page lead to what is there already: pages come after data, the first page last
_LAST = "index.html"


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of the files of a folder.

    Attributes:
        files: of the site, the marker among them.
        written: of these, how many are new or other than before.
        removed: files of the earlier site that this one has no more.
        size: bytes of all files of the site.
    """

    files: int
    written: int
    removed: int
    size: int


def earlier_files(out: Path) -> frozenset[str]:
    """The files of a folder that an earlier publication wrote.

    Args:
        out: the folder; it may be missing or empty.

    Raises:
        TacitusError: ``not-a-site`` for a folder of others, or one whose marker cannot be read;
            ``cannot-write`` for what is no folder.
    """
    if not out.exists() and not out.is_symlink():
        return frozenset()
    if not out.is_dir():
        raise TacitusError("cannot-write", f"{out}: is no folder.", "Give a folder.")
    marker = out / MARKER
    if not marker.is_file():
        if any(out.iterdir()):
            raise TacitusError(
                "not-a-site",
                f"{out}: has files that `tacitus publish` did not write.",
                "Give an empty folder, or one published before.",
            )
        return frozenset()
    try:
        files = json.loads(marker.read_text(encoding="utf-8"))["files"]
        return frozenset(_inside(out, name) for name in files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TacitusError(
            "not-a-site",
            f"{marker}: cannot be read as the list of a site's files ({error}).",
            "Take the file and the site away, or give another folder.",
        ) from error


def _inside(out: Path, name: str) -> str:
    """A file's name, which must not lead out of the folder.

    Raises:
        ValueError: for one that does.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise ValueError(f"{name!r} is no file of the site")
    for folder in path.parents[:-1]:
        if (out / folder).is_symlink():
            raise ValueError(f"{folder} leads out of the folder")
    return str(path)


@contextmanager
def building(out: Path) -> Iterator[Path]:
    """A folder beside another, in which a site is made before any of it is seen; it goes then.

    Args:
        out: where the site will be.

    Raises:
        TacitusError: ``cannot-write``.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        held = tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent)
    except OSError as error:
        raise _cannot(out, error) from error
    try:
        # a folder of the usual rights; that around it is its maker's own
        made = Path(held) / "site"
        made.mkdir()
        yield made
    except OSError as error:
        raise _cannot(out, error) from error
    finally:
        shutil.rmtree(held, ignore_errors=True)


def install(made: Path, out: Path, title: str, version: str) -> Installed:
    """Put a site where it belongs, in place of an earlier one.

    Each file is put there whole, pages after what they link to and the first page last, before
    what the site has no more is taken away: whoever reads meanwhile sees old or new pages, none
    that is half there. A publication that was broken off is mended by the next.

    Args:
        made: a folder as ``building`` gives it, with all files.
        out: where the site will be.
        title: of the site, for the marker.
        version: of Tacitus, for the marker.

    Raises:
        TacitusError: ``in-the-way`` where a file of others has the name of one of the site's;
            otherwise as ``earlier_files``, and ``cannot-write``.
    """
    before = earlier_files(out)
    files = sorted(
        (path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()),
        key=lambda name: (name == _LAST, name.endswith(".html"), name),
    )
    for name in files:
        try:
            _inside(out, name)
        except ValueError as error:
            raise TacitusError("in-the-way", f"{out / name}: {error}.", "Take it away.") from error
        if name not in before and (out / name).exists():
            raise TacitusError(
                "in-the-way",
                f"{out / name}: was not published, and the site has a file of that name.",
                "Take it away, or give another folder.",
            )
    size = sum((made / name).stat().st_size for name in files)
    try:
        if not out.exists():
            marked = _mark(made, files, title, version)
            os.rename(made, out)
            return Installed(len(files) + 1, len(files) + 1, 0, size + marked)
        _mark(out, sorted({*files, *before}), title, version)
        written = sum(_put(made / name, out / name) for name in files)
        stale = before - set(files)
        for name in stale:
            (out / name).unlink(missing_ok=True)
        _clear(out, stale)
        marked = _mark(out, files, title, version)
    except OSError as error:
        raise _cannot(out, error) from error
    return Installed(len(files) + 1, written, len(stale), size + marked)


def _put(new: Path, old: Path) -> bool:
    """Put a file in the place of another; whether it is other than that."""
    if old.is_file() and not old.is_symlink() and filecmp.cmp(new, old, shallow=False):
        return False
    old.parent.mkdir(parents=True, exist_ok=True)
    os.replace(new, old)
    return True


def _clear(out: Path, names: frozenset[str]) -> None:
    """Take away the folders in which nothing is left."""
    folders = {folder for name in names for folder in (out / name).parents if folder != out}
    inside = [folder for folder in folders if folder.is_relative_to(out)]
    for folder in sorted(inside, key=lambda path: len(path.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _mark(out: Path, files: list[str], title: str, version: str) -> int:
    """Write the marker; its bytes."""
    told = {"made_by": f"tacitus {version}", "title": title, "files": sorted(files)}
    content = json.dumps(told, ensure_ascii=False, indent=1).encode(errors="replace") + b"\n"
    beside = out / f".{MARKER}"
    beside.write_bytes(content)
    os.replace(beside, out / MARKER)
    return len(content)


def _cannot(out: Path, error: OSError) -> TacitusError:
    return TacitusError(
        "cannot-write",
        f"{out}: cannot be written ({error.strerror or error}).",
        "Give a folder that you may write to, with room for the site.",
    )
