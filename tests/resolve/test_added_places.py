"""Places that a user adds are resolved by the words around them, and change nothing else."""

from __future__ import annotations

import pytest
from helpers.geodump import VILLAGES, dump, dump_row

from tacitus.knowledge.gazetteer import Gazetteer, open_gazetteer
from tacitus.knowledge.gazetteer_added import add_file
from tacitus.parse.document import parse
from tacitus.parse.places import find_places
from tacitus.records import Report
from tacitus.resolve.places import resolve_places

MORE = (
    dump_row(99000020, "Maskanah Dam", 36.0, 38.1, "S.DAM"),
    dump_row(99000021, "Zurayqah", 36.3, 37.21),
    dump_row(99000022, "Zurayqah", 36.35, 37.4, "H.STM"),
    dump_row(99000023, "Zurayqah", 36.31, 37.3, "A.ADM3"),
    dump_row(99000024, "Aleppo", 36.21, 37.2, "S.HTL"),
)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    open_gazetteer()  # the packaged places alone, which other tests share
    folder = tmp_path_factory.mktemp("added")
    path = folder / "SY.txt"
    path.write_text(dump([*VILLAGES, *MORE]), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TACITUS_GAZETTEER", str(folder))
        add_file(path, Gazetteer(), name="SY")
        return Gazetteer()


def refs(text, gazetteer):
    parsed = parse(Report(id="t", text=text))
    mentions = find_places(parsed, gazetteer)
    return {ref.mention: ref for ref in resolve_places(mentions, parsed, gazetteer)}


@pytest.mark.parametrize(
    ("text", "name", "gid", "feature", "precision"),
    [
        ("In Syria, shells hit the village of Tall Marzuban near Aleppo.", "Tall Marzuban", 99000002, "settlement", (1, 1)),
        ("In Syria, jets bombed Marzuban Military Airport east of Aleppo.", "Marzuban Military Airport", 99000003, "site", (1, 1)),
        ("In Syria, two died near the Maskanah Dam in Aleppo province.", "Maskanah Dam", 99000020, "site", (2, 2)),
        ("In Syria, shells hit the village of Zurayqah near Aleppo.", "Zurayqah", 99000021, "settlement", (1, 1)),
        ("In Syria, two drowned in the Zurayqah River near Aleppo.", "Zurayqah River", 99000022, "area", (3, 5)),
        ("In Syria, clashes spread through Zurayqah district near Aleppo.", "Zurayqah", 99000023, "admin3", (2, 2)),
        ("In Syria, shells hit Aleppo.", "Aleppo", 170063, "settlement", (1, 1)),
    ],
)  # fmt: skip
def test_the_words_choose_among_added_places(both, text, name, gid, feature, precision):
    ref = refs(text, both)[name]

    assert (ref.gazetteer_id, ref.feature) == (f"geonames:{gid}", feature)
    assert (ref.acled_precision, ref.ucdp_precision) == precision
    assert ref.country == "SY"


def test_without_them_such_places_are_not_in_the_gazetteer():
    text = "In Syria, shells hit the village of Tall Marzuban near Aleppo."

    assert refs(text, open_gazetteer())["Tall Marzuban"].gazetteer_id is None


def test_a_village_of_another_war_is_left_alone(both):
    ref = refs("In Sudan, shells hit the village of Tall Marzuban near Nyala.", both)

    assert ref["Tall Marzuban"].gazetteer_id is None
