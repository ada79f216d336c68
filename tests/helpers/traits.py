"""Claims drawn at random, alike enough to be taken for one another."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from helpers.decisions import decided
from helpers.tellings import place_ref, telling, unlisted
from tacitus.reconcile.traits import Traits, traits_of

PLACES = (
    None,
    place_ref("Harlan", 35.2, 37.1, "SY", radius_km=1.0),
    place_ref("Harlan", 35.2, 37.1, "SY", radius_km=26.0, acled_precision=2),
    place_ref("Harlun", 35.21, 37.12, "SY", radius_km=2.0),
    place_ref("Bigtown", 35.4, 37.16, "SY", radius_km=14.9, admin1="Ward"),
    place_ref("Ward", 35.3, 37.6, "SY", feature="admin1", admin1="Ward", radius_km=110.0),
    place_ref("Syria", 35.0, 38.5, "SY", feature="country", radius_km=424.0),
    unlisted("Kefraya"),
)
TEXTS = (
    "A blow hit the Zvornik brewery and killed people.",
    "People were killed as the Zvornik brewery was hit.",
    "Jets struck a market in the morning.",
    "Rebels attacked the checkpoint.",
)
TYPES = ("Air/drone strike", "Shelling/artillery/missile attack", "Chemical weapon", "Armed clash")


@st.composite
def some_traits(draw: st.DrawFn, reports: int = 5) -> Traits:
    """A claim of one of a few reports; two with one key are the same claim."""
    report, claim = draw(st.integers(0, reports)), draw(st.integers(1, 3))
    return _made(
        report,
        claim,
        draw(st.integers(0, len(PLACES) - 1)),
        draw(st.sampled_from([None, 0, 0, 0, 1, 3, 40])),
        draw(st.sampled_from([0, 0, 2, 20])),
        draw(st.sampled_from(TYPES)),
        draw(st.sampled_from([None, 3, 12, 58])),
        draw(st.sampled_from(TEXTS)),
    )


@lru_cache(maxsize=10_000)
def _made(
    report: int,
    claim: int,
    place: int,
    day: int | None,
    width: int,
    kind: str,
    killed: int | None,
    text: str,
) -> Traits:
    first = None if day is None else date(2017, 4, 4) + timedelta(days=day)
    return traits_of(
        telling(
            f"r{report}",
            f"e{claim}",
            text=text,
            kind=kind,
            place=PLACES[place],
            start=str(first) if first else None,
            end=str(first + timedelta(days=width)) if first else None,
            killed=(killed, killed) if killed else None,
            published="2017-05-20",
        )
    )


KEYS = [f"r{r}#e{c}" for r in range(6) for c in (1, 2, 3)]
DECISIONS = st.lists(
    st.builds(
        lambda n, kind, claims, apart, undone: decided(
            f"d{n}",
            kind,
            *claims,
            apart=[k for k in apart if k not in claims] if kind == "split" else (),
            undoes=f"d{undone}" if kind == "undo" and undone < n else None,
        ),
        st.integers(0, 9),
        st.sampled_from(["merge", "split", "undo"]),
        st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True),
        st.integers(0, 9),
    ),
    max_size=4,
    unique_by=lambda d: d.id,
)
CLAIMS = st.lists(some_traits(), max_size=14, unique_by=lambda t: t.key)
