"""Which actor a shared, dated or misspelt name means."""

from datetime import date

import pytest

from tacitus.resolve.actors import resolve_actor


@pytest.mark.parametrize(
    ("mention", "day", "countries", "actor"),
    [
        ("ELN", date(2018, 1, 1), ("CO",), "eln"),
        ("Justice and Development Party", date(2016, 7, 15), ("TR",), "akp"),
        ("Justice and Development Party", date(2016, 7, 15), ("MA",), "pjd_ma"),
        ("Republican Guard", date(2015, 1, 1), ("YE",), "republican_guard_ye"),
        ("Republican Guard", date(2003, 3, 1), ("IQ",), "republican_guard_iq"),
        ("M23", date(2024, 2, 1), ("CD",), "m23"),
        ("IS militants", date(2017, 11, 1), ("PH",), "islamic_state"),
        ("Jabhet al-Nousra", date(2014, 1, 1), ("SY",), "al_nusra"),
        ("Ahraar al Shaam", date(2014, 1, 1), ("SY",), "ahrar_al_sham"),
        ("Harakat al-Shabab al-Mujahidin", date(2014, 1, 1), ("SO",), "al_shabaab"),
        # a name that means one actor in some countries only
        ("al-Shabab", date(2020, 1, 1), ("MZ",), "al_shabaab_mz"),
        ("al-Shabab", date(2020, 1, 1), ("SO",), "al_shabaab"),
        ("al-Shabaab", None, (), "al_shabaab"),
        # forces of a state that fights abroad
        ("IDF", date(2020, 1, 1), ("PS",), "state:IL:armed_forces"),
        # the unit's noun in English behind the name
        ("al-Nasr Army", date(2016, 1, 1), ("SY",), "jaysh_al_nasr"),
    ],
)
def test_named(mention, day, countries, actor):
    assert resolve_actor(mention, day=day, countries=countries).actor == actor


@pytest.mark.parametrize(
    ("mention", "day", "countries", "told"),
    [
        # an abbreviation of a body that acts elsewhere alone
        ("KLA", date(2010, 1, 1), ("NP",), "countries"),
        # a name before its time
        ("Islamic State of Iraq", date(1991, 1, 1), ("IQ",), ""),
        ("Republican Guard", None, (), "shared"),
        # one here in other years, one elsewhere in this
        ("Ansar al-Sharia", date(2021, 1, 1), ("LY",), "was not called"),
        # long gone, and from elsewhere
        ("Mkhedrioni", date(2015, 1, 1), ("PE",), "countries"),
        # no name: words of the language do not sound like names
        ("angry villagers", None, ("SY",), ""),
    ],
)
def test_not_named(mention, day, countries, told):
    ref = resolve_actor(mention, day=day, countries=countries)
    assert ref.actor is None
    assert told in ref.reason


def test_scores_go_with_the_actor_and_its_rivals():
    ref = resolve_actor("Republican Guard", day=date(2015, 1, 1), countries=("YE",))
    assert len(ref.scores) == 1 + len(ref.candidates)
    assert list(ref.scores) == sorted(ref.scores, reverse=True)
