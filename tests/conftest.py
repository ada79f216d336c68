"""What holds for all tests: they see no registry that the user of the machine has made."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def _no_actors_of_ones_own(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TACITUS_ACTORS", str(tmp_path_factory.mktemp("actors")))
        yield
