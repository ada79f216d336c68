"""How far coders agree beyond chance: Cohen's kappa of two, Krippendorff's alpha of any number.

Kappa: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20 (1960), 37-46. Alpha: K. Krippendorff, "Computing Krippendorff's alpha-reliability"
(2011), which takes units that some coders left out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

#: What two values differ by, squared.
Difference = Callable[[Hashable, Hashable], float]
# Krippendorff and Hayes draw units anew to tell how sure alpha is; the seed makes it repeatable
_DRAWS, _SEED = 500, 20110125


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one question.

    Attributes:
        units: units that at least two coders coded.
        values: codings of these.
        same: share of the pairs of codings of a unit that are the same.
        kappa: Cohen's, where there are two coders; None for more, or where it cannot be told.
        alpha: Krippendorff's; None where all codings are one value, which chance would give too.
        low, high: between these alpha lies in 95 of 100 draws of the units; None without alpha.
    """

    units: int
    values: int
    same: float | None
    kappa: float | None
    alpha: float | None
    low: float | None = None
    high: float | None = None


def agreement(
    codings: Sequence[Mapping[str, Hashable]], *, difference: Difference | None = None
) -> Agreement:
    """How far coders agree.

    Args:
        codings: of each unit, the value that each coder gave, by the coder's name; who did not code
            it is not in it.
        difference: what two values differ by; by default, 0 for the same and 1 for others.
    """
    apart = difference or nominal
    shared = [unit for unit in codings if len(unit) > 1]
    coders = {name for unit in shared for name in unit}
    units = [list(unit.values()) for unit in shared]
    alpha = krippendorff_alpha(units, apart)
    low, high = _interval(units, apart) if alpha is not None else (None, None)
    kappa = None
    if len(coders) == 2 and difference is None:
        first, second = sorted(coders)
        kappa = cohen_kappa([(unit[first], unit[second]) for unit in shared])
    return Agreement(len(units), sum(map(len, units)), _same(units), kappa, alpha, low, high)


def nominal(one: Hashable, other: Hashable) -> float:
    """0 for the same value, 1 for another."""
    return float(one != other)


def interval(one: Hashable, other: Hashable) -> float:
    """The square of how far apart two numbers are.

    Raises:
        TypeError: for what is no number.
    """
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        raise TypeError(f"{one!r} and {other!r} are no numbers")
    return float(one - other) ** 2


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement of two coders beyond that of chance, 1 for all, 0 for no more than chance gives.

    Args:
        pairs: the values that the two gave each unit.

    Returns:
        None without units, or where both gave one and the same value throughout.
    """
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(a == b for a, b in pairs) / total
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(first[value] * second[value] for value in first) / total**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def krippendorff_alpha(
    units: Sequence[Sequence[Hashable]], difference: Difference = nominal
) -> float | None:
    """One less the share of the disagreement that chance would give.

    Args:
        units: the values that each unit got; units with fewer than two do not count.
        difference: what two values differ by.

    Returns:
        None without units, or where all values are one.
    """
    within = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in within for value in unit)
    total = values.total()
    if total < 2:
        return None
    expected = _apart(values, difference) / (total - 1)
    if not expected:
        return None
    observed = sum(_apart(Counter(unit), difference) / (len(unit) - 1) for unit in within)
    return 1 - observed / expected


def _apart(values: Counter[Hashable], difference: Difference) -> float:
    """The sum over all ordered pairs of values of what they differ by."""
    listed = list(values.items())
    return 2 * sum(
        count * other * difference(value, against)
        for n, (value, count) in enumerate(listed)
        for against, other in listed[n + 1 :]
    )


def _same(units: Sequence[Sequence[Hashable]]) -> float | None:
    pairs = sum(len(unit) * (len(unit) - 1) for unit in units)
    if not pairs:
        return None
    return 1 - sum(_apart(Counter(unit), nominal) for unit in units) / pairs


def _interval(
    units: Sequence[Sequence[Hashable]], difference: Difference
) -> tuple[float | None, float | None]:
    """Between what alpha lies when units are drawn anew, some twice and some not at all."""
    draw = random.Random(_SEED)  # noqa: S311 no secret
    found = sorted(
        alpha
        for _ in range(_DRAWS)
        if (alpha := krippendorff_alpha(draw.choices(units, k=len(units)), difference)) is not None
    )
    if not found:
        return None, None
    return found[int(0.025 * len(found))], found[min(int(0.975 * len(found)), len(found) - 1)]
