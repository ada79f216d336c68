"""An event's tolls out of those that its mentions tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tacitus.extract.credits import credited
from tacitus.extract.toll_clauses import one_list, overtaken
from tacitus.extract.tolls import BESIDE_HOW, MIXED_HOW, NAMED_HOW
from tacitus.parse.numerals import quantity_words
from tacitus.records import Count, Grounded, SideToll
from tacitus.resolve.names import same_name
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention, Party, Toll
    from tacitus.extract.reading import Reading

# the report's own figure and a source's that differ more than so many times are not of one event
_FARTHEST = 3
# what reads a figure that the report calls the toll
TOTAL_BY = "tolls:total"
# told of a sum whose parts stand in one list
LISTED_HOW = "told in one list"
# told of a sum over what both sides of a fight lost
SIDES_HOW = "of both sides"
# sides that lose apart from each other, so that their losses add up
_STATE, _NONSTATE = "state", "nonstate"


@dataclass(frozen=True, slots=True)
class Version:
    """A figure of one kind of loss as one mention tells it.

    Attributes:
        count: how many, over all victims the mention tells of.
        tolls: what it was read from.
        source: whom it is credited to, as a key; empty for the report's own voice.
    """

    count: Count
    tolls: tuple[Toll, ...]
    source: str

    @property
    def read(self) -> bool:
        """Whether a figure stands in the text, not only a name or a plural."""
        return any(_is_read(t) for t in self.tolls)

    @property
    def named(self) -> bool:
        """Whether it only counts persons named one by one."""
        return all(t.how == NAMED_HOW for t in self.tolls)

    @property
    def round(self) -> bool:
        """Whether it is a word for many ("dozens")."""
        return told_roundly(self.count)


def told_roundly(count: Count) -> bool:
    """Whether a figure is no more than a word for many ("scores").

    Args:
        count: the figure.
    """
    return count.high is None and count.low in quantity_words().round_lows


def _is_read(toll: Toll) -> bool:
    return toll.how is None or toll.how == BESIDE_HOW or toll.count.high == 0


def versions(kind: str, draft: Draft, reading: Reading) -> list[Version]:
    """The figures of one kind that an event's mentions tell, in order.

    A sum over many events is no toll of a single one; nor is what is denied or yet to come a toll
    of what is told as having happened.

    Args:
        kind: "killed", "injured" or "captured".
        draft: the event.
        reading: the report.
    """
    first, out = draft.mentions[0], list[Version]()
    for mention in draft.mentions:
        if mention.aggregate is not None and first.aggregate is None:
            continue
        tolls = _of_mention(kind, mention, reading.parsed.doc)
        if (
            mention.factuality in ("denied", "prospective")
            and mention.factuality != first.factuality
        ):
            tolls = [t for t in tolls if t.count.high == 0]
        if tolls:
            count = tolls[0].count
            for toll in tolls[1:]:
                count = count.plus(toll.count)
            out.append(Version(count, tuple(tolls), _source(mention, reading)))
    current = [v for v in out if not _overtaken(v, reading)]
    return current if any(v.read for v in current) else out


def _overtaken(version: Version, reading: Reading) -> bool:
    """Whether a figure is told as one that no longer holds: "an earlier report spoke of 75"."""
    return any(overtaken(reading.parsed.doc[t.first]) for t in version.tolls)


def _source(mention: Mention, reading: Reading) -> str:
    said = credited(mention, reading)
    return source_key(said[0].value) if said else ""


def source_key(name: str) -> str:
    """What stands for a source: its id in the registry, else its name."""
    return resolve_source(name).source or name.lower()


def _of_mention(kind: str, mention: Mention, doc: Doc) -> list[Toll]:
    """A mention's tolls of one kind; parts of a total that stands beside them left out."""
    tolls = [t for t in mention.tolls if t.kind == kind]
    read = [t for t in tolls if _is_read(t)]
    totals = [t for t in read if t.total]
    if totals:
        return totals[:1]
    figured = [t for t in read if t.how is None]
    if len(figured) == len(read) > 1 and not (len(read) == 2 and _each_apart(read, doc)):
        for toll in figured:
            if toll.count.low and toll.count.low == sum(
                t.count.low for t in figured if t is not toll
            ):
                return [toll]
    if read:
        return read
    firm = [t for t in tolls if t.how != MIXED_HOW]
    named = [t for t in firm if t.party is not None]  # "shot Castillo, wounding him"
    return named or firm[:1] or tolls[:1]


def _each_apart(tolls: Sequence[Toll], doc: Doc) -> bool:
    """Whether figures count others each though they are equal: "one Briton and one Algerian"."""
    heads = {t.party.phrase.head for t in tolls if t.party is not None}
    return len(heads) == len(tolls) and one_list([doc[i] for i in sorted(heads)])


def choose_toll(kind: str, draft: Draft, reading: Reading) -> Grounded[Count] | None:
    """The toll of one kind over all sides.

    Figures of one mention for different victims add up, as do those of both sides of a fight. Of
    several mentions the first with a figure counts unless a later one makes it exact or opens it;
    where credited sources differ, the range takes them all in (house rule 11).

    Args:
        kind: "killed", "injured" or "captured".
        draft: the event.
        reading: the report.
    """
    told = versions(kind, draft, reading)
    if kind == "injured":
        told = [v for v in told if not (v.named and _among_dead(v, draft))]
    if not told:
        return None
    best = told[0]
    for version in told[1:]:
        best = _better(best, version, reading.parsed.doc)
    spread = _spread(told, best)
    if spread is not None:
        return _ground(
            [t for v in told if v.read for t in v.tolls], spread, reading, "accounts differ"
        )
    hows = [t.how for t in best.tolls if t.how]
    how = "; ".join(dict.fromkeys(hows)) if hows else None
    if len(best.tolls) > 1:
        listed = f", {LISTED_HOW}" if _in_one_list(best.tolls, reading) else ""
        listed = listed or (f", {SIDES_HOW}" if len(_sides(best)) > 1 else "")
        how = f"sum of {len(best.tolls)}{listed}" + (f" ({how})" if how else "")
    return _ground(best.tolls, best.count, reading, how)


def _in_one_list(tolls: Sequence[Toll], reading: Reading) -> bool:
    """Whether all of those counted stand in one list: "two soldiers and an interpreter"."""
    doc = reading.parsed.doc
    heads = {t.party.phrase.head if t.party else t.stop - 1 for t in tolls}
    return len(heads) == len(tolls) and one_list([doc[i] for i in sorted(heads)])


def _among_dead(version: Version, draft: Draft) -> bool:
    """Whether the one told as shot or stabbed is told as dead too."""
    dead = [t.party.text for m in draft.mentions for t in m.tolls if t.kind == "killed" and t.party]
    return any(
        t.party is not None and same_name(t.party.text, name)
        for t in version.tolls
        for name in dead
    )


def _ground(
    tolls: Sequence[Toll], count: Count, reading: Reading, how: str | None
) -> Grounded[Count]:
    spans = tuple(dict.fromkeys(reading.parsed.span(t.first, t.stop) for t in tolls))
    total = len(tolls) == 1 and tolls[0].total
    return Grounded(count, spans, TOTAL_BY if total else "tolls:words", how)


def _better(best: Version, new: Version, doc: Doc) -> Version:
    """Which of two tellings of a toll counts, or both put together."""
    if not best.read:
        if new.read:
            fewer = best.named and new.count.low < len(best.tolls)
            return best if fewer else new
        if best.named and new.named:
            return _more_names(best, new, doc)
        return new if any(t.how == MIXED_HOW for t in best.tolls) else best
    if not new.read:
        return best
    if _sides(best) and _sides(new) and not _sides(best) & _sides(new):
        return Version(best.count.plus(new.count), (*best.tolls, *new.tolls), best.source)
    exact = best.round and new.count.low >= best.count.low
    opened = (
        best.count.low == new.count.low and best.count.high is not None and new.count.high is None
    )
    risen = any(t.total for t in new.tolls) and not new.round and new.count.low > best.count.low
    return new if exact or opened or risen else best


def _more_names(best: Version, new: Version, doc: Doc) -> Version:
    """Named persons of two mentions counted together, each once; "the man" may be any of them."""
    names = list(best.tolls)
    if any(t.party is None or doc[t.party.phrase.head].pos_ != "PROPN" for t in names):
        return best
    for toll in new.tolls:
        if toll.party is None or doc[toll.party.phrase.head].pos_ != "PROPN":
            continue
        if all(n.party and not same_name(n.party.text, toll.party.text) for n in names):
            names.append(toll)
    return Version(Count(len(names), len(names)), tuple(names), best.source)


def _sides(version: Version) -> frozenset[str]:
    """The armed sides whose losses a version counts; empty where it counts others too."""
    sides = set()
    for toll in version.tolls:
        if toll.party is None or not toll.party.kind.armed or toll.total:
            return frozenset()
        sides.add(_STATE if toll.party.kind.state else _NONSTATE)
    return frozenset(sides)


def same_figure(a: Count, b: Count) -> bool:
    """Whether two figures agree: equal, or one bare and one "at least" the same."""
    return a == b or (a.low == b.low and (a.high is None or b.high is None))


def _apart(told: Sequence[Version]) -> list[Version]:
    """Figures that count as versions of their own.

    Left out are names and plurals, the losses of one side alone, the report's own "dozens" and a
    headline's bare figure that stands below with "at least".
    """
    rows = [v for v in told if v.read and len(_sides(v)) != 1 and (v.source or not v.round)]
    lows = {v.count.low for v in rows if v.count.high is None}
    return [v for v in rows if v.count.high is None or v.count.low not in lows]


def account_figure(
    mine: Sequence[Version], told: Sequence[Version], reading: Reading
) -> Grounded[Count] | None:
    """The figure that one source gives, or None where it gives none that is a version of its own.

    Args:
        mine: the source's figures of one kind, in order.
        told: those of all sources.
        reading: the report.
    """
    apart = _apart(told)
    mine = [v for v in mine if any(v is w for w in apart)]
    if not mine:
        return None
    best = mine[0]
    for version in mine[1:]:
        best = _better(best, version, reading.parsed.doc)
    how = f"sum of {len(best.tolls)}" if len(best.tolls) > 1 else None
    return _ground(best.tolls, best.count, reading, how)


def _near(a: int, b: int) -> bool:
    """Whether two figures may be of one event; further apart, one is of a part or of a sum."""
    return max(a, b) <= _FARTHEST * max(1, min(a, b))


def _spread(told: Sequence[Version], best: Version) -> Count | None:
    """The range over sources that differ: lowest low to highest high (house rule 11)."""
    rows = _apart(told)
    sourced = [v.count.low for v in rows if v.source]
    rows = [v for v in rows if v.source or all(_near(v.count.low, low) for low in sourced)]
    counts = {v.count for v in rows}
    highs = [c.high for c in counts if c.high is not None]
    if len({v.source for v in rows}) < 2 or len(counts) < 2 or not highs:
        return None
    low = min(c.low for c in counts)
    high = max(*highs, *(c.low for c in counts))
    return Count(low, high) if Count(low, high) != best.count else None


def side_tolls(
    draft: Draft, initiators: Sequence[Party], targets: Sequence[Party], reading: Reading
) -> tuple[SideToll, ...]:
    """Losses told apart by side, as far as the report says whose they were."""
    out: list[SideToll] = []
    seen: set[tuple[str, int]] = set()
    for mention in draft.mentions:
        for toll in mention.tolls:
            if toll.party is None or (toll.kind, toll.first) in seen:
                continue
            seen.add((toll.kind, toll.first))
            side = _side(toll.party, initiators, targets)
            out.append(
                SideToll(
                    side, toll.kind, _ground([toll], toll.count, reading, toll.how), toll.party.text
                )
            )
    return tuple(out)


def _side(party: Party, initiators: Sequence[Party], targets: Sequence[Party]) -> str:
    if party.kind.kind == "civilians":
        return "civilians"
    if any(same_name(party.text, p.text) for p in initiators):
        return "initiators"
    if any(same_name(party.text, p.text) for p in targets):
        return "targets"
    return "unknown"
