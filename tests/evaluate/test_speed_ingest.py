"""Made reports, and what is measured of a run over them."""

import sys
from dataclasses import replace

import pytest
from helpers.made_sources import SOURCES

from tacitus.evaluate.made_reports import (
    MEDIAN,
    Mix,
    Sources,
    long_text,
    make_reports,
    write_reports,
)
from tacitus.evaluate.speed_ingest import Ingested, ingest_blocks, measure_ingest


@pytest.fixture(scope="module")
def made():
    return list(make_reports(SOURCES, 2000, seed=3))


def test_few_reports_are_of_conflict(made):
    share = sum(row["id"].startswith("c") for row in made) / len(made)

    assert 0.03 < share < 0.07
    for row in made:
        told = any(word in row["text"] for word in ("patrol", "rebels", "bomb", "market"))
        assert told == row["id"].startswith("c")


def test_lengths_are_spread_about_the_median(made):
    lengths = sorted(len(row["text"].split()) for row in made)

    assert MEDIAN <= lengths[len(lengths) // 2] <= 1.4 * MEDIAN
    assert lengths[len(lengths) // 10] < 0.7 * MEDIAN
    assert lengths[-len(lengths) // 10] > 1.8 * MEDIAN


def test_a_mix_says_how_many_are_of_conflict_and_how_long_they_are():
    rows = list(make_reports(SOURCES, 300, 3, Mix(of_conflict=1.0, median=400, spread=0.3)))

    assert all(row["id"].startswith("c") for row in rows)
    lengths = sorted(len(row["text"].split()) for row in rows)
    assert 370 <= lengths[150] <= 460


@pytest.mark.parametrize("words", [100, 5_000])
def test_a_long_text_is_as_long_as_it_is_to_be(words):
    articles = SOURCES.conflict[0] + SOURCES.others[0]

    text = long_text(articles, words, seed=2)

    assert words <= len(text.split()) <= words + 60
    assert text == long_text(articles, words, seed=2) != long_text(articles, words, seed=3)
    if words > 1_000:
        assert "patrol" in text
        assert "midfield" in text


def test_some_are_copies_of_one_shortly_before_and_the_others_share_little():
    articles = tuple(
        tuple(f"Sentence {chr(97 + m)} of story {n} tells of one more thing." for m in range(20))
        for n in range(50)
    )
    rows = make_reports(Sources(conflict=(articles,), others=(articles,)), 1000, seed=3)
    told = [set(row["text"].split("\n")) for row in rows]

    shares = [
        max((len(one & told[m]) / len(one) for m in range(max(0, n - 50), n)), default=0.0)
        for n, one in enumerate(told)
    ]

    assert 0.08 < sum(share == 1.0 for share in shares) / 1000 < 0.16
    assert sum(0.5 <= share < 1.0 for share in shares) < 20


def test_words_never_end(made):
    def words(rows):
        return len({word for row in rows for word in row["text"].split()})

    assert words(made) > 1.7 * words(made[:1000])


def test_the_same_seed_gives_the_same_and_more_begin_like_fewer(made):
    assert list(make_reports(SOURCES, 50, seed=3)) == made[:50]
    assert list(make_reports(SOURCES, 50, seed=4)) != made[:50]


def test_reports_are_written_a_line_each(tmp_path, made):
    path = tmp_path / "made.jsonl"

    of_conflict = write_reports(path, SOURCES, 2000, seed=3)

    assert of_conflict == sum(row["id"].startswith("c") for row in made)
    assert len(path.read_text("utf-8").splitlines()) == 2000


RUN = Ingested(
    engine="rules",
    jobs=2,
    reports=10_000,
    of_conflict=500,
    passed=8_010,
    passed_of_conflict=10,
    coded=1_990,
    claims=2_500,
    events=2_000,
    lasted=130.0,
    rest=20.0,
    memory=(480.0, 500.0, *(505.0,) * 7, 510.0),
    workers=(280.0, 300.0, *(310.0,) * 7, 309.0),
    seconds=(*(25.0 * n for n in range(1, 10)), 247.5),
    peak_mb=700.0,
    store_mb=42.0,
)


@pytest.mark.parametrize(
    ("run", "flat"),
    [
        (RUN, True),
        (replace(RUN, memory=(*RUN.memory[:9], 600.0)), False),
        (replace(RUN, workers=(*RUN.workers[:9], 400.0)), False),
        # all of a short run is warming up
        (replace(RUN, reports=1_000, memory=(*RUN.memory[:9], 600.0)), True),
    ],
)
def test_memory_that_grows_is_seen(run, flat):
    assert run.flat is flat


def test_the_section_tells_speed_and_memory():
    page = "\n".join(ingest_blocks([RUN], "Measured today."))

    assert "| passed over by the gate | 80.1% |" in page
    assert "| of the others passed over | 84.2% |" in page
    assert "| of those of conflict passed over | 2.0% |" in page
    assert "| reports a second of them, read | 40.0 |" in page
    assert "| reports a second by the clock, read | 76.2 |" in page
    assert "| seconds a thousand reports, second tenth and last | 25.0, 25.0 |" in page
    assert "| 10,000 | stores | 480 |" in page
    assert "| 510 | 1.020 |" in page
    assert "| 10,000 | codes | 280 |" in page


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is told there")
def test_a_run_is_measured():
    (found,) = measure_ingest(SOURCES, [40], "rules", 2)

    assert found.coded + found.passed == 40
    assert found.events > 0
    assert len(found.memory) == len(found.workers) == len(found.seconds) == 10
    assert min(found.workers) > 50
    assert found.peak_mb >= max(found.memory) > 50
    assert found.reading > 0
