"""The RDF that loading makes of datasets: what shapes are checked on.

Loading reads RDF generously: labels for codes, links in place of columns, names for ids, titles of other vocabularies,
one thing stated in several files. So shapes look at what it understands, as one graph in the vocabulary's own form,
where SHACL and the rules in Cypher have to agree. The ends of relations are found as in loading: failing what the
ontology allows, whatever has that id.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from kgplan.graph.build import Builder
from kgplan.graph.elements import BUILT_IN, row_id
from kgplan.graph.stated import dataset_id, source_id
from kgplan.ontology import KG
from kgplan.rdf.links import Links, own_iri
from kgplan.rdf.terms import IDENTIFIERS, camel, id_of, iri_of
from kgplan.schema import Datatype, Schema, Table
from kgplan.sources.model import Dataset, Origin

_DATATYPES: Mapping[Datatype, URIRef] = {
    "integer": XSD.integer,
    "decimal": XSD.decimal,
    "date": XSD.date,
    "boolean": XSD.boolean,
}


@dataclass(slots=True)
class Canonical:
    """The graph, with the id and the place of what rows state in it: by subject, and by (start, relation, end)."""

    graph: Graph = field(default_factory=lambda: Graph(bind_namespaces="none"))
    ids: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    links: dict[tuple[str, str, str], Origin] = field(default_factory=dict)
    rows: int = 0

    def described(self, iri: str) -> bool:
        """Whether there is such a thing: one that is described, or a region or body, which may go by a name alone."""
        named = any(iri == iri_of(owner, id_of(iri)) for owner in ("Region", "Organization"))
        return named or (URIRef(iri), RDF.type, None) in self.graph


def canonical(datasets: Sequence[Dataset], schema: Schema) -> Canonical:
    """One graph of all rows of all datasets and of what is built in; rows that loading refuses are not in it."""
    return _Maker(datasets, schema).made()


class _Maker:
    def __init__(self, datasets: Sequence[Dataset], schema: Schema) -> None:
        self.schema = schema
        self.rows = [
            (source_id(dataset_id(dataset), row.origin.file, row.origin.sheet), row)
            for dataset in datasets
            for row in dataset.rows
        ]
        self.builder = Builder(schema, self.rows)
        self.tables = {table.node: table for table in schema.tables.values() if table.node}
        self.known: dict[str, set[str]] = {owner: set() for owner in self.tables}
        self.result = Canonical(rows=len(self.rows))

    def made(self) -> Canonical:
        for name in self.schema.document_classes.values():
            self.result.graph.add((KG[name], RDFS.subClassOf, KG.Document))
        placed = {(source, row.origin.row, row.table): row.origin for source, row in self.rows}
        for node in self.builder.nodes():
            owner, identity = node.key
            table = self.tables[owner]
            self.known[owner].add(identity)
            if _has_ids(table):
                subject = iri_of(owner, identity)
                self._describe(subject, node.labels[-1], node.props, table)
                if node.place.source != BUILT_IN:
                    self.result.ids[subject] = identity
                    self.result.origins[subject] = placed[node.place.source, node.place.row, table.name]
        for source, row in self.rows:
            table = self.schema.tables[row.table]
            if table.node and not _has_ids(table):
                subject = own_iri(source, row, self.schema)
                self._describe(subject, table.node, row.values, table)
                self.result.ids[subject] = row_id(row)
                self.result.origins[subject] = row.origin
        self._join()
        return self.result

    def _describe(self, subject: str, of: str, values: Mapping[str, Any], table: Table) -> None:
        add, this = self.result.graph.add, URIRef(subject)
        add((this, RDF.type, KG[of]))
        for column in table.columns:
            value = values.get(column.name)
            if value is None or (table.name, column.name) == ("regions", "part_of"):  # a relation in itself
                continue
            datatype = _DATATYPES.get(self.schema.properties[column.name].datatype)
            for item in value if isinstance(value, list | tuple) else (value,):
                add((this, KG[camel(column.name)], Literal(_lexical(item), datatype=datatype)))

    def _join(self) -> None:
        links = Links(self.schema, self.builder.names, self._exists)
        for (_, row), found in zip(self.rows, links.of(self.rows), strict=True):
            for link in found:
                start, end = self._meant(link.start), self._meant(link.end)
                self.result.graph.add((URIRef(start), KG[link.relation], URIRef(end)))
                self.result.links.setdefault((start, link.relation, end), row.origin)

    def _exists(self, owner: str, ids: Collection[str]) -> Collection[str]:
        return self.known.get(owner, set()).intersection(ids)

    def _meant(self, iri: str) -> str:
        """The IRI of an end or, where nothing is described by it, of what else has its id."""
        if self.result.described(iri):
            return iri
        name = id_of(iri)
        return next((iri_of(owner, name) for owner in sorted(self.known) if name in self.known[owner]), iri)


def _has_ids(table: Table) -> bool:
    return any(column.name in IDENTIFIERS for column in table.columns)


def _lexical(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
