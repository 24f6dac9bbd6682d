"""Reads the Turtle files of ``ontology/`` into a :class:`~kgplan.schema.Schema`.

The ontology is the one definition of every table, column, label, code and unit; this module is the only one that
knows how they are written down in RDF. Alignments to other vocabularies are for RDF users and are not read here.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgplan.resources import resource
from kgplan.schema import (
    Class,
    Code,
    CodeList,
    Column,
    Datatype,
    Indicator,
    Kind,
    Property,
    Relation,
    Schema,
    Table,
    Unit,
)

__all__ = [
    "Class",
    "Code",
    "CodeList",
    "Column",
    "Indicator",
    "Property",
    "Relation",
    "Schema",
    "Table",
    "Unit",
    "load_schema",
]

KG = Namespace("https://w3id.org/kgplan/ontology#")
META = Namespace("https://w3id.org/kgplan/meta#")
COLUMN = Namespace("https://w3id.org/kgplan/column/")
_FILES = ("kgplan.ttl", "tables.ttl", "forms.ttl", "indicators.ttl", "units.ttl", "bodies.ttl", "regions.ttl")
_DATATYPES: Mapping[URIRef, Datatype] = {
    XSD.string: "text",
    XSD.integer: "integer",
    XSD.decimal: "decimal",
    XSD.date: "date",
    XSD.dateTime: "datetime",
    XSD.boolean: "boolean",
}
_KINDS: Mapping[Datatype, Kind] = {
    "text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "boolean": "boolean",
}


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The ontology that travels with kgplan. Read once per process; the result is shared and must not be changed."""
    return _Reader(_read()).schema()


def _read() -> Graph:
    folder = resource("ontology")
    graph = Graph(bind_namespaces="none")
    for path in [*(folder / name for name in _FILES), *sorted((folder / "codes").glob("*.ttl"))]:
        graph.parse(path, format="turtle")
    return graph


def _local(node: Node) -> str:
    """Name of a term: what follows the last ``#`` or ``/`` of its IRI."""
    return re.split(r"[#/]", str(node))[-1]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class _Reader:
    """Questions to the RDF graph, one method per kind of term."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def schema(self) -> Schema:
        tables = {table.name: table for table in self.tables()}
        return Schema(
            version=self.text(self.one(RDF.type, OWL.Ontology), OWL.versionInfo),
            classes={term.name: term for term in self.classes()},
            properties={term.name: term for term in self.properties()},
            relations={term.type: term for term in self.relations()},
            code_lists={term.name: term for term in self.code_lists()},
            tables=tables,
            indicators={term.id: term for term in self.indicators()},
            units={term.symbol: term for term in self.units()},
            organizations=tuple(self.rows(KG.Organization, tables["organizations"])),
            regions=tuple(self.rows(KG.Region, tables["regions"])),
            document_classes={str(kind): _local(term) for term, kind in self.graph.subject_objects(META.documentKind)},
        )

    # ── the terms ──

    def classes(self) -> Iterator[Class]:
        for term in self.own(OWL.Class):
            parent = self.graph.value(term, RDFS.subClassOf)
            yield Class(
                name=_local(term),
                zh=self.label(term, "zh"),
                en=self.label(term, "en"),
                parent=_local(parent) if parent else None,
                definition_zh=self.text(term, RDFS.comment, "zh"),
                derived=self.flag(term, META.derived),
            )

    def properties(self) -> Iterator[Property]:
        """Datatype properties, and the relations that a column states by itself, such as ``part_of``."""
        filled = set(self.graph.objects(None, META.property))
        for term in (*self.own(OWL.DatatypeProperty), *self.own(OWL.ObjectProperty)):
            if (term, RDF.type, OWL.ObjectProperty) not in self.graph or term in filled:
                yield Property(
                    name=_snake(_local(term)),
                    zh=self.label(term, "zh"),
                    en=self.label(term, "en"),
                    derived=self.flag(term, META.derived),
                    datatype=self.datatype(term),
                )

    def relations(self) -> Iterator[Relation]:
        for term in self.own(OWL.ObjectProperty):
            kinds = self.graph.value(term, META.kinds)
            yield Relation(
                type=self.text(term, META.graphName) or _snake(_local(term)).upper(),
                zh=self.label(term, "zh"),
                en=self.label(term, "en"),
                also=self.texts(term, SKOS.altLabel),
                domain=self.ends(term, RDFS.domain),
                range=self.ends(term, RDFS.range),
                symmetric=(term, RDF.type, OWL.SymmetricProperty) in self.graph,
                derived=self.flag(term, META.derived),
                in_table=self.flag(term, META.inTable),
                kinds=_local(kinds) if kinds else None,
            )

    def code_lists(self) -> Iterator[CodeList]:
        for term in self.ordered(self.graph.subjects(RDF.type, SKOS.ConceptScheme)):
            codes = tuple(
                Code(
                    code=_local(code),
                    zh=self.label(code, "zh"),
                    en=self.label(code, "en"),
                    also=self.texts(code, SKOS.altLabel),
                    order=self.order(code),
                )
                for code in self.ordered(self.graph.subjects(SKOS.inScheme, term))
            )
            yield CodeList(_local(term), self.label(term, "zh"), self.label(term, "en"), codes)

    def tables(self) -> Iterator[Table]:
        for term in self.ordered(self.graph.subjects(RDF.type, META.Table)):
            node = self.graph.value(term, META.node)
            columns = self.ordered(self.graph.subjects(META.table, term))
            yield Table(
                name=self.label(term, "en"),
                zh=self.label(term, "zh"),
                node=_local(node) if node else None,
                columns=tuple(self.column(column) for column in columns),
                about_zh=self.text(term, RDFS.comment, "zh"),
                about_en=self.text(term, RDFS.comment, "en"),
            )

    def column(self, term: Node) -> Column:
        fills = self.graph.value(term, META.property)
        codes = self.graph.value(term, META.codeList)
        refers = self.graph.value(term, META.refersTo)
        default = self.graph.value(term, META.default)
        if fills is None:
            raise ValueError(f"ontology: {term} fills no property")
        return Column(
            name=self.label(term, "en"),
            zh=self.label(term, "zh"),
            kind="code" if codes else _KINDS[self.datatype(fills)],
            many=self.flag(term, META.many),
            required=self.flag(term, META.required),
            rejects=self.flag(term, META.rejects),
            codes=_local(codes) if codes else None,
            refers=_local(refers) if refers else None,
            default=default.toPython() if isinstance(default, Literal) else None,
            suggests=tuple(_local(known) for known in self.graph.objects(term, META.suggests)),
            about_zh=self.text(term, RDFS.comment, "zh") or self.text(fills, RDFS.comment, "zh"),
            about_en=self.text(term, RDFS.comment, "en") or self.text(fills, RDFS.comment, "en"),
            example=self.text(term, SKOS.example),
        )

    def indicators(self) -> Iterator[Indicator]:
        for term in self.graph.subjects(RDF.type, KG.Indicator):
            yield Indicator(
                id=self.text(term, KG.id),
                name_zh=self.label(term, "zh"),
                name_en=self.label(term, "en"),
                polarity=self.text(term, KG.polarity),
                additive=self.flag(term, KG.additive),
                canonical_unit=self.text(term, KG.canonicalUnit),
                canonical_measure=self.text(term, KG.canonicalMeasure),
                sense=self.text(term, KG.sense) or None,
                annually_measurable=self.flag(term, KG.annuallyMeasurable),
                binding_nationally=self.flag(term, KG.bindingNationally),
                aliases=self.texts(term, SKOS.altLabel),
            )

    def units(self) -> Iterator[Unit]:
        for term in self.graph.subjects(RDF.type, KG.Unit):
            yield Unit(
                symbol=self.text(term, KG.symbol),
                dimension=self.text(term, KG.dimension),
                factor=Fraction(self.text(term, KG.factor)),
                aliases=self.texts(term, SKOS.altLabel),
                canonical=self.flag(term, KG.canonical),
            )

    def rows(self, node: URIRef, table: Table) -> Iterator[dict[str, object]]:
        """Individuals as rows of a table: names and aliases are their SKOS labels, references become ids."""
        for term in self.graph.subjects(RDF.type, node):
            row: dict[str, object] = {}
            for column in table.columns:
                found = self.cell(term, table, column)
                if found:
                    row[column.name] = found if column.many else found[0]
            yield {**row, "name_en": self.label(term, "en")}

    def cell(self, term: Node, table: Table, column: Column) -> tuple[str, ...]:
        if column.name == "name_zh":
            return (self.label(term, "zh"),)
        fills = self.graph.value(COLUMN[f"{table.name}.{column.name}"], META.property)
        predicate = SKOS.altLabel if fills == KG.aliases else fills
        return tuple(
            str(value) if isinstance(value, Literal) else _local(value) for value in self.graph.objects(term, predicate)
        )

    # ── small questions ──

    def own(self, kind: URIRef) -> Iterator[Node]:
        """Terms of a kind in the ontology's own namespace, in order of definition."""
        return (term for term in self.graph.subjects(RDF.type, kind) if str(term).startswith(str(KG)))

    def one(self, predicate: URIRef, value: URIRef) -> Node:
        return next(self.graph.subjects(predicate, value))

    def texts(self, term: Node, predicate: URIRef, lang: str | None = None) -> tuple[str, ...]:
        return tuple(
            str(value)
            for value in self.graph.objects(term, predicate)
            if lang is None or (isinstance(value, Literal) and value.language == lang)
        )

    def text(self, term: Node, predicate: URIRef, lang: str | None = None) -> str:
        return next(iter(self.texts(term, predicate, lang)), "")

    def label(self, term: Node, lang: str) -> str:
        return self.text(term, SKOS.prefLabel, lang) or self.text(term, RDFS.label, lang)

    def flag(self, term: Node, predicate: URIRef) -> bool:
        return self.text(term, predicate) == "true"

    def order(self, term: Node) -> int:
        return int(self.text(term, META.order))

    def ordered(self, terms: Iterator[Node]) -> list[Node]:
        return sorted(terms, key=self.order)

    def datatype(self, term: Node) -> Datatype:
        """Type of a property's values; a relation that a column states holds an id, which is text."""
        found = self.graph.value(term, META.datatype) or self.graph.value(term, RDFS.range)
        return _DATATYPES.get(found, "text") if isinstance(found, URIRef) else "text"

    def ends(self, term: Node, predicate: URIRef) -> tuple[str, ...]:
        """Classes at one end of a relation: a class, the members of a union, or none for any class."""
        end = self.graph.value(term, predicate)
        if end is None:
            return ()
        union = self.graph.value(end, OWL.unionOf)
        return tuple(_local(member) for member in (Collection(self.graph, union) if union else (end,)))
