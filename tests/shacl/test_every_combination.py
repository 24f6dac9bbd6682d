"""SHACL and Cypher agree on every combination: fields that can be missing, classes at either end of relations."""

import csv
from itertools import product
from pathlib import Path

from kgplan.ontology import load_schema
from tests.shacl.found import both_ways

SCHEMA = load_schema()
PLAN = {
    "title_zh": "某规划",
    "plan_type": "special",
    "level": "district",
    "jurisdiction": "500154",
    "start_year": "2021",
    "end_year": "2025",
    "stage": "published",
    "lead": "某局",
}
TARGET = {"indicator_name": "森林覆盖率", "nature": "binding", "unit": "%", "year": "2025"}
VALUES = ("", "60", "2.5:1", "完成市级下达任务", "稳步提高", "—", "确保57、力争58")
VALUE_KINDS = ("", "number", "by_reference", "qualitative")
THINGS = {
    "targets": {"id": "T", "plan": "plan", "indicator_name": "森林覆盖率"},
    "allocations": {"id": "S", "target": "T", "to": "某镇", "dimension": "region"},
    "catalogues": {"id": "C", "kind": "special_regional", "cycle": "十四五"},
    "organizations": {"id": "O", "name_zh": "某局", "kind": "department"},
    "regions": {"id": "R", "name_zh": "某镇", "kind": "town"},
    "tasks": {"id": "K", "plan": "plan", "title": "某任务"},
    "projects": {"id": "J", "plan": "plan", "title": "某项目"},
    "zones": {"id": "Z", "kind": "eco_redline"},
    "indicators": {"id": "I", "name_zh": "某指标"},
}
"""One thing of every class with ids; documents come by kind, and ids that nothing has are among the ends too."""


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_every_set_of_missing_fields_of_plans_and_targets(tmp_path: Path) -> None:
    (folder := tmp_path / "tables").mkdir()
    plans = [
        {
            "id": f"P{number}",
            **{name: value if kept else "" for (name, value), kept in zip(PLAN.items(), mask, strict=True)},
        }
        for number, mask in enumerate(product((True, False), repeat=len(PLAN)))
    ]
    masks = product(product((True, False), repeat=len(TARGET)), VALUES, VALUE_KINDS)
    targets = [
        {
            "id": f"T{number}",
            "plan": "P0",
            "value_text": value,
            "value_kind": kind,
            **{name: text if kept else "" for (name, text), kept in zip(TARGET.items(), mask, strict=True)},
        }
        for number, (mask, value, kind) in enumerate(masks)
    ]
    write(folder, "plans", plans)
    write(folder, "targets", targets)
    cypher, shacl = both_ways(folder, tmp_path / "all.ttl", SCHEMA)
    assert shacl.missing == cypher.missing
    assert len(shacl.missing) > len(plans)
    assert {f"P{number}" for number in range(1, len(plans))} <= set(shacl.missing)


def test_every_class_at_either_end_of_every_relation(tmp_path: Path) -> None:
    (folder := tmp_path / "tables").mkdir()
    kinds = list(SCHEMA.document_classes)
    write(folder, "plans", [{"id": kind, "doc_kind": kind, **PLAN} for kind in kinds])
    for table, row in THINGS.items():
        write(folder, table, [row])
    by_class = {name: kind for kind, name in SCHEMA.document_classes.items()} | {"Document": kinds[0]}
    by_class |= {str(SCHEMA.tables[table].node): row["id"] for table, row in THINGS.items()}
    ends = [*kinds, *(row["id"] for row in THINGS.values())]
    relations = [found for found in SCHEMA.relations.values() if found.in_table]
    write(
        folder,
        "relations",
        [
            {"from": start, "type": relation.type, "to": end}
            for relation in relations
            for start, end in [
                *((end, by_class[relation.range[-1]]) for end in (*ends, f"START-OF-{relation.type}")),
                *((by_class[relation.domain[0]], end) for end in (*ends, f"END-OF-{relation.type}")),
            ]
        ],
    )
    cypher, shacl = both_ways(folder, tmp_path / "all.ttl", SCHEMA)
    assert shacl.broken == cypher.broken
    assert {reason for _, reasons in shacl.broken.values() for reason in reasons} == {"unknown", "kind"}
    assert {name for types, _ in shacl.broken.values() for name in types} >= {found.type for found in relations}
