"""How sure: whether an event is asserted, doubted, denied or yet to come, by cues in its scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tacitus.extract.factuality_cues import GovernorRow, fact_cues
from tacitus.extract.negations import harmless, hurt_nobody
from tacitus.extract.phrases import DESCRIBING
from tacitus.extract.segments import segment

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.attribution import AttributionMention
    from tacitus.parse.document import Parsed

_NOMINAL = frozenset({"NOUN", "PROPN"})
_VERBAL = frozenset({"VERB", "AUX"})
# Ways up the tree that stay in the event's own clause.
_OBJECTS = frozenset({"dobj", "pobj", "attr", "nsubj", "nsubjpass", "oprd"})
_HIGHEST = 8
_STATUS_VALUE = {
    "conditional": "prospective",
    "generic": "prospective",
    "purpose": "prospective",
    "failed": "denied",
    "prevented": "denied",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a report is of an event.

    Attributes:
        value: "asserted", "hedged", "denied" or "prospective", as the codebook means them.
        cues: token ranges of the words that decided, innermost first.
        by: the rule that decided ("modal:will", "verb:deny"); "default" where nothing did.
        status: "event", or why it is hardly one: "purpose", "conditional", "generic",
            "question", "failed", "prevented".
    """

    value: str
    cues: tuple[tuple[int, int], ...] = ()
    by: str = "default"
    status: str = "event"


class _Cue(NamedTuple):
    value: str
    status: str
    token: int
    by: str


def judge(
    trigger: int, parsed: Parsed, attributions: list[AttributionMention] | None = None
) -> Judgement:
    """Decide how sure the report is of the event that a token tells.

    Args:
        trigger: token of the event's verb or noun.
        parsed: the report, parsed.
        attributions: what ``find_attributions`` gave, for denials in quoted speech; may be empty.

    Returns:
        The judgement. A denial outweighs a prospect and a prospect a doubt; crediting a source is
        no doubt.
    """
    doc = parsed.doc
    token = doc[trigger]
    found = list(_climb(token))
    found.extend(_denied_by(trigger, attributions or [], found))
    if all(c.by == "negation" for c in found) and (question := _question(token)):
        # "Did they not burn the mill?" denies nothing.
        found = [question]
    if not found:
        return Judgement("asserted")
    strongest = ("denied", "prospective", "hedged", "asserted")
    first = next(c for value in strongest for c in found if c.value == value)
    # A governing "prevent" or "in order to" says more than a denial further out.
    strong = next((c for c in found if c.status in {"prevented", "purpose", "failed"}), first)
    chosen = strong if strong.value == first.value or strong.status == "prevented" else first
    cues = tuple(dict.fromkeys((c.token, c.token + 1) for c in found))
    return Judgement(chosen.value, cues, chosen.by, chosen.status)


def _made(value: str, token: Token, by: str, status: str | None = None) -> _Cue:
    if value in _STATUS_VALUE:
        return _Cue(_STATUS_VALUE[value], value, token.i, by)
    return _Cue(value, status or "event", token.i, by)


def _climb(token: Token) -> list[_Cue]:  # noqa: C901 one branch a kind of cue
    """Cues at the trigger and at each token above it for as long as they are in scope."""
    found = _own(token)
    found.extend(_doubt_below(token))
    limits = segment(token)
    here = token
    own_clause = True
    for _ in range(_HIGHEST):
        head, dep = here.head, here.dep_
        if head.i == here.i or not limits.start <= head.i < limits.end:
            break
        if dep in {"relcl", "parataxis", "appos"} or (dep == "acl" and here.tag_ == "VBN"):
            break
        if any(t.text == ";" for t in token.doc[min(here.i, head.i) : max(here.i, head.i)]):
            break
        if here.dep_ in {"prep", "mark"} and here.lower_ in fact_cues().book.presupposing:
            break
        if dep == "pcomp" and head.lower_ == "by" and head.head.pos_ in _VERBAL:
            # as sure as what it was the means to: "plan to cut the city off by burning bridges"
            here = head.head
            found.extend(_own(here))
            continue
        if dep == "conj":
            if _has_subject(here) or here.pos_ not in _VERBAL | _NOMINAL:
                break
            if own_clause and here.pos_ in _VERBAL and head.pos_ in _VERBAL:
                found.extend(_shared(here, head))
            here = head
            continue
        linked = _linked(here, head, dep) or _said_of(here, head, dep)
        found.extend(linked)
        if here.pos_ == "ADP" and head.pos_ in _NOMINAL and here.lower_ != "of" and not linked:
            break
        if head.pos_ in _NOMINAL and here.pos_ in _VERBAL and dep not in DESCRIBING:
            own_clause = False
        if dep in {"ccomp", "advcl", "acl", "csubj"} or (dep == "pcomp" and head.dep_ != "agent"):
            if dep in {"advcl", "pcomp"} and not found:
                break
            own_clause = False
        if own_clause and _carries(here, head, dep):
            found.extend(_own(head))
        elif own_clause and head.pos_ in _VERBAL and dep in _OBJECTS | {"prep", "agent"}:
            own_clause = False
            if not linked:
                break
        if dep == "advcl":
            break
        here = head
    return found


def _carries(here: Token, head: Token, dep: str) -> bool:
    """Whether what is said of ``head`` is said of the event below it."""
    if head.pos_ in _VERBAL:
        if dep == "xcomp":
            return True
        lemma = head.lemma_.lower()
        return dep in _OBJECTS | {"prep"} and lemma in fact_cues().book.light_verbs
    return head.pos_ in {"ADP", "NOUN", "PROPN"} and dep in {"pobj", "compound", "pcomp"}


def _own(token: Token) -> list[_Cue]:  # noqa: C901 one branch a kind of cue
    """Modals, negations, adverbs and adjectives that stand with a word."""
    known = fact_cues()
    found: list[_Cue] = []
    perfect = any(c.dep_ == "aux" and c.lower_ in {"have", "'ve"} for c in token.children)
    for child in token.children:
        word, dep = child.lower_, child.dep_
        if dep in {"aux", "auxpass"} and (modal := known.book.auxiliaries.get(word)):
            linking = token.lemma_.lower() in known.book.linking and modal.perfect == "hedged"
            value = modal.perfect if perfect else "hedged" if linking else modal.bare
            found.append(_made(value, child, f"modal:{word}"))
        elif dep == "neg" or word in known.book.negations:
            if not harmless(child) and not hurt_nobody(token):
                found.append(_made("denied", child, "negation"))
        elif dep == "det" and word in known.book.no_words and child.i < token.i:
            if token.lemma_.lower() in known.book.losses:
                continue  # "no casualties" is a figure, not the denial of an event
            found.append(_made("denied", child, "no"))
        elif dep in {"advmod", "npadvmod"} and word in known.adverbs:
            found.append(_made(known.adverbs[word], child, f"adverb:{word}"))
        elif dep in {"amod", "nmod", "compound"} and word in known.adjectives:
            found.append(_made(known.adjectives[word], child, f"adjective:{word}"))
        elif dep == "mark" and word in known.book.markers:
            found.append(_made(known.book.markers[word], child, f"marker:{word}"))
        elif dep in {"nsubj", "nsubjpass"} and token.pos_ in _VERBAL:
            no = next((c for c in child.children if c.lower_ in known.book.no_words), None)
            if no is not None and no.dep_ in {"det", "neg"}:
                found.append(_made("denied", no, "no"))
        elif dep == "dobj" and token.pos_ in _VERBAL and child.lemma_.lower() not in {"casualty"}:
            no = next((c for c in child.children if c.lower_ == "no" and c.dep_ == "det"), None)
            if no is not None:
                found.append(_made("denied", no, "no"))
    before = token.nbor(-1) if token.i > 0 else None
    if before is not None and before.lower_ in known.adverbs and before.head.i != token.i:
        found.append(_made(known.adverbs[before.lower_], before, f"adverb:{before.lower_}"))
    if token.pos_ in _VERBAL and token.dep_ == "ROOT" and _infinitive(token):
        found.append(_made("prospective", token, "infinitive"))
    return found


def _shared(here: Token, head: Token) -> list[_Cue]:
    """Modals and negations of a first verb that hold for a second: "will storm it and kill"."""
    own_aux = any(c.dep_ in {"aux", "auxpass"} for c in here.children)
    if own_aux or (here.tag_ in {"VBD", "VBN"} and head.tag_ not in {"VBD", "VBN"}):
        return []
    return [c for c in _own(head) if not c.by.startswith(("no", "adverb"))]


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)


def _infinitive(token: Token) -> Token | None:
    """The "to" of an infinitive."""
    return next((c for c in token.children if c.lower_ == "to" and c.dep_ in {"aux", "mark"}), None)


def _linked(here: Token, head: Token, dep: str) -> list[_Cue]:  # noqa: C901 one branch a kind of cue
    """Cues in how ``here`` hangs on ``head``: governing verbs and nouns, purpose, prepositions."""
    known = fact_cues()
    lemma = head.lemma_.lower()
    if head.pos_ == "ADP" or head.dep_ == "prep":
        word = head.lower_
        row = known.book.prepositions.get(word)
        found = [_made(row.value, head, f"preposition:{word}", row.status)] if row else []
        found.extend(_phrase(head))
        return found
    to = _infinitive(here)
    if head.pos_ in {"VERB", "AUX", "ADJ", "ADV"}:
        found = _governed(here, head, dep, to) or _untrue(head, dep)
        if found:
            return found
        if head.pos_ in {"ADJ", "ADV", "VERB"} and dep in {"xcomp", "ccomp", "advcl", "acl"} and to:
            value = known.predicates.get(head.lower_)
            if value is not None:
                return [_made(value, head, f"predicate:{head.lower_}")]
        if head.pos_ in _VERBAL and to is not None:
            if lemma == "be" and dep in {"xcomp", "advcl", "ccomp"} and not _ordinal(head):
                return [_made("prospective", to, "be-to")]
            if dep == "advcl" and lemma not in known.book.happened:
                return [_made("purpose", to, "purpose")]
        return []
    if head.lower_ == "order" and to is not None and head.i > 0 and head.nbor(-1).lower_ == "in":
        return [_made("purpose", to, "purpose")]
    if head.pos_ in _NOMINAL and (to is not None or dep in {"acl", "ccomp", "prep"}):
        for noun in known.nouns.get(lemma, ()):
            if noun.with_ and not any(c.lower_ in noun.with_ for c in head.children):
                continue
            if dep == "prep" and here.lower_ not in {"of", "for", "about"}:
                continue
            return [_made(noun.value, head, f"noun:{lemma}", noun.status)]
        if to is not None and dep == "acl":
            if any(c.lower_ in known.book.ordinals or c.ent_type_ == "ORDINAL" for c in head.lefts):
                return []
            return [_made("purpose", to, "purpose")]
    return []


def _untrue(head: Token, dep: str) -> list[_Cue]:
    """ "It is false that ...", "it is not true that ...", "reports that ... are baseless"."""
    if head.lemma_ != "be" or dep not in {"ccomp", "csubj", "acl", "advcl", "nsubj"}:
        return []
    book = fact_cues().book
    negated = any(c.dep_ == "neg" for c in head.children)
    for child in head.children:
        if child.dep_ in {"acomp", "attr", "oprd"} and child.lower_ in (
            book.true if negated else book.untrue
        ):
            return [_made("denied", child, f"untrue:{child.lower_}")]
    return []


def _said_of(here: Token, head: Token, dep: str) -> list[_Cue]:
    """Doubt on who did it, told of the event: "the blast appears to have been set off by X"."""
    if dep not in {"nsubj", "nsubjpass"} or here.pos_ not in _NOMINAL:
        return []
    known = fact_cues()
    done = next((c for c in head.children if c.dep_ == "xcomp" and c.i > head.i), None)
    rows = known.verbs.get(head.lemma_.lower(), ())
    if done is None or not any(row.value == "hedged" for row in rows):
        return []
    passive = any(c.dep_ == "auxpass" for c in done.children)
    if done.lemma_.lower() == "be" or (passive and done.lemma_.lower() in known.book.light_verbs):
        return [_made("hedged", head, f"verb:{head.lemma_.lower()}")]
    return []


def _ordinal(be: Token) -> bool:
    """ "It was the last town to fall"."""
    ordinals = fact_cues().book.ordinals
    return any(
        c.lower_ in ordinals for a in be.children if a.dep_ == "attr" for c in (a, *a.children)
    )


def _governed(here: Token, head: Token, dep: str, to: Token | None) -> list[_Cue]:
    """Whether ``head`` is a verb that decides on what it governs."""
    known = fact_cues()
    lemma = head.lemma_.lower()
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children) or (
        head.tag_ == "VBN" and head.dep_ in {"acl", "relcl"} and not _has_subject(head)
    )
    for row in known.verbs.get(lemma, ()):
        if not _in_scope(row, here, dep, to, passive):
            continue
        negated = any(c.dep_ == "neg" for c in head.children)
        if row.value == "denied" and negated and row.status is None:
            return [_made("asserted", head, f"verb:{lemma}")]
        value = row.value
        if lemma in known.book.feared and _perfect(here):
            value = "hedged"
        return [_made(value, head, f"verb:{lemma}", row.status)]
    return []


def _in_scope(row: GovernorRow, here: Token, dep: str, to: Token | None, passive: bool) -> bool:
    """Whether a governing verb's row reaches a dependent."""
    if row.passive and not passive:
        return False
    if row.to_only:
        return to is not None and dep in {"xcomp", "advcl", "ccomp"}
    if dep in {"xcomp", "ccomp"}:
        return not row.objects_only
    if dep == "advcl":
        return to is not None and not row.objects_only and row.value != "hedged"
    if dep in {"dobj", "nsubjpass"} and here.pos_ in _NOMINAL:
        return row.objects and (dep == "dobj" or passive)
    if dep == "prep":
        return row.objects and here.lower_ in {"for", "of", "from", "on", "against", "to"}
    return False


def _perfect(token: Token) -> bool:
    """Whether a clause tells of what is over: "have been buried", "were killed"."""
    return token.tag_ == "VBD" or any(
        c.dep_ in {"aux", "auxpass"} and c.lower_ in {"have", "had", "was", "were"}
        for c in token.children
    )


def _phrase(prep: Token) -> list[_Cue]:
    """Fixed words before the event: "instead of", "in case of"."""
    doc = prep.doc
    for row in fact_cues().book.phrases:
        start = prep.i - len(row.words) + 1
        if start >= 0 and all(doc[start + k].lower_ == w for k, w in enumerate(row.words)):
            return [_made(row.value, prep, f"phrase:{'-'.join(row.words)}", row.status)]
    return []


def _doubt_below(token: Token) -> list[_Cue]:
    """Doubts on what did it: "killed in a suspected strike", "shelling allegedly done by"."""
    known = fact_cues()
    found: list[_Cue] = []
    doubted = [c for c in token.children if c.dep_ == "nsubj"]
    if doubted and token.pos_ in _VERBAL and token.lemma_.lower() not in known.book.suffering:
        found.extend(c for c in _doubts(doubted[0]) if c.by.startswith("adjective"))
    below = [*token.rights, *(r for c in token.rights if c.dep_ == "conj" for r in c.rights)]
    for child in below:
        if child.dep_ in {"acl", "relcl"} and token.pos_ in _NOMINAL:
            found.extend(_doubts(child))
        if child.dep_ not in {"prep", "agent"} or child.lower_ not in known.book.doubt_reaches:
            continue
        found.extend(_doubts(child))
        for thing in child.children:
            if thing.dep_ == "pobj":
                found.extend(_doubts(thing))
                for clause in thing.rights:
                    if clause.dep_ in {"acl", "relcl"} and clause.i <= thing.i + 3:
                        found.extend(_doubts(clause))
            elif thing.dep_ == "pcomp":
                found.extend(_doubts(thing))
                rows = known.verbs.get(thing.lemma_.lower(), ())
                if any(row.value == "hedged" for row in rows):
                    found.append(_made("hedged", thing, f"verb:{thing.lemma_.lower()}"))
    if token.pos_ in _VERBAL and token.lemma_.lower() in known.book.light_verbs:
        for noun in (c for c in token.rights if c.dep_ == "dobj"):
            found.extend(c for c in _doubts(noun) if c.by.startswith("adjective"))
    return found


def _doubts(token: Token) -> list[_Cue]:
    return [c for c in _own(token) if c.value == "hedged"]


def _question(token: Token) -> _Cue | None:
    """A sentence that asks."""
    limits = segment(token)
    for last in reversed(token.doc[limits.start : limits.end]):
        if last.is_space or last.is_quote:
            continue
        return _Cue("prospective", "question", last.i, "question") if last.text == "?" else None
    return None


def _denied_by(
    trigger: int, attributions: list[AttributionMention], found: list[_Cue]
) -> list[_Cue]:
    """Denials whose clause holds the trigger where the parse gives no way up to the verb.

    What one source says and another denies is told by the report as it stands, with both accounts.
    """
    if any(c.value == "denied" for c in found):
        return []
    for mention in attributions:
        held = mention.covers(trigger)
        if held and mention.factual and mention.verb_class != "denies":
            return []
    for mention in attributions:
        near = any(s <= trigger < e and s - mention.cue <= 2 for s, e in mention.content)
        if mention.verb_class == "denies" and near and trigger - mention.cue <= 12:
            return [_Cue("denied", "event", mention.cue, "attribution:denies")]
    return []
