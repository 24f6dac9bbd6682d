"""A printed name finds its indicator by a listed spelling, and never by likeness."""

from dataclasses import replace

import pytest

from kgplan.ontology import load_schema
from kgplan.targets import Catalogue, polarity_hint
from kgplan.targets.indicators import name_sense, names_rate

CATALOGUE = Catalogue.of(load_schema())


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("森林覆盖率", "forest_cover"),
        (" 森林 覆盖率 ", "forest_cover"),
        ("森林覆盖率(%)", "forest_cover"),
        ("森林覆盖率（单位：%）", "forest_cover"),
        ("森林覆盖率①", "forest_cover"),
        ("森林覆盖率*", "forest_cover"),
        ("森林覆盖率²", "forest_cover"),
        ("森林覆盖率2", "forest_cover"),
        ("12.森林覆盖率", "forest_cover"),
        ("（3）森林覆盖率", "forest_cover"),
        ("三、森林覆盖率", "forest_cover"),
        ("GDP", "gdp_level"),
        ("ＧＤＰ", "gdp_level"),
        ("地区gdp", "gdp_level"),
        ("地区生产总值(亿元)", "gdp_level"),
        ("国内生产总值（GDP）", "gdp_level"),
        ("PM2.5浓度", "pm25"),
        ("细颗粒物（PM2.5）年均浓度（微克/立方米）", "pm25"),
        ("地级及以上城市空气质量优良天数比率2", "air_good_days_ratio"),
        ("每千人口拥有执业（助理）医师数", "doctors_per_1000"),
        ("每千人口拥有3岁以下婴幼儿托位数(个)", "childcare_places"),
        ("农业科技进步贡献率〔累计〕1", "farm_tech_contribution"),
        ("地区生产总值(比2010年)", "gdp_level"),
        ("地表水达到或好于Ⅲ类水体比例", "surface_water_good"),
        ("地表水达到或好于III类水体比例", "surface_water_good"),
    ],
)
def test_names_as_tables_print_them(name: str, indicator: str) -> None:
    found = CATALOGUE.find(name)
    assert found is not None
    assert found.id == indicator


@pytest.mark.parametrize(
    "name", ["森林覆盖", "森林覆盖率(实绩)", "林木覆盖率", "", None, "3", "(%)", "森林覆盖率提高", "森林覆盖率" * 100]
)
def test_a_similar_name_is_not_taken_for_the_indicator(name: str | None) -> None:
    assert CATALOGUE.find(name) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("常住人口城镇化率", "户籍人口城镇化率"),
        ("空气质量优良天数", "空气质量优良天数比率"),
        ("单位GDP能源消耗降低", "能源消费总量"),
        ("粮食产量", "粮食综合生产能力"),
    ],
)
def test_words_that_change_the_concept_stay_two_indicators(one: str, other: str) -> None:
    first, second = CATALOGUE.find(one), CATALOGUE.find(other)
    assert first is not None
    assert second is not None
    assert first.id != second.id


def test_no_name_belongs_to_two_built_in_indicators() -> None:
    seen: dict[str, str] = {}
    for indicator in load_schema().indicators.values():
        for name in (indicator.name_zh, *indicator.aliases):
            assert seen.setdefault(CATALOGUE.normalise(name), indicator.id) == indicator.id, name


def test_three_near_names_are_suggested() -> None:
    suggestions = CATALOGUE.suggest("森林复盖率")
    assert suggestions[0] == "森林覆盖率"
    assert len(suggestions) == 3
    assert CATALOGUE.suggest("PM25浓度")[0] == "细颗粒物(PM2.5)年均浓度"


def test_a_users_indicator_is_added_and_replaces_one_of_the_same_id() -> None:
    built_in = load_schema().indicators["forest_cover"]
    own = replace(built_in, id="own", name_zh="林木绿化率", aliases=("绿化率",))
    stricter = replace(built_in, polarity="at_most")
    catalogue = Catalogue.of(load_schema(), [own, stricter])
    assert catalogue.find("绿化率") == own
    assert catalogue.find("森林覆盖率") == stricter


@pytest.mark.parametrize(
    ("name", "polarity"),
    [
        ("孕产妇死亡率", "at_most"),
        ("城镇登记失业率", "at_most"),
        ("失业率下降", "at_least"),
        ("年用水总量", "at_most"),
        ("万元产值能耗降低率", "at_least"),
        ("事故起数", "at_most"),
        ("自来水普及率", "at_least"),
        ("某项工作", None),
        (None, None),
    ],
)
def test_polarity_hints(name: str | None, polarity: str | None) -> None:
    assert polarity_hint(name) == polarity


def test_a_name_says_whether_it_is_a_change() -> None:
    assert name_sense("单位GDP能耗降低") == "reduction"
    assert name_sense("某产业增加值增长率") == "growth"
    assert name_sense("工业增加值") is None
    assert names_rate("GDP年均增速")
    assert not names_rate("细颗粒物年均浓度")
