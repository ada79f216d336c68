"""Invented stories edited at random, to see where a copy is found no more."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tacitus.records import Report

_SEED = 1969
# of a reworded sentence every so-manieth word is changed: no run of five words is left
_EACH = 4
#: Stories of fewer words are too short to be cut.
LEAST_WORDS = 100
# stories whose words are put into one, itself counted
_OTHERS = 16
_EDITED = " edited"

#: Makes another text of a story's sentences; the second argument is words of other stories.
Edit = Callable[[list[list[str]], list[str], random.Random], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Made:
    """An invented story.

    Attributes:
        report: the story.
        sentences: its words by sentence.
        others: words of other stories, to put in.
    """

    report: Report
    sentences: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(map(len, self.sentences))


def made_stories(reports: Sequence[Report]) -> list[Made]:
    """The stories that are long enough, each with words of others."""
    long = [report for report in reports if len(report.text.split()) >= LEAST_WORDS]
    words = [report.text.split() for report in long]
    found = []
    for number, report in enumerate(long):
        sentences = _sentences(words[number])
        near = range(number + 1, number + min(_OTHERS, len(words)))
        others = [word for other in near for word in words[other % len(words)]]
        found.append(Made(report, tuple(map(tuple, sentences)), tuple(others)))
    return found


def _sentences(words: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words:
        found[-1].append(word)
        if word.endswith((".", "?", "!", '."')):
            found.append([])
    return [sentence for sentence in found if sentence]


def _cut(share: float) -> Edit:
    def edit(sentences: list[list[str]], others: list[str], draw: random.Random) -> list[list[str]]:
        kept = max(1, round(len(sentences) * (1 - share)))
        chosen = sorted(draw.sample(range(len(sentences)), kept))
        return [sentences[n] for n in chosen]

    return edit


def _reorder(sentences: list[list[str]], others: list[str], draw: random.Random) -> list[list[str]]:
    return draw.sample(sentences, len(sentences))


def _reword(share: float) -> Edit:
    def edit(sentences: list[list[str]], others: list[str], draw: random.Random) -> list[list[str]]:
        chosen = draw.sample(range(len(sentences)), round(len(sentences) * share))
        return [
            [
                draw.choice(others) if n in chosen and at % _EACH == 0 else word
                for at, word in enumerate(sentence)
            ]
            for n, sentence in enumerate(sentences)
        ]

    return edit


def _change(share: float) -> Edit:
    def edit(sentences: list[list[str]], others: list[str], draw: random.Random) -> list[list[str]]:
        return [
            [draw.choice(others) if draw.random() < share else word for word in sentence]
            for sentence in sentences
        ]

    return edit


def _inside(times: float) -> Edit:
    """The story as an item of a report that is so many times as long."""

    def edit(sentences: list[list[str]], others: list[str], draw: random.Random) -> list[list[str]]:
        size = round(sum(map(len, sentences)) * (times - 1))
        # words of other stories in their order, from anywhere in them
        start = draw.randrange(len(others))
        own = [others[(start + n) % len(others)] for n in range(size)]
        return [own[: size // 2], *sentences, own[size // 2 :]]

    return edit


#: The edits, by name.
EDITS: Mapping[str, Edit] = {
    "none": _cut(0.0),
    **{f"{100 * share:.0f} % of sentences cut": _cut(share) for share in (0.2, 0.4, 0.6, 0.8)},
    "sentences in another order": _reorder,
    **{
        f"{100 * share:.0f} % of sentences reworded": _reword(share)
        for share in (0.2, 0.3, 0.4, 0.5, 0.6)
    },
    **{f"{100 * share:.0f} % of words changed": _change(share) for share in (0.05, 0.1, 0.15, 0.2)},
    "half of a report": _inside(2),
    "a fifth of a report": _inside(5),
    "a tenth of a report": _inside(10),
}


def found_shares(
    made: Sequence[Made], method: Callable[[Sequence[Report]], Mapping[tuple[str, str], str]]
) -> dict[str, float]:
    """The share of stories whose edited form is linked to them, by edit.

    Args:
        made: the stories.
        method: gives the pairs of reports that are linked, each pair in order of ids.
    """
    return {
        name: sum(_is_found(one, edit, method) for one in made) / len(made)
        for name, edit in EDITS.items()
    }


def _is_found(
    made: Made,
    edit: Edit,
    method: Callable[[Sequence[Report]], Mapping[tuple[str, str], str]],
) -> bool:
    draw = random.Random(f"{_SEED} {made.report.id}")  # noqa: S311 statistics, no secret
    sentences = edit([list(sentence) for sentence in made.sentences], list(made.others), draw)
    text = " ".join(word for sentence in sentences for word in sentence)
    edited = Report(f"{made.report.id}{_EDITED}", text, source="another outlet")
    plain = " ".join(word for sentence in made.sentences for word in sentence)
    story = Report(made.report.id, plain, source=made.report.source)
    return (story.id, edited.id) in method([story, edited])
