"""The article inside a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.read.outlets import agency, outlet_name
from tacitus.read.page_meta import page_meta
from tacitus.read.reading import Item, Piece, Reader, Run, Sureness
from tacitus.read.report import Told, given_day
from tacitus.read.text import decoded, doubts
from tacitus.records import TacitusError

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I
)

MOST_ELEMENTS = 50_000
"""Elements of a page; articles have up to 10,000, and the time that reading takes grows with them
(some 15 s for so many)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page holds.

    Attributes:
        text: the article.
        title, source, url, published, updated, author, language: from the page's metadata, None
            where it has none; moments as written there.
        syndicated_from: agency or outlet that the metadata credit with it.

    """

    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    language: str | None = None
    syndicated_from: str | None = None


def looks_like_html(text: str) -> bool:
    """Whether a text opens like a web page."""
    head = text[:1_000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body")) or (
        head.startswith(("<?xml", "<!--")) and "<html" in head
    )


def read_page(html: str, name: str, address: str | None = None) -> Page:
    """Take the article and its metadata out of a web page, with trafilatura and htmldate.

    Args:
        html: the page.
        name: of the file, for messages.
        address: where it was fetched, if known.

    Raises:
        TacitusError: ``no-article`` where the page holds none, ``too-large`` where it has too many
            elements.

    """
    # Loaded only for web pages: importing takes half a second.
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(html)
        told = {} if tree is None else page_meta(tree)
        count = 0 if tree is None else sum(1 for _ in tree.iter())
        if count > MOST_ELEMENTS:
            raise TacitusError(
                "too-large",
                f"{name}: has {count} elements, more than {MOST_ELEMENTS}.",
                "Save its text.",
            )
        document = bare_extraction(
            tree, url=address, with_metadata=True, include_comments=False, include_tables=False
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
    author = document.author or None
    return Page(
        text=document.text,
        title=document.title or None,
        source=document.sitename or None,
        url=document.url or address,
        published=_published(told.get("published"), document.date),
        updated=told.get("updated"),
        author=author,
        language=told.get("language"),
        syndicated_from=outlet_name(told["syndicated_from"])
        if "syndicated_from" in told
        else agency(author),
    )


def _published(told: str | None, found: str | None) -> str | None:
    """When a page was published: as its head tells, else the day that htmldate finds on it."""
    return told if told and given_day(told) else found or None


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
        page = read_page(found.text, piece.name, piece.told.url)
        told = Told(
            published=page.published,
            updated=page.updated,
            source=page.source,
            title=page.title,
            author=page.author,
            url=page.url,
            syndicated_from=page.syndicated_from,
        )
        yield run.report(page.text, told, piece, problems=doubts(found))
