"""Each report names the bytes it was read from."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from helpers import formats

from tacitus.read import Skipped, read_paths
from tacitus.read.originals import Originals
from tacitus.records import Report

PAGE = formats.html_page().encode()
ROWS = b'{"id": "a", "text": "Rebels attacked Goma."}\n{"id": "b", "text": "Gunmen fled Beni."}\n'
TABLE = b"title,body\nMine,Rebels attacked Goma on Monday.\n"
TEXT = b"Rebels attacked Goma on Monday."
MAIL = bytes(formats.mail(html="<p>Rebels attacked.</p>", attached={"a.txt": ("text/plain", TEXT)}))
WARC = formats.warc(
    [("https://a.example/1", "200 OK", {"Content-Type": "text/html"}, PAGE)], packed=False
)
FILES = {
    "a.html": (PAGE, [PAGE]),
    "a.txt": (TEXT, [TEXT]),
    "a.pdf": (formats.pdf([["Rebels attacked Goma."]]), None),
    "a.docx": (formats.docx(), None),
    "a.eml": (MAIL, [MAIL, TEXT]),
    "a.html.gz": (formats.gzipped(PAGE), [PAGE]),
    "a.warc": (WARC, [PAGE]),
    "a.zip": (formats.zipped({"1.txt": TEXT, "2.html": PAGE}), [TEXT, PAGE]),
    "b.json": (b'[{"text": "Rebels attacked Goma."}]', ()),
    "a.jsonl": (ROWS, ()),
    "a.csv": (TABLE, ()),
    "a.jsonl.gz": (formats.gzipped(ROWS), ()),
}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", FILES)
def test_a_report_names_its_document_or_the_file_of_its_row(tmp_path: Path, name: str) -> None:
    data, documents = FILES[name]
    documents = [data] if documents is None else documents
    path = tmp_path / name
    path.write_bytes(data)
    originals = Originals()
    found: list[tuple[str | None, bytes | None]] = []
    for item in read_paths([path], originals=originals):
        assert isinstance(item, Report), item
        found.append((item.sha256, originals.now.data if originals.now else None))
    assert originals.file_hash() == sha256(data)
    if documents:
        assert found == [(sha256(one), one) for one in documents]
    else:
        assert found
        assert set(found) == {(sha256(data), None)}


def test_rows_of_standard_input_name_none_and_documents_themselves() -> None:
    rows = list(read_paths(["-"], stdin=io.BytesIO(ROWS)))
    (page,) = read_paths(["-"], stdin=io.BytesIO(PAGE))
    assert [item.sha256 for item in rows if not isinstance(item, Skipped)] == [None, None]
    assert isinstance(page, Report)
    assert page.sha256 == sha256(PAGE)
