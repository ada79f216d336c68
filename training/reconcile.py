"""The weights by which claims of many reports are put together, learned from claims marked by hand.

    python -m training.reconcile --shared ../shared            # measure by parts held out
    python -m training.reconcile --shared ../shared --write    # and write the weights
    python -m training.reconcile --shared ../shared --words    # count the words anew

The weights of the comparison levels are log-odds, fitted by logistic regression over the pairs of
claims that blocking brings together. Each is drawn towards the weight set by hand
(`reconciling_start.yaml`) as by a normal prior, so that a level which the pairs hardly show stays
where a person put it. A pair of a cluster of n claims counts 1/(n - 1), or the events that all the
world reports would outweigh the rest; at the end the prior alone is set so that the likelihoods are
right over all pairs as they are. Pairs of one report and pairs left open by the readers do
not count, nor do reports of the month given by `--apart`, on which results are looked at by eye.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from tacitus.evaluate import clusters as measures
from tacitus.knowledge.load import packaged_path
from tacitus.knowledge.reconciling import Reconciling, load_reconciling
from tacitus.reconcile.cluster import Reconciler
from tacitus.reconcile.scoring import levels
from tacitus.reconcile.traits import Traits, stems, traits_of
from tacitus.records import Telling
from training.annotations import digest, load
from training.clusters import ANNOTATED, CLUSTERS, Clusters, load_clusters
from training.tellings import tellings
from training.texts import syria, texts

START = Path(__file__).parent / "reconciling_start.yaml"
#: Where claims are kept from one run to the next: resolving them takes minutes.
STORE = Path("build/reconcile")
#: Parts of the time that the reports cover, each held out once.
FOLDS = 5
#: How strongly a weight is drawn to where it starts: a level seen in so many pairs of half odds,
#: times four, goes half the way.
PULL = 2.0
#: A word in fewer claims of a thousand than this is not listed.
LEAST_SHARE = 1.0
_WEIGHT = re.compile(r"^(\s+)(\w+): \{weight: [-+.\d]+, (says: .*)$")

Name = tuple[str, str]


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims as numbers.

    Attributes:
        names: the levels, as (comparison, level); the first is the prior.
        hits: pairs x levels, 1 where the pair is at the level.
        same: whether each tells one happening.
        counts: how much each counts.
        keys: the two claims of each.
    """

    names: tuple[Name, ...]
    hits: np.ndarray
    same: np.ndarray
    counts: np.ndarray
    keys: tuple[tuple[str, str], ...]

    def only(self, chosen: Sequence[int]) -> Pairs:
        """Some of the pairs."""
        return Pairs(
            self.names,
            self.hits[chosen],
            self.same[chosen],
            self.counts[chosen],
            tuple(self.keys[n] for n in chosen),
        )


def level_names(rules: Reconciling) -> tuple[Name, ...]:
    """The prior and all levels, in the order of the file."""
    return (
        ("", "prior"),
        *((name, level) for name, all_of in rules.comparisons.items() for level in all_of),
    )


def start_weights(names: Iterable[Name], path: Path = START) -> np.ndarray:
    """The weights set by hand."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return np.array(
        [told["prior"] if not c else told["comparisons"][c][level] for c, level in names]
    )


def pairs_of(claims: Mapping[str, Traits], marked: Clusters, rules: Reconciling) -> Pairs:
    """The pairs that blocking brings together and the readers decided.

    Args:
        claims: by key.
        marked: what the readers decided.
        rules: the weights in force, of which only the levels' names and the limits matter.
    """
    names = level_names(rules)
    column = {name: n for n, name in enumerate(names)}
    size = {c: len(claims) for claims in marked.sure.values() for c in claims}
    rows, same, counts, keys = [], [], [], []
    for a, b in Reconciler(rules).pairs(claims):
        verdict = marked.verdict(a.key, b.key)
        # of two sums the readers only marked what is one, which would teach that all are
        if verdict is None or (a.aggregate and b.aggregate):
            continue
        row = np.zeros(len(names), dtype=np.float32)
        row[0] = 1
        for comparison, found in levels(a, b, rules).items():
            row[column[comparison, found.level]] = 1
        rows.append(row)
        same.append(verdict)
        counts.append(1 / (size[a.key] - 1) if verdict else 1.0)
        keys.append((a.key, b.key))
    return Pairs(names, np.array(rows), np.array(same, dtype=float), np.array(counts), tuple(keys))


def fit(pairs: Pairs, start: np.ndarray, pull: float = PULL) -> np.ndarray:
    """The weights that make the verdicts likeliest, drawn towards ``start``, by Newton's method.

    Args:
        pairs: what is learned from.
        start: weights of the levels set by hand.
        pull: how strongly they hold; the inverse variance of a normal prior.
    """
    weights = start.copy()
    free = start != 0
    for _ in range(50):
        told = 1 / (1 + np.exp(-np.clip(pairs.hits @ weights, -30, 30)))
        slope = pairs.hits.T @ (pairs.counts * (told - pairs.same)) + pull * (weights - start)
        curve = (pairs.hits * (pairs.counts * told * (1 - told))[:, None]).T @ pairs.hits
        curve += pull * np.eye(len(start))
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return _calibrated(pairs, weights)


def _calibrated(pairs: Pairs, weights: np.ndarray) -> np.ndarray:
    """The weights with the prior from which as many pairs are expected to be one as are."""
    weights = weights.copy()
    for _ in range(50):
        told = 1 / (1 + np.exp(-np.clip(pairs.hits @ weights, -30, 30)))
        step = (told.sum() - pairs.same.sum()) / max(1e-9, (told * (1 - told)).sum())
        weights[0] -= np.clip(step, -1, 1)
        if abs(step) < 1e-6:
            break
    return weights


def with_weights(rules: Reconciling, names: Sequence[Name], weights: np.ndarray) -> Reconciling:
    """The rules with other weights, rounded as they are written."""
    form = rules.model_dump()
    for (comparison, level), weight in zip(names, weights, strict=True):
        value = round(float(weight), 2)
        if comparison:
            form["comparisons"][comparison][level]["weight"] = value
        else:
            form["prior"] = value
    return Reconciling.model_validate(form)


def measured(
    claims: Mapping[str, Traits], marked: Clusters, rules: Reconciling, keys: Collection[str]
) -> dict[str, float]:
    """The usual measures of the clusters that some claims come to.

    Args:
        claims: by key.
        marked: what the readers decided.
        rules: the weights under test.
        keys: the claims that count.
    """
    given = Reconciler(rules).cluster(claims[key] for key in keys)
    gold = measures.whole(marked.sure.values(), keys)
    told = measures.whole([c.keys for c in given], keys)
    counted = measures.added(measures.counts(gold, told, marked.open))
    muc, ceaf = measures.muc(gold, told), measures.ceaf_e(gold, told)
    return {
        "pairs precision": counted.pairs.precision,
        "pairs recall": counted.pairs.recall,
        "pairs F1": counted.pairs.f1,
        "B-cubed F1": counted.b_cubed.f1,
        "B-cubed F1, no singletons": counted.linked.f1,
        "CoNLL": measures.conll(muc, counted.b_cubed, ceaf),
    }


def folds(claims: Mapping[str, Traits], parts: int = FOLDS) -> list[frozenset[str]]:
    """The claims in parts of about equal size, by when their reports were published.

    Reports of one happening mostly stand together so, and it is not learned and tested both.
    """
    reports = Counter(t.report for t in claims.values())
    day = {t.report: t.published or 0 for t in claims.values()}
    part_of, total = {}, 0
    for report in sorted(reports, key=lambda r: (day[r], r)):
        part_of[report] = min(parts - 1, total * parts // len(claims))
        total += reports[report]
    return [frozenset(k for k, t in claims.items() if part_of[t.report] == n) for n in range(parts)]


def claims_marked(shared: Path, store: Path = STORE) -> list[Telling]:
    """The annotated claims, resolved; kept for the next run."""
    tag = digest(ANNOTATED.read_text(encoding="utf-8"))[:12]
    kept = store / f"tellings-{tag}.pickle"
    if kept.exists():
        return list(pickle.loads(kept.read_bytes()))  # noqa: S301 written by ourselves, below build/
    known = {text.id: text for text in syria(shared / "data")}
    found = [t for text, events in load(ANNOTATED, known) for t in tellings(text, events)]
    store.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(found))
    return found


def word_shares(shared: Path) -> dict[str, float]:
    """Of a thousand annotated claims how many hold each word, the rarer ones left out."""
    known = {text.id: text for text in texts(shared / "data")}
    seen: Counter[str] = Counter()
    claims = 0
    for path in sorted(ANNOTATED.parent.glob("*.jsonl")):
        if path in (CLUSTERS, ANNOTATED.parent / "inv.jsonl"):
            continue  # no annotations, and invented reports
        for text, events in load(path, known):
            for event in events:
                claims += 1
                seen.update(stems(" ".join(text.text[a:b] for a, b in event.evidence)))
    shares = {word: 1000 * n / claims for word, n in seen.items()}
    return {
        word: round(share, 1)
        for word, share in sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
        if share > LEAST_SHARE
    }


def write_weights(rules: Reconciling, path: Path) -> None:
    """Put the weights into the file, whose comments and order stay."""
    lines, comparison = [], ""
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        inside = inside or line.startswith("comparisons:")
        head = re.match(r"^  (\w+):$", line)
        if inside and head:
            comparison = head[1]
        found = _WEIGHT.match(line)
        if inside and found:
            weight = rules.weight(comparison, found[2])
            line = f"{found[1]}{found[2]}: {{weight: {weight:.2f}, {found[3]}"
        elif line.startswith("prior:"):
            line = f"prior: {rules.prior:.2f}"
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_words(shares: Mapping[str, float], path: Path) -> None:
    """Write the file of words."""
    lines = [
        "# Of a thousand claims of the reports marked by hand, how many hold a word, by its stem.",
        "# Made by `python -m training.reconcile --words`; others are in at most `least`.",
        f"least: {LEAST_SHARE}",
        "words:",
        *(f"  {json.dumps(word, ensure_ascii=False)}: {share}" for word, share in shares.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--words", action="store_true", help="count and write the words, no more")
    parser.add_argument("--pull", type=float, default=PULL)
    parser.add_argument("--apart", default="2017-04", help="month never learned from")
    given = parser.parse_args()
    if given.words:
        write_words(word_shares(given.shared), packaged_path("reconciling_words.yaml"))
        return
    rules, marked = load_reconciling(), load_clusters()
    told = [t for t in claims_marked(given.shared) if t.key in marked.claims]
    apart = {t.key for t in told if str(t.report.published).startswith(given.apart)}
    claims = {t.key: traits_of(t) for t in told}
    pairs = pairs_of(claims, marked, rules)
    start = start_weights(pairs.names)
    print(
        f"{len(claims)} claims, {len(pairs.same)} pairs, {int(pairs.same.sum())} of one happening"
    )
    reached = set(pairs.keys)
    same = [tuple(sorted(pair)) for pair in marked.same()]
    print(
        f"blocking reaches {sum(p in reached for p in same)} of {len(same)} pairs of one happening"
    )
    for name, weights in (("by hand", start), ("learned", None)):
        report(name, claims, marked, rules, pairs, start, weights, given.pull)
    learned = fit(
        pairs.only([n for n, p in enumerate(pairs.keys) if not apart & {*p}]), start, given.pull
    )
    for name, old, new in zip(pairs.names, start, learned, strict=True):
        seen = pairs.hits[:, pairs.names.index(name)]
        print(
            f"{'.'.join(name):28} {old:+.2f} {new:+.2f}"
            f"  {int(seen.sum())} pairs, {int(seen @ pairs.same)} same"
        )
    if given.write:
        write_weights(with_weights(rules, pairs.names, learned), packaged_path("reconciling.yaml"))


def report(
    name: str,
    claims: Mapping[str, Traits],
    marked: Clusters,
    rules: Reconciling,
    pairs: Pairs,
    start: np.ndarray,
    weights: np.ndarray | None,
    pull: float,
) -> None:
    """Print the measures over parts held out; ``weights`` None stands for learning on the rest."""
    total: Counter[str] = Counter()
    parts = folds(claims)
    for part in parts:
        used = weights
        if used is None:
            rest = [n for n, (a, b) in enumerate(pairs.keys) if a not in part and b not in part]
            used = fit(pairs.only(rest), start, pull)
        total.update(measured(claims, marked, with_weights(rules, pairs.names, used), part))
    print(name, ", ".join(f"{key} {value / len(parts):.3f}" for key, value in total.items()))


if __name__ == "__main__":
    main()
