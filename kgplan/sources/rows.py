"""A sheet of raw cells → typed rows, rejected rows and notes.

A row is usable if every column without which it means nothing is filled and every cell that it fills can be read;
otherwise it is rejected whole, with the first cell at fault. Missing descriptive fields reject nothing (tables.md):
rule DATA-002 reports them.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice

from kgplan.schema import Column, Schema, Table
from kgplan.sources.headers import ROWS, Header, find_header
from kgplan.sources.kinds import UnreadableError, clean, find_code, read_cell, read_relation
from kgplan.sources.model import EMPTY, Cell, Origin, RawRow, Rejected, Row, Sentence, Sheet, Value
from kgplan.texts import LANGS, both

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "total", "subtotal", "sum", "grandtotal"})
_TOTAL_CELLS = 3
_IDENTIFIERS = ("id", "symbol")
"""Columns that name a row within its table."""
_NAMED_ROWS = 10
"""So many row numbers are spelled out in a note."""

SKIPPED = ("totals", "repeated_headers", "same_rows", "beside")
"""What is left out of a sheet with a note: ``sources.note_…``; ``beside`` are cells without a header."""

Seen = dict[tuple[str, str], Row]
"""First row of every (table, id) of a dataset."""


@dataclass(slots=True)
class SheetRows:
    """What a sheet gave. ``header`` is None for a blank sheet. ``read`` counts rows that state something."""

    header: Header | None
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    read: int = 0


def read_rows(sheet: Sheet, table: Table, schema: Schema, seen: Seen) -> SheetRows:
    """Type all rows of a sheet. ``seen`` is kept over the sheets of a dataset. UserError as for its header."""
    # Blank rows above the header do not count.
    lines = dropwhile(lambda line: not _says_something(line[1]), sheet.rows)
    head = list(islice(lines, ROWS))
    header = find_header(head, table, sheet.place)
    if header is None:
        return SheetRows(None)
    below = chain((line for line in head if line[0] > header.row), lines)
    return _Reader(sheet, table, schema, seen, header).read(below)


class _Reader:
    """Reads the rows below one header."""

    def __init__(self, sheet: Sheet, table: Table, schema: Schema, seen: Seen, header: Header) -> None:
        self.sheet, self.table, self.schema, self.seen, self.header = sheet, table, schema, seen, header
        self.identifier = next((column for column in table.columns if column.name in _IDENTIFIERS), None)
        self.result = SheetRows(header)
        self.skipped: dict[str, list[int]] = {what: [] for what in SKIPPED}

    def read(self, lines: Iterator[RawRow]) -> SheetRows:
        for number, cells in lines:
            if not _says_something(cells):
                continue
            if self._is_header(cells):
                self.skipped["repeated_headers"].append(number)
            elif self._is_total(cells):
                self.skipped["totals"].append(number)
            else:
                self.result.read += 1
                self._row(number, cells)
        self._write_notes()
        return self.result

    def _row(self, number: int, cells: list[Cell]) -> None:
        origin = Origin(self.sheet.file, self.sheet.name, number)
        surplus = [cell for cell in cells[len(self.header.columns) :] if clean(cell.text)]
        if surplus and self.sheet.unquoted:
            reason = both("sources.row_too_wide", columns=len(self.header.columns))
            self.result.rejected.append(Rejected(self.table.name, origin, None, clean(surplus[0].text), reason))
            return
        found: dict[str, Value] = {}
        extra: dict[str, str] = {}
        faults: list[tuple[Column, str | None, Sentence]] = []
        beside = bool(surplus)
        for position, column in enumerate(self.header.columns):
            cell = cells[position] if position < len(cells) else EMPTY
            if column is None:
                unknown = self.header.unknown[position]
                if unknown and (written := clean(cell.text)):
                    extra[unknown] = written
                beside = beside or bool(not unknown and clean(cell.text))
                continue
            try:
                value = self._value(cell, column)
            except UnreadableError as error:
                faults.append((column, clean(cell.text) or None, error.reason))
                continue
            if value is not None:
                found[column.name] = value
            elif column.rejects:
                faults.append((column, clean(cell.text) or None, both("sources.expected_something")))
        if beside:
            self.skipped["beside"].append(number)
        if not faults and (fault := self._relation_kind(found)):
            faults.append(fault)
        if faults:
            self._reject(origin, faults)
        else:
            self._keep(Row(self.table.name, self._in_order(found), extra, origin))

    def _value(self, cell: Cell, column: Column) -> Value | None:
        value = read_cell(cell, column, self.schema)
        if self.table.name == "relations" and column.name == "type" and isinstance(value, str):
            return read_relation(value, self.schema)
        return value

    def _relation_kind(self, found: dict[str, Value]) -> tuple[Column, str, Sentence] | None:
        """The kind of a relation is a code where its type has a list of kinds (SUPERSEDES: revision, succession)."""
        relation = self.schema.relations.get(str(found.get("type"))) if self.table.name == "relations" else None
        kind, column = found.get("kind"), self.table.column("kind")
        if not relation or not relation.kinds or not isinstance(kind, str) or not column:
            return None
        try:
            found["kind"] = find_code(kind, self.schema.code_lists[relation.kinds]).code
        except UnreadableError as error:
            return column, kind, error.reason
        return None

    def _in_order(self, found: Mapping[str, Value]) -> dict[str, Value]:
        """Values in the order of the table's columns, defaults in the place of empty cells."""
        values = {column.name: found.get(column.name, column.default) for column in self.table.columns}
        return {name: value for name, value in values.items() if value is not None}

    def _keep(self, row: Row) -> None:
        name = row.values.get(self.identifier.name) if self.identifier else None
        first = self.seen.setdefault((self.table.name, str(name)), row) if name is not None else row
        if first is row:
            self.result.rows.append(row)
        elif repr((first.values, first.extra)) == repr((row.values, row.extra)):  # 57 and 57.00 are not the same
            self.skipped["same_rows"].append(row.origin.row)
        elif self.identifier:
            where = f"{first.origin.file} › {first.origin.sheet}" if first.origin.sheet else first.origin.file
            reason = both("sources.id_taken", place=where, row=first.origin.row)
            self.result.rejected.append(Rejected(row.table, row.origin, self.identifier.name, str(name), reason))

    def _reject(self, origin: Origin, faults: list[tuple[Column, str | None, Sentence]]) -> None:
        column, written, reason = faults[0]
        if others := [fault[0] for fault in faults[1:]]:
            also = both(
                "sources.also",
                columns_zh="、".join(other.zh for other in others),
                columns_en=", ".join(other.name for other in others),
            )
            reason = {lang: reason[lang] + also[lang] for lang in LANGS}
        self.result.rejected.append(Rejected(self.table.name, origin, column.name, written, reason))

    def _is_header(self, cells: list[Cell]) -> bool:
        """A header again, as pages and pasted files have it: every known column carries its own header."""
        return all(
            position < len(cells) and self.table.column(clean(cells[position].text)) == column
            for position, column in enumerate(self.header.columns)
            if column
        )

    def _is_total(self, cells: list[Cell]) -> bool:
        """A line of totals: no id, and one of the first filled cells says so."""
        if self.identifier and self.identifier in self.header.columns:
            place = self.header.columns.index(self.identifier)
            named = clean(cells[place].text) if place < len(cells) else ""
            if named and _word(named) not in _TOTALS:
                return False
        filled = (clean(cell.text) for cell in cells if clean(cell.text) and not cell.filled)
        return any(_word(written) in _TOTALS for written in islice(filled, _TOTAL_CELLS))

    def _write_notes(self) -> None:
        notes, table, place = self.result.notes, f"{self.table.name} {self.table.zh}", self.sheet.place
        if unknown := [name for name in self.header.unknown if name]:
            notes.append(both("sources.note_unknown_columns", place=place, table=table, columns=", ".join(unknown)))
        for what, rows in self.skipped.items():
            if rows:
                shown = ", ".join(map(str, rows[:_NAMED_ROWS])) + (" …" if len(rows) > _NAMED_ROWS else "")
                notes.append(both(f"sources.note_{what}", place=place, count=len(rows), rows=shown))


def _says_something(cells: list[Cell]) -> bool:
    """Whether a row has a cell of its own, not only values of a merge that reaches down to it."""
    return any(not cell.filled and clean(cell.text) for cell in cells)


def _word(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).split()).casefold().rstrip(":")
