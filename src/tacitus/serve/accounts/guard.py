"""Every request is held against who asks, what they may, and whether they meant it (CSRF)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tacitus.serve.accounts.access import SAFE, act_of
from tacitus.serve.accounts.accounts import Accounts
from tacitus.serve.accounts.cookies import Cookies
from tacitus.serve.accounts.people import NOBODY, Person
from tacitus.serve.accounts.secrets import csrf_token, new_secret, same
from tacitus.serve.errors import ProblemDetails, answer

#: Field of a form, and header of a request without one, that bring the token back.
FIELD, HEADER = "csrf", "X-CSRF-Token"
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 1000


class Guard:
    """Lets through what whoever asks may do; the request's state has them, and their CSRF token.

    A request that changes something must bring back the token of its session, as a field of a form
    or as a header, and come from a page of the desk. A program with an API token need not: no
    browser sends that by itself.

    Args:
        app: what answers.
        accounts: users and sessions; None where nobody signs in.
        key: the desk's own secret.
        local: who asks where nobody signs in.
        cookies: how they are named and sent.
    """

    def __init__(
        self, app: ASGIApp, accounts: Accounts | None, key: str, local: Person, cookies: Cookies
    ) -> None:
        self.app = app
        self._accounts = accounts
        self._key = key
        self._local = local
        self._cookies = cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        person, bad_token = await self._who(request)
        visit = None if person.key or person.by == "token" else self._visit(request)
        if visit is not None:
            person = replace(person, key=visit)
        request.state.person = person
        request.state.csrf = csrf_token(self._key, person.key)
        refused = _bad_token(request) if bad_token else None
        if refused is None and request.method not in SAFE:
            refused, receive = await self._meant(request, person, receive)
        if refused is None and not _may(request, person):
            refused = _not_allowed(request, person)
        sender = self._private(request, person, visit, send)
        await (refused or self.app)(scope, receive, sender)

    async def _who(self, request: Request) -> tuple[Person, bool]:
        """Whoever asks, and whether it is with a token that is none."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if self._accounts is None:
            return self._local, False
        if kind:
            known = None
            if kind.casefold() == "bearer":
                known = await to_thread.run_sync(self._accounts.of_token, token.strip())
            return known or NOBODY, known is None
        session = request.cookies.get(self._cookies.session)
        if session is None:
            return NOBODY, False
        return await to_thread.run_sync(self._accounts.of_session, session) or NOBODY, False

    def _visit(self, request: Request) -> str:
        """Id of the visit of somebody without a session, which their forms are tied to."""
        return request.cookies.get(self._cookies.visit) or new_secret()

    async def _meant(
        self, request: Request, person: Person, receive: Receive
    ) -> tuple[Response | None, Receive]:
        """A refusal of what another site may have made a browser ask, and the body to read on."""
        if person.by == "token":
            return None, receive
        if not _from_here(request.headers):
            return _forged(request, "It came from another site."), receive
        if _by_program(request, person):
            return None, receive
        given = request.headers.get(HEADER)
        if given is None and request.headers.get("content-type", "").startswith(_FORM):
            body = await request.body()
            given = _token_in(body)
            receive = _again(body)
        if given is None or not same(given, request.state.csrf):
            return _forged(request, "Its form is none of this session."), receive
        return None, receive

    def _private(self, request: Request, person: Person, visit: str | None, send: Send) -> Send:
        """Answers that no cache between keeps; the first one of a visit brings its cookie."""
        path = request.url.path
        if path.startswith("/static/"):
            return send
        known = request.cookies.get(self._cookies.visit) == visit
        new = None if visit is None or known or path.startswith("/api/") else visit

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Cookie")
                headers.setdefault("Cache-Control", "private, no-cache")
                if new is not None:
                    headers.append("set-cookie", self._cookies.header(self._cookies.visit, new))
            await send(message)

        return sender


def _may(request: Request, person: Person) -> bool:
    path = request.url.path
    if person.by == "token" and not path.startswith("/api/"):
        return False
    return person.may(act_of(request.method, path))


def _from_here(headers: Headers) -> bool:
    """Whether a browser says that a page of the desk asks; others say nothing of it."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _by_program(request: Request, person: Person) -> bool:
    """Whether a program on this machine asks the API where nobody signs in.

    Browsers let no page of another site send JSON here: they ask first, and get no leave.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().casefold()
    return (
        person.by == "local" and request.url.path.startswith("/api/") and kind == "application/json"
    )


def _token_in(body: bytes) -> str | None:
    try:
        fields = parse_qs(body.decode("latin-1"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return fields.get(FIELD, [None])[0]


def _again(body: bytes) -> Receive:
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _forged(request: Request, why: str) -> Response:
    problem = ProblemDetails(
        "Forbidden",
        403,
        f"The request was refused. {why}",
        "forged",
        "Open the page again and send the form from there.",
    )
    return answer(request, problem)


def _bad_token(request: Request) -> Response:
    problem = ProblemDetails(
        "Unauthorized",
        401,
        "The token is unknown, revoked or outdated.",
        "bad-token",
        "Make another on the page of your account.",
    )
    return answer(request, problem, {"WWW-Authenticate": "Bearer"})


def _not_allowed(request: Request, person: Person) -> Response:
    if person.signed_in:
        as_what = "asks with a token" if person.by == "token" else "is here"
        problem = ProblemDetails(
            "Forbidden",
            403,
            f"{person.name} {as_what} as {person.role}, which does not allow this.",
            "forbidden",
            "Ask an administrator of the desk; tokens are for the API alone.",
        )
        return answer(request, problem)
    path = request.url.path
    if path.startswith("/api/") or request.method not in SAFE:
        problem = ProblemDetails(
            "Unauthorized", 401, "Nobody is signed in.", "not-signed-in", "Sign in at /sign-in."
        )
        return answer(request, problem, {"WWW-Authenticate": "Bearer"})
    back = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(back, safe='')}", status_code=303)
