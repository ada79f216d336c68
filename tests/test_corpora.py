"""Spans and crashes over real reports; needs the data beside the repository."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from helpers.spans import faults

from tacitus.pipeline import code_report
from tacitus.read import make_report

SHARED = Path(__file__).parents[2] / "shared"
NEWS = SHARED / "data" / "syria_news" / "reports.jsonl"
GOLD = SHARED / "gold" / "train.docs.jsonl"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not NEWS.exists(), reason=f"{NEWS} is not there"),
]


@pytest.mark.parametrize("path", [NEWS, GOLD], ids=lambda path: path.stem)
def test_spans_of_real_reports(path):
    lines = path.read_text("utf-8").splitlines()
    for line in random.Random(11).sample(lines, 30):
        given = json.loads(line)
        report = make_report(
            given["text"], id=given["id"], published=given["published"], title=given.get("title")
        )
        assert faults(code_report(report)) == [], given["id"]
