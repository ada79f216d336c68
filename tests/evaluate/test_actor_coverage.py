"""What the registry holds, and that it knows who fought in the wars of the last fifteen years."""

import pytest
import yaml

from tacitus.evaluate.actor_coverage import (
    Conflicts,
    by_country,
    coverage,
    look_up,
    read_conflicts,
)
from tacitus.knowledge.actors import load_registry
from tacitus.records import TacitusError


def conflict(**fields):
    basis = {"name": "x", "country": "SY", "since": 2012, "until": 2016}
    return Conflicts.model_validate({"conflicts": [basis | fields]})


def test_both_sides_of_every_conflict_are_found_by_the_names_in_use(request):
    listed = read_conflicts(request.config.rootpath / "quality" / "conflicts.yaml")
    assert len(listed.conflicts) >= 80
    assert all(len(c.sides) >= 2 for c in listed.conflicts)
    assert [
        (s.conflict.name, s.name, sorted(s.given)) for s in look_up(listed, 2025) if not s.found
    ] == []


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ({"Jabhat al-Nusra": "al_nusra"}, True),
        ({"Jabhat al-Nusra": "hts"}, False),
        ({"Brigade of Nowhere": "hts"}, False),
        # not there yet in the first years: enough that it is found later
        ({"Syrian Democratic Forces": "sdf"}, True),
    ],
)
def test_a_side_is_found_under_its_own_id_alone(sides, found):
    (side,) = look_up(conflict(sides=sides), 2025)
    assert side.found is found


def test_a_conflict_that_goes_on_is_looked_up_until_today():
    (side,) = look_up(conflict(since=2010, until=None, sides={"HTS": "hts"}), 2024)
    assert side.found


def test_a_file_that_does_not_fit_is_named(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"conflicts": [{"name": "x", "country": "SY"}]}))
    with pytest.raises(TacitusError, match=r"c\.yaml: at conflicts\.0\."):
        read_conflicts(path)


def test_counts():
    counts = coverage(load_registry())
    written, organs = counts["all"]
    assert written + organs == len(load_registry().actors)
    for everyone in ("what it is", "ACLED class", "PLOVER sector"):
        assert counts[everyone] == (written, organs)
    assert counts["UCDP id"][0] >= 600
    assert by_country(load_registry())["SY"] >= 100
