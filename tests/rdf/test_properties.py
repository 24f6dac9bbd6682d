"""What holds for every row: it reads back from either format as it was, whatever stands in its cells."""

import contextlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kgplan.errors import UserError
from kgplan.ontology import META
from kgplan.rdf.links import Links
from kgplan.rdf.read import read_rdf
from kgplan.rdf.statements import StatedSource, resources
from kgplan.rdf.terms import (
    RECORDS,
    camel,
    class_of,
    encoded,
    extra_header,
    extra_iri,
    id_of,
    iri_of,
    table_of,
)
from kgplan.rdf.write import jsonld, turtle
from kgplan.resources import resource
from kgplan.schema import Column, Table
from kgplan.sources.kinds import UnreadableError, cell_reader, clean
from kgplan.sources.model import Cell, Origin, Row
from kgplan.sources.names import Directory
from tests.rdf.reading import SCHEMA

SOURCE = StatedSource("data-0123abcd/表 1.csv", "表 1.csv", None, "0" * 64, "2024-01-01T00:00:00+00:00")
LINKS = Links(SCHEMA, Directory(SCHEMA.organizations, SCHEMA.regions), lambda _owner, _ids: ())
HOSTILE = [
    *("\"'\\", '"""', "'''", "</script><b>", "x'}) DETACH DELETE n //", "#{x}", "${x}", "{{x}}", "<>", "%2F..", ".."),
    *("a\nb\tc", "空 格", "\u3000", "=1+1", "@en", "^^xsd:int", "\\u0041", "http://e.org/a b", "a;b", "𠮷", "é", "-"),
]
_texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))


_BY_KIND = {
    "integer": st.integers(1900, 2199).map(str),
    "decimal": st.decimals(-(10**12), 10**12, places=3).map(lambda number: f"{number:f}"),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
    "boolean": st.sampled_from(["true", "false"]),
}


def _written(table: Table, column: Column) -> st.SearchStrategy[str]:
    """Text of a cell of the column."""
    if table.name == "relations" and column.name == "type":
        return st.sampled_from([each.type for each in SCHEMA.relations.values() if each.in_table and not each.kinds])
    if column.codes:
        return st.sampled_from([code.code for code in SCHEMA.code_lists[column.codes].codes])
    if column.many:
        return st.lists(_texts, min_size=1, max_size=3).map(";".join)
    return _BY_KIND.get(column.kind, _texts)


@st.composite
def _rows(draw: st.DrawFn) -> Row:
    """A row as reading gives it: every cell typed from a text."""
    table = SCHEMA.tables[draw(st.sampled_from(sorted(SCHEMA.tables)))]
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.rejects or draw(st.booleans()):
            try:
                value = cell_reader(table, column, SCHEMA)(Cell(draw(_written(table, column))))
            except UnreadableError:
                value = None
            if value is None and column.rejects:
                value = "必填"
            if value is not None:
                values[column.name] = value
        if column.name not in values and column.default is not None:
            values[column.name] = column.default
    headers = st.lists(_texts.map(lambda text: clean(text).replace("\n", "")).filter(bool), max_size=3, unique=True)
    extra = {header: clean(draw(_texts)) or "值" for header in draw(headers) if not table.column(header)}
    return Row(table.name, values, extra, Origin(SOURCE.file, None, draw(st.integers(2, 10**6))))


def _usable(row: Row) -> bool:
    """No row that a table would not give either: totals, repeated headers, examples."""
    words = {"合计", "总计", "小计", "共计"}
    return not words & {str(value) for value in row.values.values()}


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=_rows().filter(_usable))
@example(
    row=Row(
        "plans",
        {"id": "\"'<>\\", "doc_kind": "plan", "edition_no": 1},
        {"http://e.org/x": "a"},
        Origin(SOURCE.file, None, 2),
    )
)
@example(
    row=Row(
        "zones",
        {"id": ".", "kind": "permanent_basic_farmland", "area": Decimal("57.00")},
        {},
        Origin(SOURCE.file, None, 2),
    )
)
def test_a_row_reads_back_as_it_was(suffix: str, row: Row) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"rows.{suffix}"
        found = resources([SOURCE], [(SOURCE.id, row)], SCHEMA, LINKS)
        path.write_text("".join(turtle(found) if suffix == "ttl" else jsonld(found, SCHEMA)), encoding="utf-8")
        dataset = read_rdf(path, SCHEMA)
    assert [each.reason["en"] for each in dataset.rejected] == []
    (again,) = dataset.rows
    assert (again.table, again.origin) == (row.table, row.origin)
    assert repr(dict(again.values)) == repr(dict(row.values))
    assert dict(again.extra) == dict(row.extra)


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), st.sampled_from(["Document", "Region", "Unit"]))
@example("..", "Document")
def test_every_id_makes_an_iri_that_gives_it_back(name: str, owner: str) -> None:
    iri = iri_of(owner, name)
    assert id_of(iri) == name
    assert encoded(name).strip("%0123456789ABCDEF") == "" or "/" not in encoded(name)
    Graph().parse(data=f"<{iri}> <http://e.org/p> 1 .", format="turtle")


@settings(max_examples=300)
@given(st.one_of(_texts, _texts.map("http://e.org/".__add__), st.just("https://w3id.org/kgplan/ontology#id")))
def test_every_header_makes_a_property_that_gives_it_back(header: str) -> None:
    assert extra_header(extra_iri(header)) == header


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([".ttl", ".nt", ".jsonld", ".rdf"]))
def test_no_bytes_break_the_reader(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    with contextlib.suppress(UserError):
        read_rdf(path, SCHEMA)


_pieces = st.lists(
    st.sampled_from(
        [
            *(
                "@prefix kg: <https://w3id.org/kgplan/ontology#> .\n",
                "kg:Plan",
                " a ",
                "kg:id",
                '"x"',
                "<a>",
                "<b>",
                "_:c",
            ),
            *(
                " ;\n",
                " ,",
                " .\n",
                "[",
                "]",
                "(",
                ")",
                "kg:row",
                "kg:sourcedFrom",
                "kg:Source",
                "kg:file",
                " 7 ",
                "true",
            ),
            *(
                "kg:RelationRecord",
                "kg:fromNode",
                "kg:type",
                "kg:subordinateTo",
                "kg:Record",
                "kg:ofTable",
                '"plans"',
                '"',
            ),
            *("kg:describes", "kg:lead", "kg:partOf", "kg:hasTarget", "kg:titleZh", '"t"@en', "\\", "#", "1e400", "^^"),
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_pieces)
def test_no_turtle_breaks_the_reader(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("@prefix kg: <https://w3id.org/kgplan/ontology#> .\n" + content, encoding="utf-8")
    try:
        dataset = read_rdf(path, SCHEMA)
    except UserError:
        return
    places = [(row.table, row.origin) for row in dataset.rows]
    assert len(set(places)) == len(places)


# ── the vocabulary ──


def test_every_column_is_the_property_of_its_name() -> None:
    tables = Graph().parse(resource("ontology/tables.ttl"))
    fills = {
        str(column).rpartition("/")[2]: str(term).partition("#")[2]
        for column, term in tables.subject_objects(META.property)
    }
    expected = {
        f"{table.name}.{column.name}": camel(column.name)
        for table in SCHEMA.tables.values()
        for column in table.columns
    }
    assert fills == expected


def test_every_table_has_a_class_of_its_own_that_the_ontology_knows() -> None:
    classes = [class_of(table) for table in SCHEMA.tables.values()]
    assert set(classes) <= SCHEMA.classes.keys()
    assert len(set(classes)) == len(classes)
    assert set(RECORDS) == {table.name for table in SCHEMA.tables.values() if table.node is None}
    for kind in SCHEMA.document_classes.values():
        assert table_of(kind, SCHEMA) is SCHEMA.tables["plans"]


def test_what_rdf_uses_beyond_the_tables_is_in_the_ontology() -> None:
    assert {"Source", "Record", "RelationRecord"} <= SCHEMA.classes.keys()
    assert {"of_table", "row", "file", "sheet", "sha256", "loaded_at"} <= SCHEMA.properties.keys()
    assert {"DESCRIBES", "FROM_NODE", "TO_NODE", "SOURCED_FROM"} <= SCHEMA.relations.keys()
