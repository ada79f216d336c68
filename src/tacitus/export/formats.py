"""The formats that events can be written in, by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tacitus.export.losses import Losses
from tacitus.records import Event, TacitusError, Telling

Writer = Callable[..., Losses]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of events.

    Attributes:
        name: as asked for ("geojson").
        about: what it is, in a few words.
        module: of ``tacitus.export`` that writes it.
        function: in that module.
    """

    name: str
    about: str
    module: str
    function: str

    def writer(self) -> Writer:
        """The function that writes it; its module is loaded at the first call."""
        found: Writer = getattr(import_module(f"tacitus.export.{self.module}"), self.function)
        return found


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("acled", "ACLED's table of events", "acled", "write_acled"),
        Format("ucdp", "UCDP's Georeferenced Event Dataset", "ucdp", "write_ucdp"),
        Format("plover", "PLOVER records, JSON lines", "plover", "write_plover"),
        Format("cameo", "CAMEO codes in a tab-separated table", "cameo", "write_cameo"),
        Format("geojson", "GeoJSON for maps, RFC 7946", "geojson", "write_geojson"),
        Format("timemap", "sheets for Forensic Architecture's timemap", "timemap", "write_timemap"),
        Format("csv", "tables of events and of their claims", "events_csv", "write_events_csv"),
        Format("parquet", "the same as Parquet, with types", "parquet", "write_parquet"),
    )
}


def write_events(
    form: str,
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    **options: Any,
) -> Losses:
    """Write events in a format.

    Args:
        form: name of the format, one of ``FORMATS``.
        events: what to write.
        tellings: their claims with their reports, by key.
        out: the folder for its files and ``losses.json``.
        options: of the format, as its writer names them.

    Returns:
        What was lost.

    Raises:
        TacitusError: ``unknown-format`` for a name that no format has, ``unknown-option`` for an
            option that the format lacks; otherwise as its writer.
    """
    if form not in FORMATS:
        raise TacitusError(
            "unknown-format", f"{form!r} is no format of events.", f"Use {', '.join(FORMATS)}."
        )
    write = FORMATS[form].writer()
    known = options_of(write)
    for name in options:
        if name not in known:
            raise TacitusError(
                "unknown-option",
                f"the format {form} has no option {name!r}.",
                f"It has {', '.join(known)}." if known else "It has none.",
            )
    return write(events, tellings, out, **options)


def options_of(write: Writer) -> tuple[str, ...]:
    """The names of the options that a writer takes.

    Args:
        write: the writer of a format.
    """
    given = inspect.signature(write).parameters.values()
    return tuple(p.name for p in given if p.kind is inspect.Parameter.KEYWORD_ONLY)
