"""What is remembered while many reports are coded has an end."""

from tacitus.learned.gate import load_gate
from tacitus.parse.document import load_parser
from tacitus.read import make_report
from tacitus.scale.run import Coding


def strange(number):
    """A report with words that no other has."""
    words = " ".join(
        f"Zvar{letter}q{number:b}x".replace("0", "o").replace("1", "i") for letter in "abcdefgh"
    )
    return make_report(
        f"Rebels of {words} attacked the army near Jaffna on Monday.", id=f"r{number}"
    )


def words_kept():
    vocab = load_parser().vocab
    # its length counts words that were forgotten, too
    return sum(1 for _ in vocab), len(vocab.strings)


def test_the_parser_forgets_words_that_came_once():
    code = Coding(engine="rules")
    code(strange(1))
    before = words_kept()

    for number in range(2, 12):
        code(strange(number))

    assert words_kept() == before


def test_the_gate_forgets_words_once_there_are_too_many(monkeypatch):
    monkeypatch.setattr("tacitus.learned.gate._MOST_WORDS", 100)
    gate = load_gate()
    before = gate.score(strange(0).text)

    for number in range(200):
        gate.score(strange(number).text)

    assert len(gate._known) < 150
    assert gate.score(strange(0).text) == before
