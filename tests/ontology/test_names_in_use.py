"""No name is used in Cypher, tables or Python that the ontology does not define."""

import re
from pathlib import Path

import pytest

from kgplan.graph.elements import COLUMN_EDGES, ROW_KEYS
from kgplan.graph.facts import FACTS
from kgplan.ontology import load_schema

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").rglob("*.cypher"))
CODE = sorted((ROOT / "kgplan" / "graph").glob("*.py")) + sorted((ROOT / "kgplan" / "cli").glob("*.py"))
FUNCTION_PARTS = {"year", "month", "day", "days"}
"""Parts of dates and durations, which are Cypher's own."""


def _cypher(path: Path) -> str:
    """The Cypher of a file without comments: the whole of a rule, the strings of a module that query."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".cypher":
        return "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    return "\n".join(part for part in re.findall(r'"([^"]+)"', text) if re.search(r"MATCH|RETURN|MERGE|CREATE", part))


@pytest.mark.parametrize("path", [*QUERIES, *CODE], ids=lambda path: path.name)
def test_labels_and_relationship_types_in_cypher_are_classes_and_relations(path: Path) -> None:
    schema, text = load_schema(), _cypher(path)
    labels = {
        name for group in re.findall(r"\(\w*:([A-Z]\w*(?:[:|][A-Z]\w*)*)", text) for name in re.split("[:|]", group)
    }
    types = {name for group in re.findall(r"\[\w*:([A-Z][A-Z_|]*)", text) for name in group.split("|")}
    assert labels <= set(schema.classes)
    assert types <= set(schema.relations)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_properties_in_rules_are_properties_of_the_ontology(path: Path) -> None:
    schema, text = load_schema(), _cypher(path)
    text = re.sub(r"'[^']*'", "''", text)
    names = set(re.findall(r"\b[a-z]+\.([a-z_]+)\b(?!\()", text)) - FUNCTION_PARTS
    assert names <= set(schema.properties)


def test_columns_edges_and_facts_named_in_python_are_in_the_ontology() -> None:
    schema = load_schema()
    for (table, column), (relation, _) in COLUMN_EDGES.items():
        assert schema.tables[table].column(column)
        assert relation in schema.relations
    for table, columns in ROW_KEYS.items():
        assert all(schema.tables[table].column(column) for column in columns)
    assert set(FACTS) <= set(schema.properties)
