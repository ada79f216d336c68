"""The API: what each address answers, pages, ETags, problems, exports, OGC API Features."""

from __future__ import annotations

import io
import json
import zipfile
from itertools import pairwise

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import rival_store
from helpers.stored import shelling

from tacitus.export.formats import FORMATS
from tacitus.serve.filters import Filter
from tacitus.store import new_decision, open_store

API = "/api/v1"
OGC = f"{API}/ogc/collections/events"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return rival_store(tmp_path_factory.mktemp("api") / "store.db")


@pytest.fixture(scope="module")
def api(path):
    return Browser(desk(path))


@pytest.fixture(scope="module")
def events(path):
    with open_store(path) as store:
        return list(store.events())


def test_events_in_pages_that_link_to_each_other(api, events):
    seen, address = [], f"{API}/events?limit=1&order=id"
    while address:
        page = api.get(address).json()
        assert (page["total"], page["limit"]) == (len(events), 1)
        seen += [event["id"] for event in page["events"]]
        links = {link["rel"]: link["href"] for link in page["links"]}
        assert ("prev" in links) == (len(seen) > 1)
        address = links.get("next")
    assert seen == sorted(event.id for event in events)


def test_an_event_tells_who_says_what_and_the_words_it_rests_on(api, events):
    event = next(e for e in events if e.contested)
    found = api.get(f"{API}/events/{event.id}").json()
    assert found["event"]["id"] == found["short"]["id"] == event.id
    assert {row["rule"] for row in found["rules"]} == {"range", "acled-lowest", "ucdp"}
    killed = next(row for row in found["fields"] if row["field"] == "killed")
    assert killed["contested"]
    assert {"Five gunmen were killed", "at least 14"} & {w["quote"] for w in killed["words"]}
    accounts = {row["name"]: row for row in found["accounts"]}
    told = {words for row in accounts.values() for words in row["killed"]}
    assert told == {"5", "14 or more"}
    for row in found["fields"]:
        for words in row["words"]:
            text = api.get(f"{API}/reports/{words['report']}").json()
            whole = "".join(piece["text"] for piece in text["pieces"])
            assert whole[words["start"] : words["end"]] == words["quote"]


def test_a_report_holds_its_whole_text_and_its_claims(api, path):
    with open_store(path) as store:
        for coded in store.reports():
            found = api.get(f"{API}/reports/{coded.report.id}").json()
            assert "".join(piece["text"] for piece in found["pieces"]) == coded.report.text
            assert [claim["id"] for claim in found["claims"]] == [c.id for c in coded.claims]
            for claim in found["claims"]:
                one = api.get(f"{API}/reports/{coded.report.id}/claims/{claim['id']}").json()
                assert one == claim
                assert one["event"] is not None


def test_hedges_and_attribution_are_told_in_the_marking(api):
    found = api.get(f"{API}/reports/monitor").json()
    hedged = [claim["id"] for claim in found["claims"] if claim["factuality"] == "hedged"]
    assert hedged
    marked = {
        c for piece in found["pieces"] if piece["text"] == "may have" for c in piece["hedges"]
    }
    assert marked == set(hedged)
    assert any(piece["attributes"] for piece in found["pieces"])


def test_counts_timeline_and_map_agree(api, events):
    for query in ("", "contested=any", "type=Air/drone+strike", "min_killed=1", "q=market"):
        facets = api.get(f"{API}/facets?{query}").json()
        line = api.get(f"{API}/timeline?{query}&unit=day").json()
        rows = api.get(f"{API}/map?{query}").json()
        total = api.get(f"{API}/events?{query}").json()["total"]
        assert facets["total"] == rows["total"] == total
        assert sum(day["events"] for day in line["bins"]) + line["undated"] == total
        assert len(rows["rows"]) + rows["unplaced"] == total
        assert facets["placed"] == len(rows["rows"])
        for row in rows["rows"]:
            assert len(row) == len(rows["columns"])
            assert rows["types"][row[rows["columns"].index("type")]]
    assert api.get(f"{API}/facets").json()["total"] == len(events)


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_bins_of_a_timeline_follow_each_other(api, unit):
    bins = api.get(f"{API}/timeline?unit={unit}").json()["bins"]
    assert bins
    for before, after in pairwise(bins):
        assert before["end"] < after["start"]
    assert bins[0]["events"]
    assert bins[-1]["events"]


def test_choices_of_a_filter_leave_what_they_say(api):
    facets = api.get(f"{API}/facets").json()
    for field in ("type", "grade", "contested", "outlet", "stance", "factuality", "country"):
        for choice in facets[field]:
            answer = api.get(f"{API}/events", params={field: choice["value"]}).json()
            assert answer["total"] == choice["count"], (field, choice)


def test_an_etag_spares_the_answer_until_the_store_changes(tmp_path):
    path = rival_store(tmp_path / "store.db")
    browser = Browser(desk(path))
    addresses = [
        f"{API}/{name}" for name in ("events", "facets", "timeline", "map", "reports", "actors")
    ] + [f"{OGC}/items", f"{API}/outlets"]
    before = {address: browser.get(address) for address in addresses}
    for address, first in before.items():
        again = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, address
        assert again.content == b""
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "no-cache" in first.headers["Cache-Control"]
    with open_store(path) as store:
        store.add(shelling("new"))
        store.refresh()
    for address, first in before.items():
        after = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert after.status_code == 200, address
        assert after.headers["ETag"] != first.headers["ETag"]
    assert browser.get(f"{API}/events").json()["total"] == before[addresses[0]].json()["total"] + 1


def test_a_get_computes_and_writes_nothing(tmp_path):
    path = rival_store(tmp_path / "store.db")
    browser = Browser(desk(path))
    with open_store(path) as store:
        store.add(shelling("new"))
        before = list(store.log())
        for address in ("events", "facets", "map", "reports", "actors", "ogc/collections"):
            assert browser.get(f"{API}/{address}").status_code == 200
        assert browser.get("/").status_code == 200
        assert store.stale
        assert list(store.log()) == before


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("events?since=yesterday", 400, "bad-request"),
        ("events?limit=0", 400, "bad-request"),
        ("events?limit=501", 400, "bad-request"),
        ("events?bbox=1,2,3", 400, "bad-request"),
        ("events?order=random()", 400, "bad-request"),
        ("events?outlets=SANA", 400, "unknown-parameter"),
        ("events?q=-war", 400, "bad-query"),
        ("events?country=Atlantis", 400, "no-such-country"),
        ("events?actor=", 200, None),
        ("events/01ARZ3NDEKTSV4RRFFQ69G5FAV", 404, "no-such-event"),
        ("reports/nothing", 404, "no-such-report"),
        ("reports/state/claims/e99", 404, "no-such-claim"),
        ("exports/word", 404, "unknown-format"),
        ("exports/csv?totals=true", 400, "unknown-option"),
        ("exports/csv?rule=mine", 400, "unknown-figure-rule"),
        ("ogc/collections/wars", 404, "no-such-collection"),
        ("ogc/collections/events/items?datetime=soon", 400, "bad-query"),
        ("ogc/collections/events/items?datetime=../..", 400, "bad-query"),
        ("ogc/collections/events/items?colour=red", 400, "unknown-parameter"),
        ("nothing", 404, "not-found"),
        ("timeline?unit=hour", 400, "bad-request"),
    ],
)
def test_problems_are_told_in_their_form(api, address, status, code):
    answer = api.get(f"{API}/{address}")
    assert answer.status_code == status
    if code is None:
        return
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_a_fault_tells_nothing_of_itself(path, monkeypatch, caplog):
    browser = Browser(desk(path))

    def fail(*_):
        raise RuntimeError("secret path /home/ann")

    monkeypatch.setattr("tacitus.serve.api.reports.outlet_list", fail)
    answer = browser.get(f"{API}/outlets")
    assert answer.status_code == 500
    assert answer.json()["code"] == "failed"
    assert "secret" not in answer.text
    assert "secret" in caplog.text


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_can_be_taken_along(api, form):
    answer = api.get(f"{API}/exports/{form}?contested=any")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert f"tacitus-{form}.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert len(names) > 1
        losses = json.loads(archive.read(f"tacitus-{form}/losses.json"))
    assert losses["events"] == api.get(f"{API}/events?contested=any").json()["total"]


def test_an_export_leaves_nothing_behind(api, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert api.get(f"{API}/exports/csv").status_code == 200
    assert api.get(f"{API}/exports/csv?rule=mine").status_code == 400
    assert list(tmp_path.iterdir()) == []


def test_formats_are_listed(api):
    assert [form["name"] for form in api.get(f"{API}/exports").json()] == list(FORMATS)


def test_ogc_pages_lead_from_the_landing_page_to_each_feature(api, events):
    landing = api.get(f"{API}/ogc").json()
    links = {link["rel"]: link["href"] for link in landing["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    described = api.get(links["service-desc"])
    assert described.json()["openapi"].startswith("3.")
    classes = api.get(links["conformance"]).json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes
    (collection,) = api.get(links["data"]).json()["collections"]
    assert collection["extent"]["temporal"]["interval"][0][0].startswith("2017-04-04")
    west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
    assert west <= east
    assert south <= north
    links = {link["rel"]: link["href"] for link in collection["links"]}
    assert api.get(links["self"]).json() == collection
    seen, address = [], f"{links['items']}?limit=1"
    while address:
        answer = api.get(address)
        assert answer.headers["Content-Type"] == "application/geo+json"
        page = answer.json()
        assert page["type"] == "FeatureCollection"
        assert page["numberMatched"] == len(events)
        assert page["numberReturned"] == len(page["features"]) == 1
        assert page["timeStamp"].endswith("Z")
        seen += page["features"]
        links = {link["rel"]: link["href"] for link in page["links"]}
        address = links.get("next")
    assert {feature["id"] for feature in seen} == {event.id for event in events}
    one = api.get(f"{OGC}/items/{seen[0]['id']}").json()
    assert {k: one[k] for k in seen[0]} == seen[0]
    alternate = next(link["href"] for link in one["links"] if link["rel"] == "alternate")
    assert api.get(alternate).json()["event"]["id"] == one["id"]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("datetime=2017-04-04", "since=2017-04-04&until=2017-04-04"),
        ("datetime=2017-04-04T10:00:00Z", "since=2017-04-04&until=2017-04-04"),
        ("datetime=2017-04-05/..", "since=2017-04-05"),
        ("datetime=/2017-04-04", "until=2017-04-04"),
        ("datetime=2017-04-01/2017-04-04", "since=2017-04-01&until=2017-04-04"),
        ("datetime=2016-01-01/2016-12-31", "until=2016-12-31"),
        ("datetime=2017-04-01/..&until=2017-04-04", "since=2017-04-01&until=2017-04-04"),
        ("bbox=36.9,35,37.5,35.5", "bbox=36.9,35,37.5,35.5"),
        ("bbox=0,0,1,1", "bbox=0,0,1,1"),
        ("type=Air/drone strike", "type=Air/drone strike"),
    ],
)
def test_ogc_asks_as_the_desk_does(api, query, asked):
    found = {feature["id"] for feature in api.get(f"{OGC}/items?{query}").json()["features"]}
    assert found == {event["id"] for event in api.get(f"{API}/events?{asked}").json()["events"]}


def test_a_rejected_event_is_no_feature_and_is_listed_where_asked(tmp_path):
    path = rival_store(tmp_path / "store.db")
    with open_store(path) as store:
        event = store.event("arabic#e1")
        store.decide(new_decision("reject", author="ann", why="a drill", claims=event.claims))
    browser = Browser(desk(path))
    assert browser.get(f"{OGC}/items/{event.id}").status_code == 404
    listed = browser.get(f"{API}/events?rejected=true").json()["events"]
    assert [one["id"] for one in listed] == [event.id]
    assert browser.get(f"{API}/events/{event.id}").json()["short"]["rejected"]


def test_every_filter_field_is_told_in_the_description(api):
    described = api.get(f"{API}/openapi.json").json()
    listed = described["paths"][f"{API}/events"]["get"]["parameters"]
    assert {parameter["name"] for parameter in listed} == set(Filter.model_fields)
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert "422" not in operation["responses"], path
            assert operation.get("summary"), path
