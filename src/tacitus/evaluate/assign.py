"""The assignment of rows to columns with the largest summed weight."""

from __future__ import annotations

from collections.abc import Sequence


def assign(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Pair rows with columns, each used at most once, so that the summed weight is largest.

    Args:
        weights: a rectangular table of weights, none negative.

    Returns:
        Pairs (row, column) of positive weight, by column.

    The Hungarian method with potentials, shortest augmenting path by row, O(n^3): Kuhn 1955,
    Munkres 1957, in the form of Jonker and Volgenant 1987. Where several assignments weigh the
    same, which one is taken depends only on the table.
    """
    if not weights or not weights[0]:
        return []
    rows, columns = len(weights), len(weights[0])
    size = max(rows, columns)
    cost = [
        [-weights[i][j] if i < rows and j < columns else 0 for j in range(size)]
        for i in range(size)
    ]
    row_potential = [0] * (size + 1)
    column_potential = [0] * (size + 1)
    # Index 0 stands for "no row" and for the virtual column that a new row starts from.
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        _augment(row, cost, row_potential, column_potential, row_of)
    return [
        (row_of[column] - 1, column - 1)
        for column in range(1, columns + 1)
        if row_of[column] <= rows and weights[row_of[column] - 1][column - 1] > 0
    ]


def _augment(
    row: int,
    cost: list[list[int]],
    row_potential: list[int],
    column_potential: list[int],
    row_of: list[int],
) -> None:
    """Give ``row`` a column along the cheapest path that moves rows already placed."""
    size = len(cost)
    row_of[0] = row
    slack: list[float] = [float("inf")] * (size + 1)
    came_from = [0] * (size + 1)
    used = [False] * (size + 1)
    column = 0
    while row_of[column] != 0:
        used[column] = True
        here = row_of[column]
        best, following = float("inf"), 0
        for j in range(1, size + 1):
            if used[j]:
                continue
            reduced = cost[here - 1][j - 1] - row_potential[here] - column_potential[j]
            if reduced < slack[j]:
                slack[j], came_from[j] = reduced, column
            if slack[j] < best:
                best, following = slack[j], j
        step = int(best)
        for j in range(size + 1):
            if used[j]:
                row_potential[row_of[j]] += step
                column_potential[j] -= step
            else:
                slack[j] -= step
        column = following
    while column:
        row_of[column], column = row_of[came_from[column]], came_from[column]
