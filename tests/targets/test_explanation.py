"""A reading and a comparison are told step by step, in both languages and as data."""

import re
from fractions import Fraction

from kgplan.targets import compare
from kgplan.targets.explanation import explain, steps_of
from kgplan.targets.intervals import Interval
from kgplan.texts import LANGS, Lang
from tests.targets.stating import base, compared, ready


def test_the_steps_of_a_comparison_go_from_the_text_to_the_verdict() -> None:
    told = explain(compare(ready("130万亩", "耕地保有量", "万亩"), ready("86667", "耕地保有量", "公顷")))
    assert [(step["step"], step["side"]) for step in told["steps"]] == [
        *[("written", "lower"), ("written", "superior")],
        *[("polarity", "lower"), ("unit", "lower"), ("set", "lower")],
        *[("polarity", "superior"), ("unit", "superior"), ("set", "superior")],
        *[("tolerance", None), ("verdict_equal", None)],
    ]
    assert told["verdict"] == "equal"
    assert told["superior"] == "866.67"


def test_the_numbers_of_the_steps_are_exact() -> None:
    told = explain(compared("57.00", "57.3"))
    tolerance = next(step for step in told["steps"] if step["step"] == "tolerance")
    assert tolerance["values"] == {"fine": "0.005", "coarse": "0.05", "unit": "%"}
    assert (told["gap"], told["tolerance"]) == ("0.3", {"fine": "0.005", "coarse": "0.05"})


def test_every_verdict_and_every_refusal_is_told_in_both_languages() -> None:
    pairs = [
        *[("57", "57"), ("58", "57"), ("56", "57"), ("≤60", "≥65"), ("=60", "≥57"), ("≥57", "=60"), ("56.8", "57")],
        *[("57.4", "57"), ("力争58", "57"), ("提高2个百分点", "60"), ("提高3%", "60"), ("57某某", "57")],
    ]
    comparisons = [compared(*pair) for pair in pairs]
    comparisons += [
        compared("57", "57", caliber="常住"),
        compared("57", "57", unit="示例单位"),
        compared("57", "57", unit=None),
    ]
    for comparison in comparisons:
        for step in comparison.steps:
            for lang in LANGS:
                assert step.sentence(lang)
                assert "{" not in step.sentence(lang).replace("{57", "").replace("{60", "")


def test_a_missing_base_value_is_told() -> None:
    steps = compare(ready("提高3%", "森林覆盖率", "%"), ready("60", "森林覆盖率", "%")).steps
    assert steps[-2].name == "no_base"
    assert steps[-1].name == "incomparable_measure"


def test_a_conversion_with_a_base_value_is_told() -> None:
    names = [step.name for step in steps_of(ready("[4]", "常住人口城镇化率", "%", **base("60")))]
    assert "step_measure_base" in names


def test_a_floor_beside_a_cap_has_no_difference_and_exact_figures_have_theirs() -> None:
    assert compared("≥57", "≤60").difference is None
    assert compared("=60", "≥57").difference == Fraction(3)
    assert not compared("=57", "≥57").figures_differ
    assert compared("50—60", "50—62").difference == Fraction(2)


PAIRS = [
    *[("57", "57"), ("58", "57"), ("56", "57"), ("≤60", "≥65"), ("=60", "≥57"), ("≥57", "=60"), ("56.8", "57")],
    *[("57.4", "57"), ("力争58", "57"), ("提高2个百分点", "60"), ("提高3%", "60"), ("57某某", "57"), ("[4]", "60")],
]


def test_two_peers_are_called_first_and_second_and_neither_is_above() -> None:
    for one, other in PAIRS:
        comparison = compare(ready(one, "森林覆盖率", "%"), ready(other, "森林覆盖率", "%"), peers=True)
        assert {step.side for step in comparison.steps} <= {"first", "second", None}
        for told in (step.sentence(lang) for step in comparison.steps for lang in LANGS):
            assert not any(word in told for word in ("上位", "下位", "Superior", "superior", "ower"))
    assert (
        compare(ready("58", "森林覆盖率", "%"), ready("57", "森林覆盖率", "%"), peers=True).steps[-1].sentence("zh")
        == "前者更严，相差 1 %。"
    )


def test_a_lower_plan_and_its_superior_keep_their_names() -> None:
    steps = compared("56", "57").steps
    assert steps[0].sentence("zh") == "下位：原文“56”，单位 %。"
    assert steps[1].sentence("en").startswith("Superior: ")


def test_chinese_steps_have_no_half_width_punctuation() -> None:
    for one, other in PAIRS:
        for peers in (False, True):
            comparison = compare(ready(one, "森林覆盖率", "%"), ready(other, "森林覆盖率", "%"), peers=peers)
            for step in comparison.steps:
                written = str(dict(step.values).get("written", "")) or "\x00"
                sentence = step.sentence("zh").replace(written, "")
                sets = [value.text() for value in dict(step.values).values() if isinstance(value, Interval)]
                for values in sets:  # (−∞, 32] is a set, not a sentence
                    sentence = sentence.replace(values, "")
                assert not re.search(r"[,;:!?()]", sentence), sentence


def test_why_two_targets_are_not_about_the_same_thing_is_said() -> None:
    def last(one: str, other: str, lang: Lang = "zh", **differing: object) -> str:
        lower = ready(one, "森林覆盖率", "%")
        superior = ready(other, "森林覆盖率", "%", **differing)
        return compare(lower, superior).steps[-1].sentence(lang)

    assert "力争" in last("力争58%", "57")
    assert "没有自身数值" in last("完成市级下达任务", "57")
    assert "只有文字" in last("稳步提高", "57")
    assert "目标年不同" in last("57", "57", year=2030)
    assert "较大区域" in last("57", "58", region="500000")
    assert "unless it was allocated" in last("57", "58", "en", region="500000")


def test_the_same_demand_has_no_difference_to_tell() -> None:
    assert compared("57", "≥57").steps[-1].sentence("zh") == "两个目标的数值相同：一致。"
    told = (
        compare(ready("130万亩", "耕地保有量", "万亩"), ready("86667", "耕地保有量", "公顷")).steps[-1].sentence("zh")
    )
    assert told.startswith("差 ≈0.00333")
    assert told.endswith("在较细的舍入之内：一致。")
