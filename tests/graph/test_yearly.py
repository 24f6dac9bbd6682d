"""Annual plans against the outline in the graph: which verdicts there are, and from which day a sum holds."""

from pathlib import Path
from typing import Any

from kgplan.graph.load import load
from kgplan.graph.store import Store
from kgplan.ontology import load_schema
from kgplan.sources import read_paths

PLANS = """id,title_zh,doc_kind,plan_type,level,jurisdiction,start_year,end_year,stage,approved_on,lead
D,某区规划纲要,plan,development,district,500154,2021,2023,published,2021-02-01,KZ-DRC
A1,某区2021年计划,annual_plan,,district,500154,2021,2021,published,2021-02-01,KZ-DRC
A2,某区2022年计划,annual_plan,,district,500154,2022,2022,published,2022-02-02,KZ-DRC
A3,某区2023年计划,annual_plan,,district,500154,2023,2023,published,2023-02-03,KZ-DRC
T3,某镇2023年计划,annual_plan,,town,500154-wenquan,2023,2023,published,2023-02-03,KZ-DRC
"""
TARGETS = """id,plan,indicator_name,nature,value_text,unit,year,region
J,D,城镇新增就业,binding,≥6000,人,2023,500154
J1,A1,城镇新增就业,expected,1900,人,2021,500154
J2,A2,城镇新增就业,expected,0.20,万人,2022,500154
J3,A3,城镇新增就业,expected,2000,人,2023,500154
JT,A2,城镇新增就业,expected,700,人,2022,500154-wenquan
K3,T3,城镇新增就业,expected,100,人,2023,500154
F,D,森林覆盖率,binding,≥57,%,2023,500154
F2,A2,森林覆盖率,expected,55,%,2022,500154
F3,A3,森林覆盖率,expected,57,%,2023,500154
"""


def _edges(store: Store, folder: Path, plans: str = PLANS, targets: str = TARGETS) -> list[dict[str, Any]]:
    (folder / "plans.csv").write_text(plans, encoding="utf-8")
    (folder / "targets.csv").write_text(targets, encoding="utf-8")
    load(store, read_paths([folder], load_schema()), load_schema())
    return store.read(
        "MATCH (a:TargetStatement)-[c:YEARLY_COMPARED_WITH]->(b:TargetStatement) RETURN a.id AS annual, b.id AS goal, "
        "c.way AS way, c.verdict AS verdict, c.gap AS gap, c.sum_exact AS sum, c.yearly_parts AS parts, "
        "c.holds_from AS holds_from ORDER BY annual"
    )


def test_levels_are_compared_in_their_own_year_and_totals_by_the_sum_of_the_years(store: Store, tmp_path: Path) -> None:
    plain = {"sum": None, "parts": None, "holds_from": None}
    assert _edges(store, tmp_path) == [
        {"annual": "F3", "goal": "F", "way": "target_year", "verdict": "equal", "gap": "0", **plain},
        {
            "annual": "J3",
            "goal": "J",
            "way": "sum",
            "verdict": "looser",
            "gap": "100",
            "sum": "5900",
            "parts": ["J1", "J2", "J3"],
            "holds_from": "2023-02-03",
        },
    ]


def test_a_sum_holds_once_all_its_plans_are_in_force(store: Store, tmp_path: Path) -> None:
    late = PLANS.replace("2022-02-02", "2022-11-11").replace("2023-02-03", "2022-02-03")
    assert [edge["holds_from"] for edge in _edges(store, tmp_path, late)] == [None, "2022-11-11"]


def test_a_year_without_a_plan_in_force_leaves_the_sum_open(store: Store, tmp_path: Path) -> None:
    _edges(store, tmp_path)
    draft = PLANS.replace("2022,2022,published,2022-02-02", "2022,2022,drafting,")
    assert [edge["annual"] for edge in _edges(store, tmp_path, draft)] == ["F3"]
    without = "".join(line for line in TARGETS.splitlines(keepends=True) if not line.startswith("J2"))
    assert [edge["annual"] for edge in _edges(store, tmp_path, PLANS, without)] == ["F3"]
