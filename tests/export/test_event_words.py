"""How an event's values read to a person."""

import pytest
from helpers.tellings import telling

from tacitus.export.event_view import event_view, events_view
from tacitus.export.event_words import days_words, figure_words, party_words
from tacitus.reconcile.compose import compose
from tacitus.records import Figure, Party


@pytest.mark.parametrize(
    ("low", "best", "high", "side", "words"),
    [
        (8, 8, 8, "all", "8 killed"),
        (58, 72, 100, "all", "58 to 100 killed, best 72"),
        (13, 13, None, "all", "13 or more killed"),
        (12, 27, None, "civilians", "12 or more killed (civilians), best 27"),
    ],
)
def test_figures(low, best, high, side, words):
    assert figure_words(Figure("killed", side, low, best, high, "range", ("r1#e1",))) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2017-04-04", "2017-04-04", "2017-04-04"),
        ("2017-04-04", "2017-04-06", "2017-04-04 to 2017-04-06"),
        (None, "2017-04-06", "by 2017-04-06"),
        (None, None, "undated"),
    ],
)
def test_days(start, end, words):
    assert days_words(compose([telling(start=start, end=end)])) == words


def test_a_long_side_is_cut_and_counted():
    side = [Party(None, f"group {n}", "rebels", None, (), ()) for n in range(5)]
    assert party_words(side, 3) == "group 0; group 1; group 2; 2 more"
    assert party_words(side[:3], 3) == "group 0; group 1; group 2"


@pytest.mark.parametrize("width", [80, 160])
def test_events_are_listed_at_any_width(width, capsys):
    from rich.console import Console

    three = telling(killed=(3, 3), attribution=("SANA",))
    nine = telling("r2", outlet="Herald", killed=(9, 9), attribution=("Reuters",))
    event = compose([three, nine])
    Console(width=width).print(events_view([event], width))
    out = " ".join(capsys.readouterr().out.split())
    assert event.id in out
    assert "contested:" in out


def test_control_characters_of_reports_are_made_visible(capsys):
    from rich.console import Console

    told = telling(text="A raid \x1b[31m on Harlan.", attribution=("The \x1b[2J mayor",))
    event = compose([told])
    Console(width=100, markup=False).print(event_view(event, {told.key: told}))
    assert "\x1b[2J" not in capsys.readouterr().out
