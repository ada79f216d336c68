"""Of a model's proposals only what the report bears out becomes a claim."""

from functools import cache

import pytest
from helpers.chat import TEXT, Scripted, event, make_report, words
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.export.jsonform import coded_to_json
from tacitus.export.jsonread import coded_from_json
from tacitus.llm.budget import Budget
from tacitus.llm.claims import ClaimMaker
from tacitus.llm.coder import LlmCoder
from tacitus.llm.drops import Drops, Reason
from tacitus.parse.document import parse
from tacitus.parse.grounding import Ground
from tacitus.records import Count, Span


@pytest.fixture
def code(tmp_path):
    def run(*events, report=None):
        coder = LlmCoder(Scripted(words(*events)), Budget(), cache_folder=tmp_path)
        coded = coder.code(report or make_report())
        return coded, coder.drops

    return run


def test_a_true_event_is_kept_with_the_characters_of_every_field(code):
    coded, drops = code(event())
    (claim,) = coded.claims
    assert (drops.proposed, drops.kept, drops.dropped) == (1, 1, {})
    assert [span.quote(TEXT) for span in claim.evidence] == event()["evidence"]
    assert claim.type.by == "llm:scripted"
    assert claim.killed.value == Count(5, 5)
    assert claim.killed.spans[0].quote(TEXT) == "five"
    assert (claim.start.value, claim.date_precision) == ("1995-04-19", "day")
    assert claim.start.spans[0].quote(TEXT) == "on Wednesday"
    assert coded_from_json(coded_to_json(coded)).claims == coded.claims


def test_actors_place_and_sources_are_resolved_as_by_the_default_engine(code):
    coded, _ = code(event(place="near Jaffna on"))
    (claim,) = coded.claims
    assert [actor.kind for actor in claim.actors] == ["rebels", "state_forces"]
    assert claim.place_ref.country == "LK"
    assert claim.sources[0].mention == "the defence ministry"
    assert coded.versions["llm"] == "scripted"
    assert coded.versions["engine"] == "llm"


def test_the_value_is_the_slice_not_the_model_s_wording(code):
    coded, _ = code(event(initiators=["REBELS"], evidence=["rebels  ambushed AN army patrol"]))
    assert coded.claims[0].initiators[0].value == "Rebels"
    assert coded.claims[0].evidence[0].quote(TEXT) == "Rebels ambushed an army patrol"


@pytest.mark.parametrize(
    ("change", "name", "reason"),
    [
        ({"place": "Kandy"}, "place", Reason.NOT_IN_REPORT),
        ({"place": ""}, "place", Reason.EMPTY),
        ({"place": 7}, "place", Reason.WRONG_KIND),
        # true words, but a sentence is no name
        ({"initiators": [TEXT.split(".")[0]]}, "initiators", Reason.TOO_LONG),
        ({"weapon": "rifles"}, "weapon", Reason.NOT_IN_REPORT),
        ({"targets": ["an army patrol", "the navy"]}, "targets", Reason.NOT_IN_REPORT),
        ({"targets": "an army patrol"}, "targets", Reason.WRONG_KIND),
        ({"attribution": ["Reuters"]}, "attribution", Reason.NOT_IN_REPORT),
        ({"killed": {"low": 6, "high": 6}}, "killed", Reason.NO_NUMBER),
        ({"killed": {"low": 5, "high": None}}, "killed", Reason.NO_NUMBER),
        # told of another event, so not by a quote of this one
        ({"captured": {"low": 20, "high": None}}, "captured", Reason.NO_NUMBER),
        ({"killed": {"low": 5, "high": 4}}, "killed", Reason.WRONG_KIND),
        ({"killed": {"low": -5, "high": 5}}, "killed", Reason.WRONG_KIND),
        ({"killed": {"low": True, "high": True}}, "killed", Reason.WRONG_KIND),
        ({"killed": "five"}, "killed", Reason.WRONG_KIND),
        ({"start": "1995-02-30"}, "start", Reason.BAD_DATE),
        ({"start": "19950419"}, "start", Reason.BAD_DATE),
        ({"start": 19950419}, "start", Reason.BAD_DATE),
        ({"start": "1995-04-20"}, "start", Reason.REVERSED),
        ({"when": None}, "start", Reason.NO_WORDS),
        ({"when": "last week"}, "end", Reason.NO_WORDS),
        (
            {"evidence": ["an army patrol near Jaffna", "invented words"]},
            "evidence",
            Reason.NOT_IN_REPORT,
        ),
        ({"evidence": ["an army patrol near Jaffna", "Jaffna"]}, "evidence", Reason.TOO_SHORT),
    ],
)
def test_what_is_not_borne_out_is_dropped_and_counted_and_the_event_kept(
    code, change, name, reason
):
    coded, drops = code(event(**change))
    assert len(coded.claims) == 1
    assert drops.dropped[name, reason] >= 1
    assert f"llm-{name}-{reason.value}" in {problem.code for problem in coded.problems}


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (event(evidence=["Rebels killed everybody in Jaffna"]), Reason.NO_EVIDENCE),
        (event(evidence=[]), Reason.NO_EVIDENCE),
        (event(evidence="Rebels ambushed an army patrol"), Reason.NO_EVIDENCE),
        (event(evidence=[None, {}]), Reason.NO_EVIDENCE),
        (event(type="Massacre"), Reason.UNKNOWN),
        (event(type=["Attack"]), Reason.UNKNOWN),
        (event(factuality="maybe"), Reason.UNKNOWN),
        ({}, Reason.NO_EVIDENCE),
        ("Rebels ambushed an army patrol", Reason.WRONG_KIND),
        (None, Reason.WRONG_KIND),
    ],
)
def test_an_event_that_does_not_stand_is_dropped_and_counted(code, proposal, reason):
    coded, drops = code(proposal)
    assert coded.claims == ()
    assert drops.dropped["event", reason] == 1
    assert "no-events" in {problem.code for problem in coded.problems}


def test_the_same_event_twice_counts_once(code):
    coded, drops = code(event(), event())
    assert len(coded.claims) == 1
    assert drops.dropped["event", Reason.DUPLICATE] == 1


def test_events_come_in_the_order_of_the_report_and_open_figures_are_read(code):
    arrest = event(
        evidence=["Police arrested at least 20 students in Colombo"],
        type="Arrests",
        captured={"low": 20, "high": None},
        killed=None,
    )
    coded, _ = code(arrest, event())
    assert [claim.type.value for claim in coded.claims] == ["Armed clash", "Arrests"]
    assert [claim.id for claim in coded.claims] == ["e1", "e2"]
    assert coded.claims[1].captured.spans[0].quote(TEXT) == "at least 20"


def test_news_without_a_day_ends_on_the_day_of_publication_by_house_rule(code):
    coded, _ = code(event(when=None, start=None, end="1995-04-20"))
    assert (coded.claims[0].start, coded.claims[0].end.value) == (None, "1995-04-20")
    assert coded.claims[0].date_precision == "span"


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(TEXT.split())
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(event())), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(list(event())), _JSON).map(lambda d: event(**d)) | _JSON
    )
)
def test_whatever_json_is_proposed_is_kept_or_counted_and_what_is_kept_is_in_the_report(proposals):
    report = make_report()
    part = Span(0, len(TEXT))
    drops = Drops()
    types = ["Armed clash", "Arrests"]
    maker = ClaimMaker(report, _parsed(), Ground(report, part), types, "llm:x", drops)
    claims = maker.claims(proposals)
    dropped = sum(times for (name, _), times in drops.dropped.items() if name == "event")
    assert drops.proposed == len(proposals) == len(claims) + dropped
    for claim in claims:
        assert claim.evidence
        for value in (*claim.initiators, *claim.targets, claim.place, claim.weapon):
            assert value is None or value.spans[0].quote(TEXT) == value.value


@cache
def _parsed():
    return parse(make_report())
