"""What the graph says about documents, read once: rows become :class:`Document` and :class:`Relation` records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kgplan.diagrams.indicator import IMPLEMENTS, values_of
from kgplan.diagrams.model import Standing, Value
from kgplan.graph.store import Store
from kgplan.ontology import load_schema
from kgplan.results import IndicatorBlock

DOCUMENTS = """
MATCH (d:Document)
RETURN d.id AS id, d.title_zh AS title, d.title_en AS title_en, d.doc_kind AS doc_kind, d.plan_type AS plan_type,
       d.spatial_kind AS spatial_kind, d.level AS level, d.jurisdiction AS jurisdiction, d.domain_code AS domain,
       d.start_year AS start_year, d.end_year AS end_year, d.stage AS stage, d.lead AS lead,
       d.classified AS classified, d.valid_from AS valid_from, d.valid_to AS valid_to, d.draft AS draft,
       d.approved_on AS approved_on, d.published_on AS published_on,
       d.superseded_on AS superseded_on, d.repealed_on AS repealed_on, d.home AS home, d.loop AS loop
ORDER BY id
"""
RELATIONS = """
MATCH (a:Document)-[r:SUBORDINATE_TO|COORDINATES_WITH|SUPERSEDES]->(b:Document)
RETURN a.id AS source, type(r) AS type, b.id AS target, r.kind AS kind
ORDER BY source, type, target, kind
"""
PLACES = """
MATCH (h:Region {id: $home})-[:PART_OF*0..6]->(r:Region)
RETURN r.id AS id, r.name_zh AS name, r.kind AS kind, r.aliases AS aliases
ORDER BY id
"""
BODIES = """
MATCH (o:Organization)
RETURN o.id AS id, coalesce(o.short_zh, o.name_zh) AS name
ORDER BY id
"""

_OVER = frozenset({"expired", "superseded", "repealed", "abandoned"})
_DRAFTS = frozenset({"listed", "drafting", "submitted"})


@dataclass(frozen=True)
class Document:
    """One document as the graph has it; dates are days, years are whole calendar years with both ends included."""

    id: str
    title: str
    title_en: str | None = None
    doc_kind: str = "plan"
    plan_type: str | None = None
    spatial_kind: str | None = None
    level: str | None = None
    jurisdiction: str | None = None
    domain: str | None = None
    start_year: int | None = None
    end_year: int | None = None
    stage: str | None = None
    lead: str | None = None
    classified: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    draft: bool = False
    approved_on: date | None = None
    published_on: date | None = None
    superseded_on: date | None = None
    repealed_on: date | None = None
    home: str | None = None
    loop: str | None = None

    def standing(self, as_of: date) -> Standing:
        """What it is on ``as_of`` (rulebook 0.2). Steps dated later have not happened yet."""
        over = self.valid_to is not None and self.valid_to < as_of
        over = over or (self.end_year is not None and self.end_year < as_of.year)
        first_day = self.approved_on or self.published_on
        verdicts: tuple[tuple[bool, Standing], ...] = (
            (self.stage == "repealed" and not _later(self.repealed_on, as_of), "repealed"),
            (self.stage == "abandoned", "repealed"),
            (self.stage == "superseded" and not _later(self.superseded_on, as_of), "superseded"),
            (over, "expired"),
            (self.draft or self.stage in _DRAFTS, "draft"),
            (_later(self.valid_from, as_of) or _later(first_day, as_of), "pending"),
            (self.stage == "expired" and self.valid_to is None, "expired"),
            (self.valid_from is not None and self.valid_to is not None, "in_force"),
        )
        return next((standing for applies, standing in verdicts if applies), "unknown")

    def stage_on(self, as_of: date) -> str | None:
        """The stage to print: the record's, unless it speaks of something that lies after ``as_of``."""
        standing = self.standing(as_of)
        if standing == "expired":
            return "expired"
        if self.stage in _OVER and standing in {"in_force", "unknown"}:
            return "published"
        return self.stage

    def shares_years(self, other: "Document") -> bool:
        """Whether the two periods have a year in common; unknown years share none."""
        if self.start_year is None or self.end_year is None or other.start_year is None or other.end_year is None:
            return False
        return self.start_year <= other.end_year and other.start_year <= self.end_year


@dataclass(frozen=True)
class Relation:
    """One edge of the graph between two documents."""

    source: str
    type: str
    target: str
    kind: str | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a picture is made from, seen from ``home`` (a region id) on ``as_of``.

    ``places``: names of the home district and of the areas it lies in; in English without the country, whose name is
    part of titles. ``bodies``: short names by id. ``values``: what documents state of the indicator to be shown.
    """

    home: str
    as_of: date
    documents: Mapping[str, Document]
    relations: tuple[Relation, ...]
    places: tuple[str, ...] = ()
    places_en: tuple[str, ...] = ()
    home_name: str | None = None
    home_name_en: str | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def standing(self, document: Document) -> Standing:
        """What a document is on the as-of day."""
        return document.standing(self.as_of)

    def is_home(self, node_id: str) -> bool:
        """Whether a document belongs to the system of the home district."""
        return self.documents[node_id].home == self.home


def read_facts(store: Store, home: str, as_of: date, indicator: IndicatorBlock | None = None) -> Facts:
    """The documents, their relations and the names needed to print them; with ``indicator`` what states it and what
    carries out targets of it."""
    relations = store.read(RELATIONS)
    if indicator:
        relations += store.read(IMPLEMENTS, {"indicator": indicator.indicator})
    documents = [_document(row) for row in store.read(DOCUMENTS)]
    places = store.read(PLACES, {"home": home})
    english = {str(region["id"]): str(region["name_en"]) for region in load_schema().regions if "name_en" in region}
    return Facts(
        home=home,
        as_of=as_of,
        documents={document.id: document for document in documents},
        relations=tuple(Relation(**row) for row in relations),
        places=tuple(_names(places)),
        places_en=tuple(english[row["id"]] for row in places if row["id"] in english and row["kind"] != "country"),
        home_name=next((row["name"] for row in places if row["id"] == home), None),
        home_name_en=english.get(home),
        bodies={row["id"]: row["name"] for row in store.read(BODIES) if row["name"]},
        values=values_of(indicator),
    )


def _later(day: date | None, as_of: date) -> bool:
    return day is not None and day > as_of


def _document(row: Mapping[str, Any]) -> Document:
    values = {name: value for name, value in row.items() if value is not None}
    for name in ("valid_from", "valid_to", "approved_on", "published_on", "superseded_on", "repealed_on"):
        if name in values:
            values[name] = _day(values[name])
    values.setdefault("title", values["id"])
    return Document(**values)


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _names(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for row in rows:
        aliases = row["aliases"] or ()
        yield from (row["name"], *((aliases,) if isinstance(aliases, str) else aliases))
