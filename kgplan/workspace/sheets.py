"""A form as a sheet of a workbook: marked and explained headers, lists to choose from, cells that stay what they are.

Used for the workbook to fill in and for that of rejected rows. Text is only ever written as text, into cells whose
format is text, so that nothing in it is a formula, not even after someone has edited the cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from kgplan.errors import UserError
from kgplan.sources.model import MAX_CELL, MAX_ROWS
from kgplan.workspace.entries import Entry
from kgplan.workspace.forms import Choices, Field, Form, Forms

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; longer ones are written as text."""
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree about earlier days; those are written as text."""
_DATE, _TEXT = "yyyy-mm-dd", "@"
_NOTE_WIDTH, _LINE_HEIGHT, _LINE_LETTERS = 320, 20, 46
_MESSAGE, _TITLE = 255, 32
"""Most characters of a message and of its title in a spreadsheet's validation."""


@dataclass
class Book:
    """A workbook while it is written: its formats, each made once, and where the lists stand."""

    workbook: Any
    forms: Forms
    sheets: dict[str, "FormSheet"] = field(default_factory=dict)
    _formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)
    _named: dict[str, int] = field(default_factory=dict)

    def style(self, **properties: object) -> Any:
        """The format of these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"font_size": 10.5, "valign": "top", **properties})
        return self._formats[key]

    def lists(self, lists: Sequence[Choices]) -> None:
        """The sheet of lists to choose from, two columns each; cells refer to them by name."""
        name = self.forms.say("sheet_codes")
        sheet = self.workbook.add_worksheet(name)
        head, cell = self.style(bold=True, bg_color="#E7EAEE", bottom=1), self.style(num_format=_TEXT)
        grey = self.style(num_format=_TEXT, font_color="#7A7F87")
        for place, choices in enumerate(lists):
            sheet.set_column(2 * place, 2 * place, 26 if any(len(item) > 9 for item, _ in choices.items) else 16)
            sheet.set_column(2 * place + 1, 2 * place + 1, 18)
            column = _letters(2 * place)
            self.workbook.define_name(
                f"list_{choices.name}", f"='{name}'!${column}$2:${column}${len(choices.items) + 1}"
            )
        for row in range(1 + max((len(choices.items) for choices in lists), default=0)):
            for place, choices in enumerate(lists):
                if row == 0:
                    sheet.write_string(0, 2 * place, choices.title, head)
                    sheet.write_string(0, 2 * place + 1, choices.beside, head)
                elif row <= len(choices.items):
                    item, beside = choices.items[row - 1]
                    sheet.write_string(row, 2 * place, item, cell)
                    sheet.write_string(row, 2 * place + 1, beside, grey)
        sheet.freeze_panes(1, 0)

    def form(self, form: Form, *, lead: Sequence[str] = (), further: Sequence[str] = ()) -> "FormSheet":
        """A sheet for a form, with columns for people before it and columns that the table does not know behind it."""
        sheet = FormSheet(self, form, lead, further)
        self.sheets[form.table.name] = sheet
        return sheet


class FormSheet:
    """A sheet that is written from above, row by row. ``row`` is the next row, from 0."""

    def __init__(self, book: Book, form: Form, lead: Sequence[str], further: Sequence[str]) -> None:
        self.book, self.form, self.lead, self.further = book, form, lead, further
        self.sheet = book.workbook.add_worksheet(form.name)
        self.row = 1
        self._header()
        self._columns()
        self.sheet.freeze_panes(1, len(lead) + 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.repeat_rows(0)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.lead) + len(self.form.fields) + len(self.further)

    @property
    def full(self) -> bool:
        """Whether a spreadsheet takes no further row."""
        return self.row >= MAX_ROWS

    def write(self, entries: Sequence[Entry | None], **look: object) -> None:
        """Write a row, its first entry into the first column. UserError where the sheet is full."""
        if self.full:
            raise UserError("workspace.too_many_rows", table=self.form.name, limit=MAX_ROWS)
        for column, entry in enumerate(entries):
            if entry is not None:
                self.put(column, entry, **look)
        self.row += 1

    def put(self, column: int, entry: Entry, **look: object) -> None:
        """Write one cell of the present row."""
        style = self.book.style
        match entry:
            case Decimal() | int() if len(str(entry).lstrip("-").replace(".", "")) <= _EXACT_DIGITS:
                places = max(0, -int(entry.as_tuple().exponent)) if isinstance(entry, Decimal) else 0
                number_format = "0." + "0" * places if places else "0"
                self.sheet.write_number(self.row, column, float(entry), style(num_format=number_format, **look))
            case date() if entry >= _FIRST_DAY:
                self.sheet.write_datetime(self.row, column, entry, style(num_format=_DATE, **look))
            case _:
                written = format(entry, "f") if isinstance(entry, Decimal) else str(entry)
                if len(written.encode("utf-16-le", "replace")) > 2 * MAX_CELL:
                    raise UserError("workspace.cell_too_long", table=self.form.name, row=self.row + 1, limit=MAX_CELL)
                self.sheet.write_string(self.row, column, written, style(num_format=_TEXT, **look))

    def blank(self, column: int, **look: object) -> None:
        """Colour a cell of the present row without writing into it."""
        self.sheet.write_blank(self.row, column, None, self.book.style(**look))

    def comment(self, column: int, sentence: str) -> None:
        """A note at a cell of the present row."""
        self.sheet.write_comment(self.row, column, sentence, _note_size(sentence))

    # ── what is the same in every row ──

    def _header(self) -> None:
        style = self.book.style
        plain = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.sheet.set_row(0, 32)
        for column, header in enumerate(self.lead):
            self.sheet.write_string(0, column, header, style(**plain, bg_color="#F6D5D5"))
        for column, shown in enumerate(self.form.fields, len(self.lead)):
            required = shown.header.endswith("*")
            colours = {"bg_color": "#1F4E79", "font_color": "#FFFFFF"} if required else {"bg_color": "#DCE9F5"}
            self.sheet.write_string(0, column, shown.header, style(**plain, **colours))
            self.sheet.write_comment(0, column, shown.note, _note_size(shown.note))
        for column, header in enumerate(self.further, len(self.lead) + len(self.form.fields)):
            self.sheet.write_string(0, column, header, style(**plain, bg_color="#E7EAEE", num_format=_TEXT))

    def _columns(self) -> None:
        for column in range(len(self.lead)):
            self.sheet.set_column(column, column, 40 if column == 0 else 26)
        for column, shown in enumerate(self.form.fields, len(self.lead)):
            number_format = {"date": _DATE, "integer": "0", "decimal": "General"}.get(shown.column.kind, _TEXT)
            self.sheet.set_column(column, column, shown.width, self.book.style(num_format=number_format))
            if validation := self._validation(shown):
                self.sheet.data_validation(1, column, MAX_ROWS - 1, column, validation)
        first = len(self.lead) + len(self.form.fields)
        if self.further:
            self.sheet.set_column(first, first + len(self.further) - 1, 18, self.book.style(num_format=_TEXT))

    def _validation(self, shown: Field) -> dict[str, object] | None:
        say = self.book.forms.say
        if choices := shown.choices:
            source: object = f"=list_{choices.name}"
            if choices.name == "boolean":
                source = [item for item, _ in choices.items]
            validation: dict[str, object] = {"validate": "list", "source": source, "show_error": choices.strict}
            if choices.strict:
                header = shown.header.rstrip("*")
                validation["error_title"] = header[:_TITLE]
                validation["error_message"] = say("not_in_list", column=header)[:_MESSAGE]
            return validation
        if referred := self.book.sheets.get(shown.refers or ""):
            # As far as the sheet is filled; nothing is forbidden, for what it refers to may stand in another file.
            name = referred.form.name
            letters = _letters(len(referred.lead))
            count = f"MAX(1,COUNTA('{name}'!${letters}:${letters})-1)"
            source = f"=OFFSET('{name}'!${letters}$1,1,0,{count},1)"
            return {"validate": "list", "source": source, "show_error": False}
        return None


def _letters(column: int) -> str:
    return str(xlsxwriter.utility.xl_col_to_name(column))


def _note_size(note: str) -> dict[str, object]:
    """A note large enough to be read without being pulled open."""
    wide = [sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in note.split("\n")]
    lines = sum(1 + width // _LINE_LETTERS for width in wide)
    return {"width": _NOTE_WIDTH, "height": _LINE_HEIGHT * (lines + 1), "font_size": 9, "author": "kgplan"}
