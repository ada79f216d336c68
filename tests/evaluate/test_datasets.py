import csv
import json
from dataclasses import replace
from itertools import permutations

import pytest
from helpers.made_events import ARMY, CIVILIANS, REBELS, figure, made_event
from helpers.tellings import telling
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.evaluate.dataset_likeness import likeness, names_alike, packaged_matching
from tacitus.evaluate.datasets import (
    MATCHED,
    OWN_ONLY,
    THEIRS_ONLY,
    compare_datasets,
    rows_of_events,
)
from tacitus.evaluate.datasets_files import COLUMNS, write_comparison
from tacitus.read.dataset_rows import DatasetRow
from tacitus.records import TacitusError

RULES = packaged_matching()
SYRIANS, TIGERS = "Military Forces of Syria (2000-2024)", "Harlan Brigade"


def acled(name="a1", **changes):
    row = DatasetRow(
        form="acled",
        id=name,
        line=None,
        start="2017-04-04",
        end="2017-04-04",
        date_precision=1,
        category="Battles",
        type="Armed clash",
        sides=((SYRIANS,), (TIGERS,)),
        classes=("State forces", "Rebel group"),
        interaction="State forces-Rebel group",
        country="SY",
        country_name="Syria",
        admin1="",
        place="Harlan",
        lat=35.2,
        lon=37.1,
        place_precision=1,
        low=5,
        best=5,
        high=5,
        sources=("Gazette",),
        event=None,
        cells={},
    )
    if "start" in changes and "end" not in changes:
        changes["end"] = changes["start"]
    if "best" in changes:
        changes = {"low": changes["best"], "high": changes["best"]} | changes
    return replace(row, **changes)


def ucdp(name="u1", **changes):
    given = {
        "form": "ucdp",
        "category": "state-based",
        "type": None,
        "sides": (("Government of Syria",), (TIGERS,)),
    }
    return acled(name, **(given | changes))


def statuses(comparison):
    return {
        (row.status, row.own.id if row.own else None, row.theirs.id if row.theirs else None)
        for row in comparison.rows
    }


def only(comparison):
    (row,) = comparison.rows
    return row


# ---- pairs


@pytest.mark.parametrize(
    ("theirs", "differs"),
    [
        (acled("t"), []),
        (acled("t", start="2017-04-05"), ["days"]),
        # a day some way off that its own precision leaves open
        (acled("t", start="2017-04-07", date_precision=2), ["days"]),
        (acled("t", lat=35.6, place_precision=2), ["place"]),
        (acled("t", lat=35.25), []),
        (acled("t", type="Air/drone strike", category="Explosions/Remote violence"), ["type"]),
        (acled("t", best=9), ["deaths"]),
        (acled("t", sides=((TIGERS,), (SYRIANS,))), []),
        (acled("t", sides=((SYRIANS,), ("Northern Eagles",))), []),
        (acled("t", sides=((SYRIANS,), ("Unidentified Armed Group (Syria)",))), []),
        (ucdp("t"), []),
        (ucdp("t", sides=((TIGERS,), ("Government of Syria",))), []),
        (ucdp("t", start="2017-04-01", end="2017-04-30", date_precision=4), []),
        (ucdp("t", low=3, best=4, high=8), []),
        (ucdp("t", low=6, best=7, high=8), ["deaths"]),
    ],
)
def test_one_event_is_found_and_what_differs_is_told(theirs, differs):
    row = only(compare_datasets([acled()], [theirs]))
    assert row.status == MATCHED
    assert [d.field for d in row.differs if d.field != "actors"] == differs


@pytest.mark.parametrize(
    "theirs",
    [
        acled("t", start="2017-04-07"),
        acled("t", lat=36.2),
        acled("t", category="Protests", type="Peaceful protest"),
        acled("t", sides=(("Military Forces of Chad (2021-)",), ("Boko Haram",))),
        ucdp("t", lat=None, lon=None, country="IQ"),
        ucdp("t", place_precision=6, country="IQ"),
    ],
)
def test_what_lies_too_far_apart_is_missing_on_either_side(theirs):
    found = compare_datasets([acled()], [theirs], everything=True)
    assert statuses(found) == {(OWN_ONLY, "a1", None), (THEIRS_ONLY, None, "t")}


def test_a_row_known_by_its_country_alone_can_be_one_with_a_placed_one():
    row = only(compare_datasets([acled()], [ucdp("t", place_precision=6, lat=34.8, lon=39.0)]))
    assert row.status == MATCHED
    assert [d.field for d in row.differs] == ["place"]


def test_differences_hold_both_values():
    theirs = acled("t", best=9, sides=((SYRIANS,), ("Civilians (Syria)",)))
    told = {d.field: (d.own, d.theirs) for d in only(compare_datasets([acled()], [theirs])).differs}
    assert told["deaths"] == ("5", "9")
    assert told["actors"] == (f"{SYRIANS} - {TIGERS}", f"{SYRIANS} - Civilians (Syria)")


def test_each_row_is_paired_once_and_the_whole_fits_best():
    # the nearest pair alone would leave the others without a partner
    own = [acled("a1", best=5), acled("a2", best=50)]
    theirs = [acled("t1", best=6), acled("t2", best=48)]
    assert statuses(compare_datasets(own, theirs)) == {
        (MATCHED, "a1", "t1"),
        (MATCHED, "a2", "t2"),
    }
    assert statuses(compare_datasets(own, theirs[:1])) == {
        (MATCHED, "a1", "t1"),
        (OWN_ONLY, "a2", None),
    }


def test_the_order_of_rows_does_not_count():
    own = [acled(f"a{n}", best=n) for n in range(3)]
    theirs = [acled(f"t{n}", best=n, start="2017-04-05") for n in range(3)]
    first = compare_datasets(own, theirs)
    for mine in permutations(own):
        assert compare_datasets(mine, theirs[::-1]) == first


def test_large_groups_are_paired_best_first():
    small = RULES.model_copy(update={"exact": 1})
    own = [acled("a1", best=5), acled("a2", best=50)]
    theirs = [acled("t1", best=6), acled("t2", best=48)]
    found = compare_datasets(own, theirs, small)
    assert statuses(found) == {(MATCHED, "a1", "t1"), (MATCHED, "a2", "t2")}
    assert found.greedy == 4


days = st.integers(1, 28).map(lambda n: f"2017-04-{n:02d}")
made_rows = st.lists(
    st.tuples(days, st.floats(34.0, 37.0), st.integers(0, 30), st.sampled_from([1, 2, 3])),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(mine=made_rows, others=made_rows)
def test_every_row_is_told_once_and_the_index_misses_none(mine, others):
    own, theirs = (
        [
            acled(f"{letter}{n}", start=day, lat=lat, best=dead, date_precision=sure, place_precision=sure)
            for n, (day, lat, dead, sure) in enumerate(rows)
        ]
        for letter, rows in (("a", mine), ("t", others))
    )  # fmt: skip
    found = compare_datasets(own, theirs, everything=True)
    assert sorted(row.own.id for row in found.rows if row.own) == sorted(row.id for row in own)
    assert sorted(r.theirs.id for r in found.rows if r.theirs) == sorted(row.id for row in theirs)
    alone = [row.own for row in found.rows if row.status == OWN_ONLY]
    free = [row.theirs for row in found.rows if row.status == THEIRS_ONLY]
    for one in alone:
        for other in free:
            alike = likeness(one, other, RULES)
            assert alike is None or alike.score < RULES.floor


# ---- coverage


def test_what_the_other_side_does_not_cover_is_counted_apart():
    own = [acled("a1")]
    theirs = [
        acled("t1"),
        acled("t2", start="2017-04-05", lat=30.0),
        acled("t3", start="2019-01-01"),
        acled("t4", country="IQ", lat=33.0, lon=44.0),
    ]
    found = compare_datasets(own, theirs)
    assert statuses(found) == {(MATCHED, "a1", "t1"), (THEIRS_ONLY, None, "t2")}
    assert found.outside_theirs == 2
    assert compare_datasets(own, theirs, everything=True).count(THEIRS_ONLY) == 3


def test_the_summary_adds_up():
    own = [acled("a1"), acled("a2", lat=33.0)]
    theirs = [acled("t1", best=9), acled("t2", lat=36.9, best=2)]
    told = compare_datasets(own, theirs).summary()
    assert (told["own"], told["theirs"], told["matched"]) == (2, 2, 1)
    assert (told["own_only"], told["theirs_only"], told["share_of_own"]) == (1, 1, 0.5)
    assert told["differs"] == {"deaths": 1}
    assert (told["deaths_own"], told["deaths_theirs"]) == (10, 11)
    assert compare_datasets([], []).summary()["share_of_own"] is None


# ---- names


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Military Forces of Syria (2000-2024)", "Government of Syria", True),
        ("Military Forces of Yemen (2022-) Air Force", "Military Forces of Yemen (2022-)", True),
        ("Government of Yemen (North Yemen)", "Government of Yemen (2012-2022)", True),
        ("Police Forces of Mali (2021-)", "Government of Syria", False),
        ("QSD: Syrian Democratic Forces", "Syrian Democratic Forces", True),
        ("Islamic State (Syria)", "IS", True),
        ("Civilians (Syria)", "Civilians", True),
        ("Civilians (Syria)", "Unidentified Armed Group (Syria)", False),
        ("Islamic State", "Syrian Democratic Forces", False),
        ("Harlan Brigade", "Brigade of Harlan", True),
        ("Harlan Brigade", "Northern Eagles", False),
    ],
)
def test_names_over_data_sets(one, other, alike):
    likely = names_alike(one, other, 0.5)
    assert (likely >= RULES.alike) == alike
    assert likely == names_alike(other, one, 0.5)


@pytest.mark.parametrize(
    "vague", ["Unidentified Armed Group (Syria)", "Opposition Rebels (Syria)", "Syrian insurgents"]
)
def test_unidentified_actors_may_be_anybody(vague):
    assert names_alike(vague, "Islamic State", 0.5) == 0.5
    assert names_alike("Syrian insurgents", "Opposition Rebels (Syria)", 0.5) == 1.0


# ---- events and files


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_events_are_compared_without_writing_a_file(form):
    dead = replace(figure(best=5, low=5, high=5), rule="ucdp" if form == "ucdp" else "acled-lowest")
    event = made_event(
        [telling(kind="Armed clash")],
        targets=(REBELS, CIVILIANS),
        initiators=(ARMY,),
        figures=(dead,),
    )
    own = rows_of_events([event, replace(event, id="01X", factuality="denied")], {}, form)
    assert len(own) == 1
    theirs = acled("t") if form == "acled" else ucdp("t")
    row = only(compare_datasets(own, [theirs]))
    assert (row.status, row.differs) == (MATCHED, ())


def test_an_unknown_form_is_told():
    with pytest.raises(TacitusError, match="'gtd' is no data set"):
        rows_of_events([], {}, "gtd")


def test_files_hold_every_row_with_its_status(tmp_path):
    own = [acled("a1"), acled("a2", lat=33.0, place="=evil")]
    theirs = [
        ucdp("t1", best=9),
        ucdp(
            "t2",
            place_precision=6,
            lat=None,
            lon=None,
            start="2017-04-05",
            sides=(("Boko Haram",), ("Civilians",)),
            category="one-sided",
        ),
    ]
    found = compare_datasets(own, theirs)
    for name in ("a", "b"):
        write_comparison(found, tmp_path / name)
    for name in ("comparison.csv", "comparison.geojson", "summary.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    with (tmp_path / "a" / "comparison.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert tuple(table[0]) == COLUMNS
    by_status = {row["status"]: row for row in table}
    assert set(by_status) == {MATCHED, OWN_ONLY, THEIRS_ONLY}
    assert by_status[MATCHED]["differs"] == "deaths: 5 | 9"
    assert by_status[OWN_ONLY]["own_place"] == "'=evil"
    drawn = json.loads((tmp_path / "a" / "comparison.geojson").read_text("utf-8"))
    points = {f["properties"]["status"]: f["geometry"] for f in drawn["features"]}
    assert points[MATCHED]["coordinates"] == [37.1, 35.2]
    assert points[THEIRS_ONLY] is None
    summary = json.loads((tmp_path / "a" / "summary.json").read_text("utf-8"))
    assert summary["matched"] == 1
