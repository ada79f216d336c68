"""The commands that fetch with a coder that stores reports and reads nothing out of them."""

from tacitus import fetch_commands, fetch_desk
from tacitus.fetch.collect import Stored
from tacitus.records import Coded


class StoringCoder:
    """Stands for ``fetch_desk.Coder``, without the seconds that models take to load."""

    def __init__(self, store, _):
        self._store = store

    def __call__(self, report):
        return Stored(self._store.add(Coded(report, (), (), (), {"tacitus": "test"})).outcome)


def watch():
    """The command line, for a process of its own."""
    fetch_desk.Coder = StoringCoder
    fetch_commands.fetch_app()
