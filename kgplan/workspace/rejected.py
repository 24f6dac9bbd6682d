"""The workbook of rejected rows: each as it was handed in, the cell at fault marked, the reason beside it.

It is made to be mended and loaded: its sheets are those of the workbook to fill in, and the columns of reason and
origin are not read (``kgplan.sources.headers``).
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import xlsxwriter

from kgplan.schema import Schema, Table
from kgplan.sources.kinds import UnreadableError, cell_reader, clean
from kgplan.sources.model import Cell, Rejected, Value
from kgplan.texts import Lang, text
from kgplan.workspace.entries import Entry
from kgplan.workspace.forms import Form, Forms
from kgplan.workspace.sheets import OPTIONS, Book, FormSheet

_FAULT = {"bg_color": "#F9C7C7", "border": 1, "border_color": "#A3161A"}
_COMMENTS = 5_000
"""So many cells get a note besides the column of reasons; spreadsheets grow slow with more."""


@dataclass(slots=True)
class Written:
    """A finished workbook and how many of the rejected rows are in it."""

    content: bytes
    rows: int


def rejected_workbook(groups: Sequence[Iterable[Rejected]], schema: Schema, lang: Lang) -> Written:
    """The workbook of all these rows; those that no longer fit into the sheet of their table are left out.

    The groups, one per dataset, are gone through twice.
    """
    forms, out = Forms(schema, lang), io.BytesIO()
    further = _further(chain.from_iterable(groups), schema)
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        writer = _Writer(Book(workbook, forms), forms, further)
        for row in chain.from_iterable(groups):
            writer.write(row)
        writer.close()
    return Written(out.getvalue(), writer.rows)


def _further(rejected: Iterable[Rejected], schema: Schema) -> dict[str, list[str]]:
    """By table with rejected rows: headers that the table does not know, then "" for cells without a header."""
    known: dict[str, dict[str, None]] = {}
    surplus: dict[str, int] = {}
    for row in rejected:
        names = [name for name, _ in row.cells]
        table = schema.tables[row.table]
        known.setdefault(row.table, {}).update(dict.fromkeys(name for name in names if _is_further(name, table)))
        surplus[row.table] = max(surplus.get(row.table, 0), names.count(""))
    return {table: [*headers, *[""] * surplus[table]] for table, headers in known.items()}


def _is_further(name: str, table: Table) -> bool:
    return bool(name) and all(column.name != name for column in table.columns)


@dataclass(slots=True)
class _Writer:
    book: Book
    forms: Forms
    further: dict[str, list[str]]
    rows: int = 0
    _sheets: dict[str, FormSheet] = field(default_factory=dict)
    _readers: dict[str, "_Reading"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lead = [text(self.forms.lang, key) for key in ("sources.remark_reason", "sources.remark_origin")]
        for form in self.forms.of(list(self.further)):
            name = form.table.name
            self._sheets[name] = self.book.form(form, lead=lead, further=self.further[name])
            self._readers[name] = _Reading(form, self.forms)

    def write(self, row: Rejected) -> None:
        sheet = self._sheets[row.table]
        if sheet.full:
            return
        entries = self._entries(row, sheet)
        at_fault = self._at_fault(row, sheet, entries)
        for column, entry in enumerate(entries):
            look: dict[str, object] = _FAULT if column == at_fault else {"text_wrap": True} if column == 0 else {}
            if entry is not None:
                sheet.put(column, entry, **look)
            elif column == at_fault:
                sheet.blank(column, **look)
        if self.rows < _COMMENTS:
            sheet.comment(at_fault, row.reason[self.forms.lang])
        sheet.row += 1
        self.rows += 1

    def close(self) -> None:
        """Add the lists to choose from."""
        self.book.lists(self.forms.choices([sheet.form for sheet in self._sheets.values()]))

    def _entries(self, row: Rejected, sheet: FormSheet) -> list[Entry | None]:
        origin = row.origin
        place = " › ".join(part for part in (origin.file, origin.sheet) if part)
        where = self.forms.say("origin", place=place, row=origin.row)
        by_name = {name: cell for name, cell in row.cells if name}
        beside = iter([cell for name, cell in row.cells if not name])
        known = self._readers[row.table].entries(by_name)
        further = (by_name.get(header) if header else next(beside, None) for header in sheet.further)
        return [row.reason[self.forms.lang], where, *known, *(clean(cell.text) if cell else None for cell in further)]

    @staticmethod
    def _at_fault(row: Rejected, sheet: FormSheet, entries: Sequence[Entry | None]) -> int:
        """The column at fault; the first cell beside the table where the row as such is, else that of the reason."""
        before = len(sheet.lead)
        for place, shown in enumerate(sheet.form.fields, before):
            if shown.column.name == row.column:
                return place
        first = before + len(sheet.form.fields)
        pairs = zip(range(first, len(entries)), sheet.further, strict=True)
        return next((place for place, header in pairs if not header and entries[place] is not None), 0)


class _Reading:
    """Writes the cells of a rejected row: what can be read as the form would have it, the rest as it was handed in."""

    def __init__(self, form: Form, forms: Forms) -> None:
        self.form, self.forms = form, forms
        self.readers = [cell_reader(form.table, shown.column, forms.schema) for shown in form.fields]

    def entries(self, cells: Mapping[str, Cell]) -> list[Entry | None]:
        values: dict[str, Value] = {}
        for shown, reader in zip(self.form.fields, self.readers, strict=True):
            cell = cells.get(shown.column.name)
            try:
                value = reader(cell) if cell else None
            except UnreadableError:
                continue
            if value is not None:
                values[shown.column.name] = value
        return [self._entry(place, cells, values) for place in range(len(self.form.fields))]

    def _entry(self, place: int, cells: Mapping[str, Cell], values: Mapping[str, Value]) -> Entry | None:
        column = self.form.fields[place].column
        if column.name in values:
            return self.forms.entries.entry(self.form.table, column, values)
        cell = cells.get(column.name)
        return clean(cell.text) if cell else None
