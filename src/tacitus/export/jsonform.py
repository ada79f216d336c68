"""The JSON form of a coded report: one object a report, one line a report in a JSONL file.

Every event has the codebook's fields by the codebook's names and forms. Beside them stand what
resolution adds (``actors``, ``place_ref``, ``sources``, ``sides``, ``date_precision``, ``why``),
``spans`` (for every field value the character offsets it rests on) and ``by`` (for every field
value the rule, model or registry entry that gave it). docs/concepts.md describes the form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from tacitus.records import Account, Claim, Coded, Count, Grounded, Relation, Span

Json = dict[str, Any]

TEXT_FIELDS = ("type", "place", "start", "end", "weapon", "factuality")
COUNT_FIELDS = ("killed", "injured", "captured")
LIST_FIELDS = ("initiators", "targets", "within", "attribution")


def coded_to_json(coded: Coded, *, with_text: bool = True) -> Json:
    """The JSON object of a coded report.

    Args:
        coded: what was read out of a report.
        with_text: whether the report's text goes along; without it the file is small and can be
            scored, but not shown or read back.

    Returns:
        A dict of plain JSON values, its keys always in the same order. ``Report.path`` is left
        out: it says where a file lay on one machine, not what was published.
    """
    report = coded.report
    form: Json = {
        "id": report.id,
        "source": report.source,
        "published": report.published.isoformat() if report.published else None,
        "published_by": report.published_by,
        "published_span": _pair(report.published_span) if report.published_span else None,
        "published_at": report.published_at,
        "updated": report.updated,
        "title": report.title,
        "author": report.author,
        "url": report.url,
        "language": report.language,
        "syndicated_from": report.syndicated_from,
        "sha256": report.sha256,
    }
    if with_text:
        form["text"] = report.text
    form["events"] = [_claim_to_json(claim, report.text) for claim in coded.claims]
    form["relations"] = [_relation_to_json(relation, report.text) for relation in coded.relations]
    form["boilerplate"] = [cut.span.quote(report.text) for cut in report.cuts]
    form["cuts"] = [
        {"start": cut.span.start, "end": cut.span.end, "kind": cut.kind, "by": cut.by}
        for cut in report.cuts
    ]
    form["problems"] = [
        {"stage": "read" if problem in report.problems else "code", **plain(problem)}
        for problem in coded.problems
    ]
    form["versions"] = dict(coded.versions)
    return form


def coded_to_line(coded: Coded, *, with_text: bool = True) -> str:
    """One line of JSONL, without the line end; same record, same characters."""
    return json_text(coded_to_json(coded, with_text=with_text))


def json_text(form: Any) -> str:
    """JSON on one line; half a surrogate pair, which JSON input can carry, is escaped.

    Args:
        form: plain JSON values.
    """
    text = json.dumps(form, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(form)
    return text


def plain(value: Any) -> Any:
    """A record, or a value of one, as plain JSON values: fields by their names, tuples as lists.

    Several times faster than ``dataclasses.asdict``, which copies what cannot change.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    if isinstance(value, Mapping):
        return {name: plain(held) for name, held in value.items()}
    kind: Any = type(value)
    return {name: plain(getattr(value, name)) for name in _names(kind)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [_pair(span) for span in spans]


def _count(count: Grounded[Count] | None) -> Json | None:
    return None if count is None else {"low": count.value.low, "high": count.value.high}


def _by(value: Grounded[Any]) -> Json:
    return {"by": value.by, "how": value.how}


def _claim_to_json(claim: Claim, text: str) -> Json:
    def scalar(name: str) -> Any:
        value = getattr(claim, name)
        return None if value is None else value.value

    def values(name: str) -> list[Any]:
        return [value.value for value in getattr(claim, name)]

    return {
        "id": claim.id,
        "type": scalar("type"),
        "initiators": values("initiators"),
        "targets": values("targets"),
        "place": scalar("place"),
        "within": values("within"),
        "start": scalar("start"),
        "end": scalar("end"),
        "killed": _count(claim.killed),
        "injured": _count(claim.injured),
        "captured": _count(claim.captured),
        "weapon": scalar("weapon"),
        "attribution": values("attribution"),
        "factuality": scalar("factuality"),
        "aggregate": bool(claim.aggregate and claim.aggregate.value),
        "accounts": [_account_to_json(account, text) for account in claim.accounts],
        "evidence": [span.quote(text) for span in claim.evidence],
        "date_precision": claim.date_precision,
        "sides": [
            {
                "side": side.side,
                "kind": side.kind,
                "toll": _count(side.toll),
                "mention": side.mention,
            }
            for side in claim.sides
        ],
        "actors": plain(claim.actors),
        "place_ref": plain(claim.place_ref),
        "sources": plain(claim.sources),
        "why": list(claim.why),
        "spans": _grounds(claim, lambda value: _pairs(value.spans))
        | {"evidence": _pairs(claim.evidence)},
        "by": _grounds(claim, _by),
    }


def _grounds(claim: Claim, show: Callable[[Grounded[Any]], Any]) -> Json:
    """What ``show`` gives for every field that has a value; a list for every list field."""
    form: Json = {}
    for name in (*TEXT_FIELDS, *COUNT_FIELDS, "aggregate"):
        value = getattr(claim, name)
        if value is not None:
            form[name] = show(value)
    for name in LIST_FIELDS:
        if getattr(claim, name):
            form[name] = [show(value) for value in getattr(claim, name)]
    if claim.sides:
        form["sides"] = [show(side.toll) for side in claim.sides]
    return form


def _account_to_json(account: Account, text: str) -> Json:
    tolls = {name: getattr(account, name) for name in COUNT_FIELDS}
    told = {name: toll for name, toll in tolls.items() if toll is not None}
    return {
        "attribution": [source.value for source in account.attribution],
        **{name: _count(toll) for name, toll in tolls.items()},
        "factuality": account.factuality,
        "evidence": [span.quote(text) for span in account.spans],
        "spans": {
            "evidence": _pairs(account.spans),
            "attribution": [_pairs(source.spans) for source in account.attribution],
            **{name: _pairs(toll.spans) for name, toll in told.items()},
        },
        "by": {
            "attribution": [_by(source) for source in account.attribution],
            **{name: _by(toll) for name, toll in told.items()},
        },
    }


def _relation_to_json(relation: Relation, text: str) -> Json:
    sure = relation.factuality
    return {
        "subject": relation.subject.value,
        "relation": relation.relation,
        "object": relation.object.value,
        "attribution": [source.value for source in relation.attribution],
        "factuality": sure.value if sure else None,
        "evidence": relation.evidence.quote(text),
        "rule": relation.by,
        "spans": {
            "subject": _pairs(relation.subject.spans),
            "object": _pairs(relation.object.spans),
            "attribution": [_pairs(source.spans) for source in relation.attribution],
            "evidence": _pair(relation.evidence),
            **({"factuality": _pairs(sure.spans)} if sure else {}),
        },
        "by": {
            "subject": _by(relation.subject),
            "object": _by(relation.object),
            "attribution": [_by(source) for source in relation.attribution],
            **({"factuality": _by(sure)} if sure else {}),
        },
    }
