import pytest

from tacitus.evaluate.running import running


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("The town fell .", "The town fell."),
        ("Sheikh al - Ani ( 40 ) , a preacher", "Sheikh al-Ani (40), a preacher"),
        ("It was - they say - over", "It was-they say-over"),
        ("He did n't go ; she 's gone", "He didn't go; she's gone"),
        ('" Go , " he said . " Now "', '"Go," he said. "Now"'),
        ("Da ’ esh left", "Da’esh left"),
        ("the families ’ homes", "the families’homes"),
        ("“ Peace ” costs $ 5", "“Peace” costs $5"),
        ("- a", "- a"),
        ("", ""),
    ],
)
def test_words_become_running_text(words, text):
    joined, spans = running(words.split())

    assert joined == text
    assert [joined[start:end] for start, end in spans] == words.split()
