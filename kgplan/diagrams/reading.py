"""Graph and findings → :class:`~kgplan.diagrams.model.Picture`: the one place where a picture is put together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kgplan.diagrams.facts import Document, Facts, Relation, read_facts
from kgplan.diagrams.missing import CATALOGUE_RULE, Placeholder, concerned, faults, missing_edges, notes, open_findings
from kgplan.diagrams.model import Edge, EdgeKind, Node, Note, Picture, Row
from kgplan.diagrams.selection import EVERYTHING, Filters, reduced, select
from kgplan.diagrams.titles import english_short, short_title
from kgplan.graph.store import Store
from kgplan.ontology import load_schema
from kgplan.results import Finding, IndicatorBlock
from kgplan.texts import both

_KINDS: Mapping[str, EdgeKind] = {
    "SUBORDINATE_TO": "subordinate",
    "COORDINATES_WITH": "coordinates",
    "SUPERSEDES": "supersedes",
    "IMPLEMENTS_TARGET": "implements",
}


def read_picture(  # noqa: PLR0913 - all by keyword
    store: Store,
    *,
    as_of: date,
    home: str,
    findings: Sequence[Finding] = (),
    filters: Filters = EVERYTHING,
    rulebook: str | None = None,
    checked: bool | None = None,
    indicator: IndicatorBlock | None = None,
) -> Picture:
    """The hierarchy of ``home`` (a region id) on ``as_of``, with the findings of a run marked in it.

    ``rulebook``: version for the legend. ``checked``: whether rules ran at all, so that no finding and not looked at
    differ; by default if there are findings. ``indicator``: what documents state of the indicator whose values are to
    be shown. UserError for an unknown root.
    """
    picture = compose(read_facts(store, home, as_of, indicator), findings, filters)
    picture = replace(picture, rulebook=rulebook, checked=bool(findings) if checked is None else checked)
    if indicator is None:
        return picture
    name = indicator.name
    return replace(picture, indicator=indicator.indicator, indicator_name=name.zh, indicator_name_en=name.en)


def compose(facts: Facts, findings: Sequence[Finding], filters: Filters) -> Picture:
    """The picture of these facts. Nodes, edges and rows come in stable order."""
    standing = open_findings(findings)
    missing, placeholders = missing_edges(standing, facts)
    shown = select(facts, missing, standing, filters)
    edges = faults([_edge(link, facts) for link in facts.relations], standing) + missing
    about = notes(standing, facts)
    nodes = [
        _node(document, facts, about.get(document.id, []))
        for document in facts.documents.values()
        if document.id in shown
    ]
    nodes += [_placeholder(wanted) for wanted in placeholders if wanted.id in shown]
    severities = [finding.severity for finding in standing if shown.intersection(concerned(finding, facts.documents))]
    picture = _picture(facts, nodes, edges, filters)
    return replace(picture, errors=severities.count("error"), warnings=severities.count("warning"))


def assemble(facts: Facts, shown: Collection[str], filters: Filters) -> Picture:
    """The picture of these documents as if no rules had run."""
    nodes = [_node(facts.documents[name], facts, ()) for name in shown]
    return _picture(facts, nodes, [_edge(link, facts) for link in facts.relations], filters)


def _picture(facts: Facts, nodes: Sequence[Node], edges: Iterable[Edge], filters: Filters) -> Picture:
    """Nodes and the edges between them in stable order."""
    nodes = sorted(nodes, key=_node_key)
    shown = {node.id for node in nodes}
    edges = sorted({edge for edge in edges if edge.source in shown and edge.target in shown}, key=_edge_key)
    if filters.reduce:
        edges = reduced(edges)
    return Picture(
        nodes=tuple(nodes),
        edges=tuple(edges),
        rows=_rows(nodes),
        as_of=facts.as_of,
        home=facts.home,
        home_name=facts.home_name,
        home_name_en=facts.home_name_en,
        hidden=len(facts.documents) - sum(not node.wanted for node in nodes),
    )


def _edge_key(edge: Edge) -> tuple[str, str, str, str]:
    return edge.source, edge.target, edge.kind, edge.detail or ""


def _node_key(node: Node) -> tuple[int, str, int, str]:
    return _level_rank(node.level), node.field or "", node.start_year or 0, node.id


def _edge(link: Relation, facts: Facts) -> Edge:
    lower, upper = facts.documents[link.source], facts.documents[link.target]
    kind = _KINDS[link.type]
    circular = link.source == link.target or (lower.loop is not None and lower.loop == upper.loop)
    return Edge(link.source, link.target, kind, detail=link.kind, loop=kind == "subordinate" and circular)


def _node(document: Document, facts: Facts, about: Sequence[Note]) -> Node:
    years = (document.start_year, document.end_year)
    title = document.id if document.classified else document.title
    title_en = None if document.classified else document.title_en
    return Node(
        id=document.id,
        title=title,
        short=document.id if document.classified else short_title(title, facts.places, *years),
        title_en=title_en,
        short_en=english_short(title_en, facts.places_en, *years) if title_en else None,
        doc_kind=document.doc_kind,
        plan_type=document.plan_type,
        spatial_kind=document.spatial_kind,
        level=document.level,
        jurisdiction=document.jurisdiction,
        domain=document.domain,
        field=document.domain.partition(".")[0] if document.domain else None,
        start_year=document.start_year,
        end_year=document.end_year,
        stage=document.stage_on(facts.as_of),
        standing=facts.standing(document),
        lead=document.lead,
        lead_name=facts.bodies.get(document.lead, document.lead) if document.lead else None,
        home=facts.is_home(document.id),
        loop=document.loop is not None,
        unlisted=any(note.rule == CATALOGUE_RULE for note in about),
        errors=sum(note.severity == "error" for note in about),
        warnings=sum(note.severity == "warning" for note in about),
        notes=tuple(about),
        values=facts.values.get(document.id, ()),
    )


def _placeholder(wanted: Placeholder) -> Node:
    title = both(f"diagram.wanted_{wanted.level}_{wanted.plan_type}")
    return Node(
        id=wanted.id,
        title=title["zh"],
        short=title["zh"],
        title_en=title["en"],
        plan_type=wanted.plan_type,
        level=wanted.level,
        wanted=True,
    )


def _level_rank(level: str | None) -> int:
    codes = [code.code for code in load_schema().code_lists["level"].codes]
    return codes.index(level) if level in codes else len(codes)


def _rows(nodes: Sequence[Node]) -> tuple[Row, ...]:
    levels = sorted({node.level for node in nodes}, key=lambda level: (_level_rank(level), level or ""))
    return tuple(Row(level, tuple(node.id for node in nodes if node.level == level)) for level in levels)
