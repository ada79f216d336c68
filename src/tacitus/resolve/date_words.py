"""Words for times read as classes, and the forms they make found by class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tacitus.knowledge.load import Entry, packaged
from tacitus.parse.numerals import number_words
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PAIR = tuple[int, int]
# No date or clock time in figures is longer.
_LONGEST = 15
_BASE = 0x100
#: Stands for a word of no use here.
FREE = "."
# Classes told by the shape of a token or by tables of their own, not by ``words``.
_DIGIT_CLASSES = [
    "month",
    "weekday",
    "season",
    "day",
    "ordinal",
    "nth",
    "twodigit",
    "year",
    "number",
]
_DIGIT_CLASSES += ["glued", "numdate", "decade", "clocktime"]
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")
_GLUED = re.compile(r"(\d{1,2})((?:19|20)\d\d)$")
_NUMDATE = re.compile(r"(\d{1,4})([-./])(\d{1,2})\2(\d{2,4})$")
_DECADE = re.compile(r"(?:19|20)\d0['’]?s$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:am|pm|gmt|hrs)?$|\d{1,2}(?:am|pm)$")
_ELEMENT = re.compile(r"(?:(\w+)=)?([a-z_|\d]+)(\??)$")


class Form(Entry):
    """One pattern of token classes and the rule that resolves it."""

    rule: str
    form: str


class Parts(Entry):
    """What "early", "mid" and "late" cover of each stretch of time."""

    month_days: dict[str, _PAIR]
    year_months: dict[str, _PAIR]
    year_ends: dict[str, _PAIR]
    season_months: dict[str, _PAIR]
    week_days: dict[str, _PAIR]
    decade_years: dict[str, _PAIR]


class Dateline(Entry):
    """How a report dates itself."""

    head: int
    cues: list[str]
    agencies: list[str]


class NamedAfter(Entry):
    """What may be named after a day: places, and groups."""

    places: frozenset[str]
    groups: frozenset[str]


class Times(Entry):
    """knowledge/times.yaml."""

    months: dict[int, list[str]]
    unsure_months: list[str]
    month_openers: list[str]
    named_after_days: NamedAfter
    weekdays: dict[int, list[str]]
    unsure_weekdays: list[str]
    seasons: dict[str, _PAIR]
    units: dict[str, list[str]]
    nth: dict[str, int]
    words: dict[str, list[str]]
    groups: dict[str, list[str]]
    forms: list[Form]
    parts: Parts
    since_mid_day: int
    future_words: list[str]
    future_heads: list[str]
    aside: list[str]
    along: list[str]
    reporting: list[str]
    dateline: Dateline


@dataclass(frozen=True, slots=True)
class Found:
    """A form found in the text.

    Attributes:
        rule: how to resolve it.
        start, stop: its tokens.
        at: token index by element name, for the elements that are there.
    """

    rule: str
    start: int
    stop: int
    at: dict[str, int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of knowledge/times.yaml made ready for look-up.

    Attributes:
        times: the file as read.
        classes: word -> class.
        values: word -> month, weekday or number; unit words -> unit name.
        codes: class -> the character that stands for it.
        any_form: one pattern over class characters that finds any form.
        forms: the single patterns, in order.
    """

    times: Times
    classes: dict[str, str]
    values: dict[str, int | str]
    codes: dict[str, str]
    any_form: re.Pattern[str]
    forms: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def lexicon() -> Lexicon:
    """The packaged words and forms for times, compiled once per process.

    Raises:
        TacitusError: ``bad-knowledge``, when a form cannot be read.
    """
    times = packaged("times.yaml", Times)
    classes: dict[str, str] = {}
    values: dict[str, int | str] = {}
    for name, table in (("month", times.months), ("weekday", times.weekdays)):
        for number, words in table.items():
            for word in words:
                classes[word], values[word] = name, number
    classes.update(dict.fromkeys(times.seasons, "season"))
    for unit, words in times.units.items():
        for word in words:
            kind = "unit_one" if word == words[0] else "unit_many"
            if unit == "weekend":
                kind = "unit_weekend"
            classes[word], values[word] = kind, unit
    for word, number in times.nth.items():
        classes[word], values[word] = "nth", number
    for name, words in times.words.items():
        for word in words:
            classes.setdefault(word, name)
    for word, number in number_words().items():
        values.setdefault(word, number)
        classes.setdefault(word, "number")
    names = dict.fromkeys([*_DIGIT_CLASSES, "unit_one", "unit_many", "unit_weekend", *times.words])
    codes = {name: chr(_BASE + index) for index, name in enumerate(names)}
    groups = {**times.groups, "unit": ["unit_one", "unit_many", "unit_weekend"]}
    groups["unit_one"] = ["unit_one", "unit_weekend"]
    plain = [_pattern(form.form, codes, groups, named=False) for form in times.forms]
    forms = tuple(
        (form.rule, re.compile(_pattern(form.form, codes, groups, named=True)))
        for form in times.forms
    )
    any_form = re.compile(rf"(?=[^{re.escape(FREE)}])(?:{'|'.join(plain)})")
    return Lexicon(times, classes, values, codes, any_form, forms)


def _pattern(form: str, codes: dict[str, str], groups: dict[str, list[str]], named: bool) -> str:
    """A form of the knowledge file as a pattern over class characters.

    Raises:
        TacitusError: ``bad-knowledge``, when the form cannot be read or names an unknown class.
    """
    out: list[str] = []
    for piece in re.findall(r"\(|\)\??|[^\s()]+", form):
        if piece[0] == "(":
            out.append("(?:")
        elif piece[0] == ")":
            out.append(piece)
        else:
            element = _ELEMENT.match(piece)
            if element is None:
                raise _bad_form(form, f"cannot read {piece!r}")
            name, alternatives, optional = element.groups()
            classes = [
                cls
                for alternative in alternatives.split("|")
                for cls in groups.get(alternative, [alternative])
            ]
            unknown = [cls for cls in classes if cls not in codes]
            if unknown:
                raise _bad_form(form, f"there is no class {unknown[0]!r}")
            chars = "".join(codes[cls] for cls in classes)
            name = name or alternatives.split("|")[0]
            taken = named and f"(?P<{name}>" not in "".join(out)
            group = f"(?P<{name}>[{chars}])" if taken else f"[{chars}]"
            out.append(group + optional)
    return "".join(out)


def _bad_form(form: str, fault: str) -> TacitusError:
    return TacitusError("bad-knowledge", f"times.yaml: form {form!r}: {fault}.", "Mend that form.")


def class_string(doc: Doc, words: list[str]) -> str:
    """One character per token of ``doc``: its class, or a dot for a word of no use here.

    Args:
        doc: the parse.
        words: the tokens' texts in lower case.
    """
    lex = lexicon()
    codes, classes = lex.codes, lex.classes
    out = []
    for index, word in enumerate(words):
        name = classes.get(word)
        if name is None:
            if not word[0].isdecimal() or len(word) > _LONGEST:
                out.append(FREE)
                continue
            name = _digit_class(word)
        elif name in ("month", "weekday") and not _is_calendar_word(doc, words, index, name):
            name = None
        out.append(codes[name] if name else FREE)
    return "".join(out)


def _digit_class(word: str) -> str | None:
    if word.isdecimal():
        if len(word) == 4 and 1900 <= int(word) <= 2099:
            return "year"
        if len(word) <= 2:
            return "day" if 1 <= int(word) <= 31 else "twodigit"
        return "glued" if _GLUED.match(word) else "number"
    if _ORDINAL.match(word):
        return "ordinal"
    if _NUMDATE.match(word):
        return "numdate"
    if _DECADE.match(word):
        return "decade"
    if _CLOCK.match(word):
        return "clocktime"
    return "number" if word.replace(",", "").isdecimal() else None


def _is_calendar_word(doc: Doc, words: list[str], index: int, name: str) -> bool:
    """Whether a word that may be a month or a weekday is one here."""
    times = lexicon().times
    word = words[index]
    after = words[index + 1] if index + 1 < len(words) else ""
    if name == "weekday":
        if word not in times.unsure_weekdays:
            return True
        following = lexicon().classes.get(after)
        return following == "month" or after[:1].isdecimal() or after == "."
    if word not in times.unsure_months:
        return True
    before = words[index - 1] if index else ""
    if word == "may" and doc[index].tag_ == "MD" and not before.isdecimal():
        return False
    if after[:1].isdecimal() or _ORDINAL.match(before):
        # "March 15" but not the verb in "they march 15 miles".
        return doc[index].text[0].isupper() or doc[index].pos_ != "VERB"
    if before.isdecimal() and len(before) <= 2:
        return doc[index].pos_ != "VERB" or doc[index].text[0].isupper()
    return before in times.month_openers and doc[index].pos_ not in ("VERB", "AUX")


def forms_from(codes: str, place: int) -> list[Found]:
    """The forms at the first place on or after ``place`` that has any.

    Args:
        codes: what ``class_string`` gave.
        place: token to look from.

    Returns:
        All forms that begin at that token, in the order of the knowledge file, which is the order
        to try them in; empty where there is none up to the end.
    """
    lex = lexicon()
    hit = lex.any_form.search(codes, place)
    if hit is None:
        return []
    found = []
    for rule, pattern in lex.forms:
        match = pattern.match(codes, hit.start())
        if match is not None:
            at = {name: match.start(name) for name, got in match.groupdict().items() if got}
            found.append(Found(rule, match.start(), match.end(), at))
    return found
