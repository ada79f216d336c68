"""The words of a report that tell of events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from tacitus.knowledge.codebook import Index, Pattern
from tacitus.knowledge.syntax import load_syntax

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# how far behind the verb the other words of a verb pattern may stand, in tokens, where the parse
# does not tie them to it
_REACH = 4
# how many words of an object are looked through
_WIDE = 12


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or words that tell of an act.

    Attributes:
        token: index of the head word.
        first, stop: tokens that the pattern covers, as a range.
        others: indexes of the pattern's other words.
        act: name of the act in the codebook.
        form: "verb", "noun" or "adjective".
        pattern: the codebook's words, for explanations.
        alternatives: readings of the same words as other acts, tried where this one's
            conditions do not hold.
    """

    token: int
    first: int
    stop: int
    others: tuple[int, ...]
    act: str
    form: str
    pattern: str
    alternatives: tuple[Trigger, ...] = ()


def lemma(token: Token) -> str:
    """A token's lemma in lower case."""
    return token.lemma_.lower()


def _verb_rest(token: Token, pattern: Pattern) -> tuple[int, ...] | None:
    """Indexes of the other words of a verb pattern, or None when one of them is missing."""
    near: list[Token] = []
    for child in token.children:
        near.append(child)
        if child.dep_ in ("dobj", "nsubjpass"):  # "a lot of weapons have been seized"
            near.extend(islice(child.subtree, _WIDE))
        if child.dep_ == "prep" and child.lower_ in load_syntax().earlier:
            continue  # "carried out strikes after attacks by the rebels"
        for grandchild in child.children:
            near.append(grandchild)
            if grandchild.dep_ in ("pobj", "dobj", "pcomp"):
                near.extend(grandchild.children)
    if token.dep_ in ("acl", "relcl"):  # "the agreements signed by", "weapons found in"
        near.extend(islice(token.head.subtree, _WIDE))
    stop = min(token.i + 1 + _REACH, token.sent.end)
    near.extend(token.doc[i] for i in range(token.i + 1, stop))
    found = []
    for word in pattern.others:
        hit = next((t for t in near if lemma(t) == word or t.lower_ == word), None)
        if hit is None or hit.i == token.i:
            return None
        found.append(hit.i)
    return tuple(found)


def _noun_rest(token: Token, pattern: Pattern) -> tuple[int, ...] | None:
    """Indexes of the other words of a noun pattern, which stand beside it, or None."""
    if not pattern.others:
        return ()
    doc: Doc = token.doc
    step = 1 if pattern.others[0] == "of" else -1
    words = pattern.others if step == 1 else tuple(reversed(pattern.others))
    at, found = token.i, []
    for word in words:
        at += step
        while 0 <= at < len(doc) and doc[at].lower_ in ("-", "a", "the"):
            at += step
        if not 0 <= at < len(doc) or word not in (lemma(doc[at]), doc[at].lower_):
            return None
        found.append(at)
    return tuple(sorted(found))


def _match(token: Token, patterns: list[Pattern], form: str, present: set[str]) -> Trigger | None:
    rest_of = _verb_rest if form == "verb" else _noun_rest
    found: list[Trigger] = []
    for pattern in patterns:
        if not present.issuperset(pattern.others):
            continue
        rest = rest_of(token, pattern) if pattern.others else ()
        if rest is not None:
            near = [i for i in rest if abs(i - token.i) <= _REACH] + [token.i]
            words = " ".join((pattern.head, *pattern.others))
            found.append(
                Trigger(
                    token.i, min(near), max(near) + 1, rest, pattern.act, form, f"{form} {words}"
                )
            )
    return replace(found[0], alternatives=tuple(found[1:])) if found else None


def find_triggers(doc: Doc, index: Index) -> list[Trigger]:
    """All triggers of a parsed text, in order; of two that overlap the longer one stays.

    Args:
        doc: the parse.
        index: the codebook's words.
    """
    found: list[Trigger] = []
    # most patterns of several words ask for one that is nowhere in the report
    present = {word for token in doc for word in (lemma(token), token.lower_)}
    for token in doc:
        word, pos = lemma(token), token.pos_
        if pos in ("VERB", "AUX"):
            patterns, form = index.verbs.get(word), "verb"
            if patterns is None and token.lower_ in index.nouns:
                patterns, form = index.nouns[token.lower_], "noun"
            elif (
                token.tag_ == "VBG"
                and token.dep_ in ("pobj", "dobj", "nsubj", "csubj", "ROOT")
                and word in index.verbs
            ):
                # "the bombing of X" tagged as a verb is read as the noun where there is one
                nouns = index.nouns.get(token.lower_)
                if nouns and any(child.dep_ in ("det", "poss", "amod") for child in token.children):
                    patterns, form = nouns, "noun"
            elif _of_army_shelling(token) and token.lower_ in index.nouns:
                patterns, form = index.nouns[token.lower_], "noun"
        elif pos in ("NOUN", "PROPN"):
            patterns, form = index.nouns.get(word) or index.nouns.get(token.lower_), "noun"
            if patterns is None and token.dep_ in ("ROOT", "relcl", "ccomp", "advcl", "conj"):
                patterns, form = index.verbs.get(word), "verb"
        elif pos == "ADJ":
            patterns, form = index.adjectives.get(token.lower_), "adjective"
        else:
            continue
        if patterns and not _modifier_only(token, form) and not _in_name(token):
            trigger = _match(token, patterns, form, present)
            if trigger:
                found.append(trigger)
    return _longest(found)


def _of_army_shelling(token: Token) -> bool:
    """Whether a word tagged as a verb is a noun with its doer before it: "army shelling of X"."""
    doc, i = token.doc, token.i
    if token.tag_ != "VBG" or not 0 < i < len(doc) - 1 or doc[i + 1].lower_ != "of":
        return False
    return doc[i - 1].pos_ in ("NOUN", "PROPN") and doc[i - 1].dep_ != "nsubj"


def _in_name(token: Token) -> bool:
    """Whether the word is part of a proper name ("Army of National Liberation"), no event."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        return False
    words = load_syntax().organisations
    doc, sentence = token.doc, token.sent
    for i in range(token.i - 1, max(sentence.start, token.i - 5) - 1, -1):
        if doc[i].lower_ in words and doc[i].text[:1].isupper():
            return True
        if doc[i].is_punct and doc[i].text != "-":
            break
    if (
        token.i + 1 < sentence.end
        and doc[token.i + 1].lower_ in words
        and doc[token.i + 1].text[:1].isupper()
    ):
        return True
    if token.i == sentence.start:
        return False
    letters = [t for t in sentence if t.is_alpha and len(t) > 3]
    capitals = sum(t.text[:1].isupper() for t in letters)
    return 2 * capitals < len(letters)  # in a headline every word has a capital


def _modifier_only(token: Token, form: str) -> bool:
    """Whether the word merely qualifies another noun: "attack helicopter", "wounded soldier"."""
    if form == "noun":
        if token.head.lemma_.lower() in load_syntax().event_heads:
            return False
        return token.dep_ in ("compound", "nmod", "amod") and token.head.i > token.i
    return token.dep_ == "amod" and token.head.i > token.i


def _longest(triggers: list[Trigger]) -> list[Trigger]:
    kept: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda t: (-len(t.others), t.token)):
        covered = {i for t in kept for i in (t.token, *t.others)}
        if trigger.token not in covered:
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.token)
