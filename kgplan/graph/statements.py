"""Single statements out of the graph, ready for comparison: for the command that explains one."""

from dataclasses import dataclass
from difflib import get_close_matches

from kgplan.errors import UserError
from kgplan.graph.store import Record, Store
from kgplan.graph.targets import share_values, statements
from kgplan.schema import Schema
from kgplan.targets.indicators import Catalogue
from kgplan.targets.statement import Canonical, prepare
from kgplan.targets.units import Units


def catalogue_of(store: Store, schema: Schema) -> Catalogue:
    """The indicators and units that the graph holds: the built-in ones and those that its data add or replace."""
    indicators = store.read("MATCH (i:Indicator) RETURN properties(i) AS i ORDER BY i.id")
    return Catalogue.with_rows(schema, (row["i"] for row in indicators), _unit_rows(store))


def units_of(store: Store, schema: Schema) -> Units:
    """The units that the graph holds."""
    return Units.with_rows(schema, _unit_rows(store))


def _unit_rows(store: Store) -> list[Record]:
    return [row["u"] for row in store.read("MATCH (u:Unit) RETURN properties(u) AS u ORDER BY u.symbol")]


def find_statement(store: Store, catalogue: Catalogue, key: str) -> Canonical:
    """The target or the share handed to a region that has this id. UserError names the nearest id of one there is."""
    row = _target(store, key) or _share(store, key)
    if row is None:
        known = [
            found["id"] for found in store.read("MATCH (n:TargetStatement|Allocation) RETURN n.id AS id ORDER BY id")
        ]
        near = get_close_matches(key, known, n=1, cutoff=0)
        raise UserError("targets.unknown_id", id=key, near=near[0] if near else "—")
    values = row["t"] if row.get("a") is None else share_values(row["t"], row["a"], row["region"])
    stated = statements(values, catalogue, row)
    if not stated:
        raise UserError("targets.states_nothing", id=key)
    return prepare(stated[0][1], catalogue)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: its document with title, level and type, and what it is about."""

    document: str
    title: str
    level: str | None
    plan_type: str | None
    indicator_name: str | None
    year: int | None


def place_of(store: Store, key: str) -> Place:
    """The place of a target or a share, which the graph must hold."""
    row = store.read(
        "MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement)-[:DECOMPOSED_INTO*0..1]->(x) WHERE x.id = $id "
        "RETURN d.id AS document, d.title_zh AS title, d.level AS level, d.plan_type AS plan_type, "
        "t.indicator_name AS indicator_name, coalesce(x.year, t.year) AS year ORDER BY document",
        {"id": key},
    )[0]
    return Place(**{**row, "title": row["title"] or row["document"]})


def stands_above(store: Store, schema: Schema, one: Place, other: Place) -> bool:
    """Whether ``other`` is of a superior of the document of ``one``: as relations say it, else by their levels, and at
    one level an outline stands above other plans. Two peers stand above each other neither way."""
    rows = store.read(
        "MATCH (a:Document)-[:HAS_SUPERIOR]->(b:Document) WHERE a.id IN $ids AND b.id IN $ids RETURN a.id AS lower",
        {"ids": [one.document, other.document]},
    )
    if rows:
        return one.document in {row["lower"] for row in rows}
    level = schema.code_lists["level"].find
    ranks = [
        (found.order, place.plan_type != "development")
        for place in (one, other)
        if (found := level(place.level or "")) is not None
    ]
    return len(ranks) == 2 and ranks[1] < ranks[0]


def _target(store: Store, key: str) -> Record | None:
    rows = store.read(
        "MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement {id: $id}) "
        "RETURN properties(t) AS t, d.region AS region, d.start_year AS start_year",
        {"id": key},
    )
    return rows[0] if rows else None


def _share(store: Store, key: str) -> Record | None:
    rows = store.read(
        "MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement)-[:DECOMPOSED_INTO]->(a:Allocation {id: $id}) "
        "OPTIONAL MATCH (a)-[:ALLOCATED_TO]->(r:Region) "
        "RETURN properties(t) AS t, properties(a) AS a, r.id AS region, d.start_year AS start_year",
        {"id": key},
    )
    return rows[0] if rows else None
