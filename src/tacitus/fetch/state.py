"""What was asked, what was seen and what failed: the memory of ``fetch`` and ``watch``.

A small SQLite file beside the store. It can be deleted: feeds are then read as if for the first
time, and reports that are stored already are passed over.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from tacitus.records import Problem, TacitusError

_FORM = 1
_APPLICATION = 0x54414346  # "TACF"
_TABLES = """
CREATE TABLE feeds (
  url TEXT PRIMARY KEY, name TEXT, etag TEXT, modified TEXT,
  next REAL NOT NULL DEFAULT 0, every REAL, failures INTEGER NOT NULL DEFAULT 0,
  asked_at REAL, read_at REAL, code TEXT, message TEXT
);
CREATE TABLE items (
  feed TEXT NOT NULL, key TEXT NOT NULL, url TEXT, title TEXT, stamp TEXT, dated TEXT,
  state TEXT NOT NULL, next REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
  seen_at REAL NOT NULL, code TEXT, message TEXT,
  PRIMARY KEY (feed, key)
);
CREATE INDEX items_waiting ON items (state, next);
CREATE TABLE pages (
  url TEXT PRIMARY KEY, etag TEXT, modified TEXT, sha256 TEXT,
  failures INTEGER NOT NULL DEFAULT 0, asked_at REAL, read_at REAL, report TEXT,
  code TEXT, message TEXT
);
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed.

    Attributes:
        url: its address.
        name: what it calls itself, None until it was read.
        etag, modified: what it was last had as.
        next: when it is to be asked again, seconds since 1970.
        every: seconds between asking it, as found so far.
        failures: how often in a row it failed.
        asked_at: when it was last asked.
        read_at: when it was last read, or unchanged.
        code, message: what the last failure was.
    """

    url: str
    name: str | None = None
    etag: str | None = None
    modified: str | None = None
    next: float = 0.0
    every: float | None = None
    failures: int = 0
    asked_at: float | None = None
    read_at: float | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is remembered of an item of a feed.

    Attributes:
        feed: address of the feed.
        key: its id there.
        url: address of the page.
        title, dated: headline and day as the feed has them.
        stamp: what changes when the item is changed.
        state: "waiting", "done", "skipped" (read and no report) or "failed" (given up).
        next: when it is to be tried, seconds since 1970.
        failures: how often it failed.
        seen_at: when it was first seen as it is.
        code, message: what the last failure was.
    """

    feed: str
    key: str
    url: str | None
    title: str | None
    stamp: str | None
    dated: str | None
    state: str = "waiting"
    next: float = 0.0
    failures: int = 0
    seen_at: float = 0.0
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class PageState:
    """What is remembered of a page.

    Attributes:
        url: the address as asked for.
        etag, modified, sha256: what it was last had as; None where it never was.
        failures: how often in a row it failed.
        asked_at: when it was last asked, seconds since 1970.
        read_at: when a report was last read of it.
        report: id of that report.
        code, message: what the last failure was.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None
    failures: int = 0
    asked_at: float | None = None
    read_at: float | None = None
    report: str | None = None
    code: str | None = None
    message: str | None = None


_S = TypeVar("_S", FeedState, ItemState, PageState)


def with_problem(state: _S, problem: Problem | None) -> _S:
    """What is remembered, with what went wrong last; None where nothing did."""
    return replace(
        state,
        code=problem.code if problem else None,
        message=problem.message if problem else None,
    )


class State:
    """The memory, at rest in a file; each change is committed when its method returns.

    Args:
        path: the file; made where there is none.

    Raises:
        TacitusError: ``bad-state`` where it is another file or cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=30.0, isolation_level=None)
            try:
                self._base.row_factory = sqlite3.Row
                self._prepare()
            except BaseException:
                self._base.close()
                raise

    def _prepare(self) -> None:
        self._base.execute("PRAGMA journal_mode=WAL")
        with self._writing():
            application = self._base.execute("PRAGMA application_id").fetchone()[0]
            form = self._base.execute("PRAGMA user_version").fetchone()[0]
            empty = not self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if empty:
                for statement in _TABLES.split(";"):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA application_id={_APPLICATION}")
                self._base.execute(f"PRAGMA user_version={_FORM}")
            elif (application, form) != (_APPLICATION, _FORM):
                raise sqlite3.DatabaseError("it is another's file, or of another version")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise TacitusError(
                "bad-state",
                f"{self.path}: cannot be used as the memory of what was fetched ({error}).",
                "Move it away: a new one is made, and stored reports are passed over.",
            ) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self._told():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file up."""
        self._base.close()

    # Feeds

    def feed(self, url: str) -> FeedState:
        """What is remembered of a feed; one that is new was never asked."""
        row = self._one("SELECT * FROM feeds WHERE url=?", url)
        return FeedState(url) if row is None else FeedState(**row)

    def feeds(self) -> list[FeedState]:
        """All feeds ever asked."""
        return [FeedState(**row) for row in self._all("SELECT * FROM feeds ORDER BY url")]

    def put_feed(self, feed: FeedState, items: list[ItemState], now: float) -> int:
        """Remember a feed and the items seen in it, together.

        Args:
            feed: as it is now.
            items: those of its document.
            now: the moment, seconds since 1970.

        Returns:
            How many items wait that did not before: new ones, and those changed since.
        """
        changed = 0
        with self._writing():
            self._put("feeds", feed)
            for item in items:
                changed += self._put_seen(item, now)
        return changed

    def _put_seen(self, item: ItemState, now: float) -> bool:
        asked = "SELECT stamp FROM items WHERE feed=? AND key=?"
        row = self._base.execute(asked, (item.feed, item.key)).fetchone()
        if row is not None and row["stamp"] == item.stamp:
            return False
        self._put("items", replace(item, seen_at=now))
        return item.state == "waiting"

    # Items

    def due(self, feeds: list[str], now: float) -> Iterator[ItemState]:
        """Items of these feeds that wait and are to be tried by now, the first seen first.

        Each is looked up when the one before has been dealt with, and none comes twice.
        """
        asked = "SELECT rowid AS number, * FROM items WHERE state='waiting' AND next<=? AND rowid>?"
        asked = f"{asked} AND feed IN ({_marks(feeds)}) ORDER BY rowid LIMIT 1"
        last = 0
        while row := self._one(asked, now, last, *feeds):
            last = row.pop("number")
            yield ItemState(**row)

    def next_item(self, feeds: list[str]) -> float | None:
        """When the next waiting item of these feeds is to be tried; None where none waits."""
        asked = "SELECT min(next) AS next FROM items WHERE state='waiting'"
        row = self._one(f"{asked} AND feed IN ({_marks(feeds)})", *feeds)
        return None if row is None else row["next"]

    def put_item(self, item: ItemState) -> None:
        """Remember what became of an item."""
        asked = (
            "UPDATE items SET state=?, next=?, failures=?, code=?, message=?"
            " WHERE feed=? AND key=? AND stamp IS ?"
        )
        told = (item.state, item.next, item.failures, item.code, item.message)
        with self._writing():
            self._base.execute(asked, (*told, item.feed, item.key, item.stamp))

    def items(self) -> Iterator[ItemState]:
        """All items ever seen."""
        for row in self._all("SELECT * FROM items ORDER BY rowid"):
            yield ItemState(**row)

    # Pages

    def page(self, url: str) -> PageState:
        """What is remembered of a page; one that is new was never asked."""
        row = self._one("SELECT * FROM pages WHERE url=?", url)
        return PageState(url) if row is None else PageState(**row)

    def pages(self) -> list[PageState]:
        """All pages ever asked."""
        return [PageState(**row) for row in self._all("SELECT * FROM pages ORDER BY url")]

    def put_page(self, page: PageState) -> None:
        """Remember a page as it is now."""
        with self._writing():
            self._put("pages", page)

    def _put(self, table: str, record: FeedState | ItemState | PageState) -> None:
        row = asdict(record)
        # names of tables and fields are ours
        asked = f"INSERT OR REPLACE INTO {table} ({','.join(row)})"
        self._base.execute(f"{asked} VALUES ({_marks(list(row))})", list(row.values()))

    def _one(self, asked: str, *values: object) -> dict[str, Any] | None:
        with self._told():
            row = self._base.execute(asked, values).fetchone()
        return None if row is None else dict(row)

    def _all(self, asked: str) -> list[dict[str, Any]]:
        with self._told():
            return [dict(row) for row in self._base.execute(asked)]


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values))
