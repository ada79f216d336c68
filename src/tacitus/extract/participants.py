"""Who takes part, from the words that the learned reader points at: whole names, each party once.

The reader labels piece by piece, so a name can come in halves ("supporters of", "the ousted
president") or with a stray word at its end; and it points at every mention of one party.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.phrases import DESCRIBING
from tacitus.knowledge.actors import load_nouns
from tacitus.resolve.actor_class import classify
from tacitus.resolve.actors import resolve_actor
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from tacitus.extract.reading import Reading
    from tacitus.extract.tellings import Part
    from tacitus.records import Grounded, Span

Names = tuple["Grounded[str]", ...]

# tags of words that stand before a name and are none of it
_BEFORE = frozenset({"DT", "PRP$", "CC", "WDT", "WP$", "POS", "IN", "TO"})
# and behind it
_BEHIND = frozenset({"DT", "PRP$", "CC", "WDT", "WP$", "IN", "TO", "WP", "WRB"})
# such words that may stand between
_NOUNS = 1
# classes of nouns that are no party of their own: whose weapon it was is the party
_NO_PARTY = frozenset({"weapon", "non_actor", "unknown"})
# classes of those who meet a crowd with force
_FORCE = frozenset({"police", "state_forces"})
# how many words may lack between two halves of one name
_GAP = 3
# how verbs end that name nobody by themselves
_VERBAL = ("ed", "ing")
_BRACKETS = (("(", ")"), ("[", "]"))
# tokens in which a bracket within a name closes
_BRACKET = 4
# marks that a word may be cut at
_HYPHENS = "-\u2010\u2011"
# words that no name goes on across
_APART = frozenset({"VERB", "AUX", "CCONJ", "SCONJ", "PRON"})

# words that stand within a name
_WITHIN_NAMES = [["for"], ["of"], ["of", "the"], ["for", "the"]]


def whole_names(parts: Sequence[Part], reading: Reading) -> list[Part]:
    """The parts in order, halves of one name put together and stray words at the ends left out.

    Args:
        parts: words that fill a role.
        reading: the report.
    """
    doc = reading.parsed.doc
    out: list[Part] = []
    for part in sorted(parts, key=lambda p: p.first):
        last = out[-1] if out else None
        if last is not None and _goes_on(last, part, reading):
            out[-1] = replace(last, stop=part.stop, score=max(last.score, part.score))
        else:
            out.append(part)
    trimmed = (_trimmed(part, reading) for part in out)
    kept = [p for p in trimmed if p.first < p.stop]
    return [p for p in kept if any(_may_name(t) for t in doc[p.first : p.stop])]


def _may_name(word: Token) -> bool:
    """Whether a word can be of a name: "six abducted" names nobody, "the wounded" does."""
    verbal = word.pos_ == "VERB" and word.lower_.endswith(_VERBAL)
    if verbal and word.is_lower and (word.i == 0 or word.nbor(-1).tag_ != "DT"):
        return False
    return any(char.isalnum() for char in word.text)


def _goes_on(half: Part, other: Part, reading: Reading) -> bool:
    """Whether a part is the rest of the name that another one began."""
    doc, at = reading.parsed.doc, reading.sentence_of
    if at[half.first] != at[other.first] or other.first < half.stop:
        return False
    between = doc[half.stop : other.first]
    bracket = [t.text for t in between] == ["("] or doc[other.first].text == "("
    if bracket and doc[half.stop - 1].text != ",":
        # "the Syrian Democratic Forces (SDF)", "the Islamic State (IS) training camp"
        short = other.stop - other.first <= _GAP
        return len(between) <= 1 and (
            short or ")" in (t.text for t in doc[other.first : other.stop])
        )
    if len(between) > _GAP or any(t.is_punct or t.pos_ in _APART for t in between):
        return False
    if [t.tag_ for t in between] == ["POS"]:
        return True  # "Ghana", "police" of "Ghana's police"
    if doc[half.stop - 1].tag_ == "IN" and doc[half.stop - 1].lower_ == "of":
        return True  # "supporters of", "president Karim Sesay"
    if [t.lower_ for t in between] in _WITHIN_NAMES and doc[half.stop - 1].pos_ == "PROPN":
        # "Syrian Observatory", "Human Rights", whatever the parser hangs them on
        return doc[other.first].pos_ == "PROPN" and doc[other.first].is_title
    # "activists", "Idlib" of "activists in rural Idlib"
    root = doc[other.first : other.stop].root.head
    return bool(between) and root.dep_ == "prep" and half.first <= root.head.i < half.stop


def _closed(first: int, stop: int, reading: Reading) -> int:
    """The end of a name with its bracket closed: soon behind it, or else before it was opened.

    "Karim Front (Army", "of Islam)" is one name; a bracket that goes on for long tells of it.
    """
    doc = reading.parsed.doc
    text = [t.text for t in doc[first:stop]]
    for left, right in _BRACKETS:
        if text.count(left) > text.count(right):
            ahead = range(stop, min(len(doc), stop + _BRACKET))
            ends = (i + 1 for i in ahead if doc[i].text == right and not doc[i].is_sent_start)
            opened = first + len(text) - 1 - text[::-1].index(left)
            return next(ends, opened if opened > first else stop)
    return stop


def _opened(first: int, reading: Reading) -> int:
    """The first token of a word that was cut at its hyphen: "so-called", "al-Karim"."""
    doc = reading.parsed.doc
    while first and doc[first].text[0] in _HYPHENS and not doc[first - 1].whitespace_:
        first -= 1
    return first


def _undated(first: int, stop: int, reading: Reading) -> int:
    """The first token behind a time that stands before a name: "regime" of "Sunday regime jets"."""
    for time in reading.times:
        if time.start <= first < time.stop < stop:
            return time.stop
    return first


def _full(first: int, stop: int, reading: Reading) -> int:
    """The first token of the name that its last words are of: "Army" of "Bo Liberation Army"."""
    doc = reading.parsed.doc
    if doc[first].pos_ != "PROPN" or doc[first].is_sent_start:
        return first
    # what stands before the name of a person is a title, or the end of other words
    if stop - first > 1 and doc[first:stop].root.ent_type_ != "ORG":
        return first
    while first and doc[first - 1].pos_ == "PROPN" and doc[first - 1].dep_ == "compound":
        if not first <= doc[first - 1].head.i < stop:
            break
        first -= 1
    return first


def _trimmed(part: Part, reading: Reading) -> Part:
    doc, first, stop = reading.parsed.doc, part.first, part.stop
    stop = _closed(first, _ended(stop, reading), reading)
    first = _undated(_opened(first, reading), stop, reading)
    first = _full(_described(first, reading), stop, reading)
    while first < stop and (doc[first].tag_ in _BEFORE or _mark(doc[first].text)):
        first += 1
    while stop > first and (doc[stop - 1].tag_ in _BEHIND or _mark(doc[stop - 1].text)):
        words = {t.text for t in doc[first:stop]}
        if any(doc[stop - 1].text == right and left in words for left, right in _BRACKETS):
            break
        stop -= 1
    return replace(part, first=first, stop=_headed(first, stop, reading))


def _ended(stop: int, reading: Reading) -> int:
    """The end of a body's name that was cut behind its first words: "Observatory [for Rights]"."""
    doc, end = reading.parsed.doc, stop
    while end < len(doc) and doc[end].ent_type_ == "ORG" and doc[end].ent_iob_ == "I":
        end += 1
    goes_on = end > stop and doc[stop].lower_ in ("for", "of") and doc[stop - 1].is_title
    return end if goes_on and end - stop <= _GAP + 1 else stop


def _described(first: int, reading: Reading) -> int:
    """The start of a name with the noun before it: "[fighters] loyal to the president"."""
    word = reading.parsed.doc[first]
    noun = word.head
    if word.dep_ != "amod" or noun.i != first - 1 or noun.pos_ not in ("NOUN", "PROPN"):
        return first
    return min([noun.i, *(c.i for c in noun.lefts if c.dep_ in DESCRIBING)])


def _headed(first: int, stop: int, reading: Reading) -> int:
    """The end of a name with the noun that its last word describes: "Ecuadoran [flagship]"."""
    if stop <= first or reading.parsed.doc[stop - 1].dep_ not in DESCRIBING:
        return stop
    head = reading.parsed.doc[stop - 1].head
    if not stop <= head.i <= stop + _NOUNS or head.pos_ not in ("NOUN", "PROPN"):
        return stop
    between = reading.parsed.doc[stop : head.i]
    if any(t.dep_ not in DESCRIBING or t.head.i != head.i for t in between):
        return stop
    told = any(t.first <= head.i < t.stop for t in reading.triggers)
    return stop if told or classify(head.text).kind in _NO_PARTY else head.i + 1


def _mark(text: str) -> bool:
    return not any(c.isalnum() for c in text) and text != "."


def distinct(parts: Sequence[Part], reading: Reading) -> list[Part]:
    """The parts that name a party of their own, in the order of their chances.

    Left out: another name of one already there; and some of those that another part names as a
    whole ("civilians", "children").

    Args:
        parts: whole names, likeliest first.
        reading: the report.
    """
    kept: list[Part] = []
    for part in parts:
        text = _text(part, reading)
        if not any(_one_party(text, _text(k, reading), reading) for k in kept):
            kept.append(part)
    lists = load_nouns().lists
    heads = [_head(p, reading) for p in kept]
    if any(h in lists.everybody for h in heads):
        kept = [p for p, h in zip(kept, heads, strict=True) if h not in lists.some_of_them]
    return kept


def one_side_each(initiators: Names, targets: Names) -> tuple[Names, Names]:
    """The two sides without a party that was read on both of them.

    It stays where it stands alone, so that no side is left empty; where it stands with others on
    both sides or alone on both, nothing tells where it belongs and it stays on both.

    Args:
        initiators: the side that acted.
        targets: the side acted upon.
    """
    doers, hit = {g.value.lower() for g in initiators}, {g.value.lower() for g in targets}
    twice = doers & hit
    if twice and hit == twice and doers != twice:
        initiators = tuple(g for g in initiators if g.value.lower() not in twice)
    elif twice and doers == twice and hit != twice:
        targets = tuple(g for g in targets if g.value.lower() not in twice)
    return initiators, targets


def parted(initiators: Names, targets: Names, doers: Names, hit: Names) -> tuple[Names, Names]:
    """The two sides without words that stand on both of them, put where the rules have them.

    "The Sudanese army" and "army" of the same words are one party: in "fighting between the army
    and the rebels" the learned reader may take it for either side, or both for one.

    Args:
        initiators: the side that acted.
        targets: the side acted upon.
        doers: the side that acted, by the rules.
        hit: the side acted upon, by the rules.
    """

    def among(name: Grounded[str], names: Names) -> bool:
        return any(name.spans[0].overlaps(n.spans[0]) for n in names)

    acting, across = _sided(initiators, doers, hit)
    suffering, back = _sided(targets, hit, doers)
    initiators, targets = (*acting, *back), (*suffering, *across)
    twice = [n for n in (*initiators, *targets) if among(n, initiators) and among(n, targets)]
    acted = [n for n in twice if among(n, doers) and not among(n, hit)]
    suffered = [n for n in twice if among(n, hit) and not among(n, doers)]
    left = tuple(n for n in initiators if n not in suffered)
    right = tuple(n for n in targets if n not in acted)
    return left or (doers if suffered else left), right or (hit if acted else right)


def _sided(names: Names, own: Names, others: Names) -> tuple[Names, Names]:
    """Names of one side, and those of the other that one of them holds, by the rules.

    A name that holds names of both sides is left for those of its own.
    """
    kept: list[Grounded[str]] = []
    across: list[Grounded[str]] = []
    for name in names:
        mine, theirs = (
            [n for n in each if name.spans[0].covers(n.spans[0])] for each in (own, others)
        )
        kept += [n for n in mine if n not in names] if mine and theirs else [name]
        across += theirs if mine else []
    return tuple(kept), tuple(across)


def without_second_names(initiators: Names, targets: Names, text: str) -> tuple[Names, Names]:
    """The two sides without a name in brackets behind one on the other side: "ISIS (Daesh)".

    Args:
        initiators: the side that acted.
        targets: the side acted upon.
        text: of the report.
    """

    def second(name: Grounded[str], others: Names) -> bool:
        start = name.spans[0].start
        between = (text[other.spans[0].end : start] for other in others)
        # the words of the two may be of two sentences that both give both names
        return any(words.strip() == "(" for words in between) or any(
            f"{other.value} ({name.value})" in text for other in others
        )

    doers = tuple(name for name in initiators if not second(name, targets))
    return doers, tuple(name for name in targets if not second(name, initiators))


def forceful(initiators: Names, targets: Names) -> tuple[Names, Names]:
    """The two sides where a crowd was met with force: those who have it used it.

    Args:
        initiators: the side that acted; where it is named it stays as it is.
        targets: the side acted upon.
    """
    force = tuple(name for name in targets if classify(name.value).kind in _FORCE)
    if initiators or not force:
        return initiators, targets
    return force, tuple(name for name in targets if name not in force)


def is_name(text: str) -> bool:
    """Whether words name something: "Old City", but not "the eastern suburbs" or "a Humvee".

    Args:
        text: the words.
    """
    if not any(letter.isupper() for letter in text):
        return False
    kind = classify(text)
    return " " in text or not (kind.object and kind.by.startswith("noun:"))


def moved(source: Names, goal: Names, words: Sequence[Span]) -> tuple[Names, Names]:
    """Two lists of parties, those within some words taken from one to the other.

    Args:
        source: where they do not belong.
        goal: where they do.
        words: that name them.
    """
    there = [g for g in source if any(span.covers(g.spans[0]) for span in words)]
    new = [g for g in there if not any(o.spans[0].overlaps(g.spans[0]) for o in goal)]
    return tuple(g for g in source if g not in there), (*goal, *new)


def _text(part: Part, reading: Reading) -> str:
    return reading.parsed.quote(part.first, part.stop)


def _head(part: Part, reading: Reading) -> str:
    return str(reading.parsed.doc[part.first : part.stop].root.lemma_.lower())


def _one_party(text: str, other: str, reading: Reading) -> bool:
    if same_name(text, other):
        return True
    one = resolve_actor(text, day=reading.day, context=reading.short)
    two = resolve_actor(other, day=reading.day, context=reading.short)
    return one.actor is not None and one.actor == two.actor
