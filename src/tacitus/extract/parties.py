"""From nouns of a clause to participants: which of them can act or suffer, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import holder
from tacitus.extract.mentions import Party
from tacitus.extract.phrases import DESCRIBING, of_object, phrase, real_head
from tacitus.knowledge.codebook import Codebook
from tacitus.knowledge.syntax import Syntax
from tacitus.parse.casing import only_describes
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.parse.document import Parsed

# labels of names that are no participants
_NO_NAME = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"})
# how many coordinated nouns share one "of"
_CHAIN = 3
# classes that are no participants of an event
_NOBODY = frozenset({"non_actor", "weapon", "unknown"})


def make_party(token: Token, parsed: Parsed, syntax: Syntax) -> Party | None:
    """The participant that a noun names, or None where it names none.

    Args:
        token: the noun as it stands in its clause.
        parsed: the report.
        syntax: word lists.
    """
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "VERB"):
        return None
    if not any(c.isalnum() for c in token.text):
        return None
    if token.pos_ == "PRON" or (token.lower_ in syntax.pronouns_actor and token.pos_ != "PROPN"):
        return None
    token = _name_of(token)
    head = real_head(token, syntax.partitives)
    if (
        head.lemma_.lower() in syntax.never_participant
        or head.like_num
        or head.ent_type_ in _NO_NAME
    ):
        return None
    if head.lemma_.lower() in syntax.partitives - syntax.generic_actors and head.tag_ != "NNP":
        return None  # "dozens dead": a figure without a noun
    if head.lemma_.lower() in syntax.holdings:
        held_by = _holder_of(head, parsed, syntax)
        if held_by is not None:
            return held_by
    if head.is_sent_start and head.dep_ in DESCRIBING and only_describes(head.text):
        return None  # "Fierce clashes", taken for a name
    found = phrase(token, syntax.partitives)
    kind = classify(parsed.doc[found.first : found.stop])
    if kind.kind in _NOBODY and not kind.platform:
        return None
    text = parsed.quote(found.first, found.stop)
    bare = found.stop - found.first == 1 and head.lemma_.lower() in syntax.generic_actors
    return Party(found, kind, text, bare)


def _holder_of(thing: Token, parsed: Parsed, syntax: Syntax) -> Party | None:
    """The armed side whose positions or movements are struck: who holds them is who is hit."""
    owner = holder(thing)
    last = thing
    for _ in range(_CHAIN):  # "positions and movements of X"
        owner = owner or of_object(last)
        below = next((c for c in last.rights if c.dep_ == "conj"), None)
        if owner is not None or below is None:
            break
        last = below
    if owner is None or owner.i == thing.i or owner.lemma_.lower() in syntax.holdings:
        return None
    party = make_party(owner, parsed, syntax)
    return party if party is not None and party.kind.armed and party.kind.person else None


def _name_of(token: Token) -> Token:
    """The name in apposition to a common noun ("the militia Liwa al-Fatemiyoun"), if any."""
    if token.pos_ == "PROPN":
        return token
    named = [
        t
        for t in token.subtree
        if t.dep_ == "appos"
        and t.pos_ == "PROPN"
        and t.i > token.i
        and (t.head.i == token.i or (t.ent_type_ == "PERSON" and _within_name(t.head, token)))
    ]
    return named[-1] if named else token


def _within_name(token: Token, top: Token) -> bool:
    """Whether only "of" stands between: "a former emir of X, NAME" names the emir."""
    while token.i != top.i:
        if token.dep_ == "prep" and token.lower_ != "of":
            return False
        token = token.head
    return True


def in_group(party: Party, names: list[str], book: Codebook) -> bool:
    """Whether a participant belongs to one of the named classes or groups of the codebook."""
    kind = party.kind
    for name in names:
        if name == kind.kind or kind.kind in book.groups.get(name, ()):
            return True
        if name == "armed" and kind.armed:
            return True
        if name == "state" and kind.state:
            return True
        if name == "unarmed" and kind.armed is False:
            return True
        if name == "platform" and kind.platform:
            return True
    return False
