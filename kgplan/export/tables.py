"""Rows → exchange tables again, as CSV files or one workbook, which read back as the same rows.

Headers and codes are in the language that is asked for; a label stands for a code only where it is read as that code
again. Values are written in the digits they came in. No cell is anything that a spreadsheet would run.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from kgplan.errors import UserError
from kgplan.export.content import Content
from kgplan.export.files import new_file, new_folder
from kgplan.schema import Column, Schema, Table
from kgplan.sources.kinds import UnreadableError, cell_reader
from kgplan.sources.model import MAX_ROWS, Cell, Row, Value
from kgplan.texts import Lang, text

Again = Callable[[], Iterable[Row]]
"""Gives the rows of a dataset from the beginning, each time it is called."""

_FORMULA = re.compile(
    r"\s*[=@＝＠\t\r]|\s*[+\-＋－](?!\s*[\d０-９.][\s\d０-９.,%％‰~～至\u2010-\u2015\u4e00-\u9fff-]*$)",
)
"""What a spreadsheet might run. A number with its unit behind the sign is none."""
_INVISIBLE = "\u200b"
"""In front of such a cell this makes it text; reading drops characters that cannot be seen."""
_WIDE = 60


class Layout:
    """Which tables and columns a dataset needs, and how its cells are written."""

    def __init__(self, rows: Iterable[Row], schema: Schema, lang: Lang) -> None:
        self.schema, self.lang = schema, lang
        extras: dict[str, dict[str, None]] = {}
        for row in rows:
            extras.setdefault(row.table, {}).update(dict.fromkeys(row.extra))
        self.extras = {name: list(extras[name]) for name in schema.tables if name in extras}
        self._labels: dict[tuple[str, str, str], str] = {}

    def header(self, table: Table) -> list[str]:
        """Headers of all columns of the table and of those that it does not know."""
        names = [column.zh if self.lang == "zh" else column.name for column in table.columns]
        return names + self.extras[table.name]

    def cells(self, row: Row) -> list[str]:
        """The cells of a row in the order of the header, empty ones as empty text."""
        table = self.schema.tables[row.table]
        known = [
            self._written(row.values[column.name], column, table) if column.name in row.values else ""
            for column in table.columns
        ]
        return known + [row.extra.get(header, "") for header in self.extras[row.table]]

    def _written(self, value: Value, column: Column, table: Table) -> str:
        match value:
            case tuple():
                items = [self._label(item, column, table) for item in value]
                # A list of one mark, such as "-", would mean an empty cell.
                return ";".join(items) + (";" if len(items) == 1 and len(items[0]) <= 2 else "")
            case bool():
                return text(self.lang, "export.yes" if value else "export.no")
            case Decimal():
                return f"{value:f}"
            case date():
                return value.isoformat()
            case str():
                return self._label(value, column, table)
        return str(value)

    def _label(self, code: str, column: Column, table: Table) -> str:
        """The label of a code where a reader takes it for this code; else the code, and any other text as it is."""
        lists = [*([column.codes] if column.codes else []), *column.suggests]
        if self.lang != "zh" or not (lists or column.name == "type"):
            return code
        key = (table.name, column.name, code)
        if key not in self._labels:
            found = (label for label in self._possible(code, lists, table) if self._read(label, column, table) == code)
            self._labels[key] = next(found, code)
        return self._labels[key]

    def _possible(self, code: str, lists: Sequence[str], table: Table) -> Iterator[str]:
        if table.name == "relations" and code in self.schema.relations:
            yield self.schema.relations[code].zh
        for name in lists:
            found = self.schema.code_lists[name].find(code)
            if found and found.code == code:
                yield found.zh

    def _read(self, label: str, column: Column, table: Table) -> Any:
        try:
            found = cell_reader(table, column, self.schema)(Cell(label))
        except UnreadableError:
            return None
        return found[0] if isinstance(found, tuple) and len(found) == 1 else found


def export_csv(content: Content, output: Path, lang: Lang) -> list[Path]:
    """The tables of a graph in the folder ``output``, in a folder of its own per dataset where there are several.

    Gives the folders. UserError if the folder is in use, cannot be written, or there is nothing to write.
    """
    with new_folder(output) as folder:
        parts = _parts(content)
        for name, rows in parts:
            part = folder / name if len(parts) > 1 else folder
            part.mkdir(exist_ok=True)
            write_csv(rows, part, content.schema, lang)
    return [output / name for name, _ in parts] if len(parts) > 1 else [output]


def export_workbooks(content: Content, output: Path, lang: Lang) -> list[Path]:
    """The tables of a graph as the workbook ``output``; several datasets as one each beside it: ``NAME-dataset.xlsx``.

    Gives the files. UserError if one cannot be written, a table is too long for a sheet, or there is nothing to write.
    """
    parts = _parts(content)
    paths = [output.with_stem(f"{output.stem}-{name}") for name, _ in parts] if len(parts) > 1 else [output]
    for path, (_, rows) in zip(paths, parts, strict=True):
        write_workbook(rows, path, content.schema, lang)
    return paths


def _parts(content: Content) -> list[tuple[str, Again]]:
    """Every dataset with a name for its file or folder. Two datasets would not stay two in one: both may have an id."""
    datasets = content.datasets()
    if not datasets:
        raise UserError("export.nothing")
    names = Counter(_file_name(dataset.name) for dataset in datasets)
    return [
        (
            _file_name(dataset.name if names[_file_name(dataset.name)] == 1 else dataset.id),
            partial(content.rows_of, dataset),
        )
        for dataset in datasets
    ]


def _file_name(name: str) -> str:
    """A dataset's name as a file may be called."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ") or "_"


def write_csv(rows: Again, folder: Path, schema: Schema, lang: Lang) -> None:
    """A CSV file per table into ``folder``: UTF-8 with byte order mark, as spreadsheets expect it."""
    layout = Layout(rows(), schema, lang)
    with ExitStack() as stack:
        writers = {}
        for name in layout.extras:
            path = folder / f"{name}.csv"
            stream = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            writers[name] = csv.writer(stream)
            writers[name].writerow(map(_harmless, layout.header(schema.tables[name])))
        for row in rows():
            writers[row.table].writerow(map(_harmless, layout.cells(row)))


def _harmless(cell: str) -> str:
    return f"{_INVISIBLE}{cell}" if _FORMULA.match(cell) else cell


def write_workbook(rows: Again, output: Path, schema: Schema, lang: Lang) -> None:
    """A workbook with a sheet per table. Whole numbers are numbers, everything else is text.

    UserError (2) for a table with more rows than a sheet holds.
    """
    layout = Layout(rows(), schema, lang)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with new_file(output) as path:
        book = xlsxwriter.Workbook(str(path), options)
        bold = book.add_format({"bold": True})
        sheets, last = {}, dict.fromkeys(layout.extras, 0)
        for name in layout.extras:
            table = schema.tables[name]
            sheet = sheets[name] = book.add_worksheet(table.zh if lang == "zh" else name)
            header = layout.header(table)
            for position, title in enumerate(header):
                sheet.set_column(position, position, min(_WIDE, max(10, 2 * len(title))))
                sheet.write_string(0, position, title, bold)
            sheet.freeze_panes(1, 0)
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
        for row in rows():
            last[row.table] += 1
            if last[row.table] >= MAX_ROWS:
                raise UserError("export.too_many_rows", table=row.table, limit=MAX_ROWS)
            _fill(sheets[row.table], last[row.table], layout.cells(row), row, schema)
        book.close()


def _fill(sheet: Any, number: int, cells: list[str], row: Row, schema: Schema) -> None:
    columns = schema.tables[row.table].columns
    for position, cell in enumerate(cells):
        value = row.values.get(columns[position].name) if position < len(columns) else None
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
            sheet.write_number(number, position, value)
        elif cell:
            sheet.write_string(number, position, cell)
