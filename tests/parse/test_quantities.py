"""Amounts: how many, of what, and what is no count at all."""

from __future__ import annotations

import pytest

from tacitus.parse.document import parse
from tacitus.parse.quantities import find_quantities, implied_count
from tacitus.records import Count, Report


def _found(text: str, **options: bool) -> list[tuple[str, int, int | None, str, str | None]]:
    parsed = parse(Report("t", text))
    return [
        (
            parsed.quote(quantity.start, quantity.stop),
            quantity.count.low,
            quantity.count.high,
            quantity.kind,
            None if quantity.head is None else parsed.doc[quantity.head].text,
        )
        for quantity in find_quantities(parsed, **options)
    ]


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "noun"),
    [
        ("The Tigers killed 8 sailors off Mullaitivu.", "8", 8, 8, "sailors"),
        ("Shelling killed at least 13 villagers in Kharkiv.", "at least 13", 13, None, "villagers"),
        ("Army jets killed more than 1,000 people.", "more than 1,000", 1000, None, "people"),
        ("Over 40 rebels surrendered in Tigray.", "Over 40", 40, None, "rebels"),
        ("No fewer than 9 monks were arrested.", "No fewer than 9", 9, None, "monks"),
        ("Mobs burned three cattle thieves.", "three", 3, 3, "thieves"),
        ("Up to 12 soldiers were taken away.", "Up to 12", 0, 12, "soldiers"),
        ("As many as 20 traders were abducted.", "As many as 20", 0, 20, "traders"),
        ("Nearly 50 houses were burned down.", "Nearly 50", 50, 50, "houses"),
        ("Some 300 refugees crossed into Chad.", "Some 300", 300, 300, "refugees"),
        ("Between five and eight men died.", "Between five and eight", 5, 8, "men"),
        ("Gunmen kidnapped 5 to 8 teachers.", "5 to 8", 5, 8, "teachers"),
        ("Gunmen kidnapped 5-8 teachers.", "5-8", 5, 8, "teachers"),
        ("Two or three policemen were stabbed.", "Two or three", 2, 3, "policemen"),
        ("They shot twenty-two hostages.", "twenty-two", 22, 22, "hostages"),
        ("They buried one hundred and five women.", "one hundred and five", 105, 105, "women"),
        ("Three thousand five hundred men fled.", "Three thousand five hundred", 3500, 3500, "men"),
        ("Rockets hit two dozen trucks.", "two dozen", 24, 24, "trucks"),
        ("They freed half a dozen boys.", "half a dozen", 6, 6, "boys"),
        ("Half a million people fled.", "Half a million", 500_000, 500_000, "people"),
        (
            "More than a quarter of a million people died.",
            "More than a quarter of a million",
            250_000,
            None,
            "people",
        ),
        (
            "Three quarters of a million people died.",
            "Three quarters of a million",
            750_000,
            750_000,
            "people",
        ),
        (
            "One and a half million people fled.",
            "One and a half million",
            1_500_000,
            1_500_000,
            "people",
        ),
        (
            "About 1.5 million people fled Darfur.",
            "About 1.5 million",
            1_500_000,
            1_500_000,
            "people",
        ),
        ("The war killed 280000 people.", "280000", 280000, 280000, "people"),
        ("Dozens of civilians were hurt.", "Dozens", 24, None, "civilians"),
        ("Hundreds of students marched.", "Hundreds", 200, None, "students"),
        ("Scores of protesters were held.", "Scores", 40, None, "protesters"),
        ("Tens of thousands of farmers fled.", "Tens of thousands", 20000, None, "farmers"),
        ("Several hundred men stormed the jail.", "Several hundred", 200, None, "men"),
        ("Several guards were wounded.", "Several", 2, None, "guards"),
        ("Some soldiers deserted.", "Some", 2, None, "soldiers"),
        ("A couple of shops were looted.", "A couple", 2, 2, "shops"),
        ("There were no casualties.", "no", 0, 0, "casualties"),
        ("Thirteen of the fighters fell.", "Thirteen", 13, 13, "fighters"),
        ("Insurgents captured 3 others.", "3", 3, 3, "others"),
        ("AT LEAST THREE GUERRILLAS DIED IN ARAUCA.", "AT LEAST THREE", 3, None, "GUERRILLAS"),
        ("500-odd police were sent to Meerut.", "500-odd", 500, 500, "police"),
        ("Twenty or more villagers drowned.", "Twenty or more", 20, None, "villagers"),
    ],
)
def test_find_quantities_counts(
    text: str, words: str, low: int, high: int | None, noun: str
) -> None:
    found = [(*rest, head and head.lower()) for *rest, head in _found(text)]
    assert (words, low, high, "count", noun.lower()) in found


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("A 24-year-old student was shot.", "24", "age"),
        ("Kamal Perera, 31, was shot.", "31", "age"),
        ("The shell fell 15 km from Goma.", "15", "distance"),
        ("Pirates asked for $5 million.", "5 million", "money"),
        ("The ransom was thousands of dollars.", "thousands", "money"),
        ("Forty percent of the town burned.", "Forty", "percent"),
        ("The fighting lasted two hours.", "two", "duration"),
        ("The front split in 2013.", "2013", "year"),
        ("They attacked on 6 August.", "6", "other"),
        ("Posted 03-08-2016 by staff.", "03-08-2016", "other"),
        ("They attacked at 5 p.m.", "5", "other"),
    ],
)
def test_find_quantities_other_kinds(text: str, words: str, kind: str) -> None:
    assert (words, kind) in [(found[0], found[3]) for found in _found(text)]


def test_find_quantities_shares_the_noun_of_joined_verbs() -> None:
    ahead = _found("A bomb went off in Quetta, killing six and wounding 32 people.")
    assert [(found[1], found[4]) for found in ahead] == [(6, "people"), (32, "people")]
    back = _found("Twenty people were killed and six wounded.")
    assert [(found[1], found[4]) for found in back] == [(20, "people"), (6, "people")]


def test_find_quantities_indefinite_article_only_where_asked() -> None:
    text = "A soldier was killed."
    assert _found(text) == []
    assert _found(text, indefinite=True) == [("A", 1, 1, "count", "soldier")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soldiers fled.", Count(2, None)),
        ("A soldier fled.", Count(1, 1)),
        ("The army fled.", None),
    ],
)
def test_implied_count(text: str, expected: Count | None) -> None:
    parsed = parse(Report("t", text))
    noun = next(token for token in parsed.doc if token.pos_ == "NOUN")
    assert implied_count(noun) == expected


@pytest.mark.parametrize(
    "text", ["Shells fell at six in the evening.", "They fought until 11 at night."]
)
def test_an_hour_counts_nothing(text):
    assert [kind for *_, kind, _ in _found(text)] == ["other"]
