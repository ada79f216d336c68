"""Invented places in the forms that the gazetteer takes, and a server that hands them out."""

import io
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

README = "The columns are tab-separated."


def dump_row(
    number,
    name,
    lat,
    lon,
    kind="P.PPL",
    *,
    names="",
    country="SY",
    admin1="09",
    admin2="",
    people=0,
):
    """One line of a GeoNames dump: 19 columns."""
    of, code = kind.split(".")
    cells = [
        number, name, name, names, lat, lon, of, code, country, "", admin1, admin2, "", "", people,
        "", 350, "Asia/Damascus", "2024-05-01",
    ]  # fmt: skip
    return "\t".join(str(cell) for cell in cells)


#: What no gazetteer holds, in the province of Aleppo and around.
VILLAGES = (
    dump_row(99000001, "Qaryat az Zurayqah", 36.301, 37.201, names="Zureika,قرية الزريقة,zrq"),
    dump_row(99000002, "Tall Marzuban", 36.352, 37.255, people=1200),
    dump_row(99000003, "Marzuban Military Airport", 36.41, 37.31, "S.AIRB"),
    dump_row(99000004, "Mukhayyam Zurayqah", 36.29, 37.19, "S.CMPRF"),
    dump_row(99000005, "Wādī Qamarīyah", 36.2, 37.9, "H.WAD"),
    dump_row(99000006, "Nāḩiyat Marzubān", 36.35, 37.25, "A.ADM3"),
    dump_row(99000007, "Marzuban Seamount", 34.1, 35.1, "U.SMU"),
)


def dump(rows=VILLAGES):
    """A dump's text."""
    return "\n".join(rows) + "\n"


def many(count):
    """A dump of so many villages."""
    return dump(
        dump_row(98000000 + n, f"Qaryat Numrah {n}", 36 + n / 1e5, 37 + n / 1e5)
        for n in range(count)
    )


def zipped(files):
    """A zip's bytes, of names and texts or bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


class Dumps:
    """What a server hands out and how well it does so.

    Attributes:
        files: by path.
        etag: of all files; None for none.
        cuts: numbers of bytes after which it breaks the next connections off.
        announce: another length than the true one.
        ranges: whether it goes on in the middle.
        status: answers all with it instead.
        asked: path and Range of each request.
    """

    def __init__(self, url):
        self.url = url
        self.files, self.etag, self.cuts, self.asked = {}, '"v1"', [], []
        self.announce, self.ranges, self.status = None, True, None


@contextmanager
def serving():
    """A server on this machine; gives its ``Dumps``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            span = self.headers.get("Range")
            dumps.asked.append((self.path, span))
            body = dumps.files.get(self.path)
            if dumps.status or body is None:
                self.send_error(dumps.status or 404)
                return
            start = 0
            fresh = self.headers.get("If-Range") == dumps.etag
            if span and dumps.ranges and fresh:
                start = int(span.removeprefix("bytes=").rstrip("-"))
                if start >= len(body):
                    self.send_error(416)
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            else:
                self.send_response(200)
            rest = body[start:]
            self.send_header("Content-Length", str(dumps.announce or len(rest)))
            if dumps.etag:
                self.send_header("ETag", dumps.etag)
            self.end_headers()
            self.wfile.write(rest[: dumps.cuts.pop(0)] if dumps.cuts else rest)
            self.close_connection = True

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    dumps = Dumps(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield dumps
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
