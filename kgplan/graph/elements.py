"""What rows state, as nodes and edges: their keys, where they are stated, and what a merged statement is.

The shapes that the steps of a load hand to each other. Which column states which edge, and what identifies a row
without an id, stands here once.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from kgplan.schema import Schema
from kgplan.sources.model import Origin, Row, Value

Key = tuple[str, str]
"""A node: the class that owns its id (``Document``, ``Organization`` …) and the id."""
EdgeKey = tuple[str, Key, Key, str]
"""An edge: type, from, to, kind (empty where the relation has none)."""

BUILT_IN = "kgplan"
"""Source id of what comes with kgplan: regions, bodies, indicators, units."""

ROW_KEYS = {
    "relations": ("from", "type", "to", "kind"),
    "steps": ("plan", "type", "body", "date", "doc_no", "note", "year"),
    "registers": ("kind", "key"),
    "funding": ("plan", "source_level", "date", "kind", "value_text", "unit"),
    "budget": ("year", "project"),
    "investment": ("year", "project"),
    "units": ("symbol",),
    "waivers": ("rule", "key", "on"),
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

PLACED = frozenset({"region", "town", "department"})
"""Dimensions of an allocation whose ``to`` is a region or body; for year and sector it is a plain word."""


class Place(NamedTuple):
    """Where something is stated: id of the source, and row."""

    source: str
    row: int


@dataclass(slots=True)
class Node:
    """A node as its rows state it: ``place`` is the statement that counts, ``also`` are further ones.

    ``placed`` tells for properties that come from a further statement which one that is.
    """

    key: Key
    labels: tuple[str, ...]
    props: dict[str, Any]
    place: Place
    also: tuple[Place, ...] = ()
    placed: Mapping[str, Place] = field(default_factory=dict)

    def place_of(self, name: str) -> Place:
        """Where this property is stated."""
        return self.placed.get(name, self.place)


@dataclass(slots=True)
class Edge:
    """An edge as rows, or columns of rows, state it."""

    key: EdgeKey
    props: dict[str, Any]
    place: Place
    also: tuple[Place, ...] = ()


def stored_props(element: Node | Edge) -> dict[str, Any]:
    """The properties as the graph keeps them: content, where it is stated, and the digest that finds a change."""
    props = {**element.props, "source": element.place.source, "row": element.place.row}
    if element.also:
        props["also_sources"] = [place.source for place in element.also]
        props["also_rows"] = [place.row for place in element.also]
    labels = element.labels if isinstance(element, Node) else ()
    text = repr((labels, props))
    props["digest"] = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return props


def element_hash(key: Key | EdgeKey) -> int:
    """64 bits that stand for a key where millions have to be remembered."""
    parts = key if len(key) == 2 else (key[0], *key[1], *key[2], key[3])
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big")


def row_id(row: Row) -> str:
    """The id of a row within its table: its own, or made of what identifies it."""
    if "id" in row.values:
        return str(row.values["id"])
    return "|".join(str(row.values.get(name, "")) for name in ROW_KEYS[row.table])


def storable(value: Value) -> Any:
    """A typed cell as a graph property: both engines keep text, whole numbers, dates, booleans and lists of text.

    Decimals become text: a binary float would lose what was written.
    """
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else value


_REMARKS = frozenset({"evidence", "note", "page", "source_url"})
"""Where a statement was found and what was noted beside it: two sources never agree in these, and need not."""


def merge(statements: Iterable[tuple[Place, Mapping[str, Any]]]) -> tuple[dict[str, Any], dict[str, Place]]:
    """One content out of several statements: every property from the first that has it, and where that one stands.

    What they differ in stands in ``contradicted``, and in ``also_said`` what the first that differs says.
    """
    props: dict[str, Any] = {}
    placed: dict[str, Place] = {}
    differing: dict[str, Any] = {}
    for place, content in statements:
        for name, value in content.items():
            if name not in props:
                props[name], placed[name] = value, place
            elif props[name] != value and name not in _REMARKS:
                differing.setdefault(name, value)
    if differing:
        props["contradicted"] = list(differing)
        props["also_said"] = ["、".join(map(str, v)) if isinstance(v, list) else str(v) for v in differing.values()]
    return props, placed


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
