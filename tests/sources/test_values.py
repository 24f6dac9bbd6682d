"""Target values as plans write them, read as model section 8 says."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kgplan.ontology import load_schema
from kgplan.sources.values import Reading, read_value
from kgplan.targets import Catalogue
from kgplan.targets.exact import shortest

PUBLISHED, FURTHER, UNSEEN = (
    Path(__file__).parents[1] / "targets" / f"readings{name}.csv" for name in ("", "_further", "_unseen")
)
"""Every target cell of the published plans in ``data/``, forms of other plans, and forms that were written down with
their readings before they were tried; each was read by hand."""
FIELDS = (
    *("value_kind", "value", "value_high", "direction", "strict", "measure"),
    *("stretch", "sense", "digits", "base_year", "confidence"),
)
CATALOGUE = Catalogue.of(load_schema())


def read(text: str, name: str | None = None, unit: str | None = None, **row: object) -> list[Reading]:
    return read_value(text, unit=unit, indicator_name=name, indicator=CATALOGUE.find(name), **row)  # type: ignore[arg-type]


def one(text: str, name: str | None = None, unit: str | None = None, **row: object) -> Reading:
    readings = read(text, name, unit, **row)
    assert len(readings) == 1, readings
    return readings[0]


def facts(*values: object) -> tuple[object, ...]:
    """Values of several types, to be compared at once."""
    return values


def _read_by_hand(table: Path) -> list[tuple[tuple[str, str, str, str], list[dict[str, str]]]]:
    cells: dict[tuple[str, str, str, str], list[dict[str, str]]] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells.setdefault((row["text"], row["unit"], row["indicator_name"], row["year"]), []).append(row)
    return list(cells.items())


def _as_text(reading: Reading) -> dict[str, str]:
    def text(value: object) -> str:
        return "" if value is None or value is False else "true" if value is True else str(value)

    half = "" if reading.half_digit is None else str(shortest(Fraction(reading.half_digit)))
    shown = {field: text(getattr(reading, field)) for field in FIELDS}
    return shown | {"unit_in_cell": reading.unit or "", "half_digit": half}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [*_read_by_hand(PUBLISHED), *_read_by_hand(FURTHER), *_read_by_hand(UNSEEN)],
    ids=lambda item: " ".join(item[:3]) if isinstance(item, tuple) else "",
)
def test_every_published_value_reads_as_a_person_reads_it(
    cell: tuple[str, str, str, str], expected: list[dict[str, str]]
) -> None:
    text, unit, name, year = cell
    readings = read(text, name, unit, year=int(year) if year else None)
    keys = [key for key in expected[0] if key not in ("text", "unit", "indicator_name", "year", "statement")]
    assert [_as_text(reading) for reading in readings] == [{key: row[key] for key in keys} for row in expected]


def test_fewer_than_two_percent_of_the_published_values_are_unreadable() -> None:
    readings = [reading for (text, unit, name, _), _ in _read_by_hand(PUBLISHED) for reading in read(text, name, unit)]
    assert sum(not reading.readable for reading in readings) < len(readings) / 50


@pytest.mark.parametrize("text", ["—", "——", "-", "–", "/", "／", " / ", "…", "", "  ", "*", "\u3000"])
def test_a_dash_or_a_slash_states_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "direction", "strict"),
    [
        ("≥57", "at_least", False),
        ("≧57", "at_least", False),
        (">=57", "at_least", False),
        ("≮57", "at_least", False),
        ("不低于57", "at_least", False),
        ("不少于57%", "at_least", False),
        ("57以上", "at_least", False),
        ("57及以上", "at_least", False),
        ("57%以上", "at_least", False),
        ("达到57", "at_least", False),
        ("提高到57", "at_least", False),
        ("稳定在57以上", "at_least", False),
        (">57", "at_least", True),
        ("＞57", "at_least", True),
        ("超过57", "at_least", True),
        ("突破57", "at_least", True),
        ("超57", "at_least", True),
        ("≤57", "at_most", False),
        ("≦57", "at_most", False),
        ("≯57", "at_most", False),
        ("不高于57", "at_most", False),
        ("不超过57", "at_most", False),
        ("57以内", "at_most", False),
        ("57以下", "at_most", False),
        ("控制在57以内", "at_most", False),
        ("控制在57", "at_most", False),
        ("降至57", "at_most", False),
        ("<57", "at_most", True),
        ("低于57", "at_most", True),
        ("＜57", "at_most", True),
        ("=57", "exactly", False),
        ("57左右", "about", False),
        ("约57", "about", False),
        ("控制在57左右", "about", False),
        ("不低于57左右", "about", False),
        ("57", None, False),
        ("确保57", None, False),
    ],
)
def test_directions(text: str, direction: str | None, strict: bool) -> None:
    reading = one(text)
    assert facts(reading.value, reading.direction, reading.strict) == (57, direction, strict)
    assert reading.confidence == "certain"


def test_reach_does_not_mean_at_least_where_less_is_better() -> None:
    assert one("达到31", "PM2.5浓度", "μg/m³").direction is None
    assert one("达到31", "PM2.5浓度", "μg/m³").confidence == "certain"


def test_opposite_directions_are_uncertain() -> None:
    reading = one("不低于57以下")
    assert (reading.direction, reading.confidence) == (None, "uncertain")


@pytest.mark.parametrize("text", ["[18]", "〔18〕", "［18］", "【18】", "(18)", "（18）", "[18)", "[ 18 ]"])
def test_a_bracket_under_a_cumulative_indicator_is_a_cumulative_change(text: str) -> None:
    reading = one(text, "单位GDP二氧化碳排放降低", "%")
    assert facts(reading.value, reading.measure, reading.sense) == (18, "cumulative_change", "reduction")
    assert reading.confidence == "certain"


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
    ("text", "value", "measure", "sense", "unit"),
    [
        ("年均增长6.5%", "6.5", "annual_avg", "growth", "%"),
        ("年均下降3%", "3", "annual_avg", "reduction", "%"),
        ("提高2个百分点", "2", "pp_change", "growth", "个百分点"),
        ("提高2%", "2", "cumulative_change", "growth", "%"),
        ("累计降低17%", "17", "cumulative_change", "reduction", "%"),
        ("累计新增50万人", "50", "cumulative_total", None, "万人"),
        ("同比增长6%", "6", "year_change", "growth", "%"),
        ("比上年增长6%", "6", "year_change", "growth", "%"),
        ("较上年提高0.5个百分点", "0.5", "pp_change", "growth", "个百分点"),
        ("在2020年基础上提高1岁", "1", "abs_change", "growth", "岁"),
        ("减少1000吨", "1000", "abs_change", "reduction", "吨"),
        ("65万吨以上(每年)", "65", "each_year", None, "万吨"),
        ("每年保持在65万吨", "65", "each_year", None, "万吨"),
        ("65万吨/年", "65", "each_year", None, "万吨"),
        ("稳定在55%以上", "55", "each_year", None, "%"),
        ("-18%", "18", "cumulative_change", "reduction", "%"),
        ("下降18%", "18", "cumulative_change", "reduction", "%"),
        ("翻一番", "100", "cumulative_change", "growth", "%"),
        ("翻两番", "300", "cumulative_change", "growth", "%"),
        ("增长1倍", "100", "cumulative_change", "growth", "%"),
        ("是2020年的1.4倍", "40", "cumulative_change", "growth", "%"),
        ("57%", "57", None, None, "%"),
        ("1.3倍", "1.3", None, None, "倍"),
    ],
)
def test_measures(text: str, value: str, measure: str | None, sense: str | None, unit: str) -> None:
    reading = one(text)
    assert (reading.value, reading.measure, reading.sense, reading.unit) == (Decimal(value), measure, sense, unit)
    assert reading.confidence == "certain"


@pytest.mark.parametrize("text", ["-13.5", "13.5", "降低13.5", "下降13.5%", "−13.5%", "[13.5]", "[-13.5]"])
def test_a_reduction_is_stored_as_a_positive_number(text: str) -> None:
    reading = one(text, "单位GDP能源消耗降低", "%")
    assert (reading.value, reading.sense, reading.confidence) == (Decimal("13.5"), "reduction", "certain")


def test_negative_growth_and_negative_levels_stay_negative() -> None:
    assert one("-2", "地区生产总值增长", "%").value == -2
    assert one("-5", "某地最低气温", "℃").value == -5


def test_growth_under_a_name_of_reduction_is_reported_and_uncertain() -> None:
    reading = one("提高5%", "单位GDP能源消耗降低", "%")
    assert reading.confidence == "uncertain"
    assert reading.contradictions


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("比2020年下降13.5%", 2020),
        ("较“十三五”末提高2个百分点", 2020),
        ("达到2015年的1.4倍", 2015),
        ("由2020年的60%提高到65%", 2020),
    ],
)
def test_the_base_year_is_read_from_the_cell(text: str, base: int) -> None:
    assert one(text).base_year == base


def test_the_base_value_is_read_from_the_cell() -> None:
    reading = one("由2020年的60%提高到65%")
    assert facts(reading.value, reading.base_value, reading.base_unit, reading.direction) == (65, 60, "%", "at_least")


def test_a_base_year_that_differs_from_the_row_is_reported() -> None:
    reading = one("比2020年下降13.5%", base_year=2019)
    assert reading.confidence == "uncertain"
    assert "2019" in reading.contradictions[0]["zh"]


def test_a_fall_to_a_part_of_the_base_turns_the_direction_round() -> None:
    reading = one("控制在2020年的0.8倍以内")
    assert facts(reading.value, reading.sense, reading.direction) == (20, "reduction", "at_least")


@pytest.mark.parametrize(
    "text",
    [
        "确保57%、力争58%",
        "确保57%，力争58%",
        "确保57%力争58%",
        "57%(力争58%)",
        "57%，争取达到58%",
        "57%(确保)、58%(力争)",
    ],
)
def test_two_targets_in_one_cell(text: str) -> None:
    firm, stretch = read(text, "森林覆盖率", "%")
    assert facts(firm.value, firm.stretch, stretch.value, stretch.stretch) == (57, False, 58, True)
    assert {firm.confidence, stretch.confidence} == {"certain"}


def test_the_unit_behind_the_last_of_two_figures_holds_for_both() -> None:
    assert [reading.unit for reading in read("确保57、力争58%")] == ["%", "%"]


def test_two_years_in_one_cell_are_two_statements() -> None:
    assert [facts(reading.value, reading.year) for reading in read("2025年57%、2030年60%")] == [(57, 2025), (60, 2030)]


def test_two_figures_that_nothing_tells_apart_are_uncertain() -> None:
    assert [reading.confidence for reading in read("57、58")] == ["uncertain", "uncertain"]


@pytest.mark.parametrize("text", ["4.5—5", "4.5-5", "4.5～5", "4.5至5", "4.5%—5%", "4.5以上、5以下", "≥4.5且≤5"])
def test_ranges(text: str) -> None:
    reading = one(text, "地区生产总值增长", "%")
    assert (reading.value_kind, reading.direction) == ("range", "range")
    assert facts(reading.value, reading.value_high, reading.half_digit) == (Decimal("4.5"), 5, Decimal("0.05"))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之十五", "15", "%"),
        ("百分之十五点五", "15.5", "%"),
        ("千分之三", "0.3", "%"),
        ("十二万人", "12", "万人"),
        ("两千家", "2000", "家"),
        ("一百零五个", "105", "个"),
        ("一万二千家", "12000", "家"),
        ("三个", "3", "个"),
        ("1,000家", "1000", "家"),
        ("1亿2000万元", "12000", "万元"),
        ("76。7", "76.7", None),
        ("７６．７", "76.7", None),
        ("57①", "57", None),
        ("57²", "57", None),
        ("60万", "600000", None),
        ("9.52/10万", "9.52", "/10万"),
        ("2.45:1", "2.45", "比值"),
        ("1:4", "0.25", "比值"),
    ],
)
def test_numbers(text: str, value: str, unit: str | None) -> None:
    reading = one(text)
    assert (reading.value, reading.unit, reading.confidence) == (Decimal(value), unit, "certain")


@pytest.mark.parametrize(
    ("text", "digits", "half"),
    [("57", "57", "0.5"), ("57.00", "57.00", "0.005"), ("两千", "两千", "500"), ("2:1", "2", "0.5")],
)
def test_the_digits_as_written_give_the_precision(text: str, digits: str, half: str) -> None:
    reading = one(text)
    assert (reading.digits, reading.half_digit) == (digits, Decimal(half))


@pytest.mark.parametrize(
    "text",
    [
        "完成市级下达任务",
        "达到市级要求",
        "达到国家考核要求",
        "不超过国家下达指标",
        "按上级要求完成",
        "完成市下达目标",
        "达到上级要求",
    ],
)
def test_targets_by_reference(text: str) -> None:
    assert (one(text).value_kind, one(text).value) == ("by_reference", None)


@pytest.mark.parametrize(
    "text",
    [
        "应保尽保",
        "全覆盖",
        "稳步提高",
        "逐年提升",
        "无",
        "高于GDP增长",
        "与经济增长同步",
        "高于全国平均水平2个百分点",
        "15.7:39.1:45.2",
        "力争达到全国平均水平",
        "PM2.5达到国家标准",
        "非化石能源占一次能源消费比重提高",
        "保持在合理区间、各年度视情提出",
        "不低于2020年水平",
    ],
)
def test_words_are_kept_as_words(text: str) -> None:
    assert (one(text).value_kind, one(text).value, one(text).confidence) == ("qualitative", None, "certain")


@pytest.mark.parametrize(
    "text",
    [
        "57 58",
        "10⁴吨",
        "=1+1",
        "三千五",
        "三万分之一",
        "四分之五",
        "1:0",
        "[18",
        "9" * 40,
        "<script>alert(1)</script>",
        "1/0",
    ],
)
def test_a_figure_in_an_unknown_form_is_not_guessed(text: str) -> None:
    reading = one(text)
    assert (reading.value_kind, reading.value, reading.confidence) == ("number", None, "uncertain")
    assert not reading.readable


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


def test_unknown_words_beside_a_figure_make_it_uncertain() -> None:
    reading = one("5个以上千亿级园区")
    assert facts(reading.value, reading.unit, reading.confidence) == (5, "个", "uncertain")
    assert "千亿级园区" in reading.why["zh"]
    assert "千亿级园区" in reading.why["en"]


def test_the_indicators_name_beside_a_figure_is_no_unknown_word() -> None:
    assert one("森林覆盖率达到57%", "森林覆盖率", "%").confidence == "certain"


def test_the_unit_in_the_cell_wins_and_the_contradiction_is_reported() -> None:
    reading = one("60万人以上", "城镇新增就业", "人")
    assert facts(reading.value, reading.unit, reading.direction) == (60, "万人", "at_least")
    assert len(reading.contradictions) == 1
    assert one("60万人以上", "城镇新增就业", "万人").contradictions == ()


def test_a_prefix_joins_the_unit_column_unless_that_has_one() -> None:
    assert one("60万", "城镇新增就业", "人").unit == "万人"
    assert one("60万", "城镇新增就业", "万人").confidence == "uncertain"


def test_points_or_per_cent_is_asked_where_the_cell_does_not_say() -> None:
    assert one("提高2", "常住人口城镇化率", "%").confidence == "uncertain"
    assert one("提高2%", "常住人口城镇化率", "%").confidence == "certain"


def test_a_verb_that_repeats_the_name_adds_no_measure() -> None:
    assert one("增长6左右", "地区生产总值年均增长", "%").measure is None


def test_a_share_above_a_hundred_per_cent_is_uncertain() -> None:
    assert one(">808", "地级及以上城市空气质量优良天数比率", "%").confidence == "uncertain"
    assert one("102", "学前教育毛入园率", "%").confidence == "certain"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("某地婴儿死亡率", "at_most"),
        ("某管网漏损率", "at_most"),
        ("某污染物排放量降低", "at_least"),
        ("某水厂覆盖率", "at_least"),
        ("某事", None),
    ],
)
def test_a_name_outside_the_catalogue_gets_a_hint_of_its_polarity(name: str, hint: str | None) -> None:
    assert one("15", name).polarity_hint == hint
    assert one("15", "森林覆盖率", "%").polarity_hint is None


def test_annual_mean_of_a_level_is_no_annual_rate() -> None:
    assert one("31", "某地细颗粒物年均浓度", "μg/m³").measure is None
    assert one("6", "某产业增加值年均增长", "%").measure == "annual_avg"
    assert one("6", "某产业增加值年均增长", "%").sense == "growth"


def test_reasons_are_complete_in_both_languages() -> None:
    for text in ["〔>5000〕", "确保57%、力争58%", "比2020年下降13.5%", "57 58", "60万人以上", "完成市级下达任务"]:
        for reading in read(text, "某个指标", "人"):
            assert set(reading.why) == {"zh", "en"}
            assert reading.why["zh"]
            assert reading.why["en"]
            assert "{" not in reading.why["zh"] + reading.why["en"]


@pytest.mark.parametrize(
    "text", ["5" * 5000, "[" * 500, "不低于" * 300, "1-" * 400, "、" * 1000 + "1", "\u202e57", "\x00", "57\n58"]
)
def test_hostile_cells_are_read_without_an_error(text: str) -> None:
    for reading in read(text):
        assert reading.confidence == "uncertain" or reading.value is None or reading.value == 57


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


@pytest.mark.parametrize("text", ["■8.3%", "25O万", "8O%", "l5%", "O.5", "7?.5", "88.\ufffd", "1l%"])
def test_a_lost_digit_is_never_guessed(text: str) -> None:
    reading = one(text, "森林覆盖率", "%")
    assert facts(reading.value, reading.readable, reading.confidence) == (None, False, "uncertain")


@pytest.mark.parametrize("text", ["O3浓度下降5%", "CO2排放下降18%", "5G基站100个", "达到I类标准"])
def test_letters_of_names_are_no_damaged_digits(text: str) -> None:
    assert all(reading.readable for reading in read(text))


@pytest.mark.parametrize(
    ("text", "measure"),
    [("保持在95%", "each_year"), ("持续提高到95%", None), ("持续下降到95%以下", None), ("巩固率达到95%", None)],
)
def test_only_what_is_held_holds_in_every_year(text: str, measure: str | None) -> None:
    assert one(text, "义务教育巩固率", "%").measure == measure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("不低于市级下达目标", "by_reference"),
        ("达到或优于市级考核目标", "by_reference"),
        ("高于全国平均水平", "qualitative"),
        ("高于市级任务平均水平", "qualitative"),
    ],
)
def test_what_was_assigned_is_referred_to_also_as_a_bound(text: str, kind: str) -> None:
    assert one(text, "森林覆盖率", "%").value_kind == kind


def test_a_change_against_a_whole_period_has_to_be_confirmed() -> None:
    for text in ("比“十三五”时期下降15%", "较十三五期间下降15%"):
        reading = one(text, "生产安全事故死亡人数", "人")
        assert facts(reading.value, reading.sense, reading.base_year) == (Decimal(15), "reduction", None)
        assert reading.confidence == "uncertain"
    assert one("比“十三五”末下降15%", "生产安全事故死亡人数", "人").base_year == 2020


def test_an_annual_mean_of_a_rate_is_no_annual_change() -> None:
    mean = one("控制在0.5‰以内(年均)", "森林火灾受害率", "‰")
    assert facts(mean.measure, mean.confidence) == (None, "uncertain")
    growth = one("年均6.5%左右", "地区生产总值", "亿元")
    assert facts(growth.measure, growth.confidence) == ("annual_avg", "certain")
