"""Mentions of one event put together over the sentences of a report, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tacitus.extract.mentions import Mention, Party, partners
from tacitus.knowledge.load import Entry, packaged
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.reading import Reading


class Joining(Entry):
    """The schema of joining.yaml."""

    threshold: float
    weights: dict[str, float]


@cache
def load_joining() -> Joining:
    """The packaged weights."""
    return packaged("joining.yaml", Joining)


@dataclass(slots=True)
class Draft:
    """An event in the making.

    Attributes:
        mentions: in the order of the report.
        why: what spoke for each mention after the first.
    """

    mentions: list[Mention]
    why: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last sentence that tells of it."""
        return max(m.sentence for m in self.mentions)


def join(mentions: Sequence[Mention], reading: Reading) -> list[Draft]:
    """Events of a report.

    Args:
        mentions: in the order of the report.
        reading: the report.
    """
    rules, drafts = load_joining(), list[Draft]()
    for mention in mentions:
        # parts of one clause that tell of several happenings stay apart
        shared = {id(d) for d in drafts if any(m.triggers == mention.triggers for m in d.mentions)}
        best: tuple[float, Draft, list[str]] | None = None
        for draft in drafts:
            if id(draft) in shared or any(m.sentence == mention.sentence for m in draft.mentions):
                continue  # what the clauses of one sentence keep apart stays apart
            result = _likeness(mention, draft, drafts, reading, rules.weights)
            if result is not None and (best is None or result[0] > best[0]):
                best = (result[0], draft, result[1])
        if best is not None and best[0] >= rules.threshold:
            best[1].mentions.append(mention)
            best[1].why.append(f"sentence {mention.sentence + 1}: " + ", ".join(best[2]))
        else:
            drafts.append(Draft([mention]))
    return drafts


def _families(mention: Mention, reading: Reading) -> set[str]:
    return {reading.book.acts[act].family for act in mention.acts}


def _strong(mention: Mention, reading: Reading) -> bool:
    return any(not reading.book.acts[act].weak for act in mention.acts)


def _likeness(
    mention: Mention, draft: Draft, drafts: Sequence[Draft], reading: Reading, weights: dict[str, float]
) -> tuple[float, list[str]] | None:
    """How alike a mention and an event are, with the reasons, or None where they cannot be one."""
    mine = _families(mention, reading)
    theirs = {f for m in draft.mentions for f in _families(m, reading)}
    if not any(partners(a, b) for a in mine for b in theirs):
        return None
    if "prospective" in (mention.factuality, draft.mentions[0].factuality) and (
        mention.factuality != draft.mentions[0].factuality
    ):
        return None
    score, reasons = 0.0, list[str]()

    def add(name: str, times: float = 1.0) -> None:
        nonlocal score
        score += weights[name] * times
        if weights[name] > 0 and name not in ("next", "lead", "no_place", "both_undated"):
            reasons.append(name.replace("_", " "))

    if (mention.aggregate is None) != all(m.aggregate is None for m in draft.mentions):
        add("other_scope")
    if {a for m in draft.mentions for a in m.acts if not reading.book.acts[a].weak} & set(mention.acts):
        add("same_act")
    elif mine & theirs:
        add("same_family")
    when = _days(mention, draft)
    if when is False:
        return None
    if when:
        add("same_day")
    elif mention.time is None and all(m.time is None for m in draft.mentions):
        add("both_undated")
    where = _where(mention, draft, reading)
    if where is None:
        add("no_place")
    else:
        add("same_place" if where else "other_place")
    if _other_means(mention, draft):
        add("other_means")
    _compare_tolls(mention, draft, add)
    _compare_parties(mention, draft, add)
    if mention.definite and _most_recent(mention, draft, drafts, reading):
        add("pointing")
    if not _strong(mention, reading) or mine == {"toll"}:
        add("toll_only")
    if mention.separate:
        add("separate")
    apart = mention.sentence - draft.last
    add("per_sentence", apart)
    if draft is drafts[0]:
        add("lead")
    if apart <= 1:
        add("next")
    return score, reasons


def _days(mention: Mention, draft: Draft) -> bool | None:
    """Whether the days meet; False where they cannot, None where one side tells none."""
    mine = mention.time
    if mine is None or mine.first is None or mine.last is None:
        return None
    seen = None
    for other in draft.mentions:
        time = other.time
        if time is None or time.first is None or time.last is None:
            continue
        if time.first <= mine.last and mine.first <= time.last:
            # a year or a month that holds the day does not make two tellings one
            seen = seen or ("day" in time.precision and "day" in mine.precision) or None
        else:
            return False
    return seen


def _where(mention: Mention, draft: Draft, reading: Reading) -> bool | None:
    """Whether a place is shared; None where one side names none."""
    mine = [reading.places[n] for n in mention.places]
    theirs = [reading.places[n] for m in draft.mentions for n in m.places]
    if not mine or not theirs:
        return None
    text = reading.parsed.quote
    names = {text(p.start, p.stop) for p in mine}
    others = {text(p.start, p.stop) for p in theirs}
    if any(same_name(a, b) for a in names for b in others):
        first = mine[0], theirs[0]
        local = [p.kind in ("settlement", "district", "site", "unknown") for p in first]
        if all(local) and not same_name(text(first[0].start, first[0].stop), text(first[1].start, first[1].stop)):
            return False
        return True
    return False if all(p.kind not in ("country", "region", "admin1") for p in (mine[0], theirs[0])) else None


# means by which two tellings of a blow from afar can be told apart
_TELLING_MEANS = frozenset({"air", "artillery", "explosive", "suicide", "grenade", "chemical"})


def _other_means(mention: Mention, draft: Draft) -> bool:
    mine = _TELLING_MEANS & mention.means.keys()
    theirs = _TELLING_MEANS & {name for m in draft.mentions for name in m.means}
    return bool(mine and theirs and not mine & theirs)


def _compare_tolls(mention: Mention, draft: Draft, add) -> None:
    known = [(t.kind, t.count) for m in draft.mentions for t in m.tolls if t.how is None]
    for toll in mention.tolls:
        if toll.how is not None:
            continue
        same = [count for kind, count in known if kind == toll.kind]
        if toll.count in same:
            add("same_toll")
            return
        if same:
            add("other_toll")
            return


def _named(parties: Sequence[Party]) -> list[str]:
    return [p.text for p in parties if not p.generic]


def _compare_parties(mention: Mention, draft: Draft, add) -> None:
    initiators = [n for m in draft.mentions for n in _named(m.initiators)]
    targets = [n for m in draft.mentions for n in _named(m.targets)]
    mine, hit = _named(mention.initiators), False
    for name in mine:
        if any(same_name(name, other) for other in initiators):
            hit = True
    if hit or any(same_name(a, b) for a in _named(mention.targets) for b in targets):
        add("same_party")
    if mine and initiators and not hit and not any(same_name(a, b) for a in mine for b in targets):
        add("other_party")


def _most_recent(mention: Mention, draft: Draft, drafts: Sequence[Draft], reading: Reading) -> bool:
    """Whether the draft is the last told one whose acts fit the mention's."""
    mine = _families(mention, reading)
    fitting = [
        d for d in drafts
        if any(partners(a, b) for a in mine for m in d.mentions for b in _families(m, reading))
        and d.mentions[0].factuality == mention.factuality
    ]
    return bool(fitting) and max(fitting, key=lambda d: (d.last, d.mentions[0].sentence)) is draft
