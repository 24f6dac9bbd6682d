"""Writing elements: only what differs from the standing graph, in transactions of bounded size.

A small load is one transaction. A large one is several; the graph then says ``loading`` from the first to the last of
them, so that nobody takes a part for the whole, and the next load brings it to the right state wherever this one ended.
An empty embedded graph is filled past all that (:class:`FreshWriter`), since nobody reads it before it is whole.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from itertools import groupby
from typing import Any, Protocol

from kgplan.graph.elements import Edge, EdgeKey, Key, Node, element_hash, stored_props
from kgplan.graph.store import Bulk, Params, Record, Store, Transaction

BATCH = 5_000
"""Rows of one UNWIND."""
HELD = 20_000
"""Elements that wait in memory to be written together."""
COMMIT = 20_000
"""Rows after which a transaction is committed and the next one begins."""


class Work:
    """Transactions one after the other, seen as one: a small load fits into a single one."""

    def __init__(self, store: Store, limit: int = COMMIT) -> None:
        self._store, self._limit = store, limit
        self._stack, self._rows = ExitStack(), 0
        self._transaction: Transaction | None = None
        self.cut = False
        """Whether a part has been committed already."""

    def run(self, query: str, params: Params | None = None) -> list[Record]:
        """Run a query that may write."""
        if self._transaction is None:
            self._transaction = self._stack.enter_context(self._store.transaction())
        return self._transaction.run(query, params)

    def batches(self, query: str, rows: list[Record], weight: int = 1) -> None:
        """Run a query over rows, ``UNWIND $rows``; between batches a part may be committed.

        ``weight``: how many common rows one of these amounts to.
        """
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            self.run(query, {"rows": batch})
            self._rows += len(batch) * weight
            if self._rows >= self._limit:
                self.run("MERGE (s:LoadState {id: 'load'}) SET s.status = 'loading'")
                self._end()
                self.cut = True

    def _end(self) -> None:
        self._transaction, self._rows = None, 0
        self._stack.close()

    @contextmanager
    def all(self) -> Iterator["Work"]:
        """Commits the last part if the block ends well, else takes it back."""
        with self._stack:
            yield self
            self._end()


class Standing:
    """Digests of what stands in the graph, by hash of the key: what a load has not met at its end is to go."""

    def __init__(self, store: Store, owners: Iterable[str]) -> None:
        self._store, self._owners = store, sorted(owners)
        self._nodes = {element_hash(key): int(digest, 16) for key, digest in self._scan_nodes()}
        self._edges = {element_hash(key): int(digest, 16) for key, digest in self._scan_edges()}

    def state_of(self, element: Node | Edge, digest: str) -> str:
        """``new``, ``changed`` or ``unchanged``; the element is then known to stay."""
        digests = self._nodes if isinstance(element, Node) else self._edges
        before = digests.pop(element_hash(element.key), None)
        return "new" if before is None else "unchanged" if before == int(digest, 16) else "changed"

    def left_edges(self) -> Iterator[EdgeKey]:
        """Keys of the edges that nobody states any more."""
        return (key for key, _ in self._scan_edges() if element_hash(key) in self._edges) if self._edges else iter(())

    def left_nodes(self) -> Iterator[Key]:
        """Keys of the nodes that nobody states any more."""
        return (key for key, _ in self._scan_nodes() if element_hash(key) in self._nodes) if self._nodes else iter(())

    def _scan_nodes(self) -> Iterator[tuple[Key, str]]:
        for owner in self._owners:
            for row in self._store.scan(
                f"MATCH (n:{owner}) WHERE n.digest IS NOT NULL RETURN n.id AS id, n.digest AS digest"
            ):
                yield (owner, row["id"]), row["digest"]

    def _scan_edges(self) -> Iterator[tuple[EdgeKey, str]]:
        owners = set(self._owners)
        for row in self._store.scan(
            "MATCH (a)-[r]->(b) WHERE r.digest IS NOT NULL "
            "RETURN type(r) AS type, labels(a) AS start_labels, a.id AS start, labels(b) AS end_labels, b.id AS end, "
            "r.kind AS kind, r.digest AS digest"
        ):
            start = next(label for label in row["start_labels"] if label in owners)
            end = next(label for label in row["end_labels"] if label in owners)
            yield (row["type"], (start, row["start"]), (end, row["end"]), row["kind"] or ""), row["digest"]


class Writer(Protocol):
    """Takes the nodes of a load, then its edges."""

    written: int
    """Elements created, changed or removed."""

    def put(self, element: Node | Edge) -> None:
        """Write the element, now or with the next ones."""
        ...

    def flush(self) -> None:
        """Write what still waits: edges find their nodes only after it."""
        ...


class DifferenceWriter:
    """Writes what differs from the standing graph."""

    def __init__(self, work: Work, standing: Standing | None) -> None:
        self._work, self._standing = work, standing
        self._new: list[tuple[Any, Record]] = []
        self._changed: list[tuple[Any, Record]] = []
        self._recreated: set[Key] = set()
        """Nodes whose labels changed: they had to be made anew, and have lost their edges."""
        self.written = 0

    def put(self, element: Node | Edge) -> None:
        """See :class:`Writer`."""
        props = stored_props(element)
        state = self._standing.state_of(element, props["digest"]) if self._standing else "new"
        if isinstance(element, Edge) and not self._recreated.isdisjoint(element.key[1:3]):
            state = "new"
        if state == "unchanged":
            return
        self.written += 1
        (self._new if state == "new" else self._changed).append((element, props))
        if len(self._new) + len(self._changed) >= HELD:
            self.flush()

    def flush(self) -> None:
        """See :class:`Writer`."""
        new, changed = self._new, self._changed
        self._new, self._changed = [], []
        self._relabel([node for node, _ in changed if isinstance(node, Node) and len(node.labels) > 1])
        for nodes, template in (
            (new + [pair for pair in changed if pair[0].key in self._recreated], "CREATE (n:{labels}) SET n = r.props"),
            (
                [pair for pair in changed if pair[0].key not in self._recreated],
                "MATCH (n:{owner} {{id: r.id}}) SET n = r.props",
            ),
        ):
            self._nodes([pair for pair in nodes if isinstance(pair[0], Node)], template)
        self._edges([pair for pair in new if isinstance(pair[0], Edge)], "CREATE (a)-[x:{type}]->(b)")
        self._edges(
            [pair for pair in changed if isinstance(pair[0], Edge)],
            "MATCH (a)-[x:{type}]->(b) WHERE coalesce(x.kind, '') = r.kind",
        )

    def remove_what_left(self) -> None:
        """Remove what stood in the graph and nobody states any more."""
        if not self._standing:
            return
        for relation, group in _grouped(self._standing.left_edges(), lambda key: (key[0], key[1][0], key[2][0])):
            rows = [{"start": key[1][1], "end": key[2][1], "kind": key[3]} for key in group]
            self._work.batches(
                f"UNWIND $rows AS r MATCH (a:{relation[1]} {{id: r.start}})-[x:{relation[0]}]->"
                f"(b:{relation[2]} {{id: r.end}}) WHERE coalesce(x.kind, '') = r.kind DELETE x",
                rows,
            )
            self.written += len(rows)
        for owner, keys in _grouped(self._standing.left_nodes(), lambda key: key[0]):
            self._delete(owner, [key[1] for key in keys])
            self.written += len(keys)

    def _delete(self, owner: str, ids: list[str]) -> None:
        rows = [{"id": name} for name in ids]
        self._work.batches(f"UNWIND $rows AS r MATCH (n:{owner} {{id: r.id}}) DETACH DELETE n", rows)

    def _relabel(self, nodes: list[Node]) -> None:
        """Delete the nodes that stand with other labels: neither engine can change them under a uniqueness constraint
        in a way that both understand."""
        for owner, group in _grouped(nodes, lambda node: node.labels[0]):
            before = {
                row["id"]: set(row["labels"])
                for row in self._work.run(
                    f"UNWIND $ids AS id MATCH (n:{owner} {{id: id}}) RETURN n.id AS id, labels(n) AS labels",
                    {"ids": [node.key[1] for node in group]},
                )
            }
            other = [node.key for node in group if before.get(node.key[1]) != set(node.labels)]
            self._delete(owner, [key[1] for key in other])
            self._recreated.update(other)

    def _nodes(self, pairs: list[tuple[Node, Record]], template: str) -> None:
        for labels, group in _grouped(pairs, lambda pair: pair[0].labels):
            query = "UNWIND $rows AS r " + template.format(labels=":".join(labels), owner=labels[0])
            self._work.batches(query, [{"id": node.key[1], "props": props} for node, props in group])

    def _edges(self, pairs: list[tuple[Edge, Record]], template: str) -> None:
        for (relation, start, end), group in _grouped(
            pairs, lambda pair: (pair[0].key[0], pair[0].key[1][0], pair[0].key[2][0])
        ):
            self._work.batches(
                f"UNWIND $rows AS r MATCH (a:{start} {{id: r.start}}) MATCH (b:{end} {{id: r.end}}) "
                + template.format(type=relation)
                + " SET x = r.props",
                [
                    {"start": edge.key[1][1], "end": edge.key[2][1], "kind": edge.key[3], "props": props}
                    for edge, props in group
                ],
            )


class FreshWriter:
    """Fills an empty graph by the engine's bulk interface, which looks nothing up.

    The engine writes in a thread of its own while the next elements are made.
    """

    def __init__(self, bulk: Bulk, thread: Executor) -> None:
        self._bulk, self._thread = bulk, thread
        self._places: dict[str, dict[str, str]] = {}
        """Where the engine put each node, by class and id."""
        self._waiting: list[Node | Edge] = []
        self._under_way: Future[None] | None = None
        self.written = 0

    def put(self, element: Node | Edge) -> None:
        """See :class:`Writer`."""
        self._waiting.append(element)
        self.written += 1
        if len(self._waiting) >= HELD:
            self._hand_over()

    def flush(self) -> None:
        """See :class:`Writer`."""
        self._hand_over()
        self._wait()

    def _hand_over(self) -> None:
        self._wait()
        waiting, self._waiting = self._waiting, []
        self._under_way = self._thread.submit(self._write, waiting)

    def _wait(self) -> None:
        if self._under_way:
            self._under_way.result()
            self._under_way = None

    def _write(self, elements: list[Node | Edge]) -> None:
        nodes: dict[tuple[str, ...], list[Node]] = {}
        edges: dict[str, list[Edge]] = {}
        for element in elements:
            if isinstance(element, Node):
                nodes.setdefault(element.labels, []).append(element)
            else:
                edges.setdefault(element.key[0], []).append(element)
        for labels, group in nodes.items():
            places = self._bulk.nodes(labels, [stored_props(node) for node in group])
            ids = (node.key[1] for node in group)
            self._places.setdefault(labels[0], {}).update(zip(ids, places, strict=True))
        for relation, members in edges.items():
            self._bulk.edges(
                relation,
                [self._place(edge.key[1]) for edge in members],
                [self._place(edge.key[2]) for edge in members],
                [stored_props(edge) for edge in members],
            )

    def _place(self, key: Key) -> str:
        return self._places[key[0]][key[1]]


def _grouped(items: Iterable[Any], by: Callable[[Any], Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Groups in the order of their names, members in the order they came."""
    for name, group in groupby(sorted(items, key=by), key=by):
        yield name, list(group)
