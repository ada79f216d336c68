"""Copies and later versions in a store: found as reports come, kept, worked out again."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from helpers.stored import Clock, coded
from helpers.tellings import telling
from helpers.wire import OTHER, STORY, report, story

from tacitus.reconcile.links import links
from tacitus.records import Coded, TacitusError
from tacitus.store import open_store
from tacitus.store.connect import APPLICATION_ID, Database
from tacitus.store.reckoning import Reckoning
from tacitus.store.schema import meta, report_links, report_marks, reports

RISEN = story(STORY[0].replace("58", "72"), *STORY[1:], OTHER[0])
REPORTS = [
    report("a", url="https://gazette.example/1"),
    report("b", outlet="Herald", day="2017-04-05"),
    report("c", story(*OTHER, *STORY, *OTHER), "Post"),
    report("d", story(*OTHER), "Star"),
    report("e", RISEN, day=None, url="https://gazette.example/1/"),
]


def bare(made):
    return Coded(made, (), (), (), {"code": "1"})


def ends(found):
    return [(link.earlier, link.later, link.kind, link.by) for link in found]


@pytest.mark.parametrize("turned", [False, True])
def test_links_are_those_of_the_reports_in_any_order(store, turned):
    order = REPORTS[::-1] if turned else REPORTS
    assert {a.outcome for a in store.add_all(map(bare, order), group=2)} == {"new"}
    pure = {frozenset((x.earlier, x.later)): x for x in links(REPORTS)}
    kept = {frozenset((x.earlier, x.later)): x for x in store.links()}
    assert kept.keys() == pure.keys()
    for pair, link in kept.items():
        assert (link.kind, link.page) == (pure[pair].kind, pure[pair].page)
        assert sorted((link.earlier_share, link.later_share)) == sorted(
            (pure[pair].earlier_share, pure[pair].later_share)
        )
    # of versions of a page that nothing dates, the one that was stored last is the later one
    update = next(x for x in kept.values() if x.kind == "update")
    assert (update.later, update.by) == ("a" if turned else "e", "stored")


def test_links_of_one_report_and_among_some(store):
    list(store.add_all(map(bare, REPORTS)))
    assert {x.other("d") for x in store.links("d")} == {"c"}
    assert ends(store.links(among=["a", "b", "d"])) == [("a", "b", "copy", "published")]
    with pytest.raises(TacitusError) as told:
        store.links("z")
    assert told.value.problem.code == "no-such-report"


def test_links_follow_a_text_that_was_revised(store):
    list(store.add_all(map(bare, REPORTS[:2])))
    revised = replace(REPORTS[1], text=story(*STORY[:4], *OTHER))
    assert store.add(bare(revised)).outcome == "recoded"
    (link,) = store.links()
    assert link.later_share < 0.8
    assert store.add(
        bare(replace(revised, text=story(STORY[1], *STORY[2:4], *OTHER, *OTHER[::-1])))
    ).outcome
    assert store.links() == []


def test_they_are_worked_out_again(target):
    with open_store(target) as store:
        list(store.add_all(map(bare, REPORTS)))
        before = store.links()
    database = Database(target)
    with database.writing() as connection:
        for table in (report_links, report_marks):
            connection.execute(sa.delete(table))
    database.close()
    with open_store(target) as store:
        assert store.links() == []
        store.rebuild()
        assert store.links() == before


def test_what_was_known_on_a_day_links_no_later_report(store):
    list(store.add_all(map(bare, REPORTS[:3])))
    with store.as_of("2017-04-04") as view:
        assert ends(view.links()) == [("a", "c", "copy", None)]


def test_a_copy_is_no_source_of_its_own_and_an_item_in_a_long_report_ties_its_claim_alone(store):
    fields = {"killed": (58, 58), "start": "2017-04-04", "end": "2017-04-04"}
    for made in REPORTS[:2]:
        one = telling(made.id, text=made.text, outlet=made.source, **fields)
        store.add(coded(one, published=made.published))
    own = telling(
        "f", text=f"{story(*OTHER)} Fire on Harlan killed people.", outlet="Star", **fields
    )
    store.add(coded(own))
    event = store.event("a#e1")
    assert sorted(event.reports) == ["a", "b", "f"]
    assert len(event.sources) == 2
    assert any("report b is a copy of a" in why for source in event.sources for why in source.why)


def test_what_changed_names_paragraphs_and_claims_of_one_event(target):
    with open_store(target, clock=Clock()) as store:
        for made, killed in ((REPORTS[0], 58), (REPORTS[4], 72)):
            one = telling(made.id, text=made.text, killed=(killed, killed))
            store.add(coded(one, url=made.url))
        (link,) = store.links()
        found = store.changes(link)
    assert [part.kind for part in found.parts] == ["altered", "added"]
    (claim,) = found.claims
    assert (claim.before, claim.after) == ("a#e1", "e#e1")
    assert [(f.field, f.before, f.after) for f in claim.fields] == [("killed", "58", "72")]


def test_a_store_of_before_links_gets_them_when_it_is_brought_up_to_date(tmp_path):
    with open_store(tmp_path / "new.db") as store:
        list(store.add_all(map(bare, REPORTS)))
        wanted = store.links()
    new, old = Database(tmp_path / "new.db"), Database(tmp_path / "old.db")
    settings = Config()
    settings.set_main_option("script_location", "tacitus.store:migrations")
    with new.reading() as here, old.writing() as there:
        settings.attributes["connection"] = there
        command.upgrade(settings, "0001")
        there.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        for row in here.execute(sa.select(reports)).mappings().all():
            there.execute(sa.insert(reports), dict(row))
        there.execute(sa.insert(meta), {"name": "computed_by", "value": Reckoning().version})
    new.close()
    old.close()
    with open_store(tmp_path / "old.db") as store:
        assert store.links() == wanted
        assert [entry.kind for entry in store.log()] == ["migrate", "rebuild"]
