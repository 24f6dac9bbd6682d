"""The Excel report as LibreOffice reads it: what people see is what findings.json says."""

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kgplan.resources import resource
from tests.calling import Kgplan
from tests.needs import unavailable

pytestmark = [pytest.mark.office, pytest.mark.slow]

LEVELS = {"error": "■ 错误", "warning": "◆ 警告", "info": "● 提示"}
STATUSES = {"pass": "通过", "findings": "有发现", "not_applicable": "不适用", "skipped": "未评估", "error": "运行出错"}
Rows = list[list[Any]]


@pytest.fixture(scope="session")
def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or unavailable("office", "no LibreOffice on the path")


def opened(office: str, book: Path, folder: Path) -> dict[str, Rows]:
    """The sheets of a workbook after LibreOffice has read and saved it; a profile of its own for each run."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "ods", "--outdir", str(folder), str(book)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    saved = CalamineWorkbook.from_path(folder / f"{book.stem}.ods")
    return {name: saved.get_sheet_by_name(name).to_python() for name in saved.sheet_names}


def people_read(finding: dict[str, Any]) -> dict[str, str]:
    """What the row of a finding of findings.json must say; the facts in full are the subject of other tests."""
    subjects = finding["subjects"]
    periods = [["?" if year is None else str(year) for year in one["period"]] for one in subjects]
    places = ([one["file"], one["sheet"], one["row"] and f"第{one['row']}行"] for one in finding["evidence"])
    return {
        "级别": LEVELS[finding["severity"]],
        "状态": {"new": "新增"}[finding["state"]],
        "规则": finding["rule"],
        "发现": finding["title"]["zh"],
        "涉及规划": "\n".join(f"《{one['title']}》 {one['id']}" for one in subjects),
        "规划期": "\n".join("" if years == ["?", "?"] else f"{'—'.join(years)}年" for years in periods),
        "编制中": "是" if finding["draft"] else "",
        "事实": finding["message"]["zh"],
        "建议": finding["remedy"]["zh"],
        "责任部门": finding["acts_names"]["zh"] if finding["acts_names"] else "",
        "依据": "\n".join(f"{clause['id']} “{clause['key_term']}”" for clause in finding["clauses"]),
        "出处": "\n".join(" / ".join(filter(None, place)) for place in places),
        "首次发现": finding["first_seen"],
        "最近发现": finding["last_seen"],
        "标识": finding["fingerprint"],
    }


@pytest.mark.parametrize(("data", "home"), [("example", "990101"), ("kaizhou", "500154")])
def test_libreoffice_shows_what_the_results_say(
    kgplan: Kgplan, office: str, tmp_path: Path, data: str, home: str
) -> None:
    where = str(resource("data") / data)
    done = kgplan("report", where, "--home", home, "--as-of", "2024-07-01", "--output", "report")
    assert done.returncode == 1, done.stderr
    results = json.loads((tmp_path / "report" / "findings.json").read_bytes())
    sheets = opened(office, tmp_path / "report" / "report.xlsx", tmp_path)

    header, *rows = sheets["发现"]
    wanted = [people_read(finding) for finding in results["findings"]]
    assert [dict(zip(header, row, strict=True)) | want for row, want in zip(rows, wanted, strict=True)] == [
        dict(zip(header, row, strict=True)) for row in rows
    ]

    titles = {finding["rule"]: finding["title"]["zh"] for finding in results["findings"]}
    for row, rule in zip(sheets["规则"][1:], results["rules"], strict=True):
        reason = rule["reason"]["zh"] if rule["reason"] else ""
        told = [rule["id"], STATUSES[rule["status"]], rule["candidates"], rule["findings"], rule["seconds"], reason]
        assert [row[0], *row[2:]] == told
        assert row[1] == titles.get(rule["id"], row[1])

    cover: dict[str, Any] = {}
    for row in sheets["首页"]:
        cover.setdefault(row[0], row[1])
    counted = Counter(LEVELS[finding["severity"]] for finding in results["findings"])
    assert {label: cover[label] for label in LEVELS.values()} == {label: counted[label] for label in LEVELS.values()}
    assert cover["合计"] == len(results["findings"])
