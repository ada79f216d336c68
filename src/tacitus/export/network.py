"""Networks of actors as other programs read them: CSV, GraphML and GEXF (Gephi).

A network has an edge for each tie of each kind between two actors, so that two actors can have
several. What events tell, what reports state and what the registry holds are told apart by
``origin``. GraphML: http://graphml.graphdrawing.org/primer/graphml-primer.html; GEXF 1.3:
https://gexf.net/schema.html, with the first and last day of each edge, so that Gephi's timeline
shows the network over time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from tacitus.export.cells import list_cell, number_cell, text_cell
from tacitus.export.wording import one_line

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
# what XML 1.0 cannot hold, once control characters are made visible
_UNHELD = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """An actor in a network.

    Attributes:
        id: of the actor, see ``resolve.standing``.
        name: as printed.
        kind: class of actor.
        sort: "registry", "group" (in no registry) or "class" (all those of a class whom nothing
            tells apart).
        country: ISO 3166 alpha-2 code, or None.
        events, initiated, suffered: events it takes part in, as initiator, as target.
    """

    id: str
    name: str
    kind: str
    sort: str
    country: str | None
    events: int
    initiated: int
    suffered: int


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """A tie of one kind between two actors.

    Attributes:
        source, target: ids. Of events the initiator and the target; else the first and the second
            of ``label``.
        kind: "fought" or "other" (agreements, arrests and so on) of events, else a tie of
            knowledge/actor_pages.yaml ("backs").
        label: as printed between the two names.
        origin: "events", "reports" (a report says so), "registry".
        mutual: whether it has no direction.
        events: events of it that are told as having happened, for certain or not.
        denied, prospective: events of it that are denied, or yet to come; they count in nothing
            else.
        told: of the events, how many tell a figure of killed and are no sums over many events.
        killed_low, killed_best, killed_high: sums over these, of an open high the best.
        killed_open: of how many the high is open.
        contested: events of it in which accounts differ.
        reports: reports that say so; of events 0.
        doubted: of the reports, those that do not plainly assert it.
        outlets: who published them.
        first, last: first and last day of its events, or of publication; of the registry first and
            last year ("2012"), None where open.
        types: of its events, commonest first.
    """

    source: str
    target: str
    kind: str
    label: str
    origin: str
    mutual: bool = False
    events: int = 0
    denied: int = 0
    prospective: int = 0
    told: int = 0
    killed_low: int = 0
    killed_best: int = 0
    killed_high: int = 0
    killed_open: int = 0
    contested: int = 0
    reports: int = 0
    doubted: int = 0
    outlets: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    types: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How much speaks for it: events or reports; 1 of the registry."""
        return max(1, self.events + self.reports)

    @property
    def killed(self) -> str:
        """Its dead as printed: "3–5–9", "13–13–13 or more"; empty where none are told."""
        if not self.told:
            return ""
        more = " or more" if self.killed_open else ""
        return f"{self.killed_low:,}–{self.killed_best:,}–{self.killed_high:,}{more}"


_NODE_COLUMNS = ("id", "name", "kind", "sort", "country", "events", "initiated", "suffered")
_EDGE_COLUMNS = (
    "source", "target", "kind", "label", "origin", "mutual", "weight", "events", "denied",
    "prospective", "told", "killed_low", "killed_best", "killed_high", "killed_open", "contested",
    "reports", "doubted", "outlets", "first", "last", "types",
)  # fmt: skip


def nodes_csv(nodes: Iterable[NetworkNode], edges: Iterable[NetworkEdge] = ()) -> str:
    """The actors as a table, with a line of heads.

    Args:
        nodes: the actors.
        edges: left aside.
    """
    return _table(_NODE_COLUMNS, nodes)


def edges_csv(nodes: Iterable[NetworkNode], edges: Iterable[NetworkEdge]) -> str:
    """The ties as a table, with a line of heads, and the names of both actors beside their ids.

    Args:
        nodes: the actors.
        edges: the ties.
    """
    names = {node.id: node.name for node in nodes}
    heads = ("source", "source_name", "target", "target_name", *_EDGE_COLUMNS[2:])
    more = {"source_name": lambda e: names[e.source], "target_name": lambda e: names[e.target]}
    return _table(heads, edges, more)


def _table(
    columns: Sequence[str],
    records: Iterable[NetworkNode] | Iterable[NetworkEdge],
    more: Mapping[str, Callable[[NetworkEdge], str]] | None = None,
) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    for record in records:
        made = more or {}
        table.writerow(
            _cell(made[c](record) if c in made else getattr(record, c))  # type: ignore[arg-type]
            for c in columns
        )
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return number_cell(value)
    if isinstance(value, tuple):
        return list_cell(value)
    return text_cell(value if isinstance(value, str) else None)


def graphml(nodes: Sequence[NetworkNode], edges: Sequence[NetworkEdge]) -> str:
    """The network as GraphML.

    Args:
        nodes: the actors.
        edges: the ties.
    """
    root = Xml.Element("graphml", xmlns=GRAPHML)
    for where, columns, kinds in (
        ("node", _NODE_COLUMNS[1:], _types(NetworkNode)),
        ("edge", _EDGE_COLUMNS[2:], _types(NetworkEdge)),
    ):
        for name in columns:
            kind = {"integer": "int"}.get(kinds[name], kinds[name])
            given = {"id": f"{where}-{name}", "for": where, "attr.name": name, "attr.type": kind}
            Xml.SubElement(root, "key", given)
    graph = Xml.SubElement(root, "graph", id="actors", edgedefault="directed")
    for node in nodes:
        made = Xml.SubElement(graph, "node", id=_text(node.id))
        _data(made, "node", node, _NODE_COLUMNS[1:])
    for number, edge in enumerate(edges):
        given = {"id": f"e{number}", "source": _text(edge.source), "target": _text(edge.target)}
        given["directed"] = "false" if edge.mutual else "true"
        made = Xml.SubElement(graph, "edge", given)
        _data(made, "edge", edge, _EDGE_COLUMNS[2:])
    return _document(root)


def _data(
    made: Xml.Element, where: str, record: NetworkNode | NetworkEdge, columns: Sequence[str]
) -> None:
    for name in columns:
        value = _value(getattr(record, name))
        if value:
            Xml.SubElement(made, "data", key=f"{where}-{name}").text = value


def gexf(nodes: Sequence[NetworkNode], edges: Sequence[NetworkEdge]) -> str:
    """The network as GEXF 1.3, edges with their first and last day.

    Args:
        nodes: the actors.
        edges: the ties.
    """
    root = Xml.Element("gexf", xmlns=GEXF, version="1.3")
    graph = Xml.SubElement(
        root, "graph", defaultedgetype="directed", mode="dynamic", timeformat="date"
    )
    shown = {"node": _NODE_COLUMNS[2:], "edge": _EDGE_COLUMNS[2:]}
    for where, kinds in (("node", _types(NetworkNode)), ("edge", _types(NetworkEdge))):
        held = Xml.SubElement(graph, "attributes", {"class": where})
        for name in shown[where]:
            Xml.SubElement(held, "attribute", id=name, title=name, type=kinds[name])
    among = Xml.SubElement(graph, "nodes")
    for node in nodes:
        made = Xml.SubElement(among, "node", id=_text(node.id), label=_text(node.name))
        _values(made, node, shown["node"])
    ties = Xml.SubElement(graph, "edges")
    for number, edge in enumerate(edges):
        given = {
            "id": f"e{number}",
            "source": _text(edge.source),
            "target": _text(edge.target),
            "type": "undirected" if edge.mutual else "directed",
            "kind": edge.kind,
            "label": _text(edge.label),
            "weight": str(edge.weight),
        }
        for name, day, rest in (("start", edge.first, "-01-01"), ("end", edge.last, "-12-31")):
            if day is not None:
                given[name] = day if len(day) > 4 else day + rest
        _values(Xml.SubElement(ties, "edge", given), edge, shown["edge"])
    return _document(root)


def _values(made: Xml.Element, record: NetworkNode | NetworkEdge, columns: Sequence[str]) -> None:
    held = Xml.SubElement(made, "attvalues")
    for name in columns:
        value = _value(getattr(record, name))
        if value:
            Xml.SubElement(held, "attvalue", {"for": name, "value": value})


def _types(record: type) -> dict[str, str]:
    """By attribute, the type that both formats have for it; what is no number is a text."""
    told = {"int": "integer", "bool": "boolean"}
    found = {n: told.get(str(kind), "string") for n, kind in record.__annotations__.items()}
    return found | {"weight": "integer"}


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _text("; ".join(value))
    return "" if value is None else _text(str(value))


def _text(text: str) -> str:
    return one_line(text).translate(_UNHELD)


def _document(root: Xml.Element) -> str:
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


#: Forms of a network: what writes each, its media type and its file.
FORMS: dict[str, tuple[Callable[..., str], str, str]] = {
    "edges": (edges_csv, "text/csv", "actors-edges.csv"),
    "nodes": (nodes_csv, "text/csv", "actors-nodes.csv"),
    "graphml": (graphml, "application/xml", "actors.graphml"),
    "gexf": (gexf, "application/xml", "actors.gexf"),
}
