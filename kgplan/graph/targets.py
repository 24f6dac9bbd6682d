"""Target statements in the graph: what each cell was read as, and the exact comparison of the pairs that can matter.

A statement of a document is compared with those of its ancestors and of the outlines of its own district that share
years with it (rules.md 0.5); the verdict stands on ``COMPARED_WITH``, whichever day the rules look at.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kgplan.graph.store import Record, Transaction
from kgplan.sources.values_rows import Statement, read_row
from kgplan.targets.compare import Comparison, compare
from kgplan.targets.exact import exact_text
from kgplan.targets.indicators import Catalogue
from kgplan.targets.statement import Canonical, prepare

_DECIMALS = ("base_value", "value_high")


def statements(props: Mapping[str, Any], catalogue: Catalogue, document: Mapping[str, Any]) -> list[Statement]:
    """The statements of a target row as the graph keeps it; ``document`` gives region and first year."""
    values = {**props}
    for name in _DECIMALS:
        if values.get(name) is not None:
            values[name] = Decimal(str(values[name]))
    return read_row(values, catalogue, region=document.get("region"), start_year=document.get("start_year"))


def reading_facts(statement: Statement, canonical: Canonical) -> dict[str, Any]:
    """The derived properties of a statement: the figure as read, and in canonical unit and measure.

    Numbers for analysts' queries, with the exact text beside them: a binary float is never compared.
    """
    reading, target = statement
    facts: dict[str, Any] = {
        "value_kind": target.value_kind,
        "direction": target.direction,
        "measure": target.measure,
        "stretch": target.stretch,
    }
    if reading.value is not None:
        facts |= {"value": float(reading.value), "value_exact": str(reading.value)}
    if target.value_high is not None:
        facts["value_high"] = str(target.value_high)
    if canonical.value is not None:
        facts |= {"value_canonical": float(canonical.value), "canonical_exact": exact_text(canonical.value)}
    if canonical.half_digit is not None:
        facts["half_digit"] = exact_text(canonical.half_digit)
    return {name: value for name, value in facts.items() if value is not None}


def compare_targets(transaction: Transaction, catalogue: Catalogue) -> None:
    """Bring COMPARED_WITH to the present state of the graph. Only differences are written."""
    documents = {
        row["id"]: row
        for row in transaction.run(
            "MATCH (d:Document) RETURN d.id AS id, d.region AS region, d.start_year AS start_year, d.end_year AS end_year, "
            "d.home AS home, d.plan_type AS plan_type, d.stage AS stage"
        )
    }
    above: dict[str, set[str]] = {}
    for row in transaction.run("MATCH (a:Document)-[:HAS_SUPERIOR]->(b:Plan) RETURN a.id AS lower, b.id AS upper"):
        above.setdefault(row["lower"], set()).add(row["upper"])
    stated: dict[str, list[tuple[str, Canonical]]] = {}
    for row in transaction.run(
        "MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement) RETURN d.id AS document, properties(t) AS t ORDER BY t.id"
    ):
        for _, target in statements(row["t"], catalogue, documents[row["document"]])[:1]:
            stated.setdefault(row["document"], []).append((row["t"]["id"], prepare(target, catalogue)))
    wanted = {
        (lower, upper): _edge(comparison)
        for document in stated
        for superior in sorted(above.get(document, set()) | _outlines(documents, documents[document]) - {document})
        for lower, upper, comparison in _pairs(stated[document], stated.get(superior, []))
    }
    _write(transaction, wanted)


def _outlines(documents: Mapping[str, Record], lower: Record) -> set[str]:
    """Outlines of the document's own district that share a year with it."""
    if not (lower["home"] and lower["start_year"] and lower["end_year"]):
        return set()
    return {
        key
        for key, upper in documents.items()
        if upper["plan_type"] == "development"
        and upper["home"] == lower["home"]
        and upper["start_year"]
        and upper["end_year"]
        and upper["start_year"] <= lower["end_year"]
        and lower["start_year"] <= upper["end_year"]
    }


def _pairs(
    lower: Iterable[tuple[str, Canonical]], upper: Iterable[tuple[str, Canonical]]
) -> Iterable[tuple[str, str, Comparison]]:
    by_indicator: dict[str, list[tuple[str, Canonical]]] = {}
    for key, canonical in upper:
        if canonical.target.indicator:
            by_indicator.setdefault(canonical.target.indicator, []).append((key, canonical))
    for key, canonical in lower:
        for other, superior in by_indicator.get(canonical.target.indicator or "", []):
            comparison = compare(canonical, superior)
            if comparison.verdict != "unrelated":
                yield key, other, comparison


def _edge(comparison: Comparison) -> dict[str, Any]:
    """The comparison as properties: exact decimals as text."""
    figures = {
        "gap": comparison.gap,
        "tolerance": comparison.tolerance_fine,
        "tolerance_coarse": comparison.tolerance_coarse,
    }
    return {
        "verdict": comparison.verdict,
        **({"reason": comparison.reason} if comparison.reason else {}),
        **({"unit": comparison.unit} if comparison.unit else {}),
        **{name: exact_text(value) for name, value in figures.items() if value is not None},
    }


def _write(transaction: Transaction, wanted: dict[tuple[str, str], dict[str, Any]]) -> None:
    standing = {
        (row["lower"], row["upper"]): row["props"]
        for row in transaction.run(
            "MATCH (a:TargetStatement)-[c:COMPARED_WITH]->(b:TargetStatement) "
            "RETURN a.id AS lower, b.id AS upper, properties(c) AS props"
        )
    }
    ends = "UNWIND $rows AS r MATCH (a:TargetStatement {id: r.lower}) MATCH (b:TargetStatement {id: r.upper}) "
    stale = [{"lower": a, "upper": b} for (a, b), props in standing.items() if wanted.get((a, b)) != props]
    fresh = [
        {"lower": a, "upper": b, "props": props}
        for (a, b), props in sorted(wanted.items())
        if standing.get((a, b)) != props
    ]
    transaction.run(ends + "MATCH (a)-[c:COMPARED_WITH]->(b) DELETE c", {"rows": stale})
    transaction.run(ends + "CREATE (a)-[c:COMPARED_WITH]->(b) SET c = r.props", {"rows": fresh})
