"""What kgplan needs of a graph engine: read, write in a transaction, close. Two engines implement it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from kgplan.errors import UserError

Params = Mapping[str, Any]
Record = dict[str, Any]

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


class QueryError(Exception):
    """The engine could not run a query; the text is the engine's own, first line."""


class WriteRefusedError(QueryError):
    """A query sent for reading tried to write."""


class Transaction(Protocol):
    """An open transaction: committed when its block ends, rolled back when it raises."""

    def run(self, query: str, params: Params | None = None) -> list[Record]:
        """Run a query that may write. Rows as dicts; dates as ISO text. Raises QueryError."""
        ...


class Bulk(Protocol):
    """The way into an empty graph that looks nothing up. Ids are not checked: the caller has made them unique."""

    def nodes(self, labels: tuple[str, ...], rows: list[Record]) -> list[str]:
        """Create a node of these labels per row of properties; gives where each of them lies."""
        ...

    def edges(self, relation: str, starts: list[str], ends: list[str], rows: list[Record]) -> None:
        """Create an edge per row of properties between nodes, told by where they lie."""
        ...


class Store(Protocol):
    """A property graph that speaks Cypher."""

    name: str
    """Engine as results show it: ``embedded`` or ``neo4j 5.26.30``."""

    def read(self, query: str, params: Params | None = None) -> list[Record]:
        """Run a query that the engine refuses if it could write. Rows as dicts; dates as ISO text.

        Raises QueryError (WriteRefusedError for a writing query), UserError (exit 3) when the store went away.
        """
        ...

    def scan(self, query: str, params: Params | None = None) -> Iterator[Record]:
        """As :meth:`read`, row by row: for answers that may be longer than memory."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """No other load works on the graph inside the block. UserError (3) if one does already."""
        ...

    def replacement(self) -> "AbstractContextManager[Store]":
        """The store that an empty graph is filled in; what it holds stands here only if the block ends well."""
        ...

    def bulk(self, labels: Iterable[tuple[str, ...]], relations: Iterable[str]) -> AbstractContextManager[Bulk] | None:
        """The bulk interface of an empty graph for nodes of these labels and edges of these types.

        None where the engine has none. Nothing may be read inside the block.
        """
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """All or nothing: what ``run`` writes inside is kept only if the block ends without an exception."""
        ...

    def define(self, statement: str) -> None:
        """Run one schema statement (constraint, index) in its own transaction."""
        ...

    def close(self) -> None:
        """Release the engine. A second call does nothing."""
        ...


_NOT_CODE = re.compile(r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""", re.DOTALL)


def code_of(query: str) -> str:
    """A query without its comments and texts: what is left are the words of the language and names."""
    return _NOT_CODE.sub(" ", query)


def loads_files(query: str) -> bool:
    """Whether a query reads a file or an address outside the graph; the engines allow it to whoever may read."""
    return bool(re.search(r"\bLOAD\s+CSV\b", code_of(query), re.IGNORECASE))


_PLAIN = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """A value as both engines give it alike: dates as ISO text, containers copied, everything else as is."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {key: item if type(item) in _PLAIN else plain(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.iso_format() if hasattr(value, "iso_format") else value


def is_server(url: str) -> bool:
    """Whether the address names a Neo4j server rather than a folder."""
    scheme, sep, _ = url.partition("://")
    return bool(sep) and scheme in NEO4J_SCHEMES


def open_store(url: str, *, create: bool = True) -> Store:
    """The standing graph at ``url``: a Neo4j address or a folder path (embedded).

    ``create``: make the folder's database when there is none. UserError (2) for an address of no known kind,
    for a folder that holds no graph; (3) when the server or the folder cannot be used now.
    """
    if is_server(url):
        from kgplan.graph.neo4j import Neo4jStore  # noqa: PLC0415 - the driver is loaded only where it is used

        return Neo4jStore(url)
    if "://" in url:
        raise UserError("store.unknown_scheme", url=url, schemes="、".join(f"{s}://" for s in NEO4J_SCHEMES[:4]))
    from kgplan.graph.embedded import EmbeddedStore  # noqa: PLC0415 - likewise

    return EmbeddedStore(Path(url), create=create)


@contextmanager
def private_store() -> Iterator[Store]:
    """A fresh embedded graph in a temporary folder that vanishes with the block."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from kgplan.graph.embedded import EmbeddedStore  # noqa: PLC0415

    with TemporaryDirectory(prefix="kgplan-", ignore_cleanup_errors=True) as folder:
        store = EmbeddedStore(Path(folder) / "graph", create=True)
        try:
            yield store
        finally:
            store.close()
