import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.ontology import load_schema
from kgplan.targets.figures import figure, in_unit
from kgplan.targets.units import Units

UNITS = Units.of(load_schema())


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("20.0以上 万吨", "20.0万吨以上", "20.0万吨以上"),
        ("≤34 μg/m³", "≤34μg/m³", "≤34 μg/m³"),
        ("≥92 %", "≥92%", "≥92%"),
        ("[15] %", "[15]%", "[15]%"),
        ("不低于85 平方公里", "不低于85平方公里", "不低于85 平方公里"),
        ("1.2 万吨 + 1.3 万吨 = 2.5 万吨", "1.2万吨 + 1.3万吨 = 2.5万吨", "1.2 万吨 + 1.3 万吨 = 2.5 万吨"),
        ("稳定达标", "稳定达标", "稳定达标"),
        ("不低于 85", "不低于 85", "不低于 85"),
    ],
)
def test_a_value_and_its_unit_are_written_in_one_way(written: str, zh: str, en: str) -> None:
    assert (figure(written, "zh"), figure(written, "en")) == (zh, en)


@given(st.text(max_size=40))
def test_no_character_but_blanks_is_lost(written: str) -> None:
    for lang in ("zh", "en"):
        assert sorted(c for c in figure(written, lang) if not c.isspace()) == sorted(
            c for c in written if not c.isspace()
        )


def test_an_amount_is_told_in_the_unit_that_the_plan_writes() -> None:
    assert in_unit("190000", "吨", "万吨", UNITS) == "19 万吨"
    assert in_unit("190000", "吨", "平方公里", UNITS) == "190000 吨"
    assert in_unit("190000", "吨", None, UNITS) == "190000 吨"
