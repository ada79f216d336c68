"""A stand-in for the learned reader that finds what a test tells it to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from tacitus.learned.labels import DATINGS, FACTUALITIES, LOSSES, ROLES, TOLLS, TYPES
from tacitus.learned.model import FOLDER, Answer, Labels
from tacitus.learned.windows import around


def tokenizer() -> Tokenizer:
    """The shipped model's tokenizer."""
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


@dataclass
class FakeModel:
    """Says what its script says.

    `script` maps words that tell of an event to what the model is to say of it: `type`, `valid`,
    `dating`, `factuality`, `killed` and so on, `sure` for the chance of the type, `certain` for that
    of the factuality, `told` for that of the tolls, `event` for
    words that are to be of one event, `roles` for the words of each role, `score` for their chance,
    `faint` for words of a role that it holds for possible only.
    """

    text: str
    script: dict[str, dict[str, Any]]
    version: str = "fake"
    tokenizer: Tokenizer = field(default_factory=tokenizer)

    def read(self, ids, offsets, sentences):
        return Labels(offsets, {}, np.zeros((len(ids), 2)), np.zeros(2))

    def told(self, labels):
        known = {p for words in self.script for p in self._pieces(words)}
        return np.array([0.9 if n in known else 0.01 for n in range(len(labels.offsets))])

    def ask(self, labels, marks, sentences):
        words = [w for w in self.script if set(self._pieces(w)) & set(marks.tolist())]
        says = self.script[words[0]] if words else {"valid": 0.0}
        seen = around(marks, sentences)
        roles = np.full((len(seen), len(ROLES), 2), 0.01)
        for role, names in says.get("roles", {}).items():
            for name in names:
                inside = np.isin(seen, self._pieces(name))
                roles[inside, ROLES.index(role), 1] = says.get("score", 0.9)
                roles[seen == self._pieces(name)[0], ROLES.index(role), 0] = 0.9
        for role, names in says.get("faint", {}).items():
            for name in names:
                roles[np.isin(seen, self._pieces(name)), ROLES.index(role), 1] = 0.35
        heads = {
            "type": _chances(TYPES, says.get("type", "Attack"), says.get("sure", 0.9)),
            "factuality": _chances(
                FACTUALITIES, says.get("factuality", "asserted"), says.get("certain", 0.9)
            ),
            "dating": _chances(DATINGS, says.get("dating", "told")),
            "aggregate": np.array([0.1]),
            "valid": np.array([says.get("valid", 0.9)]),
        } | {
            f"toll_{kind}": _chances(TOLLS, says.get(kind, "none"), says.get("told", 0.9))
            for kind in LOSSES
        }
        likeness = np.array([float(list(self.script).index(words[0]) if words else -1)])
        return Answer(seen, roles, heads, likeness)

    def same(self, one, other, extra):
        events = [says.get("event", words) for words, says in self.script.items()]
        alike = [events[int(a[0])] == events[int(b[0])] for a, b in zip(one, other, strict=True)]
        return np.where(alike, 0.9, 0.1)

    def _pieces(self, words):
        at = self.text.lower().find(words.lower())
        assert at >= 0, words
        offsets = self.tokenizer.encode(self.text, add_special_tokens=False).offsets
        return [n for n, (a, b) in enumerate(offsets) if a < at + len(words) and at < b]


def _chances(names, name, chance=0.9):
    out = np.full(len(names), (1 - chance) / (len(names) - 1))
    out[names.index(name)] = chance
    return out
