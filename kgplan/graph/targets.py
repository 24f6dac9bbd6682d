"""Target statements in the graph: what each cell was read as, and the exact comparison of the pairs that can matter.

A statement of a document is compared with those of its ancestors, of the outlines of its own district that share years
with it, of its peers, and with the shares that its ancestors allocate; the verdict
stands on ``COMPARED_WITH``, whichever day the rules look at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kgplan.graph.derived import write_derived_edges
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


@dataclass(slots=True)
class _Stated:
    """What documents state, by document: (id of the statement or allocation, canonical form)."""

    targets: dict[str, list[tuple[str, Canonical]]]
    allocations: dict[str, list[tuple[str, Canonical]]]


def compare_targets(transaction: Transaction, catalogue: Catalogue) -> None:
    """Bring COMPARED_WITH to the present state of the graph. Only differences are written."""
    documents = {
        row["id"]: row
        for row in transaction.run(
            "MATCH (d:Document) RETURN d.id AS id, d.region AS region, d.start_year AS start_year, "
            "d.end_year AS end_year, d.home AS home, d.level AS level, d.plan_type AS plan_type, d.doc_kind AS doc_kind"
        )
    }
    above: dict[str, set[str]] = {}
    for row in transaction.run("MATCH (a:Document)-[:HAS_SUPERIOR]->(b:Plan) RETURN a.id AS lower, b.id AS upper"):
        above.setdefault(row["lower"], set()).add(row["upper"])
    stated = _Stated(
        _read_targets(transaction, catalogue, documents), _read_allocations(transaction, catalogue, documents)
    )
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {"TargetStatement": {}, "Allocation": {}}
    for key, lower in stated.targets.items():
        for superior in above.get(key, set()) | _outlines(documents, documents[key]) - {key}:
            found["TargetStatement"].update(_pairs(lower, stated.targets.get(superior, [])))
            found["Allocation"].update(_pairs(lower, stated.allocations.get(superior, [])))
        for peer in _peers(documents, above, key) & stated.targets.keys():
            found["TargetStatement"].update(_pairs(lower, stated.targets[peer]))
    for label, wanted in found.items():
        write_derived_edges(transaction, "COMPARED_WITH", ("TargetStatement", label), wanted)


def _read_targets(
    transaction: Transaction, catalogue: Catalogue, documents: Mapping[str, Record]
) -> dict[str, list[tuple[str, Canonical]]]:
    stated: dict[str, list[tuple[str, Canonical]]] = {}
    for row in transaction.run(
        "MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement) "
        "RETURN d.id AS document, properties(t) AS t ORDER BY t.id"
    ):
        for _, target in statements(row["t"], catalogue, documents[row["document"]])[:1]:
            stated.setdefault(row["document"], []).append((row["t"]["id"], prepare(target, catalogue)))
    return stated


def _read_allocations(
    transaction: Transaction, catalogue: Catalogue, documents: Mapping[str, Record]
) -> dict[str, list[tuple[str, Canonical]]]:
    """Shares handed to regions. All but value, unit and year a share has from its target (rules.md 0.10 step 2)."""
    stated: dict[str, list[tuple[str, Canonical]]] = {}
    for row in transaction.run(
        "MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement)-[:DECOMPOSED_INTO]->(a:Allocation) "
        "MATCH (a)-[:ALLOCATED_TO]->(r:Region) RETURN d.id AS document, properties(t) AS t, properties(a) AS a, "
        "r.id AS region ORDER BY a.id"
    ):
        own = {name: row["a"][name] for name in ("value_text", "unit", "year") if row["a"].get(name) is not None}
        values = {**row["t"], "value_high": None, **own, "region": row["region"]}
        for _, target in statements(values, catalogue, documents[row["document"]])[:1]:
            stated.setdefault(row["document"], []).append((row["a"]["id"], prepare(target, catalogue)))
    return stated


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


def _peers(documents: Mapping[str, Record], above: Mapping[str, set[str]], key: str) -> set[str]:
    """District plans and schemes beside a document, of greater id: neither above the other, none an outline (0.5)."""

    def beside(document: Record) -> bool:
        return (
            document["home"] is not None
            and document["level"] == "district"
            and document["doc_kind"] in {"plan", "scheme"}
            and document["plan_type"] != "development"
        )

    own = documents[key]
    if not beside(own):
        return set()
    return {
        other
        for other, document in documents.items()
        if other > key
        and document["home"] == own["home"]
        and beside(document)
        and other not in above.get(key, set())
        and key not in above.get(other, set())
    }


def _pairs(
    lower: Iterable[tuple[str, Canonical]], upper: Iterable[tuple[str, Canonical]]
) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    by_indicator: dict[str, list[tuple[str, Canonical]]] = {}
    for key, canonical in upper:
        if canonical.target.indicator:
            by_indicator.setdefault(canonical.target.indicator, []).append((key, canonical))
    for key, canonical in lower:
        for other, superior in by_indicator.get(canonical.target.indicator or "", []):
            comparison = compare(canonical, superior)
            if comparison.verdict != "unrelated":
                yield (key, other), _edge(comparison)


def _edge(comparison: Comparison) -> dict[str, Any]:
    """The comparison as properties: exact decimals as text."""
    figures = {"gap": comparison.gap, "tolerance": comparison.tolerance_fine}
    return {
        "verdict": comparison.verdict,
        **({"reason": comparison.reason} if comparison.reason else {}),
        **({"unit": comparison.unit} if comparison.unit else {}),
        **{name: exact_text(value) for name, value in figures.items() if value is not None},
    }
