"""How likely two claims tell of one event, with the reasons.

The sum of log-odds over independent comparisons is the model of Fellegi and Sunter (1969), "A
theory for record linkage"; the weights are in knowledge/reconciling.yaml.
"""

from __future__ import annotations

import math

from tacitus.knowledge.reconciling import Reconciling, load_reconciling
from tacitus.reconcile.comparing import COMPARISONS, Comparison, Found, gap
from tacitus.reconcile.traits import Traits
from tacitus.records import Bond

# weights below this are not worth a reason
_LEAST = 0.05
# only a reviewer's bond is certain
_SUREST = 0.9999


def may_tell_one(a: Traits, b: Traits, rules: Reconciling | None = None) -> bool:
    """Whether two claims can be of one event at all: their days are within reach of each other.

    Args:
        a: a claim.
        b: another.
        rules: the weights in force; by default the packaged ones.
    """
    apart = gap(a, b)
    return apart is None or apart <= (rules or load_reconciling()).time.reach_days


def least_odds(a: Traits, b: Traits, rules: Reconciling | None = None) -> float:
    """The log-odds from which a pair may put two claims together.

    Claims of one report are different events by construction, since its sentences were already
    joined; only what is beyond doubt one event told twice is put together after all.

    Args:
        a: a claim.
        b: another.
        rules: the weights in force; by default the packaged ones.
    """
    rules = rules or load_reconciling()
    if a.report != b.report:
        return rules.keep
    return rules.twice if a.stretch == b.stretch else rules.retold


def levels(a: Traits, b: Traits, rules: Reconciling | None = None) -> dict[str, Found]:
    """How each comparison of two claims comes out.

    Args:
        a: a claim.
        b: another.
        rules: the weights in force; by default the packaged ones.
    """
    rules = rules or load_reconciling()
    return {name: compare(a, b, rules) for name, compare in COMPARISONS.items()}


def log_odds(
    a: Traits, b: Traits, rules: Reconciling | None = None, least: float = -math.inf
) -> float:
    """The log-odds (natural logarithm) that two claims tell of one event.

    The sum is over comparisons in a fixed order, and both ways round the same.

    Args:
        a: a claim.
        b: another.
        rules: the weights in force; by default the packaged ones.
        least: where the sum cannot come to so much any more, it is given up and negative infinity
            given.
    """
    rules = rules or load_reconciling()
    if b.key < a.key:
        a, b = b, a
    total = rules.prior
    for compare, weights, still in _steps(rules):
        total += weights[compare(a, b, rules).level]
        if total + still < least:
            return -math.inf
    return total


_Step = tuple[Comparison, dict[str, float], float]


def _steps(rules: Reconciling) -> tuple[_Step, ...]:
    """The comparisons in order, with weights by level and the most that those after it can add."""
    known = _STEPS.get(id(rules))
    if known is None or known[0] is not rules:
        found: list[_Step] = []
        still = 1e-9  # rounding must not give up what comes to just so much
        for name, compare in reversed(COMPARISONS.items()):
            weights = {key: level.weight for key, level in rules.comparisons[name].items()}
            found.append((compare, weights, still))
            still += max(weights.values())
        known = _STEPS[id(rules)] = (rules, tuple(reversed(found)))
    return known[1]


# by the id of the rules, which are kept beside so that no others can come to have it
_STEPS: dict[int, tuple[Reconciling, tuple[_Step, ...]]] = {}


def likelihood(odds: float) -> float:
    """Log-odds as a probability from 0 to 1."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, odds))))


def bond(a: Traits, b: Traits, rules: Reconciling | None = None) -> Bond:
    """Why two claims are taken for tellings of one event.

    Args:
        a: a claim.
        b: another.
        rules: the weights in force; by default the packaged ones.
    """
    rules = rules or load_reconciling()
    if b.key < a.key:
        a, b = b, a
    told: list[tuple[float, str]] = []
    total = rules.prior
    for name, found in levels(a, b, rules).items():
        level = rules.comparisons[name][found.level]
        total += level.weight
        if abs(level.weight) >= _LEAST:
            said = level.says.format_map(dict(found.said()))
            told.append((level.weight, f"{said} ({level.weight:+.1f})"))
    told.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
    reasons = (*(text for _, text in told), f"two claims at random ({rules.prior:+.1f})")
    return Bond(a.key, b.key, min(_SUREST, round(likelihood(total), 4)), reasons)
