"""Places of a text found and put on their points: LGL, Lieberman, Samet and Sankaranarayanan 2010.

Its 588 articles of local newspapers name places that many share (there are dozens of Alexandrias),
each with its GeoNames id. Measured are the share of ids that are right and of points within 161 km
(100 miles), as the literature does, once with the names given and once with names found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from tacitus.evaluate.benchmark import Benchmark, prf
from tacitus.evaluate.score import Tally
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.geometry import kilometres
from tacitus.parse.document import parse
from tacitus.parse.places import find_places
from tacitus.read import make_report
from tacitus.records import TacitusError
from tacitus.resolve.places import resolve_places

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer
    from tacitus.records import PlaceRef, Report, Span

FILE = "LGL.xml"
#: A hundred miles, the distance of Leidner 2007 and of all who followed him.
NEAR_KM = 161.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place that an article names.

    Attributes:
        start, end: offsets in the text.
        id: GeoNames id, as the gazetteer writes it.
        lat, lon: degrees.
        feature: GeoNames class and code ("P/PPL").
    """

    start: int
    end: int
    id: str
    lat: float
    lon: float
    feature: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article with the places it names."""

    report: Report
    toponyms: tuple[Toponym, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """How one gold toponym was resolved.

    Attributes:
        held: whether the gazetteer holds its id at all.
        found: whether its name was found, or given.
        answered: whether it was put on an entry of the gazetteer.
        exact: whether on the right one.
        near: whether its point lies within ``NEAR_KM`` of the right one.
    """

    held: bool
    found: bool
    answered: bool
    exact: bool
    near: bool


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One article: its gold toponyms with names given and found, and how many names were found."""

    given: tuple[Place, ...]
    own: tuple[Place, ...]
    coded: int


def articles(path: Path) -> Iterator[Article]:
    """The articles of the file; toponyms without a GeoNames id are left out.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.parse(path, parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise TacitusError(
            "bad-set-file", f"{path}: cannot be read ({error}).", "Give the LGL corpus as XML."
        ) from error
    for node in root.iter("article"):
        text = node.findtext("text") or ""
        day = (node.findtext("dltime") or "")[:10]
        report = make_report(
            text,
            id=str(node.get("docid")),
            option=date.fromisoformat(day) if day else None,
            source=node.findtext("domain"),
        )
        yield Article(report, tuple(filter(None, map(_toponym, node.iter("toponym")))))


def _toponym(node: etree._Element) -> Toponym | None:
    tag = node.find("gaztag")
    if tag is None or not tag.get("geonameid"):
        return None
    return Toponym(
        int(node.findtext("start") or 0),
        int(node.findtext("end") or 0),
        f"geonames:{tag.get('geonameid')}",
        float(tag.findtext("lat") or 0.0),
        float(tag.findtext("lon") or 0.0),
        f"{tag.findtext('fclass')}/{tag.findtext('fcode')}",
    )


def measure(folder: Path, every: int = 1) -> Benchmark[ArticleScore]:
    """How well places are found and resolved.

    Args:
        folder: holds ``geoparsing/LGL.xml``.
        every: take every how many-th article: 1 for all.
    """
    gazetteer = open_gazetteer()
    taken = islice(articles(folder / "geoparsing" / FILE), 0, None, every)
    units = [score(article, gazetteer) for article in taken]
    return Benchmark(tuple(units), figures)


def score(article: Article, gazetteer: Gazetteer) -> ArticleScore:
    """One article, measured."""
    parsed = parse(article.report)
    spans = [parsed.span(token.i, token.i + 1) for token in parsed.doc]
    ranges = [_tokens(spans, t) for t in article.toponyms]
    kept = [(t, r) for t, r in zip(article.toponyms, ranges, strict=True) if r is not None]
    kept.sort(key=lambda pair: pair[1])
    mentions = find_places(parsed, gazetteer, [r for _, r in kept])
    refs = resolve_places(mentions, parsed, gazetteer)
    given = tuple(_place(t, ref, gazetteer) for (t, _), ref in zip(kept, refs, strict=True))
    own_mentions = find_places(parsed, gazetteer)
    own_refs = resolve_places(own_mentions, parsed, gazetteer)
    own = []
    for toponym, (first, stop) in kept:
        ref = next(
            (
                r
                for m, r in zip(own_mentions, own_refs, strict=True)
                if m.by != "part-of" and m.start < stop and first < m.stop
            ),
            None,
        )
        own.append(_place(toponym, ref, gazetteer))
    coded = sum(m.by not in ("part-of", "nameless") for m in own_mentions)
    return ArticleScore(given, tuple(own), coded)


def _tokens(spans: Sequence[Span], toponym: Toponym) -> tuple[int, int] | None:
    """The tokens of a toponym, by where each stands; None where the parsed text left it out."""
    covered = [
        n for n, span in enumerate(spans) if span.start < toponym.end and toponym.start < span.end
    ]
    return (covered[0], covered[-1] + 1) if covered else None


def _place(toponym: Toponym, ref: PlaceRef | None, gazetteer: Gazetteer) -> Place:
    held = gazetteer.holds(toponym.id)
    if ref is None:
        return Place(held, False, False, False, False)
    near = (
        ref.lat is not None
        and ref.lon is not None
        and kilometres(ref.lat, ref.lon, toponym.lat, toponym.lon) <= NEAR_KM
    )
    answered = ref.gazetteer_id is not None
    return Place(held, True, answered, ref.gazetteer_id == toponym.id, near)


def figures(units: Sequence[ArticleScore]) -> dict[str, float]:
    """The figures over some articles, by name."""
    given = [p for u in units for p in u.given]
    own = [p for u in units for p in u.own]
    held = [p for p in given if p.held]
    absent = [p for p in given if not p.held]
    coded = sum(u.coded for u in units)
    found = Tally(sum(p.found for p in own), coded, len(own))
    whole = Tally(sum(p.exact for p in own), coded, len(own))
    near = Tally(sum(p.near for p in own), coded, len(own))
    return {
        "held": _share([p.held for p in given]),
        "exact": _share([p.exact for p in given]),
        "within 161 km": _share([p.near for p in given]),
        "exact of held": _share([p.exact for p in held]),
        "absence seen": _share([not p.answered for p in absent]),
        "given": float(len(given)),
        **prf("names", found),
        **prf("names and ids", whole),
        **prf("names within 161 km", near),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
