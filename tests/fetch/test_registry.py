import pycountry
import pytest

from tacitus.fetch.collect import Outcome
from tacitus.fetch.registry import Seen, reports_of_hosts, sources
from tacitus.fetch.state import FeedState, ItemState, PageState
from tacitus.fetch.tally import Tally
from tacitus.knowledge.load import packaged
from tacitus.knowledge.outlet_homes import Homes, home_of, outlet_homes
from tacitus.read.outlets import outlet_name
from tacitus.records import Problem
from tacitus.resolve.sources import resolve_source

HOMES = packaged("outlet_homes.yaml", Homes).homes


def test_homes_are_of_outlets_that_are_known():
    """Each name is one of sources.yaml or outlets.yaml, where outlets.yaml has the chief name."""
    strangers = [
        home.name
        for home in HOMES
        if resolve_source(home.name).source is None and outlet_name(home.name.upper()) != home.name
    ]
    assert strangers == []
    assert [home.name for home in HOMES if outlet_name(home.name) != home.name] == []


def test_codes_of_homes_are_codes():
    assert all(pycountry.countries.get(alpha_2=home.country) for home in HOMES)
    assert all(pycountry.languages.get(alpha_2=code) for home in HOMES for code in home.languages)


def test_each_outlet_and_each_site_stands_once():
    names = [home.name for home in HOMES]
    sites = [site for home in HOMES for site in home.sites]
    assert len(set(names)) == len(names)
    assert len(set(sites)) == len(sites)
    assert set(outlet_homes()) == set(names)


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("www.reuters.com", "Reuters"),
        ("REUTERS.com.", "Reuters"),
        ("news.sky.com", "Sky News"),
        ("sky.com", None),
        ("notreuters.com", None),
        ("reuters.com.evil.example", None),
        ("com", None),
        ("", None),
    ],
)
def test_whose_a_host_is(host, outlet):
    found = home_of(host)
    assert (found.name if found else None) == outlet


def test_outlets_with_what_was_read_of_them():
    stored = [
        ("SANA", 3, "2024-05-01"),
        ("Reuters", 5, "2024-04-01"),
        ("REUTERS", 1, "2024-06-01"),
        (None, 1, None),
        ("The Village Post", 1, None),
    ]
    seen = Seen(
        feeds=[
            FeedState("https://feeds.reuters.com/x", read_at=100.0),
            FeedState(
                "https://sana.sy/feed", failures=2, code="too-slow", asked_at=300.0, read_at=50.0
            ),
        ],
        items=[
            ItemState(
                "https://sana.sy/feed",
                "1",
                None,
                None,
                "",
                None,
                state="failed",
                code="bad-url",
                seen_at=10.0,
            ),
            ItemState(
                "https://sana.sy/feed",
                "2",
                "https://sana.sy/2",
                None,
                "",
                None,
                state="failed",
                code="robots",
            ),
        ],
        pages=[
            PageState("https://www.reuters.com/1", read_at=200.0),
            PageState("https://sana.sy/2", failures=1, code="robots", asked_at=200.0),
            PageState("https://blog.example/1", failures=1, code="not-there", asked_at=20.0),
        ],
    )
    found = {source.name: source for source in sources(stored, seen)}
    reuters, sana = found["Reuters"], found["SANA"]
    assert (reuters.reports, reuters.published, reuters.read) == (
        6,
        "2024-06-01",
        "1970-01-01T00:03:20Z",
    )
    assert (reuters.kind, reuters.stance, reuters.country, reuters.failures) == (
        "agency",
        None,
        "GB",
        0,
    )
    assert (sana.kind, sana.stance, sana.country) == ("state_media", "Syrian government", "SY")
    assert (sana.reports, sana.failures, sana.failure) == (3, 3, "too-slow")
    assert found["blog.example"].failures == 1
    assert (found["The Village Post"].kind, found["The Village Post"].country) == ("media", None)
    assert next(iter(found)) == "Reuters"
    assert "BBC" not in found
    assert "BBC" in {source.name for source in sources([], Seen(), known=True)}


PROBLEM = Problem("robots", "no")


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        ([("feed", "unchanged")], 0),
        ([("page", "new"), ("page", "same"), ("feed", "read")], 0),
        ([("page", "new"), ("page", "failed")], 1),
        ([("feed", "read"), ("page", "skipped")], 1),
        ([("page", "recoded"), ("page", "refused")], 1),
        ([("page", "failed"), ("page", "skipped")], 2),
        ([("feed", "failed")], 2),
    ],
)
def test_what_a_run_ends_with(outcomes, code):
    tally = Tally()
    for about, outcome in outcomes:
        problem = PROBLEM if outcome in ("failed", "skipped") else None
        tally.add(Outcome(about, "http://a.example/", outcome, claims=2, problem=problem))
    assert tally.exit_code == code
    assert tally.claims == 2 * len(outcomes)
    bad = sum(outcome in ("failed", "skipped") for _, outcome in outcomes)
    assert tally.problems["robots"] == bad
    assert (f"{bad} × robots" in tally.told()) == bool(bad)


def test_a_host_that_no_registry_knows_goes_by_what_its_reports_name():
    pages = [
        PageState("https://www.reuters.com/1", read_at=300.0, report="r1"),
        PageState("https://post.example/1", read_at=100.0, report="r2"),
        PageState("https://post.example/2", read_at=200.0, report="r3"),
        PageState("https://post.example/3", failures=1, code="robots", asked_at=20.0),
        PageState("https://other.example/1", read_at=20.0),
    ]
    assert reports_of_hosts(pages) == {"post.example": ["r3", "r2"]}
    stored = [("The Village Post", 2, None)]
    seen = Seen(pages=pages, outlets={"post.example": "The Village Post"})
    found = {source.name: source for source in sources(stored, seen)}
    post = found["The Village Post"]
    assert (post.reports, post.read, post.failures) == (2, "1970-01-01T00:03:20Z", 1)
    assert "post.example" not in found
