"""One target, made ready to be compared: its figure in canonical units, and every measure it can be stated in.

:class:`Target` is what a document says; :class:`Canonical` is what that means. Rules 0.10 steps 2 to 4 and model
sections 6 to 8 are here; :mod:`kgplan.targets.compare` sets two of these side by side.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kgplan.schema import Indicator
from kgplan.targets.exact import fraction
from kgplan.targets.indicators import Catalogue, name_sense
from kgplan.targets.intervals import Interval, feasible
from kgplan.targets.measures import CHANGES, LEVELS, RELATIVE, NotConvertibleError, changed, cumulative, raised, span
from kgplan.targets.steps import Step, step
from kgplan.targets.units import PERCENT, POINTS, RATIO, TIMES, Units

Problem = Literal["uncertain", "unit", "no_unit"]
Exact = Decimal | Fraction | int

_PROBLEM_STEPS: dict[str | None, str] = {"unit": "step_unknown_unit", "no_unit": "step_no_unit"}
_SIGNS = {"at_least": "≥", "at_most": "≤", None: "="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What one document states, read but not yet converted (model section 2.2).

    ``text`` is the cell as written; ``value``, ``value_high``, ``half_digit`` are in ``unit``. ``half_digit`` is half a
    unit of the last written digit. ``polarity`` is used where no direction is written and the catalogue has none.
    ``start_year`` is the first year of the document's period: it gives the span of an annual average that states no
    base year. Empty is None throughout and means not known.
    """

    indicator: str | None
    indicator_name: str = ""
    caliber: str | None = None
    region: str | None = None
    year: int | None = None
    price_basis: str | None = None
    nature: str | None = None
    stretch: bool = False
    value_kind: str = "number"
    direction: str | None = None
    strict: bool = False
    polarity: str | None = None
    text: str = ""
    value: Exact | None = None
    value_high: Exact | None = None
    half_digit: Exact | None = None
    unit: str | None = None
    measure: str | None = None
    sense: str | None = None
    base_year: int | None = None
    base_value: Exact | None = None
    base_unit: str | None = None
    start_year: int | None = None
    uncertain: bool = False

    @property
    def compared(self) -> bool:
        """Whether the statement can take part at all: a firm figure of its own, for a known indicator and year."""
        return (
            self.indicator is not None
            and self.year is not None
            and not self.stretch
            and self.value_kind in ("number", "range")
        )


@dataclass(frozen=True, slots=True)
class View:
    """A target in one measure and one unit. Changes are signed as growth: a reduction of 18 % is −18."""

    measure: str
    unit: str
    dimension: str
    values: Interval
    value: Fraction
    half_digit: Fraction
    base_year: int | None = None
    steps: tuple[Step, ...] = ()

    @property
    def comparable(self) -> str:
        """The measure as comparisons take it: the value of each year is the level in the target year."""
        return "level" if self.measure in LEVELS else self.measure

    def mapped(self, rising: Callable[[Fraction], Fraction], **changes: object) -> "View":
        """The view under a strictly rising function. Half a digit becomes half the distance of the images of v ± h."""
        half = (rising(self.value + self.half_digit) - rising(self.value - self.half_digit)) / 2
        moved = replace(self, values=self.values.mapped(rising), value=rising(self.value), half_digit=half)
        return replace(moved, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Canonical:
    """A target in canonical form.

    ``value``, ``value_high``, ``half_digit`` are in ``unit`` and ``measure`` and in the indicator's own sense (a
    reduction of an indicator of reduction is positive); None where the figure cannot be brought there. ``views`` are
    all the measures that the target can be compared in; ``problem`` says why there is none, ``refusal`` why there are
    no more.
    """

    target: Target
    indicator: Indicator | None
    measure: str
    unit: str | None
    value: Fraction | None
    value_high: Fraction | None
    half_digit: Fraction | None
    views: tuple[View, ...]
    problem: Problem | None
    steps: tuple[Step, ...]
    refusal: Step | None = None


def prepare(target: Target, catalogue: Catalogue) -> Canonical:
    """Convert a target to canonical unit and measure, and to every other measure that follows exactly.

    TypeError if a figure is a binary float. A target without an indicator in the catalogue is brought to the
    canonical unit of its dimension.
    """
    indicator = catalogue.indicators.get(target.indicator or "")
    steps: tuple[Step, ...] = (_written_step(target),)
    measure = _measure(target, indicator, catalogue.units)
    problem = _problem(target, measure, indicator, catalogue.units)
    if problem or target.value is None:
        if problem in _PROBLEM_STEPS:
            steps += (step(_PROBLEM_STEPS[problem], unit=target.unit or ""),)
        return Canonical(target, indicator, measure, None, None, None, None, (), problem, steps)
    views, refusal = _views(target, measure, indicator, catalogue.units)
    main = _main(views, indicator)
    flip = indicator is not None and indicator.sense == "reduction" and main is not None and main.measure in CHANGES
    if main is None:
        return Canonical(target, indicator, measure, None, None, None, None, views, None, steps, refusal)
    ends = main.values.negated() if flip else main.values
    is_range = target.value_high is not None and ends.low is not None and ends.high is not None
    value = -main.value if flip else main.value
    return Canonical(
        target,
        indicator,
        main.measure if main.measure not in LEVELS else measure if measure in LEVELS else "level",
        main.unit,
        ends.low if is_range else value,
        ends.high if is_range else None,
        main.half_digit,
        views,
        None,
        steps,
        refusal,
    )


def set_step(view: View) -> Step:
    """The feasible set of a view; in a measure of change a reduction is negative."""
    name = "step_set_change" if view.measure in CHANGES else "step_set"
    return step(name, values=view.values, unit=view.unit, measure=view.measure)


def _written_step(target: Target) -> Step:
    written = target.text or (fraction(target.value) if target.value is not None else "")
    return step("step_written", written=written, unit=target.unit or "—")


def _measure(target: Target, indicator: Indicator | None, units: Units) -> str:
    """The measure of the figure: as stated, else the indicator's, else level; points are always a change in points."""
    measure = target.measure or (indicator.canonical_measure if indicator else "level")
    if units.dimension(target.unit) == units.dimension(POINTS) and measure not in ("pp_change", "annual_avg"):
        return "pp_change"
    return measure


def _problem(target: Target, measure: str, indicator: Indicator | None, units: Units) -> Problem | None:
    if target.value_kind not in ("number", "range") or target.value is None:
        return "uncertain"
    unit = _unit(target, indicator)
    if unit is None:
        return "no_unit"
    if units.find(unit) is None:
        return "unit"
    if target.uncertain:
        return "uncertain"
    unsaid = measure in CHANGES and indicator is not None and not (target.sense or indicator.sense)
    if unsaid and indicator and indicator.polarity == "at_most" and indicator.canonical_measure not in CHANGES:
        return "uncertain"  # a change of something that should fall, and nothing says up or down
    return None


def _unit(target: Target, indicator: Indicator | None) -> str | None:
    """The unit of the figure; none written means a plain ratio where the indicator is one."""
    if target.unit:
        return target.unit
    return RATIO if indicator and indicator.canonical_unit in ("", RATIO) else None


def _views(
    target: Target, measure: str, indicator: Indicator | None, units: Units
) -> tuple[tuple[View, ...], Step | None]:
    """The target as written, then in every measure that follows from it, and what stopped the next conversion."""
    views = [_first(target, measure, indicator, units)]
    try:
        while after := _next(views[-1], target, indicator, units):
            views.append(after)
    except NotConvertibleError as refusal:
        return tuple(views), step(refusal.step)
    return tuple(views), None


def _first(target: Target, measure: str, indicator: Indicator | None, units: Units) -> View:
    """The figure as written, in the indicator's unit where the dimension is its, else in that of the dimension."""
    unit = _unit(target, indicator) or ""
    factor = Fraction(1)
    if measure in RELATIVE and units.dimension(unit) == units.dimension(TIMES):
        unit, factor = PERCENT, Fraction(100)  # 增长1倍 is +100 %
    if measure == "pp_change" and (share := units.to_unit(1, unit, PERCENT)):
        unit, factor = POINTS, share  # [4] in a column % is four points
    value, half = fraction(target.value or 0), fraction(target.half_digit or 0)
    high = None if target.value_high is None else fraction(target.value_high)
    if factor != 1:
        value, half, high = value * factor, half * factor, None if high is None else high * factor
    sense = target.sense or (indicator.sense if indicator else None) if measure in CHANGES else None
    direction = _direction(target, indicator, measure, sense)
    values = feasible(value, high, direction, strict=target.strict)
    known = "" if indicator else "_hint" if direction else "_unknown"
    taken = () if target.direction or direction == "range" else (step(f"step_polarity{known}", sign=_SIGNS[direction]),)
    view = View(measure, unit, units.dimension(unit) or "", values, value, half, target.base_year, taken)
    if sense == "reduction":
        view = replace(view, values=values.negated(), value=-value)
    return _in_unit(view, _wanted(view, indicator, units), units)


def _direction(target: Target, indicator: Indicator | None, measure: str, sense: str | None) -> str | None:
    """The direction as written; else range; else the polarity, turned round where the figure counts the other way."""
    if target.direction:
        return target.direction
    if target.value_kind == "range":
        return "range"
    polarity = (indicator.polarity if indicator else None) or target.polarity
    own = indicator.sense if indicator else name_sense(target.indicator_name)
    if measure in CHANGES and (sense == "reduction") != (own == "reduction"):
        return {"at_least": "at_most", "at_most": "at_least"}.get(polarity or "")
    return polarity if polarity in ("at_least", "at_most") else None


def _wanted(view: View, indicator: Indicator | None, units: Units) -> str:
    known = units.find(view.unit)
    if view.measure in RELATIVE and indicator and indicator.canonical_measure not in RELATIVE and known:
        return known.canonical_unit  # a change in % of a level, whatever the level's own unit
    if indicator and units.dimension(indicator.canonical_unit) == view.dimension:
        return indicator.canonical_unit
    return known.canonical_unit if known else view.unit


def _in_unit(view: View, unit: str, units: Units) -> View:
    if unit == view.unit:
        return view
    factor = units.to_unit(1, view.unit, unit)
    if factor is None or factor == 1:
        return replace(view, unit=unit) if factor else view
    moved = view.mapped(lambda value: value * factor, unit=unit)
    taken = step("step_unit", given=abs(view.value), unit=view.unit, result=abs(moved.value), wanted=unit)
    return replace(moved, steps=(*view.steps, taken))


def _next(view: View, target: Target, indicator: Indicator | None, units: Units) -> View | None:
    """The next measure towards a level, None if there is none. NotConvertibleError if something is missing for it."""
    if view.measure == "annual_avg" and view.dimension == units.dimension(PERCENT):
        years = span(target.year, target.base_year, target.start_year)
        base_year = target.base_year if target.base_year is not None else (target.year or 0) - years
        percent = _in_unit(view, PERCENT, units)
        moved = percent.mapped(
            lambda value: 100 * cumulative(value / 100, years), measure="cumulative_change", base_year=base_year
        )
        return _converted(percent, moved, years=years)
    if view.measure in ("cumulative_change", "year_change") and view.dimension == units.dimension(PERCENT):
        if view.measure == "year_change" and target.base_year not in (None, (target.year or 0) - 1):
            raise NotConvertibleError("no_base")
        base, unit, dimension = _base(target, indicator, units)
        percent = _in_unit(view, PERCENT, units)
        moved = percent.mapped(
            lambda value: changed(base, value / 100), measure="level", unit=unit, dimension=dimension, base_year=None
        )
        return _converted(percent, moved, base=base)
    if view.measure in ("pp_change", "abs_change"):
        base, unit, dimension = _base(target, indicator, units)
        points = view.measure == "pp_change"
        if dimension != (units.dimension(PERCENT) if points else view.dimension):
            raise NotConvertibleError("no_base")
        inner = _in_unit(view, POINTS if points else unit, units)
        share = units.to_unit(1, PERCENT, unit) if points else Fraction(1)
        moved = inner.mapped(
            lambda value: raised(base, value * (share or 1)),
            measure="level",
            unit=unit,
            dimension=dimension,
            base_year=None,
        )
        return _converted(inner, moved, base=base)
    return None


def _base(target: Target, indicator: Indicator | None, units: Units) -> tuple[Fraction, str, str]:
    """The base value in the indicator's unit.

    NotConvertibleError where there is no base value, its unit is unknown or is not one of the indicator's dimension.
    """
    if indicator is None or indicator.canonical_measure not in LEVELS:
        raise NotConvertibleError("no_base")
    figure = base_figure(target, indicator, units)
    if figure is None:
        raise NotConvertibleError("no_base")
    return figure[0], indicator.canonical_unit, units.dimension(indicator.canonical_unit) or ""


def base_figure(target: Target, indicator: Indicator, units: Units) -> tuple[Fraction, Fraction] | None:
    """The base value in the indicator's unit and half a unit of its last digit; None if it cannot be brought there.

    An empty base unit is the unit, or the indicator's beside a change in % or points.
    """
    if target.base_value is None:
        return None
    shares = {units.dimension(POINTS), units.dimension(PERCENT), units.dimension(TIMES)}
    change_in_shares = target.measure != "abs_change" and units.dimension(target.unit) in shares
    unit = target.base_unit or (indicator.canonical_unit if change_in_shares else target.unit)
    base = units.to_unit(fraction(target.base_value), unit, indicator.canonical_unit)
    if base is None:
        return None
    exponent = target.base_value.as_tuple().exponent if isinstance(target.base_value, Decimal) else 0
    last = units.to_unit(Fraction(10) ** int(exponent), unit, indicator.canonical_unit)
    return base, (last or Fraction(0)) / 2


def _converted(before: View, after: View, *, base: Fraction | None = None, years: int | None = None) -> View:
    taken = step(
        "step_measure_base" if years is None else "step_measure_years",
        given=before.value,
        unit=before.unit,
        measure=before.measure,
        **({"base": base} if base is not None else {"years": years or 0}),
        result=after.value,
        wanted=after.unit,
        becomes=after.measure,
    )
    return replace(after, steps=(*before.steps, taken))


def _main(views: tuple[View, ...], indicator: Indicator | None) -> View | None:
    """The view in the indicator's measure and dimension; for a name not in the catalogue the figure as written."""
    if indicator is None:
        return views[0]
    wanted = "level" if indicator.canonical_measure in LEVELS else indicator.canonical_measure
    for view in views:
        if view.comparable == wanted and view.unit == indicator.canonical_unit:
            return view
    return None
