"""How well copies and later versions of reports are found, on pairs judged by a reader.

The judgements stand in ``quality/near-copies-news.jsonl``, without any text: of 784 news reports
all pairs of which a tenth of the runs of five words of either is in the other, or of one headline.
What the verdicts mean:

- "copy": two outlets tell the story in the words of one text, lightly edited, cut or added to;
- "version": the same by one outlet;
- "passages": some paragraphs or quotes are the same, the story is told otherwise;
- "different": nothing but formulas is the same.

"by" says whether a reader saw the pair side by side ("read") or its longest run of words in common
alone ("runs"), as of pairs far from the border; "sure" whether the reader was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.evaluate.benchmark import Benchmark, json_lines, prf
from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.near_copies_made import EDITS, Made, found_shares
from tacitus.evaluate.score import Tally
from tacitus.reconcile.copies import joined
from tacitus.reconcile.links import links
from tacitus.reconcile.shingles import wording
from tacitus.records import Report, TacitusError

TITLE = "## Copies of reports"
#: What is measured, by its name in tables.
OWN = "tacitus"
_ALIKE = ("copy", "version")
_VERDICTS = (*_ALIKE, "passages", "different")

#: Pairs of reports, each in order of their ids, with what kind of link they have.
Pairs = Mapping[tuple[str, str], str]
Method = Callable[[Sequence[Report]], Pairs]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two reports as a reader judged them.

    Attributes:
        a, b: their ids, in order.
        verdict: "copy", "version", "passages" or "different".
        sure: whether the reader was sure.
        by: "read" or "runs".
    """

    a: str
    b: str
    verdict: str
    sure: bool
    by: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs of reports that hang together, by the reader or by what is measured.

    Attributes:
        linked: right, found and wanted pairs.
        kinds: of the right ones those of the right kind, of all of them twice.
    """

    linked: Tally
    kinds: Tally


def read_judged(path: Path) -> list[JudgedPair]:
    """The judgements of a file.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read or a line is of another form.
    """
    found = []
    for number, row in json_lines(path):
        try:
            one = JudgedPair(row["a"], row["b"], row["verdict"], row["sure"], row["by"])
        except (KeyError, TypeError) as error:
            raise TacitusError(
                "bad-set-file", f"{path}, line {number}: {error} is missing."
            ) from error
        if one.verdict not in _VERDICTS or not one.a < one.b:
            raise TacitusError(
                "bad-set-file",
                f"{path}, line {number}: is no judgement.",
                f"Its verdict is one of {', '.join(_VERDICTS)}, and a comes before b.",
            )
        found.append(one)
    return found


def own_links(reports: Sequence[Report]) -> dict[tuple[str, str], str]:
    """The pairs that Tacitus links, with the verdict that each link stands for."""
    verdicts = {"copy": "copy", "update": "version"}
    return {
        (min(x.earlier, x.later), max(x.earlier, x.later)): verdicts[x.kind] for x in links(reports)
    }


def by_resemblance(least: float) -> Method:
    """Pairs by the share of all their runs of five words that both have.

    What MinHash signatures of whole texts estimate (Broder 1997), here exactly: the best they can
    do. Links of one outlet count as versions.
    """

    def method(reports: Sequence[Report]) -> dict[tuple[str, str], str]:
        ordered = sorted(reports, key=lambda report: report.id)
        held = [wording(report).sorted for report in ordered]
        found: dict[tuple[str, str], str] = {}
        for one, other, both in _in_common(held):
            share = both / (len(held[one]) + len(held[other]) - both)
            if share >= least:
                a, b = ordered[one], ordered[other]
                found[a.id, b.id] = "version" if a.source == b.source else "copy"
        return found

    return method


def without(left_out: Iterable[JudgedPair], method: Method) -> Method:
    """A method whose links of some pairs do not count."""
    pairs = {(one.a, one.b) for one in left_out}

    def rest(reports: Sequence[Report]) -> dict[tuple[str, str], str]:
        return {pair: kind for pair, kind in method(reports).items() if pair not in pairs}

    return rest


def _in_common(held: Sequence[NDArray[Any]]) -> Iterator[tuple[int, int, int]]:
    """Each two texts with shingles in common, and how many."""
    hashes = np.concatenate(held)
    owners = np.repeat(np.arange(len(held)), [len(part) for part in held])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    firsts = np.searchsorted(hashes, hashes, "left")
    counts: dict[tuple[int, int], int] = {}
    for at in np.flatnonzero(firsts < np.arange(len(hashes))):
        for before in owners[firsts[at] : at]:
            pair = (int(before), int(owners[at]))
            counts[pair] = counts.get(pair, 0) + 1
    for (one, other), both in counts.items():
        yield one, other, both


def measure_links(
    reports: Iterable[Report], judged: Sequence[JudgedPair], method: Method = own_links
) -> Benchmark[Group]:
    """Hold what a method links against the judgements, with intervals over groups of reports.

    Args:
        reports: those that were judged; of one id's several the first.
        judged: the judgements; pairs without one count as not linked.
        method: gives the pairs.
    """
    known: dict[str, Report] = {}
    for report in reports:
        known.setdefault(report.id, report)
    found = method(list(known.values()))
    wanted = {(one.a, one.b): one.verdict for one in judged if one.verdict in _ALIKE}
    heads = joined([*wanted, *found])
    groups: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]] = {}
    for side, pairs in enumerate((wanted, found)):
        for pair in pairs:
            groups.setdefault(heads[pair[0]], (set(), set()))[side].add(pair)
    units = []
    for _, (mine, given) in sorted(groups.items()):
        right = mine & given
        kinds = sum(wanted[pair] == found[pair] for pair in right)
        units.append(
            Group(Tally(len(right), len(given), len(mine)), Tally(kinds, len(right), len(right)))
        )
    return Benchmark(tuple(units), figures)


def figures(units: Sequence[Group]) -> dict[str, float]:
    """Precision, recall and F1 of linked pairs, and the share of right kinds among right pairs."""
    linked = Tally(
        sum(unit.linked.right for unit in units),
        sum(unit.linked.coded for unit in units),
        sum(unit.linked.gold for unit in units),
    )
    right = sum(unit.kinds.coded for unit in units)
    kinds = sum(unit.kinds.right for unit in units)
    return prf("linked", linked) | {"kind right": kinds / right if right else 1.0}


def floor_figures(reports: Iterable[Report], judged: Sequence[JudgedPair]) -> dict[str, float]:
    """The figure that has a floor, by the name that it has there."""
    return {"copies": measure_links(reports, judged).figures["linked F1"]}


def wrong_pairs(
    reports: Iterable[Report], judged: Sequence[JudgedPair]
) -> Iterator[tuple[str, str, str]]:
    """Pairs that are linked and should not be, or are not and should: ids, and how."""
    found = own_links(list({report.id: report for report in reports}.values()))
    verdicts = {(one.a, one.b): one for one in judged}
    for pair in sorted({*found, *verdicts}):
        one = verdicts.get(pair)
        wanted = one is not None and one.verdict in _ALIKE
        if wanted != (pair in found):
            told = (
                f"judged {one.verdict}{'' if one.sure else ', not sure'}" if one else "not judged"
            )
            yield *pair, f"{told}, {'linked' if pair in found else 'not linked'}"


#: What is measured beside, by its name.
METHODS: Mapping[str, Method] = {
    OWN: own_links,
    "resemblance of 0.6": by_resemblance(0.6),
    "resemblance of 0.3": by_resemblance(0.3),
}


def section_blocks(
    found: Mapping[str, Mapping[str, Benchmark[Group]]],
    judged: Sequence[JudgedPair],
    made: Sequence[Made],
    head: str,
) -> Iterator[str]:
    """The section of the page of accuracy.

    Args:
        found: figures by method, over all judgements and over those that the reader was sure of.
        judged: the judgements.
        made: invented stories and their edits.
        head: when, at which commit and on which machine.
    """
    read = sum(one.by == "read" for one in judged)
    counts = {v: sum(one.verdict == v for one in judged) for v in _VERDICTS}
    unsure = sum(not one.sure for one in judged)
    yield TITLE
    yield f"Written by `tacitus bench copies`; do not edit. {head}"
    yield (
        f"{len(judged)} pairs of news reports on one war, of which a tenth of the runs of five"
        " words of either stands in the other, or that have one headline, judged by a reader."
        f" {read} were read side by side; the others, far from the border, were judged by their"
        f" longest run of words in common. {counts['copy']} are copies (two outlets, one text,"
        f" edited, cut or added to), {counts['version']} versions (the same by one outlet),"
        f" {counts['passages']} have passages in common and {counts['different']} formulas; of"
        f" {unsure} the reader was not sure. The reader saw how much of each was in common, and"
        " the shares from which reports are linked were set on these very pairs: on other reports"
        " the figures may be lower. *Resemblance* is the share of all runs of five words that both"
        " have, which MinHash signatures of whole texts estimate, here exactly: the best they could"
        " do. With signatures and 0.6 copies were found before. Intervals are 95 % bootstraps over"
        " groups of reports that hang together."
    )
    yield table(
        ("pairs", "method", "linked P", "95 %", "R", "95 %", "F1", "95 %", "kind right"),
        (
            (part, name, *_told(benchmark))
            for part, by_method in found.items()
            for name, benchmark in by_method.items()
        ),
    )
    yield (
        "What is missed is told in other words for the most part: an agency's text that another"
        " desk rewrote sentence by sentence."
    )
    yield "### Invented stories, edited"
    yield (
        f"{len(made)} invented stories of {min(m.words for m in made)} to"
        f" {max(m.words for m in made)} words, each edited at random and given to another outlet:"
        " the share of which the edited one is linked to its story. *Reworded* sentences have every"
        " fourth word changed, so that no run of five is left; *words changed* are spread over the"
        " whole. In the last rows the whole story is an item inside a longer report. Of the stories"
        f" as they are {len(own_links([m.report for m in made]))} pairs are linked; there are no"
        " copies among them."
    )
    shares = {name: found_shares(made, method) for name, method in METHODS.items()}
    yield table(
        ("edit", *METHODS),
        ((edit, *(decimals(shares[name][edit]) for name in METHODS)) for edit in EDITS),
    )


def _told(benchmark: Benchmark[Group]) -> list[str]:
    told = []
    for name in ("linked precision", "linked recall", "linked F1"):
        value = decimals(benchmark.figures[name])
        told += [
            f"**{value}**" if name == "linked F1" else value,
            spread(benchmark.intervals[name]),
        ]
    return [*told, decimals(benchmark.figures["kind right"])]
