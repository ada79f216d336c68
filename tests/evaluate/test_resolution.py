"""Figures of actors and places: which have floors, and the section of the page."""

import pytest
from helpers.sets import write_resolution

from tacitus.evaluate.gate import ResolutionFloors
from tacitus.evaluate.resolution import (
    SHOWN,
    measure_resolution,
    resolution_blocks,
    resolution_figures,
)
from tacitus.records import TacitusError
from tacitus.resolving import resolve_mention


@pytest.fixture
def found(tmp_path):
    return measure_resolution(tmp_path, write_resolution(tmp_path), resolve_mention)


def test_every_floor_has_its_figure(found):
    figures = resolution_figures(found)
    assert set(figures) == set(ResolutionFloors.model_fields)
    assert figures["actors"] == 0.5


def test_the_page_tells_what_was_measured(found):
    page = "\n".join(resolution_blocks(found))
    assert all(f"| {shown.what} | {shown.name} |" in page for shown in SHOWN)
    assert "2 mentions" in page
    assert "1 articles, every 6th of the set" in page


def test_without_data_the_page_says_so():
    assert "--data" in "\n".join(resolution_blocks(None))


def test_a_missing_set_is_named(tmp_path):
    mentions = write_resolution(tmp_path)
    (tmp_path / "geoparsing" / "LGL.xml").unlink()
    with pytest.raises(TacitusError, match=r"LGL\.xml: cannot be read"):
        measure_resolution(tmp_path, mentions, resolve_mention)
