"""The sub-event type of short reports, one row for each kind of telling and each type."""

from __future__ import annotations

import pytest
from helpers.ruled import code_report

from tacitus.read import make_report

CASES = [
    # battles
    ("Rebels clashed with soldiers near the town of Gao on Tuesday.", "Armed clash"),
    ("A gun battle between the army and separatists erupted outside Jaffna.", "Armed clash"),
    ("Guerrillas ambushed an army patrol near Medellin, killing four soldiers.", "Armed clash"),
    ("Government troops pushed back the rebels near the town of Bentiu.", "Armed clash"),
    ("The army repelled an attack on the town of Bentiu.", "Armed clash"),
    (
        "Government troops recaptured the town of Bentiu from the rebels.",
        "Government regains territory",
    ),
    (
        "The rebels seized the village of Rutshuru from the army.",
        "Non-state actor overtakes territory",
    ),
    ("The town of Sake fell to M23 rebels on Sunday.", "Non-state actor overtakes territory"),
    # explosions and remote violence
    ("Warplanes bombed a market in the city of Sanaa.", "Air/drone strike"),
    ("A drone strike killed two commanders near Miranshah.", "Air/drone strike"),
    (
        "Army artillery shelled the village of Avdiivka overnight.",
        "Shelling/artillery/missile attack",
    ),
    (
        "Militants fired rockets at the southern town of Sderot.",
        "Shelling/artillery/missile attack",
    ),
    (
        "A roadside bomb exploded in Kandahar, killing three policemen.",
        "Remote explosive/landmine/IED",
    ),
    (
        "Six farmers died when their tractor hit a landmine near Kuito.",
        "Remote explosive/landmine/IED",
    ),
    ("A suicide bomber blew himself up at a mosque in Maiduguri.", "Suicide bomb"),
    ("Attackers hurled two hand grenades into a bar in Bujumbura.", "Grenade"),
    ("Dozens died in a nerve gas attack on the town of Halabja.", "Chemical weapon"),
    # violence against civilians
    ("Gunmen killed a journalist in Mogadishu on Friday.", "Attack"),
    ("Paramilitaries executed seven villagers near Apartado.", "Attack"),
    (
        "Armed men kidnapped two aid workers in the region of Darfur.",
        "Abduction/forced disappearance",
    ),
    ("Soldiers raped several women in the village of Tabit.", "Sexual violence"),
    # protests and riots
    ("Hundreds of students protested outside the ministry in Dhaka.", "Peaceful protest"),
    ("Police fired tear gas to disperse protesters in Nairobi.", "Protest with intervention"),
    (
        "Security forces opened fire on protesters in Yangon, killing two.",
        "Excessive force against protesters",
    ),
    ("Demonstrators gathered in several cities on Thursday evening.", "Peaceful protest"),
    ("Police suppressed a peaceful march of students in Lima.", "Protest with intervention"),
    ("Protests in the port city of Guayaquil turned violent on Monday.", "Violent demonstration"),
    ("A violent protest shook the city of Dhaka on Tuesday.", "Violent demonstration"),
    ("Demonstrators threw stones at police during a protest in Lima.", "Violent demonstration"),
    ("Police clashed with villagers near the quarry in Singur.", "Mob violence"),
    ("Villagers clashed with police in Nandigram on Monday.", "Mob violence"),
    ("Villagers lynched two men accused of stealing cattle in Antananarivo.", "Mob violence"),
    ("Farmers blocked highways near New Delhi on Friday.", "Peaceful protest"),
    ("Tamil rebels sank a navy patrol boat off Trincomalee.", "Armed clash"),
    ("A bomb at a barracks in Deal killed ten bandsmen.", "Remote explosive/landmine/IED"),
    ("Ten died in fighting on the outskirts of Misrata on Monday.", "Armed clash"),
    ("The garrison at Marawi held off the insurgents for three days.", "Armed clash"),
    ("A mob burned down several houses in the town of Meerut.", "Mob violence"),
    # strategic developments
    ("The government and the rebels signed a peace agreement in Juba.", "Agreement"),
    (
        "The government released 30 rebels in exchange for 16 soldiers near Gao.",
        "Agreement",
    ),
    ("Police arrested an opposition leader in Harare on Monday.", "Arrests"),
    ("The army deployed two battalions to the border town of Pibor.", "Change to group/activity"),
    ("Sappers defused a bomb near the railway station in Quetta.", "Disrupted weapons use"),
    ("Rebels set up a base in the village of Kibumba.", "Headquarters or base established"),
    ("Militiamen looted shops in the centre of Monrovia.", "Looting/property destruction"),
    (
        "The rebels handed over the town of Pweto to peacekeepers.",
        "Non-violent transfer of territory",
    ),
    ("The guerrillas released three hostages near Caqueta.", "Other"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[f"{c[1]}: {c[0][:40]}" for c in CASES])
def test_type_of_a_sentence(text: str, expected: str) -> None:
    coded = code_report(make_report(text, published=None))
    assert [c.type.value for c in coded.claims] == [expected]


def test_those_whom_a_protest_mourns_are_no_part_of_it() -> None:
    text = "Thousands of protesters rallied in Khartoum to mourn demonstrators killed last month."
    coded = code_report(make_report(text, published=None))
    assert coded.claims[0].type.value == "Peaceful protest"


NOT_EVENTS = [
    "The Farabundo Marti National Liberation Front issued a statement in Mexico.",
    "The minister called for an end to poverty in the northern provinces.",
    "In March the company opened a new office in Lagos.",
    "Border guards turned back 30 migrants near Edirne.",
    "The president clashed with lawmakers over the budget.",
    "Doctors are fighting cholera in Aden.",
    "The film about the war will be shown at the festival.",
]


@pytest.mark.parametrize("text", NOT_EVENTS)
def test_no_event_in_what_is_none(text: str) -> None:
    assert code_report(make_report(text)).claims == ()
