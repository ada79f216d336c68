"""What web servers say of what they send."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit


def content_type(header: str | None) -> tuple[str | None, str | None]:
    """Media type and encoding of a ``Content-Type`` header, None what it does not tell."""
    written, *parameters = (header or "").split(";")
    media = written.strip().lower()
    charset = None
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip(" \t\"'") or None
    # what has no slash is no media type (RFC 9110, section 8.3.1)
    return media if "/" in media else None, charset


def suffix_of(url: str) -> str:
    """The ending of the file that an address names, small, with the dot."""
    try:
        return PurePosixPath(urlsplit(url).path).suffix.lower()
    except ValueError:
        return ""
