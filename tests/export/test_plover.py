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
from helpers.tellings import place_ref, telling

from tacitus.export.losses import Losses
from tacitus.export.plover import FILE, plover_records, write_plover
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.event_maps import load_plover
from tacitus.records import TacitusError

FIELDS = {
    "id",
    "date",
    "enddate",
    "actor",
    "recipient",
    "event",
    "event_loc",
    "event_text",
    "quad_code",
    "event_scale",
    "mode",
    "context",
    "link",
    "text_info",
    "cite_info",
    "coder",
    "comment",
    # named fields beside the standard ones, which PLOVER allows
    "size",
    "date_precision",
    "factuality",
}
ENTITY = {"code", "sector", "entity_text", "identifier_id", "identifier_text"}
LOCATION = {
    "extracted_place", "resolved_place", "geonameid", "lat", "lon", "city", "district", "province",
    "country", "country_code", "resolution",
}  # fmt: skip


def records(event, tellings=None, losses=None):
    held = tellings if tellings is not None else {}
    return plover_records(event, held, losses or Losses("plover"))


def check(record):
    """That a record is one of PLOVER: its fields, its lists and its quad code."""
    book = load_plover()
    assert set(record) <= FIELDS
    assert {"id", "date", "actor", "event"} <= set(record)
    assert record["actor"]
    for entity in (*record["actor"], *record.get("recipient", [])):
        assert set(entity) <= ENTITY
        assert "sector" not in entity or entity["sector"] in book.sectors
        assert "code" not in entity or len(entity["code"]) == 3
    for name in record["event"]:
        assert record["quad_code"] == book.events[name].quad
        assert set(record.get("mode", [])) <= set(book.events[name].modes)
        assert record.get("recipient") or not book.events[name].recipient
    assert set(record.get("context", [])) <= set(book.contexts)
    assert set(record.get("event_loc", {})) <= LOCATION
    assert None not in record.values()


@pytest.mark.parametrize("kind", [t for m in load_codebook().event_types.values() for t in m])
@pytest.mark.parametrize("sides", [((), ()), ((ARMY,), (REBELS,)), ((CROWD,), (POLICE,))])
def test_every_type_gives_records_of_the_scheme_or_is_counted(kind, sides):
    losses = Losses("plover")
    told = telling(kind=kind, text=f"{kind} near Harlan.")
    event = made_event([told], initiators=sides[0], targets=sides[1])
    made = records(event, keyed(told), losses)
    for record in made:
        check(record)
    assert made or ("dropped", "event", "PLOVER has no category for it") in losses.counts


@pytest.mark.parametrize(
    ("kind", "text", "changes", "event", "modes"),
    [
        ("Air/drone strike", "A strike.", {"weapons": ("barrel bombs",)}, "ASSAULT", {"aerial"}),
        ("Air/drone strike", "A drone struck.", {}, "ASSAULT", {"drone"}),
        ("Air/drone strike", "A strike.", {"weapons": ("drones",)}, "ASSAULT", {"drone"}),
        ("Air/drone strike", "A strike.", {"weapons": ("missiles",)}, "ASSAULT", {"aerial"}),
        ("Armed clash", "Fought.", {"weapons": ("tank shells", "barrel bombs")}, "ASSAULT", {"heavy-weapons", "aerial"}),
        ("Air/drone strike", "A massacre from the air.", {}, "ASSAULT", {"aerial"}),
        ("Disrupted weapons use", "A drone was shot down.", {"weapons": ("drone",)}, "ASSAULT", {"destroy"}),
        ("Armed clash", "They fought.", {"weapons": ("rifles",)}, "ASSAULT", {"firearms"}),
        ("Attack", "He was assassinated.", {}, "ASSAULT", {"targeted"}),
        ("Attack", "Hurt.", {"weapons": ("knives",)}, "ASSAULT", {"primitive"}),
        ("Chemical weapon", "Gas.", {"weapons": ("sarin gas",)}, "ASSAULT", {"unconventional"}),
        ("Agreement", "They agreed to a cease-fire.", {}, "RETREAT", {"ceasefire"}),
        ("Agreement", "Talks were held.", {}, "CONSULT", set()),
        ("Agreement", "A treaty.", {}, "SUPPORT", set()),
        ("Change to group/activity", "It withdrew from it.", {}, "RETREAT", {"withdraw"}),
        ("Change to group/activity", "It sent tanks.", {}, "MOBILIZE", {"troops"}),
        ("Disrupted weapons use", "It seized rifles.", {}, "COERCE", {"seize"}),
        ("Looting/property destruction", "Looted.", {}, "COERCE", {"seize"}),
        ("Looting/property destruction", "They burned it.", {}, "ASSAULT", {"destroy"}),
        ("Government regains territory", "Taken.", {}, "COERCE", {"seize"}),
        ("Armed clash", "Taken.", {"figures": (figure("captured"),)}, "ASSAULT", {"abduct"}),
    ],
)  # fmt: skip
def test_words_weapons_and_losses_choose_category_and_modes(kind, text, changes, event, modes):
    told = telling(kind=kind, text=text)
    (record,) = records(made_event([told], **changes), keyed(told))
    assert (record["event"], set(record.get("mode", []))) == ([event], modes)


def test_only_claims_of_the_events_own_type_are_asked_for_words():
    truce = telling("r1", kind="Agreement", text="They agreed to a ceasefire.")
    strike = telling("r2", kind="Air/drone strike", text="A strike broke the ceasefire by drone.")
    event = made_event([strike, truce], type="Agreement")
    (record,) = records(event, keyed(truce, strike))
    assert record["mode"] == ["ceasefire"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"factuality": "denied"}, "it is denied, and the format holds what happened"),
        ({"factuality": "prospective"}, "it has not happened by the reports, and the format holds what happened"),
        ({"aggregate": True}, "it is a total over many events, and the format holds single ones"),
        ({"rejected": True}, "a reviewer rejected it"),
        ({"start": None, "end": None}, "it is undated, and a record needs a date"),
    ],
)  # fmt: skip
def test_what_plover_has_no_place_for_is_counted(changes, why):
    losses = Losses("plover")
    assert records(made_event(**changes), losses=losses) == []
    assert losses.counts == {("dropped", "event", why): 1}


def test_a_hedged_event_says_so():
    (record,) = records(made_event(factuality="hedged"))
    assert record["factuality"] == "hedged"


def test_both_sides_of_a_clash_are_actors():
    losses = Losses("plover")
    event = made_event(type="Armed clash", initiators=(REBELS,), targets=(ARMY,))
    (record,) = records(event, losses=losses)
    assert [e["sector"] for e in record["actor"]] == ["REB", "MIL"]
    assert "recipient" not in record
    assert "military" in record["context"]
    assert [key[:2] for key in losses.counts if key[0] == "changed"] == [("changed", "targets")]


def test_a_crowd_met_with_force_gives_two_records_that_are_tied():
    event = made_event(
        type="Excessive force against protesters",
        initiators=(CROWD,),
        targets=(POLICE,),
        figures=(figure(),),
    )
    protest, force = records(event)
    assert (protest["event"], force["event"]) == (["PROTEST"], ["ASSAULT"])
    assert protest["link"] == force["link"] == event.id
    assert protest["id"] != force["id"]
    assert (protest["actor"][0]["sector"], force["actor"][0]["sector"]) == ("OPP", "COP")
    assert "size" not in protest
    assert force["size"]["dead"] == 8


@pytest.mark.parametrize(
    ("actor", "entity"),
    [
        (ARMY, {"code": "SYR", "sector": "MIL", "entity_text": "Syrian army", "identifier_text": "Army of Syria"}),
        (party("Hezbollah", "militia", "LB", "hezbollah"), {"code": "LBN", "sector": "UAF", "entity_text": "Hezbollah", "identifier_id": "Q41053", "identifier_text": "Hezbollah"}),
        (party("al-Qaeda", "rebels", None, "al_qaeda"), {"code": "IMG", "sector": "REB", "entity_text": "al-Qaeda", "identifier_id": "Q34490", "identifier_text": "al-Qaeda"}),
        (party("UNIFIL", "international", "LB", "unifil"), {"code": "UNO", "entity_text": "UNIFIL", "identifier_text": "UNIFIL"}),
        (party("coalition", "international", "US"), {"code": "IGO", "entity_text": "coalition"}),
        (party("residents", "civilians"), {"code": "SYR", "sector": "CVL", "entity_text": "residents"}),
        (party("a hospital", "civil_object"), {"code": "SYR", "entity_text": "a hospital"}),
        (party("troops", "state_forces"), {"sector": "MIL", "entity_text": "troops"}),
        (party("police", "police", "XK"), {"code": "XKX", "sector": "COP", "entity_text": "police"}),
        (party("guards", "police", "XA"), {"sector": "COP", "entity_text": "guards"}),
    ],
)  # fmt: skip
def test_actors_are_coded_by_country_and_sector(actor, entity):
    (record,) = records(made_event(initiators=(actor,)))
    assert record["actor"] == [entity]


def test_without_an_actor_one_of_unknown_sector_stands_for_it():
    losses = Losses("plover")
    (record,) = records(made_event(initiators=()), losses=losses)
    assert record["actor"] == [{"sector": "UNK"}]
    assert any(key[:2] == ("changed", "initiators") for key in losses.counts)


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (place_ref("Harlan", 35.2, 37.1, "SY", gazetteer_id="geonames:7", admin1="Hama"),
         {"city": "Harlan", "geonameid": 7, "province": "Hama", "country_code": "SYR", "country": "Syria", "resolution": 4}),
        (place_ref("Harlan", 35.2, 37.1, "SY", ucdp_precision=2), {"city": "Harlan", "resolution": 3}),
        (place_ref("Hama", 35.2, 37.1, "SY", feature="admin1", ucdp_precision=4), {"province": "Hama", "resolution": 2}),
        (place_ref("Syria", 35.2, 37.1, "SY", feature="country", ucdp_precision=6), {"resolution": 1}),
    ],
)  # fmt: skip
def test_places_bear_their_level_of_resolution(place, wanted):
    (record,) = records(made_event(place=place))
    assert wanted.items() <= record["event_loc"].items()


@pytest.mark.parametrize(
    ("start", "end", "date", "enddate"),
    [
        ("2017-04-04", "2017-04-04", "2017-04-04", None),
        ("2017-04-04", "2017-04-06", "2017-04-04", "2017-04-06"),
        (None, "2017-04-06", "2017-04-06", None),
        ("2017-04-04", None, "2017-04-04", None),
    ],
)
def test_dates(start, end, date, enddate):
    (record,) = records(made_event(start=start, end=end))
    assert (record["date"], record.get("enddate")) == (date, enddate)


def test_a_file_reads_back_with_offsets_that_cut_the_quotes(tmp_path):
    event, tellings = rich_case()
    losses = write_plover([event, made_event(rejected=True)], tellings, tmp_path)
    lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    (record,) = map(json.loads, lines)
    check(record)
    assert (losses.events, losses.rows) == (2, 1)
    texts = {t.report.id: t.report.text for t in tellings.values()}
    cut = [texts[i["citation"]][i["start"] : i["end"]] for i in record["text_info"]]
    assert cut == record["event_text"]
    assert [c["citation"] for c in record["cite_info"]] == ["r1", "r2"]
    assert record["size"] == {"dead": 12, "dead_low": 5, "dead_high": 12, "rule": "range"}
    assert record["event_scale"] == -9.5
    assert event.id in record["comment"]
    assert "contested: killed" in record["comment"]
    saved = json.loads((tmp_path / "losses.json").read_text(encoding="utf-8"))
    assert saved["events"] == 2
    assert {loss["field"] for loss in saved["losses"]} >= {"event", "figures", "contested", "bonds"}


def test_the_same_events_give_the_same_bytes_and_quotes_may_stay_out(tmp_path):
    event, tellings = rich_case()
    for name in ("a", "b"):
        write_plover([event], tellings, tmp_path / name)
    write_plover([event], tellings, tmp_path / "c", quotes=False)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    bare = json.loads((tmp_path / "c" / FILE).read_text(encoding="utf-8"))
    assert "event_text" not in bare
    assert bare["text_info"]


def test_a_claim_that_was_not_given_is_counted():
    event, tellings = rich_case()
    losses = Losses("plover")
    records(event, {"r1#e1": tellings["r1#e1"]}, losses)
    assert losses.counts["dropped", "claims", "a claim was not given to the export"] == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(TacitusError, match=r"cannot be written.*Give a folder"):
        write_plover([made_event(targets=(CIVILIANS,))], {}, blocked)
