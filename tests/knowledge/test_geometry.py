"""Distances and points on the globe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.knowledge.geometry import kilometres, midpoint, moved

LAT, LON = st.floats(-80, 80), st.floats(-180, 180)


def test_known_distance():
    # Damascus to Aleppo, as maps have it
    assert kilometres(33.5138, 36.2765, 36.2021, 37.1343) == pytest.approx(309, abs=3)


@given(LAT, LON, st.floats(0.1, 500), st.floats(0, 359))
def test_moved_lies_as_far_off_as_told(lat, lon, km, bearing):
    there = moved(lat, lon, km, bearing)
    assert kilometres(lat, lon, *there) == pytest.approx(km, rel=1e-3, abs=1e-3)


@given(LAT, LON, LAT, LON)
def test_midpoint_is_as_far_from_both(lat, lon, other_lat, other_lon):
    middle = midpoint(lat, lon, other_lat, other_lon)
    one = kilometres(lat, lon, *middle)
    assert one == pytest.approx(kilometres(other_lat, other_lon, *middle), abs=0.1)
    assert 2 * one == pytest.approx(kilometres(lat, lon, other_lat, other_lon), abs=1.0)
