"""What comes out of a graph makes the same graph again: as tables, as a workbook, as Turtle and as JSON-LD."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kgplan.export.content import Content
from kgplan.export.files import write_text
from kgplan.export.tables import export_csv, export_workbooks
from kgplan.graph.load import load
from kgplan.graph.store import private_store
from kgplan.ontology import load_schema
from kgplan.rdf.statements import resources
from kgplan.rdf.write import jsonld, turtle
from kgplan.sources import read_paths
from tests.export.graphs import awkward_tables, contents

KAIZHOU = Path(__file__).parents[2] / "data" / "kaizhou"
SCHEMA = load_schema()
Graph = tuple[list[Any], list[Any]]
Export = Callable[[Content, Path], Path]


def as_turtle(content: Content, folder: Path) -> Path:
    found = resources(content.sources(), content.rows(), SCHEMA, content.links())
    write_text(turtle(found), folder / "all.ttl")
    return folder / "all.ttl"


def as_jsonld(content: Content, folder: Path) -> Path:
    found = resources(content.sources(), content.rows(), SCHEMA, content.links())
    write_text(jsonld(found, SCHEMA), folder / "all.jsonld")
    return folder / "all.jsonld"


def as_csv(content: Content, folder: Path) -> Path:
    (path,) = export_csv(content, folder / "tables", "zh")
    return path


def as_english_csv(content: Content, folder: Path) -> Path:
    (path,) = export_csv(content, folder / "tables", "en")
    return path


def as_workbook(content: Content, folder: Path) -> Path:
    (path,) = export_workbooks(content, folder / "all.xlsx", "zh")
    return path


def there_and_back(paths: list[Path], export: Export, folder: Path) -> tuple[Graph, Graph]:
    """The graph of some tables, and that of their export."""
    with private_store() as store:
        load(store, read_paths(paths, SCHEMA), SCHEMA)
        before = contents(store, forget_sources=True)
        out = export(Content(store, SCHEMA), folder)
    with private_store() as store:
        (dataset,) = read_paths([out], SCHEMA)
        assert list(dataset.rejected) == []
        load(store, [dataset], SCHEMA)
        return before, contents(store, forget_sources=True)


def without_places(graph: Graph) -> Graph:
    """The graph without files and row numbers, which tables of their own have others of."""
    places = ("source", "row", "also_sources", "also_rows")
    nodes = [
        [labels, {name: value for name, value in props.items() if name not in places}]
        for labels, props in graph[0]
        if "Source" not in labels
    ]
    edges = [[*ends, {name: value for name, value in props.items() if name not in places}] for *ends, props in graph[1]]
    return sorted(nodes, key=repr), sorted(edges, key=repr)


@pytest.mark.parametrize("export", [as_turtle, as_jsonld])
@pytest.mark.parametrize("data", ["kaizhou", "awkward"])
def test_rdf_makes_the_same_graph_with_the_same_provenance(export: Export, data: str, tmp_path: Path) -> None:
    folder = KAIZHOU if data == "kaizhou" else awkward_tables(tmp_path / data)
    before, after = there_and_back([folder], export, tmp_path)
    assert len(before[0]) > 400
    assert len(before[1]) > 300
    assert after == before


@pytest.mark.parametrize("export", [as_csv, as_english_csv, as_workbook])
@pytest.mark.parametrize("data", ["kaizhou", "awkward"])
def test_tables_make_the_same_graph(export: Export, data: str, tmp_path: Path) -> None:
    folder = KAIZHOU if data == "kaizhou" else awkward_tables(tmp_path / data)
    before, after = there_and_back([folder], export, tmp_path)
    assert without_places(after) == without_places(before)


@pytest.mark.parametrize("export", [as_turtle, as_jsonld])
def test_two_sources_that_state_the_same_things_differently_stay_two_in_rdf(export: Export, tmp_path: Path) -> None:
    header = "id,title_zh,level,jurisdiction,start_year,来电\n"
    for name, year in (("one", "2021"), ("two", "2022")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plans.csv").write_text(f"{header}A,甲规划,district,500154,{year},{name}\n", "utf-8")
        (tmp_path / name / "relations.csv").write_text("from,type,to\nA,SUBORDINATE_TO,A2\n", "utf-8")
    before, after = there_and_back([tmp_path / "one", tmp_path / "two"], export, tmp_path)
    (plan,) = [props for labels, props in after[0] if "Document" in labels]
    (was,) = [props for labels, props in before[0] if "Document" in labels]
    places = ("source", "also_sources")
    assert {name: value for name, value in plan.items() if name not in places} == {
        name: value for name, value in was.items() if name not in places
    }
    assert len(plan["also_sources"]) == 1
    assert plan["contradicted"]
    sources = [props["file"] for labels, props in after[0] if "Source" in labels and props["id"] != "kgplan"]
    assert len(sources) == 4


def test_several_datasets_come_out_as_tables_of_their_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plans.csv").write_text(
            "id,title_zh,level,jurisdiction\nA,甲规划,district,500154\n", "utf-8"
        )
    with private_store() as store:
        load(store, read_paths([tmp_path / "one", tmp_path / "two"], SCHEMA), SCHEMA)
        folders = export_csv(Content(store, SCHEMA), tmp_path / "out", "zh")
        books = export_workbooks(Content(store, SCHEMA), tmp_path / "all.xlsx", "zh")
    assert [path.name for path in folders] == ["one", "two"]
    assert [path.name for path in books] == ["all-one.xlsx", "all-two.xlsx"]
    assert [len(dataset.rows) for dataset in read_paths([*folders, *books], SCHEMA)] == [1, 1, 1, 1]


@pytest.mark.parametrize("export", [as_turtle, as_jsonld])
def test_the_same_graph_gives_the_same_bytes(export: Export, tmp_path: Path) -> None:
    with private_store() as store:
        load(store, read_paths([KAIZHOU], SCHEMA), SCHEMA)
        first = export(Content(store, SCHEMA), tmp_path).read_bytes()
        assert export(Content(store, SCHEMA), tmp_path).read_bytes() == first
