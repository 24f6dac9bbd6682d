"""What the libraries do not tell about a sheet: merged cells, formulas never worked out, how large it unpacks.

openpyxl reads large sheets in bounded memory only in its read-only mode, which knows no merged cells; calamine lays a
sheet out as a full rectangle, so that two cells far apart can ask for all the memory there is. One pass with the XML
parser of the standard library, which keeps nothing, answers both. Document type declarations have no place in either
format and are refused.
"""

import pyexpat
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from string import digits
from typing import IO

from openpyxl.utils import column_index_from_string, coordinate_to_tuple, range_boundaries

_NOT_EMPTY_CELL = "value-type"


class _StopParsing(Exception):  # noqa: N818 - no error
    """All that matters was read."""


class ForbiddenXmlError(Exception):
    """The part declares a document type."""


@dataclass(slots=True)
class SheetFacts:
    """Facts about a sheet, all counted from 1.

    ``merges``: (first row, last row, column) of merges that span rows; the column is the first one, where the value is.
    ``uncached``: by row, the columns of formulas without a stored result. ``last``: row and column of a cell in
    the last column that holds something, None where cells do not tell where they are.
    """

    merges: list[tuple[int, int, int]] = field(default_factory=list)
    uncached: dict[int, list[int]] = field(default_factory=dict)
    last: tuple[int, int] | None = 1, 1


class _CellScan:
    """Handler of one pass over a worksheet part; keeps the state of the cell it is in."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self._cell: dict[str, str] = {}
        self._formula = self._in_value = self._value = False
        self._holds: dict[str, str] = {}
        """By letters the first cell of each column that holds something; "" for cells that do not tell their place."""

    def finish(self) -> SheetFacts:
        """The facts, once the sheet is read."""
        self.facts.merges.sort()
        if "" in self._holds:
            self.facts.last = None
        elif self._holds:
            last = max(self._holds, key=column_index_from_string)
            self.facts.last = coordinate_to_tuple(self._holds[last])
        return self.facts

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "c":
                self._cell, self._formula, self._value = attributes, False, False
            case "f":
                self._formula = True
                self._hold()
            case "v":
                self._in_value = True
            case "is":
                self._hold()
            case "mergeCell":
                left, top, _, bottom = range_boundaries(attributes["ref"])
                if left and top and bottom and bottom > top:
                    self.facts.merges.append((top, bottom, left))

    def text(self, _data: str) -> None:
        if self._in_value and not self._value:
            self._value = True
            self._hold()

    def _hold(self) -> None:
        where = self._cell.get("r", "")
        self._holds.setdefault(where.rstrip(digits), where)

    def end(self, name: str) -> None:
        match _local(name):
            case "v":
                self._in_value = False
            case "c" if self._formula and not self._value and self._cell.get("t") != "str" and "r" in self._cell:
                # t="str" without a value is a formula whose result is the empty text.
                row, column = coordinate_to_tuple(self._cell["r"])
                self.facts.uncached.setdefault(row, []).append(column)


def scan_worksheet(part: IO[bytes]) -> SheetFacts:
    """One pass over a worksheet part of an .xlsx file.

    Raises what expat and openpyxl's parsing of references raise, and ForbiddenXmlError.
    """
    scan = _CellScan()
    _parse(part, scan.start, scan.end, scan.text)
    return scan.finish()


def refuse_document_type(part: IO[bytes]) -> None:
    """Raise ForbiddenXmlError where an XML part declares a document type, which could define entities.

    Only what stands before the first element is read; what is no XML at all is left to its reader.
    """
    parser = pyexpat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = _stop, _refuse
    with suppress(_StopParsing, pyexpat.ExpatError):
        parser.ParseFile(part)


def opendocument_extent(part: IO[bytes]) -> int:
    """Cells of the largest sheet of an .ods ``content.xml``, laid out as a rectangle up to its last filled cell."""
    largest = rows = columns = row = column = 0
    repeat = 1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, row, column, repeat
        match _local(name):
            case "table":
                rows = columns = row = 0
            case "table-row":
                repeat, column = _count(attributes, "number-rows-repeated"), 0
                row += repeat
            case "table-cell" | "covered-table-cell":
                column += _count(attributes, "number-columns-repeated")
                if any(key.endswith(_NOT_EMPTY_CELL) for key in attributes):
                    rows, columns = row, max(columns, column)

    def end(name: str) -> None:
        nonlocal largest
        if _local(name) == "table":
            largest = max(largest, rows * columns)

    _parse(part, start, end)
    return largest


def _parse(
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    parser = pyexpat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse
    parser.ParseFile(part)


def _stop(*_: object) -> None:
    raise _StopParsing


def _refuse(*_: object) -> None:
    raise ForbiddenXmlError


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _count(attributes: dict[str, str], name: str) -> int:
    found = next((value for key, value in attributes.items() if key.endswith(name)), "1")
    return int(found) if re.fullmatch(r"\d{1,9}", found, re.ASCII) else 1
