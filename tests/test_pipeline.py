"""From a report to its claims: short reports of many wars, and what must be read out of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from helpers.ruled import code_report

from tacitus.pipeline import Engine, versions
from tacitus.read import make_report
from tacitus.records import Claim, Count

# (name, day of publication or None, text, events that must be among the claims: lists are held
# when each of their mentions is there, an empty list when there is none)
CASES: list[tuple[str, date | None, str, list[dict[str, Any]]]] = [
    (
        "agency wire in capitals, Peru 1988",
        None,
        "LIMA, 14 DEC 88 (EFE) -- [TEXT] MAOIST GUERRILLAS KILLED THREE PEASANTS IN THE "
        "VILLAGE OF VINCHOS ON MONDAY, POLICE SAID TODAY.",
        [
            {
                "type": "Attack",
                "initiators": ["MAOIST GUERRILLAS"],
                "targets": ["PEASANTS"],
                "place": "VINCHOS",
                "end": "1988-12-12",
                "killed": Count(3, 3),
                "attribution": ["POLICE"],
                "factuality": "asserted",
            }
        ],
    ),
    (
        "attack and claim of responsibility, Afghanistan",
        date(2017, 4, 2),
        "The Taliban claimed responsibility for the suicide bombing in Kabul that killed 31 people.",
        [
            {
                "type": "Suicide bomb",
                "initiators": ["Taliban"],
                "place": "Kabul",
                "killed": Count(31, 31),
                "attribution": ["Taliban"],
            }
        ],
    ),
    (
        "overrun base, Sri Lanka 2000",
        date(2000, 4, 25),
        "Tamil Tiger rebels overran the Elephant Pass base on 22 April 2000, the military admitted.",
        [
            {
                "type": "Non-state actor overtakes territory",
                "initiators": ["Tamil Tiger rebels"],
                "place": "Elephant Pass",
                "start": "2000-04-22",
                "attribution": ["military"],
            }
        ],
    ),
    (
        "drone strike on a commander, Gaza",
        date(2012, 11, 16),
        "An Israeli drone strike killed Hamas commander Ahmed Jabari in Gaza City on Wednesday.",
        [
            {
                "type": "Air/drone strike",
                "targets": ["Hamas commander Ahmed Jabari"],
                "place": "Gaza City",
                "start": "2012-11-14",
                "end": "2012-11-14",
                "killed": Count(1, 1),
            }
        ],
    ),
    (
        "ambush, India",
        date(2021, 4, 5),
        "Naxalites ambushed a police convoy in Sukma, killing 11 policemen and looting their weapons.",
        [
            {
                "type": "Armed clash",
                "initiators": ["Naxalites"],
                "targets": ["police convoy"],
                "place": "Sukma",
                "killed": Count(11, 11),
                "end": "2021-04-05",
            }
        ],
    ),
    (
        "landmine under a school bus, Colombia",
        date(2003, 8, 12),
        "A landmine exploded under a school bus near Cúcuta, killing a driver and three pupils.",
        [
            {
                "type": "Remote explosive/landmine/IED",
                "place": "Cúcuta",
                "killed": Count(4, 4),
                "weapon": "landmine",
            }
        ],
    ),
    (
        "rape by soldiers, Congo",
        date(2010, 8, 24),
        "Soldiers raped three women in the village of Luvungi on Sunday.",
        [
            {
                "type": "Sexual violence",
                "initiators": ["Soldiers"],
                "targets": ["women"],
                "place": "Luvungi",
                "start": "2010-08-22",
            }
        ],
    ),
    (
        "abduction, Nigeria",
        date(2019, 3, 14),
        "Boko Haram fighters abducted 14 women from a village near Chibok last week.",
        [
            {
                "type": "Abduction/forced disappearance",
                "initiators": ["Boko Haram fighters"],
                "targets": ["women"],
                "place": "Chibok",
                "captured": Count(14, 14),
            }
        ],
    ),
    (
        "denial, Congo",
        date(2013, 7, 15),
        "The army denied shelling Goma.",
        [
            {
                "type": "Shelling/artillery/missile attack",
                "initiators": ["army"],
                "place": "Goma",
                "factuality": "denied",
            }
        ],
    ),
    (
        "doubt, Thailand",
        date(2015, 5, 4),
        "Insurgents may have planted the mine that killed a farmer in Narathiwat, police said.",
        [
            {
                "type": "Remote explosive/landmine/IED",
                "targets": ["farmer"],
                "place": "Narathiwat",
                "killed": Count(1, 1),
                "factuality": "hedged",
                "attribution": ["police"],
            }
        ],
    ),
    (
        "threat, Philippines",
        date(2017, 5, 20),
        "The president threatened to attack rebel strongholds in Marawi.",
        [
            {
                "type": "Armed clash",
                "targets": ["rebel strongholds"],
                "place": "Marawi",
                "start": None,
                "end": None,
                "factuality": "prospective",
            }
        ],
    ),
    (
        "truce, South Sudan",
        date(2015, 9, 8),
        "The government and the rebels signed a truce in Juba on 5 September 2015.",
        [
            {
                "type": "Agreement",
                "initiators": ["government", "rebels"],
                "targets": [],
                "place": "Juba",
                "start": "2015-09-05",
                "end": "2015-09-05",
            }
        ],
    ),
    (
        "violent demonstration, Guinea",
        date(2020, 10, 23),
        "Protesters burned tyres and threw stones at police in Conakry on Thursday.",
        [
            {
                "type": "Violent demonstration",
                "initiators": ["Protesters"],
                "targets": ["police"],
                "place": "Conakry",
                "start": "2020-10-22",
            }
        ],
    ),
    (
        "lynching, India",
        date(2017, 5, 19),
        "A mob lynched a man accused of theft in Jharkhand.",
        [
            {
                "type": "Mob violence",
                "initiators": ["mob"],
                "targets": ["man"],
                "place": "Jharkhand",
                "killed": Count(1, 1),
            }
        ],
    ),
    (
        "arrests, Turkey",
        date(2016, 8, 2),
        "Turkish police detained 14 people in Ankara over links to the PKK.",
        [
            {
                "type": "Arrests",
                "initiators": ["Turkish police"],
                "place": "Ankara",
                "captured": Count(14, 14),
            }
        ],
    ),
    (
        "grenade, Burundi",
        date(2015, 12, 13),
        "A grenade thrown into a bar in Bujumbura wounded nine people late on Friday.",
        [
            {
                "type": "Grenade",
                "place": "Bujumbura",
                "injured": Count(9, 9),
                "weapon": "grenade",
                "start": "2015-12-11",
            }
        ],
    ),
    (
        "background years old, Serbia",
        date(2009, 3, 24),
        "Two civilians died on 3 May 1999 when NATO planes bombed a bridge at Varvarin.",
        [
            {
                "type": "Air/drone strike",
                "initiators": ["NATO planes"],
                "place": "Varvarin",
                "start": "1999-05-03",
                "killed": Count(2, 2),
            }
        ],
    ),
    (
        "without capitals, Yemen",
        date(2019, 8, 4),
        "in the city of aden on sunday gunmen killed two soldiers, witnesses said",
        [
            {
                "type": "Armed clash",
                "targets": ["soldiers"],
                "place": "aden",
                "start": "2019-08-04",
                "killed": Count(2, 2),
                "attribution": ["witnesses"],
            }
        ],
    ),
]


def field(claim: Claim, name: str) -> Any:
    value = getattr(claim, name)
    if isinstance(value, tuple):
        return [each.value for each in value]
    return value.value if value is not None else None


def differs(claim: Claim, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {name: field(claim, name) for name in wanted}
    return {
        name: (found[name], value)
        for name, value in wanted.items()
        if not holds(found[name], value)
    }


def holds(found: Any, wanted: Any) -> bool:
    return set(wanted) <= set(found) if wanted and isinstance(wanted, list) else found == wanted


@pytest.mark.parametrize(("name", "published", "text", "events"), CASES, ids=[c[0] for c in CASES])
def test_report_tells(name, published, text, events):
    claims = code_report(make_report(text, id=name, option=published)).claims
    for wanted in events:
        misses = [differs(claim, wanted) for claim in claims]
        assert {} in misses, misses


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed responsibility.",
        "Germany's foreign minister visited Kyiv and condemned the strikes.",
        "Such attacks are not the way to solve the country's problems.",
        "The council debated a plan for schools and roads in Leeds.",
    ],
)
def test_report_tells_of_nothing(text):
    coded = code_report(make_report(text, id="r", option=date(2017, 4, 2)))
    assert [claim.type.value for claim in coded.claims] == []
    assert "no-events" in {problem.code for problem in coded.problems}


def test_two_attacks_stay_two():
    text = (
        "Rebels shelled Aleppo on Monday, killing nine people, SANA said. "
        "On Tuesday the army shelled Idlib."
    )
    claims = code_report(make_report(text, id="r", option=date(2017, 4, 2))).claims
    told = [(field(c, "initiators"), field(c, "place"), field(c, "start")) for c in claims]
    assert told == [(["Rebels"], "Aleppo", "2017-03-27"), (["army"], "Idlib", "2017-03-28")]


@pytest.mark.parametrize(("view", "country"), [("un", "UA"), ("de-facto", "RU")])
def test_the_world_view_decides_the_country_of_a_disputed_place(monkeypatch, view, country):
    monkeypatch.setenv("TACITUS_WORLD_VIEW", view)
    text = "Two soldiers were killed in an attack on a base in Simferopol, Crimea, on Monday."
    coded = code_report(make_report(text, id="r", option=date(2022, 8, 10)), engine="rules")
    place = coded.claims[0].place_ref
    assert (place.name, place.country, place.disputed) == ("Simferopol", country, "crimea")
    assert coded.versions["world_view"].startswith(f"{view} ")


def test_a_result_names_what_gave_it():
    common = {"tacitus", "engine", "codebook", "parser", "spacy", "gazetteer", "world_view"}
    assert set(versions(engine=Engine.RULES)) == common
    assert set(versions(engine=Engine.BOTH)) == common | {"model"}
    coded = code_report(make_report("Rebels attacked soldiers in Goma.", id="r"))
    assert coded.versions == versions(engine=Engine.RULES)
    assert coded.claims[0].place_ref.country == "CD"
    assert coded.claims[0].actors[0].mention == "Rebels"
