"""Two targets side by side: rules 0.10 steps 1 to 6, with every step written down.

The verdict is that of the first target, the lower plan's, against the second, the superior's. Between peers the order
has no meaning: ``contradiction`` is symmetric, and one peer is stricter where the other is looser.
"""

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kgplan.targets.exact import shown_text
from kgplan.targets.intervals import Relation, compare_sets
from kgplan.targets.measures import CHANGES, LEVELS
from kgplan.targets.statement import Canonical, Step, View, measure_label
from kgplan.texts import LANGS, both, text

Verdict = Relation | Literal["incomparable", "unrelated"]
Reason = Literal["unit", "no_unit", "measure", "caliber", "price_basis", "uncertain", "base_year"]
_ORDER = ("level", "cumulative_change", "annual_avg", "pp_change", "abs_change", "cumulative_total", "year_change")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a comparison.

    ``reason`` is set for ``incomparable`` only: ``unit`` is unknown or of another dimension, ``no_unit`` none is
    written (DATA-002), ``measure``, ``caliber``, ``price_basis`` cannot be converted, ``base_year`` the same measure
    of change on two base years (IND-009), ``uncertain`` a reading that a person has to confirm. ``gap`` is the
    distance in ``unit`` that decided, None where a set has no end; ``lower``, ``superior`` are the two figures in
    ``unit`` and ``measure``, changes signed as growth.
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
    steps: tuple[Step, ...] = ()


def compare(lower: Canonical, superior: Canonical) -> Comparison:
    """Compare the target of a lower plan with that of a superior, or of one peer with that of the other."""
    steps = (*_named("lower", lower.steps), *_named("superior", superior.steps))
    if not _same_thing(lower, superior):
        return Comparison("unrelated", steps=(*steps, both("targets.verdict_unrelated")))
    reason = _obstacle(lower, superior)
    if reason is None:
        found = _common(lower, superior)
        if not isinstance(found, str):
            return _verdict(*found, steps)
        reason = found
        steps += tuple(
            step
            for side, refusal in (("lower", lower.refusal), ("superior", superior.refusal))
            if refusal
            for step in _named(side, (refusal,))
        )
    return Comparison("incomparable", reason, steps=(*steps, both(f"targets.incomparable_{reason}")))


def _same_thing(lower: Canonical, superior: Canonical) -> bool:
    """Step 1, but for caliber and price basis: where only these differ the pair is shown as not comparable."""
    one, other = lower.target, superior.target
    return (
        one.compared
        and other.compared
        and (one.indicator, one.region, one.year) == (other.indicator, other.region, other.year)
    )


def _obstacle(lower: Canonical, superior: Canonical) -> Reason | None:
    """What stops the comparison before any conversion of measures; a missing unit comes before a doubtful reading."""
    one, other = lower.target, superior.target
    if _folded(one.caliber) != _folded(other.caliber):
        return "caliber"
    if _folded(one.price_basis) != _folded(other.price_basis):
        return "price_basis"
    problems: tuple[Reason, ...] = ("unit", "no_unit", "uncertain")
    return next((problem for problem in problems if problem in (lower.problem, superior.problem)), None)


def _folded(word: str | None) -> str:
    return unicodedata.normalize("NFKC", word or "").strip().casefold()


def _common(lower: Canonical, superior: Canonical) -> tuple[View, View] | Reason:
    """The two targets in one measure and unit, the indicator's own if both can be brought there."""
    reason: Reason | None = None
    for measure in _preferred(lower):
        for one in lower.views:
            for other in superior.views:
                if {_class(one), _class(other)} != {measure} or one.dimension != other.dimension:
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


def _class(view: View) -> str:
    return "level" if view.measure in LEVELS else view.measure


def _differ(one: int | None, other: int | None) -> bool:
    """Two base years that are both stated; one that is not stated is taken to be the other."""
    return one is not None and other is not None and one != other


def _why_not(one: View, other: View) -> Reason:
    """Points beside shares are two units (rules 12); else it is the measure that differs, or else the unit."""
    points = "pp_change" in (one.measure, other.measure)
    if _class(one) != _class(other) and not points:
        return "measure"
    return "unit" if one.dimension != other.dimension else "measure"


def _verdict(one: View, other: View, steps: tuple[Step, ...]) -> Comparison:
    fine, coarse = sorted((one.half_digit, other.half_digit))
    verdict, gap = compare_sets(one.values, other.values, fine, coarse)
    taken = (
        *steps,
        *_named("lower", (*one.steps, _set_step(one))),
        *_named("superior", (*other.steps, _set_step(other))),
        both("targets.step_tolerance", fine=shown_text(fine), coarse=shown_text(coarse), unit=one.unit),
        both(
            f"targets.verdict_{verdict}" if gap is not None else f"targets.verdict_{verdict}_endless",
            gap="" if gap is None else shown_text(gap),
            unit=one.unit,
        ),
    )
    return Comparison(verdict, None, gap, fine, coarse, one.unit, _class(one), one.value, other.value, taken)


def _set_step(view: View) -> Step:
    key = "targets.step_set_change" if view.measure in CHANGES else "targets.step_set"
    return {
        lang: text(
            lang,
            key,
            values=view.values.text(),
            unit=view.unit,
            measure=measure_label(view.measure, lang),
        )
        for lang in LANGS
    }


def _named(side: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple({lang: text(lang, f"targets.side_{side}", step=step[lang]) for lang in LANGS} for step in steps)
