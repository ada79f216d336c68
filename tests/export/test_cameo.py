import csv
import json

import pytest
from helpers.made_events import (
    ARMY,
    CIVILIANS,
    CROWD,
    POLICE,
    REBELS,
    figure,
    keyed,
    made_event,
    party,
    rich_case,
)
from helpers.tellings import telling

from tacitus.export.cameo import COLUMNS, FILE, cameo_rows, write_cameo
from tacitus.export.losses import Losses
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.event_maps import load_cameo


def rows(event, tellings=None, losses=None):
    return cameo_rows(event, tellings or {}, losses or Losses("cameo"))


@pytest.mark.parametrize("kind", [t for m in load_codebook().event_types.values() for t in m])
@pytest.mark.parametrize("sides", [((ARMY,), (REBELS,)), ((CROWD,), (POLICE,)), ((), (CIVILIANS,))])
def test_every_type_gives_rows_of_the_scheme_or_is_counted(kind, sides):
    losses = Losses("cameo")
    told = telling(kind=kind, text=f"{kind} near Harlan.")
    made = rows(made_event([told], initiators=sides[0], targets=sides[1]), keyed(told), losses)
    book = load_cameo()
    for row in made:
        assert set(row) == set(COLUMNS)
        assert row["event_code"] in book.codes
        assert row["event_code"].startswith(row["event_root_code"])
        assert row["source_code"] or row["target_code"]
    assert made or ("dropped", "event", "CAMEO has no code for it") in losses.counts


@pytest.mark.parametrize(
    ("kind", "text", "changes", "code", "quad", "goldstein"),
    [
        ("Air/drone strike", "A strike.", {}, "195", "4", "-10.0"),
        ("Air/drone strike", "Drones struck.", {}, "1952", "4", "-10.0"),
        ("Air/drone strike", "A strike.", {"weapons": ("Tomahawk cruise missiles",)}, "1951", "4", "-10.0"),
        ("Shelling/artillery/missile attack", "Shells fell.", {}, "194", "4", "-10.0"),
        ("Armed clash", "They fought.", {}, "190", "4", "-10.0"),
        ("Armed clash", "They fought.", {"weapons": ("rifles",)}, "193", "4", "-10.0"),
        ("Armed clash", "They violated the truce.", {}, "196", "4", "-9.5"),
        ("Remote explosive/landmine/IED", "It blew up.", {"weapons": ("car bombs",)}, "1832", "4", "-10.0"),
        ("Remote explosive/landmine/IED", "It blew up.", {"weapons": ("landmine",)}, "1833", "4", "-10.0"),
        ("Remote explosive/landmine/IED", "It blew up.", {}, "183", "4", "-10.0"),
        ("Suicide bomb", "A blast.", {"weapons": ("car bomb",)}, "1831", "4", "-10.0"),
        ("Chemical weapon", "Gas.", {}, "2041", "4", "-10.0"),
        ("Mob violence", "A mob.", {}, "145", "4", "-7.5"),
        ("Mob violence", "A mob.", {"figures": (figure(),)}, "180", "4", "-9.0"),
        ("Agreement", "A ceasefire.", {}, "0871", "2", "9.0"),
        ("Agreement", "They held talks.", {}, "046", "1", "7.0"),
        ("Agreement", "A pact was signed.", {}, "057", "1", "8.0"),
        ("Arrests", "Arrested.", {}, "173", "4", "-5.0"),
        ("Government regains territory", "Taken.", {}, "192", "4", "-9.5"),
        ("Other", "They released him.", {}, "0841", "2", "7.0"),
    ],
)  # fmt: skip
def test_words_weapons_and_losses_choose_the_code(kind, text, changes, code, quad, goldstein):
    told = telling(kind=kind, text=text)
    (row,) = rows(made_event([told], **changes), keyed(told))
    assert (row["event_code"], row["quad_class"], row["goldstein"]) == (code, quad, goldstein)


def test_quad_classes_are_those_of_gdelt():
    book = load_cameo()
    wanted = {"01": 1, "05": 1, "06": 2, "08": 2, "09": 3, "13": 3, "14": 4, "16": 4, "20": 4}
    assert {root: book.quad(root) for root in wanted} == wanted


@pytest.mark.parametrize(
    ("actor", "code", "country", "sector"),
    [
        (ARMY, "SYRMIL", "SYR", "MIL"),
        (party("Hezbollah", "militia", "LB", "hezbollah"), "LBNREBHEZ", "LBN", "UAF"),
        (party("UNIFIL", "international", "LB", "unifil"), "IGOUNO", "IGOUNO", ""),
        (party("gunmen", "unknown_armed"), "SYRUAF", "SYR", "UAF"),
        (party("troops", "state_forces"), "MIL", "", "MIL"),
        (party("a bridge", "civil_object"), "SYR", "SYR", ""),
    ],
)
def test_actor_codes(actor, code, country, sector):
    (row,) = rows(made_event(initiators=(actor,)))
    got = (row["source_code"], row["source_country"], row["source_sector"])
    assert got == (code, country, sector)


def test_each_pair_of_actors_is_a_row_of_its_own():
    losses = Losses("cameo")
    event = made_event(type="Armed clash", initiators=(ARMY, POLICE), targets=(REBELS, CIVILIANS))
    made = rows(event, losses=losses)
    assert len({(r["source_name"], r["target_name"]) for r in made}) == len(made) == 4
    assert len({r["id"] for r in made}) == 4
    assert {r["event_id"] for r in made} == {event.id}
    assert losses.counts["split", "event", "a row is one pair of actors and one code"] == 1


def test_those_who_agree_do_so_with_one_another():
    event = made_event(type="Agreement", initiators=(ARMY, REBELS), targets=())
    pairs = [(r["source_code"], r["target_code"]) for r in rows(event)]
    assert pairs == [("SYRMIL", "SYRREB"), ("SYRREB", "SYRMIL")]


def test_a_crowd_met_with_force_protests_and_is_repressed():
    event = made_event(
        type="Excessive force against protesters", initiators=(CROWD,), targets=(POLICE,)
    )
    got = [(r["event_code"], r["source_code"], r["target_code"]) for r in rows(event)]
    assert got == [("141", "SYROPP", "SYRCOP"), ("175", "SYRCOP", "SYROPP")]


@pytest.mark.parametrize(
    "changes",
    [
        {"factuality": "denied"},
        {"factuality": "prospective"},
        {"aggregate": True},
        {"rejected": True},
        {"start": None, "end": None},
        {"initiators": (), "targets": ()},
    ],
)
def test_what_cameo_has_no_place_for_is_counted(changes):
    losses = Losses("cameo")
    assert rows(made_event(**changes), losses=losses) == []
    assert [(kind, name) for kind, name, _ in losses.counts] == [("dropped", "event")]


def test_a_file_reads_back_and_the_same_events_give_the_same_bytes(tmp_path):
    event, tellings = rich_case()
    evil = made_event(initiators=(party("=HYPERLINK(1)\tx", "rebels", "SY"),))
    for name in ("a", "b"):
        losses = write_cameo([event, evil], tellings, tmp_path / name)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    with (tmp_path / "a" / FILE).open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream, delimiter="\t"))
    assert losses.rows == len(read) == 2
    assert tuple(read[0]) == COLUMNS
    assert (read[0]["lat"], read[0]["lon"], read[0]["country"]) == ("35.2", "37.1", "SYR")
    assert (read[0]["num_claims"], read[0]["num_articles"]) == ("2", "2")
    assert read[1]["source_name"] == "'=HYPERLINK(1) x"
    saved = json.loads((tmp_path / "a" / "losses.json").read_text(encoding="utf-8"))
    assert {loss["field"] for loss in saved["losses"]} >= {"figures", "contested", "evidence"}
