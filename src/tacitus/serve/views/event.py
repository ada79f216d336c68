"""All that is known of one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from tacitus.export.event_words import figure_words, spot_words
from tacitus.export.link_view import links_lines
from tacitus.export.wording import one_line, when_words, where_words
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.reconcile.rulebook import figure_book
from tacitus.reconcile.sources import Heard
from tacitus.reconcile.versions import KINDS, Version
from tacitus.records import Event, Figure, PlaceRef, Report, Source, Telling
from tacitus.serve.caching import kept
from tacitus.serve.views.events import shorts_of
from tacitus.serve.views.linked import copy_words, report_short
from tacitus.serve.views.pages import (
    AccountRow,
    Candidate,
    ContestRow,
    EventPage,
    FieldRow,
    ReportShort,
    RuleRow,
)
from tacitus.serve.views.words import LABELS, printed, values_of, words_of
from tacitus.store import Store
from tacitus.store.reckoning import RULE

# pages that are kept
_PAGES = 64
# Fields of an event whose claims name them otherwise.
_OF_CLAIM = {"weapons": "weapon"}
_FIELDS = (
    "type",
    "initiators",
    "targets",
    "place",
    "start",
    "end",
    *KINDS,
    "weapons",
    "factuality",
    "aggregate",
)


@kept(_PAGES)
def event_page(store: Store, name: str) -> EventPage:
    """All that is known of an event.

    Args:
        store: which.
        name: as for ``Store.event``.

    Raises:
        TacitusError: ``no-such-event``, ``several-events``.
    """
    event = store.event(name)
    tellings = store.tellings(event.claims)
    reports = {telling.report.id: telling.report for telling in tellings.values()}
    links = store.links(among=event.reports) if len(event.reports) > 1 else []
    copies = partial(copy_words, links, reports)
    return EventPage(
        event=event,
        short=shorts_of(store, [event.id])[0],
        fields=tuple(_field(event, field, tellings) for field in _FIELDS),
        accounts=tuple(
            replace(row, copies=copies(row.reports)) for row in _accounts(event, store.heard(event))
        ),
        rules=tuple(rule_rows(store, event)),
        contests=tuple(_contests(event)),
        bonds=event.bonds,
        place=event.place,
        candidates=candidates_of(event.place),
        reports=_reports(event, tellings.values()),
        history=store.history(event.id),
        links=tuple(line.plain for line in links_lines(links, reports)),
    )


def _field(event: Event, field: str, tellings: Mapping[str, Telling]) -> FieldRow:
    of_claim = _OF_CLAIM.get(field, field)
    keys = event.rests_on.get(field, ())
    contested = {"end": "start", "weapons": "weapon"}.get(field, field)
    values = _printed(event, field)
    return FieldRow(
        field=field,
        label=LABELS[of_claim],
        values=values,
        edited=field in event.edited,
        contested=any(contest.field == contested for contest in event.contested),
        claims=keys,
        words=tuple(
            words
            for key in keys
            if key in tellings
            for words in words_of(tellings[key], values_of(tellings[key].claim, of_claim))
        ),
    )


def _printed(event: Event, field: str) -> tuple[str, ...]:
    """The values of a field of an event."""
    if field in KINDS:
        return tuple(figure_words(f) for f in event.figures if f.kind == field)
    if field == "place":
        return (spot_words(event),) if event.place else ()
    value = getattr(event, field)
    if field in ("initiators", "targets"):
        return tuple(one_line(party.name) for party in value)
    if field == "weapons":
        return tuple(map(one_line, value))
    return () if value is None or value is False else (printed(value),)


def _accounts(event: Event, heard: Heard) -> tuple[AccountRow, ...]:
    """What each source says; those of one side together, those of no known side first."""
    rows = [_account(source, _versions(source, heard)) for source in heard.sources]
    return tuple(sorted(rows, key=lambda row: (row.stance is not None, row.stance or "")))


def _versions(source: Source, heard: Heard) -> list[tuple[Version, frozenset[str]]]:
    """The versions that a source tells, each with the kinds of figures that are its own."""
    found = []
    for version in heard.versions:
        if source.id in heard.ids(version):
            own = frozenset(
                kind
                for kind, toll in version.figures
                if source.id in heard.of(version.tellers(toll))
            )
            found.append((version, own))
    return found


def _account(source: Source, told: list[tuple[Version, frozenset[str]]]) -> AccountRow:
    claims = [version.telling.claim for version, _ in told]
    tolls = {
        kind: _once(
            toll.value.words
            for version, own in told
            for told_kind, toll in version.figures
            if told_kind == kind and kind in own
        )
        for kind in KINDS
    }
    return AccountRow(
        source=source.id,
        name=one_line(source.name),
        kind=source.kind,
        stance=source.stance,
        outlets=source.outlets,
        claims=source.claims,
        reports=_once(version.telling.report.id for version, _ in told),
        type=_once(claim.type.value for claim in claims),
        initiators=_once(one_line(v.value) for claim in claims for v in claim.initiators),
        targets=_once(one_line(v.value) for claim in claims for v in claim.targets),
        place=_once(map(where_words, claims)),
        days=_once(map(when_words, claims)),
        killed=tolls["killed"],
        injured=tolls["injured"],
        captured=tolls["captured"],
        factuality=_once(version.factuality for version, _ in told),
        why=source.why,
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def rule_rows(store: Store, event: Event) -> Iterable[RuleRow]:
    """The figures of an event by each rule, the store's own first.

    Args:
        store: which.
        event: of the store.
    """
    rules = figure_book().rules
    for name in sorted(rules, key=lambda name: name != RULE):
        figures: tuple[Figure, ...] = (
            event.figures if name == RULE else store.told_by(event, name).figures
        )
        yield RuleRow(name, rules[name].what, name == RULE, figures)


def _contests(event: Event) -> Iterable[ContestRow]:
    names = {source.id: one_line(source.name) for source in event.sources}
    for contest in event.contested:
        yield ContestRow(
            contest.field,
            tuple(
                (position, tuple(names.get(source, source) for source in position.sources))
                for position in contest.positions
            ),
        )


def candidates_of(place: PlaceRef | None) -> tuple[Candidate, ...]:
    """The entries of the gazetteer that a place could be, the one taken first.

    Args:
        place: of an event or a claim.
    """
    if place is None:
        return ()
    taken = [place.gazetteer_id] if place.gazetteer_id is not None else []
    ids = [*taken, *place.candidates]
    # the score of what was taken stands first, where something was
    scores = dict(zip(ids, place.scores, strict=False))
    gazetteer = open_gazetteer()
    found = []
    for name in dict.fromkeys(ids):
        entry = gazetteer.entry(name)
        found.append(
            Candidate(
                id=name,
                name=entry.name if entry else None,
                admin1=entry.admin1 if entry else None,
                country=entry.country if entry else None,
                feature=entry.feature if entry else None,
                lat=entry.lat if entry else None,
                lon=entry.lon if entry else None,
                score=scores.get(name),
                taken=name in taken,
            )
        )
    return tuple(found)


def _reports(event: Event, tellings: Iterable[Telling]) -> tuple[ReportShort, ...]:
    of: dict[str, tuple[Report, list[str]]] = {}
    for telling in tellings:
        of.setdefault(telling.report.id, (telling.report, []))[1].append(telling.key)
    return tuple(
        report_short(report, keys)
        for name in event.reports
        if name in of
        for report, keys in (of[name],)
    )
