"""The drawing model: what is to be seen, before anybody decides where it stands or in which format it is written.

Every renderer takes the same :class:`Picture`, so that the SVG on the wall, the text tree in a mail and the GraphML
in Gephi can never show different plans.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kgplan.results import Mark

Standing = Literal["in_force", "draft", "pending", "expired", "superseded", "repealed", "unknown"]
"""What a document is on the as-of day. ``pending``: approved or published later. ``unknown``: dates are missing."""

EdgeKind = Literal["subordinate", "coordinates", "supersedes", "missing", "implements"]
"""``missing``: a rule requires the edge and the graph lacks it. ``implements``: carries out the other's target of the
indicator shown; only in the indicator view."""

Fault = Literal["error", "warning"]


@dataclass(frozen=True)
class Note:
    """A finding about a document, as far as the picture's reader needs it. ``fingerprint``: its place in reports."""

    rule: str
    severity: str
    zh: str
    en: str
    fingerprint: str


@dataclass(frozen=True)
class Value:
    """What a document states of the indicator shown: as written, with unit. ``allocated``: what it allots to the home
    district. ``mark``: how it lies to what binds it; None where nothing does."""

    text: str
    year: int | None
    mark: Mark | None
    nature: str | None
    allocated: bool


@dataclass(frozen=True)
class Member:
    """A document that stands in an overview only as one of many."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True)
class Node:
    """One document, or a placeholder for one that should be there (``wanted``).

    ``title`` is as printed, ``short`` without the names of home and the areas above it and without a period that the
    years repeat; ``title_en``, ``short_en`` the same in English. ``field`` is the first part of the domain code.
    ``errors``, ``warnings`` count findings about it, ``notes`` are these findings.
    ``values``: in the indicator view, what it states of the indicator.
    ``members``: in an overview, the documents that this box stands for, with their titles as shown in Chinese and
    English; empty for a document of its own. ``sheet``: name of the sheet that shows them.
    """

    id: str
    title: str
    short: str
    title_en: str | None = None
    short_en: str | None = None
    doc_kind: str = "plan"
    plan_type: str | None = None
    spatial_kind: str | None = None
    level: str | None = None
    jurisdiction: str | None = None
    domain: str | None = None
    field: str | None = None
    start_year: int | None = None
    end_year: int | None = None
    stage: str | None = None
    standing: Standing = "unknown"
    lead: str | None = None
    lead_name: str | None = None
    home: bool = False
    loop: bool = False
    unlisted: bool = False
    wanted: bool = False
    errors: int = 0
    warnings: int = 0
    notes: tuple[Note, ...] = ()
    values: tuple[Value, ...] = ()
    members: tuple[Member, ...] = ()
    sheet: str | None = None

    @property
    def is_plan(self) -> bool:
        """Whether it belongs to the hierarchy; annual plans, schemes and the like only carry it out."""
        return self.doc_kind == "plan"


@dataclass(frozen=True, order=True)
class Edge:
    """One relation, from the lower document to the upper one.

    ``loop``: part of a circle of subordination. ``fault``: a rule objects to it (or, for ``missing``, asks for it),
    ``rules`` says which. ``detail``: the kind of a supersession; ``required`` or ``likely`` for a missing edge.
    """

    source: str
    target: str
    kind: EdgeKind
    detail: str | None = None
    loop: bool = False
    fault: Fault | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One level of government (code of the list ``level``; None: not stated), with its documents in stable order."""

    level: str | None
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """All that one diagram shows.

    ``hidden``: documents of the graph that it leaves out. ``errors``, ``warnings``: findings about documents shown;
    ``checked`` is False if no rules ran, so that "nothing found" and "not looked at" differ. ``indicator``: id of the
    indicator whose values stand in the boxes, None in the plain view. ``part``: the group of columns (kind, field)
    that this sheet of a large system shows.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rows: tuple[Row, ...]
    as_of: date
    home: str
    home_name: str | None = None
    home_name_en: str | None = None
    hidden: int = 0
    rulebook: str | None = None
    checked: bool = False
    errors: int = 0
    warnings: int = 0
    part: tuple[str, str | None] | None = None
    indicator: str | None = None
    indicator_name: str | None = None
    indicator_name_en: str | None = None
    by_id: dict[str, Node] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id.update((node.id, node) for node in self.nodes)

    def node(self, node_id: str) -> Node:
        """The node with this id. KeyError if the picture does not show it."""
        return self.by_id[node_id]
