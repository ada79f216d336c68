"""Requests that mean harm: SQL in every filter, bodies without end, other names, paths that climb."""

from __future__ import annotations

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import rival_store

from tacitus.serve.filters import Filter
from tacitus.serve.security import HEADERS
from tacitus.serve.settings import Settings, is_loopback
from tacitus.serve.static_files import _HASHED
from tacitus.store import open_store

API = "/api/v1"
SQL = (
    "' OR '1'='1",
    '" OR "1"="1',
    "'; DROP TABLE events; --",
    "') UNION SELECT name, form FROM decisions --",
    "%' AND 1=randomblob(1000000000) --",
    "1); DELETE FROM reports; --",
    "\\'; SELECT pg_sleep(20); --",
    'text:* NEAR("a" "b") OR ^x {title}: -',
    "a*) & b | !c <-> :A",
    "\x00'",
    "%", "_", "😀" * 50,
)  # fmt: skip
_WORDED = ("actor", "type", "country", "outlet", "stance", "q", "since", "bbox", "grade", "order",
           "contested", "factuality", "min_killed", "limit", "rejected")  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return rival_store(tmp_path_factory.mktemp("hostile") / "store.db")


@pytest.fixture(scope="module")
def browser(path):
    return Browser(desk(path))


def test_every_field_that_can_hold_words_is_tried():
    plain = {"until", "max_killed", "offset"}
    assert set(_WORDED) | plain == set(Filter.model_fields)


@pytest.fixture(scope="module")
def everything(browser):
    """How many events there are."""
    return browser.get(f"{API}/events").json()["total"]


@pytest.mark.parametrize("words", SQL)
@pytest.mark.parametrize("field", _WORDED)
def test_sql_in_a_filter_is_a_value_like_any_other(browser, everything, field, words):
    addresses = ["events", "facets"]
    if words == SQL[0]:
        addresses += ["map", "timeline", "actors", "ogc/collections/events/items", "exports/csv"]
    for address in addresses:
        answer = browser.get(f"{API}/{address}", params={field: words})
        assert answer.status_code in (200, 400), (address, answer.text)
        if answer.status_code == 200 and address == "events":
            assert answer.json()["total"] in (0, everything if words == "_" else 0), words


@pytest.fixture(scope="module", autouse=True)
def _nothing_changes(path):
    def held():
        with open_store(path) as store:
            return store.counts(), list(store.log()), list(store.events())

    before = held()
    yield
    assert held() == before


@pytest.mark.parametrize("words", SQL)
def test_sql_in_a_path_or_beside_the_filter_finds_nothing(browser, words):
    for address, params in (
        (f"{API}/events/{words.replace('/', '')}", {}),
        (f"{API}/reports/{words.replace('/', '')}", {}),
        (f"{API}/reports", {"q": words}),
        (f"{API}/reports", {"outlet": words}),
        (f"{API}/exports/csv", {"rule": words}),
        (f"{API}/ogc/collections/events/items", {"datetime": words}),
    ):
        if "\x00" in words and not params:
            continue  # no client sends it
        answer = browser.get(address, params=params)
        assert answer.status_code in (200, 400, 404), (address, answer.text)
        if answer.status_code == 200 and "reports" in address:
            assert answer.json()["total"] == 0


def test_bodies_that_are_too_long_are_refused_before_they_are_read(browser):
    most = Settings(store="x").most_body
    for method, path in (("POST", f"{API}/events"), ("POST", "/"), ("PUT", f"{API}/map")):
        refused = browser.request(method, path, content=b"x" * (most + 1))
        assert refused.status_code == 413
    for told in ("-1", "many", str(10**18)):
        answer = browser.post("/", headers={"Content-Length": told}, content=b"x")
        assert answer.status_code == 413


def test_a_body_that_lies_about_its_length_is_refused_as_it_comes(browser):
    most = Settings(store="x").most_body
    pieces = (b"x" * 100_000 for _ in range(most // 100_000 + 2))
    assert browser.post(f"{API}/events", content=pieces).status_code == 413


def test_what_is_not_there_to_be_changed_is_not(browser):
    for path in ("events", "reports", "facets", "map", "exports/csv", "ogc/collections"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = browser.request(method, f"{API}/{path}")
            assert answer.status_code in (403, 405), (method, path)


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8150", True), ("localhost", True), ("LOCALHOST:1", True), ("[::1]:8150", True),
        ("desk.example.org", True), ("evil.example", False), ("127.0.0.1.evil.example", False),
        ("", False), ("localhost.evil.example:8150", False), ("evil.example:127.0.0.1", False),
        ("10.0.0.1", False),
    ],
)  # fmt: skip
def test_names_by_which_the_desk_is_called(path, host, known):
    named = Browser(desk(path, hosts=("desk.example.org",)))
    answer = named.get(f"{API}/events", headers={"Host": host})
    assert answer.status_code == (200 if known else 421)


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost.", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.4", False), ("desk.local", False), ("", False)],
)  # fmt: skip
def test_addresses_of_this_machine(host, own):
    assert is_loopback(host) is own


@pytest.mark.parametrize(
    "address", ["/", "/nothing", f"{API}/events", f"{API}/nothing", "/static/x"]
)
def test_every_answer_has_the_guarding_headers(browser, address):
    answer = browser.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "address",
    ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2fsettings.py",
     "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/built/../../app.py"],
)  # fmt: skip
def test_no_file_outside_is_served(browser, address):
    assert browser.get(address).status_code in (404, 405)


def test_parts_of_the_base_map_are_served(browser):
    part = browser.get("/static/basemap.pmtiles", headers={"Range": "bytes=0-6"})
    assert part.status_code == 206
    assert part.content == b"PMTiles"
    assert "Content-Encoding" not in part.headers
    assert part.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("name", "hashed"),
    [("built/desk-B1YrJ6pR.css", True), ("built/map-GQfYqMT4.js", True),
     ("basemap.pmtiles", False), ("favicon.svg", False), ("manifest.json", False)],
)  # fmt: skip
def test_files_named_by_their_content_are_kept(name, hashed):
    assert bool(_HASHED.search(name)) is hashed
