"""Fits the weights by which tellings are joined (knowledge/learned.yaml), on reports coded by hand.

    python -m training.kinship --reports 240

Logistic regression over the pairs of tellings of one report, after what the shipped model says of
them. Prints the weights, with the rules' claims at hand and without.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tacitus.extract.extractor import extract_claims
from tacitus.extract.kinship import NAMES
from tacitus.extract.proposals import Proposer
from tacitus.knowledge.learned import load_trust
from tacitus.learned.model import FOLDER, Model
from tacitus.records import Span, TacitusError
from training.annotations import Event
from training.examples import read_text
from training.sources import reports
from training.texts import Text

_RULED = ("ruled_one", "ruled_apart")


def pairs_of(text: Text, events: list[Event], model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Likenesses of the pairs of a report's tellings that a coder marked, and 1 for one event."""
    # the rules' claims consume what they read from, so the report is read twice
    ruled = extract_claims(read_text(text))
    reading = read_text(text)
    proposer = Proposer(reading, model, load_trust(), ruled)
    tellings = proposer.tellings()
    if len(tellings) < 2:
        return np.zeros((0, len(NAMES))), np.zeros(0)
    event_of = [_event_of(reading.parsed.span(t.first, t.stop), events) for t in tellings]
    found = proposer.likenesses(tellings)
    rows, same = [], []
    for i in range(len(tellings)):
        for j in range(i):
            if event_of[i] >= 0 and event_of[j] >= 0:
                rows.append(found[i, j])
                same.append(float(event_of[i] == event_of[j]))
    return np.array(rows).reshape(-1, len(NAMES)), np.array(same)


def _event_of(span: Span, events: list[Event]) -> int:
    """The event whose trigger the words are, or the only one in whose quote they stand; else -1."""
    for n, event in enumerate(events):
        if any(t is not None and t[0] < span.end and span.start < t[1] for t in event.triggers):
            return n
    holding = [
        n
        for n, event in enumerate(events)
        if any(a <= span.start and span.end <= b for a, b in event.evidence)
    ]
    return holding[0] if len(holding) == 1 else -1


def fit(rows: np.ndarray, same: np.ndarray, penalty: float = 1.0) -> np.ndarray:
    """Weights of a logistic regression, by Newton's method; the first row is the constant.

    Args:
        rows: pairs x likenesses.
        same: 1 where a pair is of one event.
        penalty: on the squares of all weights but the constant's.
    """
    ridge = np.full(rows.shape[1], penalty)
    ridge[0] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chance - same) + ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description="Fits the weights of joining.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--reports", type=int, default=240)
    asked = parser.parse_args()
    config: dict[str, Any] = yaml.safe_load(asked.config.read_text())
    folder = Path(config["folder"])
    known = list(reports(config["annotations"], [], asked.shared, folder))
    rng = np.random.default_rng(config["seed"])
    model, rows, same = Model(asked.model), [], []
    for n in rng.permutation(len(known))[: asked.reports]:
        try:
            some, told = pairs_of(*known[n], model)
        except TacitusError:
            continue
        rows.append(some)
        same.append(told)
    table, told = np.concatenate(rows), np.concatenate(same)
    print(f"# {len(told)} pairs of {len(rows)} reports, {int(told.sum())} of one event")
    for name, left in (("joining", ()), ("joining_alone", _RULED)):
        keep = [k for k, n in enumerate(NAMES) if n not in left]
        weights = fit(table[:, keep], told)
        print(f"{name}:")
        for k, weight in zip(keep, weights, strict=True):
            print(f"  {NAMES[k]}: {weight:.2f}")


if __name__ == "__main__":
    main()
