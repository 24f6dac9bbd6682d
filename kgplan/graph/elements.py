"""Rows → the nodes and edges they state, before any store is asked.

A pure step: the same rows and names give the same elements. What a relation may join is the ontology's word; an edge
with an end that does not exist, or is of a kind that it does not allow, is a ``DanglingRef`` that only DATA-001 sees.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from kgplan.graph.targets import reading_facts, statements
from kgplan.schema import Relation, Schema, Table
from kgplan.sources.model import Origin, Row
from kgplan.sources.names import Directory
from kgplan.targets.indicators import Catalogue
from kgplan.targets.statement import prepare

Key = tuple[str, str]
"""A node: the class that owns its id (``Document``, ``Organization`` …) and the id."""
EdgeKey = tuple[str, Key, Key, str]
"""An edge: type, from, to, kind (empty where the relation has none)."""

BUILT_IN = "kgplan"
"""Source id of what comes with kgplan: regions, bodies, indicators, units."""

ROW_KEYS = {
    "steps": ("plan", "type", "body", "date", "doc_no", "note", "year"),
    "registers": ("kind", "key"),
    "funding": ("plan", "source_level", "date", "kind", "value_text", "unit"),
    "budget": ("year", "project"),
    "investment": ("year", "project"),
    "units": ("symbol",),
}
"""What makes a row of a table without an id the same row tomorrow."""

COLUMN_EDGES = {
    ("plans", "lead"): ("LED_BY", "from"),
    ("targets", "plan"): ("HAS_TARGET", "to"),
    ("targets", "region"): ("FOR_REGION", "from"),
    ("allocations", "target"): ("DECOMPOSED_INTO", "to"),
    ("allocations", "to"): ("ALLOCATED_TO", "from"),
    ("steps", "plan"): ("HAS_STEP", "to"),
    ("steps", "body"): ("PERFORMED_BY", "from"),
    ("tasks", "plan"): ("HAS_TASK", "to"),
    ("projects", "plan"): ("HAS_PROJECT", "to"),
    ("zones", "plan"): ("DELINEATES", "to"),
    ("regions", "part_of"): ("PART_OF", "from"),
    ("indicators", "canonical_unit"): ("MEASURED_IN", "from"),
}
"""Columns that state an edge: its type, and the end at which the row's own node stands."""

_PLACED = frozenset({"region", "town", "department"})
"""Dimensions of an allocation whose ``to`` is a region or body; for year and sector it is a plain word."""


class Place(NamedTuple):
    """Where something is stated: table (empty for what no row states itself), id of the source, row."""

    table: str
    source: str
    row: int

    @property
    def file(self) -> str:
        """File and sheet alone: the same data in another folder is the same data."""
        return self.source.rpartition("/")[2]


@dataclass(slots=True)
class Node:
    """A node as stated by one row."""

    key: Key
    labels: tuple[str, ...]
    props: dict[str, Any]
    place: Place

    def digest(self) -> str:
        """Changes when anything the row states changes."""
        return _digest([self.labels, self.props, self.place.file, self.place.row])


@dataclass(slots=True)
class Edge:
    """An edge as stated by a row or a column of it."""

    key: EdgeKey
    props: dict[str, Any]
    place: Place

    def digest(self) -> str:
        """Changes when anything the row states changes."""
        return _digest([self.props, self.place.file, self.place.row])


@dataclass(slots=True)
class Elements:
    """Everything that a set of rows states."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)
    repeated: Counter[str] = field(default_factory=Counter)
    """Per table, the rows that state an edge which an earlier row stated already."""


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def storable(value: Any) -> Any:
    """A typed cell as a graph property: both engines keep text, whole numbers, dates, booleans and lists of text.

    Decimals become text: a binary float would lose what was written.
    """
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else value


class Builder:
    """Collects the elements of rows. ``known`` are the nodes of other sources: key → labels."""

    def __init__(
        self, schema: Schema, directory: Directory, catalogue: Catalogue, known: Mapping[Key, tuple[str, ...]]
    ) -> None:
        self._schema = schema
        self._names = directory
        self._catalogue = catalogue
        self._known = known
        self.elements = Elements()
        self._owners = {table.node for table in schema.tables.values() if table.node}

    def add(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Add all rows, each with the id of its source: first the nodes, then the edges that join them."""
        pairs = [(source, row, self._schema.tables[row.table]) for source, row in rows]
        for source, row, table in pairs:
            if table.node:
                self._add_node(source, row, table)
        for node in [node for node in self.elements.nodes.values() if node.place.table == "targets"]:
            self._read_target(node)
        for node in list(self.elements.nodes.values()):
            self._add_column_edges(node)
        for source, row, _ in pairs:
            if row.table == "relations":
                self._add_relation(source, row)

    # ── nodes ──

    def _row_id(self, row: Row) -> str:
        if "id" in row.values:
            return str(row.values["id"])
        return "|".join(str(row.values.get(name, "")) for name in ROW_KEYS[row.table])

    def _add_node(self, source: str, row: Row, table: Table) -> None:
        assert table.node is not None
        props = {name: storable(text) for name, text in row.extra.items()}
        for column in table.columns:
            if column.name in row.values:
                value = row.values[column.name]
                props[column.name] = storable(self._resolved(value, column.refers))
        props["id"] = self._row_id(row)
        labels: tuple[str, ...] = (table.node,)
        if table.node == "Document":
            labels = (table.node, self._schema.document_classes[str(props["doc_kind"])])
            _complete_document(props)
        elif table.node in {"Task", "Project"}:
            props.setdefault("title", props["id"])
        key = (table.node, str(props["id"]))
        self.elements.nodes[key] = Node(key, labels, props, Place(row.table, source, row.origin.row))

    def _resolved(self, value: Any, refers: str | None) -> Any:
        """Ids for names of regions and bodies; a name that nobody knows stands for itself."""
        if refers not in {"Region", "Organization"}:
            return value
        find = self._names.region if refers == "Region" else self._names.body
        if isinstance(value, tuple):
            return tuple(find(str(item)) or str(item) for item in value)
        return find(str(value)) or str(value)

    def _labels(self, key: Key) -> tuple[str, ...] | None:
        node = self.elements.nodes.get(key)
        return node.labels if node else self._known.get(key)

    def _named(self, owner: str, name: str, place: Place) -> Key:
        """The region or body of this id, made from its name where no table describes it."""
        key = (owner, name)
        if self._labels(key) is None:
            props: dict[str, Any] = {"id": name, "name_zh": name}
            if owner == "Organization":
                props["kind"] = "department"
            self.elements.nodes[key] = Node(key, (owner,), props, Place("", place.source, place.row))
            parent = self._names.parent(name) if owner == "Region" else None
            if parent:
                self._named(owner, parent, place)
                self._put_edge("PART_OF", key, (owner, parent), {}, Place("", place.source, place.row))
        return key

    # ── edges ──

    def _read_target(self, node: Node) -> None:
        """Facts of the cell's reading; a cell that states two targets makes a second node with ``-2`` in its id."""
        plan = self.elements.nodes.get(("Document", str(node.props["plan"])))
        document = plan.props if plan else {}
        if document.get("region"):
            node.props.setdefault("region", document["region"])
        stated = dict(node.props)
        for number, statement in enumerate(statements(stated, self._catalogue, document), start=1):
            target = node
            if number > 1:
                identity = f"{node.props['id']}-{number}"
                props = {**stated, "id": identity, "value_text": statement[0].text}
                key = (node.key[0], identity)
                target = self.elements.nodes[key] = replace(
                    node, key=key, props=props, place=Place("", *node.place[1:])
                )
            target.props.update(reading_facts(statement, prepare(statement[1], self._catalogue)))
            if statement[1].indicator:
                end = ("Indicator", statement[1].indicator)
                self._put_edge("OF_INDICATOR", target.key, end, {}, target.place)

    def _add_column_edges(self, node: Node) -> None:
        for (table, column), (relation, at) in COLUMN_EDGES.items():
            if self._schema.tables[table].node != node.key[0] or column not in node.props:
                continue
            if relation == "ALLOCATED_TO" and node.props.get("dimension") not in _PLACED:
                continue
            self._state(self._schema.relations[relation], node, str(node.props[column]), at)

    def _state(self, relation: Relation, node: Node, other: str, at: str) -> None:
        """An edge between a row's node, which stands at end ``at``, and the node that a cell of it names."""
        classes = relation.range if at == "from" else relation.domain
        end = self._find(other, classes, node.place)
        texts = (node.key[1], other) if at == "from" else (other, node.key[1])
        if end is None:
            self._dangle(relation.type, texts, "unknown", {}, node.place)
        elif not self._allowed(end, classes):
            self._dangle(relation.type, texts, "kind", {}, node.place)
        else:
            start, finish = (node.key, end) if at == "from" else (end, node.key)
            self._put_edge(relation.type, start, finish, {}, node.place)

    def _add_relation(self, source: str, row: Row) -> None:
        relation = self._schema.relations[str(row.values["type"])]
        texts = (str(row.values["from"]), str(row.values["to"]))
        props = {name: storable(value) for name, value in row.values.items() if name not in {"from", "type", "to"}} | {
            name: storable(text) for name, text in row.extra.items()
        }
        place = Place(row.table, source, row.origin.row)
        start, end = self._find(texts[0], relation.domain, place), self._find(texts[1], relation.range, place)
        if start is None or end is None:
            self._dangle(relation.type, texts, "unknown", props, place)
        elif not self._allowed(start, relation.domain) or not self._allowed(end, relation.range):
            self._dangle(relation.type, (start[1], end[1]), "kind", props, place)
        else:
            if relation.symmetric and end < start:
                start, end = end, start
            self._put_edge(relation.type, start, end, props, place)

    def _find(self, text: str, classes: tuple[str, ...], place: Place) -> Key | None:
        """The node that a cell names: of an allowed class if there is one, else of any other class, else None."""
        owners = list(dict.fromkeys(self._owner(name) for name in classes)) or sorted(self._owners)
        for owner in owners:
            key = (owner, str(self._resolved(text, owner)))
            if self._labels(key) is not None:
                return key
        if set(owners) <= {"Region", "Organization"}:
            return self._named(owners[0], text, place)
        return next((key for owner in sorted(self._owners) if self._labels(key := (owner, text)) is not None), None)

    def _owner(self, name: str) -> str:
        """The class that owns the ids of a class: Document for Plan."""
        while name not in self._owners:
            parent = self._schema.classes[name].parent
            if parent is None:
                return name
            name = parent
        return name

    def _allowed(self, key: Key, classes: tuple[str, ...]) -> bool:
        return not classes or bool(set(self._labels(key) or ()) & set(classes))

    def _put_edge(self, relation: str, start: Key, end: Key, props: dict[str, Any], place: Place) -> None:
        key = (relation, start, end, str(props.get("kind", "")))
        if key in self.elements.edges:
            # However often an edge is stated, it is one edge; the first row keeps the word.
            self.elements.repeated[place.table] += place.table == "relations"
        else:
            self.elements.edges[key] = Edge(key, props, place)

    def _dangle(self, relation: str, ends: tuple[str, str], reason: str, props: dict[str, Any], place: Place) -> None:
        identity = "|".join([relation, *ends, str(props.get("kind", ""))])
        content = {**props, "id": identity, "type": relation, "from": ends[0], "to": ends[1], "reason": reason}
        key = ("DanglingRef", identity)
        self.elements.repeated[place.table] += key in self.elements.nodes and place.table == "relations"
        self.elements.nodes.setdefault(key, Node(key, ("DanglingRef",), content, place))


def _complete_document(props: dict[str, Any]) -> None:
    """What an empty cell means for a document (model.md 2.1): its own series, first edition, its whole territory."""
    if "title_zh" in props:
        props["title_zh"] = _bare_title(props["title_zh"])
    props.setdefault("series_id", props["id"])
    props.setdefault("edition_no", 1)
    if "jurisdiction" in props:
        props.setdefault("region", props["jurisdiction"])
        props.setdefault("coverage_regions", [props["jurisdiction"]])
    if props.get("plan_type") == "spatial":
        props.setdefault("spatial_kind", "general")


def _bare_title(title: str) -> str:
    """The title without the marks 《》 around it; marks inside it stay."""
    inner = title[1:-1]
    return inner if title.startswith("《") and title.endswith("》") and "《" not in inner.split("》")[0] else title


def built_in_rows(schema: Schema) -> Iterator[Row]:
    """What comes with kgplan, as rows of the same tables that users fill."""

    def row(table: str, values: Mapping[str, object], number: int) -> Row:
        typed = {name: value for name, value in values.items() if value is not None and value != ()}
        return Row(table, typed, {}, Origin("ontology", None, number))  # type: ignore[arg-type]

    for table, content in (("regions", schema.regions), ("organizations", schema.organizations)):
        columns = {column.name for column in schema.tables[table].columns}
        for number, values in enumerate(content, start=1):
            yield row(table, {name: value for name, value in values.items() if name in columns}, number)
    for number, unit in enumerate(schema.units.values(), start=1):
        yield row("units", {"symbol": unit.symbol, "dimension": unit.dimension, "factor": str(unit.factor)}, number)
    for number, indicator in enumerate(schema.indicators.values(), start=1):
        columns = {column.name for column in schema.tables["indicators"].columns}
        yield row("indicators", {name: getattr(indicator, name) for name in columns}, number)
