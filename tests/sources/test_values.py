"""Target values as plans write them, read as model section 8 says."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kgplan.sources.values import Reading
from kgplan.targets.exact import shortest
from tests.sources.cells import facts, one, read

PUBLISHED, FURTHER, UNSEEN = (
    Path(__file__).parents[1] / "targets" / f"readings{name}.csv" for name in ("", "_further", "_unseen")
)
"""Every target cell of the published plans in ``data/``, forms of other plans, and forms that were written down with
their readings before they were tried; each was read by hand."""
FIELDS = (
    *("value_kind", "value", "value_high", "direction", "strict", "measure"),
    *("stretch", "sense", "digits", "base_year", "confidence"),
)


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
