"""Rows → RDF resources: what every row states, and where it stood.

The first row that describes a thing stands on the thing itself. A further row for the same thing, as another source
may have it, is a ``kg:Record`` beside it, so that nothing of either is lost or mixed. A row of the relations table is
the plain triple and a ``kg:RelationRecord`` with kind, date, wording and provenance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Literal, NamedTuple

from kgplan.rdf.links import Link, Links, own_iri
from kgplan.rdf.terms import DATA, PROPERTY, camel, class_of, encoded, extra_iri, id_of, identifier, row_iri
from kgplan.schema import Schema
from kgplan.sources.model import Row, Value

BATCH = 2_000
"""Rows whose links are looked up at once."""

Kind = Literal["iri", "text", "integer", "decimal", "date", "dateTime", "boolean"]


class Term(NamedTuple):
    """An object of a statement: an IRI, or a literal in its lexical form."""

    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource with statements: property IRI → objects in order. ``classes`` are local names of the ontology."""

    iri: str
    classes: tuple[str, ...]
    properties: dict[str, list[Term]]


@dataclass(frozen=True, slots=True)
class StatedSource:
    """A file or sheet that rows were read from."""

    id: str
    file: str
    sheet: str | None
    sha256: str
    loaded_at: str | None


def source_iri(name: str) -> str:
    """IRI of a source."""
    return f"{DATA}source/{encoded(name)}"


def resources(
    sources: Iterable[StatedSource], rows: Iterable[tuple[str, Row]], schema: Schema, links: Links
) -> Iterator[Resource]:
    """The resources of all sources and of all rows, in order; rows come with the id of their source."""
    for source in sources:
        yield _source(source)
    described: set[int] = set()
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        for (source_id, row), found in zip(batch, links.of(batch), strict=True):
            if row.table == "relations":
                yield from _relation(source_id, row, found[0], schema)
            else:
                yield from _thing(source_id, row, found, schema, described)


def _source(source: StatedSource) -> Resource:
    properties = {"id": [Term(source.id)], "file": [Term(source.file)]}
    if source.sheet is not None:
        properties["sheet"] = [Term(source.sheet)]
    if source.sha256:
        properties["sha256"] = [Term(source.sha256)]
    if source.loaded_at:
        properties["loadedAt"] = [Term(source.loaded_at, "dateTime")]
    return Resource(source_iri(source.id), ("Source",), {PROPERTY + name: terms for name, terms in properties.items()})


def _thing(source: str, row: Row, links: list[Link], schema: Schema, described: set[int]) -> Iterator[Resource]:
    table, own = schema.tables[row.table], own_iri(source, row, schema)
    properties, name = _cells(row, schema), identifier(row)
    # Two ids with one hash would only make a record where a thing could stand.
    known = hash((row.table, name))
    if name is not None and known in described:
        record = {PROPERTY + "ofTable": [Term(table.name)], PROPERTY + "describes": [Term(own, "iri")]}
        where = row_iri(source, row.origin.row)
        yield Resource(where, ("Record",), {**record, **properties, **_origin(source, row)})
    else:
        described.add(known)
        kind = schema.document_classes.get(str(row.values.get("doc_kind")))
        of = kind if table.node == "Document" and kind else class_of(table)
        for link in links:
            if link.start == own:
                predicate = PROPERTY + link.relation
                properties[predicate] = _linked(properties.get(predicate, []), link)
        yield Resource(own, (of,), {**properties, **_origin(source, row)})
    for link in links:
        if link.start != own:
            yield Resource(link.start, (), {PROPERTY + link.relation: [Term(link.end, "iri")]})


def _linked(cell: list[Term], link: Link) -> list[Term]:
    """Where a column is itself a relation (part_of): the link, and the cell's text if the link does not end in it."""
    return [Term(link.end, "iri"), *(term for term in cell if id_of(link.end) != term.text)]


def _relation(source: str, row: Row, link: Link, schema: Schema) -> Iterator[Resource]:
    ends = {PROPERTY + "fromNode": [Term(link.start, "iri")], PROPERTY + "toNode": [Term(link.end, "iri")]}
    record = {**_cells(row, schema), **ends, **_origin(source, row)}
    yield Resource(row_iri(source, row.origin.row), ("RelationRecord",), record)
    yield Resource(link.start, (), {PROPERTY + link.relation: [Term(link.end, "iri")]})


def _cells(row: Row, schema: Schema) -> dict[str, list[Term]]:
    """The row's cells as properties; columns that the table does not know after those that it knows."""
    found = {
        PROPERTY + camel(column.name): _terms(row.values[column.name])
        for column in schema.tables[row.table].columns
        if column.name in row.values
    }
    return {**found, **{extra_iri(header): [Term(written)] for header, written in row.extra.items()}}


def _origin(source: str, row: Row) -> dict[str, list[Term]]:
    return {
        PROPERTY + "sourcedFrom": [Term(source_iri(source), "iri")],
        PROPERTY + "row": [Term(str(row.origin.row), "integer")],
    }


def _terms(value: Value) -> list[Term]:
    match value:
        case tuple():
            return [Term(item) for item in value]
        case bool():
            return [Term("true" if value else "false", "boolean")]
        case int():
            return [Term(str(value), "integer")]
        case Decimal():
            return [Term(f"{value:f}", "decimal")]
        case date():
            return [Term(value.isoformat(), "date")]
    return [Term(value)]
