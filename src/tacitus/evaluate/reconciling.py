"""How well claims of gold reports are put together into events, beside baselines.

Measured twice: on gold events made into claims, which tells of the putting together alone, and on
the program's own claims, each standing for the gold event that it tells, which tells of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tacitus.evaluate.benchmark import Benchmark, prf
from tacitus.evaluate.clusters import Counts, added, counts, whole
from tacitus.evaluate.clusters_files import Group, aside_of, gold_clusters
from tacitus.evaluate.compare import compare_forms
from tacitus.evaluate.gold_claims import GoldSet, gold_tellings, read_out_report
from tacitus.evaluate.quality import Coder
from tacitus.evaluate.reconciling_baseline import exact, family, lemmas
from tacitus.export.jsonform import coded_to_json
from tacitus.parse.document import Parsed
from tacitus.reconcile.cluster import Reconciler
from tacitus.reconcile.traits import traits_of
from tacitus.records import Telling

#: Puts claims together: gives the keys of the claims of each event.
Method = Callable[[Sequence[Telling]], Iterable[Collection[str]]]

RECONCILER = "tacitus"
BY_TYPE = "same type, day and place"
BY_LEMMA = "same lemma, day and place"


def reconciled(tellings: Sequence[Telling]) -> list[tuple[str, ...]]:
    """Claims put together as the program does."""
    return [cluster.keys for cluster in Reconciler().cluster(map(traits_of, tellings))]


def by_type(tellings: Sequence[Telling]) -> list[list[str]]:
    """Claims put together where event type, day and place are the same."""
    return exact(tellings, family)


@dataclass(frozen=True, slots=True)
class Input:
    """Claims to put together.

    Attributes:
        name: whose claims.
        tellings: the claims.
        stands_for: the gold event that each of them tells, by key; others tell of none.
        parsed: parse of each report.
    """

    name: str
    tellings: tuple[Telling, ...]
    stands_for: Mapping[str, str]
    parsed: Mapping[str, Parsed]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was measured on one input.

    Attributes:
        name: whose claims.
        claims: how many were put together.
        mapped: how many gold events they tell.
        gold: how many gold events there are.
        linked: how many of those mapped are in a group with another one mapped.
        benchmarks: figures by method; a unit is the counts of a gold event.
    """

    name: str
    claims: int
    mapped: int
    gold: int
    linked: int
    benchmarks: Mapping[str, Benchmark[Counts]]


def inputs(gold: GoldSet, code: Coder | None) -> list[Input]:
    """The gold events as claims, and the program's own claims of the same reports.

    Args:
        gold: reports and their events.
        code: the function that codes a report; None to leave these claims out.
    """
    tellings: list[Telling] = []
    parsed: dict[str, Parsed] = {}
    for report in gold.reports.values():
        reading = read_out_report(report)
        parsed[report.id] = reading.parsed
        tellings += gold_tellings(reading, gold.events[report.id])
    found = [Input("gold claims", tuple(tellings), {t.key: t.key for t in tellings}, parsed)]
    if code is not None:
        coded = [code(report) for report in gold.reports.values()]
        own = tuple(Telling(one.report, claim) for one in coded for claim in one.claims)
        forms = {one.report.id: coded_to_json(one) for one in coded}
        told = {
            f"{score.id}#{pair.coded['id']}": f"{score.id}#{pair.gold['id']}"
            for score in compare_forms(gold.forms(), forms).reports
            for pair in score.pairs
        }
        found.append(Input("own claims", own, told, parsed))
    return found


def measure_input(
    given: Input, gold: GoldSet, groups: Sequence[Group], methods: Mapping[str, Method]
) -> Reconciled:
    """The figures of some methods on one input.

    Args:
        given: the claims.
        gold: reports and their events.
        groups: which gold events tell one event.
        methods: what to measure, by name.

    Raises:
        TacitusError: as ``gold_clusters``.
    """
    mapped = set(given.stands_for.values())
    clusters = whole(gold_clusters(groups, set(gold.keys)), sorted(mapped))
    aside = aside_of(groups)
    benchmarks = {}
    for name, method in methods.items():
        events = [
            [given.stands_for[key] for key in keys if key in given.stands_for]
            for keys in method(given.tellings)
        ]
        units = counts(clusters, whole(events, sorted(mapped)), aside)
        benchmarks[name] = Benchmark(tuple(units), figures)
    linked = sum(len(cluster) for cluster in clusters if len(cluster) > 1)
    return Reconciled(
        given.name, len(given.tellings), len(mapped), len(gold.keys), linked, benchmarks
    )


def measure_reconciling(
    gold: GoldSet, groups: Sequence[Group], code: Coder | None, method: Method = reconciled
) -> list[Reconciled]:
    """A method beside two baselines, on gold claims and on the program's own.

    Args:
        gold: reports and their events.
        groups: which gold events tell one event.
        code: as in ``inputs``.
        method: what is measured; by default the program's own.

    Raises:
        TacitusError: as ``gold_clusters``.
    """
    gold_clusters(groups, set(gold.keys))  # before minutes of coding, so that faults show at once
    return [
        measure_input(
            given,
            gold,
            groups,
            {
                RECONCILER: method,
                BY_TYPE: by_type,
                BY_LEMMA: _by_lemma(given),
            },
        )
        for given in inputs(gold, code)
    ]


def _by_lemma(given: Input) -> Method:
    return lambda tellings: exact(tellings, lemmas(tellings, given.parsed.__getitem__))


def figures(units: Sequence[Counts]) -> dict[str, float]:
    """The figures over gold events, by name."""
    total = added(units)
    return {
        **prf("pairs", total.pairs),
        **prf("B3", total.b_cubed),
        **prf("B3 linked", total.linked),
    }
