"""The baseline for putting claims together: same word, same day, same place, all exactly.

In cross-document event coreference the lemma of the event's word within one topic is the baseline
that is hard to beat (Upadhyay and others 2016, Barhom and others 2019); day and place stand here
for the topic. A claim without a day or a place is alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from tacitus.evaluate.compare import parents
from tacitus.extract.triggers import find_triggers
from tacitus.knowledge.codebook import load_index
from tacitus.knowledge.gazetteer_names import fold

if TYPE_CHECKING:
    from tacitus.parse.document import Parsed
    from tacitus.records import Claim, Span, Telling

#: What two claims must share besides day and place; None for a claim that is alone.
Word = Callable[["Telling"], Hashable]


def exact(tellings: Iterable[Telling], word: Word) -> list[list[str]]:
    """Claims put together where word, last possible day and place are the same.

    Args:
        tellings: the claims.
        word: gives the word of a claim.

    Returns:
        Keys of the claims of each event.
    """
    events: dict[Hashable, list[str]] = defaultdict(list)
    for telling in tellings:
        claim = telling.claim
        shared = (word(telling), claim.end.value if claim.end else None, _place(claim))
        events[telling.key if None in shared else shared].append(telling.key)
    return list(events.values())


def family(telling: Telling) -> Hashable:
    """The event type that a claim's sub-event type belongs to."""
    kind = telling.claim.type.value
    return parents().get(kind, kind)


def lemmas(tellings: Iterable[Telling], parse: Callable[[str], Parsed]) -> Word:
    """The word of a claim as the lemma of the word of its evidence that tells of the event.

    Args:
        tellings: the claims.
        parse: gives a report's parse by its id.
    """
    reports: dict[str, EventWords] = {}
    found: dict[str, str | None] = {}
    for telling in tellings:
        report = telling.report.id
        if report not in reports:
            reports[report] = EventWords(parse(report))
        found[telling.key] = reports[report].lemma(telling.claim.evidence[0])
    return lambda telling: found[telling.key]


class EventWords:
    """Finds the words of a report that tell of its events.

    Args:
        parsed: the report.
    """

    def __init__(self, parsed: Parsed) -> None:
        self._doc = parsed.doc
        self._spans = {t.i: parsed.span(t.i, t.i + 1) for t in parsed.doc if not t.is_space}
        self._known = {trigger.token for trigger in find_triggers(parsed.doc, load_index())}

    def lemma(self, evidence: Span) -> str | None:
        """The lemma of the word that tells of an event, or None where the evidence has no word.

        Of the codebook's words in the evidence it is the one nearest to the root of the sentence;
        where there is none, the word of all that is nearest.

        Args:
            evidence: the words that tell of it.
        """
        inside = [i for i, span in self._spans.items() if span.overlaps(evidence)]
        chosen = [i for i in inside if i in self._known] or inside
        if not chosen:
            return None
        best = min(chosen, key=lambda i: (sum(1 for _ in self._doc[i].ancestors), i))
        return str(self._doc[best].lemma_).lower()


def _place(claim: Claim) -> str | None:
    """A place by its gazetteer entry, or its name where it has none."""
    if claim.place is None:
        return None
    ref = claim.place_ref
    return (ref.gazetteer_id if ref is not None else None) or fold(claim.place.value)
