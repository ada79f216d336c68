"""How alike a mention and an event of the same report are, feature by feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.mentions import Mention, Party, partners
from tacitus.extract.parties import in_group
from tacitus.resolve.actor_class import of_state
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.reading import Reading

_LOCAL = frozenset({"settlement", "district", "site", "unknown", "water", "road"})
# means by which two tellings of a blow from afar can be told apart
_TELLING_MEANS = frozenset({"air", "artillery", "explosive", "suicide", "grenade", "chemical"})
# families of acts that one side does and the other may answer in kind
_RETURNED = frozenset({"remote"})
# how many sentences after an event its losses or its retelling below a headline may stand
_SOON = 2

Features = dict[str, float]


def named(parties: Sequence[Party]) -> list[str]:
    """The mentions among participants that name somebody, and do not only point back."""
    return [p.text for p in parties if not p.generic]


class Likeness:
    """Compares the mentions of one report with its events.

    Args:
        reading: the report.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading, self.acts = reading, reading.book.acts

    def features(self, mention: Mention, draft: Draft, drafts: Sequence[Draft]) -> Features | None:
        """What a mention and an event share and where they differ; None where they cannot be one.

        Args:
            mention: the mention.
            draft: the event.
            drafts: all events so far, in order.

        Returns:
            Names of the weights in joining.yaml, with how often each counts.
        """
        mine, theirs = self.families(mention), self._draft_families(draft)
        if not self._possible(mention, draft, mine, theirs):
            return None
        days = _days(mention, draft)
        if days is False:
            return None
        alike = bool(_core(mine) & _core(theirs))
        where = self._where(mention, draft)
        recent = self._most_recent(mention, draft, drafts)
        found = self._acts(mention, draft, alike) | _scope(mention, draft) | _means(mention, draft)
        found |= _time(mention, draft, days) | _place(where)
        found |= _tolls(mention, draft) | _parties(mention, draft)
        if mine & theirs & _RETURNED and _other_side(mention, draft):
            found["other_side"] = 1.0
        found |= self._position(mention, draft, alike=alike, where=where, recent=recent)
        if draft is drafts[0]:
            found["lead"] = 1.0
        return found

    def families(self, mention: Mention) -> set[str]:
        """The families of a mention's acts."""
        return {self.acts[act].family for act in mention.acts}

    def _draft_families(self, draft: Draft) -> set[str]:
        return {family for m in draft.mentions for family in self.families(m)}

    def _possible(self, mention: Mention, draft: Draft, mine: set[str], theirs: set[str]) -> bool:
        if not any(partners(a, b) for a in mine for b in theirs):
            return False
        if ("crowd" in mine) != ("crowd" in theirs) and not self._meets_crowd(mention, draft):
            return False
        told, before = mention.factuality, draft.mentions[0].factuality
        return told == before or "prospective" not in (told, before)

    def _meets_crowd(self, mention: Mention, draft: Draft) -> bool:
        """Whether a blow or an arrest told apart from a protest befell that protest's crowd."""
        losses_only = self.families(mention) == {"toll"}
        if mention.definite or (losses_only and mention.sentence - draft.last <= 1):
            return True
        return self._crowd_among(
            [*mention.targets, *(p for m in draft.mentions for p in m.targets)]
        )

    def _crowd_among(self, parties: Sequence[Party]) -> bool:
        return any(in_group(p, ["crowd"], self.reading.book) for p in parties)

    def _acts(self, mention: Mention, draft: Draft, alike: bool) -> Features:
        told = {a for m in draft.mentions for a in m.acts if not self.acts[a].weak}
        if told & set(mention.acts):
            return {"same_act": 1.0}
        return {"same_family": 1.0} if alike else {}

    def _position(
        self, mention: Mention, draft: Draft, *, alike: bool, where: bool | None, recent: bool
    ) -> Features:
        """What the place in the report and words that point back or apart speak for."""
        apart = mention.sentence - draft.last
        losses_only = self.families(mention) == {"toll"}
        struck = {self.acts[act].toll for m in draft.mentions for act in m.acts}
        dead_told = struck <= {"killed", "injured"}
        bare = not mention.places and mention.time is None and not named(mention.initiators)
        crowds = ("crowd" in self._draft_families(draft)) != ("crowd" in self.families(mention))
        holds = {
            # "the attack" may be what only the dead were told of: "a bomb killed two"
            "pointing": mention.definite and recent and (alike or dead_told),
            "toll_only": losses_only,
            "loss_alone": losses_only and bare and apart <= _SOON and recent,
            "headline": draft.mentions[0].sentence == 0
            and mention.sentence <= _SOON
            and alike
            and where is not False,
            "crowd_met": crowds and apart <= _SOON and self._crowd_among(mention.targets),
            "separate": mention.separate,
            "next": apart <= 1,
        }
        return {"per_sentence": float(apart)} | {name: 1.0 for name, so in holds.items() if so}

    def _most_recent(self, mention: Mention, draft: Draft, drafts: Sequence[Draft]) -> bool:
        """Whether the event is the last told one whose acts fit the mention's."""
        mine = self.families(mention)
        for other in sorted(drafts, key=lambda d: (-d.last, -d.mentions[0].sentence)):
            if other.mentions[0].factuality == mention.factuality and any(
                partners(a, b) for a in mine for b in self._draft_families(other)
            ):
                return other is draft
        return False

    def _where(self, mention: Mention, draft: Draft) -> bool | None:
        """Whether the place is shared; None where one side names none or only a larger area."""
        mine = self._main_place(mention)
        theirs = [n for m in draft.mentions if (n := self._main_place(m)) is not None]
        if mine is None or not theirs:
            return None
        around = [self._name(n) for n in self._chain(mine)]
        beyond = [self._name(n) for other in theirs for n in self._chain(other)[1:]]
        if any(same_name(self._name(other), name) for other in theirs for name in around):
            return True
        if any(same_name(self._name(mine), name) for name in beyond):
            return True
        ref, refs = self.reading.refs[mine], [self.reading.refs[n] for n in theirs]
        if ref.country and all(r.country and r.country != ref.country for r in refs):
            return False
        kinds = [self.reading.places[n].kind in _LOCAL for n in theirs]
        if self.reading.places[mine].kind in _LOCAL and any(kinds):
            return False
        if ref.admin1 and all(r.admin1 and r.admin1 != ref.admin1 for r in refs):
            return False
        return None

    def _main_place(self, mention: Mention) -> int | None:
        """Where a mention most likely happened: its nearest local place, else the nearest."""
        local = [n for n in mention.places if self.reading.places[n].kind in _LOCAL]
        return next(iter(local or mention.places), None)

    def _chain(self, n: int | None) -> list[int]:
        chain: list[int] = []
        while n is not None and n not in chain:
            chain.append(n)
            n = self.reading.places[n].inside
        return chain

    def _name(self, n: int) -> str:
        place = self.reading.places[n]
        return self.reading.refs[n].name or self.reading.parsed.quote(place.start, place.stop)


def _other_side(mention: Mention, draft: Draft) -> bool:
    """Whether a state does the one and those who fight it the other."""
    mine = of_state(p.text for p in mention.initiators)
    sides = (of_state(p.text for p in m.initiators) for m in draft.mentions)
    told = {side for side in sides if side is not None}
    return mine is not None and told == {not mine}


def _core(families: set[str]) -> set[str]:
    """What happened, apart from the losses that went with it."""
    return families - {"toll"} or families


def _scope(mention: Mention, draft: Draft) -> Features:
    single = all(m.aggregate is None for m in draft.mentions)
    return {"other_scope": 1.0} if (mention.aggregate is None) != single else {}


def _means(mention: Mention, draft: Draft) -> Features:
    mine = _TELLING_MEANS & mention.means.keys()
    theirs = _TELLING_MEANS & {name for m in draft.mentions for name in m.means}
    return {"other_means": 1.0} if mine and theirs and not mine & theirs else {}


def _time(mention: Mention, draft: Draft, days: bool | None) -> Features:
    if days:
        return {"same_day": 1.0}
    undated = mention.time is None and all(m.time is None for m in draft.mentions)
    return {"both_undated": 1.0} if undated else {}


def _place(where: bool | None) -> Features:
    if where is None:
        return {"no_place": 1.0}
    return {"same_place" if where else "other_place": 1.0}


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


def _tolls(mention: Mention, draft: Draft) -> Features:
    """Whether figures are the same; where some are and others are not, they say nothing."""
    known = [(t.kind, t.count.low) for m in draft.mentions for t in m.tolls if t.how is None]
    kinds = {kind for kind, _ in known}
    told = [(t.kind, t.count.low) for t in mention.tolls if t.how is None and t.kind in kinds]
    alike = [toll in known for toll in told]  # "10" and "at least 10"
    if told and all(alike):
        return {"same_toll": 1.0}
    return {"other_toll": 1.0} if told and not any(alike) else {}


def _meet(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(same_name(a, b) for a in some for b in others)


def _parties(mention: Mention, draft: Draft) -> Features:
    doing = [name for m in draft.mentions for name in named(m.initiators)]
    suffering = [name for m in draft.mentions for name in named(m.targets)]
    mine, struck = named(mention.initiators), named(mention.targets)
    hit, met = _meet(mine, doing), _meet(struck, suffering)
    swapped = _meet(mine, suffering)
    holds = {
        "same_party": hit or met,
        "other_target": bool(struck and suffering) and not met,
        "sides_swapped": swapped or _meet(struck, doing),
        "other_party": bool(mine and doing) and not hit and not swapped,
    }
    return {name: 1.0 for name, so in holds.items() if so}
