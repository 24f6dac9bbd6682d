import json

from kgplan.diagrams import is_large, overview, pages, render, render_files
from kgplan.diagrams.layout import lay_out
from tests.diagrams.pictures import everything, random_system


def test_a_wall_picture_is_not_large_and_a_thousand_plans_are() -> None:
    assert not is_large(everything())
    assert is_large(random_system(160, 1))


def test_the_overview_stands_for_all_documents_and_all_findings() -> None:
    whole = random_system(200, 1)
    short = overview(whole)
    assert len(short.nodes) < 60
    assert sum(len(node.members) or 1 for node in short.nodes) == len(whole.nodes)
    assert sum(node.errors for node in short.nodes) == sum(node.errors for node in whole.nodes)
    assert (short.errors, short.hidden) == (whole.errors, whole.hidden)


def test_the_overview_keeps_outlines_and_the_lines_between_levels() -> None:
    whole = random_system(200, 1)
    short = overview(whole)
    assert {"national-outline-2021", "district-outline-2021"} <= {node.id for node in short.nodes}
    for edge in short.edges:
        lower, upper = short.node(edge.source), short.node(edge.target)
        if lower.field != upper.field and lower.field and upper.field and not edge.fault and not edge.loop:
            assert lower.level != upper.level
    assert {"subordinate", "missing"} <= {edge.kind for edge in short.edges}
    ends = [(edge.source, edge.target, edge.kind, edge.detail, edge.loop, edge.fault) for edge in short.edges]
    assert len(ends) == len(set(ends))


def test_a_box_of_many_says_how_many() -> None:
    short = overview(random_system(200, 1))
    box = next(box for box in lay_out(short, "zh").boxes if len(box.node.members) > 1)
    assert box.second == (f"{len(box.node.members)}份",)
    assert render(short, "svg", lang="en")


def test_every_document_is_on_the_page_of_its_field_with_what_it_hangs_on() -> None:
    whole = random_system(200, 1)
    by_name = pages(whole)
    assert {"spatial", "regional", "water", "education"} <= set(by_name)
    shown = {node.id for page in by_name.values() for node in page.nodes}
    assert shown == {node.id for node in whole.nodes}
    water = by_name["water"]
    assert {node.id for node in whole.nodes if node.field == "water"} <= {node.id for node in water.nodes}
    for edge in whole.edges:
        if edge.kind == "subordinate" and edge.source in water.by_id:
            assert edge.target in water.by_id
    assert len(water.nodes) + water.hidden == len(whole.nodes) + whole.hidden


def test_page_names_can_be_file_names() -> None:
    for name in pages(everything()):
        assert name.replace("_", "").replace("-", "").isalnum()
        assert name.isascii()


def test_a_large_system_is_written_as_an_overview_and_a_file_for_each_field() -> None:
    whole = random_system(200, 1)
    files = render_files(whole, "out.plans.svg", lang="zh")
    assert set(files) == {"out.plans.svg", *(f"out.plans-{name}.svg" for name in pages(whole))}
    assert f"在图{len(whole.nodes)}份文件" in files["out.plans.svg"].decode()
    assert "层级图 · 水利" in files["out.plans-water.svg"].decode()


def test_formats_for_programs_hold_the_whole_of_a_large_system() -> None:
    whole = random_system(200, 1)
    files = render_files(whole, "plans.json", lang="zh")
    assert list(files) == ["plans.json"]
    assert len(json.loads(files["plans.json"])["nodes"]) == len(whole.nodes)
    assert list(render_files(everything(), "plans.svg", lang="zh")) == ["plans.svg"]
