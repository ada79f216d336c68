"""Watching feeds: each new item fetched, kept, read and stored, round after round."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx

from tacitus.fetch.addresses import checked_url
from tacitus.fetch.client import Answer, Client
from tacitus.fetch.collect import Collector, Outcome
from tacitus.fetch.faults import FetchError, StoppedError
from tacitus.fetch.feeds import ACCEPT, Document, Feed, Item, read_feed
from tacitus.fetch.reading import Hints
from tacitus.fetch.state import FeedState, ItemState, State, with_problem
from tacitus.records import Problem, TacitusError

_MAX_AGE = re.compile(r"\bmax-age\s*=\s*(\d{1,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often feeds are asked and items are tried, in seconds.

    Attributes:
        first: between the first two readings of a feed.
        shortest, longest: bounds of the time between two readings.
        faster, slower: by what the time is multiplied after a reading with and without news.
        attempts: how often an item is tried.
        retry: until an item that failed is tried again; twice as long after each failure.
        slack: a feed that is due this soon is asked in a single round, since programs that are
            started by the hour do not start by the second.
    """

    first: float = 1_800.0
    shortest: float = 600.0
    longest: float = 86_400.0
    faster: float = 0.5
    slower: float = 1.5
    attempts: int = 5
    retry: float = 900.0
    slack: float = 60.0


@dataclass(slots=True)
class Watch:
    """Feeds under watch.

    Attributes:
        feeds: which.
        client: asks servers.
        collector: gets and stores pages.
        state: what was seen.
        tell: told what became of each feed and page.
        rhythm: how often to ask.
    """

    feeds: list[Feed]
    client: Client
    collector: Collector
    state: State
    tell: Callable[[Outcome], None]
    rhythm: Rhythm = field(default_factory=Rhythm)

    def run(self, *, once: bool = False, after_round: Callable[[], None] = lambda: None) -> None:
        """Watch until asked to stop, or for one round.

        What was begun is ended or stays in the state as waiting: the next run goes on there.

        Args:
            once: whether to end after the first round.
            after_round: called after each round.
        """
        try:
            while True:
                self.round(self.rhythm.slack if once else 0.0)
                after_round()
                if once:
                    return
                self.client.clock.sleep(max(1.0, self._next() - self._now()))
        except StoppedError:
            after_round()

    def round(self, slack: float = 0.0) -> None:
        """Ask the feeds that are due, then get the items that wait.

        Args:
            slack: seconds by which a feed may be early.

        Raises:
            StoppedError: when the run is asked to end.
        """
        for feed in self.feeds:
            if self.state.feed(feed.url).next <= self._now() + slack:
                self._may_go_on()
                self.tell(self._ask(feed))
        names = {feed.url: feed.name for feed in self.feeds}
        for item in self.state.due(list(names), self._now()):
            self._may_go_on()
            outcome = self._try(item, names[item.feed] or self.state.feed(item.feed).name)
            if outcome is not None:
                self.tell(outcome)

    def _may_go_on(self) -> None:
        if self.client.clock.stop.is_set():
            raise StoppedError

    def _next(self) -> float:
        """When something is to be done next."""
        urls = [feed.url for feed in self.feeds]
        item = self.state.next_item(urls)
        asked = min(self.state.feed(url).next for url in urls)
        return asked if item is None else min(asked, item)

    # Feeds

    def _ask(self, feed: Feed) -> Outcome:
        """Read a feed and remember what is new in it; no fault of it is raised."""
        before = self.state.feed(feed.url)
        try:
            return self._read(before)
        except TacitusError as error:
            return self._failed(before, error)
        # A fault of ours on one feed must not end the watch over the others.
        except Exception as error:  # noqa: BLE001
            told = f"{feed.url}: {type(error).__name__}: {error}"
            return self._failed(before, TacitusError("internal", told, "Please report this."))

    def _read(self, before: FeedState) -> Outcome:
        answer = self.client.get(
            before.url, etag=before.etag, modified=before.modified, accept=ACCEPT
        )
        now = self._now()
        asked = replace(before, failures=0, asked_at=now, read_at=now, code=None, message=None)
        if answer.status == 304:
            every = self._every(before, answer, None, news=False)
            self.state.put_feed(replace(asked, every=every, next=now + every), [], now)
            return Outcome("feed", before.url, "unchanged", items=0)
        document = read_feed(answer.body.content, answer.url, answer.header("Content-Type"))
        if document.problem is not None:
            asked = with_problem(asked, document.problem)
        items = [_seen(before.url, answer.url, item) for item in document.items]
        asked = replace(
            asked,
            name=document.name or before.name,
            etag=answer.header("ETag"),
            modified=answer.header("Last-Modified"),
        )
        # written twice, since the rhythm hangs on what is new: a kill between leaves the feed due
        news = self.state.put_feed(asked, items, now)
        every = self._every(before, answer, document, news=news > 0)
        self.state.put_feed(replace(asked, every=every, next=now + every), [], now)
        return Outcome("feed", before.url, "read", items=news, problem=document.problem)

    def _every(
        self, before: FeedState, answer: Answer, document: Document | None, *, news: bool
    ) -> float:
        """Seconds until the next reading: sooner after news, never sooner than the feed asks."""
        rhythm = self.rhythm
        asks = (document.every if document else None) or 0.0
        age = _MAX_AGE.search(answer.header("Cache-Control") or "")
        shortest = min(max(rhythm.shortest, asks, float(age[1]) if age else 0.0), rhythm.longest)
        if before.every is None:
            return max(rhythm.first, shortest)
        factor = rhythm.faster if news else rhythm.slower
        return min(max(before.every * factor, shortest), rhythm.longest)

    def _failed(self, before: FeedState, error: TacitusError) -> Outcome:
        now, failures = self._now(), before.failures + 1
        wait = min(self.rhythm.shortest * 2 ** min(failures, 30), self.rhythm.longest)
        if isinstance(error, FetchError) and error.wait is not None:
            wait = max(wait, min(error.wait, self.rhythm.longest))
        failed = replace(before, failures=failures, asked_at=now, next=now + wait)
        self.state.put_feed(with_problem(failed, error.problem), [], now)
        return Outcome("feed", before.url, "failed", problem=error.problem)

    # Items

    def _try(self, item: ItemState, source: str | None) -> Outcome | None:
        """Get an item's page; None where another feed named it and it was had since."""
        url = item.url or ""
        page = self.state.page(url)
        if page.read_at is not None and page.read_at >= item.seen_at:
            self.state.put_item(replace(item, state="done", code=None, message=None))
            return None
        hints = Hints(dated=item.dated, source=source, title=item.title)
        outcome = self.collector.collect(url, hints, feed=item.feed)
        self.state.put_item(self._after(item, outcome))
        return outcome

    def _after(self, item: ItemState, outcome: Outcome) -> ItemState:
        item = with_problem(item, outcome.problem)
        if outcome.outcome in ("skipped", "refused"):
            return replace(item, state="skipped")
        if outcome.outcome != "failed":
            return replace(item, state="done")
        failures = item.failures + 1
        if not outcome.passing or failures >= self.rhythm.attempts:
            return replace(item, state="failed", failures=failures)
        wait = self.rhythm.retry * 2 ** (failures - 1)
        wait = max(wait, min(outcome.wait or 0.0, self.rhythm.longest))
        return replace(item, failures=failures, next=self._now() + wait)

    def _now(self) -> float:
        return self.client.clock.now().timestamp()


def _seen(feed: str, base: str, item: Item) -> ItemState:
    """An item as it is remembered; one without an address of a page is passed over at once."""
    found = ItemState(feed, item.key, None, item.title, item.stamp, item.dated)
    if item.url is None:
        problem = Problem("no-link", "The item names no page.")
        return replace(with_problem(found, problem), state="skipped")
    try:
        return replace(found, url=str(checked_url(item.url, httpx.URL(base))))
    except TacitusError as error:
        return replace(with_problem(found, error.problem), state="failed")
