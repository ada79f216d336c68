"""How sure the model may be: one temperature for each output, fitted on reports held out.

    python -m training.calibrate --model build/model

After Guo et al. 2017 (arXiv:1706.04599): logits are divided by the number that makes the answers
of the held-out reports likeliest. Writes temperatures.json, which `training.export` reads, and
reliability.json, which `training.reliability` draws. For the latter a report's answers are scaled
by a temperature fitted on the other reports, so that no figure is flattered by its own fit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

if TYPE_CHECKING:
    from training.examples import Example
    from training.net import Reader

#: Temperatures that are tried; beyond them an output says nothing, or has too few answers.
LOWEST, HIGHEST = 0.1, 10.0
#: Outputs whose reliability is written.
SHOWN = ("valid", "type", "factuality", "trigger")
BINS = 10
#: Parts into which the held-out reports are divided for the figures.
FOLDS = 5
IGNORE = -100
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Said:
    """What one output says of the held-out reports.

    Attributes:
        logits: answers x classes; answers x 1 for an output that says yes or no.
        labels: the right class of each, or 0 and 1.
        reports: the number of the report that each stands in.
    """

    logits: np.ndarray
    labels: np.ndarray
    reports: np.ndarray

    def only(self, chosen: np.ndarray) -> Said:
        """Some of the answers."""
        return Said(self.logits[chosen], self.labels[chosen], self.reports[chosen])


def fit(said: Said) -> float:
    """The temperature that makes the right answers likeliest; 1 where there are none."""
    if not len(said.labels):
        return 1.0
    # unimodal in the logarithm, since the error is convex in the temperature's inverse
    low, high = np.log(LOWEST), np.log(HIGHEST)
    return float(np.exp(lowest(lambda t: error(said, float(np.exp(t))), low, high)))


def lowest(
    function: Callable[[float], float], low: float, high: float, within: float = 1e-4
) -> float:
    """Where a function with one valley is lowest between two values, by golden section."""
    inner, outer = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    left, right = function(inner), function(outer)
    while high - low > within:
        if left <= right:
            high, outer, right = outer, inner, left
            inner = high - _GOLDEN * (high - low)
            left = function(inner)
        else:
            low, inner, left = inner, outer, right
            outer = low + _GOLDEN * (high - low)
            right = function(outer)
    return (low + high) / 2


def error(said: Said, temperature: float) -> float:
    """The mean negative log likelihood of the right answers."""
    scaled = said.logits.astype(float) / temperature
    if scaled.shape[1] == 1:
        signed = np.where(said.labels == 1, scaled[:, 0], -scaled[:, 0])
        return float(np.logaddexp(0.0, -signed).mean())
    right = scaled[np.arange(len(scaled)), said.labels]
    return float((np.logaddexp.reduce(scaled, axis=1) - right).mean())


def sureness(said: Said, temperatures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How sure each answer is and whether it is right.

    Args:
        said: the answers. For yes or no, sureness is that of yes, and right is what is one.
        temperatures: one for each answer.
    """
    scaled = said.logits.astype(float) / temperatures[:, None]
    if scaled.shape[1] == 1:
        return 1 / (1 + np.exp(-scaled[:, 0])), said.labels == 1
    chances = np.exp(scaled - np.logaddexp.reduce(scaled, axis=1)[:, None])
    return chances.max(1), chances.argmax(1) == said.labels


def bins(sure: np.ndarray, right: np.ndarray) -> dict[str, Any]:
    """Answers by how sure they are, and the expected calibration error over them."""
    own = np.minimum((sure * BINS).astype(int), BINS - 1)
    rows, apart = [], 0.0
    for n in range(BINS):
        mine = own == n
        count = int(mine.sum())
        row: dict[str, Any] = {"confidence": None, "right": None, "count": count}
        if count:
            mean, share = float(sure[mine].mean()), float(right[mine].mean())
            row |= {"confidence": round(mean, 4), "right": round(share, 4)}
            apart += count * abs(mean - share)
        rows.append(row)
    return {"bins": rows, "ece": round(apart / max(1, len(sure)), 4)}


def reliability(said: Said) -> dict[str, Any]:
    """Bins before and after scaling, each report by the temperature that the others give."""
    after = np.ones(len(said.labels))
    for fold in range(FOLDS):
        mine = said.reports % FOLDS == fold
        after[mine] = fit(said.only(~mine))
    return {
        "answers": len(said.labels),
        "before": bins(*sureness(said, np.ones(len(said.labels)))),
        "after": bins(*sureness(said, after)),
    }


def told(said: Said) -> Said:
    """The answers that name something; pieces outside all events are many and easy."""
    return said.only(said.logits.argmax(1) > 0)


def collect(net: Reader, pool: list[Example]) -> dict[str, Said]:
    """What each output says of some reports.

    Args:
        net: the net.
        pool: the reports, as examples.
    """
    import torch

    parts: dict[str, list[Said]] = {}
    with torch.no_grad():
        for number, one in enumerate(pool):
            for head, (logits, labels) in _of_report(net, one).items():
                known = labels != IGNORE
                where = np.full(int(known.sum()), number)
                said = Said(logits[known], labels[known].astype(int), where)
                parts.setdefault(head, []).append(said)
    return {
        head: Said(*(np.concatenate([getattr(s, k) for s in some]) for k in vars(some[0])))
        for head, some in parts.items()
    }


def _of_report(net: Reader, one: Example) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Logits and labels of each output about one report."""
    from tacitus.learned.labels import LOSSES
    from training.batches import batch, each_telling, role_labels
    from training.losses import Outputs, extra, pairs

    b = batch([one], each_telling([one]))
    out = Outputs(net, b)
    found = {"trigger": (out.trigger.numpy(), one.triggers)}
    if not b.asks:
        return found
    asked = [a.asked for a in b.asks]
    for head in ("valid", "type", "factuality", "aggregate", "dating"):
        labels = np.array([getattr(a, head) for a in asked])
        found[head] = out.events[head].numpy(), labels
    for n, kind in enumerate(LOSSES):
        labels = np.array([a.tolls[n] for a in asked])
        found[f"toll_{kind}"] = out.events[f"toll_{kind}"].numpy(), labels
    found["roles"] = out.roles.numpy().reshape(-1, 1), role_labels(b).reshape(-1)
    first, second, same = pairs(b)
    if len(first):
        logits = net.same(out.likeness[first], out.likeness[second], extra(b, first, second))
        found["same"] = logits.numpy()[:, None], same.numpy()
    return found


def main() -> None:
    """Fit temperatures for a trained net; prints them with the error before and after."""
    parser = argparse.ArgumentParser(description="Fits temperatures on held-out reports.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    asked = parser.parse_args()

    from training.export import load
    from training.sources import held_examples, pretrained, tokenizer_of

    config = yaml.safe_load(asked.config.read_text(encoding="utf-8"))
    tokenizer = tokenizer_of(pretrained(config["package"]))
    pool = list(held_examples(config, asked.shared, tokenizer))
    said = collect(load(asked.model, config), pool)
    temperatures = {head: round(fit(some), 4) for head, some in said.items()}
    for head, some in said.items():
        print(
            f"{head:16} {temperatures[head]:6.3f}  error {error(some, 1.0):.4f} -> "
            f"{error(some, temperatures[head]):.4f}  ({len(some.labels)} answers)"
        )
    shown = {h: reliability(told(said[h]) if h == "trigger" else said[h]) for h in SHOWN}
    facts = {"reports": len(pool), "heads": shown}
    (asked.model / "temperatures.json").write_text(json.dumps(temperatures, indent=1) + "\n")
    (asked.model / "reliability.json").write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
