"""Workbooks of Excel and LibreOffice: sheets, formats, merges, formulas, and files that mean harm."""

import io
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kgplan.sources import workbooks
from tests.sources.reading import (
    PLAN,
    edit,
    notes,
    ods_row,
    opendocument,
    read,
    refusal,
    repack,
    values,
    workbook,
    write_csv,
)

FILES = Path(__file__).parent / "files"
ROW = ("P1", "规划一", "区级", "500154")
TARGETS = ("id", "plan", "indicator_name", "value_text", "base_value", "year", "note")


def target_cell(
    tmp_path: Path, value: float | str | datetime, number_format: str, column: str = "value_text"
) -> object:
    def change(page: Worksheet) -> None:
        page.append(list(TARGETS))
        page.append(["T1", "P1", "森林覆盖率"])
        cell = page.cell(2, TARGETS.index(column) + 1, value)
        cell.number_format = number_format

    (row,) = values(edit(tmp_path / "t.xlsx", "targets", change))
    return row.get(column)


# ── sheets ──


def test_every_sheet_named_as_a_table_is_read_and_others_are_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets: dict[str, list[tuple[str, ...]]] = {
        "说明": [("填报说明",)],
        "规划": [PLAN, ROW],
        "Relations": [("from", "type", "to"), ("P1", "依据", "P2")],
    }
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(tmp_path / "data.xlsx")
    dataset = read(tmp_path)
    assert [(row.table, row.origin.file, row.origin.sheet, row.origin.row) for row in dataset.rows] == [
        ("plans", "data.xlsx", "规划", 2),
        ("relations", "data.xlsx", "Relations", 2),
    ]
    assert "data.xlsx › 说明" in notes(dataset)


def test_a_workbook_named_as_a_table_needs_no_sheet_name(tmp_path: Path) -> None:
    workbook(tmp_path / "plans.xlsx", "Sheet1", PLAN, ROW)
    assert [row.table for row in read(tmp_path).rows] == ["plans"]


def test_a_hidden_sheet_and_hidden_rows_are_read_and_the_sheet_is_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("plans")
    page.append(list(PLAN))
    page.append(list(ROW))
    page.row_dimensions[2].hidden = True
    page.sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    dataset = read(tmp_path)
    assert len(dataset.rows) == 1
    assert "hidden" in notes(dataset)


def test_a_sheet_named_as_a_table_with_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", "指标目标", ("甲", "乙"), ("1", "2"))
    assert "b.xlsx › 指标目标" in refusal(path)["zh"]


def test_a_blank_sheet_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", "plans", PLAN, ROW)
    book = openpyxl.load_workbook(path)
    book.create_sheet("项目")
    book.save(path)
    dataset = read(path)
    assert len(dataset.rows) == 1
    assert "项目" in notes(dataset)


def test_rows_are_counted_from_the_top_of_the_sheet(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        for column, header in enumerate(PLAN, start=1):
            page.cell(4, column, header)
        for column, value in enumerate(ROW, start=1):
            page.cell(9, column, value)

    (row,) = read(edit(tmp_path / "b.xlsx", "plans", change)).rows
    assert row.origin.row == 9


# ── cells as the user sees them ──


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (57, "0.00", "57.00"),
        (57, "General", "57"),
        (57.0, "General", "57"),
        (0.57, "0.0%", "57.0%"),
        (60, '0"万人"', "60万人"),
        (1_000_000_000_000, "General", "1000000000000"),
        (123456789012345, "0.00E+00", "123456789012345"),
        ("57.00", "General", "57.00"),
        ("≥57", "@", "≥57"),
        (True, "General", "TRUE"),
        (datetime(2021, 3, 26), "yyyy/m/d", "2021-03-26"),
    ],
)
def test_text_columns_keep_what_the_user_saw(
    tmp_path: Path, value: float | str | datetime, number_format: str, seen: str
) -> None:
    assert target_cell(tmp_path, value, number_format) == seen


def test_a_number_keeps_the_digits_shown_unless_they_hide_some(tmp_path: Path) -> None:
    def area(value: float, number_format: str) -> str:
        def change(page: Worksheet) -> None:
            page.append(["id", "kind", "area"])
            page.append(["Z1", "生态空间", value])
            page.cell(2, 3).number_format = number_format

        return str(values(edit(tmp_path / "z.xlsx", "zones", change))[0]["area"])

    assert area(57, "0.00") == "57.00"
    assert area(57.345, "0") == "57.345"
    assert area(1234.5, "¥#,##0.00") == "1234.5"
    assert area(0.1 + 0.2, "General") == "0.3"


def test_ids_and_years_typed_as_numbers_and_days_as_days(tmp_path: Path) -> None:
    header = (*PLAN, "start_year", "approved_on", "published_on", "classified")
    path = workbook(
        tmp_path / "b.xlsx", "plans", header, (1, "规划", "区级", 500154, 2021, date(2021, 3, 26), "2021年4月", True)
    )
    (row,) = values(path)
    assert row["id"] == "1"
    assert row["jurisdiction"] == "500154"
    assert row["start_year"] == 2021
    assert row["approved_on"] == date(2021, 3, 26)
    assert row["published_on"] == date(2021, 4, 1)
    assert row["classified"] is True


def test_a_year_in_a_cell_made_for_days_is_rejected_rather_than_1905(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append([*PLAN, "start_year", "approved_on"])
        page.append([*ROW, 2021])
        page.cell(2, 5).number_format = "yyyy-mm-dd"
        page.append(["P2", *ROW[1:], "2021", 2021.1])

    dataset = read(edit(tmp_path / "b.xlsx", "plans", change))
    assert [rejected.column for rejected in dataset.rejected] == ["start_year", "approved_on"]
    assert dataset.rejected[0].value == "1905-07-13"


def test_line_breaks_that_excel_escapes_are_line_breaks(tmp_path: Path) -> None:
    assert target_cell(tmp_path, "一_x000D_\n二", "General", "note") == "一\n二"


# ── merged cells and formulas ──


def test_a_vertical_merge_means_its_value_in_every_row(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(["2024年指标表"])
        page.merge_cells("A1:D1")
        page.append(list(TARGETS[:4]))
        for number in (1, 2, 3):
            page.append([f"T{number}", "P1" if number == 1 else None, f"指标{number}", number])
        page.append(["T4", None, "指标4", 4])
        page.merge_cells("B3:B5")
        page.append([None, None, None, None])
        page.merge_cells("A7:A9")

    dataset = read(edit(tmp_path / "b.xlsx", "targets", change))
    assert [row.values["plan"] for row in dataset.rows] == ["P1", "P1", "P1"]
    assert [(rejected.origin.row, rejected.column) for rejected in dataset.rejected] == [(6, "plan")]


def test_a_merge_over_blank_rows_makes_no_rows_and_a_wide_one_fills_its_first_column(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append([*PLAN, "note", "doc_no"])
        page.append([*ROW, "宽", None])
        page.merge_cells("E2:F2")
        page.merge_cells("D2:D6")

    (row,) = values(edit(tmp_path / "b.xlsx", "plans", change))
    assert row["note"] == "宽"
    assert "doc_no" not in row


def test_headers_over_two_rows_are_read_from_the_lower_one(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(["编号", "规划名称", "规划期", None])
        page.append([None, None, "规划期起始年", "规划期截止年"])
        page.append(["P1", "规划一", 2021, 2025])
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            page.merge_cells(area)

    (row,) = values(edit(tmp_path / "b.xlsx", "plans", change))
    assert (row["id"], row["start_year"], row["end_year"]) == ("P1", 2021, 2025)


def test_a_formula_gives_its_stored_result_and_is_never_worked_out(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(list(TARGETS[:4]))
        page.append(["T1", "P1", "甲", "=50+7"])
        page.append(["T2", "P1", "乙", "=1/0"])
        page.append(["T3", "P1", "丙", '=WEBSERVICE("http://example.org")'])
        page.append(["T4", "P1", "丁", '=""'])

    path = edit(tmp_path / "b.xlsx", "targets", change)

    def with_results(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return content
        content = content.replace(b"<f>50+7</f><v />", b"<f>50+7</f><v>57</v>")
        content = content.replace(b'<c r="D3"><f>1/0</f><v />', b'<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v>')
        return content.replace(b'<c r="D5"><f>', b'<c r="D5" t="str"><f>')

    repack(path, with_results)
    dataset = read(path)
    assert [(row.values["id"], row.values.get("value_text")) for row in dataset.rows] == [("T1", "57"), ("T4", None)]
    (error, never) = dataset.rejected
    assert (error.column, error.value) == ("value_text", "#DIV/0!")
    assert "公式" in error.reason["zh"]
    assert never.origin.row == 4
    assert "保存" in never.reason["zh"]


def test_an_error_in_a_column_that_no_table_knows_rejects_nothing(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append([*PLAN, "别的"])
        page.append([*ROW, "#REF!"])
        page.cell(2, 5).data_type = "e"

    (row,) = read(edit(tmp_path / "b.xlsx", "plans", change)).rows
    assert row.extra == {"别的": "#REF!"}


# ── other kinds of workbooks ──


def test_old_excel_files_are_read_with_a_note_on_what_cannot_be_seen(tmp_path: Path) -> None:
    shutil.copy(FILES / "plans.xls", tmp_path / "data.xls")
    dataset = read(tmp_path)
    (row,) = dataset.rows
    assert dict(row.values) == {
        "id": "P1", "title_zh": "水利规划", "doc_kind": "plan", "level": "district", "jurisdiction": "500154",
        "start_year": 2021, "approved_on": date(2021, 3, 26), "edition_no": 1,
    }  # fmt: skip
    assert (row.origin.sheet, row.origin.row) == ("规划", 2)
    assert "57%" in notes(dataset)


def test_libreoffice_files_are_read(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    path = opendocument(
        tmp_path / "d.ods", ods_row(None) + ods_row("id", "kind", "area") + ods_row("Z1", "生态空间", 12.5) + blank
    )
    (row,) = read(path).rows
    assert dict(row.values) == {"id": "Z1", "kind": "ecological_space", "area": Decimal("12.5")}
    assert row.origin.row == 3


# ── files that are damaged or mean harm ──


def test_a_workbook_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    shutil.copy(FILES / "protected.xlsx", tmp_path / "plans.xlsx")
    assert "密码" in refusal(tmp_path / "plans.xlsx")["zh"]
    encrypted = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/>'
        "</manifest:file-entry></manifest:manifest>"
    )
    path = opendocument(tmp_path / "d.ods", ods_row("id"), {"META-INF/manifest.xml": encrypted})
    assert "password" in refusal(path)["en"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"id,title_zh\nP1,x\n",
        b"<html><table></table></html>",
        b"PK\x03\x04 cut off",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_what_is_no_workbook_is_refused_in_plain_words(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"plans{suffix}"
    path.write_bytes(content)
    assert "xlsx" in refusal(path)["zh"]


def test_another_kind_of_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plans.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    assert "不是 Excel" in refusal(path)["zh"]


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plans.xlsx", "plans", PLAN, *[(f"P{n}", *ROW[1:]) for n in range(200)])
    path.write_bytes(path.read_bytes()[:-600])
    refusal(path)
    path = workbook(tmp_path / "plans.xlsx", "plans", PLAN, ROW)
    repack(path, lambda name, part: part[:-30] if name.startswith("xl/worksheets/") else part)
    refusal(path)


def test_a_bomb_that_unpacks_too_large_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plans.xlsx", "plans", PLAN, ROW)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as part:
        for _ in range(201):
            part.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "200 MB" in refusal(path)["zh"]


def test_cells_far_apart_do_not_fill_the_memory(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(list(PLAN))
        page.append(list(ROW))
        page.cell(200_000, 1, "P2")

    assert len(read(edit(tmp_path / "b.xlsx", "plans", change)).rows) == 2
    rows = ods_row("id", "kind") + ods_row("Z1", "生态空间", repeated=1_000_000)
    wide = rows.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000" ')
    assert "200 MB" in refusal(opendocument(tmp_path / "d.ods", wide))["en"]


def test_a_row_number_beyond_any_sheet_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 100)
    path = workbook(tmp_path / "b.xlsx", "plans", PLAN, ROW)
    repack(path, lambda name, part: part.replace(b'r="2"', b'r="99999999999"') if "sheet1" in name else part)
    assert "100" in refusal(path)["zh"]


def test_columns_beyond_any_table_are_refused(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(list(PLAN))
        page.cell(2, 600, "x")

    assert "500" in refusal(edit(tmp_path / "b.xlsx", "plans", change))["zh"]


def test_entities_in_the_xml_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", "plans", PLAN, ROW)
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    repack(path, lambda name, part: bomb + part if name.startswith("xl/worksheets/") else part)
    refusal(path)


def test_links_to_other_workbooks_are_not_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", "plans", (*PLAN, "note"), (*ROW, "='[other.xlsx]Sheet1'!A1"))
    (rejected,) = read(path).rejected
    assert rejected.column == "note"


def test_excel_and_csv_of_one_table_give_the_same_rows(tmp_path: Path) -> None:
    rows = [(*PLAN, "start_year"), ("P1", "规划一", "区级", "500154", 2021), ("P2", "规划二", "市级", "500000", 2022)]
    assert values(workbook(tmp_path / "b.xlsx", "plans", *rows)) == values(write_csv(tmp_path / "plans.csv", *rows))


def test_nothing_is_written_to_standard_error(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", "plans", (*PLAN, "approved_on"), ROW)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    cell = book.worksheets[0].cell(2, 5, 99_999_999_999)
    cell.number_format = "yyyy-mm-dd"
    book.save(path)
    program = (
        "import sys; from kgplan.ontology import load_schema; from kgplan.sources import read_paths; "
        "print(read_paths(sys.argv[1:], load_schema())[0].rejected[0].column)"
    )
    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("approved_on\n", "")
