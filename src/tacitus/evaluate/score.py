"""Figures of agreement between coded reports and gold ones, as the codebook's scoring defines them.

Within a report a gold and a coded event may be paired when their evidence overlaps; of all
pairings the one with the largest summed likeness is taken. Events give precision, recall and F1
of the pairing, slots the same over filled slots (MUC style, micro averages), fields the agreement
over paired events. A gold event marked optional is neither missed nor a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tacitus.evaluate.assign import assign
from tacitus.evaluate.mentions import matched, quotes_overlap, same_mention

Event = Mapping[str, Any]

COUNTS = ("killed", "injured", "captured")
LISTS = ("initiators", "targets", "attribution")
SINGLE = (
    "type",
    "event_type",
    "place",
    "start",
    "end",
    *COUNTS,
    "factuality",
    "aggregate",
)
FIELDS = (*SINGLE, *LISTS)
_FUZZY_SLOTS = ("place", "weapon")
_EXACT_SLOTS = ("type", "start", "end")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of what was coded is right, and how much gold there is.

    Attributes:
        right: hits.
        coded: what was coded.
        gold: what gold holds.
    """

    right: int = 0
    coded: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.coded + other.coded, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of what was coded that is right; 0 where nothing was coded."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found; 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        share = self.precision + self.recall
        return 2 * self.precision * self.recall / share if share else 0.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which a paired gold and coded event differ.

    Attributes:
        field: its name in the codebook.
        gold, coded: the two values.
    """

    field: str
    gold: Any
    coded: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold event with the coded event that tells the same.

    Attributes:
        gold, coded: the two events.
        differences: the fields on which they differ; empty for an optional gold event.
    """

    gold: Event
    coded: Event
    differences: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportScore:
    """Figures of one report.

    Attributes:
        id: the report's.
        events, slots: tallies over events and over filled slots.
        fields: tally of each field over paired events. For fields that hold one value ``coded``
            and ``gold`` are both the number of pairs, so that F1 is the share that agree.
        pairs: gold events with their coded ones.
        missed: gold events, not optional, that were not coded.
        spurious: coded events that gold does not hold.
    """

    id: str
    events: Tally
    slots: Tally
    fields: Mapping[str, Tally]
    pairs: tuple[Pair, ...]
    missed: tuple[Event, ...]
    spurious: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over several reports.

    Attributes:
        reports: how many reports.
        events, slots: summed tallies.
        fields: summed tally of each field.
    """

    reports: int = 0
    events: Tally = field(default_factory=Tally)
    slots: Tally = field(default_factory=Tally)
    fields: Mapping[str, Tally] = field(default_factory=dict)


def score_reports(
    gold: Mapping[str, Sequence[Event]],
    coded: Mapping[str, Sequence[Event]],
    parents: Mapping[str, str],
) -> list[ReportScore]:
    """The figures of every gold report, in gold's order.

    Args:
        gold: events of each report by its id, with the codebook's fields.
        coded: the same as coded; a report that is absent counts as coded without events.
        parents: event type of each sub-event type.
    """
    return [
        score_report(report, events, coded.get(report, ()), parents)
        for report, events in gold.items()
    ]


def score_report(
    report: str, gold: Sequence[Event], coded: Sequence[Event], parents: Mapping[str, str]
) -> ReportScore:
    """The figures of one report; arguments as in ``score_reports``."""
    pairing = assign([[_likeness(g, c, parents) for c in coded] for g in gold])
    paired_gold = {i for i, _ in pairing}
    paired_coded = {j for _, j in pairing}
    missed = [g for i, g in enumerate(gold) if i not in paired_gold and not g.get("optional")]
    spurious = [c for j, c in enumerate(coded) if j not in paired_coded]

    pairs: list[Pair] = []
    slots = Tally(
        coded=sum(len(_slots(event)) for event in spurious),
        gold=sum(len(_slots(event)) for event in missed),
    )
    fields = {name: Tally() for name in FIELDS}
    scored = 0
    for i, j in pairing:
        g, c = gold[i], coded[j]
        if g.get("optional"):
            pairs.append(Pair(g, c))
            continue
        scored += 1
        slots += Tally(_slot_hits(g, c), len(_slots(c)), len(_slots(g)))
        agreement = _agreement(g, c, parents)
        for name, tally in agreement.items():
            fields[name] += tally
        pairs.append(Pair(g, c, _differences(g, c, agreement)))
    return ReportScore(
        id=report,
        events=Tally(scored, scored + len(spurious), scored + len(missed)),
        slots=slots,
        fields=fields,
        pairs=tuple(pairs),
        missed=tuple(missed),
        spurious=tuple(spurious),
    )


def total(scores: Iterable[ReportScore]) -> Figures:
    """The summed figures of reports."""
    reports = 0
    events, slots = Tally(), Tally()
    fields = {name: Tally() for name in FIELDS}
    for score in scores:
        reports += 1
        events += score.events
        slots += score.slots
        for name, tally in score.fields.items():
            fields[name] += tally
    return Figures(reports, events, slots, fields)


def _likeness(gold: Event, coded: Event, parents: Mapping[str, str]) -> int:
    """0 where the evidence does not overlap, else 1 and one for each of six things in common."""
    if not quotes_overlap(gold.get("evidence") or [], coded.get("evidence") or []):
        return 0
    killed = gold.get("killed")
    alike = (
        gold["type"] == coded["type"],
        parents.get(gold["type"]) == parents.get(coded["type"]),
        matched(_places(gold), _places(coded)),
        matched(gold["initiators"], coded["initiators"]),
        matched(gold["targets"], coded["targets"]),
        killed is not None and _range(killed) == _range(coded.get("killed")),
    )
    return 1 + sum(map(bool, alike))


def _places(event: Event) -> list[str]:
    return [event["place"]] if event.get("place") else []


def _range(count: Mapping[str, int | None] | None) -> tuple[int | None, int | None] | None:
    return None if count is None else (count.get("low"), count.get("high"))


def _exact_slots(event: Event) -> dict[str, Any]:
    """The filled slots whose values must be equal; asserted factuality is no filled slot."""
    slots: dict[str, Any] = {name: event[name] for name in _EXACT_SLOTS if event.get(name)}
    slots |= {name: _range(event[name]) for name in COUNTS if event.get(name) is not None}
    if event.get("factuality") not in (None, "asserted"):
        slots["factuality"] = event["factuality"]
    return slots


def _mention_slots(event: Event) -> dict[str, list[str]]:
    """The filled slots that hold verbatim mentions."""
    slots: dict[str, list[str]] = {name: list(event.get(name) or []) for name in LISTS}
    return slots | {name: [event[name]] for name in _FUZZY_SLOTS if event.get(name)}


def _slots(event: Event) -> list[tuple[str, Any]]:
    mentions = [(name, value) for name, many in _mention_slots(event).items() for value in many]
    return [*_exact_slots(event).items(), *mentions]


def _slot_hits(gold: Event, coded: Event) -> int:
    exact, mentions = _exact_slots(coded), _mention_slots(coded)
    equal: int = sum(
        name in exact and exact[name] == value for name, value in _exact_slots(gold).items()
    )
    return equal + sum(
        len(matched(values, mentions.get(name, [])))
        for name, values in _mention_slots(gold).items()
    )


def _agreement(gold: Event, coded: Event, parents: Mapping[str, str]) -> dict[str, Tally]:
    """A tally for each field of a paired event."""
    checks = {
        "type": gold["type"] == coded["type"],
        "event_type": parents.get(gold["type"]) == parents.get(coded["type"]),
        "place": _same_place(gold.get("place"), coded.get("place")),
        "start": gold.get("start") == coded.get("start"),
        "end": gold.get("end") == coded.get("end"),
        "factuality": gold["factuality"] == coded.get("factuality"),
        "aggregate": bool(gold.get("aggregate")) == bool(coded.get("aggregate")),
    }
    checks |= {name: _range(gold.get(name)) == _range(coded.get(name)) for name in COUNTS}
    tallies = {name: Tally(int(agree), 1, 1) for name, agree in checks.items()}
    for name in LISTS:
        ours, theirs = gold.get(name) or [], coded.get(name) or []
        tallies[name] = Tally(len(matched(ours, theirs)), len(theirs), len(ours))
    return tallies


def _same_place(gold: str | None, coded: str | None) -> bool:
    if not gold or not coded:
        return not gold and not coded
    return same_mention(gold, coded)


def _differences(
    gold: Event, coded: Event, agreement: Mapping[str, Tally]
) -> tuple[Disagreement, ...]:
    """The fields that differ; the event type only follows from the type and is left out."""
    return tuple(
        Disagreement(name, gold.get(name), coded.get(name))
        for name, tally in agreement.items()
        if name != "event_type" and not tally.right == tally.coded == tally.gold
    )
