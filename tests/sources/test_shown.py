"""A number in a spreadsheet is read as its user sees it."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.sources.shown import exact, plain, shown_day, shown_number


@pytest.mark.parametrize(
    ("number", "number_format", "seen"),
    [
        ("57", "General", "57"),
        ("57", "G/通用格式", "57"),
        ("57", "@", "57"),
        ("57", "0.00", "57.00"),
        ("57", "#.##", "57"),
        ("57.5", "0.0#", "57.5"),
        ("0.5", "#.##", "0.5"),
        ("0.57", "0.0%", "57.0%"),
        ("0.5755", "0.0%", "57.6%"),
        ("1234567.5", "#,##0.00", "1234567.50"),
        ("1234567", "0.0,", "1234.6"),
        ("123456", '0\\.0,"万"', "12.3万"),
        ("60", '0"万人"', "60万人"),
        ("57", '"≥"0.0', "≥57.0"),
        ("57.5", '0.0"%"', "57.5%"),
        ("2021", '0"年"', "2021年"),
        ("57", "[Red]0.0", "57.0"),
        ("57", "[$¥-804]#,##0.00", "¥57.00"),
        ("12.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
        ("-12.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-12.50"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        ("-5", "0.00_);[Red]\\(0.00\\)", "-5.00"),
        ("-5", "0.00;[Red]0.00", "-5.00"),
        ("1000000000000", "0.00E+00", "1000000000000"),
        ("0.25", "# ?/?", "0.25"),
        ("57.5", "[>100]0;0.000", "57.5"),
        ("57", ";;;", "57"),
        ("5", "00000", "00005"),
        ("2.345", "0.00", "2.35"),
    ],
)
def test_a_number_is_shown_under_its_format(number: str, number_format: str, seen: str) -> None:
    assert shown_number(Decimal(number), number_format) == seen


def test_a_double_is_the_number_that_was_typed() -> None:
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert exact(57.3) == Decimal("57.3")
    assert plain(exact(500154)) == "500154"
    assert plain(exact(1e15)) == "1000000000000000"


@given(st.decimals(-(10**12), 10**12, places=3), st.integers(0, 6))
def test_as_many_places_as_the_format_asks_for(number: Decimal, places: int) -> None:
    seen = shown_number(number, "0." + "0" * places if places else "0")
    assert len(seen.partition(".")[2]) == places
    assert abs(Decimal(seen) - number) * 2 <= Decimal(1).scaleb(-places)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20))
def test_any_format_shows_some_digits_of_any_number(number: float, number_format: str) -> None:
    assert any(letter.isdigit() for letter in shown_number(exact(number), number_format))


def test_a_day_is_shown_as_far_as_its_format_goes() -> None:
    day = datetime(2021, 3, 26)
    assert shown_day(day, "yyyy-mm-dd") == ("2021-03-26", date(2021, 3, 26))
    assert shown_day(day, 'yyyy"年"m"月"') == ("2021-03", date(2021, 3, 26))
    assert shown_day(day, 'yyyy"年"') == ("2021", None)
    assert shown_day(datetime(2021, 3, 26, 14, 30), "yyyy-mm-dd h:mm") == ("2021-03-26 14:30", date(2021, 3, 26))
    assert shown_day(time(14, 30), "h:mm") == ("14:30", None)
