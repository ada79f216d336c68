"""Runs of tokens that could be names, in mixed case, ALL CAPS and all lower case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tacitus.knowledge.place_words import PlaceLexicon
from tacitus.parse.document import load_parser

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tacitus.knowledge.gazetteer import Brief, Gazetteer

# People from which on a name is taken for the place that everybody knows.
CITY = 100_000
METROPOLIS = 400_000
# Share of capitalised words below which a text whose sentences start small counts as written
# without capitals; what capitals it has come from links and buttons of the page.
LOWER = 0.12
# Share of capitalised words from which a sentence is a headline or a wire in capitals.
HEADLINE = 0.8
# Tokens at the head of a report within which the places stand that it was written at.
DATELINE = 8
# Small words that are English too, or single letters: inside a name only with a hyphen.
HYPHENED = frozenset(
    [
        "at",
        "as",
        "an",
        "es",
        "e",
        "i",
        "y",
        "en",
        "den",
        "do",
        "di",
        "des",
        "sur",
        "van",
        "von",
        "ed",
        "ou",
        "ar",
        "is",
    ]
)


@dataclass(slots=True)
class Words:
    """What the rules ask of each token, worked out once.

    Attributes:
        doc: the parse.
        low: the tokens in lower case.
        plain: per token, whether its case says nothing (headlines, wires, lower-case texts).
    """

    doc: Doc
    low: list[str]
    plain: list[bool]


@cache
def _dictionary() -> frozenset[str]:
    lemmatizer: Any = load_parser().get_pipe("lemmatizer")
    lookups = lemmatizer.lookups
    # Base forms, and the irregular forms ("stolen", "men") that lead to them.
    return frozenset(
        w
        for kind in ("lemma_index", "lemma_exc")
        for table in lookups.get_table(kind).values()
        for w in table
    )


@lru_cache(maxsize=4_096)
def is_word(low: str) -> bool:
    """Whether a lower-case form is an English dictionary word or an inflection of one."""
    words = _dictionary()
    if low in words or load_parser().vocab[low].is_stop:
        return True
    for ending, least in (("s", 4), ("es", 5), ("ed", 5), ("d", 5), ("ing", 6), ("ly", 6)):
        if len(low) >= least and low.endswith(ending):
            stem = low[: -len(ending)]
            if stem in words or (ending in ("ed", "ing") and stem + "e" in words):
                return True
            if ending in ("ed", "ing") and stem[-1] == stem[-2] and stem[:-1] in words:
                return True
            if ending in ("es", "ed") and stem.endswith("i") and stem[:-1] + "y" in words:
                return True
    return False


def read_words(doc: Doc) -> Words:
    """Lower-case forms, and where letter case tells names from words."""
    low: list[str] = []
    plain: list[bool] = []
    inner = inner_capital = first = first_small = 0
    for sentence in doc.sents:
        long = capital = 0
        tokens = list(sentence)
        for at, token in enumerate(tokens):
            text = token.text
            low.append(token.lower_)
            if not text.isalpha():
                continue
            upper = text[0].isupper()
            if at == 0:
                first += len(tokens) > 4
                first_small += len(tokens) > 4 and text[0].islower()
                continue
            inner += 1
            inner_capital += upper
            if len(text) > 3:
                long += 1
                capital += upper
        headline = long >= 4 and capital >= HEADLINE * long
        plain.extend([headline] * len(tokens))
    if inner > 20 and first_small >= 0.7 * first and inner_capital / inner < LOWER:
        plain = [True] * len(doc)
    return Words(doc, low, plain)


def dateline(words: Words) -> int:
    """The token of the dash behind the places that open a report ("LA PAZ, Bolivia - "), or 0."""
    doc = words.doc
    for i, word in enumerate(words.low[:DATELINE]):
        apart = i and doc[i - 1].whitespace_ and doc[i].whitespace_
        if word in ("--", "–", "—") or (word == "-" and apart):
            return i
        if word not in (",", "-") and not doc[i].text[0].isupper():
            return 0
    return 0


def known(brief: Brief) -> bool:
    """Whether a name alone makes one think of a place."""
    return brief.people >= CITY or bool(brief.kinds & {"country", "region", "water", "former"})


class Runs:
    """Finds the runs of one report.

    Args:
        words: from ``read_words``.
        lexicon: words around places.
        gazetteer: tells known names from words where case does not.
    """

    def __init__(self, words: Words, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> None:
        self.words = words
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self._name = [self._name_like(i) for i in range(len(words.low))]

    def _name_like(self, i: int) -> bool:
        token, low = self.words.doc[i], self.words.low[i]
        if not token.text[0].isalpha() or self._never(low):
            return False
        if low in self.lexicon.demonyms:
            return "country" in self.gazetteer.brief(low).kinds
        if "-" in low and low.rsplit("-", 1)[1] in self.lexicon.tied:
            return False
        if not self.words.plain[i]:
            if not token.text[0].isupper() or (token.is_stop and len(low) < 6 and low != "us"):
                return False
            if token.is_sent_start and is_word(low) and token.tag_ not in ("NNP", "NNPS"):
                return known(self.gazetteer.brief(low))
            return True
        if low in self.lexicon.everyday or low in self.lexicon.particles or token.is_stop:
            return False
        if len(low) < 3:
            return low == "uk"
        if is_word(low):
            brief = self.gazetteer.brief(low)
            return bool(brief.kinds & {"country", "former"}) or brief.people >= METROPOLIS
        return True

    def _never(self, low: str) -> bool:
        never = self.lexicon.never
        return low in never or low.rstrip(".") in never or (low[-1] == "s" and low[:-1] in never)

    def _joins(self, i: int) -> bool:
        """Whether token ``i`` can stand between two parts of a name."""
        low = self.words.low[i]
        if low in HYPHENED:
            return "-" in (self.words.low[i - 1], *self.words.low[i + 1 : i + 2])
        return low in self.lexicon.particles or low in ("-", "–", "’", "'")

    def _starts(self, i: int) -> bool:
        if self._name[i]:
            return True
        low, doc = self.words.low[i], self.words.doc
        if i + 1 >= len(doc):
            return False
        if self.words.plain[i]:
            if low in self.lexicon.openers:
                return self._name[i + 1] or (
                    low in ("san", "santa", "el", "la", "los", "las")
                    and bool(self.gazetteer.brief(f"{low} {self.words.low[i + 1]}").kinds)
                )
            return False
        return (
            low in self.lexicon.particles
            and i + 2 < len(doc)
            and self.words.low[i + 1] == "-"
            and self._name[i + 2]
        )

    def all(self) -> list[tuple[int, int]]:
        """Token ranges of the runs, in order."""
        out = []
        i, n = 0, len(self._name)
        while i < n:
            if not self._starts(i):
                i += 1
                continue
            stop = i + 1
            if not self._name[i]:
                # An opener or an article takes what follows it along.
                stop = i + 3 if self.words.low[i + 1] == "-" else i + 2
            stop = self._extend(stop, n)
            out.append((i, stop))
            i = stop
        return out

    def _extend(self, stop: int, n: int) -> int:
        doc = self.words.doc
        while stop < n and not doc[stop].is_sent_start:
            if self._name[stop]:
                stop += 1
                continue
            ahead = stop
            while (
                ahead < n
                and ahead < stop + 4
                and self._joins(ahead)
                and not doc[ahead].is_sent_start
            ):
                if self.words.low[ahead] in ("-", "–") and (
                    doc[ahead - 1].whitespace_ or doc[ahead].whitespace_
                ):
                    return stop
                ahead += 1
            if stop < ahead < n and self._inner(ahead) and self._dashed(stop, ahead):
                stop = ahead + 1
                continue
            break
        return stop

    def _inner(self, i: int) -> bool:
        return self._name[i] or (
            self.words.doc[i].text[0].isupper()
            and not self.words.plain[i]
            and self.words.low[i] not in self.lexicon.never
        )

    def _dashed(self, first: int, stop: int) -> bool:
        """Particles join by themselves only in front of a name: "Khan al-Asal", not "said al"."""
        lows = self.words.low[first:stop]
        return any(low in self.lexicon.particles for low in lows) or all(
            low in ("-", "–", "’", "'") for low in lows
        )
