"""Which readers there are: those of Tacitus and those that other packages add.

A package adds one with an entry point in its ``pyproject.toml``::

    [project.entry-points."tacitus.readers"]
    rtf = "my_package.rtf:RtfReader"

where ``RtfReader`` is a ``tacitus.read.reading.Reader``.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from tacitus.read.reading import Reader
from tacitus.records import Problem, TacitusError

GROUP = "tacitus.readers"
_OWN = "tacitus.read."


@cache
def readers() -> tuple[tuple[Reader, ...], tuple[Problem, ...]]:
    """All readers, those of other packages first, by name; and why some could not be loaded.

    Raises:
        TacitusError: ``no-readers`` where not even those of Tacitus are registered.
    """
    found = sorted(
        entry_points(group=GROUP), key=lambda point: (point.value.startswith(_OWN), point.name)
    )
    if not any(point.value.startswith(_OWN) for point in found):
        raise TacitusError(
            "no-readers", "the readers of Tacitus are not registered.", "Install Tacitus anew."
        )
    loaded: list[Reader] = []
    faults: list[Problem] = []
    for point in found:
        try:
            loaded.append(_load(point))
        # A package of others may fail in any way; its fault must not keep the rest from reading.
        except Exception as error:  # noqa: BLE001
            faults.append(
                Problem(
                    "bad-reader",
                    f"reader {point.name} ({point.value}): cannot be loaded "
                    f"({type(error).__name__}: {error}).",
                    "Mend or remove the package it comes from.",
                )
            )
    return tuple(loaded), tuple(faults)


def _load(point: EntryPoint) -> Reader:
    made = point.load()()
    if not isinstance(made, Reader):
        raise TypeError("it is no tacitus.read.reading.Reader")
    return made


def suffixes() -> frozenset[str]:
    """The endings of the names of files that are taken out of folders and archives."""
    return frozenset(suffix for reader in readers()[0] for suffix in reader.suffixes)
