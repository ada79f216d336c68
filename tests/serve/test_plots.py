"""Plots: well-formed, escaped, drawn to scale, with their styles inside where they are files."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from helpers.desk_stores import HOSTILE

from tacitus.serve.plots.columns import Panel, columns
from tacitus.serve.plots.marks import FULL, HOLLOW, LINED, Bar, Range, Sign
from tacitus.serve.plots.rows import Dot, Side, dots, rows
from tacitus.serve.plots.scales import SHADES, Linear, limits, shade, steps
from tacitus.serve.plots.strip import strip
from tacitus.serve.plots.svg import NAMESPACE, Drawing, cut, styles

_S = f"{{{NAMESPACE}}}"
_KNOWN = {"svg", "g", "defs", "pattern", "path", "rect", "circle", "text", "title", "desc", "style"}


def _rects(drawing, kind):
    root = ET.fromstring(drawing.inline())
    return [r for r in root.iter(f"{_S}rect") if r.get("class") == kind]


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 3, 6, 9, 12]),
        (100, [0, 25, 50, 75, 100]),
        (1001, [0, 500, 1000, 1500]),
        (12345678, [0, 5e6, 1e7, 1.5e7]),
    ],
)
def test_steps_are_round_whole_and_reach_the_most(most, wanted):
    assert steps(most) == wanted
    assert steps(most)[-1] >= most


def test_a_scale_keeps_within_its_ends():
    scale = Linear(10, 100, 0)
    assert [scale(value) for value in (-1, 0, 5, 10, 11)] == [100, 100, 50, 0, 0]


@pytest.mark.parametrize("most", [1, 2, 3, 7, 35, 5000])
def test_every_count_has_a_shade_and_greater_ones_no_paler(most):
    bounds = limits(most)
    shades = [shade(count, bounds) for count in range(1, most + 1)]
    assert shades == sorted(shades)
    assert (min(shades) >= 1, shades[-1]) == (True, SHADES)
    assert bounds[-1] == most


def test_bars_over_time_are_drawn_to_scale():
    bars = [
        Bar(((LINED, 1), (FULL, 3)), "one", Range(2, 8, open=True)),
        Bar(((LINED, 0), (FULL, 0)), "none"),
        Bar(((LINED, 0), (FULL, 8)), "two", Range(8, 8)),
    ]
    drawing = columns("k", "label", ["a", "b", "c"], [Panel("Killed", bars, [Sign(FULL, "best")])])
    told = [r for r in _rects(drawing, "main") if r.find(f"{_S}title") is not None]
    heights = [float(r.get("height")) for r in told]
    # what is 0 is not drawn
    assert heights[1] / heights[0] == pytest.approx(8 / 3, rel=0.01)
    (hatched,) = _rects(drawing, "lined")
    assert float(hatched.get("height")) == pytest.approx(heights[0] / 3, rel=0.01)
    root = ET.fromstring(drawing.inline())
    assert [r.get("fill") for r in root.iter(f"{_S}rect") if r.get("fill")] == ["url(#k-hatch)"]
    ends = [
        [float(y) for y in re.findall(r"[\d.]+ ([\d.]+)", p.get("d"))][:2]
        for p in root.iter(f"{_S}path")
        if p.get("class") == "whisker" and p.find(f"{_S}title") is not None
    ]
    foot = float(told[0].get("y")) + heights[0] + float(hatched.get("height"))
    low, high = ends[0]
    assert (foot - high) / (foot - low) == pytest.approx(8 / 2, rel=0.01)
    # the arrow of an open figure stands above it
    arrows = [p for p in root.iter(f"{_S}path") if p.get("class") == "whisker"]
    assert len(arrows) == 3


def test_bars_beside_names_share_their_rows():
    sides = [
        Side("Events", [Bar(((FULL, n),), str(n)) for n in (4, 2)], []),
        Side("Killed", [Bar(((FULL, n), (HOLLOW, 1)), str(n)) for n in (1, 0)], []),
    ]
    drawing = rows("r", "label", ["Harlan", "Bresk"], sides)
    found = [(float(r.get("y")), float(r.get("width"))) for r in _rects(drawing, "main")]
    assert len({y for y, _ in found}) == 2
    assert found[0][1] / found[1][1] == pytest.approx(2, rel=0.01)
    assert found[0][0] == found[2][0]
    assert len(_rects(drawing, "hollow")) == 2


def test_shares_stand_within_their_intervals():
    found = [[Dot(FULL, 0.5, 0.25, 1.0, "half")], [Dot(HOLLOW, 0.0, None, None, "none")]]
    root = ET.fromstring(dots("d", "label", ["a", "b"], found, [], "Share").inline())
    one, other = (float(c.get("cx")) for c in root.iter(f"{_S}circle"))
    (line,) = [p for p in root.iter(f"{_S}path") if p.get("class") == "whisker"]
    low, high = (float(x) for x in re.findall(r"[ML]?([\d.]+) [\d.]+", line.get("d"))[:2])
    assert low < one < high
    assert (one - other) / (high - other) == pytest.approx(0.5, rel=0.01)


def test_a_strip_draws_what_is_not_nothing():
    drawing = strip("s", "label", "Events", ["a", "b"], ["1", "2"], [[0, 4], [1, 0]])
    root = ET.fromstring(drawing.inline())
    cells = [r for r in root.iter(f"{_S}rect") if r.find(f"{_S}title") is not None]
    assert [c.find(f"{_S}title").text for c in cells] == ["a, 2: 4", "b, 1: 1"]
    assert [c.get("class") for c in cells] == ["shade s5", "shade s2"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: columns("k", "", [], [Panel("", [], [])]),
        lambda: rows("k", "", [], [Side("", [], [])]),
        lambda: dots("k", "", [], [], [], ""),
        lambda: strip("k", "", "", [], [], []),
    ],
)
def test_plots_of_nothing_are_plots(draw):
    assert ET.fromstring(draw().file("none", ["nothing"])).tag == f"{_S}svg"


@pytest.mark.parametrize("words", [*HOSTILE, "a\x00b\x1b[31m", "half \ud83d pair", "]]>", "\ufffe"])
def test_words_of_reports_come_out_as_words(words):
    bars = [Bar(((LINED, 1),), words)]
    for drawing in (
        rows("r", words, [words * 9], [Side(words, bars, [Sign(FULL, words)])]),
        columns("c", words, [words], [Panel(words, bars, [Sign("range", words)])]),
        strip("s", words, words, [words], [words], [[1]]),
        dots("d", words, [words], [[Dot(FULL, 0.5, 0.4, 0.6, words)]], [], words),
    ):
        for text in (drawing.inline(), drawing.file(words, [words] * 2)):
            root = ET.fromstring(text.encode("utf-8"))
            for element in root.iter():
                assert element.tag.removeprefix(_S) in _KNOWN
                assert not any(name.startswith("on") or "href" in name for name in element.attrib)
            assert not set(text) & set("\x00\x1b\u202e\u2066\ufffe")


def test_a_file_holds_its_styles_and_fetches_nothing():
    text = Drawing("k", 10, "label").file("Title", ["A note. " * 40])
    root = ET.fromstring(text.encode())
    style = root.find(f"{_S}style").text
    assert style == styles()
    assert "var(" not in style
    assert "@import" not in text
    assert set(re.findall(r"https?://[^\"]+", text)) == {NAMESPACE}
    assert root.find(f"{_S}title").text == "Title"
    assert sum(t.get("class") == "soft" for t in root.iter(f"{_S}text")) == 3


def test_a_plot_in_a_page_has_no_styles_of_its_own():
    text = Drawing("k", 10, "what it shows").inline()
    assert "style" not in text
    assert ET.fromstring(text).attrib["aria-label"] == "what it shows"


def test_long_names_are_cut():
    assert (cut("Harlan", 6), cut("Harlan and Bresk", 8)) == ("Harlan", "Harlan…")
