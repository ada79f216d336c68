"""Losses as sentences tell them: one report, the figures of its first event that has any."""

from __future__ import annotations

import pytest
from helpers.extracted import claims_of, told


def figures(text):
    claims = claims_of(text)
    assert claims, "no event"
    claim = next((c for c in claims if c.killed or c.injured or c.captured), claims[0])
    return told(claim.killed), told(claim.injured), told(claim.captured)


N = None
KILLED_AND_INJURED = [
    # names
    ("Gunmen shot Bishop Pablo Smith and Ana Colomer dead in Jos on Friday.", (2, 2), N),
    ("Gunmen killed nuns Maureen Connaly and Teresa Rosales in Jos.", (2, 2), N),
    ("The mayor of Tumaco, Luis Ortiz, and two guards died when rebels shot at them.", (3, 3), N),
    # a day right behind a number
    ("A bomber killed 16 people and wounded 40 Tuesday in Mubi, police said.", (16, 16), (40, 40)),
    # a number without a noun
    (
        "A car bomb exploded in Mogadishu, killing at least 13 and wounding dozens.",
        (13, N),
        (24, N),
    ),
    (
        "Gunmen stormed a church in Kaduna, killing six and wounding 32 worshippers.",
        (6, 6),
        (32, 32),
    ),
    ("A landmine blast near Kandahar killed 4 and injured 9 on Sunday.", (4, 4), (9, 9)),
    # small clauses
    ("Clashes between the army and rebels in Jaffna left 28 dead.", (28, 28), N),
    ("The ambush near Arauca left seven soldiers dead and three wounded.", (7, 7), (3, 3)),
    ("Shelling of Donetsk left two women dead.", (2, 2), N),
    # passives, several victims, coordination
    ("In the fighting, 1,853 rebels and 457 soldiers were killed.", (2310, 2310), N),
    ("Three policemen and a teacher were killed when rebels attacked Ayacucho.", (4, 4), N),
    (
        "A judge, a mayor and two guards were killed in an attack on the courthouse in Cali.",
        (4, 4),
        N,
    ),
    (
        "At least 40 people were killed and some 100 others injured in a blast in Quetta.",
        (40, N),
        (100, 100),
    ),
    ("Hundreds of villagers were killed in an attack by gunmen on Darfur.", (200, N), N),
    ("Between 5 and 8 fishermen were killed when a gunboat fired on their boats.", (5, 8), N),
    ("Up to 30 militants were killed in air strikes on Marawi.", (0, 30), N),
    # lists of persons, which a parser may hold for other names of the first
    ("A father, a mother and a son were killed when a shell hit a house in Aleppo.", (3, 3), N),
    ("A soldier, a policeman and three civilians were killed in a bombing in Quetta.", (5, 5), N),
    ("A general, a veteran of two wars and a novelist, was killed in Bogota.", (1, 1), N),
    # lives
    ("An air strike on Mekelle claimed the lives of 11 people.", (11, 11), N),
    ("Two children lost their lives in the shelling of Taiz.", (2, 2), N),
    # names
    ("Gunmen killed Rashid Ahmed in Karachi on Friday.", (1, 1), N),
    ("The mayor was shot dead by gunmen in Tumaco.", (1, 1), N),
    ("A soldier was killed and another was wounded in an ambush near Pattani.", (1, 1), (1, 1)),
    # none
    ("A bomb exploded outside the bank in Bilbao but there were no casualties.", (0, 0), (0, 0)),
    ("Rockets hit the airport in Kabul; no one was killed.", (0, 0), N),
    # parts of a total
    ("A bus bombing in Colombo killed 17 people, five of them children.", (17, 17), N),
    ("At least 28 people, including 11 soldiers, were killed in clashes in Kachin.", (28, N), N),
    (
        "Militants attacked a base in Sinai, killing 30 soldiers including two colonels.",
        (30, 30),
        N,
    ),
    # ages, times and things are no losses
    ("Police shot dead a 17-year-old boy during a protest in Srinagar.", (1, 1), N),
    ("Gunmen aged 20 to 25 fired 60 rounds at the embassy in Lima, wounding a guard.", N, (1, 1)),
    ("Militants killed 40 cattle and two herders in Benue.", (2, 2), N),
    # plurals without a number
    ("Soldiers opened fire on the crowd, killing protesters.", (2, N), N),
    ("Dozens were killed and injured in an air raid on Idlib.", (24, N), (2, N)),
    # tolls told as such
    ("The death toll from the bombing in Beirut rose to 86.", (86, 86), N),
    ("The shelling of Goma continued, raising the death toll to at least 19.", (19, N), N),
    # style
    (
        "GUERRILLAS ATTACKED A POLICE POST IN HUANTA TODAY KILLING FIVE POLICEMEN AND WOUNDING TWO.",
        (5, 5),
        (2, 2),
    ),
    (
        "gunmen attacked a village in plateau state on monday killing nine people, police said.",
        (9, 9),
        N,
    ),
    (
        "At least 14 people were killed 25 were wounded in a suicide attack on a wedding in Kabul.",
        (14, N),
        (25, 25),
    ),
]
KILLED_AND_INJURED += [
    # of those counted only some
    ("Half of the 30 passengers died when the bus hit a landmine near Gao.", (2, N), N),
    # who some of those counted were
    ("Thirteen civilians among them seven children were killed in raids on Idlib.", (13, 13), N),
    # what is counted has two nouns
    ("Three cattle thieves were burned alive near Kitale on Monday.", (3, 3), N),
    # a figure is of the word behind it
    (
        "Men placed a device at an office in Lima, which left 7 other people dead and 30 injured.",
        (7, 7),
        (30, 30),
    ),
    # groups counted, and people in a group
    ("Three groups of rebels were wiped out near Homs on Sunday.", (2, N), N),
    ("A group of 12 rebels was killed near Homs on Sunday.", (12, 12), N),
    ("Men shot and killed 65-year- old minister Antonio Porth in Lima.", (1, 1), N),
    # headlines without their commas
    ("Child killed two others injured in attack on a market in Aleppo.", (1, 1), (2, 2)),
    ("Five people killed, 12 people injured in Quetta blast.", (5, 5), (12, 12)),
    # told as one side tells its own dead
    (
        "The blast rocked a street in Homs leaving 50 martyrs and 90 others wounded.",
        (50, 50),
        (90, 90),
    ),
    ("Gunmen ambushed a convoy near Bria, killing a peacekeeper.", (1, 1), N),
    ("Gunmen shot dead a shepherd near Kirkuk on Monday.", (1, 1), N),
    ("Fighters of the Martyrs Brigade attacked a post near Homs, killing two.", (2, 2), N),
    # called the toll
    ("Authorities put the toll of the bombing in Mogadishu at 85.", (85, 85), N),
    ("The number of people killed in the shelling of Kharkiv now stands at 57.", (57, 57), N),
    # what was said before holds no longer
    (
        "A bomb in Quetta killed 23 people. An earlier report spoke of at least 12 dead.",
        (23, 23),
        N,
    ),
]


@pytest.mark.parametrize(("text", "killed", "injured"), KILLED_AND_INJURED)
def test_killed_and_injured(text, killed, injured):
    assert figures(text)[:2] == (killed, injured)


CAPTURED = [
    ("Police arrested 120 demonstrators in Minsk on Sunday.", (120, 120)),
    ("Opposition leader Ana Torres was arrested in Caracas on Friday.", (1, 1)),
    ("Gunmen kidnapped two engineers in Port Harcourt.", (2, 2)),
    ("Gunmen kidnapped schoolgirls in Zamfara.", (2, N)),
    ("Dozens of students were detained during a protest in Yangon.", (24, N)),
    ("Rebels abducted a priest near Bangui.", (1, 1)),
    ("Soldiers captured four trucks, 30 rifles and three men near Cali.", (3, 3)),
    ("Police made 15 arrests during the march in Santiago.", (15, 15)),
]


@pytest.mark.parametrize(("text", "captured"), CAPTURED)
def test_captured(text, captured):
    assert figures(text)[2] == captured


def test_every_toll_rests_on_words():
    text = "Rebels raided Bunia, killing nine villagers and wounding dozens."
    for claim in claims_of(text):
        for toll in (claim.killed, claim.injured):
            assert toll is None or all(0 <= s.start < s.end <= len(text) for s in toll.spans)
