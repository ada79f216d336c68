"""How well the network does what it is taught, on reports it was not taught with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from tacitus.learned.labels import LOSSES, ROLES
from training.batches import role_labels
from training.examples import IGNORE
from training.losses import Outputs, extra, pairs

if TYPE_CHECKING:
    from training.batches import Batch
    from training.net import Reader


@torch.no_grad()
def measured(net: Reader, b: Batch) -> dict[str, float]:
    """Figures of each output over a batch: F1 of pieces for spans, share right for classes."""
    out = Outputs(net, b)
    asked = [a.asked for a in b.asks]
    gold = np.concatenate([e.triggers for e in b.examples])
    given = out.trigger.argmax(-1).numpy()
    figures = {
        "trigger": _f1((gold > 0) & (given > 0), gold > 0, (given > 0) & (gold != IGNORE)),
        "typed": _f1((gold > 0) & (given == gold), gold > 0, (given > 0) & (gold != IGNORE)),
        "valid": _best(out.events["valid"][:, 0].numpy(), np.array([a.valid for a in asked])),
    }
    for head in ("type", "factuality", "dating"):
        figures[head] = _right(
            out.events[head].argmax(-1).numpy(), np.array([getattr(a, head) for a in asked])
        )
    for n, kind in enumerate(LOSSES):
        figures[kind] = _right(
            out.events[f"toll_{kind}"].argmax(-1).numpy(), np.array([a.tolls[n] for a in asked])
        )
    one, other, same = pairs(b)
    if len(one):
        logits = net.same(out.likeness[one], out.likeness[other], extra(b, one, other))
        figures["same"] = _best(logits.numpy(), same.numpy())
    labels = role_labels(b)
    found = out.roles.numpy()
    for n, role in enumerate(ROLES):
        wanted, said = labels[:, :, 2 * n + 1], found[:, :, 2 * n + 1]
        known = wanted != IGNORE
        figures[f"r:{role}"] = _best(said[known], wanted[known])
    return {k: round(float(v), 3) for k, v in figures.items()}


def _f1(hit: np.ndarray, gold: np.ndarray, given: np.ndarray) -> float:
    both = gold.sum() + given.sum()
    return 2 * hit.sum() / both if both else 0.0


def _best(logits: np.ndarray, labels: np.ndarray) -> float:
    """F1 at 0.5."""
    known = labels != IGNORE
    return _f1((logits > 0)[known] & (labels == 1)[known], labels[known] == 1, logits[known] > 0)


def _right(given: np.ndarray, labels: np.ndarray) -> float:
    known = labels != IGNORE
    return float((given == labels)[known].mean())
