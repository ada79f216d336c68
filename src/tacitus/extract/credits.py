"""Whom the report credits with an event: the sources of its mentions, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.attribution import attributions_for
from tacitus.records import Grounded
from tacitus.resolve.names import same_name
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from tacitus.records import Relation

# an event told by more sources than this is told by the report itself
_MOST = 4
# reason that the source registry gives for words that are no source at all
_NO_SOURCE = "nothing fits"


def credited(mention: Mention, reading: Reading) -> list[Grounded[str]]:
    """The sources that a mention's words are credited to, the most original first.

    Args:
        mention: an event mention.
        reading: the report.
    """
    return _at(mention.main.token, reading)


def _at(token: int, reading: Reading) -> list[Grounded[str]]:
    found = []
    for said in attributions_for(token, reading.attributions, reading.parsed):
        if said.verb_class not in reading.syntax.crediting:
            continue
        first, stop = said.source_start, said.source_stop
        name = reading.parsed.quote(first, stop)
        if resolve_source(name).reason == _NO_SOURCE:
            continue
        cue = reading.parsed.span(said.cue, said.cue + 1)
        found.append(Grounded(name, (reading.parsed.span(first, stop), cue), said.by))
    return found


def credit(draft: Draft, reading: Reading) -> tuple[Grounded[str], ...]:
    """Whom the report credits with what an event's mentions tell.

    A body and the person who speaks for it count once; so do two names of one registry entry.

    Args:
        draft: the event.
        reading: the report.
    """
    found: list[Grounded[str]] = []
    ids: set[str] = set()
    for mention in draft.mentions:
        for source in credited(mention, reading):
            ref = resolve_source(source.value)
            if ref.source is not None and ref.source in ids:
                continue
            if any(same_name(source.value, other.value) for other in found):
                continue
            if ref.source is not None:
                ids.add(ref.source)
            found.append(source)
    named = [s for s in found if resolve_source(s.value).kind != "unnamed"]
    return tuple((named if len(named) > 1 else found)[:_MOST])


def credit_relations(relations: Sequence[Relation], reading: Reading) -> tuple[Relation, ...]:
    """Relations with the sources that the report credits them to.

    Args:
        relations: as found.
        reading: the report.
    """
    out = []
    for relation in relations:
        token = next(
            (t.i for t in reading.parsed.doc if reading.parsed.span(t.i, t.i + 1).start >= relation.evidence.start),
            None,
        )
        out.append(replace(relation, attribution=tuple(_at(token, reading)) if token is not None else ()))
    return tuple(out)
