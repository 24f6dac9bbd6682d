"""Target statements in the graph: what each cell was read as, and what follows from it for other statements.

Four things are worked out after each load, whichever day the rules look at: the exact comparison of the pairs that can
matter (``COMPARED_WITH``: with ancestors and what they allocate, with the own district's outlines of the same period,
with peers, and within one document), the sums of shares (:mod:`kgplan.graph.sums`), base values that do not agree
(:mod:`kgplan.graph.bases`) and yearly targets against those of the outline (:mod:`kgplan.graph.yearly`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import networkx as nx

from kgplan.graph.bases import base_differences
from kgplan.graph.derived import DerivedEdges, Ends
from kgplan.graph.parts import Parts
from kgplan.graph.store import Record, Transaction
from kgplan.graph.sums import breakdowns, write_breakdowns
from kgplan.graph.write import Work
from kgplan.graph.yearly import yearly_comparisons, yearly_documents
from kgplan.sources.values_rows import Statement, read_row
from kgplan.targets.compare import Comparison, compare, folded
from kgplan.targets.exact import exact_text, numeral
from kgplan.targets.indicators import Catalogue
from kgplan.targets.measures import CHANGES
from kgplan.targets.statement import Canonical, prepare
from kgplan.texts import LANGS

_SHARED_TARGETS = 2_000
"""Targets whose allocations are read at once."""
_EDGES = (
    ("COMPARED_WITH", "TargetStatement"),
    ("COMPARED_WITH", "Allocation"),
    ("BASE_DIFFERS", "TargetStatement"),
    ("YEARLY_COMPARED_WITH", "TargetStatement"),
)


def statements(props: Mapping[str, Any], catalogue: Catalogue, document: Mapping[str, Any]) -> list[Statement]:
    """The statements of a target row as the graph keeps it; ``document`` gives region and first year.

    A node holds direction and measure as they were read, so that they look filled in: what was in doubt stays so.
    """
    stated = read_row(props, catalogue, region=document.get("region"), start_year=document.get("start_year"))
    if props.get("confidence") != "uncertain":
        return stated
    return [(reading, replace(target, uncertain=True)) for reading, target in stated]


def reading_facts(statement: Statement, canonical: Canonical) -> dict[str, Any]:
    """The derived properties of a statement: the figure as read, and in canonical unit and measure.

    Numbers for analysts' queries, with the exact text beside them: a binary float is never compared. A reading that a
    person has to confirm says why.
    """
    reading, target = statement
    facts: dict[str, Any] = {
        "value_kind": target.value_kind,
        "direction": target.direction,
        "measure": target.measure,
        "stretch": target.stretch,
    }
    if reading.value is not None:
        facts |= {"value": float(reading.value), "value_exact": numeral(reading.value)}
    if target.value_high is not None:
        facts["value_high"] = str(target.value_high)
    if canonical.value is not None:
        facts |= {"value_canonical": float(canonical.value), "canonical_exact": exact_text(canonical.value)}
    if canonical.half_digit is not None:
        facts["half_digit"] = exact_text(canonical.half_digit)
    if target.uncertain:
        facts["confidence"] = reading.confidence
        facts |= {f"why_{lang}": reading.why[lang] for lang in LANGS}
    return {name: value for name, value in facts.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement or allocation with the document that it stands in."""

    key: str
    document: str
    canonical: Canonical


Group = tuple[str | None, str | None, int | None]
"""Indicator, region and target year: only statements that agree in these are ever compared."""


@dataclass(slots=True)
class _Groups:
    """Statements or allocations of one indicator, region and year, by document."""

    members: dict[Group, dict[str, list[Stated]]] = field(default_factory=dict)

    def add(self, stated: Stated) -> None:
        target = stated.canonical.target
        if target.compared:
            group = self.members.setdefault((target.indicator, target.region, target.year), {})
            group.setdefault(stated.document, []).append(stated)


def compare_targets(work: Work, catalogue: Catalogue, targets: Parts[Stated]) -> None:
    """Bring all that is derived from targets to the present state of the graph. Only differences are written.

    ``targets`` are all statements of the graph by indicator, as the load has just read them.
    """
    documents = {
        row["id"]: row
        for row in work.run(
            "MATCH (d:Document) RETURN d.id AS id, d.region AS region, d.start_year AS start_year, "
            "d.end_year AS end_year, d.home AS home, d.level AS level, d.plan_type AS plan_type, d.doc_kind AS doc_kind"
        )
    }
    shares: Parts[_Share] = Parts()
    for share in _read_allocations(work, catalogue, documents):
        shares.add(share.stated.canonical.target.indicator, share)
    rank, yearly = _Rank.read(work, documents), yearly_documents(work)
    edges = {(relation, label): DerivedEdges(work, relation, ("TargetStatement", label)) for relation, label in _EDGES}
    broken_down: dict[str, Record] = {}
    for part, part_shares in zip(targets, shares, strict=True):
        # Several statements may name a document that is not there; and their order decides nothing.
        stated = sorted((one for one in part if one.document in documents), key=lambda one: one.key)
        members = [(one.key, one.document, one.canonical) for one in stated]
        placed = [share.stated for share in part_shares if share.placed]
        for label, found in _comparisons(documents, rank, stated, placed).items():
            edges["COMPARED_WITH", label].put(found)
        edges["BASE_DIFFERS", "TargetStatement"].put(base_differences(documents, members, catalogue.units))
        edges["YEARLY_COMPARED_WITH", "TargetStatement"].put(yearly_comparisons(yearly, members))
        broken_down |= breakdowns(
            {one.key: one.canonical for one in stated},
            [
                (each.target, each.dimension, each.complete, each.stated.canonical)
                for each in part_shares
                if each.counts
            ],
        )
    for each in edges.values():
        each.finish()
    write_breakdowns(work, broken_down)
    _write_suggestions(work, catalogue)


# ── what is stated ──


@dataclass(frozen=True, slots=True)
class _Share:
    """An allocation as a statement about the region that it is handed to."""

    stated: Stated
    target: str
    dimension: str | None
    complete: bool
    placed: bool
    counts: bool


def share_values(target: Mapping[str, Any], share: Mapping[str, Any], region: str | None) -> dict[str, Any]:
    """A share as a row of targets: all but value, unit and year it has from its target (rules.md 0.10 step 2)."""
    own = {name: share[name] for name in ("value_text", "unit", "year") if share.get(name) is not None}
    return {**target, "value_high": None, **own, "region": region}


def _read_allocations(
    transaction: Transaction, catalogue: Catalogue, documents: Mapping[str, Record]
) -> Iterator[_Share]:
    """Shares of targets. Only one that is handed to a region is compared with the statements about that region."""
    for row in _allocation_rows(transaction):
        share, values = row["a"], share_values(row["t"], row["a"], row["region"])
        for _, target in statements(values, catalogue, documents[row["document"]])[:1]:
            yield _Share(
                Stated(share["id"], row["document"], prepare(target, catalogue)),
                row["t"]["id"],
                share.get("dimension"),
                share.get("complete") is not False,
                row["region"] is not None,
                share.get("role") in (None, "share"),
            )


def _allocation_rows(transaction: Transaction) -> Iterator[Record]:
    """Allocations with their targets, some at a time: a country has more than memory should hold."""
    shared = transaction.run(
        "MATCH (t:TargetStatement)-[:DECOMPOSED_INTO]->(:Allocation) RETURN DISTINCT t.id AS id ORDER BY id"
    )
    for start in range(0, len(shared), _SHARED_TARGETS):
        yield from transaction.run(
            "UNWIND $ids AS id MATCH (t:TargetStatement {id: id})<-[:HAS_TARGET]-(d:Document) "
            "MATCH (t)-[:DECOMPOSED_INTO]->(a:Allocation) OPTIONAL MATCH (a)-[:ALLOCATED_TO]->(r:Region) "
            "RETURN d.id AS document, properties(t) AS t, properties(a) AS a, r.id AS region ORDER BY a.id",
            {"ids": [row["id"] for row in shared[start : start + _SHARED_TARGETS]]},
        )


# ── comparisons ──


@dataclass(frozen=True, slots=True)
class _Rank:
    """Who stands above whom: ``above`` as relations say it, ``superiors`` with the district's outlines of the same
    period, ``regions`` those that each region lies in."""

    above: Mapping[str, set[str]]
    superiors: Mapping[str, set[str]]
    regions: Mapping[str, set[str]]

    @classmethod
    def read(cls, transaction: Transaction, documents: Mapping[str, Record]) -> "_Rank":
        above: dict[str, set[str]] = {}
        for row in transaction.run("MATCH (a:Document)-[:HAS_SUPERIOR]->(b:Plan) RETURN a.id AS lower, b.id AS upper"):
            above.setdefault(row["lower"], set()).add(row["upper"])
        outlines = _outlines(documents)
        superiors = {key: above.get(key, set()) | _same_period(outlines, documents[key]) - {key} for key in documents}
        return cls(above, superiors, _regions_above(transaction))


def _comparisons(
    documents: Mapping[str, Record], rank: _Rank, targets: Iterable[Stated], shares: Iterable[Stated]
) -> dict[str, dict[Ends, dict[str, Any]]]:
    """COMPARED_WITH from these statements, by the class at its end: to other ones, and to shares."""
    stated, allocated = _Groups(), _Groups()
    for target in targets:
        stated.add(target)
    for share in shares:
        allocated.add(share)
    found: dict[str, dict[Ends, dict[str, Any]]] = {"TargetStatement": {}, "Allocation": {}}
    for group, by_document in stated.members.items():
        handed_down = allocated.members.get(group, {})
        for document, lower in by_document.items():
            for superior in rank.superiors[document] & by_document.keys():
                found["TargetStatement"].update(_pairs(lower, by_document[superior]))
            for superior in rank.superiors[document] & handed_down.keys():
                found["Allocation"].update(_pairs(lower, handed_down[superior]))
            found["TargetStatement"].update(_within(lower))
        for one, other in _peers(sorted(by_document), documents, rank.above):
            found["TargetStatement"].update(_pairs(by_document[one], by_document[other], peers=True))
    found["TargetStatement"].update(_wider(stated, rank))
    return found


def _outlines(documents: Mapping[str, Record]) -> dict[str, list[Record]]:
    """The outlines of each district."""
    found: dict[str, list[Record]] = defaultdict(list)
    for document in documents.values():
        if document["plan_type"] == "development" and document["level"] == "district" and document["home"]:
            found[document["home"]].append(document)
    return found


def _same_period(outlines: Mapping[str, list[Record]], lower: Record) -> set[str]:
    """Outlines of the document's own district that share a year with it."""
    start, end = lower["start_year"], lower["end_year"]
    if not (lower["home"] and start and end):
        return set()
    return {
        upper["id"]
        for upper in outlines.get(lower["home"], ())
        if upper["start_year"] and upper["end_year"] and upper["start_year"] <= end and start <= upper["end_year"]
    }


def _peers(
    keys: Iterable[str], documents: Mapping[str, Record], above: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Pairs of district plans and schemes, smaller id first: neither above the other, none an outline (0.5)."""
    beside: dict[str, list[str]] = {}
    for key in keys:
        document = documents[key]
        own_level = document["home"] is not None and document["level"] == "district"
        if own_level and document["doc_kind"] in {"plan", "scheme"} and document["plan_type"] != "development":
            others = beside.setdefault(document["home"], [])
            yield from (
                (other, key)
                for other in others
                if other not in above.get(key, set()) and key not in above.get(other, set())
            )
            others.append(key)


def _pairs(
    lower: Iterable[Stated], upper: Iterable[Stated], *, peers: bool = False
) -> Iterator[tuple[Ends, dict[str, Any]]]:
    upper = list(upper)
    for one in lower:
        for other in upper:
            yield (one.key, other.key), _edge(compare(one.canonical, other.canonical, peers=peers))


def _within(stated: list[Stated]) -> Iterator[tuple[Ends, dict[str, Any]]]:
    """Statements of one document that state the same thing in the same measure and caliber."""
    for at, one in enumerate(stated):
        for other in stated[at + 1 :]:
            comparison = compare(one.canonical, other.canonical, peers=True)
            if comparison.views and one.canonical.measure == other.canonical.measure:
                lower, upper = sorted((one.key, other.key))
                yield (lower, upper), _edge(comparison)


def _wider(stated: _Groups, rank: _Rank) -> Iterator[tuple[Ends, dict[str, Any]]]:
    """Expected targets beside binding ones of a superior for a wider region: no values to compare, but two natures."""
    binding: dict[tuple[str | None, int | None], dict[str, list[Stated]]] = {}
    for (indicator, _, year), by_document in stated.members.items():
        for document, members in by_document.items():
            found = [one for one in members if one.canonical.target.nature == "binding"]
            if found:
                binding.setdefault((indicator, year), {}).setdefault(document, []).extend(found)
    for (indicator, region, year), by_document in stated.members.items():
        uppers = binding.get((indicator, year), {})
        for document in by_document if uppers else ():
            for superior in rank.superiors[document] & uppers.keys():
                for one, other in product(by_document[document], uppers[superior]):
                    lower, upper = one.canonical.target, other.canonical.target
                    same = folded(lower.caliber) == folded(upper.caliber)
                    if lower.nature == "expected" and same and upper.region in rank.regions.get(region or "", set()):
                        yield (one.key, other.key), {"verdict": "unrelated", "reason": "wider_region"}


def _regions_above(transaction: Transaction) -> dict[str, set[str]]:
    """The regions that each region lies in."""
    rows = transaction.run("MATCH (a:Region)-[:PART_OF]->(b:Region) RETURN a.id AS part, b.id AS whole")
    graph: nx.DiGraph[str] = nx.DiGraph((row["part"], row["whole"]) for row in rows)
    return {region: nx.descendants(graph, region) for region in graph}


def _edge(comparison: Comparison) -> dict[str, Any]:
    """The comparison as properties: exact decimals as text, in the indicator's own sense.

    The steps are kept where they can be asked for: targets that agree need no explanation.
    """
    turned = comparison.measure in CHANGES and _counts_reduction(comparison)
    figures = {
        "gap": comparison.gap,
        "difference": comparison.difference,
        "tolerance": comparison.tolerance_coarse,
        "lower_exact": comparison.lower,
        "upper_exact": comparison.superior,
    }
    signed = {"lower_exact", "upper_exact"} if turned else set()
    props: dict[str, Any] = {
        "verdict": comparison.verdict,
        "reason": comparison.reason,
        "unit": comparison.unit,
        "differs": comparison.figures_differ if comparison.views else None,
        **{
            name: exact_text(-value if name in signed else value)
            for name, value in figures.items()
            if value is not None
        },
    }
    if comparison.verdict != "equal":
        props |= {f"steps_{lang}": [step.sentence(lang) for step in comparison.steps] for lang in LANGS}
    return {name: value for name, value in props.items() if value is not None}


def _counts_reduction(comparison: Comparison) -> bool:
    indicator = comparison.sides[0].indicator if comparison.sides else None
    return indicator is not None and indicator.sense == "reduction"


# ── names that the catalogue does not know ──


def _write_suggestions(work: Work, catalogue: Catalogue) -> None:
    """The nearest known names beside a statement whose indicator is not in the catalogue, for a person to choose."""
    rows = work.run(
        "MATCH (t:TargetStatement) WHERE NOT EXISTS { (t)-[:OF_INDICATOR]->() } "
        "RETURN t.id AS id, t.indicator_name AS name, t.suggestions AS suggestions"
    )
    known: dict[str, list[str]] = {}
    changed = []
    for row in rows:
        name = row["name"] or ""
        if name not in known:
            known[name] = catalogue.suggest(name)
        if known[name] != (row["suggestions"] or []):
            changed.append({"id": row["id"], "suggestions": known[name]})
    work.batches("UNWIND $rows AS r MATCH (t:TargetStatement {id: r.id}) SET t.suggestions = r.suggestions", changed)
