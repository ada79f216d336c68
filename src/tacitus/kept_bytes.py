"""Where the bytes that reports were read from are kept, and their keeping while files are read."""

from __future__ import annotations

from pathlib import Path

from tacitus.read.originals import Originals
from tacitus.records import Report, TacitusError


def beside(store: str, suffix: str) -> Path | None:
    """A file or folder beside the file of a store; None for a store on a server.

    Args:
        store: its file or URL.
        suffix: of the name wanted: "bytes" gives "tacitus.bytes" for "tacitus.db".
    """
    # Loaded only where it is asked for: databases and the net take time to load.
    from tacitus.store.connect import Database

    database = Database(store)
    try:
        path = database.path
    finally:
        database.close()
    if path is None:
        return None
    return path.with_name(f"{path.stem if path.suffix == '.db' else path.name}.{suffix}")


def bytes_folder(store: str, kept: Path | None) -> Path:
    """The folder of kept bytes: the one given, else the one beside the store.

    Raises:
        TacitusError: ``no-bytes`` where there is neither.
    """
    folder = kept or beside(store, "bytes")
    if folder is None:
        raise TacitusError(
            "no-bytes",
            "A store on a server has no folder beside it.",
            "Name the folder of kept bytes with --bytes.",
        )
    return folder


class Keeper:
    """Keeps the document of each report that is read from files, once.

    Args:
        folder: as ``Keep``.
        collector: who has it collected, for the records.

    Attributes:
        folder: as given.
        originals: to be given to ``read_paths``.
    """

    def __init__(self, folder: Path, collector: str | None = None) -> None:
        from tacitus.fetch.keep import Keep

        self.folder = folder
        self.originals = Originals()
        self._keep = Keep(folder)
        self._collector = collector

    def __call__(self, report: Report) -> None:
        """Keep the document of the report that came out of ``read_paths`` last.

        Rows of tables and lines of JSON have no document of their own, and nothing is kept.

        Raises:
            TacitusError: as ``Keep.add_file``; ``cannot-read`` where the file is gone.
        """
        original, file = self.originals.now, self.originals.file
        if original is None or original.sha256 != report.sha256:
            return
        try:
            self._keep.add_file(
                original.data,
                original.name,
                file=Path(file) if file else None,
                file_sha256=self.originals.file_hash(),
                collector=self._collector,
            )
        except OSError as error:
            raise TacitusError(
                "cannot-read", f"{file}: cannot be read again ({error}).", "Put it back."
            ) from error
