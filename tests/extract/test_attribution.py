"""Who is credited with what: sources, scope, chains, pronouns, responsibility."""

from __future__ import annotations

import pytest

from tacitus.extract.attribution import attributions_for, find_attributions
from tacitus.parse.document import Parsed, parse
from tacitus.records import Report


def sources_at(text: str, trigger: str) -> tuple[Parsed, list[str]]:
    """The sources credited with the last occurrence of a word."""
    parsed = parse(Report(id="t", text=text))
    token = [t.i for t in parsed.doc if t.lower_ == trigger.lower()][-1]
    hits = attributions_for(token, find_attributions(parsed), parsed)
    return parsed, [parsed.quote(a.source_start, a.source_stop) for a in hits]


CASES = [
    ("The army said that rebels attacked a convoy near Batticaloa.", "attacked", ["army"]),
    ("Rebels attacked a convoy near Batticaloa, the army said.", "attacked", ["army"]),
    ("Rebels attacked a convoy, said the mayor of Cali.", "attacked", ["mayor of Cali"]),
    (
        "At least 12 villagers were killed in shelling of two hamlets on Friday a rights group said.",
        "killed",
        ["rights group"],
    ),
    (
        "Ten soldiers died in the ambush, according to a hospital source.",
        "died",
        ["hospital source"],
    ),
    ("According to witnesses, the police fired on the crowd.", "fired", ["witnesses"]),
    ("The bombs, the governor said, were hidden in a truck.", "hidden", ["governor"]),
    (
        "Naval spokesman Ruwan Perera told Reuters that a patrol boat was sunk.",
        "sunk",
        ["Naval spokesman Ruwan Perera"],
    ),
    ("A village elder told reporters the troops burned forty huts.", "burned", ["village elder"]),
    ("State radio reported that the garrison had mutinied.", "mutinied", ["State radio"]),
    (
        "MILITARY SOURCES HAVE REPORTED THAT TWO POLICEMEN WERE KILLED IN CALI.",
        "KILLED",
        ["MILITARY SOURCES"],
    ),
    ("THE ELN SAID IN A COMMUNIQUE THAT ITS MEN ATTACKED THE PIPELINE.", "ATTACKED", ["ELN"]),
    (
        "Residents and aid workers said jets bombed the market.",
        "bombed",
        ["Residents", "aid workers"],
    ),
    ("A resident of Mekelle saw soldiers loot the clinic.", "loot", ["resident of Mekelle"]),
    ("The mob burned six shops, a police statement said.", "burned", ["police statement"]),
    ("Reports of a massacre reached the capital.", "massacre", ["Reports"]),
    ("The blast was reported by local radio.", "blast", ["local radio"]),
    # a lost comma
    ("Two men died in clashes in Douma Rami Abdulhamid told AFP.", "died", ["Rami Abdulhamid"]),
    ("Shells killed a nurse in Mariupol Olena Bondar said.", "killed", ["Olena Bondar"]),
    # No source: nothing is told, or somebody else is the reader of it.
    ("Rebels attacked a convoy near Batticaloa.", "attacked", []),
    ("The ministry did not confirm that the pilot died.", "died", []),
    ("A spokesman declined to say whether troops fired.", "fired", []),
    ("The blast claimed four lives in Lahore.", "claimed", []),
    ("After the minister said he would resign, troops shelled the palace.", "shelled", []),
    # Pronouns and definite nouns.
    (
        "Human Rights Watch documented the raid. It said soldiers killed two boys.",
        "killed",
        ["Human Rights Watch"],
    ),
    (
        "Police chief Ravi Kumar visited the site. He said the mob killed a driver.",
        "killed",
        ["Police chief Ravi Kumar"],
    ),
    (
        "Troops fired on a bus, said the Karen National Union. Two boys died, the group added.",
        "died",
        ["Karen National Union"],
    ),
    (
        "Jets killed nine people, a monitor said. The Syrian Observatory for Human Rights gave no more.",
        "killed",
        ["Syrian Observatory for Human Rights"],
    ),
    # Where a comma is lost.
    (
        "Clashes erupted claiming 10 killed and 15 injured Radio Sol correspondent reported.",
        "erupted",
        ["Radio Sol correspondent"],
    ),
    # Quotations.
    (
        '"They came at night. They burned the mill," said teacher Abebe Worku.',
        "came",
        ["teacher Abebe Worku"],
    ),
    (
        'The bishop said the raid went on for hours. "The soldiers shot at everything that moved."',
        "shot",
        ["bishop"],
    ),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), CASES)
def test_sources(text: str, trigger: str, expected: list[str]) -> None:
    assert sources_at(text, trigger)[1] == expected


CLASSES = [
    ("The group denied that it shelled the port.", "denies"),
    ("The minister warned that rebels would attack.", "warns"),
    ("Kyiv accused the separatists of shelling Mariupol.", "accuses"),
    ("The union condemned the killing of a driver.", "condemns"),
    ("The junta confirmed the deaths of two officers.", "confirms"),
    ("Analysts believe the militia killed the mayor.", "believes"),
]


@pytest.mark.parametrize(("text", "verb_class"), CLASSES)
def test_verb_classes(text: str, verb_class: str) -> None:
    parsed = parse(Report(id="t", text=text))
    assert [a.verb_class for a in find_attributions(parsed)] == [verb_class]


RESPONSIBILITY = [
    ("The Taliban claimed responsibility for the bombing in Kunduz.", "bombing", "Taliban"),
    ("THE FMLN CLAIMED CREDIT FOR THE DESTRUCTION OF A BRIDGE.", "DESTRUCTION", "FMLN"),
    ("Boko Haram took responsibility for the raid.", "raid", "Boko Haram"),
    ("The bombing was claimed by the Tamil Tigers.", "bombing", "Tamil Tigers"),
]


@pytest.mark.parametrize(("text", "trigger", "source"), RESPONSIBILITY)
def test_responsibility(text: str, trigger: str, source: str) -> None:
    parsed = parse(Report(id="t", text=text))
    token = next(t.i for t in parsed.doc if t.lower_ == trigger.lower())
    hits = attributions_for(token, find_attributions(parsed), parsed)
    assert [(parsed.quote(a.source_start, a.source_stop), a.responsibility) for a in hits] == [
        (source, True)
    ]


def test_nobody_claims() -> None:
    parsed = parse(Report(id="t", text="No group has claimed responsibility for the attack."))
    assert find_attributions(parsed) == []


def test_chain_puts_the_original_source_first() -> None:
    text = "The state news agency SUNA quoted an army officer as saying that the town had fallen."
    parsed, names = sources_at(text, "fallen")
    assert names == ["army officer", "SUNA"]
    mentions = find_attributions(parsed)
    original = next(m for m in mentions if m.chain)
    relay = mentions[original.chain[0]]
    assert parsed.quote(relay.source_start, relay.source_stop) == "SUNA"


def test_quoted_as_saying_by() -> None:
    text = "Two pilots were killed near Kandahar the air force was quoted as saying by local media."
    assert sorted(sources_at(text, "killed")[1]) == ["air force", "local media"]


def test_lines_without_full_stops_do_not_leak() -> None:
    text = (
        "The general said his men entered Goma on Monday and took the airport there without a fight\n\n"
        "Gunmen killed a priest in a church in the south of the country on Sunday night"
    )
    assert sources_at(text, "killed")[1] == []
