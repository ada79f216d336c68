"""Word documents (Office Open XML, ECMA-376), read as the zip archives of XML that they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tacitus.read.archives import open_member, open_zip
from tacitus.read.reading import Item, Piece, Reader, Run
from tacitus.read.report import Told
from tacitus.read.streams import buffered
from tacitus.records import TacitusError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_STORY = "word/document.xml"
_CORE = "docProps/core.xml"
# what was struck out, what fields are made of, and what a second time is said for old programs
_PASSED_OVER = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _FALLBACK})
_MARKS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "",
}


class DocxReader(Reader):
    """A Word document; running heads, footnotes and comments are not read."""

    name = "a Word document"
    suffixes = frozenset({".docx", ".docm"})
    media = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """One report; a paragraph of the document is one of the text."""
        data = io.BytesIO(piece.whole(run.limits.document))
        with open_zip(replace(piece, stream=buffered(data, seeks=True)), run) as archive:
            if _STORY not in archive.namelist():
                raise TacitusError(
                    "bad-document",
                    f"{piece.name}: is no Word document (it has no {_STORY}).",
                    "Save it as .docx anew.",
                )
            story = _xml(archive, _STORY, piece, run)
            core = _xml(archive, _CORE, piece, run) if _CORE in archive.namelist() else None
        text = "\n\n".join(_paragraphs(story))
        made = _said(core, f"{_DCTERMS}created")
        told = Told(
            title=_said(core, f"{_DC}title"),
            author=_said(core, f"{_DC}creator"),
            language=_said(core, f"{_DC}language"),
            dated=f"the file was made on {made[:10]}" if made else None,
        )
        yield run.report(text, told, piece)


def _xml(archive: zipfile.ZipFile, member: str, piece: Piece, run: Run) -> Any:
    """A member as a tree, no entity or address of which is followed."""
    from lxml import etree

    name = f"{piece.name}!{member}"
    info = archive.getinfo(member)
    if info.flag_bits & 1:
        raise TacitusError("encrypted-file", f"{piece.name}: is encrypted.", "Save it without.")
    with open_member(archive, info, name, run.meter(name)) as stream:
        data = Piece(name, buffered(stream)).whole(run.limits.text)
    if b"<!ENTITY" in data:
        raise _unsafe(name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TacitusError(
            "bad-document", f"{name}: is no XML ({error}).", "Save it as .docx anew."
        ) from error
    # as in other encodings than UTF-8, or without entities
    if root.getroottree().docinfo.internalDTD is not None:
        raise _unsafe(name)
    return root


def _unsafe(name: str) -> TacitusError:
    """Word declares no types or entities; whoever does wants the parser to unfold something."""
    return TacitusError(
        "unsafe-xml",
        f"{name}: declares entities, which no Word document does.",
        "Save its text as UTF-8 if you trust it.",
    )


def _paragraphs(root: Any) -> Iterator[str]:
    """The paragraphs in order, those of tables and text boxes among them.

    Walks without recursion: a hostile document can be nested as deep as it likes.
    """
    parts: list[list[str]] = []
    waiting = [(root, False)]
    while waiting:
        element, closing = waiting.pop()
        if closing:
            text = "".join(parts.pop()).strip()
            if text:
                yield text
            continue
        tag = element.tag
        if tag in _PASSED_OVER:
            continue
        if tag == f"{_W}p":
            parts.append([])
            waiting.append((element, True))
        elif parts and tag == f"{_W}t":
            parts[-1].append(element.text or "")
        elif parts and tag in _MARKS:
            parts[-1].append(_MARKS[tag])
        waiting.extend((child, False) for child in reversed(element))


def _said(core: Any, tag: str) -> str | None:
    """A property of the document."""
    found = core.find(tag) if core is not None else None
    return (found.text or "").strip() or None if found is not None else None
