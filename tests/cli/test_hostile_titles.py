"""A plan's title that would be a formula, a script or a link is a title in every format, and nothing else."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from markdown_it import MarkdownIt

from kgplan.reports.machines import render_junit, render_sarif
from kgplan.results import Results
from tests.calling import Kgplan
from tests.reports.page import read

FORMULA, SCRIPT = '=HYPERLINK("http://x.invalid")', "<script>alert(1)</script>"
HEADER = "编号,规划名称,规划类型,层级,辖区,规划期起始年,规划期截止年,状态,发布日期\n"


@pytest.fixture
def report(kgplan: Kgplan, tmp_path: Path) -> Path:
    """The folder of a report on two plans without superiors, of which every finding tells the titles."""
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "规划.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for number, title in enumerate((FORMULA, SCRIPT)):
            csv.writer(file).writerow(
                [f"P{number}", title, "专项规划", "区级", "500154", 2021, 2025, "已发布", "2022-01-20"]
            )
    done = kgplan("report", "data", "--as-of", "2024-07-01", "--output", "report")
    assert done.returncode == 1, done.stderr
    return tmp_path / "report"


def texts(value: Any) -> list[str]:
    """All texts in a value of JSON."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def test_every_format_tells_the_titles_and_obeys_none(report: Path) -> None:
    page = read((report / "report.html").read_text(encoding="utf-8"))
    assert len(page.all("script")) == 1
    assert not page.all("a", lambda link: not (link.attributes["href"] or "").startswith("#"))
    told = page.text()

    book = openpyxl.load_workbook(report / "report.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]

    lines = list(csv.reader(io.StringIO((report / "findings.csv").read_text(encoding="utf-8-sig"))))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]

    markdown = (report / "report.md").read_text(encoding="utf-8")
    blocks = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    tokens = [token for block in blocks for token in (block, *(block.children or ()))]
    assert not {"html_inline", "html_block", "link_open"} & {token.type for token in tokens}

    results = Results.model_validate_json((report / "findings.json").read_bytes())
    titles = {subject.title for finding in results.findings for subject in finding.subjects}
    assert titles == {FORMULA, SCRIPT}
    junit = "".join(str(part.attrib) + (part.text or "") for part in ET.fromstring(render_junit(results)).iter())
    sarif = "\n".join(texts(json.loads(render_sarif(results))))

    for text in (
        told,
        "\n".join(str(cell.value) for cell in cells),
        "\n".join(cell for line in lines for cell in line),
        "".join(token.content for token in tokens if token.type.startswith("text")).replace("\u200b", ""),
        junit,
        sarif,
    ):
        assert FORMULA in text
        assert SCRIPT in text
