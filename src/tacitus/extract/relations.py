"""Relations between actors that a report states: renaming, branch, backing, command, kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tacitus.extract.names import Name, names_in
from tacitus.knowledge.load import Entry, packaged
from tacitus.parse.document import Parsed
from tacitus.records import Grounded, Relation
from tacitus.resolve.actors import country_name

_PUNCTUATION = frozenset(",()[]\"“”«»``''–:")
_ARTICLES = frozenset({"the", "a", "an"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_SLOT = {
    None: r"<[rspn]\d+>",
    "any": r"<[rspan]\d+>",
    "group": r"<[rpn]\d+>",
    "actor": r"<[rs]\d+>",
    "state": r"<[sa]\d+>",
    "person": r"<p\d+>",
    "human": r"<[pn]\d+>",
}
_PIECE = re.compile(
    r"\{(?P<slot>\w+)(?::(?P<type>\w+))?\}|\[(?P<maybe>[^\[\]]+)\]|\((?P<one>[^()]+)\)"
    r"|<(?P<list>\w+)>|~(?P<gap>\d+)|(?P<word>\S+)"
)


class Pattern(Entry):
    """One wording; see the head of relations.yaml."""

    text: str
    keys: list[str]
    example: str


class Wording(Entry):
    """A relation and how it is worded."""

    meaning: str
    patterns: list[Pattern]


class Relations(Entry):
    """The file relations.yaml."""

    lists: dict[str, list[str]]
    relations: dict[str, Wording]


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording made ready.

    Attributes:
        relation: its relation.
        regex: what it looks for in a sentence's outline.
        by: its name, for the record.

    """

    relation: str
    regex: re.Pattern[str]
    by: str


@cache
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """The packaged wordings by the words that must stand in a sentence for them."""
    source = packaged("relations.yaml", Relations)
    rules: dict[str, list[Rule]] = {}
    for relation, wording in source.relations.items():
        for number, pattern in enumerate(wording.patterns, 1):
            rule = Rule(
                relation,
                re.compile(_regex(pattern.text, source.lists)),
                f"relation:{relation}/{number}",
            )
            keys = [
                w
                for key in pattern.keys
                for w in (_forms(source.lists[key[1:-1]]) if key.startswith("<") else [key])
            ]
            for key in keys:
                rules.setdefault(key.split()[-1], []).append(rule)
    return {key: tuple(value) for key, value in rules.items()}


def _forms(words: list[str]) -> list[str]:
    return [
        form for word in words for form in ((word,) if word.endswith("s") else (word, f"{word}s"))
    ]


def _regex(text: str, lists: dict[str, list[str]]) -> str:
    """A pattern as a regular expression over outlines, in which a blank follows every word."""
    return r"(?:^|(?<= ))" + "".join(_piece(match, lists) for match in _PIECE.finditer(text))


def _piece(match: re.Match[str], lists: dict[str, list[str]]) -> str:
    if match["slot"]:
        if match["slot"] == "any":
            return f"(?:{_SLOT['any']} )"
        slot = _SLOT[match["type"]]
        return f"(?P<{match['slot']}>{slot}) "
    if match["list"]:
        return "(?:" + "|".join(re.escape(w) for w in _forms(lists[match["list"]])) + ") "
    if match["gap"]:
        return rf"(?:(?!<r)[^ .]+ ){{0,{match['gap']}}}"
    if match["word"]:
        return re.escape(match["word"]) + " "
    inner = match["maybe"] or match["one"]
    options = "|".join(
        "".join(_piece(m, lists) for m in _PIECE.finditer(option)) for option in inner.split("|")
    )
    return f"(?:{options})" + ("?" if match["maybe"] else "")


def find_relations(parsed: Parsed) -> list[Relation]:
    """The relations between actors that a report states.

    Args:
        parsed: the report.

    Returns:
        Relations in order of appearance, attribution empty. A name given in part ("Sosa") is
        replaced by the full name told before it, and both stand as evidence.

    """
    rules = load_rules()
    found: list[Relation] = []
    seen: set[tuple[str, str, str]] = set()
    people = _People(parsed)
    for sentence in parsed.doc.sents:
        first, stop = sentence.start, sentence.end
        words = {token.lower_ for token in sentence}
        due = [rule for word in sorted(words & rules.keys()) for rule in rules[word]]
        if due:
            names = names_in(parsed, first, stop)
            people.here = first
            for relation in _in_sentence(parsed, first, stop, names, due, people):
                key = (relation.subject.value, relation.relation, relation.object.value)
                if key not in seen and key[0] != key[2]:
                    seen.add(key)
                    found.append(relation)
    return sorted(found, key=lambda relation: relation.evidence)


class _People:
    """The full names of people told so far, read only when one is asked for."""

    def __init__(self, parsed: Parsed) -> None:
        self.here = 0
        self._parsed = parsed
        self._read = 0
        self._names: list[tuple[str, Name]] = []

    def told(self) -> list[tuple[str, Name]]:
        """Names before the sentence at hand, in order."""
        if self._read < self.here:
            for sentence in self._parsed.doc[self._read : self.here].sents:  # type: ignore[attr-defined]
                self._names += [
                    (self._parsed.quote(n.first, n.stop), n)
                    for n in names_in(self._parsed, sentence.start, sentence.end)
                    if n.sort == "p"
                ]
            self._read = self.here
        return self._names


def _in_sentence(
    parsed: Parsed, first: int, stop: int, names: list[Name], due: list[Rule], people: _People
) -> Iterator[Relation]:
    outline, places = _outline(parsed, first, stop, names)
    done: set[Rule] = set()
    for rule in due:
        if rule in done:
            continue
        done.add(rule)
        for match in rule.regex.finditer(outline):
            subject, other = (names[int(match[side][2:-1])] for side in ("subject", "object"))
            tokens = [t for at, t in places if match.start() <= at < match.end()]
            last = max(tokens[-1] + 1, subject.stop, other.stop)
            yield Relation(
                _grounded(parsed, subject, rule, people),
                _named(rule.relation, match.group()),
                _grounded(parsed, other, rule, people),
                parsed.span(tokens[0], last),
                (),
                rule.by,
            )


def _named(relation: str, words: str) -> str:
    """Kin by the word itself: "brother_of"."""
    if relation != "kin":
        return relation
    kin = packaged("relations.yaml", Relations).lists["kin"]
    return next((f"{k}_of" for w in words.split() for k in kin if w in (k, f"{k}s")), "kin_of")


def _outline(
    parsed: Parsed, first: int, stop: int, names: list[Name]
) -> tuple[str, list[tuple[int, int]]]:
    """A sentence as the patterns see it, and the token behind each place in it."""
    starts = {name.first: (i, name) for i, name in enumerate(names)}
    words: list[str] = []
    places: list[tuple[int, int]] = []
    length, i = 0, first
    while i < stop:
        at = i
        if i in starts:
            number, name = starts[i]
            word, i = f"<{name.sort}{number}>", name.stop
        else:
            token = parsed.doc[i]
            i += 1
            word = token.lower_
            if token.is_space or word in _PUNCTUATION or word in _ARTICLES:
                continue
            if word in _POSSESSIVE:
                word = "'s"
        words.append(word)
        places.append((length, at))
        length += len(word) + 1
    return "".join(f"{word} " for word in words), places


def _grounded(parsed: Parsed, name: Name, rule: Rule, people: _People) -> Grounded[str]:
    written = parsed.quote(name.first, name.stop)
    span = parsed.span(name.first, name.stop)
    if name.sort in "pn":
        for full, earlier in people.told():
            if _part_of(written, full):
                return Grounded(
                    full,
                    (span, parsed.span(earlier.first, earlier.stop)),
                    rule.by,
                    f"{written!r} is short for the name told before",
                )
    if name.sort == "a":
        country = country_name(written)
        return Grounded(country, (span,), rule.by, f"{written!r} names the country")
    return Grounded(written, (span,), rule.by)


def _part_of(short: str, full: str) -> bool:
    """Whether a name is a part of a longer one, vowels aside (spellings from Arabic vary)."""
    parts = [_consonants(word) for word in full.split()]
    wanted = _consonants(short)
    return len(parts) > 1 and len(wanted) > 1 and len(short) < len(full) and wanted in parts


def _consonants(word: str) -> str:
    bare = re.sub(r"^al-", "", word.lower())
    return re.sub(r"[^a-z]|[aeiou]", "", bare)
