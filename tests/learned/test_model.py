"""The shipped model: loads, answers the same whatever the threads and whatever came before."""

import json
import shutil

import numpy as np
import pytest

from tacitus.learned.model import FOLDER, Model, load_model
from tacitus.learned.windows import LONGEST
from tacitus.records import TacitusError

TEXT = "Gunmen killed eight soldiers near Mubi on Monday, an army spokesman said. "


def numbered(model, text):
    encoding = model.tokenizer.encode(text, add_special_tokens=False)
    return np.array(encoding.ids), encoding.offsets, np.zeros(len(encoding.ids), dtype=int)


def answers(model, text):
    ids, offsets, sentences = numbered(model, text)
    labels = model.read(ids, offsets, sentences)
    return labels, model.ask(labels, np.array([1]), sentences)


def test_same_from_any_number_of_threads():
    one, two = (answers(Model(threads=n), TEXT) for n in (1, 2))
    for head, logits in one[0].heads.items():
        assert np.array_equal(logits, two[0].heads[head]), head
    assert np.array_equal(one[1].roles, two[1].roles)


def test_same_whatever_came_before():
    model = load_model()
    first, answer = answers(model, TEXT)
    answers(model, "Thousands marched through Lima. " * 9)
    again, other = answers(model, TEXT)
    assert np.array_equal(first.heads["trigger"], again.heads["trigger"])
    assert np.array_equal(answer.likeness, other.likeness)


@pytest.mark.parametrize("times", [0, 1, 40, 120])
def test_labels_every_piece(times):
    labels = load_model().label(TEXT * times)
    assert labels.offsets == numbered(load_model(), TEXT * times)[1]
    assert all(len(logits) == len(labels.offsets) for logits in labels.heads.values())
    assert times < 120 or len(labels.offsets) > LONGEST


def test_chances_are_chances():
    _, answer = answers(load_model(), TEXT)
    assert answer.roles.min() >= 0
    assert answer.roles.max() <= 1
    for head, chances in answer.heads.items():
        assert len(chances) == 1 or chances.sum() == pytest.approx(1, abs=1e-5), head


def test_folder_without_a_model(tmp_path):
    with pytest.raises(TacitusError, match="holds no model"):
        Model(tmp_path)


def test_model_of_another_version(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "m")
    path = tmp_path / "m" / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"types": ["Riot"]}))
    with pytest.raises(TacitusError, match="its types are not those"):
        Model(tmp_path / "m")


def test_small_enough_to_ship():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 60_000_000
