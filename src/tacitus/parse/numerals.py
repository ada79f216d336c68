"""Number words and figures, and the phrases that open them up or down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tacitus.knowledge.load import Entry, packaged

# No count of people or things is longer or greater; what is, is left unread.
_LONGEST = 15
_GREATEST = 10**12
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?$")


class Quantities(Entry):
    """knowledge/quantities.yaml."""

    numbers: dict[str, int]
    scales: dict[str, int]
    fractions: dict[str, float]
    vague: dict[str, int]
    exact_after_a: dict[str, int]
    pair: dict[str, int]
    none: list[str]
    not_none: list[str]
    before: dict[str, list[str]]
    after: dict[str, list[str]]
    between: list[str]
    range_joins: list[str]
    units: dict[str, list[str]]
    currency: list[str]
    labels: list[str]
    months: list[str]
    year_openers: list[str]
    hour_before: list[str]
    hour_after: list[str]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """knowledge/quantities.yaml made ready for look-up; ``round_lows``: lows of vague words."""

    data: Quantities
    simple: dict[str, int]
    starts: frozenset[str]
    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: dict[str, list[tuple[tuple[str, ...], str]]]
    unit_kinds: dict[str, str]
    labels: frozenset[str]
    months: frozenset[str]
    year_openers: frozenset[str]
    round_lows: frozenset[int]


@cache
def quantity_words() -> QuantityWords:
    """The packaged words for amounts, made ready once per process."""
    data = packaged("quantities.yaml", Quantities)
    before: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for bound, phrases in data.before.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            before.setdefault(words[-1], []).append((words, bound))
    for phrases_found in before.values():
        phrases_found.sort(key=lambda found: -len(found[0]))
    after: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for bound, phrases in data.after.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            after.setdefault(words[0], []).append((words, bound))
    starts = frozenset(
        [
            *data.numbers,
            *data.scales,
            *data.vague,
            *data.pair,
            *data.none,
            "some",
            *data.fractions,
        ]
    )
    return QuantityWords(
        data,
        {**data.numbers, **data.pair},
        starts,
        before,
        after,
        {word: kind for kind, words in data.units.items() for word in words},
        frozenset(data.labels),
        frozenset(data.months),
        frozenset(data.year_openers),
        frozenset(data.vague.values()),
    )


def number_words() -> dict[str, int]:
    """Number words up to ninety, with what they stand for."""
    return dict(quantity_words().data.numbers)


def read_number(words: list[str], place: int) -> tuple[float, int] | None:
    """The number that begins at a token, and the token after it."""
    data = quantity_words()
    word = words[place]
    if word in data.data.fractions:
        return _fraction(words, place)
    if word[0].isdecimal():
        if len(word) > _LONGEST or not _DIGITS.match(word):
            return None
        return scaled(words, float(word.replace(",", "")), place + 1)
    if word in data.data.pair:
        return float(data.data.pair[word]), place + 1
    if word not in data.data.numbers:
        return None
    return _with_part(words, *_spelled(words, place))


def _fraction(words: list[str], place: int) -> tuple[float, int] | None:
    """ "half a million", "half-a-dozen", "quarter of a million", as the number before scales it."""
    data = quantity_words().data
    for gap in (("a",), ("-", "a", "-"), ("-",), ("of", "a")):
        stop = place + 1 + len(gap)
        scale = words[stop] if stop < len(words) else ""
        if tuple(words[place + 1 : stop]) == gap and scale in data.scales:
            return data.fractions[words[place]] * data.scales[scale], stop + 1
    return None


def _with_part(words: list[str], value: float, stop: int) -> tuple[float, int]:
    """A number with its part: "three [quarters of a million]", "two [and a half million]"."""
    data = quantity_words().data
    if words[stop : stop + 1] and words[stop] in data.fractions:
        part = _fraction(words, stop)
        return (value * part[0], part[1]) if part is not None else (value, stop)
    end = stop + 3
    if words[stop:end] == ["and", "a", "half"] and words[end : end + 1]:
        scale = data.scales.get(words[end])
        if scale is not None:
            return (value + 0.5) * scale, end + 1
    return value, stop


def _spelled(words: list[str], place: int) -> tuple[float, int]:
    """Read "twenty-two", "one hundred and five", "three thousand"."""
    data = quantity_words().data
    total, current, stop = 0, data.numbers[words[place]], place + 1
    while stop < len(words) and current + total <= _GREATEST:
        word = words[stop]
        step = stop + 1 if word in ("-", "and") else stop
        following = words[step] if step < len(words) else ""
        if following in data.scales:
            if word == "and":
                break
            scale = data.scales[following]
            if scale >= 1000:
                total, current = total + current * scale, 0
            else:
                current *= scale
        elif following in data.numbers and (
            (word != "and" and current % 100 >= 20 and current % 10 == 0 and _unit(following))
            or (words[stop - 1] in data.scales and (word == "and" or step == stop))
        ):
            current += data.numbers[following]
        else:
            break
        stop = step + 1
    return float(total + current), stop


def _unit(word: str) -> bool:
    return quantity_words().data.numbers[word] < 10


def scaled(words: list[str], value: float, stop: int) -> tuple[float, int]:
    """Multiply a number by the "dozen" or "million" at ``stop``, and give the token after."""
    scales = quantity_words().data.scales
    while stop < len(words) and words[stop] in scales and value <= _GREATEST:
        value *= scales[words[stop]]
        stop += 1
    return value, stop


def range_end(words: list[str], place: int, stop: int, low: float) -> tuple[float, int] | None:
    """The upper end of "5 to 8", "5-8", "between five and eight" and the token after it."""
    data = quantity_words().data
    if stop + 1 >= len(words) or words[stop] not in data.range_joins:
        return None
    if words[stop] == "and" and (not place or words[place - 1] != "between"):
        return None
    following = words[stop + 1]
    if not (following[0].isdecimal() or following in data.numbers):
        return None
    number = read_number(words, stop + 1)
    if number is None or number[0] <= low:
        return None
    return number


def openers(words: list[str], start: int) -> tuple[int, list[str]]:
    """Where "at least" and the like before a number begin, and which bounds they set."""
    before = quantity_words().before
    bounds: list[str] = []
    while start:
        for phrase, bound in before.get(words[start - 1], ()):
            first = start - len(phrase)
            if first >= 0 and tuple(words[first:start]) == phrase:
                start = first
                bounds.append(bound)
                break
        else:
            break
    return start, bounds


def closers(words: list[str], stop: int) -> tuple[int, bool]:
    """The token after "or more" or "-odd" behind a number, and whether it opens the top."""
    for skip in (0, 1):
        at = stop + skip
        if skip and words[stop : stop + 1] != ["-"]:
            break
        for phrase, bound in quantity_words().after.get(words[at] if at < len(words) else "", ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return at + len(phrase), bound == "least"
    return stop, False
