"""What the pages show, as a browser without scripts gets it."""

from __future__ import annotations

import re

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import rival_store
from helpers.stored import coded
from helpers.tellings import telling

from tacitus.serve.filters import Filter
from tacitus.serve.pages.events import by_side, claim_address
from tacitus.serve.pages.overview import chips
from tacitus.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return rival_store(tmp_path_factory.mktemp("rival") / "store.db")


@pytest.fixture(scope="module")
def browser(store):
    return Browser(desk(store))


@pytest.fixture(scope="module")
def strike(store):
    """Id of the event that two reports tell differently."""
    with open_store(store) as opened:
        return opened.event("state#e1").id


def words_of(html: str) -> str:
    """The page's words in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_overview_lists_what_the_filter_lets_through(browser):
    everything = browser.get("/")
    assert everything.status_code == 200
    assert everything.text.count("<li data-event=") == 3
    some = browser.get("/?type=Air/drone strike")
    assert some.text.count("<li data-event=") == 1
    assert 'data-query="type=Air%2Fdrone+strike"' in some.text
    assert "type: Air/drone strike" in some.text


def test_tolls_are_never_one_bare_number_where_accounts_differ(browser):
    listed = words_of(browser.get("/?contested=any").text)
    assert re.search(r"5–\d+–(open|14|\d+) killed", listed)
    assert "contested: killed" in listed


def test_htmx_gets_the_parts_that_change_and_the_address(browser):
    answer = browser.get("/?q=&since=&min_killed=1&type=", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == "/?min_killed=1"
    assert "HX-Request" in answer.headers["Vary"]
    assert "<html" not in answer.text
    assert set(re.findall(r'id="(list|head|fields|days|status)"', answer.text)) == {
        "list",
        "head",
        "fields",
        "days",
        "status",
    }


def test_a_filter_that_is_none_is_told(browser):
    answer = browser.get("/?since=yesterday")
    assert answer.status_code == 400
    assert "The filter was not understood" in answer.text
    part = browser.get("/?since=yesterday", headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "The filter was not understood" in part.text


def test_nothing_found_says_so_and_leads_back(browser):
    text = browser.get("/?min_killed=5000").text
    assert "No event fits the filter" in text
    assert 'href="/"' in text


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    path = str(tmp_path / "empty.db")
    open_store(path).close()
    empty = Browser(desk(path))
    assert "tacitus ingest" in empty.get("/").text
    assert "holds no reports yet" in empty.get("/reports").text


def test_the_event_page_tells_accounts_by_side_and_opens_their_words(browser, strike):
    page = browser.get(f"/events/{strike}")
    assert page.status_code == 200
    text = words_of(page.text)
    assert "For Government of Syria" in text
    assert "Of no known side" in text
    assert "Where accounts differ" in text
    assert "Figures by each rule" in text
    address = re.search(r'href="(/reports/monitor\?claim=monitor%23e1#at-(\d+))"', page.text)
    assert address, "no value leads to its words"
    read = browser.get(address[1].split("#")[0])
    assert f'id="at-{address[2]}"' in read.text


def test_every_value_of_an_event_leads_to_a_place_that_its_report_has(browser, strike):
    links = set(
        re.findall(r'href="(/reports/[^"#]+)#([\w.-]+)"', browser.get(f"/events/{strike}").text)
    )
    assert len(links) > 5
    for address, anchor in links:
        assert f'id="{anchor}"' in browser.get(address.replace("&amp;", "&")).text, (
            address,
            anchor,
        )


def test_the_reader_marks_evidence_attribution_hedges_and_cuts_with_words(browser):
    text = browser.get("/reports/monitor").text
    assert re.search(r'<mark[^>]* class="c0[^"]*value[^"]*"[^>]*>at least 14', text)
    assert re.search(
        r'class="[^"]*attribution[^"]*"[^>]*><span class="aside">source: </span>the Syrian Observatory',
        text,
    )
    assert re.search(
        r'class="[^"]*hedge[^"]*"[^>]*><span class="aside">not sure: </span>may have', text
    )
    state = browser.get("/reports/state").text
    assert re.search(
        r'<del[^>]*><span class="aside">cut, byline: </span>By our correspondent</del>', state
    )


def test_the_readers_pieces_are_the_text(browser, store):
    with open_store(store) as opened:
        reports = list(opened.reports())
    for one in reports:
        html = browser.get(f"/reports/{one.report.id}").text
        inner = re.search(r'<div class="text"[^>]*>(.*?)</div>', html, re.DOTALL)[1]
        inner = re.sub(
            r'<span class="aside">.*?</span>|<a class="open.*?</a>', "", inner, flags=re.DOTALL
        )
        assert re.sub(r"<[^>]+>", "", inner) == one.report.text


def test_side_by_side_marks_what_differs(browser, strike):
    page = browser.get(f"/events/{strike}/compare")
    row = re.search(r"<tr><th scope=\"row\">Killed.*?</tr>", page.text, re.DOTALL)[0]
    assert row.count('class="differs"') == 2
    assert "contested" in row
    place = re.search(
        r"<tr><th scope=\"row\">Where.*?</tr>|<tr><th scope=\"row\">Place.*?</tr>",
        page.text,
        re.DOTALL,
    )[0]
    assert "differs" not in place
    one = browser.get(f"/events/{strike}/compare?report=state").text
    assert one.count('data-island="reader"') == 1


def test_an_event_by_another_of_its_names_is_found(browser, strike):
    assert browser.get("/events/state%23e1").status_code == 200
    assert strike in browser.get("/events/state%23e1").text
    assert browser.get("/events/nothing").status_code == 404


def test_cards_pass_over_what_is_not_there(browser, strike):
    answer = browser.get(f"/events/cards?id={strike}&id=gone")
    assert answer.status_code == 200
    assert answer.text.count("<li>") == 1


def test_names_in_other_scripts_stand_apart_from_the_words_around_them(browser):
    text = browser.get("/?order=start").text
    assert "<bdi>الوطن</bdi>" in text
    report = browser.get("/reports/arabic").text
    assert "<bdi>قصف مدفعي على بريسك</bdi>" in report
    assert 'dir="auto"' in report


@pytest.mark.parametrize("theme", ["light", "dark", "auto", "<script>"])
def test_the_colours_are_those_of_the_cookie(store, theme):
    mine = Browser(desk(store))
    mine.cookies.set("theme", theme)
    text = mine.get("/").text
    assert f'data-theme="{theme if theme in ("light", "dark") else "auto"}"' in text


def test_the_head_leads_to_the_pages_that_there_are_and_says_which_is_shown(browser):
    text = browser.get("/reports").text
    places = re.findall(r'<li><a href="([^"]+)"( aria-current="page")?>', text)
    assert ("/", "") in places
    assert ("/reports", ' aria-current="page"') in places
    for address, _ in places:
        assert browser.get(address).status_code == 200, address


def test_chips_take_one_thing_off():
    asked = Filter.from_query(
        [("type", "a"), ("type", "b"), ("since", "2017-01-01"), ("offset", "50")]
    )
    found = {chip.words: chip.without for chip in chips(asked)}
    assert found == {
        "from: 2017-01-01": "type=a&type=b",
        "type: a": "since=2017-01-01&type=b",
        "type: b": "since=2017-01-01&type=a",
    }


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("r1#e2", "/reports/r1?claim=r1%23e2#claim-e2"),
        ("a/b?c#e1", "/reports/a/b%3Fc?claim=a%2Fb%3Fc%23e1#claim-e1"),
        ("x#y#e1", "/reports/x%23y?claim=x%23y%23e1#claim-e1"),
    ],
)
def test_addresses_of_claims(key, address):
    assert claim_address(key) == address


def test_sides_of_accounts_are_kept_together_and_the_unknown_come_last():
    class Row:
        def __init__(self, stance):
            self.stance = stance

    rows = [Row(None), Row("b"), Row("a"), Row("b")]
    assert [(side, len(held)) for side, held in by_side(rows)] == [("a", 1), ("b", 2), (None, 1)]


WIRE = (
    "Shells fell on the bakery of Harlan on Tuesday night, residents told the agency by telephone."
    " At least four people were killed while they waited for bread, among them two brothers from the"
    " next street, and nine more were taken to the field hospital beyond the river. The army did not"
    " answer questions, and a spokesman of the council said that the ovens will not burn again soon."
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A desk on a wire report, what another outlet took over from it, and a later version."""
    reports = [
        coded(telling("wire", text=WIRE, outlet="Agency", published="2017-04-05"), title="Bakery hit"),
        coded(
            telling("taken", text=f"{WIRE} <b>More</b> soon.", outlet="<i>Star", published="2017-04-06"),
            title="Four dead at bakery",
            syndicated_from="Agency",
        ),
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("copied") / "store.db"
    with open_store(path) as opened:
        list(opened.add_all(reports))
        opened.refresh()
        event = opened.event("wire#e1")
    assert event.reports == ("wire", "taken")
    return Browser(desk(str(path))), event.id


def test_a_report_names_those_that_have_its_text(copied):
    browser, _ = copied
    wire, taken = (browser.get(f"/reports/{name}").text for name in ("wire", "taken"))
    assert re.search(
        r"Is copied by Four dead at bakery , &lt;i&gt;Star , 2017-04-06", words_of(wire)
    )
    assert "Copies Bakery hit , Agency , 2017-04-05" in words_of(taken)
    assert 'href="/reports/wire"' in taken
    told = browser.get("/api/v1/reports/taken").json()["links"]
    assert [(link["told"], link["other"]["id"]) for link in told] == [("copies", "wire")]


def test_an_event_marks_accounts_that_are_copies(copied):
    browser, event = copied
    page = words_of(browser.get(f"/events/{event}").text)
    assert "copy: &lt;i&gt;Star copies Agency" in page
    assert "Copies and versions among them &lt;i&gt;Star taken copies Agency wire:" in page
    told = browser.get(f"/api/v1/events/{event}").json()
    assert [row["copies"] for row in told["accounts"]] == [["<i>Star copies Agency"]]


def test_reports_without_copies_say_nothing_of_them(browser):
    assert "Copies and versions" not in browser.get("/reports/monitor").text
