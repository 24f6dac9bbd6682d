"""Rows of the targets table: the cell, and the columns beside it that may be filled."""

from decimal import Decimal

import pytest

from kgplan.ontology import load_schema
from kgplan.sources.values_rows import read_row
from kgplan.targets import Catalogue, compare, prepare

CATALOGUE = Catalogue.of(load_schema())
FOREST = {"indicator_name": "森林覆盖率", "unit": "%", "year": 2025}


def test_a_plain_row() -> None:
    ((reading, target),) = read_row({**FOREST, "value_text": "不低于57.0"}, CATALOGUE, region="500154", start_year=2021)
    assert (target.indicator, target.region, target.year, target.start_year) == ("forest_cover", "500154", 2025, 2021)
    assert target.value == Decimal("57.0")
    assert (target.direction, target.unit, target.uncertain) == ("at_least", "%", False)
    assert reading.contradictions == ()


def test_a_cell_with_two_targets_is_two_statements() -> None:
    rows = read_row({**FOREST, "value_text": "确保57%、力争58%", "stretch": False}, CATALOGUE)
    assert [target.stretch for _, target in rows] == [False, True]


@pytest.mark.parametrize(
    ("column", "code", "text", "contradicts"),
    [
        ("direction", "at_most", "57", False),
        ("direction", "at_most", "不低于57", True),
        ("direction", "at_least", "57以上", False),
        ("measure", "level", "57", False),
        ("measure", "level", "年均增长5%", True),
        ("measure", "pp_change", "提高2", False),
        ("value_kind", "by_reference", "57", True),
        ("value_kind", "qualitative", "应保尽保", False),
        ("stretch", True, "57", False),
        ("stretch", False, "力争57", True),
    ],
)
def test_a_filled_column_wins_and_a_contradiction_is_reported(
    column: str, code: object, text: str, contradicts: bool
) -> None:
    ((reading, target),) = read_row({**FOREST, "value_text": text, column: code}, CATALOGUE)
    assert getattr(target, column) == code
    assert bool(reading.contradictions) == contradicts
    assert not target.uncertain


def test_a_filled_measure_settles_what_the_cell_leaves_open() -> None:
    values = {"indicator_name": "某个指标", "unit": "%", "year": 2025, "value_text": "[10]"}
    ((_, open_),) = read_row(values, CATALOGUE)
    ((_, settled),) = read_row({**values, "measure": "pp_change"}, CATALOGUE)
    assert (open_.uncertain, settled.uncertain, settled.measure) == (True, False, "pp_change")


def test_the_upper_end_may_stand_in_its_own_column() -> None:
    ((_, target),) = read_row({**FOREST, "value_text": "57", "value_high": Decimal(60)}, CATALOGUE)
    assert (target.value_kind, target.direction) == ("range", "range")
    assert target.value_high == Decimal(60)


@pytest.mark.parametrize(
    "written", ["超6000", "约6000", "6000左右", "60—65", "—", "暂无", "比上年增长5%", "6000、7000"]
)
def test_a_base_value_that_is_no_single_figure_converts_nothing(written: str) -> None:
    values = {**FOREST, "value_text": "提高2个百分点", "base_year": 2020, "base_value": written}
    ((_, target),) = read_row(values, CATALOGUE)
    assert target.base_value is None
    assert not target.uncertain


@pytest.mark.parametrize(
    ("written", "number", "unit"),
    [
        ("6000", "6000", None),
        ("1,234.50", "1234.50", None),
        ("-3.5", "-3.5", None),
        ("５７．０", "57.0", None),
        ("55%", "55", "%"),
        ("5.7万人", "5.7", "万人"),
        ("五十七", "57", None),
    ],
)
def test_a_base_value_that_states_one_figure_is_that_figure(written: str, number: str, unit: str | None) -> None:
    ((_, target),) = read_row({**FOREST, "value_text": "57", "base_value": written}, CATALOGUE)
    assert (str(target.base_value), target.base_unit) == (number, unit)


def test_an_upper_end_that_is_no_single_figure_leaves_the_statement_to_a_person() -> None:
    for written in ("超60", "60吨", "若干"):
        ((reading, target),) = read_row({**FOREST, "value_text": "57", "value_high": written}, CATALOGUE)
        assert (target.value_kind, target.value_high, target.uncertain) == ("number", None, True)
        assert written in reading.why["zh"]
    ((_, target),) = read_row({**FOREST, "value_text": "57%", "value_high": "60.0%"}, CATALOGUE)
    assert (target.direction, str(target.value_high)) == ("range", "60.0")


def test_words_need_no_cell_where_the_kind_says_so() -> None:
    ((_, target),) = read_row({**FOREST, "value_kind": "by_reference"}, CATALOGUE)
    assert target.value_kind == "by_reference"
    assert read_row(FOREST, CATALOGUE) == []
    assert read_row({**FOREST, "value_text": "—"}, CATALOGUE) == []


def test_base_and_unit_of_the_row_are_used_in_the_comparison() -> None:
    pm25 = {"indicator_name": "PM2.5浓度", "unit": "μg/m³", "year": 2025, "base_year": 2020, "base_value": Decimal(40)}
    rows = [read_row({**pm25, "value_text": text}, CATALOGUE)[0][1] for text in ("下降18%", "32")]
    lower, superior = (prepare(target, CATALOGUE) for target in rows)
    assert compare(lower, superior).verdict == "looser"


def test_of_two_years_in_one_cell_each_statement_keeps_its_own() -> None:
    rows = read_row({**FOREST, "value_text": "2025年达到57%,2030年达到60%"}, CATALOGUE)
    assert [(target.year, target.uncertain) for _, target in rows] == [(2025, False), (2030, False)]
