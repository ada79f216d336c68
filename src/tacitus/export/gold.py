"""Reviewed events as gold: reports as a person coded them, for ``tacitus evaluate``.

Reviewers decide on events, which many reports tell; gold says what one report tells. So a report is
handed on where every event that it tells was accepted or rejected, and where it is known of every
value that a reviewer set whether this report tells it. The fields are those of the codebook.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.export.folder import writing
from tacitus.export.jsonform import COUNT_FIELDS, Json, coded_to_json, json_text
from tacitus.records import Coded, Decision, Event, claim_key

_LISTS = ("initiators", "targets", "attribution", "within", "evidence")
# in the order of the gold files
_FIELDS = (
    "id",
    "type",
    "initiators",
    "targets",
    "place",
    "within",
    "start",
    "end",
    "killed",
    "injured",
    "captured",
    "weapon",
    "attribution",
    "factuality",
    "aggregate",
    "evidence",
    "optional",
    "accounts",
    "note",
)
_ACCOUNT = ("attribution", *COUNT_FIELDS, "factuality")
_DOCS = ("id", "source", "published", "title", "text")
#: Fields of an event that gold has not, so that setting them says nothing of a report.
_NOT_GOLD = frozenset({"date_precision", "support"})


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report with what reviewers hold that it tells.

    Attributes:
        docs: the report, as a line of the file of texts.
        gold: its events, as a line of the gold file.
    """

    docs: Json
    gold: Json


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that cannot be handed on as gold.

    Attributes:
        report: its id.
        why: the reason.
    """

    report: str
    why: str


def gold_of(
    reports: Iterable[Coded],
    events: Mapping[str, Event],
    accepted: Collection[str],
    decisions: Iterable[Decision],
) -> Iterator[GoldReport | LeftOut]:
    """Reports as reviewers decided on what they tell.

    Args:
        reports: with their claims.
        events: by key of each claim, the event that it is told with.
        accepted: ids of events that are accepted as they are told.
        decisions: those in force.

    Yields:
        Each report that has claims, in order.
    """
    edits = [d for d in sorted(decisions, key=lambda d: d.id) if d.kind == "edit"]
    for coded in reports:
        if coded.claims:
            yield _report(coded, events, accepted, edits)


def write_gold(found: Iterable[GoldReport | LeftOut], out: Path) -> tuple[int, int, int]:
    """Write gold into a folder: ``gold.docs.jsonl``, ``gold.jsonl`` and ``left-out.json``.

    Args:
        found: as ``gold_of`` gives it.
        out: the folder; made where it is missing.

    Returns:
        How many reports and events were written, and how many reports were left out.

    Raises:
        TacitusError: ``cannot-write``.
    """
    told = events = 0
    left: list[Json] = []
    with writing(out, "gold.docs.jsonl") as docs, writing(out, "gold.jsonl") as gold:
        for one in found:
            if isinstance(one, LeftOut):
                left.append({"report": one.report, "why": one.why})
                continue
            docs.write(json_text(one.docs) + "\n")
            gold.write(json_text(one.gold) + "\n")
            told += 1
            events += len(one.gold["events"])
    with writing(out, "left-out.json") as file:
        file.write(json.dumps(left, ensure_ascii=False, indent=2) + "\n")
    return told, events, len(left)


def _report(
    coded: Coded,
    events: Mapping[str, Event],
    accepted: Collection[str],
    edits: Sequence[Decision],
) -> GoldReport | LeftOut:
    form = coded_to_json(coded)
    groups: dict[str, list[Json]] = {}
    open_claims = 0
    for claim in form["events"]:
        event = events.get(claim_key(coded.report.id, claim["id"]))
        if event is None or not (event.rejected or event.id in accepted):
            open_claims += 1
        elif not event.rejected:
            groups.setdefault(event.id, []).append(claim)
    if open_claims:
        total = len(form["events"])
        return LeftOut(coded.report.id, f"{open_claims} of {total} claims are not decided on")
    by_id = {event.id: event for event in events.values()}
    told: list[Json] = []
    for name, claims in groups.items():
        made = _event(by_id[name], claims, coded.report.id, edits)
        if isinstance(made, str):
            return LeftOut(coded.report.id, made)
        told.append({"id": f"e{len(told) + 1}"} | made)
    gold = {
        "id": form["id"],
        "events": [{field: event[field] for field in _FIELDS} for event in told],
        "boilerplate": form["boilerplate"],
    }
    return GoldReport({field: form[field] for field in _DOCS}, gold)


def _event(
    event: Event, claims: Sequence[Json], report: str, edits: Sequence[Decision]
) -> Json | str:
    """What a report tells of an event; why that is not known where it is not."""
    told = _joined(claims)
    mine = [d for d in edits if d.id in event.decisions and d.field not in _NOT_GOLD]
    for decision in {d.field: d for d in mine}.values():
        name, _, side = (decision.field or "").partition(".")
        if side and side != "all":
            continue
        change = _change(name, json.loads(decision.value or "null"), told)
        if all(told[field] == value for field, value in change.items()):
            continue
        if decision.words is not None and decision.words[0] != report:
            continue
        if decision.words is None and len(event.reports) > 1:
            return f"{name} of event {event.id} was set without saying which report tells it"
        told |= change
    told["note"] = f"event {event.id}, reviewed"
    return told


def _joined(claims: Sequence[Json]) -> Json:
    """Claims of one report that are of one event, as one record."""
    first = claims[0]
    joined: Json = {
        field: list(dict.fromkeys(value for claim in claims for value in claim[field]))
        for field in _LISTS
    }
    for field in ("type", "factuality", "aggregate"):
        joined[field] = first[field]
    for field in ("place", "start", "end", "weapon"):
        joined[field] = next((c[field] for c in claims if c[field] is not None), None)
    for field in COUNT_FIELDS:
        joined[field] = _range([claim[field] for claim in claims if claim[field] is not None])
    joined["accounts"] = [
        {field: account[field] for field in _ACCOUNT}
        for claim in claims
        for account in claim["accounts"]
    ]
    return joined | {"optional": False}


def _range(counts: Sequence[Json]) -> Json | None:
    """From the lowest low to the highest high (house rule 11 of the codebook)."""
    if not counts:
        return None
    low = min(count["low"] for count in counts)
    # an open top is left open only where no other figure stands beside it
    if all(count["high"] is None for count in counts):
        return {"low": low, "high": None}
    return {"low": low, "high": max(c["low"] if c["high"] is None else c["high"] for c in counts)}


def _change(name: str, value: Any, told: Json) -> Json:
    """The fields of gold that an edit sets."""
    if name in COUNT_FIELDS:
        if isinstance(value, int):
            value = {"low": value, "high": value}
        return {name: None if value is None else {"low": value["low"], "high": value["high"]}}
    if name in ("initiators", "targets"):
        return {name: [_mention(one, told[name]) for one in value]}
    if name == "place":
        told_as = value if value is None or isinstance(value, str) else value.get("mention")
        return {"place": told_as or (value or {}).get("name")}
    if name == "weapons":
        return {"weapon": value[0] if value else None}
    return {name: value}


def _mention(party: Any, told: Sequence[str]) -> str:
    """A party as the report writes it: gold has the words of the report."""
    if isinstance(party, str):
        return party
    names = party.get("mentions") or [party["name"]]
    return next((words for words in told if words in names), names[0])
