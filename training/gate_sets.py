"""What the gate learns from: reports of many sets, each told to be of conflict or not.

Where a set says itself what its reports are (MUC-4 by its templates, the coded reports by their
events, ECB+ by its topics, the invented texts by who wrote them) that is taken. For PolNeAR and
MUC-4 reports without a template, which tell of battles often enough, the learned reader was asked
once (`--ask`) how likely any word of the report tells of an event; a report of which it is sure
either way is taken, the others are left out. What it said is kept in `annotations/gate_told.jsonl`,
so that a recipe run later sees the same.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tacitus.evaluate.relevance import APART
from tacitus.evaluate.set_reports import Text, muc
from tacitus.read.language import SHORT
from training.annotations import Event, load
from training.golds import gold
from training.sources import held_out, invented
from training.texts import ecb, polnear, wikievents

HERE = Path(__file__).parent
ANNOTATIONS = HERE / "annotations"
TOLD = ANNOTATIONS / "gate_told.jsonl"
INVENTED = ANNOTATIONS / "gate.jsonl"
SETTINGS = HERE / "gate.yaml"
#: Letters on either side of what tells an event that make a short text of its own.
AROUND = 120
#: Such stretches of one report at most.
MOST_STRETCHES = 6
#: Stretches of neighbouring sentences taken of a report that is not of conflict, and how many
#: sentences they have.
OTHER_STRETCHES = 4
SENTENCES = (1, 1, 2, 2, 3, 5, 8)
_ENDS = re.compile(r"(?<=[.!?])[\"”)]*\s+(?=[\"“(]*[A-Z0-9])|\n+")


@dataclass(frozen=True)
class Labelled:
    """A text and whether it tells of conflict.

    Attributes:
        id: of the report, or of the report and a stretch of it.
        group: the set it is of.
        text: English.
        relevant: whether it does.
        weight: how much it counts beside others of its kind.
        whole: whether it is a whole report; recall is of these.
    """

    id: str
    group: str
    text: str
    relevant: bool
    weight: float = 1.0
    whole: bool = True


@dataclass(frozen=True)
class Settings:
    """What `gate.yaml` says; see there."""

    sure_not: float
    sure: float
    weights: dict[str, float]
    ecb: dict[str, list[str]]
    fit: dict[str, Any]


def settings() -> Settings:
    """The recipe."""
    return Settings(**yaml.safe_load(SETTINGS.read_text(encoding="utf-8")))


def labelled(shared: Path) -> Iterator[Labelled]:
    """Everything that may be trained on, in a fixed order."""
    for one in _reports(shared):
        yield one
        if one.whole and not one.relevant:
            yield from other_stretches(one, settings().weights["other_stretch"])


def other_stretches(one: Labelled, together: float) -> Iterator[Labelled]:
    """Stretches by chance, the same each time, of a report no stretch of which is of conflict.

    Short texts of conflict abound (stretches around events, headlines); without these, a short text
    would count for conflict by its being short.

    Args:
        one: the report.
        together: what all its stretches weigh beside it.
    """
    sentences = [sentence for sentence in _ENDS.split(one.text) if sentence]
    chance = random.Random(one.id)  # noqa: S311 no secret hangs on it
    for n in range(OTHER_STRETCHES if len(sentences) > max(SENTENCES) // 2 else 0):
        first = chance.randrange(len(sentences))
        stretch = " ".join(sentences[first : first + chance.choice(SENTENCES)])
        if len(stretch) >= SHORT:
            weight = one.weight * together / OTHER_STRETCHES
            yield Labelled(f"{one.id}~{n}", one.group, stretch, False, weight, whole=False)


def _reports(shared: Path) -> Iterator[Labelled]:
    """Reports, and the stretches around events of those coded by hand."""
    given, left_out, data = settings(), held_out(), shared / "data"
    told = {row["id"]: row["told"] for row in _rows(TOLD)} if TOLD.exists() else {}
    coded: set[str] = set()
    for group, text, spans in _coded(shared):
        coded.add(text.id)
        if text.id in left_out:
            continue
        yield Labelled(text.id, group, _whole(text), bool(spans))
        for n, (start, end) in enumerate(spans):
            stretch = _stretch(text.text, start, end)
            weight = given.weights["stretch"] / len(spans)
            yield Labelled(f"{text.id}~{n}", group, stretch, True, weight, whole=False)
    templates = _templates(data / "muc4" / "train.json")
    for text in muc(data):
        if text.id not in coded:
            yield from _by_reader(
                text, "MUC-4", templates.get(text.id, False), told.get(text.id), given
            )
    for text in polnear(data):
        if text.id not in coded:
            yield from _by_reader(text, "PolNeAR", False, told.get(text.id), given)
    for text in ecb(data):
        topic = topic_of(text.id)
        if text.id not in coded and topic not in given.ecb["left_out"]:
            weight = given.weights["crime"] if topic in given.ecb["crime"] else 1.0
            relevant = topic in given.ecb["relevant"]
            yield Labelled(text.id, "ECB+", text.text, relevant, weight)
    yield from invented_texts(apart=False)


def invented_texts(*, apart: bool) -> Iterator[Labelled]:
    """The short invented texts: those kept for measuring, or the others."""
    for n, row in enumerate(_rows(INVENTED)):
        if (n % APART == 0) == apart:
            yield Labelled(row["id"], "invented, short", row["text"], row["relevant"])


def asked(shared: Path) -> Iterator[Text]:
    """The texts that the reader is asked about: no one has said what they are."""
    data = shared / "data"
    templates = _templates(data / "muc4" / "train.json")
    yield from (text for text in muc(data) if not templates.get(text.id))
    yield from polnear(data)


def topic_of(name: str) -> str:
    """The subtopic of an ECB+ document: "8ecb" of "ecb-8_1ecb"."""
    found = re.fullmatch(r"(?:ecb-)?(\d+)_\d+(ecb(?:plus)?)", name)
    return f"{found[1]}{found[2]}" if found else name


def _coded(shared: Path) -> Iterator[tuple[str, Text, list[tuple[int, int]]]]:
    """Reports coded by hand: set, text, and where what happened is told."""
    data = shared / "data"
    for text, events in gold(shared / "gold", "train"):
        yield "gold", text, _told(events)
    sets = {
        "muc": ("MUC-4", muc),
        "polnear": ("PolNeAR", polnear),
        "wiki": ("WikiEvents", wikievents),
    }
    for name, (group, read) in sets.items():
        path = ANNOTATIONS / f"{name}.jsonl"
        for text, events in load(path, {text.id: text for text in read(data)}):
            yield group, text, _told(events)
    path = ANNOTATIONS / "inv.jsonl"
    for text, events in load(path, invented(path)):
        yield "invented reports", text, _told(events)


def _told(events: list[Event]) -> list[tuple[int, int]]:
    """Where the first events of a report are told: the words that name them, else their quote."""
    spans = (
        trigger or quote
        for event in events
        for quote, trigger in zip(event.evidence, event.triggers, strict=True)
    )
    return sorted(set(spans))[:MOST_STRETCHES]


def _by_reader(
    text: Text, group: str, template: bool, told: float | None, given: Settings
) -> Iterator[Labelled]:
    if template:
        yield Labelled(text.id, group, _whole(text), True)
    elif told is not None and told < given.sure_not:
        yield Labelled(text.id, group, _whole(text), False)
    elif told is not None and told >= given.sure and group == "MUC-4":
        yield Labelled(text.id, f"{group}, by the reader", text.text, True, given.weights["told"])


def _whole(text: Text) -> str:
    return f"{text.title}\n{text.text}" if text.title else text.text


def _stretch(text: str, start: int, end: int) -> str:
    """The words around what tells an event."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    return text[text.find(" ", first) + 1 if first else 0 : last]


def _templates(path: Path) -> dict[str, bool]:
    """Whether each MUC-4 report has an incident."""
    return {f"muc-{row['docid']}": bool(row["templates"]) for row in _rows(path)}


def _rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
