"""Readers under broken files: random ones, and those that once broke them.

``python scripts/fuzz_readers.py`` looks for more and keeps what it finds in ``corpus``.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from helpers.broken import fault_of, mangled, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*"))
SLOW = 20.0
GOOD = seeds()


@pytest.mark.parametrize("name", GOOD)
def test_good_files_give_reports(name: str) -> None:
    fault, outcomes = fault_of(name, GOOD[name], SLOW)
    assert fault is None
    assert outcomes["report"] >= 1


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_what_once_broke_a_reader_breaks_it_no_more(path: Path) -> None:
    fault, outcomes = fault_of(path.name.split("-", 1)[1], path.read_bytes(), SLOW)
    assert fault is None
    assert not [one for one in outcomes if one.startswith("unreadable-file")]


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
