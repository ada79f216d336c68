"""Actor mentions: their class, who they are, and affiliations that are never promoted."""

from datetime import date

import pytest

from tacitus.parse.document import parse
from tacitus.records import Report
from tacitus.resolve.actors import acronyms, classify, resolve_actor


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("Colombian army troops", "state_forces"),
        ("Units of the Fourth Brigade", "state_forces"),
        ("the 101st Brigade", "state_forces"),
        ("al-Nasr Brigade", "rebels"),
        ("guerrillas of the Revolutionary Armed Forces of Colombia", "rebels"),
        ("SALVADORAN SOLDIERS", "state_forces"),
        ("Israeli warplanes", "state_forces"),
        ("government fighters", "state_forces"),
        ("fighters loyal to the president", "militia"),
        ("pro-government forces", "militia"),
        ("opposition fighters", "rebels"),
        ("Tamil Tiger guerrillas", "rebels"),
        ("MRTA members", "rebels"),
        ("members of Rwandan-backed rebel groups", "rebels"),
        ("Syrian backed rebels", "rebels"),
        ("the Lord's Resistance Army", "rebels"),
        ("dozens of Naxalites", "rebels"),
        ("riot police", "police"),
        ("Kenyan border guards", "police"),
        ("anti-riot police", "police"),
        ("Khartoum", "government"),
        ("Burmese junta", "government"),
        ("unidentified gunmen", "unknown_armed"),
        ("suicide bomber", "unknown_armed"),
        ("Sinaloa Cartel gunmen", "criminal"),
        ("cattle rustlers", "criminal"),
        ("Fulani herdsmen", "identity"),
        ("an angry mob", "rioters"),
        ("student demonstrators", "protesters"),
        ("trade union", "political"),
        ("UN peacekeepers", "international"),
        ("Saudi-led coalition", "international"),
        ("three aid workers", "civilians"),
        ("women and children", "civilians"),
        ("villagers", "civilians"),
        ("police station", "civil_object"),
        ("a crowded market", "civil_object"),
        ("army checkpoint", "military_object"),
        ("positions of the rebels", "military_object"),
        ("roadside bomb", "weapon"),
        ("the ambush", "non_actor"),
        ("Maria Elena Duarte", "person"),
        ("General Oscar Naranjo", "state_forces"),
    ],
)
def test_classify(mention, kind):
    assert classify(mention).kind == kind


def test_classify_flags():
    jets = classify("Russian jets")
    assert jets.platform
    assert jets.armed
    assert jets.state
    assert classify("hospital").object
    assert not classify("hospital").person
    assert classify("farmers").armed is False


def test_classify_takes_tokens():
    doc = parse(Report("r", "Unidentified gunmen killed two teachers in Kano.")).doc
    assert classify(doc[0:2]).kind == "unknown_armed"


@pytest.mark.parametrize(
    ("mention", "day", "countries", "actor"),
    [
        ("the Shining Path", None, (), "shining_path"),
        ("RUF rebels", date(1999, 1, 6), (), "ruf"),
        ("suspected Boko Haram militants", None, ("NG",), "boko_haram"),
        ("members of the Tamil Tigers", None, (), "ltte"),
        ("Jabhat an-Nusra", date(2014, 1, 1), ("SY",), "al_nusra"),
        ("JEM", date(2008, 5, 10), ("SD",), "jem"),
        ("JeM", date(2019, 2, 14), ("IN", "PK"), "jaish_e_mohammed"),
        ("the Ukrainian army", None, (), "state:UA:army"),
        ("Sri Lanka's navy", None, (), "state:LK:navy"),
        ("Assad regime", None, (), "state:SY:government"),
        ("the army", None, ("CO",), "state:CO:army"),
        ("Addis Ababa", None, (), "state:ET:government"),
        ("Lebanese Armed Forces", None, (), "state:LB:armed_forces"),
        ("Royal Moroccan Armed Forces", None, (), "state:MA:armed_forces"),
        ("Congolese army", None, ("CG",), "state:CG:army"),
        ("Congolese army", None, ("RW",), "state:CD:army"),
        ("Peruvian diplomats", None, (), "state:PE:government"),
        ("U.S. military advisers", None, ("CO",), "state:US:armed_forces"),
        ("the Soviet Union", None, ("AF",), "state:RU:government"),
        ("4th Infantry Brigade", None, ("SV",), "state:SV:armed_forces"),
        ("military officers", None, ("PA",), "state:PA:armed_forces"),
        ("a corporal of the Carabineros", None, ("CL",), "carabineros"),
        ("FMLN positions", None, ("SV",), "fmln"),
        ("Sultan Selim Brigade", None, ("SY",), None),
        ("our forces", None, ("SV",), None),
        ("resistance forces", None, ("SY",), None),
        ("Central American presidents", None, ("CR",), None),
        ("Aristides", None, ("SV",), None),
        ("Iranian-backed fighters", None, ("SY",), None),
        ("the army", None, ("CO", "VE"), None),
        ("Pakistanis", None, (), None),
        ("Rapid Support Forces", date(1990, 1, 1), ("SD",), None),
    ],
)
def test_resolve(mention, day, countries, actor):
    assert resolve_actor(mention, day=day, countries=countries).actor == actor


@pytest.mark.parametrize(
    ("mention", "affiliation"),
    [
        ("Iranian-backed fighters", ("backed_by", "Iran")),
        ("PKK-affiliated rebels", ("affiliated_with", "PKK")),
        ("Turkish backed militants", ("backed_by", "Turkey")),
        ("al-Qaeda-linked militants", ("linked_to", "al-Qaeda")),
        ("rebels backed by Rwanda", ("backed_by", "Rwanda")),
        ("pro-government forces", ("loyal_to", "government")),
    ],
)
def test_affiliation_is_no_identity(mention, affiliation):
    ref = resolve_actor(mention)
    assert ref.actor is None
    assert affiliation in ref.affiliation
    assert ref.name.startswith("unidentified")


def test_army_of_unclear_country_keeps_candidates():
    ref = resolve_actor("the army", countries=("CO", "VE"))
    assert ref.candidates == ("state:CO:army", "state:VE:army")
    assert "several countries" in ref.reason


def test_two_states_in_one_mention_are_both_kept():
    ref = resolve_actor("Russian and Syrian warplanes", countries=("SY",))
    assert ref.actor == "state:RU:air_force"
    assert ref.candidates == ("state:SY:air_force",)


def test_every_reference_says_why_and_scores_all_it_weighed():
    for words in ("Turkish army", "the army", "Shining Path", "gunmen", "Jabhet al-Nousra"):
        ref = resolve_actor(words, day=date(2014, 1, 1), countries=("SY", "PE"))
        assert ref.reason, words
        assert len(ref.scores) == len(ref.candidates) + (ref.actor is not None), words


def test_acronyms():
    text = (
        "The Front for the Restoration of Kanu (FRK) attacked. The Sierra Relief "
        "Committee (SRC) protested (AFP)."
    )
    found = acronyms(parse(Report("r", text)))
    assert found == {"FRK": "Front for the Restoration of Kanu", "SRC": "Sierra Relief Committee"}
    assert resolve_actor("FRK", context=found).name == "Front for the Restoration of Kanu"


@pytest.mark.parametrize("home", ["PR", "HK", None])
def test_police_of_a_territory_without_listed_organs_are_nobody_known(home: str | None) -> None:
    found = resolve_actor("police", countries=(home,) if home else (), home=home)
    assert found.actor is None
    assert found.kind == "police"
