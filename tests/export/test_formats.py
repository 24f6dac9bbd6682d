"""What the exported files are to other programs: harmless in spreadsheets, GraphML, files for Neo4j's importer."""

import csv
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Variable

from kgplan.errors import UserError
from kgplan.export.content import Content
from kgplan.export.graphml import write_graphml
from kgplan.export.neo4j_admin import write_neo4j_admin
from kgplan.export.tables import _harmless, export_csv, export_workbooks
from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import KG, load_schema
from kgplan.rdf.statements import resources
from kgplan.rdf.write import jsonld, turtle
from kgplan.sources import read_paths
from kgplan.sources.kinds import clean
from tests.export.graphs import HOSTILE, awkward_tables

SCHEMA = load_schema()


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A graph of awkward tables."""
    with private_store() as store:
        load(store, read_paths([awkward_tables(tmp_path_factory.mktemp("data") / "awkward")], SCHEMA), SCHEMA)
        yield store


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("risky", ["=1+1", "+A1", "-2+3|x", "@x", " =1", "＝1", "-", "\t=1", "+cmd|' /C calc'!A0"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text_and_reads_back(risky: str) -> None:
    assert not _harmless(risky).lstrip(" ").startswith(("=", "+", "-", "@", "＝", "\t"))
    assert clean(_harmless(risky)) == clean(risky)


@pytest.mark.parametrize("value", ["-18%左右", "+5个百分点", "-0.5", "57.00", "±3", "－3.2%", "-18% ~ -20%"])
def test_a_number_with_a_sign_stays_as_it_is(value: str) -> None:
    assert _harmless(value) == value


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula_and_every_one_reads_back(written: str) -> None:
    cell = _harmless(written)
    assert clean(cell) == clean(written)
    if cell.lstrip().startswith(("=", "@")):
        raise AssertionError(cell)


def test_tables_have_the_headers_and_labels_of_the_language(awkward: Store, tmp_path: Path) -> None:
    export_csv(Content(awkward, SCHEMA), tmp_path / "zh", "zh")
    export_csv(Content(awkward, SCHEMA), tmp_path / "en", "en")
    chinese, english = _cells(tmp_path / "zh" / "steps.csv"), _cells(tmp_path / "en" / "steps.csv")
    assert chinese[0][:4] == ["规划", "环节", "主体", "日期"]
    assert english[0][:4] == ["plan", "type", "body", "date"]
    assert (chinese[1][1], english[1][1]) == ("发布", "publication")
    assert chinese[2][7] == english[2][7] == "区人大;区委"
    assert _cells(tmp_path / "zh" / "plans.csv")[0][-3:] == [
        *("联系人:电话", 'a "quoted", [odd] (name); x', "http://example.org/terms#owner")
    ]


def test_values_come_out_in_the_digits_they_came_in(awkward: Store, tmp_path: Path) -> None:
    export_csv(Content(awkward, SCHEMA), tmp_path / "out", "en")
    header, first, *_ = _cells(tmp_path / "out" / "targets.csv")
    target = dict(zip(header, first, strict=True))
    assert (target["value_text"], target["base_value"], target["main"]) == ("57.00", "53.10", "true")


def test_a_workbook_has_no_formula_and_keeps_text_as_text(awkward: Store, tmp_path: Path) -> None:
    export_workbooks(Content(awkward, SCHEMA), tmp_path / "all.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames[:3] == ["规划", "规划关系", "指标目标"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert "57.00" in {cell.value for cell in cells}


def test_an_export_does_not_mix_with_what_is_there(awkward: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plans.csv").write_text("mine", "utf-8")
    for export in (
        lambda: export_csv(Content(awkward, SCHEMA), tmp_path / "out", "zh"),
        lambda: write_neo4j_admin(awkward, SCHEMA, tmp_path / "out", "zh"),
    ):
        with pytest.raises(UserError, match="not an empty folder"):
            export()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "plans.csv").read_text("utf-8") == "mine"


def test_an_empty_graph_has_no_tables_to_export(tmp_path: Path) -> None:
    with private_store() as store, pytest.raises(UserError, match="nothing to export"):
        export_csv(Content(store, SCHEMA), tmp_path / "out", "zh")
    assert list(tmp_path.iterdir()) == []


def test_graph_programs_read_the_graphml(awkward: Store, tmp_path: Path) -> None:
    found = write_graphml(awkward, SCHEMA, tmp_path / "all.graphml")
    graph = networkx.read_graphml(tmp_path / "all.graphml", force_multigraph=True)
    assert graph.number_of_nodes() == sum(kind.count for kind in found.nodes)
    assert graph.number_of_edges() == sum(kind.count for kind in found.edges) > 100
    plans = {data["id"]: data for _, data in graph.nodes(data=True) if data["labels"] == ":Document:Plan"}
    assert plans["KG"]["start_year"] == 2021
    assert plans["KG"]["note"] == '第一行\n第二行,"引"\t末'
    assert plans[HOSTILE]["title_zh"] == "林业规划"
    types = {data["type"] for *_, data in graph.edges(data=True)}
    assert {"SUBORDINATE_TO", "HAS_TARGET"} <= types
    assert not {"Dataset", "StatedRows", "LoadState"} & {data["labels"][1:] for _, data in graph.nodes(data=True)}


def test_the_importer_gets_typed_headers_id_spaces_and_quoted_text(awkward: Store, tmp_path: Path) -> None:
    write_neo4j_admin(awkward, SCHEMA, tmp_path / "out", "zh")
    folder = tmp_path / "out"
    header = _cells(folder / "Document-Plan-header.csv")[0]
    assert header[0] == "id:ID(Document)"
    assert {"start_year:long", "published_on:date", "coverage_regions:string[]", "classified:boolean"} <= set(header)
    plans = {row[0]: dict(zip(header, row, strict=True)) for row in _cells(folder / "Document-Plan.csv")}
    assert plans[HOSTILE]["title_zh:string"] == "林业规划"
    assert plans["KG"]["coverage_regions:string[]"].split("\x1f") == ["500154", "500154"]
    assert _cells(folder / "SUBORDINATE_TO-Document-Document-header.csv")[0][:2] == [
        ":START_ID(Document)",
        ":END_ID(Document)",
    ]
    script = (folder / "import.sh").read_text("utf-8")
    assert "'--nodes=Document:Plan=Document-Plan-header.csv,Document-Plan.csv'" in script
    assert "--multiline-fields=true" in script
    assert "neo4j-admin" in (folder / "README.md").read_text("utf-8")
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".sh", ".md", ".cypher"}


def test_brackets_in_a_header_are_wide_for_the_importer_and_come_back_after_it(tmp_path: Path) -> None:
    (tmp_path / "plans.csv").write_text(
        "id,title_zh,level,jurisdiction,投资(万元){x}\nA,甲,district,500154,1\n", "utf-8"
    )
    with private_store() as store:
        load(store, read_paths([tmp_path / "plans.csv"], SCHEMA), SCHEMA)
        write_neo4j_admin(store, SCHEMA, tmp_path / "out", "en")
    assert "投资（万元）｛x｝:string" in _cells(tmp_path / "out" / "Document-Plan-header.csv")[0]
    after = (tmp_path / "out" / "after-import.cypher").read_text("utf-8")
    assert "SET n.`投资(万元){x}` = n.`投资（万元）｛x｝`" in after


def test_turtle_and_json_ld_are_the_same_graph_and_one_that_can_be_asked(awkward: Store) -> None:
    content = Content(awkward, SCHEMA)
    texts = [
        "".join(write(resources(content.sources(), content.rows(), SCHEMA, content.links())))
        for write in (turtle, lambda found: jsonld(found, SCHEMA))
    ]
    one, other = Graph().parse(data=texts[0], format="turtle"), Graph().parse(data=texts[1], format="json-ld")
    assert set(one) == set(other)
    asked = one.query(
        "SELECT ?id WHERE { ?plan kg:subordinateTo ?up ; kg:id ?id . ?up kg:hasTarget/kg:decomposedInto ?share }",
        initNs={"kg": KG},
    )
    assert {str(binding[Variable("id")]) for binding in asked.bindings} == {HOSTILE}
    assert "</script>" not in texts[1]


def test_relations_of_several_classes_lead_to_the_one_that_has_the_id(awkward: Store) -> None:
    content = Content(awkward, SCHEMA)
    text = "".join(turtle(resources(content.sources(), content.rows(), SCHEMA, content.links())))
    graph = Graph().parse(data=text, format="turtle")
    (responsible,) = graph.subject_objects(KG.responsibleFor)
    assert [str(end) for end in responsible] == [
        "https://w3id.org/kgplan/body/KZ-WRB",
        "https://w3id.org/kgplan/data/targetStatement/T1",
    ]
