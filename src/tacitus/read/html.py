"""The article inside a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from tacitus.read.outlets import agency, outlet_name
from tacitus.read.page_meta import page_meta
from tacitus.read.page_story import outlet_of_title, page_cuts, parts_of_title
from tacitus.read.reading import Item, Piece, Reader, Run, Sureness
from tacitus.read.report import Told
from tacitus.read.text import decoded, doubts
from tacitus.records import TacitusError

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I
)

_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")

MOST_ELEMENTS = 50_000
"""Elements of a page; articles have up to 10,000, and the time that reading takes grows with them
(some 15 s for so many)."""


def looks_like_html(text: str) -> bool:
    """Whether a text opens like a web page."""
    head = text[:1_000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body")) or (
        head.startswith(("<?xml", "<!--")) and "<html" in head
    )


def read_page(html: str, name: str, address: str | None = None) -> tuple[str, Told]:
    """Take the article and its metadata out of a web page, with trafilatura and htmldate.

    Args:
        html: the page.
        name: of the file, for messages.
        address: where it was fetched, if known.

    Returns:
        The article, and what the metadata tell, moments as written there.

    Raises:
        TacitusError: ``no-article`` where the page holds none, ``too-large`` where it has too many
            elements.

    """
    # Loaded only for web pages: importing takes half a second.
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(html)
        head = {} if tree is None else page_meta(tree)
        count = 0 if tree is None else sum(1 for _ in tree.iter())
        if count > MOST_ELEMENTS:
            raise TacitusError(
                "too-large",
                f"{name}: has {count} elements, more than {MOST_ELEMENTS}.",
                "Save its text.",
            )
        # the library takes the tree apart
        whole = deepcopy(tree)
        document = bare_extraction(
            tree,
            url=address,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # the day of publication, not that of the last change
            date_extraction_params={"original_date": True, "extensive_search": True},
        )
    except TacitusError:
        raise
    # lxml and trafilatura raise many kinds on broken pages; none may end a run.
    except Exception as error:
        raise TacitusError(
            "no-article", f"{name}: cannot be read as a web page ({error}).", "Save its text."
        ) from error
    # A dict comes only when asked for one.
    if document is None or isinstance(document, dict) or not document.text:
        raise TacitusError("no-article", f"{name}: holds no article.", "Save its text.")
    author = document.author or head.get("author")
    title = _title(whole, document.title, head.get("headline"))
    told = Told(
        title=title,
        source=_source(whole, document.sitename, title, head),
        url=document.url or _address(head.get("url")) or address,
        published=_published(head.get("published"), document.date),
        updated=head.get("updated"),
        author=author,
        language=head.get("language"),
        syndicated_from=outlet_name(head["syndicated_from"])
        if "syndicated_from" in head
        else agency(author),
        cuts=page_cuts(whole, document.text, title),
    )
    return document.text, told


def _title(tree: Any, found: str | None, headline: str | None) -> str | None:
    """The headline: as the page marks it, else the longest part of its title element."""
    if headline or not found:
        return found or headline
    parts = parts_of_title(tree.findtext(".//title"))
    return max(parts, key=len) if found in parts else found


def _source(tree: Any, found: str | None, title: str | None, head: Mapping[str, str]) -> str | None:
    """The outlet: the library gives the name of the host where it finds no better one."""
    if found and not _HOST.fullmatch(found):
        return found
    named = outlet_of_title(tree.findtext(".//title"), title)
    return head.get("source") or named or found or None


def _address(told: str | None) -> str | None:
    return told if told and told.startswith(("https://", "http://")) else None


def _published(told: str | None, found: str | None) -> str | None:
    """When a page was published: as it marks it, else the day that htmldate finds on it."""
    return told or found or None


class HtmlReader(Reader):
    """The article of a web page."""

    name = "a web page"
    suffixes = frozenset({".html", ".htm", ".xhtml", ".shtml"})
    media = frozenset({"text/html", "application/xhtml+xml"})

    def looks(self, opening: bytes) -> Sureness:
        """Whether it opens like a web page."""
        head = opening[:1_000].decode("utf-8", errors="replace")
        return Sureness.LOOKS if looks_like_html(head) else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """One report."""
        charset = _CHARSET.search(piece.opening()[:4_096])
        said = charset[1].decode("ascii", errors="replace") if charset else None
        found = decoded(piece, run.limits.page, said)
        text, told = read_page(found.text, piece.name, piece.told.url)
        yield run.report(text, told, piece, problems=doubts(found))
