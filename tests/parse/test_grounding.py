"""Words are found as they stand in the report, or not at all."""

import pytest

from tacitus.parse.grounding import Ground
from tacitus.records import Cut, Report, Span

TEXT = "IS fighters in Bara said this.\nThe  army's\n men took BARA; İzmir’s mayor — gone. Subscribe in Bara!"


def ground(text=TEXT, part=None):
    at = text.find("Subscribe")
    cuts = (Cut(Span(at, len(text)), "subscribe", "rule"),) if at >= 0 else ()
    return Ground(Report("r", text, cuts=cuts), part or Span(0, len(text)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("IS fighters", "IS fighters"),
        ("is FIGHTERS", "IS fighters"),
        ("the army's men", "The  army's\n men"),
        ("  the\tarmy’s ", "The  army's"),
        ("İzmir's mayor - gone", "İzmir’s mayor — gone"),
        ("gone.", "gone."),
        ("fighter", None),
        ("rmy's men", None),
        ("the army took Bara", None),
        ("Subscribe", None),
        ("", None),
        ("...", None),
    ],
)
def test_case_space_and_marks_may_differ_but_words_may_not(words, found):
    span = ground().find(words)
    assert (span and span.quote(TEXT)) == found


def test_of_several_places_the_one_in_the_evidence_is_taken():
    later = Span(TEXT.index("took"), TEXT.index(";"))
    assert ground().find("Bara").quote(TEXT) == "Bara"
    assert ground().find("Bara", [later]).quote(TEXT) == "BARA"


def test_else_the_one_closest_to_it():
    later = Span(TEXT.index("men"), TEXT.index("took"))
    assert ground().find("Bara", [later]).quote(TEXT) == "BARA"


def test_only_the_stretch_shown_is_searched():
    part = Span(TEXT.index("The"), len(TEXT))
    assert ground(part=part).find("IS fighters") is None
    assert ground(part=part).find("bara").quote(TEXT) == "BARA"
