"""Findings as lines: the edge that a rule asks for, drawn to the document that should be at its other end.

Which rule asks for which edge is written down in ``WANTED``; a rule that is not listed there can still colour an edge
that exists (:func:`faults`) and count on a badge (:func:`notes`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kgplan.diagrams.facts import Document, Facts
from kgplan.diagrams.model import Edge, Fault, Note
from kgplan.results import Finding

Certainty = Literal["required", "likely"]
Wanted = Literal["outline", "outline_above", "spatial_above", "counterpart"]
WANTED: Mapping[str, tuple[Wanted, Certainty]] = {
    "HIER-001": ("outline", "required"),
    "HIER-002": ("outline_above", "required"),
    "HIER-004": ("counterpart", "likely"),
    "HIER-005": ("spatial_above", "required"),
    "HIER-011": ("outline", "likely"),
}
"""Rule → where its edge leads, and whether it must lead there (HIER-004: a person confirms that the match is one;
HIER-011: any plan of the district will do)."""
PLACEHOLDER = "wanted:"
CATALOGUE_RULE = "CAT-001"
"""Its findings put the hollow corner on a box."""


@dataclass(frozen=True)
class Placeholder:
    """A document that should exist above ``below`` and is not in the graph."""

    id: str
    level: str
    plan_type: str
    below: str


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that still stand: neither resolved nor waived."""
    return [finding for finding in findings if finding.state not in {"resolved", "waived"}]


def concerned(finding: Finding, documents: Mapping[str, Document]) -> list[str]:
    """Ids of the documents that a finding is about: its subjects, and the parts of its key that are documents."""
    ids = [*(subject.id for subject in finding.subjects), *finding.key]
    return [name for name in dict.fromkeys(ids) if name in documents]


def notes(findings: Iterable[Finding], facts: Facts) -> dict[str, list[Note]]:
    """Errors and warnings per document: each finding once, on the document that it is about first.

    A finding that concerns a classified document says only which rule speaks, for messages quote titles and values.
    """
    result: dict[str, list[Note]] = defaultdict(list)
    for finding in findings:
        if finding.severity == "info":
            continue
        ids = concerned(finding, facts.documents)
        secret = any(facts.documents[name].classified for name in ids)
        message = finding.title if secret else finding.message
        note = Note(finding.rule, finding.severity, message.zh, message.en, finding.fingerprint)
        for name in ids[:1]:
            result[name].append(note)
    return result


def faults(edges: Sequence[Edge], findings: Iterable[Finding]) -> list[Edge]:
    """The same edges, marked where a finding's key is exactly the edge's two ends."""
    by_ends: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity != "info" and len(finding.key) == 2 and finding.rule not in WANTED:
            by_ends[tuple(finding.key)].append(finding)
    marked = []
    for edge in edges:
        about = by_ends.get((edge.source, edge.target), [])
        if edge.kind == "subordinate" and about:
            worst: Fault = "error" if any(finding.severity == "error" for finding in about) else "warning"
            rules = tuple(sorted({finding.rule for finding in about}))
            marked.append(replace(edge, fault=worst, rules=rules))
        else:
            marked.append(edge)
    return marked


def missing_edges(findings: Iterable[Finding], facts: Facts) -> tuple[list[Edge], list[Placeholder]]:
    """Edges that rules ask for, and placeholders for upper ends that the graph does not hold."""
    edges: dict[tuple[str, str], Edge] = {}
    placeholders: dict[str, Placeholder] = {}
    for finding in findings:
        wanted, certainty = WANTED.get(finding.rule, (None, "likely"))
        if wanted is None or finding.severity == "info" or not finding.key or finding.key[0] not in facts.documents:
            continue
        lower = facts.documents[finding.key[0]]
        upper = _upper(wanted, finding, lower, facts)
        if isinstance(upper, Placeholder):
            placeholders[upper.id] = upper
        if upper is None:
            continue
        ends = (lower.id, upper.id)
        old = edges.get(ends)
        worst: Fault = "error" if finding.severity == "error" or (old and old.fault == "error") else "warning"
        rules = tuple(sorted({finding.rule, *(old.rules if old else ())}))
        if old and old.detail == "required":
            certainty = "required"
        edges[ends] = Edge(*ends, kind="missing", detail=certainty, fault=worst, rules=rules)
    return [edges[ends] for ends in sorted(edges)], [placeholders[name] for name in sorted(placeholders)]


def _upper(wanted: Wanted, finding: Finding, lower: Document, facts: Facts) -> Document | Placeholder | None:
    if wanted == "counterpart":
        return facts.documents.get(finding.key[1]) if len(finding.key) > 1 else None
    if wanted == "outline":
        level, plan_type, own = "district", "development", True
    elif wanted == "outline_above":
        level, plan_type, own = "municipal", "development", False
    else:
        general = (lower.spatial_kind or "general") == "general"
        level, plan_type, own = ("municipal", "spatial", False) if general else ("district", "spatial", True)
    fitting = [
        document
        for document in facts.documents.values()
        if document.doc_kind == "plan"
        and document.level == level
        and document.plan_type == plan_type
        and (document.spatial_kind or "general") == "general"
        and (not own or facts.is_home(document.id))
        and document.id != lower.id
        and document.shares_years(lower)
    ]
    if not fitting:
        return Placeholder(f"{PLACEHOLDER}{level}:{plan_type}", level, plan_type, lower.id)
    coming = facts.standing(lower) in {"draft", "pending"}

    def order(document: Document) -> tuple[bool, int, int, str]:
        apart = coming and _window(document) != _window(lower)
        return apart, _rank(document, facts), -(document.start_year or 0), document.id

    return min(fitting, key=order)


def _window(document: Document) -> int | None:
    """Number of the five-year window that a period begins in; windows begin in years such as 2021 and 2026."""
    return None if document.start_year is None else (document.start_year - 1) // 5


def _rank(document: Document, facts: Facts) -> int:
    """The one in force first, then a draft, then what is over."""
    order = ("in_force", "draft", "pending", "unknown", "expired", "superseded", "repealed")
    return order.index(facts.standing(document))
