"""Deaths that nobody meant: by flood, disease or accident, which are no events of conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import by_agent, child_of
from tacitus.extract.parties import make_party
from tacitus.extract.roles import find_roles
from tacitus.knowledge.misfortunes import load_misfortunes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from tacitus.extract.triggers import Trigger
    from tacitus.knowledge.codebook import Codebook
    from tacitus.knowledge.syntax import Syntax
    from tacitus.parse.document import Parsed

# how far above a word for losses the clause stands that tells of the cause, in steps
_ABOVE = 3


def no_attack(trigger: Trigger, doc: Doc) -> bool:
    """Whether a word for an attack is part of the name of something else: "heart attack".

    Args:
        trigger: the word.
        doc: the report's parse.
    """
    before = doc[trigger.token - 1].lemma_.lower() if trigger.token else ""
    return trigger.form == "noun" and before in load_misfortunes().no_attacks


def nobodys_doing(
    triggers: Sequence[Trigger],
    parsed: Parsed,
    sentences: Sequence[Span],
    book: Codebook,
    syntax: Syntax,
) -> frozenset[int]:
    """The sentences that tell of deaths which nobody meant.

    Those where a death is put down to nature or disease and no word tells of violence; and all of
    a report that tells of an accident, or of such deaths, and nowhere of violence.

    Args:
        triggers: words that may tell of events.
        parsed: the report.
        sentences: of the report.
        book: the codebook in force.
        syntax: word lists.

    Returns:
        Indexes of the sentences.
    """
    doc = parsed.doc
    if not any(_accident(token) or _natural(token) for token in doc):
        return frozenset()  # most reports; to look for doers takes longer
    numbers = {t.i: n for n, sentence in enumerate(sentences) for t in sentence}
    violent = {numbers[t.token] for t in triggers if not _unmeant(t, parsed, book, syntax)}
    natural = {
        numbers[t.token]
        for t in triggers
        if numbers[t.token] not in violent and any(map(_natural, _causes(doc[t.token])))
    }
    if violent or not triggers:
        return frozenset(natural)
    return frozenset(range(len(sentences)))


def _unmeant(trigger: Trigger, parsed: Parsed, book: Codebook, syntax: Syntax) -> bool:
    """Whether a word only says that people died, not that somebody meant it."""
    act, doc = book.acts[trigger.act], parsed.doc
    subject = child_of(doc[trigger.token], "nsubj") if trigger.form == "verb" else None
    if subject is not None and _natural(subject):
        return True  # "floods hit the town"
    if act.toll is None:
        return False
    if not act.weak and doc[trigger.token].lemma_.lower() not in load_misfortunes().unmeant:
        return False
    if act.subject != "initiator":
        return True
    doers = find_roles(trigger, act, doc[trigger.token], syntax).initiators
    parties = (make_party(doer, parsed, syntax) for doer in doers if not _natural(doer))
    return not any(party is not None and party.kind.person for party in parties)


def _causes(token: Token) -> Iterator[Token]:
    """The nouns to which a word for losses puts them down: "killed by", "died of", "left dead"."""
    causing = load_misfortunes().causing
    for step in range(_ABOVE):
        subject, agent = child_of(token, "nsubj"), by_agent(token)
        yield from (noun for noun in (subject, agent) if noun is not None)
        for child in token.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in causing:
                inner = child_of(child, "pobj")
                if inner is not None:
                    yield from inner.subtree
        if (step and token.pos_ == "VERB") or token.head.i == token.i:
            return
        token = token.head


def _natural(token: Token) -> bool:
    words = load_misfortunes().nature
    return token.pos_ in ("NOUN", "PROPN") and _listed(token, words)


def _accident(token: Token) -> bool:
    accidents = load_misfortunes().accidents
    if token.pos_ == "VERB":
        return token.lemma_.lower() in accidents.verbs
    return token.pos_ in ("NOUN", "PROPN") and _listed(token, accidents.nouns)


def _listed(token: Token, words: frozenset[str]) -> bool:
    """Whether a noun, with the word before it or alone, is one of some words."""
    # the lemma of what is taken for a name is in the plural still: "Floods" that begins a headline
    forms = {token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")}
    before = token.doc[token.i - 1].lower_ if token.i else ""
    if token.pos_ == "PROPN":  # "Cyclone Ana"
        forms |= {child.lower_ for child in token.lefts if child.dep_ == "compound"}
    return not words.isdisjoint(forms | {f"{before} {form}" for form in forms})
