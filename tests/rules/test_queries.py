"""Every query of the rulebook only reads, is one that both engines take, and stays clear of their pitfalls."""

import os
from collections.abc import Iterator

import pytest
from neo4j import Driver, GraphDatabase

from kgplan.rules.rulebook import Rule, read_rulebook
from tests.rules.tokens import Query

RULES = list(read_rulebook().rules.values())
ENDS_OF_MATCH = frozenset({"MATCH", "OPTIONAL", "WHERE", "WITH", "RETURN", "UNWIND", "CALL", "ORDER"})


def _patterns(query: Query) -> Iterator[tuple[int, int]]:
    """The patterns of every MATCH: first and last token."""
    for at in range(len(query.tokens)):
        if query.word(at) == "MATCH":
            end = at + 1
            while (
                end < len(query.tokens) and query.outer[end] == query.outer[at] and query.word(end) not in ENDS_OF_MATCH
            ):
                end = query.pairs.get(end, end) + 1
            yield at + 1, end - 1


def named_paths_with_conditions(query: Query) -> list[str]:
    """Named paths of variable length with a WHERE right behind: ArcadeDB drops rows there without a word."""
    found = []
    for first, last in _patterns(query):
        words = [token.text for token in query.tokens[first : last + 1]]
        named = len(words) > 2 and words[1:3] == ["=", "("]
        long = any(query.word(at) in {"*", "+"} and at not in query.drawn for at in range(first, last + 1))
        if named and long and query.word(last + 1) == "WHERE":
            found.append(" ".join(words))
    return found


def unjoined_patterns(query: Query) -> list[str]:
    """Patterns that a MATCH joins by a property alone: ArcadeDB forms their cartesian product.

    A WITH or UNWIND before such a MATCH lets it begin from what is known.
    """
    found = []
    for first, last in _patterns(query):
        before = next((query.word(at) for at in range(first - 2, -1, -1) if query.word(at) in ENDS_OF_MATCH), "")
        parts = list(query.parts(first, last, frozenset({","})))
        names = [_variables(query, *part) for part in parts]
        if any(not names[0] & other for other in names[1:]):
            found.append(query.text[slice(*query.span(first, last))])
        if before in {"MATCH", "WHERE"} and any(_joined_by_property(query, at) for at in range(first, last + 1)):
            found.append(query.text[slice(*query.span(first, last))])
    return found


def _variables(query: Query, first: int, last: int) -> set[str]:
    """The names of a pattern that are no labels, types or properties."""
    return {
        query.tokens[at].text
        for at in range(first, last + 1)
        if query.tokens[at].kind == "name" and query.tokens[at - 1].text in {"(", "[", ","} and query.word(at)
    }


def _joined_by_property(query: Query, brace: int) -> bool:
    """Whether ``{key: other.key}`` stands in a node pattern."""
    if brace not in query.pairs or query.tokens[brace].text != "{" or not query.is_filter(brace):
        return False
    return any(query.tokens[at].text == "." for at in range(brace, query.pairs[brace]))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_query_walks_into_a_pitfall_of_the_engines(rule: Rule) -> None:
    query = Query(rule.query)
    assert named_paths_with_conditions(query) == []
    assert unjoined_patterns(query) == []


@pytest.mark.parametrize(
    ("text", "paths", "patterns"),
    [
        ("MATCH path = (a)-[:PART_OF*1..6]->(b) WHERE length(path) > 1 RETURN a.id AS a", 1, 0),
        ("MATCH path = (a)-[:PART_OF*1..6]->(b) WITH * WHERE length(path) > 1 RETURN a.id AS a", 0, 0),
        ("MATCH (p)-[:HAS_TARGET]->(l) MATCH (s:TargetStatement {key: l.key}) RETURN s.id AS s", 0, 1),
        ("MATCH (p)-[:HAS_TARGET]->(l) WITH p, l MATCH (s:TargetStatement {key: l.key}) RETURN s.id AS s", 0, 0),
        ("MATCH (a:Plan), (b:Plan) WHERE a.title = b.title RETURN a.id AS a", 0, 1),
        ("MATCH (a:Plan)-[:REFINES]->(b), (b)<-[:HAS_TASK]-(c) RETURN a.id AS a", 0, 0),
    ],
)
def test_the_pitfalls_are_seen_where_they_are(text: str, paths: int, patterns: int) -> None:
    query = Query(text)
    assert (len(named_paths_with_conditions(query)), len(unjoined_patterns(query))) == (paths, patterns)


@pytest.fixture(scope="module")
def driver(neo4j_url: str) -> Iterator[Driver]:
    login = os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"]
    with GraphDatabase.driver(neo4j_url, auth=login) as opened:
        yield opened


@pytest.mark.neo4j
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_neo4j_takes_every_query_and_sees_that_it_only_reads(rule: Rule, driver: Driver) -> None:
    for query in filter(None, (rule.query, rule.candidates)):
        summary = driver.execute_query(
            f"EXPLAIN {query}",
            {**rule.parameters, "as_of": "2024-07-01", "home": "990101", "registers": []},
            database_=os.environ["NEO4J_DATABASE"],
        ).summary
        assert summary.query_type == "r"
        told = [status for status in summary.gql_status_objects if status.is_notification]
        doubtful = [status for status in told if status.raw_classification not in {"UNRECOGNIZED", "GENERIC"}]
        assert [(status.gql_status, status.status_description) for status in doubtful] == []
