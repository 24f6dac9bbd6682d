"""Which documents a picture shows: the home district's system, what it hangs on, and nothing else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from kgplan.diagrams.facts import Document, Facts
from kgplan.diagrams.missing import concerned
from kgplan.diagrams.model import Edge
from kgplan.errors import UserError
from kgplan.results import Finding

_SHOWN = frozenset({"in_force", "draft", "unknown"})
_LIVE = frozenset({"in_force", "draft"})
_CARRIES_OUT = frozenset({"plan", "annual_plan", "scheme", "action_plan"})
_UPPER = frozenset({"national", "municipal", "prefecture"})


@dataclass(frozen=True)
class Filters:
    """What the user wants to see of it. ``types``: plan types or kinds of document; ``dept``: id of a lead body.

    ``root`` with ``depth``: that document and what is at most so many steps above or below it.
    ``past``: with plans of the district that are over and those that are not yet in force.
    """

    root: str | None = None
    depth: int | None = None
    types: Collection[str] = ()
    dept: str | None = None
    only_findings: bool = False
    reduce: bool = False
    past: bool = False


EVERYTHING = Filters()


class _Links:
    """The relations as neighbourhoods."""

    def __init__(self, facts: Facts, missing: Iterable[Edge]) -> None:
        self.up: dict[str, set[str]] = defaultdict(set)
        self.down: dict[str, set[str]] = defaultdict(set)
        self.peers: dict[str, set[str]] = defaultdict(set)
        self.newer: dict[str, set[str]] = defaultdict(set)
        self.recorded: dict[str, set[str]] = defaultdict(set)
        ends = [(link.source, link.target) for link in facts.relations if link.type == "SUBORDINATE_TO"]
        for source, target in ends:
            self.recorded[source].add(target)
        for source, target in [*ends, *((edge.source, edge.target) for edge in missing)]:
            self.up[source].add(target)
            self.down[target].add(source)
        for link in facts.relations:
            if link.type == "COORDINATES_WITH":
                self.peers[link.source].add(link.target)
                self.peers[link.target].add(link.source)
            elif link.type == "SUPERSEDES" and link.kind == "revision":
                self.newer[link.target].add(link.source)

    def upward(self, start: Iterable[str]) -> set[str]:
        return _closure(start, self.up)


def select(facts: Facts, missing: Collection[Edge], findings: Collection[Finding], filters: Filters) -> set[str]:
    """Ids to be shown, placeholders among them. UserError for a root that is not in the graph."""
    links = _Links(facts, missing)
    if filters.root is not None:
        if filters.root not in facts.documents:
            raise UserError("diagram.unknown_root", id=filters.root)
        up = _closure([filters.root], links.up, filters.depth)
        return up | _closure([filters.root], links.down, filters.depth)
    documents = facts.documents
    own = {
        document.id
        for document in documents.values()
        if document.home == facts.home
        and document.doc_kind in _CARRIES_OUT
        and (filters.past or facts.standing(document) in _SHOWN)
    }
    about = [concerned(finding, documents) for finding in findings if finding.severity != "info"]
    about = [ids for ids in about if any(map(facts.is_home, ids))]
    own |= {name for ids in about for name in ids if facts.is_home(name)}
    own = {name for name in own if _wanted(documents[name], filters)}
    if filters.only_findings:
        flagged = {name for ids in about for name in ids}
        own &= flagged
        direct = own.union(*(links.up[name] for name in own))
        return direct | {name for ids in about if own & set(ids) for name in ids}
    stating = set() if filters.types or filters.dept else _stating(facts)
    start = own | stating | {name for ids in about if own & set(ids) for name in ids} | _counterparts(facts, own)
    shown = links.upward(start)
    shown = links.upward(shown | {newer for name in shown for newer in links.newer[name]})
    shown |= {link.target for link in facts.relations if link.type == "IMPLEMENTS_TARGET" and link.source in shown}
    peers = {peer for name in _closure(own, links.recorded) for peer in links.peers[name]}
    return shown | {peer for peer in peers if facts.standing(documents[peer]) in _SHOWN}


def _stating(facts: Facts) -> set[str]:
    """Documents of the district and of the levels above it that state the indicator shown."""
    return {
        name
        for name in facts.values
        if name in facts.documents
        and (facts.is_home(name) or facts.documents[name].level in _UPPER)
        and facts.standing(facts.documents[name]) in _SHOWN
    }


def _wanted(document: Document, filters: Filters) -> bool:
    kind = document.plan_type if document.doc_kind == "plan" else document.doc_kind
    if filters.types and kind not in filters.types:
        return False
    return filters.dept is None or document.lead == filters.dept


def _counterparts(facts: Facts, own: Collection[str]) -> set[str]:
    """Live plans of upper levels that answer to a plan shown: same type, and for special plans same field."""
    keys = {_counterpart_key(facts.documents[name]) for name in own} - {None}
    return {
        document.id
        for document in facts.documents.values()
        if document.level in _UPPER
        and facts.standing(document) in _LIVE
        and _counterpart_key(document) in keys
        and any(document.shares_years(facts.documents[name]) for name in own)
    }


def _counterpart_key(document: Document) -> tuple[str, str | None] | None:
    if document.doc_kind != "plan" or document.plan_type in {None, "regional"}:
        return None
    if document.plan_type == "special":
        return ("special", document.domain) if document.domain else None
    if (document.spatial_kind or "general") != "general":
        return None
    return str(document.plan_type), None


def _closure(start: Iterable[str], links: Mapping[str, set[str]], depth: int | None = None) -> set[str]:
    seen = set(start)
    front = set(seen)
    steps = 0
    while front and (depth is None or steps < depth):
        front = {upper for name in front for upper in links.get(name, ())} - seen
        seen |= front
        steps += 1
    return seen


def reduced(edges: Collection[Edge]) -> list[Edge]:
    """Without the subordinations that a longer path implies. Loops and edges with a fault are never hidden."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((edge.source, edge.target) for edge in edges if edge.kind == "subordinate")
    sets = nx.condensation(graph)
    of = sets.graph["mapping"]
    kept = set(nx.transitive_reduction(sets).edges)

    def stays(edge: Edge) -> bool:
        if edge.kind != "subordinate" or edge.loop or edge.fault:
            return True
        lower, upper = of[edge.source], of[edge.target]
        return lower == upper or (lower, upper) in kept

    return [edge for edge in edges if stays(edge)]
