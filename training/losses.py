"""What the network is taught by: forward passes over a batch and the sum of its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from tacitus.learned.labels import LOSSES
from training.batches import Batch, role_labels
from training.examples import IGNORE

if TYPE_CHECKING:
    import numpy as np

    from training.net import Reader
    from training.sets import PieceExample

#: Weight of each error; set once so that they start of one size, then by dev figures.
WEIGHTS = {"trigger": 1.0, "roles": 0.12, "valid": 1.0, "type": 1.0, "factuality": 0.7}
WEIGHTS |= {"aggregate": 0.5, "dating": 0.7, "toll": 0.4, "same": 1.0}


class Outputs:
    """What the network says of a batch: of all pieces, and of all questions."""

    def __init__(self, net: Reader, b: Batch) -> None:
        mask = b.mask[:, None, None, :]
        base = net.base(b.ids, mask)
        each = net.each(base, mask)
        width = base.shape[-1]
        flat = base.reshape(-1, width)
        self.pieces = each.reshape(-1, width)[b.place]
        self.trigger = net.pieces["trigger"](self.pieces)
        if not b.asks:
            return
        seen = b.seen >= 0
        own = b.place[b.seen.clamp(min=0)]
        front = b.first[torch.tensor([a.report for a in b.asks])]
        x = torch.cat([flat[front].unsqueeze(1), flat[own]], dim=1)
        one = torch.ones(len(b.asks), 1, dtype=torch.bool)
        marks = torch.cat([torch.zeros(len(b.asks), 1, dtype=torch.long), b.marks], dim=1)
        inner = torch.cat([one, seen], dim=1)[:, None, None, :]
        roles, self.events, self.likeness = net.ask(x, marks, inner)
        self.roles = roles[:, 1:]


def extra(b: Batch, one: Tensor, other: Tensor) -> Tensor:
    """What the comparison of tellings is told beside: pairs x PAIR_EXTRA."""
    at = torch.tensor([float(a.marks[0]) for a in b.asks])
    sentence = torch.tensor([float(b.examples[a.report].sentences[a.marks[0]]) for a in b.asks])
    apart = (sentence[one] - sentence[other]).abs()
    return torch.stack(
        [
            (apart == 0).float(),
            apart.clamp(max=10) / 10,
            (at[one] - at[other]).abs().clamp(max=300) / 300,
        ],
        dim=-1,
    )


def pairs(b: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Pairs of single tellings of one report's events, and 1 where they are of one event."""
    found = [
        (i, j, float(x.event == y.event))
        for i, x in enumerate(b.asks)
        for j, y in enumerate(b.asks[:i])
        if x.report == y.report
        and x.single
        and y.single
        and x.asked.roles is not None
        and y.asked.roles is not None
    ]
    if not found:
        empty = torch.zeros(0, dtype=torch.long)
        return empty, empty, torch.zeros(0)
    one, other, same = zip(*found, strict=True)
    return torch.tensor(one), torch.tensor(other), torch.tensor(same)


def _classes(logits: Tensor, labels: list[int]) -> Tensor:
    wanted = torch.tensor(labels)
    if bool((wanted == IGNORE).all()):
        return logits.sum() * 0
    return functional.cross_entropy(logits, wanted, ignore_index=IGNORE)


def _binary(logits: Tensor, labels: Tensor) -> Tensor:
    known = labels != IGNORE
    if not bool(known.any()):
        return logits.sum() * 0
    return functional.binary_cross_entropy_with_logits(logits[known], labels[known].float())


def report_loss(net: Reader, b: Batch) -> tuple[Tensor, dict[str, float]]:
    """The error over a batch of reports, and its parts for the log."""
    out = Outputs(net, b)
    triggers = torch.cat([torch.from_numpy(e.triggers) for e in b.examples])
    weight = torch.ones(out.trigger.shape[-1])
    parts = {
        "trigger": functional.cross_entropy(
            out.trigger, triggers, weight, ignore_index=IGNORE, reduction="sum"
        )
        / max(1, int((triggers > 0).sum()))
    }
    if b.asks:
        asked = [a.asked for a in b.asks]
        ev = out.events
        parts["valid"] = _binary(ev["valid"][:, 0], torch.tensor([a.valid for a in asked]))
        parts["type"] = _classes(ev["type"], [a.type for a in asked])
        parts["factuality"] = _classes(ev["factuality"], [a.factuality for a in asked])
        parts["aggregate"] = _binary(
            ev["aggregate"][:, 0], torch.tensor([a.aggregate for a in asked])
        )
        parts["dating"] = _classes(ev["dating"], [a.dating for a in asked])
        for n, kind in enumerate(LOSSES):
            loss = _classes(ev[f"toll_{kind}"], [a.tolls[n] for a in asked])
            parts["toll"] = parts.get("toll", 0.0) + loss
        labels = torch.from_numpy(role_labels(b))
        known = labels != IGNORE
        events = sum(a.roles is not None for a in asked)
        parts["roles"] = functional.binary_cross_entropy_with_logits(
            out.roles[known], labels[known].float(), reduction="sum"
        ) / max(1, events)
        one, other, same = pairs(b)
        if len(one):
            logits = net.same(out.likeness[one], out.likeness[other], extra(b, one, other))
            parts["same"] = functional.binary_cross_entropy_with_logits(logits, same)
    total = sum(WEIGHTS[k] * v for k, v in parts.items())
    return total, {k: float(v.detach()) for k, v in parts.items()}


def piece_loss(net: Reader, examples: list[PieceExample]) -> Tensor:
    """The error over a batch of texts whose pieces are labelled for one of the public sets."""
    longest = max(len(e.pieces) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    for n, e in enumerate(examples):
        ids[n, : len(e.pieces)] = torch.from_numpy(e.pieces)
    mask = (ids != 0)[:, None, None, :]
    x = net.each(net.base(ids, mask), mask)
    total = x.sum() * 0
    for head in net.pieces:
        for n, e in enumerate(examples):
            if head in e.labels:
                logits = net.pieces[head](x[n, : len(e.pieces)])
                total = total + _piece_error(head, logits, e.labels[head]) / len(examples)
    return total


def _piece_error(head: str, logits: Tensor, labels: np.ndarray) -> Tensor:
    wanted = torch.from_numpy(labels)
    if head == "attribution":
        summed = functional.binary_cross_entropy_with_logits(
            logits, wanted.float(), reduction="sum"
        )
        return summed / max(1.0, float(wanted[:, 0].sum())) / 8
    if head == "happened":
        known = ~torch.isnan(wanted)
        if not bool(known.any()):
            return logits.sum() * 0
        return functional.smooth_l1_loss(logits[known, 0], wanted[known].float())
    summed = functional.cross_entropy(logits, wanted, ignore_index=IGNORE, reduction="sum")
    return summed / max(1, int((wanted > 0).sum()))
