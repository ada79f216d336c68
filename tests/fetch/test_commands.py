"""The commands, on a site of this machine, with the rules alone as coder."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from helpers.storing import StoringCoder
from helpers.web import Page, article
from typer.testing import CliRunner

from tacitus import fetch_commands, fetch_desk
from tacitus.fetch.collect import Stored
from tacitus.read import make_report
from tacitus.records import TacitusError
from tacitus.store.store import open_store

POLITE = ["--allow-loopback", "--delay", "0", "--engine", "rules"]


@pytest.fixture
def store(tmp_path):
    return tmp_path / "events.db"


@pytest.fixture
def run(store, monkeypatch):
    monkeypatch.setenv("TACITUS_STORE", str(store))
    monkeypatch.delenv("TACITUS_AUTHOR", raising=False)

    def running(*arguments):
        result = CliRunner().invoke(fetch_commands.fetch_app, [str(one) for one in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return running


@pytest.fixture
def uncoded(monkeypatch):
    """Reports are stored by a stand-in, which is quick."""
    stored = []

    class Coder:
        def __init__(self, *_):
            pass

        def __call__(self, report):
            stored.append(report)
            return Stored("new", 1)

    monkeypatch.setattr(fetch_desk, "Coder", Coder)
    return stored


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def rss(site, *names):
    items = "".join(f"<item><link>{site.url('/' + name)}</link></item>" for name in names)
    return Page(f'<rss version="2.0"><channel><title>Post</title>{items}</channel></rss>')


@pytest.mark.slow
def test_a_page_is_coded_stored_and_kept(run, site, store, tmp_path):
    site.pages["/a"] = Page(article(), etag='"1"')
    first = run("fetch", site.url("/a"), *POLITE, "--collector", "Ada", "--json")
    assert first.exit_code == 0, first.stderr
    told, tally = lines(first)
    assert (told["outcome"], told["url"], told["capture"]) == ("new", site.url("/a"), 1)
    assert told["claims"] >= 1
    assert tally["pages"] == {"new": 1}
    with open_store(store) as opened:
        coded = opened.report(told["report"])
        assert (coded.report.source, coded.report.url) == ("Example Post", site.url("/a"))
        assert opened.counts().events >= 1
    record = json.loads((tmp_path / "events.bytes/captures/000/000001.json").read_text())
    assert (record["sha256"], record["collector"]) == (told["sha256"], "Ada")

    again = run("fetch", site.url("/a"), *POLITE)
    assert again.exit_code == 0
    assert "1 stored before" in again.stderr
    assert run("verify").exit_code == 0

    listed = run("sources", "--json")
    # what was fetched of the host counts with the outlet that its page names
    (told,) = lines(listed)
    assert (told["name"], told["reports"], told["failures"]) == ("Example Post", 1, 0)
    assert told["read"] is not None
    assert "Example Post" in run("sources").stdout


@pytest.mark.parametrize(
    ("paths", "code", "outcomes"),
    [
        (["/a"], 0, ["new"]),
        (["/a", "/none"], 1, ["new", "failed"]),
        (["/none", "/empty"], 2, ["failed", "skipped"]),
        (["/a", "/a"], 0, ["new"]),
    ],
)
def test_exit_codes_tell_what_came_of_it(run, site, uncoded, paths, code, outcomes):
    site.pages |= {"/a": Page(article()), "/empty": Page("<html></html>")}
    result = run("fetch", *(site.url(path) for path in paths), *POLITE, "--json")
    assert result.exit_code == code
    assert [one["outcome"] for one in lines(result)[:-1]] == outcomes
    words = run("fetch", *(site.url(path) for path in paths), *POLITE)
    assert words.exit_code == code
    assert ("HTTP 404" in words.stderr) == ("/none" in paths)


def test_this_machine_is_asked_only_with_the_switch(run, site, uncoded):
    result = run("fetch", site.url("/a"), "--json")
    assert result.exit_code == 2
    assert lines(result)[0]["problem"]["code"] == "forbidden-address"
    assert site.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "notes.txt", "ftp://a.example/"])
def test_what_is_no_web_address_is_told(run, uncoded, url):
    result = run("fetch", url)
    assert result.exit_code == 2
    assert "no http or https address" in result.stderr


def test_sizes_and_contacts_are_as_told(run, site, uncoded):
    site.pages["/a"] = Page(article() * 2)
    result = run(
        "fetch", site.url("/a"), *POLITE, "--max-size", "0.001", "--contact", "desk@example.org"
    )
    assert result.exit_code == 2
    assert "longer than 0.001 MB" in result.stderr
    assert "+desk@example.org" in site.asked[0][1]["User-Agent"]


def test_bytes_that_changed_are_told(run, site, uncoded, tmp_path):
    site.pages["/a"] = Page(article())
    told = lines(run("fetch", site.url("/a"), *POLITE, "--json"))[0]
    kept = tmp_path / "events.bytes" / told["sha256"][:2] / told["sha256"][2:]
    kept.write_bytes(b"something else")
    result = run("verify")
    assert result.exit_code == 1
    assert str(kept) in result.stdout
    assert "1 changed" in result.stderr
    found = json.loads(run("verify", "--json").stdout)
    assert [one["kind"] for one in found["findings"]] == ["changed"]


def test_a_store_on_a_server_needs_a_folder(run, uncoded):
    with pytest.raises(TacitusError) as caught:
        run("verify", "--store", "postgresql://nobody@nowhere.example/base")
    assert caught.value.problem.code == "no-bytes"


def test_one_round_over_the_feeds_of_a_list(run, site, uncoded, tmp_path):
    site.pages |= {"/feed": rss(site, "a", "none"), "/a": Page(article())}
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        f'<opml version="2.0"><body><outline xmlUrl="{site.url("/feed")}" text="Post"/></body></opml>'
    )
    result = run("watch", opml, "--once", *POLITE, "--json")
    assert result.exit_code == 1
    assert [(one["about"], one.get("outcome")) for one in lines(result)] == [
        ("feed", "read"),
        ("page", "new"),
        ("page", "failed"),
        ("tally", None),
    ]
    again = run("watch", opml, "--once", *POLITE)
    assert (again.exit_code, again.stdout) == (0, "")
    assert len(uncoded) == 1


def test_a_second_watch_with_the_same_memory_is_refused(run, site, uncoded, store):
    from filelock import FileLock

    with (
        FileLock(f"{store.with_name('events.fetched.db')}.lock"),
        pytest.raises(TacitusError) as caught,
    ):
        run("watch", site.url("/feed"), "--once", *POLITE)
    assert caught.value.problem.code == "watch-running"


PROGRAM = "from helpers import storing; storing.watch()"


def begun(store, site, *options):
    arguments = [
        sys.executable,
        "-c",
        PROGRAM,
        "watch",
        site.url("/feed"),
        "--store",
        str(store),
        *POLITE,
        *options,
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    pipe = subprocess.PIPE
    return subprocess.Popen(arguments, stdout=pipe, stderr=pipe, text=True, env=environment)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
def test_a_watch_ends_in_good_order_when_asked(site, store):
    site.pages |= {"/feed": rss(site, "a"), "/a": Page(article())}
    with begun(store, site, "--json") as watch:
        told = [json.loads(watch.stdout.readline()) for _ in range(2)]
        watch.send_signal(signal.SIGTERM)
        out, err = watch.communicate(timeout=60)
    assert watch.returncode == 0, err
    assert [one["outcome"] for one in told] == ["read", "new"]
    assert json.loads(out)["about"] == "tally"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
def test_a_watch_that_was_killed_is_gone_on_with(site, store, run, monkeypatch):
    monkeypatch.setattr(fetch_desk, "Coder", StoringCoder)
    names = [f"p{number}" for number in range(6)]
    site.pages["/feed"] = rss(site, *names)
    held = threading.Event()

    def slowly(_):
        held.wait(20)
        return Page(article())

    for number, name in enumerate(names):
        site.pages[f"/{name}"] = Page(article(killed=number + 3, town=f"Town {number}"))
    site.pages["/p3"] = slowly
    with begun(store, site, "--json") as watch:
        for _ in range(4):
            watch.stdout.readline()
        for _ in range(500):
            if "/p3" in site.paths():
                break
            time.sleep(0.01)
        watch.kill()
        watch.wait()
    held.set()
    site.pages["/p3"] = Page(article(killed=50, town="Town 3"))
    result = run("watch", site.url("/feed"), "--once", *POLITE, "--json")
    assert result.exit_code == 0
    assert [one["url"].rsplit("/", 1)[-1] for one in lines(result) if one["about"] == "page"] == [
        "p3",
        "p4",
        "p5",
    ]
    assert run("verify").exit_code == 0
    with open_store(store) as opened:
        assert opened.counts().reports == 6


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_on_the_terminal_keeps_out_of_what_is_written(site, uncoded, store, monkeypatch):
    """Standard error is a terminal, standard output a file."""
    site.pages["/a"] = Page(article())
    terminal, written = _Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", written)
    monkeypatch.setenv("TERM", "xterm")
    arguments = [
        "fetch",
        site.url("/a"),
        site.url("/none"),
        "--store",
        str(store),
        *POLITE,
        "--json",
    ]
    with pytest.raises(SystemExit) as caught:
        fetch_commands.fetch_app(arguments)
    assert caught.value.code == 1
    outcomes = [json.loads(line)["about"] for line in written.getvalue().splitlines()]
    assert outcomes == ["page", "page", "tally"]
    assert "1/2" in terminal.getvalue()


@pytest.mark.parametrize(("gate", "outcome"), [(True, "passed"), (False, "new")])
def test_what_tells_of_no_conflict_is_passed_over(store, gate, outcome):
    text = (
        "The home side won the cup final by two goals to one on Saturday before a crowd of 40,000. "
        "The striker scored twice in the second half, and the manager praised the midfield. The "
        "team will tour Portugal in July before the new season begins, the club said."
    )
    how = fetch_desk.How(None, None, 0.0, 1.0, 5.0, False, None, "rules", None, gate)
    with open_store(store) as opened:
        done = fetch_desk.Coder(opened, how)(make_report(text, id="cup"))

    assert done.outcome == outcome
    assert (done.problem.code if done.problem else None) == ("not-relevant" if gate else None)
