"""Tiny public sets, and a model that says the same of every piece."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np

from helpers.cutter import offsets
from tacitus.evaluate.muc4 import LABELS as MUC_LABELS
from tacitus.evaluate.re3d import LABELS as ENTITY_LABELS
from tacitus.learned.piece_labels import ATTRIBUTION, MUC_ROLES

TEXT = "The miller said the mill burned."


def write_sets(folder):
    """All four sets in a folder, one text each."""
    for name in (
        "re3d",
        "muc4",
        "factuality/UDS_IH2",
        "polnear/dev/text",
        "polnear/dev/attributions",
    ):
        (folder / name).mkdir(parents=True)
    (folder / "re3d" / "dev.txt").write_text("Oldtown\tB-Location\nburned\tO\n", "utf-8")
    report = {
        "docid": "made",
        "doctext": TEXT.lower(),
        "templates": [{role: [] for role in MUC_ROLES} | {"Target": [[["the mill", 16]]]}],
    }
    (folder / "muc4" / "dev.json").write_text(json.dumps(report) + "\n", "utf-8")
    sentences = [
        {"text": text, "targets": [{"span1": [1, 2], "label": value}], "idx": value}
        for text, value in (("It burned .", 3.0), ("It may burn .", -2.0))
    ]
    lines = "".join(json.dumps(sentence) + "\n" for sentence in sentences)
    (folder / "factuality" / "UDS_IH2" / "dev.jsonl").write_text(lines, "utf-8")
    home = folder / "polnear" / "dev"
    (home / "text" / "made.txt").write_text(TEXT, "utf-8")
    marks = "T1\tSource 0 10\tThe miller\nT2\tCue 11 15\tsaid\n"
    (home / "attributions" / "made_ab12.ann").write_text(marks, "utf-8")
    return folder


def write_resolution(folder):
    """A report of each set with actors, a table of mentions, and LGL with one article."""
    for name in ("syria_news", "muc4/raw", "geoparsing"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    text = "The Syrian army shelled Douma. Gunmen fled."
    report = {"id": 1, "source": "x", "published": "2016-03-01", "title": None, "text": text}
    (folder / "syria_news" / "reports.jsonl").write_text(json.dumps(report) + "\n", "utf-8")
    rows = (("Syrian army", "state:SY:army", "state_forces"), ("Gunmen", "hts", "unknown_armed"))
    lines = [
        json.dumps(
            {
                "report": "fakes-1",
                "start": text.index(words),
                "end": text.index(words) + len(words),
                "actor": actor,
                "kind": kind,
            }
        )
        for words, actor, kind in rows
    ]
    (folder / "mentions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "geoparsing" / "LGL.xml").write_text(
        "<articles><article docid='1'><text>A court in Tripoli sat.</text><toponyms><toponym>"
        "<start>11</start><end>18</end><gaztag geonameid='266826'><lat>34.43</lat><lon>35.84</lon>"
        "</gaztag></toponym></toponyms></article></articles>",
        "utf-8",
    )
    return folder / "mentions.jsonl"


def label(text):
    """Takes the first word for a place, finds nothing else, and says of all that it happened."""
    at = offsets(text)
    entity = np.tile(np.eye(len(ENTITY_LABELS))[0] * 8, (len(at), 1))
    for n, (start, _) in enumerate(at):
        if " " not in text[:start].strip() and start < len(text.split()[0]):
            kind = ENTITY_LABELS.index("I-Location" if n else "B-Location")
            entity[n] = np.eye(len(ENTITY_LABELS))[kind] * 8
    return SimpleNamespace(
        offsets=at,
        heads={
            "entity": entity,
            "muc": np.tile(np.eye(len(MUC_LABELS))[0] * 8, (len(at), 1)),
            "attribution": np.full((len(at), len(ATTRIBUTION)), -8.0),
            "happened": np.full((len(at), 1), 2.0),
        },
    )
