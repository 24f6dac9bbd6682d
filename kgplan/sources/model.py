"""What reading gives: datasets of rows, each row with the place it came from; and the raw cells on the way there.

Everything here is data without behaviour, so that readers of CSV and of Excel, the typing of cells and the graph can
share it without knowing each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from kgplan.sources.spool import Rows

Value = str | int | Decimal | date | bool | tuple[str, ...]
"""A typed cell: text and codes as ``str``, lists (of codes too) as ``tuple[str, ...]``."""

Sentence = dict[str, str]
"""One sentence in both languages: ``{"zh": …, "en": …}``."""

MAX_BYTES = 200 * 1024 * 1024
"""Largest workbook, packed and as the sum of its unpacked parts: parts of it have to be held in memory."""
MAX_TEXT_BYTES = 2 * 1024 * 1024 * 1024
"""Largest text file. It is read row by row, so this only ends what was never meant to be a table."""
MAX_CELL = 32_767
"""Most characters in a cell, which is also Excel's limit."""
MAX_COLUMNS = 500
MAX_ROWS = 1_048_576
"""Most rows in a sheet, which is also Excel's limit. CSV files are bounded by their size alone."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stood. ``file`` is its name in the dataset, ``row`` counts from 1 with the header."""

    file: str
    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Row:
    """A usable row: ``values`` by column name in the table's order, without empty cells.

    ``extra`` holds the columns that the table does not know, header → text as the user saw it.
    """

    table: str
    values: Mapping[str, Value]
    extra: Mapping[str, str]
    origin: Origin


def _pack(row: Row) -> tuple[Any, ...]:
    return row.table, row.values, row.extra, row.origin.file, row.origin.sheet, row.origin.row


def _unpack(packed: tuple[Any, ...]) -> Row:
    table, values, extra, file, sheet, number = packed
    return Row(table, values, extra, Origin(file, sheet, number))


def spooled_rows() -> Rows[Row]:
    """A sequence of rows that may be longer than memory."""
    return Rows(pack=_pack, unpack=_unpack)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be used: the first column at fault (None: the row as such), its cell as written, and why.

    ``cells`` are all its filled cells, so that the row can be handed back: each with the name of its column or, for a
    column that the table does not know, its header; "" for cells without a header.
    """

    table: str
    origin: Origin
    column: str | None
    value: str | None
    reason: Sentence
    cells: "tuple[tuple[str, Cell], ...]" = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A table that was read. ``read`` counts its rows without blank rows, totals and repeated headers."""

    file: str
    sheet: str | None
    table: str
    sha256: str
    read: int


@dataclass(slots=True)
class Dataset:
    """All tables of one folder or file. ``notes`` tell what was left alone, skipped or cannot be seen.

    ``rows`` and ``rejected`` may be longer than memory: gone through in order, as often as need be.
    """

    name: str
    path: Path
    rows: Rows[Row] = field(default_factory=spooled_rows)
    rejected: Rows[Rejected] = field(default_factory=Rows)
    files: list[SourceFile] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)


class Cell(NamedTuple):
    """One cell before it is typed.

    ``text`` is what the user saw. ``native`` is the value itself where the file holds more than text: a number, a day,
    a truth value. ``fault`` is the key of the sentence that says why the cell cannot be used. ``filled``: the cell is
    covered by a vertical merge and repeats the value of the cell above.
    """

    text: str = ""
    native: Decimal | date | bool | None = None
    fault: str | None = None
    filled: bool = False


EMPTY = Cell()

RawRow = tuple[int, list[Cell]]
"""Row number as a spreadsheet shows it, and the cells from the first column on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet or CSV file with its rows, which are read only as they are asked for.

    ``place`` names it in messages, with the path as the user gave it. ``unquoted``: a row wider than the header has
    lost the quotation marks around a comma (CSV); in a workbook cells beside the table are remarks.
    """

    file: str
    name: str | None
    place: str
    rows: Iterable[RawRow]
    unquoted: bool = False
