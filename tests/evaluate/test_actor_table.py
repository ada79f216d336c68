"""Mentions of actors decided by hand: reading the table, and when one is resolved right."""

import json

import pytest

from tacitus.evaluate.actor_table import figures, read_table, resolved
from tacitus.evaluate.set_reports import Text
from tacitus.records import TacitusError
from tacitus.resolving import resolve_mention

TEXT = "In Peru, Shining Path rebels and the army fought near Huanta. Gunmen fled."
ROWS = [
    ("Shining Path rebels", "shining_path", "rebels", None),
    ("army", "state:PE:army", "state_forces", None),
    ("Gunmen", None, "unknown_armed", None),
    ("Huanta", "state:PE:government", "government", None),
]


def table(tmp_path, rows):
    path = tmp_path / "table.jsonl"
    lines = []
    for words, actor, kind, also in rows:
        at = TEXT.index(words)
        row = {"report": "r", "start": at, "end": at + len(words), "actor": actor, "kind": kind}
        lines.append(json.dumps(row | ({"also": also} if also else {})))
    path.write_text("\n".join(lines))
    return path


def test_shares(tmp_path):
    rows = read_table(table(tmp_path, ROWS))
    texts = {"r": Text("r", "x", "1990-03-02", None, TEXT)}
    found = {one.words: one for one in resolved(rows, texts, resolve_mention)}
    assert [one.right for one in found.values()] == [True, True, True, False]
    shares = figures(list(found.values()))
    assert shares["right"] == 0.75
    assert shares["right where named"] == pytest.approx(2 / 3)
    assert shares["right where nobody"] == 1.0


def test_either_answer_is_right(tmp_path):
    (row,) = read_table(table(tmp_path, [("Gunmen", None, "rebels", "shining_path")]))
    assert row.actors == {None, "shining_path"}


def test_faults(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"report": "r"}')
    with pytest.raises(TacitusError, match="line 1"):
        read_table(path)
    with pytest.raises(TacitusError, match="names r, which is in no set"):
        list(resolved(read_table(table(tmp_path, ROWS)), {}, resolve_mention))
