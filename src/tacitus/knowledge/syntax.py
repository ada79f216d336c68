"""The schema of syntax.yaml: words that say how the parts of a clause belong together."""

from __future__ import annotations

from functools import cache

from tacitus.knowledge.load import Entry, packaged


class Syntax(Entry):
    """See the comments in syntax.yaml for each list."""

    partitives: frozenset[str]
    laden: frozenset[str]
    rolling: frozenset[str]
    stretches: frozenset[str]
    conflicts: frozenset[str]
    not_rolling: frozenset[str]
    doing: frozenset[str]
    suffering: frozenset[str]
    blaming: frozenset[str]
    claiming: frozenset[str]
    noun_prepositions: dict[str, frozenset[str]]
    object_genitive: frozenset[str]
    object_genitive_nouns: frozenset[str]
    doer_possessive: frozenset[str]
    striking: frozenset[str]
    opposing: frozenset[str]
    one_side: frozenset[str]
    breaking_out: frozenset[str]
    controlling: frozenset[str]
    believing: frozenset[str]
    answering: frozenset[str]
    replies: frozenset[str]
    stance_prefixes: frozenset[str]
    backing: frozenset[str]
    scenes: frozenset[str]
    lacking: frozenset[str]
    temporal: frozenset[str]
    earlier: frozenset[str]
    result: frozenset[str]
    separate: frozenset[str]
    another: frozenset[str]
    definite: frozenset[str]
    pronouns_actor: frozenset[str]
    generic_actors: frozenset[str]
    toll_nouns: frozenset[str]
    lost_before: frozenset[str]
    never_participant: frozenset[str]
    aggregate_words: frozenset[str]
    aggregate_nouns: frozenset[str]
    settlements: frozenset[str]
    holdings: frozenset[str]
    law_officers: frozenset[str]
    joining: frozenset[str]
    joint: frozenset[str]
    bare_arms: frozenset[str]
    singling_out: frozenset[str]
    bearings: frozenset[str]
    no_side: frozenset[str]
    no_side_modifiers: frozenset[str]
    disguising: frozenset[str]
    brokering: frozenset[str]
    stand_ins: frozenset[str]
    carrying: frozenset[str]
    crediting: frozenset[str]
    about: frozenset[str]
    topics: frozenset[str]
    organisations: frozenset[str]
    event_heads: frozenset[str]
    opinions: frozenset[str]


@cache
def load_syntax() -> Syntax:
    """The packaged word lists, read once per process."""
    return packaged("syntax.yaml", Syntax)
