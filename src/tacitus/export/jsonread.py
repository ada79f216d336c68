"""Reading coded reports back from their JSON form (see ``jsonform``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tacitus.export.jsonform import COUNT_FIELDS, Json
from tacitus.records import (
    Account,
    ActorRef,
    Claim,
    Coded,
    Count,
    Cut,
    Grounded,
    PlaceRef,
    Problem,
    Relation,
    Report,
    SideToll,
    SourceRef,
    Span,
    TacitusError,
)

T = TypeVar("T")


def coded_from_json(form: Mapping[str, Any]) -> Coded:
    """The coded report that a JSON object made by ``coded_to_json`` stands for.

    Args:
        form: the object, with its text.

    Returns:
        What was coded, equal to what was written but for ``Report.path``.

    Raises:
        TacitusError: ``no-text`` when the object was written without the report's text,
            ``bad-claims`` when it is not of this form.
    """
    if isinstance(form, Mapping) and "events" in form and "text" not in form:
        raise TacitusError(
            "no-text",
            f"report {form.get('id')!r} was written without its text.",
            "Code it again without --no-text.",
        )
    try:
        return _coded(form)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise TacitusError(
            "bad-claims",
            f"this is no report coded by tacitus ({type(error).__name__}: {error}).",
            "Give a file that `tacitus code -o FILE.jsonl` wrote.",
        ) from error


def read_coded(path: Path) -> Iterator[Coded]:
    """The coded reports of a JSONL file, in its order.

    Raises:
        TacitusError: ``no-claims-file`` when the file cannot be read; otherwise as
            ``coded_from_json``, naming file and line.
    """
    for number, form in read_forms(path):
        try:
            yield coded_from_json(form)
        except TacitusError as error:
            problem = error.problem
            raise TacitusError(
                problem.code, f"{path}, line {number}: {problem.message}", problem.fix
            ) from error


def read_forms(path: Path) -> Iterator[tuple[int, Json]]:
    """The objects of a JSONL file with their line numbers; empty lines are passed over.

    Raises:
        TacitusError: ``no-claims-file`` when the file cannot be read, ``bad-claims`` when a line
            is no JSON object.
    """
    try:
        # Only "\n" ends a line: U+2028 and its like may stand inside a JSON string.
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise TacitusError(
            "no-claims-file",
            f"{path}: cannot be read ({error}).",
            "Give a UTF-8 JSONL file, one report a line.",
        ) from error


def _object(line: str, path: Path, number: int) -> Json:
    try:
        form = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TacitusError("bad-claims", f"{path}, line {number}: no JSON ({error}).") from error
    if not isinstance(form, dict):
        raise TacitusError("bad-claims", f"{path}, line {number}: no JSON object.")
    return form


def _span(pair: Sequence[int]) -> Span:
    start, end = pair
    return Span(start, end)


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(_span(pair) for pair in pairs)


def _grounded(value: T, pairs: Iterable[Sequence[int]], by: Mapping[str, Any]) -> Grounded[T]:
    return Grounded(value, _spans(pairs), by["by"], by["how"])


def _one(form: Mapping[str, Any], name: str) -> Grounded[Any] | None:
    """The value of a field that holds one; the ``spans`` tell whether it was filled."""
    if name not in form["spans"]:
        return None
    value = form[name]
    if name in COUNT_FIELDS:
        value = Count(value["low"], value["high"])
    return _grounded(value, form["spans"][name], form["by"][name])


def _needed(form: Mapping[str, Any], name: str) -> Grounded[Any]:
    value = _one(form, name)
    if value is None:
        raise ValueError(f"{name} has no spans")
    return value


def _many(form: Mapping[str, Any], name: str) -> tuple[Grounded[str], ...]:
    spans, by = form["spans"].get(name, []), form["by"].get(name, [])
    return tuple(
        _grounded(value, pairs, given)
        for value, pairs, given in zip(form[name], spans, by, strict=True)
    )


def _coded(form: Mapping[str, Any]) -> Coded:
    problems = [
        (entry["stage"], Problem(entry["code"], entry["message"], entry["fix"]))
        for entry in form["problems"]
    ]
    span = form["published_span"]
    report = Report(
        id=form["id"],
        text=form["text"],
        source=form["source"],
        title=form["title"],
        published=date.fromisoformat(form["published"]) if form["published"] else None,
        published_by=form["published_by"],
        published_span=_span(span) if span else None,
        url=form["url"],
        # files written before these were read from reports lack them
        author=form.get("author"),
        published_at=form.get("published_at"),
        updated=form.get("updated"),
        sha256=form.get("sha256"),
        language=form["language"],
        syndicated_from=form["syndicated_from"],
        cuts=tuple(
            Cut(Span(cut["start"], cut["end"]), cut["kind"], cut["by"]) for cut in form["cuts"]
        ),
        problems=tuple(problem for stage, problem in problems if stage == "read"),
    )
    return Coded(
        report=report,
        claims=tuple(_claim(event) for event in form["events"]),
        relations=tuple(_relation(relation) for relation in form["relations"]),
        problems=tuple(problem for _, problem in problems),
        versions=dict(form["versions"]),
    )


def _claim(form: Mapping[str, Any]) -> Claim:
    place = form["place_ref"]
    spans, by = form["spans"], form["by"]
    return Claim(
        id=form["id"],
        type=_needed(form, "type"),
        evidence=_spans(spans["evidence"]),
        factuality=_needed(form, "factuality"),
        initiators=_many(form, "initiators"),
        targets=_many(form, "targets"),
        place=_one(form, "place"),
        within=_many(form, "within"),
        start=_one(form, "start"),
        end=_one(form, "end"),
        date_precision=form["date_precision"],
        killed=_one(form, "killed"),
        injured=_one(form, "injured"),
        captured=_one(form, "captured"),
        weapon=_one(form, "weapon"),
        attribution=_many(form, "attribution"),
        aggregate=_one(form, "aggregate"),
        accounts=tuple(_account(account) for account in form["accounts"]),
        sides=tuple(
            SideToll(
                side["side"],
                side["kind"],
                _grounded(Count(side["toll"]["low"], side["toll"]["high"]), pairs, given),
                side["mention"],
            )
            for side, pairs, given in zip(
                form["sides"], spans.get("sides", []), by.get("sides", []), strict=True
            )
        ),
        actors=tuple(_actor(actor) for actor in form["actors"]),
        place_ref=PlaceRef(**place | _listed(place)) if place else None,
        sources=tuple(SourceRef(**source) for source in form["sources"]),
        why=tuple(form["why"]),
    )


def _actor(form: Mapping[str, Any]) -> ActorRef:
    affiliation = tuple((kind, side) for kind, side in form["affiliation"])
    changed = {"affiliation": affiliation} | _listed(form)
    return ActorRef(**{**form, **changed})


def _listed(form: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """What was considered for an actor or a place."""
    return {name: tuple(form[name]) for name in ("candidates", "scores")}


def _account(form: Mapping[str, Any]) -> Account:
    return Account(
        attribution=_many(form, "attribution"),
        killed=_one(form, "killed"),
        injured=_one(form, "injured"),
        captured=_one(form, "captured"),
        factuality=form["factuality"],
        spans=_spans(form["spans"]["evidence"]),
    )


def _relation(form: Mapping[str, Any]) -> Relation:
    return Relation(
        subject=_needed(form, "subject"),
        relation=form["relation"],
        object=_needed(form, "object"),
        evidence=_span(form["spans"]["evidence"]),
        attribution=_many(form, "attribution"),
        by=form["rule"],
        # files written before it was read lack it
        factuality=_one(form, "factuality") if form.get("factuality") else None,
    )
