"""Datasets → the standing graph: exactly what the files say now, in one transaction.

A dataset is a set: loading its folder again brings the graph to the folder's present content. Rows that changed change,
rows that left are removed, everything that other datasets state stays. All of a load, derived facts included, is one
transaction, so a load that is killed or loses its server leaves the graph as it was.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.elements import BUILT_IN, COLUMN_EDGES, Builder, Edge, EdgeKey, Elements, Key, Node, built_in_rows
from kgplan.graph.facts import derive
from kgplan.graph.store import QueryError, Store, Transaction
from kgplan.graph.targets import compare_targets
from kgplan.schema import Indicator, Schema, Unit
from kgplan.sources.model import Dataset, Row
from kgplan.sources.names import Directory
from kgplan.targets.indicators import Catalogue

BATCH = 5_000
"""Rows of one UNWIND."""


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table. ``repeated`` rows state again what an earlier row states."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0
    repeated: int = 0

    @property
    def loaded(self) -> int:
        """Rows that stand in the graph after the load."""
        return self.new + self.changed + self.unchanged + self.repeated


@dataclass(slots=True)
class LoadReport:
    """The reconciliation of a load: a tally per table."""

    tables: dict[str, Tally] = field(default_factory=dict)
    described_elsewhere: list[Key] = field(default_factory=list)
    """Nodes that another dataset in the graph describes already; its description stays."""

    @property
    def changes(self) -> int:
        """How many elements the load wrote or removed."""
        return sum(tally.new + tally.changed + tally.removed for tally in self.tables.values())


@dataclass(slots=True)
class _Standing:
    """What the graph holds before the load: of these sources with digests, of other sources by name only."""

    nodes: dict[Key, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    edges: dict[EdgeKey, str] = field(default_factory=dict)
    foreign: dict[Key, tuple[str, ...]] = field(default_factory=dict)


def source_prefix(dataset: Dataset) -> str:
    """What the ids of a dataset's sources begin with: its name, and a mark that tells folders of one name apart."""
    path = str(Path(dataset.path).resolve())
    return f"{dataset.name}-{hashlib.sha256(path.encode()).hexdigest()[:8]}/"


def _source_id(prefix: str, file: str, sheet: str | None) -> str:
    return f"{prefix}{file}" + (f"#{sheet}" if sheet else "")


def prepare(store: Store, schema: Schema) -> None:
    """Uniqueness of ids for every class that owns ids. Safe to repeat."""
    for label in _owners(schema):
        store.define(f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")


def _owners(schema: Schema) -> list[str]:
    """Classes whose nodes are found by id."""
    return sorted(
        {table.node for table in schema.tables.values() if table.node} | {"Source", "DanglingRef", "LoadState"}
    )


def load(store: Store, datasets: Sequence[Dataset], schema: Schema, *, dry_run: bool = False) -> LoadReport:
    """Bring the graph to the content of ``datasets``. UserError (3), with the graph as it was, if it fails.

    With ``dry_run`` the report says what would happen and nothing is written.
    """
    prepare(store, schema)
    prefixes = [source_prefix(dataset) for dataset in datasets]
    standing = _read_standing(store, schema, prefixes)
    built_in, own = list(built_in_rows(schema)), list(_rows(datasets, prefixes))
    names = Directory(*(_values(table, built_in, [row for _, row in own]) for table in ("organizations", "regions")))
    catalogue = Catalogue.of(schema, *_described(own, schema))
    builder = Builder(schema, names, catalogue, standing.foreign)
    builder.add([*((BUILT_IN, row) for row in built_in), *own])
    wanted = builder.elements
    elsewhere = sorted(standing.foreign.keys() & wanted.nodes.keys())
    described = [
        key for key in elsewhere if wanted.nodes[key].place.table and wanted.nodes[key].place.source != BUILT_IN
    ]
    for key in elsewhere:
        del wanted.nodes[key]
    report = _tally(datasets, wanted, standing, schema)
    report.described_elsewhere = described
    if not dry_run:
        with _all_or_nothing(store) as transaction:
            _write(transaction, wanted, standing)
            _write_sources(transaction, datasets, prefixes)
            derive(transaction, names)
            compare_targets(transaction, catalogue)
            digest = data_digest(transaction)
            transaction.run(
                "MERGE (s:LoadState {id: 'load'}) SET s.status = 'complete', s.data_sha256 = $digest",
                {"digest": digest},
            )
    return report


@contextmanager
def _all_or_nothing(store: Store) -> Iterator[Transaction]:
    """A transaction whose failure is said in one sentence; the graph is then as it was."""
    try:
        with store.transaction() as transaction:
            yield transaction
    except QueryError as error:
        raise UserError("store.load_failed", exit_code=EXIT_FAILED, why=error) from error


def data_digest(transaction: Transaction) -> str:
    """SHA-256 over everything that the files state, whatever the order of loading."""
    nodes = transaction.run("MATCH (n) WHERE n.digest IS NOT NULL RETURN n.digest AS digest")
    edges = transaction.run("MATCH ()-[r]->() WHERE r.digest IS NOT NULL RETURN r.digest AS digest")
    return hashlib.sha256("".join(sorted(row["digest"] for row in [*nodes, *edges])).encode()).hexdigest()


def _rows(datasets: Sequence[Dataset], prefixes: Sequence[str]) -> Iterable[tuple[str, Row]]:
    for dataset, prefix in zip(datasets, prefixes, strict=True):
        for row in dataset.rows:
            yield _source_id(prefix, row.origin.file, row.origin.sheet), row


def _values(table: str, *groups: Iterable[Row]) -> list[dict[str, Any]]:
    return [dict(row.values) for rows in groups for row in rows if row.table == table]


def _described(rows: Iterable[tuple[str, Row]], schema: Schema) -> tuple[list[Indicator], list[Unit]]:
    """Indicators and units that the user's own tables add."""
    indicators, units = [], []
    for _, row in rows:
        values: dict[str, Any] = dict(row.values)
        if row.table == "indicators":
            blank = dict.fromkeys((field.name for field in fields(Indicator)), None)
            indicators.append(
                Indicator(**{**blank, "name_en": values["name_zh"], "additive": False, "aliases": (), **values})
            )
        elif row.table == "units":
            factor = Fraction(str(values.get("factor", 1)))
            canonical = factor == 1 and not any(u.dimension == values["dimension"] for u in schema.units.values())
            units.append(Unit(values["symbol"], values["dimension"], factor, (), canonical))
    return indicators, units


# ── what stands in the graph ──


def _read_standing(store: Store, schema: Schema, prefixes: Sequence[str]) -> _Standing:
    standing = _Standing()

    def ours(source: str) -> bool:
        return source == BUILT_IN or any(source.startswith(prefix) for prefix in prefixes)

    for owner in _owners(schema):
        for row in store.read(
            f"MATCH (n:{owner}) WHERE n.digest IS NOT NULL "
            "RETURN n.id AS id, labels(n) AS labels, n.digest AS digest, n.source AS source"
        ):
            key, labels = (owner, row["id"]), tuple(sorted(row["labels"], key=lambda label: (label != owner, label)))
            if ours(row["source"]):
                standing.nodes[key] = (labels, row["digest"])
            else:
                standing.foreign[key] = labels
    owners = set(_owners(schema))
    for row in store.read(
        "MATCH (a)-[r]->(b) WHERE r.digest IS NOT NULL "
        "RETURN type(r) AS type, labels(a) AS start_labels, a.id AS start, labels(b) AS end_labels, b.id AS end, "
        "r.kind AS kind, r.digest AS digest, r.source AS source"
    ):
        if ours(row["source"]):
            start = (next(label for label in row["start_labels"] if label in owners), row["start"])
            end = (next(label for label in row["end_labels"] if label in owners), row["end"])
            standing.edges[(row["type"], start, end, row["kind"] or "")] = row["digest"]
    return standing


def _tally(datasets: Sequence[Dataset], wanted: Elements, standing: _Standing, schema: Schema) -> LoadReport:
    report = LoadReport()
    for dataset in datasets:
        for file in dataset.files:
            report.tables.setdefault(file.table, Tally()).read += file.read
        for rejected in dataset.rejected:
            report.tables.setdefault(rejected.table, Tally()).rejected += 1
    counted = [
        (node.place.table, standing.nodes.get(node.key, (None, None))[1], node.digest())
        for node in wanted.nodes.values()
        if node.place.source != BUILT_IN
    ] + [
        (edge.place.table, standing.edges.get(edge.key), edge.digest())
        for edge in wanted.edges.values()
        if edge.place.table == "relations"
    ]
    for table, before, now in counted:
        if table:
            tally = report.tables.setdefault(table, Tally())
            tally.new += before is None
            tally.changed += before is not None and before != now
            tally.unchanged += before == now
    for table, repeated in wanted.repeated.items():
        report.tables.setdefault(table, Tally()).repeated += repeated
    # A node that left is counted for the table of its class; a relation row that left, for relations.
    tables = {table.node: table.name for table in schema.tables.values()}
    for owner, _ in standing.nodes.keys() - wanted.nodes.keys():
        report.tables.setdefault(tables.get(owner, "relations"), Tally()).removed += 1
    columns = {relation for relation, _ in COLUMN_EDGES.values()}
    for relation, *_ in standing.edges.keys() - wanted.edges.keys():
        if schema.relations[relation].in_table and relation not in columns:
            report.tables.setdefault("relations", Tally()).removed += 1
    return report


# ── writing the difference ──


def _write(transaction: Transaction, wanted: Elements, standing: _Standing) -> None:
    relabelled = {
        key for key, node in wanted.nodes.items() if key in standing.nodes and standing.nodes[key][0] != node.labels
    }
    gone = (standing.nodes.keys() - wanted.nodes.keys()) | relabelled
    lost = {key for key in standing.edges if key[1] in gone or key[2] in gone}
    dead = (standing.edges.keys() - wanted.edges.keys()) - lost
    _delete_edges(transaction, dead)
    _delete_nodes(transaction, gone)
    new, changed = [], []
    for node in wanted.nodes.values():
        if node.key not in standing.nodes or node.key in relabelled:
            new.append(node)
        elif standing.nodes[node.key][1] != node.digest():
            changed.append(node)
    _put_nodes(transaction, new, "CREATE (n:{labels}) SET n = r.props")
    _put_nodes(transaction, changed, "MATCH (n:{owner} {{id: r.id}}) SET n = r.props")
    new_edges, changed_edges = [], []
    for edge in wanted.edges.values():
        if edge.key not in standing.edges or edge.key in lost:
            new_edges.append(edge)
        elif standing.edges[edge.key] != edge.digest():
            changed_edges.append(edge)
    _put_edges(transaction, new_edges, "CREATE (a)-[x:{type}]->(b)")
    _put_edges(transaction, changed_edges, "MATCH (a)-[x:{type}]->(b) WHERE coalesce(x.kind, '') = r.kind")


def _stated(element: Node | Edge) -> dict[str, Any]:
    return {"source": element.place.source, "row": element.place.row, "digest": element.digest()}


def _put_nodes(transaction: Transaction, nodes: list[Node], template: str) -> None:
    for labels, group in groupby(sorted(nodes, key=lambda node: (node.labels, node.key)), key=lambda node: node.labels):
        rows = [
            {
                "id": node.key[1],
                "props": {**node.props, **_stated(node)},
            }
            for node in group
        ]
        query = "UNWIND $rows AS r " + template.format(labels=":".join(labels), owner=labels[0])
        _batches(transaction, query, rows)


def _edge_kind(key: EdgeKey) -> tuple[str, str, str]:
    return key[0], key[1][0], key[2][0]


def _put_edges(transaction: Transaction, edges: list[Edge], template: str) -> None:
    for (relation, start, end), group in groupby(
        sorted(edges, key=lambda edge: edge.key), key=lambda edge: _edge_kind(edge.key)
    ):
        rows = [
            {
                "start": edge.key[1][1],
                "end": edge.key[2][1],
                "kind": edge.key[3],
                "props": {**edge.props, **_stated(edge)},
            }
            for edge in group
        ]
        query = (
            f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start}}) MATCH (b:{end} {{id: r.end}}) "
            + template.format(type=relation)
            + " SET x = r.props"
        )
        _batches(transaction, query, rows)


def _delete_nodes(transaction: Transaction, keys: Iterable[Key]) -> None:
    for owner, group in groupby(sorted(keys), key=lambda key: key[0]):
        rows = [{"id": key[1]} for key in group]
        _batches(transaction, f"UNWIND $rows AS r MATCH (n:{owner} {{id: r.id}}) DETACH DELETE n", rows)


def _delete_edges(transaction: Transaction, keys: Iterable[EdgeKey]) -> None:
    for (relation, start, end), group in groupby(sorted(keys), key=_edge_kind):
        rows = [{"start": key[1][1], "end": key[2][1], "kind": key[3]} for key in group]
        query = (
            f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start}})-[x:{relation}]->(b:{end} {{id: r.end}}) "
            "WHERE coalesce(x.kind, '') = r.kind DELETE x"
        )
        _batches(transaction, query, rows)


def _batches(transaction: Transaction, query: str, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        transaction.run(query, {"rows": rows[start : start + BATCH]})


def _write_sources(transaction: Transaction, datasets: Sequence[Dataset], prefixes: Sequence[str]) -> None:
    """The files that were read. A file whose content is the same keeps the time of its first loading."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [{"id": BUILT_IN, "file": "ontology", "sheet": None, "sha256": ""}]
    for dataset, prefix in zip(datasets, prefixes, strict=True):
        rows += [
            {
                "id": _source_id(prefix, file.file, file.sheet),
                "file": file.file,
                "sheet": file.sheet,
                "sha256": file.sha256,
            }
            for file in dataset.files
        ]
        kept = [row["id"] for row in rows]
        transaction.run(
            "MATCH (s:Source) WHERE s.id STARTS WITH $prefix AND NOT s.id IN $kept DETACH DELETE s",
            {"prefix": prefix, "kept": kept},
        )
    transaction.run(
        "UNWIND $rows AS r MERGE (s:Source {id: r.id}) "
        "SET s.loaded_at = CASE WHEN s.sha256 = r.sha256 THEN s.loaded_at ELSE $now END, "
        "s.file = r.file, s.sheet = r.sheet, s.sha256 = r.sha256",
        {"rows": rows, "now": now},
    )
