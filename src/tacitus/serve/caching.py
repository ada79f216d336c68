"""What was asked before is not computed again: answers kept by the store's revision, and ETags."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from typing import Annotated, Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from fastapi import Depends, Response
from starlette.requests import Request

from tacitus import __version__
from tacitus.serve.filters import Filter
from tacitus.serve.state import store_of
from tacitus.store import Store
from tacitus.store.listing import revision_of

T = TypeVar("T")
P = ParamSpec("P")


class NotModified(Exception):  # noqa: N818 it is no error
    """What the browser has is what the answer would be.

    Args:
        headers: of the answer that says so.
    """

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("not modified")
        self.headers = headers


def revision(store: Store) -> str:
    """A mark that changes whenever anything in the store does."""
    with store.reading() as connection:
        return revision_of(connection)


class _Kept:
    """Answers of one revision of a store, those asked for last kept longest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = ""
        self._held: OrderedDict[Hashable, tuple[threading.Lock, list[Any]]] = OrderedDict()

    def get(self, now: str, key: Hashable, make: Callable[[], Any], most: int) -> Any:
        """The answer under a key; several who ask for it at once have it made once."""
        with self._lock:
            if now != self._revision:
                self._held.clear()
                self._revision = now
            lock, found = self._held.setdefault(key, (threading.Lock(), []))
            self._held.move_to_end(key)
            while len(self._held) > most:
                self._held.popitem(last=False)
        with lock:
            if not found:
                found.append(make())
            return found[0]


_by_store: WeakKeyDictionary[Store, dict[str, _Kept]] = WeakKeyDictionary()
_by_store_lock = threading.Lock()


def kept(most: int, *, paging: bool = True) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a view of a store gave, while nothing in the store changes.

    Args:
        most: how many answers are kept.
        paging: whether it hangs on the filter's order, offset and limit.
    """

    def of(view: Callable[P, T]) -> Callable[P, T]:
        name = f"{view.__module__}.{view.__qualname__}"
        form = signature(view)

        @wraps(view)
        def asked(*args: P.args, **named: P.kwargs) -> T:
            bound = form.bind(*args, **named)
            bound.apply_defaults()
            store, *rest = bound.arguments.values()
            if not isinstance(store, Store):
                raise TypeError(f"{name} needs a store")
            with _by_store_lock:
                held = _by_store.setdefault(store, {}).setdefault(name, _Kept())
            key = tuple(map(written, rest))
            found: T = held.get(revision(store), key, lambda: view(*args, **named), most)
            return found

        def written(value: Any) -> Hashable:
            if not isinstance(value, Filter):
                plain: Hashable = value
                return plain
            left_out = {} if paging else {"order": None, "offset": None, "limit": None}
            return tuple(value.pairs(**left_out))

        return asked

    return of


def etag_of(store: Store, request: Request) -> str:
    """The ETag of an answer: what the store holds, what is asked, what answers."""
    told = f"{__version__}\n{revision(store)}\n{request.url.path}?{request.url.query}"
    return f'W/"{hashlib.blake2b(told.encode(), digest_size=12).hexdigest()}"'


def check_fresh(request: Request, response: Response) -> None:
    """Give the answer an ETag, or say that what the browser has is still right.

    Raises:
        NotModified: where the request names that ETag.
    """
    etag = etag_of(store_of(request), request)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    named = request.headers.get("if-none-match", "")
    if etag in (part.strip() for part in named.split(",")) or named.strip() == "*":
        raise NotModified(headers)
    response.headers.update(headers)
    # for routes that answer with a response of their own
    request.state.headers = headers


Fresh = Annotated[None, Depends(check_fresh)]
