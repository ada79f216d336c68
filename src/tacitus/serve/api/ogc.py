"""Events as OGC API - Features, Part 1: Core (OGC 17-069r4), so that GIS programs can load them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from tacitus.export.geojson import geojson_feature
from tacitus.export.losses import Losses
from tacitus.records import Event, TacitusError
from tacitus.serve.api.common import NOT_FOUND, PROBLEMS, Link, Name, only, page_links
from tacitus.serve.caching import Fresh
from tacitus.serve.filters import Filter
from tacitus.serve.state import StoreDep
from tacitus.store import Store, listing

router = APIRouter(prefix="/ogc", tags=["OGC API Features"], responses=PROBLEMS)
COLLECTION = "events"
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson")
)
_TITLE = "Events that conflict reports claim"
_ABOUT = (
    "What claims of one or many reports say about one happening: claims, not facts. Figures are"
    " low, best and high by a named rule; fields in which claims differ are named in `contested`."
)


class FeatureFilter(Filter):
    """The desk's filter with the standard's name for time.

    Attributes:
        datetime: a day, a moment or an interval of them ("2017-04-01/2017-04-30", "../2017-04-30");
            events that may lie in it.
    """

    datetime: Annotated[str | None, Query(max_length=100)] = None


@dataclass(frozen=True, slots=True)
class Landing:
    """The first page.

    Attributes:
        title, description: what it is.
        links: to all there is.
    """

    title: str
    description: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Conformance:
    """Classes of the standard that are kept to.

    Attributes:
        conformsTo: their addresses.
    """

    conformsTo: tuple[str, ...]  # noqa: N815 the standard's name


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of features.

    Attributes:
        id, title, description: which.
        extent: box and interval of all of them.
        itemType: "feature".
        crs: coordinate systems.
        links: to it and its items.
    """

    id: str
    title: str
    description: str
    extent: dict[str, Any]
    itemType: str  # noqa: N815 the standard's name
    crs: list[str]
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Collections:
    """All collections.

    Attributes:
        collections: there is one.
        links: to this list.
    """

    collections: list[Collection]
    links: list[Link]


def _url(request: Request, route: str, **path: str) -> str:
    return str(request.url_for(route, **path))


@router.get("", name="ogc_landing", dependencies=[Depends(only())])
def landing(request: Request) -> Landing:
    """What there is."""
    return Landing(
        "Tacitus",
        _ABOUT,
        [
            Link("self", _url(request, "ogc_landing")),
            Link("service-desc", _url(request, "openapi"), OPENAPI, "The API described"),
            Link("conformance", _url(request, "ogc_conformance")),
            Link("data", _url(request, "ogc_collections")),
        ],
    )


@router.get("/conformance", name="ogc_conformance", dependencies=[Depends(only())])
def conformance() -> Conformance:
    """The classes of the standard that are kept to."""
    return Conformance(CONFORMANCE)


@router.get("/collections", name="ogc_collections", dependencies=[Depends(only())])
def collections(request: Request, store: StoreDep, _: Fresh) -> Collections:
    """The collections: there is one, of all events."""
    here = Link("self", _url(request, "ogc_collections"))
    return Collections([_collection(request, store)], [here])


@router.get(
    "/collections/{collection}",
    name="ogc_collection",
    responses=NOT_FOUND,
    dependencies=[Depends(only())],
)
def collection(request: Request, store: StoreDep, collection: Name, _: Fresh) -> Collection:
    """The collection of events."""
    _known(collection)
    return _collection(request, store)


def _known(collection: str) -> None:
    if collection != COLLECTION:
        raise TacitusError(
            "no-such-collection", f"there is no collection {collection[:50]!r}.", "Ask for events."
        )


def _collection(request: Request, store: Store) -> Collection:
    with store.reading() as connection:
        box, days = listing.extent(connection)
    items = _url(request, "ogc_items", collection=COLLECTION)
    return Collection(
        COLLECTION,
        _TITLE,
        _ABOUT,
        {
            "spatial": {"bbox": [box or [-180.0, -90.0, 180.0, 90.0]], "crs": CRS84},
            "temporal": {
                "interval": [[_moment(days[0]), _moment(days[1])]],
                "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            },
        },
        "feature",
        [CRS84],
        [
            Link("self", _url(request, "ogc_collection", collection=COLLECTION)),
            Link("items", items, GEOJSON, _TITLE),
        ],
    )


def _moment(day: str | None) -> str | None:
    return None if day is None else f"{day}T00:00:00Z"


_ITEMS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "GeoJSON, RFC 7946",
        "content": {GEOJSON: {"schema": {"type": "object", "required": ["type", "links"]}}},
    },
    **NOT_FOUND,
}


@router.get(
    "/collections/{collection}/items",
    name="ogc_items",
    response_class=JSONResponse,
    responses=_ITEMS,
    dependencies=[Depends(only("datetime", filtered=True))],
)
def items(
    request: Request,
    store: StoreDep,
    collection: Name,
    asked: Annotated[FeatureFilter, Query()],
    _: Fresh,
) -> JSONResponse:
    """Events as features; beside bbox, datetime and limit all that the desk's filter asks."""
    _known(collection)
    query = _within(asked).to_store()
    events = list(store.events(query))
    with store.reading() as connection:
        total = listing.sums(connection, query)[0].events
    links = page_links(request, asked.offset, asked.limit, total, GEOJSON)
    form = {
        "type": "FeatureCollection",
        "features": _features(store, events),
        "numberMatched": total,
        "numberReturned": len(events),
        "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "links": [_link_form(link) for link in links],
    }
    return JSONResponse(form, media_type=GEOJSON, headers=request.state.headers)


@router.get(
    "/collections/{collection}/items/{name}",
    name="ogc_item",
    response_class=JSONResponse,
    responses=_ITEMS,
    dependencies=[Depends(only())],
)
def item(request: Request, store: StoreDep, collection: Name, name: Name, _: Fresh) -> JSONResponse:
    """One event as a feature."""
    _known(collection)
    event = store.event(name)
    found = _features(store, [event])
    if not found:
        raise TacitusError("no-such-event", f"a reviewer rejected {event.id}.", "")
    links = [
        Link("self", str(request.url), GEOJSON),
        Link("collection", _url(request, "ogc_collection", collection=COLLECTION)),
        Link("alternate", _url(request, "one_event", name=event.id), title="All that is known"),
    ]
    form = found[0] | {"links": [_link_form(link) for link in links]}
    return JSONResponse(form, media_type=GEOJSON, headers=request.state.headers)


def _features(store: Store, events: list[Event]) -> list[dict[str, Any]]:
    tellings = store.tellings(key for event in events for key in event.claims)
    # what the form cannot hold is told with the exports
    losses = Losses("geojson")
    made = (geojson_feature(e, tellings, losses, quotes=False, areas=False) for e in events)
    return [feature for feature in made if feature is not None]


def _link_form(link: Link) -> dict[str, str]:
    form = {"rel": link.rel, "href": link.href, "type": link.type}
    return form | ({"title": link.title} if link.title else {})


def _within(asked: FeatureFilter) -> Filter:
    """The filter with the days that the standard's parameter names."""
    if asked.datetime is None:
        return asked
    since, until = _interval(asked.datetime)
    return asked.model_copy(
        update={
            "since": max(filter(None, (since, asked.since)), default=None),
            "until": min(filter(None, (until, asked.until)), default=None),
        }
    )


def _interval(text: str) -> tuple[date | None, date | None]:
    """The first and last day that an instant or interval of RFC 3339 names.

    Raises:
        TacitusError: ``bad-query``.
    """
    parts = [part.strip() for part in text.split("/")]
    ends = [None if part in ("", "..") else _day(part) for part in parts]
    if len(parts) == 1 and ends[0] is not None:
        return ends[0], ends[0]
    if len(parts) != 2 or ends == [None, None]:
        raise _no_time(text)
    return ends[0], ends[1]


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise _no_time(text) from error


def _no_time(text: str) -> TacitusError:
    return TacitusError(
        "bad-query",
        f"datetime {text[:60]!r} is no day, moment or interval.",
        "Write 2017-04-04, 2017-04-01/2017-04-30 or ../2017-04-30.",
    )
