"""Days, years and five-year windows as Chinese offices write them.

Dates come from cells, years from cells and titles, and every rule of the notice measures plans against a five-year
window; all three are written in digits and in Chinese numerals, so they share one module.
"""

import re
import unicodedata
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside this span are slips of the pen, not years of a plan."""

DASHES = "-‐‑‒–—―−﹣－~～〜"
"""Characters that stand for "to" between two years, before and after NFKC."""

_ZEROS = "〇○◯零Oo"
_ONES = "一二三四五六七八九"
_DIGITS = str.maketrans(_ZEROS + _ONES, "0" * len(_ZEROS) + "123456789")
_TO_DASH = str.maketrans(dict.fromkeys(DASHES, "-"))
_DIGIT = f"[0-9{_ZEROS}{_ONES}]"
_SMALL = rf"\d{{1,2}}|[{_ONES}]?十[{_ONES}]?|[{_ONES}]"

# A year in numerals begins with 19, 20 or 21 and stands before 年, a dash or the other end of a span.
_YEAR_IN_NUMERALS = re.compile(rf"(?<!{_DIGIT})([1一][9九]|[2二][01一{_ZEROS}])({_DIGIT}{{2}})(?!{_DIGIT})")
# The circle of 二〇三五年 is often lost when text is copied out of a PDF: 二三五年.
_YEAR_WITHOUT_CIRCLE = re.compile(rf"(?<![十百千第0-9{_ZEROS}{_ONES}])二([{_ONES}][{_ONES}])(?=年)")

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DATE_FORMS = (
    re.compile(rf"(?P<y>\d{{4}})(?P<s>[-/.]) ?(?P<m>\d{{1,2}})(?P=s) ?(?P<d>\d{{1,2}}){_TIME}"),
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})"),
    # With a dot the month needs both digits: a spreadsheet turns 2021.10 into 2021.1.
    re.compile(r"(?P<y>\d{4})\.(?P<m>\d{2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(rf"(?P<y>{_DIGIT}{{4}}) ?年 ?(?P<m>{_SMALL}) ?月(?: ?(?P<d>{_SMALL}) ?[日号]?{_TIME})?"),
)
_WINDOW_NAME = re.compile(
    rf"(?:第(?P<full>\d{{1,2}}|[{_ONES}]?十[{_ONES}]?|[{_ONES}])个五年|(?P<short>[{_ONES}]?十[{_ONES}]?|[{_ONES}])五)"
    r"(?:规划|计划)?(?:时期|期间)?"
)


def read_year(text: str) -> int | None:
    """The year that ``text`` states, None if it states none: 2021, 2021.0, ２０２１, 2021年, 2021年度, 二〇二一年."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"\.0+$|\s*年度?$", "", plain)
    if not re.fullmatch(rf"{_DIGIT}{{4}}", plain):
        return None
    year = int(plain.translate(_DIGITS))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def read_date(text: str) -> date | None:
    """The day that ``text`` states, None if it states none.

    Read are 2021-03-26, 2021/3/26, 2021.3.26, 20210326, 2021年3月26日, 二〇二一年三月二十六日, and with the month
    only 2021-03, 2021/3, 2021.03, 2021年3月, which give the first of the month (rules.md 0.2). A time of day after the
    date is dropped.
    """
    plain = unicodedata.normalize("NFKC", text).strip().translate(_TO_DASH)
    for form in _DATE_FORMS:
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            year = read_year(parts["y"])
            month = small_number(parts["m"])
            day = small_number(parts["d"]) if parts.get("d") else 1
            if year is None or month is None or day is None:
                return None
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def small_number(text: str) -> int | None:
    """A number from 0 to 99 in digits or Chinese numerals (14, 十四, 二十), None if it is none."""
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return int(text)
    found = re.fullmatch(rf"(?:([{_ONES}]?)(十))?([{_ONES}]?)", text)
    if not found or not text:
        return None
    tens, ten, ones = found.groups()
    tens_value = (int(tens.translate(_DIGITS)) if tens else 1) if ten else 0
    return 10 * tens_value + (int(ones.translate(_DIGITS)) if ones else 0)


def _numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 14 → 十四."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _ONES[tens - 1] + "十"
    return head + (_ONES[ones - 1] if ones else "")


def years_in_digits(text: str) -> str:
    """``text`` with every year in Chinese numerals written in digits, also 二三五年 whose circle was lost."""
    text = _YEAR_IN_NUMERALS.sub(lambda found: found.group().translate(_DIGITS), text)
    return _YEAR_WITHOUT_CIRCLE.sub(lambda found: "20" + found.group(1).translate(_DIGITS), text)


def window_of_number(number: int) -> tuple[int, int] | None:
    """First and last year of the n-th five-year plan, None outside 1–99.

    The first two ran 1953–1957 and 1958–1962; after the years of adjustment 1963–1965 the third began in 1966, and
    since then each has followed the other without a gap.
    """
    if not 1 <= number <= 99:
        return None
    start = {1: 1953, 2: 1958}.get(number, 1951 + 5 * number)
    return start, start + 4


def five_year_window(year: int) -> tuple[int, int, str] | None:
    """First year, last year and Chinese name of the window that ``year`` lies in: 2023 → (2021, 2025, 十四五).

    None before 1953, in 1963–1965, and after the 99th window.
    """
    if year < 1953 or 1963 <= year <= 1965:
        return None
    number = 1 if year <= 1957 else 2 if year <= 1962 else (year - 1951) // 5
    window = window_of_number(number)
    return (*window, f"{_numeral(number)}五") if window else None


def window_of_name(name: str) -> tuple[int, int] | None:
    """First and last year of the window called ``name`` (十四五, “十四五”, 第十四个五年, 十四五规划), else None."""
    plain = re.sub(r"[\s“”\"'‘’「」·•]", "", unicodedata.normalize("NFKC", name))
    found = _WINDOW_NAME.fullmatch(plain)
    number = small_number(found["full"] or found["short"]) if found else None
    return window_of_number(number) if number else None
