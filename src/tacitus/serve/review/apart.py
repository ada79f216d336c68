"""What reviewers who worked apart make of events: how far they agree, and what they differ on."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tacitus.evaluate.agreement import Agreement, agreement, interval
from tacitus.reconcile.versions import KINDS
from tacitus.records import TacitusError
from tacitus.serve.accounts.people import Person
from tacitus.serve.review.fields import FIELDS
from tacitus.store import Store
from tacitus.store.rounds import Assessment, Round, all_rounds, assessed, round_of

#: What is compared besides the fields.
VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How far reviewers agree on one question.

    Attributes:
        field: the verdict, or a field of the event.
        scale: "nominal", or "interval" for numbers.
        figures: see ``Agreement``.
    """

    field: str
    scale: str
    figures: Agreement


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as somebody may see it.

    Attributes:
        round: the round.
        mine: what whoever looks made of it, or None.
        others: what the others made of it; empty while that is not for them to see.
        finished: how many of its reviewers gave an assessment.
        differs: fields on which assessments differ, of those that may be seen.
    """

    round: Round
    mine: Assessment | None
    others: Mapping[str, Assessment]
    finished: int
    differs: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether all its reviewers gave an assessment."""
        return self.finished == len(self.round.reviewers)


def may_see(person: Person, found: Round) -> bool:
    """Whether somebody may see what others made of an event.

    Its reviewers may not before it is settled, whatever else they are: they work apart.
    """
    return not found.open or (person.edits and person.name not in found.reviewers)


def view_of(person: Person, found: Round, made: Mapping[str, Assessment]) -> RoundView:
    """A round as somebody may see it.

    Args:
        person: who looks.
        found: the round.
        made: all assessments of it, by reviewer.
    """
    others = {name: a for name, a in made.items() if name != person.name}
    seen = others if may_see(person, found) else {}
    shown = list(seen.values()) + ([made[person.name]] if person.name in made else [])
    return RoundView(found, made.get(person.name), seen, len(made), differing(shown))


def rounds_for(store: Store, person: Person, *, mine: bool = False) -> list[RoundView]:
    """Rounds as somebody may see them, the one opened last first.

    Args:
        store: which.
        person: who looks.
        mine: whether only those are wanted that they are a reviewer of.
    """
    with store.reading() as connection:
        found = all_rounds(connection, reviewer=person.name if mine else None)
        made = assessed(connection, [one.id for one in found])
    return [view_of(person, one, made[one.id]) for one in found]


def round_for(store: Store, person: Person, name: str) -> RoundView:
    """A round as somebody may see it.

    Raises:
        TacitusError: ``no-such-round``, also for reviewers who are not of it.
    """
    with store.reading() as connection:
        found = round_of(connection, name)
        made = assessed(connection, [name])[name]
    if not (person.edits or person.name in found.reviewers):
        raise TacitusError("no-such-round", f"There is no round {name}.")
    return view_of(person, found, made)


def differing(made: Sequence[Assessment]) -> tuple[str, ...]:
    """The verdict and the fields on which assessments differ."""
    found = [VERDICT] if len({_verdict(a) for a in made}) > 1 else []
    told = [a for a in made if a.verdict != "reject"]
    found += [field for field in FIELDS if len({_coded(a.values.get(field)) for a in told}) > 1]
    if len({a.claims for a in made if a.verdict in ("merge", "split")}) > 1:
        found.append("claims")
    return tuple(found)


def agreement_rows(store: Store) -> list[AgreementRow]:
    """How far reviewers agree, over all rounds that at least two have assessed.

    The verdict is compared whether the event stays, goes, or is made of other claims; fields where
    it stays. Of the losses the best figure is compared, as a number.

    Args:
        store: which.
    """
    with store.reading() as connection:
        found = all_rounds(connection)
        made = assessed(connection, [one.id for one in found])
    units = [list(made[one.id].values()) for one in found]
    rows = [_row(VERDICT, [{a.reviewer: _verdict(a) for a in unit} for unit in units])]
    for field in FIELDS:
        kept = [[a for a in unit if a.verdict != "reject"] for unit in units]
        if field in KINDS:
            numbers = [
                {a.reviewer: best for a in unit if (best := _best(a.values.get(field))) is not None}
                for unit in kept
            ]
            rows.append(_row(field, numbers, numbers=True))
        else:
            coded = [{a.reviewer: _coded(a.values.get(field)) for a in unit} for unit in kept]
            rows.append(_row(field, coded))
    return rows


def _row(
    field: str, codings: Sequence[Mapping[str, Hashable]], *, numbers: bool = False
) -> AgreementRow:
    figures = agreement(codings, difference=interval if numbers else None)
    return AgreementRow(field, "interval" if numbers else "nominal", figures)


def _verdict(assessment: Assessment) -> str:
    """Whether the event stays as it is made up: whether a field is mended is another question."""
    return "accept" if assessment.verdict == "edit" else assessment.verdict


def _best(value: Any) -> int | None:
    return value.get("best") if isinstance(value, dict) else None


def _coded(value: Any) -> str:
    """A value as one that can be compared; the order of names does not count."""
    if isinstance(value, list):
        value = sorted(str(item).casefold() for item in value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
