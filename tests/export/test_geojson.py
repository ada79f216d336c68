import json

import pytest
import shapely
from helpers.made_events import area, made_event, rich_case
from helpers.tellings import place_ref
from shapely.geometry import shape

from tacitus.export.geojson import FILE, LINES, geojson_feature, write_geojson
from tacitus.export.losses import Losses

HAMA, IDLIB = "geonames:170015", "geonames:169387"
PUT_IN_IDLIB = area(
    "Hass", None, None, "SY", name=None, candidates=(IDLIB, "own:Hass"), ucdp_precision=4
)


def feature(event, **options):
    return geojson_feature(event, {}, Losses("geojson"), **options)


def rings(geometry):
    parts = geometry["coordinates"]
    return parts if geometry["type"] == "Polygon" else [ring for part in parts for ring in part]


@pytest.mark.parametrize(
    ("place", "kind", "form"),
    [
        (place_ref("Harlan", 35.2, 37.1, "SY"), "point", "Point"),
        (area("Hama", "admin1", HAMA, "SY"), "division", "Polygon"),
        (PUT_IN_IDLIB, "division", "Polygon"),
        (area("Syria", "country", "geonames:163843", "SY"), "country", "Polygon"),
        (area("Canada", "country", "geonames:6251999", "CA"), "country", "MultiPolygon"),
        (area("Nowhere", "admin1", "geonames:1", "SY"), "point", "Point"),
        (area("Harlan", None, None, "SY", lat=None, lon=None, ucdp_precision=None), None, None),
        (None, None, None),
    ],
    ids=["town", "division", "put in a division", "country", "Canada", "unknown", "no point", "none"],
)  # fmt: skip
def test_an_event_gets_a_point_an_area_or_nothing(place, kind, form):
    made = feature(made_event(place=place))
    assert made["properties"]["geometry_is"] == kind
    if form is None:
        assert made["geometry"] is None
        return
    assert made["geometry"]["type"] == form
    assert shape(made["geometry"]).is_valid
    assert shapely.get_num_coordinates(shape(made["geometry"])) <= 1000


@pytest.mark.parametrize(
    "place",
    [
        area("Hama", "admin1", HAMA, "SY"),
        area("Syria", "country", None, "SY"),
        area("Italy", "country", None, "IT"),  # has holes: San Marino and the Vatican
    ],
)
def test_rings_are_closed_and_run_as_the_rfc_has_it(place):
    geometry = feature(made_event(place=place))["geometry"]
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for exterior, *holes in parts:
        assert shapely.is_ccw(shapely.LinearRing(exterior))
        assert not any(shapely.is_ccw(shapely.LinearRing(hole)) for hole in holes)
    for ring in rings(geometry):
        assert ring[0] == ring[-1]
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)


@pytest.mark.parametrize("country", ["RU", "US", "FJ", "ID", "NO"])
def test_outlines_of_many_islands_stay_valid_and_small(country):
    geometry = feature(made_event(place=area(country, "country", None, country)))["geometry"]
    assert shape(geometry).is_valid
    assert shapely.get_num_coordinates(shape(geometry)) <= 1000


def test_longitude_stands_before_latitude():
    made = feature(made_event(place=place_ref("Harlan", 35.2, 137.1, "SY")))
    assert made["geometry"]["coordinates"] == [137.1, 35.2]


def test_an_outline_holds_the_middle_of_its_area():
    made = feature(made_event(place=area("Syria", "country", None, "SY")))
    assert shape(made["geometry"]).contains(shapely.Point(38.0, 35.0))


def test_areas_may_stay_points():
    made = feature(made_event(place=area("Hama", "admin1", HAMA, "SY")), areas=False)
    assert made["geometry"]["type"] == "Point"
    assert made["properties"]["ucdp_precision"] == 4


def test_files_read_back_with_all_claims_and_figures(tmp_path):
    event, tellings = rich_case()
    events = [event, made_event(place=None), made_event(rejected=True)]
    losses = write_geojson(events, tellings, tmp_path)
    whole = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    lines = (tmp_path / LINES).read_text(encoding="utf-8").splitlines()
    assert set(whole) == {"type", "features"}  # no crs: RFC 7946 knows WGS 84 alone
    assert [json.loads(line) for line in lines] == whole["features"]
    assert (losses.events, losses.rows) == (3, 2)
    properties = whole["features"][0]["properties"]
    assert whole["features"][0]["id"] == event.id
    assert [properties[f"killed_{part}"] for part in ("low", "best", "high")] == [5, 12, 12]
    assert [f["side"] for f in properties["figures"]] == ["all", "civilians"]
    assert properties["contested"][0]["positions"][1]["stances"] == ["Syria"]
    assert [claim["claim"] for claim in properties["claims"]] == list(event.claims)
    for claim in properties["claims"]:
        text = tellings[claim["claim"]].report.text
        assert all(text[q["start"] : q["end"]] == q["text"] for q in claim["quotes"])
    assert ("dropped", "geometry", "no point is known: its geometry is null") in losses.counts
    assert ("dropped", "event", "a reviewer rejected it") in losses.counts
    assert json.loads((tmp_path / "losses.json").read_text())["rows"] == 2


def test_quotes_may_stay_out_and_their_places_stay(tmp_path):
    event, tellings = rich_case()
    made = geojson_feature(event, tellings, Losses("geojson"), quotes=False)
    assert set(made["properties"]["claims"][0]["quotes"][0]) == {"start", "end"}


def test_no_events_make_an_empty_collection_and_the_same_events_the_same_bytes(tmp_path):
    write_geojson([], {}, tmp_path / "none")
    assert json.loads((tmp_path / "none" / FILE).read_text())["features"] == []
    event, tellings = rich_case()
    for name in ("a", "b"):
        write_geojson([event], tellings, tmp_path / name)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
