"""Whole names out of the pieces that the learned reader points at, and each party once."""

from datetime import date

import pytest
from helpers.ruled import code_report

from tacitus.extract.apart import stories_apart
from tacitus.extract.extractor import extract_claims
from tacitus.extract.grouping import told_with
from tacitus.extract.participants import distinct, one_side_each, whole_names
from tacitus.extract.reading import read_out
from tacitus.extract.tellings import Part
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.read import make_report
from tacitus.records import Grounded, Span


def read(text):
    report = make_report(text, id="r", option=date(2016, 3, 4))
    return read_out(parse(report), load_codebook(None), load_index(None), open_gazetteer())


def part(reading, words):
    at = reading.parsed.doc.text.index(words)
    span = reading.parsed.doc.char_span(at, at + len(words), alignment_mode="expand")
    return Part(span.start, span.end, 0.9)


def told(reading, parts):
    return [reading.parsed.quote(p.first, p.stop) for p in parts]


@pytest.mark.parametrize(
    ("text", "pieces", "names"),
    [
        (
            "Supporters of the jailed president Karim Sesay burned tyres in Bo on Sunday.",
            ["Supporters of", "president Karim Sesay"],
            ["Supporters of the jailed president Karim Sesay"],
        ),
        (
            "Fighters of the Kachin Independence Army (KIA) shelled the base.",
            ["Kachin Independence Army", "KIA"],
            ["Kachin Independence Army (KIA)"],
        ),
        (
            "Fighters of the Kachin Independence Army (KIA) shelled the base.",
            ["Kachin Independence Army (KIA"],
            ["Kachin Independence Army (KIA)"],
        ),
        # a bracket is closed where it soon ends, and left out where it goes on
        (
            "Jaysh al-Bahr (Army of the Sea) warned of attacks.",
            ["Jaysh al-Bahr (Army"],
            ["Jaysh al-Bahr (Army of the Sea)"],
        ),
        (
            "Jaysh al-Bahr [Army of the Sea] warned of attacks.",
            ["Jaysh al-Bahr [Army"],
            ["Jaysh al-Bahr [Army of the Sea]"],
        ),
        (
            "The Sea Front (long a foe of the state and of all who trade with it) fled.",
            ["Sea Front (long"],
            ["Sea Front"],
        ),
        (
            "A strike on a Kachin Independence Army (KIA) training camp killed two.",
            ["Kachin Independence Army", "KIA) training camp"],
            ["Kachin Independence Army (KIA) training camp"],
        ),
        (
            "Police and soldiers fired at the crowd in Bo.",
            ["Police and", "soldiers"],
            ["Police", "soldiers"],
        ),
        (
            "Activists in rural Idlib said a clinic was hit.",
            ["Activists", "Idlib"],
            ["Activists in rural Idlib"],
        ),
        (
            "Soldiers killed farmers in Idlib.",
            ["Soldiers", "farmers"],
            ["Soldiers", "farmers"],
        ),
        (
            "A source in the ministry said gunmen fled.",
            ["source in", "gunmen"],
            ["source", "gunmen"],
        ),
        ("Gunmen of an unknown group fled.", ["Gunmen", "of"], ["Gunmen"]),
        # a word cut at its hyphen is made whole, and a day in front is none of the name
        (
            "Residents said the so-called Hisbah Force burned shops.",
            ["-called Hisbah Force"],
            ["so-called Hisbah Force"],
        ),
        # the last word of a name stands for all of it
        (
            "Fighting between the army and the Rapid Support Forces went on.",
            ["Forces"],
            ["Rapid Support Forces"],
        ),
        (
            "In a raid on Sunday regime jets hit a clinic.",
            ["Sunday regime jets"],
            ["regime jets"],
        ),
    ],
)
def test_whole_names(text, pieces, names):
    reading = read(text)
    assert told(reading, whole_names([part(reading, p) for p in pieces], reading)) == names


@pytest.mark.parametrize(
    ("text", "pieces", "names"),
    [
        (
            "Ten civilians, among them three children, died when jets hit a market.",
            ["civilians", "children", "market"],
            ["civilians", "market"],
        ),
        (
            "Three children died when jets hit a house.",
            ["children", "house"],
            ["children", "house"],
        ),
        (
            "Islamic State fighters left Palmyra after Daesh had lost the citadel.",
            ["Islamic State", "Daesh"],
            ["Islamic State"],
        ),
        (
            "The Bo Youth League (BYL) marched. BYL banned guests.",
            ["Bo Youth League", "BYL"],
            ["Bo Youth League"],
        ),
        (
            "Hezbollah fought the Free Syrian Army in Qusayr.",
            ["Hezbollah", "Free Syrian Army"],
            ["Hezbollah", "Free Syrian Army"],
        ),
    ],
)
def test_each_party_once(text, pieces, names):
    reading = read(text)
    kept = distinct([part(reading, p) for p in pieces], reading)
    assert told(reading, kept) == names


@pytest.mark.parametrize(
    ("doers", "hit", "left"),
    [
        (["Army", "Rebels"], ["rebels"], (["Army"], ["rebels"])),
        (["Army"], ["army", "villagers"], (["Army"], ["villagers"])),
        (["Army"], ["Army"], (["Army"], ["Army"])),
        (["Army", "rebels"], ["villagers"], (["Army", "rebels"], ["villagers"])),
    ],
)
def test_a_party_stands_on_one_side(doers, hit, left):
    def grounded(names):
        return tuple(Grounded(name, (Span(0, 1),), "test:made") for name in names)

    sides = one_side_each(grounded(doers), grounded(hit))
    assert tuple([g.value for g in side] for side in sides) == left


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "Shelling killed 30 farmers in Kidal on Monday. "
            "Fourteen of the victims died in an air strike on Gao.",
            ["farmers"],
        ),
        (
            "Shelling killed 9 farmers in Kidal on Monday. "
            "Fourteen of the victims died in an air strike on Gao.",
            [],
        ),
        (
            "Shelling killed 30 farmers in Kidal on Monday. "
            "Fourteen people died in an air strike on Gao.",
            [],
        ),
    ],
)
def test_some_of_the_victims_are_those_told_of_before(text, targets):
    strike = code_report(make_report(text, id="r")).claims[-1]
    assert strike.type.value == "Air/drone strike"
    assert [t.value for t in strike.targets] == targets


@pytest.mark.parametrize(
    ("pointed", "whole"),
    [
        ("Ecuadoran", "Ecuadoran flagship"),
        ("five Sahel", "five Sahel states"),
        ("French", "French"),
    ],
)
def test_a_name_has_the_noun_that_its_last_word_describes(pointed, whole):
    reading = read("A Ecuadoran flagship met troops of five Sahel states after French air strikes.")
    assert told(reading, whole_names([part(reading, pointed)], reading)) == [whole]


STORIES = "A barrel bomb killed five people in {one}. Eight were killed when jets struck {other}."


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("Taduf", "Saraqib", True), ("Taduf", "Taduf", False)],
)
def test_two_places_with_a_toll_each_are_two_stories(one, other, apart):
    reading = read(STORIES.format(one=one, other=other))
    first, second = extract_claims(reading)[0], extract_claims(reading)[-1]
    assert stories_apart([first, second], {one, other}, [False, False])[0, 1] == apart


@pytest.mark.parametrize(
    ("text", "word", "apart"),
    [
        ("Earlier that day two men were wounded by mortar shells in {other}.", "wounded", True),
        ("Another strike killed two men in {other}.", "strike", True),
        ("They also shelled {other}, killing two.", "shelled", False),
    ],
)
def test_what_is_told_as_another_happening_in_another_place_is_one(text, word, apart):
    reading = read(
        f"Rebels fired rockets at the town of Taduf on Thursday. {text.format(other='Saraqib')}"
    )
    first, second = extract_claims(reading)[0], extract_claims(reading)[-1]
    root = [t for t in reading.parsed.doc if t.lower_ == word][-1]
    another = told_with(reading.syntax.another, root, noun=root.pos_ == "NOUN")
    assert stories_apart([first, second], {"Taduf", "Saraqib"}, [False, another])[0, 1] == apart
