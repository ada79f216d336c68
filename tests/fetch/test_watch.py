import sqlite3
from itertools import pairwise

import pytest
from helpers.web import BEGIN, Page, article

from tacitus.fetch.collect import Collector, Stored
from tacitus.fetch.feeds import Feed
from tacitus.fetch.keep import Keep
from tacitus.fetch.state import State
from tacitus.fetch.verify import verify
from tacitus.fetch.watch import Rhythm, Watch
from tacitus.records import Coded, Problem, TacitusError
from tacitus.store.store import open_store

NOW = BEGIN.timestamp()


def rss(site, *names, head=""):
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><link>{site.url('/' + name)}</link><title>{name}</title></item>"
        for name in names
    )
    return Page(
        f'<rss version="2.0"><channel><title>Post</title>{head}{items}</channel></rss>',
        headers={"Content-Type": "application/rss+xml"},
        etag=f'"{"-".join(names)}"',
    )


class Bench:
    """A watch over feeds of a site, with what it stored and told."""

    def __init__(self, site, client, folder, rhythm=None):
        self.site, self.client, self.folder = site, client, folder
        self.rhythm = rhythm or Rhythm()
        self.stored, self.told = [], []
        self.fail = {}
        self.state = State(folder / "state.db")

    def on_report(self, report):
        fault = self.fail.get(report.url)
        if fault is not None:
            raise fault
        self.stored.append(report)
        return Stored("new", claims=1)

    def watch(self, *paths):
        collector = Collector(self.client, Keep(self.folder / "bytes"), self.state, self.on_report)
        feeds = [Feed(self.site.url(path)) for path in paths]
        return Watch(feeds, self.client, collector, self.state, self.told.append, self.rhythm)

    def once(self, *paths):
        self.told.clear()
        self.watch(*(paths or ("/feed",))).run(once=True)
        return [(o.about, o.url.rsplit("/", 1)[-1], o.outcome) for o in self.told]

    def items(self):
        return {item.key: item.state for item in self.state.items()}


@pytest.fixture
def bench(site, client, tmp_path):
    made = Bench(site, client, tmp_path)
    yield made
    made.state.close()


def serve(site, *names):
    for number, name in enumerate(names):
        site.pages[f"/{name}"] = Page(
            article(title=f"Shells hit {name}", killed=number + 3), etag=f'"{name}"'
        )


def test_each_new_item_is_fetched_read_and_stored(bench, site, clock):
    serve(site, "a", "b")
    site.pages["/feed"] = rss(site, "a", "b")
    assert bench.once() == [("feed", "feed", "read"), ("page", "a", "new"), ("page", "b", "new")]
    assert [report.url for report in bench.stored] == [site.url("/a"), site.url("/b")]
    assert bench.told[0].items == 2
    assert bench.told[1].feed == site.url("/feed")
    # nothing is due again at once
    assert bench.once() == []
    # later the feed is asked for changes alone
    clock.passed += 3_600
    assert bench.once() == [("feed", "feed", "unchanged")]
    # and only what is new in it is fetched
    clock.passed += 86_400
    serve(site, "c")
    site.pages["/feed"] = rss(site, "a", "b", "c")
    assert bench.once() == [("feed", "feed", "read"), ("page", "c", "new")]
    assert site.paths().count("/a") == 1
    assert verify(bench.folder / "bytes").findings == []


def test_an_item_that_changed_is_fetched_again(bench, site, clock):
    serve(site, "a")
    site.pages["/feed"] = rss(site, "a")
    bench.once()
    clock.passed += 86_400
    site.pages["/feed"] = rss(site, "a")
    site.pages["/feed"].etag = None
    site.pages["/feed"].body = site.pages["/feed"].body.replace(b"<title>a<", b"<title>a, updated<")
    site.pages["/a"] = Page(article(killed=9), etag='"2"')
    assert bench.once() == [("feed", "feed", "read"), ("page", "a", "new")]
    assert "killed 9" in bench.stored[-1].text
    # the report as it was stays stored, and the outcome names it
    assert len({report.id for report in bench.stored}) == 2
    assert bench.told[-1].updates == bench.stored[0].id
    assert bench.told[-1].as_json()["updates"] == bench.stored[0].id


def test_a_page_that_changed_is_stored_as_a_later_version(site, client, tmp_path):
    with open_store(tmp_path / "store.db") as store, State(tmp_path / "state.db") as state:

        def on_report(report):
            return Stored(store.add(Coded(report, (), (), (), {"code": "1"})).outcome)

        collector = Collector(client, Keep(tmp_path / "bytes"), state, on_report)
        told = []
        for killed, outcome in ((3, "new"), (9, "new"), (9, "same")):
            site.pages["/a"] = Page(article(killed=killed))
            told.append(collector.collect(site.url("/a")))
            assert told[-1].outcome == outcome
        assert [one.updates for one in told] == [None, told[0].report, None]
        (link,) = store.links()
        assert (link.earlier, link.later) == (told[0].report, told[1].report)
        assert (link.kind, link.page) == ("update", "address")
        changed = {change.kind for change in store.changes(link).parts}
        assert changed == {"altered"}


def test_a_page_of_two_feeds_is_fetched_once(bench, site):
    serve(site, "a")
    site.pages |= {"/feed": rss(site, "a"), "/other": rss(site, "a")}
    assert bench.once("/feed", "/other") == [
        ("feed", "feed", "read"),
        ("feed", "other", "read"),
        ("page", "a", "new"),
    ]
    assert site.paths().count("/a") == 1
    assert set(bench.items().values()) == {"done"}


def test_one_broken_feed_or_item_does_not_stop_the_others(bench, site):
    serve(site, "a", "b", "c")
    site.pages |= {
        "/broken": Page("no feed"),
        "/gone": Page(status=410),
        "/feed": rss(site, "none", "empty", "a", "b", "c"),
        "/empty": Page("<html></html>"),
    }
    bench.fail = {
        site.url("/a"): TacitusError("store-full", "no room"),
        site.url("/b"): ValueError("a fault of ours"),
    }
    assert bench.once("/broken", "/gone", "/nothere", "/feed") == [
        ("feed", "broken", "failed"),
        ("feed", "gone", "failed"),
        ("feed", "nothere", "failed"),
        ("feed", "feed", "read"),
        ("page", "none", "failed"),
        ("page", "empty", "skipped"),
        ("page", "a", "failed"),
        ("page", "b", "failed"),
        ("page", "c", "new"),
    ]
    assert bench.items() == {
        "none": "failed",
        "empty": "skipped",
        "a": "waiting",
        "b": "waiting",
        "c": "done",
    }
    assert [o.problem.code for o in bench.told if o.problem][-3:] == [
        "no-article",
        "store-full",
        "internal",
    ]


def test_what_may_pass_is_tried_again_and_given_up_in_the_end(bench, site, clock):
    site.pages |= {"/feed": rss(site, "a"), "/a": Page(status=503)}
    outcomes = []
    for _ in range(6):
        outcomes += [o for about, _, o in bench.once() if about == "page"]
        clock.passed += 86_000
    assert outcomes == ["failed"] * 5
    assert bench.items() == {"a": "failed"}


def test_an_item_waits_as_long_as_its_server_asks(bench, site, clock):
    site.pages |= {"/feed": rss(site, "a"), "/a": Page(status=429, headers={"Retry-After": "7200"})}
    bench.once()
    assert [item.next for item in bench.state.items()] == [pytest.approx(NOW + 7200, abs=30)]
    serve(site, "a")
    clock.passed += 7_000
    assert ("page", "a", "new") not in bench.once()
    clock.passed += 300
    assert ("page", "a", "new") in bench.once()


def test_a_page_that_is_stored_but_not_marked_is_not_sent_again(bench, site, clock):
    """As after a kill between the store and the state."""
    serve(site, "a")
    site.pages["/feed"] = rss(site, "a")
    bench.once()
    base = sqlite3.connect(bench.folder / "state.db")
    base.execute("UPDATE items SET state='waiting', seen_at=seen_at+9")
    base.commit()
    base.close()
    assert bench.once() == [("page", "a", "new")]
    assert site.asked[-1][1]["If-None-Match"] == '"a"'
    assert bench.stored[0] == bench.stored[1]


def test_a_run_that_is_stopped_goes_on_where_it_was(bench, site, clock):
    serve(site, "a", "b", "c")
    site.pages["/feed"] = rss(site, "a", "b", "c")
    store = bench.on_report

    def stopping(report):
        clock.stop.set()
        return store(report)

    bench.on_report = stopping
    rounds = []
    bench.watch("/feed").run(after_round=lambda: rounds.append(1))
    assert bench.items() == {"a": "done", "b": "waiting", "c": "waiting"}
    assert rounds == [1]
    clock.stop.clear()
    bench.on_report = store
    assert bench.once() == [("page", "b", "new"), ("page", "c", "new")]


def test_a_watch_goes_on_until_it_is_stopped(bench, site, clock):
    serve(site, "a")
    site.pages["/feed"] = rss(site, "a")
    rounds = []

    def after():
        rounds.append(clock.passed)
        if len(rounds) == 4:
            clock.stop.set()

    bench.watch("/feed").run(after_round=after)
    # the call after the stop, too
    assert len(rounds) == 5
    assert [o.outcome for o in bench.told] == ["read", "new", "unchanged", "unchanged", "unchanged"]
    waits = [later - sooner for sooner, later in pairwise(rounds[:4])]
    assert waits == pytest.approx([1_800, 2_700, 4_050], abs=10)


@pytest.mark.parametrize(
    ("head", "headers", "expected"),
    [
        ("", {}, [1800, 900, 600, 600]),
        ("<ttl>120</ttl>", {}, [7200, 7200, 7200, 7200]),
        ("", {"Cache-Control": "public, max-age=3600"}, [3600, 3600, 3600, 3600]),
        ("<ttl>999999</ttl>", {}, [86400] * 4),
    ],
)
def test_how_often_a_feed_with_news_is_asked(bench, site, clock, head, headers, expected):
    found = []
    for number in range(4):
        names = [f"n{n}" for n in range(number + 1)]
        serve(site, *names)
        page = rss(site, *names, head=head)
        page.headers += list(headers.items())
        site.pages["/feed"] = page
        bench.once()
        feed = bench.state.feed(site.url("/feed"))
        found.append(feed.every)
        clock.passed += feed.every
    assert found == expected


def test_a_feed_that_fails_is_asked_ever_less(bench, site, clock):
    found = []
    for _ in range(10):
        bench.once()
        feed = bench.state.feed(site.url("/feed"))
        found.append(round(feed.next - clock.now().timestamp()))
        clock.passed += found[-1]
    assert found[:3] == [1200, 2400, 4800]
    assert found[-1] == 86_400
    assert (feed.failures, feed.code) == (10, "not-there")
    site.pages["/feed"] = rss(site)
    bench.once()
    assert bench.state.feed(site.url("/feed")).failures == 0


@pytest.mark.parametrize(
    ("link", "state", "code"),
    [
        ("", "skipped", "no-link"),
        ("<link>file:///etc/passwd</link>", "failed", "bad-url"),
        ("<link>http://10.0.0.1/</link>", "failed", "forbidden-address"),
        ("<link>http://169.254.169.254/latest</link>", "failed", "forbidden-address"),
        ("<link>mailto:a@b.example</link>", "failed", "bad-url"),
    ],
)
def test_addresses_that_a_feed_must_not_send_us_to(bench, site, link, state, code):
    site.pages["/feed"] = Page(
        f'<rss version="2.0"><channel><title>x</title><item><title>t</title>{link}</item></channel></rss>'
    )
    bench.once()
    assert [(item.state, item.code) for item in bench.state.items()] == [(state, code)]


def test_kept_bytes_that_are_gone_are_had_again(bench, site):
    serve(site, "a")
    collector = bench.watch().collector
    first = collector.collect(site.url("/a"))
    collector.keep.path_of(first.sha256).unlink()
    again = collector.collect(site.url("/a"))
    assert (again.outcome, again.sha256) == ("new", first.sha256)
    assert "If-None-Match" not in site.asked[-1][1]


def test_a_server_that_says_unasked_that_nothing_changed(bench, site):
    site.pages["/a"] = Page(status=304)
    outcome = bench.watch().collector.collect(site.url("/a"))
    assert (outcome.outcome, outcome.problem.code) == ("failed", "refused")
    assert bench.state.page(site.url("/a")).failures == 1


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at" * 40, None]
)
def test_a_memory_that_is_another_file(tmp_path, content):
    path = tmp_path / "state.db"
    if content is None:
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE others (x)")
        base.commit()
        base.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(TacitusError) as caught:
        State(path)
    assert caught.value.problem.code == "bad-state"
    assert content is None or path.read_bytes() == before


def test_a_report_that_was_stored_and_not_coded_is_no_failure(bench, site):
    serve(site, "a")
    problem = Problem("language-not-coded", "It is in another language.")
    bench.on_report = lambda report: Stored("new", 0, problem)
    outcome = bench.watch().collector.collect(site.url("/a"))
    assert (outcome.outcome, outcome.problem) == ("new", problem)
    page = bench.state.page(site.url("/a"))
    assert (page.code, page.report) == (None, outcome.report)


def test_a_report_that_was_refused_is_remembered_as_such(bench, site):
    serve(site, "a")
    bench.on_report = lambda report: Stored("refused", 0, Problem("report-id-taken", "Taken."))
    assert bench.watch().collector.collect(site.url("/a")).outcome == "refused"
    assert bench.state.page(site.url("/a")).code == "report-id-taken"
