"""Running text from the words of a corpus that sets every word and mark apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from tacitus.knowledge.load import Entry, read_yaml


class _Joints(Entry):
    closing: frozenset[str]
    opening: frozenset[str]
    joining: frozenset[str]
    endings: frozenset[str]


@cache
def _joints() -> _Joints:
    return read_yaml(Path(str(files("tacitus.evaluate") / "running.yaml")), _Joints)


def running(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Words as running text, by a fixed rule, so that the same words give the same text.

    Args:
        words: words and punctuation marks in order.

    Returns:
        The text, and where each word stands in it. Straight double quotes open and close in turn.
    """
    text, spans = "", []
    for number, word in enumerate(words):
        if number and not _joined(words, number):
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def _joined(words: Sequence[str], number: int) -> bool:
    """Whether no space stands before a word."""
    joints, word, before = _joints(), words[number], words[number - 1]
    if word == '"':
        return words[:number].count('"') % 2 == 1
    if before == '"':
        return words[: number - 1].count('"') % 2 == 0
    if word in joints.joining:
        return _joins(words, number) or word in joints.closing
    if before in joints.joining and _joins(words, number - 1):
        return True
    return word in joints.closing or word.lower() in joints.endings or before in joints.opening


def _joins(words: Sequence[str], number: int) -> bool:
    """Whether a mark stands between two words."""
    around = [words[n] for n in (number - 1, number + 1) if 0 <= n < len(words)]
    return len(around) == 2 and around[0][-1:].isalnum() and around[1][:1].isalnum()
