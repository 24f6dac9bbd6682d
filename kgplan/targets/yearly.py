"""Yearly targets against the target of several years that they serve (rules 0.10, IMPL-004).

A level counts in its own year alone, a figure for each year in every one of them, and a total over the years by the
sum of the yearly figures. A figure of one year states the same whether it is called each year's or a total; a figure
that reaches back over several years, by its base year, is no yearly one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kgplan.targets.compare import Comparison, Verdict, compare, folded
from kgplan.targets.intervals import Interval, compare_sets
from kgplan.targets.statement import Canonical, View

Way = Literal["target_year", "each_year", "sum"]

_FLOWS = frozenset({"each_year", "cumulative_total"})
"""Measures in which one year's figure can be added to the next one's; levels of two years cannot."""


@dataclass(frozen=True, slots=True)
class YearlyComparison:
    """Verdict on a yearly target, or on all of them for ``way`` ``sum``; ``total`` is their sum in ``unit``."""

    way: Way
    verdict: Verdict
    gap: Fraction | None
    tolerance: Fraction
    unit: str
    total: Fraction | None = None


def compare_year(annual: Canonical, goal: Canonical) -> YearlyComparison | None:
    """A yearly target against the level, or the figure for each year, that it serves; None if they have no common one.

    The caller sees to it that the year lies in the goal's span.
    """
    if goal.measure != "each_year":
        return _taken("target_year", compare(annual, goal))
    if not _of_one_year(annual):
        return None
    views = tuple(replace(view, measure="each_year") if view.measure in _FLOWS else view for view in annual.views)
    same_year = replace(goal, target=replace(goal.target, year=annual.target.year))
    return _taken("each_year", compare(replace(annual, views=views), same_year))


def compare_sum(annuals: Sequence[Canonical], goal: Canonical) -> YearlyComparison | None:
    """Yearly targets, one for each year of the goal's span, against the total that they have to come to.

    None if the goal is no total over years, or one of them cannot be added up with the others.
    """
    total = _view(goal, frozenset({"cumulative_total"}))
    parts = [_view(annual, _FLOWS) for annual in annuals if adds_up_to(annual, goal)]
    added = [part for part in parts if part and total and part.unit == total.unit]
    if total is None or not added or len(added) < len(annuals):
        return None
    values = Interval(_sum(part.values.low for part in added), _sum(part.values.high for part in added))
    half_digit = sum((part.half_digit for part in added), Fraction(0))
    fine, coarse = sorted((half_digit, total.half_digit))
    verdict, gap = compare_sets(values, total.values, fine, coarse)
    return YearlyComparison("sum", verdict, gap, fine, total.unit, sum((part.value for part in added), Fraction(0)))


def adds_up_to(annual: Canonical, goal: Canonical) -> bool:
    """Whether a yearly target is about the same thing as the goal and is one year's own figure."""
    one, other = annual.target, goal.target
    return (
        one.compared
        and other.compared
        and (one.indicator, one.region) == (other.indicator, other.region)
        and folded(one.caliber) == folded(other.caliber)
        and folded(one.price_basis) == folded(other.price_basis)
        and _of_one_year(annual)
    )


def span_of(goal: Canonical, start_year: int | None) -> range:
    """Years that a goal covers: from after its base year, else from the document's first, to its own; empty if unknown.

    ``start_year`` is the first year of the document that states the goal.
    """
    base, last = goal.target.base_year, goal.target.year
    first = base + 1 if base is not None and goal.measure == "cumulative_total" else start_year
    return range(0) if first is None or last is None else range(first, last + 1)


def same_figure(annuals: Sequence[Canonical]) -> bool:
    """Whether several statements for one year say the same, so that either can stand for the year."""
    views = [_view(annual, _FLOWS) for annual in annuals]
    return all(view and views[0] and (view.unit, view.values) == (views[0].unit, views[0].values) for view in views)


def _taken(way: Way, comparison: Comparison) -> YearlyComparison | None:
    """What a comparison says if it was one of levels."""
    if comparison.measure != "level" or comparison.tolerance_fine is None or comparison.unit is None:
        return None
    if comparison.verdict in {"incomparable", "unrelated"}:
        return None
    return YearlyComparison(way, comparison.verdict, comparison.gap, comparison.tolerance_fine, comparison.unit)


def _of_one_year(annual: Canonical) -> bool:
    """Whether the figure is one year's own: no total, or one since the year before."""
    base_year = annual.target.base_year
    return annual.measure != "cumulative_total" or base_year in (None, (annual.target.year or 0) - 1)


def _view(canonical: Canonical, measures: frozenset[str]) -> View | None:
    return next((view for view in canonical.views if view.measure in measures), None)


def _sum(ends: Iterable[Fraction | None]) -> Fraction | None:
    known = list(ends)
    return None if None in known else sum((end for end in known if end is not None), Fraction(0))
