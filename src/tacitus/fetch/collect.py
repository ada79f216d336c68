"""From an address to a kept capture, a report and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from tacitus.fetch.addresses import checked_url
from tacitus.fetch.capture import Capture
from tacitus.fetch.client import Answer, Client
from tacitus.fetch.faults import FetchError
from tacitus.fetch.keep import Keep
from tacitus.fetch.reading import Hints, report_of
from tacitus.fetch.state import PageState, State, with_problem
from tacitus.read import Skipped
from tacitus.records import Problem, Report, TacitusError


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a report.

    Attributes:
        outcome: "new", "same", "recoded", "refused", or "passed" over as not of conflict.
        claims: how many were put in.
        problem: why it was refused or passed over, or stored with nothing read out of it.
    """

    outcome: str
    claims: int = 0
    problem: Problem | None = None


#: Codes a report and stores it.
OnReport = Callable[[Report], Stored]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an address.

    Attributes:
        about: "page" or "feed".
        url: the address as asked for.
        outcome: of a page that of its report (see ``Stored``), "skipped" where it was had and is no
            report, "failed" where it could not be had; of a feed "read", "unchanged" or "failed".
        feed: the feed that named the page.
        report: id of the report.
        updates: id of the report that the page gave before, where it has been changed since; that
            one stays stored.
        claims: how many were put in.
        sha256: hash of the content.
        capture: number of the record.
        items: of a feed, how many items are new or changed.
        problem: what went wrong.
        passing: whether a later try may succeed.
        wait: seconds that the server asks to wait before it.
    """

    about: str
    url: str
    outcome: str
    feed: str | None = None
    report: str | None = None
    updates: str | None = None
    claims: int | None = None
    sha256: str | None = None
    capture: int | None = None
    items: int | None = None
    problem: Problem | None = None
    passing: bool = False
    wait: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields that say something, as plain JSON values."""
        told: dict[str, Any] = {"about": self.about, "url": self.url, "outcome": self.outcome}
        for name in ("feed", "report", "updates", "claims", "sha256", "capture", "items"):
            if getattr(self, name) is not None:
                told[name] = getattr(self, name)
        if self.problem is not None:
            told["problem"] = asdict(self.problem)
        return told


@dataclass(slots=True)
class Collector:
    """Gets pages, keeps them and has their reports stored.

    Attributes:
        client: asks servers.
        keep: where contents are kept.
        state: what is remembered of pages.
        on_report: codes and stores a report.
        name: who has it collected, for the records.
    """

    client: Client
    keep: Keep
    state: State
    on_report: OnReport
    name: str | None = None

    def collect(self, url: str, hints: Hints | None = None, feed: str | None = None) -> Outcome:
        """Get a page, keep it, read it and have its report stored; no fault of it is raised.

        A page that was had before is asked for only if it has changed; where it has not, the kept
        content is read again, so that a report that was not stored then is stored now.

        Args:
            url: the address.
            hints: what is known of the page apart from itself.
            feed: the feed that named it.

        Raises:
            StoppedError: when the run is asked to end while it waits.
        """
        try:
            name = str(checked_url(url))
        except FetchError as error:
            # no page, so nothing is remembered of it
            return Outcome("page", url, "failed", feed=feed, problem=error.problem)
        try:
            return replace(self._collected(name, hints or Hints()), feed=feed)
        except TacitusError as error:
            return self._failed(name, error, feed)
        # A fault of ours on one page must not end a run over many; it is told and counted.
        except Exception as error:  # noqa: BLE001
            told = f"{name}: {type(error).__name__}: {error}"
            fault = TacitusError("internal", told, "Please report this.")
            return self._failed(name, fault, feed)

    def _collected(self, url: str, hints: Hints) -> Outcome:
        before, content = self._known(url)
        answer = self.client.get(url, etag=before.etag, modified=before.modified)
        known = None
        if answer.status != 304:
            content = answer.body.content
        elif content is None:
            raise FetchError("refused", f"{url}: says “not modified” unasked.", status=304)
        else:
            known = before.sha256
        capture = self.keep.add(answer, known=known, collector=self.name)
        page = self._page(before, answer, capture)
        self.state.put_page(page)
        item = report_of(capture, content, self.keep.path_of(capture.sha256), hints)
        made = Outcome("page", url, "skipped", sha256=capture.sha256, capture=capture.number)
        if isinstance(item, Skipped):
            self.state.put_page(with_problem(page, item.problem))
            return replace(made, problem=item.problem)
        stored = self.on_report(item)
        if stored.outcome == "refused" and stored.problem is not None:
            page = with_problem(page, stored.problem)
        else:
            page = replace(page, report=item.id, read_at=self._now())
        self.state.put_page(page)
        return replace(
            made,
            outcome=stored.outcome,
            report=item.id,
            updates=before.report if before.report != item.id else None,
            claims=stored.claims,
            problem=stored.problem,
        )

    def _known(self, url: str) -> tuple[PageState, bytes | None]:
        """What the page was had as, without the marks where its content is not kept any more."""
        before = self.state.page(url)
        if before.sha256 is None:
            return before, None
        try:
            return before, self.keep.read(before.sha256)
        except TacitusError:
            return replace(before, etag=None, modified=None, sha256=None), None

    def _page(self, before: PageState, answer: Answer, capture: Capture) -> PageState:
        kept = before if answer.status == 304 else PageState(before.url)
        return replace(
            before,
            etag=answer.header("ETag") or kept.etag,
            modified=answer.header("Last-Modified") or kept.modified,
            sha256=capture.sha256,
            failures=0,
            asked_at=self._now(),
            code=None,
            message=None,
        )

    def _failed(self, url: str, error: TacitusError, feed: str | None) -> Outcome:
        problem = error.problem
        passing, wait = True, None
        if isinstance(error, FetchError):
            passing, wait = error.passing, error.wait
        page = self.state.page(url)
        failed = replace(page, failures=page.failures + 1, asked_at=self._now())
        self.state.put_page(with_problem(failed, problem))
        return Outcome(
            "page", url, "failed", feed=feed, problem=problem, passing=passing, wait=wait
        )

    def _now(self) -> float:
        return self.client.clock.now().timestamp()
