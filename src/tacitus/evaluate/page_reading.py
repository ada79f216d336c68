"""How well the story and its metadata are taken out of web pages: pages of our own, read by hand.

A folder holds pages and, beside each (``NAME.html``), what a careful reader takes from it
(``NAME.yaml``). Words of the story are compared as bags: of the words that a reader gives, how many
are of the story, and how much of the story is given. Headline, standfirst and dateline, which some
call story and some do not, count for nobody. The bare library with its defaults reads the same
pages, so that what the reader does beyond it shows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tacitus.evaluate.gate import Shortfall
from tacitus.evaluate.score import Tally
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.read import Skipped, read_paths
from tacitus.read.decode import decode
from tacitus.records import Report, TacitusError

OURS, BARE = "tacitus", "trafilatura"
_HEAD = """\
# Floors of reading web pages. `tacitus bench pages` fails when a figure is below its floor here;
# `tacitus bench pages --update` raises floors to today's figures and never lowers one.
"""
_WORD = re.compile(r"\w+")


class PageGold(Entry):
    """What a careful reader takes from a page; None where the page does not tell.

    Attributes:
        layout: what is particular about how the page is made.
        title, outlet, author: as named; several authors with "; " between them.
        published: day of publication.
        published_at: moment of it, with its zone where the page tells it.
        updated: moment, or day, of the last change.
        url: the address that the page gives as its own.
        credit: the agency or outlet that the report is taken from, where not the outlet itself.
        language: of the story.
        story: its paragraphs, in their order on the page.
        neither: what is part of the story to some: standfirsts, datelines, times of entries.
        around: what must not be taken for story.
    """

    layout: str
    title: str
    outlet: str
    author: str | None
    published: date
    published_at: str | None
    updated: str | None
    url: str | None
    credit: str | None
    language: str
    story: tuple[str, ...]
    neither: tuple[str, ...]
    around: tuple[str, ...]


#: Fields that are compared for being exactly as wanted.
FIELDS = (
    "title",
    "outlet",
    "author",
    "published",
    "published_at",
    "updated",
    "url",
    "credit",
    "language",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader took from a page.

    Attributes:
        text: the story.
        told: the fields that it gives, by name; those that it has no place for are lacking.
    """

    text: str
    told: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page as one reader reads it.

    Attributes:
        words: of the story.
        whole: paragraphs of the story that are given whole.
        around: pieces that are no story and were given for it.
        wrong: fields that are not as wanted, by name: wanted and given.
        fields: those that were compared.
    """

    words: Tally
    whole: int
    around: tuple[str, ...]
    wrong: Mapping[str, tuple[str | None, str | None]]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PagesMeasured:
    """All pages.

    Attributes:
        gold: what was wanted, by the name of the page.
        scores: by reader ("tacitus", "trafilatura"), then by the name of the page.
    """

    gold: Mapping[str, PageGold]
    scores: Mapping[str, Mapping[str, PageScore]]

    def mean(self, reader: str, figure: str) -> float:
        """Mean over pages of "precision", "recall" or "f1" of a reader's words."""
        figures = [float(getattr(one.words, figure)) for one in self.scores[reader].values()]
        return sum(figures) / len(figures)

    def right(self, reader: str, field: str) -> Tally | None:
        """On how many pages a field is right; None where the reader has no place for it."""
        scores = [one for one in self.scores[reader].values() if field in one.fields]
        count = len(scores)
        right = sum(field not in one.wrong for one in scores)
        return Tally(right, count, count) if scores else None


class PageFloors(Entry):
    """What ``tacitus bench pages`` may not fall below.

    Attributes:
        precision, recall, f1: of the words of the story, means over pages.
        worst_f1: of the page that is read worst.
        fields: share of pages on which each field is right.
    """

    precision: float
    recall: float
    f1: float
    worst_f1: float
    fields: dict[str, float]


def measure_pages(folder: Path) -> PagesMeasured:
    """Read the pages of a folder and compare.

    Args:
        folder: holds the pages and what is wanted of them.

    Raises:
        TacitusError: ``bad-set-file`` where it holds no page or a page lacks its other file;
            ``bad-knowledge`` where that is of another form.
    """
    gold: dict[str, PageGold] = {}
    scores: dict[str, dict[str, PageScore]] = {OURS: {}, BARE: {}}
    for path in sorted(folder.glob("*.html")):
        wanted = gold[path.stem] = read_yaml(path.with_suffix(".yaml"), PageGold)
        for reader, taken in ((OURS, _as_we_read(path)), (BARE, _as_the_library(path))):
            scores[reader][path.stem] = score_page(wanted, taken)
    if not gold:
        raise TacitusError("bad-set-file", f"{folder}: holds no page.", "Give the folder of pages.")
    return PagesMeasured(gold, scores)


def score_page(wanted: PageGold, taken: Taken) -> PageScore:
    """Compare what was taken from a page with what was wanted."""
    given = _words(taken.text)
    for piece in (wanted.title, *wanted.neither):
        given = _without(given, _words(piece))
    story = [_words(paragraph) for paragraph in wanted.story]
    bag = Counter(word for paragraph in story for word in paragraph)
    tally = Tally(right=(Counter(given) & bag).total(), coded=len(given), gold=sum(map(len, story)))
    compared = tuple(name for name in FIELDS if name in taken.told)
    wrong = {
        name: (_written(getattr(wanted, name)), taken.told[name])
        for name in compared
        if _written(getattr(wanted, name)) != taken.told[name]
    }
    return PageScore(
        words=tally,
        whole=sum(_at(given, paragraph) is not None for paragraph in story),
        around=tuple(one for one in wanted.around if _at(given, _words(one)) is not None),
        wrong=wrong,
        fields=compared,
    )


def page_shortfalls(measured: PagesMeasured, floors: PageFloors) -> list[Shortfall]:
    """The figures of our reader that are below their floors."""
    today = _floor_figures(measured)
    wanted = {"fields." + name: floor for name, floor in floors.fields.items()}
    wanted |= {one: getattr(floors, one) for one in PageFloors.model_fields if one != "fields"}
    return [
        Shortfall(f"pages.{name}", today[name], floor)
        for name, floor in wanted.items()
        if today[name] < floor
    ]


def raised_floors(measured: PagesMeasured, floors: PageFloors) -> PageFloors:
    """The floors, each raised to today's figure (cut to three places) where that is higher."""
    today = {name: math.floor(1000 * one) / 1000 for name, one in _floor_figures(measured).items()}
    form: dict[str, Any] = {
        name: max(floor, today[name])
        for name, floor in floors.model_dump().items()
        if name != "fields"
    }
    form["fields"] = {
        name: max(floors.fields.get(name, 0.0), today["fields." + name]) for name in FIELDS
    }
    return PageFloors.model_validate(form)


def write_page_floors(floors: PageFloors, path: Path) -> None:
    """Write floors in the form that ``read_yaml`` reads.

    Raises:
        TacitusError: ``cannot-write`` when the file cannot be written.
    """
    body = yaml.safe_dump(floors.model_dump(), sort_keys=False)
    try:
        path.write_text(_HEAD + body, encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error


def _floor_figures(measured: PagesMeasured) -> dict[str, float]:
    figures = {name: measured.mean(OURS, name) for name in ("precision", "recall", "f1")}
    figures["worst_f1"] = min(one.words.f1 for one in measured.scores[OURS].values())
    for name in FIELDS:
        tally = measured.right(OURS, name)
        figures["fields." + name] = tally.recall if tally else 0.0
    return figures


def _as_we_read(path: Path) -> Taken:
    """The story and the metadata of a page's report; no words where there is none."""
    item = next(iter(read_paths([path])))
    if isinstance(item, Skipped):
        return Taken("", dict.fromkeys(FIELDS))
    return Taken(
        _story(item),
        {
            "title": item.title,
            "outlet": item.source,
            "author": item.author,
            "published": _written(item.published),
            "published_at": item.published_at,
            "updated": item.updated,
            "url": item.url,
            "credit": item.syndicated_from,
            "language": item.language,
        },
    )


def _as_the_library(path: Path) -> Taken:
    """What trafilatura gives by its defaults."""
    from trafilatura import extract, extract_metadata

    html = decode(path.read_bytes(), str(path)).text
    told = extract_metadata(html)
    return Taken(
        extract(html) or "",
        {
            "title": told.title,
            "outlet": told.sitename,
            "author": told.author,
            "published": told.date,
            "url": told.url,
        },
    )


def _story(report: Report) -> str:
    """A report's text without what is cut from it."""
    left = report.text
    for cut in reversed(report.cuts):
        left = f"{left[: cut.span.start]} {left[cut.span.end :]}"
    return left


def _written(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _at(words: Sequence[str], piece: Sequence[str]) -> int | None:
    """Where a piece stands whole in a row of words; None where it does not, or is empty."""
    for start in range(len(words) - len(piece) + 1 if piece else 0):
        if words[start : start + len(piece)] == piece:
            return start
    return None


def _without(words: list[str], piece: Sequence[str]) -> list[str]:
    """Words without a piece, which is left out once."""
    start = _at(words, piece)
    return words if start is None else words[:start] + words[start + len(piece) :]
