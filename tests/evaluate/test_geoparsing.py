"""Places of LGL: what is read of the file, and when one counts as right."""

import pytest

from tacitus.evaluate.geoparsing import Place, articles, figures, measure, score
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.records import TacitusError

TEXT = "Three men were held in Tripoli, Lebanon. A court in Zahle sat on Monday."


def toponym(start, end, phrase, gid, lat, lon):
    tag = (
        f'<gaztag geonameid="{gid}"><fclass>P</fclass><fcode>PPL</fcode>'
        f"<lat>{lat}</lat><lon>{lon}</lon></gaztag>"
        if gid
        else ""
    )
    return (
        f"<toponym><start>{start}</start><end>{end}</end><phrase>{phrase}</phrase>{tag}</toponym>"
    )


@pytest.fixture
def corpus(tmp_path):
    marks = [
        toponym(23, 30, "Tripoli", 266826, 34.43352, 35.84415),
        toponym(32, 39, "Lebanon", 272103, 33.83333, 35.83333),
        toponym(52, 57, "Zahle", 999999999, 33.84675, 35.90203),
        toponym(0, 5, "Three", None, 0, 0),
    ]
    path = tmp_path / "geoparsing" / "LGL.xml"
    path.parent.mkdir()
    path.write_text(
        f"<articles><article docid='1'><domain>x.example</domain><dltime>2009-03-20 12:00</dltime>"
        f"<text><![CDATA[{TEXT}]]></text><toponyms>{''.join(marks)}</toponyms></article></articles>"
    )
    return path


def test_articles(corpus):
    (article,) = articles(corpus)
    assert [TEXT[t.start : t.end] for t in article.toponyms] == ["Tripoli", "Lebanon", "Zahle"]
    assert article.report.published.isoformat() == "2009-03-20"


def test_score_with_names_given(corpus):
    (article,) = articles(corpus)
    tripoli, lebanon, zahle = score(article, open_gazetteer()).given
    assert tripoli == lebanon == Place(True, True, True, True, True)
    # an id that the gazetteer does not hold: near the place, and never exact
    assert (zahle.held, zahle.exact, zahle.near) == (False, False, True)


def test_figures(corpus):
    found = measure(corpus.parent.parent).figures
    assert found["held"] == pytest.approx(2 / 3)
    assert found["exact"] == pytest.approx(2 / 3)
    assert found["within 161 km"] == 1.0
    assert found["exact of held"] == 1.0
    assert figures([])["exact"] == 0.0


def test_no_xml(tmp_path):
    path = tmp_path / "LGL.xml"
    path.write_text("<articles><article>")
    with pytest.raises(TacitusError, match="cannot be read"):
        list(articles(path))
