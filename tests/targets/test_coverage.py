"""The catalogue knows the indicators of the national outlines and of the published plans in ``data/``."""

import csv
from pathlib import Path

import pytest

from kgplan.sources.values import read_value
from tests.targets.stating import CATALOGUE

KAIZHOU = Path(__file__).parents[2] / "data" / "kaizhou" / "targets.csv"

FOURTEENTH = (
    *(
        "国内生产总值(GDP)增长",
        "全员劳动生产率增长",
        "常住人口城镇化率",
        "全社会研发经费投入增长",
        "每万人口高价值发明专利拥有量",
    ),
    *("数字经济核心产业增加值占GDP比重", "居民人均可支配收入增长", "城镇调查失业率", "劳动年龄人口平均受教育年限"),
    *("每千人口拥有执业(助理)医师数", "基本养老保险参保率", "每千人口拥有3岁以下婴幼儿托位数", "人均预期寿命"),
    *(
        "单位GDP能源消耗降低",
        "单位GDP二氧化碳排放降低",
        "地级及以上城市空气质量优良天数比率",
        "地表水达到或好于Ⅲ类水体比例",
    ),
    *("森林覆盖率", "粮食综合生产能力", "能源综合生产能力"),
)
FIFTEENTH = (
    *(
        "国内生产总值增长",
        "全社会研发经费投入增长",
        "单位国内生产总值二氧化碳排放降低",
        "数字经济核心产业增加值占国内生产总值比重",
    ),
    *("劳动年龄人口平均受教育年限", "人均预期寿命", "每万人口高价值发明专利拥有量", "常住人口城镇化率"),
    *("非化石能源占能源消费比重", "养老机构护理型床位占比"),
)
NO_INDICATORS = {
    "板块地区经济规模": "the size of one named area",
    "占渝东北生态涵养发展区比重": "a share of which the table does not say what it is of",
    "重点打造千亿级园区": "a list of projects",
    "总体规划面积": "the extent of a plan",
}
"""Names with a figure that stand for no indicator that another plan could state, and why."""


@pytest.mark.parametrize("name", [*FOURTEENTH, *FIFTEENTH])
def test_every_indicator_of_the_national_outlines_is_known(name: str) -> None:
    indicator = CATALOGUE.find(name)
    assert indicator is not None
    assert CATALOGUE.units.find(indicator.canonical_unit)
    assert indicator.polarity in {"at_least", "at_most"}


def test_every_figure_of_the_published_plans_belongs_to_an_indicator() -> None:
    unknown = set()
    with KAIZHOU.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = row["indicator_name"]
            read = read_value(row["value_text"], unit=row["unit"] or None, indicator_name=name)
            if CATALOGUE.find(name) is None and any(one.value is not None for one in read):
                unknown.add(name)
    assert unknown == set(NO_INDICATORS)
