"""How sure a report is of an event: one sentence, its trigger and the judgement."""

from __future__ import annotations

import pytest

from tacitus.extract.attribution import find_attributions
from tacitus.extract.factuality import judge
from tacitus.parse.document import parse
from tacitus.records import Report

CASES = [
    # asserted
    ("Soldiers shelled the village of Kaduna on Monday.", "shelled", "asserted", "event"),
    ("The ministry said that rebels attacked a convoy.", "attacked", "asserted", "event"),
    (
        "After the minister said he would resign, troops shelled the palace.",
        "shelled",
        "asserted",
        "event",
    ),
    ("The army managed to capture the bridge.", "capture", "asserted", "event"),
    ("Rebels began to shell the airport at dawn.", "shell", "asserted", "event"),
    (
        "Three suspected members of the gang died in a clash with police.",
        "died",
        "asserted",
        "event",
    ),
    ("The mayor condemned the attack on the market.", "attack", "asserted", "event"),
    ("Talks may resume after the attack on the barracks.", "attack", "asserted", "event"),
    ("A reported 30 people were killed when jets bombed the camp.", "bombed", "asserted", "event"),
    ("Not only did the mob loot shops, it burned two temples.", "burned", "asserted", "event"),
    ("It was the last town to fall to the insurgents.", "fall", "asserted", "event"),
    # hedged
    ("Government troops allegedly executed nine farmers.", "executed", "hedged", "event"),
    ("Ten people died in a suspected chemical attack near Donetsk.", "attack", "hedged", "event"),
    ("Ten people died in a suspected chemical attack near Donetsk.", "died", "hedged", "event"),
    ("Two boys were killed in what is believed to be a drone strike.", "killed", "hedged", "event"),
    ("The gunmen may have killed the priest.", "killed", "hedged", "event"),
    ("The militia is believed to have shot the governor.", "shot", "hedged", "event"),
    ("The troops appeared to shell a school.", "shell", "hedged", "event"),
    ("Suspected rebels attacked a bus in Chhattisgarh.", "attacked", "hedged", "event"),
    (
        "Investigators examine allegations that soldiers raped villagers.",
        "raped",
        "hedged",
        "event",
    ),
    ("There were unconfirmed reports of an ambush near Jaffna.", "ambush", "hedged", "event"),
    ("A presumed US drone strike destroyed the house.", "strike", "hedged", "event"),
    ("GUERRILLAS REPORTEDLY ATTACKED THE BARRACKS.", "ATTACKED", "hedged", "event"),
    # what one says and another denies
    (
        "Rebels said the army bombed a school in Goma, which the army denied.",
        "bombed",
        "asserted",
        "event",
    ),
    (
        "Rebels said jets bombed Goma; the army denied that it had planes there.",
        "bombed",
        "asserted",
        "event",
    ),
    # denied
    ("The brigade conducted no offensive in the valley.", "offensive", "denied", "event"),
    ("Soldiers did not attack the hospital.", "attack", "denied", "event"),
    ("There were no clashes in Kigali on Sunday.", "clashes", "denied", "event"),
    ("The junta denied striking the monastery.", "striking", "denied", "event"),
    ("The army denied that its men had shelled the camp.", "shelled", "denied", "event"),
    ("The column took the town without firing a shot.", "firing", "denied", "event"),
    ("The rebels failed to capture the dam.", "capture", "denied", "failed"),
    ("It is not true that the army shelled the market.", "shelled", "denied", "event"),
    ("It is false that soldiers burned the village.", "burned", "denied", "event"),
    ("Reports that our men killed ten villagers are baseless.", "killed", "denied", "event"),
    ("It is true that the army shelled the market.", "shelled", "asserted", "event"),
    ("The guards refused to shoot the students.", "shoot", "denied", "failed"),
    ("The troops were unable to retake the hill.", "retake", "denied", "failed"),
    ("Gunmen have never attacked the embassy.", "attacked", "denied", "event"),
    # prospective
    ("The front will attack the capital next week.", "attack", "prospective", "event"),
    ("The commander threatened to bomb the pipeline.", "bomb", "prospective", "event"),
    ("The rebels vowed to retake the town.", "retake", "prospective", "event"),
    ("Students plan to march on parliament.", "march", "prospective", "event"),
    ("The president ordered troops to storm the building.", "storm", "prospective", "event"),
    ("Residents fear an imminent assault on Goma.", "assault", "prospective", "event"),
    ("The embassy warned of attacks on hotels.", "attacks", "prospective", "event"),
    ("The group called for attacks on tourists.", "attacks", "prospective", "event"),
    ("A ceasefire is likely to be signed in Geneva.", "signed", "prospective", "event"),
    ("The army is preparing to launch an offensive.", "offensive", "prospective", "event"),
    ("If the army attacks the camp, the talks will end.", "attacks", "prospective", "conditional"),
    (
        "The militia crossed the river in order to attack the fort.",
        "attack",
        "prospective",
        "purpose",
    ),
    ("Reinforcements arrived to attack the fort.", "attack", "prospective", "purpose"),
    ("He said the shelling will continue.", "continue", "prospective", "event"),
    ("Police have orders to arrest the leader.", "arrest", "prospective", "event"),
    ("The threat of attacks kept voters at home.", "attacks", "prospective", "event"),
    ("Would the army storm the parliament?", "storm", "prospective", "event"),
    ("Did the rebels burn the mill?", "burn", "prospective", "question"),
    # prevented
    ("Police foiled an attack on the stadium.", "attack", "denied", "prevented"),
    ("Guards were posted to prevent an attack on the stadium.", "attack", "denied", "prevented"),
    ("The garrison repelled an attack on the bridge.", "attack", "asserted", "prevented"),
    (
        "The ULFA said it had nothing to do with the bombing in Guwahati.",
        "bombing",
        "denied",
        "event",
    ),
    ("The army played no part in the killing of the bishop.", "killing", "denied", "event"),
    ("Troops played a part in the killing of the bishop.", "killing", "asserted", "event"),
]


@pytest.mark.parametrize(("text", "trigger", "value", "status"), CASES)
def test_judgement(text: str, trigger: str, value: str, status: str) -> None:
    parsed = parse(Report(id="t", text=text))
    token = [t.i for t in parsed.doc if t.lower_ == trigger.lower()][-1]
    verdict = judge(token, parsed, find_attributions(parsed))
    assert (verdict.value, verdict.status) == (value, status), verdict


def test_cues_are_the_words_that_decided() -> None:
    parsed = parse(Report(id="t", text="Police allegedly beat two students."))
    verdict = judge(2, parsed, [])
    assert [parsed.quote(*cue) for cue in verdict.cues] == ["allegedly"]
    assert verdict.by == "adverb:allegedly"
