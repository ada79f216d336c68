"""An event's tolls out of those that its mentions tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.records import Count, Grounded, SideToll
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention, Party, Toll
    from tacitus.extract.reading import Reading


def _ground(tolls: Sequence[Toll], count: Count, reading: Reading, how: str | None) -> Grounded[Count]:
    spans = tuple(dict.fromkeys(reading.parsed.span(t.first, t.stop) for t in tolls))
    return Grounded(count, spans, "tolls:words", how)


def _of_mention(kind: str, mention: Mention) -> list[Toll]:
    """A mention's tolls of one kind; parts of a total that stands beside them left out."""
    tolls = [t for t in mention.tolls if t.kind == kind]
    read = [t for t in tolls if t.how is None]
    totals = [t for t in read if t.total]
    if totals:
        return totals[:1]
    return read or tolls


def choose_toll(kind: str, draft: Draft, reading: Reading) -> Grounded[Count] | None:
    """The toll of one kind over all sides.

    Figures of one mention for different victims add up. Of several mentions the first with a
    figure counts; a later, greater one from another telling widens the range (house rule 11).

    Args:
        kind: "killed", "injured" or "captured".
        draft: the event.
        reading: the report.
    """
    best: tuple[Count, list[Toll]] | None = None
    for mention in draft.mentions:
        tolls = _of_mention(kind, mention)
        if not tolls:
            continue
        count = tolls[0].count
        for toll in tolls[1:]:
            count = count.plus(toll.count)
        vague = all(t.how is not None for t in tolls)
        if best is None:
            best = (count, list(tolls))
        elif all(t.how is not None for t in best[1]) and not vague:
            if all(t.how == "one person named" for t in best[1]) and count.low < len(best[1]):
                continue
            best = (count, list(tolls))
        elif not vague and (_vaguer(best[0], count) or _opened(best[0], count)):
            best = (count, list(tolls))
        elif vague and all(t.how == "one person named" for t in best[1] + list(tolls)):
            best = _more_names(best, tolls)
    if best is None:
        return None
    count, tolls = best
    hows = [t.how for t in tolls if t.how]
    how = "; ".join(dict.fromkeys(hows)) if hows else None
    if len(tolls) > 1:
        how = f"sum of {len(tolls)}" + (f" ({how})" if how else "")
    return _ground(tolls, count, reading, how)


def _vaguer(old: Count, new: Count) -> bool:
    """Whether the first figure was a round word ("dozens") that the new one makes exact."""
    return old.high is None and old.low in (2, 20, 24, 40, 200, 2000) and new.low >= old.low


def _opened(old: Count, new: Count) -> bool:
    """Whether a headline's bare figure is told below with "at least"."""
    return old.low == new.low and old.high is not None and new.high is None


def _more_names(best: tuple[Count, list[Toll]], tolls: Sequence[Toll]) -> tuple[Count, list[Toll]]:
    """Named dead of several mentions counted together, each person once."""
    names = list(best[1])
    for toll in tolls:
        if toll.party and all(n.party is None or not same_name(n.party.text, toll.party.text) for n in names):
            names.append(toll)
    return Count(len(names), len(names)), names


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
            out.append(SideToll(side, toll.kind, _ground([toll], toll.count, reading, toll.how), toll.party.text))
    return tuple(out)


def _side(party: Party, initiators: Sequence[Party], targets: Sequence[Party]) -> str:
    if party.kind.kind == "civilians":
        return "civilians"
    if any(same_name(party.text, p.text) for p in initiators):
        return "initiators"
    if any(same_name(party.text, p.text) for p in targets):
        return "targets"
    return "unknown"
