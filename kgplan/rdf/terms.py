"""How rows are called in RDF: properties, classes, and the IRIs of what has an id. Reading and writing share it.

A column is the property of its name in camelCase (``title_zh`` is ``kg:titleZh``), a relation likewise. What has an id
is named by class and id, a row without one by its place in its source. Ids are percent-encoded but for letters and
digits of any script, so that every id makes an IRI and every such IRI gives its id back.
"""

import re
from functools import lru_cache
from urllib.parse import unquote

from kgplan.ontology import KG, META
from kgplan.schema import Schema, Table
from kgplan.sources.model import Row

__all__ = ["KG", "META"]

ROOT = "https://w3id.org/kgplan/"
DATA = ROOT + "data/"
"""What users' data is named under, and the base of relative IRIs in a file that states none."""
CODE = ROOT + "code/"
EXTRA = DATA + "extra/"
"""Columns that no table knows; the rest of the IRI is the header."""
PROPERTY = str(KG)

_PATHS = {"Region": ROOT + "region/", "Organization": ROOT + "body/", "Indicator": ROOT + "indicator/"}
"""Classes whose built-in individuals have IRIs of their own in the ontology; users' rows join them."""

RECORDS = {"relations": "RelationRecord"}
"""Classes of rows that make no node."""

IDENTIFIERS = ("id", "symbol")
"""Columns that name a row within its table."""

_FOREIGN = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]+")
_RESERVED = (
    ROOT,
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
)


@lru_cache(maxsize=1024)
def camel(name: str) -> str:
    """Local name of a column or relation: ``title_zh`` → ``titleZh``, ``SUBORDINATE_TO`` → ``subordinateTo``."""
    first, *others = name.lower().split("_")
    return first + "".join(map(str.capitalize, others))


def encoded(text: str) -> str:
    """Text as one segment of an IRI. Dots alone would be a way through folders."""
    plain = "-_." if text.strip(".") else "-_"
    return "".join(
        letter if letter.isalnum() or letter in plain else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in text
    )


def iri_of(owner: str, name: str) -> str:
    """IRI of what a class that owns ids (``Document``, ``Region`` …) calls ``name``."""
    return _PATHS.get(owner, f"{DATA}{owner[0].lower()}{owner[1:]}/") + encoded(name)


def row_iri(source: str, number: int) -> str:
    """IRI of what a row states, for rows without an id: id of the source and number of the row."""
    return f"{DATA}row/{encoded(source)}/{number}"


def id_of(iri: str) -> str:
    """The id that an IRI ends in, also one that kgplan did not make: what follows the last ``/``, ``#`` or ``:``."""
    tail = re.split(r"[/#]", iri)[-1]
    return unquote(tail if tail != iri else iri.rpartition(":")[2]) or iri


def identifier(row: Row) -> str | None:
    """Id of a row of a table with ids."""
    return next((str(row.values[name]) for name in IDENTIFIERS if name in row.values), None)


def extra_iri(header: str) -> str:
    """Property of a column that the table does not know; a header that is an IRI, as RDF brings it, is the property."""
    if _FOREIGN.fullmatch(header) and not header.startswith(_RESERVED):
        return header
    return EXTRA + encoded(header)


def extra_header(iri: str) -> str:
    """Header of the column that a property which the table does not know makes: the other way round."""
    for namespace in (EXTRA, PROPERTY):
        if iri.startswith(namespace):
            return unquote(iri.removeprefix(namespace))
    return iri


def class_of(table: Table) -> str:
    """Class of the resources that rows of a table make."""
    return table.node or RECORDS[table.name]


def table_of(name: str, schema: Schema) -> Table | None:
    """The table whose rows make resources of a class or of one above it; None if no table does."""
    by_class = {class_of(table): table for table in schema.tables.values()}
    current: str | None = name
    while current is not None:
        if current in by_class:
            return by_class[current]
        known = schema.classes.get(current)
        current = known.parent if known else None
    return None


def owner_of(name: str, schema: Schema) -> str:
    """The class that owns the ids of a class: ``Document`` for ``Plan``."""
    table = table_of(name, schema)
    return class_of(table) if table else name
