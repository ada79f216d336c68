"""How fast many claims are put together into events, with what memory, and how well.

Made claims are put together in a new process for each size, in one piece and without a store:
what two claims are compared by (traits), clusters, and events composed of them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import log
from pathlib import Path

from tacitus.evaluate.clusters import added, counts
from tacitus.evaluate.fresh import program_failed
from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.markdown import decimals, table
from tacitus.evaluate.reconciling import by_type
from tacitus.evaluate.speed import timed
from tacitus.reconcile.cluster import Cluster, Reconciler
from tacitus.reconcile.compose import compose
from tacitus.reconcile.traits import traits_of
from tacitus.records import Telling

TITLE = "## Claims put together into events"
#: Ten times the claims may take so many times the time.
MOST_TIMES = 13.0
_MB = 1024
_CHILD = (
    "import sys; from tacitus.evaluate.speed_reconciling import told;"
    " print(told(int(sys.argv[1]), int(sys.argv[2])))"
)


@dataclass(frozen=True, slots=True)
class Together:
    """Figures of one size.

    Attributes:
        claims, reports, happenings, events: how many there are, and how many events came out.
        traits, cluster, compose: processor seconds of each step.
        claims_mb: most memory once the claims are made, in MB.
        peak_mb: most memory in all, the claims among it.
        pairs, b_cubed: precision and recall.
        baseline_pairs, baseline_b_cubed: those of the baseline (event type, day and place).
    """

    claims: int
    reports: int
    happenings: int
    events: int
    traits: float
    cluster: float
    compose: float
    claims_mb: float
    peak_mb: float
    pairs: tuple[float, float]
    b_cubed: tuple[float, float]
    baseline_pairs: tuple[float, float]
    baseline_b_cubed: tuple[float, float]

    @property
    def seconds(self) -> float:
        """Processor seconds of all steps."""
        return self.traits + self.cluster + self.compose


def put_together(count: int, seed: int = 1) -> Together:
    """Put made claims together in this process.

    Args:
        count: how many claims.
        seed: of chance.
    """
    made = make_claims(count, seed)
    claims_mb = _peak_mb()
    traits, traits_seconds = timed(lambda: [traits_of(telling) for telling in made.tellings])
    clusters, cluster_seconds = timed(lambda: Reconciler().cluster(traits))
    events, compose_seconds = timed(lambda: _composed(made.tellings, clusters))
    peak_mb = _peak_mb()
    gold = made.clusters
    ours = added(counts(gold, [one.keys for one in clusters]))
    plain = added(counts(gold, by_type(made.tellings)))
    return Together(
        claims=len(made.tellings),
        reports=len({telling.report.id for telling in made.tellings}),
        happenings=len(gold),
        events=events,
        traits=traits_seconds,
        cluster=cluster_seconds,
        compose=compose_seconds,
        claims_mb=claims_mb,
        peak_mb=peak_mb,
        pairs=(ours.pairs.precision, ours.pairs.recall),
        b_cubed=(ours.b_cubed.precision, ours.b_cubed.recall),
        baseline_pairs=(plain.pairs.precision, plain.pairs.recall),
        baseline_b_cubed=(plain.b_cubed.precision, plain.b_cubed.recall),
    )


def _composed(tellings: Iterable[Telling], clusters: Iterable[Cluster]) -> int:
    """How many events come out of clusters of claims."""
    by_key = {telling.key: telling for telling in tellings}
    return sum(
        bool(compose([by_key[key] for key in one.keys], one.bonds).claims) for one in clusters
    )


def _peak_mb() -> float:
    """Most memory that this process held so far."""
    try:
        # unlike what the system counts for a process, not that of the one that started it
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("VmHWM")) / _MB
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB


def told(count: int, seed: int) -> str:
    """``put_together`` as JSON, for a process of its own."""
    return json.dumps(asdict(put_together(count, seed)))


def measure_together(sizes: Sequence[int], seed: int = 1) -> list[Together]:
    """Put made claims of several sizes together, each in a new process.

    Args:
        sizes: how many claims.
        seed: of chance.

    Raises:
        TacitusError: ``program-failed`` when a process ends with another code than 0.
    """
    found = []
    for size in sizes:
        done = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-c", _CHILD, str(size), str(seed)], capture_output=True, text=True
        )
        if done.returncode:
            what = f"Putting {size} claims together"
            raise program_failed(what, done.returncode, done.stderr, "Try fewer claims.")
        found.append(_read(json.loads(done.stdout)))
    return found


def _read(form: dict[str, object]) -> Together:
    pairs = {k: tuple(v) for k, v in form.items() if isinstance(v, list)}
    return Together(**{**form, **pairs})  # type: ignore[arg-type]


def growth(found: Sequence[Together]) -> float:
    """How many times the time of the smallest the largest takes, for ten times the claims.

    Sizes that are not ten times apart are put on that scale: times to the power that makes it so.
    """
    small, large = min(found, key=lambda one: one.claims), max(found, key=lambda one: one.claims)
    if large.claims == small.claims:
        return 1.0
    power = log(large.seconds / small.seconds) / log(large.claims / small.claims)
    return float(10**power)


def together_blocks(found: Sequence[Together], head: str) -> Iterator[str]:
    """The section of the page of speed.

    Args:
        found: figures by size.
        head: when, at which commit and on which machine.
    """
    yield TITLE
    yield "Written by `tacitus bench reconcile`; do not edit. " + head
    yield (
        "Made claims of a made war, of which it is known what they tell; how they are made and what"
        " they get wrong is told in `src/tacitus/evaluate/made_claims.py`, in short: real towns by"
        " Zipf's law, 40 claims a day, so that more claims mean a longer war; happenings told once"
        " to 300 times by a heavy tail; a fifth of claims copied, one in twelve background told"
        " long after; places, days, tolls, types and sides missing, vague or wrong. The figures of"
        " quality hold for these claims alone. One core, no store, each size in a new process;"
        " processor seconds. Making the claims holds the list of the world's towns in memory for a"
        " while, which weighs more than 10,000 claims."
    )
    rows: list[tuple[str, list[str]]] = [
        ("reports", [f"{one.reports:,}" for one in found]),
        ("happenings", [f"{one.happenings:,}" for one in found]),
        ("events that came out", [f"{one.events:,}" for one in found]),
        ("traits, seconds", [f"{one.traits:.1f}" for one in found]),
        ("clusters, seconds", [f"{one.cluster:.1f}" for one in found]),
        ("events composed, seconds", [f"{one.compose:.1f}" for one in found]),
        ("all, seconds", [f"**{one.seconds:.1f}**" for one in found]),
        ("most memory, MB", [f"**{one.peak_mb:,.0f}**" for one in found]),
        ("of it before the first step, MB", [f"{one.claims_mb:,.0f}" for one in found]),
        ("pairs, precision and recall", [_both(one.pairs) for one in found]),
        ("B-cubed, precision and recall", [_both(one.b_cubed) for one in found]),
        ("the same of type, day and place: pairs", [_both(one.baseline_pairs) for one in found]),
        ("the same of type, day and place: B-cubed", [_both(o.baseline_b_cubed) for o in found]),
    ]
    yield table(
        ("what", *(f"{one.claims:,} claims" for one in found)),
        ((name, *cells) for name, cells in rows),
    )
    if len(found) > 1:
        yield (
            f"Ten times the claims take {growth(found):.1f} times the time; more than"
            f" {MOST_TIMES:.0f} times would fail the test."
        )


def _both(figures: tuple[float, float]) -> str:
    return f"{decimals(figures[0])}, {decimals(figures[1])}"
