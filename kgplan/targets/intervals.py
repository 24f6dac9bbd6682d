"""Feasible sets: the values that meet a target (rules 0.10 steps 4 to 6).

Whether a bound itself is allowed (≥ or >) is kept and shown. It decides nothing between two targets: it matters less
than half a unit of the last written digit, which is the tolerance of every comparison.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kgplan.targets.exact import shown_text

Relation = Literal["equal", "stricter", "looser", "contradiction", "rounding_looser", "rounding"]


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``; None is no bound. ``open_low``, ``open_high``: without the bound itself."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def mapped(self, rising: Callable[[Fraction], Fraction]) -> "Interval":
        """The set of the images under a strictly rising function."""
        low = None if self.low is None else rising(self.low)
        high = None if self.high is None else rising(self.high)
        return Interval(low, high, self.open_low, self.open_high)

    def negated(self) -> "Interval":
        """The set of the negatives: at least 13.5 % of reduction is at most −13.5 % of growth."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.open_high, self.open_low)

    def text(self) -> str:
        """Mathematical notation, the same in every language: ``[57, +∞)``, ``(−∞, 32]``, ``{5}``."""
        if self.low is not None and self.low == self.high:
            return f"{{{shown_text(self.low)}}}"
        low = "(−∞" if self.low is None else f"{'(' if self.open_low else '['}{shown_text(self.low)}"
        high = "+∞)" if self.high is None else f"{shown_text(self.high)}{')' if self.open_high else ']'}"
        return f"{low}, {high}"


def feasible(value: Fraction, high: Fraction | None, direction: str | None, *, strict: bool = False) -> Interval:
    """The set that a figure with a direction stands for; ``about`` and no direction mean exactly (rules 0.10, 12)."""
    match direction:
        case "at_least":
            return Interval(value, None, open_low=strict)
        case "at_most":
            return Interval(None, value, open_high=strict)
        case "range" if high is not None:
            return Interval(min(value, high), max(value, high))
        case _:
            return Interval(value, value)


def compare_sets(
    lower: Interval, superior: Interval, fine: Fraction, coarse: Fraction
) -> tuple[Relation, Fraction | None]:
    """How the lower plan's set lies to the superior's, and the distance that says so (None where it is infinite).

    A distance up to ``fine`` counts as none, one up to ``coarse`` as rounding.
    """
    apart = _apart(lower, superior)
    if apart is not None and apart > coarse:
        return "contradiction", apart
    beyond, free = _beyond(lower, superior)
    if free or beyond > fine:
        looser: Relation = "looser" if free or beyond > coarse else "rounding_looser"
        return looser, None if free else beyond
    within, bounded = _beyond(superior, lower)
    if bounded or within > fine:
        stricter: Relation = "stricter" if bounded or within > coarse else "rounding"
        return stricter, None if bounded else within
    return "equal", max(beyond, within)


def _apart(one: Interval, other: Interval) -> Fraction | None:
    """The gap between two sets that have no common point; None or not positive where they meet."""
    gaps = [
        below - above
        for below, above in ((one.low, other.high), (other.low, one.high))
        if below is not None and above is not None
    ]
    return max(gaps, default=None)


def _beyond(inner: Interval, outer: Interval) -> tuple[Fraction, bool]:
    """How far ``inner`` reaches out of ``outer`` (0 if not at all), and whether it does so without end."""
    free = (inner.low is None and outer.low is not None) or (inner.high is None and outer.high is not None)
    reach = Fraction(0)
    if inner.low is not None and outer.low is not None:
        reach = max(reach, outer.low - inner.low)
    if inner.high is not None and outer.high is not None:
        reach = max(reach, inner.high - outer.high)
    return reach, free
