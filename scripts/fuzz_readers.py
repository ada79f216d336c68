"""Feed the readers with broken files for some minutes, and keep what breaks them.

    python scripts/fuzz_readers.py --minutes 10

Good files of every form are mangled (bytes flipped, cut out, doubled, moved, spliced with other
files) and given to the reader of their form and to whichever reader takes them by content. What a
reader must keep to: it ends in time, raises nothing, gives reports whose cuts lie in their text and
problems that name the file. A file that breaks this is made smaller as long as it breaks it, and
written to ``tests/read/corpus``, where a quick test reads it again from then on. Faults that a
library raised and the run caught ("unreadable-file") are counted by kind; with ``--strict`` they
are kept too.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.broken import fault_of, mangled, seeds  # noqa: E402 the path is set above

CORPUS = ROOT / "tests" / "read" / "corpus"
SLOW = 20.0
"""Seconds from which a file of some kB took too long."""


def smaller(name: str, data: bytes, fault: str) -> bytes:
    """The file with all left out that the fault does not need, as far as a minute goes."""
    until = time.monotonic() + 60
    size = len(data) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = data[:at] + data[at + size :]
            if fault_of(name, less, SLOW)[0] == fault:
                data = less
            else:
                at += size
        size //= 2
    return data


def main() -> int:
    """Fuzz for a time; the number of faults found, at most 1, is the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--strict", action="store_true")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else int(time.time())
    rng = random.Random(seed)  # noqa: S311 no secret
    print(f"seed {seed}")
    until = time.monotonic() + 60 * given.minutes
    good = seeds()
    tally: Counter[str] = Counter()
    known: set[str] = set()
    while time.monotonic() < until:
        name = rng.choice(sorted(good))
        data = mangled(good[name], rng, good[rng.choice(sorted(good))])
        fault, outcomes = fault_of(name, data, SLOW)
        tally["files"] += 1
        tally.update(outcomes)
        caught = sorted(one for one in outcomes if one.startswith("unreadable-file"))
        if given.strict and caught and not fault:
            fault = caught[0]
        if fault and fault not in known:
            known.add(fault)
            kept = data if caught else smaller(name, data, fault)
            CORPUS.mkdir(exist_ok=True)
            path = CORPUS / f"{hashlib.sha256(kept).hexdigest()[:12]}-{name}"
            path.write_bytes(kept)
            print(f"FAULT {fault}\n  {path}", flush=True)
    for outcome, count in tally.most_common():
        print(f"{count:8} {outcome}")
    return int(bool(known))


if __name__ == "__main__":
    sys.exit(main())
