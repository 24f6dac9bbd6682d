"""The embedded graph: ArcadeDB in this process, one folder, no server."""

import atexit
import glob
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.store import Params, QueryError, Record, Transaction, WriteRefusedError, plain

_MEMORY = " ".join(
    ("-Xmx704m", "-Darcadedb.maxPageRAM=128", "-Darcadedb.pageFlushQueue=128", "-Darcadedb.indexCompactionRAM=64")
)
"""The engine's share of memory (with its caches in megabytes), enough for a country's million rows. Left to itself it
takes up to half of the machine before it looks for what it no longer needs; ``ARCADEDB_NATIVE_ISOLATE_ARGS`` says
otherwise."""
_OUT_OF_MEMORY = "图引擎内存不足 / the engine is out of memory: ARCADEDB_NATIVE_ISOLATE_ARGS=-Xmx2g"
_UNFINISHED = ".loading"
"""How the folder of a graph ends that is being filled for the first time."""


def _engine() -> Any:
    """The arcadedb module, told before its first import to write no log to the terminal or the user's home, and how
    much memory it may take."""
    if "ARCADEDB_LOG_DIR" not in os.environ:
        logs = tempfile.mkdtemp(prefix="kgplan-log-")
        atexit.register(shutil.rmtree, logs, ignore_errors=True)
        os.environ["ARCADEDB_LOG_DIR"] = logs
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    os.environ.setdefault("ARCADEDB_NATIVE_ISOLATE_ARGS", _MEMORY)
    import arcadedb  # noqa: PLC0415 - only after the environment is set

    return arcadedb


def _query_error(error: Exception) -> QueryError:
    text = str(error).splitlines()[0]
    if "QueryNotIdempotentException" in text:  # its words follow the query, which may have many lines
        return WriteRefusedError(text)
    if "OutOfMemoryError" in text:
        return QueryError(_OUT_OF_MEMORY)
    return QueryError(text.rpartition("Exception: ")[2] or text)


class EmbeddedStore:
    """A graph in a folder. One process at a time has it open."""

    name = "embedded"

    def __init__(self, folder: Path, *, create: bool) -> None:
        engine = _engine()
        self._error: type[Exception] = engine.ArcadeDBError
        folder = folder.absolute()  # the engine and this process must agree after a change of directory
        self._folder = folder
        self._database: Any = None
        self._open(create=create)

    def _open(self, *, create: bool) -> None:
        engine, folder = _engine(), self._folder
        exists = engine.database_exists(str(folder))
        if not exists and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError("store.not_a_graph", path=folder)
        if not exists and not create:
            raise UserError("store.missing", path=folder)
        try:
            self._database = engine.open_database(str(folder)) if exists else engine.create_database(str(folder))
        except self._error as error:
            key = "store.locked" if "locked" in str(error).lower() else "store.cannot_open"
            raise UserError(key, exit_code=EXIT_FAILED, path=folder, why=str(_query_error(error))) from error
        for cut_off in folder.parent.glob(f".{glob.escape(folder.name)}.*{_UNFINISHED}"):
            # This process has the graph to itself, so nobody works in it any more: a load was killed there.
            shutil.rmtree(cut_off, ignore_errors=True)

    def read(self, query: str, params: Params | None = None) -> list[Record]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            rows = self._database.query("opencypher", query, dict(params or {})).to_list()
        except self._error as error:
            raise _query_error(error) from error
        return [plain(row) for row in rows]

    def scan(self, query: str, params: Params | None = None) -> Iterator[Record]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            for row in self._database.query("opencypher", query, dict(params or {})).iter_dicts():
                yield plain(row)
        except self._error as error:
            raise _query_error(error) from error

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """The engine sees to it: one process at a time has the folder open."""
        yield

    @contextmanager
    def replacement(self) -> Iterator["EmbeddedStore"]:
        """A new graph beside this one, which it replaces at the end."""
        beside = self._folder.with_name(f".{self._folder.name}.{os.getpid()}{_UNFINISHED}")
        shutil.rmtree(beside, ignore_errors=True)
        try:
            other = EmbeddedStore(beside, create=True)
            try:
                yield other
            finally:
                other.close()
            self.close()
            shutil.rmtree(self._folder)
            beside.rename(self._folder)
            self._open(create=False)
        except OSError as error:
            raise UserError(
                "store.cannot_open", exit_code=EXIT_FAILED, path=self._folder, why=error.strerror or error
            ) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    @contextmanager
    def bulk(self, labels: Iterable[tuple[str, ...]], relations: Iterable[str]) -> Iterator["_Bulk"]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            # The engine makes its type for a combination of labels when a query first creates such a node.
            with self._database.transaction():
                for names in labels:
                    self.run(f"CREATE (n:{':'.join(names)} {{id: ''}}) DELETE n")
            for relation in relations:
                self._database.command("sql", f"CREATE EDGE TYPE `{relation}` IF NOT EXISTS")
            types = [row["name"] for row in self._database.query("sql", "SELECT name FROM schema:types").to_list()]
            with self._database.graph_batch() as batch:
                yield _Bulk(batch, {frozenset(name.split("~")): name for name in types})
        except self._error as error:
            raise _query_error(error) from error

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            with self._database.transaction():
                yield self
        except self._error as error:
            raise _query_error(error) from error

    def run(self, query: str, params: Params | None = None) -> list[Record]:
        """Run a writing query inside the open transaction."""
        try:
            rows = self._database.command("opencypher", query, dict(params or {})).to_list()
        except self._error as error:
            raise _query_error(error) from error
        return [plain(row) for row in rows]

    def define(self, statement: str) -> None:
        """See :class:`kgplan.graph.store.Store`."""
        self.run(statement)

    def close(self) -> None:
        """See :class:`kgplan.graph.store.Store`."""
        if self._database is not None:
            self._database.close()
            self._database = None


class _Bulk:
    """The engine's bulk interface. ``types``: its name for a combination of labels. Nothing is read meanwhile."""

    def __init__(self, batch: Any, types: dict[frozenset[str], str]) -> None:
        self._batch, self._types = batch, types

    def nodes(self, labels: tuple[str, ...], rows: list[Record]) -> list[str]:
        """See :class:`kgplan.graph.store.Bulk`."""
        places: list[str] = self._batch.create_vertices(self._types[frozenset(labels)], rows)
        return places

    def edges(self, relation: str, starts: list[str], ends: list[str], rows: list[Record]) -> None:
        """See :class:`kgplan.graph.store.Bulk`."""
        self._batch.new_edges(starts, relation, ends, rows)
