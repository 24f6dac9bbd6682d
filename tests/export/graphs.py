"""Whole graphs to compare, and tables with everything in them that an export could trip over."""

import csv
import re
from pathlib import Path
from typing import Any

from kgplan.graph.store import Store

HOSTILE = 'x\'}) DETACH DELETE n //<script>alert("1")</script>'
"""An id that would be Cypher, HTML and a quotation, were it not text."""


def awkward_tables(folder: Path) -> Path:
    """A folder of tables: hostile ids, text over several lines, unknown columns of any name, lists, exact digits."""
    folder.mkdir(parents=True)
    tables: dict[str, list[list[str]]] = {
        "plans": [
            [
                *("id", "title_zh", "title_en", "plan_type", "level", "jurisdiction", "coverage_regions"),
                *("start_year", "end_year", "stage", "published_on", "lead", "classified", "note"),
                *("联系人:电话", 'a "quoted", [odd] (name); x', "http://example.org/terms#owner"),
            ],
            [
                *("KG", "某区“十四五”规划纲要", "", "development", "district", "500154", "开州区;500234"),
                *("2021", "2025", "published", "2021-03", "区发展改革委", "否", '第一行\n第二行,"引"\t末'),
                *("=1+1", "\\n is no line", "张三"),
            ],
            [
                *(HOSTILE, "林业规划", "Forests; and \\ more", "special", "district", "500154", ""),
                *("2021", "2025", "published", "2022-01-20", "某某局", "是", "-"),
                *("", "", ""),
            ],
            *([[f"P{n}", f"规划{n}", "", "special", "town", "500154", *[""] * 7, "", "", "", ""] for n in range(3)]),
        ],
        "relations": [
            ["from", "type", "to", "kind", "date", "role", "evidence", "页"],
            [HOSTILE, "从属于", "KG", "", "", "", "“依据”\n第二行", "3"],
            [HOSTILE, "从属于", "nowhere", "", "", "", "", ""],
            ["P1", "替代", "P2", "修订", "2023-05-01", "", "", ""],
            ["P2", "衔接", "P0", "", "", "", "", ""],
            ["区水利局", "负责", "T1", "", "", "牵头", "", ""],
            ["KG", "编制依据", "P0", "", "", "", "", ""],
        ],
        "targets": [
            ["id", "plan", "indicator_name", "nature", "value_text", "unit", "year", "base_year", "base_value", "main"],
            ["T1", "KG", "森林覆盖率", "约束性", "57.00", "%", "2025", "2020", "53.10", "是"],
            ["T2", HOSTILE, "森林覆盖率", "", "确保57%、力争58%", "%", "2025", "", "", ""],
            ["T3", HOSTILE, "能耗下降", "", "-18%左右", "%", "2025", "", "", ""],
        ],
        "allocations": [
            ["id", "target", "to", "dimension", "value_text", "unit", "year", "complete"],
            ["A1", "T1", "临江镇", "town", "56.0", "%", "2025", "是"],
            ["A2", "T1", "2023", "year", "55", "%", "2023", "否"],
        ],
        "steps": [
            ["plan", "type", "body", "date", "doc_no", "reported_to", "year"],
            ["KG", "发布", "区政府", "2021-03-26", "开府〔2021〕1号", "", ""],
            ["KG", "中期评估", "区发展改革委", "2023-06", "", "区人大;区委", "2023"],
        ],
        "registers": [["kind", "key", "complete"], ["evaluation", "十四五", "是"]],
        "tasks": [["id", "plan", "title", "milestones"], ["T1", "KG", "植树", "2022;2024"]],
        "zones": [["id", "kind", "area", "unit", "plan"], ["Z1", "生态保护红线", "1,234.50", "平方公里", "KG"]],
        "budget": [["year", "project", "amount"], ["2023", "水库", "100.10"]],
        "waivers": [["rule", "key", "by", "on", "reason"], ["HIER-001", "P0", "李四", "2024-01-02", "已另报"]],
        "units": [["symbol", "dimension", "factor"], ["百亩", "area", "1/15"]],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return folder


def contents(store: Store, *, forget_sources: bool = False) -> tuple[list[Any], list[Any]]:
    """All nodes and relationships with their properties, in a fixed order.

    ``forget_sources``: without what tells one reading of the same tables from another — the folder in ids of sources,
    the time of loading, how rows are kept, and the digest over these.
    """
    kept = (
        "" if not forget_sources else "WHERE NOT any(l IN labels(n) WHERE l IN ['Dataset', 'StatedRows', 'LoadState'])"
    )
    nodes = [
        [sorted(row["labels"]), _props(row["props"], forget=forget_sources)]
        for row in store.read(f"MATCH (n) {kept} RETURN labels(n) AS labels, properties(n) AS props")
    ]
    edges = [
        [
            row["type"],
            sorted(row["a"]),
            row["start"],
            sorted(row["b"]),
            row["end"],
            _props(row["props"], forget=forget_sources),
        ]
        for row in store.read(
            "MATCH (a)-[r]->(b) RETURN type(r) AS type, labels(a) AS a, a.id AS start, labels(b) AS b, b.id AS end, "
            "properties(r) AS props"
        )
    ]
    return sorted(nodes, key=repr), sorted(edges, key=repr)


def _props(props: dict[str, Any], *, forget: bool) -> dict[str, Any]:
    found = {name: value for name, value in sorted(props.items()) if value is not None and value != []}
    if forget:
        for name in ("loaded_at", "digest", "dataset"):
            found.pop(name, None)
        return {name: _bare(value) for name, value in found.items()}
    return found


def _bare(value: Any) -> Any:
    """A value without the name of the dataset in front of a source."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return re.sub(r"^[^/]*-[0-9a-f]{8}/", "…/", value) if isinstance(value, str) else value
