"""Whether the data that the recipe reads is there, and is what the shipped model was made from.

    python -m training.check_data --shared ../shared

`training/data.sha256.yaml` names every file with its SHA-256; a path with a star stands for all
files that fit it, and its digest is that over their names and contents.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LIST = Path(__file__).parent / "data.sha256.yaml"
_HEAD = (
    "# What the recipe reads, from where and for what; the digests are of the files that the\n"
    "# shipped model was made from. `python -m training.check_data --write` works them out again.\n"
)


@dataclass(frozen=True)
class DataSet:
    """One set of files that the recipe reads.

    Attributes:
        name: what it is called.
        origin: where it comes from.
        licence: under what terms.
        use: what the recipe does with it.
        files: SHA-256 by path or pattern below the shared folder.
    """

    name: str
    origin: str
    licence: str
    use: str
    files: dict[str, str]


def load_sets(path: Path = LIST) -> list[DataSet]:
    """The sets that a list names."""
    return [DataSet(**row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def digest(shared: Path, pattern: str) -> str | None:
    """The SHA-256 of a file, or of all files that fit a pattern.

    Returns:
        None when there is no such file.
    """
    if "*" not in pattern:
        path = shared / pattern
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    whole = hashlib.sha256()
    found = sorted(p for p in shared.glob(pattern) if p.is_file())
    for path in found:
        name = path.relative_to(shared).as_posix()
        whole.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest() if found else None


def faults(shared: Path, sets: list[DataSet]) -> Iterator[str]:
    """In words what is missing below a folder, or is not what the list says."""
    if not shared.is_dir():
        yield f"{shared}: there is no such folder. The recipe reads from it:"
        for one in sets:
            yield f"  {', '.join(one.files)}: {one.name}, for {one.use}; from {one.origin}"
        return
    for one in sets:
        for pattern, known in one.files.items():
            given = digest(shared, pattern)
            if given is None:
                yield (
                    f"missing: {shared / pattern} ({one.name}), which is read for {one.use}. "
                    f"It comes from {one.origin}."
                )
            elif given != known:
                yield (
                    f"differs: {shared / pattern} ({one.name}) is not what the shipped model was "
                    f"made from: SHA-256 {given[:12]}, expected {known[:12]}."
                )


def require_data(shared: Path) -> None:
    """Go on only with the data that the recipe is for.

    Raises:
        SystemExit: with what is missing or differs, in words.
    """
    found = list(faults(shared, load_sets()))
    if found:
        raise SystemExit("\n".join(found))


def written(shared: Path, sets: list[DataSet]) -> str:
    """The list with the digests of the files as they are now.

    Raises:
        SystemExit: when a file is missing.
    """
    rows: list[dict[str, Any]] = []
    for one in sets:
        digests = {pattern: digest(shared, pattern) for pattern in one.files}
        lacking = [pattern for pattern, known in digests.items() if known is None]
        if lacking:
            raise SystemExit(f"missing below {shared}: {', '.join(lacking)}")
        rows.append(vars(one) | {"files": digests})
    return _HEAD + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=100)


def main() -> None:
    """Say what is missing or differs, and exit 1; or write the digests again."""
    parser = argparse.ArgumentParser(description="Checks the data that the recipe reads.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true", help="write today's digests")
    asked = parser.parse_args()
    sets = load_sets()
    if asked.write:
        LIST.write_text(written(asked.shared, sets), encoding="utf-8")
        return
    require_data(asked.shared)
    files = sum(len(one.files) for one in sets)
    print(f"{asked.shared}: all {files} inputs are there and the same", file=sys.stderr)


if __name__ == "__main__":
    main()
