"""The invented district: every rule has something to say about it, and most of its plans are clean.

``example_findings.csv`` was written by hand from the rulebook: it is what a reader of the tables should expect.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgplan.config import read_settings
from kgplan.graph.contradictions import contradictions
from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.rules.proof import lines
from kgplan.rules.rulebook import read_rulebook
from kgplan.rules.runner import Outcome, run_rules
from kgplan.sources import Dataset, read_paths
from tests.data.example import AS_OF, FOLDER, HOME, example, expected, write

RULEBOOK = read_rulebook()
TABLES = (
    "allocations",
    "budget",
    "catalogues",
    "funding",
    "investment",
    "organizations",
    "plans",
    "projects",
    "regions",
    "registers",
    "relations",
    "steps",
    "targets",
    "tasks",
    "zones",
)
HEADER_ID, TITLE = "编号", "规划名称"


def rows(name: str) -> list[dict[str, str]]:
    return example()[name]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    (found,) = read_paths([FOLDER], load_schema())
    return found


@pytest.fixture(scope="module")
def graph(dataset: Dataset) -> Iterator[Store]:
    with private_store() as store:
        load(store, [dataset], load_schema())
        yield store


@pytest.fixture(scope="module")
def outcome(graph: Store) -> Outcome:
    return run_rules(graph, load_schema(), RULEBOOK, as_of=AS_OF, home=HOME)


# ── What the rules say ──────────────────────────────────────────────────────────────────────────────────────


def test_every_rule_reports_something(outcome: Outcome) -> None:
    assert outcome.complete
    assert {rule.id: rule.status for rule in outcome.rules} == dict.fromkeys(RULEBOOK.rules, "findings")


def test_the_findings_are_exactly_those_derived_by_hand(dataset: Dataset, store: Store) -> None:
    load(store, [dataset], load_schema())
    outcome = run_rules(store, load_schema(), RULEBOOK, as_of=AS_OF, home=HOME)
    assert lines(outcome.findings, list(RULEBOOK.rules)) == expected()


def test_at_least_three_fifths_of_the_districts_plans_have_no_error_and_no_warning(
    outcome: Outcome, graph: Store
) -> None:
    plans = {row["id"] for row in graph.read("MATCH (p:Plan {home: $home}) RETURN p.id AS id", {"home": HOME})}
    faulty = {subject.id for finding in outcome.findings if finding.severity != "info" for subject in finding.subjects}
    assert len(plans) >= 60
    assert len(plans - faulty) >= 0.6 * len(plans)


def test_only_the_register_that_the_readme_names_is_incomplete(outcome: Outcome) -> None:
    missing = [(entry.register_, entry.key) for entry in outcome.coverage if not entry.complete]
    assert missing == [("disclosure", "2022")]


# ── Mending ──

OUTLINE = "sl-145-outline-2"
Cells = dict[str, str]
CHANGED: tuple[tuple[str, Cells, Cells], ...] = (
    ("plans", {"编号": "sl-145-zone"}, {"规划类型": "区域规划"}),
    ("plans", {"编号": "sl-135-elderly"}, {"牵头部门": "SL-CIVIL"}),
    ("plans", {"编号": "sl-145-market"}, {"文件类别": "行动计划", "规划类型": ""}),
    ("plans", {"编号": "sl-145-energy"}, {"批准日期": "2022-06-01"}),
    ("relations", {"起点": "sl-155-tourism", "关系": "从属于"}, {"终点": "sl-155-outline"}),
    ("relations", {"起点": "sl-145-detail-b", "关系": "从属于"}, {"终点": "sl-145-spatial"}),
    ("relations", {"起点": "sl-145-detail-b", "关系": "列入目录"}, {"终点": "sl-cat-145-sp"}),
    ("relations", {"起点": "sl-145-forestry", "关系": "从属于"}, {"终点": OUTLINE}),
    ("relations", {"起点": "sl-145-logistics", "终点": "sl-nb145-logistics"}, {"关系": "衔接"}),
    ("steps", {"规划": "sl-145-transport", "环节": "衔接意见"}, {"日期": "2022-02-18"}),
    ("steps", {"规划": "sl-145-industry", "环节": "发布"}, {"主体": "SL-GOV"}),
    ("steps", {"规划": "sl-145-industry", "环节": "中期评估"}, {"抄送": "SL-DRC"}),
    ("steps", {"规划": "sl-145-science-2", "环节": "修订批准"}, {"主体": "SL-GOV"}),
    ("targets", {"编号": "sl-145-water-01"}, {"单位": "亿立方米"}),
    ("targets", {"编号": "sl-145-housing-01"}, {"目标值": "≤80"}),
    ("targets", {"编号": "sl-145-eco-01"}, {"目标值": "≤32", "基期值": "38"}),
    ("targets", {"编号": "sl-145-eco-05"}, {"目标值": "≥320"}),
    ("targets", {"编号": "sl-145-forestry-01"}, {"属性": "约束性"}),
    ("targets", {"编号": "sl-plan-2023-08"}, {"目标值": "≥20.0"}),
    ("allocations", {"编号": f"{OUTLINE}-08-a1"}, {"分解值": "7.0"}),
    ("projects", {"编号": "sl-145-transport-j1"}, {"例外文件": "示例市自然资源函〔2023〕5号"}),
    ("budget", {"年度": "2024", "项目": f"{OUTLINE}-j2"}, {"区级金额_万元": "1800"}),
)
DROPPED: tuple[tuple[str, Cells], ...] = (
    ("plans", {"编号": "sl-m135-outline-b"}),
    ("relations", {"起点": "sl-145-tourism-b", "终点": "sl-m145-culture"}),
    ("relations", {"起点": "sl-m145-health", "终点": "sl-145-health"}),
    ("relations", {"起点": "sl-145-market", "关系": "列入目录"}),
    ("relations", {"起点": "sl-145-market", "关系": "细化"}),
    ("targets", {"编号": "sl-145-water-03"}),
    ("funding", {"规划": "sl-145-commerce"}),
)
ADDED_RELATIONS = (
    ("sl-145-tourism-b", "从属于", "sl-145-tourism"),
    ("sl-145-tourism", "从属于", "sl-m145-tourism"),
    ("sl-145-dongzhen", "从属于", OUTLINE),
    ("sl-145-commerce", "列入目录", "sl-cat-145-sr"),
    ("sl-145-transport", "衔接", "sl-145-spatial"),
    ("sl-145-logistics", "细化", f"{OUTLINE}-k1"),
    ("sl-145-spatial", "细化", f"{OUTLINE}-k8"),
    ("SL-EMER", "负责", f"{OUTLINE}-k6"),
    ("sl-plan-2024", "年度安排", f"{OUTLINE}-j3"),
)
ADDED_STEPS: tuple[tuple[str, str, str, str, Cells], ...] = (
    ("sl-135-elderly", "同期复核", "SL-CIVIL", "2023-09-01", {"结果": "无需调整"}),
    ("sl-145-water", "同期复核", "SL-WRB", "2023-09-01", {"结果": "已调整"}),
    ("sl-145-water", "水资源论证意见", "SL-WRB", "2022-04-20", {"结果": "同意"}),
    ("sl-145-commerce", "报批要件", "SL-COMM", "2022-09-26", {"备注": "目录清单批复"}),
    ("sl-145-industry", "联合报区政府", "SL-DRC", "2022-02-01", {}),
    ("sl-145-emergency", "报备案", "SL-DRC", "2022-09-20", {}),
    ("sl-145-emergency", "中期评估", "SL-EMER", "2024-06-20", {"抄送": "SL-DRC", "年度": "2023"}),
    ("sl-145-energy", "区政府审批", "SL-GOV", "2022-06-01", {}),
    ("sl-145-logistics", "公开", "SL-COMM", "2023-12-15", {"年度": "2023"}),
    ("sl-145-logistics", "年度监测", "SL-COMM", "2024-04-15", {"抄送": "SL-DRC", "年度": "2023"}),
    ("sl-135-energy", "总结评估", "SL-ENERGY", "2021-05-10", {"抄送": "SL-DRC", "年度": "2020"}),
)
ADDED_TARGETS = (
    ("sl-145-eco-06", "sl-145-eco", "化学需氧量重点工程减排量", "约束性", "[120]", "吨", "2025"),
    ("sl-plan-2023-01", "sl-plan-2023", "常住人口城镇化率", "预期性", "55.7", "%", "2023"),
)
TARGET_CELLS = ("编号", "规划", "指标名称", "属性", "目标值", "单位", "目标年")


def mended() -> dict[str, list[Cells]]:
    """The tables after all that the README tells to mend, but for the register of 2022."""
    tables = example()

    def found(name: str, wanted: Cells) -> Cells:
        (row,) = (row for row in tables[name] if wanted.items() <= row.items())
        return row

    for name, wanted, cells in CHANGED:
        found(name, wanted).update(cells)
    for name, wanted in DROPPED:
        tables[name].remove(found(name, wanted))
    tables["relations"] += [{"起点": lower, "关系": kind, "终点": upper} for lower, kind, upper in ADDED_RELATIONS]
    tables["steps"] += [
        {"规划": plan, "环节": kind, "主体": body, "日期": day, **cells} for plan, kind, body, day, cells in ADDED_STEPS
    ]
    tables["targets"] += [dict(zip(TARGET_CELLS, cells, strict=True)) for cells in ADDED_TARGETS]
    tables["zones"].append({"编号": "sl-zone-boundary", "类别": "城镇开发边界", "划定规划": "sl-145-spatial"})
    return tables


def test_after_mending_what_the_readme_names_only_infos_are_left(tmp_path: Path) -> None:
    write(mended(), tmp_path)
    with private_store() as store:
        load(store, read_paths([tmp_path], load_schema()), load_schema())
        findings = run_rules(store, load_schema(), RULEBOOK, as_of=AS_OF, home=HOME).findings
    assert [(finding.rule, finding.key) for finding in findings if finding.severity != "info"] == []
    assert {finding.rule for finding in findings} == {"PER-001", "PER-004", "IND-004", "DATA-005"}


# ── The tables ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_can_be_loaded_and_no_column_is_unknown(dataset: Dataset) -> None:
    assert list(dataset.rejected) == []
    assert [row for row in dataset.rows if row.extra] == []
    assert Counter(row.table for row in dataset.rows) == {name: len(rows(name)) for name in TABLES}


def test_the_tables_do_not_contradict_each_other(graph: Store) -> None:
    assert list(contradictions(graph, load_schema())) == []


def test_headers_are_the_chinese_ones_that_the_contract_names() -> None:
    schema = load_schema()
    for name in TABLES:
        known = {column.zh for column in schema.tables[name].columns}
        assert set(rows(name)[0]) <= known, name


def test_no_row_is_stated_twice() -> None:
    for name in TABLES:
        stated = Counter(tuple(row.values()) for row in rows(name))
        assert [row for row, count in stated.items() if count > 1] == [], name


def test_ids_are_unique() -> None:
    for name in TABLES:
        ids = Counter(row[HEADER_ID] for row in rows(name) if HEADER_ID in row)
        assert [key for key, count in ids.items() if count > 1] == [], name


def test_every_title_body_and_place_is_plainly_invented() -> None:
    invented = re.compile("示例|邻区")
    assert [row[TITLE] for row in rows("plans") if not invented.search(row[TITLE])] == []
    for name in ("organizations", "regions"):
        assert [row["名称"] for row in rows(name) if not invented.search(row["名称"])] == []


# ── What comes with them ────────────────────────────────────────────────────────────────────────────────────


def test_the_settings_make_the_invented_district_the_home_of_the_folder() -> None:
    assert read_settings(FOLDER / "kgplan.toml").home == HOME


def test_the_readme_explains_every_finding_by_rule_and_record() -> None:
    told = [
        (line, set(re.findall(r"`([^`]+)`", line)))
        for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    ]
    for rule, _, key, _, _ in expected():
        named = [part for part in key.split(";") if part.startswith("sl-")]
        assert any(line.startswith(f"| {rule} |") and set(named) <= ids for line, ids in told), (rule, key)
