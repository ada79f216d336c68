"""Made claims: their truth, their noise, and what is measured on them."""

from collections import Counter

import pytest

from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.made_settings import settings
from tacitus.evaluate.made_towns import towns
from tacitus.evaluate.speed_reconciling import (
    MOST_TIMES,
    Together,
    growth,
    measure_together,
    put_together,
    together_blocks,
)
from tacitus.knowledge.actors import load_kinds, load_registry
from tacitus.knowledge.codebook import load_codebook


@pytest.fixture(scope="module")
def made():
    return make_claims(2000, seed=3)


def test_the_same_seed_makes_the_same_claims(made):
    assert make_claims(2000, seed=3) == made
    assert make_claims(2000, seed=4) != made


def test_settings_speak_of_what_there_is():
    given = settings()
    types = {name for many in load_codebook().event_types.values() for name in many}
    assert set(given.types) | {c for kind in given.types.values() for c in kind.confused} <= types
    actors = [a for many in (*given.actors.values(), *given.vague.values()) for a in many]
    assert {a.kind for a in actors} <= set(load_kinds())
    registry = load_registry().actors
    named = {a.actor for a in actors if a.actor}
    assert {a for a in named if a not in registry and not a.startswith("state:")} == set()
    assert {side for kind in given.types.values() for side in (*kind.by, *kind.to)} <= set(
        given.actors
    )


def test_towns_are_real_ones():
    known = {town.name: town for town in towns()}
    assert abs(known["Idlib"].lat - 35.93) < 0.1
    assert any(town.near for town in towns())


def test_every_claim_tells_one_happening_and_no_report_tells_one_twice(made):
    assert len(made.tellings) == len(made.happening) == 2000
    told = Counter((t.report.id, made.happening[t.key]) for t in made.tellings)
    assert set(told.values()) == {1}


def test_evidence_is_the_sentence_of_the_claim(made):
    for telling in made.tellings[:200]:
        quote = telling.claim.evidence[0].quote(telling.report.text)
        assert quote.endswith(".")
        if telling.claim.place is not None and telling.claim.place.value in quote:
            assert telling.claim.place_ref is not None


def test_sizes_have_a_heavy_tail_and_claims_err(made):
    sizes = sorted(map(len, made.clusters))
    assert sizes[len(sizes) // 2] == 1
    assert sizes[-1] > 20
    claims = [telling.claim for telling in made.tellings]
    missing = sum(claim.place is None for claim in claims) / len(claims)
    undated = sum(claim.end is None for claim in claims) / len(claims)
    assert 0.05 < missing < 0.2
    assert 0.03 < undated < 0.2
    places = {(made.happening[t.key], t.claim.place_ref) for t in made.tellings}
    assert len(places) > len(made.clusters)


def test_they_are_put_together_better_than_by_the_baseline():
    found = put_together(2000)
    assert (found.claims, found.events > 200) == (2000, True)
    assert found.pairs[0] > 0.9
    assert found.pairs[1] > found.baseline_pairs[1] + 0.2
    assert found.b_cubed[1] > found.baseline_b_cubed[1] + 0.1
    page = "\n\n".join(together_blocks([found], "Measured now."))
    assert "| what | 2,000 claims |" in page


def made_figures(claims, seconds):
    return Together(
        claims, 1, 1, 1, 0.0, seconds, 0.0, 1.0, 1.0, (1, 1), (1, 1), (1, 1), (1, 1)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "times"),
    [
        ([(100, 1.0), (1000, 10.0)], 10.0),
        ([(1000, 12.0), (100, 1.0)], 12.0),
        ([(100, 1.0), (10000, 10000.0)], 100.0),  # the square
        ([(100, 1.0)], 1.0),
    ],
)
def test_growth_is_told_for_ten_times_the_claims(sizes, times):
    assert growth([made_figures(*size) for size in sizes]) == pytest.approx(times)


@pytest.mark.slow
def test_time_grows_little_faster_than_claims():
    found = measure_together([8000, 40_000])
    assert growth(found) <= MOST_TIMES
    assert found[1].peak_mb < 4000
