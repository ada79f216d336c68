"""Numbers and vague amounts in a report, read by the codebook's house rules 2 and 11."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tacitus.parse.numerals import (
    closers,
    openers,
    quantity_words,
    range_end,
    read_number,
    scaled,
)
from tacitus.records import Count

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tacitus.parse.document import Parsed


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount.

    Attributes:
        start, stop: tokens of the whole expression, with "at least" and the like.
        count: how many, as a range.
        kind: "count", "distance", "money", "percent", "age", "year", "duration" or "other"
            (clock times, weights, days of a month, numbers that are names).
        head: token of the noun counted; None where the words leave it out and share none.
        by: the rule that read it, "quantity:NAME".
    """

    start: int
    stop: int
    count: Count
    kind: str
    head: int | None
    by: str


def find_quantities(parsed: Parsed, *, indefinite: bool = False) -> list[Quantity]:
    """All amounts in a report, in order.

    Args:
        parsed: the report.
        indefinite: whether "a" and "an" before a noun count as one.

    Returns:
        Amounts of every kind; the caller picks by ``kind``.
    """
    doc = parsed.doc
    words = [token.lower_ for token in doc]
    starts = quantity_words().starts
    found: list[Quantity] = []
    place, length = 0, len(words)
    while place < length:
        word = words[place]
        if word in starts or word[0].isdecimal():
            quantity = _quantity(doc, words, place)
        elif word in ("a", "an"):
            quantity = _article(doc, words, place, indefinite)
        else:
            quantity = None
        if quantity is None:
            place += 1
        else:
            found.append(quantity)
            place = max(quantity.stop, place + 1)
    return _share_heads(doc, found)


def implied_count(noun: Token) -> Count | None:
    """What a noun without a number says of how many: "a soldier" 1..1, "soldiers" 2..None.

    Args:
        noun: the noun.

    Returns:
        None for a singular noun without "a", "an" or "another" (a name, a mass, a body of men).
    """
    if noun.tag_ in ("NNS", "NNPS"):
        return Count(2, None)
    articles = (child.lower_ for child in noun.lefts if child.dep_ == "det")
    return Count(1, 1) if any(word in ("a", "an", "another") for word in articles) else None


def _article(doc: Doc, words: list[str], place: int, indefinite: bool) -> Quantity | None:
    """Read "a dozen", "a couple of", "a few"; "a soldier" only where asked."""
    data = quantity_words().data
    after = words[place + 1] if place + 1 < len(words) else ""
    if after in data.exact_after_a:
        exact = _exact(data.exact_after_a[after])
        return _finish(doc, words, (place, place + 2), exact, "exact_after_a")
    if after in data.vague:
        return _vague(doc, words, place, place + 1)
    part = read_number(words, place + 1) if after in data.fractions else None
    if part is not None:
        return _finish(doc, words, (place, part[1]), _exact(part[0]), "number")
    if after in data.scales or after in data.pair:
        value, stop = scaled(words, 1.0, place + 1)
        if after in data.pair:
            value, stop = float(data.pair[after]), place + 2
        return _finish(doc, words, (place, stop), _exact(value), "scale")
    head = doc[place].head
    if indefinite and doc[place].dep_ == "det" and head.pos_ in ("NOUN", "PROPN"):
        return Quantity(place, place + 1, Count(1, 1), "count", head.i, "quantity:article")
    return None


def _exact(value: float) -> Count:
    return Count(round(value), round(value))


def _quantity(doc: Doc, words: list[str], place: int) -> Quantity | None:
    data = quantity_words().data
    word = words[place]
    if word in data.none:
        return _none(doc, words, place)
    if word in data.vague or word == "some":
        if word == "some" and (place + 1 == len(words) or words[place + 1] not in data.scales):
            return _some(doc, words, place)
        if word == "many" and place and words[place - 1] in ("as", "how", "so"):
            return None
        return _vague(doc, words, place, place)
    if _is_numeric_date(words, place):
        count = Count(int(word), int(word))
        return Quantity(place, place + 5, count, "other", None, "quantity:numeric_date")
    number = read_number(words, place)
    if number is None:
        return None
    value, stop = number
    if word == "one" and (
        stop - place == 1 and (words[place - 1] == "no" or doc[place].pos_ not in ("NUM", "NOUN"))
    ):
        return None
    low, high, rule = value, value, "number"
    other = range_end(words, place, stop, value)
    if other is not None:
        high, stop, rule = other[0], other[1], "range"
    return _finish(doc, words, (place, stop), Count(round(low), round(high)), rule)


def _none(doc: Doc, words: list[str], place: int) -> Quantity | None:
    """Read "no casualties", "no one"; "no longer" and "no fewer than" count nothing."""
    following = doc[place + 1] if place + 1 < len(words) else None
    if following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB"):
        return None
    if following.lower_ in quantity_words().data.not_none or doc[place].dep_ == "intj":
        return None
    return _finish(doc, words, (place, place + 1), Count(0, 0), "none")


def _is_numeric_date(words: list[str], place: int) -> bool:
    """Whether a date in figures begins at a token: "03 - 08 - 2016"."""
    marks = words[place + 1 : place + 4 : 2]
    parts = words[place : place + 5 : 2]
    return (
        len(parts) == 3
        and marks in (["-", "-"], ["/", "/"], [".", "."])
        and all(part.isdecimal() for part in parts)
    )


def _some(doc: Doc, words: list[str], place: int) -> Quantity | None:
    """Read "some" before a plural noun; before a number it only loosens that number."""
    token = doc[place]
    head = token.head
    after = words[place + 1] if place + 1 < len(words) else ""
    if after[:1].isdecimal() or after in quantity_words().starts:
        return None
    plural = token.dep_ == "det" and head.tag_ in ("NNS", "NNPS") and head.i > place
    if not plural and after != "of":
        return None
    return _finish(doc, words, (place, place + 1), Count(2, None), "some")


def _vague(doc: Doc, words: list[str], start: int, place: int) -> Quantity:
    """Read "dozens", "several hundred", "tens of thousands", "a few"."""
    data = quantity_words().data
    value, stop = data.vague.get(words[place], 2), place + 1
    while stop < len(words):
        step = stop + 1 if words[stop] == "of" and stop + 1 < len(words) else stop
        scale = words[step]
        if scale in data.scales and step == stop:
            value *= data.scales[scale]
        elif scale in data.vague and step > stop and scale[-1] == "s" and data.vague[scale] > 2:
            # "tens of thousands": the plural's own "two or more" is in the first word already.
            value *= data.vague[scale] // 2
        else:
            break
        stop = step + 1
    return _finish(doc, words, (start, stop), Count(value, None), "vague")


def _finish(doc: Doc, words: list[str], at: tuple[int, int], count: Count, rule: str) -> Quantity:
    """Add what stands before and after a number, its kind and its noun."""
    start, stop = at
    begin, bounds = openers(words, start)
    if words[begin - 1 : begin] == ["between"] and rule == "range":
        begin -= 1
    stop, more = closers(words, stop)
    if more or (bounds and "least" in bounds):
        count = Count(count.low, None)
    elif bounds and "most" in bounds:
        count = Count(0, count.high)
    kind = _kind(doc, words, start, stop)
    head = _head(doc, words, start, stop) if kind in ("count", "other") else None
    if head is not None and doc[head].tag_ == "NNP" and doc[head].ent_type_ in ("DATE", "TIME"):
        head = None  # "wounded 40 Tuesday": a day told without a preposition
    if kind == "count" and head is not None:
        kind = quantity_words().unit_kinds.get(words[head], kind)
    return Quantity(begin, stop, count, kind, head, f"quantity:{rule}")


def _kind(doc: Doc, words: list[str], start: int, stop: int) -> str:
    """What a number measures, by the words beside it."""
    lex = quantity_words()
    before = words[start - 1] if start else ""
    after = words[stop] if stop < len(words) else ""
    unit = words[stop + 1] if after == "-" and stop + 1 < len(words) else after
    unit = unit.rstrip("-") or unit  # "65-year- old", where a line was broken
    if before in lex.data.currency:
        return "money"
    if after == "per" and words[stop + 1 : stop + 2] == ["cent"]:
        return "percent"
    if unit in lex.unit_kinds:
        kind = lex.unit_kinds[unit]
        behind = words[stop : stop + 5]
        return "age" if kind == "duration" and ("old" in behind or "age" in behind) else kind
    if before == "aged" or _is_age(doc, words, start, stop):
        return "age"
    digits = words[start][0].isdecimal() and stop - start == 1
    if words[start][0].isdecimal() and _is_day(words, start, stop):
        return "other"
    if _is_hour(words, start, stop):
        return "other"
    counts = _counts_noun(doc, stop)
    if digits and words[start].isdecimal() and len(words[start]) == 4:
        near_year = before in lex.year_openers or before in lex.months or not counts
        near_year = near_year or (start > 1 and words[start - 2] in lex.months)
        if near_year and 1900 <= int(words[start]) <= 2099:
            return "year"
        if before == "at" and not counts:
            return "other"
    if not counts and (before in lex.labels or (before == "-" and start > 1 and digits)):
        return "other"
    return "count"


def _is_hour(words: list[str], start: int, stop: int) -> bool:
    """Whether a number is an hour of the day: "at six in the evening", "until two at night"."""
    data = quantity_words().data
    if stop - start != 1 or not start or words[start - 1] not in data.hour_before:
        return False
    behind = " ".join(words[stop : stop + 3]) + " "
    return any(behind.startswith(f"{phrase} ") for phrase in data.hour_after)


def _counts_noun(doc: Doc, stop: int) -> bool:
    """Whether the number before ``stop`` hangs on a plural noun behind it, or touches one."""
    last = doc[stop - 1]
    plural = ("NNS", "NNPS")
    if stop < len(doc) and doc[stop].tag_ in plural:
        return True
    return (
        last.dep_ in ("nummod", "compound", "amod")
        and last.head.i >= stop
        and last.head.tag_ in plural
    )


def _is_age(doc: Doc, words: list[str], start: int, stop: int) -> bool:
    """Whether a number is an age as in "Perera, 24, said": between commas after a name."""
    if stop - start != 1 or not words[start].isdecimal() or int(words[start]) > 110:
        return False
    commas = start > 1 and words[start - 1] == "," and words[stop : stop + 1] == [","]
    return commas and doc[start - 2].pos_ == "PROPN"


def _is_day(words: list[str], start: int, stop: int) -> bool:
    """Whether a number up to 31 stands beside a month."""
    if not words[start].isdecimal() or int(words[start]) > 31 or stop - start not in (1, 3):
        return False
    months = quantity_words().months
    if words[stop : stop + 1] and words[stop] in months:
        return True
    return bool(start) and words[start - 1] in months and words[start - 1] != "may"


def _head(doc: Doc, words: list[str], start: int, stop: int) -> int | None:
    """The noun that a number counts."""
    if words[stop : stop + 1] == ["of"]:
        found = next((c for c in doc[stop].children if c.dep_ == "pobj"), None)
        if found is not None and found.pos_ in ("NOUN", "PROPN", "PRON"):
            return found.i
        return _noun_after(doc, stop + 1)
    token = doc[stop - 1]
    for _ in range(4):
        if token.head.i == token.i or token.dep_ not in (
            "nummod", "quantmod", "amod", "compound", "det", "nmod", "prep", "npadvmod", "punct",
        ):  # fmt: skip
            break
        token = token.head
        if token.i >= stop and token.pos_ in ("NOUN", "PROPN"):
            return _whole_noun(token).i
    return _noun_after(doc, stop)


def _whole_noun(noun: Token) -> Token:
    """The noun that a first half belongs to: "thieves" of "cattle thieves"."""
    above = noun.head
    near = noun.dep_ == "compound" and above.i == noun.i + 1
    return above if near and noun.pos_ == above.pos_ == "NOUN" else noun


def _noun_after(doc: Doc, place: int) -> int | None:
    """The last noun of the run of adjectives and nouns at a token, for poor parses."""
    noun = None
    for token in doc[place : place + 6]:
        if token.pos_ in ("NOUN", "PROPN"):
            noun = token.i
        elif noun is not None or token.pos_ not in ("ADJ", "DET", "ADV"):
            break
    return noun


def _share_heads(doc: Doc, found: list[Quantity]) -> list[Quantity]:
    """Give "six" in "killing six and wounding 32 people" the noun that the two share.

    Looking ahead, the other number must hang on a verb joined to this one's; looking back, both
    must be subjects ("20 people were killed and six wounded").
    """
    out = list(found)
    for index, quantity in enumerate(found):
        if quantity.head is not None or quantity.kind != "count":
            continue
        token = doc[quantity.stop - 1]
        verb = token.head
        for other, way in ((index + 1, 1), (index - 1, -1)):
            if not 0 <= other < len(found) or found[other].head is None:
                continue
            noun = doc[found[other].head or 0]
            other_verb = noun.head
            joined = (other_verb.head.i == verb.i if way > 0 else verb.head.i == other_verb.i) and (
                other_verb if way > 0 else verb
            ).dep_ == "conj"
            subjects = "subj" in token.dep_ and "subj" in noun.dep_
            several = noun.tag_ in ("NNS", "NNPS") or quantity.count.high == 1
            if found[other].kind == "count" and joined and several and (way > 0 or subjects):
                out[index] = replace(quantity, head=noun.i, by=quantity.by + "+shared")
                break
    return out
