"""Any number of reports recombined from stretches of real ones, most of them not of conflict.

A crawl of news holds little of what Tacitus is for. Such a crawl is made here: each report is put
together of sentences, one or two at a time, of articles of one set, to a length drawn by chance;
one in twenty of reports of conflict (the war in Syria, MUC-4), the others of articles that were
judged to be of something else (LGL, PolNeAR and ECB+, see ``relevance``). About every fourth word
is replaced by another of the set, so that no two reports have more than a few words in a row in
common, as two articles have: a hundred thousand reports of some thousand sentences would else each
be a near-copy of hundreds. But one in eight is a copy of one shortly before it, without its end, as
in news what is carried by many is carried within days. Reports come in order of their days, and a
year named in one is that of its day or the one before: what is told of one time does not grow. All
of conflict are of two wars, where a crawl tells of dozens at once, so that as few come each day as
a crawl has of two wars; else all claims of a war would hang together, each with those of its town
some days later.

Some of the names in it are replaced by invented ones and figures by others, so that the number of
different words grows with the number of reports without end, as it does in a crawl: what is
remembered by word shows in the memory.

The reports tell nothing, and nothing of them is kept: they are made anew for each measurement. How
many are of conflict and how long they are can be chosen (``Mix``); ``long_text`` makes one text of
any length out of many articles.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tacitus.evaluate.relevance import judged_apart
from tacitus.evaluate.set_reports import muc, syria

#: Share of the reports that are made of reports of conflict.
OF_CONFLICT = 0.05
#: Median number of words of a report, and the spread of its logarithm.
MEDIAN, SPREAD = 120, 0.6
_SHORTEST, _LONGEST = 30, 1_500
# Sentences taken together.
_STRETCH = (1, 2)
# Sentences of a long text that are taken together.
_LONG_STRETCH = (2, 6)
# Share of reports that are copies of another, how many reports before them it stands at most, and
# how many days later they are published.
_COPIES, _BEFORE, _DAYS_LATER = 0.125, 50, 1
# Of so many words in a row one is replaced by another word of the set.
_REWORDED = 4
# letters of a word that is replaced, and of one that stands in its place
_LETTERS = 4
# Share of names within a sentence, and of figures, that are replaced.
_REPLACED = 0.15
_FIRST_DAY = date(1900, 1, 1)
#: Reports of one day.
EACH_DAY = 2
_OUTLETS = 40

_ENDS = re.compile(r"(?<=[.!?])[\"”)]*\s+(?=[\"“(]*[A-Z0-9])")
_NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_YEARS = range(1950, 2030)
_FIGURES = re.compile(r"\b\d{1,4}\b")
_ONSETS = "b br ch d dr f g gr h j k kh l m n p r s sh t th v w y z".split()
_CORES = "a e i o u aa ai au ee ia oo".split()
_CODAS = ["", "", "l", "n", "r", "s", "m", "k", "sh", "rd", "nt"]

Article = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """What kind of reports are made.

    Attributes:
        of_conflict: share of them that is made of reports of conflict.
        median: number of words.
        spread: standard deviation of the logarithm of the number of words.
    """

    of_conflict: float = OF_CONFLICT
    median: int = MEDIAN
    spread: float = SPREAD


@dataclass(frozen=True, slots=True)
class Sources:
    """Articles as sentences, those of each set together.

    Attributes:
        conflict: sets of reports of conflict.
        others: sets of other news.
    """

    conflict: tuple[tuple[Article, ...], ...]
    others: tuple[tuple[Article, ...], ...]


def read_sources(data: Path, judged: Path) -> Sources:
    """The articles that reports are made of.

    Args:
        data: folder of the public sets.
        judged: judgements of our own (.jsonl).

    Raises:
        TacitusError: ``bad-set-file`` where one is missing.
    """
    return Sources(
        conflict=(
            _articles(text.text for text in syria(data)),
            _articles(text.text for text in muc(data)),
        ),
        others=tuple(
            _articles(one.report.text for one in reports if not one.relevant)
            for reports in judged_apart(data, judged).values()
        ),
    )


def _articles(texts: Iterable[str]) -> tuple[Article, ...]:
    found = (tuple(filter(None, _ENDS.split(" ".join(text.split())))) for text in texts)
    return tuple(sentences for sentences in found if sentences)


def make_reports(
    sources: Sources, count: int, seed: int = 1, mix: Mix | None = None
) -> Iterator[dict[str, str]]:
    """Made reports as the fields of JSON lines, one after the other; the same for the same seed.

    Args:
        sources: what they are made of.
        count: how many; the first of many are those of fewer.
        seed: of chance.
        mix: of which kind; by default short ones, few of conflict.
    """
    mix = mix or Mix()
    for number in range(count):
        yield _report(sources, number, seed, mix)


def _report(sources: Sources, number: int, seed: int, mix: Mix) -> dict[str, str]:
    """The report of a number, which hangs on no other but the one that it is a copy of."""
    chance = Random(f"{seed} {number}")  # noqa: S311 no secret hangs on it
    outlet = f"Outlet {chance.randrange(_OUTLETS)}"
    if number and chance.random() < _COPIES:
        whole = _report(sources, max(0, number - chance.randint(1, _BEFORE)), seed, mix)
        day = date.fromisoformat(whole["published"]) + timedelta(chance.randint(0, _DAYS_LATER))
        return {
            "id": f"{whole['id'][0]}{number}",
            "published": day.isoformat(),
            "source": outlet,
            "text": whole["text"].rpartition("\n")[0] or whole["text"],
        }
    of_conflict = chance.random() < mix.of_conflict
    kept = chance.choice(sources.conflict if of_conflict else sources.others)
    day = _FIRST_DAY + timedelta(number // EACH_DAY)
    return {
        "id": f"{'c' if of_conflict else 'o'}{number}",
        "published": day.isoformat(),
        "source": outlet,
        "text": _text(kept, _length(mix, chance), chance, _STRETCH, day.year),
    }


def long_text(articles: Sequence[Article], words: int, seed: int = 1) -> str:
    """A text of stretches of many articles, as a long report that goes from place to place.

    Args:
        articles: what it is made of.
        words: how many it has, give or take a stretch.
        seed: of chance.
    """
    chance = Random(f"{seed} {words}")  # noqa: S311 no secret hangs on it
    return _text(articles, words, chance, _LONG_STRETCH)


def _length(mix: Mix, chance: Random) -> int:
    drawn = chance.lognormvariate(math.log(mix.median), mix.spread)
    return min(_LONGEST, max(_SHORTEST, round(drawn)))


def _text(
    kept: Sequence[Article],
    wanted: int,
    chance: Random,
    sentences: tuple[int, int],
    year: int | None = None,
) -> str:
    paragraphs: list[str] = []
    length = 0
    while length < wanted:
        article = chance.choice(kept)
        first = chance.randrange(len(article))
        stretch = " ".join(article[first : first + chance.randint(*sentences)])
        words = stretch.split()[: wanted - length + _SHORTEST]
        length += len(words)
        paragraphs.append(_renamed(" ".join(_reworded(words, kept, chance)), chance, year))
    return "\n".join(paragraphs)


def _reworded(words: Sequence[str], kept: Sequence[Article], chance: Random) -> Iterator[str]:
    """Words of a stretch, about every fourth one replaced by another of the set."""
    since = chance.randrange(_REWORDED)
    for word in words:
        since += 1
        if since >= _REWORDED and _plain(word):
            others = (chance.choice(chance.choice(kept)).split() for _ in range(_REWORDED))
            word = next((w for other in others if _plain(w := chance.choice(other))), word)
            since = 0
        yield word


def _plain(word: str) -> bool:
    return len(word) >= _LETTERS and word.isalpha() and word.islower()


def _renamed(text: str, chance: Random, year: int | None) -> str:
    """A stretch with other names and figures; a name is replaced throughout, or not at all.

    Years become the one given or the one before, where one is given.
    """
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        old = found.group()
        if old not in names:
            names[old] = _name(chance) if chance.random() < _REPLACED else old
        return names[old]

    def figure(found: re.Match[str]) -> str:
        told = int(found.group())
        if year is not None and told in _YEARS:
            return str(year - chance.randint(0, 1))
        return str(max(2, told + chance.randint(-9, 9)) if chance.random() < _REPLACED else told)

    return _FIGURES.sub(figure, _NAMES.sub(name, text))


def _name(chance: Random) -> str:
    syllables = (
        chance.choice(_ONSETS) + chance.choice(_CORES) + chance.choice(_CODAS)
        for _ in range(chance.randint(2, 3))
    )
    return "".join(syllables).capitalize()


def write_reports(
    path: Path, sources: Sources, count: int, seed: int = 1, mix: Mix | None = None
) -> int:
    """Write made reports as JSON lines; arguments as for ``make_reports``.

    Returns:
        How many of them are made of reports of conflict.
    """
    of_conflict = 0
    with path.open("w", encoding="utf-8") as out:
        for row in make_reports(sources, count, seed, mix):
            of_conflict += row["id"].startswith("c")
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return of_conflict
