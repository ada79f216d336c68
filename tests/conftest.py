"""What holds for all tests: they see no registry and no places of the machine's user."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_ones_own(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TACITUS_ACTORS", str(tmp_path_factory.mktemp("actors")))
        patch.setenv("TACITUS_GAZETTEER", str(tmp_path_factory.mktemp("gazetteer")))
        yield
