from helpers.made import TEXT, make_coded
from helpers.strategies import coded_reports
from hypothesis import given, settings

from tacitus.export.marks import all_spans, pieces


@settings(max_examples=30, deadline=None)
@given(coded_reports())
def test_pieces_are_the_whole_text_in_order(coded):
    found = pieces(coded)

    text = coded.report.text
    assert "".join(text[piece.start : piece.end] for piece in found) == text
    assert all(piece.start < piece.end for piece in found)


@settings(max_examples=30, deadline=None)
@given(coded_reports())
def test_each_character_of_evidence_is_marked_and_no_other(coded):
    for piece in pieces(coded):
        covering = {
            claim.id
            for claim in coded.claims
            for span in claim.evidence
            if span.start <= piece.start and piece.end <= span.end
        }
        assert set(piece.evidence) == covering


def test_values_within_evidence_are_told_apart():
    place = next(piece for piece in pieces(make_coded()) if TEXT[piece.start : piece.end] == "Goma")

    assert place.evidence == ("e1",)
    assert place.values == (("e1", "place"),)
    assert place.opens == ()


def test_all_spans_reach_every_part_of_a_coded_report():
    quotes = {span.quote(TEXT) for span in all_spans(make_coded())}

    assert {"Goma", "a doctor", "may", "at least 3", "Subscribe to our newsletter!"} <= quotes
