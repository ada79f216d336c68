"""Independent sources of an event: each counted once, however often its account is repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tacitus.reconcile.copies import Copies, Passages, copies, joined, passage
from tacitus.reconcile.ids import in_order
from tacitus.reconcile.rulebook import support_book
from tacitus.reconcile.versions import Version, versions_of
from tacitus.reconcile.voices import UNKNOWN_OUTLET, Voice, same_person
from tacitus.records import Report, Source, Telling


@dataclass(frozen=True, slots=True)
class Heard:
    """An event's versions and the sources that they rest on.

    Attributes:
        versions: in order of publication.
        sources: each with its claims, best supported first.
        by_voice: id of the source that each voice is, by the voice's id.
    """

    versions: tuple[Version, ...]
    sources: tuple[Source, ...]
    by_voice: dict[str, str]

    def ids(self, version: Version) -> tuple[str, ...]:
        """The sources of a version, each once, in its order."""
        return self.of(version.voices)

    def of(self, voices: Iterable[Voice]) -> tuple[str, ...]:
        """The sources that some voices are, each once."""
        return tuple(dict.fromkeys(self.by_voice[voice.id] for voice in voices))


def independent(tellings: Iterable[Telling], found: Copies | None = None) -> tuple[Source, ...]:
    """The independent sources that claims of one event rest on.

    Args:
        tellings: the claims.
        found: which reports are copies of each other; worked out from the claims' reports where
            not given.

    Returns:
        Each source once, best supported first; the same whatever the order of the claims.
    """
    return hear(tellings, found).sources


def hear(tellings: Iterable[Telling], found: Copies | None = None) -> Heard:
    """The versions that claims of one event tell, with their independent sources.

    Args:
        tellings: as for ``independent``.
        found: as for ``independent``.
    """
    told = in_order(tellings)
    versions = tuple(version for telling in told for version in versions_of(telling))
    voices = _voices(versions)
    reasons: dict[str, list[str]] = {key: [] for key in voices}
    ties = [*_persons(voices), *_copied(versions, found, reasons)]
    heads = joined(sorted(ties))
    by_voice = {key: heads.get(key, key) for key in voices}
    members: dict[str, list[str]] = {}
    for key, head in sorted(by_voice.items()):
        members.setdefault(head, []).append(key)
    by_head = {
        head: _source(head, group, versions, reasons) for head, group in sorted(members.items())
    }
    ranked = sorted(by_head.values(), key=lambda s: (-len(s.claims), s.id))
    return Heard(versions, tuple(ranked), by_voice)


def _voices(versions: Sequence[Version]) -> dict[str, list[Voice]]:
    """All voices by id, in order of publication."""
    voices: dict[str, list[Voice]] = {}
    for version in versions:
        for voice in version.voices:
            voices.setdefault(voice.id, []).append(voice)
    return voices


def _persons(voices: dict[str, list[Voice]]) -> list[tuple[str, str]]:
    """Persons under a longer and a shorter form of a name, or named with their organisation."""
    people = {key: held[0] for key, held in voices.items() if held[0].person}
    ties = []
    for key, person in people.items():
        for other, held in voices.items():
            if other != key and any(same_person(person, voice) for voice in held):
                ties.append((key, other))
    return ties


def _copied(
    versions: Sequence[Version], found: Copies | None, reasons: dict[str, list[str]]
) -> list[tuple[str, str]]:
    """Outlets whose own words are another's; what tells it is added to their reasons."""
    own = [(v, voice) for v in versions for voice in v.voices if voice.outlet]
    reports = {v.telling.report.id: v.telling.report for v, _ in own}
    if len(reports) < 2:
        return []
    known = copies(reports.values()) if found is None else found
    ties = []
    for one, other, why in (*_whole(own, known), *_in_part(own, reports.values(), known)):
        ties.append((one, other))
        reasons[one].append(why)
        reasons[other].append(why)
    return ties


def _whole(own: Sequence[tuple[Version, Voice]], known: Copies) -> list[tuple[str, str, str]]:
    """Voices whose reports are one text, with the reason."""
    first: dict[str, tuple[str, Voice]] = {}
    ties = []
    for version, voice in own:
        report = version.telling.report.id
        original, lead = first.setdefault(known.head(report), (report, voice))
        if lead.id != voice.id:
            ties.append((lead.id, voice.id, f"report {report} is a copy of {original}"))
    return ties


def _in_part(
    own: Sequence[tuple[Version, Voice]], reports: Iterable[Report], known: Copies
) -> list[tuple[str, str, str]]:
    """Voices of whom one's claim is told in sentences of the other's report, with the reason."""
    passages = Passages(reports)
    least = support_book().copies.passage
    by_report: dict[str, list[tuple[Version, Voice]]] = {}
    for version, voice in own:
        by_report.setdefault(version.telling.report.id, []).append((version, voice))
    ties = []
    for version, voice in own:
        mine = version.telling.report.id
        shares = passages.shares(passage(version.telling))
        for report in sorted(r for r, share in shares.items() if share >= least):
            if known.head(report) == known.head(mine):
                continue
            for other, another in by_report[report]:
                if another.id != voice.id:
                    a, b = sorted((version.key, other.key))
                    ties.append((voice.id, another.id, f"sentences of {a} and {b} are one text"))
    return ties


def _source(
    head: str, group: Sequence[str], versions: Sequence[Version], reasons: dict[str, list[str]]
) -> Source:
    """The source that some voices are."""
    mine = [(v, voice) for v in versions for voice in v.voices if voice.id in group]
    names = Counter(voice.name for _, voice in mine)
    name = min(names, key=lambda n: (-names[n], n))
    first = next(voice for _, voice in mine if voice.name == name)
    said = [voice.why for _, voice in mine if voice.why]
    why = dict.fromkeys([*said, *(reason for key in group for reason in reasons[key])])
    outlets = {v.telling.report.source or UNKNOWN_OUTLET for v, _ in mine}
    sided = next((voice for _, voice in mine if voice.stance), first)
    return Source(
        id=head,
        name=name,
        kind=first.kind,
        stance=sided.stance,
        claims=tuple(dict.fromkeys(v.key for v, _ in mine)),
        outlets=tuple(sorted(outlets)),
        why=tuple(why),
    )
