"""A published site: whole, for itself, the same each time, and with no more than was asked for."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from helpers.desk_stores import HOSTILE, hostile_store, rival_store
from helpers.faults import faults_in
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.records import Bond, TacitusError
from tacitus.serve.filters import Filter
from tacitus.serve.publish.addresses import Address, SiteMap, rewritten, stem_of
from tacitus.serve.publish.folder import MARKER, install
from tacitus.serve.publish.selection import Options
from tacitus.serve.publish.site import publish
from tacitus.serve.publish.unsigned import Unsigned
from tacitus.store import open_store
from tacitus.store.review import new_decision

# most of the time goes into pictures of figures
FEW = {"without": ("actors", "figures")}
REVIEWER, REASON = "quillon-reviewer", "because of a blurred film"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store of rival accounts, on one of which a reviewer decided."""
    path = rival_store(tmp_path_factory.mktemp("rival") / "store.db")
    with open_store(path) as opened:
        keys = opened.event("state#e1").claims
        opened.decide(
            new_decision(
                "edit", author=REVIEWER, why=REASON, claims=keys, field="injured", value="3"
            )
        )
    return path


@pytest.fixture(scope="module")
def made(store, tmp_path_factory):
    """Publishes once for each way; the folder."""
    held = {}

    def publishing(asked="", **options):
        key = (asked, *sorted(options.items()))
        if key not in held:
            out = tmp_path_factory.mktemp("site") / "out"
            with open_store(store) as opened:
                chosen = Filter(**dict(part.split("=") for part in asked.split("&") if part))
                done = publish(opened, chosen, out, Options(**FEW | options))
            held[key] = (out, done)
        return held[key]

    return publishing


class Links(HTMLParser):
    """The addresses in a page, its ids, and what else matters of its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links, self.ids, self.odd, self.policy = [], set(), [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id"))
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        for name, value in attrs:
            if name in ("href", "src") or (name.startswith("data-") and "/" in (value or "")):
                self.links.append((tag, name, value, given))
            if name.startswith("hx-") or (name == "action" and tag == "form"):
                self.odd.append((tag, name, value))


def pages_of(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.html")
    }


def everything(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("texts", ["none", "quotes", "full"])
def test_every_link_leads_to_a_file_of_the_site_or_to_where_a_report_was_published(made, texts):
    out, _ = made(texts=texts, without=() if texts == "full" else FEW["without"])
    pages = {name: Links(page) for name, page in pages_of(out).items()}
    assert {"index.html", "about.html", "reports.html"} < set(pages)
    for name, found in pages.items():
        assert found.odd == [], name
        assert "script-src 'self'" in found.policy
        assert "frame-ancestors" not in found.policy
        for tag, attribute, link, given in found.links:
            if attribute == "data-rows":
                continue
            parts = urlsplit(link)
            if parts.scheme:
                assert tag == "a", name
                assert "noopener" in given["rel"], name
                continue
            assert not link.startswith("/"), (name, link)
            target = (out / name).parent / unquote(parts.path) if parts.path else out / name
            assert target.is_file(), (name, link)
            at = target.resolve().relative_to(out.resolve()).as_posix()
            if parts.fragment:
                assert parts.fragment in pages[at].ids, (name, link)


def test_links_to_what_is_not_published_are_words(made):
    whole, _ = made()
    out, done = made("contested=any")
    assert (done.events, len(list((out / "events").glob("*e.html")))) >= (1, 0)
    kept = {path.name for path in (out / "events").iterdir()}
    assert kept < {path.name for path in (whole / "events").iterdir()}
    rows = json.loads((out / "data/events.json").read_bytes())["rows"]
    assert len(rows) == done.events == 1
    with (out / "data/csv/events.csv").open() as table:
        assert len(list(csv.DictReader(table))) == 1
    # the claim that tells of another event is left out of its report's page
    assert "Chemical weapon" in (whole / "reports/monitor.html").read_text("utf-8")
    assert "Chemical weapon" not in (out / "reports/monitor.html").read_text("utf-8")


SENTENCE = "killing at least 14 people, the Syrian Observatory"
EVIDENCE = "killing at least 14 people"
WORDS = "Warplanes hit the market of Harlan"


@pytest.mark.parametrize(
    ("texts", "whole", "quoted"),
    [("none", False, False), ("quotes", False, True), ("full", True, True)],
)
def test_no_more_of_the_texts_is_published_than_was_asked_for(made, texts, whole, quoted):
    out, _ = made(texts=texts)
    files = {name: content for name, content in everything(out).items() if "assets" not in name}
    told = b"\n".join(files.values()).decode("utf-8", "replace")
    assert (WORDS in told) == quoted
    assert (EVIDENCE in told) == quoted
    page = Links((out / "reports/state.html").read_text("utf-8"))
    assert ("open-e1" in page.ids) == whole
    # of a text, what nobody rests on
    assert ("By our correspondent" in told) == whole


def test_nobody_who_reviewed_is_named_and_no_reason_told_unless_asked_for(made):
    for reviewers, texts in ((False, "full"), (True, "quotes")):
        out, _ = made(texts=texts, reviewers=reviewers, formats=("csv", "geojson", "plover"))
        told = b"\n".join(everything(out).values()).decode("utf-8", "replace")
        assert (REVIEWER in told) is reviewers
        assert (REASON in told) is reviewers
        assert "set by a reviewer" in told
        for desk_only in ("/review", "/log", "/account", "/sign-in", "/api/", "csrf"):
            assert not any(f'"{desk_only}' in page for page in pages_of(out).values())


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        ("set by rev: a list", "set by a reviewer"),
        ("decided by rev: one night (D2)", "decided by a reviewer (D2)"),
        ("rev rejected it: an old film", "a reviewer rejected it"),
        ("decided by rev: a list and more (D3)", "decided by a reviewer (D3)"),
        ("the sources rev and ron", "the sources rev and ron"),
    ],
)
def test_names_and_reasons_are_taken_out_of_what_events_say_of_themselves(told, plain):
    reasons = ("a list", "one night", "an old film", "a list and more")
    unsigned = Unsigned([new_decision("reject", author="rev", why=why) for why in reasons])
    (bond,) = unsigned.bonds([Bond("a#e1", "b#e1", 1.0, (told,))])
    assert bond.reasons == (plain,)


def test_the_same_store_gives_the_same_bytes(made, store, tmp_path):
    first, _ = made(texts="full", without=())
    # in another process, in which sets are in another order
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tacitus",
            "publish",
            str(tmp_path / "again"),
            "--store",
            store,
            "--texts",
            "full",
        ],
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "3 events (0 not on the map) of 3 reports" in done.stderr
    assert everything(tmp_path / "again") == everything(first)


def test_a_site_takes_the_place_of_an_earlier_one(store, tmp_path):
    out = tmp_path / "site"
    with open_store(store) as opened:
        one = publish(opened, Filter(), out, Options(**FEW, formats=("csv",))).installed
        (out / "CNAME").write_text("conflict.example")
        before = everything(out)
        two = publish(opened, Filter(), out, Options(**FEW, formats=("csv",))).installed
        assert (two.written, two.removed) == (0, 0)
        assert everything(out) == before
        three = publish(opened, Filter(contested="any"), out, Options(**FEW, formats=())).installed
    assert (one.files, one.removed) == (len(before) - 1, 0)
    assert three.removed > 0
    assert not (out / "data/csv").exists()
    assert (out / "CNAME").read_text() == "conflict.example"
    listed = json.loads((out / MARKER).read_text())["files"]
    assert sorted([*listed, MARKER, "CNAME"]) == sorted(everything(out))
    assert list(tmp_path.iterdir()) == [out]
    # whoever serves it may read it
    assert out.stat().st_mode & 0o055 == 0o055 & ~_umask()


def _umask() -> int:
    held = os.umask(0)
    os.umask(held)
    return held


def _site(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, content in files.items():
        (path / f"{name}.html").write_text(content)
    return path


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ({"holiday.jpg": "x"}, "not-a-site"),
        ({MARKER: "{"}, "not-a-site"),
        ({MARKER: '{"files": ["../../other"]}'}, "not-a-site"),
        ({MARKER: '{"files": ["/etc/passwd"]}'}, "not-a-site"),
        ({MARKER: '{"files": []}', "index.html": "mine"}, "in-the-way"),
    ],
)
def test_folders_of_others_are_refused_and_left_as_they_are(store, tmp_path, there, code):
    out = tmp_path / "site"
    out.mkdir()
    for name, content in there.items():
        (out / name).write_text(content)
    with open_store(store) as opened, pytest.raises(TacitusError) as caught:
        publish(opened, Filter(), out, Options(**FEW))
    assert caught.value.problem.code == code
    assert {path.name: path.read_text() for path in out.iterdir()} == there
    assert list(tmp_path.iterdir()) == [out]


def test_nothing_is_written_where_a_link_leads(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "site"
    out.mkdir()
    (out / MARKER).write_text('{"files": []}')
    (out / "events").symlink_to(elsewhere)
    made = _site(tmp_path / "made")
    (made / "events").mkdir()
    (made / "events/one.html").write_text("x")
    with pytest.raises(TacitusError) as caught:
        install(made, out, "t", "1")
    assert caught.value.problem.code == "in-the-way"
    assert list(elsewhere.iterdir()) == []


def test_a_publication_that_was_broken_off_is_mended_by_the_next(tmp_path, monkeypatch):
    out = tmp_path / "site"
    install(_site(tmp_path / "a", index="1", old="1"), out, "t", "1")
    calls = []

    def failing(new, old):
        calls.append(new)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")
        os.rename(new, old)

    with monkeypatch.context() as patch:
        patch.setattr("tacitus.serve.publish.folder.os.replace", failing)
        with pytest.raises(TacitusError) as caught:
            install(_site(tmp_path / "b", index="2", new="2"), out, "t", "1")
    assert caught.value.problem.code == "cannot-write"
    # the page that links to all others is still the old one
    assert (out / "index.html").read_text() == "1"
    done = install(_site(tmp_path / "c", index="3", newer="3"), out, "t", "1")
    assert done.removed == 2
    assert sorted(path.name for path in out.iterdir()) == ["index.html", "newer.html", MARKER]


def test_hostile_words_are_words_in_a_site_too(tmp_path):
    store = hostile_store(tmp_path / "store.db")
    with open_store(store) as opened:
        for texts in ("quotes", "full"):
            without = ("figures",) if texts == "full" else ()
            options = Options(title=HOSTILE[0], texts=texts, without=without, formats=())
            publish(opened, Filter(), tmp_path / texts, options)
            pages = pages_of(tmp_path / texts)
            assert len(pages) > 2 * len(HOSTILE)
            for name, page in pages.items():
                found = faults_in(
                    page,
                    script=r"(\.\./)?assets/built/[\w-]+\.js",
                    link=r"((\.\./)*[\w-]+(/[\w.-]+)*\.(html|css|svg|png|csv|json|geojsonl?|graphml|gexf)|#|https?://|(\.\./)?assets/built/[\w-]+\.js)",
                )
                assert found == [], name
                assert "133" + "7" not in page, name


@pytest.mark.parametrize(
    ("name", "stem"),
    [("monitor", "monitor"), ("r-1", "r-1"), ("3", "3")],
)
def test_plain_ids_are_names_of_files(name, stem):
    assert stem_of(name) == stem


def test_ids_of_any_kind_are_names_of_files_on_any_system():
    ids = [
        "A",
        "a",
        "../../x",
        "x/y",
        "x\\y",
        "ü",
        "con?",
        "قصف",
        "!",
        " ",
        "e" * 300,
        "\ud800",
        "-a",
    ]
    stems = [stem_of(name) for name in ids]
    assert len({stem.casefold() for stem in stems}) == len(ids)
    for stem in stems:
        assert stem.isascii()
        assert stem.replace("-", "").isalnum()
        assert len(stem) < 100


SITE = SiteMap(
    [
        Address("/", "index.html", reads_query=True),
        Address("/events/E1", "events/e1.html"),
        Address("/reports/a b", "reports/a-b.html", reads_query=True),
        Address("/figures", "figures.html", asked="since=2017"),
        Address("/net", "a.json", asked="around=a&since=2017", linked="around=a"),
    ],
    asked="since=2017",
)


@pytest.mark.parametrize(
    ("here", "url", "link"),
    [
        ("index.html", "/events/E1", "events/e1.html"),
        ("events/e1.html", "/", "../index.html"),
        ("events/e1.html", "/events/E1#field-killed", "#field-killed"),
        ("events/e1.html", "/reports/a%20b?claim=r%23e1#at-3", "../reports/a-b.html?claim=r%23e1#at-3"),
        ("index.html", "/events/E1?x=1", None),
        ("index.html", "/figures?since=2017", "figures.html"),
        ("index.html", "/figures?since=2018", None),
        ("index.html", "/figures?limit=9&since=2017&order=id", "figures.html"),
        ("index.html", "/?since=2017&actor=x&limit=3", "index.html?actor=x&limit=3"),
        ("index.html", "/net?around=a&edges=40", "a.json"),
        ("index.html", "/net?around=b", None),
        ("index.html", "/net", None),
        ("index.html", "/events/E2", None),
        ("index.html", "/review", None),
    ],
)  # fmt: skip
def test_links_of_the_desk_are_led_to_files(here, url, link):
    assert SITE.link(url, here) == link


@pytest.mark.parametrize(
    ("page", "site"),
    [
        ('<p><a class="b" href="/events/E1">one &amp; <b>two</b></a></p>',
         '<p><a class="b" href="events/e1.html">one &amp; <b>two</b></a></p>'),
        ('<a href="/review/E1">Review</a> <a href="#x">x</a> <a id="y">y</a>',
         'Review <a href="#x">x</a> <a id="y">y</a>'),
        ('<a href="https://example.org/a@b.org">as published</a>',
         '<a href="https://example.org/a@b.org">as published</a>'),
        ('<form action="/reports"><input name="q"><a href="/">x</a></form>y<form id="f"></form>',
         'y<form id="f"></form>'),
        ('<div data-island="map" data-url="/api/v1/map"><svg viewBox="0 0 1 1"/></div>',
         '<div data-lost><svg viewBox="0 0 1 1"/></div>'),
        ('<a href="/events/E1" hx-get="/events/E1">x</a>', '<a href="events/e1.html">x</a>'),
        ("<p>Write to who.ever+x@mail.example.org, or &#64;who.</p>",
         "<p>Write to [e-mail address], or &#64;who.</p>"),
        ('<p title="a &lt; b &quot;">&lt;a href="/"&gt;</p>', '<p title="a &lt; b &quot;">&lt;a href="/"&gt;</p>'),
    ],
)  # fmt: skip
def test_pages_are_rewritten(page, site):
    assert rewritten(page, "index.html", SITE) == site


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--texts", "some"], "says not how much text"),
        (["--format", "xls"], "is no format of events"),
        (["--min-killed", "900"], "no event fits the filter"),
        (["--contested", "weather"], "contested"),
        (["--like", "http://127.0.0.1:8150/?min_killed=900"], "no event fits"),
        (["--bbox", "1,2"], "four numbers"),
        (["--without", "events"], "nothing that can be left out"),
    ],
)
def test_what_cannot_be_published_is_said_and_nothing_written(store, tmp_path, options, told):
    done = CliRunner().invoke(app, ["publish", str(tmp_path / "out"), "--store", store, *options])
    assert done.exit_code != 0
    assert told in f"{done.output} {done.exception}"
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_the_filter_of_an_address_and_changes_it(store, tmp_path):
    like = "http://127.0.0.1:8150/?type=Air%2Fdrone+strike&offset=50&min_killed=900"
    done = CliRunner().invoke(
        app,
        [
            "publish",
            str(tmp_path / "out"),
            "--store",
            store,
            "--like",
            like,
            "--min-killed",
            "1",
            "--without",
            "figures",
            "--without",
            "actors",
        ],
    )
    assert done.exit_code == 0, done.output
    about = (tmp_path / "out/about.html").read_text("utf-8")
    assert "type=Air%2Fdrone+strike&amp;min_killed=1" in about
    assert "1 events" in done.stderr
