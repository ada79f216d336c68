"""The queue of reviewers, and one event at a time to decide on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tacitus.knowledge.review_queue import load_queue_rules
from tacitus.records import Decision, Event, TacitusError
from tacitus.serve.accounts import PersonDep
from tacitus.serve.accounts.people import Person
from tacitus.serve.filters import Filter
from tacitus.serve.rendering import page
from tacitus.serve.review import fields
from tacitus.serve.review.apart import rounds_for
from tacitus.serve.review.deciding import (
    decide,
    edit_decisions,
    merge_decision,
    split_decision,
)
from tacitus.serve.review.forms import ReviewForm, form_of
from tacitus.serve.review.nearby import near_events
from tacitus.serve.review.reading import read_words
from tacitus.serve.state import StoreDep
from tacitus.serve.views.events import shorts_of
from tacitus.serve.views.pages import ReportPage
from tacitus.serve.views.reports import report_page
from tacitus.store import EventQuery, Store
from tacitus.store.queue import Waiting, accepted_by, progress, standing, waiting, waiting_ids
from tacitus.store.review import new_decision
from tacitus.store.rounds import Assessment, Round, assess, assessed, open_of

router = APIRouter()
_PAGE = 25
# reports whose text stands beside the form
_MOST_REPORTS = 6
_ACCEPTED = "as it is told"
_DONE = {
    "accept": "Accepted.",
    "edit": "Changed.",
    "merge": "Merged: this is the event that both are now.",
    "split": "Split: this is what is left.",
    "reject": "Rejected.",
    "undo": "Undone.",
    "assessed": "Your assessment is kept. Nothing is decided by it.",
    "withdrawn": "Your assessment was withdrawn.",
}


@router.get("/review")
def queue(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    done: Annotated[str, Query(max_length=20)] = "",
    last: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The events that wait, the most doubtful and weighty first."""
    asked = Filter.from_query(request.query_params.multi_items())
    query = _all(asked)
    with store.reading() as connection:
        far = progress(connection, query)
        found = waiting(connection, query, limit=_PAGE, offset=asked.offset)
    shorts = {short.id: short for short in shorts_of(store, [row.event for row in found])}
    mine = [view for view in rounds_for(store, person, mine=True) if view.round.open]
    return page(
        request,
        "review/queue.html",
        rows=[(row, shorts[row.event]) for row in found if row.event in shorts],
        progress=far,
        asked=asked,
        query=lambda offset: asked.to_query(offset=offset),
        kept=asked.to_query(offset=0),
        limit=_PAGE,
        mine=mine,
        rules=load_queue_rules(),
        person=person,
        done=_DONE.get(done, ""),
        last=_undoable(store, person, last) if last else None,
    )


@router.get("/review/next")
def following(
    request: Request, store: StoreDep, after: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """On to the event that waits next, or back to the queue where none does."""
    asked = Filter.from_query(request.query_params.multi_items())
    with store.reading() as connection:
        ids = waiting_ids(connection, _all(asked))
    at = ids.index(after) + 1 if after in ids else 0
    query = asked.to_query(offset=0)
    if at >= len(ids):
        return RedirectResponse(_with("/review", query), status_code=303)
    return RedirectResponse(_with(f"/review/{ids[at]}", query), status_code=303)


@router.get("/review/{name}")
def one(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    name: str,
    done: Annotated[str, Query(max_length=20)] = "",
    last: Annotated[str, Query(max_length=40)] = "",
    place: Annotated[str, Query(max_length=200)] = "",
    near: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """One event to decide on."""
    return _one(request, store, person, name, done=done, last=last, place=place, near=near)


@router.post("/review/{name}/accept")
def accept(
    store: StoreDep, person: PersonDep, name: str, form: Annotated[ReviewForm, Depends(form_of)]
) -> Response:
    """Accept the event as it is told, and go on to the next."""
    event = store.event(name)
    why = form.why or _ACCEPTED
    held = _my_round(store, person, event)
    if held is not None:
        return _assess(store, person, event, held, "accept", form)
    rest = _onward(store, event, form)
    new = new_decision("accept", author=person.name, why=why, claims=event.claims)
    made = decide(store, person, [new])
    return _go(rest, "accept", made, form)


@router.post("/review/{name}/reject")
def reject(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    name: str,
    form: Annotated[ReviewForm, Depends(form_of)],
) -> Response:
    """Decide that the event is none that should be counted, and go on to the next."""
    event = store.event(name)

    def act() -> Response:
        held = _my_round(store, person, event)
        if held is not None:
            return _assess(store, person, event, held, "reject", form)
        rest = _onward(store, event, form)
        why = _reason(form)
        new = new_decision("reject", author=person.name, why=why, claims=event.claims)
        return _go(rest, "reject", decide(store, person, [new]), form)

    return _tried(act, request, store, person, event, form)


@router.post("/review/{name}/edit")
def edit(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    name: str,
    form: Annotated[ReviewForm, Depends(form_of)],
) -> Response:
    """Set fields of the event; accept it with them where that was asked for."""
    event = store.event(name)

    def act() -> Response:
        edits = fields.edits_in(event, form.values)
        held = _my_round(store, person, event)
        if held is not None:
            return _assess(store, person, event, held, "edit" if edits else "accept", form, edits)
        if not edits and not form.accept:
            raise TacitusError("nothing-changed", "No field was changed.", "Change one.")
        why = _reason(form) if edits else form.why or _ACCEPTED
        new = edit_decisions(event.claims, edits, form.words, author=person.name, why=why)
        if form.accept:
            rest = _onward(store, event, form)
            new.append(new_decision("accept", author=person.name, why=why, claims=event.claims))
            return _go(rest, "accept", decide(store, person, new), form)
        return _stay(event.claims[0], "edit", decide(store, person, new), form)

    return _tried(act, request, store, person, event, form)


@router.post("/review/{name}/merge")
def merge(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    name: str,
    form: Annotated[ReviewForm, Depends(form_of)],
) -> Response:
    """Decide that the event and others are one."""
    event = store.event(name)

    def act() -> Response:
        if not form.others:
            raise TacitusError("no-event-chosen", "No other event was chosen.", "Choose one.")
        others = [store.event(other) for other in form.others]
        held = _my_round(store, person, event)
        if held is not None:
            claims = tuple(key for other in others for key in other.claims)
            return _assess(store, person, event, held, "merge", form, claims=claims)
        new = merge_decision([event, *others], author=person.name, why=_reason(form))
        return _stay(event.claims[0], "merge", decide(store, person, [new]), form)

    return _tried(act, request, store, person, event, form)


@router.post("/review/{name}/split")
def split(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    name: str,
    form: Annotated[ReviewForm, Depends(form_of)],
) -> Response:
    """Decide that claims of the event tell of another one."""
    event = store.event(name)

    def act() -> Response:
        new = split_decision(event, form.claims, author=person.name, why=_reason(form))
        held = _my_round(store, person, event)
        if held is not None:
            return _assess(store, person, event, held, "split", form, claims=new.claims)
        return _stay(new.apart[0], "split", decide(store, person, [new]), form)

    return _tried(act, request, store, person, event, form)


@router.post("/review/{name}/undo")
def undo(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    name: str,
    form: Annotated[ReviewForm, Depends(form_of)],
) -> Response:
    """Take a decision back; reviewers their own, editors anybody's."""
    event = store.event(name)

    def act() -> Response:
        held = _my_round(store, person, event)
        if held is not None:
            return _assess(store, person, event, held, "withdrawn", form)
        known = {decision.id: decision for decision in store.history(event.id)}
        chosen = known.get(form.undoes)
        if chosen is None:
            raise TacitusError("no-such-decision", "The event has no such decision.")
        if chosen.author != person.name and not person.edits:
            raise TacitusError(
                "forbidden",
                f"{chosen.author} decided that.",
                "Ask them, or an editor, to take it back.",
            )
        why = form.why or "undone at once"
        new = new_decision("undo", author=person.name, why=why, undoes=chosen.id)
        made = decide(store, person, [new])
        return _stay(event.claims[0], "undo", made, form)

    return _tried(act, request, store, person, event, form)


@router.post("/review/{name}/words")
def words(
    store: StoreDep,
    name: str,
    field: Annotated[str, Form(max_length=40)],
    report: Annotated[str, Form(max_length=500)],
    quote: Annotated[str, Form(max_length=2000)],
    start: Annotated[int, Form(ge=0)],
) -> Response:
    """What words that were marked in a report say of a field, for the form."""
    event = store.event(name)
    if report not in event.reports:
        raise TacitusError("no-such-report", f"The event has no report {report!r}.")
    marked = read_words(store.report(report).report, field, quote, start)
    where = [marked.report, marked.start, marked.end]
    told = {"inputs": marked.inputs, "words": where, "quote": marked.quote, "how": marked.how}
    return JSONResponse(told)


def _one(
    request: Request,
    store: Store,
    person: Person,
    name: str,
    *,
    done: str = "",
    last: str = "",
    place: str = "",
    near: str = "",
    wrong: str = "",
    form: ReviewForm | None = None,
) -> Response:
    event = store.event(name)
    with store.reading() as connection:
        stands = standing(connection, event.id)
        accepted = accepted_by(connection, event.id)
        held = open_of(connection, event.claims)
        made = assessed(connection, [held.id])[held.id] if held else {}
    mine = made.get(person.name)
    # who works apart sees neither what others made of it nor what was decided meanwhile
    seat = held is not None and person.name in held.reviewers
    shown = fields.with_edits(fields.values_of(event), mine.edits if seat and mine else {})
    reports = [report_page(store, report) for report in event.reports[:_MOST_REPORTS]]
    numbers = _numbers(event, reports)
    asked = Filter.from_query(request.query_params.multi_items())
    return page(
        request,
        "review/event.html",
        status=400 if wrong else 200,
        event=event,
        short=shorts_of(store, [event.id])[0],
        stands=stands or Waiting(event.id, 0, (), ()),
        accepted=accepted,
        round=held,
        seat=seat,
        mine=mine,
        values=shown,
        given=form.values if form else {},
        why=form.why if form else "",
        reports=reports,
        numbers=numbers,
        more_reports=len(event.reports) - len(reports),
        tellings=store.tellings(event.claims),
        history=() if seat else store.history(event.id),
        undone={d.undoes for d in store.history(event.id) if d.undoes},
        types=fields.types(),
        precisions=fields.PRECISIONS,
        factualities=fields.FACTUALITIES,
        places=fields.place_choices(event, place),
        place=place,
        near_words=near,
        near=near_events(store, event, near),
        person=person,
        kept=asked.to_query(offset=0),
        done=_DONE.get(done, ""),
        last=_undoable(store, person, last) if last else None,
        wrong=wrong,
    )


def _numbers(event: Event, reports: Sequence[ReportPage]) -> dict[str, dict[str, int]]:
    """By report, the claims of the event with the numbers that their marks have."""
    mine = set(event.claims)
    return {
        shown.short.id: {claim.id: claim.number for claim in shown.claims if claim.key in mine}
        for shown in reports
    }


def _undoable(store: Store, person: Person, last: str) -> tuple[str, str] | None:
    """The event of the decision made last and its id, where it can be taken back at once."""
    known = {decision.id: decision for decision in store.decisions()}
    found = known.get(last)
    if found is None or found.author != person.name or found.kind == "undo":
        return None
    if any(decision.undoes == last for decision in known.values()):
        return None
    try:
        return store.event(found.claims[0]).id, last
    except TacitusError:
        return None


def _my_round(store: Store, person: Person, event: Event) -> Round | None:
    """The open round in which somebody assesses an event apart from others."""
    with store.reading() as connection:
        found = open_of(connection, event.claims)
    return found if found is not None and person.name in found.reviewers else None


def _assess(
    store: Store,
    person: Person,
    event: Event,
    held: Round,
    verdict: str,
    form: ReviewForm,
    edits: Mapping[str, object] | None = None,
    claims: tuple[str, ...] = (),
) -> Response:
    """Keep what a reviewer makes of an event, and go on to the next that they are to assess."""
    given = dict(edits or {})
    with store.writing() as (connection, at):
        made = Assessment(
            held.id,
            person.name,
            at,
            verdict,
            fields.with_edits(fields.values_of(event), given),
            given,
            form.why,
            claims,
            form.words,
        )
        assess(connection, made)
    told = "withdrawn" if verdict == "withdrawn" else "assessed"
    rest = [
        view.round.event
        for view in rounds_for(store, person, mine=True)
        if view.round.open and view.mine is None
    ]
    if verdict == "withdrawn" or not rest:
        return RedirectResponse(f"/review/{quote(event.id)}?done={told}", status_code=303)
    return RedirectResponse(f"/review/{quote(rest[-1])}?done={told}", status_code=303)


def _onward(store: Store, event: Event, form: ReviewForm) -> str | None:
    """The event that waits after this one, as long as this one waits."""
    asked = Filter.from_query(form.asked)
    with store.reading() as connection:
        ids = waiting_ids(connection, _all(asked))
    at = ids.index(event.id) + 1 if event.id in ids else 0
    rest = [*ids[at:], *ids[:at]]
    return next((other for other in rest if other != event.id), None)


def _all(asked: Filter) -> EventQuery:
    """What the filter lets through, whether rejected or not: the queue tells of both."""
    return replace(asked.to_store(), rejected=None)


def _reason(form: ReviewForm) -> str:
    if not form.why:
        raise TacitusError("no-reason", "The reason is lacking.", "Say why in some words.")
    return form.why


def _tried(
    act: Callable[[], Response],
    request: Request,
    store: Store,
    person: Person,
    event: Event,
    form: ReviewForm,
) -> Response:
    """What an act leads to, or the page again with what was wrong and what was typed."""
    try:
        return act()
    except TacitusError as error:
        if error.problem.code in ("forbidden", "no-such-event"):
            raise
        return _one(request, store, person, event.id, wrong=str(error), form=form)


def _go(following: str | None, done: str, made: list[Decision], form: ReviewForm) -> Response:
    path = "/review" if following is None else f"/review/{quote(following)}"
    return _sent(path, done, made, form)


def _stay(key: str, done: str, made: list[Decision], form: ReviewForm) -> Response:
    """To the event that a claim is of now."""
    return _sent(f"/review/{quote(key, safe='')}", done, made, form)


def _sent(path: str, done: str, made: list[Decision], form: ReviewForm) -> Response:
    told = urlencode({"done": done, "last": made[-1].id})
    query = Filter.from_query(form.asked).to_query(offset=0)
    return RedirectResponse(_with(path, "&".join(filter(None, (told, query)))), status_code=303)


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
