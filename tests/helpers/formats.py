"""Files in the forms that are read, with texts of our own."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

STORY = (
    "Three soldiers and a nurse were killed when a mine exploded under their truck near Kalemba "
    "on Monday, the army said.",
    "The road to the border has been closed, and the governor of the province asked for calm.",
    "Villagers said that gunmen of the Hill Front had been seen at the bridge the night before, "
    "but a spokesman of the group denied that it had laid the mine.",
)
TEXT = "\n\n".join(STORY)


def html_page(
    paragraphs: Iterable[str] = STORY,
    *,
    title: str = "Mine kills four near Kalemba",
    site: str = "The Hill Post",
    published: str = "2021-05-04T18:30:00+02:00",
    updated: str = "2021-05-05T07:10:00+02:00",
    author: str = "Ada Mwamba",
    url: str = "https://hillpost.example/news/mine-kills-four",
    more_head: str = "",
    more_body: str = "",
) -> str:
    """A page as outlets make them, with all that stands around a story."""
    told = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": site},
            {
                "@type": "NewsArticle",
                "headline": title,
                "datePublished": published,
                "dateModified": updated,
                "author": {"@type": "Person", "name": author},
            },
        ],
    }
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} - {site}</title>'
        f'<meta property="og:site_name" content="{site}"><meta property="og:title" content="{title}">'
        f'<link rel="canonical" href="{url}">{more_head}'
        f'<script type="application/ld+json">{json.dumps(told)}</script></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f"<main><article><h1>{title}</h1>"
        '<figure><img src="a.jpg"><figcaption>A bridge in the hills. Photo: B. Ilunga</figcaption>'
        f"</figure>{body}{more_body}</article></main>"
        '<aside><h3>Related stories</h3><ul><li><a href="/1">Flood cuts off ten villages</a></li>'
        '<li><a href="/2">Teachers strike over pay</a></li></ul></aside>'
        "<footer>Copyright 2021 The Hill Post. Subscribe to our newsletter.</footer></body></html>"
    )


def _pdf_string(line: str) -> bytes:
    escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("cp1252") + b") Tj T*\n"


def pdf(
    pages: Iterable[Iterable[str] | None],
    *,
    title: str | None = None,
    author: str | None = None,
    made: str | None = None,
) -> bytes:
    """A PDF of lines of text; None is a page that shows a picture and has no text layer."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(head: bytes, data: bytes) -> int:
        return add(b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head, len(data), data))

    catalog, tree = add(b""), add(b"")
    font = add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>")
    picture = stream(
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8",
        b"\x80",
    )
    kids = []
    for lines in pages:
        if lines is None:
            content = stream(b"", b"q 400 0 0 600 50 50 cm /Im1 Do Q")
        else:
            words = b"".join(_pdf_string(line) for line in lines)
            content = stream(b"", b"BT /F1 11 Tf 14 TL 50 780 Td\n" + words + b"ET")
        kids.append(
            add(
                b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources "
                b"<</Font <</F1 %d 0 R>> /XObject <</Im1 %d 0 R>>>>>>"
                % (tree, content, font, picture)
                if lines is None
                else b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources <</Font <</F1 %d 0 R>>>>>>" % (tree, content, font)
            )
        )
    objects[catalog - 1] = b"<</Type /Catalog /Pages %d 0 R>>" % tree
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[tree - 1] = b"<</Type /Pages /Kids [%s] /Count %d>>" % (listed, len(kids))
    told = {b"Title": title, b"Author": author, b"CreationDate": made}
    info = add(
        b"<<%s>>"
        % b" ".join(b"/%s (%s)" % (key, word.encode()) for key, word in told.items() if word)
    )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        catalog,
        info,
        table,
    )
    return bytes(out)


def encrypted_pdf(data: bytes, user: str, owner: str) -> bytes:
    """The same PDF with passwords; an empty user's password only restricts what may be done."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(
    paragraphs: Iterable[str] = STORY,
    *,
    body: str = "",
    head: str = "",
    title: str = "Incident report",
    author: str = "Field office",
) -> bytes:
    """A Word document; ``body`` is markup after the paragraphs, ``head`` markup before the root."""
    story = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        "<dcterms:created>2021-05-06T08:00:00Z</dcterms:created></cp:coreProperties>"
    )
    kinds = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped(
        {
            "[Content_Types].xml": kinds,
            "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>{story}{body}'
            "</w:body></w:document>",
            "docProps/core.xml": core,
        }
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2021, 5, 4, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def encrypted_zip(name: str, data: bytes) -> bytes:
    """A zip archive whose only member says that it is encrypted."""
    packed = bytearray(zipped({name: data}))
    packed[6] |= 1
    at = packed.index(b"PK\x01\x02")
    packed[at + 8] |= 1
    return bytes(packed)


def zstd(data: bytes) -> bytes:
    """A zstandard frame."""
    from zstandard import ZstdCompressor

    return ZstdCompressor().compress(data)


def mail(
    text: str | None = TEXT,
    *,
    html: str | None = None,
    attached: Mapping[str, tuple[str, bytes]] | None = None,
) -> EmailMessage:
    """A mail with a body in one or two forms, and attachments by name with type and content."""
    message = EmailMessage()
    message["From"] = "Hills Monitor <desk@monitor.example>"
    message["To"] = "list@lists.example"
    message["Subject"] = "Flash update: mine near Kalemba"
    message["Date"] = "Wed, 05 May 2021 09:15:00 +0300"
    if text is not None:
        message.set_content(text)
    if html is not None:
        if text is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    for name, (media, data) in (attached or {}).items():
        main, _, sub = media.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def warc(
    pages: Iterable[tuple[str, str, Mapping[str, str], bytes]], *, packed: bool = True
) -> bytes:
    """A web archive of responses: address, status, headers and body; with what crawlers add."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "test"}))
    for url, status, headers, body in pages:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        writer.write_record(
            writer.create_warc_record(url, "request", payload=io.BytesIO(), http_headers=asked)
        )
        told = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=told,
                warc_headers_dict={"WARC-Date": "2021-05-06T01:02:03Z"},
            )
        )
    return out.getvalue()


def parquet(rows: list[dict[str, object]]) -> bytes:
    """A Parquet table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file.getvalue()


def gzipped(data: bytes) -> bytes:
    """A gzip file, the same for the same data."""
    return gzip.compress(data, mtime=0)


def gdelt_list() -> str:
    """What GDELT's DOC interface answers."""
    return json.dumps(
        {
            "articles": [
                {
                    "url": "https://hillpost.example/news/mine-kills-four",
                    "url_mobile": "",
                    "title": "Mine kills three soldiers and a nurse near Kalemba , army says",
                    "seendate": "20210504T171500Z",
                    "socialimage": "",
                    "domain": "hillpost.example",
                    "language": "English",
                    "sourcecountry": "Nowhere",
                },
                {
                    "url": "https://diario.example/mina",
                    "title": "Una mina mata a cuatro cerca de Kalemba",
                    "seendate": "20210504T181500Z",
                    "domain": "diario.example",
                    "language": "Spanish",
                },
                {"url": "https://empty.example/x", "title": "", "seendate": "20210504T181500Z"},
            ]
        }
    )


def gkg() -> str:
    """Lines of GDELT's Global Knowledge Graph: one with a headline, one without, one broken."""
    row = [""] * 27
    row[0:5] = [
        "20210504171500-12",
        "20210504171500",
        "1",
        "hillpost.example",
        "https://hillpost.example/a",
    ]
    row[26] = (
        "<PAGE_LINKS></PAGE_LINKS><PAGE_TITLE>Gunmen kill two at Kalemba&#39;s bridge</PAGE_TITLE>"
    )
    bare = [*row[:26], ""]
    bare[0] = "20210504171500-T13"
    return "\n".join(["\t".join(row), "\t".join(bare), "20210504171500-14\tbroken"]) + "\n"


def reliefweb() -> str:
    """What ReliefWeb's interface answers."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return json.dumps(
        {
            "time": 3,
            "href": "https://api.reliefweb.int/v2/reports?appname=test",
            "totalCount": 2,
            "data": [
                {
                    "id": "901",
                    "score": 1,
                    "fields": {
                        "title": "Kalemba: Flash update",
                        "body": "**Three soldiers** ...",
                        "body-html": body,
                        "date": {
                            "original": "2021-05-05T00:00:00+00:00",
                            "created": "2021-05-06T11:00:00+00:00",
                            "changed": "2021-05-07T12:00:00+00:00",
                        },
                        "source": [{"name": "Hills Monitor", "shortname": "HM"}],
                        "language": [{"code": "en", "name": "English"}],
                        "url_alias": "https://reliefweb.example/report/901",
                    },
                },
                {"id": "902", "fields": {"title": "Map of Kalemba"}},
            ],
        }
    )
