import json

import numpy as np
import pytest
from helpers.cutter import Cutter

from tacitus.learned.piece_labels import ENTITIES, MUC_ROLES, bio
from training.piece_examples import CLS, IGNORE, SEP, Labelled, cut, examples, packed, split
from training.sets import load_set, re3d_entities

FILES = {
    "re3d/train.txt": "The\tO\nmilitia\tB-Organisation\nof\tI-Organisation\nOldtown\tI-Organisation\n"
    "\nAbu\tB-Person\nOmar\tI-Person\n",
    "polnear/train/text/made.txt": "The miller said it burned.\n\nNeighbours fled.",
    "polnear/train/attributions/made_ab12.ann": "T1\tSource 0 10\tx\nT2\tCue 11 15\tx\n"
    "T3\tContent 16 25\tx\n",
    "factuality/UDS_IH2/train.jsonl": json.dumps(
        {"text": "It burned .", "targets": [{"span1": [1, 2], "label": 2.5}], "idx": 0}
    )
    + "\n"
    + json.dumps({"text": "No .", "targets": [], "idx": 1}),
    "muc4/train.json": json.dumps(
        {
            "docid": "MADE-1",
            "doctext": "red raiders burned the mill. the raiders used torches at windmills.",
            "templates": [
                {role: [] for role in MUC_ROLES}
                | {
                    "PerpInd": [[["raiders", 4], ["red raiders", 0]]],
                    "Target": [[["mill", 23]]],
                    "Weapon": [[["torch", 46]]],
                }
            ],
        }
    )
    + "\n"
    + json.dumps({"docid": "MADE-2", "doctext": "raiders slept.", "templates": []}),
    "ecbplus/ECB_Train_Event_gold_mentions.json": json.dumps(
        [{"doc_id": "1_1ecb", "sent_id": 0, "tokens_number": [1], "tokens_str": "burned"}]
    ),
    "ecbplus/ECB_Train_corpus.txt": "\n1_1ecb\t0\t0\tIt\t-\n1_1ecb\t0\t1\tburned\tACT1\n"
    "\n1_1ecb\t3\t0\tNo\t-\n",
    "wikievents/dev.jsonl": json.dumps(
        {
            "doc_id": "made",
            "sentences": [[[["It", 0, 2]], []], [[["It", 3, 5], ["burned", 6, 12]], []]],
            "event_mentions": [{"trigger": {"start": 2, "end": 3, "text": "burned"}}],
        }
    ),
}


@pytest.fixture
def folder(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


def read(name, folder):
    found = list(load_set(name, folder, Cutter()))
    for example in found:
        assert (example.pieces[0], example.pieces[-1]) == (CLS, SEP)
        assert example.pieces.dtype == np.int64
        assert all(len(rows) == len(example.pieces) for rows in example.labels.values())
    return found


def named(example, head, labels):
    return [labels[n] if n != IGNORE else "-" for n in example.labels[head]]


def test_re3d_marks_all_pieces_of_an_entity(folder):
    first, second = read("re3d", folder)

    labels = bio(ENTITIES)
    # The mili tia of Oldt own
    body = ["B-Organisation"] + ["I-Organisation"] * 4
    assert named(first, "entity", labels) == ["-", "O", *body, "-"]
    assert named(second, "entity", labels) == ["-", "B-Person", "I-Person", "-"]


def test_re3d_can_be_packed(folder):
    (only,) = re3d_entities(folder, Cutter(), upto=50)

    assert len(only.pieces) == 10


def test_polnear_marks_starts_and_insides(folder):
    (only,) = read("polnear", folder)

    # [CLS] The mill er said it burn ed . Neig hbou rs fled . [SEP]
    assert only.labels["attribution"].T.tolist() == [
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_happened_asks_at_the_first_piece_of_a_target(folder):
    (only,) = read("happened", folder)

    values = only.labels["happened"]
    # [CLS] It burn ed . No . [SEP]
    assert np.flatnonzero(np.isfinite(values)).tolist() == [2]
    assert values[2] == pytest.approx(2.5)


def test_muc_marks_every_whole_word_longer_strings_first(folder):
    first, second = read("muc", folder)

    given = named(first, "muc", bio(MUC_ROLES))
    # red raid ers burn ed the mill . the raid ers used torc hes at wind mill s .
    assert given == [
        "-",
        *["B-PerpInd", "I-PerpInd", "I-PerpInd"],
        *["O", "O", "O", "B-Target", "O", "O"],
        *["B-PerpInd", "I-PerpInd", "O"],
        *["B-Weapon", "I-Weapon"],  # "torch" is no word of the text: where gold says it stands
        *["O"] * 5,
        "-",
    ]
    assert (first.templates, second.templates) == (1, 0)
    assert set(named(second, "muc", bio(MUC_ROLES))) == {"O", "-"}


@pytest.mark.parametrize("name", ["ecb", "wiki"])
def test_words_that_tell_of_events_are_marked(folder, name):
    (only,) = read(name, folder)

    told = only.labels["trigger_any"].tolist()
    # [CLS] It burn ed No [SEP] and [CLS] It It burn ed [SEP]
    assert told == {"ecb": [-100, 0, 1, 1, 0, -100], "wiki": [-100, 0, 0, 1, 1, -100]}[name]


def test_an_unknown_set_is_refused(folder):
    with pytest.raises(KeyError):
        list(load_set("nonsense", folder, Cutter()))


@pytest.mark.parametrize(
    ("text", "upto", "expected"),
    [
        ("a b c", 3, [(0, 3)]),
        ("", 3, []),
        ("a b.\nc d e. f", 6, [(0, 3), (3, 8)]),  # the line end, not the middle
        ("a b c. d e f", 5, [(0, 4), (4, 7)]),  # a sentence end
        ("a b c d e f g", 3, [(0, 3), (3, 6), (6, 7)]),  # no end in reach
    ],
)
def test_long_texts_are_cut_at_ends(text, upto, expected):
    assert list(cut(split(text, Cutter()), upto)) == expected


def test_parts_of_a_text_keep_its_name_and_labels():
    labelled = split("a b. c d.", Cutter())
    labelled.labels["muc"] = np.arange(6)

    first, second = examples("x", labelled, upto=4, templates=2)

    assert (first.id, second.id, second.templates) == ("x", "x#2", 2)
    assert first.labels["muc"].tolist() == [IGNORE, 0, 1, 2, IGNORE]
    assert second.labels["muc"].tolist() == [IGNORE, 3, 4, 5, IGNORE]


def test_short_texts_are_packed_in_order():
    def made(size):
        ids = np.arange(size, dtype=np.int64)
        spans = [(2 * n, 2 * n + 1) for n in range(size)]
        return Labelled("x " * size, ids, spans, {"happened": np.zeros(size, dtype=np.float32)})

    found = list(packed([("a", made(3)), ("b", made(2)), ("c", made(2)), ("d", made(9))], 5))

    assert [(e.id, len(e.pieces) - 2) for e in found] == [("a", 5), ("c", 2), ("d", 5), ("d#2", 4)]
