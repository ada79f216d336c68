"""Servers of the tests' own on this machine, and a clock that runs as fast as it is asked."""

import pytest
from helpers.web import FakeClock, Site

from tacitus.fetch.client import Client, Limits


@pytest.fixture
def site():
    """A site; what it serves is put into ``site.pages``."""
    with Site() as made:
        yield made


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def client(clock):
    with Client(
        clock=clock,
        allow_loopback=True,
        limits=Limits(size=100_000, seconds=1_000.0, patience=120.0),
    ) as made:
        yield made
