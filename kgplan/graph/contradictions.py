"""What several sources say differently of one thing, as sentences for whoever loads or checks."""

from kgplan.graph.store import Record, Store
from kgplan.schema import Schema
from kgplan.sources.model import Sentence
from kgplan.texts import LANGS, Lang, text

SHOWN = 50
"""So many are spelled out; the rest is counted."""

_FACTS = (
    "properties({x}) AS props, {x}.source AS source, {x}.row AS row, {x}.also_sources AS also_sources, "
    "{x}.also_rows AS also_rows, {x}.contradicted AS names, {x}.also_said AS said"
)
_NODES = (
    "MATCH (n) WHERE n.contradicted IS NOT NULL "
    f"RETURN n.id AS id, labels(n) AS labels, {_FACTS.format(x='n')} ORDER BY id"
)
_EDGES = (
    "MATCH (a)-[r]->(b) WHERE r.contradicted IS NOT NULL "
    f"RETURN a.id AS start, type(r) AS type, b.id AS end, {_FACTS.format(x='r')} ORDER BY start, type, end"
)


def contradictions(store: Store, schema: Schema) -> list[Sentence]:
    """A sentence in both languages for everything on which sources differ."""
    sources = {
        row["id"]: row["file"] + (f"#{row['sheet']}" if row["sheet"] else "")
        for row in store.read("MATCH (s:Source) RETURN s.id AS id, s.file AS file, s.sheet AS sheet")
    }
    found = [*store.read(_NODES), *store.read(_EDGES)]
    told: list[Sentence] = [{str(lang): _told(row, schema, sources, lang) for lang in LANGS} for row in found[:SHOWN]]
    if len(found) > SHOWN:
        told.append({str(lang): text(lang, "store.contradictions_more", count=len(found) - SHOWN) for lang in LANGS})
    return told


def _told(row: Record, schema: Schema, sources: dict[str, str], lang: Lang) -> str:
    def label(term: str) -> str:
        found = schema.classes.get(term) or schema.relations.get(term) or schema.properties.get(term)
        return getattr(found, lang) if found else term

    if "id" in row:
        kind = next((name for name in row["labels"] if name != "Document"), "Document")
        thing = f"{label(kind)} {row['id']}"
    else:
        thing = f"{row['start']} —{label(row['type'])}→ {row['end']}"
    places = [
        text(lang, "store.place", file=sources.get(source, source), row=number)
        for source, number in zip([row["source"], *row["also_sources"]], [row["row"], *row["also_rows"]], strict=True)
    ]
    differing = [
        text(lang, "store.differs", name=label(name), kept=_shown(row["props"][name]), other=other)
        for name, other in zip(row["names"], row["said"], strict=True)
    ]
    join = ("、", "；") if lang == "zh" else (", ", "; ")
    return text(
        lang, "store.contradiction", thing=thing, places=join[0].join(places), differing=join[1].join(differing)
    )


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
