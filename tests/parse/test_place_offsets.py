"""How far from a named place: distances, directions, and what is no such phrase."""

import pytest

from tacitus.parse.document import parse
from tacitus.parse.place_offsets import Offset, offset_before
from tacitus.read import make_report


@pytest.mark.parametrize(
    ("text", "name", "offset"),
    [
        ("A camp 15 km north of Marib was hit.", "Marib", Offset(15, 0)),
        (
            "A camp some 40 kilometres (25 miles) south-east of Marib was hit.",
            "Marib",
            Offset(40, 135),
        ),
        ("A camp ten miles to the west of Marib was hit.", "Marib", Offset(16.09, 270)),
        ("A camp 15 km from Marib was hit.", "Marib", Offset(15, None)),
        ("A camp northwest of Marib was hit.", "Marib", Offset(None, 315)),
        ("A camp in Marib was hit.", "Marib", None),
        ("The governor of Marib fled.", "Marib", None),
        ("They took 15 tanks from Marib.", "Marib", None),
    ],
)
def test_offset(text, name, offset):
    doc = parse(make_report(text)).doc
    low = [t.lower_ for t in doc]
    found = offset_before(doc, low, low.index(name.lower()))
    if offset is None:
        assert found is None
    else:
        assert found.bearing == offset.bearing
        assert found.km == (pytest.approx(offset.km) if offset.km else None)
