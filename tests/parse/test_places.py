"""Names of places are found, and what looks like them is not."""

from __future__ import annotations

import pytest

from tacitus.parse.document import parse
from tacitus.parse.places import PlaceMention, find_places
from tacitus.records import Report


def places(text: str) -> list[tuple[str, PlaceMention]]:
    parsed = parse(Report(id="t", text=text))
    found = find_places(parsed)
    for m in found:
        assert parsed.quote(m.start, m.stop) == parsed.span(m.start, m.stop).quote(text)
    return [(parsed.quote(m.start, m.stop), m) for m in found]


def names(text: str) -> list[str]:
    return [name for name, _ in places(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels ambushed a patrol near the village of Kafr Zabu on Monday.", ["Kafr Zabu"]),
        ("Shells fell on the villages of Umm Zara and al-Bawshah yesterday.", ["Umm Zara", "al-Bawshah"]),
        ("The army lost two posts in northern Ethiopia.", ["northern Ethiopia"]),
        ("Clashes erupted in Idlib province overnight.", ["Idlib province"]),
        ("Gunmen stormed the Taftanaz airbase before dawn.", ["Taftanaz airbase"]),
        ("Soldiers clashed with Karen fighters south of Myawaddy.", ["Myawaddy"]),
        ("Tigers shelled the harbour at Point Pedro in the Jaffna peninsula.", ["Point Pedro", "Jaffna peninsula"]),
        ("Militiamen burned huts in Tawila, North Darfur, witnesses said.", ["Tawila", "North Darfur"]),
        ("Protesters gathered on Independence Square in Kyiv.", ["Independence Square", "Kyiv"]),
        ("Troops advanced on the Tigray region from Eritrea.", ["Tigray region", "Eritrea"]),
        ("The bomb hit a bus in Mogadishu's Hodan district.", ["Mogadishu", "Hodan"]),
        ("Drones struck the Shayrat airport, east of Homs.", ["Shayrat airport", "Homs"]),
        ("THE GUERRILLAS ATTACKED A CONVOY NEAR TEJUTLA, CHALATENANGO DEPARTMENT.", ["TEJUTLA", "CHALATENANGO DEPARTMENT"]),
        ("Crowds burned tyres in the Carrefour slum of Port-au-Prince.", ["Carrefour", "Port-au-Prince"]),
        ("SUCRE, Bolivia - Soldiers and police fired on miners near Uncia.", ["SUCRE", "Bolivia", "Uncia"]),
        ("COLOMBIAN TROOPS CLASHED WITH THE REBELS IN APARTADO, NORTHWESTERN COLOMBIA.", ["APARTADO", "NORTHWESTERN COLOMBIA"]),
        ("two men were stabbed in the limbdi area of rajkot on friday as mobs pelted stones at a police post and set three shops on fire before the army arrived.", ["limbdi", "rajkot"]),
        ("The governorates of Rif Dimashq Daraa and Quneitra were shelled.", ["Rif Dimashq", "Daraa", "Quneitra"]),
        ("Kidnappers seized Maria Lopez and Juan Castro in Cali.", ["Cali"]),
        ("A car blew up in Aleppos Midan district on Friday.", ["Aleppos", "Midan"]),
        ("Fighting went on across the Iraqi city of Mosul.", ["Mosul"]),
        ("The strike on Zarqanah killed five.", ["Zarqanah"]),
        ("Convoys crossed the Turkish border at night.", ["Turkish border"]),
        ("Gunmen raided Qwzrtum, a small village in the Mopti region.", ["Qwzrtum", "Mopti region"]),
        ("Shells hit Zugharbin, a town near Aleppo.", ["Zugharbin", "Aleppo"]),
        ("Strikes hit Aleppo Homs and Hama on Friday.", ["Aleppo", "Homs", "Hama"]),
        ("Rockets fell on Kharkiv Sumy Poltava during the night.", ["Kharkiv", "Sumy", "Poltava"]),
        ("Gunmen killed four in Mexico City and Benin City.", ["Mexico City", "Benin City"]),
        ("Troops left Kuwait City on Friday.", ["Kuwait City"]),
        ("The Dublin City Council met on Friday.", ["Dublin"]),
        ("Clashes broke out in San Salvador Santa Ana and Usulutan.", ["San Salvador", "Santa Ana", "Usulutan"]),
    ],
)  # fmt: skip
def test_found(text: str, wanted: list[str]) -> None:
    got = names(text)
    assert [w for w in wanted if w not in got] == []


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Turkish troops shelled the hills.", "Turkish"),
        ("According to MINURCAT, shots were fired at MINURCAT near Farchana.", "MINURCAT"),
        ("Rebels killed two peasants in La Mar in Peru.", "La"),
        ("The Syrian Observatory for Human Rights said six people died.", "Syrian"),
        ("The Homs Media Centre posted a video.", "Homs"),
        ("A fighter of the Aleppo Brigade was killed.", "Aleppo"),
        ("Commander Jamil al-Akal was killed in May.", "al-Akal"),
        ("It happened in May.", "May"),
        ("The deal was reported by Reuters on Tuesday.", "Reuters"),
        ("Rockets were fired by Hezbollah fighters.", "Hezbollah"),
        ("Iranian-backed men fired a Kornet at the bunker.", "Kornet"),
        ("He joined Jaish al-Fatah in the spring.", "Jaish al-Fatah"),
        ("They shot Qwzrtum, a village elder in Mopti.", "Qwzrtum"),
    ],
)
def test_not_found(text: str, unwanted: str) -> None:
    assert not [n for n in names(text) if unwanted in n]


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        ("Two died in Bashiqa in the Nineveh region.", "Bashiqa", "Nineveh region"),
        ("Shelling hit Douma, Eastern Ghouta.", "Douma", "Eastern Ghouta"),
        ("The town of Uvira in South Kivu was taken.", "Uvira", "South Kivu"),
        ("A blast shook Kabul's Wazir district.", "Wazir", "Kabul"),
        ("He fled the villages of Wadi Zur and Umm Hals in the province of al-Hasakah.", "Wadi Zur", "al-Hasakah"),
        ("Jets bombed the eastern suburbs of Khartoum.", "eastern suburbs of Khartoum", "Khartoum"),
    ],
)  # fmt: skip
def test_inside(text: str, inner: str, outer: str) -> None:
    found = places(text)
    mention = next(m for name, m in found if name == inner)
    assert mention.inside is not None
    assert found[mention.inside][0] == outer


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Damascus denied that it had used gas.", "Damascus", "metonym"),
        ("A bomb went off in Damascus.", "Damascus", "settlement"),
        ("They met in northern Mali.", "northern Mali", "region"),
        ("They met in Mali.", "Mali", "country"),
        ("Men drowned in the Orontes River.", "Orontes River", "water"),
        ("They were held at the Sednaya prison.", "Sednaya prison", "site"),
        ("They took the governorate of Abyan.", "Abyan", "admin1"),
    ],
)
def test_kind(text: str, name: str, kind: str) -> None:
    assert dict(places(text))[name].kind == kind


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("Two died near Goma.", "Goma", "near"),
        ("Two died in Goma.", "Goma", "in"),
        ("Two died south of Goma.", "Goma", "south of"),
        ("Two died in the city of Goma.", "Goma", "city-of"),
        ("The army recaptured Goma.", "Goma", "recapture"),
    ],
)
def test_cue(text: str, name: str, cue: str) -> None:
    assert dict(places(text))[name].cue == cue


def test_lost_apostrophe_is_mended_in_the_name() -> None:
    found = dict(places("A mortar shell hit a school in Syrias Aleppo on Sunday."))
    assert found["Syrias"].name == "Syria"
    assert found["Aleppo"].name == "Aleppo"


def test_no_text_no_places() -> None:
    assert places("Nothing was said.") == []
