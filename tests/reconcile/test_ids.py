"""Ids of events: always the same, sorted by day, of the claim that was published first."""

from __future__ import annotations

import pytest
from helpers.tellings import telling
from ulid import ULID

from tacitus.reconcile.ids import event_id, in_order


def test_an_id_is_a_ulid_of_the_day_and_always_the_same() -> None:
    made = event_id(telling("a", published="2017-04-05"))
    assert made == event_id(telling("a", published="2017-04-05", killed=(3, 3)))
    assert ULID.from_str(made).datetime.date().isoformat() == "2017-04-05"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"report": "a"}, {"report": "b"}),
        ({"claim": "e1"}, {"claim": "e2"}),
        ({"published": "2017-04-05"}, {"published": "2017-04-06"}),
    ],
)
def test_other_claims_have_other_ids(one: dict[str, str], other: dict[str, str]) -> None:
    assert event_id(telling(**one)) != event_id(telling(**other))


def test_ids_sort_by_day_of_publication() -> None:
    days = ["1957-10-04", "1985-03-02", "2017-04-05", "2024-01-01"]
    ids = [event_id(telling(published=day)) for day in days]
    assert ids == sorted(ids)


@pytest.mark.parametrize("published", [None, "1957-10-04"])
def test_days_that_no_ulid_holds_have_the_time_zero(published: str | None) -> None:
    assert ULID.from_str(event_id(telling(published=published))).milliseconds == 0


def test_claims_are_in_order_of_publication_then_key_each_once() -> None:
    told = [
        telling("c", published=None),
        telling("b", published="2017-04-05"),
        telling("a", "e2", published="2017-04-05"),
        telling("a", "e1", published="2017-04-06"),
        telling("b", published="2017-04-05"),
    ]
    assert [t.key for t in in_order(told)] == ["a#e2", "b#e1", "a#e1", "c#e1"]
