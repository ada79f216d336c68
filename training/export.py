"""Writes the trained net as the files that ship: ONNX with int8 weights, tokenizer, facts.

    python -m training.export --model build/model --out src/tacitus/learned/data

The graphs are what `tacitus.learned.model` runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

import torch
import yaml
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tacitus.learned.labels import DATINGS, FACTUALITIES, LOSSES, ROLES, TOLLS, TYPES
from training.net import EVENT_HEADS, PAIR, PAIR_EXTRA, PIECE_HEADS, Reader
from training.sources import pretrained


class Read(nn.Module):
    """From pieces of one window to what the lower layers see and the piece heads say."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        """`ids` is 1 x pieces, with the encoder's marks at both ends."""
        base = self.net.base(ids)
        each = self.net.each(base)
        return (base[0], *(self.net.pieces[k](each)[0] for k in PIECE_HEADS))


class Ask(nn.Module):
    """From what the lower layers see and marks to the parts of one event."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, base: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """`base` is pieces x width, `marks` 1 at the pieces that tell of the event."""
        roles, events, likeness = self.net.ask(base[None], marks[None])
        return (roles[0], *(events[k][0] for k in EVENT_HEADS), likeness[0])


class Same(nn.Module):
    """Whether pairs of tellings are of one event."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, one: Tensor, other: Tensor, extra: Tensor) -> Tensor:
        """As `Reader.same`."""
        return self.net.same(one, other, extra)


def export(
    net: Reader,
    out: Path,
    *,
    tokenizer: Path,
    temperatures: dict[str, float],
    about: dict[str, str] | None = None,
    whole: bool = False,
) -> str:
    """Write a net for use without torch.

    Args:
        net: the trained net.
        out: folder to write.
        tokenizer: the tokenizer's file.
        temperatures: what each head's logits are divided by.
        about: what people are told of the model, by heading.
        whole: keep the weights as they are, to measure beside.

    Returns:
        The SHA-256 over the written graphs, tokenizer and temperatures.
    """
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    width = net.words.weight.shape[1]
    ids = torch.randint(1000, 2000, (1, 60))
    base, marks = torch.randn(40, width), torch.zeros(40, dtype=torch.long)
    marks[3] = 1
    pair = (torch.randn(5, PAIR), torch.randn(5, PAIR), torch.rand(5, PAIR_EXTRA))
    graphs = {
        "read": (Read(net), (ids,), ["ids"], ["base", *PIECE_HEADS], {"ids": {1: "n"}}),
        "ask": (
            Ask(net),
            (base, marks),
            ["base", "marks"],
            ["roles", *EVENT_HEADS, "likeness"],
            {"base": {0: "n"}, "marks": {0: "n"}},
        ),
        "same": (
            Same(net),
            pair,
            ["one", "other", "extra"],
            ["same"],
            {k: {0: "n"} for k in ("one", "other", "extra")},
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, (module, inputs, given, told, free) in graphs.items():
            plain = Path(folder) / f"{name}.onnx"
            torch.onnx.export(
                module,
                inputs,
                str(plain),
                input_names=given,
                output_names=told,
                dynamic_axes=free,
                opset_version=17,
                dynamo=False,
            )
            if whole or name == "same":
                shutil.copy(plain, out / plain.name)
            else:
                quantize_dynamic(
                    plain,
                    out / plain.name,
                    weight_type=QuantType.QInt8,
                    per_channel=True,
                    op_types_to_quantize=["MatMul", "Gemm", "Gather"],
                )
    shutil.copy(tokenizer, out / "tokenizer.json")
    digest = hashlib.sha256()
    for name in ("read.onnx", "ask.onnx", "same.onnx", "tokenizer.json"):
        digest.update((out / name).read_bytes())
    digest.update(json.dumps(temperatures, sort_keys=True).encode())
    facts = {
        "sha256": digest.hexdigest(),
        "about": about or {},
        "types": list(TYPES),
        "roles": list(ROLES),
        "factualities": list(FACTUALITIES),
        "datings": list(DATINGS),
        "tolls": list(TOLLS),
        "losses": list(LOSSES),
        "temperatures": temperatures,
    }
    (out / "model.json").write_text(json.dumps(facts, indent=1) + "\n")
    return digest.hexdigest()


def load(folder: Path, config: dict) -> Reader:
    """The net that `training.train` wrote."""
    net = Reader(pretrained(config["package"]), config["top"], 0.0)
    net.load_state_dict(torch.load(folder / "reader.pt", weights_only=True))
    return net.eval()


def main() -> None:
    """Export what was trained."""
    parser = argparse.ArgumentParser(description="Writes the trained reader for use.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    parser.add_argument("--out", type=Path, default=Path("src/tacitus/learned/data"))
    asked = parser.parse_args()
    config = yaml.safe_load(asked.config.read_text())
    found = asked.model / "temperatures.json"
    temperatures = json.loads(found.read_text()) if found.exists() else {}
    net = load(asked.model, config)
    tokenizer = asked.model / "tokenizer.json"
    export(net, asked.model / "fp32", tokenizer=tokenizer, temperatures=temperatures, whole=True)
    digest = export(
        net,
        asked.out,
        tokenizer=tokenizer,
        temperatures=temperatures,
        about={
            "base": "all-MiniLM-L6-v2 (Apache-2.0)",
            "reads": "English",
            "trained": date.fromtimestamp((asked.model / "reader.pt").stat().st_mtime).isoformat(),
            "on": ", ".join([*config["annotations"], "gold train", *config["sets"]]),
        },
    )
    size = sum(p.stat().st_size for p in asked.out.iterdir())
    print(f"{asked.out}: {size / 1e6:.1f} MB, {digest[:12]}")


if __name__ == "__main__":
    main()
