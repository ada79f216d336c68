"""Reports that hang together: copies, later versions of a page, and which was first."""

from __future__ import annotations

import itertools

import pytest
from helpers.wire import OTHER, STORY, report, story

from tacitus.reconcile.links import copies_of, linked, links, page_marks

PAGE = "https://gazette.example/war/harlan"
REWRITTEN = story(*STORY[1:3], *OTHER, *OTHER)


@pytest.mark.parametrize(
    ("name", "other", "kind", "page"),
    [
        ("another outlet", report("b", outlet="Herald"), "copy", None),
        ("an outlet that is not known", report("b", outlet=None), "copy", None),
        ("the same outlet", report("b"), "update", "words"),
        ("the same outlet in other letters", report("b", outlet="GAZETTE"), "update", "words"),
        ("the same outlet, long after", report("b", day="2018-04-04"), "copy", None),
        ("days that nothing tells", report("b", day=None), "update", "words"),
        ("one address", report("b", outlet="Herald", url=PAGE), "update", "address"),
        (
            "one address, mostly rewritten",
            report("b", REWRITTEN, url="http://www.gazette.example/war/harlan/?utm_source=x#top"),
            "update",
            "address",
        ),
        (
            "one headline, mostly rewritten",
            report("b", REWRITTEN, title="Shells on  harlan"),
            "update",
            "headline",
        ),
        (
            "one headline, long after",
            report("b", REWRITTEN, "Gazette", "2018-01-01", title="Shells on Harlan"),
            None,
            None,
        ),
        (
            "one headline, another outlet",
            report("b", REWRITTEN, "Herald", title="Shells on Harlan"),
            None,
            None,
        ),
        ("another page of the address", report("b", REWRITTEN, url=f"{PAGE}?page=2"), None, None),
        ("one address, another report", report("b", story(*OTHER), url=PAGE), None, None),
        ("a part taken over", report("b", story(*OTHER, *STORY[:3]), "Herald"), "copy", None),
        ("a few sentences", report("b", story(*OTHER, *OTHER, STORY[0]), "Herald"), None, None),
    ],
)
def test_how_two_reports_hang_together(name, other, kind, page):
    one = report("a", url=PAGE, title="Shells on Harlan")
    if name == "a part taken over":
        one = report("a", story(*STORY[:3]))
    found = linked(one, other)
    assert (found and found.kind, found and found.page) == (kind, page)


def test_what_an_outlet_ends_all_its_reports_with_makes_no_update():
    one = report("a", story(*OTHER[:2], *STORY))
    other = report("b", story(OTHER[2], OTHER[2][::-1], *STORY))
    assert linked(one, other) is None
    assert linked(one, report("b", other.text, "Herald")).kind == "copy"


@pytest.mark.parametrize(
    ("one", "other", "by", "first"),
    [
        (report("a", day="2017-04-05"), report("b", day="2017-04-04"), "published", "b"),
        (
            report("a", published_at="2017-04-04T09:00:00+02:00"),
            report("b", published_at="2017-04-04T07:30:00+00:00"),
            "published",
            "a",
        ),
        # one with a zone and one without cannot be told apart
        (
            report("a", published_at="2017-04-04T09:00:00+02:00"),
            report("b", published_at="2017-04-04T08:30:00"),
            None,
            "a",
        ),
        (report("a", updated="2017-04-06"), report("b", updated="2017-04-05"), "updated", "b"),
        (report("a", updated="soon"), report("b", updated="2017-04-05"), None, "a"),
        (
            report("a", outlet="Herald", syndicated_from="Reuters", day="2017-04-03"),
            report("b", outlet="Reuters"),
            "credit",
            "b",
        ),
        (report("b"), report("a"), None, "a"),
    ],
)
def test_which_was_first(one, other, by, first):
    for found in (linked(one, other), linked(other, one)):
        assert (found.by, found.earlier) == (by, first)


def test_links_are_the_same_in_any_order_and_say_what_is_one_text():
    reports = [
        report("a"),
        report("b", outlet="Herald"),
        report("c", story(*OTHER, *STORY, *OTHER), "Post"),
        report("d", story(*OTHER), "Star"),
    ]
    for order in itertools.permutations(reports):
        found = links(order)
        assert [(x.earlier, x.later) for x in found] == [
            ("a", "b"),
            ("a", "c"),
            ("b", "c"),
            ("c", "d"),
        ]
        assert copies_of(found).groups() == (("a", "b"),)
    shares = {(x.earlier, x.later): (x.earlier_share, x.later_share) for x in links(reports)}
    assert shares["a", "b"] == (1.0, 1.0)
    assert shares["a", "c"][0] == 1.0
    assert shares["a", "c"][1] < 0.6


@pytest.mark.parametrize(
    ("url", "marks"),
    [
        (None, 0),
        ("https://gazette.example/", 0),
        ("not an address", 0),
        ("https://[broken", 0),
        (PAGE, 1),
    ],
)
def test_an_address_tells_a_page_where_it_names_one(url, marks):
    assert len(page_marks(report("a", url=url))) == marks
