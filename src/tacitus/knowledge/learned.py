"""How far what the learned reader says is trusted."""

from __future__ import annotations

from functools import cache

from tacitus.knowledge.load import Entry, packaged


class Trust(Entry):
    """The schema of learned.yaml; values without a word on them are probabilities.

    Attributes:
        candidate: words with this chance to tell of an event are asked about.
        least: the same for words that the rules take for a trigger.
        most: words of one stretch of text that are asked about at the most, the likeliest first.
        telling: tellings with less are dropped.
        event: what an event's best telling must have.
        often: the same for one that the rules find and `many` words tell of.
        many: how many words these are.
        lone: the same for one that the rules do not find.
        only: what the best event must have that the rules find too, where no other is found.
        same: what tellings of one event must have on average.
        joining: weights of what speaks for two tellings to be of one event.
        joining_alone: the same where the rules' claims are not at hand.
        roles: what the words that fill a part must have.
        alone: the same for names that the rules do not have.
        blank: what names of the rules must have where the model is sure of none.
        beside: the same where it is sure of others.
        elsewhere: what a name must have that stands where other events are told and this one not.
        sure: below this the rules' value of a field counts, where they have one.
        beyond_doubt: with this the model's "asserted" stands against doubt that the rules read.
        no_toll: with this the model's "no toll" stands against a figure that it points at itself.
        own_doubt: the same where the doubt is by the words that tell of the event.
        figure: a toll that only the rules read must have this.
        stray: how often a claim of the rules is about something else, where it was read from the
            same words and where it only quotes them.
        unlearned: words for losses that the model met too seldom to know them, by kind of loss;
            the rules' figure for them counts where the model reads none.
        fill: fields that the rules fill where the model finds nothing.
    """

    candidate: float
    least: float
    most: int
    telling: float
    event: float
    often: float
    many: int
    lone: float
    only: float
    same: float
    joining: dict[str, float]
    joining_alone: dict[str, float]
    roles: dict[str, float]
    alone: dict[str, float]
    blank: dict[str, float]
    beside: dict[str, float]
    elsewhere: dict[str, float]
    sure: dict[str, float]
    beyond_doubt: float
    own_doubt: float
    no_toll: float
    figure: float
    stray: dict[str, float]
    unlearned: dict[str, frozenset[str]]
    fill: frozenset[str]


@cache
def load_trust() -> Trust:
    """The packaged values."""
    return packaged("learned.yaml", Trust)


class RuledTypes(Entry):
    """The schema of ruled_types.yaml.

    Attributes:
        counts: for each type of event how often the rules gave it which type.
    """

    counts: dict[str, dict[str, int]]


@cache
def load_ruled_types() -> RuledTypes:
    """The packaged counts."""
    return packaged("ruled_types.yaml", RuledTypes)
