"""What holds of every comparison: it has two sides, units do not matter to it, and no binary float takes part."""

import dataclasses
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import FrameType

from hypothesis import given
from hypothesis import strategies as st

from kgplan.targets import Comparison, Target, compare, prepare
from kgplan.targets.intervals import Interval, compare_sets
from tests.targets.stating import CATALOGUE, ready

REVERSED = {"equal": "equal", "contradiction": "contradiction", "stricter": "looser", "looser": "stricter"}
REVERSED |= {"rounding": "rounding_looser", "rounding_looser": "rounding"}

figures = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2) | st.integers(1, 10**6).map(Decimal)
one_sided = st.sampled_from(["at_least", "at_most", None])
directions = st.sampled_from(["at_least", "at_most", "exactly", "about", None])
areas = st.sampled_from(["平方公里", "公顷", "亩", "万亩", "万公顷", "平方米", "亿亩"])


def _target(value: Decimal, direction: str | None, unit: str = "平方公里") -> Target:
    half = Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2
    return Target(
        indicator="cultivated_land",
        region="500154",
        year=2025,
        value=value,
        half_digit=half,
        direction=direction,
        unit=unit,
    )


def _both_ways(one: Target, other: Target) -> tuple[Comparison, Comparison]:
    first, second = prepare(one, CATALOGUE), prepare(other, CATALOGUE)
    return compare(first, second), compare(second, first)


@given(figures, figures, one_sided)
def test_one_side_is_looser_exactly_where_the_other_is_stricter(
    one: Decimal, other: Decimal, direction: str | None
) -> None:
    forth, back = _both_ways(_target(one, direction), _target(other, direction))
    assert back.verdict == REVERSED[forth.verdict]
    assert back.gap == forth.gap


@given(figures, directions, figures, directions)
def test_contradiction_and_equality_are_symmetric_and_a_stricter_target_meets_the_other(
    one: Decimal, direction: str | None, other: Decimal, other_direction: str | None
) -> None:
    forth, back = _both_ways(_target(one, direction), _target(other, other_direction))
    for verdict in ("contradiction", "equal"):
        assert (forth.verdict == verdict) == (back.verdict == verdict)
    if forth.verdict == "stricter":
        assert back.verdict == "looser"
    if forth.verdict == "rounding":
        assert back.verdict == "rounding_looser"


@given(st.tuples(figures, directions, areas), st.tuples(figures, directions, areas))
def test_the_unit_of_a_statement_does_not_change_the_verdict(
    one: tuple[Decimal, str | None, str], other: tuple[Decimal, str | None, str]
) -> None:
    def restated(target: Target, unit: str) -> Target:
        value, half = (
            CATALOGUE.units.to_unit(part or 0, "平方公里", unit) for part in (target.value, target.half_digit)
        )
        return replace(target, value=value, half_digit=half, unit=unit)

    lower, superior = _target(*one[:2]), _target(*other[:2])
    plain, _ = _both_ways(lower, superior)
    converted, _ = _both_ways(restated(lower, one[2]), restated(superior, other[2]))
    fields = ("verdict", "gap", "tolerance_fine", "tolerance_coarse", "lower", "superior", "unit")
    assert [getattr(converted, field) for field in fields] == [getattr(plain, field) for field in fields]


@given(figures, directions)
def test_every_target_equals_itself(value: Decimal, direction: str | None) -> None:
    forth, _ = _both_ways(_target(value, direction), _target(value, direction))
    assert forth.verdict == "equal"
    assert forth.gap == 0


ends = st.fractions(min_value=-100, max_value=100, max_denominator=50)
halves = st.fractions(min_value=0, max_value=2, max_denominator=50)


@given(st.tuples(ends, ends).map(sorted), st.tuples(ends, ends).map(sorted), st.tuples(halves, halves).map(sorted))
def test_sets_are_judged_by_their_points(
    one: list[Fraction], other: list[Fraction], tolerances: list[Fraction]
) -> None:
    (low, high), (floor, ceiling), (fine, coarse) = one, other, tolerances
    lower, superior = Interval(low, high), Interval(floor, ceiling)
    verdict, _ = compare_sets(lower, superior, fine, coarse)
    inside = floor - fine <= low and high <= ceiling + fine
    assert (verdict in ("equal", "stricter", "rounding")) == inside or verdict == "contradiction"
    if verdict == "contradiction":
        assert high + coarse < floor or ceiling + coarse < low


@given(figures.filter(lambda value: value < 50), st.integers(1, 10), st.integers(0, 3))
def test_a_yearly_reduction_compounds_as_years_are_lived_through(rate: Decimal, years: int, places: int) -> None:
    value = round(rate, places)
    lower = ready(f"年均下降{value}", "单位GDP能源消耗降低", "%", base_year=2025 - years)
    left = Fraction(1)
    for _ in range(years):
        left *= 1 - Fraction(value) / 100
    assert lower.value == 100 * (1 - left)


def test_no_binary_float_takes_part_in_reading_and_comparing() -> None:
    seen: set[str] = set()
    calls = 0

    def watch(frame: FrameType, event: str, returned: object) -> None:
        nonlocal calls
        file = frame.f_code.co_filename
        if event == "return" and ("kgplan/targets/" in file or "kgplan/sources/values" in file):
            calls += 1
            for name, value in (*frame.f_locals.items(), ("return", returned)):
                if isinstance(value, float):
                    seen.add(f"{frame.f_code.co_qualname}: {name}")

    cells: list[tuple[str, str, str, dict[str, object]]] = [
        ("年均下降3.0", "单位GDP能源消耗降低", "%", {"base_year": 2020}),
        ("[13.5]", "单位GDP能源消耗降低", "%", {}),
        ("18.65", "耕地保有量", "亿亩", {}),
        ("下降18%", "PM2.5浓度", "μg/m³", {"base_year": 2020, "base_value": Decimal("35.7")}),
        ("翻一番", "地区生产总值", "亿元", {"base_value": Decimal("535.81"), "base_unit": "亿元"}),
        ("2.45:1", "城乡居民收入比", "比值", {}),
    ]
    results: list[Comparison] = []
    sys.setprofile(watch)
    try:
        targets = [ready(text, name, unit, **stated) for text, name, unit, stated in cells]
        results = [compare(one, other) for one in targets for other in targets]
    finally:
        sys.setprofile(None)
    assert calls > 1000
    assert not seen
    assert not any(isinstance(value, float) for result in results for value in dataclasses.astuple(result))
