"""Trains the reader: `python -m training.train --config training/config.yaml --out build/model`."""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml

from tacitus.evaluate.machine import machine
from tacitus.resolve.actor_class import classify
from training.batches import Names, batch, changed, each_telling, names_of, questions
from training.check_data import require_data
from training.examples import Example
from training.golds import gold
from training.losses import piece_loss, report_loss
from training.measure import measured
from training.net import Reader
from training.sets import load_set
from training.sources import examples, held_examples, kept, pretrained, tokenizer_of

#: Parts of the net that were trained before; all others learn faster.
_KNOWN = ("words", "positions", "norm", "shared", "plain", "asked")


class Trainer:
    """Trains one net by a recipe.

    Args:
        config: as in training/config.yaml. With `narrow` the products of matrices are worked out in
            bfloat16, by two thirds of the time on processors with units for it (AMX).
        shared: the folder of gold and data files.
        out: where weights, tokenizer and log go.
    """

    def __init__(self, config: dict[str, Any], shared: Path, out: Path) -> None:
        torch.manual_seed(config["seed"])
        torch.set_flush_denormal(True)
        self.config, self.shared, self.out = config, shared, out
        self.rng = np.random.default_rng(config["seed"])
        source = pretrained(config["package"])
        self.tokenizer = tokenizer_of(source)
        self.net = Reader(source, config["top"], config["dropout"])
        self.average = copy.deepcopy(self.net)
        self.unseen = {
            "dev": [kept(t, e, self.tokenizer) for t, e in gold(shared / "gold", "dev")],
            "held": list(held_examples(config, shared, self.tokenizer)),
        }
        self.sets = {
            name: (list(load_set(name, shared / "data", self.tokenizer)), ask)
            for name, ask in config["sets"].items()
        }
        self.log: list[dict[str, Any]] = []
        out.mkdir(parents=True, exist_ok=True)
        self.tokenizer.save(str(out / "tokenizer.json"))

    def phase(self, number: int, epochs: int, parts: list[str]) -> None:
        """Train over all reports some times; the averaged weights are written after each time.

        Args:
            number: of the phase, for the log.
            epochs: how many times.
            parts: gold parts to take along.
        """
        pool = list(examples(self.config, parts, self.shared, self.tokenizer))
        asked = sum(len(e.asked) for e in pool)
        print(f"phase {number}: {len(pool)} reports, {asked} questions", flush=True)
        names = names_of(pool, self._kind)
        # an ablation reads a share of the reports in each pass; the shipped model all of them
        portion = self.config.get("portion", 1.0)
        steps = epochs * math.ceil(portion * math.ceil(len(pool) / self.config["batch"]))
        optimizer, schedule = self._optimizer(steps)
        self.average.load_state_dict(self.net.state_dict())
        began, step = time.time(), 0
        for epoch in range(1, epochs + 1):
            self.net.train()
            sums: dict[str, float] = {}
            groups = _order(pool, self.config["batch"], self.rng)
            groups = groups[: math.ceil(portion * len(groups))]
            for group in groups:
                parts_of = self._step([pool[i] for i in group], names, optimizer)
                schedule.step()
                step += 1
                self._take(min(self.config["average"], (1 + step) / (10 + step)))
                for k, v in parts_of.items():
                    sums[k] = sums.get(k, 0.0) + v
            line: dict[str, Any] = {
                "phase": number,
                "epoch": epoch,
                "seconds": round(time.time() - began),
                "loss": {k: round(v / len(groups), 3) for k, v in sums.items()},
            }
            for name, seen in self.unseen.items():
                line[name] = measured(self.average.eval(), batch(seen, each_telling(seen)))
            self.log.append(line)
            print(json.dumps(line), flush=True)
            torch.save(self.average.state_dict(), self.out / "reader.pt")
            (self.out / "log.json").write_text(
                json.dumps({"config": self.config, "machine": machine(), "log": self.log}, indent=1)
            )
        torch.save(self.average.state_dict(), self.out / f"phase{number}.pt")

    def _step(
        self, picked: list[Example], names: Names, optimizer: torch.optim.Optimizer
    ) -> dict[str, float]:
        config, rng = self.config, self.rng
        comma = self.tokenizer.token_to_id(",")
        picked = [changed(e, rng, names, comma, config) for e in picked]
        b = batch(picked, questions(picked, rng, config["most"], config["spare"]))
        optimizer.zero_grad()
        with self._narrow():
            loss, parts = report_loss(self.net, b)
        loss.backward()
        for name, (texts, ask) in self.sets.items():
            if rng.random() < ask["share"]:
                chosen = [texts[i] for i in rng.integers(len(texts), size=ask["texts"])]
                with self._narrow():
                    extra = piece_loss(self.net, chosen)
                extra.backward()
                parts[name] = float(extra.detach())
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        optimizer.step()
        return parts

    def _kind(self, pieces: np.ndarray) -> str | None:
        """The class of an actor, None for one that only words around it tell."""
        kind = classify(self.tokenizer.decode(pieces.tolist())).kind
        return kind if kind in self.config.get("sides", ()) else None

    def _narrow(self) -> torch.autocast:
        return torch.autocast("cpu", torch.bfloat16, enabled=self.config.get("narrow", False))

    def _take(self, keep: float) -> None:
        """Move the averaged weights towards those of today."""
        with torch.no_grad():
            for a, p in zip(self.average.parameters(), self.net.parameters(), strict=True):
                a.lerp_(p, 1 - keep)

    def _optimizer(
        self, steps: int
    ) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
        named = [(n, p) for n, p in self.net.named_parameters() if p.requires_grad]
        rates = self.config["rates"]
        groups = [
            {"params": [p for n, p in named if n.startswith(_KNOWN)], "lr": rates["encoder"]},
            {"params": [p for n, p in named if not n.startswith(_KNOWN)], "lr": rates["heads"]},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=self.config["decay"])
        warm = max(1, int(self.config["warmup"] * steps))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
        )
        return optimizer, schedule


def _order(pool: list[Example], size: int, rng: np.random.Generator) -> list[list[int]]:
    """Groups of reports of like length, so that little is padded, in random order."""
    order = rng.permutation(len(pool))
    groups = []
    for at in range(0, len(order), 16 * size):
        some = sorted(order[at : at + 16 * size], key=lambda i: len(pool[i].pieces))
        groups += [some[k : k + size] for k in range(0, len(some), size)]
    return [groups[i] for i in rng.permutation(len(groups))]


def main() -> None:
    """Train by a config file; the weights and a log go to a folder."""
    parser = argparse.ArgumentParser(description="Trains the learned reader.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/model"))
    parser.add_argument("--start", type=Path, help="Weights to go on from.")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    asked = parser.parse_args()
    require_data(asked.shared)
    config = yaml.safe_load(asked.config.read_text())
    for change in asked.set:
        key, value = change.split("=", 1)
        config[key] = yaml.safe_load(value)
    trainer = Trainer(config, asked.shared, asked.out)
    if asked.start:
        trainer.net.load_state_dict(torch.load(asked.start, weights_only=True))
    for number, phase in enumerate(config["phases"], 1):
        trainer.phase(number, phase["epochs"], phase["gold"])


if __name__ == "__main__":
    main()
