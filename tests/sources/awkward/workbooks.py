"""Workbooks that are made rather than kept: each function writes one, the same on every day."""

import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.sources.reading import edit, ods_row, opendocument, repack

KEPT = Path(__file__).parent.parent / "files"
PLAN = ["编号", "规划名称", "层级"]
TARGET = ["编号", "规划", "指标名称", "目标值"]
BUILDERS: dict[str, Callable[[Path], None]] = {}


def builds(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Register a function that writes the file ``name``."""

    def register(build: Callable[[Path], None]) -> Callable[[Path], None]:
        BUILDERS[name] = build
        return build

    return register


def _plain(
    path: Path, sheet: str = "规划", rows: Sequence[Sequence[object]] = ([*PLAN], ["P1", "水利规划", "区级"])
) -> None:
    def change(page: Worksheet) -> None:
        for row in rows:
            page.append(list(row))

    edit(path, sheet, change)


def _into_sheet(path: Path, change: Callable[[bytes], bytes], part: str = "xl/worksheets/") -> None:
    repack(path, lambda name, content: change(content) if name.startswith(part) else content)


@builds("dates_1900.xlsx")
def _dates_1900(path: Path) -> None:
    _dates(path)


@builds("dates_1904.xlsx")
def _dates_1904(path: Path) -> None:
    _dates(path, CALENDAR_MAC_1904)


def _dates(path: Path, epoch: datetime | None = None) -> None:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    page = book.worksheets[0]
    page.title = "规划"
    page.append(["编号", "规划名称", "批准日期", "发布日期"])
    page.append(["P1", "水利规划", date(2021, 3, 26), datetime(2021, 4, 1, 9, 30)])
    page.append(["P2", "林业规划", "2021年3月26日", date(2021, 4, 1)])
    page["C2"].number_format = 'yyyy"年"m"月"d"日"'
    page["D3"].number_format = 'yyyy"年"m"月"'
    book.save(path)


@builds("numbers_as_text.xlsx")
def _numbers_as_text(path: Path) -> None:
    header = ["编号", "规划名称", "辖区", "规划期起始年", "版次"]
    _plain(path, rows=(header, ["001", 2035, 500154, "2021", "2"], [2, "林业规划", "500154", 2022.0, 1.0]))


@builds("formats.xlsx")
def _formats(path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(TARGET)
        cells = ((57, "0.00"), (0.575, "0.0%"), (60, '0"万人"'), (1234567.5, "#,##0.00"), (57, "General"), (12, "@"))
        for number, (value, number_format) in enumerate(cells, start=1):
            page.append([f"T{number}", "P1", "指标", value])
            page.cell(number + 1, 4).number_format = number_format

    edit(path, "指标目标", change)


@builds("hidden.xlsx")
def _hidden(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("规划")
    for row in (PLAN, ["P1", "水利规划", "区级"], ["P2", "林业规划", "区级"]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    page.sheet_state = "veryHidden"
    book.save(path)


@builds("merged_headers.xlsx")
def _merged_headers(path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(["开州区规划一览表"])
        page.append(["编号", "规划名称", "规划期", None])
        page.append([None, None, "规划期起始年", "规划期截止年"])
        page.append(["P1", "水利规划", 2021, 2025])
        page.append(["合计", None, None, 1])
        page.append(["填表人：张三", None, "审核人：李四"])
        for area in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A6:B6"):
            page.merge_cells(area)

    edit(path, "规划", change)


@builds("merged_down.xlsx")
def _merged_down(path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(TARGET)
        for number in range(1, 5):
            page.append([f"T{number}", "P1" if number == 1 else None, f"指标{number}", number])
        page.merge_cells("B2:B4")

    edit(path, "指标目标", change)


@builds("macros.xlsm")
def _macros(path: Path) -> None:
    _plain(path)

    def with_macros(name: str, content: bytes) -> bytes:
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return content.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    repack(path, with_macros)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")


@builds("libreoffice.ods")
def _libreoffice(path: Path) -> None:
    rows = [("编号", "类别", "面积"), ("Z1", "生态空间", 12.5), (None,), ("合计", None, 12.5)]
    opendocument(path, "".join(ods_row(*row) for row in rows))


@builds("old_excel.xls")
def _old_excel(path: Path) -> None:
    shutil.copy(KEPT / "plans.xls", path)


@builds("renamed.xls")
def _renamed(path: Path) -> None:
    _plain(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)


@builds("password.xlsx")
def _password(path: Path) -> None:
    shutil.copy(KEPT / "protected.xlsx", path)


@builds("formulas.xlsx")
def _formulas(path: Path) -> None:
    rows: list[list[object]] = [
        [*TARGET],
        ["T1", "P1", "甲", "=50+7"],
        ["T2", "P1", "乙", "=NOW()"],
        ["T3", "P1", "丙", "=1/0"],
        ["T4", "P1", "丁", "='[别的.xlsx]Sheet1'!A1"],
        ["T5", "P1", "戊", 5],
    ]
    _plain(path, "指标目标", tuple(rows))

    def with_results(content: bytes) -> bytes:
        content = content.replace(b"<f>50+7</f><v />", b"<f>50+7</f><v>57</v>")
        return content.replace(b'<c r="D4"><f>1/0</f><v />', b'<c r="D4" t="e"><f>1/0</f><v>#DIV/0!</v>')

    _into_sheet(path, with_results)


@builds("zip_bomb.xlsx")
def _zip_bomb(path: Path) -> None:
    _plain(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/image1.png", "w") as part:
        for _ in range(201):
            part.write(bytes(1 << 20))


@builds("a_billion_cells.xlsx")
def _a_billion_cells(path: Path) -> None:
    _plain(path)
    _into_sheet(path, lambda content: content.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))


@builds("formatted_to_the_edge.xlsx")
def _formatted_to_the_edge(path: Path) -> None:
    _plain(path, rows=([*PLAN], *([f"P{number}", "规划", "区级"] for number in range(1, 301))))
    _into_sheet(
        path,
        lambda content: b"".join(
            piece + (b'<c r="XFD%d" s="0"/></row>' % number if number <= 301 else b"")
            for number, piece in enumerate(content.split(b"</row>"), start=1)
        ),
    )


@builds("entities.xlsx")
def _entities(path: Path) -> None:
    _plain(path)
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    _into_sheet(path, lambda content: bomb + content, "xl/workbook.xml")


@builds("entities_in_styles.xlsx")
def _entities_in_styles(path: Path) -> None:
    _plain(path)
    _into_sheet(path, lambda content: b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + content, "xl/styles")


@builds("cell_of_50_mb.xlsx")
def _cell_of_50_mb(path: Path) -> None:
    _plain(path, rows=([*PLAN], ["P1", "长文字", "区级"], ["P2", "林业规划", "区级"]))
    _into_sheet(path, lambda content: content.replace("长文字".encode(), b"x" * (50 << 20)))


@builds("cell_of_50_mb/plans.csv")
def _cell_of_50_mb_of_text(path: Path) -> None:
    path.write_bytes(b"id,title_zh\nP1," + b"x" * (50 << 20) + b"\nP2,y\n")


@builds("half_characters.xlsx")
def _half_characters(path: Path) -> None:
    _plain(path, rows=([*PLAN, "别的"], ["P1_xD800_", "水_xDC00_利规划", "区级", "甲_xD83D_"]))


@builds("notes_beside.xlsx")
def _notes_beside(path: Path) -> None:
    rows: list[list[object]] = [[*PLAN], ["P1", "水利规划", "区级", None, "待核"], [None, None, None, None, "2024年"]]
    _plain(path, rows=tuple(rows))


@builds("other_program.xlsx")
def _other_program(path: Path) -> None:
    """Texts in the cells themselves and no references, as libraries of web applications write."""
    _plain(path)
    rows = (PLAN, ["P1", "水利规划", "区级"])
    cells = (
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in rows
    )
    data = f"<sheetData>{''.join(cells)}</sheetData>".encode()

    def without_references(content: bytes) -> bytes:
        start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>") + len(b"</sheetData>")
        return content[:start] + data + content[end:]

    _into_sheet(path, without_references)


@builds("year_as_day.xlsx")
def _year_as_day(path: Path) -> None:
    def change(page: Worksheet) -> None:
        page.append(["编号", "规划名称", "规划期起始年"])
        page.append(["P1", "水利规划", 2021])
        page.append(["P2", "林业规划", 2021])
        page["C2"].number_format = "yyyy-mm-dd"

    edit(path, "规划", change)


@builds("several_sheets.xlsx")
def _several_sheets(path: Path) -> None:
    _plain(path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("填表说明").append(["请按要求填写"])
    page = book.create_sheet("Relations")
    page.append(["起点", "关系", "终点"])
    page.append(["P1", "依据", "P2"])
    book.create_sheet("项目")
    book.save(path)


@builds("cut_short.xlsx")
def _cut_short(path: Path) -> None:
    _plain(path)
    path.write_bytes(path.read_bytes()[:-300])
