"""What a back end must do, and how it says that it could not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tacitus.llm.schema import Json
from tacitus.records import Problem, TacitusError

Messages = list[dict[str, str]]

INSTALL = "pip install 'tacitus[llm]'"
# Characters that make a token; English has about four, and an estimate should not be too low.
_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    Attributes:
        content: its words.
        cut: whether they were cut off at the limit of tokens.
        tokens: tokens of the request and the answer together.
    """

    content: str
    cut: bool
    tokens: int


class AskError(Exception):
    """A request that came to nothing; only the report it was for is lost.

    Args:
        code: short fixed name for counting.
        message: what happened.
        fix: what to do about it.
        tokens: what the attempts may have cost.
        down: whether the back end as a whole seems out of reach.
    """

    def __init__(
        self, code: str, message: str, fix: str = "", *, tokens: int = 0, down: bool = False
    ) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, fix)
        self.tokens = tokens
        self.down = down


class Backend(Protocol):
    """Something that answers chat messages.

    Attributes:
        model: name for ``Grounded.by`` and the versions of a result.
        identity: what answers of two back ends must differ in to be kept apart in the cache.
        bounded: whether it can hold an answer to the lengths of texts in a schema.
        answer_tokens: longest answer.
    """

    @property
    def model(self) -> str: ...  # noqa: D102 above
    @property
    def identity(self) -> str: ...  # noqa: D102
    @property
    def bounded(self) -> bool: ...  # noqa: D102
    @property
    def answer_tokens(self) -> int: ...  # noqa: D102

    def ask(self, messages: Messages, schema: Json) -> Answer:
        """One answer.

        Raises:
            AskError: when this request came to nothing.
            TacitusError: when no request can succeed.
        """
        ...


def estimate(messages: Messages) -> int:
    """About how many tokens a request has, rather too many than too few."""
    return sum(len(message["content"]) for message in messages) // _CHARACTERS + 1


def missing(package: str) -> TacitusError:
    """The error for a package of the extra that is not installed."""
    return TacitusError(
        "missing-extra", f"The package {package} is not installed.", f"Run: {INSTALL}"
    )


def read_completion(body: object, messages: Messages) -> Answer:
    """The answer in a chat completion as OpenAI and llama.cpp give it.

    Args:
        body: the decoded JSON.
        messages: what was asked, for an estimate where the usage is not told.

    Raises:
        AskError: ``bad-response`` when it is of another form.
    """
    try:
        choice = body["choices"][0]  # type: ignore[index]
        content = choice["message"]["content"]
        if not isinstance(content, str):
            content = ""
        usage = body.get("usage") or {}  # type: ignore[attr-defined]
        tokens = usage.get("total_tokens")
        cut = choice.get("finish_reason") == "length"
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise AskError("bad-response", "The answer is no chat completion.") from error
    if not isinstance(tokens, int) or tokens < 0:
        tokens = estimate(messages) + len(content) // _CHARACTERS + 1
    return Answer(content, cut, tokens)
