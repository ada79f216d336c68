"""What lists, networks and pages of actors show: records that pages and API share.

Actors are those that stand on their own (see ``resolve.standing``): no single person is among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.export.network import NetworkEdge, NetworkNode
from tacitus.serve.views.lists import Bin, EventShort
from tacitus.store.listing import Sums


@dataclass(frozen=True, slots=True)
class Counted:
    """A value with how many events have it.

    Attributes:
        value: as printed.
        events: how many.
        killed: their losses.
    """

    value: str
    events: int
    killed: Sums


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in the list of actors.

    Attributes:
        id: in the registry ("islamic_state", "state:SY:army"); "name:free-suma-army" of a group
            that is in none; "class:rebels:SY" for all those whom nothing tells apart.
        name: as printed.
        kind: class of actor.
        sort: "registry", "group" or "class".
        country: ISO 3166 alpha-2 code, or None.
        events, initiated, suffered: events it takes part in, as initiator, as target.
        killed: losses of the events that it initiated, on all sides.
        killed_as_target: losses of the events of which it is a target, on all sides.
        contested: events in which accounts differ.
        outlets: how many published on its events.
        types: sub-event types of its events, commonest first, three at the most.
        first, last: first and last day of its events.
    """

    id: str
    name: str
    kind: str
    sort: str
    country: str | None
    events: int
    initiated: int
    suffered: int
    killed: Sums
    killed_as_target: Sums
    contested: int
    outlets: int
    types: tuple[str, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ActorPageful:
    """A page of the list of actors.

    Attributes:
        actors: those of the page, those of most events first.
        total: how many there are.
        offset, limit: which of them these are.
        unnamed: events in which parties are named that have no page: single persons, and things.
    """

    actors: tuple[ActorRow, ...]
    total: int
    offset: int
    limit: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class Network:
    """Actors and what binds them, the strongest ties first.

    Attributes:
        nodes: the actors that the ties bind, those of most events first.
        edges: the ties.
        total_actors: how many actors any tie of the kinds asked for binds.
        total_edges: how many ties there are of the kinds asked for.
    """

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]
    total_actors: int
    total_edges: int

    @property
    def names(self) -> dict[str, str]:
        """The actors' names by their ids."""
        return {node.id: node.name for node in self.nodes}


@dataclass(frozen=True, slots=True)
class Saying:
    """A report that says what binds two actors.

    Attributes:
        report: its id; the words are at /reports/ID#at-START.
        outlet, published: of the report.
        claim: id of the claim whose words for an actor say so; None for a statement of its own.
        start, end: offsets of the words in the report's text.
        words: the words.
        subject, object: how it names the two.
        attribution: whom it credits; empty for its own voice.
        factuality: "asserted", "hedged", "denied" or "prospective"; None where that was not read.
    """

    report: str
    outlet: str | None
    published: str | None
    claim: str | None
    start: int
    end: int
    words: str
    subject: str
    object: str
    attribution: tuple[str, ...]
    factuality: str | None


@dataclass(frozen=True, slots=True)
class ToldTie:
    """What reports say binds an actor to another.

    Attributes:
        other: id of the other.
        name: its name.
        kind: the tie, see knowledge/actor_pages.yaml.
        label: what the actor does with the other, as printed ("is backed by").
        sayings: who says so, in order of publication.
    """

    other: str
    name: str
    kind: str
    label: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class RegistryTie:
    """What the registry says binds an actor to another; no report need say so.

    Attributes:
        other: id of the other, or None for one that has no page.
        name: its name.
        kind, label: as of ``ToldTie``.
        since, until: years, None where open.
    """

    other: str | None
    name: str
    kind: str
    label: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class RegistryName:
    """A name that the registry has for an actor.

    Attributes:
        name: the name.
        language: ISO 639-1 code; None for names that English-language reports use.
        since, until: years in which it means the actor, None where open.
    """

    name: str
    language: str | None
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class RegistryFacts:
    """What the registry says of an actor.

    Attributes:
        about: one line on who it is; empty for organs of states.
        source: public works that tell of it.
        countries: ISO 3166 alpha-2 codes of where it acts, home first.
        since, until: years of activity, None where open or not certain.
        names: other names and spellings.
        codes: what other data sets call it: their names with the code.
    """

    about: str
    source: str
    countries: tuple[str, ...]
    since: int | None
    until: int | None
    names: tuple[RegistryName, ...]
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opponent:
    """Another actor that an actor met in events.

    Attributes:
        id, name: of the other.
        did: events that the actor initiated and the other was a target of, of fighting; None for
            none, and for an actor that met others of its own.
        bore: those that the other initiated.
        other: events of both that are no fighting: agreements, arrests.
        events: all events of fighting between the two.
        first, last: first and last day of these.
        by_time: of these, how many begin in each stretch of ``ActorPage.stretches``.
    """

    id: str
    name: str
    did: NetworkEdge | None
    bore: NetworkEdge | None
    other: int
    events: int
    first: str | None
    last: str | None
    by_time: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """All that is known of an actor.

    Attributes:
        actor: the actor, with counts of the events that the filter lets through.
        facts: what the registry says of it; None for one that is not in it.
        wordings: how reports write it other than by its name, with the number of events, most
            used first; only wordings of which no word can be a person's name.
        kept_back: how many other wordings there are.
        unit, bins: its events by time.
        undated: events of no known day.
        stretches: first and last day of the stretches of time by which opponents are counted.
        opponents: those it met, most events first.
        told: what reports say binds it to others.
        registry: what the registry does.
        types, places, outlets: of its events, commonest first; places with division and country.
        events: a page of its events, latest first.
        offset, limit: which of them these are.
    """

    actor: ActorRow
    facts: RegistryFacts | None
    wordings: tuple[tuple[str, int], ...]
    kept_back: int
    unit: str
    bins: tuple[Bin, ...]
    undated: int
    stretches: tuple[tuple[str, str], ...]
    opponents: tuple[Opponent, ...]
    told: tuple[ToldTie, ...]
    registry: tuple[RegistryTie, ...]
    types: tuple[Counted, ...]
    places: tuple[Counted, ...]
    outlets: tuple[tuple[str, int], ...]
    events: tuple[EventShort, ...]
    offset: int
    limit: int
