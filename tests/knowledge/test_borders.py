"""What holds a coordinate, and where the middle of a division or country is."""

from __future__ import annotations

import subprocess
import sys

import pytest
import shapely

from tacitus.knowledge.borders import Borders, open_borders
from tacitus.knowledge.geometry import kilometres


@pytest.fixture(scope="module")
def borders() -> Borders:
    return open_borders()


@pytest.mark.parametrize(
    ("lat", "lon", "country", "division"),
    [
        (33.51, 36.29, "SY", "Dimashq"),
        (36.2, 37.16, "SY", "Ḩalab"),
        (48.0, 37.8, "UA", "Donetska oblast"),
        (13.63, 25.35, "SD", "North Darfur"),
        (51.51, -0.13, "GB", "England"),
        (45.76, 4.84, "FR", "Auvergne-Rhône-Alpes"),
        (16.86, -99.88, "MX", "Guerrero"),
    ],
)
def test_at(borders: Borders, lat: float, lon: float, country: str, division: str) -> None:
    unit = borders.at(lat, lon)
    assert unit is not None
    assert (unit.geonames_country, unit.division_name) == (country, division)


@pytest.mark.parametrize(
    ("lat", "lon", "iso", "drawn"),
    [
        (45.0, 34.1, "UA-43", ("RU", "RUS")),
        (44.6, 33.52, "UA-40", ("RU", "RUS")),
        (9.56, 44.06, None, ("SO", "SOL")),
        (35.34, 33.32, None, ("CY", "CYN")),
    ],
)
def test_a_unit_keeps_how_it_is_drawn(
    borders: Borders, lat: float, lon: float, iso: str | None, drawn: tuple[str, str]
) -> None:
    unit = borders.at(lat, lon)
    assert unit is not None
    assert (unit.iso, (unit.country, unit.drawn_as)) == (iso, drawn)


@pytest.mark.parametrize(
    ("lat", "lon", "within_km", "name"),
    [
        (43.37, -8.47, 10.0, "La Coruña"),  # in the bay
        (31.2, 29.75, 10.0, "Al Iskandariyah"),
        (31.2, 29.75, 1.0, None),
        (0.0, -30.0, 10.0, None),
        (89.0, 0.0, 10.0, None),
    ],
)
def test_a_point_off_the_coast_is_of_the_nearest(
    borders: Borders, lat: float, lon: float, within_km: float, name: str | None
) -> None:
    unit = borders.at(lat, lon, within_km)
    assert (unit and unit.name) == name


def test_many_points_at_once_are_as_one_by_one(borders: Borders) -> None:
    import numpy as np

    points = np.random.default_rng(5).uniform((-60, -180), (75, 180), (400, 2))
    rows = borders.holding(points[:, 0], points[:, 1])
    for (lat, lon), row in zip(points.tolist(), rows.tolist(), strict=True):
        assert borders.at(lat, lon, 0.0) == (borders.units[row] if row >= 0 else None)
    assert (rows >= 0).sum() > 50


@pytest.mark.parametrize(
    ("code", "lat", "lon", "off_km", "least_km", "most_km"),
    [
        ("US", 39.8, -98.5, 150, 2300, 2900),  # the 48 states; Alaska and Hawaii lie apart
        ("FR", 46.5, 2.5, 80, 500, 800),  # no overseas departments
        ("NZ", -41.5, 172.7, 150, 700, 1300),  # both islands
        ("ID", -2.2, 117.3, 250, 2400, 3000),
        ("FJ", -17.8, 178.2, 150, 100, 500),  # on both sides of the date line
        ("UA", 49.0, 31.4, 80, 550, 750),  # Crimea among it, as in GeoNames
        ("NO", 64.5, 13.5, 150, 800, 1100),  # no Svalbard
        ("CY", 35.05, 33.2, 30, 80, 160),
    ],
)
def test_country(
    borders: Borders, code: str, lat: float, lon: float, off_km: float, least_km: float,
    most_km: float,
) -> None:  # fmt: skip
    area = borders.country(code)
    assert area is not None
    assert kilometres(area.lat, area.lon, lat, lon) < off_km
    assert least_km < area.radius_km < most_km
    at = borders.at(area.lat, area.lon)
    assert at is not None
    assert at.geonames_country == code


@pytest.mark.parametrize(
    ("gid", "lat", "lon"),
    [
        ("geonames:5128638", 42.9, -75.5),  # New York, far from the city
        ("geonames:4736286", 31.4, -99.3),  # Texas
        ("geonames:6269131", 52.6, -1.3),  # England: forty counties of Natural Earth together
        ("geonames:703883", 45.3, 34.3),  # Crimea
    ],
)
def test_unit(borders: Borders, gid: str, lat: float, lon: float) -> None:
    area = borders.unit(gid)
    assert area is not None
    assert kilometres(area.lat, area.lon, lat, lon) < 60
    south, west, north, east = area.box
    assert south < area.lat < north
    assert west < area.lon < east


@pytest.mark.parametrize("gid", ["geonames:192710", "geonames:1", ""])
def test_units_of_another_order_are_not_taken(borders: Borders, gid: str) -> None:
    # Nakuru is a county of Kenya; Natural Earth draws the provinces of before 2013.
    assert borders.unit(gid) is None


def test_the_polygons_are_sound(borders: Borders) -> None:
    assert shapely.is_valid(borders.shapes).all()
    assert not shapely.is_empty(borders.shapes).any()
    assert len(borders.shapes) == len(borders.units) > 4500
    assert borders.about["licence"]


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys; from tacitus.knowledge.borders import open_borders; open_borders();"
        "sys.exit('shapely' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("code", "lat", "lon", "least", "most"),
    [
        ("IL", 33.209, 35.299, 5, 25),  # Qana in Lebanon
        ("LB", 33.209, 35.299, 0, 0),
        ("TD", 13.45, 22.45, 5, 30),  # Geneina in Sudan
        ("FR", 52.52, 13.41, 300, 600),  # Berlin
    ],
)
def test_how_far_a_country_lies(
    borders: Borders, code: str, lat: float, lon: float, least: float, most: float
) -> None:
    km = borders.km_to_country(code, lat, lon)
    assert km is not None
    assert least <= km <= most


def test_a_country_without_polygons_is_nowhere(borders: Borders) -> None:
    assert borders.km_to_country("XX", 0.0, 0.0) is None
