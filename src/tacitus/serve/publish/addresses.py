"""Where each page of the desk stands in a published site, and links rewritten to that."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tacitus.records import TacitusError

# Attributes that name other files, beside data-… of islands.
_LINKS = frozenset({"href", "src", "action", "formaction"})
# Nobody's address is published, wherever it stood.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NO_MAIL = "[e-mail address]"
# characters of a file's name that come from an id
_LONGEST = 60


# What of a query is no question: how much of an answer is shown at once.
_PAGING = frozenset({"limit", "order", "edges"})


@dataclass(frozen=True, slots=True)
class Address:
    """A page or file of the desk that is published.

    Attributes:
        path: its path at the desk, unquoted: what links to it say.
        file: its path within the site.
        asked: query string with which the desk is asked for it.
        linked: query string of links to it; None where it is that with which it is asked, or none.
        reads_query: whether its scripts read the query of a link to it.
    """

    path: str
    file: str
    asked: str = ""
    linked: str | None = None
    reads_query: bool = False


class SiteMap:
    """The files of a site by the addresses that the desk has for them.

    Args:
        addresses: all that is published.
        asked: query string of the filter that chose the events; a link that asks for it asks for
            all of them.

    Raises:
        TacitusError: ``two-files`` where two would be one file.
    """

    def __init__(self, addresses: Iterable[Address], asked: str = "") -> None:
        self._by_link: dict[tuple[str, frozenset[tuple[str, str]]], Address] = {}
        self._readers: dict[str, Address] = {}
        self._asked = frozenset(parse_qsl(asked))
        files: set[str] = set()
        for address in addresses:
            if address.file in files:
                raise TacitusError(
                    "two-files", f"{address.path}: another page would have the same file."
                )
            files.add(address.file)
            if address.reads_query:
                self._readers[address.path] = address
            queries = ("", address.asked) if address.linked is None else (address.linked,)
            for query in queries:
                self._by_link.setdefault((address.path, _question(query)), address)

    def link(self, url: str, here: str) -> str | None:
        """What a link at the desk is within the site, or None where it leads to nothing there.

        Args:
            url: of the desk, beginning with "/".
            here: the file in which it stands.
        """
        parts = urlsplit(url)
        path, query = unquote(parts.path), ""
        found = self._readers.get(path)
        if found is not None:
            pairs = [pair for pair in parse_qsl(parts.query) if pair not in self._asked]
            query = urlencode(pairs)
        else:
            found = self._by_link.get((path, _question(parts.query)))
        if found is None:
            return None
        if found.file == here and parts.fragment:
            return f"#{parts.fragment}"
        way = quote(posixpath.relpath(found.file, posixpath.dirname(here) or "."))
        return (
            way + (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        )


def _question(query: str) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in parse_qsl(query) if pair[0] not in _PAGING)


def stem_of(name: str) -> str:
    """What a file is named for an id: letters, digits and "-", on any system one file for each.

    Args:
        name: the id, whatever its characters.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:_LONGEST]
    if plain == name:
        return plain
    digest = blake2b(name.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    return f"{plain}-{digest}".lstrip("-")


def rewritten(page: str, here: str, site: SiteMap) -> str:
    """A page of the desk as it stands in the site.

    Links lead to the site's files; those to what is not published become plain words; forms that
    ask the desk are left out, and islands whose data is not published do nothing. E-mail addresses
    in words are covered.

    Args:
        page: HTML.
        here: its file.
        site: all files.
    """
    parser = _Rewriter(here, site)
    parser.feed(page)
    parser.close()
    return "".join(parser.out)


class _Rewriter(HTMLParser):
    """Writes a page out again as it reads it."""

    def __init__(self, here: str, site: SiteMap) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._here = here
        self._site = site
        self._kept: list[bool] = []
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out:
            # forms do not stand in forms
            return
        if tag == "form" and self._asks_the_desk(attrs):
            self._left_out = 1
            return
        changed = self._attributes(tag, attrs)
        if tag == "a":
            self._kept.append(any(name == "href" for name, _ in changed) or changed == attrs)
            if not self._kept[-1]:
                return
        self.out.append(
            (self.get_starttag_text() or "") if changed == attrs else _tag(tag, changed)
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # "/>" ends elements of pictures alone, which name no files
        self._words(self.get_starttag_text() or "")

    def _asks_the_desk(self, attrs: list[tuple[str, str | None]]) -> bool:
        action = dict(attrs).get("action")
        return action is not None and action.startswith("/")

    def _attributes(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = []
        lost = False
        for name, value in attrs:
            if name.startswith("hx-"):
                continue
            local = value is not None and value.startswith("/") and not value.startswith("//")
            if value is not None and local and (name in _LINKS or name.startswith("data-")):
                link = self._site.link(value, self._here)
                if link is None:
                    lost = True
                    continue
                value = link
            found.append((name, value))
        if lost and tag not in ("a", "form"):
            found = [(name, value) for name, value in found if name != "data-island"]
            found.append(("data-lost", None))
        return found

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            self._left_out = int(tag != "form")
            return
        if tag == "a" and self._kept and not self._kept.pop():
            return
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._words(_MAIL.sub(_NO_MAIL, data))

    def handle_entityref(self, name: str) -> None:
        self._words(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._words(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._words(f"<!{decl}>")

    def _words(self, words: str) -> None:
        if not self._left_out:
            self.out.append(words)


def _tag(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    told = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs
    )
    return f"<{tag}{told}>"
