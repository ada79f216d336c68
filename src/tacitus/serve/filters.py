"""The one filter of pages, API, exports and publishing: in an address, and as a store is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlencode

from fastapi import Query
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from tacitus.records import TacitusError
from tacitus.store import EventQuery

Order = Literal["start", "-start", "killed", "-killed", "-reports", "id"]
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
Factuality = Literal["asserted", "hedged", "denied", "prospective"]
Contested = Literal[
    "any",
    "none",
    "type",
    "initiators",
    "targets",
    "place",
    "start",
    "killed",
    "injured",
    "captured",
    "weapon",
    "factuality",
]
ORDERS: tuple[str, ...] = get_args(Order)
#: Events on one page where nothing else is asked, and at the most.
PAGE, MOST = 50, 500
# an address stays below what browsers and proxies take
_MANY = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _a_day(given: Any) -> Any:
    """A day as it is written; a bare number would be taken for seconds since 1970."""
    if isinstance(given, str) and given.strip() and not _DAY.fullmatch(given.strip()):
        raise ValueError("is no day: write it as 2017-04-04")
    return given


#: A day, ISO 8601.
Day = Annotated[date, BeforeValidator(_a_day)]
_Word = Annotated[str, Field(max_length=200)]
_Words = Annotated[list[_Word], Field(max_length=_MANY)]
_Natural = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Filter(BaseModel):
    """What events are shown; all that is given must hold, of a list any one.

    Attributes:
        since, until: first and last day; events that may lie in between, no undated ones.
        bbox: west, south, east, north in degrees; west greater than east goes over the date line.
        country: ISO 3166 alpha-2 codes.
        actor: ids or names, with all their branches.
        type: sub-event types or event types.
        min_killed, max_killed: bounds of the best figure of killed.
        grade: grades of support.
        contested: "any", "none", or the field of which claims differ.
        outlet: who published it.
        stance: sides that its sources speak for; "none" for sources of no known side.
        factuality: how sure.
        q: words of its reports.
        rejected: whether those that reviewers rejected are shown instead.
        order: see ``store.query.ORDERS``.
        offset, limit: which of them.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    since: Day | None = None
    until: Day | None = None
    bbox: Annotated[
        str | None,
        Field(
            description="west,south,east,north in degrees WGS 84", examples=["35.5,32,42.5,37.5"]
        ),
    ] = None
    country: _Words = []
    actor: _Words = []
    type: _Words = []
    min_killed: _Natural | None = None
    max_killed: _Natural | None = None
    grade: Annotated[list[Grade], Field(max_length=_MANY)] = []
    contested: Contested | None = None
    outlet: _Words = []
    stance: _Words = []
    factuality: Annotated[list[Factuality], Field(max_length=_MANY)] = []
    q: Annotated[str | None, Field(max_length=500)] = None
    rejected: bool = False
    order: Order = "-start"
    offset: _Natural = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        """Forms send the fields that were left empty too."""
        if not isinstance(given, dict):
            return given
        kept = {name: _filled(value) for name, value in given.items()}
        return {name: value for name, value in kept.items() if value not in (None, "", [])}

    @field_validator("bbox")
    @classmethod
    def _a_box(cls, given: str | None) -> str | None:
        if given is not None:
            _box(given)
        return given

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """The filter that an address asks for; what else it has is passed over.

        Args:
            pairs: names and values of a query string, as ``request.query_params.multi_items()``.

        Raises:
            TacitusError: ``bad-query`` for a value that is none.
        """
        given: dict[str, Any] = {}
        for name, value in pairs:
            if name in _LISTS:
                given.setdefault(name, []).append(value)
            else:
                given[name] = value
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            raise TacitusError(
                "bad-query",
                f"{first['loc'][0] if first['loc'] else 'query'}: {first['msg']}.",
            ) from error

    def pairs(self, **changes: Any) -> list[tuple[str, str]]:
        """Names and values of its query string, in a fixed order; what asks nothing is left out.

        Args:
            changes: fields that are to be other; None takes what asks nothing.
        """
        found: list[tuple[str, str]] = []
        for name, nothing in _DEFAULTS.items():
            value = changes[name] if name in changes else getattr(self, name)
            if value is None or value == nothing:
                continue
            listed = value if isinstance(value, list | tuple) else [value]
            found += [(name, _written(item)) for item in listed]
        return found

    def to_query(self, **changes: Any) -> str:
        """Its query string, without "?"; the same for the same filter.

        Args:
            changes: as for ``pairs``.
        """
        return urlencode(self.pairs(**changes))

    def changed(self, **changes: Any) -> Self:
        """The filter with other values.

        Args:
            changes: as for ``pairs``.

        Raises:
            TacitusError: ``bad-query``.
        """
        return self.from_query(self.pairs(**changes))

    @property
    def selects(self) -> bool:
        """Whether it leaves any events out."""
        paging = {"order": None, "offset": None, "limit": None}
        return bool(self.pairs(**paging))

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north in degrees."""
        return None if self.bbox is None else _box(self.bbox)

    def to_store(self, *, whole: bool = False) -> EventQuery:
        """What the store is asked.

        Args:
            whole: whether all that it lets through is wanted, not one page.
        """
        return EventQuery(
            since=None if self.since is None else self.since.isoformat(),
            until=None if self.until is None else self.until.isoformat(),
            bbox=self.box,
            country=tuple(self.country) or None,
            actor=tuple(self.actor) or None,
            type=tuple(self.type) or None,
            min_killed=self.min_killed,
            max_killed=self.max_killed,
            contested={None: None, "any": True, "none": False}.get(self.contested, self.contested),
            support=tuple(self.grade),
            outlet=tuple(self.outlet) or None,
            stance=tuple(self.stance),
            factuality=tuple(self.factuality),
            text=self.q,
            rejected=self.rejected,
            limit=None if whole else self.limit,
            offset=0 if whole else self.offset,
            order=self.order,
        )


_DEFAULTS = {name: field.get_default() for name, field in Filter.model_fields.items()}
_LISTS = frozenset(name for name, field in Filter.model_fields.items() if field.get_default() == [])


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [item for item in map(_filled, value) if item != ""]
    return value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _box(text: str) -> tuple[float, float, float, float]:
    """West, south, east and north.

    Raises:
        ValueError: for what is no box.
    """
    parts = text.split(",")
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError as error:
        raise ValueError("needs four numbers: west,south,east,north") from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("is no box: give west,south,east,north in degrees")
    return west, south, east, north


#: For the parameters of routes.
FilterQuery = Annotated[Filter, Query()]
