"""UCDP's seven numbers of deaths: four that add up to the best one, and low and high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tacitus.export.losses import Losses
from tacitus.export.ruled import shares
from tacitus.export.ucdp_dyads import Dyad
from tacitus.records import Event


@dataclass(frozen=True, slots=True)
class Deaths:
    """Deaths of a row; ``best`` is the sum of the first four, ``low`` <= ``best`` <= ``high``."""

    a: int = 0
    b: int = 0
    civilians: int = 0
    unknown: int = 0
    low: int = 0
    high: int = 0

    @property
    def best(self) -> int:
        """The sum of the four."""
        return self.a + self.b + self.civilians + self.unknown


def deaths_of(event: Event, dyad: Dyad, losses: Losses) -> Deaths:
    """The deaths of an event, told apart by the sides of a dyad.

    Args:
        event: the event, its figures by the rule "ucdp".
        dyad: whose sides count.
        losses: where it is counted what does not fit into the columns.

    Returns:
        All zero where nobody is told to be killed.
    """
    whole = event.figure("killed")
    parts = {
        side: figure.best
        for side in ("initiators", "targets", "civilians", "unknown")
        if (figure := event.figure("killed", side)) is not None
    }
    total = whole.best if whole else sum(parts.values())
    one_sided = dyad.violence == 3
    civilians = parts.get("civilians", 0)
    # where the parties of a clash are all initiators, nobody tells whose the losses are
    mutual = not one_sided and not event.targets
    of_a = 0 if mutual else parts.get(dyad.a.of, 0)
    of_b = parts.get(dyad.b.of, 0)
    if one_sided:
        # the victims are both the targets and the civilians, by one word or the other
        civilians, of_b = max(civilians, of_b), 0
    if civilians + of_a + of_b > total:
        losses.add(
            "changed",
            "figures",
            "the sides' losses overlap: they are cut to the toll over all",
            event.id,
        )
        civilians = min(civilians, total)
        of_b = min(of_b, total - civilians)
        of_a = min(of_a, total - civilians - of_b)
    left = total - civilians - of_a - of_b
    if one_sided and not of_a:
        # all who died in violence against civilians are civilians, unless it is told otherwise
        civilians, left = civilians + left, 0
    low = min(whole.low, total) if whole else total
    high = total if whole is None or whole.high is None else max(whole.high, total)
    if whole is not None and whole.high is None:
        losses.add("changed", "figures", "a toll open at the top: high is best", event.id)
    return Deaths(of_a, of_b, civilians, left, low, high)


def divided(deaths: Deaths, dyads: Sequence[Dyad]) -> list[Deaths]:
    """Deaths divided evenly over the rows of an event, remainders with the first.

    Args:
        deaths: of the event, by the sides of its first dyad.
        dyads: a row each.

    Returns:
        The deaths of each row, by the sides of its own dyad; together they are all.
    """
    rows = len(dyads)
    if rows == 1:
        return [deaths]
    columns = {
        name: shares(getattr(deaths, name), rows)
        for name in ("a", "b", "civilians", "unknown", "low", "high")
    }
    made = []
    for n, dyad in enumerate(dyads):
        part = Deaths(**{name: parts[n] for name, parts in columns.items()})
        if dyad.a.of != dyads[0].a.of:
            part = replace(part, a=part.b, b=part.a)
        if dyad.violence == 3:
            part = replace(part, b=0, civilians=part.civilians + part.b)
        # each number is divided for itself: the remainders must not turn their order round
        made.append(replace(part, low=min(part.low, part.best), high=max(part.high, part.best)))
    return made
