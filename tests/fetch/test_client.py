import gzip
import itertools
import shutil
import ssl
import subprocess
import zlib
from datetime import timedelta
from email.utils import format_datetime

import pytest
from helpers.web import BEGIN, FakeClock, Page, RawSite

from tacitus.fetch import client as client_module
from tacitus.fetch.client import Client, Limits, user_agent
from tacitus.fetch.faults import FetchError
from tacitus.records import TacitusError


def fault(client, url):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


def code(client, url):
    return fault(client, url).problem.code


def test_a_page_is_had_with_all_that_is_known_of_it(client, site):
    site.pages["/a"] = Page(
        "hello", etag='"1"', headers={"Last-Modified": "Tue, 30 Apr 2024 10:00:00 GMT"}
    )
    answer = client.get(site.url("/a#part"))
    assert (answer.status, answer.body.content, answer.url) == (200, b"hello", site.url("/a"))
    assert answer.header("etag") == '"1"'
    assert answer.address == "127.0.0.1"
    assert answer.begun == BEGIN + timedelta(seconds=1)
    assert dict(answer.request)["User-Agent"].startswith("tacitus/")


def test_servers_are_told_whom_to_ask(site, clock):
    with Client(contact="desk@example.org", clock=clock, allow_loopback=True) as client:
        site.pages["/a"] = Page("hello")
        client.get(site.url("/a"))
    assert {headers["User-Agent"] for _, headers in site.asked} == {user_agent("desk@example.org")}
    assert "desk@example.org" in user_agent("desk@example.org")


@pytest.mark.parametrize("contact", ["", "a\r\nX: y", "Jörg"])
def test_contacts_that_no_header_can_hold(contact):
    with pytest.raises(TacitusError) as caught:
        user_agent(contact)
    assert caught.value.problem.code == "bad-contact"


def test_what_did_not_change_is_not_sent_again(client, site):
    site.pages["/a"] = Page("hello", etag='"caf\xe9"')
    first = client.get(site.url("/a"))
    again = client.get(
        site.url("/a"), etag=first.header("ETag"), modified="Tue, 30 Apr 2024 10:00:00 GMT"
    )
    assert (again.status, again.body.content) == (304, b"")
    assert site.asked[-1][1]["If-Modified-Since"] == "Tue, 30 Apr 2024 10:00:00 GMT"


# Waiting


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7.0), (format_datetime(BEGIN), 0.0), ("soon", 1.0), (None, 1.0)],
)
def test_a_busy_server_is_asked_again_when_it_says(client, site, clock, status, asked, waited):
    busy = Page(status=status, headers={"Retry-After": asked} if asked else {})
    site.pages["/a"] = [busy, Page("hello")]
    assert client.get(site.url("/a")).body.content == b"hello"
    assert sum(clock.waits) == pytest.approx(1.0 + max(waited, 1.0))


def test_a_server_that_wants_too_much_patience_is_given_up(client, site):
    site.pages["/a"] = Page(status=429, headers={"Retry-After": "3600"})
    error = fault(client, site.url("/a"))
    assert (error.problem.code, error.passing, error.wait) == ("rate-limited", True, 3600.0)
    assert site.paths() == ["/a"]


def test_a_server_that_stays_busy_is_given_up(client, site, clock):
    site.pages["/a"] = Page(status=503)
    assert code(client, site.url("/a")) == "server-error"
    assert site.paths() == ["/a"] * 3
    # the delay after robots.txt, then 1 and 2 seconds
    assert clock.waits == [1.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, "not-there"),
        (410, "not-there"),
        (401, "refused"),
        (403, "refused"),
        (451, "refused"),
        (206, "refused"),
    ],
)
def test_what_will_not_pass_is_not_asked_again(client, site, status, expected):
    site.pages["/a"] = Page(status=status)
    assert code(client, site.url("/a")) == expected
    assert site.paths() == ["/a"]


def test_a_host_is_left_alone_between_requests(client, site, clock):
    site.pages |= {"/a": Page("a"), "/b": Page("b")}
    client.get(site.url("/a"))
    client.get(site.url("/b"))
    assert clock.waits == [1.0, 1.0]


# robots.txt


@pytest.mark.parametrize(
    ("robots", "path", "expected"),
    [
        (Page("User-agent: *\nDisallow: /private"), "/private/a", "robots"),
        (Page("User-agent: *\nDisallow: /private"), "/a", None),
        (Page("User-agent: tacitus\nDisallow: /\nUser-agent: *\nAllow: /"), "/a", "robots"),
        (Page("User-agent: tacitus\nAllow: /\nUser-agent: *\nDisallow: /"), "/a", None),
        (Page("User-agent: *\nDisallow: /*.php$"), "/a.php", "robots"),
        (Page("<html>no such page</html>"), "/a", None),
        (Page(b"\xff\xfe\x00garbage"), "/a", None),
        (Page("User-agent: *\nDisallow: /\n" + "#" * 600_000), "/a", "robots"),
        (Page(status=404), "/a", None),
        (Page(status=403), "/a", None),
        (Page(status=500), "/a", "robots-unreachable"),
        (Page(status=429), "/a", "robots-unreachable"),
        (Page(status=301, headers={"Location": "/other-robots.txt"}), "/a", "robots"),
        (Page(status=301, headers={"Location": "/robots.txt"}), "/a", None),
    ],
)
def test_robots_txt_is_kept_to(client, site, robots, path, expected):
    site.pages |= {"/robots.txt": robots, path: Page("hello")}
    site.pages["/other-robots.txt"] = Page("User-agent: *\nDisallow: /")
    if expected is None:
        assert client.get(site.url(path)).body.content == b"hello"
    else:
        assert code(client, site.url(path)) == expected
        assert path not in site.paths()


def test_robots_txt_is_asked_for_once_a_day(client, site, clock):
    site.pages["/a"] = Page("hello")
    for _ in range(3):
        client.get(site.url("/a"))
    assert site.paths(robots=True).count("/robots.txt") == 1
    clock.passed += 25 * 3600
    client.get(site.url("/a"))
    assert site.paths(robots=True).count("/robots.txt") == 2


@pytest.mark.parametrize(("told", "kept"), [("5", 5.0), ("900", 60.0)])
def test_the_delay_that_robots_txt_asks_for(client, site, clock, told, kept):
    site.pages["/robots.txt"] = Page(f"User-agent: *\nCrawl-delay: {told}\n")
    site.pages["/a"] = Page("hello")
    client.get(site.url("/a"))
    client.get(site.url("/a"))
    assert clock.waits[-1] == kept


def test_the_robots_txt_of_where_a_redirect_leads_is_asked(client, site):
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /b")
    site.pages |= {"/a": Page(status=302, headers={"Location": "/b"}), "/b": Page("hello")}
    assert code(client, site.url("/a")) == "robots"


# Redirects


def test_redirects_are_followed_and_told(client, site):
    site.pages |= {
        "/a": Page(status=301, headers={"Location": "/b"}),
        "/b": Page(status=307, headers={"Location": site.url("/c")}),
        "/c": Page("hello"),
    }
    answer = client.get(site.url("/a"))
    assert (answer.asked, answer.url) == (site.url("/a"), site.url("/c"))
    assert [(hop.url, hop.status) for hop in answer.hops] == [
        (site.url("/a"), 301),
        (site.url("/b"), 307),
    ]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"/a": "/a"}, "redirect-loop"),
        ({"/a": "/b", "/b": "/a"}, "redirect-loop"),
        ({f"/{n}" if n else "/a": f"/{n + 1}" for n in range(30)}, "too-many-redirects"),
        ({"/a": "file:///etc/passwd"}, "bad-url"),
        ({"/a": "http://169.254.169.254/latest/meta-data/"}, "forbidden-address"),
        ({"/a": "http://[::ffff:169.254.169.254]/"}, "forbidden-address"),
        ({"/a": "http://10.0.0.1/"}, "forbidden-address"),
        ({"/a": "http://user:pass@127.0.0.1/"}, "bad-url"),
        ({"/a": ""}, "refused"),
        ({"/a": "http://[broken"}, "bad-url"),
    ],
)
def test_redirects_that_lead_nowhere_good(client, site, places, expected):
    for path, place in places.items():
        site.pages[path] = Page(status=302, headers={"Location": place})
    assert code(client, site.url("/a")) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:{port}/inside",
        "http://localhost:{port}/inside",
        "http://2130706433:{port}/inside",
        "http://[::1]:{port}/inside",
    ],
)
def test_this_machine_is_not_asked_without_the_switch(site, inside):
    site.pages["/inside"] = Page("secret")
    with Client(clock=FakeClock()) as client:
        assert code(client, inside.format(port=site.port)) == "forbidden-address"
    assert site.asked == []


def test_a_redirect_from_outside_does_not_lead_inside(site):
    """The first host passes by a resolver that calls it public; the redirect names this machine."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["93.184.216.34"] if host == "outside.example" else [host]

    with Client(clock=FakeClock(), resolve=resolve) as client:
        network = client._pool._network_backend
        connect = network._inner.connect_tcp
        network._inner.connect_tcp = lambda host, *rest: connect("127.0.0.1", *rest)
        site.pages["/a"] = Page(status=302, headers={"Location": site.url("/inside")})
        assert code(client, site.url("/a", "outside.example")) == "forbidden-address"
    assert list(dict.fromkeys(asked)) == ["outside.example", "127.0.0.1"]
    assert "/inside" not in site.paths()


def test_a_name_that_changes_its_address_gains_nothing(site):
    """DNS rebinding: what was checked is what is connected to, and the name is asked once for it."""
    answers = itertools.chain([["93.184.216.34"]], itertools.repeat(["127.0.0.1"]))
    connected = []
    with Client(clock=FakeClock(), resolve=lambda host, port: next(answers)) as client:
        network = client._pool._network_backend
        connect = network._inner.connect_tcp

        def to_here(host, *rest):
            connected.append(host)
            return connect("127.0.0.1", *rest)

        network._inner.connect_tcp = to_here
        site.pages["/a"] = Page("hello", headers={"Connection": "close"})
        site.pages["/robots.txt"] = Page(status=404, headers={"Connection": "close"})
        assert code(client, site.url("/a", "rebind.example")) == "forbidden-address"
    assert connected == ["93.184.216.34"]
    assert site.asked[0][1]["Host"] == f"rebind.example:{site.port}"


# Bounds


def test_a_content_that_unpacks_without_end_is_refused(client, site):
    bomb = gzip.compress(b"\0" * 5_000_000, mtime=0)
    site.pages["/a"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    assert len(bomb) < 100_000
    assert code(client, site.url("/a")) == "too-large"


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(b"hello", mtime=0), b"hello"),
        (
            {"Content-Encoding": "gzip"},
            gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0),
            b"hello",
        ),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"hello", mtime=0) + b"\0\0\0", b"hello"),
        ({"Content-Encoding": "deflate"}, zlib.compress(b"hello"), b"hello"),
        ({"Content-Encoding": "deflate"}, zlib.compress(b"hello")[2:-4], b"hello"),
        ({"Content-Encoding": "GZIP"}, gzip.compress(b"hello", mtime=0), b"hello"),
        ({"Content-Encoding": "gzip"}, b"", b""),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"hello", mtime=0)[:-6], "bad-encoding"),
        ({"Content-Encoding": "gzip"}, b"plain text", "bad-encoding"),
        ({"Content-Encoding": "br"}, b"\x0b\x02\x80hello\x03", "bad-encoding"),
        (
            {"Content-Encoding": "gzip, gzip"},
            gzip.compress(gzip.compress(b"hello", mtime=0), mtime=0),
            "bad-encoding",
        ),
        ({}, b"a" * 100_001, "too-large"),
        ({}, b"a" * 100_000, b"a" * 100_000),
        ({"Content-Type": "video/mp4"}, b"hello", "not-wanted"),
    ],
)
def test_contents_are_unpacked_within_bounds(client, site, headers, body, expected):
    site.pages["/a"] = Page(body, headers=headers)
    if isinstance(expected, str):
        assert code(client, site.url("/a")) == expected
    else:
        assert client.get(site.url("/a")).body.content == expected


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def endless(piece):
    return lambda: itertools.chain([HEAD + b"\r\n"], itertools.repeat(piece))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda: [HEAD + b"Content-Length: 100\r\n\r\nhello"], "broken-off"),
        (lambda: [HEAD + b"Content-Length: 999999999\r\n\r\nhello"], "too-large"),
        (lambda: [HEAD + b"Content-Length: many\r\n\r\nhello"], "broken-off"),
        (lambda: [HEAD + b"Content-Length: -5\r\n\r\nhello"], "broken-off"),
        (lambda: [HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel"], "broken-off"),
        (lambda: [HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello"], "broken-off"),
        (lambda: [b"no http at all\r\n\r\n"], "broken-off"),
        (lambda: [], "broken-off"),
        (lambda: [HEAD, b"X: " + b"y" * 300_000 + b"\r\n\r\n"], "broken-off"),
        (endless(b"a" * 10_000), "too-large"),
    ],
)
def test_answers_that_are_not_as_they_say(client, answer, expected):
    with RawSite(answer) as raw:
        assert code(client, raw.url("/a")) == expected


@pytest.mark.parametrize(
    "answer",
    [
        lambda: itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"a")),
        lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], itertools.repeat(b"a")),
    ],
    ids=["body", "headers"],
)
def test_an_answer_that_trickles_without_end_is_given_up(answer):
    clock = FakeClock(tick=1.0)
    limits = Limits(seconds=40.0, attempts=1)
    with RawSite(answer) as raw, Client(clock=clock, allow_loopback=True, limits=limits) as client:
        error = fault(client, raw.url("/a"))
    assert (error.problem.code, error.passing) == ("too-slow", True)


def test_a_shorter_length_than_sent_is_what_http_takes(client):
    with RawSite(lambda: [HEAD + b"Content-Length: 3\r\n\r\nhello"]) as raw:
        assert client.get(raw.url("/a")).body.content == b"hel"


def test_headers_may_hold_any_bytes(client):
    answer = HEAD + b'X-Name: caf\xe9\xff\r\nETag: "\xe9"\r\nContent-Length: 2\r\n\r\nok'
    with RawSite(lambda: [answer]) as raw:
        got = client.get(raw.url("/a"))
    assert got.header("X-Name") == "caf\xe9\xff"


def test_a_server_that_is_not_there(client, clock):
    with RawSite(list) as raw:
        url = raw.url("/a")
    error = fault(client, url)
    assert (error.problem.code, error.passing) == ("no-connection", True)


def test_the_next_address_of_a_name_is_tried(site, clock):
    site.pages["/a"] = Page("hello")
    here = lambda host, port: ["127.0.0.2", "127.0.0.1"]  # noqa: E731
    with Client(clock=clock, resolve=here, allow_loopback=True) as client:
        answer = client.get(site.url("/a", "two.example"))
    assert (answer.body.content, answer.address) == (b"hello", "127.0.0.1")


@pytest.fixture
def certificate(tmp_path):
    """A certificate for tls.example that speaks for itself, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there")
    path, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=tls.example"
    )
    named = "-addext subjectAltName=DNS:tls.example"
    command = ["openssl", *made.split(), *named.split(), "-out", path, "-keyout", key]
    subprocess.run(command, check=True, capture_output=True)
    return path, key


@pytest.mark.parametrize(
    ("host", "expected"), [("tls.example", None), ("other.example", "no-connection")]
)
def test_certificates_are_checked_for_the_name_not_the_address(
    certificate, site, monkeypatch, host, expected
):
    path, key = certificate
    names = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    context.sni_callback = lambda sock, name, _: names.append(name)
    site._server.socket = context.wrap_socket(site._server.socket, server_side=True)
    site.pages["/a"] = Page("hello")
    trusting = ssl.create_default_context(cafile=path)
    monkeypatch.setattr(client_module, "_trust", lambda: trusting)
    here = lambda host, port: ["127.0.0.1"]  # noqa: E731
    url = site.url("/a", host).replace("http:", "https:")
    limits = Limits(attempts=1)
    with Client(clock=FakeClock(), resolve=here, allow_loopback=True, limits=limits) as client:
        if expected is None:
            assert client.get(url).body.content == b"hello"
        else:
            assert code(client, url) == expected
    assert set(names) == {host}
