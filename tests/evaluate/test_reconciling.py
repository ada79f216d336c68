"""How well claims are put together: files, gold events as claims, baselines, figures, page."""

import json

import pytest
from helpers.events import event
from helpers.tellings import telling
from typer.testing import CliRunner

from tacitus.bench import bench_app
from tacitus.evaluate.clusters_files import aside_of, gold_clusters, read_groups, with_ids
from tacitus.evaluate.gold_claims import gold_tellings, read_gold, read_out_report
from tacitus.evaluate.markdown import with_others, with_section
from tacitus.evaluate.reconciling import RECONCILER, by_type, measure_reconciling
from tacitus.evaluate.reconciling_baseline import EventWords, exact, family
from tacitus.evaluate.reconciling_news import measure_news, news_blocks, read_named, shares
from tacitus.evaluate.reconciling_section import floor_figures, section_blocks
from tacitus.parse.document import parse
from tacitus.parse.grounding import Ground
from tacitus.pipeline import code_report
from tacitus.read import make_report
from tacitus.records import Span, TacitusError

TEXTS = {
    "a": "Rebels shelled the barracks in Goma on 3 March 2015, killing four soldiers.",
    "b": "Four soldiers died when the barracks in Goma were shelled on 3 March 2015.",
    "c": "A bomb went off at a market in Mosul on 5 March 2015, killing nine people.",
}
SHELLING = {
    "type": "Shelling/artillery/missile attack",
    "place": "Goma",
    "start": "2015-03-03",
    "end": "2015-03-03",
    "killed": {"low": 4, "high": 4},
}
GOLD = {
    "a": event(**SHELLING, evidence=["Rebels shelled the barracks"], initiators=["Rebels"]),
    "b": event(**SHELLING, evidence=["the barracks in Goma were shelled"]),
    "c": event(
        type="Remote explosive/landmine/IED",
        place="Mosul",
        start="2015-03-05",
        end="2015-03-05",
        evidence=["A bomb went off"],
    ),
}


@pytest.fixture
def files(tmp_path):
    """A gold folder with one part, and a file of groups."""
    gold = [{"id": r, "events": [GOLD[r]]} for r in TEXTS]
    docs = [
        {"id": r, "text": text, "published": "2015-03-06", "source": "Gazette", "title": None}
        for r, text in TEXTS.items()
    ]
    for name, rows in (("dev.jsonl", gold), ("dev.docs.jsonl", docs)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    groups = tmp_path / "groups.jsonl"
    groups.write_text('{"part": "dev", "cluster": "goma", "claims": ["a#e1", "b#e1"]}\n', "utf-8")
    return tmp_path, groups


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: no JSON"),
        ('{"cluster": "x"}', "line 1: Field required"),
        ('{"cluster": "x", "claims": ["a#e1"], "clams": []}', "line 1: Extra"),
        (
            '{"cluster": "x", "claims": ["a#e1"]}\n{"cluster": "y", "claims": ["a#e1"]}',
            "line 2: a#e1 is in x already",
        ),
    ],
)
def test_a_file_of_groups_that_does_not_fit_is_named_by_line(tmp_path, line, message):
    path = tmp_path / "groups.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(TacitusError, match=message):
        read_groups(path)


def groups_of(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return read_groups(path)


def test_what_readers_left_open_counts_neither_way(tmp_path):
    groups = groups_of(
        tmp_path / "g.jsonl",
        {"cluster": "x", "claims": ["a#e1", "b#e1"], "maybe": ["c#e1"]},
        {"cluster": "y", "claims": ["d#e1", "e#e1"], "unsure": True},
    )
    assert aside_of(groups) == {
        "a#e1": {"c#e1"},
        "b#e1": {"c#e1"},
        "c#e1": {"a#e1", "b#e1"},
        "d#e1": {"e#e1"},
        "e#e1": {"d#e1"},
    }


@pytest.mark.parametrize(
    ("claims", "message"),
    [(["a#e7"], "no event a#e7"), (["z#e1", "y#e2"], "no claim of the gold files")],
)
def test_groups_of_other_gold_files_are_refused(tmp_path, claims, message):
    groups = groups_of(tmp_path / "g.jsonl", {"cluster": "x", "claims": claims})
    with pytest.raises(TacitusError, match=message):
        gold_clusters(groups, ["a#e1", "b#e1"])


def test_events_without_an_id_are_numbered():
    assert [e["id"] for e in with_ids([{}, {"id": "x"}, {"id": None}])] == ["e1", "x", "e3"]


def test_gold_events_become_claims_with_places_and_actors(files):
    folder, _ = files
    gold = read_gold(folder / "dev.jsonl", folder / "dev.docs.jsonl")
    (claim,) = (
        t.claim for t in gold_tellings(read_out_report(gold.reports["a"]), gold.events["a"])
    )

    text = TEXTS["a"]
    assert [span.quote(text) for span in claim.evidence] == ["Rebels shelled the barracks"]
    assert claim.place is not None
    assert claim.place.spans[0].quote(text) == "Goma"
    assert claim.place_ref is not None
    assert claim.place_ref.country == "CD"
    assert [actor.kind for actor in claim.actors] == ["rebels", "state_forces"]
    assert (claim.date_precision, claim.killed and claim.killed.value.low) == ("day", 4)


@pytest.mark.parametrize(
    ("text", "evidence", "lemma"),
    [
        (TEXTS["a"], "Rebels shelled the barracks", "shell"),
        (TEXTS["c"], "A bomb went off", "go"),
        ("The ceasefire collapsed. Militants killed a guard.", "Militants killed a guard", "kill"),
    ],
)
def test_the_word_that_tells_of_an_event(text, evidence, lemma):
    report = make_report(text, id="r")
    span = Ground(report, Span(0, len(text))).find(evidence)
    assert EventWords(parse(report)).lemma(span) == lemma


@pytest.mark.parametrize(
    ("changes", "together"),
    [
        ({}, True),
        ({"kind": "Shelling/artillery/missile attack"}, True),  # of one event type
        ({"kind": "Armed clash"}, False),
        ({"place": "Bresk"}, False),
        ({"place": None}, False),
        ({"start": None}, True),
        ({"end": None, "start": None}, False),
        ({"end": "2017-04-05"}, False),
    ],
)
def test_the_baseline_asks_for_the_same_word_day_and_place(changes, together):
    events = exact([telling("r1"), telling("r2", **changes)], family)
    assert (events == [["r1#e1", "r2#e1"]]) is together


def test_both_inputs_are_measured_beside_baselines(files):
    folder, groups = files
    gold = read_gold(folder / "dev.jsonl", folder / "dev.docs.jsonl")

    found = measure_reconciling(
        gold, read_groups(groups), lambda report: code_report(report, engine="rules")
    )

    ours, own = found
    assert (ours.name, ours.claims, ours.mapped, ours.linked) == ("gold claims", 3, 3, 2)
    assert ours.benchmarks[RECONCILER].figures["pairs F1"] == 1.0
    assert own.gold == 3
    assert own.mapped >= 2
    assert set(floor_figures(found)) == {"gold_pairs", "gold_linked", "own_pairs", "own_linked"}
    page = "\n\n".join(section_blocks({"dev": found}, "Measured now."))
    assert "| gold claims | dev | 3 | 3 | 2 |" in page
    assert "same lemma, day and place" in page


def test_what_puts_all_together_is_precise_in_nothing(files):
    folder, groups = files
    gold = read_gold(folder / "dev.jsonl", folder / "dev.docs.jsonl")

    (found,) = measure_reconciling(
        gold, read_groups(groups), None, lambda tellings: [[t.key for t in tellings]]
    )

    figures = found.benchmarks[RECONCILER].figures
    assert figures["pairs precision"] == pytest.approx(1 / 3)
    assert figures["pairs recall"] == 1.0
    assert figures["B3 precision"] == pytest.approx(5 / 9)


def passage(report, **more):
    return {"report": report, "start": 0, "end": 30} | more


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # r1 to r3 tell the event, r4 a neighbour, r5 nothing that was named
        (["r1 r2 r3", "r4", "r5"], (1, 3, 3, 0, 0)),
        (["r1 r2", "r3 r4", "r5"], (2, 2, 2, 0, 0)),
        (["r1 r2 r4", "r3", "r5"], (2, 2, 2, 1, 1)),
        (["r1 r2 r3 r5", "r4"], (1, 3, 3, 1, 0)),
    ],
)
def test_a_named_event_is_looked_for_among_all_claims(tmp_path, events, expected):
    path = tmp_path / "named.jsonl"
    form = {
        "cluster": "x",
        "title": "what it is",
        "complete": True,
        "claims": [passage("r1", by="SOHR"), passage("r2"), passage("r3"), passage("r9")],
        "not": [passage("r4", why="the day after")],
    }
    path.write_text(json.dumps(form) + "\n", "utf-8")
    tellings = [telling(f"r{n}") for n in range(1, 6)]

    found = measure_news(
        tellings, read_named(path), lambda _: [[f"{r}#e1" for r in e.split()] for e in events]
    )

    (one,) = found.events
    assert (one.told, one.coded, one.neighbours) == (4, 3, 1)
    assert (one.events, one.held, one.reports_held, one.strangers, one.swallowed) == expected
    assert shares(found.events)["claims"] == one.held / 3
    assert "| x | 4 | 3 |" in "\n".join(news_blocks({"ours": found}, 5))


def test_unsure_passages_are_no_strangers(tmp_path):
    path = tmp_path / "named.jsonl"
    claims = [passage("r1"), passage("r2", unsure=True)]
    path.write_text(
        json.dumps({"cluster": "x", "complete": True, "claims": claims}) + "\n", "utf-8"
    )
    tellings = [telling(f"r{n}") for n in range(1, 4)]
    found = measure_news(tellings, read_named(path), by_type)
    assert (found.events[0].coded, found.events[0].strangers) == (1, 1)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", "## New\n\nfigures\n"),
        ("# P\n\n## A\n\na\n", "# P\n\n## A\n\na\n\n## New\n\nfigures\n"),
        (
            "# P\n\n## New\n\nold\n\n### Part\n\nold\n\n## B\n\nb\n",
            "# P\n\n## New\n\nfigures\n\n## B\n\nb\n",
        ),
    ],
)
def test_a_section_takes_the_place_of_the_one_of_its_name(page, expected):
    assert with_section(page, "## New\n\nfigures\n") == expected


def test_a_page_written_anew_keeps_what_other_commands_wrote():
    old = "# P\n\n## Own\n\nold\n\n## B\n\nWritten by `b`.\n\n### Part\n\nb\n\n## Gone\n\nold\n"
    new = "# P\n\n## Own\n\nnew\n"
    expected = "# P\n\n## Own\n\nnew\n\n## B\n\nWritten by `b`.\n\n### Part\n\nb\n"
    assert with_others(new, old) == expected
    assert with_others(new, "") == new
    assert with_others(new, new) == new


def test_the_command_writes_its_section(files):
    folder, groups = files
    page = folder / "page.md"
    page.write_text("# Accuracy\n\n## Public sets\n\nx\n", "utf-8")

    arguments = ["clusters", str(folder), "--part", "dev", "--clusters", str(groups)]
    done = CliRunner().invoke(bench_app, [*arguments, "--engine", "none", "--write", str(page)])

    assert done.exit_code == 0, done.output
    assert "dev, gold claims: 3 claims put together, which tell 3 of 3 gold events" in done.output
    assert "## Claims put together into events" in page.read_text("utf-8")
    assert "## Public sets" in page.read_text("utf-8")


@pytest.mark.parametrize("arguments", [[], ["--gold", "x.jsonl"], ["x", "--docs", "y.jsonl"]])
def test_what_to_measure_on_must_be_clear(files, arguments):
    _, groups = files
    done = CliRunner().invoke(bench_app, ["clusters", *arguments, "--clusters", str(groups)])
    assert isinstance(done.exception, TacitusError)
