"""The one filter: in an address and back, and what is no filter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.records import TacitusError
from tacitus.serve.filters import MOST, ORDERS, Filter
from tacitus.store import EventQuery
from tacitus.store.query import ORDERS as STORE_ORDERS

_WORDS = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "since": st.dates(),
        "until": st.dates(),
        "bbox": st.sampled_from(["35.5,32,42.5,37.5", "170,-20,-170,0"]),
        "country": st.lists(_WORDS, max_size=3),
        "actor": st.lists(_WORDS, max_size=3),
        "type": st.lists(_WORDS, max_size=3),
        "min_killed": st.integers(0, 10**6),
        "max_killed": st.integers(0, 10**6),
        "grade": st.lists(st.sampled_from(["weak", "fair"]), max_size=2),
        "contested": st.sampled_from(["any", "none", "killed"]),
        "outlet": st.lists(_WORDS, max_size=3),
        "stance": st.lists(_WORDS, max_size=3),
        "factuality": st.lists(st.sampled_from(["asserted", "denied"]), max_size=2),
        "q": _WORDS,
        "rejected": st.booleans(),
        "order": st.sampled_from(ORDERS),
        "offset": st.integers(0, 1000),
        "limit": st.integers(1, MOST),
    },
)


@given(_FILTERS)
def test_a_filter_comes_back_from_its_address(values):
    asked = Filter(**values)
    assert Filter.from_query(asked.pairs()) == asked
    assert asked.changed().to_query() == asked.to_query()


def test_every_field_reaches_the_store():
    """A field that nothing asks for would be shown as a filter and let everything through."""
    values = {
        "since": "2017-04-01", "until": "2017-04-30", "bbox": "1,2,3,4", "country": ["SY"],
        "actor": ["hamas"], "type": ["Attack"], "min_killed": 1, "max_killed": 2,
        "grade": ["weak"], "contested": "killed", "outlet": ["SANA"], "stance": ["none"],
        "factuality": ["hedged"], "q": "market", "rejected": True, "order": "id", "offset": 3,
        "limit": 4,
    }  # fmt: skip
    assert set(values) == set(Filter.model_fields)
    plain = Filter().to_store()
    for name, value in values.items():
        assert Filter(**{name: value}).to_store() != plain, name
    assert Filter(**values).to_store() == EventQuery(
        since="2017-04-01", until="2017-04-30", bbox=(1.0, 2.0, 3.0, 4.0), country=("SY",),
        actor=("hamas",), type=("Attack",), min_killed=1, max_killed=2, support=("weak",),
        contested="killed", outlet=("SANA",), stance=("none",), factuality=("hedged",),
        text="market", rejected=True, order="id", offset=3, limit=4,
    )  # fmt: skip


def test_orders_are_those_of_the_store():
    assert set(ORDERS) <= set(STORE_ORDERS)


def test_forms_send_what_was_left_empty_too():
    sent = [
        ("since", ""),
        ("q", "  "),
        ("actor", ""),
        ("actor", "hamas"),
        ("limit", ""),
        ("x", "y"),
    ]
    asked = Filter.from_query(sent)
    assert asked == Filter(actor=["hamas"])
    assert asked.to_query() == "actor=hamas"
    assert asked.selects
    assert not Filter(limit=3, offset=9).selects


def test_a_filter_with_changes():
    asked = Filter(since=date(2017, 4, 1), offset=50, type=["Attack"])
    assert asked.to_query(offset=None) == "since=2017-04-01&type=Attack"
    assert asked.changed(since=None, type=["Attack", "Other"]).to_query() == (
        "type=Attack&type=Other&offset=50"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("since", "yesterday"),
        ("since", "0"),
        ("until", "1491264000"),
        ("until", "2017-04-04T00:00:00"),
        ("bbox", "1,2,3"),
        ("bbox", "1,2,3,x"),
        ("bbox", "0,50,10,40"),
        ("bbox", "-190,0,10,40"),
        ("bbox", "nan,nan,nan,nan"),
        ("min_killed", "-1"),
        ("min_killed", "99999999999"),
        ("max_killed", "many"),
        ("grade", "good"),
        ("contested", "everything"),
        ("factuality", "sure"),
        ("order", "random()"),
        ("limit", "0"),
        ("limit", str(MOST + 1)),
        ("offset", "-1"),
        ("rejected", "perhaps"),
        ("q", "x" * 501),
        ("actor", "x" * 201),
    ],
)
def test_what_is_no_filter_is_told(name, value):
    with pytest.raises(TacitusError) as told:
        Filter.from_query([(name, value)])
    assert told.value.problem.code == "bad-query"
    assert name in str(told.value)


def test_lists_end_somewhere():
    with pytest.raises(TacitusError):
        Filter.from_query([("actor", str(number)) for number in range(51)])
