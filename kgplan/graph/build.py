"""All rows → all nodes and edges, in passes that remember little more than ids.

A pure step: the same rows give the same elements, in whatever order they were loaded. What a relation may join is the
ontology's word; an edge with an end that does not exist, or is of a kind that it does not allow, is a ``DanglingRef``
that only DATA-001 sees. A country's rows do not fit into memory: rows and half-made edges lie in spools (see
:class:`kgplan.sources.spool.Rows`), and an element leaves as soon as it is whole.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from kgplan.graph.elements import (
    BUILT_IN,
    COLUMN_EDGES,
    PLACED,
    Edge,
    EdgeKey,
    Key,
    Node,
    Place,
    built_in_rows,
    element_hash,
    merge,
    row_id,
    storable,
)
from kgplan.graph.parts import Parts
from kgplan.graph.targets import Stated as StatedTarget
from kgplan.graph.targets import reading_facts, statements
from kgplan.schema import Relation, Schema
from kgplan.sources.model import Row
from kgplan.sources.names import Directory
from kgplan.sources.spool import Rows
from kgplan.targets.indicators import Catalogue
from kgplan.targets.statement import prepare

_TABLES_IN_MEMORY = frozenset({"organizations", "regions", "indicators", "units"})
"""Tables that other rows are read by."""

Stated = Iterable[tuple[str, Row]]
"""Rows with the id of their source; gone through several times, in the same order each time."""


class _Half(NamedTuple):
    """An edge whose ends are still texts: ``owner`` is the class of the end that is a row's own node, at ``at``."""

    relation: str
    start: str
    end: str
    owner: str
    at: str
    props: dict[str, Any]
    place: Place


class Builder:
    """Makes the elements of rows: :meth:`nodes`, :meth:`ends` and :meth:`edges`, each to its end, in this order."""

    def __init__(self, schema: Schema, rows: Stated) -> None:
        self._schema, self._rows = schema, rows
        self._owners = sorted({table.node for table in schema.tables.values() if table.node})
        self._known: dict[str, dict[str, tuple[str, ...]]] = {owner: {} for owner in self._owners}
        """Labels of every node, by class and id."""
        self._repeated: dict[Key, list[tuple[str, Row]]] = {}
        """Rows of the nodes that several rows state."""
        self._documents: dict[str, dict[str, Any]] = {}
        """Of every document what readings of its targets depend on."""
        self._made: set[Key] = set()
        """Bodies and regions that no table describes."""
        self._labels: dict[str, tuple[str, ...]] = {}
        self._owner_cache: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._halves: Rows[_Half] = Rows(pack=tuple, unpack=lambda half: _Half(*half))
        self._whole: Rows[tuple[EdgeKey, dict[str, Any], Place]] = Rows()
        self._marks = array("Q")
        """Hashes of all edges as they are stated: eight bytes each, where a set would take a hundred."""
        self.targets: Parts[StatedTarget] = Parts()
        """Target statements as they were read, to be compared; filled by :meth:`nodes`."""
        own = self._index()
        built_in = [
            row
            for row in built_in_rows(schema)
            if row_id(row) not in self._known[schema.tables[row.table].node or ""]  # a user's row takes its place
        ]
        self._built_in = built_in
        for row in built_in:
            owner = schema.tables[row.table].node or ""
            self._known[owner][row_id(row)] = (owner,)

        def values(table: str, rows: list[Row]) -> list[dict[str, Any]]:
            return [dict(row.values) for row in rows if row.table == table]

        named = [*built_in, *own]
        built_in_ids = {row_id(row) for row in built_in}
        self.names = Directory(values("organizations", named), values("regions", named), built_in_ids)
        self.catalogue = Catalogue.with_rows(schema, values("indicators", own), values("units", own))

    def _index(self) -> list[Row]:
        """Ids and labels of all nodes; gives the rows that other rows are read by."""
        own, again = [], set()
        tables = self._schema.tables
        for _, row in self._rows:
            owner = tables[row.table].node
            if row.table in _TABLES_IN_MEMORY:
                own.append(row)
            if owner is None:
                continue
            known, identity = self._known[owner], row_id(row)
            if identity in known:
                again.add((owner, identity))
            elif owner != "Document":
                known[identity] = self._labels.setdefault(owner, (owner,))
            else:
                known[identity] = self._labels_of(str(row.values["doc_kind"]))
            if owner == "Document":
                facts = self._documents.setdefault(identity, {})
                for name in ("region", "jurisdiction", "start_year"):
                    if name in row.values:
                        facts.setdefault(name, row.values[name])
        if again:
            for source, row in self._rows:
                owner = tables[row.table].node
                if owner and (key := (owner, row_id(row))) in again:
                    self._repeated.setdefault(key, []).append((source, row))
        return own

    def _labels_of(self, doc_kind: str) -> tuple[str, ...]:
        label = self._schema.document_classes[doc_kind]
        return self._labels.setdefault(label, ("Document", label))

    # ── nodes ──

    def nodes(self) -> Iterator[Node]:
        """All nodes that rows state, the built-in ones first."""
        for row in self._built_in:
            yield from self._finished(self._raw(BUILT_IN, row), row.table)
        done: set[Key] = set()
        for source, row in self._rows:
            owner = self._schema.tables[row.table].node
            if owner is None:
                if row.table == "relations":
                    self._halve_relation(source, row)
                continue
            key = (owner, row_id(row))
            if key not in self._repeated:
                yield from self._finished(self._raw(source, row), row.table)
            elif key not in done:
                done.add(key)
                yield from self._finished(self._merged(key), row.table)

    def _raw(self, source: str, row: Row) -> Node:
        """A row as a node, before what its empty cells mean."""
        table = self._schema.tables[row.table]
        assert table.node is not None
        props = {name: storable(text) for name, text in row.extra.items()}
        for column in table.columns:
            if column.name in row.values:
                value = row.values[column.name]
                props[column.name] = storable(self._resolved(value, column.refers) if column.refers else value)
        props["id"] = row_id(row)
        if table.node == "Document" and "title_zh" in props:
            props["title_zh"] = _bare_title(props["title_zh"])
        return Node((table.node, props["id"]), (table.node,), props, Place(source, row.origin.row))

    def _merged(self, key: Key) -> Node:
        stated = [self._raw(source, row) for source, row in self._repeated[key]]
        props, placed = merge((node.place, node.props) for node in stated)
        first = stated[0].place
        further = tuple(dict.fromkeys(node.place for node in stated[1:] if node.place != first))
        return Node(key, stated[0].labels, props, first, further, placed)

    def _finished(self, node: Node, table: str) -> Iterator[Node]:
        """The node with what its empty cells mean, and a second one for a cell that states two targets."""
        owner, props = node.key[0], node.props
        if owner == "Document":
            node.labels = self._labels_of(str(props["doc_kind"]))
            self._known[owner][node.key[1]] = node.labels
            _complete_document(props)
        elif owner in {"Task", "Project"}:
            props.setdefault("title", props["id"])
        found = [node]
        if table == "targets":
            found = self._read_target(node)
        for each in found:
            self._halve_columns(each, table)
            yield each

    def _read_target(self, node: Node) -> list[Node]:
        """Facts of the cell's reading; a cell that states two targets makes a second node with ``-2`` in its id."""
        stated = self._documents.get(str(node.props["plan"]), {})
        region = stated.get("region") or stated.get("jurisdiction")
        document = {
            "start_year": stated.get("start_year"),
            "region": self._resolved(region, "Region") if region else None,
        }
        if document["region"]:
            node.props.setdefault("region", document["region"])
        cells, found = dict(node.props), []
        for number, statement in enumerate(statements(cells, self.catalogue, document), start=1):
            target = node
            if number > 1:
                identity = f"{node.props['id']}-{number}"
                if identity in self._known[node.key[0]]:
                    continue  # a row of its own has this id
                target = replace(
                    node,
                    key=(node.key[0], identity),
                    props={**cells, "id": identity, "value_text": statement[0].text},
                )
                self._known[node.key[0]][identity] = node.labels
            canonical = prepare(statement[1], self.catalogue)
            target.props.update(reading_facts(statement, canonical))
            stated_target = StatedTarget(target.key[1], str(node.props["plan"]), canonical)
            self.targets.add(statement[1].indicator, stated_target)
            if statement[1].indicator:
                self._halves.append(
                    _Half("OF_INDICATOR", target.key[1], statement[1].indicator, node.key[0], "from", {}, node.place)
                )
            found.append(target)
        return found or [node]

    def _resolved(self, value: Any, refers: str | None) -> Any:
        """Ids for names of regions and bodies; a name that nobody knows stands for itself."""
        if refers not in {"Region", "Organization"}:
            return value
        find = self.names.region if refers == "Region" else self.names.body
        if isinstance(value, tuple):
            return tuple(find(str(item)) or str(item) for item in value)
        return find(str(value)) or str(value)

    # ── half edges ──

    def _halve_columns(self, node: Node, table: str) -> None:
        if table == "regions" and "part_of" not in node.props and (parent := self.names.parent(node.key[1])):
            # The codes of regions say it (GB/T 2260): 500154 lies in 500000.
            self._halves.append(_Half("PART_OF", node.key[1], parent, node.key[0], "from", {}, node.place))
        for column, relation, at in _EDGES_OF.get(table, ()):
            if column not in node.props:
                continue
            if relation == "ALLOCATED_TO" and node.props.get("dimension") not in PLACED:
                continue
            other = str(node.props[column])
            ends = (node.key[1], other) if at == "from" else (other, node.key[1])
            self._halves.append(_Half(relation, *ends, node.key[0], at, {}, node.place_of(column)))

    def _halve_relation(self, source: str, row: Row) -> None:
        props = {name: storable(value) for name, value in row.values.items() if name not in {"from", "type", "to"}} | {
            name: storable(text) for name, text in row.extra.items()
        }
        values = row.values
        place = Place(source, row.origin.row)
        ends = (str(values["from"]), str(values["to"]))
        self._halves.append(_Half(str(values["type"]), *ends, "", "", props, place))

    # ── whole edges ──

    def ends(self) -> Iterator[Node]:
        """Nodes that only edges call for: bodies and regions that no table describes, and dangling references."""
        dangling: dict[str, Node] = {}
        for half in self._halves:
            relation = self._schema.relations[half.relation]
            start, made = self._end(half, relation.domain, half.start, "from")
            yield from made
            end, made = self._end(half, relation.range, half.end, "to")
            yield from made
            reason = self._fault(relation, half, start, end)
            if reason:
                _dangle(dangling, half, reason, start, end)
                continue
            assert start
            assert end
            if relation.symmetric and end < start:
                start, end = end, start
            self._put((relation.type, start, end, str(half.props.get("kind", ""))), half.props, half.place)
        self._halves.close()
        yield from dangling.values()

    def _put(self, key: EdgeKey, props: dict[str, Any], place: Place) -> None:
        self._marks.append(element_hash(key))
        self._whole.append((key, props, place))

    def _end(self, half: _Half, classes: tuple[str, ...], text: str, at: str) -> tuple[Key | None, list[Node]]:
        if half.at == at:
            return (half.owner, text), []
        return self._find(text, classes, half.place)

    def _fault(self, relation: Relation, half: _Half, start: Key | None, end: Key | None) -> str | None:
        if start is None or end is None:
            return "unknown"
        # The row's own end is what its table makes it: only the other one can be of a wrong kind.
        right = (half.at == "from" or self._allowed(start, relation.domain)) and (
            half.at == "to" or self._allowed(end, relation.range)
        )
        return None if right else "kind"

    def edges(self) -> Iterator[Edge]:
        """All edges; one that is stated several times comes once, with all its places."""
        self._forget()
        groups: dict[int, dict[EdgeKey, list[tuple[Place, dict[str, Any]]]]] = {}
        again = {mark for mark, following in pairwise(sorted(self._marks)) if mark == following}
        self._marks = array("Q")
        if again:
            for key, props, place in self._whole:
                if (mark := element_hash(key)) in again:
                    groups.setdefault(mark, {}).setdefault(key, []).append((Place(*place), props))
        for key, props, place in self._whole:
            if not groups or (mark := element_hash(key)) not in groups:
                yield Edge(key, props, Place(*place))
            elif stated := groups[mark].pop(key, None):
                merged, _ = merge(stated)
                first = stated[0][0]
                further = tuple(dict.fromkeys(place for place, _ in stated[1:] if place != first))
                yield Edge(key, merged, first, further)
        self._whole.close()

    def _forget(self) -> None:
        """Let go of what only finds the ends of edges: in a country it is most of the memory."""
        self._known, self._documents, self._repeated = {}, {}, {}

    def _find(self, text: str, classes: tuple[str, ...], place: Place) -> tuple[Key | None, list[Node]]:
        """The node that a cell names: of an allowed class if there is one, else of any other class, else None.

        With it the nodes that had to be made: a body or region that no table describes stands for its name.
        """
        owners = self._owners_of(classes)
        for owner in owners:
            identity = self._resolved(text, owner)
            if identity in self._known[owner]:
                return (owner, identity), []
        if owners and set(owners) <= {"Region", "Organization"}:
            return self._named(owners[0], text, place)
        # Not one that was made for a name just now: which row comes first decides nothing.
        found = next(
            (owner for owner in self._owners if text in self._known[owner] and (owner, text) not in self._made), None
        )
        return ((found, text) if found else None), []

    def _named(self, owner: str, name: str, place: Place) -> tuple[Key, list[Node]]:
        key = (owner, name)
        if name in self._known[owner]:
            return key, []
        props: dict[str, Any] = {"id": name, "name_zh": name}
        if owner == "Organization":
            props["kind"] = "department"
        self._known[owner][name] = (owner,)
        self._made.add(key)
        made = [Node(key, (owner,), props, place)]
        parent = self.names.parent(name) if owner == "Region" else None
        if parent:
            above, further = self._named(owner, parent, place)
            made += further
            self._put(("PART_OF", key, above, ""), {}, place)
        return key, made

    def _owners_of(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """The classes that own the ids of these classes: Document for Plan; all of them where any class will do."""
        if classes not in self._owner_cache:
            found = tuple(dict.fromkeys(self._owner(name) for name in classes)) or tuple(self._owners)
            self._owner_cache[classes] = found
        return self._owner_cache[classes]

    def _owner(self, name: str) -> str:
        while name not in self._owners:
            parent = self._schema.classes[name].parent
            if parent is None:
                return name
            name = parent
        return name

    def _allowed(self, key: Key, classes: tuple[str, ...]) -> bool:
        return not classes or not set(classes).isdisjoint(self._known[key[0]].get(key[1], ()))


_EDGES_OF: dict[str, list[tuple[str, str, str]]] = {}
for (_table, _column), (_relation, _at) in COLUMN_EDGES.items():
    _EDGES_OF.setdefault(_table, []).append((_column, _relation, _at))


def _dangle(dangling: dict[str, Node], half: _Half, reason: str, start: Key | None, end: Key | None) -> None:
    """Keep an edge that cannot be one. Stated again, it is the same one."""
    ends = (half.start, half.end)
    if reason == "kind" and start and end:
        ends = start[1], end[1]
    identity = "|".join([half.relation, *ends, str(half.props.get("kind", ""))])
    content = {**half.props, "id": identity, "type": half.relation, "from": ends[0], "to": ends[1], "reason": reason}
    place = Place(*half.place)
    node = dangling.setdefault(identity, Node(("DanglingRef", identity), ("DanglingRef",), content, place))
    if place != node.place and place not in node.also:
        node.also = (*node.also, place)


def _complete_document(props: dict[str, Any]) -> None:
    """What an empty cell means for a document (model.md 2.1): its own series, first edition, its whole territory."""
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
