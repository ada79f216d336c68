"""The docs say what the program does."""

import re
from pathlib import Path

import pytest
import typer

from tacitus.cli import app
from tacitus.docs import stale_pages
from tacitus.export.codebook import FIELDS

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]


def commands():
    def walk(group, names):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, [*names, name])
            else:
                yield " ".join([*names, name]), command

    return dict(walk(typer.main.get_command(app), ["tacitus"]))


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_has_help_and_stands_in_the_reference(name):
    command = commands()[name]
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")

    assert command.help
    assert f"`{name}`" in page
    for parameter in command.params:
        assert parameter.help, parameter.name
        assert all(option in page for option in parameter.opts if option.startswith("--"))


def test_generated_pages_are_up_to_date():
    assert stale_pages(ROOT / "docs") == [], "run `make docs`"


def test_the_codebook_page_tells_every_field():
    page = (ROOT / "docs" / "codebook.md").read_text("utf-8")

    for names in FIELDS:
        for name in names.split(", "):
            assert f"`{name}`" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_commands_shown_are_commands(page):
    known = {name.split()[1] for name in commands()} | {"--version", "--help"}
    for line in re.findall(r"^tacitus (\S+)", page.read_text("utf-8"), re.MULTILINE):
        assert line in known, line


def test_make_targets_shown_exist():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for name in re.findall(
            r"`make ([\w-]+)`|^make ([\w-]+)", page.read_text("utf-8"), re.MULTILINE
        ):
            assert (name[0] or name[1]) in targets, name
