"""What a user adds is found with the packaged places, whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import threading

import pytest
from helpers.geodump import README, VILLAGES, dump, dump_row, many, zipped

from tacitus.knowledge import gazetteer_added
from tacitus.knowledge.gazetteer import Gazetteer, open_gazetteer
from tacitus.knowledge.gazetteer_added import add_file, added_paths, remove_added
from tacitus.records import TacitusError

PCODES = """ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM3_EN,ADM3_PCODE,\
LATITUDE_Y,LONGITUDE_X
Syria,SY,Aleppo,حلب,SY02,Zurayqah,SY0299,Marzubaniyah,SY029901,36.4,37.5
Syria,SY,Aleppo,حلب,SY02,Zurayqah,SY0299,Qamariyah,SY029902,36.6,37.5
"""
UNIFIED = """adm0_name,iso2,adm1_name,adm1_name1,adm1_pcode,adm2_name,adm2_pcode,center_lat,center_lon
Syria,SY,Aleppo Governorate,حلب,SY02,Zurayqah,SY0299,36.5,37.5
"""
VILLAGE_CODES = """ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,NAME_EN,NAME_AR,PCODE,LAT,LONG
Aleppo,SY02,Zurayqah,SY0299,Kafr Zurayqah,كفر زريقة,C7001,36.45,37.55
Aleppo,SY02,Zurayqah,SY0299,Aleppo,حلب,C7002,36.2,37.16
"""
PLAIN = """name,lat,lon,country,admin1,population,feature,names,id
Camp Zurayqan,36.4,37.5,Syria,Aleppo,,camp,Zurayqan Camp|مخيم زريقان,
Deir Qamar ash-Shamali,36.5,37.4,SY,Aleppo,"1,200",village,,77000001
"""


@pytest.fixture
def folder(monkeypatch, tmp_path):
    open_gazetteer()  # the packaged places alone, which other tests share
    monkeypatch.setenv("TACITUS_GAZETTEER", str(tmp_path / "added"))
    return tmp_path / "added"


@pytest.fixture
def add(folder, tmp_path):
    def call(content, name="SY.txt", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return add_file(path, Gazetteer(), name=options.pop("called", path.stem), **options)

    return call


def ids(entries):
    return [entry.id for entry in entries]


def test_a_dump_is_found_by_its_spellings_and_lies_in_a_packaged_province(add):
    added = add(dump())

    gazetteer = Gazetteer()
    (village,) = gazetteer.exact("Qaryat az Zurayqah")
    assert (village.id, village.country, village.admin1) == ("geonames:99000001", "SY", "Ḩalab")
    assert ids(gazetteer.exact("Zureika")) == [village.id]
    assert village.id in ids(gazetteer.find("Qariyat az-Zuraiqa"))
    assert gazetteer.division(village).id == "geonames:170062"
    assert gazetteer.holds(village.id)
    assert "zrq" not in village.names
    assert not gazetteer.exact("Marzuban Seamount")
    assert (added.source.places, added.source.left_out, added.source.bad) == (6, 1, 0)
    assert not open_gazetteer().exact("Qaryat az Zurayqah")


def packed_otherwise(content):
    """A zip whose headers name a way of packing that nothing here unpacks."""
    data = bytearray(zipped({"SY.txt": content}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = data.index(mark) + at
        data[start : start + 2] = (97).to_bytes(2, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "feature", "radius"),
    [
        ("Tall Marzuban", "settlement", 1.0),
        ("Marzuban Military Airport", "site", 3.0),
        ("Mukhayyam Zurayqah", "site", 3.0),
        ("Wadi Qamariyah", "area", 30.0),
        ("Nahiyat Marzuban", "admin3", 12.0),
    ],
)
def test_classes_of_geonames_become_features(add, name, feature, radius):
    add(dump())

    (entry,) = Gazetteer().exact(name)

    assert (entry.feature, entry.radius_km) == (feature, radius)
    assert Gazetteer().brief(name).kinds == {feature}


def test_a_country_gains_no_spellings(add):
    added = add(dump([*VILLAGES, dump_row(163843, "Syria", 35, 38, "A.PCLI", names="Zurayqistan")]))

    assert added.source.left_out == 2
    assert not Gazetteer().exact("Zurayqistan")


def test_the_same_id_counts_once_with_all_its_names(add):
    before = open_gazetteer().exact("Halab")
    add(dump([dump_row(170063, "Aleppo", 1.0, 1.0, "P.PPLA", names="Madinat Zurayqah", people=5)]))
    add(dump([dump_row(170063, "Aleppo", 2.0, 2.0, "P.PPLA", names="Zurayqat Halab")]), "B.txt")

    gazetteer = Gazetteer()
    (aleppo,) = gazetteer.exact("Madinat Zurayqah")
    packaged = open_gazetteer().entry("geonames:170063")
    assert {"Halab", "Madinat Zurayqah", "Zurayqat Halab"} <= set(aleppo.names)
    assert (aleppo.lat, aleppo.population, aleppo.row) == (
        packaged.lat,
        packaged.population,
        packaged.row,
    )
    assert gazetteer.exact("Zurayqat Halab") == (aleppo,)
    assert ids(gazetteer.exact("Halab")) == ids(before)
    assert gazetteer.brief("Madinat Zurayqah").people == packaged.population
    assert ids(e for e, _ in gazetteer.near(1.0, 1.0, 5)) == []


def test_a_place_of_two_added_files_counts_once(add):
    add(dump(VILLAGES[:2]), "A.txt")
    add(dump([dump_row(99000001, "Zurayqah Village", 36.3, 37.2)]), "B.txt")

    gazetteer = Gazetteer()

    assert len(gazetteer.exact("Qaryat az Zurayqah")) == 1
    assert gazetteer.exact("Zurayqah Village") == gazetteer.exact("Qaryat az Zurayqah")
    assert len(gazetteer.near(36.3, 37.2, 0.5)) == 1


def test_divisions_of_the_dump_itself_hold_its_places(add):
    add(
        dump(
            [
                dump_row(99000010, "Muhafazat Zurayqah", 36.5, 37.5, "A.ADM1", admin1="99"),
                dump_row(
                    99000011, "Qamariyah District", 36.5, 37.5, "A.ADM2", admin1="99", admin2="7"
                ),
                dump_row(99000012, "Bayt Qamar", 36.51, 37.5, admin1="99", admin2="7"),
            ]
        )
    )

    gazetteer = Gazetteer()
    (village,) = gazetteer.exact("Bayt Qamar")
    (province,) = gazetteer.exact("Zurayqah")  # without the word for province

    assert (village.admin1, village.admin2) == ("Muhafazat Zurayqah", "Qamariyah District")
    assert village.admin1_id == province.admin1_id == province.row
    assert gazetteer.division(village) == province


@pytest.mark.parametrize("content", [PCODES, UNIFIED])
def test_p_codes_join_the_packaged_division(add, content):
    add(content, "pcodes.csv")

    gazetteer = Gazetteer()
    (district,) = (e for e in gazetteer.exact("Zurayqah") if e.id == "pcode:SY0299")

    assert (district.feature, district.country) == ("admin2", "SY")
    assert gazetteer.division(district).id == "geonames:170062"
    assert round(district.lat, 1) == 36.5
    assert not gazetteer.exact("SY0299")  # a code is for the finder


def test_smaller_divisions_lie_in_larger_ones_of_their_table(add):
    add(PCODES, "pcodes.csv")

    gazetteer = Gazetteer()
    (small,) = gazetteer.exact("Marzubaniyah")
    (district,) = gazetteer.exact("Zurayqah")

    assert (small.feature, small.admin1, small.admin2) == ("admin3", "Ḩalab", "Zurayqah")
    assert small.admin2_id == district.row
    assert district.radius_km > 10  # as far as its parts lie


def test_populated_places_with_p_codes(add):
    add(VILLAGE_CODES, "villages.csv")

    gazetteer = Gazetteer()
    (village,) = gazetteer.exact("Kafr Zurayqah")

    assert (village.id, village.feature, village.admin1) == ("pcode:C7001", "settlement", "Ḩalab")
    assert not gazetteer.holds("pcode:C7002")  # the city of Aleppo, which is packaged


def test_a_table_of_ones_own(add):
    add(PLAIN, "own.csv")

    gazetteer = Gazetteer()
    (camp,) = gazetteer.exact("Zurayqan Camp")
    (village,) = gazetteer.exact("Deir Qamar ash-Shamali")

    assert (camp.feature, camp.admin1, camp.country) == ("site", "Ḩalab", "SY")
    assert camp.id.startswith("own:camp-zurayqan-")
    assert (village.id, village.population) == ("geonames:77000001", 1200)


@pytest.mark.parametrize(
    "head",
    [
        "Name;Latitude;Longitude\nBayt Qamar;36.5;37.5\n",
        "toponym\ty\tx\nBayt Qamar\t36.5\t37.5\n",
        "\ufeffname,lat,lng\r\n\"Bayt\nQamar\",36.5,37.5\r\n",
    ],
)  # fmt: skip
def test_heads_in_other_words_and_separators(add, head):
    added = add(head, "own.csv", country="SY")

    assert added.source.form == "plain"
    assert [e.country for e in Gazetteer().exact("Bayt Qamar")] == ["SY"]


def test_zips_are_read(add):
    added = add(zipped({"readme.txt": README, "SY.txt": dump()}), "SY.zip")

    assert added.source.places == 6
    assert Gazetteer().exact("Tall Marzuban")


def test_what_was_loaded_is_recorded_and_covered_by_the_version(add):
    plain = Gazetteer()
    source = add(dump()).source

    after = Gazetteer()
    assert after.sources == (source,)
    assert len(source.sha256) == 64
    assert source.size == len(dump().encode())
    assert after.version == f"{plain.version}, SY {source.content}"
    assert after.content != plain.content
    assert after.path == plain.path

    other = add(dump(VILLAGES[:3])).source
    assert other.content != source.content
    remove_added(after.added_folder, "SY")
    assert (Gazetteer().version, Gazetteer().content) == (plain.version, plain.content)


def test_the_same_file_gives_the_same_content(add):
    assert add(dump()).source.content == add(dump()).source.content


def test_removing_what_is_not_there_names_what_is(add, folder):
    add(dump())

    with pytest.raises(TacitusError, match="There is: SY"):
        remove_added(folder, "IQ")


GOOD = dump_row(99000020, "Qaryat Qamar", 36.1, 37.1)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("", "SY.txt", "holds no places"),
        ("\n\n", "SY.txt", "holds no places"),
        (GOOD.rsplit("\t", 1)[0] + "\n", "SY.txt", "line 1: has 18 columns, not 19"),
        (GOOD.replace("36.1", "north"), "SY.txt", "line 1: has no numbers for its point: 'north'"),
        (GOOD.replace("36.1", "nan"), "SY.txt", "line 1: has a point outside of the Earth"),
        (GOOD.replace("36.1", "91"), "SY.txt", "line 1: has a point outside of the Earth"),
        (GOOD.replace("Qaryat Qamar", "Q" * 10_000), "SY.txt", "a name of 10000 characters"),
        (GOOD.replace("Qaryat Qamar", ""), "SY.txt", "line 1: has no name"),
        (GOOD.replace("Qaryat Qamar", "Qar\x00yat"), "SY.txt", "control character"),
        (GOOD.encode().replace(b"Qamar", b"Qam\xe4r"), "SY.txt", r"line 1: is not UTF-8 \(byte 0xe4"),
        (dump().encode("utf-16"), "SY.txt", "line 1: is not UTF-8"),
        (VILLAGES[-1], "SY.txt", "none of its 1 lines is of a class that is kept"),
        ("a,b,c\n1,2,3\n", "own.csv", "line 1: is of no known form"),
        ("name,lat,lon\rQamar,36,37\r", "own.csv", "line 1: is of no known form"),
        ("name,lat,lon\n", "own.csv", "holds no places"),
        ("name,lat,lon\nQamar,36.1\n", "own.csv", "line 2: has 2 columns, not 3"),
        ("name,lat,lon\nQamar,0,0\n", "own.csv", "line 2: has 0, 0 for its point"),
        ("name,lat,lon,country\nQamar,1,1,Qwghlm\n", "own.csv", "unknown country: 'Qwghlm'"),
        ("name,lat,lon,feature\nQamar,1,1,qwghlm\n", "own.csv", "unknown feature: 'qwghlm'"),
        ("name,lat,lon,population\nQamar,1,1,-4\n", "own.csv", "no number for its population"),
        ("ADM1_EN,ADM1_PCODE,LAT,LON\nX,QQ1,1,1\n", "p.csv", "tells no known country"),
        ("ADM1_EN,ADM1_PCODE,LAT,LON\n,SY1,1,1\n", "p.csv", "line 2: has no name for SY1"),
        (zipped({"IQ.csv": "", "JO.csv": ""}), "SY.zip", "should hold one table of places"),
        (zipped({"readme.txt": README}), "SY.zip", "should hold one table of places"),
        (zipped({"../SY.txt": dump()}), "SY.zip", "leads out of it"),
        (zipped({"/etc/SY.txt": dump()}), "SY.zip", "leads out of it"),
        (zipped({"C:\\SY.txt": dump()}), "SY.zip", "leads out of it"),
        (zipped({"SY.txt": b"0" * 20_000_000}), "SY.zip", "unpacks from"),
        (zipped({"SY.txt": dump()})[:-40], "SY.zip", "cannot be read"),
        (packed_otherwise(dump()), "SY.zip", "is packed in an unknown way"),
    ],
)  # fmt: skip
def test_broken_files_are_refused_and_leave_nothing(add, folder, content, name, says):
    with pytest.raises(TacitusError, match=says) as caught:
        add(content, name)

    assert caught.value.problem.code == "bad-gazetteer-file"
    assert name in str(caught.value)
    assert caught.value.problem.fix
    assert not list(folder.glob("*"))


def test_bytes_damaged_within_a_zip_are_told(add, folder):
    whole = bytearray(zipped({"SY.txt": many(2000)}))
    whole[len(whole) // 2] ^= 0xFF

    with pytest.raises(TacitusError, match=r"SY\.zip"):
        add(bytes(whole), "SY.zip")

    assert not list(folder.glob("*"))


def test_a_refused_file_leaves_what_was_there(add):
    add(dump())
    with pytest.raises(TacitusError):
        add("no table")

    assert Gazetteer().exact("Tall Marzuban")


BAD = GOOD.replace("36.1", "north")


@pytest.mark.parametrize(
    ("good", "bad", "taken"),
    [(10, 5, True), (10, 6, False), (4, 4, False), (5, 4, True), (990, 10, True), (990, 11, False)],
)
def test_few_bad_lines_are_counted_and_the_rest_is_loaded(add, good, bad, taken):
    content = many(good) + (BAD + "\n") * bad
    if not taken:
        with pytest.raises(TacitusError, match=f"{bad} of {good + bad} lines are bad"):
            add(content)
        return

    added = add(content)

    assert (added.source.places, added.source.bad) == (good, bad)
    assert f"line {good + 1}: has no numbers" in added.problems[0].message


def test_a_line_without_end_counts_as_one(add):
    added = add(many(3) + "x" * 3_000_000 + "\n" + GOOD + "\n")

    assert (added.source.places, added.source.bad) == (4, 1)
    assert "line 4: is longer than" in added.problems[0].message


def test_a_quotation_mark_left_open_costs_all_it_takes(add):
    rows = [f"Qaryat Numrah {n},36.{n},37.1" for n in range(100, 140)]
    rows[20] = '"' + rows[20]

    with pytest.raises(TacitusError, match="20 of 40 lines are bad"):
        add("name,lat,lon\n" + "\n".join(rows) + "\n", "own.csv")


def test_a_repeated_id_is_a_bad_line(add):
    added = add(dump([*VILLAGES, GOOD, GOOD]))

    assert added.source.bad == 1
    assert "geonames:99000020 a second time" in added.problems[0].message


def test_a_form_that_is_asked_for_must_fit(add):
    with pytest.raises(TacitusError, match="no head of the form pcodes"):
        add(PLAIN, "own.csv", form="pcodes")


def test_a_name_that_leads_elsewhere_is_refused(add):
    with pytest.raises(TacitusError, match="cannot be the name"):
        add(dump(), called="../evil")


def test_a_damaged_file_says_how_to_remove_it(add, folder):
    add(dump())
    (path,) = added_paths(folder)
    path.write_bytes(b"not a database, and longer than a page's head" * 50)

    with pytest.raises(TacitusError, match="tacitus gazetteer remove SY"):
        Gazetteer()

    remove_added(folder, "SY")
    Gazetteer()


def test_other_keys_are_made_anew_from_the_same_rows(add, folder, monkeypatch):
    source = add(dump()).source
    (path,) = added_paths(folder)
    with sqlite3.connect(path) as base:
        base.execute("DELETE FROM exact")
        base.execute("DELETE FROM sound")
    assert not Gazetteer().exact("Tall Marzuban")
    monkeypatch.setattr(gazetteer_added, "keys_tag", lambda: "newer")

    gazetteer = Gazetteer()

    assert gazetteer.exact("Tall Marzuban")
    assert gazetteer.sources == (source,)
    assert gazetteer.spelled_like("قريه الزريقه", 5)


def test_several_at_once_are_all_there(folder, tmp_path):
    path, failed = tmp_path / "many.txt", []
    path.write_text(many(200), "utf-8")

    def one(n):
        try:
            add_file(path, Gazetteer(), name=f"part{n % 3}")
        except TacitusError as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failed
    assert [s.name for s in Gazetteer().sources] == ["part0", "part1", "part2"]
    assert not list(folder.glob("*.part"))


def test_the_record_is_json(add, folder):
    add(dump())
    (path,) = added_paths(folder)
    with sqlite3.connect(path) as base:
        (told,) = base.execute("SELECT value FROM meta WHERE key = 'source'").fetchone()

    assert json.loads(told)["origin"].endswith("SY.txt")


def test_without_codes_the_polygon_tells_country_and_division(add):
    add("name,lat,lon\nCamp Qamarzada,36.4,37.5\nOil Rig Zurq,0,-30\n", "camps.csv")

    (camp,) = Gazetteer().exact("Camp Qamarzada")
    assert (camp.country, camp.admin1) == ("SY", "Ḩalab")
    (rig,) = Gazetteer().exact("Oil Rig Zurq")
    assert (rig.country, rig.admin1) == (None, None)


def test_a_country_that_is_told_is_not_changed_by_a_polygon(add):
    add("name,lat,lon,country\nCamp Qamarzada,36.4,37.5,TR\n", "camps.csv")

    (camp,) = Gazetteer().exact("Camp Qamarzada")
    assert (camp.country, camp.admin1) == ("TR", None)
