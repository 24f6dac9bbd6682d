"""Nodes and relationships of a graph, sorted by kind into temporary files, with the types of their properties.

Formats that declare their columns before the first value need to have seen every element; going through a file twice
costs no memory, and a graph that changes in between cannot make the two halves disagree.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from kgplan.graph.store import Record, Store
from kgplan.schema import Schema

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS props"
_EDGES = (
    "MATCH (a)-[r]->(b) RETURN labels(a) AS start_labels, a.id AS start, type(r) AS type, "
    "labels(b) AS end_labels, b.id AS end, properties(r) AS props"
)


@dataclass(slots=True)
class Kind:
    """Elements with the same labels, or of the same type between the same owners of ids.

    ``name``: the labels, owner of the id first, or type, start and end. ``types`` by property: ``string``, ``date``,
    ``long``, ``double``, ``boolean``, or one of them with ``[]``.
    """

    name: tuple[str, ...]
    path: Path
    is_node: bool
    types: dict[str, str] = field(default_factory=dict)
    count: int = 0
    longest: int = 0
    """Bytes of the longest value."""
    multiline: bool = False

    def note(self, props: Mapping[str, Any], days: frozenset[str]) -> None:
        """Take account of the properties of one more element."""
        self.count += 1
        for name, value in props.items():
            if value is None or value == []:
                continue
            found = _type(value, day=name in days)
            before = self.types.setdefault(name, found)
            if before != found:
                self.types[name] = _wider(before, found)
            for text in value if isinstance(value, list) else (value,):
                if isinstance(text, str):
                    self.longest = max(self.longest, len(text.encode()))
                    self.multiline = self.multiline or "\n" in text or "\r" in text

    def elements(self) -> Iterator[Any]:
        """What was put into the file, in that order."""
        with self.path.open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)


@dataclass(slots=True)
class Elements:
    """All kinds of nodes, whose elements are their properties, and of relationships: [start id, end id, properties]."""

    nodes: list[Kind]
    edges: list[Kind]


def gather(store: Store, schema: Schema, folder: Path, *, only: frozenset[str] | None = None) -> Elements:
    """Sort the elements of a graph into files in ``folder``; ``only`` nodes of these owners and what joins them."""
    days = frozenset(name for name, known in schema.properties.items() if known.datatype == "date")
    with ExitStack() as stack:
        nodes, edges = _Sorted(folder, "n", days, stack), _Sorted(folder, "e", days, stack)
        for row in store.scan(_NODES):
            labels = ordered(row["labels"], schema)
            if only is None or labels[0] in only:
                nodes.put(labels, row["props"], row["props"])
        for row in store.scan(_EDGES):
            start, end = (ordered(row[side], schema)[0] for side in ("start_labels", "end_labels"))
            if only is None or {start, end} <= only:
                edges.put((row["type"], start, end), row["props"], [row["start"], row["end"], row["props"]])
    return Elements(nodes.kinds(), edges.kinds())


def ordered(labels: list[str], schema: Schema) -> tuple[str, ...]:
    """Labels with the one that owns the node's id first: ``Document`` before ``Plan``."""
    return tuple(sorted(labels, key=lambda label: (_has_parent(label, schema), label)))


def _has_parent(label: str, schema: Schema) -> bool:
    return label in schema.classes and schema.classes[label].parent is not None


class _Sorted:
    """One file per kind, open while elements come in."""

    def __init__(self, folder: Path, prefix: str, days: frozenset[str], stack: ExitStack) -> None:
        self._folder, self._prefix, self._days, self._stack = folder, prefix, days, stack
        self._kinds: dict[tuple[str, ...], tuple[Kind, IO[str]]] = {}

    def put(self, name: tuple[str, ...], props: Record, element: Any) -> None:
        if name not in self._kinds:
            path = self._folder / f"{self._prefix}{len(self._kinds)}.jsonl"
            stream = self._stack.enter_context(path.open("w", encoding="utf-8"))
            self._kinds[name] = Kind(name, path, self._prefix == "n"), stream
        kind, file = self._kinds[name]
        kind.note(props, self._days)
        file.write(json.dumps(element, ensure_ascii=False) + "\n")

    def kinds(self) -> list[Kind]:
        return [kind for _, (kind, _) in sorted(self._kinds.items())]


def _type(value: Any, *, day: bool) -> str:
    if isinstance(value, list):
        inner = {_type(item, day=False) for item in value}
        return (inner.pop() if len(inner) == 1 else "string") + "[]"
    if isinstance(value, str):
        return "date" if day and _DAY.fullmatch(value) else "string"
    return "boolean" if isinstance(value, bool) else "long" if isinstance(value, int) else "double"


def _wider(one: str, other: str) -> str:
    """A type that takes the values of both."""
    if {one, other} == {"long", "double"}:
        return "double"
    return "string[]" if one.endswith("[]") and other.endswith("[]") else "string"
