"""From a loaded graph to a picture, on both engines."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kgplan.diagrams import read_picture, render
from kgplan.graph.load import load, prepare
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.sources import read_paths
from tests.diagrams.pictures import finding

HEADER = (
    "id,title_zh,title_en,doc_kind,plan_type,spatial_kind,level,jurisdiction,domain_code,"
    "start_year,end_year,stage,approved_on,lead\n"
)
PLANS = """\
c,重庆市国民经济和社会发展“十四五”规划纲要,,,发展规划,,市级,500000,,2021,2025,已发布,2021-02-10,
o,重庆市开州区国民经济和社会发展“十四五”规划纲要,,,发展规划,,区级,500154,,2021,2025,已发布,2021-03-26,KZ-DRC
d,开州区国土空间总体规划(2021—2035年),,,空间规划,总体规划,区级,500154,,2021,2035,编制中,,KZ-PNR
x,云阳县水利规划,,,专项规划,,区级,500235,water,2021,2025,已发布,2021-05-01,
"""
WATER = (
    "s,开州区水安全“十四五”规划,14th Five-Year Plan for Water of Kaizhou District,,专项规划,,区级,500154,water,"
    "2021,2025,已发布,2022-05-19,KZ-WRB\n"
)
RELATIONS = """\
from,type,to,kind
o,从属于,c,
s,从属于,o,
s,衔接,d,
"""


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    (tmp_path / "plans.csv").write_text(HEADER + PLANS + WATER, encoding="utf-8")
    (tmp_path / "relations.csv").write_text(RELATIONS, encoding="utf-8")
    schema = load_schema()
    prepare(store, schema)
    load(store, read_paths([tmp_path], schema), schema)
    return store


def test_the_graph_becomes_a_picture(loaded: Store) -> None:
    shown = read_picture(loaded, as_of=date(2024, 7, 1), home="500154", findings=[finding("HIER-001", "d")])
    assert {node.id for node in shown.nodes} == {"c", "o", "s", "d"}
    assert shown.hidden == 1
    assert shown.checked
    water = shown.node("s")
    assert (water.short, water.short_en) == ("水安全规划", "Plan for Water")
    assert (water.standing, water.field, water.lead, water.home) == ("in_force", "water", "KZ-WRB", True)
    assert water.lead_name
    assert water.lead_name != "KZ-WRB"
    assert shown.node("d").standing == "draft"
    kinds = {(edge.source, edge.target): edge.kind for edge in shown.edges}
    assert kinds[("s", "o")] == "subordinate"
    assert kinds[("d", "o")] == "missing"
    assert kinds.get(("s", "d"), kinds.get(("d", "s"))) == "coordinates"
    assert (shown.home_name, shown.home_name_en) == ("开州区", "Kaizhou District")


def test_the_picture_is_that_of_the_day(loaded: Store) -> None:
    early = read_picture(loaded, as_of=date(2021, 12, 31), home="500154")
    assert "s" not in {node.id for node in early.nodes}
    late = read_picture(loaded, as_of=date(2026, 7, 1), home="500154")
    assert {node.id for node in late.nodes} == {"d"}


def test_the_real_plans_of_kaizhou_are_drawn() -> None:
    folder = resource("data") / "kaizhou"
    schema = load_schema()
    with private_store() as store:
        prepare(store, schema)
        load(store, read_paths([folder], schema), schema)
        shown = read_picture(store, as_of=date(2024, 7, 1), home="500154")
    with (folder / "plans.csv").open(encoding="utf-8", newline="") as file:
        documents = sum(1 for _ in csv.DictReader(file))
    assert 30 <= len(shown.nodes) <= 70
    assert len(shown.nodes) + shown.hidden == documents
    assert render(shown, "svg", lang="zh").startswith(b"<?xml")
