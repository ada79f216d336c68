"""The text layer of a PDF, page by page; run in a process of its own by ``pdf``.

A hostile PDF can keep any reader busy for ever or fill all memory, and Python cannot break off its
own work: the process that does it is given bounds and ended. It imports nothing of Tacitus, so
that it starts quickly.

Takes the PDF on standard input, and the bounds as arguments: pages, characters, bytes of memory.
Gives one JSON object on standard output: "pages", each with "text" and "picture" (whether it shows
one); "title", "author", "made"; or "fault" (a code) and "told".
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any


def read_pages(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """What a PDF says.

    Args:
        data: the PDF.
        most_pages: pages it may have.
        most_characters: characters it may have.
    """
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        # A file that only restricts printing or copying opens with the empty password.
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            return {"fault": "encrypted-file", "told": "is encrypted"}
        count = len(reader.pages)
        if count > most_pages:
            return {"fault": "too-large", "told": f"has {count} pages, more than {most_pages}"}
        pages = []
        length = 0
        for page in reader.pages:
            text = page.extract_text()
            length += len(text)
            if length > most_characters:
                return {"fault": "too-large", "told": f"has more than {most_characters} characters"}
            pages.append({"text": text, "picture": _has_picture(page)})
        return {"pages": pages, **_said(reader)}
    except MemoryError:
        return {"fault": "too-large", "told": "takes too much memory"}
    except RecursionError:
        return {"fault": "bad-document", "told": "is nested too deeply"}
    except ImportError as error:
        # pypdf deciphers AES with a package that is not part of Tacitus
        return {"fault": "encrypted-file", "told": f"is encrypted ({error})"}
    except PyPdfError as error:
        return {"fault": "bad-document", "told": f"is no whole PDF ({error})"}
    # Broken PDFs raise whatever Python raises on values of the wrong kind.
    except Exception as error:  # noqa: BLE001
        return {"fault": "bad-document", "told": f"is broken ({type(error).__name__}: {error})"}


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject")
    objects = objects.get_object() if objects is not None else {}
    return any(one.get_object().get("/Subtype") in ("/Image", "/Form") for one in objects.values())


def _said(reader: Any) -> dict[str, str | None]:
    """Title, author and day of making, as the file has them."""
    said: dict[str, str | None] = {"title": None, "author": None, "made": None}
    try:
        info = reader.metadata
        if info is not None:
            said["title"] = str(info.title).strip() if info.title else None
            said["author"] = str(info.author).strip() if info.author else None
            made = info.creation_date
            said["made"] = made.date().isoformat() if made else None
    # Broken metadata are no reason not to read the text.
    except Exception:  # noqa: BLE001
        return said
    return said


def _bound_memory(most: int) -> None:
    """Hold this process to so many bytes, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        return


def main() -> None:
    """Read the PDF on standard input."""
    most_pages, most_characters, most_memory = map(int, sys.argv[1:4])
    _bound_memory(most_memory)
    try:
        told = read_pages(sys.stdin.buffer.read(), most_pages, most_characters)
        out = json.dumps(told)
    except MemoryError:
        out = json.dumps({"fault": "too-large", "told": "takes too much memory"})
    sys.stdout.write(out)


if __name__ == "__main__":
    main()
