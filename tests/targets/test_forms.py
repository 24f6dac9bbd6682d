"""Cells that differ in their number alone are read by their common form: the reading must be that of the grammar."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgplan.sources import values, values_parse
from kgplan.sources.values import read_value
from kgplan.sources.values_numbers import UnreadableError
from kgplan.sources.values_reading import Row
from kgplan.sources.values_text import normalise
from tests.targets.stating import CATALOGUE

NUMBERS = st.one_of(
    st.integers(0, 3000).map(str),
    st.sampled_from(["0", "7", "100", "101", "1990", "2025", "007", "57.00", "0.3", "73.19", "1234567890123456789012"]),
    st.decimals(0, 500, places=2).map(str),
)
BEFORE = st.sampled_from(
    [
        *(
            "",
            "≥",
            "<",
            "不低于",
            "不超过",
            "控制在",
            "达到",
            "力争",
            "约",
            "提高",
            "下降",
            "比2020年下降",
            "年均增长",
            "累计",
        ),
        *(
            "每年",
            "稳定在",
            "[",
            "〔≥",
            "(",
            "-",
            "由",
            "翻",
            "千分之",
            "PM",
            "/",
            "增长到",
            "新增",
            "至",
            "①",
            "人均",
            "+",
        ),
    ]
)
AFTER = st.sampled_from(
    [
        *(
            "",
            "%",
            "以上",
            "以内",
            "左右",
            "%以上",
            "万",
            "万人",
            "亿元以上",
            "个百分点",
            "倍",
            "年",
            "累计",
            "人/年",
            "余家",
        ),
        *(
            "]",
            "〕",
            "]%",
            ")",
            "μg/m³",
            "km2",
            "：1",
            ".",
            "。",
            "、",
            "亩以上(每年)",
            "级",
            "G基站",
            "%,力争60%",
            " ",
            "某某",
            "⁴吨",
            "²",
            "①",
            "½",
        ),
    ]
)
NAMES = st.sampled_from(
    [
        "森林覆盖率",
        "细颗粒物(PM2.5)年均浓度",
        "粮食产量",
        "单位GDP能源消耗降低",
        "城镇新增就业",
        "某地没有的指标",
        "新指标增长率",
        None,
    ]
)
UNITS = st.sampled_from(["%", "万吨", "μg/m³", "万人", "件", "示例单位", None])


@settings(max_examples=400)
@given(BEFORE, NUMBERS, AFTER, NAMES, UNITS)
def test_a_number_is_read_in_its_form_as_the_grammar_reads_it(
    before: str, number: str, after: str, name: str | None, unit: str | None
) -> None:
    text = f"{before}{number}{after}"
    row = Row(units=CATALOGUE.units, unit=unit, name=name, indicator=CATALOGUE.find(name), year=2025, base_year=None)
    read = read_value(text, unit=unit, indicator_name=name, indicator=row.indicator, year=2025, units=CATALOGUE.units)
    assert read == values._read_cell(text, row)


@settings(max_examples=400)
@given(BEFORE, NUMBERS, AFTER)
def test_a_form_is_parsed_as_the_grammar_parses_the_cell(before: str, number: str, after: str) -> None:
    cell = normalise(f"{before}{number}{after}")
    try:
        found = values_parse.parse(cell)
    except UnreadableError:
        found = None
    assert found == values_parse._parsed(cell)


def test_the_grammar_runs_once_for_many_cells_of_one_form() -> None:
    values_parse._parsed.cache_clear()
    values._reading_of_form.cache_clear()
    for number in range(1000):
        (reading,) = read_value(f"不低于{number}.5万亩", unit="万亩", indicator_name="耕地保有量")
        assert reading.value == Decimal(f"{number}.5")
        assert reading.text == f"不低于{number}.5万亩"
    assert values_parse._parsed.cache_info().misses == 1


@pytest.mark.parametrize("text", ["101%", "1000%"])
def test_a_share_above_the_whole_is_doubted_in_every_form(text: str) -> None:
    assert read_value(text, unit="%", indicator_name="森林覆盖率")[0].confidence == "uncertain"
    assert read_value("99%", unit="%", indicator_name="森林覆盖率")[0].confidence == "certain"
