"""Who did what a group claims: short reports and the doers of their first event."""

from __future__ import annotations

import pytest
from helpers.ruled import code_report

from tacitus.read import make_report

CASES = [
    (
        "Gunmen shot the mayor of Cali on Monday. The group Black Hand has claimed responsibility "
        "for the attack.",
        ["Black Hand"],
    ),
    (
        "Two individuals shot General Perez at his office. The Manuel Rodriguez Patriotic Front "
        "has claimed responsibility for the attack.",
        ["Manuel Rodriguez Patriotic Front"],
    ),
    ("A bomb killed two soldiers in Cucuta. The ELN claimed the attack.", ["ELN"]),
    # who has a name of its own did it, whoever claims it
    (
        "Gunmen of the Mahdi Army shot two policemen in Basra on Monday. The Sadr Brigades claimed "
        "the attack.",
        ["Gunmen of the Mahdi Army"],
    ),
    # nobody claims it
    (
        "Gunmen killed nine people in Kabul on Monday. No group claimed responsibility for the "
        "attack.",
        ["Gunmen"],
    ),
    ("A bomb killed nine people in Kabul on Monday. The Taliban denied responsibility.", []),
]


@pytest.mark.parametrize(("text", "doers"), CASES)
def test_who_claims_a_deed_did_it(text: str, doers: list[str]) -> None:
    claim = code_report(make_report(text)).claims[0]
    assert [doer.value for doer in claim.initiators] == doers
    for doer in claim.initiators:
        assert doer.spans[0].quote(text) == doer.value
