"""Which sentences of a report tell of one event, and which of several."""

from __future__ import annotations

import pytest
from helpers.ruled import code_report

from tacitus.read import make_report
from tacitus.records import Coded


def code(text: str) -> Coded:
    return code_report(make_report(text))


ONE = [
    "Gunmen attacked a police post in Maiduguri on 3 May 2014. The attack left five officers dead.",
    "A car bomb exploded in Karachi on 9 June 2010. The blast killed six people and wounded twenty.",
    "A bomb went off at a market in Davao. Dozens of people were also wounded.",
    "Twelve miners were killed in Marikana on 16 August 2012 when police opened fire on strikers. "
    "Police opened fire on strikers in Marikana on 16 August 2012.",
    "Soldiers clashed with rebels near Goma on 4 July 2012. Nine rebels died in the fighting.",
    "A bomb killed two soldiers in Bogota on 9 June 2010. The ELN claimed the attack.",
    "A bomb killed two soldiers in Cucuta on 9 June 2010. Responsibility for the blast was claimed by the ELN.",
    "Insurgents planted the mine that killed a farmer in Narathiwat. The mine blew up on Monday.",
]

SEVERAL = [
    "Gunmen attacked a police post in Maiduguri on 3 May 2014. "
    "Rebels ambushed a convoy near Goma on 8 May 2014.",
    "A car bomb killed six people in Karachi on 9 June 2010. "
    "A separate car bomb killed two people in Quetta on 11 June 2010.",
    "Students protested in Santiago on 4 August 2011. Police arrested a smuggler in Iquique on 1 May 2010.",
    "Police killed the gunmen who had shot dead two officers in Karachi.",
    "Two soldiers were killed and 15 wounded in a bomb attack in Mubi. "
    "Two people were killed and 4 wounded in a similar attack in Maiduguri.",
    "Jets conducted 60 strikes on Douma on 5 February 2015. "
    "A rocket attack by Army of Islam insurgents killed ten people in Damascus on 5 February 2015.",
    "Militants shot dead a policeman in Sinai on Monday. The army bombed a camp there in response.",
    "Mortars killed five people in Akcakale, and Turkey shelled targets inside Syria in response.",
    "The bombardment of Jairud began after the army said militants killed a pilot on Friday.",
    "The shelling of Gaza City was a response to rocket attacks by Hamas fighters on Sderot.",
    "Rebels captured a pilot near Sanaa on Monday. The air raids on Taiz killed nine people.",
    "Warplanes bombed the town of Taiz. Days earlier, tribesmen kidnapped two engineers in Marib.",
]


@pytest.mark.parametrize("text", ONE)
def test_tellings_of_one_event_are_joined(text: str) -> None:
    claims = code(text).claims
    assert len(claims) == 1
    assert len(claims[0].evidence) >= 2
    assert claims[0].why


@pytest.mark.parametrize("text", SEVERAL)
def test_different_events_stay_apart(text: str) -> None:
    assert len(code(text).claims) == 2


def test_every_joining_says_why() -> None:
    claim = code(ONE[0]).claims[0]
    assert claim.why[0].startswith("sentence 2: ")
    assert not claim.why[0].endswith(": ")


def test_events_are_numbered_in_order_of_their_evidence() -> None:
    claims = code(" ".join(SEVERAL)).claims
    assert [c.id for c in claims] == [f"e{n}" for n in range(1, len(claims) + 1)]
    starts = [c.evidence[0].start for c in claims]
    assert starts == sorted(starts)
