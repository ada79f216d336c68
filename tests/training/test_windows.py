import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tacitus.learned.windows import LONGEST, around, centre, windows

LENGTHS = st.lists(st.integers(1, 700), max_size=12)


def sentences(lengths):
    return np.repeat(np.arange(len(lengths)), lengths)


@given(LENGTHS)
def test_windows_cover_every_piece_and_fit_the_encoder(lengths):
    numbers = sentences(lengths)
    spans = windows(numbers)
    covered = np.zeros(len(numbers), dtype=bool)
    for first, last in spans:
        assert 0 < last - first <= LONGEST
        covered[first:last] = True
    assert covered.all()
    starts = [first for first, _ in spans]
    assert starts == sorted(set(starts))


@given(LENGTHS)
def test_every_piece_is_read_in_a_window_that_holds_it(lengths):
    numbers = sentences(lengths)
    spans = windows(numbers)
    if not spans:
        return
    for piece, which in enumerate(centre(spans, len(numbers))):
        first, last = spans[which]
        assert first <= piece < last


@given(LENGTHS.filter(bool), st.data(), st.integers(5, 300))
def test_what_is_read_about_an_event_holds_its_words(lengths, data, most):
    numbers = sentences(lengths)
    one = st.integers(0, len(numbers) - 1)
    marks = np.array(sorted(data.draw(st.sets(one, min_size=1, max_size=5))))
    seen = around(marks, numbers, most)
    assert np.isin(marks, seen).all()
    assert (np.diff(seen) > 0).all()
    assert len(seen) <= min(len(numbers), most + len(marks))
    assert len(seen) >= min(len(numbers), most)
