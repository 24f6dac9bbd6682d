"""The embedded graph: ArcadeDB in this process, one folder, no server."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.store import Params, QueryError, Record, Transaction, WriteRefusedError, plain


def _engine() -> Any:
    """The arcadedb module, told before its first import to write no log to the terminal or the user's home."""
    if "ARCADEDB_LOG_DIR" not in os.environ:
        logs = tempfile.mkdtemp(prefix="kgplan-log-")
        atexit.register(shutil.rmtree, logs, ignore_errors=True)
        os.environ["ARCADEDB_LOG_DIR"] = logs
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    import arcadedb  # noqa: PLC0415 - only after the environment is set

    return arcadedb


def _query_error(error: Exception) -> QueryError:
    text = str(error).splitlines()[0]
    if "not idempotent" in text:
        return WriteRefusedError(text)
    return QueryError(text.rpartition("Exception: ")[2] or text)


class EmbeddedStore:
    """A graph in a folder. One process at a time has it open."""

    name = "embedded"

    def __init__(self, folder: Path, *, create: bool) -> None:
        engine = _engine()
        self._error: type[Exception] = engine.ArcadeDBError
        folder = folder.absolute()  # the engine and this process must agree after a change of directory
        self._database: Any = None
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

    def read(self, query: str, params: Params | None = None) -> list[Record]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            rows = self._database.query("opencypher", query, dict(params or {})).to_list()
        except self._error as error:
            raise _query_error(error) from error
        return [plain(row) for row in rows]

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
