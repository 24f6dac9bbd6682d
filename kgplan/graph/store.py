"""What kgplan needs of a graph engine: read, write in a transaction, close. Two engines implement it."""

from collections.abc import Iterator, Mapping
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


class Store(Protocol):
    """A property graph that speaks Cypher."""

    name: str
    """Engine as results show it: ``embedded`` or ``neo4j 5.26.30``."""

    def read(self, query: str, params: Params | None = None) -> list[Record]:
        """Run a query that the engine refuses if it could write. Rows as dicts; dates as ISO text.

        Raises QueryError (WriteRefusedError for a writing query), UserError (exit 3) when the store went away.
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


def plain(value: Any) -> Any:
    """A value as both engines give it alike: dates as ISO text, containers copied, everything else as is."""
    if isinstance(value, date) or hasattr(value, "iso_format"):
        return value.isoformat() if isinstance(value, date) else value.iso_format()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


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
