"""Places as a whole report names them: on their point, or in the unit that the report gives."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from helpers.extracted import reading_of

from tacitus.knowledge.geometry import kilometres

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "gold" / "seed.jsonl"

# name in the seed report: what the gazetteer calls it, feature, division, UCDP precision
HELD = {
    "al-Mayadin": ("Al Mayādīn", "settlement", "Dayr az Zawr", 1),
    "al-Bab": ("Al Bāb", "settlement", "Ḩalab", 1),
    "Afrin": ("‘Afrīn", "settlement", "Ḩalab", 1),
    "Deir Ezzor": ("Deir ez-Zor", "settlement", "Dayr az Zawr", 1),
    "al-Hasakah": ("Al Ḩasakah", "admin1", "Al Ḩasakah", 4),
    "Ankara": ("Ankara", "settlement", "Ankara", 1),
    "al-Mayadin countryside": ("Al Mayādīn", "settlement", "Dayr az Zawr", 2),
    "Afrin region": ("‘Afrīn", "settlement", "Ḩalab", 2),
    "northern Syria": ("Syria", "country", None, 5),
    "Turkey": ("Turkey", "country", None, 6),
}
# latitude and longitude of towns, to a tenth of a degree
POINTS = {
    "al-Mayadin": (35.0, 40.5),
    "al-Bab": (36.4, 37.5),
    "Afrin": (36.5, 36.9),
    "Deir Ezzor": (35.3, 40.1),
    "Raqqa": (36.0, 39.0),
}
# names that are in no free gazetteer: the division that they are put in, UCDP precision
NOT_HELD = {
    "Umm Ushbah": ("Al Ḩasakah", 4),
    "al-Asadiyah": ("Al Ḩasakah", 4),
    "Qubur al-Qrajina": ("Al Ḩasakah", 4),
    "Bosoufane": ("Ḩalab", 2),
    "al-Nu’man": ("Ḩalab", 2),
    "Deir Ezzor Airport": ("Dayr az Zawr", 2),
}


def _seed_refs():
    form = json.loads(SEED.read_text("utf-8").splitlines()[0])
    text = (SHARED / form["path"]).read_text("utf-8")
    reading = reading_of(text, date.fromisoformat(form["published"]))
    refs: dict = {}
    for ref in reading.refs:
        refs.setdefault(ref.mention, ref)
    return refs


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason=f"{SEED} is not there")
def test_places_of_the_seed_report():
    refs = _seed_refs()
    held = {n: (r.name, r.feature, r.admin1, r.ucdp_precision) for n, r in refs.items()}
    assert {n: held[n] for n in HELD} == HELD
    for name, (lat, lon) in POINTS.items():
        assert kilometres(refs[name].lat, refs[name].lon, lat, lon) < 15, name
    put = {n: (refs[n].admin1, refs[n].ucdp_precision) for n in NOT_HELD}
    assert put == NOT_HELD
    assert {refs[n].gazetteer_id for n in NOT_HELD} == {None}
    near = refs["al-Nu’man"]
    assert kilometres(near.lat, near.lon, *POINTS["al-Bab"]) + near.radius_km <= 30


def test_a_village_that_no_gazetteer_holds_is_put_where_the_report_puts_it():
    reading = reading_of(
        "Mali's army said gunmen raided Qwzrtum, a village in the Mopti region, and fled towards "
        "Bankass. A day later mines killed two herders near Xalvorn, 20 km south of Bankass.",
        date(2021, 5, 4),
    )
    refs = {ref.mention: ref for ref in reversed(reading.refs)}
    assert refs["Qwzrtum"].country == refs["Bankass"].country == "ML"
    assert refs["Qwzrtum"].gazetteer_id is None
    away = kilometres(
        refs["Bankass"].lat, refs["Bankass"].lon, refs["Xalvorn"].lat, refs["Xalvorn"].lon
    )
    assert 18 < away < 22
