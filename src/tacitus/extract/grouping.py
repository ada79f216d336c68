"""The triggers of a sentence put together into mentions of events."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tacitus.extract.aggregates import aggregate_range
from tacitus.extract.balance import add_party, balance, can_act
from tacitus.extract.means import find_means
from tacitus.extract.mentions import Mention, Toll, linked
from tacitus.extract.parties import in_group
from tacitus.extract.phrases import real_head
from tacitus.extract.roles import Roles, find_roles
from tacitus.extract.where import usable
from tacitus.resolve.dates import time_for

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.reading import Reading
    from tacitus.extract.triggers import Trigger
    from tacitus.knowledge.codebook import Act

_CROWDS = frozenset({"people", "crowd", "unarmed"})
_LOCAL = frozenset({"settlement", "district", "site", "unknown"})


def find_mentions(reading: Reading) -> list[Mention]:
    """All event mentions of a report, in order.

    Args:
        reading: the report with its triggers.
    """
    kept = [pair for trigger in reading.triggers if (pair := _fitting(trigger, reading))]
    by_sentence: dict[int, list[tuple[Trigger, Roles]]] = {}
    for trigger, roles in kept:
        by_sentence.setdefault(reading.sentence_of[trigger.token], []).append((trigger, roles))
    mentions = []
    for number, found in by_sentence.items():
        for cluster in _clusters(found, reading):
            mentions.append(_mention(number, cluster, reading))
    return mentions


def _fitting(trigger: Trigger, reading: Reading) -> tuple[Trigger, Roles] | None:
    """The first reading of a trigger's words whose conditions hold, with its participants."""
    token = reading.parsed.doc[trigger.token]
    for each in (trigger, *trigger.alternatives):
        act = reading.book.acts[each.act]
        roles = find_roles(each, act, token, reading.syntax)
        if _meets(act, roles, reading) and not _describes(each, act, token):
            return each, roles
    return None


def _describes(trigger: Trigger, act: Act, token: Token) -> bool:
    """Whether the words only say what somebody does ("rebels fighting in the north")."""
    return act.family == "battle" and trigger.form == "verb" and token.dep_ == "acl" and token.tag_ == "VBG"


def _meets(act: Act, roles: Roles, reading: Reading) -> bool:
    """Whether a trigger's participants are of the classes that its act asks for."""
    needs = act.needs
    if needs is None:
        return True
    if needs.not_object is not None:
        doc, symbols = reading.parsed.doc, {w for g in needs.not_object for w in reading.book.groups[g]}
        if any(doc[t.i].lemma_.lower() in symbols for t in roles.targets):
            return False
    subject = {"place": roles.places, "target": roles.targets}.get(act.subject, roles.initiators)
    done_to = roles.initiators if act.object == "initiator" else roles.targets + roles.places
    wanted = ((needs.subject, subject), (needs.object, done_to),
              (needs.initiator, roles.initiators))
    for names, tokens in wanted:
        if names is None:
            continue
        if not tokens:
            if "none" not in names:
                return False
            continue
        heads = [real_head(t, reading.syntax.partitives).i for t in tokens]
        if "place" in names and any(_is_place(i, reading) for i in heads):
            continue
        if _CROWDS & set(names) and any(
            t.lemma_.lower() in reading.syntax.partitives or t.like_num for t in tokens
        ):
            continue  # "thousands protested": people, though no noun says so
        if "weapon" in names and any(_is_weapon(t, reading) for t in tokens):
            continue
        parties = [p for t in tokens if (p := reading.party(t))]
        if not any(in_group(p, names, reading.book) for p in parties):
            return False
    return True


def _is_weapon(token: Token, reading: Reading) -> bool:
    """Whether a noun, or what its "of" measures, names a weapon."""
    head = real_head(token, reading.syntax.partitives)
    words = reading.index.means
    return any(
        (weapon or means == "arms") and not before
        for t in (token, head, *islice(head.subtree, 6))
        for means, before, weapon in words.get(t.lemma_.lower(), ())
    )


def _is_place(i: int, reading: Reading) -> bool:
    return any(p.start <= i < p.stop and p.kind != "metonym" for p in reading.places) or (
        reading.parsed.doc[i].lemma_.lower() in reading.book.groups.get("place_nouns", ())
    )


def _clusters(found: list[tuple[Trigger, Roles]], reading: Reading) -> list[list[tuple[Trigger, Roles]]]:
    """Triggers of one sentence that tell of one happening, by single linkage."""
    group = list(range(len(found)))
    for a in range(len(found)):
        for b in range(a + 1, len(found)):
            if group[a] != group[b] and linked(
                found[a][0], found[b][0], reading.book, reading.parsed.doc, reading.syntax
            ) and not _elsewhere(found[a][0], found[b][0], reading):
                old, new = group[b], group[a]
                group = [new if g == old else g for g in group]
    out: dict[int, list[tuple[Trigger, Roles]]] = {}
    for n, g in enumerate(group):
        out.setdefault(g, []).append(found[n])
    return list(out.values())


def _elsewhere(a: Trigger, b: Trigger, reading: Reading) -> bool:
    """Whether two coordinate verbs each have a place of their own ("seized X and entered Y")."""
    doc = reading.parsed.doc
    lower, upper = (doc[b.token], doc[a.token]) if b.token > a.token else (doc[a.token], doc[b.token])
    if lower.dep_ != "conj" or a.form != "verb" or b.form != "verb":
        return False
    if "toll" in (reading.book.acts[a.act].family, reading.book.acts[b.act].family):
        return False
    own = []
    for token in (upper, lower):
        index = next(n for n, t in enumerate(reading.triggers) if t.token == token.i)
        own.append({
            n for n, p in enumerate(reading.places)
            if reading.owner[p.start] == index and p.kind in _LOCAL
        })
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
    for trigger, roles in sorted(cluster, key=lambda pair: order.index(pair[0])):
        for token in roles.initiators:
            if token.i not in covered and token.i not in blasts and can_act(token, trigger, reading):
                add_party(mention.initiators, reading.party(token))
        for token in roles.targets:
            if token.i not in covered:
                add_party(mention.targets, reading.party(token))
        mention.objects.extend(t for t in roles.places if t.i not in covered)
        kind = acts[trigger.act].toll
        if kind is not None:
            mention.tolls.extend(_new(mention.tolls, reading.tolls.of(trigger, kind, roles.targets)))
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
            mention.time = mention.time or time_for(reading.parsed.doc[other.token], reading.times, reading.parsed)
    judged = reading.judgements[trigger.token]
    mention.factuality, mention.status = judged.value, judged.status
    mention.cues, mention.factuality_by = list(judged.cues), judged.by
    if mention.tolls and all(t.count.high == 0 for t in mention.tolls) and acts[trigger.act].family == "toll":
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
    return token.tag_ == "VB" and token.dep_ in ("acl", "advcl", "relcl") and any(
        child.tag_ == "TO" for child in token.children
    )


def _new(known: list[Toll], tolls: list[Toll]) -> list[Toll]:
    """Tolls whose figure was not read from the same words before."""
    return [
        t for t in tolls
        if not any(t.kind == k.kind and t.first < k.stop and k.first < t.stop for k in known)
    ]


def _domain(mention: Mention, reading: Reading) -> set[int]:
    """Indexes in ``reading.triggers`` of the mention's triggers."""
    tokens = {t.token for t in mention.triggers}
    return {n for n, t in enumerate(reading.triggers) if t.token in tokens}


def _find_places(mention: Mention, reading: Reading) -> None:
    own = _domain(mention, reading)
    sentence = reading.sentences[mention.sentence]
    inside = [n for n, p in enumerate(reading.places) if sentence.start <= p.start < sentence.end and usable(n, reading)]
    anchor = mention.main.token
    mine = [n for n in inside if reading.owner[reading.places[n].start] in own]
    free = [n for n in inside if reading.owner[reading.places[n].start] == -1]
    chosen = mine or free
    mention.places = sorted(chosen, key=lambda n: (n not in mine, abs(reading.places[n].start - anchor)))
    mention.places += [n for n in free if n not in mention.places]


def _pointing(mention: Mention, reading: Reading) -> None:
    """Definite or separate, by the words around the main trigger."""
    token = reading.parsed.doc[mention.main.token]
    syntax = reading.syntax
    if mention.main.form == "noun":
        first = next(iter(token.lefts), None)
        mention.definite = first is not None and first.lower_ in syntax.definite
    around = [c.lower_ for c in token.children]
    head = token.head if mention.main.form == "noun" else token
    around += [c.lower_ for c in head.children if c.dep_ in ("advmod", "amod")]
    mention.separate = any(word in syntax.separate for word in around)
