from pathlib import Path

import pytest

from training import check_data
from training.check_data import DataSet, digest, faults, load_sets, require_data, written

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture
def shared(tmp_path):
    (tmp_path / "data" / "many").mkdir(parents=True)
    (tmp_path / "data" / "one.txt").write_text("one")
    (tmp_path / "data" / "many" / "a.txt").write_text("a")
    (tmp_path / "data" / "many" / "b.txt").write_text("b")
    return tmp_path


@pytest.fixture
def sets(shared):
    paths = ("data/one.txt", "data/many/*")
    files = {path: digest(shared, path) for path in paths}
    return [DataSet("Made", "the workshop", "none", "learning to read", files)]


def test_nothing_is_said_where_all_is_there(shared, sets):
    assert list(faults(shared, sets)) == []


def test_a_missing_file_is_named_with_use_and_origin(shared, sets):
    (shared / "data" / "one.txt").unlink()
    [said] = faults(shared, sets)
    assert said.startswith("missing: ")
    assert "one.txt (Made), which is read for learning to read. It comes from the workshop" in said


@pytest.mark.parametrize("change", ["other words", "other name", "another file"])
def test_a_folder_differs_by_words_names_and_number(shared, sets, change):
    folder = shared / "data" / "many"
    if change == "other words":
        (folder / "a.txt").write_text("A")
    elif change == "other name":
        (folder / "a.txt").rename(folder / "c.txt")
    else:
        (folder / "c.txt").write_text("c")
    [said] = faults(shared, sets)
    assert said.startswith(f"differs: {folder}")


def test_without_the_folder_all_that_belongs_in_it_is_listed(tmp_path, sets):
    first, *rest = faults(tmp_path / "away", sets)
    assert "there is no such folder" in first
    assert rest == [
        "  data/one.txt, data/many/*: Made, for learning to read; from the workshop",
    ]


def test_a_recipe_stops_with_words_and_exit_code_1(tmp_path):
    with pytest.raises(SystemExit) as stopped:
        require_data(tmp_path / "away")
    # words as the exit code are printed, and the process ends with 1
    assert "FA-KES" in str(stopped.value.code)


def test_the_list_written_again_is_the_list(shared, sets, tmp_path):
    path = tmp_path / "list.yaml"
    path.write_text(written(shared, sets), encoding="utf-8")
    assert load_sets(path) == sets


def test_every_input_of_the_recipe_has_a_digest():
    sets = load_sets(check_data.LIST)
    assert all(len(known) == 64 for one in sets for known in one.files.values())
    assert all(one.use and one.origin and one.licence for one in sets)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there")
def test_the_data_beside_the_repository_is_what_the_model_was_made_from():
    assert list(faults(SHARED, load_sets())) == []
