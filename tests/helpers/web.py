"""Web servers of the tests' own on this machine, and a clock that needs no waiting."""

import socketserver
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tacitus.fetch.faults import StoppedError

BEGIN = datetime(2024, 5, 1, 12, tzinfo=UTC)
ARTICLE = """<!doctype html><html><head><title>{title}</title>
<meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{day}T09:00:00Z"></head>
<body><article><h1>{title}</h1>
<p>Shelling killed {killed} civilians in the town of {town} on Tuesday, the Syrian Observatory for
Human Rights said. Artillery of the army hit a market in the middle of the town at noon.</p>
<p>Rescue workers took the wounded to a hospital nearby. Residents said that the market was crowded
when the shells fell, and that several shops burned down in the fire that followed.</p>
</article></body></html>"""


def article(
    title="Shells hit market", outlet="Example Post", day="2024-04-30", killed=12, town="Douma"
):
    return ARTICLE.format(title=title, outlet=outlet, day=day, killed=killed, town=town)


class FakeClock:
    """Time that passes by waiting, and by ``tick`` seconds each time it is read."""

    def __init__(self, tick=0.0):
        self.stop = threading.Event()
        self.passed = 0.0
        self.tick = tick
        self.waits = []

    def now(self):
        return BEGIN + timedelta(seconds=self.passed)

    def monotonic(self):
        self.passed += self.tick
        return self.passed

    def sleep(self, seconds):
        if self.stop.is_set():
            raise StoppedError
        self.waits.append(seconds)
        self.passed += max(0.0, seconds)


class Page:
    """What is answered at a path."""

    def __init__(self, body=b"", status=200, headers=(), etag=None):
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.headers = list(headers.items()) if isinstance(headers, dict) else list(headers)
        self.etag = etag


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        page = site.pages.get(self.path, Page(status=404))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        if callable(page):
            page = page(self)
            if page is None:
                return
        if page.etag and self.headers.get("If-None-Match") == page.etag:
            self.send_response(304)
            self.send_header("ETag", page.etag)
            self.end_headers()
            return
        self.send_response(page.status)
        names = {name.lower() for name, _ in page.headers}
        if page.etag:
            self.send_header("ETag", page.etag)
        if "content-length" not in names and "transfer-encoding" not in names:
            self.send_header("Content-Length", str(len(page.body)))
        if "content-type" not in names:
            self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in page.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """Clients of the tests hang up on purpose."""


class _Serving:
    """Has ``_server`` answer while it is entered."""

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class Site(_Serving):
    """A site on this machine.

    Attributes:
        pages: what is answered by path: a ``Page``, a list of them to be answered one after the
            other, or a function of the handler that answers itself or gives a page.
        asked: paths and headers of the requests, in order.
    """

    def __init__(self):
        self.pages = {}
        self.asked = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self.port = self._server.server_address[1]

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def paths(self, robots=False):
        """The paths that were asked for, robots.txt left aside."""
        return [path for path, _ in self.asked if robots or path != "/robots.txt"]


class RawSite(_Serving):
    """A server that answers each connection with given bytes and hangs up."""

    def __init__(self, answer, robots=True):
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                asked = self.request.recv(65_536)
                if robots and b"GET /robots.txt" in asked:
                    self.request.sendall(
                        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    )
                    return
                try:
                    for piece in answer():
                        self.request.sendall(piece)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)

    def url(self, path="/"):
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"
