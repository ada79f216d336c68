"""The prompt holds the codebook in force, and only the story of the report."""

import pytest
from helpers.chat import TEXT, make_report

from tacitus.export.jsonform import COUNT_FIELDS, LIST_FIELDS, TEXT_FIELDS
from tacitus.knowledge.codebook import load_codebook
from tacitus.llm.prompt import make_prompt, report_message
from tacitus.llm.schema import FACTUALITY
from tacitus.records import Cut, Span

BOOK = load_codebook()
TYPES = {name: told for members in BOOK.event_types.values() for name, told in members.items()}


def test_every_type_and_field_of_the_codebook_is_explained():
    system = make_prompt(BOOK).system
    assert len(TYPES) == 25
    assert all(f"- {name}: {told}" in system for name, told in TYPES.items())
    fields = (*TEXT_FIELDS, *COUNT_FIELDS, *LIST_FIELDS, "evidence", "aggregate")
    assert [name for name in fields if name not in system] == []
    assert all(f'"{value}"' in system for value in FACTUALITY)


def test_a_codebook_of_one_s_own_takes_the_place_of_the_packaged_one():
    own = BOOK.model_copy(update={"event_types": {"Unrest": {"Strike": "Work is laid down."}}})
    prompt = make_prompt(own)
    assert "- Strike: Work is laid down." in prompt.system
    assert "Armed clash" not in prompt.system
    assert event_form(prompt.schema)["type"]["enum"] == ["Strike"]
    assert prompt.version != make_prompt(BOOK).version


def test_the_schema_is_strict():
    def objects(form):
        if isinstance(form, dict):
            if form.get("type") == "object":
                yield form
            for value in form.values():
                yield from objects(value)
        elif isinstance(form, list):
            for value in form:
                yield from objects(value)

    found = list(objects(make_prompt(BOOK).schema))
    assert len(found) == 5
    for form in found:
        assert form["additionalProperties"] is False
        assert form["required"] == list(form["properties"])
    assert event_form(make_prompt(BOOK).schema)["type"]["enum"] == list(TYPES)


@pytest.mark.parametrize("bounded", [True, False])
def test_lengths_are_only_asked_of_back_ends_that_can_hold_them(bounded):
    assert ("maxLength" in str(make_prompt(BOOK, bounded=bounded).schema)) is bounded


def test_the_report_is_shown_with_its_day_and_without_boilerplate():
    at = TEXT.index("Read more")
    report = make_report(source="Gazette", cuts=(Cut(Span(at, len(TEXT)), "more", "rule"),))
    message = report_message(report, Span(0, len(TEXT)))
    assert "Day of publication: 1995-04-20" in message
    assert "Outlet: Gazette" in message
    assert message.endswith("students in Colombo.")


def test_a_day_that_is_not_known_is_said_to_be():
    message = report_message(make_report(published=None), Span(0, 6))
    assert message == "Day of publication: not known\n\nREPORT\nRebels"


def event_form(schema):
    return schema["properties"]["events"]["items"]["properties"]
