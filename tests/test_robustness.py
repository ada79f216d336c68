"""No text hangs the program, breaks it, or makes two runs differ."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from helpers.reports import STORIES
from helpers.spans import faults

from tacitus.parse import stretches
from tacitus.parse.document import LONGEST_SENTENCE, parse
from tacitus.parse.stretches import STRETCH
from tacitus.pipeline import code_report
from tacitus.records import Report

PLAIN = (
    "On Monday rebels attacked a checkpoint near Goma, killing three soldiers, the army said. "
    "Residents told the agency that the fighting had gone on for hours. The governor visited the "
    "town later and promised help. The camp of the displaced lies west of the road. "
)
LENGTH = 10_000
# an adversarial text may take so many times as long as a plain one of the same length: five to six
# times as many tokens, where each character is one, and some more for loops over pairs of them
SLACK = 30


def filled(unit, length=LENGTH):
    return (unit * (length // len(unit) + 1))[:length]


def seconds(text):
    begun = time.perf_counter()
    coded = code_report(Report(id="r", text=text, published=date(2024, 3, 8)))
    return time.perf_counter() - begun, coded


@pytest.fixture(scope="module")
def plain_seconds():
    seconds(PLAIN)  # the parser is loaded by the first call
    return max(seconds(filled(PLAIN))[0], 0.05)


ADVERSARIAL = {
    "no full stop": "rebels attacked the town and then the army came back and ",
    "verbs without end": "shelled and bombed and killed and ",
    "nouns without end": "an attack, a bombing, clashes, ",
    "names": "Goma Bukavu Sake Beni Uvira Kindu ",
    "quotes": '"The army attacked Goma," he said. ',
    "open quotes": '" ',
    "open brackets": "(a [",
    "closed brackets": "a)] ",
    "one token": "a",
    "one token in capitals": "ATTACK",
    "zero width": "R\u200be\u200bb\u200be\u200bl\u200bs\u200b attacked Goma. ",
    "control characters": "rebels\x00\x07 attacked\x1b Goma. ",
    "bidirectional marks": "\u202e\u202dRebels attacked Goma.\u202c ",
    "line breaks": "Rebels\n",
    "dates": "on Monday 5 May 2012 ",
    "numbers": "1,000,000 ",
    "number words": "twenty-three thousand and ",
    "commas": ", ",
    "dashes": "x--",
    "combining marks": "a\u0301\u0301\u0301",
    "emojis": "\U0001f4a3\U0001f525 ",
    "said": "he said that ",
    "short attacks": "Rebels attacked Goma. ",
    "places": "near Goma in Kivu ",
    "entities": "&amp;",
    "mojibake": "â€œRebelsâ€\x9d attacked ",
    "tabs": "Rebels\tattacked\tGoma\t",
    "lone surrogates": "\ud800 Rebels attacked ",
    "relations": "the Movement, formerly known as the Front, ",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_adversarial_text_takes_bounded_time(name, plain_seconds):
    taken, coded = seconds(filled(ADVERSARIAL[name]))
    assert taken < SLACK * plain_seconds
    assert faults(coded) == []


def test_a_sentence_without_end_is_broken_off():
    doc = parse(Report(id="r", text=filled(ADVERSARIAL["no full stop"], 5_000))).doc
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE + 1


@pytest.mark.slow
def test_a_long_report_is_read_in_parts_with_offsets_into_the_whole():
    text = filled(PLAIN, 2 * STRETCH) + "\n\nGunmen abducted 14 nurses in Maiduguri on Sunday."
    coded = seconds(text)[1]
    last = coded.claims[-1]
    assert last.place.value == "Maiduguri"
    assert last.place.spans[0].quote(text) == "Maiduguri"
    assert last.place.spans[0].start > 2 * STRETCH
    assert [claim.id for claim in coded.claims] == [f"e{n + 1}" for n in range(len(coded.claims))]
    assert "read-in-parts" in {problem.code for problem in coded.problems}
    assert faults(coded) == []


def test_what_follows_the_bound_is_said_not_to_be_read(monkeypatch):
    monkeypatch.setattr(stretches, "MAX_CHARACTERS", 2_000)
    coded = seconds(filled("The mayor spoke of roads. ", 2_000) + " Rebels attacked Goma.")[1]
    assert coded.claims == ()
    assert "text-cut" in {problem.code for problem in coded.problems}


@pytest.mark.parametrize(
    ("text", "code", "number"),
    [
        ("The council spoke about schools and roads.", "no-events", None),
        ("In 2013 fighting broke out. Gunmen killed two teachers.", "unplaced-events", "of "),
        ("Gunmen killed two teachers in Qwxzabad on Monday.", "unlocated-places", "1 of 1"),
    ],
)
def test_what_is_open_is_a_counted_problem(text, code, number):
    coded = code_report(Report(id="r", text=text, published=date(2024, 3, 8)))
    found = [problem for problem in coded.problems if problem.code == code]
    assert len(found) == 1
    assert number is None or number in found[0].message


def test_an_undated_report_has_undated_events():
    coded = code_report(Report(id="r", text="Gunmen killed two teachers in Kano on Monday."))
    assert "undated-events" in {problem.code for problem in coded.problems}


@pytest.fixture(scope="module")
def stories_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("stories") / "stories.jsonl"
    lines = [
        json.dumps({"id": name, "published": "2024-03-08", "text": text})
        for name, text in STORIES.items()
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def run(path, seed, *options):
    source = str(Path(__file__).parents[1] / "src")
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source}
    done = subprocess.run(
        [sys.executable, "-m", "tacitus", "code", str(path), "--format", "jsonl", *options],
        capture_output=True,
        env=environment,
        check=True,
        timeout=300,
    )
    return done.stdout


@pytest.mark.slow
def test_two_runs_give_the_same_bytes_whatever_the_hash_seed_and_number_of_processes(stories_file):
    first = run(stories_file, "1")
    assert first.count(b"\n") == len(STORIES)
    assert run(stories_file, "2") == first
    assert run(stories_file, "3", "--jobs", "2") == first
