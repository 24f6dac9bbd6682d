"""Base values that do not agree, and changes against different base years: the pairs that IND-009 reports.

The same indicator of the same region in the same year has one value, whichever plan starts from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from kgplan.graph.derived import Ends
from kgplan.graph.store import Record
from kgplan.targets.compare import compare, folded
from kgplan.targets.exact import exact_text
from kgplan.targets.measures import LEVELS, RELATIVE
from kgplan.targets.statement import Canonical, base_figure
from kgplan.targets.units import Units

Member = tuple[str, str, Canonical]
"""A statement: id, document, canonical form."""
_Pair = tuple[Ends, dict[str, Any]]
_ABOVE = frozenset({"municipal", "prefecture"})


def base_differences(
    documents: Mapping[str, Record], members: Iterable[Member], units: Units
) -> dict[Ends, dict[str, Any]]:
    """BASE_DIFFERS among these statements: ends → properties."""
    bases: dict[tuple[Any, ...], list[tuple[Member, Fraction, Fraction]]] = {}
    changes: dict[tuple[Any, ...], list[Member]] = {}
    for member in members:
        canonical = member[2]
        target, indicator = canonical.target, canonical.indicator
        if indicator is None or target.base_year is None or not target.compared or target.uncertain:
            continue
        same = (indicator.id, folded(target.caliber), folded(target.price_basis), target.region)
        base = base_figure(target, indicator, units)
        if base:
            kind = "level" if indicator.canonical_measure in LEVELS else canonical.measure
            bases.setdefault((*same, target.base_year, kind), []).append((member, *base))
        if canonical.views and canonical.views[0].measure in RELATIVE:
            changes.setdefault((*same, target.year), []).append(member)
    return dict(_other_years(changes.values(), documents)) | dict(_other_values(bases.values(), documents))


def _other_values(
    groups: Iterable[list[tuple[Member, Fraction, Fraction]]], documents: Mapping[str, Record]
) -> Iterator[_Pair]:
    """Base values of one year that differ by more than the coarser rounding."""
    for group in groups:
        if len({value for _, value, _ in group}) == 1:
            continue
        for (one, value, half), (other, other_value, other_half) in combinations(group, 2):
            gap, tolerance = abs(value - other_value), max(half, other_half)
            if gap > tolerance and _matter(documents[one[1]], documents[other[1]]):
                low, high = sorted(((one[0], value), (other[0], other_value)))
                yield (
                    (low[0], high[0]),
                    {
                        "reason": "base_value",
                        "gap": exact_text(gap),
                        "tolerance": exact_text(tolerance),
                        "unit": _unit(one[2]),
                        "lower_exact": exact_text(low[1]),
                        "upper_exact": exact_text(high[1]),
                    },
                )


def _other_years(groups: Iterable[list[Member]], documents: Mapping[str, Record]) -> Iterator[_Pair]:
    """The same measure of change for one target year on two base years, which no base value makes comparable."""
    for group in groups:
        if len({member[2].target.base_year for member in group}) == 1:
            continue
        for one, other in combinations(group, 2):
            if one[2].target.base_year == other[2].target.base_year:
                continue
            if _matter(documents[one[1]], documents[other[1]]) and compare(one[2], other[2]).reason == "base_year":
                low, high = sorted((one[0], other[0]))
                yield (low, high), {"reason": "base_year"}


def _unit(canonical: Canonical) -> str:
    return canonical.indicator.canonical_unit if canonical.indicator else ""


def _matter(one: Record, other: Record) -> bool:
    """Two documents of one district, or one of a district and one of a level above: the rule's pairs on any day."""
    if one["id"] == other["id"]:
        return False
    ours = [document for document in (one, other) if document["home"] and document["doc_kind"] in {"plan", "scheme"}]
    if len(ours) == 2:
        return bool(ours[0]["home"] == ours[1]["home"])
    others = [document for document in (one, other) if document["level"] in _ABOVE and document["doc_kind"] == "plan"]
    return len(ours) == 1 and len(others) == 1
