"""The statements about one resource → the cells of one row, to be typed like any other cells.

A value may be a literal of any datatype, or an IRI where an id, code or relation is meant. Names may stand as they do
in other vocabularies: titles and labels with a language fill the columns of that language.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from rdflib import DCTERMS, RDFS, SKOS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kgplan.rdf.terms import CODE, PROPERTY, ROOT, camel, id_of
from kgplan.schema import Column, Schema, Table
from kgplan.sources.model import EMPTY, MAX_CELL, Cell

Statements = Mapping[str, Sequence[Node]]
"""Property IRI → objects."""
Named = Callable[[Node], str | None]
"""The id of a resource, None for a blank node without one."""

_POINTS = frozenset({"from", "to", "project"})
"""Columns that hold ids, though the ontology names no one class for them."""
_LABELS = (str(DCTERMS.title), str(SKOS.prefLabel), str(RDFS.label))
_NUMBERS = frozenset({XSD.decimal, XSD.integer, XSD.double, XSD.float})
_DAYS = frozenset({XSD.date, XSD.gYear, XSD.gYearMonth})
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:\d{2})$")
_TINY = 100


def cell_of(statements: Statements, table: Table, column: Column, schema: Schema, named: Named) -> Cell:
    """The cell of a column: empty where nothing fills it, with a fault where it cannot be one cell."""
    values = _literals_first(_values(statements, table, column))
    texts = list(dict.fromkeys(_text(value, column, schema, named) for value in values))
    if not texts:
        return EMPTY
    if None in texts:
        return Cell("", fault="rdf.fault_blank")
    written = [text for text in texts if text is not None]
    # A list of one mark, such as "-", would mean an empty cell.
    joined = written[0] if len(written) == 1 and not column.many else ";".join([*written, ""])
    if len(written) > 1 and not column.many:
        return Cell("; ".join(written)[:MAX_CELL], fault="rdf.fault_several")
    return Cell(joined[:_TINY] + "…", fault="sources.fault_too_long") if len(joined) > MAX_CELL else Cell(joined)


def extra_text(values: Iterable[Node], named: Named) -> str:
    """The cell of a property that no column knows."""
    return "; ".join(dict.fromkeys(str(value) for value in values if not isinstance(value, BNode) or named(value)))


def used_labels(table: Table) -> frozenset[str]:
    """Properties of other vocabularies that fill columns of the table."""
    names = {column.name for column in table.columns}
    found = {*_LABELS} if names & {"title", "title_zh", "name_zh"} else set()
    return frozenset(found | ({str(SKOS.altLabel)} if "aliases" in names else set()))


def _values(statements: Statements, table: Table, column: Column) -> Sequence[Node]:
    own = statements.get(PROPERTY + camel(column.name), ())
    if column.name == "aliases":
        return [*own, *statements.get(str(SKOS.altLabel), ())]
    base, _, lang = column.name.rpartition("_")
    if lang in ("zh", "en") and base in ("title", "name"):
        return _in_language(statements, base, lang)
    if column.name == "title":
        return own or _first(statements, _LABELS, "zh")
    return own


def _in_language(statements: Statements, base: str, lang: str) -> Sequence[Node]:
    """Values of ``title_zh`` or the like: with a tag of the language, or without one in the property for it."""
    other = "en" if lang == "zh" else "zh"
    plain = PROPERTY + camel(f"{base}_{lang}")
    own = [value for value in statements.get(plain, ()) if _language(value) != other]
    crossed = [value for value in statements.get(PROPERTY + camel(f"{base}_{other}"), ()) if _language(value) == lang]
    return own or crossed or _first(statements, (PROPERTY + base, *_LABELS), lang)


def _first(statements: Statements, properties: Iterable[str], lang: str) -> Sequence[Node]:
    """Values in a language of the first property that has any; what has no language is taken for Chinese."""
    accepted = ("zh", "") if lang == "zh" else (lang,)
    for name in properties:
        if found := [value for value in statements.get(name, ()) if _language(value) in accepted]:
            return found
    return ()


def _language(value: Node) -> str:
    """``zh``, ``en`` or another language of a literal, "" for none."""
    return (value.language or "").partition("-")[0] if isinstance(value, Literal) else ""


def _literals_first(values: Sequence[Node]) -> Sequence[Node]:
    """Literals alone where there are any: they hold what was written, and an IRI beside them what it means."""
    return [value for value in values if isinstance(value, Literal)] or values


def _text(value: Node, column: Column, schema: Schema, named: Named) -> str | None:
    """What would stand in the cell for a value; None for a blank node without an id."""
    if isinstance(value, Literal):
        return _lexical(value)
    if isinstance(value, BNode):
        return named(value)
    iri = str(value)
    if iri.startswith(PROPERTY):
        local = iri.removeprefix(PROPERTY)
        return next((found.type for found in schema.relations.values() if camel(found.type) == local), local)
    if iri.startswith(CODE):
        return id_of(iri)
    return named(value) if column.refers or column.name in _POINTS or iri.startswith(ROOT) else iri


def _lexical(value: Literal) -> str:
    """A literal as a person would write it: no exponent, and no time zone on a day."""
    text = str(value)
    if value.datatype in _DAYS:
        return _ZONE.sub("", text)
    if value.datatype in _NUMBERS and "e" in text.lower():
        try:
            exact = Decimal(text)
        except InvalidOperation:
            return text
        return f"{exact:f}" if exact.is_finite() and abs(exact.adjusted()) < _TINY else text
    return text


def is_resource(value: Node) -> bool:
    """Whether a value is a resource rather than a literal."""
    return isinstance(value, URIRef | BNode)
