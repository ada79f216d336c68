"""The text of a piece of HTML that is all story: the body of a mail, a field of an interface."""

from __future__ import annotations

import re
from typing import Any

# what starts a line of its own in a browser
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_HIDDEN = frozenset("script style head title template noscript iframe object svg".split())
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")


def html_text(html: str) -> str:
    """The words of a piece of HTML, a blank line between its blocks.

    Args:
        html: the markup; broken markup is mended as browsers do.

    Returns:
        The text; empty where there is none.
    """
    from lxml import etree
    from lxml import html as parser

    if not html.strip():
        return ""
    # as bytes, for a text that declares an encoding of its own is refused; halves of surrogate
    # pairs have none
    data = html.encode("utf-8", errors="replace")
    try:
        root = parser.document_fromstring(
            data, parser=parser.HTMLParser(huge_tree=False, no_network=True, encoding="utf-8")
        )
    # markup without a single element
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    parts: list[str] = []
    # without recursion: markup can be nested as deep as it likes
    waiting: list[Any] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        tag = item.tag if isinstance(item.tag, str) else ""
        after = [item.tail or ""]
        if not tag or tag in _HIDDEN:
            waiting.extend(after)
            continue
        block = "\0" if tag in _BLOCKS else ""
        waiting.extend(reversed([block, item.text or "", *item, block, *after]))
    blocks = (_BLANKS.sub(" ", block).strip() for block in "".join(parts).split("\0"))
    return "\n\n".join(block for block in blocks if block)
