"""The output that is fitted once the net is done."""

import numpy as np
import pytest

pytest.importorskip("torch")

from training.readout import fitted


def test_a_linear_map_is_found_again():
    rng = np.random.default_rng(1)
    features = rng.normal(size=(4000, 5)) * [1, 2, 1, 3, 1]
    labels = features @ np.array([1.0, -0.5, 0.0, 2.0, 0.3]) + 1.5
    weights, constant = fitted(features, labels)
    assert features @ weights + constant == pytest.approx(labels, abs=0.4)
    assert constant == pytest.approx(1.5, abs=0.1)


def test_features_that_say_nothing_give_the_mean():
    rng = np.random.default_rng(2)
    features, labels = rng.normal(size=(5000, 3)), np.full(5000, 2.0)
    weights, constant = fitted(features, labels)
    assert np.abs(weights).max() < 1e-9
    assert constant == pytest.approx(2.0)
