"""Claims out of what the learned reader proposes, and what the rules add to them."""

from datetime import date

import pytest
from helpers.fake_model import FakeModel

from tacitus.extract.apart import days_apart, towns_apart
from tacitus.extract.blending import blend
from tacitus.extract.extractor import extract_claims
from tacitus.extract.proposals import Proposer
from tacitus.extract.proposed import Assembler
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.learned import load_trust
from tacitus.parse.document import parse
from tacitus.read import make_report
from tacitus.records import Count, PlaceRef
from tacitus.resolve.dates import TimeMention

TEXT = (
    "Gunmen stormed a police post in Mubi on Monday, the mayor said. Eight officers died in the "
    "raid. Separately, traders marched in Lagos."
)
RAID = {
    "type": "Armed clash",
    "event": 1,
    "killed": "figure",
    "roles": {
        "initiators": ["Gunmen"],
        "targets": ["police post"],
        "place": ["Mubi"],
        "time": ["on Monday"],
        "killed": ["Eight"],
        "attribution": ["the mayor"],
    },
}


def read(text):
    report = make_report(text, id="r", option=date(2015, 3, 4))
    return read_out(parse(report), load_codebook(None), load_index(None), open_gazetteer())


def claims(text, script, **trust):
    reading, model = read(text), FakeModel(text, script)
    trusted = load_trust().model_copy(update=trust)
    proposals = Proposer(reading, model, trusted).proposals()
    assembler = Assembler(reading, model.version)
    return [assembler.claim(p) for p in proposals if p.score >= trusted.event], reading.parsed


def blended(text, script, **trust):
    reading, model = read(text), FakeModel(text, script)
    trusted = load_trust().model_copy(update=trust)
    ruled = extract_claims(reading)
    return blend(Proposer(reading, model, trusted), Assembler(reading, "fake"), ruled)


def test_claim_fields():
    (claim,), parsed = claims(TEXT, {"stormed": RAID, "raid": RAID})
    assert claim.type.value == "Armed clash"
    assert [x.value for x in claim.initiators] == ["Gunmen"]
    assert [x.value for x in claim.targets] == ["police post"]
    assert claim.place.value == "Mubi"
    assert claim.start.value == claim.end.value == "2015-03-02"
    assert claim.killed.value == Count(8, 8)
    assert [x.value for x in claim.attribution] == ["mayor"]
    assert len(claim.evidence) == 2
    assert claim.type.by == "model:fake"
    text = parsed.report.text
    for value in (*claim.initiators, *claim.targets, *claim.attribution, claim.place):
        assert value.value == value.spans[0].quote(text)


def test_tellings_of_two_events_stay_apart():
    script = {"stormed": RAID, "raid": RAID, "marched": {"type": "Peaceful protest"}}
    found, _ = claims(TEXT, script)
    assert [c.type.value for c in found] == ["Armed clash", "Peaceful protest"]


@pytest.mark.parametrize(
    ("told", "count"),
    [("one", Count(1, 1)), ("plural", Count(2, None)), ("nobody", Count(0, 0)), ("none", None)],
)
def test_toll_without_a_figure(told, count):
    (claim,), _ = claims(TEXT, {"stormed": RAID | {"killed": told}})
    assert (claim.killed.value if claim.killed else None) == count


@pytest.mark.parametrize(
    ("dating", "start", "end"),
    [("told", "2015-03-02", "2015-03-02"), ("news", None, "2015-03-04"), ("undated", None, None)],
)
def test_days(dating, start, end):
    (claim,), _ = claims(TEXT, {"stormed": RAID | {"dating": dating}})
    assert (claim.start and claim.start.value, claim.end and claim.end.value) == (start, end)


def test_words_that_tell_of_nothing_make_no_claim():
    assert claims(TEXT, {"stormed": RAID | {"valid": 0.05}})[0] == []


def test_rules_fill_what_the_model_leaves_empty():
    script = {"stormed": RAID | {"roles": {"initiators": ["Gunmen"]}}}
    (claim,) = blended(TEXT, script, fill=frozenset({"place"}))
    assert claim.place.value == "Mubi"
    assert claim.place.by.startswith("place:")
    (claim,) = blended(TEXT, script, fill=frozenset())
    assert claim.place is None


def test_what_has_happened_is_not_dated_to_come():
    text = "Rebels shelled Mubi in the war, which enters its fifth year next month, the mayor said."
    script = {"shelled": {"type": "Shelling/artillery/missile attack"}}
    told = {"roles": {"time": ["next month"]}}
    (claim,), _ = claims(text, {"shelled": script["shelled"] | told})
    assert claim.start is None
    (claim,), _ = claims(
        text, {"shelled": script["shelled"] | told | {"factuality": "prospective"}}
    )
    assert claim.start.value == "2015-04-01"


def test_a_noun_that_names_nobody_makes_no_party():
    text = "Recent army progress in Mubi ended the siege. Later army troops left the town."
    raid = {"type": "Armed clash", "roles": {"initiators": ["army"]}}
    (claim,), _ = claims(text, {"siege": raid})
    assert [x.value for x in claim.initiators] == ["army"]


def test_a_noun_of_people_takes_the_words_before_it_along():
    text = "In Mubi, pro-government forces raided a farm."
    raid = {"type": "Attack", "roles": {"initiators": ["pro-government"]}}
    (claim,), _ = claims(text, {"raided": raid})
    assert [x.value for x in claim.initiators] == ["pro-government forces"]


def test_those_who_do_something_else_are_no_toll():
    text = "An air strike killed at least 14 people in Mubi, where 8,000 people remain in hiding."
    raid = {"type": "Air/drone strike", "killed": "figure"}
    raid |= {"roles": {"killed": ["at least 14", "8,000"]}}
    (claim,), _ = claims(text, {"killed": raid})
    assert claim.killed.value == Count(14, None)


def test_tellings_of_two_days_are_of_two_events():
    text = (
        "Rebels shelled Mubi on Monday, killing two traders. The town was shelled on Sunday, too."
    )
    first, second = {"event": 1, "type": "Attack"}, {"event": 1, "type": "Attack"}
    found, _ = claims(text, {"Rebels shelled": first, "was shelled": second})
    assert [c.start.value for c in found] == ["2015-03-02", "2015-03-01"]


def test_tellings_of_another_day_and_town_are_never_joined():
    text = (
        "A strike was told of. A missile hit a depot in Aleppo on Sunday.\n\n"
        "The army shelled a hospital in Homs on Saturday. Artillery fire there killed a nurse."
    )
    # the model takes all of it for one event
    script = {
        words: {"event": 1, "type": "Shelling/artillery/missile attack"}
        for words in ("A strike", "hit", "shelled", "Artillery fire")
    }
    found, _ = claims(text, script)
    assert sorted(c.start.value for c in found) == ["2015-02-28", "2015-03-01"]


def test_tellings_that_stand_with_towns_far_from_each_other_are_apart():
    def town(lat, lon):
        return PlaceRef("x", "X", "g:1", lat, lon, "SY", None, "settlement", 1, 1)

    aleppo, suburb, homs, nowhere = town(36.2, 37.16), town(36.3, 37.2), town(34.7, 36.7), None
    apart = towns_apart([aleppo, suburb, homs, nowhere])
    assert apart.tolist() == [
        [False, False, True, False],
        [False, False, True, False],
        [True, True, False, False],
        [False, False, False, False],
    ]


def time(first, last, precision, kind="point"):
    return TimeMention(0, 1, first, last, precision, kind, "", "")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (time("2011-06-03", "2011-06-03", "day"), time("2011-06-03", "2011-06-03", "day"), False),
        (time("2011-06-03", "2011-06-03", "day"), time("2011-06-04", "2011-06-04", "day"), True),
        # a massacre of another year
        (time("2011-06-03", "2011-06-03", "day"), time("1982-01-01", "1982-12-31", "year"), True),
        (
            time("2011-06-01", "2011-06-30", "month"),
            time("2011-09-01", "2011-09-30", "month"),
            True,
        ),
        # "this week" is told loosely
        (time("2011-06-06", "2011-06-12", "week"), time("2011-06-04", "2011-06-04", "day"), False),
        (time("2011-01-01", "2011-12-31", "year"), time("2011-06-04", "2011-06-04", "day"), False),
        (time(None, "2011-06-03", "day", "bound"), time("1982-01-01", None, "year"), False),
        (None, time("1982-01-01", "1982-12-31", "year"), False),
    ],
)
def test_tellings_of_two_times_are_apart(one, other, apart):
    assert days_apart([one, other]).tolist() == [[False, apart], [apart, False]]


def test_a_site_is_named_to_its_end():
    text = "Rebels and soldiers fought around a power plant in Bobo on Monday."
    fight = {"type": "Armed clash", "roles": {"place": ["power"]}}
    ((claim,), _) = claims(text, {"fought": fight})
    assert claim.place.value == "power plant"
