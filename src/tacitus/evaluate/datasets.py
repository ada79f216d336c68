"""Two data sets of events compared, row by row: what both have, what one lacks, what differs.

Own rows are those of a store or of an export of it, the others those of ACLED or UCDP.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.evaluate.assign import assign
from tacitus.evaluate.dataset_likeness import (
    Likeness,
    Matching,
    likeness,
    open_days,
    open_km,
    packaged_matching,
)
from tacitus.export.acled import acled_rows
from tacitus.export.losses import Losses
from tacitus.export.ucdp import ucdp_rows
from tacitus.read.dataset_rows import DatasetRow, row_of
from tacitus.records import Event, TacitusError, Telling

MATCHED, OWN_ONLY, THEIRS_ONLY = "matched", "own only", "theirs only"
# a little less than the mean radius of the Earth, so that rounding leaves no row out
_EARTH_KM = 6370.9


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two rows of one event differ.

    Attributes:
        field: "days", "place", "type", "actors" or "deaths".
        own, theirs: the values, as printed.
    """

    field: str
    own: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the comparison.

    Attributes:
        status: "matched", "own only" or "theirs only".
        own, theirs: the rows; None where one side has none.
        likeness: how they agree; None where one side has none.
        differs: fields in which they differ.
    """

    status: str
    own: DatasetRow | None
    theirs: DatasetRow | None
    likeness: Likeness | None = None
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetComparison:
    """Two data sets compared.

    Attributes:
        rows: pairs and single rows, by first day.
        outside_own, outside_theirs: rows on days or in countries that the other side has none of;
            they are not among ``rows``.
        greedy: rows on both sides that stood in groups too large to be assigned exactly.
    """

    rows: tuple[Compared, ...]
    outside_own: int
    outside_theirs: int
    greedy: int

    def count(self, status: str) -> int:
        """How many rows have a status."""
        return sum(row.status == status for row in self.rows)

    def summary(self) -> dict[str, Any]:
        """Counts, shares and sums, as plain values.

        ``share_of_own`` and ``share_of_theirs`` are the matched rows among those of a side, None
        where it has none; ``differs`` counts matched rows by field; ``deaths`` are best figures.
        """
        matched, own, theirs = map(self.count, (MATCHED, OWN_ONLY, THEIRS_ONLY))
        differs = Counter(d.field for row in self.rows for d in row.differs)
        return {
            "own": matched + own,
            "theirs": matched + theirs,
            "matched": matched,
            "own_only": own,
            "theirs_only": theirs,
            "share_of_own": _share(matched, matched + own),
            "share_of_theirs": _share(matched, matched + theirs),
            "without_a_difference": sum(
                row.status == MATCHED and not row.differs for row in self.rows
            ),
            "differs": dict(sorted(differs.items(), key=lambda pair: (-pair[1], pair[0]))),
            "deaths_own": sum(row.own.best for row in self.rows if row.own),
            "deaths_theirs": sum(row.theirs.best for row in self.rows if row.theirs),
            "outside_own": self.outside_own,
            "outside_theirs": self.outside_theirs,
            "assigned_greedily": self.greedy,
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def rows_of_events(
    events: Iterable[Event], tellings: Mapping[str, Telling], form: str
) -> list[DatasetRow]:
    """The rows that our events are in another data set, without writing a file.

    Args:
        events: of a store.
        tellings: their claims with their reports, by key.
        form: "acled" or "ucdp".

    Raises:
        TacitusError: ``unknown-dataset`` for another form.
    """
    makers: dict[str, Callable[..., list[dict[str, str]]]] = {
        "acled": acled_rows,
        "ucdp": ucdp_rows,
    }
    if form not in makers:
        raise TacitusError(
            "unknown-dataset", f"{form!r} is no data set.", f"Use {', '.join(makers)}."
        )
    losses = Losses(form)
    return [
        row_of(form, cells) for event in events for cells in makers[form](event, tellings, losses)
    ]


def compare_datasets(
    own_rows: Sequence[DatasetRow],
    their_rows: Sequence[DatasetRow],
    rules: Matching | None = None,
    *,
    everything: bool = False,
) -> DatasetComparison:
    """Pair the rows of two data sets, each at most once, and tell what differs.

    Rows that may be one event, by days, distance and kind, are given points for what agrees; among
    all pairs with enough points those are taken that have the most together. Sides count the same
    whichever is named first. The result does not depend on the order of the rows.

    Args:
        own_rows: ours, by ``rows_of_events`` or from a file of an export.
        their_rows: those of ACLED or UCDP.
        rules: tolerances and weights; the packaged ones where not given.
        everything: whether rows on days and in countries that the other side has none of are
            compared too. They are missing there for want of coverage, so that they are left out
            and counted.
    """
    rules = rules or packaged_matching()
    own, theirs = sorted(own_rows, key=_order), sorted(their_rows, key=_order)
    inside = own, theirs
    if not everything:
        inside = _within(own, theirs, rules), _within(theirs, own, rules)
    ours, others = inside
    edges = _candidates(ours, others, rules)
    pairs, greedy = _paired(edges, rules)
    rows = [
        Compared(MATCHED, one, other, alike, _differs(one, other, alike, rules))
        for one, other, alike in ((ours[i], others[j], edges[i, j]) for i, j in pairs)
    ]
    mine, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    rows += [Compared(OWN_ONLY, row, None) for i, row in enumerate(ours) if i not in mine]
    rows += [Compared(THEIRS_ONLY, None, row) for j, row in enumerate(others) if j not in taken]
    rows.sort(key=lambda row: (_order(row.own or row.theirs), row.status))
    return DatasetComparison(tuple(rows), len(own) - len(ours), len(theirs) - len(others), greedy)


def _order(row: DatasetRow | None) -> tuple[str, str, str, int]:
    if row is None:
        return "", "", "", 0
    return row.start, row.end, row.id, row.line or 0


def _within(
    rows: Sequence[DatasetRow], of: Sequence[DatasetRow], rules: Matching
) -> list[DatasetRow]:
    """Rows on the days and in the countries that the other side covers."""
    if not of:
        return list(rows)
    first = min(_days_of(row)[0] - open_days(row, rules) for row in of)
    last = max(_days_of(row)[1] + open_days(row, rules) for row in of)
    countries = {row.country for row in of}
    anywhere = None in countries
    held = []
    for row in rows:
        start, end = _days_of(row)
        slack = rules.days + open_days(row, rules)
        there = anywhere or row.country is None or row.country in countries
        if there and start - slack <= last and end + slack >= first:
            held.append(row)
    return held


def _candidates(
    own: Sequence[DatasetRow], theirs: Sequence[DatasetRow], rules: Matching
) -> dict[tuple[int, int], Likeness]:
    """Pairs with enough points, by the places of their rows."""
    index = _Index(theirs, rules)
    found = {}
    for i, row in enumerate(own):
        for j in index.near(row):
            alike = likeness(row, theirs[j], rules)
            if alike is not None and alike.score >= rules.floor:
                found[i, j] = alike
    return found


class _Index:
    """Rows by when and where, so that each is held only against those it may be one with."""

    def __init__(self, rows: Sequence[DatasetRow], rules: Matching) -> None:
        self._rules = rules
        days = [_days_of(row) for row in rows]
        self._start = np.array([start for start, _ in days], dtype=np.int64)
        self._end = np.array([end for _, end in days], dtype=np.int64)
        # rows stand in order of their first day; the last day so far bounds those that go before
        self._latest = np.maximum.accumulate(self._end) if rows else self._end
        self._open = np.array([open_days(row, rules) for row in rows], dtype=np.int64)
        self._most_open = int(self._open.max()) if rows else 0
        spots = [_spot_of(row, rules) for row in rows]
        self._lat, self._lon, self._reach = (
            np.array([spot[n] for spot in spots], dtype=np.float64) for n in range(3)
        )
        self._country = np.array([row.country or "" for row in rows], dtype="U2")

    def near(self, row: DatasetRow) -> list[int]:
        """Rows that may be one with a row by their days and places."""
        start, end = _days_of(row)
        slack = self._rules.days + open_days(row, self._rules)
        low = int(np.searchsorted(self._latest, start - slack - self._most_open, "left"))
        high = int(np.searchsorted(self._start, end + slack + self._most_open, "right"))
        if low >= high:
            return []
        held = slice(low, high)
        gap = np.maximum(self._start[held] - end, start - self._end[held])
        lat, lon, reach = _spot_of(row, self._rules)
        with np.errstate(invalid="ignore"):
            km = _kilometres(lat, lon, self._lat[held], self._lon[held])
            close = km <= self._rules.km + reach + self._reach[held]
        vague = np.isnan(self._reach[held]) | np.isnan(reach)
        near = np.where(vague, self._country[held] == (row.country or ""), close)
        return [low + int(n) for n in np.flatnonzero((gap <= slack + self._open[held]) & near)]


def _spot_of(row: DatasetRow, rules: Matching) -> tuple[float, float, float]:
    """Latitude, longitude and kilometres left open, nan where only the country is known."""
    reach = open_km(row, rules)
    if reach is None or row.lat is None or row.lon is None:
        return math.nan, math.nan, math.nan
    return row.lat, row.lon, reach


def _kilometres(
    lat: float, lon: float, lats: NDArray[np.float64], lons: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Great-circle distances from a point to many, as ``geometry.kilometres`` gives one."""
    up = np.sin(np.radians(lats - lat) / 2) ** 2
    across = np.sin(np.radians(lons - lon) / 2) ** 2
    half = up + np.cos(np.radians(lats)) * math.cos(math.radians(lat)) * across
    distances: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return distances


def _days_of(row: DatasetRow) -> tuple[int, int]:
    return date.fromisoformat(row.start).toordinal(), date.fromisoformat(row.end).toordinal()


def _paired(
    edges: Mapping[tuple[int, int], Likeness], rules: Matching
) -> tuple[list[tuple[int, int]], int]:
    """The pairs taken, and how many rows stood in groups too large for an exact assignment."""
    pairs, greedy = [], 0
    for group in _groups(edges):
        left = sorted({i for i, _ in group})
        right = sorted({j for _, j in group})
        if max(len(left), len(right)) > rules.exact:
            greedy += len(left) + len(right)
            pairs += _best_first(group, edges)
            continue
        held = set(group)
        table = [
            [round(10 * edges[i, j].score) if (i, j) in held else 0 for j in right] for i in left
        ]
        pairs += [(left[a], right[b]) for a, b in assign(table)]
    return sorted(pairs), greedy


def _groups(edges: Mapping[tuple[int, int], Likeness]) -> list[list[tuple[int, int]]]:
    """Pairs that hang together by a row, as lists in order."""
    head: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        head.setdefault(node, node)
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    for i, j in edges:
        one, other = find(("own", i)), find(("theirs", j))
        head[max(one, other)] = min(one, other)
    groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(edges):
        groups[find(("own", i))].append((i, j))
    return list(groups.values())


def _best_first(
    group: Sequence[tuple[int, int]], edges: Mapping[tuple[int, int], Likeness]
) -> list[tuple[int, int]]:
    """Pairs taken in order of their points; at least half of the most that could be had."""
    mine: set[int] = set()
    taken: set[int] = set()
    pairs = []
    for i, j in sorted(group, key=lambda pair: (-edges[pair].score, pair)):
        if i not in mine and j not in taken:
            mine.add(i)
            taken.add(j)
            pairs.append((i, j))
    return pairs


def _differs(
    own: DatasetRow, theirs: DatasetRow, alike: Likeness, rules: Matching
) -> tuple[Difference, ...]:
    """Fields in which two rows of one event differ."""
    far = alike.km is not None and alike.km > rules.km
    checks = (
        ("days", alike.days > 0, _span(own), _span(theirs)),
        ("place", far, _spot(own), _spot(theirs)),
        (
            "type",
            own.form == theirs.form and _kind(own) != _kind(theirs),
            _kind(own),
            _kind(theirs),
        ),
        ("actors", alike.actors < rules.alike, _who(own), _who(theirs)),
        (
            "deaths",
            own.low > theirs.high or theirs.low > own.high,
            deaths_words(own),
            deaths_words(theirs),
        ),
    )
    return tuple(Difference(name, a, b) for name, differ, a, b in checks if differ)


def _kind(row: DatasetRow) -> str:
    return row.type or row.category


def _span(row: DatasetRow) -> str:
    return row.start if row.start == row.end else f"{row.start} to {row.end}"


def _spot(row: DatasetRow) -> str:
    point = "" if row.lat is None or row.lon is None else f" ({row.lat:.4f}, {row.lon:.4f})"
    return f"{row.place or row.country_name}{point}"


def _who(row: DatasetRow) -> str:
    return " - ".join("; ".join(side) for side in row.sides if side)


def deaths_words(row: DatasetRow) -> str:
    """The deaths of a row: "12", or "12 (8 to 15)"."""
    if row.low == row.best == row.high:
        return str(row.best)
    return f"{row.best} ({row.low} to {row.high})"
