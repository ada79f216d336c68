"""Participants around one trigger, by the parse alone."""

import pytest

from tacitus.extract.clauses import antecedent, by_agent, holder, is_passive, verb_subject
from tacitus.extract.roles import find_roles
from tacitus.extract.triggers import find_triggers
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.syntax import load_syntax
from tacitus.parse.document import parse
from tacitus.records import Report


def doc_of(text):
    return parse(Report("r", text)).doc


def roles_of(text, word):
    doc = doc_of(text)
    trigger = next(t for t in find_triggers(doc, load_index()) if doc[t.token].text == word)
    roles = find_roles(
        trigger, load_codebook().acts[trigger.act], doc[trigger.token], load_syntax()
    )
    return [t.text for t in roles.initiators], [t.text for t in roles.targets]


@pytest.mark.parametrize(
    ("text", "word", "initiators", "targets"),
    [
        ("Troops killed three guerrillas near Cali.", "killed", ["Troops"], ["guerrillas"]),
        ("Three guerrillas were killed by troops near Cali.", "killed", ["troops"], ["guerrillas"]),
        (
            "Insurgents opened fire on worshippers at a mosque in Kano.",
            "opened",
            ["Insurgents"],
            ["worshippers"],
        ),
        ("The convoy came under attack from Tamil fighters.", "came", ["fighters"], ["convoy"]),
        ("The raid prompted Kigali to attack the rebels.", "attack", ["Kigali"], ["rebels"]),
        ("Diplomats accused the junta of bombing a clinic.", "bombing", ["junta"], ["clinic"]),
        # lost commas
        ("Fighters shelled Damascus killing two people.", "shelled", ["Fighters"], ["Damascus"]),
        ("Fighters shelled Damascus killing two people.", "killing", ["Fighters"], ["people"]),
        (
            "Separatists seized the town of Debaltseve from Ukrainian forces.",
            "seized",
            ["Separatists"],
            ["forces"],
        ),
        (
            "The army, in cooperation with Wagner fighters, attacked the rebels.",
            "attacked",
            ["army", "fighters"],
            ["rebels"],
        ),
        ("The march against the president drew thousands.", "march", [], ["president"]),
    ],
)
def test_verbs_and_nouns(text, word, initiators, targets):
    assert roles_of(text, word) == (initiators, targets)


@pytest.mark.parametrize(
    ("text", "word", "initiators"),
    [
        ("An attack by Boko Haram killed 80 people.", "attack", ["Haram"]),
        ("The shelling of a school by government forces went on.", "shelling", ["forces"]),
        ("The attack was claimed by the rebels.", "attack", ["rebels"]),
        ("The rebels claimed responsibility for the attack.", "attack", ["rebels"]),
        ("The rebels claimed credit on Monday for the attack.", "attack", ["rebels"]),
        ("The ambush of a patrol by rebels killed two.", "ambush", ["rebels"]),
        ("The attack was blamed on the rebels.", "attack", ["rebels"]),
        ("Officials blamed the attack on the rebels.", "attack", ["rebels"]),
        ("The attack is believed to have been carried out by rebels.", "attack", ["rebels"]),
        ("The rebels continued a series of attacks.", "attacks", ["rebels"]),
        ("The fighting pitted rebels against the army.", "fighting", ["rebels"]),
        ("The anti-junta rally went on in Yangon.", "rally", []),
        ("A US-backed offensive began in Hajin.", "offensive", []),
    ],
)
def test_who_stands_behind_an_event_noun(text, word, initiators):
    assert roles_of(text, word)[0] == initiators


def test_a_relative_clause_is_about_the_person_and_not_his_office():
    doc = doc_of("Ali Hassan, head of the strike committee, who was arrested on Friday, denied it.")
    assert antecedent(next(t for t in doc if t.text == "who")).text == "Hassan"


def test_a_subject_is_shared_by_joined_verbs():
    doc = doc_of("Rebels stormed the base and killed six soldiers.")
    assert verb_subject(next(t for t in doc if t.text == "killed")).text == "Rebels"


def test_passives_and_their_agents():
    doc = doc_of("The bridge was destroyed by guerrillas.")
    verb = next(t for t in doc if t.text == "destroyed")
    assert is_passive(verb)
    assert by_agent(verb).text == "guerrillas"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("They shelled positions held by separatists.", "positions"),
        ("They seized the airport from separatists.", "airport"),
    ],
)
def test_who_holds_what_is_hit(text, place):
    found = holder(next(t for t in doc_of(text) if t.text == place))
    assert found is None or found.text == "separatists"
