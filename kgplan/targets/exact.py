"""Exact numbers as text: the decimals that go into facts, and the shorter ones that go into sentences.

A third has no finite decimal. Facts then hold 28 significant digits, so that they stay numerals that any program
can read; sentences hold 12 with ``≈`` in front, so that no reader takes them for exact.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

_FACT_DIGITS, _SHOWN_DIGITS, _MOST_PLACES = 28, 12, 100


def fraction(value: Decimal | Fraction | int) -> Fraction:
    """The value as a fraction. TypeError for a binary float (and for a bool): such a value is not what was written."""
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | int):
        raise TypeError(f"exact numbers only, not {type(value).__name__}")
    return Fraction(value)


def is_finite_decimal(value: Fraction) -> bool:
    """Whether the fraction can be written out as a decimal without rounding."""
    return _places(value) is not None


def numeral(value: Decimal | Fraction) -> str:
    """The value as a plain numeral: a decimal with its digits as written, a fraction as by :func:`exact_text`."""
    return format(value, "f") if isinstance(value, Decimal) else exact_text(value)


def shortest(value: Fraction) -> Decimal | Fraction:
    """The same number as a decimal if it has a finite one, else as it is."""
    return Decimal(exact_text(value)) if (_places(value) or 0) <= _MOST_PLACES and is_finite_decimal(value) else value


def exact_text(value: Fraction) -> str:
    """The value as a plain decimal numeral: exact up to 100 decimal places, else rounded to 28 significant digits."""
    places = _places(value)
    if places is None or places > _MOST_PLACES:
        return _rounded(value, _FACT_DIGITS)
    if places == 0:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _places(value: Fraction) -> int | None:
    """How many decimal places the value takes, None if they never end."""
    rest, powers = value.denominator, []
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        powers.append(power)
    return max(powers) if rest == 1 else None


def shown_text(value: Fraction) -> str:
    """The value for a sentence: exact if it takes at most 12 significant digits, else rounded to that with ``≈``."""
    text = exact_text(value)
    if is_finite_decimal(value) and len(text.lstrip("-0.").replace(".", "")) <= _SHOWN_DIGITS:
        return text
    return "≈" + _rounded(value, _SHOWN_DIGITS)


def _rounded(value: Fraction, digits: int) -> str:
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
    return format(context.divide(Decimal(value.numerator), Decimal(value.denominator)), "f")
