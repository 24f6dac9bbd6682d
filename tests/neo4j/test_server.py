"""The server that the tests start is a real one, asks for a password, and is found empty by every test."""

import os

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from kgplan.graph.store import Store, open_store
from tests.neo4j.server import version


@pytest.mark.neo4j
def test_server_is_the_neo4j_version_that_the_pom_names(empty_neo4j: str) -> None:
    store = open_store(empty_neo4j)
    assert store.name == f"neo4j {version()}"
    store.close()


@pytest.mark.neo4j
def test_server_refuses_a_wrong_password(neo4j_url: str) -> None:
    with (
        GraphDatabase.driver(neo4j_url, auth=(os.environ["NEO4J_USERNAME"], "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_finds_an_empty_graph(store: Store, turn: int) -> None:
    assert store.read("MATCH (n) RETURN count(n) AS nodes") == [{"nodes": 0}]
    with store.transaction() as transaction:
        transaction.run("CREATE (:Left {turn: $turn})-[:BEHIND]->(:Left)", {"turn": turn})
    assert store.read("MATCH (n:Left) RETURN count(n) AS nodes") == [{"nodes": 2}]
