"""A reading told as data: what was read, what that means in canonical units, and why."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from kgplan.sources.values_rows import Statement
from kgplan.targets.exact import exact_text, numeral
from kgplan.targets.explanation import steps_of
from kgplan.targets.statement import Canonical


def explain_reading(statement: Statement, canonical: Canonical) -> dict[str, Any]:
    """The reading of one statement; numbers are exact text, None is not stated. ``readable``: a figure was found where
    one stands. ``canonical`` is None where the figure cannot be brought to the indicator's unit and measure."""
    reading, target = statement
    return {
        "text": reading.text,
        "readable": reading.readable,
        "value_kind": target.value_kind,
        "value": _text(reading.value),
        "value_high": _text(reading.value_high),
        "direction": reading.direction,
        "strict": reading.strict,
        "measure": reading.measure,
        "sense": reading.sense,
        "stretch": target.stretch,
        "unit": target.unit,
        "half_digit": _text(reading.half_digit),
        "year": target.year,
        "base_year": target.base_year,
        "base_value": None if target.base_value is None else str(target.base_value),
        "base_unit": target.base_unit,
        "indicator": target.indicator,
        "polarity": canonical.indicator.polarity if canonical.indicator else reading.polarity_hint,
        "confidence": reading.confidence,
        "why": reading.why,
        "contradictions": list(reading.contradictions),
        "canonical": None
        if canonical.value is None
        else {
            "value": exact_text(canonical.value),
            "value_high": None if canonical.value_high is None else exact_text(canonical.value_high),
            "half_digit": None if canonical.half_digit is None else exact_text(canonical.half_digit),
            "unit": canonical.unit,
            "measure": canonical.measure,
        },
        "steps": [step.data() for step in steps_of(canonical)],
    }


def _text(value: Decimal | Fraction | None) -> str | None:
    return None if value is None else numeral(value)
