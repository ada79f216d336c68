"""Readers under broken files: random ones, and those that were kept.

``python scripts/fuzz_readers.py`` looks for more and keeps what it finds in ``corpus``.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from helpers.broken import KeptFile, corpus_files, fault_of, mangled, reader_of, seeds, slug
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.read.registry import readers

CORPUS = corpus_files(Path(__file__).parent / "corpus")
SLOW = 20.0
GOOD = seeds()


@pytest.mark.parametrize("name", GOOD)
def test_good_files_give_reports(name: str) -> None:
    fault, outcomes = fault_of(name, GOOD[name], SLOW)
    assert fault is None
    assert outcomes["report"] >= 1


def test_every_reader_has_a_good_file_and_kept_ones() -> None:
    registered = {type(reader).__name__ for reader in readers()[0]}
    assert registered <= {reader_of(name, data) for name, data in GOOD.items()}
    assert registered <= {kept.reader for kept in CORPUS}


@pytest.mark.parametrize("kept", CORPUS, ids=lambda kept: f"{kept.name}-{kept.path.name}")
def test_kept_files_break_no_reader_and_give_what_they_were_kept_for(kept: KeptFile) -> None:
    data = kept.path.read_bytes()
    assert reader_of(kept.name, data) == kept.reader
    fault, outcomes = fault_of(kept.name, data, SLOW)
    assert fault is None
    assert not [one for one in outcomes if one.startswith("unreadable-file")]
    # rules on words get better, problems stay what they are
    if kept.outcome and not kept.outcome.startswith(("cut_", "day_", "language_")):
        assert kept.outcome in map(slug, outcomes)


@pytest.mark.slow
@pytest.mark.parametrize("name", GOOD)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), other=st.sampled_from(sorted(GOOD)))
def test_broken_files_of_every_form(name: str, seed: int, other: str) -> None:
    data = mangled(GOOD[name], random.Random(seed), GOOD[other])
    fault, _ = fault_of(name, data, SLOW)
    assert fault is None


@pytest.mark.slow
@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=2_000))
def test_any_bytes_under_every_name(name: str, data: bytes) -> None:
    assert fault_of(name, data, SLOW)[0] is None
