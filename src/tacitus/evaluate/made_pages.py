"""Web pages as heavy as those of outlets, around made reports: what reading a crawl costs.

The story is a small part of a page. The rest is made here of what pages hold: scripts and data in
scripts, styles, menus, lists of other stories with their links, and a footer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from random import Random

#: Bytes of a page, and the share of what is neither story nor script: menus, lists, footers.
PAGE_BYTES, LISTS = 150_000, 0.25
_SCRIPT = (
    'window.__state=window.__state||[];window.__state.push({{"id":{n},"slot":"{word}","w":{n},'
    '"on":function(e){{return e&&e.detail?e.detail.{word}:null}}}});\n'
)
_ITEM = (
    '<li class="card card--{word}"><a class="card__link" href="/{word}/{n}/{word}-story"><img '
    'loading="lazy" alt="" src="/img/{n}.jpg" width="320" height="180"><span class="card__head">'
    "{word} and {word} in brief</span></a><time>{n} minutes ago</time></li>\n"
)
_WORDS = "sports market weather opinion travel arts science video local money style food".split()


def made_page(row: Mapping[str, str], size: int = PAGE_BYTES) -> str:
    """A page with a made report as its story.

    Args:
        row: as ``make_reports`` gives it.
        size: bytes of the page, about.
    """
    chance = Random(row["id"])  # noqa: S311 no secret hangs on it
    title = " ".join(row["text"].split()[:9])
    story = "".join(f"<p>{escape(part)}</p>\n" for part in row["text"].split("\n"))
    lists = _filled(_ITEM, int(size * LISTS), chance)
    script = _filled(_SCRIPT, size - int(size * LISTS) - len(story), chance)
    half = len(lists) // 2
    head = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:title" content="{escape(title)}">'
        f'<meta property="article:published_time" content="{row["published"]}T08:00:00Z">'
        f'<meta property="og:site_name" content="{escape(row["source"])}">'
    )
    return (
        f"{head}<script>\n{''.join(script)}</script></head><body>"
        f"<header><nav><ul>\n{''.join(lists[:half])}</ul></nav></header>"
        f"<main><article><h1>{escape(title)}</h1>\n{story}</article>"
        f"<aside><ul>\n{''.join(lists[half:])}</ul></aside></main>"
        f"<footer><p>All rights reserved.</p></footer></body></html>\n"
    )


def _filled(line: str, size: int, chance: Random) -> list[str]:
    found: list[str] = []
    length = 0
    while length < size:
        found.append(line.format(word=chance.choice(_WORDS), n=chance.randrange(100_000)))
        length += len(found[-1])
    return found


def write_pages(folder: Path, rows: Sequence[Mapping[str, str]]) -> Iterator[Path]:
    """Write a page for each report.

    Args:
        folder: where to.
        rows: as ``make_reports`` gives them.

    Yields:
        The files.
    """
    for row in rows:
        path = folder / f"{row['id']}.html"
        path.write_text(made_page(row), encoding="utf-8")
        yield path
