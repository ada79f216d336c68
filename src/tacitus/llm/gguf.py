"""A model in a GGUF file, run in this process by xllamacpp and held to the schema by a grammar."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Any

from tacitus.llm.backend import Answer, AskError, Messages, missing, read_completion
from tacitus.llm.schema import Json
from tacitus.records import TacitusError

_MAGIC = b"GGUF"
_SAMPLE = 1 << 20
_SEED = 1988
_QUIET = -1


class Gguf:
    """A local model.

    Args:
        path: the GGUF file.
        context: tokens of request and answer together.
        threads: threads to use; more than there are idle cores makes it far slower.
        answer_tokens: longest answer.

    Raises:
        TacitusError: ``missing-extra`` without xllamacpp, ``no-model`` when the file cannot be
            read, is no GGUF file or does not load.
    """

    bounded = True

    def __init__(self, path: Path, *, context: int, threads: int, answer_tokens: int) -> None:
        self.identity = identify(path)
        self.model = path.stem
        self.answer_tokens = answer_tokens
        self._server = _load(path, context, threads)

    def ask(self, messages: Messages, schema: Json) -> Answer:
        """One answer, the likeliest words, so that the same request gives the same."""
        request = {
            "messages": messages,
            "max_tokens": self.answer_tokens,
            "temperature": 0,
            "seed": _SEED,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "events", "strict": True, "schema": schema},
            },
        }
        try:
            body = self._server.handle_chat_completions(request)
        except (ValueError, RuntimeError) as error:
            raise AskError("request-refused", f"{self.model} failed ({error}).") from error
        fault = body.get("error") if isinstance(body, dict) else None
        if fault:
            told = fault.get("message", fault) if isinstance(fault, dict) else fault
            raise AskError(
                "request-refused",
                f"{self.model} refused the request ({told}).",
                "A longer --context or a shorter --stretch may help.",
            )
        return read_completion(body, messages)


def identify(path: Path) -> str:
    """A name for the content of a model file that does not need all of it read.

    Raises:
        TacitusError: ``no-model`` when it cannot be read or is no GGUF file.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_SAMPLE)
            file.seek(max(0, size - _SAMPLE))
            tail = file.read(_SAMPLE)
    except OSError as error:
        raise TacitusError("no-model", f"{path}: cannot be read ({error}).") from error
    if not head.startswith(_MAGIC):
        raise TacitusError("no-model", f"{path}: is no GGUF file.")
    return hashlib.sha256(head + tail + str(size).encode()).hexdigest()


def _load(path: Path, context: int, threads: int) -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise missing("xllamacpp") from error
    settings = xllamacpp.CommonParams()
    settings.model.path = str(path)
    settings.n_ctx = context
    settings.n_parallel = 1
    settings.offline = True
    settings.verbosity = _QUIET
    settings.warmup = False
    settings.cpuparams.n_threads = threads
    settings.cpuparams_batch.n_threads = threads
    # The library also listens on a loopback port; nobody is given the key to it.
    settings.api_keys = [secrets.token_hex(32)]
    try:
        return xllamacpp.Server(settings)
    except (RuntimeError, ValueError) as error:
        raise TacitusError("no-model", f"{path}: does not load ({error}).") from error
