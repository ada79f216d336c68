"""Rows of a store made of records, and records made of rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from tacitus.export.jsonform import Json, json_text, plain
from tacitus.export.jsonread import coded_from_json
from tacitus.knowledge.actors import fold
from tacitus.records import Claim, Coded, Decision, Event, Party, Report, TacitusError, Telling

# what no database holds in a text: NUL and halves of surrogate pairs
_UNHELD = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")
# of a coded report's form, what has a column or a table of its own, or follows from the rest
_HELD_ELSEWHERE = ("text", "events", "boilerplate")
# of a whole number that a database holds on 4 bytes
_MOST = 2**31 - 1


def now() -> str:
    """This moment, ISO 8601 in UTC with microseconds."""
    return moment_of(datetime.now(UTC))


def moment_of(moment: datetime) -> str:
    """A moment as a store writes it; one without a zone is taken for UTC."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def storable(text: str) -> str:
    """A text without what a database cannot hold: NUL and halves of surrogate pairs."""
    return text.translate(_UNHELD)


def _or_none(text: str | None) -> str | None:
    return None if text is None else storable(text)


def digest_of(form: Json) -> str:
    """A hash of a coded report with all that was read out of it and the versions that did.

    Problems and the hash of the bytes do not count: they tell of the file that a report was read
    from, and the same text can stand in several.

    Args:
        form: what ``coded_to_json`` gives, with the text.
    """
    told = {name: value for name, value in form.items() if name not in ("problems", "sha256")}
    return hashlib.sha256(json_text(told).encode()).hexdigest()


def text_hash(text: str) -> str:
    """A hash of a report's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def report_row(coded: Coded, form: Json) -> Json:
    """The columns of a report, but for those that say when it came.

    The form that is kept is without the claims, and without the text but where a database cannot
    hold that as it is.

    Args:
        coded: the report.
        form: what ``coded_to_json`` gives of it.
    """
    report = coded.report
    kept = {name: value for name, value in form.items() if name not in _HELD_ELSEWHERE}
    text = storable(report.text)
    if text != report.text:
        kept["text"] = report.text
    return {
        "id": report.id,
        "outlet": _or_none(report.source),
        "title": _or_none(report.title),
        "published": report.published.isoformat() if report.published else None,
        "language": report.language,
        "url": _or_none(report.url),
        "text": text,
        "hash": text_hash(report.text),
        "form": kept,
    }


def claim_rows(coded: Coded, form: Json) -> list[Json]:
    """The columns of each claim of a report, but for the number of its report and its traits.

    Args:
        coded: the report.
        form: what ``coded_to_json`` gives of it.
    """
    return [
        {"key": Telling(coded.report, claim).key, "position": position, "form": told}
        | _searched(claim, told)
        for position, (claim, told) in enumerate(zip(coded.claims, form["events"], strict=True))
    ]


def _searched(claim: Claim, form: Json) -> Json:
    place, killed = claim.place_ref, form["killed"] or {"low": None, "high": None}
    return {
        "type": storable(form["type"]),
        "factuality": form["factuality"],
        "aggregate": form["aggregate"],
        "start": form["start"],
        "end": form["end"],
        "place": _or_none((place and place.name) or form["place"]),
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "killed_low": _held(killed["low"]),
        "killed_high": _held(killed["high"]),
    }


def _held(number: int | None) -> int | None:
    return None if number is None else min(number, _MOST)


def text_of(form: Mapping[str, Any], text: str) -> str:
    """The text of a report by its row's form and text, as it was before it was made storable."""
    return str(form.get("text", text))


def coded_of(form: Json, text: str, claims: Iterable[Json]) -> Coded:
    """The coded report of a row's form and text and its claims' forms."""
    return coded_from_json({"text": text, **form, "events": list(claims)})


def report_of(form: Json, text: str) -> Report:
    """The report of a row's form and text, what was read out of it left aside."""
    return coded_of({**form, "relations": []}, text, ()).report


def tellings_of(form: Json, text: str, claims: Iterable[Json]) -> list[Telling]:
    """The claims of a row's form, each with the report; relations are left aside."""
    coded = coded_of({**form, "relations": []}, text, claims)
    return [Telling(coded.report, claim) for claim in coded.claims]


def decision_to_json(decision: Decision) -> Json:
    """The JSON object of a decision, with the fields of ``Decision`` in their order."""
    form: Json = plain(decision)
    return form


def decision_from_json(form: Mapping[str, Any]) -> Decision:
    """The decision that an object made by ``decision_to_json`` stands for."""
    names = {field.name for field in fields(Decision)}
    values = {name: value for name, value in form.items() if name in names}
    words = form.get("words")
    lists = {"claims": tuple(form["claims"]), "apart": tuple(form["apart"])}
    return Decision(**values | lists | {"words": tuple(words) if words else None})


def event_row(event: Event) -> Json:
    """The columns of an event.

    Args:
        event: the event.
    """
    place = event.place
    return {
        "id": event.id,
        "type": storable(event.type),
        "start": event.start,
        "end": event.end,
        "place": _or_none((place.name or place.mention) if place else None),
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "first_day": event.start or event.end,
        "last_day": event.end or event.start,
        "date_precision": event.date_precision,
        "admin1": _or_none(place.admin1) if place else None,
        "precision": place.acled_precision if place else None,
        "radius_km": place.radius_km if place else None,
        "disputed": place.disputed if place else None,
        **_figures("killed", event),
        **_figures("injured", event),
        # " killed place " is searched for " place "
        "contested": _worded(contest.field for contest in event.contested),
        "support": event.support.grade,
        "factuality": event.factuality,
        "aggregate": event.aggregate,
        "rejected": event.rejected,
        "reports": len(event.reports),
        "sources": len(event.sources),
        "edited": bool(event.edited),
    }


def _figures(kind: str, event: Event) -> Json:
    told = event.figure(kind)
    return {
        f"{kind}_{bound}": _held(getattr(told, bound)) if told else None
        for bound in ("low", "best", "high")
    }


def _worded(words: Iterable[str]) -> str:
    held = " ".join(words)
    return f" {held} " if held else ""


def actor_rows(event: Event) -> list[Json]:
    """The columns of each party of an event, but for the number of the event."""
    sides: Sequence[tuple[str, tuple[Party, ...]]] = (
        ("initiator", event.initiators),
        ("target", event.targets),
    )
    return [
        {
            "side": side,
            "actor": _or_none(party.actor),
            "kind": party.kind,
            "country": party.country,
            "names": names_of((party.name, *party.mentions)),
            "name": storable(party.name),
        }
        for side, parties in sides
        for party in parties
    ]


def stances_of(event: Event) -> list[str]:
    """The sides that its sources speak for, each once; empty for those of no known side."""
    return sorted({storable(source.stance or "") for source in event.sources})


def names_of(names: Iterable[str]) -> str:
    """Names folded to their words, to be searched: "| free syrian army | rebels |"."""
    folded = dict.fromkeys(" ".join(fold(storable(name))) for name in names)
    return f"| {' | '.join(folded)} |"


def check_ids(coded: Coded) -> None:
    """See whether a report and its claims can be told from others.

    Raises:
        TacitusError: ``bad-report-id`` where a database cannot hold an id, or two claims of the
            report have one.
    """
    report = coded.report.id
    ids = [claim.id for claim in coded.claims]
    if not report or any(storable(name) != name for name in (report, *ids)):
        raise TacitusError(
            "bad-report-id",
            f"report {json.dumps(report)}: its id is empty or holds what no database can hold.",
            "Give it another id.",
        )
    if len(set(ids)) != len(ids):
        raise TacitusError(
            "bad-report-id", f"report {report!r}: two of its claims have one id.", "Code it again."
        )
