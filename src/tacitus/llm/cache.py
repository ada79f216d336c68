"""Answers kept on disk, so that nothing is asked twice and a run can be taken up again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from dataclasses import asdict
from pathlib import Path

from tacitus.knowledge.made import cache_folder
from tacitus.llm.backend import Answer
from tacitus.records import TacitusError

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_NAME = 60


class Cache:
    """Answers of one model to one version of the prompt, a file for each stretch of a report.

    Args:
        model: name of the model.
        identity: what tells it from others of the name.
        prompt: version of the prompt, with all that changes an answer.
        folder: where answers are kept; by default ``llm`` in the user's cache folder.
    """

    def __init__(
        self, model: str, identity: str, prompt: str, *, folder: Path | None = None
    ) -> None:
        name = _UNSAFE.sub("-", model)[:_LONGEST_NAME].strip(".-") or "model"
        base = folder or cache_folder() / "llm"
        self.folder = base / f"{name}-{_hash(identity)[:12]}" / prompt

    def get(self, message: str) -> Answer | None:
        """The answer kept for a message, or None; a file that is damaged counts as none."""
        try:
            form = json.loads(self._path(message).read_text(encoding="utf-8"))
            answer = Answer(**form)
        except (OSError, ValueError, TypeError):
            return None
        fits = isinstance(answer.content, str) and isinstance(answer.cut, bool)
        return answer if fits else None

    def put(self, message: str, answer: Answer) -> None:
        """Keep an answer; a run that is broken off leaves no half-written file.

        Raises:
            TacitusError: ``no-llm-cache`` when it cannot be written.
        """
        path = self._path(message)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            try:
                with open(number, "w", encoding="ascii") as file:
                    json.dump(asdict(answer), file)
                os.replace(name, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(name)
                raise
        except OSError as error:
            raise TacitusError(
                "no-llm-cache",
                f"{path.parent}: answers cannot be kept there ({error}).",
                "Set TACITUS_CACHE to a folder that can be written to.",
            ) from error

    def _path(self, message: str) -> Path:
        return self.folder / f"{_hash(message)}.json"


def _hash(text: str) -> str:
    # A half of a surrogate pair, which JSON input can carry, has no UTF-8 form.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
