"""A chat endpoint that speaks OpenAI's form, asked over HTTP with patience and with bounds."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from tacitus.fetch.waiting import backoff, retry_after
from tacitus.llm.backend import Answer, AskError, Messages, estimate, missing, read_completion
from tacitus.llm.defaults import ANSWER_TOKENS, TIMEOUT
from tacitus.llm.schema import Json
from tacitus.records import TacitusError

ATTEMPTS = 4
MAX_WAIT = 120.0
"""Seconds; a server that asks for more patience is given up for the report."""
_PATH = "/chat/completions"
_LARGEST = 4 << 20
_REFUSED = (401, 403)
_ABSENT = (404, 405)
_PASSING = (408, 409, 425, 429)
# A server that does not know a way of holding answers to a form says so with one of these.
_UNFIT = (400, 422, 501)
_SHOWN = 200
# Ways to ask, the strictest first: how the answer is held to a form, and whether by the settings
# that newer models of OpenAI insist on in place of the ones all others know.
_DIALECTS = tuple(
    (form, newer) for form in ("json_schema", "json_object", "none") for newer in (False, True)
)


@dataclass(slots=True)
class _Failed:
    """One attempt that came to nothing but may be made again.

    Attributes:
        code, message: as in ``Problem``.
        wait: seconds that the server asks to wait, or None.
        worked: whether the server may have worked on it, and be paid for it.
        tokens: what it may have cost.
    """

    code: str
    message: str
    wait: float | None = None
    worked: bool = False
    tokens: int = 0


@dataclass(slots=True)
class Endpoint:
    """A server with an address, a model and perhaps a key.

    Attributes:
        url: base address ("http://localhost:8080/v1").
        model: the model's name there.
        key: sent as bearer token; shown nowhere.
        answer_tokens: longest answer.
        timeout: seconds until an attempt is given up.
        sleep: waits between attempts; tests put another in its place.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    answer_tokens: int = ANSWER_TOKENS
    timeout: float = TIMEOUT
    sleep: Callable[[float], None] = time.sleep
    bounded: bool = field(default=False, init=False)
    _dialects: tuple[tuple[str, bool], ...] = field(default=_DIALECTS, init=False, repr=False)
    _client: Any = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Check the address and open a client; nothing is sent yet.

        Raises:
            TacitusError: ``missing-extra`` without httpx, ``bad-endpoint`` for an address that
                is none or that holds a key, ``bad-key`` for a key that cannot be sent.
        """
        self.url = _address(self.url)
        try:
            import httpx
        except ImportError as error:
            raise missing("httpx") from error
        headers = {"Content-Type": "application/json"}
        if self.key:
            if not (self.key.isascii() and self.key.isprintable()):
                raise TacitusError("bad-key", "The key holds characters that no key has.")
            headers["Authorization"] = f"Bearer {self.key}"
        self._client = httpx.Client(headers=headers, timeout=self.timeout)

    @property
    def identity(self) -> str:
        """The address and the model's name there."""
        return f"{self.url} {self.model}"

    def ask(self, messages: Messages, schema: Json) -> Answer:
        """One answer, asked for again after a wait where the trouble may pass.

        Raises:
            AskError: when the request came to nothing, with what the attempts may have cost.
            TacitusError: ``key-refused`` or ``no-such-endpoint`` when none can succeed.
        """
        spent, attempt = 0, 1
        while True:
            result = self._any_dialect(messages, schema)
            if isinstance(result, Answer):
                return replace(result, tokens=result.tokens + spent)
            spent += result.tokens
            wait = backoff(attempt) if result.wait is None else result.wait
            if attempt == ATTEMPTS or wait > MAX_WAIT:
                asked = f" It asks for {wait:.0f} s of patience." if wait > MAX_WAIT else ""
                raise AskError(
                    result.code,
                    f"{result.message} Given up at attempt {attempt}.{asked}",
                    "Try again later.",
                    tokens=spent,
                    down=True,
                )
            self.sleep(wait)
            attempt += 1

    def _any_dialect(self, messages: Messages, schema: Json) -> Answer | _Failed:
        """Ask in the strictest way that the server takes; the one it has taken is kept to."""
        refusal = AskError("request-refused", "refused")
        for dialect in self._dialects:
            try:
                result = self._attempt(self._request(messages, schema, *dialect))
            except _UnfitError as error:
                refusal = AskError(
                    "request-refused",
                    f"{self.url} refused the request ({error}).",
                    "A shorter --stretch or fewer --answer-tokens may help.",
                )
                continue
            if isinstance(result, dict):
                answer = read_completion_or_fail(result, messages)
                if isinstance(answer, Answer):
                    self._dialects = (dialect,)
                return answer
            if result.worked:
                result.tokens = estimate(messages) + self.answer_tokens
            return result
        raise refusal

    def _request(self, messages: Messages, schema: Json, form: str, newer: bool) -> Json:
        request: Json = {"model": self.model, "messages": messages}
        if newer:
            request["max_completion_tokens"] = self.answer_tokens
        else:
            request |= {"max_tokens": self.answer_tokens, "temperature": 0}
        if form == "json_schema":
            inner = {"name": "events", "strict": True, "schema": schema}
            request["response_format"] = {"type": form, "json_schema": inner}
        elif form == "json_object":
            request["response_format"] = {"type": form}
        return request

    def _attempt(self, request: Json) -> Json | _Failed:
        """The decoded answer to one request, or why there is none yet."""
        import httpx

        # escaped to ASCII, since a half of a surrogate pair in a report has no UTF-8 form
        sent = json.dumps(request).encode("ascii")
        try:
            with self._client.stream("POST", self.url, content=sent) as response:
                status, headers = response.status_code, response.headers
                body = b"".join(_bounded(response.iter_bytes(), self.timeout))
        except (httpx.TimeoutException, _SlowError):
            return _Failed(
                "timed-out", f"{self.url} did not end its answer in time, or in size.", worked=True
            )
        except httpx.ConnectError as error:
            return _Failed("no-connection", f"{self.url} cannot be reached ({error}).")
        except (httpx.TransportError, httpx.DecodingError) as error:
            told = f"{self.url} broke off ({type(error).__name__})."
            return _Failed("broken-off", told, worked=True)
        if status == 200:
            try:
                form = json.loads(body)
            except (ValueError, RecursionError):
                return _Failed("bad-response", f"{self.url} sent no JSON.", worked=True)
            return form if isinstance(form, dict) else {}
        told = f"HTTP {status}: {self._shown(body)}"
        if status in _REFUSED:
            raise TacitusError(
                "key-refused",
                f"{self.url} refused the key ({told}).",
                "Name the variable that holds it with --key-env.",
            )
        if status in _ABSENT:
            raise TacitusError(
                "no-such-endpoint",
                f"{self.url} is not there, or has no model {self.model!r} ({told}).",
                "Give the base address, such as http://localhost:8080/v1, and a model it has.",
            )
        if status in _PASSING or (status >= 500 and status not in _UNFIT):
            code = "rate-limited" if status == 429 else "server-error"
            wait = retry_after(headers.get("Retry-After"))
            return _Failed(code, f"{self.url} answered {told}.", wait)
        if status in _UNFIT:
            raise _UnfitError(told)
        raise AskError("request-refused", f"{self.url} answered {told}.")

    def _shown(self, body: bytes) -> str:
        """The head of a body, without the key, which some servers repeat."""
        text = " ".join(body.decode("utf-8", "replace").split())
        if self.key:
            text = text.replace(self.key, "***")
        return text[:_SHOWN]


class _UnfitError(Exception):
    """The server does not take the request in this way."""


class _SlowError(Exception):
    """The server sends, but does not come to an end."""


def read_completion_or_fail(body: Json, messages: Messages) -> Answer | _Failed:
    """As ``read_completion``, with another form as an attempt that failed."""
    try:
        return read_completion(body, messages)
    except AskError as error:
        return _Failed(error.problem.code, error.problem.message, tokens=estimate(messages))


def _bounded(chunks: Iterator[bytes], seconds: float) -> Iterator[bytes]:
    """A body's pieces, up to a length and a time that no honest answer needs."""
    size, until = 0, time.monotonic() + seconds
    for chunk in chunks:
        size += len(chunk)
        if size > _LARGEST or time.monotonic() > until:
            raise _SlowError
        yield chunk


def _address(url: str) -> str:
    """The address that requests go to.

    Raises:
        TacitusError: ``bad-endpoint``.
    """
    fix = "Give an address such as http://localhost:8080/v1."
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise TacitusError("bad-endpoint", f"{url!r} is no address of an endpoint.", fix)
    if parts.username or parts.password or parts.query or parts.fragment:
        # not repeated in the message: this part of an address is where keys are put
        raise TacitusError(
            "bad-endpoint",
            f"The address at {parts.hostname} holds more than host and path.",
            "Put the key into an environment variable and name it with --key-env.",
        )
    bare = url.rstrip("/")
    return bare if bare.endswith(_PATH) else bare + _PATH
