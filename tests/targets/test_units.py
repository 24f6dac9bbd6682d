"""Units are converted exactly, prefixes compose, and nothing is taken for a unit that is not listed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kgplan.ontology import load_schema
from kgplan.schema import Unit
from kgplan.targets import Quantity, Units, convert
from kgplan.targets.units import prefix_value

UNITS = Units.of(load_schema())


@pytest.mark.parametrize(
    ("value", "unit", "canonical", "canonical_unit"),
    [
        ("1", "亩", Fraction(1, 1500), "平方公里"),
        ("1", "公顷", Fraction(1, 100), "平方公里"),
        ("15", "亩", Fraction(1, 100), "平方公里"),
        ("1", "万亩", Fraction(20, 3), "平方公里"),
        ("1", "万公顷", Fraction(100), "平方公里"),
        ("1", "万平方公里", Fraction(10000), "平方公里"),
        ("1.92", "万平方千米", Fraction(19200), "平方公里"),
        ("18.65", "亿亩", Fraction(186500 * 20, 3), "平方公里"),
        ("1", "亿元", Fraction(10000), "万元"),
        ("2.5", "万亿元", Fraction(250_000_000), "万元"),
        ("1", "元", Fraction(1, 10000), "万元"),
        ("1", "千万元", Fraction(1000), "万元"),
        ("6.5", "亿吨", Fraction(650_000_000), "吨"),
        ("1", "斤", Fraction(1, 2000), "吨"),
        ("1", "亿斤", Fraction(50_000), "吨"),
        ("46", "亿吨标准煤", Fraction(4_600_000_000), "吨标准煤"),
        ("79.9", "亿立方米", Fraction(799_000), "万立方米"),
        ("1", "亿m³", Fraction(10_000), "万立方米"),
        ("3", "‰", Fraction(3, 10), "%"),
        ("9.52", "1/10万", Fraction(952, 100_000), "%"),
        ("2", "成", Fraction(20), "%"),
        ("5000", "万人", Fraction(50_000_000), "人"),
        ("0.03", "mg/m³", Fraction(30), "μg/m³"),
        ("31", "微克/立方米", Fraction(31), "μg/m³"),
        ("31", "ug/m3", Fraction(31), "μg/m³"),
        ("12", "万元/人", Fraction(120_000), "元/人"),
        ("1", "％", Fraction(1), "%"),
        ("1", " KM2 ", Fraction(1), "平方公里"),
    ],
)
def test_conversions_are_exact(value: str, unit: str, canonical: Fraction, canonical_unit: str) -> None:
    quantity = UNITS.convert(Decimal(value), unit)
    assert quantity is not None
    assert (quantity.value, quantity.canonical_unit) == (canonical, canonical_unit)


@pytest.mark.parametrize(
    "unit", ["亿方", "美元", "万", "", None, "盏", "人公里", "元/平方米", "百%", "万万万人", "x" * 1000, "亿人·次"]
)
def test_what_is_not_listed_is_an_unknown_unit(unit: str | None) -> None:
    assert UNITS.convert(1, unit) is None


@pytest.mark.parametrize(
    ("one", "other"), [("人", "人次"), ("%", "个百分点"), ("天", "年"), ("张", "个"), ("倍", "%"), ("吨", "吨标准煤")]
)
def test_units_that_look_alike_have_dimensions_of_their_own(one: str, other: str) -> None:
    assert UNITS.dimension(one) != UNITS.dimension(other)
    assert UNITS.to_unit(1, one, other) is None


def test_conversion_between_two_units() -> None:
    assert UNITS.to_unit(Decimal("1.2"), "万亿元", "亿元") == 12_000


@pytest.mark.parametrize(
    ("run", "unit", "rest"),
    [
        ("万吨标准煤", "万吨标准煤", ""),
        ("个千亿级园区", "个", "千亿级园区"),
        ("人次以", "人次", "以"),
        ("元/平方米", "元/平方米", ""),
        ("盏", "盏", ""),
        ("", "", ""),
    ],
)
def test_the_longest_known_unit_is_cut_from_what_follows_a_number(run: str, unit: str, rest: str) -> None:
    assert UNITS.split(run) == (unit, rest)


def test_a_users_unit_is_added_and_replaces_a_built_in_one() -> None:
    users = Units.of(
        load_schema(), [Unit("方", "volume", Fraction(1, 10000), (), False), Unit("块", "件", Fraction(1), (), False)]
    )
    assert users.convert(1, "亿方") == Quantity(Fraction(10_000), "volume", "万立方米")
    assert users.dimension("块") == "件"


def test_the_short_form_needs_only_the_schema() -> None:
    assert convert(15, "亩", load_schema()) == Quantity(Fraction(1, 100), "area", "平方公里")


@pytest.mark.parametrize(
    ("prefix", "value"),
    [
        ("万", 10**4),
        ("亿", 10**8),
        ("万亿", 10**12),
        ("千万", 10**7),
        ("百", 100),
        ("元", None),
        ("万元", None),
        ("", None),
    ],
)
def test_prefixes(prefix: str, value: int | None) -> None:
    assert prefix_value(prefix) == value


def test_a_binary_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        UNITS.convert(0.1, "亩")  # type: ignore[arg-type]
