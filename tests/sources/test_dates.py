"""Days, years and five-year windows in every form in which offices write them."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.sources.dates import five_year_window, read_date, read_year, window_of_name, years_in_digits

Form = Callable[[date], str]
_NUMERALS = "〇一二三四五六七八九"


def _chinese_year(year: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十") + (_NUMERALS[ones] if ones else "")


DAY_FORMS: tuple[Form, ...] = (
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y年%m月%d日}",
    lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    lambda d: f"{_chinese_year(d.year)}年{_chinese(d.month)}月{_chinese(d.day)}日",
    lambda d: f"{d:%Y—%m—%d}",
    lambda d: f"{d:%Y-%m-%d} 00:00:00",
    lambda d: f"{d:%Y-%m-%d}T08:30:00",
    lambda d: f"{d:%Y-%m-%d}".translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
)
MONTH_FORMS: tuple[Form, ...] = (
    lambda d: f"{d:%Y-%m}",
    lambda d: f"{d.year}/{d.month}",
    lambda d: f"{d:%Y.%m}",
    lambda d: f"{d.year}年{d.month}月",
    lambda d: f"{_chinese_year(d.year)}年{_chinese(d.month)}月",
)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(days, st.sampled_from(DAY_FORMS))
def test_a_day_reads_back_from_every_form(day: date, form: Form) -> None:
    assert read_date(form(day)) == day


@given(days, st.sampled_from(MONTH_FORMS))
def test_a_month_reads_as_its_first_day(day: date, form: Form) -> None:
    assert read_date(form(day)) == day.replace(day=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "2021年",
        "2021-02-30",
        "2021-13",
        "3/26/2021",
        "44281",
        "2021年春",
        "二〇二X年三月",
        "1821-03-26",
        "—",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_date(text) is None


def test_a_month_that_may_have_lost_its_zero_is_not_guessed() -> None:
    assert read_date("2021.1") is None  # a spreadsheet makes this of 2021.10
    assert read_date("2021.10") == date(2021, 10, 1)


@given(st.integers(1900, 2199))
def test_a_year_reads_back_from_every_form(year: int) -> None:
    wide = str(year).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    forms = (f"{year}", f"{year}.0", wide, f"{year}年", f"{year} 年", f"{year}年度", _chinese_year(year))
    assert {read_year(form) for form in forms} == {year}
    assert read_year(_chinese_year(year).replace("〇", "○") + "年") == year


@pytest.mark.parametrize("text", ["", "21", "20211", "二〇二X", "2021-2025", "0000", "2500", "2021.5", "年"])
def test_what_is_no_year_is_not_guessed(text: str) -> None:
    assert read_year(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_date_and_year_or_none(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), date)
    assert read_year(text) is None or 1900 <= (read_year(text) or 0) <= 2199


@pytest.mark.parametrize(
    ("year", "window"),
    [
        (1953, (1953, 1957, "一五")),
        (1962, (1958, 1962, "二五")),
        (1966, (1966, 1970, "三五")),
        (1975, (1971, 1975, "四五")),
        (1976, (1976, 1980, "五五")),
        (1981, (1981, 1985, "六五")),
        (2005, (2001, 2005, "十五")),
        (2006, (2006, 2010, "十一五")),
        (2020, (2016, 2020, "十三五")),
        (2023, (2021, 2025, "十四五")),
        (2026, (2026, 2030, "十五五")),
        (2035, (2031, 2035, "十六五")),
        (2051, (2051, 2055, "二十五")),
    ],
)
def test_a_year_lies_in_its_five_year_window(year: int, window: tuple[int, int, str]) -> None:
    assert five_year_window(year) == window


@pytest.mark.parametrize("year", [1952, 1963, 1964, 1965, 2451])
def test_years_outside_all_windows_have_none(year: int) -> None:
    assert five_year_window(year) is None


@given(st.integers(1953, 2450).filter(lambda year: not 1963 <= year <= 1965))
def test_a_window_is_found_again_by_its_name(year: int) -> None:
    window = five_year_window(year)
    assert window is not None
    start, end, name = window
    assert start <= year <= end == start + 4
    assert (
        window_of_name(name)
        == window_of_name(f"“{name}”规划")
        == window_of_name(f"第{name[:-1]}个五年")
        == (start, end)
    )


@pytest.mark.parametrize("name", ["", "五", "十", "十四", "第十四", "十四五六", "2021", "第0个五年"])
def test_other_words_name_no_window(name: str) -> None:
    assert window_of_name(name) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("二〇三五年", "2035年"),
        ("二○三五年", "2035年"),
        ("二零三五年", "2035年"),
        ("二三五年远景目标", "2035年远景目标"),
        ("二〇二一—二〇二五年", "2021—2025年"),
        ("一九九七", "1997"),
        ("十二三五年", "十二三五年"),
        ("二三十年", "二三十年"),
        ("第二三五条", "第二三五条"),
    ],
)
def test_years_in_numerals_become_digits_and_nothing_else_does(text: str, digits: str) -> None:
    assert years_in_digits(text) == digits
