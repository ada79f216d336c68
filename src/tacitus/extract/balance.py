"""Who of the nouns around the triggers of a sentence stands on which side of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.phrases import of_object, told_apart
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.clauses import Roles
    from tacitus.extract.mentions import Mention, Party
    from tacitus.extract.reading import Reading
    from tacitus.extract.triggers import Trigger
    from tacitus.knowledge.codebook import Act

# longest name of a state told by its letters ("US", "U.S.", "UAE")
_SHORT_NAME = 4
# how a word stands that says whose something is
_OWNING = frozenset({"amod", "compound", "nmod", "poss"})
# means that the unarmed do not have
_DISTANT = frozenset({"air", "artillery", "chemical"})


def balance(mention: Mention, cluster: list[tuple[Trigger, Roles]], reading: Reading) -> None:
    """Who is on which side, where the parts of the sentence say it together.

    "Three rebels died in a clash with police": the dead are the targets, and the clash's other
    side acted. Nobody stands on both sides, and people without a side are no targets.
    """
    syntax, doc = reading.syntax, reading.parsed.doc
    fights = [roles for t, roles in cluster if reading.book.acts[t.act].family == "battle"]
    losses = [roles for t, roles in cluster if reading.book.acts[t.act].family == "toll"]
    dead = {t.i for roles in losses for t in roles.targets}
    felled = {i for i in dead if doc[i].dep_ == "nsubjpass"}
    mention.initiators = [p for p in mention.initiators if p.phrase.top not in felled]
    _first_side(mention, cluster)
    for token in (t for _, roles in cluster for t in roles.means):  # "rebels dynamited a bridge"
        party = (
            reading.party(token) if token.dep_ == "nsubj" or token.head.dep_ == "agent" else None
        )
        if (
            party is not None
            and party.kind.person
            and party.kind.armed
            and party.kind.kind != "unknown_armed"
        ):
            add_party(mention.initiators, party)
    for _, roles in cluster:
        if not mention.initiators:
            for token in _whose_arms(roles, reading):
                add_party(mention.initiators, reading.party(token))
    for trigger, roles in cluster:
        for token in _things_hit(trigger, roles, reading):
            add_party(mention.targets, reading.party(token))
    if fights and dead and not mention.initiators:
        others = {t.i for roles in fights for t in roles.targets} - dead
        moved = [
            p
            for p in mention.targets
            if (p.phrase.top in others or p.phrase.head in others) and not p.kind.object
        ]
        mention.initiators.extend(moved)
    for trigger in mention.triggers:
        own = (
            reading.party(doc[trigger.token])
            if trigger.act == "gather" and trigger.form == "noun"
            else None
        )
        if own is not None and own.kind.kind in ("protesters", "rioters"):
            add_party(mention.initiators, own)
    acting = {p.text for p in mention.initiators}
    for i in sorted(dead):
        for token in told_apart(doc[i], syntax):
            add_party(mention.targets, reading.party(token))
    fought = {t.i for roles in fights for t in roles.targets} - dead
    mention.targets = [
        p
        for p in mention.targets
        if p.text not in acting
        and p.phrase.head not in reading.sources
        # "police clashed with residents": these have a side
        and (doc[p.phrase.head].lemma_.lower() not in syntax.no_side or p.phrase.top in fought)
    ]


def _first_side(mention: Mention, cluster: list[tuple[Trigger, Roles]]) -> None:
    """Who stands on both sides by two triggers keeps the side that the first of them gives."""
    order = {t.token: n for n, t in enumerate(mention.triggers)}
    acting: dict[int, int] = {}
    suffering: dict[int, int] = {}
    for trigger, roles in cluster:
        at = order.get(trigger.token, len(order))
        for tokens, first in ((roles.initiators, acting), (roles.targets, suffering)):
            for token in tokens:
                first[token.i] = min(first.get(token.i, at), at)
    mention.initiators = [
        p
        for p in mention.initiators
        if suffering.get(p.phrase.top, len(order)) >= acting.get(p.phrase.top, 0)
    ]


def _whose_arms(roles: Roles, reading: Reading) -> list[Token]:
    """Whose weapons did it, by the words before them: "Israeli shells", "rebel rockets"."""
    found: list[Token] = []
    for weapon in (*roles.initiators, *roles.means):
        if weapon.dep_ != "nsubj" or classify(weapon.text).kind != "weapon":
            continue
        for word in weapon.lefts:
            party = reading.party(word) if word.dep_ in _OWNING else None
            if party is not None and party.kind.person and party.kind.armed is not False:
                found.append(word)
    return found


def _things_hit(trigger: Trigger, roles: Roles, reading: Reading) -> list[Token]:
    """Things acted upon that are not themselves objects of the trigger.

    "A market bombing" hits the market; "slashed the tyres of a bus" the bus.
    """
    found: list[Token] = []
    if trigger.form == "noun" and reading.book.acts[trigger.act].family in (
        "attack",
        "remote",
        "toll",
        "property",
    ):
        for token in roles.initiators:
            party = reading.party(token) if token.dep_ in ("compound", "nmod") else None
            if party is not None and _is_thing(token, party, reading):
                found.append(token)
    for token in roles.targets:
        inner = of_object(token) if reading.party(token) is None else None
        if inner is not None:
            found.append(inner)
    return found


def _is_thing(token: Token, party: Party, reading: Reading) -> bool:
    """Whether a modifier names a thing that can be hit, and no part of a weapon ("car bomb")."""
    if not party.kind.object or party.kind.platform or token.pos_ != "NOUN":
        return False
    return token.nbor().lemma_.lower() not in reading.index.means


def can_act(token: Token, trigger: Trigger, reading: Reading) -> bool:
    """Whether a noun may be who did it: a modifier of the event noun must name a known side.

    Args:
        token: the noun.
        trigger: the trigger it stands beside.
        reading: the report.
    """
    party = reading.party(token)
    if party is None or (not party.kind.person and not party.kind.platform):
        return False
    act = reading.book.acts[trigger.act]
    if party.text.lower() in reading.syntax.bare_arms:
        return False
    if party.kind.armed is False and (
        act.means in _DISTANT or party.phrase.head in reading.sources
    ):
        return False
    if trigger.form != "noun" or token.dep_ not in ("amod", "compound", "nmod", "nummod", "poss"):
        return True
    if party.kind.by.startswith("country:") and not _state_acts(token, act):
        return False
    if token.dep_ == "poss":
        return True
    if token.lemma_.lower() in reading.syntax.no_side_modifiers or party.kind.kind == "person":
        return False
    if party.kind.kind == "civilians":
        return act.family == "crowd"
    return party.kind.kind != "political" or token.ent_type_ in ("NORP", "ORG")


def _state_acts(token: Token, act: Act) -> bool:
    """Whether a country before an event noun is who did it, and not where.

    "US air strike", "Syrian shelling" name the doer; "Iraq bombing", "Egyptian protest" the place.
    """
    if act.family in ("crowd", "toll") or act.means in (
        "explosive",
        "suicide",
        "chemical",
        "grenade",
    ):
        return False
    short = token.is_upper and len(token.text) <= _SHORT_NAME
    return short or token.tag_ == "JJ" or token.ent_type_ == "NORP" or token.dep_ == "poss"


def add_party(parties: list[Party], party: Party | None) -> None:
    """Add a participant to a side, unless it is there or there is none.

    Args:
        parties: the side; added to.
        party: the participant, or None.
    """
    if party is not None and all(party.phrase.head != other.phrase.head for other in parties):
        parties.append(party)
