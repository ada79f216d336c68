import csv
import json

import pytest
from helpers.made_events import figure, keyed, made_event, party, rich_case
from helpers.tellings import telling

from tacitus.export.eventform import event_to_json
from tacitus.export.events_csv import (
    CLAIM_COLUMNS,
    CLAIMS,
    EVENT_COLUMNS,
    EVENTS,
    event_row,
    write_events_csv,
)


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def written(tmp_path):
    event, tellings = rich_case()
    losses = write_events_csv(
        [event, made_event([telling("r9")], rejected=True)], tellings, tmp_path
    )
    return event, tellings, read(tmp_path / EVENTS), read(tmp_path / CLAIMS), losses


def test_each_event_and_each_claim_has_a_row_with_every_column(written):
    _, _, events, claims, losses = written
    assert tuple(events[0]) == EVENT_COLUMNS
    assert tuple(claims[0]) == CLAIM_COLUMNS
    assert len(set(EVENT_COLUMNS)) == len(EVENT_COLUMNS)
    assert (len(events), len(claims), losses.events, losses.rows) == (2, 2, 2, 2)
    assert ("dropped", "claims", "a claim was not given to the export") in losses.counts
    assert [row["rejected"] for row in events] == ["false", "true"]


def test_numbers_stand_for_each_side(written):
    _, _, (row, _), _, _ = written
    assert [row[f"killed_{part}"] for part in ("low", "best", "high")] == ["5", "12", "12"]
    assert [row[f"killed_civilians_{part}"] for part in ("low", "best", "high")] == ["12", "12", ""]
    assert row["injured_low"] == row["killed_unknown_best"] == ""
    assert row["figure_rule"] == "range"


def test_nought_is_not_unknown():
    row = event_row(made_event(figures=(figure(low=0, best=0, high=0),)))
    assert (row["killed_low"], row["killed_high"], row["injured_low"]) == ("0", "0", "")


def test_what_has_parts_of_its_own_comes_back_whole(written):
    event, _, (row, _), _, _ = written
    form = event_to_json(event)
    for column, field in (
        ("sources", "sources"),
        ("positions", "contested"),
        ("figures", "figures"),
        ("rests_on", "rests_on"),
        ("bonds", "bonds"),
    ):
        assert json.loads(row[column]) == form[field], column
    assert json.loads(row["parties"])["initiators"] == form["initiators"]


def test_quotes_are_what_their_offsets_cut(written):
    _, tellings, _, claims, _ = written
    for row in claims:
        text = tellings[row["claim"]].report.text
        cut = [text[start:end] for start, end in json.loads(row["evidence_spans"])]
        assert cut == json.loads(row["evidence"])
        assert "killed" in json.loads(row["spans"])


def test_a_claim_names_its_source_and_the_side_it_speaks_for(written):
    _, _, _, claims, _ = written
    assert [row["attribution"] for row in claims] == ["rescuers", "the ministry"]
    assert [row["outlet"] for row in claims] == ["Gazette", "Courier"]
    assert all(row["sources"] for row in claims)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_text_is_a_formula(start, tmp_path):
    evil = f"{start}HYPERLINK(1)"
    told = telling(evil, text=f"{evil} and more", outlet=evil, weapon=evil, attribution=(evil,))
    event = made_event([told], initiators=(party(evil, "rebels"),), weapons=(evil,))
    write_events_csv([event], keyed(told), tmp_path)
    for row in (*read(tmp_path / EVENTS), *read(tmp_path / CLAIMS)):
        assert not [
            cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]


def test_a_southern_place_stays_a_number(tmp_path):
    told = telling()
    place = told.claim.place_ref
    south = type(place)(
        **{k: getattr(place, k) for k in place.__dataclass_fields__} | {"lat": -1.5}
    )
    row = event_row(made_event(place=south))
    assert float(row["lat"]) == -1.5


def test_quotes_may_stay_out_and_the_same_events_give_the_same_bytes(tmp_path):
    event, tellings = rich_case()
    for name in ("a", "b"):
        write_events_csv([event], tellings, tmp_path / name)
    for file in (EVENTS, CLAIMS, "losses.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    write_events_csv([event], tellings, tmp_path / "c", quotes=False)
    (row, _) = read(tmp_path / "c" / CLAIMS)
    assert row["evidence"] == ""
    assert json.loads(row["evidence_spans"])
