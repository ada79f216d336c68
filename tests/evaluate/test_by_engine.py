from dataclasses import replace

import pytest
from helpers.gold import write_gold
from helpers.made import make_coded

from tacitus.evaluate.by_engine import engine_blocks, measure_engines, typing_blocks
from tacitus.evaluate.pages import accuracy_page
from tacitus.records import Coded


def nothing(report):
    return Coded(report, (), (), ())


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.tsv"
    path.write_text(
        "id\tEventSnippet\tSubType\n"
        "1\tRebels shelled the town in the morning and killed a man.\tART_MISS_ATTACK\n"
        "2\tThe soldiers fought with the rebels near the river bridge.\tARMED_CLASH\n",
        "utf-8",
    )
    return path


def test_each_engine_codes_each_report_once(tmp_path):
    seen = []

    def code(report):
        seen.append(report.id)
        return make_coded(report)

    measured = measure_engines(write_gold(tmp_path), None, {"rules": code, "both": nothing})

    assert sorted(seen) == ["dev", "s", "train"]
    assert list(measured) == ["rules", "both"]
    assert measured["rules"].quality.whole.overall.events.right == 2
    assert measured["both"].quality.whole.overall.events.coded == 0


def test_the_page_tells_engines_apart(tmp_path, case):
    def first_only(report):
        coded = make_coded(report)
        return replace(coded, claims=coded.claims[:1])

    engines = measure_engines(write_gold(tmp_path), case, {"rules": nothing, "both": first_only})
    page = accuracy_page(engines["both"].quality, engines["both"].typing, "head", engines=engines)

    for words in (
        "## By engine",
        "trained on gold train",
        "| dev | rules | **0.000** | – |",
        "| dev | both | **1.000** | – |",
        "| field | dev, rules | dev, both | train, rules |",
        "## CASE 2021",
        "| engine | weighted F1 | 95 % |",
        "| rules | 0.000 | 0.000-0.000 |",
        "0.839",
        "| DEV | 1 | 1 | 1.000 | – |",
        "Not measured for this page",
    ):
        assert words in page


def test_without_snippets_no_table_of_them(tmp_path):
    engines = measure_engines(write_gold(tmp_path), None, {"rules": nothing})

    assert list(typing_blocks(engines)) == []
    assert len(list(engine_blocks(engines))) == 5
