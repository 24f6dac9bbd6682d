"""The indicator view of the invented district (data/example): values as its tables state them, marks as compared."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import networkx as nx
import pytest

from kgplan.diagrams import FORMATS, read_picture, render
from kgplan.diagrams.indicator import find_indicator, values_of
from kgplan.diagrams.model import Picture
from kgplan.diagrams.selection import Filters
from kgplan.errors import UserError
from kgplan.graph.store import Store
from kgplan.ontology import load_schema
from kgplan.results import Both, IndicatorBlock, IndicatorRow
from kgplan.rules.overview import indicator_block
from kgplan.targets import Catalogue
from tests.data.example import AS_OF, FOLDER, HOME, loaded

CATALOGUE = Catalogue.of(load_schema())
Draw = Callable[..., Picture]


@pytest.fixture(scope="module")
def district() -> Iterator[Store]:
    with loaded() as store:
        yield store


@pytest.fixture(scope="module")
def draw(district: Store) -> Draw:
    def drawn(indicator: str, **filters: object) -> Picture:
        block = indicator_block(district, HOME, AS_OF.isoformat(), find_indicator(CATALOGUE, indicator))
        return read_picture(district, as_of=AS_OF, home=HOME, indicator=block, filters=Filters(**filters))  # type: ignore[arg-type]

    return drawn


def stated(picture: Picture) -> dict[str, list[tuple[str, int | None, str | None]]]:
    return {node.id: [(v.text, v.year, v.mark) for v in node.values] for node in picture.nodes if node.values}


def test_each_plan_that_states_the_indicator_shows_its_value_and_how_it_lies_to_the_plan_above(draw: Draw) -> None:
    assert stated(draw("pm25")) == {
        "sl-145-outline-2": [("≤32 μg/m³", 2025, None)],
        "sl-145-eco": [("≤34 μg/m³", 2025, "looser")],
        "sl-155-outline": [("≤30 μg/m³", 2030, None)],
        "sl-155-eco": [("≤30 μg/m³", 2030, "equal")],
        "sl-plan-2024": [("≤33 μg/m³", 2024, None)],
    }


def test_the_values_are_those_of_the_table_of_targets(draw: Draw) -> None:
    with (FOLDER / "targets.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "优良天数" in row["指标名称"]]
    shown = draw("air_good_days_ratio")
    expected = {(row["规划"], f"{row['目标值']} {row['单位']}".strip()) for row in rows}
    drawn = {(node.id, value.text) for node in shown.nodes for value in node.values}
    assert drawn == {pair for pair in expected if pair[0] in shown.by_id}
    assert len(drawn) >= 3


@pytest.mark.parametrize(
    ("indicator", "plan", "mark"),
    [
        ("air_good_days_ratio", "sl-145-eco", "stricter"),
        ("water_use_total", "sl-145-water", "incomparable"),
        ("construction_land", "sl-145-housing", "looser"),
    ],
)
def test_marks_are_those_of_the_comparison_in_the_graph(draw: Draw, indicator: str, plan: str, mark: str) -> None:
    assert mark in [value.mark for value in draw(indicator).node(plan).values]


def test_what_a_superior_allots_to_the_district_stands_in_its_box(draw: Draw) -> None:
    shown = draw("nh3n_cut")
    assert [value.allocated for value in shown.node("sl-m145-outline").values] == [True, False]
    assert "下达本区 12" in render(shown, "txt", lang="zh").decode()


def test_targets_are_carried_out_along_edges_of_this_view_alone(draw: Draw, district: Store) -> None:
    pairs = {(edge.source, edge.target) for edge in draw("nh3n_cut").edges if edge.kind == "implements"}
    assert pairs == {("sl-145-eco", "sl-m145-outline")}
    plain = read_picture(district, as_of=AS_OF, home=HOME)
    assert not [edge for edge in plain.edges if edge.kind == "implements"]
    assert not any(node.values for node in plain.nodes)


def test_a_plan_that_only_the_indicator_links_to_the_district_is_shown(draw: Draw) -> None:
    hidden = draw("urban_rate_resident", types=("spatial",))
    assert "sl-m145-outline" in draw("urban_rate_resident").by_id
    assert not [node for node in hidden.nodes if node.plan_type == "special" and node.values]


@pytest.mark.parametrize("asked", ["pm25", "PM25", " 细颗粒物(PM2.5)年均浓度 ", "PM2.5", "PM2.5 annual mean"])
def test_an_indicator_is_found_by_id_name_and_alias(asked: str) -> None:
    named = {"PM2.5 annual mean": CATALOGUE.indicators["pm25"].name_en}.get(asked, asked)
    assert find_indicator(CATALOGUE, named).id == "pm25"


@pytest.mark.parametrize(
    ("asked", "near"),
    [("森林复盖率", "forest_cover"), ("forest_covr", "forest_cover"), ("grain outptu", "grain_output")],
)
def test_an_unknown_indicator_is_told_with_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(UserError) as caught:
        find_indicator(CATALOGUE, asked)
    assert asked in caught.value.sentence["zh"]
    assert near in caught.value.sentence["en"]


@pytest.mark.parametrize("suffix", [name for name in FORMATS if name not in {"png", "pdf"}])
def test_every_format_carries_value_and_mark(draw: Draw, suffix: str) -> None:
    shown = draw("pm25", dept="SL-EEB")
    whole = render(shown, suffix, lang="zh").decode()
    assert whole == render(shown, suffix, lang="zh").decode()
    text = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), whole).replace("&gt;", ">")
    if suffix == "json":
        node = next(node for node in json.loads(text)["nodes"] if node["id"] == "sl-145-eco")
        expected = {"text": "≤34 μg/m³", "year": 2025, "mark": "looser", "nature": "binding", "allocated": False}
        assert node["values"] == [expected]
    elif suffix == "graphml":
        graph = nx.read_graphml(io.BytesIO(whole.encode()), force_multigraph=True)
        assert graph.nodes["sl-145-eco"]["values"] == "2025年 ▼ ≤34 μg/m³"
    else:
        assert "▼" in text
        assert "≤34" in text
        assert "μg/m³" in text


@pytest.mark.parametrize(("lang", "words"), [("zh", "松于上位要求"), ("en", "looser than what binds it")])
def test_the_legend_explains_the_marks(draw: Draw, lang: str, words: str) -> None:
    svg = render(draw("pm25"), "svg", lang=lang).decode()  # type: ignore[arg-type]
    legend = svg.partition('class="legend"')[2]
    assert words in legend
    assert all(f">{sign}<" in legend for sign in "▼▲≈?")


def row(**values: object) -> IndicatorRow:
    usual: dict[str, object] = {"statement": "t", "plan": "p", "title": Both(zh="某", en="x"), "level": "district"}
    usual |= {
        "plan_type": "special",
        "allocated": False,
        "draft": False,
        "classified": False,
        "text": "≥5",
        "unit": None,
    }
    usual |= {"unit": None, "year": 2025, "canonical": "5", "nature": "binding", "base": None, "mark": None}
    return IndicatorRow(**(usual | values))  # type: ignore[arg-type]


def block(*rows: IndicatorRow) -> IndicatorBlock:
    return IndicatorBlock(indicator="x", name=Both(zh="某", en="x"), unit=None, rows=list(rows), sums=[])


def test_a_statement_that_was_not_read_as_a_figure_gets_a_question_mark() -> None:
    unread, read = block(row(canonical=None, text="完成上级下达任务")), block(row())
    assert [value.mark for value in values_of(unread)["p"]] == ["incomparable"]
    assert [value.mark for value in values_of(read)["p"]] == [None]


def test_values_of_classified_plans_stay_out_of_the_picture() -> None:
    assert values_of(block(row(classified=True))) == {}


def test_only_documents_live_on_the_day_bind_each_other(district: Store) -> None:
    indicator = find_indicator(CATALOGUE, "pm25")
    rows = indicator_block(district, HOME, date(2027, 1, 1).isoformat(), indicator).rows
    marks = {one.plan: one.mark for one in rows}
    assert (marks["sl-145-eco"], marks["sl-155-eco"]) == (None, "equal")
