"""What is cut from reports, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from tacitus.knowledge.load import packaged
from tacitus.read import make_report
from tacitus.read.boilerplate import Rule, Rules, find_boilerplate

RULES = packaged("boilerplate.yaml", Rules).rules
STORY = "Gunmen killed nine farmers near the market on Tuesday, the mayor said."


def cut_words(text: str) -> list[str]:
    return [cut.span.quote(text) for cut in find_boilerplate(text).cuts]


def placed(rule: Rule) -> str:
    """The rule's example where the rule looks."""
    match rule.where:
        case "tail":
            return f"{STORY}\n{rule.example}"
        case "line":
            return f"{STORY}\n{rule.example}\n{STORY}"
        case "any":
            return f"{STORY}\n{rule.example} {STORY}"
        case _:
            return f"{rule.example}\n{STORY}" if rule.example[-1] != " " else rule.example + STORY


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_boilerplate_example_of_each_rule(rule: Rule) -> None:
    found = find_boilerplate(placed(rule))
    assert found.cuts, "nothing was cut"
    assert any(cut.kind == rule.kind for cut in found.cuts)


def test_boilerplate_rule_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "On 4 May 2015, rebels left Goma. The army entered the town the next day.",
        "Protesters in Yangon shared videos on Facebook and Twitter, police said.",
        "The attack on Saturday 4 May 2013 killed six soldiers, said General Ahmed Musa.",
        "Al-Shabaab fighters stormed the hotel. Three guards died. It was the group, officials said.",
        "Reporting from Addis Ababa, he said the convoy was shelled twice before dawn.",
        "Ceasefire monitors met Colonel Perera and Major Silva. They spoke with Ann Lee.\nNo one fired.",
        "In Kano, rioters burned tyres.\nThe governor spoke to Reuters.\nThe curfew stays.",
        "REBELS ATTACKED TWO POSTS NEAR OCANA, KILLING FOUR SOLDIERS.\nBY NOON THE ARMY HAD RETURNED.",
        "The group is tagged as terrorist. Tags were found on the bodies of the soldiers.",
    ],
)
def test_boilerplate_leaves_story_alone(text: str) -> None:
    assert [cut for cut in cut_words(text) if "Ann Lee" not in cut] == []


@pytest.mark.parametrize(
    ("text", "cuts", "day", "outlet"),
    [
        (
            "BOGOTA, 3 FEB 87 (EFE) -- [TEXT] THE ARMY REPORTED A CLASH IN CAQUETA. FIVE MEN DIED.",
            ["BOGOTA, 3 FEB 87 (EFE) --", "[TEXT]"],
            date(1987, 2, 3),
            "EFE",
        ),
        (
            "Published on May 9 2009 Shells hit a hospital in Mullivaikal. Scores died. - AFP",
            ["Published on May 9 2009", "- AFP"],
            date(2009, 5, 9),
            "AFP",
        ),
        (
            "Blast kills four in Mogadishu AFP Monday 5 Jan 2015 Four people died when a car blew up.",
            ["AFP Monday 5 Jan 2015"],
            date(2015, 1, 5),
            "AFP",
        ),
        (
            "A bomb went off in Jos.\nNile Watch reports…\nA bomb went off in the market of Jos.",
            ["Nile Watch reports…"],
            None,
            "Nile Watch",
        ),
        (
            "KHARTOUM (Reuters) - Troops fired on a crowd. Reporting by A Lee; Editing by B Ray",
            ["KHARTOUM (Reuters) -", "Reporting by A Lee; Editing by B Ray"],
            None,
            "Reuters",
        ),
        (
            "It was hit at dawn.\nSource: Nile Watch and agencies",
            ["Source: Nile Watch and agencies"],
            None,
            "Nile Watch",
        ),
        (
            "It was hit at dawn. Source TRTWorld and agencies Related News Summit fails | Who pays?"
            " Don’t miss out on news We won’t spam you. SUBSCRIBE Nile Watch on YouTube Subscribe"
            " Nile Watch on Facebook Like Follow Copyright 2018 Nile Watch. Careers Legal",
            [
                "Source TRTWorld and agencies",
                "Related News Summit fails | Who pays?"
                " Don’t miss out on news We won’t spam you. SUBSCRIBE Nile Watch on YouTube"
                " Subscribe Nile Watch on Facebook Like Follow Copyright 2018 Nile Watch."
                " Careers Legal",
            ],
            None,
            "TRT World",
        ),
        (
            "Follow the road on foot. Top generals met on X island. Related men fled.",
            [],
            None,
            None,
        ),
        (
            "It was hit at dawn. Tags Ukraine Kherson artillery At least two people died.",
            ["Tags Ukraine Kherson artillery"],
            None,
            None,
        ),
    ],
)
def test_boilerplate_cuts_day_outlet(
    text: str, cuts: list[str], day: date | None, outlet: str | None
) -> None:
    found = find_boilerplate(text)
    assert [cut.span.quote(text) for cut in found.cuts] == cuts
    assert (found.day, found.outlet) == (day, outlet)
    if day is not None:
        assert found.day_span is not None


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("LIMA (PERU), 14 DEC 88 (EFE) -- [TEXT] A BOMB WENT OFF LAST NIGHT IN CALLAO.", "LIMA"),
        ("CLANDESTINE, 6 MAR 90 (RADIO FREEDOM) -- [TEXT] WE TOOK THE TOWN.", None),
        (
            "Rebels Take Second Town in Unity State-JUBA, SOUTH SUDAN — -Rebels said",
            "JUBA, SOUTH SUDAN",
        ),
    ],
)
def test_boilerplate_city(text: str, city: str | None) -> None:
    span = find_boilerplate(text).city
    assert (span.quote(text) if span else None) == city


@pytest.mark.parametrize("unit", ["(", "a", "\n", "Ann Lee ", "Facebook Twitter ", "Tags ", "Aa,"])
def test_boilerplate_long_texts_take_bounded_time(unit: str) -> None:
    find_boilerplate(unit * (300_000 // len(unit)))


def test_an_outlet_that_credits_itself_is_no_syndication() -> None:
    text = f"{STORY}\nSource: TRT World and agencies"
    told = [make_report(text, source=name).syndicated_from for name in ("trt", "Nile Watch")]
    assert told == [None, "TRT World"]
