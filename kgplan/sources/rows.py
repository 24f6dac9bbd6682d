"""A sheet of raw cells → typed rows, rejected rows and notes.

A row is usable if every column without which it means nothing is filled and every cell that it fills can be read;
otherwise it is rejected whole, with the first cell at fault. Missing descriptive fields reject nothing (tables.md):
rule DATA-002 reports them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, dropwhile, islice, repeat
from typing import NamedTuple

from kgplan.schema import Column, Schema, Table
from kgplan.sources.headers import ROWS, Header, find_header
from kgplan.sources.kinds import CellReader, UnreadableError, clean, find_code
from kgplan.sources.model import EMPTY, Cell, Dataset, Origin, RawRow, Rejected, Row, Sentence, Sheet, Value
from kgplan.sources.seen import Seen
from kgplan.texts import LANGS, both

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "total", "subtotal", "sum", "grandtotal"})
_LONGEST_TOTAL = 60
"""Characters of a cell that are looked at for a word of totals, which may be spread by blanks."""
_TOTAL_CELLS = 3
_IDENTIFIERS = ("id", "symbol")
"""Columns that name a row within its table."""
_WORD = 20
"""More than the length of the word that marks an example."""
_MARKS_IN_HEADERS = ("", "*", "_", "-")
"""What a header may begin with that is no part of its name."""
_NAMED_ROWS = 10
"""So many row numbers are spelled out in a note."""

EXAMPLE = both("sources.example")
"""What a row of example begins with, such as ``kgplan init`` writes below every header; the colon in either width."""

_SIGNATURE = re.compile(
    r"(?:\d+[.、])?(?:填表|填报|数据|资料|单位|制表|编制|审核|主要)?"
    r"(?:注|备注|说明|来源|单位|时间|日期|填表|填报|制表|审核|审核人|填表人|填报人|制表人|负责人|联系人|联系电话|电话"
    r"|notes?|sources?|remarks?|preparedby)\d*:"
)
"""What lines below a table begin with that are no rows: notes, and who filled it in."""
SKIPPED = ("totals", "repeated_headers", "signatures", "same_rows", "beside")
"""What is left out of a sheet with a note: ``sources.note_…``; ``beside`` are cells without a header."""

Fault = tuple[Column, str | None, Sentence]
"""Column, the cell as written, and what is wrong with it."""


class _Place(NamedTuple):
    """A column of the table that stands in the sheet, or has a default, and what reads its cells.

    ``position`` is None where only the default counts. ``optional``: an empty cell means nothing at all.
    """

    column: Column
    name: str
    position: int | None
    known: dict[str, Value]
    read: Callable[[Cell], Value | None]
    optional: bool


class _Skipped:
    """Rows of one kind that were left out: how many, and the numbers of the first."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[int] = []

    def add(self, number: int) -> None:
        self.count += 1
        if len(self.first) < _NAMED_ROWS:
            self.first.append(number)

    @property
    def rows(self) -> str:
        """The numbers of the first rows."""
        return ", ".join(map(str, self.first)) + (" …" if self.count > len(self.first) else "")


@dataclass(frozen=True, slots=True)
class Intake:
    """What the sheets of a path add to, one after the other. A workbook has an example in each sheet: one note."""

    dataset: Dataset
    seen: Seen = field(default_factory=Seen)
    examples: _Skipped = field(default_factory=_Skipped)


def read_rows(sheet: Sheet, table: Table, schema: Schema, intake: Intake) -> int | None:
    """Type all rows of a sheet and add them to the dataset, with the rejected ones and the notes.

    Gives the number of rows that state something, None for a blank sheet. UserError as for the header.
    """
    # Blank rows above the header do not count.
    lines = dropwhile(lambda line: not _first_words(line[1]), sheet.rows)
    head = list(islice(lines, ROWS))
    header = find_header(head, table, sheet.place)
    if header is None:
        return None
    below = chain((line for line in head if line[0] > header.row), lines)
    return _Reader(sheet, table, schema, header, intake).read(below)


class _Reader:
    """Reads the rows below one header."""

    def __init__(self, sheet: Sheet, table: Table, schema: Schema, header: Header, intake: Intake) -> None:
        self.sheet, self.table, self.schema, self.header = sheet, table, schema, header
        self.dataset, self.seen, self.examples = intake.dataset, intake.seen, intake.examples
        self.identifier = next((column for column in table.columns if column.name in _IDENTIFIERS), None)
        self.places = [
            self._place(column) for column in table.columns if column in header.columns or column.default is not None
        ]
        self.others = [place for place, column in enumerate(header.columns) if column is None]
        self.header_starts = self._starts_of_first_header()
        self.skipped = {what: _Skipped() for what in SKIPPED}

    def _place(self, column: Column) -> _Place:
        columns = self.header.columns
        position = columns.index(column) if column in columns else None
        optional = position is not None and not column.rejects and column.default is None
        reader = CellReader(self.table, column, self.schema)
        return _Place(column, column.name, position, reader.known, reader.read, optional)

    def read(self, lines: Iterator[RawRow]) -> int:
        read, width = 0, len(self.header.columns)
        for number, line in lines:
            cells = self.header.without_remarks(line)
            words = _first_words(cells)
            if not words:
                continue
            if len(cells) < width:
                cells = cells + [EMPTY] * (width - len(cells))
            if self._stands_beside(cells):
                self.skipped["beside"].add(number)
            elif self._is_header(cells):
                self.skipped["repeated_headers"].add(number)
            elif self._is_total(cells, words):
                self.skipped["totals"].add(number)
            elif _is_example(words[0]):
                self.examples.add(number)
            elif _is_signature(words[0]) and self._holds_only_signatures(cells):
                self.skipped["signatures"].add(number)
            else:
                read += 1
                self._row(number, cells)
        self._write_notes()
        return read

    def _row(self, number: int, cells: list[Cell]) -> None:
        """One row. ``cells`` are at least as many as the header's."""
        origin = Origin(self.sheet.file, self.sheet.name, number)
        width = len(self.header.columns)
        surplus = [cell for cell in cells[width:] if clean(cell.text)] if len(cells) > width else []
        if surplus and self.sheet.unquoted:
            reason = both("sources.row_too_wide", columns=width)
            self._refuse(cells, origin, None, clean(surplus[0].text), reason)
            return
        values, faults = self._values(cells)
        extra: dict[str, str] = {}
        beside = bool(surplus)
        for position in self.others:
            if written := clean(cells[position].text):
                if unknown := self.header.unknown[position]:
                    extra[unknown] = written
                else:
                    beside = True
        if beside:
            self.skipped["beside"].add(number)
        if not faults and (fault := self._relation_kind(values)):
            faults.append(fault)
        if faults:
            self._reject(cells, origin, faults)
        else:
            self._keep(cells, Row(self.table.name, values, extra, origin))

    def _values(self, cells: list[Cell]) -> tuple[dict[str, Value], list[Fault]]:
        """Values in the order of the table's columns, with defaults for empty cells; faults in that of the sheet."""
        values: dict[str, Value] = {}
        faults: list[tuple[int, Fault]] = []
        for column, name, position, known, read, optional in self.places:
            value: Value | None = None
            if position is not None:
                cell = cells[position]
                if cell is EMPTY and optional:
                    continue
                text, native, fault, _ = cell
                if native is None and fault is None:
                    value = known.get(text)
                if value is None and (text or fault):
                    try:
                        value = read(cell)
                    except UnreadableError as error:
                        faults.append((position, (column, clean(cell.text) or None, error.reason)))
                        continue
                if value is None and column.rejects:
                    reason = both("sources.expected_something")
                    faults.append((position, (column, clean(cell.text) or None, reason)))
                    continue
            if value is None:
                value = column.default
            if value is not None:
                values[name] = value
        return values, [fault for _, fault in sorted(faults, key=lambda fault: fault[0])] if faults else []

    def _relation_kind(self, found: dict[str, Value]) -> Fault | None:
        """The kind of a relation is a code where its type has a list of kinds (SUPERSEDES: revision, succession)."""
        kind = found.get("kind") if self.table.name == "relations" else None
        relation = self.schema.relations.get(str(found.get("type"))) if kind else None
        column = self.table.column("kind") if relation else None
        if not relation or not relation.kinds or not isinstance(kind, str) or not column:
            return None
        try:
            found["kind"] = find_code(kind, self.schema.code_lists[relation.kinds]).code
        except UnreadableError as error:
            return column, kind, error.reason
        return None

    def _keep(self, cells: list[Cell], row: Row) -> None:
        name = row.values.get(self.identifier.name) if self.identifier else None
        taken = self.seen.take(str(name), row) if name is not None else None
        if taken is None:
            self.dataset.rows.append(row)
            return
        first, same = taken
        if same:
            self.skipped["same_rows"].add(row.origin.row)
        elif self.identifier:
            where = f"{first.file} › {first.sheet}" if first.sheet else first.file
            reason = both("sources.id_taken", place=where, row=first.row)
            self._refuse(cells, row.origin, self.identifier.name, str(name), reason)

    def _reject(self, cells: list[Cell], origin: Origin, faults: list[Fault]) -> None:
        column, written, reason = faults[0]
        if others := [fault[0] for fault in faults[1:]]:
            also = both(
                "sources.also",
                columns_zh="、".join(other.zh for other in others),
                columns_en=", ".join(other.name for other in others),
            )
            reason = {lang: reason[lang] + also[lang] for lang in LANGS}
        self._refuse(cells, origin, column.name, written, reason)

    def _refuse(
        self, cells: list[Cell], origin: Origin, column: str | None, value: str | None, reason: Sentence
    ) -> None:
        """Reject the row whole, with all that it holds."""
        names = chain(self.header.names, repeat(""))
        written = tuple((name, cell) for name, cell in zip(names, cells, strict=False) if clean(cell.text))
        self.dataset.rejected.append(Rejected(self.table.name, origin, column, value, reason, written))

    def _stands_beside(self, cells: list[Cell]) -> bool:
        """Whether all that the row says stands in columns without a header."""
        columns, unknown = self.header.columns, self.header.unknown
        for position, cell in enumerate(cells):
            if cell is not EMPTY and not cell.filled and clean(cell.text):
                if self.sheet.unquoted and position >= len(columns):
                    return False
                if position < len(columns) and (columns[position] or unknown[position]):
                    return False
        return True

    def _is_header(self, cells: list[Cell]) -> bool:
        """A header again, as pages and pasted files have it: every known column carries its own header."""
        position, starts = self.header_starts
        if _start(clean(cells[position].text)) not in starts:
            return False
        return all(
            self.table.column(clean(cells[position].text)) == column
            for position, column in enumerate(self.header.columns)
            if column
        )

    def _starts_of_first_header(self) -> tuple[int, frozenset[str]]:
        """Position of the first known column and what its header may begin with, to look up few rows in full."""
        position, column = next((place, column) for place, column in enumerate(self.header.columns) if column)
        return position, frozenset((_start(column.name), _start(column.zh), *_MARKS_IN_HEADERS))

    def _is_total(self, cells: list[Cell], words: list[str]) -> bool:
        """A line of totals: no id, and one of the first filled cells says so."""
        if not any(map(_is_word_of_totals, words)):
            return False
        if self.identifier and self.identifier in self.header.columns:
            named = clean(cells[self.header.columns.index(self.identifier)].text)
            return not named or _is_word_of_totals(named)
        return True

    def _holds_only_signatures(self, cells: list[Cell]) -> bool:
        """Whether a note stands alone in its row, or each cell is a note: 填表人：…, 审核人：…"""
        filled = [written for cell in cells if not cell.filled and (written := clean(cell.text))]
        return len(filled) == 1 or all(map(_is_signature, filled))

    def _write_notes(self) -> None:
        notes, table, place = self.dataset.notes, f"{self.table.name} {self.table.zh}", self.sheet.place
        if unknown := [name for name in self.header.unknown if name]:
            notes.append(both("sources.note_unknown_columns", place=place, table=table, columns=", ".join(unknown)))
        for what, skipped in self.skipped.items():
            if skipped.count:
                notes.append(both(f"sources.note_{what}", place=place, count=skipped.count, rows=skipped.rows))


def _first_words(cells: list[Cell]) -> list[str]:
    """The first filled cells of a row; none where it says nothing of its own: a merge that reaches down is no word."""
    words: list[str] = []
    for cell in cells:
        if cell is not EMPTY and not cell.filled and (written := clean(cell.text)):
            words.append(written)
            if len(words) == _TOTAL_CELLS:
                break
    return words


def _is_word_of_totals(written: str) -> bool:
    return _start(written) in _TOTAL_STARTS and _squeezed(written[:_LONGEST_TOTAL]).rstrip(":") in _TOTALS


def _is_example(first: str) -> bool:
    """A row that shows how to fill in a table: its first filled cell begins with 示例： or Example:."""
    return _start(first) in _EXAMPLE_STARTS and _squeezed(first[:_WORD]).startswith(_EXAMPLES)


def _is_signature(written: str) -> bool:
    return (":" in written or "：" in written) and bool(_SIGNATURE.match(_squeezed(written[:_LONGEST_TOTAL])))


@lru_cache(maxsize=4096)
def _start_of(letter: str) -> str:
    return _squeezed(letter)[:1]


def _start(written: str) -> str:
    """What a text begins with. Looked at first, because few rows begin like a header, a total or an example."""
    return _start_of(written[:1])


def _squeezed(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).split()).casefold()


_EXAMPLES = tuple(map(_squeezed, EXAMPLE.values()))
_EXAMPLE_STARTS = frozenset(map(_start, _EXAMPLES))
_TOTAL_STARTS = frozenset(map(_start, _TOTALS))
