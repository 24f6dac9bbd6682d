"""Datasets → the standing graph, which is a function of all rows that all datasets state.

Loading a dataset again brings the graph to exactly its present content: what changed changes, what left goes with its
relations, what other datasets state stays. Nothing depends on the order of loading, and a load that was cut off is
mended by the next one, because the rows of every whole load are kept beside the graph (:mod:`kgplan.graph.stated`).
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.build import Builder
from kgplan.graph.elements import BUILT_IN
from kgplan.graph.facts import derive
from kgplan.graph.reconcile import LoadReport, count
from kgplan.graph.stated import (
    PIECE,
    PIECES_AT_ONCE,
    AllRows,
    KeptDataset,
    Pieces,
    dataset_id,
    digest_of_all,
    kept_datasets,
    rows_of,
    source_id,
    spooled,
)
from kgplan.graph.store import QueryError, Store, Transaction
from kgplan.graph.targets import compare_targets
from kgplan.graph.write import DifferenceWriter, FreshWriter, Standing, Work, Writer
from kgplan.schema import Schema
from kgplan.sources.model import Dataset, Row

LARGE = 10_000
"""Rows from which the bulk interface of an empty graph is worth its preparations."""

Progress = Callable[[str, int], None]
"""Told while a load goes on: the step, and how many elements it has done since it was last told."""

__all__ = ["LoadReport", "Progress", "load", "prepare"]


def prepare(store: Store, schema: Schema) -> None:
    """Uniqueness of ids for every class that owns ids, and the way from a district to its plans. Safe to repeat."""
    for label in sorted({*_owners(schema), "Source", "Dataset", "StatedRows", "LoadState", "Run", "Finding"}):
        store.define(f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
    for label in ("Document", "Plan"):
        store.define(f"CREATE INDEX {label}_home IF NOT EXISTS FOR (n:{label}) ON (n.home)")


def _owners(schema: Schema) -> set[str]:
    """Classes whose nodes rows state."""
    return {table.node for table in schema.tables.values() if table.node} | {"DanglingRef"}


def node_labels(schema: Schema) -> list[tuple[str, ...]]:
    """The combinations of labels that nodes can have."""
    kinds = [("Document", kind) for kind in schema.document_classes.values()]
    return [*kinds, *((owner,) for owner in sorted(_owners(schema) - {"Document"}))]


def edge_types(schema: Schema) -> list[str]:
    """The types of edges that rows can state."""
    return [name for name, relation in schema.relations.items() if not relation.derived]


def load(  # noqa: PLR0913 - what a load can be told
    store: Store,
    datasets: Sequence[Dataset],
    schema: Schema,
    *,
    dry_run: bool = False,
    forget: Sequence[str] = (),
    progress: Progress | None = None,
) -> LoadReport:
    """Bring the graph to the content of ``datasets``, and take out those whose ids are in ``forget``.

    With ``dry_run`` the report says what would happen and nothing is written. UserError (3) if the load fails: the
    graph is then as it was or, if a part of a large load was written already, marked as not whole until the next load.
    """
    with ExitStack() as stack:
        stack.enter_context(nullcontext() if dry_run else store.exclusive())
        stack.enter_context(_no_collection())
        kept = kept_datasets(store)
        given = {dataset_id(dataset): dataset for dataset in datasets}
        others = [old for old in kept if old.id not in given and old.id not in forget]
        rows = AllRows(
            [
                *((name, dataset.rows) for name, dataset in given.items()),
                *((old.id, spooled(store, schema, old)) for old in others),
            ]
        )
        report = _reconciled(store, schema, kept, given, forget)
        builder = Builder(schema, rows)
        standing = frozenset((old.id, old.load) for old in kept)
        this = _Load(builder, rows, given, others, standing, progress or (lambda step, done: None))
        if dry_run:
            _go_through(this, None)
        else:
            _write(store, schema, this, report)
    return report


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of small objects and no cycles among them: looking for cycles again and again costs a tenth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _reconciled(
    store: Store, schema: Schema, kept: Sequence[KeptDataset], given: dict[str, Dataset], forget: Sequence[str]
) -> LoadReport:
    report, before = LoadReport(), {old.id: old for old in kept}
    for name, dataset in given.items():
        stood: Iterable[Row] = rows_of(store, schema, before[name]) if name in before else ()
        count(report, dataset, dataset.rows, stood)
    for name in forget:
        if name in before:
            count(report, None, (), rows_of(store, schema, before[name]))
    return report


@dataclass(frozen=True, slots=True)
class _Load:
    """A load at work: the elements to come, all rows, datasets that it brings, and those that it leaves as they are."""

    builder: Builder
    rows: AllRows
    given: dict[str, Dataset]
    others: Sequence[KeptDataset]
    standing: frozenset[tuple[str, str]]
    """Datasets that stand already, with their loads."""
    tell: Progress


def _write(store: Store, schema: Schema, this: _Load, report: LoadReport) -> None:
    work: Work | None = None
    try:
        empty = not store.read("MATCH (n) RETURN 1 AS one LIMIT 1")
        large = empty and sum(len(dataset.rows) for dataset in this.given.values()) > LARGE
        with store.replacement() if large else nullcontext(store) as target:
            prepare(target, schema)
            bulk = target.bulk(node_labels(schema), edge_types(schema)) if large else None
            if bulk:
                with ThreadPoolExecutor(1) as thread, bulk as way_in:
                    fresh = FreshWriter(way_in, thread)
                    _go_through(this, fresh)
                report.written = fresh.written
            work = Work(target)
            with work.all():
                if not bulk:
                    difference = DifferenceWriter(work, None if empty else Standing(target, _owners(schema)))
                    _go_through(this, difference)
                    difference.remove_what_left()
                    report.written = difference.written
                _finish(work, this)
    except QueryError as error:
        key = "store.load_cut_off" if work and work.cut else "store.load_failed"
        raise UserError(key, exit_code=EXIT_FAILED, why=error) from error


def _go_through(this: _Load, writer: Writer | None) -> None:
    """Make all elements, and hand them to the writer."""
    for step in ("nodes", "ends", "edges"):
        done = 0
        for element in getattr(this.builder, step)():
            if writer:
                writer.put(element)
            done += 1
            if done % 1_000 == 0:
                this.tell(step, 1_000)
        this.tell(step, done % 1_000)
        if writer:
            writer.flush()


def _finish(work: Work, this: _Load) -> None:
    """Derived facts, and then, in one transaction with their last part, what makes the load valid."""
    given = this.given
    derive(work, this.builder.names)
    compare_targets(work, this.builder.catalogue, this.builder.targets)
    loads = {name: _keep_rows(work, this, name) for name in given}
    _write_sources(work, given, this.others)
    work.run(
        "UNWIND $rows AS r MERGE (d:Dataset {id: r.id}) SET d.name = r.name, d.path = r.path, d.load = r.load",
        {
            "rows": [
                {"id": name, "name": each.name, "path": str(each.path.resolve()), "load": loads[name]}
                for name, each in given.items()
            ]
        },
    )
    loads |= {old.id: old.load for old in this.others}
    work.run("MATCH (d:Dataset) WHERE NOT d.id IN $standing DETACH DELETE d", {"standing": list(loads)})
    work.run("MATCH (s:StatedRows) WHERE NOT s.load IN $loads DELETE s", {"loads": list(loads.values())})
    work.run(
        "MERGE (s:LoadState {id: 'load'}) SET s.status = 'complete', s.data_sha256 = $digest",
        {"digest": digest_of_all(loads.values())},
    )


def _keep_rows(work: Work, this: _Load, name: str) -> str:
    """Keep the rows of a dataset unless they stand already. What a load that never ended left of them goes first."""
    pieces = Pieces(name, this.given[name].rows)
    if (name, pieces.load) not in this.standing:
        work.run(
            "MATCH (s:StatedRows {dataset: $name}) WHERE s.load = $load DELETE s", {"name": name, "load": pieces.load}
        )
        waiting = iter(pieces)
        while block := list(islice(waiting, PIECES_AT_ONCE)):
            work.batches("UNWIND $rows AS r CREATE (s:StatedRows) SET s = r", block, weight=PIECE)
    return pieces.load


def _write_sources(work: Transaction, given: dict[str, Dataset], others: Sequence[KeptDataset]) -> None:
    """The files that were read. A file whose content is the same keeps the time of its first loading."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [{"id": BUILT_IN, "dataset": BUILT_IN, "file": "ontology", "sheet": None, "sha256": ""}]
    rows += [
        {
            "id": source_id(name, file.file, file.sheet),
            "dataset": name,
            "file": file.file,
            "sheet": file.sheet,
            "sha256": file.sha256,
        }
        for name, dataset in given.items()
        for file in dataset.files
    ]
    work.run(
        "MATCH (s:Source) WHERE NOT s.id IN $ids AND NOT s.dataset IN $others DETACH DELETE s",
        {"ids": [row["id"] for row in rows], "others": [old.id for old in others]},
    )
    work.run(
        "UNWIND $rows AS r MERGE (s:Source {id: r.id}) "
        "SET s.loaded_at = CASE WHEN s.sha256 = r.sha256 THEN s.loaded_at ELSE $now END, "
        "s.dataset = r.dataset, s.file = r.file, s.sheet = r.sheet, s.sha256 = r.sha256",
        {"rows": rows, "now": now},
    )
