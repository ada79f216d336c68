"""How well an event is supported, in the manner of Airwars.

The grades are those of Airwars' method (https://airwars.org/about/methodology): confirmed where a
side accepts that it did it, fair where two or more credible sources report it, weak where one does,
contested where others are held responsible too, discounted where it is held not to have happened.
That a side boasts of harm to its enemies is no admission: alone, it confirms nothing.
Airwars also discounts what killed fighters only, since it counts harm to civilians; an event here
is graded whoever was hit, and whom it hit stands in its figures by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tacitus.reconcile.contests import NOT, accused_by, doers
from tacitus.reconcile.kin import label_of, related, root_of
from tacitus.reconcile.rulebook import support_book
from tacitus.reconcile.sources import Heard
from tacitus.reconcile.versions import Version
from tacitus.records import ActorRef, Contest, Party, Source, Support


def support_of(
    heard: Heard,
    initiators: Sequence[Party],
    targets: Sequence[Party],
    contests: Sequence[Contest],
    swapped: frozenset[str],
    end: str | None,
) -> Support:
    """The grade of an event, with its reasons.

    Args:
        heard: the event's versions and sources.
        initiators: the parties that acted.
        targets: the parties acted upon.
        contests: its contested fields.
        swapped: keys of claims that name the two sides the other way round.
        end: last possible day of the event.
    """
    told = [v for v in heard.versions if v.told]
    named = [(v, refs) for v in told if (refs := doers(v, swapped))]
    denied = [v for v in heard.versions if v.factuality == "denied"]
    denials = [v for v in denied if accused_by(v, named) is None]
    telling = _sources(told, heard)
    if not telling:
        if denied:
            by = _listed(_sources(denied, heard))
            return Support("discounted", (f"It is told as denied only, by {by}.",))
        return Support("weak", ("It is told as planned, feared or threatened only.",))
    first = _sources([v for v in told if not _retold(v, end)], heard)
    counted = first or telling
    apart = [s for s in counted if not partial(s, heard, (*initiators, *targets))]
    # one that tells it too was misread, or denied a part of it
    deniers = [s for s in _sources(denials, heard) if s not in telling]
    against = [s for s in deniers if s.kind in support_book().credible]
    if against and not apart:
        return Support(
            "discounted",
            (f"{_listed(against)} denied it; it is told by parties to the fight alone.",),
        )
    notes = _notes(denied, named, deniers, heard)
    if len(telling) > len(counted):
        notes.append(f"{len(telling) - len(counted)} more retold it later.")
    owners = _owners(told, heard, initiators, swapped)
    rivals = _rivals(contests)
    admitted = any(party.kind in support_book().civil for party in targets)
    if owners and (admitted or len(telling) > len(owners)):
        said = f"{_listed(owners)} said so for the side that did it."
        return Support("confirmed", (said, *notes))
    if len(rivals) > 1:
        return Support(
            "contested", (f"Different sides are held responsible: {'; '.join(rivals)}.", *notes)
        )
    if any(c.field == "initiators" for c in contests) and not apart:
        return Support("contested", ("Only parties to the fight say who did it.", *notes))
    if owners:
        return Support("weak", ("Only the side that did it says so, of its enemies.", *notes))
    if len(counted) < 2:
        return Support("weak", (f"A single source: {_listed(counted)}.", *notes))
    if not apart:
        return Support("weak", (f"All {len(counted)} sources have a side in the fight.", *notes))
    said = f"{len(counted)} independent sources"
    return Support(
        "fair", (f"{said}, {len(apart)} with no side in the fight: {_listed(apart)}.", *notes)
    )


def _retold(version: Version, end: str | None) -> bool:
    """Whether an outlet tells in its own words, long after, what others told before."""
    if end is None or version.day is None or not all(voice.outlet for voice in version.voices):
        return False
    return (version.day - date.fromisoformat(end)).days > support_book().retold_days


def partial(source: Source, heard: Heard, parties: Sequence[Party]) -> bool:
    """Whether a source has a side in the fight that an event is of.

    Args:
        source: one of the event's sources.
        heard: the event's versions and sources.
        parties: the event's initiators and targets.
    """
    book = support_book()
    if source.kind in book.partial:
        return True
    if source.kind not in book.partial_if_involved:
        return False
    sides = {
        voice.side
        for version in heard.versions
        for voice in version.voices
        if heard.by_voice[voice.id] == source.id and voice.side
    }
    mine = {root_of(p.actor) for p in parties if p.actor}
    return any(related(side, actor) for side in sides for actor in mine)


def _sources(versions: Sequence[Version], heard: Heard) -> list[Source]:
    ids = {s for v in versions for s in heard.ids(v)}
    return [source for source in heard.sources if source.id in ids]


def _listed(sources: Sequence[Source]) -> str:
    """Sources in words, the first five by name."""
    names = [s.name for s in sources[:5]]
    more = len(sources) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _owners(
    told: Sequence[Version], heard: Heard, initiators: Sequence[Party], swapped: frozenset[str]
) -> list[Source]:
    """Sources that speak for an initiator of the claim that they tell: they accept it.

    An initiator that far fewer claims name than the first may be so by a misreading: that a source
    speaks for it confirms nothing.
    """
    most = max((len(party.claims) for party in initiators), default=0)
    leading = [p.actor for p in initiators if p.actor and 2 * len(p.claims) >= most]
    found = set()
    for version in told:
        did = [
            ref.actor
            for ref in doers(version, swapped)
            if ref.actor and any(related(ref.actor, actor) for actor in leading)
        ]
        for voice in version.voices:
            if voice.side and any(related(voice.side, actor) for actor in did):
                found.add(heard.by_voice[voice.id])
    # one that is credited with a claim, and denies it elsewhere, accepts nothing
    denied = {s for v in heard.versions if v.factuality == "denied" for s in heard.ids(v)}
    return [source for source in heard.sources if source.id in found - denied]


def _rivals(contests: Sequence[Contest]) -> list[str]:
    """Who is held responsible, where more than one is."""
    return [
        position.value
        for contest in contests
        if contest.field == "initiators"
        for position in contest.positions
        if not position.value.startswith(NOT)
    ]


def _notes(
    denied: Sequence[Version],
    named: Sequence[tuple[Version, Sequence[ActorRef]]],
    deniers: Sequence[Source],
    heard: Heard,
) -> list[str]:
    """What speaks against it, in sentences."""
    cleared: dict[str, list[Version]] = {}
    for version in denied:
        accused = accused_by(version, named)
        if accused is not None:
            cleared.setdefault(accused, []).append(version)
    notes = [
        f"{_listed(_sources(versions, heard))} denied that it was {label_of(accused)}."
        for accused, versions in sorted(cleared.items())
    ]
    if deniers:
        notes.append(f"{_listed(deniers)} denied that it happened.")
    return notes
