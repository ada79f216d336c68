import csv
import json
from collections import Counter
from dataclasses import replace

import pytest
from helpers.made_events import (
    ARMY,
    CIVILIANS,
    CROWD,
    REBELS,
    area,
    figure,
    keyed,
    made_event,
    party,
    rich_case,
)
from helpers.tellings import place_ref, telling
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.export.losses import Losses
from tacitus.export.ucdp import FILE, priogrid, ucdp_rows, write_ucdp
from tacitus.knowledge.ucdp import load_ucdp
from tacitus.reconcile.compose import compose
from tacitus.records import Source

BOOK = load_ucdp()
ISLAMISTS = party("Islamic State", "rebels", "IQ", "islamic_state")
RUSSIANS = party("Air force of Russia", "state_forces", "RU", "state:RU:air_force")
GUNMEN = party("gunmen", "unknown_armed")
COALITION = party("Coalition", "international", None, "x:coalition")


def killed(best, side="all", low=None, high=-1):
    made = figure(low=best if low is None else low, best=best, high=best if high == -1 else high)
    return replace(made, side=side, rule="ucdp")


def rows(event, tellings=None, losses=None, **options):
    return ucdp_rows(event, tellings or {}, losses or Losses("ucdp"), **options)


def row(event, tellings=None, losses=None, **options):
    (made,) = rows(event, tellings, losses, **options)
    return made


def deadly(**changes):
    return made_event(**({"figures": (killed(8),)} | changes))


def test_the_book_has_the_columns_and_states_of_ucdp():
    assert len(BOOK.columns) == 49
    assert {BOOK.region(number) for number in BOOK.gw.values()} == set(BOOK.regions)
    assert (BOOK.number("SY", 2017), BOOK.number("RS", 1999), BOOK.number("RS", 2010)) == (
        652,
        345,
        340,
    )
    # an area that UCDP counts to a state
    assert (BOOK.country("PS"), BOOK.number("PS", 2014)) == ("Israel", 666)


@pytest.mark.parametrize(
    ("initiators", "targets", "violence", "a", "b", "gw"),
    [
        ((ARMY,), (REBELS,), "1", "Government of Syria", "Harlan Brigade", ("652", "")),
        # a government is side a, whoever attacked
        ((REBELS,), (ARMY,), "1", "Government of Syria", "Harlan Brigade", ("652", "")),
        ((RUSSIANS,), (ARMY,), "1", "Government of Russia (Soviet Union)", "Government of Syria", ("365", "652")),
        ((REBELS,), (ISLAMISTS,), "2", "Harlan Brigade", "Islamic State", ("", "")),
        ((ISLAMISTS,), (CIVILIANS,), "3", "Islamic State", "Civilians", ("", "")),
        ((ARMY,), (CROWD,), "3", "Government of Syria", "Civilians", ("652", "")),
        # civilians beside fighters are no side, and allies are left out, those of the country last
        ((ARMY,), (REBELS, CIVILIANS), "1", "Government of Syria", "Harlan Brigade", ("652", "")),
        ((RUSSIANS, ARMY), (REBELS,), "1", "Government of Syria", "Harlan Brigade", ("652", "")),
        ((ARMY,), (party("rebels", "rebels", "SY"),), "1", "Government of Syria", "Syrian insurgents", ("652", "")),
        ((party("troops", "state_forces"),), (ISLAMISTS,), "1", "Government of Syria", "Islamic State", ("652", "")),
        ((COALITION,), (ISLAMISTS,), "1", "Coalition", "Islamic State", ("", "")),
        ((ARMY, REBELS), (), "1", "Government of Syria", "Harlan Brigade", ("652", "")),
    ],
)  # fmt: skip
def test_dyads(initiators, targets, violence, a, b, gw):
    made = row(deadly(type="Armed clash", initiators=initiators, targets=targets))
    assert (made["type_of_violence"], made["side_a"], made["side_b"]) == (violence, a, b)
    assert made["dyad_name"] == f"{a} - {b}"
    assert (made["gwnoa"], made["gwnob"]) == gw


def test_ids_of_actors_are_those_of_the_registry_and_empty_where_unknown():
    losses = Losses("ucdp")
    made = row(deadly(targets=(ISLAMISTS,)), losses=losses)
    assert (made["side_a_new_id"], made["side_b_new_id"]) == ("118", "234")
    assert not any(field == "actors" for _, field, _ in losses.counts)
    unknown = row(deadly(targets=(REBELS,)), losses=losses)
    assert unknown["side_b_new_id"] == unknown["conflict_new_id"] == unknown["dyad_new_id"] == ""
    assert losses.counts["dropped", "actors", "UCDP's id of an actor is not known"] == 1
    assert row(deadly())["side_b_new_id"] == "9999"


@pytest.mark.parametrize(
    ("targets", "figures", "wanted"),
    [
        # deaths_a, deaths_b, deaths_civilians, deaths_unknown, best, low, high
        ((REBELS,), (killed(8),), (0, 0, 0, 8, 8, 8, 8)),
        ((REBELS,), (killed(8, low=5, high=12), killed(2, "initiators"), killed(3, "targets")), (2, 3, 0, 3, 8, 5, 12)),
        ((REBELS, CIVILIANS), (killed(8), killed(3, "targets"), killed(4, "civilians")), (0, 3, 4, 1, 8, 8, 8)),
        ((CIVILIANS,), (killed(8),), (0, 0, 8, 0, 8, 8, 8)),
        ((CIVILIANS,), (killed(8), killed(8, "targets"), killed(8, "civilians")), (0, 0, 8, 0, 8, 8, 8)),
        ((CIVILIANS,), (killed(8), killed(1, "initiators"), killed(5, "civilians")), (1, 0, 5, 2, 8, 8, 8)),
        # sides that overlap are cut to the toll over all
        ((REBELS,), (killed(8), killed(6, "targets"), killed(5, "civilians")), (0, 3, 5, 0, 8, 8, 8)),
        ((REBELS,), (killed(8, high=None),), (0, 0, 0, 8, 8, 8, 8)),
        ((REBELS,), (killed(0, low=0, high=4),), (0, 0, 0, 0, 0, 0, 4)),
        ((REBELS,), (killed(3, "targets"),), (0, 3, 0, 0, 3, 3, 3)),
    ],
)  # fmt: skip
def test_deaths_add_up(targets, figures, wanted):
    if figures[0].side != "all":
        # the rule itself gives the sum of sides; a record by hand may lack it
        figures = (killed(sum(f.best for f in figures)), *figures)
    made = row(deadly(targets=targets, figures=figures))
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high")
    numbers = tuple(int(made[name]) for name in names)
    assert numbers == wanted
    assert sum(numbers[:4]) == numbers[4]
    assert numbers[5] <= numbers[4] <= numbers[6]


def test_sides_are_turned_round_with_their_losses():
    figures = (killed(5), killed(4, "initiators"), killed(1, "targets"))
    made = row(deadly(initiators=(REBELS,), targets=(ARMY,), figures=figures))
    assert (made["side_a"], made["deaths_a"], made["deaths_b"]) == ("Government of Syria", "1", "4")


def test_losses_of_a_clash_whose_parties_are_all_initiators_are_of_no_known_side():
    figures = (killed(5), killed(5, "initiators"))
    made = row(deadly(type="Armed clash", initiators=(ARMY, REBELS), targets=(), figures=figures))
    assert (made["deaths_a"], made["deaths_unknown"]) == ("0", "5")


def test_figures_are_those_of_ucdps_rule_whatever_the_event_holds():
    held = [
        telling("r1", outlet="Gazette", killed=(20, 20), attribution=("the Red Cross",)),
        telling("r2", outlet="Courier", killed=(12, 12), attribution=("doctors at the hospital",), published="2017-04-09"),
    ]  # fmt: skip
    event = replace(compose(held, rule="acled-lowest"), initiators=(ARMY,), targets=(CIVILIANS,))
    made = row(event, keyed(*held))
    assert (made["low"], made["high"]) == ("12", "20")


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2017-04-04", "2017-04-04", "1"),
        ("2017-04-04", "2017-04-05", "2"),
        ("2017-04-04", "2017-04-09", "2"),
        ("2017-04-03", "2017-04-09", "3"),
        ("2017-04-01", "2017-04-30", "4"),
        ("2017-01-01", "2017-12-31", "5"),
    ],
)
def test_days_are_kept_together_with_their_precision(start, end, precision):
    made = row(deadly(start=start, end=end))
    assert (made["date_start"], made["date_end"], made["date_prec"]) == (start, end, precision)


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [
        (-90.0, -180.0, 1),
        (-89.6, -179.4, 2),
        (-89.4, -180.0, 721),
        (34.53, 69.17, 179779),  # Kabul
        (0.0, 0.0, 129961),
        (90.0, 180.0, 259200),
    ],
)
def test_cells_of_the_prio_grid(lat, lon, cell):
    assert priogrid(lat, lon) == cell


def test_the_place():
    made = row(
        deadly(place=place_ref("Harlan", 35.2, 37.1, "SY", admin1="Hama", mention="Harlan town"))
    )
    assert (made["where_prec"], made["where_coordinates"], made["adm_1"]) == ("1", "Harlan", "Hama")
    assert made["where_description"] == "Harlan (told as Harlan town)"
    assert made["geom_wkt"] == "POINT (37.100000 35.200000)"
    assert (made["country"], made["country_id"], made["region"]) == ("Syria", "652", "Middle East")
    country = row(deadly(place=area("Syria", "country", "geonames:163843", "SY")))
    assert country["where_prec"] == "6"


def test_sources_tell_who_published_and_whom_it_goes_back_to():
    event, tellings = rich_case()
    outlet = Source("outlet:Gazette", "Gazette", "media", None, ("r1#e1",), ("Gazette",))
    event = replace(event, sources=(*event.sources, outlet))
    made = row(event, tellings)
    assert made["number_of_sources"] == "2"
    assert made["source_office"] == "Gazette; Courier"
    assert made["source_date"] == "2017-04-05; 2017-04-06"
    assert made["source_article"] == '"Gazette,2017-04-05,r1"; "Courier,2017-04-06,r2"'
    assert made["source_original"] == "rescuers; the ministry"
    assert made["relid"] == f"SYR-2017-3-{event.id}"


@pytest.mark.parametrize(
    "changes",
    [
        {"factuality": "denied"},
        {"factuality": "prospective"},
        {"aggregate": True},
        {"rejected": True},
        {"start": None, "end": None},
        {"start": None},
        {"start": "2010-01-01"},
        {"start": "2017-04-05"},
        {"place": None},
        {"type": "Peaceful protest"},
        {"type": "Arrests"},
        {"type": "Cattle raid"},
        {"figures": ()},
        {"figures": (killed(0),)},
        {"figures": (replace(killed(3), kind="injured"),)},
        {"initiators": ()},
        {"initiators": (GUNMEN,)},
        {"initiators": (party("armed men", "rebels", "SY"),)},
        {"initiators": (CIVILIANS,)},
        {"targets": ()},
        {"targets": (ARMY,)},
    ],
)
def test_what_ucdp_does_not_code_is_left_out_and_counted(changes):
    losses = Losses("ucdp")
    assert rows(deadly(**changes), losses=losses) == []
    assert [(kind, name) for kind, name, _ in losses.counts] == [("dropped", "event")]


def test_civilians_killed_are_the_other_side_where_no_target_is_told():
    made = row(deadly(targets=(), figures=(killed(4), killed(4, "civilians"))))
    assert (made["type_of_violence"], made["deaths_civilians"]) == ("3", "4")


def test_totals_are_written_only_where_asked_for():
    assert rows(deadly(aggregate=True)) == []
    assert row(deadly(aggregate=True), totals=True)["event_clarity"] == "2"
    assert rows(deadly(aggregate=True, factuality="denied"), totals=True) == []
    assert row(deadly())["event_clarity"] == "1"


def test_the_last_possible_day_is_taken_only_where_asked_for():
    made = row(deadly(start=None), by_last_day=True)
    assert (made["date_start"], made["date_end"], made["date_prec"]) == (
        "2017-04-04",
        "2017-04-04",
        "2",
    )


def many():
    rich, tellings = rich_case()
    two = deadly(id="01TWO", initiators=(ISLAMISTS,), targets=(ARMY, REBELS), figures=(killed(5),))
    return [rich, two, deadly(id="01LEFT", factuality="denied"), deadly(id="01SAME")], tellings


def test_rows_add_up_and_tolls_are_shared(tmp_path):
    events, tellings = many()
    losses = write_ucdp(events, tellings, tmp_path)
    by_kind = Counter()
    for (kind, field, _), count in losses.counts.items():
        if field == "event":
            by_kind[kind] += count
    assert losses.events == len(events)
    assert losses.rows == losses.events - by_kind["dropped"] + by_kind["split"] == 4
    with (tmp_path / FILE).open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    pair = [r for r in read if "01TWO" in r["relid"]]
    assert [(r["type_of_violence"], r["best"]) for r in pair] == [("1", "3"), ("2", "2")]


def test_losses_keep_their_side_where_two_dyads_stand_the_other_way_round():
    # the islamists fight the army, which is side a there, and the brigade, of which they are side a
    figures = (killed(10), killed(6, "initiators"), killed(4, "targets"))
    state, other = rows(deadly(initiators=(ISLAMISTS,), targets=(ARMY, REBELS), figures=figures))
    assert (state["side_b"], state["deaths_a"], state["deaths_b"]) == ("Islamic State", "2", "3")
    assert (other["side_a"], other["deaths_a"], other["deaths_b"]) == ("Islamic State", "3", "2")


tolls = st.integers(0, 40)


@settings(max_examples=150, deadline=None)
@given(
    best=tolls,
    more=tolls,
    sides=st.dictionaries(
        st.sampled_from(["initiators", "targets", "civilians", "unknown"]), tolls
    ),
    targets=st.sampled_from([(REBELS,), (CIVILIANS,), (ARMY, REBELS), (ARMY, REBELS, CIVILIANS)]),
    low=tolls,
)
def test_whatever_is_told_the_numbers_of_all_rows_add_up(best, more, sides, targets, low):
    figures = (
        killed(best, low=min(low, best), high=best + more),
        *(killed(number, side) for side, number in sides.items()),
    )
    made = rows(deadly(initiators=(ISLAMISTS,), targets=targets, figures=figures))
    assert sum(int(r["best"]) for r in made) == (best if made else 0)
    assert bool(made) == (best + more > 0)
    for r in made:
        parts = [int(r[f"deaths_{name}"]) for name in ("a", "b", "civilians", "unknown")]
        assert min(parts) >= 0
        assert sum(parts) == int(r["best"])
        assert 0 <= int(r["low"]) <= int(r["best"]) <= int(r["high"])


def test_a_dyads_year_is_active_from_twenty_five_deaths_on(tmp_path):
    big = deadly(id="01BIG", figures=(killed(20),))
    write_ucdp([deadly(), big, deadly(id="01ELSE", initiators=(ISLAMISTS,))], {}, tmp_path)
    with (tmp_path / FILE).open(encoding="utf-8", newline="") as stream:
        assert [r["active_year"] for r in csv.DictReader(stream)] == ["1", "1", "0"]


def test_a_file_reads_back_and_the_same_events_give_the_same_bytes(tmp_path):
    events, tellings = many()
    # an event given twice still has an id of its own in each row
    for name in ("a", "b"):
        losses = write_ucdp([*events, events[0]], tellings, tmp_path / name)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    with (tmp_path / "a" / FILE).open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert list(read[0]) == BOOK.columns
    assert len({r["id"] for r in read}) == len(read) == losses.rows
    assert all(int(r["id"]) < 2**53 for r in read)
    saved = json.loads((tmp_path / "a" / "losses.json").read_text(encoding="utf-8"))
    assert saved["format"] == "ucdp"
