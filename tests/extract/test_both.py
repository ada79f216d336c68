"""Events that both engines read: whose answer counts, field by field."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.fake_model import FakeModel

from tacitus.extract.blending import blend, each_once
from tacitus.extract.extractor import extract_claims
from tacitus.extract.proposals import Proposer
from tacitus.extract.proposed import Assembler
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.learned import load_ruled_types, load_trust
from tacitus.learned.labels import TYPES
from tacitus.parse.document import parse
from tacitus.read import make_report
from tacitus.records import Count


def both(text, script):
    report = make_report(text, id="r", option=date(2015, 3, 4))
    reading = read_out(parse(report), load_codebook(None), load_index(None), open_gazetteer())
    ruled = extract_claims(reading)
    proposer = Proposer(reading, FakeModel(text, script), load_trust(), ruled)
    return blend(proposer, Assembler(reading, "fake"), ruled)


RAID = "Gunmen stormed a police post in Mubi on Monday, the mayor said."


@pytest.mark.parametrize(
    ("says", "targets"),
    [
        pytest.param({}, [], id="the model holds the rules' target for impossible"),
        pytest.param({"faint": {"targets": ["police post"]}}, ["police post"], id="possible"),
        pytest.param({"roles": {"targets": ["Mubi"]}, "score": 0.38}, [], id="unsure, alone"),
        pytest.param(
            {"roles": {"targets": ["police post"]}, "score": 0.45}, ["police post"], id="both"
        ),
    ],
)
def test_names_need_less_where_both_engines_have_them(says, targets):
    (claim,) = both(RAID, {"stormed": {"type": "Armed clash"} | says})
    assert [t.value for t in claim.targets] == targets


def test_words_within_a_name_of_the_rules_stand_for_that_name():
    text = "Rebels killed members of Sudanese-backed militant groups in Mubi on Monday."
    named = {"targets": ["members", "militant groups"]}
    (claim,) = both(text, {"killed": {"type": "Armed clash", "roles": named}})
    assert [t.value for t in claim.targets] == ["members of Sudanese-backed militant groups"]


def test_a_source_in_the_head_of_a_message_is_kept():
    text = (
        "Mubi, 4 Mar -- [STATEMENT] [JOINT COMMAND] [TEXT]\nGunmen stormed a police post in Mubi."
    )
    (claim,) = both(text, {"stormed": {"type": "Armed clash"}})
    assert [a.value for a in claim.attribution] == ["JOINT COMMAND"]


@pytest.mark.parametrize(
    ("text", "word", "says", "value"),
    [
        ("Rebels conducted no attack in Mubi on Monday.", "attack", {"certain": 0.97}, "denied"),
        (
            "Rebels allegedly stormed a post in Mubi on Monday.",
            "stormed",
            {"certain": 0.9},
            "hedged",
        ),
        (
            "Rebels allegedly stormed a post in Mubi on Monday.",
            "stormed",
            {"certain": 0.99},
            "asserted",
        ),
        ("Rebels stormed a post in Mubi on Monday.", "stormed", {"factuality": "hedged"}, "hedged"),
    ],
)
def test_doubt_by_the_words_that_tell_of_the_event_is_kept(text, word, says, value):
    (claim,) = both(text, {word: {"type": "Armed clash"} | says})
    assert claim.factuality.value == value


TOLLS = "A bomb in Mubi on Monday killed 12 officers and 30 traders."


@pytest.mark.parametrize(
    ("roles", "toll"),
    [
        pytest.param(["12", "30"], Count(42, 42), id="both add them up"),
        pytest.param(["30"], Count(42, 42), id="the model reads one of the list"),
    ],
)
def test_a_list_counts_before_a_figure_in_it(roles, toll):
    says = {"type": "Remote explosive/landmine/IED", "killed": "figure"}
    (claim,) = both(TOLLS, {"killed": says | {"roles": {"killed": roles}}})
    assert claim.killed.value == toll


def test_a_single_figure_counts_before_a_sum_over_clauses_made_with_it():
    text = "A bomb in Mubi on Monday killed 12 officers and wounded traders, killing 30."
    says = {"type": "Remote explosive/landmine/IED", "killed": "figure"}
    (claim,) = both(text, {"killed": says | {"roles": {"killed": ["30"]}}})
    assert claim.killed.value == Count(30, 30)


@pytest.mark.parametrize(
    ("text", "word", "says", "toll"),
    [
        pytest.param(
            "Soldiers seized 40 rifles and two rebels near Mubi on Monday.",
            "seized",
            {"captured": "figure", "roles": {"captured": ["40", "two"]}},
            Count(2, 2),
            id="things",
        ),
        pytest.param(
            "Thirty rebels raided a village near Mubi on Monday and captured its mayor.",
            "raided",
            {"captured": "figure", "roles": {"captured": ["Thirty"]}},
            Count(1, 1),
            id="who does it",
        ),
        pytest.param(
            "The number of people killed in the raid on Mubi on Monday now stands at 41.",
            "raid",
            {"killed": "figure", "roles": {"killed": ["at"]}},
            Count(41, 41),
            id="the word before",
        ),
        pytest.param(
            "The number of people killed in the raid on Mubi on Monday now stands at 41.",
            "raid",
            {"killed": "none"},
            Count(41, 41),
            id="a toll is not doubted",
        ),
    ],
)
def test_those_counted_can_be_lost(text, word, says, toll):
    (claim,) = both(text, {word: {"type": "Armed clash"} | says})
    told = claim.killed or claim.captured
    assert (told and told.value) == toll


def test_a_figure_tells_of_the_loss_it_likelier_tells_of():
    text = "Planes bombed Mubi on Monday; 50 residents were martyred and 70 were injured."
    says = {
        "type": "Air/drone strike",
        "killed": "figure",
        "injured": "figure",
        "roles": {"killed": ["50"], "injured": ["70"]},
        "faint": {"killed": ["70"]},
    }
    (claim,) = both(text, {"bombed": says})
    assert (claim.killed.value, claim.injured.value) == (Count(50, 50), Count(70, 70))


@pytest.mark.parametrize(("faint", "toll"), [({"killed": ["12"]}, Count(12, 12)), ({}, None)])
def test_a_figure_of_the_rules_must_be_possible(faint, toll):
    text = "A bomb went off in Mubi on Monday, and 12 officers were killed."
    says = {"type": "Remote explosive/landmine/IED", "killed": "figure", "faint": faint}
    (claim,) = both(text, {"went off": says})
    assert (claim.killed and claim.killed.value) == toll


@pytest.mark.parametrize(
    ("text", "word", "says", "type_"),
    [
        # hardly any report that the model was trained on tells of a base set up
        (
            "The army set up a new base in Mubi on Monday.",
            "set up",
            {"type": "Change to group/activity", "sure": 0.7},
            "Headquarters or base established",
        ),
        # attacks by the rules are clashes often enough
        (
            "Gunmen killed a mayor in Mubi on Monday.",
            "killed",
            {"type": "Armed clash", "sure": 0.97},
            "Armed clash",
        ),
        (
            "Gunmen killed a mayor in Mubi.",
            "killed",
            {"type": "Armed clash", "sure": 0.1},
            "Attack",
        ),
    ],
)
def test_types_by_both_engines(text, word, says, type_):
    (claim,) = both(text, {word: says})
    assert claim.type.value == type_
    if type_ != says["type"]:
        assert not claim.type.by.startswith("model:")


@pytest.mark.parametrize(
    ("taker", "type_"),
    [
        ("Opposition fighters", "Non-state actor overtakes territory"),
        ("Government troops", "Government regains territory"),
    ],
)
def test_by_whom_a_place_is_taken_tells_the_type(taker, type_):
    text = f"{taker} retook the town of Mubi on Monday."
    says = {"type": "Government regains territory", "sure": 0.99}
    (claim,) = both(text, {"retook": says | {"roles": {"initiators": [taker]}}})
    assert claim.type.value == type_


def test_happenings_that_the_rules_tell_apart_in_one_clause():
    text = "On March 1 and March 3, rebels killed 13 soldiers in Mubi in Adamawa and in Damaturu."
    found = both(text, {"killed": {"type": "Armed clash", "killed": "figure"}})
    assert len(found) == 2
    assert {claim.place.value for claim in found} == {"Mubi", "Damaturu"}
    assert {(claim.start.value, claim.end.value) for claim in found} == {
        ("2015-03-01", "2015-03-03")
    }


def test_counts_of_types_are_of_the_codebook():
    counts = load_ruled_types().counts
    assert set(counts) <= set(TYPES)
    assert all(set(row) <= set(TYPES) for row in counts.values())


@pytest.mark.parametrize(
    ("score", "targets"),
    [
        pytest.param(0.65, [], id="it may belong to the other event"),
        pytest.param(0.9, ["market"], id="the model is all but sure"),
    ],
)
def test_a_name_told_with_another_event_must_be_sure(score, targets):
    text = "Rebels stormed Mubi on Monday. A shell hit a market in Bo on Sunday."
    named = {"roles": {"targets": ["market"]}, "score": score}
    claims = both(
        text,
        {
            "stormed": {"type": "Armed clash"} | named,
            "shell": {"type": "Shelling/artillery/missile attack"},
        },
    )
    (clash,) = [c for c in claims if c.type.value == "Armed clash"]
    assert [t.value for t in clash.targets] == targets


@pytest.mark.parametrize(("least", "toll"), [(0.7, None), (0.9, Count(0, 0))])
def test_that_nobody_was_hurt_must_be_sure(least, toll):
    text = "A bomb in Mubi on Monday broke windows."
    says = {"type": "Remote explosive/landmine/IED", "killed": "nobody", "told": least}
    (claim,) = both(text, {"bomb": says})
    assert (claim.killed and claim.killed.value) == toll


def test_words_within_a_weapon_of_the_rules_stand_for_that_weapon():
    text = "Police fired tear gas at a crowd in Mubi on Monday."
    says = {"type": "Protest with intervention", "roles": {"weapon": ["tear"]}}
    (claim,) = both(text, {"fired": says})
    assert claim.weapon.value == "tear gas"


@pytest.mark.parametrize(
    ("text", "roles", "kind", "initiators", "targets"),
    [
        pytest.param(
            "The town of Mubi fell to a coalition of Islamist insurgents on Monday.",
            {"targets": ["Islamist insurgents"]},
            "Non-state actor overtakes territory",
            ["coalition of Islamist insurgents"],
            [],
            id="fell to",
        ),
        pytest.param(
            "The army lost the town of Mubi to the rebels on Monday.",
            {"initiators": ["army", "rebels"]},
            "Non-state actor overtakes territory",
            ["rebels"],
            ["army"],
            id="lost to",
        ),
        pytest.param(
            "Government forces lost control of Mubi on Monday.",
            {"initiators": ["Government forces"]},
            "Non-state actor overtakes territory",
            [],
            ["Government forces"],
            id="lost control",
        ),
    ],
)
def test_ground_is_taken_by_those_who_did_not_lose_it(text, roles, kind, initiators, targets):
    verb = "fell" if "fell" in text else "lost"
    says = {verb: {"type": "Government regains territory", "roles": roles}}
    (claim,) = both(text, says)
    assert claim.type.value == kind
    assert [g.value for g in claim.initiators] == initiators
    assert [g.value for g in claim.targets] == targets


def test_a_weapon_has_its_last_word():
    text = "Helicopters dropped a barrel bomb on Mubi on Monday."
    says = {"type": "Air/drone strike", "roles": {"weapon": ["barrel"]}}
    (claim,) = both(text, {"dropped": says})
    assert claim.weapon.value == "barrel bomb"
    text = "An air raid hit Mubi on Monday."
    (claim,) = both(text, {"raid": says | {"roles": {"weapon": ["air"]}}})
    assert claim.weapon is None


def test_a_loss_that_the_reader_has_no_word_for():
    text = "A blast rocked a market in Mubi on Monday leaving 50 martyrs."
    says = {"type": "Remote explosive/landmine/IED", "killed": "none", "told": 0.99}
    (claim,) = both(text, {"blast": says})
    assert claim.killed.value == Count(50, 50)


def test_doers_out_of_another_telling_of_the_event():
    text = "Air strikes hit Mubi on Monday. Nigerian air strikes on Mubi killed six people."
    says = {"type": "Air/drone strike", "event": "one", "faint": {"initiators": ["Nigerian"]}}
    (claim,) = both(text, {"strikes hit": says, "strikes on": says})
    assert [g.value for g in claim.initiators] == ["Nigerian"]


@pytest.mark.parametrize(
    ("text", "roles", "initiators", "targets"),
    [
        pytest.param(
            "The rebels were driven back by soldiers near Mubi on Monday.",
            {"targets": ["rebels", "soldiers"]},
            ["soldiers"],
            ["rebels"],
            id="by whom it was done",
        ),
        pytest.param(
            "Fighting between the army and M23 rebels near Mubi on Monday went on.",
            {"initiators": ["army and M23 rebels"]},
            ["army"],
            ["M23 rebels"],
            id="both sides as one",
        ),
        pytest.param(
            "Rebel and government forces clashed near Mubi on Monday.",
            {"initiators": ["Rebel and government forces"]},
            ["Rebel", "government forces"],
            [],
            id="two that share a noun",
        ),
    ],
)
def test_who_stands_on_which_side(text, roles, initiators, targets):
    word = next(w for w in ("driven", "Fighting", "clashed") if w in text)
    (claim,) = both(text, {word: {"type": "Armed clash", "roles": roles}})
    assert [g.value for g in claim.initiators] == initiators
    assert [g.value for g in claim.targets] == targets


@pytest.mark.parametrize(
    ("text", "word", "roles", "field", "value"),
    [
        pytest.param(
            "A bomb exploded at a barracks in Mubi on Monday.",
            "exploded",
            {"place": ["barracks"]},
            "place",
            "Mubi",
            id="no name, beside a name",
        ),
        pytest.param(
            "A bomb struck a Humvee in Mubi on Monday.",
            "struck",
            {"place": ["Humvee"]},
            "place",
            "Mubi",
            id="a vehicle",
        ),
    ],
)
def test_a_place_has_a_name_where_one_is_told(text, word, roles, field, value):
    (claim,) = both(text, {word: {"type": "Remote explosive/landmine/IED", "roles": roles}})
    assert getattr(claim, field).value == value


@pytest.mark.parametrize(
    ("text", "word", "roles", "initiators"),
    [
        pytest.param(
            "A rocket fired from Lebanon landed in Mubi on Monday.",
            "landed",
            {"initiators": ["Lebanon"]},
            [],
            id="whence it was fired",
        ),
        pytest.param(
            "The army said on Monday that rebels killed a pilot in Mubi.",
            "killed",
            {"initiators": ["The army", "rebels"]},
            ["rebels"],
            id="who tells of it",
        ),
    ],
)
def test_who_did_not_do_it(text, word, roles, initiators):
    (claim,) = both(text, {word: {"type": "Attack", "roles": roles}})
    assert [g.value for g in claim.initiators] == initiators


def test_those_with_arms_used_force_on_a_crowd():
    text = "Police fired at protesters in Mubi on Monday and one was shot dead."
    roles = {"targets": ["Police", "protesters"]}
    (claim,) = both(text, {"fired": {"type": "Excessive force against protesters", "roles": roles}})
    assert [g.value for g in claim.initiators] == ["Police"]
    assert [g.value for g in claim.targets] == ["protesters"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Police said on Monday that they had arrested two traders in Mubi.", "arrested"),
        ("Police claimed responsibility for the attack on traders in Mubi.", "attack"),
    ],
)
def test_who_tells_of_its_own_deed_did_it(text, word):
    (claim,) = both(text, {word: {"type": "Arrests", "roles": {"targets": ["traders"]}}})
    assert [g.value for g in claim.initiators] == ["Police"]


def test_an_answer_is_another_deed_than_what_it_answers():
    text = (
        "Mortar fire killed five people in Mubi on Monday. The army shelled hills in Kano in"
        " response."
    )
    says = {"type": "Shelling/artillery/missile attack", "event": "one", "killed": "figure"}
    roles = {"initiators": ["army"], "killed": ["five"]}
    told = {"killed": says | {"roles": roles}, "shelled": says | {"roles": roles}}
    first, answer = both(text, told)
    assert [[g.value for g in c.initiators] for c in (first, answer)] == [[], ["army"]]
    assert (first.killed.value, answer.killed) == (Count(5, 5), None)


@pytest.mark.parametrize(
    ("text", "word", "seen", "kind"),
    [
        (
            "Troops pushed the rebels out of Mubi on Monday.",
            "pushed",
            "Armed clash",
            "Government regains territory",
        ),
        (
            "Demonstrators threw fireworks at a protest in Mubi on Monday.",
            "threw",
            "Peaceful protest",
            "Violent demonstration",
        ),
    ],
)
def test_words_that_say_more_than_the_reader_saw(text, word, seen, kind):
    (claim,) = both(text, {word: {"type": seen}})
    assert claim.type.value == kind


def test_an_age_is_nobody():
    text = "Shelling killed a 62-year-old woman in Mubi on Monday."
    roles = {"targets": ["62-year", "woman"]}
    (claim,) = both(text, {"Shelling": {"type": "Attack", "roles": roles}})
    assert [g.value for g in claim.targets] == ["woman"]


def test_what_a_verb_counts_is_its_own_events():
    text = "Two women were killed in Mubi on Monday as rebels shelled the town."
    says = {"type": "Attack", "killed": "figure"}
    (claim,) = both(text, {"killed": says})
    assert claim.killed.value == Count(2, 2)


def test_the_dead_of_one_side_are_not_those_of_the_other_in_one_sentence():
    text = (
        "Air force strikes killed 70 people in Mubi on Monday following rocket attacks by rebels"
        " that had hit Kano."
    )
    strikes = {"type": "Air/drone strike", "killed": "figure", "roles": {"killed": ["70"]}}
    hit = strikes | {"type": "Shelling/artillery/missile attack", "event": "other"}
    air, rockets = both(text, {"strikes": strikes, "hit": hit})
    assert air.killed.value == Count(70, 70)
    assert rockets.killed is None


def test_what_one_side_did_is_not_laid_at_the_door_of_the_other():
    text = (
        "Rebels fired rockets at Mubi on Monday. The army answered with shelling that killed six"
        " villagers."
    )
    shelling = {"type": "Shelling/artillery/missile attack", "event": "one", "killed": "figure"}
    roles = {"initiators": ["Rebels"], "targets": ["villagers"], "killed": ["six"]}
    says = shelling | {"roles": roles}
    rockets, guns = both(text, {"fired rockets": says, "shelling": says})
    assert [[n.value for n in c.initiators] for c in (rockets, guns)] == [["Rebels"], ["army"]]
    assert rockets.killed is None
    assert guns.killed.value == Count(6, 6)


def test_the_dead_of_another_town_are_not_counted():
    text = "Rebels shelled Mubi on Monday and killed two men. Shells on Kano killed nine people."
    says = {
        "type": "Shelling/artillery/missile attack",
        "killed": "figure",
        "roles": {"killed": ["two", "nine"]},
    }
    mubi, kano = both(text, {"shelled": says, "killed nine": says})
    assert (mubi.killed.value, kano.killed.value) == (Count(2, 2), Count(9, 9))


def test_words_where_something_else_is_told_are_not_this_events_own():
    text = (
        "Gunmen threw a grenade into a bar in Dori on Monday, wounding six. Three men were found"
        " dead in Djibo on Tuesday, executed."
    )
    bar = {"type": "Grenade", "injured": "figure"}
    bar["roles"] = {"place": ["Dori"], "injured": ["six"], "initiators": ["Gunmen"]}
    found = {"type": "Attack", "injured": "figure", "killed": "figure", "score": 0.7}
    found["roles"] = {"place": ["Dori"], "injured": ["six"], "killed": ["Three"]}
    one, two = both(text, {"threw": bar, "found": found | {"faint": {"place": ["Djibo"]}}})
    assert (one.place.value, one.injured.value) == ("Dori", Count(6, 6))
    assert (two.place.value, two.injured, two.killed.value) == ("Djibo", None, Count(3, 3))


@pytest.mark.parametrize(
    ("what", "told", "value"),
    [
        ("a bomb attack", "prospective", "asserted"),
        ("a bomb attack", "asserted", "asserted"),
        ("an alleged bomb attack", "hedged", "hedged"),
    ],
)
def test_what_is_answered_happened_or_is_doubted(what, told, value):
    text = f"The governor threatened military action in response to {what} in Mubi on Monday."
    attack = {"type": "Remote explosive/landmine/IED", "factuality": told}
    (claim,) = both(text, {"attack": attack})
    assert claim.factuality.value == value


def test_no_event_is_told_twice_by_the_same_words():
    (told,) = both(TOLLS, {"killed": {"type": "Remote explosive/landmine/IED"}})
    bare = replace(told, initiators=(), targets=())
    planned = replace(bare, factuality=replace(told.factuality, value="prospective"))
    dated = replace(bare, end=None)
    assert each_once([planned, told]) == [told]
    assert each_once([told, bare]) == [told]
    assert each_once([told, dated]) == [told, dated]


def test_whose_deed_a_relative_clause_tells():
    text = "Police pursued and killed the gunmen who had shot two officers in Mubi on Monday."
    killed = {"type": "Attack", "roles": {"initiators": ["Police"], "targets": ["officers"]}}
    shot = {
        "type": "Attack",
        "event": 1,
        "roles": {"initiators": ["Police"], "targets": ["officers"]},
    }
    found = both(text, {"killed": killed | {"event": 0}, "shot": shot})
    told = {
        (tuple(g.value for g in c.initiators), tuple(g.value for g in c.targets)) for c in found
    }
    assert told == {(("Police",), ("gunmen",)), (("gunmen",), ("officers",))}


@pytest.mark.parametrize(
    ("text", "word", "roles", "initiators", "targets", "attribution"),
    [
        pytest.param(
            "Fighting between the Malian army and the CMA front went on in Kidal on Monday.",
            "Fighting",
            {"initiators": ["Malian"], "targets": ["army"]},
            ["Malian army"],
            ["CMA front"],
            [],
            id="one party of the words for both sides, by the rules",
        ),
        pytest.param(
            "Clashes between the Malian army and the CMA on one side and the GSIM front on the"
            " other broke out in Kidal on Monday.",
            "Clashes",
            {"initiators": ["Malian army"], "targets": ["CMA", "GSIM front"]},
            ["Malian army", "CMA"],
            ["GSIM front"],
            [],
            id="who stands on one side",
        ),
        pytest.param(
            "Jets bombed the southern towns and a clinic near Bulo on Monday.",
            "bombed",
            {"initiators": ["Jets"], "targets": ["southern towns", "clinic"]},
            ["Jets"],
            ["clinic"],
            [],
            id="where it happened is no target",
        ),
        pytest.param(
            "The Karim Front (KF) attacked a camp near Bulo on Monday.",
            "attacked",
            {"initiators": ["Karim Front"], "targets": ["KF", "camp"]},
            ["Karim Front"],
            ["camp"],
            [],
            id="its other name in brackets",
        ),
        pytest.param(
            "Police detained forty miners in Oruro on Monday.",
            "detained",
            {"initiators": ["Police"], "targets": ["Police"]},
            ["Police"],
            ["miners"],
            [],
            id="who acts does not suffer it",
        ),
        pytest.param(
            "Gunmen dressed as soldiers attacked a camp near Bulo on Monday.",
            "attacked",
            {"initiators": ["Gunmen", "soldiers"], "targets": ["camp"]},
            ["Gunmen"],
            ["camp"],
            [],
            id="what they looked like",
        ),
        pytest.param(
            "Troops burned a village near Bulo on Monday, elders said. The army denied it.",
            "burned",
            {"initiators": ["Troops"], "targets": ["village"], "attribution": ["elders", "army"]},
            ["Troops"],
            ["village"],
            ["elders"],
            id="who denies it tells nothing of it",
        ),
        pytest.param(
            "Soldiers and police killed nine strikers in Oruro on Monday.",
            "killed",
            {"initiators": ["Soldiers"], "targets": ["police", "strikers"]},
            ["Soldiers", "police"],
            ["strikers"],
            [],
            id="one subject acts as a whole",
        ),
        pytest.param(
            "Gunmen attacked a camp near Bulo on Monday, Niger's ANP agency said.",
            "attacked",
            {"initiators": ["Gunmen"], "targets": ["camp"], "attribution": ["Niger", "ANP agency"]},
            ["Gunmen"],
            ["camp"],
            ["Niger's ANP agency"],
            id="a country and what is its own are one name",
        ),
        pytest.param(
            "A mine near Bulo killed two drivers on Monday.",
            "killed",
            {"targets": ["two"]},
            [],
            ["two drivers"],
            [],
            id="a number takes its noun along",
        ),
    ],
)
def test_who_takes_part(text, word, roles, initiators, targets, attribution):
    (claim,) = both(text, {word: {"type": "Attack", "roles": roles}})
    told = (claim.initiators, claim.targets, claim.attribution)
    assert [[n.value for n in names] for names in told] == [initiators, targets, attribution]


@pytest.mark.parametrize(("told", "toll"), [(0.6, Count(7, 7)), (0.9, None)])
def test_no_toll_beside_a_figure_that_the_model_points_at(told, toll):
    text = "Soldiers killed seven men in Dori on Monday."
    says = {"type": "Attack", "killed": "none", "told": told, "roles": {"killed": ["seven"]}}
    (claim,) = both(text, {"killed": says})
    assert (claim.killed and claim.killed.value) == toll


@pytest.mark.parametrize(
    ("text", "word", "targets", "kind"),
    [
        ("A boy was shot dead in Bago on Monday.", "shot dead", ["boy"], "Attack"),
        ("A corporal was shot dead in Bago on Monday.", "shot dead", ["corporal"], "Armed clash"),
        ("Gunmen ambushed a priest near Bago on Monday.", "ambushed", ["priest"], "Armed clash"),
    ],
)
def test_those_who_do_not_fight_are_killed_in_no_clash(text, word, targets, kind):
    says = {"type": "Armed clash", "roles": {"targets": targets}}
    (claim,) = both(text, {word: says})
    assert claim.type.value == kind


@pytest.mark.parametrize("words", ["UNMISET", "Hezbollah"])
def test_who_acts_is_no_place(words):
    text = f"Gunmen attacked a camp on Monday, and {words} warned of more."
    says = {"type": "Attack", "roles": {"place": [words], "within": [words]}}
    (claim,) = both(text, {"attacked": says})
    assert (claim.place, claim.within) == (None, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Police shot dead nine protesters in Dori on Monday.",
            "Excessive force against protesters",
        ),
        ("Thousands of protesters marched in Dori on Monday.", "Peaceful protest"),
    ],
)
def test_a_protest_at_which_people_were_killed_was_no_peaceful_one(text, kind):
    killed = {"killed": "figure", "roles": {"killed": ["nine"]}} if "nine" in text else {}
    says = {"type": "Peaceful protest", "sure": 0.99} | killed
    (claim,) = both(text, {"protesters": says})
    assert claim.type.value == kind


def test_what_both_sides_lost_adds_up():
    text = (
        "Rebels overran an army post near Mubi on Monday, killing 15 policemen. The guerrillas lost"
        " five fighters in the assault."
    )
    says = {"type": "Armed clash", "event": "one", "killed": "figure"}
    roles = {"roles": {"killed": ["15"], "initiators": ["Rebels"]}}
    (claim,) = both(text, {"overran": says | roles, "lost": says | roles})
    assert claim.killed.value == Count(20, 20)


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        pytest.param("Mubi fell to the rebels on Monday.", "fell", "Mubi", id="subject"),
        pytest.param("Rebels captured Mubi on Monday.", "captured", "Mubi", id="object"),
        pytest.param("Rebels from Mubi killed a man on Monday.", "killed", None, id="neither"),
    ],
)
def test_a_place_that_it_happens_to_is_the_place_where_the_reader_has_none(text, word, place):
    (claim,) = both(text, {word: {"type": "Non-state actor overtakes territory"}})
    assert (claim.place and claim.place.value) == place


@pytest.mark.parametrize(
    "where",
    ["based in Homs Province", "positioned in some eastern neighborhoods", "hiding near Rastan"],
)
def test_where_those_are_who_act_is_no_party(where):
    text = f"Militants {where} fired mortar shells at a market in Hama on Monday."
    place = where.split(maxsplit=2)[2]
    script = {"type": "Shelling/artillery/missile attack"}
    script |= {"roles": {"initiators": ["Militants", place]}}
    (claim,) = both(text, {"fired": script})
    assert [i.value for i in claim.initiators] == ["Militants"]
