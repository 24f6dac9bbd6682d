import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kgplan.reports.excel import MAX_CELL, department_workbooks, render_excel, sheet_name
from kgplan.reports.view import view
from kgplan.results import Both, Results
from kgplan.texts import LANGS, Lang
from tests.reports.examples import FORMULAS, HOSTILE, all_findings, classified, finding, hostile, incomplete, results


def book(shown: Results, lang: Lang = "zh") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_excel(shown, lang=lang)))


def values(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def sheet(shown: Results, name: str) -> Worksheet:
    found = book(shown)[name]
    assert isinstance(found, Worksheet)
    return found


def test_the_workbook_holds_cover_findings_coverage_rules_rejected_rows_and_departments() -> None:
    names = book(results()).sheetnames
    assert names[:7] == ["首页", "发现", "覆盖情况", "约束性指标", "规划期", "规则", "拒收的行"]
    assert {"区生态环境局", "区发展改革委", "区规划自然资源局", "未明确责任部门"} <= set(names[5:])
    assert book(results(), "en").sheetnames[:2] == ["Cover", "Findings"]


def test_the_cover_counts_what_the_findings_sheet_lists() -> None:
    cover = {row[0]: row[1] for row in reversed(values(sheet(results(), "首页")))}
    listed = values(sheet(results(), "发现"))[1:]
    for level in ("■ 错误", "◆ 警告", "● 提示"):
        assert cover[level] == sum(row[0] == level and row[1] in {"新增", "持续"} for row in listed)
    assert len(listed) == len(all_findings())
    assert cover["在效规划"] == 35


def test_findings_can_be_filtered_under_a_fixed_header() -> None:
    shown = sheet(results(), "发现")
    assert shown.freeze_panes == "A2"
    assert shown.auto_filter.ref == f"A1:T{len(all_findings()) + 1}"
    assert values(shown)[0][:3] == ["级别", "状态", "规则"]


def test_severity_is_word_and_colour() -> None:
    shown = sheet(results(), "发现")
    fills = {str(row[0].value): row[0].fill.fgColor.rgb for row in shown.iter_rows(min_row=2)}
    assert set(fills) == {"■ 错误", "◆ 警告", "● 提示"}
    assert len(set(fills.values())) == 3


def test_a_department_sheet_holds_its_findings_alone() -> None:
    shown = values(sheet(results(), "区规划自然资源局"))
    assert [row[2] for row in shown[1:]] == ["IND-007"]


@pytest.mark.parametrize("text", [*FORMULAS, HOSTILE, "http://example.invalid/", "mailto:a@example.invalid", "{=1}"])
def test_no_cell_is_a_formula_or_a_link_to_the_outside(text: str) -> None:
    shown = results([hostile(text)])
    for page in book(shown).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.hyperlink is None or (cell.hyperlink.location or "").startswith("'规则'!A")
    assert f"{text} 中" in {row[9] for row in values(sheet(shown, "发现"))[1:]}
    with zipfile.ZipFile(io.BytesIO(render_excel(shown))) as package:
        content = b"".join(package.read(name) for name in package.namelist() if "worksheets/sheet" in name)
        assert b"<f>" not in content
        assert not [name for name in package.namelist() if "worksheets/_rels" in name]  # where outer targets stand


def test_texts_too_long_for_a_cell_are_cut_and_say_so() -> None:
    cell = str(values(sheet(results([finding(message=Both(zh="长" * 40_000, en="x"))]), "发现"))[1][9])
    assert len(cell) == MAX_CELL
    assert cell.endswith("全文见 findings.json）")
    astral = values(sheet(results([finding(message=Both(zh="𠮷" * 20_000, en="x"))]), "发现"))[1][9]
    assert len(str(astral).encode("utf-16-le")) <= 2 * MAX_CELL


def test_coverage_rules_and_rejected_rows_are_complete() -> None:
    assert ["评估", "十四五", "否", "EVAL-002, EVAL-003"] in values(sheet(results(), "覆盖情况"))
    rules = {row[0]: row for row in values(sheet(results(), "规则"))}
    assert rules["EVAL-001"][2:5] == ["未评估", 0, 0]
    assert rules["EVAL-001"][6] == "年度监测台账未录入"
    assert values(sheet(results(), "拒收的行"))[1] == [
        "plans.csv", None, 7, "起始年 (start_year)", "二〇二X", "不是年份,应为四位数字",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_the_rule_of_a_finding_leads_to_the_rule(lang: Lang) -> None:
    opened: Any = book(results(), lang)
    for row in opened[opened.sheetnames[1]].iter_rows(min_row=2):
        name, cell = row[2].hyperlink.location.rsplit("!", 1)
        assert opened[name.strip("'")][cell].value == row[2].value


def test_rows_of_the_cover_are_as_high_as_what_stands_in_them() -> None:
    short, long = "缺从属关系。", "《重庆市开州区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要》" * 8
    shown = [finding(key=[str(n)], message=Both(zh=words, en=words)) for n, words in enumerate((short, long))]
    cover: Any = sheet(results(shown), "首页")
    heights = {row[2].value: cover.row_dimensions[row[2].row].height for row in cover.iter_rows()}
    assert 14 <= heights[short] < 20  # one line
    # 37 characters of 14 pixels, eight times, in five columns of 117 pixels
    assert heights[long] >= 15 * (37 * 8 * 14 / (5 * 117))


def test_an_incomplete_run_says_so_on_the_cover() -> None:
    cover = values(sheet(incomplete(), "首页"))
    assert str(cover[0][0]).startswith("【未完成】")
    assert str(cover[1][0]).startswith("本次检查未完成")


def test_a_run_without_findings_makes_a_workbook() -> None:
    assert len(values(sheet(results([]), "发现"))) == 1


def test_the_same_results_give_the_same_bytes() -> None:
    assert render_excel(results()) == render_excel(results())


def test_sheets_of_bodies_with_equal_or_odd_names_do_not_clash() -> None:
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ["局", "局", "A/B", "a b", "'", "", "x" * 40, "x" * 41, "History"]]
    assert names == ["局", "局 (2)", "A B", "a b (2)", "-", "- (2)", "x" * 31, "x" * 27 + " (2)", "History (2)"]


@settings(max_examples=25)
@given(st.text(max_size=50))
def test_any_body_name_makes_a_sheet_that_opens(name: str) -> None:
    shown = results([finding(acts=["X"], acts_names=Both(zh=name, en=name), subjects=[])])
    assert len(book(shown).sheetnames) == 8


def test_a_department_gets_a_workbook_of_its_own_without_the_classified_plans_of_others() -> None:
    secret = classified()
    shown = view(results([*all_findings(), secret]))
    books = department_workbooks(shown, lang="zh")
    assert len(books) == len(shown.departments)
    lead = next(iter({subject.lead for subject in secret.subjects if subject.classified}))
    for group, (name, content) in zip(shown.departments, books.items(), strict=True):
        told = read_cells(content)
        assert name.endswith(".xlsx")
        assert [entry.finding.fingerprint in told for entry in group.entries] == [True] * len(group.entries)
        assert (secret.fingerprint in told) == (group.id == lead)
        others = [entry for entry in shown.open if entry not in group.entries]
        assert not any(entry.finding.fingerprint in told for entry in others)


def read_cells(content: bytes) -> str:
    opened = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for shown in opened for row in shown.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)
