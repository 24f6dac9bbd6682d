from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kgplan.reports import facts
from kgplan.reports.facts import MAX_ITEMS, as_text, label, readable
from kgplan.reports.html import fact_list
from kgplan.results import Both
from kgplan.texts import LANGS
from tests.reports.page import read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


def zh(**values: Any) -> str:
    return as_text(readable(values), "zh")


def en(**values: Any) -> str:
    return as_text(readable(values), "en")


def test_keys_have_labels_in_both_languages() -> None:
    assert zh(gap="3", superiors=["甲规划", "乙规划"]) == "差额：3；已有上位规划：甲规划、乙规划"
    assert en(gap="3", superiors=["A", "B"]) == "Gap: 3; Superiors on record: A, B"


def test_a_key_without_label_of_its_own_has_that_of_the_property() -> None:
    assert label("approved_on").zh == "批准日期"
    assert label("outlook_year").zh == "展望年"
    assert label("never_heard_of") == Both(zh="never heard of", en="never heard of")


def test_a_key_made_of_two_known_parts_is_named_by_both() -> None:
    assert label("superior_start_year") == Both(zh="上位规划起始年", en="Superior: first year")


def test_ids_of_documents_bodies_and_indicators_are_shown_with_their_names() -> None:
    names = {"KZ-1": Both(zh="《纲要》 KZ-1", en="Outline KZ-1")}
    shown = readable({"superiors": ["KZ-1", "KZ-2"], "indicator": "pm25", "unit": "pm25"}, names)
    assert as_text(shown, "zh").startswith("已有上位规划：《纲要》 KZ-1、KZ-2；指标：")
    assert "指标：pm25" not in as_text(shown, "zh")
    assert as_text(shown, "en").endswith("; Unit: pm25")


def test_codes_are_shown_by_label_also_with_a_side_in_the_key() -> None:
    assert "市级" in zh(level_a="municipal")
    assert "约束性" in zh(upper_nature="binding")
    assert "Binding" in en(upper_nature="binding")


def test_text_that_is_no_code_is_left_alone() -> None:
    assert zh(level="某个地方").endswith("某个地方")
    assert zh(title="plan").endswith("plan")
    assert zh(text="special").endswith("special")


def test_reasons_are_sentences() -> None:
    assert "可能尚未录入" in zh(reason="none_recorded")
    assert "Reason: within" not in en(reason="rounding")
    assert "within rounding" in en(reason="rounding")
    assert zh(reason="something_else") == "原因：something_else"


def test_absent_facts_are_left_out_and_empty_lists_say_none() -> None:
    assert zh(reason=None, superiors=[]) == "已有上位规划：无"


def test_yes_and_no_are_words_and_numbers_stay_exact() -> None:
    assert zh(complete=True) == "是否完整：是"
    assert en(complete=False) == "Complete: No"
    assert zh(value="0.10", days=400) == "取值：0.10；已过天数：400"


def test_nested_facts_read_in_one_line() -> None:
    assert zh(lower={"text": "≤35 μg/m³", "canonical": "35"}) == "下位目标：原文＝≤35μg/m³、换算值＝35"
    assert zh(shares=[{"to": "甲", "value": "1"}, {"to": "乙", "value": "2"}]) == (
        "分解份额：(1) 终点＝甲、取值＝1 (2) 终点＝乙、取值＝2"
    )


def test_a_fact_in_two_languages_shows_the_one_asked_for() -> None:
    assert zh(title={"zh": "纲要", "en": "outline"}) == "名称：纲要"
    assert en(title={"zh": "纲要", "en": "outline"}) == "Title: outline"


def test_long_lists_are_cut_and_say_by_how_many() -> None:
    assert zh(plans=[str(n) for n in range(MAX_ITEMS + 5)]).endswith("、另有5项")


def test_deep_nesting_ends() -> None:
    value: Any = "x"
    for _ in range(500):
        value = {"a": value}
    assert "…" in zh(a=value)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_any_json_can_be_read_in_every_format(value: dict[str, Any]) -> None:
    shown = readable(value)
    for lang in LANGS:
        assert isinstance(as_text(shown, lang), str)
    read(str(fact_list(shown)))
    assert len(shown) == sum(item is not None for item in value.values())


def test_rows_of_unequal_shape_are_no_table() -> None:
    (fact,) = readable({"shares": [{"to": "甲"}, {"value": "2"}]})
    assert isinstance(fact.value, facts.Items)
