"""Actors: counts, ties and pages against the events and reports themselves, and nobody named."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from urllib.parse import quote
from xml.etree import ElementTree as Xml

import pytest
from helpers.actor_stores import PERSON, war_store
from helpers.desk import Browser, desk
from helpers.desk_stores import made_store

from tacitus.export.network import FORMS, GEXF, GRAPHML
from tacitus.knowledge.codebook import load_codebook
from tacitus.resolve.standing import standing
from tacitus.serve.filters import Filter
from tacitus.serve.views import actors as views
from tacitus.serve.views.actor import actor_page
from tacitus.store import open_store

API = "/api/v1"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return war_store(tmp_path_factory.mktemp("actors") / "store.db")


@pytest.fixture(scope="module")
def store(path):
    with open_store(path) as opened:
        yield opened.as_it_stands()


@pytest.fixture(scope="module")
def browser(path):
    return Browser(desk(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with open_store(made_store(tmp_path_factory.mktemp("made") / "store.db", 150)) as opened:
        yield opened.as_it_stands()


def ids(parties):
    found = (standing(p.actor, p.kind, p.country, p.name) for p in parties)
    return list(dict.fromkeys(who.id for who in found if who is not None))


@pytest.mark.parametrize(
    "asked", [Filter(), Filter(type=["Battles"]), Filter(since="2013-01-01", contested="any")]
)
def test_the_list_counts_what_the_events_tell(made, asked):
    events = list(made.events(asked.to_store(whole=True)))
    rows, unnamed = views.ranked(made, asked)
    did = Counter(name for e in events for name in ids(e.initiators))
    bore = Counter(name for e in events for name in ids(e.targets))
    both = Counter(n for e in events for n in set(ids(e.initiators)) | set(ids(e.targets)))
    assert {r.id: (r.events, r.initiated, r.suffered) for r in rows} == {
        name: (both[name], did[name], bore[name]) for name in both
    }
    assert [row.events for row in rows] == sorted((r.events for r in rows), reverse=True)
    parties = ((*e.initiators, *e.targets) for e in events)
    assert unnamed == sum(
        any(standing(p.actor, p.kind, p.country, p.name) is None for p in some) for some in parties
    )
    for row in rows[:3]:
        mine = [e for e in events if row.id in ids(e.initiators)]
        told = [e.figure("killed") for e in mine if not e.aggregate and e.figure("killed")]
        assert row.killed.low == sum(f.low for f in told)
        assert row.killed.best == sum(f.best for f in told)
        assert row.killed.high == sum(f.best if f.high is None else f.high for f in told)
        assert row.contested == sum(
            bool(e.contested) for e in events if row.id in ids((*e.initiators, *e.targets))
        )
        assert row.outlets == len(
            {o for e in events if row.id in ids((*e.initiators, *e.targets)) for o in e.outlets}
        )


def test_who_fought_whom_counts_what_the_events_tell(made):
    kinds = load_codebook().event_types
    violent = {t for k in ("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots") for t in kinds[k]}  # fmt: skip
    expected = Counter(
        (a, b)
        for e in made.events()
        if e.type in violent and e.factuality in ("asserted", "hedged")
        for a in ids(e.initiators)
        for b in ids(e.targets)
    )
    found = views.dealings(made, Filter())
    assert {(e.source, e.target): e.events for e in found if e.kind == "fought"} == expected
    net = views.network(made, Filter(), ("fought",), 5)
    assert [e.events for e in net.edges] == sorted(expected.values(), reverse=True)[:5]
    assert {n.id for n in net.nodes} == {x for e in net.edges for x in (e.source, e.target)}


def edges(net):
    return {(e.source, e.kind, e.target, e.origin): e for e in net.edges}


def test_the_network_keeps_events_reports_and_registry_apart(store):
    found = edges(views.network(store, Filter(), views.TIES))
    fought = found["hezbollah", "fought", "class:rebels:SY", "events"]
    assert (fought.events, fought.killed, fought.first) == (1, "3–3–5", "2017-04-04")
    assert found["hezbollah", "other", "name:suma-liberation-army", "events"].events == 1
    backs = found["state:IR:government", "backs", "hezbollah", "reports"]
    assert (backs.reports, backs.doubted, backs.outlets) == (2, 1, ("Gazette", "Herald"))
    assert (backs.first, backs.last) == ("2017-04-05", "2018-02-02")
    assert ("state:IR:government", "backs", "class:rebels:SY", "reports") in found
    assert ("state:IR:government", "backs", "hezbollah", "registry") in found
    # what is denied binds nobody, but for those who ask for it
    assert not any(e.source == "state:RU:air_force" for e in found.values())
    denied = edges(views.network(store, Filter(factuality=["denied"]), ("fought",)))
    assert list(denied) == [("state:RU:air_force", "fought", "name:suma-liberation-army", "events")]


def test_over_time_by_the_days_of_events_and_of_publication(store):
    early = edges(views.network(store, Filter(until="2017-12-31"), ("fought", "told")))
    assert {key[:3] for key in early} == {
        ("hezbollah", "fought", "class:rebels:SY"),
        ("state:IR:government", "backs", "hezbollah"),
    }
    assert early["state:IR:government", "backs", "hezbollah", "reports"].reports == 1
    late = edges(views.network(store, Filter(since="2018-01-01"), ("fought", "told")))
    # the later report denies it
    assert ("state:IR:government", "backs", "hezbollah", "reports") not in late


def test_around_an_actor(store):
    net = views.network(store, Filter(), views.USUAL, 60, "name:suma-liberation-army")
    assert {n.id for n in net.nodes} == {"name:suma-liberation-army", "class:civilians:SY"}


def test_a_page_tells_whom_it_met_what_reports_say_and_the_registry_apart(store):
    page = actor_page(store, Filter(), "hezbollah")
    assert (page.actor.events, page.actor.initiated, page.actor.suffered) == (3, 2, 1)
    rebels = next(o for o in page.opponents if o.id == "class:rebels:SY")
    assert rebels.did is not None
    assert rebels.bore is not None
    assert (rebels.did.killed, rebels.bore.killed) == ("3–3–5", "4–4–4 or more")
    assert sum(rebels.by_time) == rebels.events == 2
    army = next(o for o in page.opponents if o.id == "name:suma-liberation-army")
    assert (army.events, army.other) == (0, 1)
    (backed,) = [tie for tie in page.told if tie.other == "state:IR:government"]
    assert backed.label == "is backed by"
    assert [(s.factuality, s.attribution) for s in backed.sayings] == [
        ("asserted", ("residents",)),
        ("denied", ()),
    ]
    assert page.facts is not None
    assert page.facts.codes
    assert any(tie.label == "is backed by" and tie.name for tie in page.registry)
    assert sum(b.events for b in page.bins) + page.undated == 3
    # the name that stands above the page is not told from the registry's
    assert page.wordings == ()
    assert len(page.events) == 3
    some = actor_page(store, Filter(since="2018-01-01", limit=1), "hezbollah")
    assert (some.actor.events, len(some.events)) == (2, 1)


def test_words_of_a_saying_stand_in_its_report_where_its_link_leads(store, browser):
    for name in ("hezbollah", "class:rebels:SY"):
        for tie in actor_page(store, Filter(), name).told:
            for saying in tie.sayings:
                text = store.report(saying.report).report.text
                assert text[saying.start : saying.end] == saying.words
                read = browser.get(f"/reports/{saying.report}").text
                assert f'id="at-{saying.start}"' in read


# No page, list or network of single persons


def test_no_list_network_or_export_names_a_person(browser):
    addresses = ["/actors", "/actors?tie=fought&tie=other&tie=told&tie=registry&edges=500"]
    addresses += [f"{API}/actors?limit=500", f"{API}/actors/network?edges=2000"]
    addresses += [f"{API}/actors/network/{form}" for form in FORMS]
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert PERSON not in answer.text, address
        assert "Omar" not in answer.text
    told = browser.get("/actors").text
    assert "Single persons have no page" in told
    assert "2 events name persons or things" in told
    assert "1 statement of reports on leaders" in told


@pytest.mark.parametrize(
    "name", [PERSON, "name:omar-test", "class:person:SY", "class:person", "class:civil_object:SY"]
)
def test_persons_and_things_have_no_page(browser, name):
    for address in (f"/actors/{quote(name)}", f"{API}/actors/{quote(name)}"):
        answer = browser.get(address)
        assert answer.status_code == 404
    assert answer.json()["code"] == "no-such-actor"
    assert "single persons" in answer.json()["fix"]


def test_a_class_keeps_back_wordings_that_could_be_names(store, browser):
    page = actor_page(store, Filter(), "class:civilians:SY")
    assert (page.wordings, page.kept_back) == ((), 1)
    told = browser.get("/actors/class:civilians:SY").text
    assert "a class, not one actor" in told
    assert "1 wording not shown" in told


# The API


def test_lists_in_pages_found_by_any_name(browser):
    every = browser.get(f"{API}/actors?limit=2").json()
    assert len(every["actors"]) == 2 < every["total"]
    links = {link["rel"]: link["href"] for link in every["links"]}
    assert browser.get(links["next"]).json()["actors"] != every["actors"]
    for find in ("hizbollah", "HEZB", "حزب الله"):
        found = browser.get(f"{API}/actors", params={"find": find}).json()
        assert [a["id"] for a in found["actors"]] == ["hezbollah"], find
    assert browser.get(f"{API}/actors?find=zzz").json()["total"] == 0


@pytest.mark.parametrize(
    "address",
    ["actors", "actors/hezbollah", "actors/network", "actors/network/gexf", "actors/hezbollah/timeline"],
)  # fmt: skip
def test_etags_and_parameters_that_are_none(browser, address):
    answer = browser.get(f"{API}/{address}")
    tag = answer.headers["ETag"]
    assert browser.get(f"{API}/{address}", headers={"If-None-Match": tag}).status_code == 304
    assert browser.get(f"{API}/{address}?sinse=2017-01-01").status_code == 400


def test_the_network_as_files(browser):
    net = browser.get(f"{API}/actors/network?edges=2000").json()
    read = {form: browser.get(f"{API}/actors/network/{form}") for form in FORMS}
    rows = list(csv.DictReader(io.StringIO(read["edges"].text)))
    assert [(r["source"], r["kind"], r["target"]) for r in rows] == [
        (e["source"], e["kind"], e["target"]) for e in net["edges"]
    ]
    nodes = list(csv.DictReader(io.StringIO(read["nodes"].text)))
    assert {n["id"]: n["name"] for n in nodes} == {n["id"]: n["name"] for n in net["nodes"]}
    graph = Xml.fromstring(read["graphml"].content)
    assert len(graph.findall(f".//{{{GRAPHML}}}edge")) == len(rows)
    keys = {k.get("id") for k in graph.findall(f"{{{GRAPHML}}}key")}
    assert {d.get("key") for d in graph.findall(f".//{{{GRAPHML}}}data")} <= keys
    gexf = Xml.fromstring(read["gexf"].content)
    fought = next(e for e in gexf.iter(f"{{{GEXF}}}edge") if e.get("kind") == "fought")
    assert None not in (fought.get("start"), fought.get("end"))
    assert all(e.get("id") for e in gexf.iter(f"{{{GEXF}}}node"))
    assert read["gexf"].headers["Content-Disposition"] == 'attachment; filename="actors.gexf"'
    assert browser.get(f"{API}/actors/network/docx").status_code == 400


def test_a_partial_update_says_what_the_network_is_asked_for(browser):
    answer = browser.get("/actors?tie=fought&edges=20&q=shelled", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/actors?q=shelled&tie=fought&edges=20"
    assert 'data-network="q=shelled&amp;tie=fought&amp;edges=20"' in answer.text
    assert browser.get("/actors?since=never").status_code == 400
    assert json.loads(browser.get(f"{API}/actors/network?q=shelled&tie=fought&edges=20").text)
