"""Which numbers hang together, by pairs that come in any number of lots.

Roots are hooked on lesser ones and paths halved, all of a lot at once: the array form of union-find
(Shiloach and Vishkin, An O(log n) parallel connectivity algorithm, 1982).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Joined:
    """Numbers from 0 on, each alone at first.

    Args:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        self._above: Numbers = np.arange(count, dtype=np.int64)

    def heads(self, numbers: Numbers) -> Numbers:
        """The least number that each hangs together with."""
        found = self._above[numbers]
        while True:
            above = self._above[found]
            if np.array_equal(above, found):
                break
            found = above
        self._above[numbers] = found
        return found

    def join(self, some: Numbers, others: Numbers) -> None:
        """Let pairs of numbers hang together."""
        while len(some):
            some, others = self.heads(some), self.heads(others)
            apart = some != others
            some, others = some[apart], others[apart]
            low, high = np.minimum(some, others), np.maximum(some, others)
            # of several for one the least; the others are looked at again
            np.minimum.at(self._above, high, low)

    def copy(self) -> Joined:
        """The same, to go on with apart."""
        other = Joined(0)
        other._above = self._above.copy()
        return other
