"""The ontology's tables and relations as shapes, so that a type, code list, domain or range is stated in one place.

A column becomes a property shape with its type, its code list and how often it may stand; a relation becomes one for
either end, which has to be described and of a class that the ontology allows there. Of regions and bodies nothing is
asked: they may go by a name that no table describes. Only core SHACL is used, and every shape has targets of its own
rather than being nested in another: a processor then looks at all things of a class at once, many times faster.
"""

import json
from collections.abc import Iterator

from kgplan.graph.elements import COLUMN_EDGES
from kgplan.rdf.terms import IDENTIFIERS, camel, class_of
from kgplan.resources import resource
from kgplan.schema import Column, Kind, Relation, Schema, Table
from kgplan.texts import LANGS, text

SHAPES = resource("ontology") / "shapes.ttl"
MARK = "# ── Made from the ontology by python -m kgplan.shacl: do not edit below "
"""What stands below the line that begins like this is made; what stands above is written by hand."""

_NAMED_ALONE = frozenset({"Region", "Organization"})
"""Classes whose members may be pointed at by a name that no table describes."""
_DATATYPES: dict[Kind, str] = {
    "text": "xsd:string",
    "code": "xsd:string",
    "integer": "xsd:integer",
    "decimal": "xsd:decimal",
    "date": "xsd:date",
    "boolean": "xsd:boolean",
}


def current(content: str, schema: Schema) -> str:
    """The text of ``shapes.ttl`` with its lower part as the ontology has it now. ValueError if the mark is missing."""
    written, mark, _ = content.partition(MARK)
    if not mark:
        raise ValueError("shapes.ttl: the line that begins the made part is missing")
    return written + MARK.ljust(118, "─") + "\n" + "".join(_made(schema))


def stated_relations(schema: Schema) -> Iterator[Relation]:
    """The relations that a row can state, by a column or in the relations table."""
    by_column = {relation for relation, _ in COLUMN_EDGES.values()}
    return (found for found in schema.relations.values() if found.in_table or found.type in by_column)


def _made(schema: Schema) -> Iterator[str]:
    yield "\n# Tables: types, code lists, and how often a property may stand.\n"
    for table in schema.tables.values():
        yield from _table(table, schema)
    yield "\n# Relations: what may stand at either end (DATA-001).\n"
    for relation in stated_relations(schema):
        yield from _relation(relation, schema)


# ── tables ──


def _table(table: Table, schema: Schema) -> Iterator[str]:
    yield f"\n# {table.name} {table.zh}\n"
    for column in table.columns:
        yield from _column(table, column, schema)


def _column(table: Table, column: Column, schema: Schema) -> Iterator[str]:
    yield f"shape:{table.name}.{column.name} a sh:PropertyShape ; sh:targetClass kg:{class_of(table)} ;\n"
    yield f"    sh:path kg:{camel(column.name)} ; "
    codes = _codes(table, column, schema)
    listed = schema.code_lists[column.codes] if column.codes else None
    link = column.name.upper() in schema.relations  # stated as a link, as an id, or as both where a name is meant
    needed = column.rejects and column.name not in IDENTIFIERS  # these may be what the IRI ends in
    count = "many" if column.many or link else "required" if needed else "one"
    constraints = [*([] if count == "many" else ["sh:maxCount 1"]), *(["sh:minCount 1"] if needed else [])]
    if codes:
        kind = "code" if listed else "relation"
        constraints.append(f"sh:in ( {' '.join(map(json.dumps, codes))} )")
    elif link:
        kind = "link"
        constraints.append("sh:nodeKind sh:IRIOrLiteral")
    else:
        kind = column.kind
        constraints.append(f"sh:datatype {_DATATYPES[column.kind]}")
    names = {"zh": listed.zh, "en": listed.en} if listed else {}
    what = {lang: text(lang, f"shacl.what_{kind}", **({"list": names[lang]} if names else {})) for lang in LANGS}
    message = _filled(f"count_{count}", zh={"what": what["zh"]}, en={"what": what["en"]})
    yield f"{' ; '.join(constraints)} ;\n    {_message(message)} .\n"


def _codes(table: Table, column: Column, schema: Schema) -> list[str]:
    if table.name == "relations" and column.name == "type":
        return [relation.type for relation in schema.relations.values() if relation.in_table]
    return [code.code for code in schema.code_lists[column.codes].codes] if column.codes else []


# ── relations ──


def _relation(relation: Relation, schema: Schema) -> Iterator[str]:
    name = camel(relation.type)
    yield f"\n# {relation.type} {relation.zh}\n"
    for at, ends, target, path in (
        ("from", relation.domain, "sh:targetObjectsOf", f"[ sh:inversePath kg:{name} ]"),
        ("to", relation.range, "sh:targetSubjectsOf", f"kg:{name}"),
    ):
        if set(ends) <= _NAMED_ALONE:
            continue
        classes = [schema.classes[end] for end in ends]
        message = _filled(
            f"end_{at}",
            zh={"relation": relation.zh, "classes": "、".join(found.zh for found in classes)},
            en={"relation": relation.en, "classes": ", ".join(found.en for found in classes)},
        )
        allowed = [f"sh:class kg:{end}" for end in ends]
        constraint = allowed[0] if len(allowed) == 1 else f"sh:or ( {' '.join(f'[ {one} ]' for one in allowed)} )"
        yield f"shape:{name}.{at} a sh:PropertyShape ; {target} kg:{name} ; sh:path {path} ;\n    {constraint} ;\n"
        yield f'    kg:rule "DATA-001" ; {_message(message)} .\n'


def _filled(key: str, **values: dict[str, str]) -> dict[str, str]:
    """A sentence whose placeholders are filled in the words of each language."""
    return {lang: text(lang, f"shacl.{key}", **values[lang]) for lang in LANGS}


def _message(sentence: dict[str, str]) -> str:
    return "sh:message " + " , ".join(
        f"{json.dumps(sentence[lang], ensure_ascii=False)}@{lang}" for lang in ("zh", "en")
    )
