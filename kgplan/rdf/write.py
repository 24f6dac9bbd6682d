"""RDF resources → Turtle or JSON-LD, piece by piece: the same resources give the same bytes, and none is kept.

Both are written here rather than by rdflib, whose serialisers hold and sort all triples in memory. Every string is
escaped so that no id, title or remark can end its literal, or a script element that a page puts the JSON-LD into.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kgplan.rdf.statements import Resource, Term
from kgplan.rdf.terms import DATA, EXTRA, PROPERTY, camel
from kgplan.schema import Datatype, Schema

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_COERCED: Mapping[Datatype, str] = {"date": "date", "datetime": "dateTime", "decimal": "decimal"}
"""Types that JSON has no values for; whole numbers and truth values are JSON's own."""


def turtle(resources: Iterable[Resource]) -> Iterator[str]:
    """The resources as Turtle in UTF-8."""
    yield f"@base <{DATA}> .\n@prefix kg: <{PROPERTY}> .\n@prefix xsd: <{_XSD}> .\n"
    for resource in resources:
        parts = ["a " + " , ".join(f"kg:{name}" for name in resource.classes)] if resource.classes else []
        parts += [
            f"{_predicate(predicate)} " + " , ".join(map(_object, terms))
            for predicate, terms in resource.properties.items()
        ]
        yield f"\n{_iri(resource.iri)} " + " ;\n    ".join(parts) + " .\n"


def jsonld(resources: Iterable[Resource], schema: Schema) -> Iterator[str]:
    """The resources as one JSON-LD document in UTF-8, its context within it and one resource a line."""
    context = json.dumps(_context(schema), ensure_ascii=False)
    yield f'{{"@context": {context},\n"@graph": ['
    between = "\n"
    for resource in resources:
        yield between + json.dumps(_node(resource), ensure_ascii=False).replace("<", "\\u003c")
        between = ",\n"
    yield "\n]}\n"


# ── Turtle ──


def _iri(iri: str) -> str:
    return f"<{iri.removeprefix(DATA)}>"


def _predicate(iri: str) -> str:
    local = iri.removeprefix(PROPERTY)
    return f"kg:{local}" if local != iri and local.isalnum() and local.isascii() else _iri(iri)


def _object(term: Term) -> str:
    match term.kind:
        case "iri":
            return _iri(term.text)
        case "integer" | "boolean":
            return term.text
        case "text":
            return _quoted(term.text)
    return f"{_quoted(term.text)}^^xsd:{term.kind}"


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text) + '"'


# ── JSON-LD ──


def _context(schema: Schema) -> dict[str, Any]:
    context: dict[str, Any] = {"@base": DATA, "@vocab": PROPERTY, "extra": EXTRA, "xsd": _XSD}
    for known in schema.properties.values():
        if kind := _COERCED.get(known.datatype):
            context[camel(known.name)] = {"@type": f"xsd:{kind}"}
    return context


def _node(resource: Resource) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": resource.iri.removeprefix(DATA)}
    if resource.classes:
        node["@type"] = list(resource.classes) if len(resource.classes) > 1 else resource.classes[0]
    for predicate, terms in resource.properties.items():
        values = [_value(term) for term in terms]
        node[_key(predicate)] = values if len(values) > 1 else values[0]
    return node


def _key(iri: str) -> str:
    if iri.startswith(EXTRA):
        return "extra:" + iri.removeprefix(EXTRA)
    return iri.removeprefix(PROPERTY)


def _value(term: Term) -> Any:
    match term.kind:
        case "iri":
            return {"@id": term.text.removeprefix(DATA)}
        case "integer":
            return int(term.text)
        case "boolean":
            return term.text == "true"
    return term.text
