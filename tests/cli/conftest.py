"""The command line as the tests call it."""

import sys

import pytest

from tacitus.cli import main


@pytest.fixture
def tacitus(monkeypatch, capsys):
    """Runs a command: its exit code, what it printed, what it printed as errors."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["tacitus", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return end.value.code or 0, out, err

    return call
