"""What stands in brackets, parts of a whole and ratios, and other forms that cells write beside a plain figure."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.sources.cells import facts, one, read


@pytest.mark.parametrize(
    ("text", "name", "unit", "measure", "confidence"),
    [
        ("[5575]", "城镇新增就业", "万人", "cumulative_total", "certain"),
        ("[4]", "常住人口城镇化率", "%", "pp_change", "certain"),
        ("[1]", "人均预期寿命", "岁", "abs_change", "certain"),
        ("[30]", "地区生产总值年均增长", "%", "cumulative_change", "certain"),
        ("[10]", "粮食综合生产能力", "%", "cumulative_change", "uncertain"),
        ("[10]", "某个指标", "%", "cumulative_change", "uncertain"),
        ("[10]", "某个指标", "万吨", "cumulative_total", "uncertain"),
        ("[4]", "某个指标", "个百分点", "pp_change", "certain"),
    ],
)
def test_what_a_bracket_means_follows_from_the_indicator(
    text: str, name: str, unit: str, measure: str, confidence: str
) -> None:
    reading = one(text, name, unit)
    assert (reading.measure, reading.confidence) == (measure, confidence)


@pytest.mark.parametrize("text", ["[>5000]", ">[5000]", "〔超过5000〕", "[>5000]以上"])
def test_a_bracket_may_hold_or_follow_a_direction(text: str) -> None:
    reading = one(text, "城镇新增就业", "万人")
    assert facts(reading.value, reading.direction, reading.measure) == (5000, "at_least", "cumulative_total")


def test_base_and_level_in_the_row_decide_what_a_bracket_means() -> None:
    level, change = read("64[4]", "某个比率", "%", base_value=Decimal(60))
    assert facts(level.value, level.measure) == (64, None)
    assert facts(change.value, change.measure, change.confidence) == (4, "pp_change", "certain")
    _, relative = read("64[28]", "某个数量", "万吨", base_value=Decimal(50))
    assert facts(relative.value, relative.measure) == (28, "cumulative_change")


@pytest.mark.parametrize(
    ("text", "value", "direction", "strict", "unit"),
    [
        ("三分之二以上", Fraction(200, 3), "at_least", False, "%"),
        ("超过2/3", Fraction(200, 3), "at_least", True, "%"),
        ("四分之三", Decimal(75), None, False, "%"),
        ("一半以上", Decimal(50), "at_least", False, "%"),
        ("超过半数", Decimal(50), "at_least", True, "%"),
        ("十万分之八以下", Decimal("0.008"), "at_most", False, "%"),
        ("百万分之三", Decimal("0.0003"), None, False, "%"),
        ("1:1.2", Fraction(5, 6), None, False, "比值"),
        ("2:3", Fraction(2, 3), None, False, "比值"),
    ],
)
def test_a_part_of_a_whole_is_read_exactly(
    text: str, value: Decimal | Fraction, direction: str | None, strict: bool, unit: str
) -> None:
    reading = one(text)
    read_as = facts(reading.value, reading.direction, reading.strict, reading.unit, reading.confidence)
    assert read_as == (value, direction, strict, unit, "certain")


def test_the_precision_of_a_ratio_is_that_of_its_measured_side() -> None:
    assert one("2.45:1").half_digit == Decimal("0.005")
    assert one("1:1.2").half_digit == Fraction(5, 6) * Fraction(1, 24)


def test_a_spread_is_a_range() -> None:
    reading = one("3.2±0.2")
    assert facts(reading.value, reading.value_high, reading.direction) == (Decimal("3.0"), Decimal("3.4"), "range")


def test_a_number_in_quotes_is_a_name() -> None:
    reading = one("基本建成“123”出行交通圈")
    assert facts(reading.value_kind, reading.value) == ("qualitative", None)


def test_what_is_promised_firmly_and_what_is_aimed_at_stand_side_by_side() -> None:
    assert [facts(one.value, one.stretch) for one in read("保6%争7%")] == [(6, False), (7, True)]
    assert [facts(one.value_kind, one.value, one.stretch) for one in read("完成上级下达任务,力争达到35%")] == [
        ("by_reference", None, False),
        ("number", 35, True),
    ]


def test_the_same_amount_in_another_unit_is_no_second_target() -> None:
    reading = one("560万吨(112亿斤)以上", "粮食产量", "万吨")
    assert facts(reading.value, reading.direction, reading.confidence) == (560, "at_least", "certain")
    assert [one.confidence for one in read("560万吨(113亿斤)以上", "粮食产量", "万吨")] == ["uncertain"] * 2
    rounded = one("不少于280万亩(18.67万公顷)", "永久基本农田保护面积", "万亩")
    assert facts(rounded.value, rounded.confidence) == (280, "certain")
    days = one("84.7(310天)", "空气质量优良天数比率", "%")
    assert facts(days.value, days.confidence) == (Decimal("84.7"), "certain")


@pytest.mark.parametrize("text", ["[13.5]", "(13.5)", "(13.5)%", "(13.5%)", "〔13.5%〕"])
def test_brackets_of_any_kind_around_the_one_figure_mean_the_whole_period(text: str) -> None:
    assert one(text, "单位GDP能源消耗降低", "%", year=2025).measure == "cumulative_change"


def test_parts_in_brackets_leave_the_whole_certain() -> None:
    readings = read("80.5岁(男78.2岁、女82.9岁)", "平均预期寿命", "岁")
    assert [facts(one.value, one.confidence) for one in readings] == [
        (Decimal("80.5"), "certain"),
        (Decimal("78.2"), "uncertain"),
        (Decimal("82.9"), "uncertain"),
    ]


def test_a_bound_on_the_second_part_of_a_ratio_is_turned_round() -> None:
    reading = one("1:1.15以上", "医护比")
    assert facts(reading.value, reading.direction) == (Fraction(20, 23), "at_most")
    assert one("2.4:1以内", "城乡居民收入比").direction == "at_most"


@pytest.mark.parametrize(
    ("text", "unit", "read_as"),
    [("≥1.2万亿", "亿元", "万亿元"), ("60万", "万人", "万人"), ("60万", "人", "万人")],
)
def test_a_prefix_in_the_cell_is_not_multiplied_by_that_of_the_column(text: str, unit: str, read_as: str) -> None:
    reading = one(text, "某个指标", unit)
    assert facts(reading.unit, reading.confidence) == (read_as, "certain" if unit == "人" else "uncertain")
    assert not reading.contradictions


def test_two_years_in_one_cell_contradict_no_target_year_of_the_row() -> None:
    readings = read("2025年达到85%,2030年达到90%", "森林覆盖率", "%", year=2025)
    assert [facts(one.value, one.year, one.contradictions) for one in readings] == [(85, 2025, ()), (90, 2030, ())]
    assert len(read("2026年达到85%,2030年达到90%", "森林覆盖率", "%", year=2025)[0].contradictions) == 1


def test_a_sign_may_stand_behind_and_a_ratio_in_words() -> None:
    assert facts(one("55%(≥)").value, one("55%(≥)").direction) == (55, "at_least")
    assert facts(one("1比2.5").value, one("1比2.5").unit) == (Decimal("0.4"), "比值")


def test_a_unit_in_brackets_behind_the_number_is_its_unit() -> None:
    reading = one("1.2(万公里)", "农村公路新改建里程", "公里")
    assert facts(reading.value, reading.unit, reading.confidence) == (Decimal("1.2"), "万公里", "certain")


@pytest.mark.parametrize(
    ("text", "unit", "basis"),
    [("7500(2020年价)", "亿元", "constant"), ("7500(现价)", "亿元", "current"), ("按不变价年均增长6%", "%", None)],
)
def test_a_price_basis_in_the_cell_is_kept_for_amounts(text: str, unit: str, basis: str | None) -> None:
    reading = one(text, "地区生产总值", unit, year=2025)
    assert facts(reading.price_basis, reading.confidence) == (basis, "certain")


@pytest.mark.parametrize("text", ["低于10%且逐年下降", "10%以下并持续降低", "≤10%并且逐步下降"])
def test_a_remark_on_the_way_changes_nothing_of_the_figure(text: str) -> None:
    reading = one(text, "近视率", "%")
    assert facts(reading.value, reading.direction, reading.measure, reading.sense) == (10, "at_most", None, None)


def test_a_denominator_may_stand_with_the_name_the_unit_or_the_figure() -> None:
    assert one("4.5个/千人", "每千人口拥有3岁以下婴幼儿托位数").unit == "个"
    reading = one("每百公里不少于2.5座", "高速公路充电站密度", "座/百公里")
    assert facts(reading.value, reading.unit, reading.confidence) == (Decimal("2.5"), "座/百公里", "certain")


def test_a_rate_of_change_beside_a_level_contradicts_no_unit() -> None:
    _, second = read("1.3万亿元,年均增长7%以上", "地区生产总值", "亿元")
    assert facts(second.value, second.measure, second.contradictions) == (7, "annual_avg", ())


def test_what_an_unlisted_indicator_is_lowered_by_is_better_low() -> None:
    assert one("-2.5个百分点", "煤电占比").polarity_hint == "at_most"
    assert one("提高2.5个百分点", "煤电占比").polarity_hint == "at_least"


def test_words_are_shown_whole_in_a_reason() -> None:
    assert "占一般公共预算支出" in one("占一般公共预算支出的15%以上", "教育支出", "%").why["zh"]


@pytest.mark.parametrize(
    ("text", "base_year", "base_value"),
    [
        ("达到79岁(2020年人均预期寿命77.3岁)", 2020, "77.3"),
        ("79岁(“十三五”末77.3岁)", 2020, "77.3"),
        ("79岁(目前77.3岁)", None, "77.3"),
    ],
)
def test_a_figure_in_brackets_of_an_earlier_year_is_the_base(text: str, base_year: int | None, base_value: str) -> None:
    reading = one(text, "人均预期寿命", "岁", year=2025)
    expected = (Decimal(79), base_year, Decimal(base_value), "certain")
    assert facts(reading.value, reading.base_year, reading.base_value, reading.confidence) == expected


@pytest.mark.parametrize("text", ["60%(2030年65%)", "60%(2020年提高5%)", "60%(其中城区45%)", "60%(力争65%)"])
def test_any_other_figure_in_brackets_is_no_base(text: str) -> None:
    readings = read(text, "森林覆盖率", "%", year=2025)
    assert facts(len(readings), readings[0].base_value) == (2, None)


def test_a_base_in_brackets_that_is_not_that_of_the_row_is_reported() -> None:
    reading = one("60%(2020年55%)", "森林覆盖率", "%", year=2025, base_year=2019, base_value=Decimal(54))
    assert len(reading.contradictions) == 2
    assert reading.confidence == "uncertain"
