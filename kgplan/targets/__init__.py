"""Target values: exact units, measures, feasible sets and the comparison of two targets (rules 0.10).

Pure functions on exact numbers; no graph and no files. Values are read from text in :mod:`kgplan.sources.values`.
"""

from kgplan.targets.compare import Comparison, Reason, Verdict, compare
from kgplan.targets.exact import exact_text, shown_text
from kgplan.targets.indicators import Catalogue, polarity_hint
from kgplan.targets.statement import Canonical, Target, View, prepare
from kgplan.targets.units import KnownUnit, Quantity, Units, convert

__all__ = [
    "Canonical",
    "Catalogue",
    "Comparison",
    "KnownUnit",
    "Quantity",
    "Reason",
    "Target",
    "Units",
    "Verdict",
    "View",
    "compare",
    "convert",
    "exact_text",
    "polarity_hint",
    "prepare",
    "shown_text",
]
