import sys
from datetime import date

import pytest
from helpers.made_events import keyed, made_event, rich_case
from helpers.tellings import telling

from tacitus.export.eventform import event_to_json
from tacitus.export.jsonform import COUNT_FIELDS
from tacitus.export.parquet import CLAIMS, EVENTS, claim_values, event_values, write_parquet
from tacitus.records import TacitusError


@pytest.fixture
def pq():
    return pytest.importorskip("pyarrow.parquet", reason="needs tacitus[parquet]")


def test_rows_hold_each_column_and_types_are_real(pq, tmp_path):
    import pyarrow as pa

    from tacitus.export.parquet_schema import CLAIM_TYPES, EVENT_TYPES

    event, tellings = rich_case()
    assert set(EVENT_TYPES) <= set(event_values(event))
    for told in tellings.values():
        assert set(CLAIM_TYPES) == set(claim_values(told, event))
    write_parquet([event], tellings, tmp_path)
    events, claims = pq.read_schema(tmp_path / EVENTS), pq.read_schema(tmp_path / CLAIMS)
    assert events.names == list(EVENT_TYPES)
    assert claims.names == list(CLAIM_TYPES)
    assert events.field("start").type == pa.date32()
    assert events.field("killed_low").type == pa.int64()
    assert pa.types.is_list(events.field("sources").type)
    assert pa.types.is_struct(events.field("sources").type.value_type)


def test_an_event_reads_back_whole(pq, tmp_path):
    event, tellings = rich_case()
    losses = write_parquet([event, made_event(rejected=True)], tellings, tmp_path)
    row, other = pq.read_table(tmp_path / EVENTS).to_pylist()
    assert (losses.events, losses.rows) == (2, 2)
    form = event_to_json(event)
    for name in (
        "initiators",
        "targets",
        "place",
        "sources",
        "contested",
        "bonds",
        "weapons",
        "claims",
    ):
        assert row[name] == form[name], name
    assert row["start"] == date(2017, 4, 4)
    assert [row[f"killed_{part}"] for part in ("low", "best", "high")] == [5, 12, 12]
    assert row["figures"][1]["set_aside"] == [{"claim": "r2#e4", "why": "of another side"}]
    assert row["rests_on"][1] == {"field": "place", "claims": ["r1#e1"]}
    assert (row["rejected"], other["rejected"]) == (False, True)
    assert other["injured_low"] is None


def test_claims_read_back_with_offsets_that_cut_the_quotes(pq, tmp_path):
    event, tellings = rich_case()
    write_parquet([event], tellings, tmp_path)
    rows = pq.read_table(tmp_path / CLAIMS).to_pylist()
    assert [row["claim"] for row in rows] == list(event.claims)
    for row in rows:
        text = tellings[row["claim"]].report.text
        assert all(text[q["start"] : q["end"]] == q["text"] for q in row["quotes"])
        assert {"type", "killed", "attribution"} <= {ground["field"] for ground in row["grounds"]}
        assert all(ground["by"] == "test:made" for ground in row["grounds"])
    assert rows[0]["published"] == date(2017, 4, 5)
    assert [rows[1][f"{kind}_low"] for kind in COUNT_FIELDS] == [5, None, None]


def test_metadata_names_the_versions(pq, tmp_path):
    from tacitus import __version__

    write_parquet([], {}, tmp_path, versions={"codebook": "1.0"})
    about = pq.read_metadata(tmp_path / EVENTS).metadata
    assert about[b"tacitus"].decode() == __version__
    assert about[b"tacitus.codebook"] == b"1.0"
    assert pq.read_table(tmp_path / CLAIMS).num_rows == 0


def test_an_undated_event_placed_nowhere_has_nulls(pq, tmp_path):
    told = telling(place=None, start=None, end=None, precision=None)
    write_parquet([made_event([told])], keyed(told), tmp_path)
    (row,) = pq.read_table(tmp_path / EVENTS).to_pylist()
    assert (row["place"], row["lat"], row["start"], row["date_precision"]) == (None,) * 4


def test_the_same_events_give_the_same_bytes_and_quotes_may_stay_out(pq, tmp_path):
    event, tellings = rich_case()
    for name in ("a", "b"):
        write_parquet([event], tellings, tmp_path / name)
    for file in (EVENTS, CLAIMS, "losses.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    write_parquet([event], tellings, tmp_path / "c", quotes=False)
    row = pq.read_table(tmp_path / "c" / CLAIMS).to_pylist()[0]
    assert row["quotes"][0]["text"] is None
    assert row["quotes"][0]["end"] > 0


def test_without_pyarrow_the_way_to_get_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr("tacitus.read.parquet.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "tacitus.export.parquet_schema", raising=False)
    with pytest.raises(TacitusError, match=r"pip install 'tacitus\[parquet\]'"):
        write_parquet([], {}, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(pq, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(TacitusError, match="cannot be written"):
        write_parquet([], {}, blocked)
