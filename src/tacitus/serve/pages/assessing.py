"""Rounds in which reviewers assess events apart: opened, compared and settled by editors."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tacitus.records import TacitusError
from tacitus.serve.accounts import PersonDep
from tacitus.serve.accounts.accounts import Accounts
from tacitus.serve.accounts.people import Person
from tacitus.serve.accounts.roles import Act, may
from tacitus.serve.rendering import page
from tacitus.serve.review.apart import agreement_rows, round_for, rounds_for
from tacitus.serve.review.fields import FIELDS, values_of
from tacitus.serve.review.settling import agreed, give_up, open_rounds, settle_round
from tacitus.serve.state import StoreDep
from tacitus.serve.views.events import shorts_of
from tacitus.store import Store
from tacitus.store.queue import waiting_ids

router = APIRouter()
#: Rounds that can be opened at once, and shown on the page.
MOST = 200
_Why = Annotated[str, Form(max_length=2000)]
_DONE = {
    "opened": "Rounds were opened.",
    "settled": "Settled: the decisions are in force.",
    "given-up": "Given up: the event waits in the queue again.",
}


@router.get("/review/rounds")
def rounds(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """All rounds, and how far reviewers agree."""
    return _list(request, store, person, done=_DONE.get(done, ""))


@router.post("/review/rounds")
def begin(
    request: Request,
    store: StoreDep,
    person: PersonDep,
    reviewers: Annotated[str, Form(max_length=2000)],
    event: Annotated[str, Form(max_length=500)] = "",
    first: Annotated[int, Form(ge=0, le=MOST)] = 0,
) -> Response:
    """Have an event, or those that wait first, assessed by reviewers apart."""
    try:
        names = _reviewers(request.app.state.accounts, reviewers)
        with store.reading() as connection:
            ids = [event] if event.strip() else waiting_ids(connection)[:first]
        if not ids:
            raise TacitusError("no-event-chosen", "No event was chosen.", "Say how many.")
        found = [store.event(one) for one in ids]
        values = {one.id: values_of(one) for one in found}
        open_rounds(store, person, values, names, values)
    except TacitusError as error:
        return _list(request, store, person, wrong=str(error))
    return RedirectResponse("/review/rounds?done=opened", status_code=303)


@router.get("/review/rounds/{name}")
def round_page(request: Request, store: StoreDep, person: PersonDep, name: str) -> Response:
    """One round: who made what of the event, and where they differ."""
    return _one(request, store, person, name)


@router.post("/review/rounds/{name}/settle")
async def settled(request: Request, store: StoreDep, person: PersonDep, name: str) -> Response:
    """Decide what holds."""
    sent = await request.form(max_files=0, max_fields=100)
    known = {field: value for field, value in sent.items() if isinstance(value, str)}

    def act() -> Response:
        try:
            settle_round(
                store,
                person,
                name,
                verdict=known.get("verdict", ""),
                chosen={field: known.get(f"of_{field}", "") for field in FIELDS},
                like=known.get("like", ""),
                why=known.get("why", "")[:2000],
            )
        except TacitusError as error:
            if error.problem.code in ("forbidden", "no-such-round"):
                raise
            return _one(request, store, person, name, wrong=str(error))
        return RedirectResponse("/review/rounds?done=settled", status_code=303)

    return await run_in_threadpool(act)


@router.post("/review/rounds/{name}/give-up")
def given_up(store: StoreDep, person: PersonDep, name: str) -> Response:
    """Close the round without deciding anything."""
    give_up(store, person, name)
    return RedirectResponse("/review/rounds?done=given-up", status_code=303)


def _reviewers(accounts: Accounts | None, text: str) -> list[str]:
    """Names of reviewers; where users sign in, those who may review.

    Raises:
        TacitusError: ``no-such-user``, ``bad-round``.
    """
    names = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if accounts is None:
        return names
    found = [accounts.user(name) for name in names]
    for user in found:
        if user.disabled or not may(user.role, Act.REVIEW):
            raise TacitusError("bad-round", f"{user.name} may not review.", "Name others.")
    return [user.name for user in found]


def _list(
    request: Request, store: Store, person: Person, *, done: str = "", wrong: str = ""
) -> Response:
    found = rounds_for(store, person)
    accounts: Accounts | None = request.app.state.accounts
    users = [] if accounts is None else accounts.users()
    return page(
        request,
        "review/rounds.html",
        status=400 if wrong else 200,
        waiting=[view for view in found if view.round.open],
        settled=[view for view in found if not view.round.open][:MOST],
        rows=agreement_rows(store),
        reviewers=[u.name for u in users if not u.disabled and may(u.role, Act.REVIEW)],
        most=MOST,
        done=done,
        wrong=wrong,
    )


def _one(request: Request, store: Store, person: Person, name: str, *, wrong: str = "") -> Response:
    view = round_for(store, person, name)
    made = dict(view.others)
    try:
        event = store.event(view.round.event)
    except TacitusError:
        event = None
    known = {decision.id: decision for decision in store.decisions()}
    shorts = shorts_of(store, [event.id]) if event else ()
    return page(
        request,
        "review/round.html",
        status=400 if wrong else 200,
        view=view,
        made=made,
        agreed=agreed(made),
        short=shorts[0] if shorts else None,
        fields=FIELDS,
        decisions=[known[one] for one in view.round.decisions if one in known],
        may_settle=view.round.open and person.name not in view.round.reviewers,
        address=quote(view.round.event),
        wrong=wrong,
    )
