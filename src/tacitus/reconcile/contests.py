"""Fields of which the claims of an event say what cannot be true together, and who says what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tacitus.reconcile.kin import label_of, may_be_one, root_of
from tacitus.reconcile.parties import initiators_of, targets_of
from tacitus.reconcile.rulebook import support_book
from tacitus.reconcile.sources import Heard
from tacitus.reconcile.spots import same_spot
from tacitus.reconcile.tolls import standing_tolls
from tacitus.reconcile.versions import KINDS, Version
from tacitus.records import ActorRef, Contest, Position

#: How a position that denies who did it opens.
NOT = "not "
# answers beyond which a contest says no more
_MOST = 8


@dataclass(slots=True)
class _Answer:
    """One answer while the claims that give it are gathered."""

    value: str
    versions: list[Version] = field(default_factory=list)
    by: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def sources(self, version: Version, heard: Heard) -> tuple[str, ...]:
        """Who gives the answer in a version: all its sources, where no fewer are known."""
        return self.by.get(id(version)) or heard.ids(version)


def contests_of(
    heard: Heard, swapped: frozenset[str], end: str | None, aggregate: bool
) -> tuple[Contest, ...]:
    """The contested fields of an event.

    Positions differ where both cannot be true: differences of precision ("gunmen" and a named
    group, a town and its district, 13 or more and 15) are none. A source that gives two answers
    contests nothing by itself.

    Args:
        heard: the event's versions and sources.
        swapped: keys of claims that name the two sides the other way round.
        end: last possible day of the event.
        aggregate: whether the event is a sum over many unnamed ones.
    """
    found = [
        _types(heard),
        _doers(heard, swapped),
        _targets(heard, swapped),
        _places(heard),
        _days(heard),
        *(_tolls(heard, kind, end, aggregate) for kind in KINDS),
        _factuality(heard),
    ]
    return tuple(contest for contest in found if contest)


def _contest(name: str, answers: Iterable[_Answer], heard: Heard) -> Contest | None:
    """The contest between answers, or None where no two sources stand against each other.

    A source stands by one answer: the one that most of its claims give, of several the latest.
    """
    given = [answer for answer in answers if answer.versions]
    stands: dict[str, tuple[int, int, int]] = {}
    order = {id(version): number for number, version in enumerate(heard.versions)}
    for number, answer in enumerate(given):
        said: dict[str, list[int]] = {}
        for version in answer.versions:
            for source in answer.sources(version, heard):
                said.setdefault(source, []).append(order[id(version)])
        for source, spots in said.items():
            stands[source] = max(stands.get(source, (0, 0, 0)), (len(spots), max(spots), number))
    positions = []
    for number, answer in enumerate(given):
        sources = {
            source
            for version in answer.versions
            for source in answer.sources(version, heard)
            if stands[source][2] == number
        }
        claims = [v.key for v in answer.versions if sources & set(answer.sources(v, heard))]
        stances = {s.stance for s in heard.sources if s.id in sources and s.stance}
        if sources:
            positions.append(
                Position(
                    answer.value,
                    tuple(dict.fromkeys(claims)),
                    tuple(sorted(sources)),
                    tuple(sorted(stances)),
                )
            )
    if len(positions) < 2:
        return None
    ranked = sorted(positions, key=lambda p: (-len(p.sources), -len(p.claims), p.value))
    return Contest(name, tuple(ranked[:_MOST]))


def _told(heard: Heard) -> list[Version]:
    """Versions that tell it as having happened, of the claims as wholes."""
    return [v for v in heard.versions if v.told and v.main]


def _by_party(versions: Iterable[Version]) -> bool:
    """Whether somebody with a side in the fight is among those who tell it."""
    partial = support_book().partial | support_book().partial_if_involved
    return any(voice.kind in partial and voice.side for v in versions for voice in v.voices)


def _types(heard: Heard) -> Contest | None:
    told: dict[str, _Answer] = {}
    for version in _told(heard):
        kind = version.telling.claim.type.value
        told.setdefault(kind, _Answer(kind)).versions.append(version)
    book = support_book()
    apart: set[str] = set()
    for pairs, by_party in ((book.exclusive, False), (book.exclusive_by_party, True)):
        for one, other in pairs:
            if one not in told or other not in told:
                continue
            if by_party and not _split_by_party(told[one].versions, told[other].versions, heard):
                continue
            apart |= {one, other}
    return _contest("type", [told[kind] for kind in sorted(apart)], heard)


def _split_by_party(some: list[Version], others: list[Version], heard: Heard) -> bool:
    """Whether a party to the fight gives the one answer alone, and somebody else the other."""
    mine = {s for v in some for s in heard.ids(v)}
    theirs = {s for v in others for s in heard.ids(v)}
    parties = {
        heard.by_voice[voice.id]
        for v in (*some, *others)
        for voice in v.voices
        if _by_party([v]) and voice.side
    }
    return bool((mine - theirs) & parties and theirs - mine) or bool(
        (theirs - mine) & parties and mine - theirs
    )


def _specific(refs: Sequence[ActorRef]) -> tuple[ActorRef, ...]:
    """Of a claim's actors those that could not be anybody, and are armed or in protest."""
    book = support_book()
    out = book.anybody | {"civilians", "civil_object"}
    return tuple(r for r in refs if r.actor or r.kind not in out)


def _name(ref: ActorRef) -> str:
    if ref.actor:
        return label_of(root_of(ref.actor))
    return ref.mention


def doers(version: Version, swapped: frozenset[str]) -> tuple[ActorRef, ...]:
    """Whom a version's claim has as initiators of the event, those who could be anybody left out.

    Args:
        version: a version.
        swapped: keys of claims that name the two sides the other way round.
    """
    telling = version.telling
    refs = targets_of(telling) if version.key in swapped else initiators_of(telling)
    return _specific(refs)


def _doers(heard: Heard, swapped: frozenset[str]) -> Contest | None:
    """Who did it: initiators of whom none can be another's, and denials by the accused."""
    named = [(v, refs) for v in _told(heard) if (refs := doers(v, swapped))]
    answers: dict[str, _Answer] = {}
    for version, refs in named:
        value = " and ".join(sorted({_name(ref) for ref in refs}))
        answers.setdefault(value, _Answer(value)).versions.append(version)
    positions = _grouped(list(answers.values()), swapped)
    denials: dict[str, _Answer] = {}
    for version in heard.versions:
        accused = accused_by(version, named) if version.factuality == "denied" else None
        if accused is not None:
            value = NOT + label_of(accused)
            denials.setdefault(value, _Answer(value)).versions.append(version)
    return _contest("initiators", [*positions, *denials.values()], heard)


def _grouped(answers: list[_Answer], swapped: frozenset[str]) -> list[_Answer]:
    """Answers that can be true together as one, under the name that most claims have.

    Where some exclude each other, one that agrees with all ("the army or its ally's air force")
    bears out every side, and is left out.
    """
    groups: list[list[_Answer]] = []
    for answer in sorted(answers, key=lambda a: (-len(a.versions), a.value)):
        agreed = [_agree(answer, other, swapped) for other in answers]
        if all(agreed) and not all(_agree(a, b, swapped) for a in answers for b in answers):
            continue
        for group in groups:
            if all(_agree(answer, member, swapped) for member in group):
                group.append(answer)
                break
        else:
            groups.append([answer])
    return [_Answer(g[0].value, [v for member in g for v in member.versions]) for g in groups]


def _agree(one: _Answer, other: _Answer, swapped: frozenset[str]) -> bool:
    """Whether two answers can both be true: an actor of each can be one.

    Of a fight, in which both sides act, either may be told as the one that acts.
    """
    a, b = one.versions[0], other.versions[0]
    kinds = {v.telling.claim.type.value for v in (a, b)}
    if kinds & support_book().mutual:
        some, others = a.telling.claim.actors, b.telling.claim.actors
    else:
        some, others = doers(a, swapped), doers(b, swapped)
    return any(may_be_one(x, y) for x in some for y in others)


def accused_by(denial: Version, named: Sequence[tuple[Version, Sequence[ActorRef]]]) -> str | None:
    """The actor that a denial clears: the denier itself, or whom its claim says it was not.

    Args:
        denial: a version that denies.
        named: versions that tell who did it, with whom they name.

    Returns:
        Root id of the actor; None for a denial that anything happened.
    """
    accused = {root_of(r.actor) for _, refs in named for r in refs if r.actor}
    own = [voice.side for voice in denial.voices if voice.side in accused]
    if own:
        return own[0]
    if denial.main:
        cleared = [root_of(r.actor) for r in initiators_of(denial.telling) if r.actor]
        return cleared[0] if cleared else None
    # an armed group that denies something denies its own part in it; a state may speak for an ally
    groups = [
        voice.side
        for voice in denial.voices
        if voice.kind == "party" and voice.side and not voice.side.startswith("state:")
    ]
    return groups[0] if groups else None


def _targets(heard: Heard, swapped: frozenset[str]) -> Contest | None:
    """Whom it hit: the unarmed alone, or fighters alone, where a party is on one side of it."""
    book = support_book()
    answers = {"civilians": _Answer("civilians"), "fighters": _Answer("fighters")}
    for version in _told(heard):
        telling = version.telling
        refs = initiators_of(telling) if version.key in swapped else targets_of(telling)
        kinds = {r.kind for r in refs}
        if kinds and kinds <= book.civil:
            answers["civilians"].versions.append(version)
        elif kinds and kinds <= book.military:
            answers["fighters"].versions.append(version)
    some, others = answers["civilians"].versions, answers["fighters"].versions
    if not some or not others or not _split_by_party(some, others, heard):
        return None
    return _contest("targets", answers.values(), heard)


def _places(heard: Heard) -> Contest | None:
    groups: list[_Answer] = []
    coarse = support_book().coarse_places
    placed = [
        (v, place)
        for v in _told(heard)
        if (place := v.telling.claim.place_ref) is not None
        and place.lat is not None
        and place.ucdp_precision not in coarse
    ]
    for version, place in placed:
        for group in groups:
            first = group.versions[0].telling.claim.place_ref
            if first is not None and same_spot(place, first):
                group.versions.append(version)
                break
        else:
            groups.append(_Answer(place.name or place.mention, [version]))
    return _contest("place", groups, heard)


def _days(heard: Heard) -> Contest | None:
    slack = support_book().tolerance.days
    groups: list[tuple[date, date, _Answer]] = []
    dated = [
        (date.fromisoformat(c.start.value), date.fromisoformat(c.end.value), v)
        for v in _told(heard)
        if (c := v.telling.claim).start is not None and c.end is not None
    ]
    for start, end, version in sorted(dated, key=lambda d: (d[1] - d[0], d[0], d[2].key)):
        near = [
            answer
            for first, last, answer in groups
            if (start - last).days <= slack and (first - end).days <= slack
        ]
        if near:
            # a longer span takes in several answers, and bears out none against another
            if len(near) == 1:
                near[0].versions.append(version)
            continue
        value = start.isoformat() if start == end else f"{start} to {end}"
        groups.append((start, end, _Answer(value, [version])))
    return _contest("start", [answer for _, _, answer in groups], heard)


def _tolls(heard: Heard, kind: str, end: str | None, aggregate: bool) -> Contest | None:
    """Standing figures of which one is far above all that another allows."""
    tolerance = support_book().tolerance
    standing = standing_tolls(heard, kind, end, aggregate).told
    if not standing:
        return None

    def apart(low: int, high: int | None) -> bool:
        return (
            high is not None
            and low - high >= tolerance.persons
            and low >= tolerance.ratio * max(high, 1)
        )

    contested = [
        t
        for t in standing
        if any(
            t.source != o.source
            and (apart(t.count.low, o.count.high) or apart(o.count.low, t.count.high))
            for o in standing
        )
    ]
    versions = {
        (v.key, s): v
        for v in heard.versions
        for name, toll in v.figures
        for s in heard.of(v.tellers(toll))
        if name == kind
    }
    answers: dict[str, _Answer] = {}
    for told in contested:
        value = told.count.words
        answer = answers.setdefault(value, _Answer(value))
        version = versions[told.key, told.source]
        if all(version is not held for held in answer.versions):
            answer.versions.append(version)
        answer.by[id(version)] = (*answer.by.get(id(version), ()), told.source)
    return _contest(kind, answers.values(), heard)


def _factuality(heard: Heard) -> Contest | None:
    """Whether it happened: denials that clear nobody, against those who tell it."""
    named = [(v, refs) for v in heard.versions if v.told and (refs := doers(v, frozenset()))]
    denied = [
        v for v in heard.versions if v.factuality == "denied" and accused_by(v, named) is None
    ]
    told = [v for v in heard.versions if v.told]
    if not denied or not told:
        return None
    return _contest("factuality", [_Answer("told", told), _Answer("denied", denied)], heard)
