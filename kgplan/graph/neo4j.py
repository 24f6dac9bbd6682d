"""A Neo4j server as the store, through the official driver."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, ManagedTransaction, Session
from neo4j import Transaction as DriverTransaction
from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.store import Params, QueryError, Record, Transaction, WriteRefusedError, plain

_CONNECT_SECONDS = 15.0

_LOAD = {"kgplan": "load"}
"""What marks the transaction that a load holds from its begin to its end."""
_LOADS = "SHOW TRANSACTIONS YIELD transactionId, metaData RETURN transactionId AS id, metaData AS meta"


def _number(transaction: str) -> int:
    """The running number at the end of the id of a transaction."""
    return int(transaction.rpartition("-")[2])


def _rows(runner: Session | DriverTransaction | ManagedTransaction, query: str, params: Params | None) -> list[Record]:
    # The query is data to the driver: its LiteralString hint guards against string building, which is not done here.
    result = runner.run(query, dict(params or {}))
    return [plain(record.data()) for record in result]


class Neo4jStore:
    """The database ``NEO4J_DATABASE`` of a server; user and password from ``NEO4J_USERNAME``, ``NEO4J_PASSWORD``."""

    def __init__(self, url: str) -> None:
        self._url = url
        password = os.environ.get("NEO4J_PASSWORD")
        if password is None:
            raise UserError("store.no_password", url=url)
        self._user = os.environ.get("NEO4J_USERNAME", "neo4j")
        self._database = os.environ.get("NEO4J_DATABASE") or None
        try:
            self._driver = GraphDatabase.driver(
                url,
                auth=(self._user, password),
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=0,
            )
        except (ConfigurationError, ValueError) as error:
            raise UserError("store.bad_url", url=url, why=str(error).splitlines()[0]) from error
        try:
            with self._session(READ_ACCESS) as session:
                version = _rows(session, "CALL dbms.components() YIELD versions RETURN versions[0] AS version", None)
        except (DriverError, Neo4jError, OSError, ValueError) as error:
            self._driver.close()
            raise self._translate(error) from error
        self.name = f"neo4j {version[0]['version']}"

    def _session(self, access: str) -> Session:
        return self._driver.session(
            database=self._database,
            default_access_mode=access,
            # A type that is not yet in the graph is no news: the ontology test catches misspelt names.
            notifications_disabled_classifications=["UNRECOGNIZED"],
        )

    def _translate(self, error: Exception) -> Exception:
        """The plain sentence for what went wrong, or a QueryError for a query's own fault."""
        first = (str(error).splitlines() or [""])[0]
        if isinstance(error, AuthError):
            return UserError("store.password_refused", exit_code=EXIT_FAILED, url=self._url, user=self._user)
        if isinstance(error, ClientError):
            if error.code and error.code.endswith("AccessMode"):
                return WriteRefusedError(first)
            if error.code and "Database.DatabaseNotFound" in error.code:
                return UserError("store.no_database", url=self._url, database=self._database)
            return QueryError(error.message or first)
        if isinstance(error, ServiceUnavailable) or not isinstance(error, Neo4jError):
            return UserError("store.unavailable", exit_code=EXIT_FAILED, url=self._url)
        return UserError("store.server_error", exit_code=EXIT_FAILED, url=self._url, why=first)

    def read(self, query: str, params: Params | None = None) -> list[Record]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            with self._session(READ_ACCESS) as session:
                return _rows(session, query, params)
        except (DriverError, Neo4jError, OSError) as error:
            raise self._translate(error) from error

    def scan(self, query: str, params: Params | None = None) -> Iterator[Record]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            with self._session(READ_ACCESS) as session:
                for record in session.run(query, dict(params or {})):
                    yield plain(record.data())
        except (DriverError, Neo4jError, OSError) as error:
            raise self._translate(error) from error

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """See :class:`kgplan.graph.store.Store`.

        The mark is an open transaction that does nothing: it ends with this process, however that ends. Of two loads
        that begin at the same moment the one with the earlier transaction goes on.
        """
        try:
            with self._session(WRITE_ACCESS) as session, session.begin_transaction(metadata=_LOAD) as mark:
                _rows(mark, "RETURN 1 AS one", None)
                with self._session(READ_ACCESS) as other:
                    loads = [row["id"] for row in _rows(other, _LOADS, None) if row["meta"] == _LOAD]
                own = max(loads, key=_number, default="")
                if any(_number(load) < _number(own) for load in loads):
                    raise UserError("store.loading_elsewhere", exit_code=EXIT_FAILED, url=self._url)
                yield
        except (DriverError, Neo4jError, OSError) as error:
            raise self._translate(error) from error

    @contextmanager
    def replacement(self) -> Iterator["Neo4jStore"]:
        """The server's graph itself: a load that ends early leaves it marked as not whole."""
        yield self

    def bulk(self, labels: Iterable[tuple[str, ...]], relations: Iterable[str]) -> None:
        """A server has no such way in; large loads from files are ``neo4j-admin``'s."""
        return

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """See :class:`kgplan.graph.store.Store`."""
        try:
            with self._session(WRITE_ACCESS) as session, session.begin_transaction() as transaction:
                yield _Running(self, transaction)
                transaction.commit()
        except (DriverError, Neo4jError, OSError) as error:
            raise self._translate(error) from error

    def define(self, statement: str) -> None:
        """See :class:`kgplan.graph.store.Store`."""
        with self.transaction() as transaction:
            transaction.run(statement)

    def close(self) -> None:
        """See :class:`kgplan.graph.store.Store`."""
        self._driver.close()


class _Running:
    """An open transaction on the server."""

    def __init__(self, store: Neo4jStore, transaction: DriverTransaction) -> None:
        self._store, self._transaction = store, transaction

    def run(self, query: str, params: Params | None = None) -> list[Record]:
        """Run a writing query inside the transaction."""
        return _rows(self._transaction, query, params)
