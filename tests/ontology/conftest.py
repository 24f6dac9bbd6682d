"""The ontology read once, as RDF and as the schema."""

from pathlib import Path

import pytest
from rdflib import Graph

from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.schema import Schema

TURTLE = sorted(path for path in resource("ontology").rglob("*.ttl") if path.name != "shapes.ttl")
"""The ontology; the SHACL shapes are statements about data and tested in tests/shacl."""


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture(scope="session")
def graph() -> Graph:
    """All Turtle files, alignments included, in one graph."""
    merged = Graph()
    for path in TURTLE:
        merged.parse(path)
    return merged


@pytest.fixture(params=TURTLE, ids=lambda path: path.stem)
def turtle(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path
