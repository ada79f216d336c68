"""Which column of a table, or field of a JSON record, holds what of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tacitus.knowledge.load import Entry, packaged
from tacitus.read.report import Told
from tacitus.records import TacitusError

_APART = re.compile(r"[\s._-]+")


class ColumnNames(Entry):
    """Schema of ``knowledge/columns.yaml``.

    Attributes:
        columns: for each field of a report, the names its column goes by.

    """

    columns: dict[str, tuple[str, ...]]


@cache
def column_names() -> dict[str, tuple[str, ...]]:
    """For each field of a report the usual names of its column, most telling first."""
    return packaged("columns.yaml", ColumnNames).columns


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; fields that are not named are found by the usual names.

    Attributes:
        named: for fields of a report ("text", "published", ...) the column or JSON field; a dot
            leads into a JSON object ("fields.body").

    """

    named: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, written: str) -> Columns:
        """Columns as the command line gives them: ``text=body,published=date``.

        Raises:
            TacitusError: ``bad-columns``.
        """
        named: dict[str, str] = {}
        for pair in filter(None, (part.strip() for part in written.split(","))):
            name, equals, column = (part.strip() for part in pair.partition("="))
            if not equals or not column or name not in column_names():
                known = ", ".join(column_names())
                raise TacitusError(
                    "bad-columns",
                    f"--columns: {pair!r} names no field of a report.",
                    f"Write FIELD=COLUMN, FIELD one of {known}.",
                )
            named[name] = column
        return cls(named)

    def check(self, there: Iterable[str], name: str) -> None:
        """See that a table has the columns that were named, and one for the text.

        Args:
            there: its columns.
            name: of the file, for messages.

        Raises:
            TacitusError: ``no-column``, naming the first that is missing and those there are.
        """
        columns = list(there)
        known = {_plain(column) for column in columns}
        shown = ", ".join(columns[:30])
        for column in self.named.values():
            if _plain(column) not in known:
                raise TacitusError(
                    "no-column",
                    f"{name}: has no column {column!r}; it has {shown}.",
                    "Name its columns with --columns text=…,published=….",
                )
        if "text" not in self.named and known.isdisjoint(map(_plain, column_names()["text"])):
            raise TacitusError(
                "no-column",
                f"{name}: none of its columns is known to hold the text; it has {shown}.",
                "Name it with --columns text=….",
            )

    def find(self, record: Mapping[str, object], name: str) -> object:
        """The value of a report's field in a record; None where there is none.

        Args:
            record: a row by column, or a JSON object.
            name: the field.
        """
        return self._find(record, {_plain(key): value for key, value in record.items()}, name)

    def _find(self, record: Mapping[str, object], plain: Mapping[str, object], name: str) -> object:
        if name in self.named:
            return _value(record, plain, self.named[name])
        for usual in column_names()[name]:
            value = _value(record, plain, usual)
            if value not in (None, "", [], {}):
                return value
        return None

    def told(self, record: Mapping[str, object]) -> Told:
        """All that a record says of its text."""
        plain = {_plain(key): value for key, value in record.items()}
        words: dict[str, Any] = {
            name: _words(self._find(record, plain, name))
            for name in column_names()
            if name not in ("text", "published", "updated")
        }
        return Told(
            published=self._find(record, plain, "published"),
            updated=self._find(record, plain, "updated"),
            **words,
        )


def _plain(name: str) -> str:
    return _APART.sub("", name).casefold()


def _value(record: Mapping[str, object], plain: Mapping[str, object], column: str) -> object:
    if column in record:
        return record[column]
    if _plain(column) in plain:
        return plain[_plain(column)]
    value: object = record
    for step in column.split("."):
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def _words(value: object) -> str | None:
    """A field as words: as ``word``, and lists are joined."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(word, value))) or None
    return word(value)


def word(value: object) -> str | None:
    """A value as a word: numbers are written out, all else but text is left out."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip() or None
