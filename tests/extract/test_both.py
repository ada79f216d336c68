"""Events that both engines read: whose answer counts, field by field."""

from dataclasses import replace

import pytest
from helpers.both import both

from tacitus.extract.blending import each_once
from tacitus.records import Count


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


def test_happenings_that_the_rules_tell_apart_in_one_clause():
    text = "On March 1 and March 3, rebels killed 13 soldiers in Mubi in Adamawa and in Damaturu."
    found = both(text, {"killed": {"type": "Armed clash", "killed": "figure"}})
    assert len(found) == 2
    assert {claim.place.value for claim in found} == {"Mubi", "Damaturu"}
    assert {(claim.start.value, claim.end.value) for claim in found} == {
        ("2015-03-01", "2015-03-03")
    }


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
    text = "A bomb in Mubi on Monday killed 12 officers and 30 traders."
    (told,) = both(text, {"killed": {"type": "Remote explosive/landmine/IED"}})
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


@pytest.mark.parametrize("words", ["UNMISET", "Hezbollah"])
def test_who_acts_is_no_place(words):
    text = f"Gunmen attacked a camp on Monday, and {words} warned of more."
    says = {"type": "Attack", "roles": {"place": [words], "within": [words]}}
    (claim,) = both(text, {"attacked": says})
    assert (claim.place, claim.within) == (None, ())


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


@pytest.mark.parametrize(("score", "start"), [(0.5, "2015-03-03"), (0.7, "2015-01-01")])
def test_the_day_of_what_is_told_in_passing_must_be_surer(score, start):
    text = (
        "A bomb killed eight people in Mubi on Tuesday. Traders fled. "
        "A blast in Yola in January left nine dead."
    )
    kind = "Remote explosive/landmine/IED"
    script = {
        "bomb": {"type": kind, "roles": {"time": ["January"]}, "score": score},
        "blast": {"type": kind, "roles": {"place": ["Yola"]}},
    }
    first, _ = both(text, script)
    assert first.start.value == start


def test_a_crowd_that_only_the_rules_see():
    text = "A mob lynched two men accused of theft in Mubi on Monday."
    script = {"lynched": {"type": "Mob violence", "roles": {"targets": ["two men"]}}}
    (claim,) = both(text, script)
    assert [i.value for i in claim.initiators] == ["mob"]


def test_those_who_come_to_the_scene_did_not_do_it():
    text = "Soldiers stand at the site of an explosion in Mubi on Monday."
    script = {"explosion": {"roles": {"initiators": ["Soldiers"], "place": ["Mubi"]}}}
    (claim,) = both(text, script | {"Monday": {"valid": 0.0}})
    assert claim.initiators == ()
