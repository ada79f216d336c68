"""The triggers of a sentence put together into mentions of events."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.aggregates import aggregate_range
from tacitus.extract.balance import add_party, balance, can_act
from tacitus.extract.clauses import is_passive
from tacitus.extract.conditions import fitting
from tacitus.extract.deeds import is_reply, two_deeds
from tacitus.extract.means import find_means
from tacitus.extract.mentions import Mention, Toll, linked
from tacitus.extract.reading import owners
from tacitus.extract.roles import Roles
from tacitus.extract.where import usable
from tacitus.resolve.dates import time_for

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.reading import Reading
    from tacitus.extract.triggers import Trigger

_LOCAL = frozenset({"settlement", "district", "site", "unknown"})


def find_mentions(reading: Reading) -> list[Mention]:
    """All event mentions of a report, in order.

    Args:
        reading: the report with its triggers.
    """
    kept = [pair for trigger in reading.triggers if (pair := fitting(trigger, reading))]
    # words that turned out to tell of nothing hold no places and weapons of their own
    reading.triggers = [trigger for trigger, _ in kept]
    reading.owner = owners(reading.parsed, reading.triggers)
    by_sentence: dict[int, list[tuple[Trigger, Roles]]] = {}
    for trigger, roles in kept:
        by_sentence.setdefault(reading.sentence_of[trigger.token], []).append((trigger, roles))
    return [
        _mention(number, cluster, reading)
        for number, found in by_sentence.items()
        for cluster in _clusters(found, reading)
    ]


def _clusters(
    found: list[tuple[Trigger, Roles]], reading: Reading
) -> list[list[tuple[Trigger, Roles]]]:
    """Triggers of one sentence that tell of one happening, by single linkage."""
    group = list(range(len(found)))
    for a in range(len(found)):
        for b in range(a + 1, len(found)):
            if (
                group[a] != group[b]
                and linked(
                    found[a][0], found[b][0], reading.book, reading.parsed.doc, reading.syntax
                )
                and not _elsewhere(found[a][0], found[b][0], reading)
                and not two_deeds(
                    reading.parsed.doc[found[a][0].token], reading.parsed.doc[found[b][0].token]
                )
            ):
                old, new = group[b], group[a]
                group = [new if g == old else g for g in group]
    out: dict[int, list[tuple[Trigger, Roles]]] = {}
    for n, g in enumerate(group):
        out.setdefault(g, []).append(found[n])
    return list(out.values())


def _elsewhere(a: Trigger, b: Trigger, reading: Reading) -> bool:
    """Whether two coordinate verbs each have a place of their own ("seized X and entered Y")."""
    doc = reading.parsed.doc
    lower, upper = (
        (doc[b.token], doc[a.token]) if b.token > a.token else (doc[a.token], doc[b.token])
    )
    if lower.dep_ != "conj" or a.form != "verb" or b.form != "verb":
        return False
    if "toll" in (reading.book.acts[a.act].family, reading.book.acts[b.act].family):
        return False
    own = []
    for token in (upper, lower):
        index = next(n for n, t in enumerate(reading.triggers) if t.token == token.i)
        own.append(
            {
                n
                for n, p in enumerate(reading.places)
                if reading.owner[p.start] == index and p.kind in _LOCAL
            }
        )
    first, second = own
    if not first or not second:
        return False
    return not any(reading.places[m].inside in first for m in second)


def _mention(sentence: int, cluster: list[tuple[Trigger, Roles]], reading: Reading) -> Mention:
    acts = reading.book.acts
    strong = [t for t, _ in cluster if not acts[t.act].weak]
    order = sorted((t for t, _ in cluster), key=lambda t: (t not in strong, t.token))
    done = [t for t in order if not _aimed_at(t, reading)] or order
    mention = Mention(sentence, order, list(dict.fromkeys(t.act for t in done)))
    covered = {i for t, _ in cluster for i in (t.token, *t.others)}
    blasts = {token.i for _, roles in cluster for token in roles.means}
    cluster = [(trigger, _suffered(trigger, roles, reading)) for trigger, roles in cluster]
    for trigger, roles in sorted(cluster, key=lambda pair: order.index(pair[0])):
        for token in roles.initiators:
            if (
                token.i not in covered
                and token.i not in blasts
                and can_act(token, trigger, reading)
            ):
                add_party(mention.initiators, reading.party(token))
        for token in roles.targets:
            if token.i not in covered:
                add_party(mention.targets, reading.party(token))
        kind = acts[trigger.act].toll
        if kind is not None:
            told = reading.tolls.of(trigger, kind, roles.targets)
            own = [toll for toll in told if not _of_next_word(toll, trigger, reading)]
            mention.tolls.extend(_new(mention.tolls, own))
        implied = acts[trigger.act].means
        if implied:
            mention.means.setdefault(implied, trigger.token)
    balance(mention, cluster, reading)
    find_means(mention, _domain(mention, reading), reading)
    _find_places(mention, reading)
    trigger = mention.main
    mention.time = time_for(reading.parsed.doc[trigger.token], reading.times, reading.parsed)
    if mention.time is None:
        for other in mention.triggers[1:]:
            mention.time = mention.time or time_for(
                reading.parsed.doc[other.token], reading.times, reading.parsed
            )
    judged = reading.judgements[trigger.token]
    mention.factuality, mention.status = judged.value, judged.status
    mention.cues, mention.factuality_by = list(judged.cues), judged.by
    if (
        mention.tolls
        and all(t.count.high == 0 for t in mention.tolls)
        and acts[trigger.act].family == "toll"
    ):
        # "no casualties were reported" tells a figure of an event, it denies none
        mention.factuality, mention.factuality_by = "asserted", "tolls:none"
    fixed = acts[trigger.act].factuality
    if fixed is not None and mention.factuality == "asserted":
        mention.factuality, mention.factuality_by = fixed, f"codebook:acts.{trigger.act}"
    _pointing(mention, reading)
    mention.aggregate = aggregate_range(mention, reading)
    return mention


def _aimed_at(trigger: Trigger, reading: Reading) -> bool:
    """Whether the words only say what something was for ("an operation to retake the city")."""
    token = reading.parsed.doc[trigger.token]
    return (
        token.tag_ == "VB"
        and token.dep_ in ("acl", "advcl", "relcl")
        and any(child.tag_ == "TO" for child in token.children)
    )


def _suffered(trigger: Trigger, roles: Roles, reading: Reading) -> Roles:
    """The roles of a verb of loss, its subject as what was lost where nothing else is.

    "Child killed, two others injured", in headlines and where commas are lost.
    """
    kind = reading.book.acts[trigger.act].toll
    if kind is None or trigger.form != "verb" or is_passive(reading.parsed.doc[trigger.token]):
        return roles
    parties = [p for t in roles.initiators if (p := reading.party(t)) is not None]
    if not parties or any(p.kind.armed or not p.kind.person for p in parties):
        return roles
    told = reading.tolls.of(trigger, kind, roles.targets) if roles.targets else []
    if roles.targets and not (told and all(_of_next_word(t, trigger, reading) for t in told)):
        return roles
    return replace(roles, initiators=[], targets=list(roles.initiators))


def _of_next_word(toll: Toll, trigger: Trigger, reading: Reading) -> bool:
    """Whether the word behind a figure tells another loss: "7 dead, 30 hurt", "2 others hurt"."""
    doc, acts = reading.parsed.doc, reading.book.acts
    at = toll.stop
    if at < len(doc) and doc[at].lower_ in reading.tolls.words.further:
        at += 1
    if at >= len(doc) or doc[at].head.i > at:
        return False
    return any(
        t.token == at != trigger.token and acts[t.act].toll not in (None, toll.kind)
        for t in reading.triggers
    )


def _new(known: list[Toll], tolls: list[Toll]) -> list[Toll]:
    """Tolls whose figure was not read from the same words before."""
    return [
        t
        for t in tolls
        if not any(t.kind == k.kind and t.first < k.stop and k.first < t.stop for k in known)
    ]


def _domain(mention: Mention, reading: Reading) -> set[int]:
    """Indexes in ``reading.triggers`` of the mention's triggers."""
    tokens = {t.token for t in mention.triggers}
    return {n for n, t in enumerate(reading.triggers) if t.token in tokens}


def _find_places(mention: Mention, reading: Reading) -> None:
    own = _domain(mention, reading)
    sentence = reading.sentences[mention.sentence]
    inside = [
        n
        for n, p in enumerate(reading.places)
        if sentence.start <= p.start < sentence.end and usable(n, reading)
    ]
    anchor = mention.main.token
    mine = [n for n in inside if reading.owner[reading.places[n].start] in own]
    free = [n for n in inside if reading.owner[reading.places[n].start] == -1]
    chosen = mine or free
    mention.places = sorted(
        chosen, key=lambda n: (n not in mine, abs(reading.places[n].start - anchor))
    )
    mention.places += [n for n in free if n not in mention.places]


def _pointing(mention: Mention, reading: Reading) -> None:
    """Definite or separate, by the words around the main trigger, or around another noun for it.

    "Two people were killed in a similar attack in Gao".
    """
    token = reading.parsed.doc[mention.main.token]
    syntax = reading.syntax
    if mention.main.form == "noun":
        first = next(iter(token.lefts), None)
        mention.definite = first is not None and first.lower_ in syntax.definite
    mention.reply = is_reply(token)
    nouns = [reading.parsed.doc[t.token] for t in mention.triggers if t.form == "noun"]
    mention.separate = told_with(syntax.separate, token, noun=mention.main.form == "noun") or any(
        told_with(syntax.another, noun, noun=True) for noun in nouns
    )


def told_with(words: frozenset[str], token: Token, *, noun: bool) -> bool:
    """Whether one of some words stands beside a word that tells of an event.

    Args:
        words: such as "another" and "elsewhere".
        token: "shelled" in "elsewhere the army shelled", "attack" in "another attack".
        noun: whether it is read as a noun.
    """
    around = [c.lower_ for c in token.children]
    head = token.head if noun else token
    for child in head.children:
        if child.dep_ in ("advmod", "amod"):
            around.append(child.lower_)
        elif child.dep_ == "npadvmod":  # "earlier that day"
            around += [c.lower_ for c in child.children]
    return any(word in words for word in around)
