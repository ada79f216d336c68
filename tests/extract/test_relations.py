"""Relations between actors, in reports of many wars, with and without commas."""

import pytest

from tacitus.extract.relations import find_relations
from tacitus.parse.document import parse
from tacitus.records import Report


def relations(text):
    report = Report("r", text)
    return report, find_relations(parse(report))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Salafist Group for Preaching and Combat renamed itself al-Qaeda in the Islamic Maghreb in 2007.",
            (
                "Salafist Group for Preaching and Combat",
                "renamed_to",
                "al-Qaeda in the Islamic Maghreb",
            ),
        ),
        (
            "The Sinai Province, formerly known as Ansar Bait al-Maqdis, said it shot the officer.",
            ("Ansar Bait al-Maqdis", "renamed_to", "Sinai Province"),
        ),
        (
            "Troops fought AQIM, the North African branch of al-Qaeda, near Kidal.",
            ("AQIM", "branch_of", "al-Qaeda"),
        ),
        ("The Rwandan-backed rebel group M23 took Goma on Monday.", ("M23", "backed_by", "Rwanda")),
        (
            "The Houthis control most of Hodeidah and shelled the port.",
            ("Houthis", "controls", "Hodeidah"),
        ),
        ("LRA leader Joseph Kony was seen in Garamba.", ("Joseph Kony", "led", "LRA")),
        (
            "Foday Sankoh, leader of the RUF, was arrested in Freetown.",
            ("Foday Sankoh", "led", "RUF"),
        ),
        (
            "A former commander of the LTTE Vinayagamoorthy Muralitharan joined the government.",
            ("Vinayagamoorthy Muralitharan", "led", "LTTE"),
        ),
        (
            "Pedro Sosa and his younger brother Luis Sosa were shot in Cali.",
            ("Luis Sosa", "brother_of", "Pedro Sosa"),
        ),
        ("Ansaru split from Boko Haram in 2012.", ("Ansaru", "split_from", "Boko Haram")),
        ("MUJAO joined forces with Ansar Dine in Gao.", ("MUJAO", "allied_with", "Ansar Dine")),
    ],
)
def test_relation_found(text, expected):
    report, found = relations(text)
    assert expected in [(r.subject.value, r.relation, r.object.value) for r in found]
    for relation in found:
        for span in (*relation.subject.spans, *relation.object.spans):
            assert relation.evidence.covers(span)
            assert span.quote(report.text)


@pytest.mark.parametrize(
    "text",
    [
        "The army attacked Hezbollah positions near Tyre.",
        "Turkish-backed militants clashed with Kurdish rebels.",
        "The leader said on Monday that the war was over.",
        "Police controlled the crowd in Nairobi.",
    ],
)
def test_nothing_stated(text):
    assert relations(text)[1] == []


def test_part_of_a_name_is_joined_to_the_full_name():
    _, found = relations("Pedro Sosa was killed in Cali. Sosa's brother Luis Vega fled.")
    brother = next(r for r in found if r.relation == "brother_of")
    assert brother.object.value == "Pedro Sosa"
    assert len(brother.object.spans) == 2
