"""Yearly targets against the target of several years that they serve (IMPL-004)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.targets.yearly import compare_sum, compare_year, same_figure, span_of
from tests.targets.stating import facts, ready

JOBS, GRAIN, PM25, FOREST = "城镇新增就业", "粮食产量", "PM2.5浓度", "森林覆盖率"
YEARS = range(2021, 2026)


@pytest.mark.parametrize(
    ("annual", "goal", "verdict"),
    [("33", "≤32", "looser"), ("32", "≤32", "equal"), ("31", "≤32", "stricter"), ("32.4", "≤32", "rounding_looser")],
)
def test_in_the_target_year_the_levels_are_compared(annual: str, goal: str, verdict: str) -> None:
    found = compare_year(ready(annual, PM25, "μg/m³"), ready(goal, PM25, "μg/m³"))
    assert found
    assert facts(found.way, found.verdict) == ("target_year", verdict)


def test_an_interim_year_of_a_level_says_nothing() -> None:
    assert compare_year(ready("39", PM25, "μg/m³", year=2023), ready("≤32", PM25, "μg/m³")) is None


@pytest.mark.parametrize("year", YEARS)
def test_a_figure_for_each_year_holds_in_every_one(year: int) -> None:
    goal = ready("每年65万吨以上", GRAIN, "万吨")
    short = compare_year(ready("600000", GRAIN, "吨", year=year, measure="level"), goal)
    met = compare_year(ready("650000", GRAIN, "吨", year=year, measure="level"), goal)
    assert short
    assert met
    assert facts(short.way, short.verdict, short.gap, short.unit) == ("each_year", "looser", 50_000, "吨")
    assert met.verdict == "equal"


@pytest.mark.parametrize(("base_year", "verdict"), [(None, "looser"), (2022, "looser"), (2020, None)])
def test_one_years_total_is_its_figure_unless_it_reaches_further_back(
    base_year: int | None, verdict: str | None
) -> None:
    goal = ready("每年2000人", JOBS, "人", measure="each_year")
    annual = ready("1900", JOBS, "人", year=2023, measure="cumulative_total", base_year=base_year)
    found = compare_year(annual, goal)
    assert (found.verdict if found else None) == verdict


def test_a_single_year_is_never_held_against_the_total_of_five() -> None:
    assert compare_year(ready("1900", JOBS, "人"), ready("≥10000", JOBS, "人")) is None


def test_a_level_reached_by_points_on_a_base_value_counts_as_a_level() -> None:
    goal = ready("提高4个百分点", FOREST, "个百分点", base_value=Fraction(60), base_year=2020)
    found = compare_year(ready("≥63", FOREST, "%"), goal)
    assert found
    assert facts(found.verdict, found.gap) == ("looser", 1)


def test_another_region_caliber_or_price_basis_is_another_figure() -> None:
    goal = ready("每年65万吨以上", GRAIN, "万吨")
    for other in ({"region": "500155"}, {"caliber": "全社会"}, {"price_basis": "constant"}):
        assert compare_year(ready("60", GRAIN, "万吨", year=2023, measure="level", **other), goal) is None
        jobs = [ready("1900", JOBS, "人", year=year, **(other if year == 2023 else {})) for year in YEARS]
        assert compare_sum(jobs, ready("≥10000", JOBS, "人")) is None


@pytest.mark.parametrize(
    ("yearly", "goal", "verdict", "gap"),
    [
        ("1900", "≥1.00", "looser", 500),
        ("1900", "≥1.0", "rounding_looser", 500),
        ("1999", "≥1.00", "rounding_looser", 5),
        ("2000", "≥1.00", "equal", 0),
        ("2100", "≥1.00", "stricter", 500),
        ("≤2100", "≤1.00", "looser", 500),
        ("≤2000", "≤1.00", "equal", 0),
        ("≤2100", "≥1.00", "looser", None),
        ("=2100", "=1.00", "contradiction", 500),
    ],
)
def test_the_years_together_are_held_against_the_total(yearly: str, goal: str, verdict: str, gap: int | None) -> None:
    found = compare_sum([ready(yearly, JOBS, "人", year=year) for year in YEARS], ready(goal, JOBS, "万人"))
    assert found
    assert facts(found.way, found.verdict, found.gap, found.unit) == ("sum", verdict, gap, "人")


def test_levels_do_not_add_up() -> None:
    levels = [ready("1900", JOBS, "人", year=year, measure="level") for year in YEARS]
    assert compare_sum(levels, ready("≥10000", JOBS, "人")) is None
    assert compare_sum([ready("60", FOREST, "%")], ready("≥60", FOREST, "%")) is None


def test_a_figure_that_cannot_be_read_leaves_the_sum_open() -> None:
    years = [ready("完成市级下达任务" if year == 2023 else "1900", JOBS, "人", year=year) for year in YEARS]
    assert compare_sum(years, ready("≥10000", JOBS, "人")) is None
    strange = [ready("1900", JOBS, "某某" if year == 2023 else "人", year=year) for year in YEARS]
    assert compare_sum(strange, ready("≥10000", JOBS, "人")) is None


def test_a_total_covers_the_years_after_its_base_year_else_those_of_the_document() -> None:
    assert list(span_of(ready("≥10000", JOBS, "人"), 2021)) == list(YEARS)
    assert list(span_of(ready("≥10000", JOBS, "人", base_year=2022), 2021)) == [2023, 2024, 2025]
    assert list(span_of(ready("每年65万吨", GRAIN, "万吨", base_year=2020), 2021)) == list(YEARS)
    assert list(span_of(ready("≥10000", JOBS, "人"), None)) == []


def test_two_statements_of_one_year_are_one_if_they_say_the_same() -> None:
    assert same_figure([ready("≥1900", JOBS, "人"), ready("0.19", JOBS, "万人")])
    assert not same_figure([ready("≥1900", JOBS, "人"), ready("≥2400", JOBS, "人")])
    assert not same_figure([ready("≥1900", JOBS, "某某")])


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=10), st.integers(0, 10**10))
def test_a_sum_of_floors_misses_the_total_exactly_when_it_is_smaller(amounts: list[int], total: int) -> None:
    years = [ready(f"{amount}.000", JOBS, "人", year=2021 + number) for number, amount in enumerate(amounts)]
    found = compare_sum(years, ready(f"≥{total}.000", JOBS, "人"))
    assert found
    assert found.total == sum(amounts)
    assert (found.verdict == "looser") == (sum(amounts) < total)
