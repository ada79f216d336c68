"""The two sides of an event, each actor once and by its most specific mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.parties import in_group
from tacitus.resolve.names import content_words, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Party
    from tacitus.extract.reading import Reading
    from tacitus.knowledge.codebook import Codebook

# a mention longer than this is a description, and the shorter name is kept beside it
_LONG = 60


def choose_sides(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> tuple[list[Party], list[Party]]:
    """Initiators and targets.

    Args:
        draft: the event.
        drafts: all events of the report; one told before lends the name behind "the militants".
        reading: the report.
    """
    initiators = _told([m.initiators for m in draft.mentions], wide=False)
    targets = _told([m.targets for m in draft.mentions], wide=True)
    initiators = _named(initiators, drafts)
    targets = _named(targets, drafts)
    targets = [t for t in targets if not any(_same(t, i) for i in initiators)]
    return initiators, targets


def _told(tellings: Sequence[Sequence[Party]], *, wide: bool) -> list[Party]:
    """One side over the sentences that tell of the event.

    The first sentence that names the side sets who is on it. A later one names the same actors
    better or worse, rarely new ones; only among those acted upon, people and things may be told
    one after the other.

    Args:
        tellings: the side as each sentence names it.
        wide: whether later sentences may add another sort of participant.
    """
    kept: list[Party] = []
    for told in tellings:
        before = list(kept)
        for party in told:
            twin = next((k for k in kept if same_name(k.text, party.text)), None)
            if twin is not None:
                if _fuller(party, twin):
                    kept[kept.index(twin)] = party
                continue
            rivals = [k for k in before if _fits(party, k)]
            weaker = next((k for k in rivals if _weight(k) < _weight(party) and k in kept), None)
            if weaker is not None:
                kept[kept.index(weaker)] = party
            elif not before or wide and not rivals:
                kept.append(party)
    specific = [p for p in kept if not p.generic]
    return [p for p in kept if not p.generic or not any(_fits(p, s) for s in specific)]


def _weight(party: Party) -> int:
    """How much a mention says of who it is: only pointing back, a description, a name."""
    if party.generic:
        return 0
    return 2 if party.kind.by.startswith(("registry:", "title:", "ner:PERSON")) else 1


def _fuller(a: Party, b: Party) -> bool:
    return len(content_words(a.text)) > len(content_words(b.text)) and len(a.text) < _LONG


def arrange(
    name: str, acts: Sequence[str], initiators: list[Party], targets: list[Party], book: Codebook
) -> tuple[list[Party], list[Party]]:
    """The sides as the house rules set them for a type of event.

    Parties to an agreement are all initiators (rule 3); where a crowd and the police meet and the
    crowd's own act is told, the crowd is initiator and the police target (rule 7).

    Args:
        name: the sub-event type.
        acts: acts told of the event.
        initiators, targets: the sides as the clauses give them.
        book: the codebook in force.
    """
    if name == "Agreement":
        return initiators + targets, []
    if book.event_type(name) in ("Protests", "Riots") and {"protest", "gather", "riot"} & set(acts):
        everyone = initiators + targets
        crowd = [p for p in everyone if in_group(p, ["crowd"], book)]
        police = [p for p in everyone if in_group(p, ["police", "state_forces"], book)]
        if crowd and police and name != "Excessive force against protesters":
            rest = [p for p in everyone if p not in crowd and p not in police]
            acting = [p for p in rest if p in initiators and not p.kind.object]
            return crowd + acting, police + [p for p in rest if p not in acting]
    return initiators, targets


def _same(a: Party, b: Party) -> bool:
    return a.text.lower() == b.text.lower() or (a.phrase.head == b.phrase.head)


def _fits(generic: Party, specific: Party) -> bool:
    """Whether a pointing mention can mean a specific one: their classes do not differ."""
    a, b = generic.kind, specific.kind
    if a.kind == b.kind:
        return True
    return a.armed == b.armed or "unknown" in (a.kind, b.kind)


def _named(parties: list[Party], drafts: Sequence[Draft]) -> list[Party]:
    """Pointing mentions replaced by the last specific one of their class told before."""
    out = []
    for party in parties:
        if not party.generic:
            out.append(party)
            continue
        earlier = [
            p
            for other in drafts
            for m in other.mentions
            for p in (*m.initiators, *m.targets)
            if not p.generic and p.phrase.head < party.phrase.head and p.kind.kind == party.kind.kind
        ]
        named = max(earlier, key=lambda p: p.phrase.head) if earlier else party
        if all(not _same(named, o) for o in out):
            out.append(named)
    return out
