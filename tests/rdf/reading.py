"""Small helpers: write RDF as a user would, read it as kgplan does."""

from pathlib import Path

import pytest

from kgplan.errors import UserError
from kgplan.ontology import load_schema
from kgplan.sources import Dataset, Row, read_paths
from kgplan.sources.model import Sentence

SCHEMA = load_schema()
PREFIXES = """@prefix kg: <https://w3id.org/kgplan/ontology#> .
@prefix : <http://example.org/plans/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stage: <https://w3id.org/kgplan/code/stage/> .
@prefix region: <https://w3id.org/kgplan/region/> .
@prefix body: <https://w3id.org/kgplan/body/> .
"""
LINES = PREFIXES.count("\n")
"""Lines above what a test writes."""


def read(folder: Path, content: str, name: str = "plans.ttl") -> Dataset:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    (dataset,) = read_paths([path], SCHEMA)
    return dataset


def turtle(folder: Path, content: str) -> Dataset:
    return read(folder, PREFIXES + content)


def rows(dataset: Dataset, table: str) -> list[Row]:
    """Rows of a table of a dataset in which nothing was refused."""
    assert [rejected.reason["en"] for rejected in dataset.rejected] == []
    return [row for row in dataset.rows if row.table == table]


def one(dataset: Dataset, table: str) -> dict[str, object]:
    (row,) = rows(dataset, table)
    return dict(row.values)


def refusal(folder: Path, content: str | bytes, name: str = "plans.ttl") -> Sentence:
    """The sentence with which the file is refused."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError) as caught:
        read_paths([path], SCHEMA)
    assert caught.value.exit_code == 2
    assert str(path) in caught.value.sentence["zh"]
    assert str(path) in caught.value.sentence["en"]
    return caught.value.sentence
