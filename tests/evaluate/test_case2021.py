from dataclasses import replace

import pytest
from helpers.made import make_coded, said

from tacitus.evaluate.case2021 import main_claim, read_snippets, type_snippets
from tacitus.records import Coded, TacitusError

HEAD = "id\tEventSnippet\tSubType\n"


def write(tmp_path, *rows):
    path = tmp_path / "case.tsv"
    path.write_text(HEAD + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
    return path


def test_labels_are_read_as_the_codebook_s_types(tmp_path):
    path = write(
        tmp_path,
        ("1", 'Shells "fell" on the town', "ART_MISS_ATTACK"),
        ("2", "An embassy opened", "DIPLO"),
    )

    assert [snippet.label for snippet in read_snippets(path)] == [
        "Shelling/artillery/missile attack",
        "DIPLO",
    ]
    assert next(read_snippets(path)).text == 'Shells "fell" on the town'


def test_the_main_claim_is_the_first_told_as_having_happened():
    coded = make_coded()
    first, second = coded.claims

    assert main_claim(coded) is first
    swapped = replace(
        coded,
        claims=(
            replace(first, factuality=said("prospective", "shelled")),
            replace(second, factuality=said("hedged", "may")),
        ),
    )
    assert main_claim(swapped).id == "e2"
    assert main_claim(replace(coded, claims=())) is None


def test_weighted_f1_weighs_types_by_their_snippets(tmp_path):
    path = write(
        tmp_path,
        ("1", "Rebels shelled the town in the morning and killed a man.", "ART_MISS_ATTACK"),
        ("2", "The soldiers fought with the rebels near the river bridge.", "ARMED_CLASH"),
        ("3", "The soldiers fought with the rebels near the old harbour.", "ARMED_CLASH"),
        ("4", "The ministers met in the capital to talk about the trade.", "DIPLO"),
    )

    def code(report):
        coded = make_coded()
        shelled = report.text.startswith("Rebels") or "bridge" in report.text
        return coded if shelled else Coded(coded.report, coded.claims[1:], (), ())

    typing = type_snippets(path, code)

    assert typing.snippets == 3
    # shelling: P 1/2, R 1, F1 2/3, one snippet; clash: P 1, R 1/2, F1 2/3, two snippets
    assert typing.weighted_f1 == pytest.approx(2 / 3)
    assert typing.confusions == ((("Armed clash", "Shelling/artillery/missile attack"), 1),)


@pytest.mark.parametrize("content", ["a\tb\n1\t2\n", HEAD + "1\ttext\tNONSENSE\n"])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "case.tsv"
    path.write_text(content, "utf-8")

    with pytest.raises(TacitusError) as error:
        list(read_snippets(path))
    assert error.value.problem.code == "bad-case-file"
