"""Chinese numerals in target values: 十二万, 两千, 一百零五, 十五点五.

Our own because a target must come out exact and with its precision: a library that returns a binary float, or that
reads 三千五 both ways, decides something that the plan left open. What is not a well-formed numeral is refused.
"""

from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value and half a unit of its last written digit: 两千 is 2000 ± 500, 一百零五 is 105 ± 0.5."""

    value: Decimal
    half_digit: Decimal


def read_numeral(text: str) -> Numeral | None:
    """The number that a Chinese numeral writes, None if it is not well formed. Values stay below 10¹⁶."""
    whole, point, decimals = text.partition("点")
    if point and (not decimals or any(digit not in _DIGITS for digit in decimals)):
        return None
    number = _whole(whole)
    if number is None:
        return None
    value, last_place = number
    if not point:
        return Numeral(Decimal(value), Decimal(last_place) / 2)
    digits = "".join(str(_DIGITS[digit]) for digit in decimals)
    return Numeral(Decimal(f"{value}.{digits}"), Decimal(1).scaleb(-len(digits)) / 2)


def _whole(text: str) -> tuple[int, int] | None:
    """Value and place of the last digit; the places have to fall from left to right."""
    for mark in ("亿", "万"):
        if mark in text:
            head, _, tail = text.partition(mark)
            high, low = _whole(head), _whole(tail) if tail else (0, 0)
            if high is None or low is None or mark in tail or not 0 < high[0] < _LARGE["万"] or low[0] >= _LARGE[mark]:
                return None
            if tail and low[0] < _LARGE[mark] // 10 and not tail.startswith(("零", "〇")):
                return None  # 一万二 may be 12000 or 10002
            return high[0] * _LARGE[mark] + low[0], low[1] or high[1] * _LARGE[mark]
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> tuple[int, int] | None:
    if text in _DIGITS:
        return _DIGITS[text], 1
    total, place, digit, limit, gap = 0, 1, None, 10**4, False
    for at, sign in enumerate(text):
        if sign in _DIGITS:
            if digit not in (None, 0):
                return None
            digit, gap = _DIGITS[sign], gap or sign in "零〇"
        else:
            multiple = _SMALL.get(sign)
            if (
                multiple is None
                or multiple >= limit
                or (digit is None and not (sign == "十" and at == 0))
                or digit == 0
            ):
                return None
            total, place, limit, digit, gap = total + (digit or 1) * multiple, multiple, multiple, None, False
    if digit:
        if limit > 10 and not gap and total:
            return None  # 三千五 may be 3500 or 3005
        return total + digit, 1
    return (total, place) if total and digit is None else None
