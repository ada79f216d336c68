"""The two sides of an event, each actor once and by its most specific mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.parties import in_group
from tacitus.knowledge.syntax import load_syntax
from tacitus.resolve.actor_class import classify
from tacitus.resolve.names import content_words, same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Party
    from tacitus.extract.reading import Reading
    from tacitus.knowledge.codebook import Codebook

# how many sentences back "the attack" may point
_BACK = 2
_VIOLENT = frozenset({"battle", "attack", "remote", "toll", "territory"})
_ARRESTING = frozenset({"arrest", "disperse"})
_GEAR = frozenset({"military_object", "weapon"})
_CROWD_ACTS = frozenset({"protest", "gather", "riot", "fight", "brawl"})
# acts of which unarmed people are one side, whatever they are called
_BRAWLS = frozenset({"fight", "brawl"})
# a mention longer than this is a description, and the shorter name is kept beside it
_LONG = 60


def choose_sides(
    draft: Draft, drafts: Sequence[Draft], reading: Reading
) -> tuple[list[Party], list[Party]]:
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
    if not initiators and draft.mentions[0].definite:
        initiators = [
            p for p in _told_before(draft, drafts, reading) if all(not _same(p, t) for t in targets)
        ]
    acts = {a for m in draft.mentions for a in m.acts}
    if not initiators and _ARRESTING & acts:
        initiators = _police_near(draft, reading)
    elif (
        _ARRESTING & acts
        and _CROWD_ACTS & acts
        and not any(p.kind.kind == "police" for p in initiators + targets)
    ):
        targets = targets + _police_near(draft, reading)
    targets = [t for t in targets if not any(_same(t, i) for i in initiators)]
    return initiators, targets


def _police_near(draft: Draft, reading: Reading) -> list[Party]:
    """The police named in the sentences that tell of an arrest, or beside them, nearest first."""
    told = sorted({m.sentence for m in draft.mentions})
    near = dict.fromkeys([*told, *(n + 1 for n in told), *(n - 1 for n in told)])
    for number in near:
        if not 0 <= number < len(reading.sentences):
            continue
        for token in reading.sentences[number]:
            if token.lemma_.lower() in reading.syntax.law_officers and token.dep_ not in (
                "compound",
                "nmod",
                "poss",
            ):
                party = reading.party(token)
                if party is not None and party.kind.kind == "police":
                    return [party]
    return []


def _told_before(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> list[Party]:
    """Who did what "the attack" points back to: the armed initiators last told before it."""
    first, families = draft.mentions[0].sentence, _families(draft, reading)
    told = [
        m
        for other in drafts
        if other is not draft and families & _families(other, reading)
        for m in other.mentions
        if m.initiators and 0 <= first - m.sentence <= _BACK
    ]
    last = max(told, key=lambda m: m.sentence, default=None)
    return [p for p in last.initiators if p.kind.armed] if last is not None else []


def _families(draft: Draft, reading: Reading) -> set[str]:
    return {
        f for m in draft.mentions for a in m.acts if (f := reading.book.acts[a].family) in _VIOLENT
    }


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
            weaker = next(
                (
                    k
                    for k in rivals
                    if _weight(k) < _weight(party) and k in kept and _alike(k, party)
                ),
                None,
            )
            if weaker is not None:
                kept[kept.index(weaker)] = party
            elif not before or wide:
                kept.append(party)
    specific = [p for p in kept if not _points(p)]
    return [p for p in kept if not _points(p) or not any(_fits(p, s) for s in specific)]


def _alike(a: Party, b: Party) -> bool:
    """Whether a better name may stand for a worse: one class, or the worse only points back."""
    return a.generic or a.kind.kind == b.kind.kind


def _points(party: Party) -> bool:
    """Whether a mention only points back; "civilians" says all there is to say."""
    return party.generic and not party.text.lower().startswith("civilian")


def _weight(party: Party) -> int:
    """How much a mention says of who it is: only pointing back, a description, a name."""
    if _points(party):
        return 0
    return 2 if party.kind.by.startswith(("registry:", "title:", "ner:PERSON")) else 1


def _fuller(a: Party, b: Party) -> bool:
    return len(content_words(a.text)) > len(content_words(b.text)) and len(a.text) < _LONG


def arrange(
    name: str, acts: Sequence[str], initiators: list[Party], targets: list[Party], book: Codebook
) -> tuple[list[Party], list[Party]]:
    """The sides as the house rules set them for a type of event.

    Parties to an agreement are all initiators (rule 3). Where a crowd and the police meet, the
    crowd is initiator and the police target, unless the police used force or theirs is the only
    act told (rule 7). A town or a country that is merely where it happened is no target.

    Args:
        name: the sub-event type.
        acts: acts told of the event.
        initiators: who acted, as the clauses give it.
        targets: who was acted upon.
        book: the codebook in force.
    """
    if name == "Agreement":
        return [p for p in initiators + targets if not p.kind.object], []
    kind = book.event_type(name)
    if kind in ("Protests", "Riots"):
        initiators, targets = _crowd_first(name, acts, initiators, targets, book)
    if name == "Peaceful protest":
        targets = [p for p in targets if not p.kind.object and not in_group(p, ["crowd"], book)]
    targets = _without_gear([p for p in targets if not _mere_place(p, kind)])
    return initiators, targets


def _crowd_first(
    name: str, acts: Sequence[str], initiators: list[Party], targets: list[Party], book: Codebook
) -> tuple[list[Party], list[Party]]:
    everyone = initiators + targets
    of_crowd = ["people"] if set(acts) <= _BRAWLS else ["crowd"]
    crowd = [p for p in everyone if in_group(p, of_crowd, book)]
    police = [p for p in everyone if in_group(p, ["police", "state_forces"], book)]
    if not crowd or not police:
        return initiators, targets
    if name == "Excessive force against protesters":
        return police, crowd + [p for p in targets if p not in crowd and p not in police]
    if name == "Mob violence" and not _CROWD_ACTS & set(acts) and crowd[0] in targets:
        return initiators, targets
    rest = [p for p in everyone if p not in crowd and p not in police]
    acting = [p for p in rest if p in initiators and not p.kind.object]
    return crowd + acting, police + [p for p in rest if p not in acting]


def _without_gear(targets: list[Party]) -> list[Party]:
    """Where an armed side is named as target, its vehicles and positions are not named again."""
    if not any(p.kind.armed and p.kind.person for p in targets):
        return targets
    return [p for p in targets if p.kind.kind not in _GEAR or _has_side(p)]


def _has_side(thing: Party) -> bool:
    """Whether a thing's own words say whose it is ("army convoy")."""
    owner = classify(thing.text.rpartition(" ")[0])
    return owner.person and bool(owner.armed)


def _mere_place(party: Party, kind: str) -> bool:
    """Whether a target is only where it happened: a country by its name, "the village of X"."""
    if party.kind.by.startswith("country:"):
        return (
            kind in ("Explosions/Remote violence", "Violence against civilians", "Battles")
            and len(content_words(party.text)) == 1
        )
    if party.kind.kind != "civil_object":
        return False
    return only_settled(party.text.partition(" of ")[0])


def only_settled(name: str) -> bool:
    """Whether a name only says that people live there: "towns", "the southern villages".

    Args:
        name: as written, without what stands behind its "of".
    """
    syntax = load_syntax()
    *before, last = name.lower().split()
    known = syntax.bearings | syntax.definite
    return last in syntax.settlements and all(word in known for word in before)


def _same(a: Party, b: Party) -> bool:
    return a.text.lower() == b.text.lower() or (a.phrase.head == b.phrase.head)


def _fits(generic: Party, specific: Party) -> bool:
    """Whether a pointing mention can mean a specific one: their classes do not differ."""
    a, b = generic.kind, specific.kind
    if a.kind == b.kind:
        return True
    if a.object != b.object:
        return False
    if a.kind in ("protesters", "rioters"):
        return b.person and b.armed is not True
    if a.state is not None and b.state is not None and a.state != b.state:
        return False
    return a.armed == b.armed or "unknown" in (a.kind, b.kind)


def _named(parties: list[Party], drafts: Sequence[Draft]) -> list[Party]:
    """Pointing mentions replaced by the last specific one of their class told before."""
    out = []
    for party in parties:
        if not _points(party):
            out.append(party)
            continue
        earlier = [
            p
            for other in drafts
            for m in other.mentions
            for p in (*m.initiators, *m.targets)
            if not p.generic
            # who else stands in the same telling is somebody else
            and party not in (*m.initiators, *m.targets)
            and p.phrase.head < party.phrase.head
            and p.kind.kind == party.kind.kind
        ]
        named = max(earlier, key=lambda p: p.phrase.head) if earlier else party
        if all(not _same(named, o) for o in out):
            out.append(named)
    return out
