"""Examples put together into what the network takes, and changed at random for robustness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from tacitus.learned.labels import ROLES
from tacitus.learned.windows import around, centre, windows
from training.examples import IGNORE, Asked, Example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: Numbers of the encoder's two marks.
FIRST, LAST = 101, 102
_PLACES = ("place", "within")
_SIDES = ("initiators", "targets")
#: Longest name that is exchanged, in pieces.
_NAME = 8
#: Most names of a report that are exchanged, and how likely each is.
_MOST, _EACH = 12, 0.7


@dataclass(frozen=True)
class Ask:
    """One question put to the network: which event of which report, with which words marked."""

    report: int
    event: int
    asked: Asked
    marks: np.ndarray
    single: bool


@dataclass
class Batch:
    """Reports and questions as tensors.

    `ids` and `mask` are windows x pieces; `place` gives for every piece of every report, one after
    another, its position in them, and `first` that of each report's mark. `seen` are for every
    question the pieces it reads, as indexes into all reports' pieces, -1 for none.
    """

    examples: list[Example]
    ids: Tensor
    mask: Tensor
    place: Tensor
    first: Tensor
    offsets: list[int]
    asks: list[Ask]
    seen: Tensor
    marks: Tensor


def batch(examples: Sequence[Example], asks: list[Ask]) -> Batch:
    """Tensors for some reports and questions about them."""
    rows: list[np.ndarray] = []
    spots, firsts, offsets, total = [], [], [], 0
    for e in examples:
        spans = windows(e.sentences)
        which = centre(spans, len(e.pieces))
        at = np.zeros((2, len(e.pieces)), dtype=np.int64)
        for w, (a, _) in enumerate(spans):
            mine = np.flatnonzero(which == w)
            at[0, mine], at[1, mine] = len(rows) + w, mine - a + 1
        firsts.append(len(rows))
        rows += [np.array([FIRST, *e.pieces[a:b], LAST]) for a, b in spans]
        spots.append(at)
        offsets.append(total)
        total += len(e.pieces)
    longest = max(map(len, rows))
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=bool)
    for n, row in enumerate(rows):
        ids[n, : len(row)], mask[n, : len(row)] = row, True
    at = np.concatenate(spots, axis=1)
    seen = [around(a.marks, examples[a.report].sentences) for a in asks]
    wide = max(map(len, seen), default=1)
    chosen = np.full((len(asks), wide), -1, dtype=np.int64)
    marks = np.zeros((len(asks), wide), dtype=np.int64)
    for n, (ask, pieces) in enumerate(zip(asks, seen, strict=True)):
        chosen[n, : len(pieces)] = pieces + offsets[ask.report]
        marks[n, : len(pieces)] = np.isin(pieces, ask.marks)
    tensor = torch.from_numpy
    return Batch(
        list(examples),
        tensor(ids),
        tensor(mask),
        tensor(at[0] * longest + at[1]),
        torch.tensor(firsts) * longest,
        offsets,
        asks,
        tensor(chosen),
        tensor(marks),
    )


def questions(
    examples: Sequence[Example], rng: np.random.Generator, most: int, spare: float
) -> list[Ask]:
    """Questions about some reports: each event by one telling, some by all of theirs, some by none.

    Args:
        examples: the reports.
        rng: chooses.
        most: events and words that tell of none, of one report at the most.
        spare: share of words that tell of none, by the number of events.
    """
    out = []
    for r, e in enumerate(examples):
        events = [(n, a) for n, a in enumerate(e.asked) if a.roles is not None]
        empty = [(n, a) for n, a in enumerate(e.asked) if a.roles is None]
        rng.shuffle(events)
        rng.shuffle(empty)
        for n, a in events[:most]:
            one, *more = rng.permutation(len(a.tellings))
            out.append(Ask(r, n, a, a.tellings[one], True))
            if more and rng.random() < 0.5:
                out.append(Ask(r, n, a, a.tellings[more[0]], True))
            elif more and rng.random() < 0.5:
                out.append(Ask(r, n, a, np.unique(np.concatenate(a.tellings)), False))
        few = 1 + int(spare * len(events))
        out += [Ask(r, n, a, a.tellings[0], True) for n, a in empty[: min(few, most)]]
    return out


def each_telling(examples: Sequence[Example]) -> list[Ask]:
    """All tellings of all events, and all words that tell of none."""
    return [
        Ask(r, n, a, telling, True)
        for r, e in enumerate(examples)
        for n, a in enumerate(e.asked)
        for telling in a.tellings
    ]


@dataclass(frozen=True)
class Names:
    """Names that reports use, to be exchanged for one another.

    Attributes:
        places: the pieces of each.
        sides: pieces of those who act and of what is acted on, by the class of actor.
        kinds: the class of each of these, by its pieces.
    """

    places: list[np.ndarray]
    sides: dict[str, list[np.ndarray]]
    kinds: dict[tuple[int, ...], str]


def names_of(examples: Iterable[Example], kind: Callable[[np.ndarray], str | None]) -> Names:
    """The names in some reports, each once.

    Args:
        examples: the reports.
        kind: the class of an actor from its pieces; None where it is not to be exchanged.
    """
    pool = list(examples)
    kinds: dict[tuple[int, ...], str] = {}
    sides: dict[str, list[np.ndarray]] = {}
    for name in _each_once(p for e in pool for p in _named(e, _SIDES)):
        found = kind(name)
        if found is not None:
            kinds[tuple(name)] = found
            sides.setdefault(found, []).append(name)
    return Names(_each_once(p for e in pool for p in _named(e, _PLACES)), sides, kinds)


def changed(
    e: Example, rng: np.random.Generator, names: Names, comma: int, config: dict
) -> Example:
    """An example as another outlet could have had it: without commas, of other places and sides."""
    if rng.random() < config["no_commas"]:
        e = without(e, np.flatnonzero(e.pieces == comma))
    if names.places and rng.random() < config["other_places"]:
        for old in _named(e, _PLACES)[:_MOST]:
            if rng.random() < _EACH:
                e = exchanged(e, old, names.places[rng.integers(len(names.places))])
    # a recipe without it draws no number for it, so that it chooses as it did before
    if config.get("other_sides") and rng.random() < config["other_sides"]:
        for old in _named(e, _SIDES)[:_MOST]:
            alike = names.sides.get(names.kinds.get(tuple(old), ""), [])
            if alike and rng.random() < _EACH:
                e = exchanged(e, old, alike[rng.integers(len(alike))])
    return e


def _each_once(names: Iterable[np.ndarray]) -> list[np.ndarray]:
    found = {tuple(p): p for p in names}
    return [found[k] for k in sorted(found)]


def _named(e: Example, roles: Sequence[str]) -> list[np.ndarray]:
    """The pieces of each name that fills one of some roles in an example."""
    found: dict[tuple[int, ...], np.ndarray] = {}
    for asked in e.asked:
        if asked.roles is None:
            continue
        for role in map(ROLES.index, roles):
            inside = asked.roles[:, role, 1] == 1
            start = asked.roles[:, role, 0] == 1
            for at in np.flatnonzero(start):
                end = at + 1
                while end < len(inside) and inside[end] and not start[end]:
                    end += 1
                if end - at <= _NAME:
                    found[tuple(e.pieces[at:end])] = e.pieces[at:end]
    return list(found.values())


def without(e: Example, gone: np.ndarray) -> Example:
    """The example without some pieces; what is marked stays marked."""
    keep = np.ones(len(e.pieces), dtype=bool)
    keep[gone] = False
    return _rearranged(e, np.flatnonzero(keep), e.pieces[keep], None)


def exchanged(e: Example, old: np.ndarray, new: np.ndarray) -> Example:
    """The example with one run of pieces exchanged for another wherever it stands."""
    k, at, source, pieces, fresh = len(old), 0, [], [], []
    while at < len(e.pieces):
        whole = np.array_equal(e.pieces[at : at + k], old)
        if whole:
            source += [at] + [min(at + 1, at + k - 1)] * (len(new) - 1)
            fresh += [False] + [k == 1] * (len(new) - 1)
            pieces += new.tolist()
            at += k
        else:
            source.append(at)
            fresh.append(False)
            pieces.append(e.pieces[at])
            at += 1
    return _rearranged(e, np.array(source), np.array(pieces), np.array(fresh))


def _rearranged(
    e: Example, source: np.ndarray, pieces: np.ndarray, grown: np.ndarray | None
) -> Example:
    """The example over new pieces, each with the labels of the old piece it stands for.

    `grown` tells the pieces added behind a single one, which start nothing.
    """
    asked = []
    for a in e.asked:
        tellings = [np.flatnonzero(np.isin(source, t)) for t in a.tellings]
        tellings = [t for t in tellings if len(t)]
        roles = a.roles[source] if a.roles is not None else None
        if roles is not None and grown is not None:
            starts = roles[grown][:, :, 0]
            starts[starts == 1] = 0
            roles[grown, :, 0] = starts
        if tellings:
            asked.append(replace(a, tellings=tellings, roles=roles))
    return Example(e.id, pieces, e.sentences[source], e.triggers[source], asked)


def role_labels(b: Batch) -> np.ndarray:
    """What is to be read of the pieces of each question: questions x pieces x outputs."""
    wide = b.seen.shape[1]
    out = np.full((len(b.asks), wide, 2 * len(ROLES)), IGNORE, dtype=np.int64)
    for n, ask in enumerate(b.asks):
        if ask.asked.roles is None:
            continue
        own = b.seen[n].numpy()
        own = own[own >= 0] - b.offsets[ask.report]
        out[n, : len(own)] = ask.asked.roles[own].reshape(len(own), -1)
    return out
