"""Fits an output of the finished net anew: `python -m training.readout --model build/model`.

What the net says of whether things happened is read off by one linear map. A pass or two over the
data leave that map short of the best one for the net as it has become, which ridge regression over
the training part of UDS-IH2 gives at once.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import yaml

from training.check_data import require_data
from training.net import Reader
from training.sets import load_set
from training.sources import pretrained, tokenizer_of

#: The output that is fitted, a column of its own for every piece.
HEAD = "happened"
#: How far the map is kept from large weights, in units of a feature's variance over all pieces.
RIDGE = 0.01
#: Texts at once.
BATCH = 8


def seen(net: Reader, pieces: list[np.ndarray]) -> torch.Tensor:
    """What the top that labels pieces sees of some texts: all their pieces x width."""
    longest = max(map(len, pieces))
    ids = torch.zeros(len(pieces), longest, dtype=torch.long)
    for n, own in enumerate(pieces):
        ids[n, : len(own)] = torch.from_numpy(own)
    mask = (ids != 0)[:, None, None, :]
    with torch.no_grad():
        x = net.each(net.base(ids, mask), mask)
    return torch.cat([x[n, : len(own)] for n, own in enumerate(pieces)])


def fitted(features: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and constant of the linear map from features to labels, by ridge regression.

    Stretched to the spread of the labels: a regression keeps to the middle, and what surely
    happened or did not would be given as unsure.

    Args:
        features: pieces x width.
        labels: one a piece.
    """
    middle, level = features.mean(0), labels.mean()
    centred = features - middle
    strength = RIDGE * len(features) * centred.var(0).mean()
    square = centred.T @ centred + strength * np.eye(features.shape[1])
    weights = np.linalg.solve(square, centred.T @ (labels - level))
    spread = (centred @ weights).std()
    if spread > 1e-9:
        weights = weights * (labels.std() / spread)
    return weights, float(level - middle @ weights)


def main() -> None:
    """Fit the output and write the weights back."""
    parser = argparse.ArgumentParser(description="Fits an output of the finished net anew.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    asked = parser.parse_args()
    require_data(asked.shared)
    config = yaml.safe_load(asked.config.read_text(encoding="utf-8"))
    source = pretrained(config["package"])
    net = Reader(source, config["top"], config["dropout"]).eval()
    path = asked.model / "reader.pt"
    net.load_state_dict(torch.load(path, weights_only=True))
    texts = list(load_set(HEAD, asked.shared / "data", tokenizer_of(source)))
    features, labels = [], []
    for at in range(0, len(texts), BATCH):
        some = texts[at : at + BATCH]
        told = np.concatenate([t.labels[HEAD] for t in some])
        known = ~np.isnan(told)
        features.append(seen(net, [t.pieces for t in some]).numpy()[known])
        labels.append(told[known])
    x, y = np.concatenate(features).astype(float), np.concatenate(labels).astype(float)
    weights, constant = fitted(x, y)
    before = x @ net.pieces[HEAD].weight.detach().numpy()[0] + net.pieces[HEAD].bias.item()
    print(
        f"{HEAD}: {len(y)} words, r {np.corrcoef(before, y)[0, 1]:.3f} ->"
        f" {np.corrcoef(x @ weights + constant, y)[0, 1]:.3f} on the training part"
    )
    with torch.no_grad():
        net.pieces[HEAD].weight[0] = torch.from_numpy(weights).float()
        net.pieces[HEAD].bias[0] = constant
    torch.save(net.state_dict(), path)


if __name__ == "__main__":
    main()
