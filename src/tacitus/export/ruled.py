"""Events with the figures that a format's own rule gives, and totals divided over rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tacitus.export.losses import Losses
from tacitus.reconcile.compose import compose
from tacitus.reconcile.edits import REVIEWER
from tacitus.records import Event, Figure, Telling


def told_by(event: Event, tellings: Mapping[str, Telling], rule: str, losses: Losses) -> Event:
    """An event with its figures by a rule; those that a reviewer set stay.

    Args:
        event: the event, its figures by any rule.
        tellings: its claims with their reports, by key.
        rule: key of knowledge/figure_rules.yaml.
        losses: where an event is counted whose claims are not all at hand, so that its figures
            stay as they are.

    Raises:
        TacitusError: ``unknown-figure-rule``.
    """
    if all(figure.rule in (rule, REVIEWER) for figure in event.figures):
        return event
    held = [tellings[key] for key in event.claims if key in tellings]
    if len(held) < len(event.claims):
        by = ", ".join(sorted({figure.rule for figure in event.figures}))
        losses.add(
            "changed",
            "figures",
            f"claims were not given to the export: figures by the rule {by}, not {rule}",
            event.id,
        )
        return event
    fixed = {_side_of(field) for field in event.edited}
    new = [f for f in compose(held, rule=rule).figures if (f.kind, f.side) not in fixed]
    set_by_hand = [figure for figure in event.figures if figure.rule == REVIEWER]
    return replace(event, figures=tuple(_in_order([*new, *set_by_hand])))


def _side_of(field: str) -> tuple[str, str]:
    """Kind and side of a figure that a reviewer set, by the name of the field."""
    kind, _, side = field.partition(".")
    return kind, side or "all"


def _in_order(figures: list[Figure]) -> list[Figure]:
    kinds = list(dict.fromkeys(figure.kind for figure in figures))
    return sorted(figures, key=lambda f: (kinds.index(f.kind), f.side != "all"))


def shares(total: int, parts: int) -> list[int]:
    """A number divided evenly, the remainder with the first part.

    Args:
        total: what is divided.
        parts: over how many.
    """
    each, left = divmod(total, parts)
    return [each + left, *[each] * (parts - 1)]
