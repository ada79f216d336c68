"""How well reports are read: as the project measured it, and as this store's reviewers found it."""

from __future__ import annotations

from collections.abc import Iterable

from tacitus.evaluate.measured import Figures, Rating, SetFigures, shipped_figures
from tacitus.evaluate.proportions import wilson
from tacitus.learned.model import shipped_version
from tacitus.serve.caching import kept
from tacitus.serve.figures.records import Cell, Column, FigureData, Options, counted
from tacitus.serve.filters import Filter
from tacitus.serve.plots.marks import FULL, HOLLOW, Sign
from tacitus.serve.plots.rows import Dot, dots
from tacitus.serve.plots.svg import Drawing
from tacitus.serve.review.fields import FIELDS
from tacitus.store import Store
from tacitus.store.judged import Coder, Judged, coders, judged

_KEPT = 64
#: The set whose coding the learned reader was not trained on.
UNSEEN = "dev"
_ENGINES = ("rules", "model", "both")
#: What the figures say and do not say of the reports of a store.
MEANING = (
    "They say how well reports that people coded by the codebook were coded by this version. They"
    " do not say how well the reports of this store were: other outlets, wars and years may be read"
    " better or worse. Dev is small, and variants were compared on it, so that it may flatter a"
    " little.",
    "They are of claims in single reports. How well claims of many reports are put together into"
    " events, and how true the reports are, is not in them.",
)
_RATING = (
    Column("f1", "F1", "share"),
    Column("low", "95 % from", "share"),
    Column("high", "to", "share"),
    Column("right", "right"),
    Column("coded", "coded"),
    Column("gold", "in gold"),
)


def _cells(rating: Rating) -> tuple[Cell, ...]:
    return (rating.f1, rating.low, rating.high, rating.right, rating.coded, rating.gold)


def rating_words(rating: Rating) -> str:
    """A figure as printed: "0.880 (0.783–0.984)"."""
    if rating.low is None or rating.high is None:
        return f"{rating.f1:.3f}"
    return f"{rating.f1:.3f} ({rating.low:.3f}–{rating.high:.3f})"


def measured_with(figures: Figures) -> tuple[str, ...]:
    """What the figures were measured with, and whether that is what is in use.

    Args:
        figures: those that ship.
    """
    told = [f"{figures.measured} Default engine: {figures.engine}. Model: {figures.model}."]
    if figures.model != shipped_version():
        told.append(
            f"The model in use is another: {shipped_version()}. Its figures were not measured."
        )
    return tuple(told)


def accuracy_by_engine(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events and fields of gold reports, by set and engine."""
    figures = shipped_figures()
    rows: list[tuple[Cell, ...]] = [
        (one.set, one.engine, one.reports, figure, *_cells(rating))
        for one in figures.sets
        for figure, rating in (("events", one.events), ("slots", one.slots))
    ]
    unseen = figures.of(UNSEEN)
    says = (
        f"On gold {UNSEEN}, {counted(unseen.reports, 'report')} that the model was not trained on,"
        f" the default engine finds events with an F1 of {rating_words(unseen.events)}, and fills"
        f" their fields with {rating_words(unseen.slots)} (95 % intervals)."
        if unseen
        else "No figures."
    )
    return FigureData(
        "accuracy",
        f"Accuracy on gold {UNSEEN} by engine",
        says,
        (
            *measured_with(figures),
            "Train is what the model learned from: its figures say how well it learned. Intervals"
            " are bootstrapped over reports; one report alone has none.",
            *MEANING,
        ),
        (
            Column("set", "set", "text"),
            Column("engine", "engine", "text"),
            Column("reports", "reports"),
            Column("figure", "figure", "text"),
            *_RATING,
        ),
        tuple(rows),
    )


def draw_by_engine(data: FigureData) -> Drawing:
    """The plot of ``accuracy_by_engine``: the set that was not trained on."""
    found: dict[str, list[Dot]] = {}
    for part, engine, _, figure, f1, low, high, *_ in data.rows:
        if part == UNSEEN and isinstance(f1, float):
            kind = FULL if figure == "events" else HOLLOW
            found.setdefault(str(engine), []).append(
                _dot(kind, f"{engine}, {figure}", f1, low, high)
            )
    signs = (Sign(FULL, "events"), Sign(HOLLOW, "their fields (slots)"))
    return dots(data.name, data.says, list(found), list(found.values()), signs, "F1")


def _dot(kind: str, name: str, value: float, low: Cell, high: Cell) -> Dot:
    if isinstance(low, float) and isinstance(high, float):
        return Dot(kind, value, low, high, f"{name}: {value:.3f} ({low:.3f}–{high:.3f})")
    return Dot(kind, value, None, None, f"{name}: {value:.3f}")


def accuracy_by_field(store: Store, asked: Filter, options: Options) -> FigureData:
    """Agreement with gold field by field, of the default engine."""
    figures = shipped_figures()
    sets = [one for one in (figures.of(name) for name in (UNSEEN, "train")) if one]
    rows = [
        (one.set, field, *_cells(rating)) for one in sets for field, rating in one.fields.items()
    ]
    return FigureData(
        "accuracy-fields",
        f"Agreement with gold {UNSEEN} field by field",
        _extremes(figures.of(UNSEEN)),
        (
            *measured_with(figures),
            "Over events that were found: of fields with one value the share that agrees; of"
            " initiators, targets and attribution F1.",
            *MEANING,
        ),
        (Column("set", "set", "text"), Column("field", "field", "text"), *_RATING),
        tuple(rows),
    )


def _extremes(unseen: SetFigures | None) -> str:
    if unseen is None or not unseen.fields:
        return "No figures."
    order = sorted(unseen.fields.items(), key=lambda item: item[1].f1)
    (worst, low), (best, high) = order[0], order[-1]
    return (
        f"Read best is {best}, {rating_words(high)}, worst {worst}, {rating_words(low)}"
        " (95 % intervals)."
    )


def draw_by_field(data: FigureData) -> Drawing:
    """The plot of ``accuracy_by_field``: the set that was not trained on."""
    names, found = [], []
    for part, field, f1, low, high, *_ in data.rows:
        if part == UNSEEN and isinstance(f1, float):
            names.append(str(field))
            found.append([_dot(FULL, str(field), f1, low, high)])
    signs = (Sign(FULL, "agreement, with its 95 % interval"),)
    return dots(data.name, data.says, names, found, signs, "Agreement")


# field, agreed, decided, share, and its interval
_Agreed = tuple[str, int, int, float | None, float | None, float | None]


@kept(_KEPT, paging=False)
def _judged(store: Store, asked: Filter) -> Judged:
    with store.reading() as connection:
        return judged(connection, asked.to_store(whole=True))


@kept(1)
def coders_of(store: Store) -> tuple[Coder, ...]:
    """What coded the stored reports.

    Args:
        store: which.
    """
    with store.reading() as connection:
        return tuple(coders(connection))


def decisions_by_field(store: Store, asked: Filter, options: Options) -> FigureData:
    """Agreement of reviewers' decisions with what the program had said, field by field."""
    found = _judged(store, asked)
    decided = found.accepted + found.rejected
    rows = [
        _agreed("an event at all", found.accepted, decided),
        _agreed("put together right", found.accepted - found.regrouped, found.accepted),
        *(
            _agreed(
                field,
                found.accepted - found.changed.get(field, 0) - found.later.get(field, 0),
                found.accepted - found.later.get(field, 0),
            )
            for field in FIELDS
        ),
    ]
    if decided:
        says = (
            f"{counted(decided, 'event')} {'was' if decided == 1 else 'were'} decided:"
            f" {found.accepted:,} accepted, {found.rejected:,} rejected."
        )
        told = [row for row in rows[2:] if row[2]]
        if told:
            worst = min(told, key=lambda row: float(row[3] or 0))
            says += (
                f" Changed most often was {worst[0]}: {worst[1]:,} of {worst[2]:,} stood as the"
                f" program had it ({worst[4]:.2f}–{worst[5]:.2f})."
            )
    else:
        says = "No event that the filter lets through was accepted or rejected yet."
    return FigureData(
        "decisions",
        "Decisions of this store's reviewers beside what the program had said",
        says,
        (
            "Counted are events that a reviewer accepted as they are told now, and rejected ones. A"
            " field counts as changed where a reviewer set it, unless to what came to be known"
            " later.",
            "Intervals are Wilson's, 95 %. Reviewers take doubtful and weighty events first, and"
            " see what the program said before they decide: the shares are of the events decided,"
            " not of the store.",
        ),
        (
            Column("field", "field", "text"),
            Column("agreed", "as the program had it"),
            Column("decided", "decided"),
            Column("share", "share", "share"),
            Column("low", "95 % from", "share"),
            Column("high", "to", "share"),
        ),
        tuple(rows),
    )


def _agreed(field: str, right: int, total: int) -> _Agreed:
    if not total:
        return (field, right, total, None, None, None)
    spread = wilson(right, total)
    return (field, right, total, right / total, spread.low, spread.high)


def draw_decisions(data: FigureData) -> Drawing:
    """The plot of ``decisions_by_field``."""
    names, found = [], []
    for field, agreed, decided, share, low, high in data.rows:
        names.append(f"{field} ({agreed} of {decided})")
        found.append(list(_dots(str(field), share, low, high)))
    signs = (Sign(FULL, "share as the program had it, with its 95 % interval"),)
    return dots(data.name, data.says, names, found, signs, "Share")


def _dots(field: str, share: Cell, low: Cell, high: Cell) -> Iterable[Dot]:
    if isinstance(share, float):
        yield _dot(FULL, field, share, low, high)
