"""Coded reports put into a store: each wholly or not at all, and safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from tacitus import __version__
from tacitus.export.jsonform import Json, coded_to_json
from tacitus.reconcile.ids import event_id
from tacitus.records import Coded, Problem, TacitusError, Telling
from tacitus.store.forms import check_ids, claim_rows, coded_of, digest_of, report_row, text_of
from tacitus.store.linking import put_links
from tacitus.store.reading import parts
from tacitus.store.reckoning import Marks, Reckoning, traits_to_json
from tacitus.store.recoding import Ground, matched, new_ids, same_report
from tacitus.store.relating import put_relations
from tacitus.store.schema import aliases, audit, claim_blocks, claims, pending, reports
from tacitus.store.search import index_report


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a coded report that was given to a store.

    Attributes:
        report: id of the report.
        outcome: "new", "same" (this coding of it was stored before: nothing was changed),
            "recoded" (its claims took the place of an earlier coding's) or "refused".
        claims: keys of its claims as the store has them.
        renamed: of a report coded again, by the claim ids that were given those that the store
            gave: a claim keeps its id from coding to coding.
        dropped: of a report coded again, keys of earlier claims that are in it no more.
        problem: why it was refused.
    """

    report: str
    outcome: str
    claims: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A coded report with what can be worked out before the store is locked."""

    coded: Coded
    form: Json
    digest: str
    marks: Marks


def prepare_report(coded: Coded, reckoning: Reckoning) -> Prepared:
    """Work out what does not hang on the store.

    Raises:
        TacitusError: ``bad-report-id`` where it cannot be told from others.
    """
    check_ids(coded)
    form = coded_to_json(coded)
    return Prepared(coded, form, digest_of(form), reckoning.marks(coded.report))


def add_report(
    connection: sa.Connection, prepared: Prepared, reckoning: Reckoning, at: str
) -> Added:
    """Put a coded report into the store.

    Args:
        connection: writes to the store.
        prepared: the report.
        reckoning: gives the traits of its claims.
        at: this moment.

    Raises:
        TacitusError: ``report-id-taken`` where the store has another report of that id.
    """
    report = prepared.coded.report
    row = connection.execute(sa.select(reports).where(reports.c.id == report.id)).mappings().first()
    if row is None:
        return _add_new(connection, prepared, reckoning, at)
    history = earlier_codings(connection, report.id)
    # A coding that a later one replaced does not come back when its file is read once more.
    if prepared.digest in (row["digest"], *(entry["earlier_digest"] for entry in history)):
        return Added(report.id, "same", tuple(_keys(connection, row["serial"])))
    if not same_report(text_of(row["form"], row["text"]), report.text):
        raise TacitusError(
            "report-id-taken",
            f"report {report.id!r}: the store holds another text under that id ({_naming(row)}).",
            "Give each report an id of its own.",
        )
    return _recode(connection, dict(row), prepared, reckoning, history, at)


def _naming(row: Mapping[Any, Any]) -> str:
    told = (row["outlet"], row["published"], row["title"] or row["text"][:40])
    return ", ".join(part for part in told if part)


def _keys(connection: sa.Connection, report: int) -> Sequence[str]:
    mine = sa.select(claims.c.key).where(claims.c.report == report).order_by(claims.c.position)
    return connection.execute(mine).scalars().all()


def _add_new(connection: sa.Connection, prepared: Prepared, reckoning: Reckoning, at: str) -> Added:
    coded = prepared.coded
    row = report_row(coded, prepared.form) | {
        "digest": prepared.digest,
        "stored_at": at,
        "coded_at": at,
    }
    made = connection.execute(sa.insert(reports), row).inserted_primary_key
    assert made is not None  # noqa: S101 an insert of one row has a key
    index_report(connection, made[0], row["title"], row["text"])
    put_links(connection, reckoning, made[0], coded.report, prepared.marks)
    put_relations(connection, made[0], coded)
    keys = _put_claims(connection, made[0], coded, prepared.form, reckoning)
    detail = {"digest": prepared.digest, "claims": list(keys), "versions": coded.versions}
    log(connection, at, "ingest", coded.report.id, detail)
    return Added(coded.report.id, "new", keys)


def _put_claims(
    connection: sa.Connection, report: int, coded: Coded, form: Json, reckoning: Reckoning
) -> tuple[str, ...]:
    rows = claim_rows(coded, form)
    tellings = [Telling(coded.report, claim) for claim in coded.claims]
    blocks: dict[str, tuple[int, ...]] = {}
    for row, telling in zip(rows, tellings, strict=True):
        traits = reckoning.traits(telling)
        row |= {"report": report, "traits": traits_to_json(traits)}
        blocks[telling.key] = reckoning.blocks(traits)
    keys = tuple(row["key"] for row in rows)
    if rows:
        connection.execute(sa.insert(claims), rows)
        _put_blocks(connection, report, blocks)
        _put_aliases(connection, {event_id(telling): telling.key for telling in tellings})
    mark_pending(connection, keys)
    return keys


def _put_blocks(
    connection: sa.Connection, report: int, blocks: Mapping[str, tuple[int, ...]]
) -> None:
    mine = sa.select(claims.c.key, claims.c.serial).where(claims.c.report == report)
    numbers = {row.key: row.serial for row in connection.execute(mine)}
    rows = [row for key, held in blocks.items() for row in block_rows(numbers[key], held)]
    if rows:
        connection.execute(sa.insert(claim_blocks), rows)


def block_rows(claim: int, blocks: Iterable[int]) -> list[Json]:
    """The rows that file a claim under its blocks."""
    return [{"block": block, "claim": claim} for block in blocks]


def _put_aliases(connection: sa.Connection, made: Mapping[str, str]) -> None:
    connection.execute(sa.delete(aliases).where(aliases.c.alias.in_(made)))
    rows = [{"alias": alias, "claim": claim} for alias, claim in made.items()]
    connection.execute(sa.insert(aliases), rows)


def _recode(
    connection: sa.Connection,
    row: Json,
    prepared: Prepared,
    reckoning: Reckoning,
    history: Sequence[Json],
    at: str,
) -> Added:
    coded, serial = prepared.coded, row["serial"]
    text = text_of(row["form"], row["text"])
    mine = sa.select(claims.c.key, claims.c.form).where(claims.c.report == serial)
    rows = connection.execute(mine.order_by(claims.c.position))
    earlier_claims: dict[str, Json] = {row.key: row.form for row in rows}
    forms = list(earlier_claims.values())
    earlier = coded_of(row["form"], text, forms)
    names, used = _names(history, forms, text, prepared)
    claims_kept = (replace(claim, id=names[claim.id]) for claim in coded.claims)
    kept = replace(coded, claims=tuple(claims_kept))
    form = coded_to_json(kept)

    connection.execute(sa.delete(claims).where(claims.c.report == serial))
    changed = report_row(kept, form) | {
        "digest": prepared.digest,
        "coded_at": at,
    }
    connection.execute(sa.update(reports).where(reports.c.serial == serial).values(changed))
    index_report(connection, serial, changed["title"], changed["text"])
    put_links(connection, reckoning, serial, kept.report, prepared.marks)
    put_relations(connection, serial, kept)
    keys = _put_claims(connection, serial, kept, form, reckoning)
    dropped = tuple(key for key in earlier_claims if key not in keys)
    mark_pending(connection, dropped)
    renamed = {given: own for given, own in names.items() if given != own}
    detail = {
        "digest": prepared.digest,
        "claims": list(keys),
        "versions": coded.versions,
        "ids": sorted(used | set(names.values())),
        "renamed": renamed,
        "dropped": list(dropped),
        "earlier": coded_to_json(earlier, with_text=text != coded.report.text),
        "earlier_digest": row["digest"],
        "earlier_coded_at": row["coded_at"],
    }
    log(connection, at, "recode", coded.report.id, detail)
    return Added(coded.report.id, "recoded", keys, renamed, dropped)


def _names(
    history: Sequence[Json], forms: list[Json], text: str, prepared: Prepared
) -> tuple[dict[str, str], set[str]]:
    """The id of each new claim, and all ids that claims of the report had before.

    Claims that an earlier coding dropped are looked at last: one that comes back has its id again.
    """
    lost: dict[str, Json] = {}
    used = {form["id"] for form in forms}
    for entry in history:
        used.update(entry["ids"])
        if entry["earlier"].get("text", text) == text:
            lost.update({form["id"]: form for form in entry["earlier"]["events"]})
    now = {form["id"] for form in forms}
    old = [*forms, *(form for name, form in lost.items() if name not in now)]
    new = prepared.form["events"]
    ground = Ground(text, prepared.coded.report.text)
    found = matched(forms, new, ground)
    rest = [form for form in new if form["id"] not in found]
    found |= matched(old[len(forms) :], rest, ground)
    return new_ids(new, found, used), used


def earlier_codings(connection: sa.Connection, report: str) -> list[Json]:
    """What the audit log has of each time that a report was coded again, the first one first."""
    entries = (
        sa.select(audit.c.detail)
        .where(audit.c.subject == report, audit.c.kind == "recode")
        .order_by(audit.c.serial)
    )
    return list(connection.execute(entries).scalars())


def mark_pending(connection: sa.Connection, keys: Iterable[str]) -> None:
    """Note claims whose events must be computed again."""
    wanted = list(dict.fromkeys(keys))
    for part in parts(wanted):
        known = connection.execute(sa.select(pending.c.claim).where(pending.c.claim.in_(part)))
        new = sorted(set(part) - set(known.scalars()))
        if new:
            connection.execute(sa.insert(pending), [{"claim": key} for key in new])


def log(connection: sa.Connection, at: str, kind: str, subject: str | None, detail: Json) -> None:
    """Write a line of the audit log.

    Args:
        connection: writes to the store.
        at: this moment.
        kind: see ``summary.LOG_KINDS``.
        subject: id of the report, decision or round that it is about.
        detail: what was done.
    """
    by = f"tacitus {__version__}"
    row = {"at": at, "kind": kind, "subject": subject, "by": by, "detail": detail}
    connection.execute(sa.insert(audit), row)
