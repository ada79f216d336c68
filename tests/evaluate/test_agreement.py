"""Agreement of coders, against the worked examples of the literature."""

import pytest

from tacitus.evaluate.agreement import (
    agreement,
    cohen_kappa,
    interval,
    krippendorff_alpha,
    nominal,
)


def table(rows):
    """Pairs of a table of how often two coders gave which two values."""
    return [
        (a, b) for a, row in enumerate(rows) for b, count in enumerate(row) for _ in range(count)
    ]


def units(*coders):
    """Units of coders' rows, "." where one did not code."""
    rows = [row.split() for row in coders]
    return [
        [int(v) if v.isdigit() else v for v in unit if v != "."] for unit in zip(*rows, strict=True)
    ]


# K. Krippendorff (2011), "Computing Krippendorff's alpha-reliability"
BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
FOUR = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


@pytest.mark.parametrize(
    ("data", "difference", "alpha"),
    [
        (BINARY, nominal, 0.095),
        (NOMINAL, nominal, 0.692),
        (FOUR, nominal, 0.743),
        (FOUR, interval, 0.849),
    ],
)
def test_alpha_of_the_worked_examples(data, difference, alpha):
    assert krippendorff_alpha(data, difference) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("rows", "kappa"),
    [
        # J. Cohen (1960): two psychiatrists on 200 patients
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        ([[20, 5], [10, 15]], 0.4),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[10, 0], [0, 10]], 1.0),
        ([[0, 10], [10, 0]], -1.0),
    ],
)
def test_kappa_of_the_worked_examples(rows, kappa):
    assert cohen_kappa(table(rows)) == pytest.approx(kappa, abs=0.0005)


@pytest.mark.parametrize("data", [[], [[1]], [["a", "a"], ["a", "a"]], [[1], [2]]])
def test_where_there_is_nothing_to_tell(data):
    assert krippendorff_alpha(data) is None


def test_kappa_where_there_is_nothing_to_tell():
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 5) is None


def test_units_that_one_coder_coded_do_not_count():
    assert krippendorff_alpha([*NOMINAL, ["z"], []]) == krippendorff_alpha(NOMINAL)


def test_agreement_of_two():
    found = agreement([{"ann": a, "ben": b} for a, b in NOMINAL])
    assert (found.units, found.values) == (12, 24)
    assert found.same == pytest.approx(9 / 12)
    assert found.kappa == pytest.approx(cohen_kappa([tuple(pair) for pair in NOMINAL]))
    assert found.low <= found.alpha <= found.high <= 1
    assert agreement([{"ann": a, "ben": b} for a, b in NOMINAL]) == found


def test_agreement_of_more_than_two_has_no_kappa():
    found = agreement([dict(zip("abcd", unit, strict=False)) for unit in FOUR], difference=interval)
    assert found.kappa is None
    assert found.units == 11
    assert found.alpha == pytest.approx(0.849, abs=0.0005)


def test_what_is_no_number_has_no_distance():
    with pytest.raises(TypeError):
        interval("a", 1)


def test_nobody_agrees_on_nothing():
    found = agreement([{"ann": 1}, {}])
    assert (found.units, found.same, found.kappa, found.alpha) == (0, None, None, None)
