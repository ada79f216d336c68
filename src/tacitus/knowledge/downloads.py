"""Getting a file from a server: whole, or going on where an earlier try stopped."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock

from tacitus import __version__
from tacitus.records import TacitusError

_CHUNK = 1 << 16
_FIX = "Run the command again: it goes on where it stopped."
#: Told the whole size in bytes, None where the server tells none, and how much is there already.
Begin = Callable[[int | None, int], None]
#: Told how many bytes are there.
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was got.

    Attributes:
        url: where from.
        etag: the server's mark of that version, where it gave one.
        modified: when it was last changed, as the server told.
        size: its length in bytes by the server; None where it told none.
    """

    url: str
    etag: str | None
    modified: str | None
    size: int | None

    @property
    def validator(self) -> str | None:
        """What tells the server which version a part is of; a weak mark does not."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        return strong or self.modified


class _CutError(Exception):
    """The connection ended before the file did."""


def fetch(
    url: str,
    path: Path,
    *,
    timeout: float = 30.0,
    attempts: int = 4,
    pause: float = 1.0,
    begin: Begin = lambda size, done: None,
    step: Step = lambda done: None,
) -> Fetched:
    """Get ``url`` into ``path``, which appears only when it is whole.

    What came before a connection broke is kept beside it and the rest is asked for by HTTP Range,
    by this call or a later one, as long as the server says that the file is still the same
    (If-Range with a strong ETag or a date). A second process waits until the first is done.

    Args:
        url: http or https.
        path: the file to write; its folder is made.
        timeout: seconds without a byte until the connection counts as lost.
        attempts: how often to ask in a row without any byte coming.
        pause: seconds, doubled each time, to wait for a server that is busy or not reached.
        begin: called once when the server has told the size.
        step: called after each piece.

    Raises:
        TacitusError: ``bad-url``; ``download-failed`` when the server refuses, cannot be reached
            or sends another length than it told; ``cannot-write``.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise TacitusError("bad-url", f"{url}: is no http or https address.", "Mend --url.")
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f"{path.name}.lock")):
            got = _fetch(url, part, timeout, attempts, pause, begin, step)
            os.replace(part, path)
            _notes(part).unlink(missing_ok=True)
            return got
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error


def _fetch(
    url: str,
    part: Path,
    timeout: float,
    attempts: int,
    pause: float,
    begin: Begin,
    step: Step,
) -> Fetched:
    told: list[int] = []

    def once(size: int | None, done: int) -> None:
        if not told:
            told.append(done)
            begin(size, done)

    fruitless, most, why = 0, _size(part), ""
    while fruitless < attempts:
        busy = False
        try:
            return _go_on(url, part, timeout, once, step)
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise TacitusError(
                    "download-failed",
                    f"{url}: the server answers {error.code} {error.reason}.",
                    "Check the code of the country, and the address given with --url.",
                ) from error
            busy, why = True, f"the server answers {error.code} {error.reason}"
        except urllib.error.URLError as error:
            busy, why = True, f"cannot be reached ({error.reason})"
        except (_CutError, http.client.HTTPException) as error:
            why = f"the connection was cut after {_size(part)} bytes ({error})"
        # Only more than was ever there counts: a server may send the same bytes again and again.
        fruitless = 0 if _size(part) > most else fruitless + 1
        most = max(most, _size(part))
        if busy and fruitless < attempts:
            time.sleep(pause * 2**fruitless)
    raise TacitusError("download-failed", f"{url}: {why}.", _FIX)


def _go_on(url: str, part: Path, timeout: float, begin: Begin, step: Step) -> Fetched:
    """Ask once for what is missing, and take what comes."""
    headers = {"User-Agent": f"tacitus/{__version__}", "Accept-Encoding": "identity"}
    earlier, done = _earlier(part, url), _size(part)
    if earlier is not None and earlier.size == done:
        begin(done, done)
        return earlier  # a try that came to an end just before its last step
    if earlier is None or earlier.validator is None or not done:
        part.unlink(missing_ok=True)
        earlier, done = None, 0
    else:
        headers |= {"Range": f"bytes={done}-", "If-Range": str(earlier.validator)}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 checked by fetch
    try:
        answer = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 checked by fetch
    except urllib.error.HTTPError as error:
        if error.code == 416:
            # What is there does not fit the file any more: from the beginning, in the next try.
            part.unlink(missing_ok=True)
            raise _CutError("it does not go on where it stopped") from error
        raise
    with answer:
        got = _described(url, answer, done)
        if answer.status == 206 and (earlier is None or got.size != earlier.size):
            part.unlink(missing_ok=True)
            raise _CutError("the file has changed meanwhile")
        if answer.status != 206:
            done = 0
        _notes(part).write_text(json.dumps(asdict(got)), encoding="utf-8")
        begin(got.size, done)
        with part.open("ab" if done else "wb") as out:
            while piece := _piece(answer):
                out.write(piece)
                done += len(piece)
                step(done)
    if got.size is not None and done != got.size:
        raise _CutError(f"{got.size} were announced")
    return got


def _piece(answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read(_CHUNK)
    except OSError as error:
        raise _CutError(str(error) or type(error).__name__) from error


def _described(url: str, answer: http.client.HTTPResponse, done: int) -> Fetched:
    size = answer.headers.get("Content-Length")
    total = int(size) if size and size.isdigit() else None
    if answer.status == 206:
        span = answer.headers.get("Content-Range", "")
        start, _, whole = span.removeprefix("bytes ").partition("/")
        if not start.startswith(f"{done}-") or not whole.isdigit():
            raise _CutError(f"it sends another part than was asked for: {span!r}")
        total = int(whole)
    return Fetched(url, answer.headers.get("ETag"), answer.headers.get("Last-Modified"), total)


def _notes(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _earlier(part: Path, url: str) -> Fetched | None:
    """What an earlier try was told of the part that is there."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        earlier = Fetched(**json.loads(_notes(part).read_text(encoding="utf-8")))
        return earlier if earlier.url == url and part.exists() else None
    return None


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
