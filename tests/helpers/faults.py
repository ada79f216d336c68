"""Finds in a page what words of a report could have done in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HANDLER = re.compile(r"on[a-z]+")
_ASKS = ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")
_ISLANDS = {
    "map", "timeline", "reader", "network", "review", "figures", "plot", "decide", "published",
}  # fmt: skip


class Faults(HTMLParser):
    """What stands in a page that no template puts there.

    Args:
        script: what addresses of scripts are like.
        link: what other addresses begin with.
    """

    def __init__(
        self,
        script: str = r"/static/built/[\w-]+\.js",
        link: str = r"(/(?!/)|#|\?|https?://)",
    ) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.words: list[str] = []
        self._script = re.compile(script)
        self._link = re.compile(link)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and not self._script.fullmatch(given.get("src") or ""):
            self.found.append(f"script {given}")
        if tag in ("style", "iframe", "object", "embed", "base", "b") or "style" in given:
            self.found.append(f"{tag} {given}")
        if tag == "img" and not (given.get("src") or "").startswith(("/", "data:image/")):
            self.found.append(f"img {given}")
        for name, value in attrs:
            if _HANDLER.fullmatch(name):
                self.found.append(f"{name}={value}")
            if name in ("href", "src", "action", "formaction") and not self._link.match(
                value or ""
            ):
                self.found.append(f"{tag} {name}={value}")
            if name in _ASKS and (not (value or "").startswith("/") or value.startswith("/log")):
                self.found.append(f"{name}={value}")
            if name == "data-island" and value not in _ISLANDS:
                self.found.append(f"island {value}")

    def handle_data(self, data):
        self.words.append(data)


def faults_in(page: str, **kinds: str) -> list[str]:
    """The faults of a page.

    Args:
        page: HTML.
        kinds: as for ``Faults``.
    """
    parser = Faults(**kinds)
    parser.feed(page)
    return parser.found
