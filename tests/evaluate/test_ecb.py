"""Event coreference on files of the form of ECB+."""

import json

import pytest

from tacitus.evaluate.ecb import LEMMA, ecb_blocks, score
from tacitus.evaluate.ecb_claims import read_claims
from tacitus.evaluate.ecb_files import read_mentions, read_words
from tacitus.evaluate.reconciling import RECONCILER
from tacitus.records import TacitusError

# document, sentence, and words; those in brackets are mentions with their chain
TEXTS = [
    ("1_1ecb", 0, "Gunmen [A:killed] two guards in Mosul on 3 May 2014 and [B:fled] ."),
    ("1_2ecb", 0, "Two guards were [A:killed] in Mosul on 3 May 2014 ."),
    ("1_1ecbplus", 2, "Rebels [C:killed] a farmer . The [D:storm] passed ."),
    ("2_1ecb", 0, "The board [E:fired] its head ."),
]


@pytest.fixture
def folder(tmp_path):
    rows, mentions = [], []
    for document, sentence, text in TEXTS:
        for number, word in enumerate(text.split()):
            chain, _, plain = word.strip("[]").partition(":") if "[" in word else ("", "", word)
            rows.append(f"{document}\t{sentence}\t{number}\t{plain}\t{chain or '-'}")
            if chain:
                mentions.append(
                    {
                        "coref_chain": chain,
                        "doc_id": document,
                        "sent_id": sentence,
                        "tokens_number": [number],
                    }
                )
        rows.append("")
    (tmp_path / "ECB_Dev_corpus.txt").write_text("\n".join(rows), "utf-8")
    (tmp_path / "ECB_Dev_Event_gold_mentions.json").write_text(json.dumps(mentions), "utf-8")
    return tmp_path


def test_words_keep_the_numbers_of_their_sentences(folder):
    words = read_words(folder)
    assert [len(sentence) for sentence in words["1_1ecbplus"]] == [0, 0, 9]
    assert [m.subtopic for m in read_mentions(folder)][::2] == ["1ecb", "1ecb", "1ecbplus"]


def test_a_mention_is_a_claim_with_what_its_sentence_tells(folder):
    _, tellings, lemmas = read_claims(folder)
    first, second = tellings[0].claim, tellings[1].claim
    text = tellings[0].report.text
    assert list(lemmas.values()) == ["kill", "flee", "kill", "kill", "storm", "fire"]
    assert (first.type.value, [m.value for m in first.initiators]) == ("Armed clash", ["Gunmen"])
    assert [m.value for m in first.targets] == ["guards"]
    assert first.place is not None
    assert (first.place.value, first.start and first.start.value) == ("Mosul", "2014-05-03")
    assert first.evidence[0].quote(text) == "killed"
    assert not {s.quote(text) for s in second.evidence} & {s.quote(text) for s in first.evidence}


@pytest.mark.parametrize(
    ("by", "precision"),
    [
        ("topic", 14 / 18),  # of three that were killed two belong together
        ("subtopic", 1.0),
    ],
)
def test_the_lemma_is_compared_within_the_part(folder, by, precision):
    mentions, tellings, lemmas = read_claims(folder)
    found = score(mentions, tellings, lemmas, lambda m: getattr(m, by))
    assert found[LEMMA].figures["B3 precision"] == pytest.approx(precision)
    assert found[LEMMA].figures["B3 recall"] == 1.0
    assert found[RECONCILER].figures["B3 precision"] == 1.0
    assert found[RECONCILER].figures["MUC F1"] == 1.0  # same day, town, word and victims


def test_the_part_of_the_page(folder):
    page = "\n\n".join(ecb_blocks(folder))
    assert "6 gold mentions of the 2 development topics" in page
    assert "| subtopic | same lemma | 1.000 |" in page


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ECB_Dev_corpus.txt", "1_1ecb\t0\tx\tword\t-\n", "line 1: is of another form"),
        ("ECB_Dev_corpus.txt", "9_9ecb\t0\t0\tword\t-\n", "has mentions and no words"),
        ("ECB_Dev_Event_gold_mentions.json", "[{}]", "is of another form"),
    ],
)
def test_files_that_do_not_fit_are_named(folder, name, content, message):
    (folder / name).write_text(content, "utf-8")
    with pytest.raises(TacitusError, match=message):
        read_claims(folder)
