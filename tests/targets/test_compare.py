"""The comparison of two targets: every case of rules 0.10 and of the decisions on targets."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kgplan.targets import Target, compare, polarity_hint, prepare
from kgplan.texts import LANGS
from tests.targets.stating import CATALOGUE, base, compared, facts, ready


@pytest.mark.parametrize(
    ("lower", "superior", "verdict", "gap"),
    [
        ("≥57", "≥57", "equal", "0"),
        ("≥58", "≥57", "stricter", "1"),
        ("≥56", "≥57", "looser", "1"),
        ("≤60", "≤60", "equal", "0"),
        ("≤60", "≤65", "stricter", "5"),
        ("≤65", "≤60", "looser", "5"),
        ("≤60", "≥65", "contradiction", "5"),
        ("≥65", "≤60", "contradiction", "5"),
        ("=5", "=6", "contradiction", "1"),
        ("=60", "≥57", "stricter", None),
        ("≥57", "=60", "looser", None),
        ("≥57", "≤60", "looser", None),
        ("4—6", "3—7", "stricter", "1"),
        ("3—7", "4—6", "looser", "1"),
        ("3—5", "6—7", "contradiction", "1"),
        ("4—6", "5—7", "looser", "1"),
        ("约57", "=57", "equal", "0"),
        ("约56", "≥57", "contradiction", None),
        ("56左右", "57左右", "contradiction", "1"),
    ],
)
def test_verdicts_by_feasible_sets(lower: str, superior: str, verdict: str, gap: str | None) -> None:
    comparison = compared(lower, superior)
    assert comparison.verdict == verdict
    if gap is not None:
        assert comparison.gap == Fraction(gap)


def test_for_an_at_most_indicator_the_larger_number_is_looser() -> None:
    assert compared("35", "32", "PM2.5浓度", "μg/m³").verdict == "looser"
    assert compared("31", "32", "PM2.5浓度", "μg/m³").verdict == "stricter"


def test_without_a_direction_the_indicators_polarity_counts() -> None:
    assert compared("58", "57").verdict == "stricter"
    assert compared("56", "≥57").verdict == "looser"


def test_without_any_polarity_the_value_is_exact() -> None:
    assert compared("58", "57", "城镇开发边界面积", "平方公里").verdict == "contradiction"


@pytest.mark.parametrize(
    ("lower", "superior", "verdict"),
    [
        ("56.8", "57", "rounding_looser"),  # 57 may be 56.5
        ("57.4", "57", "rounding"),
        ("56.4", "57", "looser"),
        ("56.5", "57", "rounding_looser"),  # exactly the coarser tolerance
        ("57.6", "57", "stricter"),
        ("57.00", "57", "equal"),
        ("56.996", "57.00", "rounding_looser"),
        ("56.99", "57.00", "looser"),
        ("57", "57.00", "equal"),
        ("57", "57.004", "rounding_looser"),
        (">57", "≥57", "equal"),
        ("≥57", ">57", "equal"),
    ],
)
def test_the_written_digits_give_the_tolerance(lower: str, superior: str, verdict: str) -> None:
    assert compared(lower, superior).verdict == verdict


def test_fine_and_coarse_are_half_of_the_last_digit_of_either_figure() -> None:
    comparison = compared("57.00", "57")
    assert (comparison.tolerance_fine, comparison.tolerance_coarse) == (Fraction(5, 1000), Fraction(1, 2))


def test_a_contradiction_within_rounding_is_only_rounding() -> None:
    assert compared("=57", "=57.3").verdict == "rounding_looser"
    assert compared("=57", "=57.0").verdict == "equal"


def test_values_are_compared_in_the_canonical_unit() -> None:
    lower = ready("4.0", "耕地保有量", "万亩")
    superior = ready("26.7", "耕地保有量", "平方公里")
    comparison = compare(lower, superior)
    assert comparison.lower == Fraction(80, 3)  # 1 mu is 1/1500 km²
    assert comparison.unit == "平方公里"
    assert comparison.verdict == "equal"
    assert comparison.tolerance_coarse == Fraction(500, 1500)  # half of 0.1 万亩, in km²


def test_gdp_is_compared_in_the_indicators_own_unit() -> None:
    comparison = compare(ready("1.2", "地区生产总值", "万亿元"), ready("11000", "地区生产总值", "亿元"))
    assert facts(comparison.verdict, comparison.gap, comparison.unit) == ("stricter", 1000, "亿元")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"region": "500000"}, None),
        ({"year": 2030}, None),
        ({"stretch": True}, None),
        ({"value_kind": "by_reference"}, None),
        ({"value_kind": "qualitative"}, None),
        ({"indicator": "pm25"}, None),
        ({"year": None}, None),
        ({"indicator": None}, None),
        ({"caliber": "常住"}, "caliber"),
        ({"price_basis": "constant"}, "price_basis"),
        ({"uncertain": True}, "uncertain"),
        ({"value": None}, "uncertain"),
        ({"unit": "百分"}, "unit"),
        ({"unit": "天"}, "dimension"),
        ({"unit": None}, "no_unit"),
        ({"measure": "annual_avg"}, "measure"),
        ({"measure": "cumulative_change"}, "measure"),
    ],
)
def test_what_is_not_comparable(change: dict[str, object], reason: str | None) -> None:
    plain = Target(
        indicator="forest_cover", region="500154", year=2025, value=Decimal(57), half_digit=Decimal("0.5"), unit="%"
    )
    changed = Target(**{**{field: getattr(plain, field) for field in plain.__slots__}, **change})
    for one, other in ((plain, changed), (changed, plain)):
        comparison = compare(prepare(one, CATALOGUE), prepare(other, CATALOGUE))
        assert comparison.verdict == ("unrelated" if reason is None else "incomparable")
        assert comparison.reason == reason


def test_a_lone_stretch_value_is_never_compared() -> None:
    assert compared("力争58", "57").verdict == "unrelated"


def test_calibers_that_differ_in_width_only_are_the_same() -> None:
    lower = ready("57", "森林覆盖率", "%", caliber="（全区）")
    superior = ready("57", "森林覆盖率", "%", caliber="(全区) ")
    assert compare(lower, superior).verdict == "equal"


def test_annual_average_and_cumulative_reduction() -> None:
    name = "单位GDP能源消耗降低"
    lower = ready("年均下降3", name, "%", base_year=2020)
    superior = ready("[13.5]", name, "%")
    comparison = compare(lower, superior)
    reduction = 100 * (1 - Fraction(97, 100) ** 5)
    assert lower.value == reduction
    assert comparison.measure == "cumulative_change"
    assert comparison.lower == -reduction
    assert comparison.gap == reduction - Fraction("13.5")
    assert comparison.verdict == "rounding"  # 年均3 may be 年均2.5, which is 11.9 in five years


def test_annual_average_and_cumulative_growth() -> None:
    lower = ready("年均增长6.00", "居民人均可支配收入增长", "%", base_year=2020)
    superior = ready("累计增长30", "居民人均可支配收入增长", "%", base_year=2020)
    comparison = compare(lower, superior)
    assert comparison.lower == 100 * (Fraction(106, 100) ** 5 - 1)
    assert comparison.verdict == "stricter"


def test_the_period_gives_the_span_where_no_base_year_is_stated() -> None:
    name = "单位GDP能源消耗降低"
    superior = ready("[13.5]", name, "%")
    assert compare(ready("年均下降2.90", name, "%", start_year=2021), superior).verdict == "stricter"
    assert compare(ready("年均下降2.90", name, "%", start_year=2023), superior).verdict == "looser"
    assert compare(ready("年均下降2.90", name, "%"), superior).reason == "measure"


def test_half_a_digit_of_an_annual_rate_grows_with_the_years() -> None:
    lower = ready("年均下降3", "单位GDP能源消耗降低", "%", base_year=2020)
    expected = 50 * (Fraction(975, 1000) ** 5 - Fraction(965, 1000) ** 5)
    assert lower.half_digit == expected


def test_points_with_a_base_value_become_a_level() -> None:
    lower = ready("[4]", "常住人口城镇化率", "%", **base("60"))
    superior = ready("65", "常住人口城镇化率", "%")
    comparison = compare(lower, superior)
    assert facts(comparison.measure, comparison.lower, comparison.verdict, comparison.gap) == ("level", 64, "looser", 1)


def test_points_without_a_base_value_beside_a_level_are_two_units() -> None:
    lower = ready("提高4个百分点", "常住人口城镇化率", "%")
    assert compare(lower, ready("65", "常住人口城镇化率", "%")).reason == "dimension"


def test_points_beside_points_need_no_base_value() -> None:
    comparison = compared("提高3个百分点", "提高4个百分点", "常住人口城镇化率")
    assert (comparison.verdict, comparison.measure) == ("looser", "pp_change")


def test_points_in_brackets_and_points_in_words_are_the_same() -> None:
    assert compared("[4]", "提高4个百分点", "常住人口城镇化率").verdict == "equal"


def test_a_relative_change_with_a_base_value_becomes_a_level() -> None:
    lower = ready("下降18%", "PM2.5浓度", "μg/m³", **base("40"))
    comparison = compare(lower, ready("32", "PM2.5浓度", "μg/m³"))
    assert (comparison.lower, comparison.verdict) == (Fraction("32.8"), "looser")


def test_a_relative_change_without_a_base_value_is_another_measure() -> None:
    lower = ready("下降18%", "PM2.5浓度", "μg/m³")
    assert compare(lower, ready("32", "PM2.5浓度", "μg/m³")).reason == "measure"


def test_a_larger_reduction_of_an_at_most_indicator_is_stricter() -> None:
    assert compared("下降20%", "下降18%", "PM2.5浓度", "μg/m³").verdict == "stricter"


def test_an_absolute_change_with_a_base_value_becomes_a_level() -> None:
    comparison = compare(ready("[1]", "人均预期寿命", "岁", **base("77.3")), ready("78.5", "人均预期寿命", "岁"))
    assert (comparison.measure, comparison.lower) == ("level", Fraction("78.3"))
    assert comparison.verdict == "rounding_looser"


def test_doubling_a_base_value() -> None:
    lower = ready("翻一番", "地区生产总值", "亿元", base_value=Decimal("535.81"), base_unit="亿元", base_year=2020)
    comparison = compare(lower, ready("1000", "地区生产总值", "亿元"))
    assert (comparison.lower, comparison.verdict) == (Fraction("1071.62"), "stricter")


def test_the_same_change_on_two_base_years_is_suspended() -> None:
    name = "单位GDP能源消耗降低"
    comparison = compare(ready("14", name, "%", base_year=2019), ready("13.5", name, "%", base_year=2020))
    assert (comparison.verdict, comparison.reason) == ("incomparable", "base_year")


def test_levels_with_different_base_years_are_compared() -> None:
    assert (
        compare(ready("58", "森林覆盖率", "%", base_year=2019), ready("57", "森林覆盖率", "%", base_year=2020)).verdict
        == "stricter"
    )


def test_every_year_and_the_target_year_are_both_levels() -> None:
    assert compared("每年65", "60", "粮食产量", "万吨").verdict == "stricter"
    assert compared("稳定在55以上", "57").verdict == "looser"


def test_a_change_of_something_that_should_fall_needs_its_sense() -> None:
    lower = ready("[3]", "城镇调查失业率", "%")
    assert compare(lower, ready("[2]", "城镇调查失业率", "%")).reason == "uncertain"


def test_a_missing_unit_is_a_plain_ratio_only_where_the_indicator_is_one() -> None:
    assert compared("0.515", "0.510", "农田灌溉水有效利用系数", None).verdict == "stricter"
    assert compared("57", "57", "森林覆盖率", None).reason == "no_unit"


def test_canonical_values_are_those_that_the_graph_stores() -> None:
    area = ready("不低于1.92", "生态保护红线面积", "万平方千米")
    assert facts(area.value, area.half_digit, area.unit, area.measure) == (19200, 50, "平方公里", "level")
    energy = ready("[13.5]", "单位GDP能源消耗降低", "%")
    assert (energy.value, energy.measure, energy.unit) == (Fraction("13.5"), "cumulative_change", "%")
    growth = ready("4.5—5", "地区生产总值增长", "%")
    assert facts(growth.value, growth.value_high) == (Fraction("4.5"), 5)
    unconverted = ready("[4]", "常住人口城镇化率", "%")
    assert (unconverted.value, unconverted.unit) == (None, None)
    unknown = ready("60", "某地没有的指标", "万亩")
    assert facts(unknown.value, unknown.unit) == (400, "平方公里")


def test_steps_lead_from_the_text_to_the_verdict_in_both_languages() -> None:
    lower = ready("年均下降3", "单位GDP能源消耗降低", "%", base_year=2020)
    steps = compare(lower, ready("[13.5]", "单位GDP能源消耗降低", "%")).steps
    for lang in LANGS:
        text = "\n".join(step.sentence(lang) for step in steps)
        assert "年均下降3" in text
        assert "13.5" in text
        assert "14.12" in text
        assert "{" not in text
    assert steps[-1].sentence("en") == "The lower target is stricter by 0.62659743 %, within the coarser rounding."


def test_a_refused_conversion_is_explained() -> None:
    comparison = compare(ready("下降18%", "PM2.5浓度", "μg/m³"), ready("32", "PM2.5浓度", "μg/m³"))
    assert any("base value" in step.sentence("en") for step in comparison.steps)


def test_a_binary_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        prepare(Target(indicator="forest_cover", year=2025, value=57.0, unit="%"), CATALOGUE)  # type: ignore[arg-type]


def test_a_reduction_of_an_indicator_outside_the_catalogue_is_at_least_that_reduction() -> None:
    name = "挥发性有机物排放总量削减"
    hinted = ready("比2020年削减10%", name, "%", polarity=polarity_hint(name))
    assert hinted.views[0].values == ready("比2020年削减10%以上", name, "%").views[0].values
