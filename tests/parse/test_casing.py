"""Capitals put back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.parse.casing import truecase


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "GUERRILLAS OF THE NATIONAL LIBERATION ARMY (ELN) ATTACKED A POLICE POST IN ARAUQUITA.",
            "Guerrillas of the National Liberation Army (ELN) attacked a police post in Arauquita.",
        ),
        (
            "PRESIDENT JULIO SANGUINETTI SAID THE U.S. ENVOY LEFT ON 3 MAY. HE MAY RETURN IN JUNE.",
            "President Julio Sanguinetti said the U.S. envoy left on 3 May. He may return in June.",
        ),
        (
            "SHINING PATH MEMBERS BURNED TWO BUSES NEAR THE MANTARO RIVER IN PERU, RADIO SAID.",
            "Shining Path members burned two buses near the Mantaro River in Peru, radio said.",
        ),
        (
            "THE FMLN [FARABUNDO MARTI NATIONAL LIBERATION FRONT] DIDN'T RESPOND TO THE ARMY.",
            "The FMLN [Farabundo Marti National Liberation Front] didn't respond to the army.",
        ),
        (
            "kochi: police fired on a mob near aluva on friday. two vhp men, mr. nair said, were hurt.",
            "Kochi: Police fired on a mob near Aluva on Friday. Two VHP men, Mr. Nair said, were hurt.",
        ),
        ("The FARC, ELN and EPL signed.", "The FARC, ELN and EPL signed."),
        ("UN SAYS NO", "UN SAYS NO"),
    ],
)
def test_truecase(text: str, read: str) -> None:
    assert truecase(text) == read


def test_truecase_only_the_paragraphs_in_capitals() -> None:
    text = "The army came.\nTWELVE MEN WERE TAKEN TO THE FORT AT GALLE.\nNone returned."
    assert truecase(text).split("\n")[1] == "Twelve men were taken to the fort at Galle."
    assert truecase(text).split("\n")[0] == "The army came."


@given(st.text(st.sampled_from("ABCDEİẞǅßIıéÉ .,()[]\n'’-"), max_size=200))
@settings(max_examples=150, deadline=None)
def test_truecase_keeps_length_and_letters(text: str) -> None:
    cased = truecase(text)
    assert len(cased) == len(text)
    assert all(
        a == b or a.lower() == b.lower() or a.upper() == b.upper()
        for a, b in zip(cased, text, strict=False)
    )
