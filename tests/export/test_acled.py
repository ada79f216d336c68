import csv
import json
import re
from collections import Counter
from dataclasses import replace

import pycountry
import pytest
from helpers.made_events import (
    ARMY,
    CIVILIANS,
    CROWD,
    POLICE,
    REBELS,
    area,
    figure,
    keyed,
    made_event,
    party,
    rich_case,
)
from helpers.tellings import place_ref, telling, unlisted

from tacitus.export.acled import FILE, acled_rows, write_acled
from tacitus.export.acled_when import when_of
from tacitus.export.losses import Losses
from tacitus.export.ruled import shares, told_by
from tacitus.export.sides import camps, own_name
from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.codebook import load_codebook
from tacitus.reconcile.compose import compose
from tacitus.records import Contest, Decision, Position

BOOK = load_acled()
ISLAMISTS = party("Islamic State", "rebels", "IQ", "islamic_state")
TURKS = party("Army of Turkey", "state_forces", "TR", "state:TR:army")
GUNMEN = party("gunmen", "unknown_armed")
REGIME = party("Government of Syria", "government", "SY", "state:SY:government")


def rows(event, tellings=None, losses=None, **options):
    return acled_rows(event, tellings or {}, losses or Losses("acled"), **options)


def row(event, tellings=None, losses=None, **options):
    (made,) = rows(event, tellings, losses, **options)
    return made


def sides(made):
    names = ("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2")
    return tuple(made[name] for name in names)


# ---- the book


def test_the_book_has_the_columns_and_types_of_acled():
    assert len(BOOK.columns) == 31
    assert len([name for held in BOOK.types.values() for name in held]) == 25
    packaged = [name for held in load_codebook().event_types.values() for name in held]
    assert {name for held in BOOK.types.values() for name in held} == set(packaged)
    assert len(BOOK.regions) == 17


def test_every_country_has_one_region_a_name_and_a_number():
    for country in pycountry.countries:
        assert BOOK.region(country.alpha_2), country.name
        assert BOOK.number(country.alpha_2) == int(country.numeric)
    assert (BOOK.region("XK"), BOOK.country("XK"), BOOK.number("XK")) == ("Europe", "Kosovo", 0)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (1, 2, "State forces-Rebel group"),
        (2, 1, "State forces-Rebel group"),
        (7, 8, "External/Other forces-Civilians"),
        (8, 7, "External/Other forces-Civilians"),
        (8, 3, "Political militia-External/Other forces"),
        (5, None, "Rioters only"),
        (3, 3, "Political militia-Political militia"),
    ],
)
def test_interactions_name_the_lower_class_first_but_for_one(one, other, words):
    assert BOOK.interaction(one, other) == words


# ---- rows


@pytest.mark.parametrize("kind", [t for m in BOOK.types.values() for t in m])
@pytest.mark.parametrize(
    "parties",
    [
        ((ARMY,), (REBELS,)),
        ((REBELS,), (ARMY, REBELS)),
        ((CROWD,), (POLICE,)),
        ((), (CIVILIANS,)),
        ((GUNMEN,), ()),
        ((ARMY, TURKS), (ISLAMISTS, CIVILIANS)),
    ],
)
def test_every_type_gives_valid_rows(kind, parties):
    made = rows(made_event([telling(kind=kind)], initiators=parties[0], targets=parties[1]))
    assert made
    texts = set(BOOK.inter.values())
    for r in made:
        assert list(r) == BOOK.columns
        assert r["sub_event_type"] in BOOK.types[r["event_type"]]
        assert r["actor1"]
        assert r["inter1"] in texts
        assert bool(r["actor2"]) == bool(r["inter2"])
        wanted = BOOK.interaction(BOOK.digit(r["inter1"]), BOOK.digit(r["inter2"]))
        assert r["interaction"] == wanted
        assert r["time_precision"] in "123"
        assert r["geo_precision"] in "123"
        assert int(r["fatalities"]) >= 0
        assert re.fullmatch(r"-?\d+\.\d{4}", r["latitude"])
        assert r["event_date"].startswith(r["year"])
        if r["event_type"] == "Battles":
            assert r["actor2"]
            assert "Civilians" not in r["assoc_actor_1"] + r["assoc_actor_2"] + r["inter2"]
        if r["event_type"] == "Violence against civilians":
            assert r["inter2"] in ("Civilians", "Protesters", "Rioters")
            assert r["civilian_targeting"] == "Civilian targeting"


def test_a_row_holds_what_the_event_tells():
    event, tellings = rich_case()
    made = row(event, tellings)
    assert made["event_id_cnty"] == f"SYR{event.id}"
    assert made["event_date"] == "2017-04-04"
    assert made["disorder_type"] == "Political violence"
    assert made["event_type"] == "Explosions/Remote violence"
    assert sides(made) == (
        "Military Forces of Syria (2000-2024)", "", "State forces",
        "Civilians (Syria)", "", "Civilians",
    )  # fmt: skip
    assert (made["iso"], made["region"], made["country"]) == ("760", "Middle East", "Syria")
    assert (made["location"], made["latitude"], made["longitude"]) == (
        "Harlan",
        "35.2000",
        "37.1000",
    )
    assert made["source"] == "Courier; Gazette"
    assert made["timestamp"] == "1491436800"  # 6 April 2017, when the later report was published
    assert event.id in made["notes"]
    assert (
        "Contested killed: 12 – rescuers (witness), against 5 – the ministry (party, for Syria)"
        in made["notes"]
    )
    assert f"tacitus event={event.id}" in made["tags"]


@pytest.mark.parametrize(
    ("kind", "initiators", "targets", "wanted"),
    [
        # a state's army abroad is no state force there, and a regime that fights is its military
        ("Air/drone strike", (TURKS,), (CIVILIANS,),
         ("Military Forces of Turkey (2016-)", "", "External/Other forces", "Civilians (Syria)", "", "Civilians")),
        ("Air/drone strike", (REGIME,), (REBELS,),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Harlan Brigade", "", "Rebel group")),
        ("Arrests", (REGIME,), (CIVILIANS,),
         ("Government of Syria (2000-2024)", "", "State forces", "Civilians (Syria)", "", "Civilians")),
        # allies are associated; of a strike on fighters and civilians the fighters come first
        ("Air/drone strike", (ARMY, party("Hezbollah", "militia", "LB", "hezbollah")), (CIVILIANS, REBELS),
         ("Military Forces of Syria (2000-2024)", "Hezbollah", "State forces", "Harlan Brigade", "Civilians (Syria)", "Rebel group")),
        # civilians are no actors of a battle, which needs two
        ("Armed clash", (ARMY,), (REBELS, CIVILIANS),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Harlan Brigade", "", "Rebel group")),
        ("Armed clash", (ARMY,), (CIVILIANS,),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Unidentified Armed Group (Syria)", "", "Political militia")),
        ("Armed clash", (ARMY, REBELS), (),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Harlan Brigade", "", "Rebel group")),
        # victims are civilians, prisoners too
        ("Attack", (ISLAMISTS,), (party("soldiers", "state_forces", "SY"),),
         ("Islamic State", "", "Rebel group", "Civilians (Syria)", "Military Forces of Syria (2000-2024)", "Civilians")),
        ("Attack", (), (party("journalist", "civilians", "SY"),),
         ("Unidentified Armed Group (Syria)", "", "Political militia", "Civilians (Syria)", "Journalists (Syria)", "Civilians")),
        ("Attack", (party("a man", "person"),), (),
         ("Unidentified Armed Group (Syria)", "", "Political militia", "Civilians (Syria)", "", "Civilians")),
        ("Sexual violence", (GUNMEN,), (party("women", "civilians", "SY"),),
         ("Unidentified Armed Group (Syria)", "", "Political militia", "Civilians (Syria)", "Women (Syria)", "Civilians")),
        # a crowd is actor 1, also where the police alone are told to have acted
        ("Protest with intervention", (POLICE,), (CROWD,),
         ("Protesters (Syria)", "", "Protesters", "Police Forces of Syria (2000-2024)", "", "State forces")),
        ("Violent demonstration", (party("demonstrators", "protesters", "SY"),), (),
         ("Rioters (Syria)", "", "Rioters", "", "", "")),
        ("Peaceful protest", (), (), ("Protesters (Syria)", "", "Protesters", "", "", "")),
        # nobody told
        ("Air/drone strike", (), (CIVILIANS,),
         ("Unidentified Military Forces", "", "External/Other forces", "Civilians (Syria)", "", "Civilians")),
        ("Grenade", (), (), ("Unidentified Armed Group (Syria)", "", "Political militia", "", "", "")),
        # those who agree are all initiators
        ("Agreement", (ARMY, REBELS, TURKS), (),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Harlan Brigade", "Military Forces of Turkey (2016-)", "Rebel group")),
        # described, not named
        ("Armed clash", (party("rebels", "rebels", "SY"),), (party("militants", "rebels", "SY"),),
         ("Opposition Rebels (Syria)", "", "Rebel group", "Unidentified Armed Group (Syria)", "", "Political militia")),
        ("Armed clash", (party("troops", "state_forces"),), (party("bandits", "criminal"),),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Unidentified Gang (Syria)", "", "Political militia")),
        # who is named on both sides stands on the first
        ("Air/drone strike", (ARMY,), (ARMY, CIVILIANS),
         ("Military Forces of Syria (2000-2024)", "", "State forces", "Civilians (Syria)", "", "Civilians")),
    ],
)  # fmt: skip
def test_actors_stand_as_acled_has_them(kind, initiators, targets, wanted):
    assert (
        sides(row(made_event([telling(kind=kind)], initiators=initiators, targets=targets)))
        == wanted
    )


def test_a_regime_without_known_years_stands_without_them_and_is_counted():
    losses = Losses("acled")
    early = telling(start="1990-01-01", end="1990-01-01")
    made = row(made_event([early]), losses=losses)
    assert made["actor1"] == "Military Forces of Syria"
    assert any(field == "actors" for _, field, _ in losses.counts)


def test_a_side_of_soldiers_and_rebels_is_two_pairs_and_the_toll_is_shared():
    losses = Losses("acled")
    event = made_event(
        initiators=(ISLAMISTS,),
        targets=(ARMY, REBELS),
        figures=(replace(figure(best=5, low=5, high=5), rule="acled-lowest"),),
    )
    made = rows(event, losses=losses)
    assert [r["actor2"] for r in made] == ["Military Forces of Syria (2000-2024)", "Harlan Brigade"]
    assert [r["fatalities"] for r in made] == ["3", "2"]
    assert [r["event_id_cnty"][-2:] for r in made] == ["-1", "-2"]
    assert all(
        "One of 2 rows, over 2 pairs of actors. 5 killed are divided evenly" in r["notes"]
        for r in made
    )
    assert losses.counts["split", "event", "a row more: a row is one pair of actors"] == 1


def test_of_rival_accounts_the_best_supported_one_stands():
    army = replace(ARMY, claims=("r1#e1",))
    islamists = replace(ISLAMISTS, claims=("r2#e1",))
    contest = Contest(
        "initiators",
        (
            Position("Government of Syria", ("r1#e1",), ("a",), ()),
            Position("Islamic State", ("r2#e1",), ("b",), ()),
        ),
    )
    losses = Losses("acled")
    event = made_event(initiators=(army, islamists), contested=(contest,))
    assert row(event, losses=losses)["actor1"] == "Military Forces of Syria (2000-2024)"
    assert row(event)["assoc_actor_1"] == ""
    assert any(field == "initiators" for _, field, _ in losses.counts)


@pytest.mark.parametrize(
    ("kind", "targets", "marked"),
    [
        ("Air/drone strike", (CIVILIANS,), True),
        ("Air/drone strike", (REBELS, CIVILIANS), False),
        ("Armed clash", (REBELS,), False),
        ("Excessive force against protesters", (POLICE,), True),
        ("Mob violence", (CIVILIANS,), True),
        ("Peaceful protest", (), False),
    ],
)
def test_targeting_of_civilians_is_marked(kind, targets, marked):
    doer = CROWD if kind.endswith(("protesters", "protest", "violence")) else ARMY
    made = row(made_event([telling(kind=kind)], initiators=(doer,), targets=targets))
    assert made["civilian_targeting"] == ("Civilian targeting" if marked else "")


# ---- days


def dated(start, end, precision, said="Fighting went on for days.", kind="Armed clash"):
    told = telling(kind=kind, start=start, end=end, precision=precision, text=said)
    return made_event([told], rests_on={"start": (told.key,)}), keyed(told)


@pytest.mark.parametrize(
    ("start", "end", "precision", "said", "kind", "days", "wanted"),
    [
        ("2017-04-04", "2017-04-04", "day", "On Tuesday.", "Armed clash", ["2017-04-04"], 1),
        # what lasts has a row a day
        ("2017-04-04", "2017-04-06", "days", "From Tuesday to Thursday.", "Armed clash",
         ["2017-04-04", "2017-04-05", "2017-04-06"], 1),
        ("2017-04-01", "2017-04-03", "span", "since Saturday", "Shelling/artillery/missile attack",
         ["2017-04-01", "2017-04-02", "2017-04-03"], 1),
        # what is of one moment does not, nor what is told with a doubt
        ("2017-04-04", "2017-04-06", "days", "Between Tuesday and Thursday.", "Suicide bomb", ["2017-04-05"], 2),
        ("2017-04-04", "2017-04-05", "days", "overnight", "Armed clash", ["2017-04-04"], 2),
        ("2017-04-03", "2017-04-09", "week", "last week", "Armed clash", ["2017-04-06"], 2),
        ("2017-04-01", "2017-04-30", "month", "in April", "Armed clash", ["2017-04-15"], 3),
        ("2017-04-01", "2017-04-10", "days", "early April", "Armed clash", ["2017-04-01"], 3),
        ("2017-04-21", "2017-04-30", "days", "late April", "Armed clash", ["2017-04-30"], 3),
        ("2017-01-01", "2017-12-31", "year", "in 2017", "Armed clash", [], 1),
        (None, "2017-04-05", "span", "said on Wednesday", "Armed clash", [], 1),
    ],
)  # fmt: skip
def test_days_and_their_precision(start, end, precision, said, kind, days, wanted):
    event, tellings = dated(start, end, precision, said, kind)
    when = when_of(event, tellings)
    assert (list(when.days), when.precision) == (days, wanted)
    assert bool(when.why) == (not days)


def test_the_last_possible_day_is_taken_only_where_asked_for():
    event, tellings = dated(None, "2017-04-05", "span")
    assert rows(event, tellings) == []
    made = row(event, tellings, by_last_day=True)
    assert (made["event_date"], made["time_precision"]) == ("2017-04-05", "2")
    assert "Told to be by 2017-04-05." in made["notes"]


def test_a_toll_over_days_is_divided_with_the_remainder_on_the_first():
    event, tellings = dated("2017-04-04", "2017-04-06", "days", "From Tuesday to Thursday.")
    event = replace(event, figures=(replace(figure(low=8, best=8, high=8), rule="acled-lowest"),))
    losses = Losses("acled")
    made = rows(event, tellings, losses)
    assert [r["fatalities"] for r in made] == ["4", "2", "2"]
    assert all("8 killed are divided evenly" in r["notes"] for r in made)
    assert losses.counts["split", "event", "a row more: a row is one day"] == 2


@pytest.mark.parametrize(
    ("total", "parts", "wanted"),
    [(8, 3, [4, 2, 2]), (0, 2, [0, 0]), (1, 3, [1, 0, 0]), (7, 1, [7])],
)
def test_shares(total, parts, wanted):
    assert shares(total, parts) == wanted


# ---- places


@pytest.mark.parametrize(
    ("place", "location", "precision"),
    [
        (place_ref("Harlan", 35.2, 37.1, "SY"), "Harlan", "1"),
        (place_ref("Harlan", 35.2, 37.1, "SY", acled_precision=2, ucdp_precision=2), "Harlan", "2"),
        (replace(unlisted("Old City", 36.2, 37.16), acled_precision=1, candidates=("geonames:170063",)),
         "Aleppo – Old City", "1"),
        (area("Idlib province", "admin1", "geonames:169387", "SY"), "Idlib", "3"),
        (area("Upper Valley", "region", "own:valley", "SY", acled_precision=3, ucdp_precision=5), "Upper Valley", "3"),
        (area("Far Hills", "admin1", "own:hills", "SY"), "Far Hills", "3"),
    ],
)  # fmt: skip
def test_the_place_coded(place, location, precision):
    made = row(made_event(place=place))
    assert (made["location"], made["geo_precision"]) == (location, precision)


def test_a_division_stands_at_its_largest_town_and_the_notes_say_so():
    losses = Losses("acled")
    made = row(
        made_event(place=area("Idlib province", "admin1", "geonames:169387", "SY")), losses=losses
    )
    assert (made["latitude"], made["longitude"], made["admin1"]) == ("35.9306", "36.6339", "Idlib")
    assert "largest town stands for its capital" in made["notes"]
    assert losses.counts["changed", "place", "the largest town of its division stands for it"] == 1


# ---- figures


def test_figures_are_those_of_acleds_rule_whatever_the_event_holds():
    held = [
        telling("r1", outlet="Gazette", killed=(20, 20), attribution=("the Red Cross",)),
        telling("r2", outlet="Courier", killed=(12, 12), attribution=("doctors at the hospital",)),
    ]
    event = compose(held, rule="range")
    made = row(event, keyed(*held))
    assert made["fatalities"] == "12"
    assert "20 the Red Cross" in made["notes"]
    assert "Killed: 12 (12 to 20)" in made["notes"]


def test_a_reviewers_figure_stays():
    held = [telling("r1", killed=(20, 20))]
    edit = Decision(
        id="01D", kind="edit", at="2017-05-01T00:00:00Z", author="ana", why="counted",
        claims=(held[0].key,), field="killed", value="17",
    )  # fmt: skip
    event = compose(held, rule="range", decisions=(edit,))
    assert row(event, keyed(*held))["fatalities"] == "17"


def test_figures_stay_and_are_counted_where_claims_are_missing():
    losses = Losses("acled")
    event = made_event(figures=(figure(),))
    assert told_by(event, {}, "acled-lowest", losses).figures == event.figures
    ((kind, field, why),) = losses.counts
    assert (kind, field) == ("changed", "figures")
    assert "by the rule range" in why


# ---- what is left out, and sums


@pytest.mark.parametrize(
    "changes",
    [
        {"factuality": "denied"},
        {"factuality": "prospective"},
        {"aggregate": True},
        {"rejected": True},
        {"start": None, "end": None},
        {"start": None},
        {"end": None},
        {"start": "2016-01-01"},
        {"start": "2017-04-05"},
        {"place": None},
        {"place": area("Syria", "country", "geonames:163843", "SY")},
        {"place": area("northern Syria", "country", "geonames:163843", "SY", acled_precision=3, ucdp_precision=5)},
        {"type": "Cattle raid"},
        {"type": "Agreement", "initiators": (), "targets": ()},
    ],
)  # fmt: skip
def test_what_acled_does_not_code_is_left_out_and_counted(changes):
    losses = Losses("acled")
    assert rows(made_event(**changes), losses=losses) == []
    assert [(kind, name) for kind, name, _ in losses.counts] == [("dropped", "event")]


def test_hedged_events_are_written_with_the_doubt_in_the_notes():
    assert "with doubt" in row(made_event(factuality="hedged"))["notes"]


def many():
    rich, tellings = rich_case()
    lasting, more = dated("2017-04-04", "2017-04-06", "days", "From Tuesday to Thursday.")
    two = made_event([telling("r8")], initiators=(ISLAMISTS,), targets=(ARMY, REBELS))
    left = made_event([telling("r9")], factuality="denied")
    return [rich, replace(lasting, id="01LAST"), two, left], {**tellings, **more}


def test_rows_add_up_to_events_less_those_dropped_and_more_those_split(tmp_path):
    events, tellings = many()
    losses = write_acled(events, tellings, tmp_path)
    by_kind = Counter()
    for (kind, field, _), count in losses.counts.items():
        if field == "event":
            by_kind[kind] += count
    assert losses.events == len(events)
    assert losses.rows == losses.events - by_kind["dropped"] + by_kind["split"] == 6


def test_a_file_reads_back_and_the_same_events_give_the_same_bytes(tmp_path):
    events, tellings = many()
    evil = made_event(
        [telling("r5", text="x")], initiators=(party("=HYPERLINK(1); y\n", "militia", "SY", "x"),)
    )
    for name in ("a", "b"):
        losses = write_acled([*events, evil], tellings, tmp_path / name)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    with (tmp_path / "a" / FILE).open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert len(read) == losses.rows
    assert list(read[0]) == BOOK.columns
    assert read[-1]["actor1"] == "'=HYPERLINK(1); y"
    assert len({r["event_id_cnty"] for r in read}) == len(read)
    saved = json.loads((tmp_path / "a" / "losses.json").read_text(encoding="utf-8"))
    assert saved["format"] == "acled"


def test_the_timestamp_can_be_given():
    assert row(made_event(), timestamp=1_500_000_000)["timestamp"] == "1500000000"


# ---- sides


@pytest.mark.parametrize(
    ("said", "kind", "name"),
    [
        ("Harlan Brigade", "rebels", "Harlan Brigade"),
        ("Army of the Dawn", "rebels", "Army of the Dawn"),
        ("Syrian rebels", "rebels", None),
        ("Rebels", "rebels", None),
        ("armed men", "unknown_armed", None),
        ("Yarran herders", "identity", "Yarran herders"),
        ("tribesmen", "identity", None),
        ("United States forces", "state_forces", None),
    ],
)
def test_own_names(said, kind, name):
    assert own_name(party(said, kind)) == name


def test_foreign_forces_fight_beside_anybody():
    groups = BOOK.actors.not_allied
    assert camps((ARMY, REBELS), groups, "SY") == [(ARMY,), (REBELS,)]
    assert camps((TURKS, REBELS), groups, "SY") == [(TURKS, REBELS)]
    assert camps((), groups, "SY") == [()]
