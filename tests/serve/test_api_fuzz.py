"""The API asked with whatever its description allows and does not (schemathesis)."""

from __future__ import annotations

import logging

import pytest
import schemathesis
from helpers.desk import desk
from helpers.desk_stores import rival_store
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

# What no description can say is left aside: a day that is none for a search ("q" without a word),
# a country that is none. Those are refused, and held to be so in test_api.
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
)
# each operation is asked so often, and more where there is time
_FEW, _MANY = 2, 30


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    logging.getLogger("tacitus").setLevel(logging.CRITICAL)
    return desk(rival_store(tmp_path_factory.mktemp("fuzz") / "store.db"), hosts=("testserver",))


@pytest.fixture(scope="module")
def described(api):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", api)


@pytest.mark.parametrize(
    ("mode", "cases"),
    [
        (GenerationMode.POSITIVE, _FEW),
        pytest.param(GenerationMode.POSITIVE, _MANY, marks=pytest.mark.slow),
        # what a description rules out takes schemathesis long to think of
        pytest.param(GenerationMode.NEGATIVE, _MANY, marks=pytest.mark.slow),
    ],
)
def test_whatever_is_asked_is_answered_as_described(described, mode, cases):
    asked = []
    for found in described.get_all_operations():
        operation = found.ok()
        asked.append(operation.label)
        _ask(operation, mode, cases)
    assert len(asked) > 15


def _ask(operation, mode, cases):
    """Ask one operation with values of its description, or with such as it rules out."""
    if mode is GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters):
        return

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        wanted = [c for c in CHECKS if c is not negative_data_rejection or not _read_on(case)]
        case.call_and_validate(checks=wanted)

    ask()


def _read_on(case):
    """Whether it asks what is read though no schema allows it: blanks, as forms send them."""
    values = [
        item
        for value in (case.query or {}).values()
        for item in (value if isinstance(value, list) else [value])
    ]
    return any(str(value).strip() != str(value) or not str(value) for value in values)
