"""An analyst's trial: kgplan init, three plans filled in as offices do it, load, mend, check; all in Chinese."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.calling import Kgplan
from tests.workspace.office import fill, opened

REGISTER = "规划台账.xlsx"


@pytest.fixture
def workspace(kgplan: Kgplan, tmp_path: Path) -> Path:
    done = kgplan("init")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"kgplan.toml", REGISTER}
    return tmp_path


def _fill_in(path: Path) -> None:
    """Three plans with labels, Excel dates, a blank line, a merged cell, a line of totals and one slip of the pen."""
    book = opened(path)
    plans = book["规划"]
    common = {
        "层级": "区级",
        "辖区": "开州区",
        "状态": "已发布",
        "审批路径": "区政府审批",
        "规划期起始年": 2021,
        "规划期截止年": "2025年",
    }
    outline = {
        "规划类型": "发展规划",
        "规划期截止年": 2025,
        "展望年": 2035,
        "审批路径": "人大批准",
        "发布日期": datetime(2021, 3, 26),
    }
    fill(
        plans,
        3,
        {**common, "编号": "KZ-GY", "规划名称": "《重庆市开州区国民经济和社会发展第十四个五年规划纲要》", **outline},
    )
    eco = {"编号": "KZ-ECO", "规划名称": "重庆市开州区生态环境保护“十四五”规划", "规划类型": "专项规划"}
    fill(
        plans,
        4,
        {**common, **eco, "领域": "eco_env", "牵头部门": "重庆市开州区生态环境局", "发布日期": date(2022, 1, 14)},
    )
    water = {"编号": "KZ-WATER", "规划名称": "重庆市开州区水安全保障“十四五”规划", "规划类型": "专项规划"}
    fill(plans, 6, {**common, **water, "领域": "water", "发布日期": "2022年2月", "规划期起始年": "二〇二X"})
    fill(book["规划关系"], 3, {"起点": "KZ-ECO", "关系": "从属于", "终点": "KZ-GY", "依据原文": "依据《纲要》编制"})
    targets = book["指标目标"]
    for row, (name, value, unit, year) in enumerate(
        [
            ("森林覆盖率", "57.00", "%", 2025),
            ("空气质量优良天数比率", "≥92", "%", 2025),
            ("森林覆盖率", "55.00", "%", 2025),
        ],
        3,
    ):
        cells = {"编号": f"T{row}", "指标名称": name, "目标值": value, "单位": unit, "目标年": year, "属性": "约束性"}
        fill(targets, row, cells)
    fill(targets, 3, {"规划": "KZ-GY"})
    fill(targets, 4, {"规划": "KZ-ECO"})
    targets.merge_cells(start_row=4, end_row=5, start_column=2, end_column=2)
    fill(targets, 7, {"规划": "合计", "目标值": "3项"})
    book.save(path)


def _loaded(text: str) -> dict[str, list[int]]:
    """The reconciliation: the numbers of every table."""
    lines = [re.split(r"\s*[│┃|]\s*|\s{2,}", line.strip(" │┃|")) for line in text.splitlines()]
    return {line[0]: [int(cell) for cell in line[1:]] for line in lines if len(line) > 5 and line[1].isdigit()}


def test_three_plans_are_filled_in_loaded_mended_and_checked(kgplan: Kgplan, workspace: Path) -> None:
    _fill_in(workspace / REGISTER)

    loaded = kgplan("load", REGISTER)
    assert loaded.returncode == 0
    # One row is rejected, with place, reason and what to do about it.
    assert f"退回：{REGISTER} / 规划 第6行" in loaded.stderr
    assert "应为 1900 至 2199 之间的年份" in loaded.stderr
    assert "--rejected 退回.xlsx" in loaded.stderr
    assert "跳过 1 行合计" in loaded.stderr
    assert not re.search(r"[A-Za-z]+ (is|was|not|rows?)\b", loaded.stderr + loaded.stdout), "all in Chinese"

    again = kgplan("load", REGISTER, "--rejected", "退回.xlsx")
    assert again.returncode == 0
    assert "退回.xlsx（共 1 行，写入 1 行）" in again.stderr
    back = opened(workspace / "退回.xlsx")
    assert back["规划"].cell(2, 2).value == f"{REGISTER} › 规划 第6行"
    fill(back["规划"], 2, {"规划期起始年": 2021})
    back.save(workspace / "退回.xlsx")

    mended = kgplan("load", "退回.xlsx")
    assert mended.returncode == 0
    assert "退回：" not in mended.stderr
    assert _loaded(mended.stdout)["规划"][0] == 1

    query = "MATCH (p:Plan) RETURN p.id AS id, toString(p.published_on) AS day, p.home AS home ORDER BY id"
    plans = json.loads(kgplan("query", query, "--format", "json").stdout)
    assert [tuple(plan.values()) for plan in plans] == [
        ("KZ-ECO", "2022-01-14", "500154"),
        ("KZ-GY", "2021-03-26", "500154"),
        ("KZ-WATER", "2022-02-01", "500154"),
    ]

    checked = kgplan("check", "--as-of", "2023-07-01", "--format", "json")
    assert checked.returncode in (0, 1)
    results = json.loads(checked.stdout)
    assert results["status"] == "complete"
    found = {(finding["rule"], subject["id"]) for finding in results["findings"] for subject in finding["subjects"]}
    # The plan for water names no superior plan; the ecological one asks for fewer forests than the outline.
    assert ("HIER-001", "KZ-WATER") in found
    assert ("HIER-001", "KZ-ECO") not in found
    assert ("IND-002", "KZ-ECO") in found
    shown = kgplan("check", "--as-of", "2023-07-01").stdout
    assert "水安全保障" in shown


def test_the_rejected_rows_never_overwrite_a_file(kgplan: Kgplan, workspace: Path) -> None:
    _fill_in(workspace / REGISTER)
    kept = workspace / "退回.xlsx"
    kept.write_bytes(b"half mended")
    done = kgplan("load", REGISTER, "--rejected", kept.name)
    assert done.returncode == 2
    assert "已经存在" in done.stderr
    assert kept.read_bytes() == b"half mended"
    assert not (workspace / "kgplan.db").exists()


def test_rejected_rows_are_only_written_as_a_workbook(kgplan: Kgplan, workspace: Path) -> None:
    done = kgplan("load", REGISTER, "--rejected", "退回.csv")
    assert done.returncode == 2
    assert ".xlsx" in done.stderr


def test_a_second_init_changes_nothing(kgplan: Kgplan, workspace: Path) -> None:
    before = {path.name: path.read_bytes() for path in workspace.iterdir()}
    done = kgplan("init")
    assert done.returncode == 2
    assert "kgplan.toml 已经存在" in done.stderr
    assert {path.name: path.read_bytes() for path in workspace.iterdir()} == before


def test_init_says_in_english_what_it_made(kgplan: Kgplan, tmp_path: Path) -> None:
    done = kgplan("init", "new", "--lang", "en", "--csv")
    assert done.returncode == 0
    assert "Made: new/planning" in done.stdout.replace("\\", "/")
    assert (tmp_path / "new" / "planning" / "plans.csv").exists()
