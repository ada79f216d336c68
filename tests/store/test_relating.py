"""What reports say binds two actors, kept in rows."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from helpers.stored import coded, shelling
from helpers.tellings import telling

from tacitus.records import ActorRef, Grounded, Relation, Span
from tacitus.store import open_store
from tacitus.store.relating import AFFILIATION, relation_rows
from tacitus.store.schema import report_relations

TEXT = (
    "Hezbollah, which denied that it was backed by Iran, shelled Harlan. Iranian-backed fighters"
    " and US-trained rebels of Suma were seen, residents said."
)


def grounded(words: str) -> Grounded[str]:
    start = TEXT.index(words)
    return Grounded(words, (Span(start, start + len(words)),), "test")


def report(name: str = "a", **changes):
    """A report that states a relation and has an affiliation in its words for an actor."""
    ties = (("backed_by", "Iran"), ("backed_by", "western"))
    actor = ActorRef("Iranian-backed fighters", None, "fighters", "rebels", "SY", affiliation=ties)
    made = telling(
        name, text=TEXT, initiators=(actor,), attribution=("residents",), factuality="hedged"
    )
    words = grounded("Iranian-backed fighters")
    made = replace(made, claim=replace(made.claim, initiators=(words,)))
    stated = Relation(
        grounded("Hezbollah"), "backed_by", grounded("Iran"), Span(0, 50), (grounded("residents"),),
        "relation:backed_by/3", Grounded("denied", (Span(17, 23),), "verb:deny"),
    )  # fmt: skip
    return replace(coded(made, **changes), relations=(stated,))


def rows_of(store):
    with store.reading() as connection:
        asked = sa.select(report_relations).order_by(report_relations.c.serial)
        return [dict(row) for row in connection.execute(asked).mappings()]


def test_relations_and_affiliations_with_who_says_so_and_how_sure():
    stated, worded = relation_rows(report())
    assert (stated["subject_actor"], stated["object_actor"]) == ("hezbollah", "state:IR:government")
    assert (stated["claim"], stated["factuality"]) == (None, "denied")
    assert stated["attribution"] == ["residents"]
    assert TEXT[stated["start"] : stated["end"]] == TEXT[:50]
    assert (worded["claim"], worded["by"], worded["factuality"]) == ("e1", AFFILIATION, "hedged")
    assert (worded["subject_actor"], worded["subject_kind"], worded["object_actor"]) == (
        None,
        "rebels",
        "state:IR:government",
    )
    assert TEXT[worded["start"] : worded["end"]] == "Iranian-backed fighters"
    assert stated["day"] == worded["day"] == "2017-04-05"


def test_rows_follow_their_report(store):
    store.add(report())
    store.add(shelling("b"))
    assert [row["by"] for row in rows_of(store)] == ["relation:backed_by/3", AFFILIATION]
    store.add(replace(report(version="2"), relations=()))
    assert [row["by"] for row in rows_of(store)] == [AFFILIATION]


def test_a_view_has_the_rows_of_its_reports(store):
    store.add(report("a"))
    late = telling("b", published="2017-06-01").report
    store.add(replace(report("b"), report=replace(late, text=TEXT)))
    assert len(rows_of(store)) == 4
    with store.as_of("2017-05-01") as view:
        assert {row["day"] for row in rows_of(view)} == {"2017-04-05"}


def test_a_store_of_an_earlier_version_is_filled_when_opened(target):
    with open_store(target) as store:
        store.add(report())
        store.add(shelling("b"))
        before = rows_of(store)
        with store.writing() as (connection, _):
            connection.execute(sa.text("DROP TABLE report_relations"))
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0004'"))
    with open_store(target) as store:
        assert not store.stale
        assert rows_of(store) == before


def test_computing_all_events_anew_works_the_rows_out_anew(store):
    store.add(report())
    before = rows_of(store)
    with store.writing() as (connection, _):
        connection.execute(sa.delete(report_relations))
    store.rebuild()
    assert [r | {"serial": 0} for r in rows_of(store)] == [r | {"serial": 0} for r in before]
