import json

import pytest
from helpers.cutter import labels, offsets, sure

from tacitus.evaluate.muc4 import ALL, LABELS, Mention, compare, entities, measure, mentions, plain
from tacitus.evaluate.muc4_reports import reports
from tacitus.evaluate.score import Tally
from tacitus.learned.piece_labels import MUC_ROLES
from tacitus.records import TacitusError

DOER, BODY, TARGET, VICTIM, WEAPON = range(5)
TEXT = "raiders of the red hill band (rhb) burned the mill. the raiders used a torch."


def filled(**roles):
    return {role: roles.get(role, ()) for role in MUC_ROLES}


def row(text=TEXT, templates=()):
    blank = {"incident_type": "arson"} | {role: [] for role in MUC_ROLES}
    return {"docid": "MADE-1", "doctext": text, "templates": [blank | t for t in templates]}


def write(tmp_path, *rows):
    (tmp_path / "muc4").mkdir()
    path = tmp_path / "muc4" / "dev.json"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("The  Mill", "mill"),
        ('the "red hill" farm', "red hill farm"),
        ("o'neil's car", "oneils car"),
        ("an M-16 rifle", "m16 rifle"),
        ("the", ""),
    ],
)
def test_strings_are_compared_without_marks_and_articles(mention, expected):
    assert plain(mention) == expected


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        ([("a mill", "works")], [("mill",)], (1, 1, 1)),
        ([("a mill", "works")], [("mill", "the works")], (1, 1, 1)),
        ([("mill", "works")], [("mill", "barn")], (0, 1, 1)),  # one string is not gold's
        ([("mill", "works")], [("mill",), ("works",)], (1, 2, 1)),  # an entity is paired once
        ([("mill",), ("mill", "barn")], [("mill",), ("barn",)], (2, 2, 2)),  # best pairing
        ([("mill",)], [], (0, 0, 1)),
        ([], [("mill",)], (0, 1, 0)),
        ([("old mill",)], [("mill",)], (0, 1, 1)),
    ],
)
def test_entities_are_paired_by_ceaf_ree(gold, given, expected):
    counts = compare(filled(Target=gold), filled(Target=given))

    assert counts["Target"] == counts[ALL] == Tally(*expected)
    assert counts["Victim"] == Tally()


def test_a_role_is_paired_by_itself():
    counts = compare(filled(Target=[("mill",)]), filled(Victim=[("mill",)]))

    assert counts[ALL] == Tally(0, 1, 1)


@pytest.mark.parametrize(
    ("text", "strings", "expected"),
    [
        ("a raider met two raiders.", ["raider", "two raiders"], 1),
        ("armed men and few men", ["armed men", "few men"], 2),
        ("the red hill band and the rhb", ["red hill band", "rhb"], 1),
        ("frente de colina roja and the rhcf", ["frente de colina roja", "rhcf"], 2),
        ("frente colina roja or fcr, rfc", ["frente colina roja", "fcr", "rfc"], 1),
        ("the red hill band (hillmen) came", ["red hill band", "hillmen"], 1),
        ("the red hill band hit hillmen", ["red hill band", "hillmen"], 2),
        ("the mill and the barn", ["mill", "barn"], 2),
    ],
)
def test_strings_of_one_entity_are_put_together(text, strings, expected):
    found = mentions(text, sure(text, "muc", 11, [(s, BODY) for s in strings]))

    assert [text[m.start : m.end] for m in found] == sorted(strings, key=text.index)
    assert len(entities(text, found)["PerpOrg"]) == expected


def test_an_entity_is_given_by_the_string_with_most_weight():
    later = TEXT.index("raiders used")
    found = [Mention("PerpInd", 0, 28, 0.9), Mention("PerpInd", later, later + 7, 0.5)]

    assert entities(TEXT, found)["PerpInd"] == (("raiders of red hill band",),)
    assert entities(TEXT, [*found, found[1]])["PerpInd"] == (("raiders",),)


def test_leaning_to_none_leaves_out_what_is_unsure():
    rows = [[0.0] * len(LABELS) for _ in offsets("a mill")]
    rows[1][1 + 2 * TARGET] = 1.0
    said = labels("a mill", "muc", rows)

    assert [m.role for m in mentions("a mill", said, lean=0.0)] == ["Target"]
    assert mentions("a mill", said, lean=2.0) == []


def test_templates_are_pooled(tmp_path):
    path = write(
        tmp_path,
        row(
            templates=[
                {"Target": [[["mill", 46]]], "PerpInd": [[["raiders", 0]]]},
                {"Target": [[["mill", 46], ["works", 90]], [["torch", 70]]]},
                {"Target": [[["torch", 70]]]},
            ]
        ),
        row(),
    )

    first, second = reports(path)

    assert first.entities["Target"] == (("mill",), ("torch",))
    assert first.entities["PerpInd"] == (("raiders",),)
    assert {name for name, _, _ in first.fillers} == {"mill", "raiders", "works", "torch"}
    assert (first.templates, second.templates, second.fillers) == (3, 0, ())


def test_figures_are_over_reports_and_roles(tmp_path):
    write(
        tmp_path,
        row(templates=[{"Target": [[["mill", 46]]], "Weapon": [[["torch", 71]]]}]),
        row("nothing burned."),
    )

    def label(text):
        found = [("mill", TARGET)] if "mill" in text else [("nothing", VICTIM)]
        return sure(text, "muc", 11, found)

    benchmark = measure(tmp_path, label)

    assert len(benchmark.units) == 2
    assert benchmark.figures["all precision"] == 0.5
    assert benchmark.figures["all recall"] == 0.5
    assert benchmark.figures["Target F1"] == 1.0
    assert benchmark.figures["Weapon F1"] == 0.0


@pytest.mark.parametrize("line", ["[]\n", "{}\n", "no json\n"])
def test_another_file_is_refused(tmp_path, line):
    path = tmp_path / "dev.json"
    path.write_text(line, "utf-8")

    with pytest.raises(TacitusError) as error:
        list(reports(path))
    assert error.value.problem.code == "bad-set-file"
