"""What the parser's rules on single words say of a word, worked out once.

spaCy's attribute ruler tries each of its 180 patterns on each word of a report. Nearly all of them
look at one word alone, at its form, tag and part in the sentence; what they say of it is the same
each time, and is remembered here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from spacy.matcher import Matcher

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

# what a word is remembered by: a pattern that asks for more is tried each time
_ASKED = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
# kinds of words that are remembered at the most
_MOST = 200_000


class KnownWords:
    """Stands for the matcher of an attribute ruler, and finds what it finds.

    Args:
        ruler: the ruler whose patterns are taken.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._whole: Matcher = ruler.matcher
        self._single, self._other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._found: dict[tuple[int, int, int], tuple[int, ...]] = {}
        for number, rule in enumerate(ruler.patterns):
            patterns = cast("list[Any]", rule["patterns"])
            for matcher, single in ((self._single, True), (self._other, False)):
                mine = [pattern for pattern in patterns if _of_one_word(pattern) == single]
                if mine:
                    matcher.add(str(number), mine)

    def get(self, rule: str) -> Any:
        """The patterns of a rule, by its number, as spaCy's matcher has them."""
        return self._whole.get(rule)

    def __call__(self, doc: Doc, **options: Any) -> list[tuple[int, int, int]]:
        """The matches: number of the rule, first token, last (exclusive).

        Args:
            doc: tagged and parsed.
            options: as of spaCy's matcher.
        """
        found: list[tuple[int, int, int]] = self._other(doc, **options)
        for token in doc:
            key = (token.lower, token.tag, token.dep)
            rules = self._found.get(key)
            if rules is None:
                i = token.i
                rules = tuple(rule for rule, *_ in self._single(doc[i : i + 1], **options))
                if len(self._found) >= _MOST:
                    self._found.clear()
                self._found[key] = rules
            found.extend((rule, token.i, token.i + 1) for rule in rules)
        return found


def _of_one_word(pattern: list[dict[str, Any]]) -> bool:
    return len(pattern) == 1 and pattern[0].keys() <= _ASKED
