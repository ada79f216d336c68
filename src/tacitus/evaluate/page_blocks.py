"""The page ``docs/reading-quality.md``: how web pages are read."""

from __future__ import annotations

from collections.abc import Iterator

from tacitus.evaluate.markdown import decimals, table
from tacitus.evaluate.page_reading import BARE, FIELDS, OURS, PagesMeasured
from tacitus.evaluate.score import Tally


def page_blocks(measured: PagesMeasured, head: str) -> Iterator[str]:
    """The page.

    Args:
        measured: the figures.
        head: when, at which commit and on which machine they were taken, and with what.
    """
    count = len(measured.gold)
    yield "# How well web pages are read"
    yield "Written by `make reading`; do not edit. " + head
    yield (
        f"{count} pages of our own, in `quality/pages`, each made as another kind of site makes"
        " them: agencies, papers, broadcasters, blogs, ministries, aid organisations; of 1999 and"
        " of today; with furniture in Arabic, Cyrillic, French and German. The texts and outlets"
        " are invented. Beside each page stands what a careful reader takes from it. The bare"
        " library, `trafilatura.extract()` and `extract_metadata()` with their defaults, reads the"
        " same pages in the same run. Rules were mended on these pages: others may be read worse."
    )
    yield "## The story"
    yield (
        "Words of the story, as bags; means over pages. Headlines, standfirsts, datelines and the"
        " times of entries count for nobody. *Paragraphs* are those of the story given whole,"
        " *pieces around* what is no story and was given for it."
    )
    story = sum(len(one.story) for one in measured.gold.values())
    around = sum(len(one.around) for one in measured.gold.values())
    yield table(
        ("reader", "precision", "recall", "F1", f"paragraphs of {story}", f"pieces of {around}"),
        (
            (
                reader,
                *(decimals(measured.mean(reader, one)) for one in ("precision", "recall", "f1")),
                str(sum(one.whole for one in measured.scores[reader].values())),
                str(sum(len(one.around) for one in measured.scores[reader].values())),
            )
            for reader in (OURS, BARE)
        ),
    )
    yield "## The metadata"
    yield (
        f"Pages of {count} on which a field is exactly as wanted, open where the page does not tell"
        " it. The library has no place for the fields with a dash; its day is by default that of"
        " the last change."
    )
    yield table(
        ("field", OURS, BARE),
        (
            (name, *(_right(measured.right(reader, name)) for reader in (OURS, BARE)))
            for name in FIELDS
        ),
    )
    yield "## By page"
    yield table(
        ("page", "layout", "P", "R", "F1", f"{BARE} F1", "fields wrong"),
        _page_rows(measured),
    )
    wrong = list(_wrong(measured))
    if wrong:
        yield "What is wrong:"
        yield "\n".join(wrong)


def page_lines(measured: PagesMeasured) -> Iterator[str]:
    """The lines for the terminal."""
    for reader in (OURS, BARE):
        words = "  ".join(
            f"{name} {decimals(measured.mean(reader, name))}"
            for name in ("precision", "recall", "f1")
        )
        yield f"{reader:12} {words}"
    for name in FIELDS:
        figures = "  ".join(f"{r} {_right(measured.right(r, name))}" for r in (OURS, BARE))
        yield f"{name:12} {figures}"
    yield from _wrong(measured)


def _right(tally: Tally | None) -> str:
    return str(tally.right) if tally else "–"


def _page_rows(measured: PagesMeasured) -> Iterator[tuple[str, ...]]:
    for name, gold in measured.gold.items():
        ours, bare = (measured.scores[reader][name] for reader in (OURS, BARE))
        words = ours.words
        yield (
            name,
            gold.layout,
            *(decimals(one) for one in (words.precision, words.recall, words.f1)),
            decimals(bare.words.f1),
            ", ".join(ours.wrong) or "–",
        )


def _wrong(measured: PagesMeasured) -> Iterator[str]:
    for name, score in measured.scores[OURS].items():
        for piece in score.around:
            yield f"- {name}: “{piece}” was taken for story"
        for field, (wanted, given) in score.wrong.items():
            yield f"- {name}: {field} is {wanted or 'not told'}, given as {given or 'open'}"
