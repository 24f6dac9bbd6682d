"""A number as a cell writes it, with its precision: half a unit of the last written digit."""

from dataclasses import dataclass
from decimal import Decimal

from kgplan.sources.values_numerals import read_numeral

MOST_DIGITS = 24  # no target is longer; a hostile cell may be


class UnreadableError(ValueError):
    """The cell is none of the forms that the grammar knows."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its precision. ``digits`` are those written; ``chinese``: written as a Chinese numeral."""

    value: Decimal
    digits: str
    half_digit: Decimal
    chinese: bool = False


def arabic(digits: str) -> Number:
    """Digits as a number. UnreadableError if there are too many."""
    if len(digits) > MOST_DIGITS:
        raise UnreadableError("too many digits")
    value = Decimal(digits)
    return Number(value, digits, half_of(value))


def chinese(text: str) -> Number:
    """A Chinese numeral as a number. UnreadableError if it is not well formed."""
    numeral = read_numeral(text)
    if numeral is None:
        raise UnreadableError(text)
    return Number(numeral.value, text, numeral.half_digit, chinese=True)


def half_of(value: Decimal) -> Decimal:
    """Half a unit of the last written digit."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) / 2
