"""Small parts of the Markdown pages of figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tacitus.evaluate.benchmark import Interval

#: What a section says whose figures are of files that were not given.
NOT_MEASURED = "Not measured for this page: the data files were not given (`--data`)."


def decimals(figure: float) -> str:
    """A figure to three places."""
    return f"{figure:.3f}"


def spread(interval: Interval | None) -> str:
    """The two ends of an interval; a dash where there is none."""
    return f"{decimals(interval.low)}-{decimals(interval.high)}" if interval else "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def joined(blocks: Iterable[str]) -> str:
    """A page of blocks."""
    return "\n\n".join(blocks) + "\n"


def with_section(page: str, section: str) -> str:
    """A page with a section of it written anew; one that it lacks comes last.

    Args:
        page: the page.
        section: begins with its heading, a line that starts with "## ".
    """
    title, _, _ = section.partition("\n")
    before: list[str] = []
    after: list[str] = []
    reached = False
    for line in page.splitlines():
        if line == title:
            reached = True
        elif not reached:
            before.append(line)
        elif after or line.startswith("## "):
            after.append(line)
    parts = ["\n".join(before).strip("\n"), section.strip("\n"), "\n".join(after).strip("\n")]
    return "\n\n".join(part for part in parts if part) + "\n"


def with_others(page: str, old: str) -> str:
    """A page written anew with the sections that other commands wrote into the old one.

    Args:
        page: the page.
        old: as it was; sections that say who wrote them ("Written by") are kept, behind the
            page's own.
    """
    kept = page
    for part in f"\n{old}".split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        if text.lstrip("\n").startswith("Written by ") and f"\n## {title}\n" not in page:
            kept = with_section(kept, f"## {part}")
    return kept


def with_part(page: str, name: str, part: str) -> str:
    """A page with what stands between two marks of it written anew.

    Args:
        page: holds the marks, ``<!-- NAME: begin ... -->`` and ``<!-- NAME: end -->``, each in a
            line of its own; where it does not, they come last.
        name: of the part.
        part: what is to stand between them.
    """
    begins, ends = f"<!-- {name}: begin", f"<!-- {name}: end -->"
    lines = page.splitlines()
    first = next((n for n, line in enumerate(lines) if line.startswith(begins)), None)
    last = next((n for n, line in enumerate(lines) if line == ends), None)
    if first is None or last is None or last < first:
        lines = [*"\n".join(lines).rstrip().splitlines(), "", f"{begins} -->", ends]
        first, last = len(lines) - 2, len(lines) - 1
    inside = ["", *part.strip("\n").splitlines(), ""]
    return "\n".join([*lines[: first + 1], *inside, *lines[last:]]) + "\n"
