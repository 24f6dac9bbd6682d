"""Two targets side by side: rules 0.10 steps 1 to 6, with every step to be told on demand.

The verdict is that of the first target, the lower plan's, against the second, the superior's. Between peers the order
has no meaning: ``contradiction`` is symmetric, and one peer is stricter where the other is looser.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from kgplan.targets.intervals import Relation, compare_sets
from kgplan.targets.measures import CHANGES, LEVELS
from kgplan.targets.statement import Canonical, Target, View, set_step
from kgplan.targets.steps import Side, Step, of_side, step

Verdict = Relation | Literal["incomparable", "unrelated"]
Reason = Literal["unit", "dimension", "no_unit", "measure", "caliber", "price_basis", "uncertain", "base_year"]
_RANKED = frozenset({"stricter", "looser", "rounding", "rounding_looser"})
"""Verdicts whose sentence says whose target it is."""
_ORDER = ("level", "cumulative_change", "annual_avg", "pp_change", "abs_change", "cumulative_total", "year_change")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a comparison.

    ``reason`` is set for ``incomparable`` only: ``unit`` is not known, ``dimension`` another one, ``no_unit`` none is
    written (DATA-002), ``measure``, ``caliber``, ``price_basis`` cannot be converted, ``base_year`` the same measure
    of change on two base years (IND-009), ``uncertain`` a reading that a person has to confirm. ``gap`` is the
    distance in ``unit`` that decided, None where a set has no end; ``lower``, ``superior`` are the two figures in
    ``unit`` and ``measure``, changes signed as growth. ``sides`` and ``views`` are what was compared.
    ``peers``: neither stands above the other, so that the steps call them the first and the second.
    """

    verdict: Verdict
    reason: Reason | None = None
    gap: Fraction | None = None
    tolerance_fine: Fraction | None = None
    tolerance_coarse: Fraction | None = None
    unit: str | None = None
    measure: str | None = None
    lower: Fraction | None = None
    superior: Fraction | None = None
    sides: tuple[Canonical, Canonical] | None = field(default=None, compare=False, repr=False)
    views: tuple[View, View] | None = field(default=None, compare=False, repr=False)
    peers: bool = False

    @property
    def difference(self) -> Fraction | None:
        """How far the figures themselves are apart; None without a common measure, and for a floor beside a cap."""
        if self.views is None:
            return None
        one, other = (view.values for view in self.views)
        ends = [(one.low, other.low), (one.high, other.high)]
        return max((abs(a - b) for a, b in ends if a is not None and b is not None), default=None)

    @property
    def figures_differ(self) -> bool:
        """Whether the figures differ beyond the coarser rounding: at least 57 and exactly 57 are one figure."""
        return (
            self.difference is not None
            and self.tolerance_coarse is not None
            and self.difference > self.tolerance_coarse
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """All that was done, in order: as written, unit, measure, set, tolerance, verdict."""
        if self.sides is None:
            return ()
        lower, superior = self.sides
        names: tuple[Side, Side] = ("first", "second") if self.peers else ("lower", "superior")
        taken = (*of_side(names[0], lower.steps), *of_side(names[1], superior.steps))
        if self.verdict == "unrelated":
            return (*taken, step(_why_unrelated(lower.target, superior.target)))
        if self.views is None:
            stopped = zip(names, (lower.refusal, superior.refusal), strict=True)
            refusals = [told for side, refusal in stopped if refusal for told in of_side(side, (refusal,))]
            return (*taken, *refusals, step(f"incomparable_{self.reason}"))
        one, other = self.views
        return (
            *taken,
            *of_side(names[0], (*one.steps, set_step(one))),
            *of_side(names[1], (*other.steps, set_step(other))),
            step("step_tolerance", fine=self.tolerance_fine or 0, coarse=self.tolerance_coarse or 0, unit=one.unit),
            self._last_step(one.unit),
        )

    def _last_step(self, unit: str) -> Step:
        name = f"verdict_{self.verdict}"
        if self.verdict == "equal" and self.gap == 0:
            return step("verdict_same")
        if self.peers and self.verdict in _RANKED:
            name += "_of_peers"
        return step(f"{name}_endless") if self.gap is None else step(name, gap=self.gap, unit=unit)


def compare(lower: Canonical, superior: Canonical, *, peers: bool = False) -> Comparison:
    """Compare the target of a lower plan with that of a superior or, with ``peers``, of one peer with the other's."""
    found = _compared(lower, superior)
    return replace(found, peers=True) if peers else found


def _compared(lower: Canonical, superior: Canonical) -> Comparison:
    sides = (lower, superior)
    if not _same_thing(lower, superior):
        return Comparison("unrelated", sides=sides)
    reason = _obstacle(lower, superior)
    if reason is None:
        found = _common(lower, superior)
        if not isinstance(found, str):
            return _verdict(*found, sides)
        reason = found
    return Comparison("incomparable", reason, sides=sides)


def _same_thing(lower: Canonical, superior: Canonical) -> bool:
    """Step 1, but for caliber and price basis: where only these differ the pair is shown as not comparable."""
    one, other = lower.target, superior.target
    return (
        one.compared
        and other.compared
        and (one.indicator, one.region, one.year) == (other.indicator, other.region, other.year)
    )


def _why_unrelated(one: Target, other: Target) -> str:
    """The name of the sentence that says why two targets are not about the same thing; the first reason counts."""
    both = (one, other)
    reasons = {
        "stretch": any(target.stretch for target in both),
        "by_reference": any(target.value_kind == "by_reference" for target in both),
        "words": any(target.value_kind == "qualitative" for target in both),
        "unknown_indicator": any(target.indicator is None for target in both),
        "indicator": one.indicator != other.indicator,
        "no_year": any(target.year is None for target in both),
        "year": one.year != other.year,
        "region": one.region != other.region,
    }
    return f"unrelated_{next(reason for reason, holds in reasons.items() if holds)}"


def _obstacle(lower: Canonical, superior: Canonical) -> Reason | None:
    """What stops the comparison before any conversion of measures; a missing unit comes before a doubtful reading."""
    one, other = lower.target, superior.target
    if folded(one.caliber) != folded(other.caliber):
        return "caliber"
    if folded(one.price_basis) != folded(other.price_basis):
        return "price_basis"
    problems: tuple[Reason, ...] = ("unit", "no_unit", "uncertain")
    return next((problem for problem in problems if problem in (lower.problem, superior.problem)), None)


def folded(word: str | None) -> str:
    """A caliber or price basis as compared: widths, blanks and case do not count, and neither is the empty word."""
    return unicodedata.normalize("NFKC", word or "").strip().casefold()


def _common(lower: Canonical, superior: Canonical) -> tuple[View, View] | Reason:
    """The two targets in one measure and unit, the indicator's own if both can be brought there."""
    reason: Reason | None = None
    for measure in _preferred(lower):
        for one in lower.views:
            for other in superior.views:
                if {one.comparable, other.comparable} != {measure} or one.dimension != other.dimension:
                    continue
                if measure in CHANGES and _differ(one.base_year, other.base_year):
                    reason = "base_year"
                    continue
                return one, other
    return reason or _why_not(lower.views[0], superior.views[0])


def _preferred(canonical: Canonical) -> tuple[str, ...]:
    own = canonical.indicator.canonical_measure if canonical.indicator else "level"
    first = "level" if own in LEVELS else own
    return (first, *(measure for measure in _ORDER if measure != first))


def _differ(one: int | None, other: int | None) -> bool:
    """Two base years that are both stated; one that is not stated is taken to be the other."""
    return one is not None and other is not None and one != other


def _why_not(one: View, other: View) -> Reason:
    """Points beside shares are two units (rules 12); else it is the measure that differs, or else the unit."""
    points = "pp_change" in (one.measure, other.measure)
    if one.comparable != other.comparable and not points:
        return "measure"
    return "dimension" if one.dimension != other.dimension else "measure"


def _verdict(one: View, other: View, sides: tuple[Canonical, Canonical]) -> Comparison:
    fine, coarse = sorted((one.half_digit, other.half_digit))
    verdict, gap = compare_sets(one.values, other.values, fine, coarse)
    return Comparison(
        verdict,
        None,
        gap,
        fine,
        coarse,
        one.unit,
        one.comparable,
        one.value,
        other.value,
        sides,
        (one, other),
    )
