"""The workbook of rejected rows: mend the marked cells, load that very file."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kgplan.ontology import load_schema
from kgplan.sources import Dataset
from kgplan.texts import Lang
from kgplan.workspace import sheets
from kgplan.workspace.rejected import rejected_workbook
from tests.sources.reading import write_csv
from tests.workspace.office import columns_of, fill, opened, read, validations

TARGETS = ("id", "plan", "indicator_name", "nature", "value_text", "year", "base_value", "处室")


def _hand_back(path: Path, *datasets: Dataset, lang: Lang = "zh") -> Any:
    written = rejected_workbook([dataset.rejected for dataset in datasets], load_schema(), lang)
    path.write_bytes(written.content)
    return opened(path)


def _targets(folder: Path, *rows: Sequence[object]) -> Dataset:
    folder.mkdir(exist_ok=True)
    write_csv(folder / "targets.csv", TARGETS, *rows)
    return read(folder)


@pytest.mark.parametrize(
    ("lang", "sheet", "year", "nature"), [("zh", "指标目标", "目标年", "属性"), ("en", "targets", "year", "nature")]
)
def test_a_mended_row_arrives_whole(tmp_path: Path, lang: Lang, sheet: str, year: str, nature: str) -> None:
    given = _targets(tmp_path / "given", ("T1", "P1", "森林覆盖率", "约束", "57.00", "二〇二X", "55.20", "一处"))
    back = tmp_path / "退回.xlsx"
    book = _hand_back(back, given, lang=lang)
    fill(book[sheet], 2, {year: 2025, nature: "约束性" if lang == "zh" else "Binding"})
    book.save(back)
    mended = read(back)
    assert not mended.rejected
    assert not mended.notes or all("处室" in note["zh"] for note in mended.notes)
    (row,) = mended.rows
    assert dict(row.values) == {
        "id": "T1",
        "plan": "P1",
        "indicator_name": "森林覆盖率",
        "nature": "binding",
        "value_text": "57.00",
        "year": 2025,
        "base_value": "55.20",
    }
    assert dict(row.extra) == {"处室": "一处"}


def test_the_cell_at_fault_is_coloured_and_the_reason_stands_beside_the_row_and_at_the_cell(tmp_path: Path) -> None:
    given = _targets(tmp_path / "given", ("T1", "P1", "森林覆盖率", "binding", "57", "二〇二X"))
    sheet = _hand_back(tmp_path / "back.xlsx", given)["指标目标"]
    columns = columns_of(sheet)
    cell = sheet.cell(2, columns["目标年"])
    (rejected,) = given.rejected
    assert cell.value == "二〇二X"
    assert cell.fill.start_color.rgb == "FFF9C7C7"
    assert cell.comment.text == rejected.reason["zh"]
    plain = [sheet.cell(2, place) for header, place in columns.items() if header != "目标年"]
    assert all(other.fill.fill_type is None and other.comment is None for other in plain)
    reason, origin = sheet.cell(2, 1).value, sheet.cell(2, 2).value
    assert reason == rejected.reason["zh"]
    assert origin == "targets.csv 第2行"


def test_an_empty_cell_that_has_to_be_filled_is_marked(tmp_path: Path) -> None:
    given = _targets(tmp_path / "given", ("T1", "", "森林覆盖率", "binding", "57", "2025"))
    sheet = _hand_back(tmp_path / "back.xlsx", given)["指标目标"]
    cell = sheet.cell(2, columns_of(sheet)["规划"])
    assert cell.value is None
    assert cell.fill.start_color.rgb == "FFF9C7C7"
    assert cell.comment


def test_left_as_it_is_the_row_is_rejected_again_for_the_same_reason(tmp_path: Path) -> None:
    given = _targets(tmp_path / "given", ("T1", "P1", "森林覆盖率", "约束", "57", "二〇二X"))
    back = tmp_path / "back.xlsx"
    _hand_back(back, given)
    again = read(back)
    assert not again.rows
    assert [row.reason for row in again.rejected] == [row.reason for row in given.rejected]
    assert [(row.column, row.value) for row in again.rejected] == [(row.column, row.value) for row in given.rejected]


def test_an_id_that_was_taken_can_be_changed(tmp_path: Path) -> None:
    rows = (("T1", "P1", "森林覆盖率", "", "57", "2025"), ("T1", "P1", "森林蓄积量", "", "900", "2025"))
    given = _targets(tmp_path / "given", *rows)
    back = tmp_path / "back.xlsx"
    book = _hand_back(back, given)
    fill(book["指标目标"], 2, {"编号": "T2"})
    book.save(back)
    assert [row.values["id"] for row in read(back).rows] == ["T2"]


def test_a_row_with_unquoted_commas_keeps_what_stood_beside_the_table(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "plans.csv").write_text("id,title_zh\nP1,教育、卫生,文化规划\n", encoding="utf-8")
    given = read(folder)
    back = tmp_path / "back.xlsx"
    book = _hand_back(back, given)
    sheet = book["规划"]
    beside = [cell for cell in sheet[2] if cell.value == "文化规划"]
    assert [cell.fill.start_color.rgb for cell in beside] == ["FFF9C7C7"]
    fill(sheet, 2, {"规划名称": "教育、卫生，文化规划"})
    beside[0].value = None
    book.save(back)
    (row,) = read(back).rows
    assert row.values["title_zh"] == "教育、卫生，文化规划"
    assert not read(back).notes


def test_cells_of_a_workbook_are_handed_back_as_they_were_meant(tmp_path: Path) -> None:
    path = tmp_path / "plans.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "规划"
    sheet.append(["编号", "规划名称", "发布日期", "层级", "特别重要", "任务期月数", "规划期起始年"])
    sheet.append(["P1", "规划一", datetime(2022, 1, 14), "区县", True, 60, "哪年"])
    sheet["F2"].number_format = '0"个月"'
    book.save(path)
    back = tmp_path / "back.xlsx"
    mended = _hand_back(back, read(path))
    shown = {header: mended["规划"].cell(2, place).value for header, place in columns_of(mended["规划"]).items()}
    assert (shown["层级"], shown["特别重要"], shown["任务期月数"]) == ("区级", "是", 60)
    fill(mended["规划"], 2, {"规划期起始年": "2021年"})
    mended.save(back)
    (row,) = read(back).rows
    assert row.values["published_on"] == date(2022, 1, 14)
    assert row.values["task_duration_months"] == 60
    assert row.values["especially_important"] is True


def test_nothing_in_a_rejected_row_becomes_a_formula(tmp_path: Path) -> None:
    given = _targets(tmp_path / "given", ("=1+1", "@P1", "+1", "-1+1", '=HYPERLINK("x")', "=2025", "", "=1"))
    book = _hand_back(tmp_path / "back.xlsx", given)
    assert {cell.data_type for row in book["指标目标"].iter_rows(min_row=2) for cell in row if cell.value} == {"s"}


def test_rows_of_several_tables_and_sources_are_handed_back_on_one_sheet_each(tmp_path: Path) -> None:
    first = _targets(tmp_path / "a", ("T1", "P1", "森林覆盖率", "", "57", "x"))
    second = _targets(tmp_path / "b", ("T2", "P1", "森林覆盖率", "", "57", "x"))
    write_csv(tmp_path / "b" / "plans.csv", ("id", "title_zh", "level"), ("P1", "规划一", "县处级"))
    second = read(tmp_path / "b")
    book = _hand_back(tmp_path / "back.xlsx", first, second)
    assert book.sheetnames == ["规划", "指标目标", "代码"]
    assert [row[2].value for row in book["指标目标"].iter_rows(min_row=2)] == ["T1", "T2"]
    assert "层级" in validations(book["规划"])


def test_rows_beyond_the_end_of_a_sheet_are_counted_as_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    given = _targets(tmp_path / "given", *((f"T{n}", "P1", "森林覆盖率", "", "57", "x") for n in range(5)))
    written = rejected_workbook([given.rejected], load_schema(), "zh")
    assert (len(given.rejected), written.rows) == (5, 2)
