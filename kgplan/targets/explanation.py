"""A comparison told step by step, as data: what the command line prints and what programs read.

The same steps stand as sentences on ``COMPARED_WITH`` in the graph and in the facts of findings.
"""

from fractions import Fraction
from typing import Any

from kgplan.targets.compare import Comparison
from kgplan.targets.exact import exact_text
from kgplan.targets.statement import Canonical, set_step
from kgplan.targets.steps import Step


def explain(comparison: Comparison) -> dict[str, Any]:
    """Verdict, exact figures as text, and ``steps``: name, side, values and sentences of each (:meth:`Step.data`)."""
    return {
        "verdict": comparison.verdict,
        "reason": comparison.reason,
        "gap": _text(comparison.gap),
        "difference": _text(comparison.difference),
        "tolerance": {"fine": _text(comparison.tolerance_fine), "coarse": _text(comparison.tolerance_coarse)},
        "unit": comparison.unit,
        "measure": comparison.measure,
        "lower": _text(comparison.lower),
        "superior": _text(comparison.superior),
        "steps": [step.data() for step in comparison.steps],
    }


def steps_of(canonical: Canonical) -> tuple[Step, ...]:
    """The steps of one target alone: as written, then every measure that it can be stated in with its set."""
    if not canonical.views:
        return canonical.steps
    told = tuple(set_step(view) for view in canonical.views)
    refused = (canonical.refusal,) if canonical.refusal and canonical.value is None else ()
    return (*canonical.steps, *canonical.views[-1].steps, *told, *refused)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
