import subprocess
import sys
from dataclasses import replace

import pytest
from helpers.made_events import rich_case

from tacitus.export.formats import FORMATS, options_of, write_events
from tacitus.records import TacitusError


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_its_files_and_its_losses(name, tmp_path):
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="needs tacitus[parquet]")
    event, tellings = rich_case()
    losses = write_events(name, iter([event]), tellings, tmp_path)
    assert losses.events == 1
    assert losses.rows >= 1
    assert (tmp_path / "losses.json").exists()
    assert len(list(tmp_path.iterdir())) > 1


@pytest.mark.parametrize("name", FORMATS)
def test_losses_that_cannot_be_written_are_told(name, tmp_path):
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="needs tacitus[parquet]")
    event, tellings = rich_case()
    (tmp_path / "losses.json").mkdir()
    with pytest.raises(TacitusError, match=r"losses\.json: cannot be written") as caught:
        write_events(name, [event], tellings, tmp_path)
    assert caught.value.problem.code == "cannot-write"


@pytest.mark.parametrize("name", ["plover", "cameo", "geojson", "timemap", "csv", "parquet"])
def test_a_type_of_another_codebook_is_written_or_counted(name, tmp_path):
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="needs tacitus[parquet]")
    event, tellings = rich_case()
    losses = write_events(name, [replace(event, type="Siege")], tellings, tmp_path)
    dropped = sum(n for key, n in losses.counts.items() if key[:2] == ("dropped", "event"))
    assert losses.rows + dropped == 1


def test_options_reach_the_writer(tmp_path):
    event, tellings = rich_case()
    write_events("plover", [event], tellings, tmp_path, quotes=False)
    assert "event_text" not in (tmp_path / "plover.jsonl").read_text(encoding="utf-8")
    assert options_of(FORMATS["geojson"].writer()) == ("quotes", "areas")


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("shapefile", {}, "'shapefile' is no format of events. Use acled, ucdp, plover"),
        ("plover", {"colour": "red"}, "the format plover has no option 'colour'. It has quotes"),
        ("cameo", {"quotes": False}, "the format cameo has no option 'quotes'. It has none"),
    ],
)
def test_what_is_unknown_is_told(name, options, told, tmp_path):
    with pytest.raises(TacitusError, match=told):
        write_events(name, [], {}, tmp_path, **options)
    assert not list(tmp_path.iterdir())


def test_no_format_is_loaded_before_it_is_asked_for():
    code = (
        "import sys, tacitus.export.formats; "
        "print(sorted(m for m in sys.modules if m in ('pyarrow', 'shapely', 'tacitus.export.plover')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
