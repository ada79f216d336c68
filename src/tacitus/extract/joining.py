"""Mentions of one event put together over the sentences of a report, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tacitus.extract.mentions import Mention, Party, partners
from tacitus.extract.parties import in_group
from tacitus.knowledge.load import Entry, packaged
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tacitus.extract.reading import Reading


class Joining(Entry):
    """The schema of joining.yaml."""

    threshold: float
    least: float
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

    A mention joins the likest event if the two share something that can be named; otherwise it
    opens an event of its own if it tells enough to be one, and is left out if it does not.

    Args:
        mentions: in the order of the report.
        reading: the report.
    """
    rules, drafts = load_joining(), list[Draft]()
    for mention in mentions:
        # parts of one clause that tell of several happenings stay apart, and so do clauses of one
        # sentence that are no part of each other
        best: tuple[float, Draft, list[str]] | None = None
        for draft in drafts:
            if any(m.sentence == mention.sentence for m in draft.mentions):
                continue
            result = _likeness(mention, draft, drafts, reading, rules.weights)
            if result is not None and result[1] and (best is None or result[0] > best[0]):
                best = (result[0], draft, result[1])
        if best is not None and best[0] >= rules.threshold:
            best[1].mentions.append(mention)
            best[1].why.append(f"sentence {mention.sentence + 1}: " + ", ".join(best[2]))
        elif _told(mention, reading) >= rules.least:
            drafts.append(Draft([mention]))
    return drafts


def _told(mention: Mention, reading: Reading) -> float:
    """How much a mention tells beside that something happened: a point for each part."""
    told = (
        bool(mention.places)
        + bool(mention.time is not None and mention.time.first)
        + bool(any(t.how is None for t in mention.tolls))
        + bool(_named(mention.initiators))
        + bool(_named(mention.targets))
        + 0.5 * (mention.main.form == "verb")
    )
    token = reading.parsed.doc[mention.main.token]
    if token.dep_ == "dobj" and token.head.lemma_.lower() in reading.syntax.opinions:
        return told - 1.0  # the place and day may be those of the opinion
    return told


def _families(mention: Mention, reading: Reading) -> set[str]:
    return {reading.book.acts[act].family for act in mention.acts}


def _core(families: set[str]) -> set[str]:
    """What happened, apart from the losses that went with it."""
    return families - {"toll"} or families


def _likeness(
    mention: Mention, draft: Draft, drafts: Sequence[Draft], reading: Reading, weights: dict[str, float]
) -> tuple[float, list[str]] | None:
    """How alike a mention and an event are, with the reasons, or None where they cannot be one."""
    mine = _families(mention, reading)
    theirs = {f for m in draft.mentions for f in _families(m, reading)}
    if not any(partners(a, b) for a in mine for b in theirs):
        return None
    if ("crowd" in mine) != ("crowd" in theirs) and not _meets_crowd(mention, draft, reading):
        return None
    if "prospective" in (mention.factuality, draft.mentions[0].factuality) and (
        mention.factuality != draft.mentions[0].factuality
    ):
        return None
    score, reasons = 0.0, list[str]()
    alike = _core(mine) & _core(theirs)

    def add(name: str, times: float = 1.0) -> None:
        nonlocal score
        score += weights[name] * times
        if name in _ANCHORS:
            reasons.append(name.replace("_", " "))

    if (mention.aggregate is None) != all(m.aggregate is None for m in draft.mentions):
        add("other_scope")
    if {a for m in draft.mentions for a in m.acts if not reading.book.acts[a].weak} & set(mention.acts):
        add("same_act")
    elif alike:
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
    if mention.definite and alike and _most_recent(mention, draft, drafts, reading):
        add("pointing")
    apart = mention.sentence - draft.last
    if mine == {"toll"}:
        add("toll_only")
        bare = not mention.places and mention.time is None and not _named(mention.initiators)
        if bare and apart <= _SOON and _most_recent(mention, draft, drafts, reading):
            add("loss_alone")
    if draft.mentions[0].sentence == 0 and mention.sentence <= _SOON and alike and where is not False:
        add("headline")
    if ("crowd" in theirs) != ("crowd" in mine) and apart <= _SOON and any(
        in_group(p, ["crowd"], reading.book) for p in mention.targets
    ):
        add("crowd_met")
    if mention.separate:
        add("separate")
    add("per_sentence", apart)
    if draft is drafts[0]:
        add("lead")
    if apart <= 1:
        add("next")
    return score, reasons


def _meets_crowd(mention: Mention, draft: Draft, reading: Reading) -> bool:
    """Whether a blow or an arrest told apart from a protest befell that protest's crowd."""
    if mention.definite:
        return True
    if all(reading.book.acts[a].family == "toll" for a in mention.acts) and mention.sentence - draft.last <= 1:
        return True
    struck = [*mention.targets, *(p for m in draft.mentions for p in m.targets)]
    return any(in_group(p, ["crowd"], reading.book) for p in struck)


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


_LOCAL = frozenset({"settlement", "district", "site", "unknown", "water", "road"})


def main_place(mention: Mention, reading: Reading) -> int | None:
    """The place that a mention most likely happened at: its nearest local one, else the nearest."""
    local = [n for n in mention.places if reading.places[n].kind in _LOCAL]
    return next(iter(local or mention.places), None)


def _chain(n: int | None, reading: Reading) -> list[int]:
    chain: list[int] = []
    while n is not None and n not in chain:
        chain.append(n)
        n = reading.places[n].inside
    return chain


def _where(mention: Mention, draft: Draft, reading: Reading) -> bool | None:
    """Whether the place is shared; None where one side names none or only a larger area."""
    mine = main_place(mention, reading)
    theirs = [n for m in draft.mentions if (n := main_place(m, reading)) is not None]
    if mine is None or not theirs:
        return None
    name = _names(reading)
    if any(same_name(name(mine), name(other)) for other in theirs):
        return True
    around = [name(n) for n in _chain(mine, reading)[1:]]
    beyond = [name(n) for other in theirs for n in _chain(other, reading)[1:]]
    if any(same_name(name(other), a) for other in theirs for a in around):
        return True
    if any(same_name(name(mine), b) for b in beyond):
        return True
    ref, refs = reading.refs[mine], [reading.refs[n] for n in theirs]
    if ref.country and all(r.country and r.country != ref.country for r in refs):
        return False
    if reading.places[mine].kind in _LOCAL and any(reading.places[n].kind in _LOCAL for n in theirs):
        return False
    if ref.admin1 and all(r.admin1 and r.admin1 != ref.admin1 for r in refs):
        return False
    return None


def _names(reading: Reading) -> Callable[[int], str]:
    def name(n: int) -> str:
        place = reading.places[n]
        return reading.refs[n].name or reading.parsed.quote(place.start, place.stop)

    return name


# how many sentences after an event its losses or its retelling below a headline may stand
_SOON = 2
# likenesses that by themselves can show two tellings to be of one event
_ANCHORS = frozenset(
    {"same_act", "same_place", "same_day", "same_toll", "same_party", "pointing", "loss_alone", "headline", "crowd_met"}
)

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
        if any(count.low == toll.count.low for count in same):  # "10" and "at least 10"
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
    struck = _named(mention.targets)
    met = any(same_name(a, b) for a in struck for b in targets)
    if hit or met:
        add("same_party")
    if struck and targets and not met:
        add("other_target")
    if any(same_name(a, b) for a in mine for b in targets) or any(
        same_name(a, b) for a in struck for b in initiators
    ):
        add("sides_swapped")
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
