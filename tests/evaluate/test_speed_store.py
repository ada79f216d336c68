"""What the store costs, as ratios within one run."""

import pytest

from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.speed_store import QUERIES, coded_reports, measure_store, store_blocks
from tacitus.export.formats import FORMATS


@pytest.fixture(scope="module")
def speed():
    return measure_store(600)


def test_made_claims_are_whole_coded_reports():
    made = make_claims(200)
    coded = coded_reports(made)
    assert sum(len(one.claims) for one in coded) == 200
    assert len({one.report.id for one in coded}) == len(coded)


def test_everything_is_put_in_asked_and_written(speed):
    assert speed.claims == 600
    assert set(speed.exports) == set(FORMATS)
    assert set(speed.queries) == set(QUERIES)
    assert 0 < speed.queries["two weeks"].events < speed.events
    assert speed.queries["the ten with most killed"].events == 10


def test_a_further_report_costs_less_than_all_of_them(speed):
    assert speed.one_more < (speed.add + speed.refresh) / 5


def test_ten_events_cost_less_than_all_of_them(speed):
    assert speed.queries["the ten with most killed"].seconds < speed.listing / 2


def test_the_section_tells_all(speed):
    page = "\n\n".join(store_blocks(speed, "Measured now."))
    assert "600 made claims" in page
    assert all(f"| {name} |" in page for name in (*QUERIES, *FORMATS))
