"""Shares of few cases, with how far chance moves them."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from tacitus.evaluate.benchmark import Interval

# of a 95 % interval, two-sided
_Z = NormalDist().inv_cdf(0.975)


def wilson(right: int, total: int) -> Interval:
    """The 95 % interval of a share.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927), 209-212; good for few cases and for shares
    near 0 and 1.

    Args:
        right: cases that count.
        total: all cases; of none, the share may be anything.

    Raises:
        ValueError: for fewer than 0 cases, or more that count than there are.
    """
    if not 0 <= right <= total:
        raise ValueError(f"{right} of {total} is no share")
    if not total:
        return Interval(0.0, 1.0)
    share = right / total
    weight = 1 + _Z**2 / total
    middle = (share + _Z**2 / (2 * total)) / weight
    half = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2)) / weight
    # where none or all count, the bound is 0 or 1 but for rounding
    low = 0.0 if right == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if right == total else min(1.0, middle + half))
