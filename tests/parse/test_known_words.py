"""Words that the parser's rules are asked about once."""

import spacy
from spacy.tokens import Doc

from tacitus.parse import known_words
from tacitus.parse.document import MODEL, load_parser

TEXTS = (
    "Rebels didn't say who'd fired; the army has denied that it had, and whoever lost said nothing.",
    "There are two that matter: those who've been shot and those who're still to be found.",
    "Troops are gettin' nowhere. Y' all got to leave,\n\n said one of them. Nothin' was left.",
)


def _rules(matcher, ruler, doc):
    found = matcher(doc, allow_missing=True, as_spans=False)
    return sorted((int(ruler.vocab.strings[rule]), first, stop) for rule, first, stop in found)


def test_rules_are_found_that_spacy_finds_also_when_much_was_forgotten(monkeypatch):
    monkeypatch.setattr(known_words, "_MOST", 5)
    nlp = load_parser()
    ruler = spacy.load(MODEL).get_pipe("attribute_ruler")
    mine = known_words.KnownWords(nlp.get_pipe("attribute_ruler"))
    for text in TEXTS * 2:
        doc = nlp(text)
        theirs = Doc(ruler.vocab).from_bytes(doc.to_bytes())
        expected = _rules(ruler.matcher, ruler, theirs)
        assert len(expected) > len(doc) // 2
        assert _rules(mine, nlp.get_pipe("attribute_ruler"), doc) == expected
