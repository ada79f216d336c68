import numpy as np
import pytest

from training.calibrate import Said, bins, error, fit, lowest, reliability, sureness, told
from training.reliability import picture


def answers(temperature, width, count=20_000):
    """Labels drawn as the logits say, and the logits as a net too sure by a factor gives them."""
    rng = np.random.default_rng(7)
    logits = rng.normal(0, 2, (count, width))
    if width == 1:
        labels = (rng.random(count) < 1 / (1 + np.exp(-logits[:, 0]))).astype(int)
    else:
        labels = (logits + rng.gumbel(size=logits.shape)).argmax(1)
    return Said(logits * temperature, labels, rng.integers(40, size=count))


@pytest.mark.parametrize("width", [1, 4])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_made_the_logits_is_found(temperature, width):
    said = answers(temperature, width)
    assert fit(said) == pytest.approx(temperature, rel=0.05)


def test_scaling_never_raises_the_error_it_is_fitted_on():
    said = answers(3.0, 5, 500)
    assert error(said, fit(said)) <= error(said, 1.0)


def test_an_output_without_answers_keeps_its_logits():
    assert fit(answers(1.0, 3, 0)) == 1.0


def test_extreme_logits_neither_overflow_nor_end_the_search():
    said = Said(np.array([[900.0, -900.0], [-900.0, 900.0]]), np.array([0, 1]), np.array([0, 1]))
    assert np.isfinite(error(said, 0.1))
    assert 0.1 <= fit(said) <= 10


def test_golden_section_finds_the_lowest_point():
    assert lowest(lambda x: (x - 1.25) ** 2, -3, 9) == pytest.approx(1.25, abs=1e-3)


def test_bins_count_each_answer_once_and_weigh_the_gap():
    sure = np.array([0.05, 0.95, 0.95, 1.0])
    found = bins(sure, np.array([False, True, True, False]))
    assert [row["count"] for row in found["bins"]] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 3]
    assert found["bins"][1]["confidence"] is None
    assert found["ece"] == pytest.approx((0.05 + 3 * abs(2.9 / 3 - 2 / 3)) / 4, abs=1e-4)


def test_reliability_gets_better_for_a_net_that_is_too_sure():
    found = reliability(answers(3.0, 4))
    assert found["after"]["ece"] < 0.03 < found["before"]["ece"]
    assert found["answers"] == 20_000


def test_sureness_of_yes_or_no_is_that_of_yes():
    said = Said(np.array([[0.0], [-2.0]]), np.array([1, 0]), np.array([0, 0]))
    sure, right = sureness(said, np.ones(2))
    assert sure == pytest.approx([0.5, 0.1192], abs=1e-4)
    assert right.tolist() == [True, False]


def test_pieces_called_no_event_do_not_count_for_triggers():
    said = Said(np.array([[3.0, 0.0], [0.0, 3.0]]), np.array([0, 0]), np.array([0, 0]))
    assert len(told(said).labels) == 1


def test_the_drawing_is_small_whole_and_follows_dark_settings():
    from xml.etree import ElementTree

    drawn = picture({"heads": {"valid": reliability(answers(2.0, 1, 300))}})
    root = ElementTree.fromstring(drawn)
    marks = root.findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(marks) > 4
    assert "prefers-color-scheme: dark" in drawn
    assert len(drawn) < 8000
