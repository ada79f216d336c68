"""spaCy as it comes, to measure beside: the parser's package without what Tacitus does to it."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

import spacy

from tacitus.parse.document import MODEL

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def bare_spacy() -> Language:
    """The package that the parser is made of, with all its components, as spaCy loads it."""
    return spacy.load(MODEL)


def bare_seconds(text: str) -> float:
    """Processor seconds that spaCy takes for a text; words that it met first it forgets again."""
    nlp = bare_spacy()
    with nlp.memory_zone():
        start = time.process_time()
        nlp(text)
        return time.process_time() - start
