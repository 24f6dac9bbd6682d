"""What a figure of change means for another measure (rules 0.10 step 3), in exact fractions.

Shares and rates are fractions of one here (13.5 % is 27/200), and a reduction is negative growth, so that one formula
serves both: 1 − (1 − r)ⁿ of reduction is (1 − r)ⁿ − 1 of growth. Nothing is converted without its base value, and
nothing that would need a root: a cumulative change has no exact annual average.
"""

from fractions import Fraction

LEVELS = frozenset({"level", "each_year"})
"""Both are the value in the target year; IMPL-004 looks at the other years of ``each_year``."""

CHANGES = frozenset({"cumulative_change", "annual_avg", "year_change", "pp_change", "abs_change"})
"""Measures against a base, where a reduction is the negative of growth."""

RELATIVE = frozenset({"cumulative_change", "annual_avg", "year_change"})
"""Changes that multiply the base value."""

_LONGEST_SPAN = 100  # years; a longer one is a slip of the pen, and powers of it are needlessly large


class NotConvertibleError(ValueError):
    """The measure cannot be converted: no base value, no span, or a base that nothing can be multiplied with.

    ``step`` names the sentence in ``texts/targets.toml`` that says why.
    """

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def span(year: int | None, base_year: int | None, start_year: int | None = None) -> int:
    """Years over which a change runs: from the base year, or through the whole plan period up to the target year.

    Both ends of a period count (rules 0.2): a plan of 2021 to 2025 changes over five years from 2020.
    """
    if year is None or (base_year is None and start_year is None):
        raise NotConvertibleError("no_span")
    years = year - base_year if base_year is not None else year - (start_year or 0) + 1
    if not 0 < years <= _LONGEST_SPAN:
        raise NotConvertibleError("no_span")
    return years


def cumulative(annual: Fraction, years: int) -> Fraction:
    """The change over ``years`` of an annual average change: (1 + r)ⁿ − 1."""
    if annual <= -1:
        raise NotConvertibleError("no_multiple")
    return (1 + annual) ** years - 1


def changed(base: Fraction | None, change: Fraction) -> Fraction:
    """The level that a relative change leads to: base × (1 + change)."""
    if base is None:
        raise NotConvertibleError("no_base")
    if base <= 0 or change < -1:
        raise NotConvertibleError("no_multiple")
    return base * (1 + change)


def raised(base: Fraction | None, increment: Fraction) -> Fraction:
    """The level that percentage points or an absolute change lead to: base + increment."""
    if base is None:
        raise NotConvertibleError("no_base")
    return base + increment
