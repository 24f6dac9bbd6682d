"""Fixtures for all tests: an empty graph on both engines, a real Neo4j, a browser; and what the run really tested."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from neo4j import GraphDatabase

from kgplan.graph.store import Store, open_store, private_store
from tests.browser import browser, open_page
from tests.calling import kgplan
from tests.needs import NEEDS, note_needs, required, tally, unavailable
from tests.neo4j.server import Server, UnavailableError, running_server

__all__ = ["browser", "kgplan", "open_page"]

settings.register_profile("kgplan", deadline=None)  # speed is measured in bench/; a busy machine is no defect
settings.load_profile("kgplan")
EMPTY_THE_DATABASE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """A real Neo4j server."""
    try:
        with running_server() as server:
            yield server
    except UnavailableError as missing:
        unavailable("neo4j", str(missing))


@pytest.fixture(scope="session")
def neo4j_login(neo4j_server: Server) -> dict[str, str]:
    """User, password and database of the server, as kgplan reads them from the environment."""
    return {
        "NEO4J_USERNAME": neo4j_server.username,
        "NEO4J_PASSWORD": neo4j_server.password,
        "NEO4J_DATABASE": neo4j_server.database,
    }


@pytest.fixture(scope="session")
def neo4j_url(neo4j_server: Server, neo4j_login: dict[str, str]) -> Iterator[str]:
    """Address of the server, while the environment holds its login."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in neo4j_login.items():
            environment.setenv(name, value)
        yield neo4j_server.url


def empty_the_server(url: str) -> None:
    """Leave no node in the database; constraints and indexes may stay."""
    login = os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"]
    with (
        GraphDatabase.driver(url, auth=login) as driver,
        driver.session(database=os.environ["NEO4J_DATABASE"]) as session,
    ):
        session.run(EMPTY_THE_DATABASE).consume()


@pytest.fixture
def empty_neo4j(neo4j_url: str) -> str:
    """Address of the Neo4j server with no node in its database."""
    empty_the_server(neo4j_url)
    return neo4j_url


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty graph: every test that takes it runs once on each engine."""
    if request.param == "embedded":
        with private_store() as private:
            yield private
    else:
        server = open_store(request.getfixturevalue("empty_neo4j"))
        try:
            yield server
        finally:
            server.close()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        note_needs(item)


def _reports(config: pytest.Config) -> list[pytest.TestReport]:
    """All test reports of the run; pytest keeps each set-up, call and tear-down that told something."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    kept = terminal.stats.values() if terminal else ()
    return [report for reports in kept for report in reports if isinstance(report, pytest.TestReport)]


@pytest.hookimpl(tryfirst=True)  # before the terminal writes its summary
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    needs = tally(_reports(session.config))
    if session.exitstatus == pytest.ExitCode.OK and any(required(need) and not needs[need].tested for need in NEEDS):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around the list of skipped tests: only the counts come after it
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> Iterator[None]:
    yield
    terminalreporter.section("真实环境 / the real thing")
    for need, count in tally(_reports(config)).items():
        good = count.tested and not count.failed
        terminalreporter.write_line(count.line(NEEDS[need]), green=good, red=not good, bold=True)
