"""What holds a moved point, and the country of a place in a disputed area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tacitus.knowledge.geometry import moved
from tacitus.knowledge.world_view import VARIABLE
from tacitus.records import PlaceRef
from tacitus.resolve.place_refs import nowhere
from tacitus.resolve.place_views import put_in, viewed

D22 = date(2022, 6, 1)


def ref(lat: float, lon: float, country: str | None, admin1: str | None = None, **more) -> PlaceRef:
    base = PlaceRef(
        "there", "There", "geonames:1", lat, lon, country, admin1, "settlement", 1, 1, 5.0, "told"
    )
    return replace(base, **more)


@pytest.mark.parametrize(
    ("start", "km", "bearing", "given", "wanted"),
    [
        # 20 km north of Kilis in Turkey lies Turkey, 20 km south Syria
        ((36.716, 37.115), 10, 0, ("TR", "Kilis"), ("TR", "Kilis")),
        ((36.716, 37.115), 20, 180, ("TR", "Kilis"), ("SY", "Ḩalab")),
        # west of Deir ez-Zor city into Raqqa
        ((35.33, 40.14), 90, 300, ("SY", "Dayr az Zawr"), ("SY", "Ar Raqqah")),
        # within one unit: as the named place
        ((13.6, 44.9), 10, 0, ("YE", "own name"), ("YE", "own name")),
        # a division that Natural Earth draws otherwise is left out
        ((-1.286, 36.817), 60, 270, ("KE", "Nairobi Area"), ("KE", None)),
    ],
)
def test_put_in(start, km, bearing, given, wanted) -> None:
    lat, lon = moved(*start, km, bearing)
    put = put_in(ref(lat, lon, *given), start)
    assert (put.country, put.admin1) == wanted
    assert (put.reason == "told") == (given == wanted)


def test_what_lies_at_sea_keeps_what_it_had() -> None:
    kept = ref(13.0, 55.0, "YE", "Al Mahrah")
    assert put_in(kept, (15.9, 52.2)) == kept
    assert put_in(replace(kept, lat=None, lon=None), (15.9, 52.2)).country == "YE"


@pytest.mark.parametrize(("view", "country"), [("un", "UA"), ("de-facto", "RU"), (None, "UA")])
def test_viewed(monkeypatch, view: str | None, country: str) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if view:
        monkeypatch.setenv(VARIABLE, view)
    simferopol = viewed(ref(44.957, 34.111, "UA"), D22)
    assert (simferopol.country, simferopol.disputed) == (country, "crimea")
    assert f"{country} by the view {view or 'un'}" in simferopol.reason


@pytest.mark.parametrize(
    ("place", "area"),
    [
        (ref(33.51, 36.29, "SY"), None),
        # a country's middle counts for nothing: Ukraine's might lie anywhere in it
        (ref(45.0, 34.0, "UA", feature="country", ucdp_precision=6), None),
        (ref(48.0, 37.5, "UA", gazetteer_id="geonames:709716", ucdp_precision=4), "four-oblasts"),
        # a village that is not held, put at the oblast
        (
            ref(48.0, 37.5, "UA", name=None, gazetteer_id=None, ucdp_precision=4,
                candidates=("geonames:709716",)),
            "four-oblasts",
        ),
        # an ambiguous name that is placed nowhere
        (
            replace(nowhere("Springfield", "told"), candidates=("tacitus:crimea",)),
            None,
        ),
    ],
)  # fmt: skip
def test_which_places_are_disputed(place: PlaceRef, area: str | None) -> None:
    seen = viewed(place, date(2024, 1, 1))
    assert seen.disputed == area
    if area is None:
        assert seen == place


def test_no_place() -> None:
    assert viewed(None, D22) is None
