"""Actors as whole reports name them: affiliations kept, lines of succession, "the group"."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from helpers.extracted import reading_of
from helpers.ruled import code_report

from tacitus.knowledge.actor_entries import lineage
from tacitus.knowledge.actors import load_registry
from tacitus.read import make_report
from tacitus.records import ActorRef, Span
from tacitus.resolve.in_text import groups_named_before, whole_words
from tacitus.resolving import resolve_mention

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "gold" / "seed.jsonl"

# mention of the seed report: actor, class, ties
SEED_ACTORS = {
    "ISIS": ("islamic_state", "rebels", ()),
    "ISIS cells": ("islamic_state", "rebels", ()),
    "Iranian-backed fighters": (None, "rebels", (("backed_by", "Iran"),)),
    "Liwa al-Fatemiyoun": ("fatemiyoun", "militia", ()),
    "the Syrian Air Force": ("state:SY:air_force", "state_forces", ()),
    "the Syrian Army": ("state:SY:army", "state_forces", ()),
    "the army": ("state:SY:army", "state_forces", ()),
    "The Turkish Army": ("state:TR:army", "state_forces", ()),
    "Turkish-backed militants": (None, "rebels", (("backed_by", "Turkey"),)),
    "Turkish-backed militant groups": (None, "rebels", (("backed_by", "Turkey"),)),
    "Turkish-led forces": (None, "international", (("led_by", "Turkey"),)),
    "YPG-affiliated Kurdish rebels": (None, "rebels", (("affiliated_with", "YPG"),)),
    "YPG-linked cells": (None, "rebels", (("linked_to", "YPG"),)),
    "positions of pro-government forces": (
        None,
        "military_object",
        (("loyal_to", "government"),),
    ),
    "Ankara": ("state:TR:government", "government", ()),
    "US": ("state:US:government", "government", ()),
    "Fayz al-Akal": (None, "person", ()),
    "Izzu al-Akal": (None, "person", ()),
    "Abu al-Harith": (None, "person", ()),
}


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason=f"{SEED} is not there")
def test_actors_of_the_seed_report():
    form = json.loads(SEED.read_text("utf-8").splitlines()[0])
    text = (SHARED / form["path"]).read_text("utf-8")
    reading = reading_of(text, date.fromisoformat(form["published"]))
    told = {m for event in form["events"] for m in event["initiators"] + event["targets"]}
    assert told - SEED_ACTORS.keys() <= {"Qubur al-Qrajina", "Syrian", "these reinforcements"}
    found = {m: resolve_mention(m, reading) for m in told & SEED_ACTORS.keys()}
    assert {m: (r.actor, r.kind, r.affiliation) for m, r in found.items()} == {
        m: SEED_ACTORS[m] for m in found
    }


def test_a_front_and_what_it_was_renamed_to_are_one_line():
    entries = {k: a.entry for k, a in load_registry().actors.items() if a.entry}
    renamed = ["al_nusra", "fateh_al_sham", "hts"]
    for key in renamed:
        # others merged into it on the way
        assert [k for k in lineage(entries, key) if k in renamed] == renamed


@pytest.mark.parametrize(
    ("text", "mention", "actor", "ties", "country"),
    [
        (
            "Rwandan-backed rebels took the town of Rutshuru in eastern Congo on Monday.",
            "Rwandan-backed rebels",
            None,
            (("backed_by", "Rwanda"),),
            "CD",
        ),
        (
            "Gunmen linked to al-Qaeda attacked a checkpoint near Kidal, Mali, on Sunday.",
            "Gunmen linked to al-Qaeda",
            None,
            (("linked_to", "al-Qaeda"),),
            None,
        ),
        (
            "Saudi-led forces shelled a village near Saada in Yemen on Friday.",
            "Saudi-led forces",
            None,
            (("led_by", "Saudi Arabia"),),
            None,
        ),
        (
            "The Syrian National Army (SNA) shelled Tal Rifaat in Syria. The SNA lost two men.",
            "SNA",
            "syrian_national_army",
            (),
            "SY",
        ),
    ],
)
def test_a_backer_is_never_the_actor(text, mention, actor, ties, country):
    ref = resolve_mention(mention, reading_of(text, date(2021, 5, 20)))
    assert (ref.actor, ref.affiliation) == (actor, ties)
    if country and actor:
        assert ref.country == country


def test_who_is_backed_is_placed_where_it_acts():
    report = make_report(
        "Rwandan-backed rebels shelled the town of Goma in the Democratic Republic of Congo on"
        " Monday, killing six civilians, the army said.",
        published=date(2025, 1, 22),
    )
    refs = [ref for claim in code_report(report).claims for ref in claim.actors]
    backed = next(ref for ref in refs if ref.affiliation)
    assert (backed.actor, backed.kind, backed.country) == (None, "rebels", "CD")
    assert backed.affiliation == (("backed_by", "Rwanda"),)
    assert any(ref.kind == "civilians" and ref.country == "CD" for ref in refs)


TEXT = "Ugandan-backed fighters of the ADF fled. The group returned; al-Harith led it."


@pytest.mark.parametrize(
    ("mention", "whole"),
    [
        ("backed fighters", "Ugandan-backed fighters"),
        ("fighters", "fighters"),
        ("Harith", "Harith"),
        ("Ugandan-backed", "Ugandan-backed"),
    ],
)
def test_a_tie_that_a_mention_broke_off_is_read(mention, whole):
    at = TEXT.index(mention)
    assert whole_words(Span(at, at + len(mention)), TEXT) == whole


def refs_of(text, *mentions):
    out = []
    for words, ref in mentions:
        at = text.index(words)
        out.append((Span(at, at + len(words)), ref))
    return out


NAMED = ActorRef("ADF", "adf", "Allied Democratic Forces", "rebels", "CD", scores=(1.7,))
ARMY = ActorRef("army", "state:CD:army", "Army", "state_forces", "CD", scores=(1.0,))
UNKNOWN = ActorRef("group", None, "unidentified armed group", "unknown_armed", reason="none")


@pytest.mark.parametrize(
    ("text", "mentions", "actor"),
    [
        ("The ADF fled. The group came back.", [("ADF", NAMED), ("group", UNKNOWN)], "adf"),
        # nobody named before it
        ("The group fled. The ADF came back.", [("group", UNKNOWN), ("ADF", NAMED)], None),
        # an army is no group
        ("The army fled. The group came back.", [("army", ARMY), ("group", UNKNOWN)], None),
        # a group is not the group
        ("The ADF fled. A group came back.", [("ADF", NAMED), ("group", UNKNOWN)], None),
    ],
)
def test_the_group_is_the_one_named_last_before_it(text, mentions, actor):
    found = groups_named_before(refs_of(text, *mentions), text)
    group = next(ref for ref in found if ref.mention == "group")
    assert group.actor == actor
    if actor:
        assert "named last before it, as 'ADF'" in group.reason
        assert group.scores == (1.7,)
