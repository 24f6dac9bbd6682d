"""What the data states of documents, so that a later run can say what changed when a finding is gone."""

from collections.abc import Iterable

from kgplan.graph.store import Store
from kgplan.history.memory import Snapshot
from kgplan.results import Both, Change
from kgplan.schema import Schema
from kgplan.texts import LANGS, both, text

_FACTS = "MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id, properties(d) AS facts"
_RELATIONS = """
MATCH (d:Document)-[r]->(o)
WHERE d.id IN $ids AND r.digest IS NOT NULL AND NOT o:TargetStatement
RETURN d.id AS id, type(r) AS relation, o.id AS other
UNION
MATCH (d:Document)<-[r]-(o:Document)
WHERE d.id IN $ids AND r.digest IS NOT NULL
RETURN d.id AS id, '<' + type(r) AS relation, o.id AS other
"""
_TARGETS = """
MATCH (d:Document)-[:HAS_TARGET]->(t:TargetStatement)
WHERE d.id IN $ids
RETURN d.id AS id, t.indicator_name AS name, t.year AS year,
       t.value_text AS value, t.unit AS unit, t.nature AS nature
"""
_STEPS = """
MATCH (d:Document)-[:HAS_STEP]->(s:ProcedureStep)
WHERE d.id IN $ids
RETURN d.id AS id, s.type AS type, toString(s.date) AS day
"""
_CLASSIFIED = "classified"
_TARGET, _STEP = "target ", "step "
_BETWEEN = "\n"
"""Between several values of one fact."""
_DETAILS = frozenset({"LED_BY", "COMPILED_WITH", "HAS_STEP", "HAS_TARGET"})
"""Relations that a column or another fact states already."""


def read_snapshot(store: Store, schema: Schema, ids: Iterable[str]) -> Snapshot:
    """The stated facts, relations, targets and steps of documents; a document that is not there is left out.

    Of a classified one nothing is kept but that it is there: the memory lies beside the report.
    """
    wanted = {"ids": sorted(set(ids))}
    columns = {column.name for column in schema.tables["plans"].columns} - {"id"}
    found: Snapshot = {}
    for row in store.read(_FACTS, wanted):
        facts = {name: value for name, value in row["facts"].items() if name in columns and value is not None}
        found[row["id"]] = {name: _text(value) for name, value in sorted(facts.items())}
        if facts.get(_CLASSIFIED):
            found[row["id"]] = {_CLASSIFIED: found[row["id"]][_CLASSIFIED]}
    for facts, key, value in (
        *((row["id"], row["relation"], str(row["other"])) for row in store.read(_RELATIONS, wanted)),
        *(
            (row["id"], f"{_TARGET}{row['name']} {row['year'] or ''}".strip(), _target(row))
            for row in store.read(_TARGETS, wanted)
        ),
        *((row["id"], f"{_STEP}{row['type']}", row["day"] or "?") for row in store.read(_STEPS, wanted)),
    ):
        if facts in found and _CLASSIFIED not in found[facts] and key.lstrip("<") not in _DETAILS:
            found[facts][key] = _BETWEEN.join(sorted({*filter(None, found[facts].get(key, "").split(_BETWEEN)), value}))
    return found


def _target(row: dict[str, object]) -> str:
    return " ".join(str(row[name]) for name in ("value", "unit", "nature") if row[name])


def _text(value: object) -> str:
    return _BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def differences(before: Snapshot, after: Snapshot, schema: Schema) -> list[Change]:
    """What became other, document by document."""
    changes = []
    for name, was in sorted(before.items()):
        now = after.get(name)
        if now is None:
            there, not_there = (Both(**both(f"history.{key}")) for key in ("there", "gone"))
            changes.append(Change(what=_document(name, was), before=there, after=not_there))
            continue
        for fact in sorted(was.keys() | now.keys()):
            if was.get(fact) != now.get(fact):
                gone, come = _apart(was.get(fact), now.get(fact))
                document, label = _document(name, was), _label(fact, schema)
                what = Both(zh=f"{document.zh}{label['zh']}", en=f"{document.en}: {label['en']}")
                changes.append(Change(what=what, before=_shown(fact, gone, schema), after=_shown(fact, come, schema)))
    return changes


def _document(name: str, facts: dict[str, str]) -> Both:
    """A document as a change names it: its title, or its id where it is classified or has none."""
    title = facts.get("title_zh")
    english = facts.get("title_en", title) if title else None
    return Both(zh=f"《{title}》" if title else name, en=f"“{english}”" if english else name)


def _apart(was: str | None, now: str | None) -> tuple[str | None, str | None]:
    """Of lists only what left and what came."""
    if was is None or now is None or _BETWEEN not in was + now:
        return was, now
    old, new = was.split(_BETWEEN), now.split(_BETWEEN)
    left = _BETWEEN.join(item for item in old if item not in new)
    come = _BETWEEN.join(item for item in new if item not in old)
    return left or None, come or None


def _label(fact: str, schema: Schema) -> dict[str, str]:
    if fact.startswith(_TARGET):
        return {lang: text(lang, "history.target", name=fact.removeprefix(_TARGET)) for lang in LANGS}
    if fact.startswith(_STEP):
        return {lang: schema.label("step", fact.removeprefix(_STEP), lang) for lang in LANGS}
    relation = schema.relations.get(fact.removeprefix("<"))
    if relation:
        key = "history.incoming" if fact.startswith("<") else "history.outgoing"
        return {lang: text(lang, key, name=getattr(relation, lang)) for lang in LANGS}
    column = schema.tables["plans"].column(fact)
    assert column
    return {"zh": column.zh, "en": schema.properties[column.name].en if column.name in schema.properties else fact}


def _shown(fact: str, value: str | None, schema: Schema) -> Both | None:
    if value is None:
        return None
    column = schema.tables["plans"].column(fact)
    parts = value.split(_BETWEEN)
    if column and column.codes:
        labelled = {lang: [schema.label(column.codes, part, lang) for part in parts] for lang in LANGS}
        return Both(zh="、".join(labelled["zh"]), en=", ".join(labelled["en"]))
    return Both(zh="、".join(parts), en=", ".join(parts))
