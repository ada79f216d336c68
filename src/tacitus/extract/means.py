"""What an event was done with: the means it shows and the weapon it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tacitus.extract.phrases import DESCRIBING, phrase
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

# tokens before a weapon's noun that may belong to its name ("AGM-114R9X Hellfire missile")
_LONGEST = 5
# families whose objects are weapons without being used ("seized two rifles")
_NOT_USED = frozenset({"disrupt", "forces", "arms"})


class _Hit(NamedTuple):
    """A word for a means: which, the first token of its words, whether it names a weapon."""

    means: str
    first: int
    weapon: bool


def find_means(mention: Mention, own: Collection[int], reading: Reading) -> None:
    """Put the means and the weapon named in a mention's words into it.

    The weapon is the first noun phrase that names one and belongs to the event: not one that only
    qualifies another thing ("gun emplacements"), nor a part of a name ("Baton Rouge"), nor what
    was seized or moved.

    Args:
        mention: an event mention.
        own: indexes in ``reading.triggers`` of its triggers.
        reading: the report.
    """
    sentence = reading.sentences[mention.sentence]
    inside = sum(1 for t in reading.triggers if sentence.start <= t.token < sentence.end)
    lone = inside == len(mention.triggers)
    used = any(reading.book.acts[act].family not in _NOT_USED for act in mention.acts)
    for token in sentence:
        if reading.owner[token.i] not in own and not lone:
            continue
        hit = _hit(token, reading)
        if hit is None:
            continue
        mention.means.setdefault(hit.means, token.i)
        if used and hit.weapon and mention.weapon is None and _names(token, reading):
            mention.weapon = _extent(token, hit.first, reading)


def means_at(token: Token, reading: Reading) -> str | None:
    """The means that a word shows, or None.

    Args:
        token: a word of the report.
        reading: the report.
    """
    hit = _hit(token, reading)
    return None if hit is None else hit.means


def whole_weapon(stop: int, reading: Reading) -> int | None:
    """Where a weapon's words end that may lack the last one: "barrel" of "barrel bomb".

    Args:
        stop: one past the last token that was read as the weapon.
        reading: the report.

    Returns:
        One past the last token; None where the words with the next one name no weapon ("air" of
        "air strike").
    """
    doc = reading.parsed.doc
    hit = _hit(doc[stop], reading) if stop < len(doc) else None
    if hit is None or hit.first >= stop:
        return stop
    if hit.weapon:
        return stop + 1
    return stop if _hit(doc[stop - 1], reading) is not None else None


def _hit(token: Token, reading: Reading) -> _Hit | None:
    if token.pos_ in ("VERB", "PRON") or is_workplace(token):
        return None
    known = reading.index.means
    for means, before, weapon in known.get(token.lemma_.lower()) or known.get(token.lower_) or ():
        first = _words_before(token.i, before, reading)
        if first is not None:
            return _Hit(means, first, weapon)
    return None


def is_workplace(token: Token) -> bool:
    """Whether a word is of a place where people work, not of a weapon: "gold mine".

    Args:
        token: a word of the report.
    """
    before = [child.i for child in token.lefts if child.dep_ == "compound"]
    if not before:
        return False
    kind = classify(token.doc[min(before) : token.i + 1].text)
    return kind.kind == "civil_object" and " " in kind.by


def _names(token: Token, reading: Reading) -> bool:
    """Whether a weapon word stands for a weapon of the event, not for part of another noun."""
    if token.i in reading.place_at:
        return False
    longer = _hit(token.nbor(), reading) if token.i + 1 < len(token.doc) else None
    if longer is not None and longer.first <= token.i:
        return False  # "sarin" of "sarin gas"
    if token.dep_ not in DESCRIBING or token.head.i < token.i:
        return True
    head = token.head
    if any(head.i == t.token or head.i in t.others for t in reading.triggers):
        return True  # "mortar attack"
    if _hit(head, reading) is not None:
        return False  # "rocket shells": the head noun is read in its turn
    return head.dep_ in DESCRIBING and _names(head, reading) and head.i > token.i


def _extent(token: Token, first: int, reading: Reading) -> tuple[int, int]:
    """The tokens of a weapon's noun phrase, with the vehicle that it was loaded on."""
    whole = phrase(token, reading.syntax.partitives)
    start = (
        min(first, whole.first)
        if whole.head == token.i and token.i - whole.first <= _LONGEST
        else first
    )
    doc = token.doc
    while start < token.i and (doc[start].like_num or doc[start].is_punct):
        start += 1
    prep = token.head
    if (
        token.dep_ == "pobj"
        and prep.lower_ == "with"
        and prep.head.lemma_.lower() in reading.syntax.laden
    ):
        loaded = prep.head
        before = doc[loaded.i - 1] if loaded.i else loaded
        if before.pos_ in ("NOUN", "PROPN") and token.i - before.i <= _LONGEST + 1:
            return before.i, token.i + 1  # "truck rigged with dynamite"
    return start, token.i + 1


def _words_before(i: int, words: tuple[str, ...], reading: Reading) -> int | None:
    """Where a run of words that ends right before token ``i`` begins, or None."""
    doc, at = reading.parsed.doc, i
    for word in reversed(words):
        at -= 1
        while at > 0 and doc[at].lower_ == "-":
            at -= 1
        if at < 0 or word not in (doc[at].lemma_.lower(), doc[at].lower_):
            return None
    return at
