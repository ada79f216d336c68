"""Mentions as a coder would write them: where a noun phrase begins and ends."""

import pytest

from tacitus.extract.phrases import conjuncts, phrase, sharers, told_apart
from tacitus.knowledge.syntax import load_syntax
from tacitus.parse.document import parse
from tacitus.records import Report


def token_of(text, word):
    parsed = parse(Report("r", text))
    return parsed, next(t for t in parsed.doc if t.text == word)


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("At least 19 civilians were killed in Taiz.", "civilians", "civilians"),
        ("Dozens of Tuareg fighters attacked Gao.", "Dozens", "Tuareg fighters"),
        (
            "Members of the Lord's Resistance Army burned huts.",
            "Members",
            "Members of the Lord's Resistance Army",
        ),
        ("Fighters loyal to General Haftar fled.", "Fighters", "Fighters loyal to General Haftar"),
        ("In November police killed two men in Medan.", "police", "police"),
        ("Police shot 17-year-old student Ali Demir.", "Demir", "student Ali Demir"),
        ("Russian and Syrian warplanes bombed Idlib.", "warplanes", "Syrian warplanes"),
        ("A Saudi-led coalition air strike hit Saada.", "coalition", "Saudi-led coalition"),
        (
            "The Sudanese army helicopters attacked Kadugli.",
            "helicopters",
            "Sudanese army helicopters",
        ),
        ("Guns hit the so-called buffer zone at Kherson.", "zone", "buffer zone"),
        ("Jamaat-ul-Ahrar claimed the bombing in Lahore.", "Ahrar", "Jamaat-ul-Ahrar"),
    ],
)
def test_the_words_of_a_mention(text, head, expected):
    parsed, token = token_of(text, head)
    found = phrase(token, load_syntax().partitives)
    assert parsed.quote(found.first, found.stop) == expected


def test_nouns_told_together_are_mentions_of_their_own():
    _, token = token_of("Soldiers, policemen and militiamen raided the camp.", "Soldiers")
    assert [t.text for t in conjuncts(token)] == ["Soldiers", "policemen", "militiamen"]


def test_sides_that_share_a_noun_each_stand_for_themselves():
    _, token = token_of("Russian and Syrian warplanes bombed Idlib.", "warplanes")
    assert [t.text for t in sharers(token)] == ["Russian"]


def test_a_plain_adjective_is_no_side():
    _, token = token_of("Heavy and accurate artillery hit Sarajevo.", "artillery")
    assert not list(sharers(token))


@pytest.mark.parametrize(
    ("text", "victim", "expected"),
    [
        (
            "A raid on Mekelle killed 18 people, mostly women and children.",
            "people",
            ["women", "children"],
        ),
        ("At least 30 people including nurses were killed in Aden.", "people", ["nurses"]),
        ("Two policemen were among nine people killed in Chhattisgarh.", "people", ["policemen"]),
        ("The raid killed 18 people in Mekelle.", "people", []),
    ],
)
def test_who_the_counted_people_were(text, victim, expected):
    _, token = token_of(text, victim)
    assert [t.text for t in told_apart(token, load_syntax())] == expected
