"""The shipped model, run by ONNX Runtime.

Three graphs: one reads a window of a report and labels its pieces, one is asked about the event
that some marked pieces tell of, one says whether two tellings are of one event. Each call takes
one window, or one question, by itself: int8 scales are worked out over what stands in a call, so
that an answer depends on nothing but its own text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tacitus.learned.windows import around, centre, windows
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "data"
#: What ONNX Runtime is told not to do, by graph: its one operator for a sum and its norm takes four
#: times as long as the two apart, so that a question takes a sixth more (seen with 1.32 on a
#: processor with AVX-512). Reading keeps it: other sums there round to other int8 steps, six layers
#: deep, and the trust in learned.yaml is set on what these give.
_UNFUSED = {"ask": ["SkipLayerNormFusion", "MatmulTransposeFusion"]}
#: Numbers of the encoder's two marks, before and after a text.
FIRST, LAST = 101, 102


@dataclass(frozen=True, slots=True)
class Labels:
    """What the model says of each piece of a text.

    Attributes:
        offsets: first and last character (exclusive) of each piece.
        heads: logits by head, pieces x width.
        base: what the lower layers see, pieces x width.
        front: the same for the mark in front of the text.
    """

    offsets: list[tuple[int, int]]
    heads: dict[str, np.ndarray]
    base: np.ndarray
    front: np.ndarray


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says of one event.

    Attributes:
        seen: indexes of the pieces it looked at.
        roles: probabilities of start and inside, pieces seen x roles x 2.
        heads: probabilities by head of what the event is.
        likeness: stands for the event when two are compared.
    """

    seen: np.ndarray
    roles: np.ndarray
    heads: dict[str, np.ndarray]
    likeness: np.ndarray


class Model:
    """The learned reader.

    Args:
        folder: where its files are.
        threads: processor threads that one call may use; answers do not depend on it.

    Attributes:
        version: name and hash, as every claim tells them.

    Raises:
        TacitusError: when the folder holds no model or one whose labels this code does not know.
    """

    def __init__(self, folder: Path = FOLDER, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.facts = _facts(folder)
        _check(self.facts, folder)
        self.version = _version(self.facts)
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")

        def graph(name: str) -> Any:
            return onnxruntime.InferenceSession(
                str(folder / f"{name}.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=_UNFUSED.get(name, []),
            )

        self._read, self._ask, self._same = graph("read"), graph("ask"), graph("same")
        self._heads = [o.name for o in self._read.get_outputs()][1:]
        self._parts = [o.name for o in self._ask.get_outputs()][1:-1]

    def label(self, text: str) -> Labels:
        """Label the pieces of a text.

        Args:
            text: of any length; what is longer than the model takes is read in windows.
        """
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int64)
        # without sentences at hand, windows end where a full stop stands
        stops = np.array([text[b - 1 : b] in ".!?\n" for _, b in encoding.offsets], dtype=np.int64)
        sentences = np.concatenate([[0], np.cumsum(stops)[:-1]]) if len(ids) else stops
        return self.read(ids, encoding.offsets, sentences)

    def read(
        self, ids: np.ndarray, offsets: list[tuple[int, int]], sentences: np.ndarray
    ) -> Labels:
        """Label pieces.

        Args:
            ids: number of each piece.
            offsets: characters of each, passed on.
            sentences: for each piece the number of its sentence.
        """
        spans = windows(sentences)
        which = centre(spans, len(ids)) if spans else np.zeros(0, dtype=int)
        parts: list[list[np.ndarray]] = []
        front = np.zeros(0, dtype=np.float32)
        for n, (first, last) in enumerate(spans):
            row = np.array([[FIRST, *ids[first:last], LAST]], dtype=np.int64)
            told = self._read.run(None, {"ids": row})
            if n == 0:
                front = told[0][0]
            mine = np.flatnonzero(which[first:last] == n) + 1
            parts.append([t[mine] for t in told])
        if not parts:
            return Labels(offsets, {k: np.zeros((0, 1)) for k in self._heads}, front, front)
        whole = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return Labels(offsets, dict(zip(self._heads, whole[1:], strict=True)), whole[0], front)

    def told(self, labels: Labels) -> np.ndarray:
        """For each piece the probability that it tells of an event, of whatever type."""
        logits = labels.heads["trigger"] / self._temperature("trigger")
        return np.asarray(1 - _softmax(logits)[:, 0])

    def ask(self, labels: Labels, marks: np.ndarray, sentences: np.ndarray) -> Answer:
        """What the event is that some pieces tell of, and which pieces fill its parts.

        Args:
            labels: of the report.
            marks: indexes of the pieces that tell of the event.
            sentences: for each piece the number of its sentence.
        """
        seen = around(marks, sentences)
        base = np.concatenate([labels.front[None], labels.base[seen]])
        flags = np.concatenate([[0], np.isin(seen, marks)]).astype(np.int64)
        roles, *heads, likeness = self._ask.run(None, {"base": base, "marks": flags})
        made = {k: self._scaled(k, v) for k, v in zip(self._parts, heads, strict=True)}
        cooled = roles[1:] / self._temperature("roles")
        return Answer(seen, _sigmoid(cooled).reshape(len(seen), -1, 2), made, likeness)

    def same(self, one: np.ndarray, other: np.ndarray, extra: np.ndarray) -> np.ndarray:
        """Probabilities that pairs of tellings are of one event.

        Args:
            one: pairs x width, the `likeness` of answers; `other` likewise.
            other: see `one`.
            extra: pairs x (in one sentence, sentences apart, pieces apart).
        """
        if not len(one):
            return np.zeros(0)
        told = self._same.run(
            None, {"one": one, "other": other, "extra": extra.astype(np.float32)}
        )[0]
        return _sigmoid(told / self._temperature("same"))

    def _temperature(self, head: str) -> float:
        return float(self.facts["temperatures"].get(head, 1.0))

    def _scaled(self, head: str, logits: np.ndarray) -> np.ndarray:
        logits = logits / self._temperature(head)
        if len(logits) == 1:
            return _sigmoid(logits)
        return _softmax(logits)


def _facts(folder: Path) -> dict[str, Any]:
    file = folder / "model.json"
    if not file.exists():
        raise TacitusError(
            "no-model",
            f"{folder}: holds no model.",
            "Install the package again, or code with --engine rules.",
        )
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def _version(facts: dict[str, Any]) -> str:
    return f"tacitus-reader {facts['sha256'][:12]}"


@cache
def shipped_version() -> str:
    """Name and hash of the model that ships, without loading it.

    Raises:
        TacitusError: ``no-model`` where there is none.
    """
    return _version(_facts(FOLDER))


def _check(facts: dict[str, Any], folder: Path) -> None:
    from tacitus.learned import labels

    known = {
        "types": labels.TYPES,
        "roles": labels.ROLES,
        "factualities": labels.FACTUALITIES,
        "datings": labels.DATINGS,
        "tolls": labels.TOLLS,
    }
    for key, names in known.items():
        if tuple(facts[key]) != names:
            raise TacitusError(
                "other-model",
                f"{folder}: its {key} are not those of this version of Tacitus.",
                "Use a model made for this version (make model), or --engine rules.",
            )


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))


def _softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


@cache
def load_model() -> Model:
    """The packaged model, loaded once per process."""
    return Model()
