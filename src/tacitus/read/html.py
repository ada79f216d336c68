"""The article inside a web page."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.records import TacitusError


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page holds.

    Attributes:
        text: the article.
        title, source, url, published: from the page's metadata, None where it has none.

    """

    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None


def looks_like_html(text: str) -> bool:
    """Whether a text opens like a web page."""
    head = text[:1_000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body")) or (
        head.startswith(("<?xml", "<!--")) and "<html" in head
    )


def read_page(html: str, name: str) -> Page:
    """Take the article and its metadata out of a web page, with trafilatura.

    Args:
        html: the page.
        name: of the file, for messages.

    Raises:
        TacitusError: ``no-article`` where the page holds none.

    """
    # Loaded only for web pages: importing takes half a second.
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(
            html, with_metadata=True, include_comments=False, include_tables=False
        )
    # lxml and trafilatura raise many kinds on broken pages; none may end a run.
    except Exception as error:
        raise TacitusError(
            "no-article", f"{name}: cannot be read as a web page ({error}).", "Save its text."
        ) from error
    # A dict comes only when asked for one.
    if document is None or isinstance(document, dict) or not document.text:
        raise TacitusError("no-article", f"{name}: holds no article.", "Save its text.")
    return Page(
        text=document.text,
        title=document.title or None,
        source=document.sitename or None,
        url=document.url or None,
        published=document.date or None,
    )
