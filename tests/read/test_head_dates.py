"""Days at the head of reports."""

from __future__ import annotations

from datetime import date

import pytest

from tacitus.read.dates import read_day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("14 DEC 88", date(1988, 12, 14)),
        ("9 JAN 04", date(2004, 1, 9)),
        ("Thu Aug 1 2013", date(2013, 8, 1)),
        ("Wed 05 Apr 2017", date(2017, 4, 5)),
        ("October 3, 2016", date(2016, 10, 3)),
        ("Jun 142016", date(2016, 6, 14)),
        ("25-12-2014", date(2014, 12, 25)),
        ("13.04.2017", date(2017, 4, 13)),
        ("2020-06-23", date(2020, 6, 23)),
        ("23rd of March 1999", date(1999, 3, 23)),
        ("04/05/2017", None),
        ("25/05/2017", date(2017, 5, 25)),
        ("31 February 2011", None),
        ("13 NOV", None),
    ],
)
def test_read_day(written: str, day: date | None) -> None:
    assert read_day(written) == day
