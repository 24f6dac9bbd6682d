"""Excel and OpenDocument workbooks: their sheets, and cells as the user saw them.

``.xlsx`` and ``.xlsm`` are read by openpyxl in its read-only mode, so a sheet of any length takes little memory; number
formats are followed, formulas give the result stored with them, links to other files are not opened. ``.xls`` and
``.ods`` are read by calamine, which does not tell number formats and error values: a note says so.
"""

import json
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

import openpyxl
from openpyxl.utils.escape import unescape

from kgplan.errors import UserError
from kgplan.sources.model import EMPTY, MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, Cell, RawRow
from kgplan.sources.sheet_xml import SheetFacts, opendocument_extent, refuse_document_type, scan_worksheet
from kgplan.sources.shown import exact, shown_day, shown_number

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MAX_EXTENT = 20_000_000
"""Most cells of an .ods sheet, which calamine lays out all at once."""
_MAX_PARTS = 10_000
_WORKER = Path(__file__).with_name("calamine_worker.py")
_WORKER_SECONDS = 600
_PASSWORD = 3

# openpyxl warns on standard error of drop-down lists and styles that it does not keep; they do not touch the cells.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook. ``hidden``: the user does not see it."""

    name: str
    hidden: bool


class Workbook(Protocol):
    """An open workbook. ``formats`` is False where number formats and error values cannot be seen."""

    sheets: list[SheetName]
    formats: bool

    def rows(self, name: str) -> Iterator[RawRow]:
        """Rows of a sheet from 1, blank ones included; vertical merges filled down."""
        ...


@contextmanager
def open_workbook(path: Path, place: str) -> Iterator[Workbook]:
    """Open a workbook of any kind. UserError where it is none, damaged, protected by a password or too large."""
    if _is_xlsx(path, place):
        with path.open("rb") as stream:
            with _reading(place):
                book = _Xlsx(stream, place)
            yield book
            book.close()
    else:
        yield _OldWorkbook(path, place)


@contextmanager
def _reading(place: str) -> Iterator[None]:
    """Whatever a library raises on hostile bytes becomes the one sentence that the file cannot be read."""
    try:
        yield
    except UserError:
        raise
    except OSError as error:
        raise UserError("sources.unreadable", place=place, why=error.strerror or str(error)) from error
    except Exception as error:
        raise UserError("sources.workbook_broken", place=place) from error


def _is_xlsx(path: Path, place: str) -> bool:
    """Whether the content is .xlsx rather than .ods or .xls, whatever the suffix; the checks of size come with it."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        # An .xlsx with a password is an OLE container with its cipher text in this stream.
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise UserError("sources.workbook_password", place=place)
        return False
    if not head.startswith(b"PK"):
        raise UserError("sources.workbook_none", place=place)
    with _reading(place), zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
            raise UserError("sources.too_large", place=place, limit=MAX_BYTES >> 20)
        if any(part.flag_bits & 1 for part in parts):
            raise UserError("sources.workbook_password", place=place)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as content:
                    refuse_document_type(content)
        names = set(archive.namelist())
        if "content.xml" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
            _check_opendocument(archive, place)
            return False
        if "xl/workbook.xml" not in names and not any(name.startswith("xl/worksheets/") for name in names):
            raise UserError("sources.workbook_none", place=place)
    return True


def _check_opendocument(archive: zipfile.ZipFile, place: str) -> None:
    if "META-INF/manifest.xml" in archive.namelist() and b":encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UserError("sources.workbook_password", place=place)
    # Reading every part checks that none unpacks to more than it says.
    if archive.testzip() is not None:
        raise UserError("sources.workbook_broken", place=place)
    with archive.open("content.xml") as content:
        if opendocument_extent(content) > MAX_EXTENT:
            raise UserError("sources.too_large", place=place, limit=MAX_BYTES >> 20)


class _Xlsx:
    """A workbook read by openpyxl."""

    formats = True

    def __init__(self, stream: IO[bytes], place: str) -> None:
        self._stream, self._place = stream, place
        # Read-only, for bounded memory; data_only: stored results instead of formulas.
        self._book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        self._sheets: dict[str, Any] = {sheet.title: sheet for sheet in self._book.worksheets}
        self.sheets = [SheetName(name, sheet.sheet_state != "visible") for name, sheet in self._sheets.items()]

    def close(self) -> None:
        self._book.close()

    def rows(self, name: str) -> Iterator[RawRow]:
        sheet = self._sheets[name]
        with _reading(self._place):
            with zipfile.ZipFile(self._stream) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
                facts = scan_worksheet(part)
            sheet.reset_dimensions()  # many programs write wrong ones
            yield from _fill_down(self._cells(sheet, facts), facts.merges)

    def _cells(self, sheet: Any, facts: SheetFacts) -> Iterator[RawRow]:
        # A row formatted over its whole width has 16,384 cells, all of them blank.
        last_row, last_column = facts.last or (0, MAX_COLUMNS + 1)
        if facts.last and last_column > MAX_COLUMNS:
            raise UserError("sources.too_many_columns", place=self._place, row=last_row, limit=MAX_COLUMNS)
        for number, row in enumerate(sheet.iter_rows(max_col=last_column), start=1):
            if number > MAX_ROWS:
                raise UserError("sources.too_many_rows", place=self._place, limit=MAX_ROWS)
            cells = [_openpyxl_cell(cell) for cell in row]
            for column in facts.uncached.get(number, ()):
                cells.extend([EMPTY] * (column - len(cells)))
                cells[column - 1] = Cell("=…", fault="sources.fault_formula")
            yield number, _bounded(cells, self._place, number)


class _OldWorkbook:
    """A workbook read by calamine in a process of its own, whole."""

    formats = False

    def __init__(self, path: Path, place: str) -> None:
        self._place = place
        with _reading(place):
            run = subprocess.run(
                [sys.executable, "-P", str(_WORKER), str(path.resolve())],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_WORKER_SECONDS,
                check=False,
            )
            if run.returncode == _PASSWORD:
                raise UserError("sources.workbook_password", place=place)
            sheets = json.loads(run.stdout) if run.returncode == 0 else None
        if sheets is None:
            raise UserError("sources.workbook_broken", place=place)
        self._sheets: dict[str, dict[str, Any]] = {sheet["name"]: sheet for sheet in sheets}
        self.sheets = [SheetName(name, sheet["hidden"]) for name, sheet in self._sheets.items()]

    def rows(self, name: str) -> Iterator[RawRow]:
        sheet = self._sheets[name]
        cells = ((number, [_plain_cell(cell) for cell in row]) for number, row in enumerate(sheet["rows"], start=1))
        bounded = ((number, _bounded(row, self._place, number)) for number, row in cells)
        yield from _fill_down(bounded, sheet["merges"])


# ── cells ──


def _openpyxl_cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "e":
        return Cell(str(value), fault="sources.fault_error_value")
    if isinstance(value, str):
        # An escape such as _xD800_ can stand for half a character, which nothing could write again.
        return _text_cell(unescape(value).encode("utf-8", "ignore").decode("utf-8"))
    return _native_cell(value, cell.number_format)


def _plain_cell(value: Any) -> Cell:
    """A cell as ``calamine_worker`` prints it."""
    match value:
        case None:
            return EMPTY
        case {"number": str(number)}:
            return _native_cell(float(number), "General")
        case {"day": str(day)}:
            return _native_cell(datetime.fromisoformat(day), "yyyy-mm-dd")
        case {"time": str(clock)}:
            return _native_cell(time.fromisoformat(clock), "h:mm")
        case bool():
            return _native_cell(value, "General")
        case _:
            return _text_cell(str(value))


def _native_cell(value: object, number_format: str) -> Cell:
    """A cell whose value is more than text."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", value)
    if isinstance(value, int | float):
        number = exact(value)
        if not number.is_finite():
            return _text_cell(str(number))
        return _text_cell(shown_number(number, number_format), number)
    if isinstance(value, date | time):
        return Cell(*shown_day(value, number_format))
    return _text_cell(str(value))


def _text_cell(text: str, native: Decimal | None = None) -> Cell:
    """A cell of text, marked where it is longer than any spreadsheet allows."""
    if len(text) > MAX_CELL:
        return Cell(text[:100] + "…", fault="sources.fault_too_long")
    return Cell(text, native)


def _bounded(cells: list[Cell], place: str, number: int) -> list[Cell]:
    if any(cell.text for cell in cells[MAX_COLUMNS:]):
        raise UserError("sources.too_many_columns", place=place, row=number, limit=MAX_COLUMNS)
    return cells[:MAX_COLUMNS]


def _fill_down(rows: Iterator[RawRow], merges: Sequence[Sequence[int]]) -> Iterator[RawRow]:
    """Repeat the value of a vertical merge in every row that it covers; offices merge a plan's name over its targets.

    ``merges`` are (first row, last row, column) from 1, sorted. A horizontal merge gives its value to the first column.
    """
    open_merges: dict[int, tuple[int, Cell]] = {}
    position = 0
    for number, cells in rows:
        for column, (last, cell) in list(open_merges.items()):
            if last < number:
                del open_merges[column]
                continue
            cells.extend([EMPTY] * (column - len(cells)))
            cells[column - 1] = cell
        while position < len(merges) and merges[position][0] <= number:
            first, last, column = merges[position]
            position += 1
            if first == number and column <= len(cells) and cells[column - 1].text:
                open_merges[column] = last, cells[column - 1]._replace(filled=True)
        yield number, cells
