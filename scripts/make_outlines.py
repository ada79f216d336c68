"""Makes ``src/tacitus/knowledge/outlines.yaml``: how far some disputed areas reach.

The lines are those of Natural Earth's "disputed borders" and countries, 1:10m, release 4.1 (public
domain), as Debian's package ``qgis-common`` 3.22 carries them in ``world_map.gpkg``. Together they
cut the land into faces; an area is the faces that hold the towns named for it below.

    apt-get download qgis-common && dpkg-deb -x qgis-common_*.deb unpacked
    python scripts/make_outlines.py unpacked/usr/share/qgis/resources/data/world_map.gpkg
"""

from __future__ import annotations

import sqlite3
import sys

import shapely

from tacitus.knowledge.load import packaged_path

# By area, points in the faces that it is made of: latitude and longitude.
SEEDS: dict[str, tuple[tuple[float, float], ...]] = {
    "nagorno-karabakh": ((39.82, 46.75),),
    "karabakh-districts": (
        (40.1, 46.04), (39.34, 46.58), (40.0, 46.87),
    ),
    "abkhazia": ((43.0, 41.1),),
    "south-ossetia": ((42.23, 43.97),),
    "transnistria": ((46.84, 29.63),),
    "aksai-chin": ((35.2, 79.5),),
    "shaksgam": ((36.05, 76.4),),
    "abyei": ((9.8, 28.43),),
    "essequibo": ((6.4, -58.63), (3.4, -59.75)),
    "ilemi": ((4.95, 35.3),),
    "donbas-2015": ((48.0, 37.85), (48.55, 39.3)),
}  # fmt: skip
# Degrees around the points in which lines are taken, by which the outline may be off, and half the
# width of a gap between lines that is closed.
AROUND, TOLERANCE, WALL = 6.0, 0.01, 0.005
_HEAD = """\
# Outlines of disputed areas, latitude before longitude, simplified to about a kilometre. Made by
# scripts/make_outlines.py out of Natural Earth 4.1, 1:10m, disputed borders and countries (public
# domain). They say where a line is drawn by those who draw one, not where it ought to run.
"""


def main() -> None:
    """Cut out each area and write them all."""
    base = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    lines = [*_geometries(base, "disputed_borders")]
    lines += [shape.boundary for shape in _geometries(base, "countries")]
    text = _HEAD
    for name, seeds in SEEDS.items():
        area = outline(lines, [shapely.Point(lon, lat) for lat, lon in seeds])
        corners = shapely.get_coordinates(area.exterior).round(3).tolist()[:-1]
        text += f"{name}:\n" + "".join(f"  - [{lat}, {lon}]\n" for lon, lat in corners)
        print(f"{name}: {len(corners)} corners, {area.area * 12364:.0f} km2 at the equator")
    packaged_path("outlines.yaml").write_text(text, encoding="utf-8")


def outline(lines: list[shapely.Geometry], seeds: list[shapely.Point]) -> shapely.Polygon:
    """The faces that hold the points, as one polygon without holes.

    Raises:
        SystemExit: when a point lies in no face.
    """
    window = shapely.box(*shapely.MultiPoint(seeds).buffer(AROUND).bounds)
    near = [shapely.intersection(line, window) for line in lines if line.intersects(window)]
    # Some lines end a little before they meet another: walls of some width leave no gap.
    walls = shapely.union_all(near).buffer(WALL)
    faces = shapely.get_parts(shapely.difference(window, walls))
    held = [face for face in faces if any(face.contains(seed) for seed in seeds)]
    for seed in seeds:
        if not any(face.contains(seed) for face in held):
            raise SystemExit(f"{seed} lies in no face.")
    whole = shapely.union_all([face.buffer(1.05 * WALL) for face in held])
    chief = max(shapely.get_parts(whole), key=lambda part: part.area)
    return shapely.Polygon(chief.exterior).simplify(TOLERANCE)


def _geometries(base: sqlite3.Connection, table: str) -> list[shapely.Geometry]:
    """The shapes of a GeoPackage's table; a header of varying length comes before each."""
    out = []
    for (blob,) in base.execute(f"SELECT geom FROM {table} ORDER BY fid"):  # noqa: S608
        envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
        out.append(shapely.from_wkb(blob[8 + envelope :]))
    return out


if __name__ == "__main__":
    main()
