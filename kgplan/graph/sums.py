"""Sums of shares: what the parts of a target add up to, worked out exactly after each load (IND-007).

A target that is broken down has a ``Breakdown`` for each dimension. It says whether the shares keep the total; a share
that cannot be read leaves the breakdown incomplete, it is never guessed.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kgplan.graph.store import Record
from kgplan.graph.write import Work
from kgplan.targets.exact import exact_text
from kgplan.targets.intervals import Interval
from kgplan.targets.measures import LEVELS
from kgplan.targets.statement import Canonical, View

Share = tuple[str, str | None, bool, Canonical]
"""A share of a target: id of the target, dimension, whether all shares are listed, canonical form."""


def breakdowns(targets: Mapping[str, Canonical], shares: Iterable[Share]) -> dict[str, Record]:
    """The breakdowns of these targets into these shares: id → target and properties."""
    return {
        f"{target}|{dimension}": {"target": target, "props": {"dimension": dimension, **facts}}
        for (target, dimension), members in _gathered(shares).items()
        if target in targets and (facts := breakdown(dimension, targets[target], members))
    }


def write_breakdowns(work: Work, wanted: Mapping[str, Record]) -> None:
    """Bring the breakdowns to the present state of the graph. Only differences are written."""
    standing = {
        row["id"]: {"target": row["target"], "props": row["props"]}
        for row in work.run(
            "MATCH (b:Breakdown) OPTIONAL MATCH (t:TargetStatement)-[:HAS_BREAKDOWN]->(b) "
            "RETURN b.id AS id, t.id AS target, properties(b) AS props"
        )
    }
    for content in standing.values():
        content["props"].pop("id")
    stale = [key for key, content in standing.items() if wanted.get(key) != content]
    fresh = [{"id": key, **wanted[key]} for key in sorted(wanted) if standing.get(key) != wanted[key]]
    work.batches("UNWIND $rows AS r MATCH (b:Breakdown {id: r.id}) DETACH DELETE b", [{"id": key} for key in stale])
    work.batches(
        "UNWIND $rows AS r MATCH (t:TargetStatement {id: r.target}) "
        "CREATE (t)-[:HAS_BREAKDOWN]->(b:Breakdown {id: r.id}) SET b += r.props",
        fresh,
    )


def _gathered(shares: Iterable[Share]) -> dict[tuple[str, str], list[tuple[bool, Canonical]]]:
    found: dict[tuple[str, str], list[tuple[bool, Canonical]]] = {}
    for target, dimension, complete, canonical in shares:
        if dimension:
            found.setdefault((target, dimension), []).append((complete, canonical))
    return found


def breakdown(dimension: str, total: Canonical, shares: list[tuple[bool, Canonical]]) -> dict[str, Any] | None:
    """What the shares of a target amount to in one dimension; None where they do not add up by their nature.

    ``verdict`` is ``over`` (above what the target allows), ``short`` (a complete breakdown below it) or ``within``;
    ``reason`` is ``rounding`` where the gap is no more than the shares' half last digits (IND-007).
    """
    whole = _amount(total)
    if whole is None or (dimension == "year" and whole.measure != "cumulative_total"):
        return None
    own_year = [
        (complete, share)
        for complete, share in shares
        if dimension == "year" or share.target.year in (None, total.target.year)
    ]
    parts = [part for _, share in own_year if (part := _amount(share)) and _alike(part, whole)]
    if not parts:
        return None
    complete = len(parts) == len(own_year) and all(listed for listed, _ in own_year)
    amount = sum((part.value for part in parts), Fraction(0))
    rounding = sum((part.half_digit for part in parts), Fraction(0))
    verdict, gap = _verdict(amount, whole.values, complete=complete)
    facts: dict[str, Any] = {
        "verdict": verdict,
        "complete": complete,
        "sum_exact": exact_text(amount),
        "total_exact": exact_text(whole.value),
        "tolerance": exact_text(rounding),
        "unit": whole.unit,
    }
    if verdict != "within":
        facts["gap"] = exact_text(gap)
        if gap <= rounding:
            facts["reason"] = "rounding"
    return facts


def _amount(canonical: Canonical) -> View | None:
    """The figure as written, if it is an amount of an indicator that adds up: no rate, no change, no stretch value."""
    target, indicator = canonical.target, canonical.indicator
    if indicator is None or not indicator.additive or target.stretch or not canonical.views:
        return None
    first = canonical.views[0]
    amounts = LEVELS | {"cumulative_total"}
    return first if first.measure in amounts and target.value_kind in ("number", "range") else None


def _alike(part: View, whole: View) -> bool:
    return part.unit == whole.unit and part.comparable == whole.comparable


def _verdict(amount: Fraction, allowed: Interval, *, complete: bool) -> tuple[str, Fraction]:
    """A ceiling is broken by any breakdown, a floor and an exact total by a complete one only."""
    exact = allowed.low is not None and allowed.low == allowed.high
    if allowed.high is not None and amount > allowed.high and (complete or not exact):
        return "over", amount - allowed.high
    if allowed.low is not None and amount < allowed.low and complete:
        return "short", allowed.low - amount
    return "within", Fraction(0)
