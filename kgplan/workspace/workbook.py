"""The workbook to fill in: how to do it, a sheet per table with a row of example, the lists to choose from."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter

from kgplan.sources.model import Dataset, Row
from kgplan.workspace.entries import Entry
from kgplan.workspace.forms import Form, Forms
from kgplan.workspace.sheets import OPTIONS, Book

_EXAMPLE = {"italic": True, "font_color": "#7A7F87"}


def write_workbook(path: Path, name: str, forms: Forms, datasets: Iterable[Dataset] = ()) -> None:
    """Write the workbook, filled with the rows of ``datasets``. ``name`` is what it will be called.

    UserError for rows that a sheet cannot hold; OSError where the file cannot be written.
    """
    datasets = list(datasets)
    further = further_headers(datasets)
    with xlsxwriter.Workbook(path, {**OPTIONS, "tmpdir": str(path.parent)}) as workbook:
        book = Book(workbook, forms)
        workbook.set_properties({"title": forms.say("title"), "author": "kgplan"})
        _instructions(book, name)
        for form in forms.all:
            sheet = book.form(form, further=further.get(form.table.name, ()))
            sheet.write(form.example, **_EXAMPLE)
        book.lists(forms.choices(forms.all))
        tables = {form.table.name: form for form in forms.all}
        for row in (row for dataset in datasets for row in dataset.rows):
            book.sheets[row.table].write(list(row_entries(row, tables[row.table], forms, further.get(row.table, ()))))


def further_headers(datasets: Iterable[Dataset]) -> dict[str, list[str]]:
    """By table, the columns that the table does not know, in order of appearance."""
    found: dict[str, dict[str, None]] = {}
    for row in (row for dataset in datasets for row in dataset.rows):
        if row.extra:
            found.setdefault(row.table, {}).update(dict.fromkeys(row.extra))
    return {table: list(headers) for table, headers in found.items()}


def row_entries(row: Row, form: Form, forms: Forms, further: Iterable[str]) -> Iterator[Entry | None]:
    """The cells of a row in the order of the form, then those of the columns that the table does not know."""
    for field in form.fields:
        yield forms.entries.entry(form.table, field.column, row.values)
    for header in further:
        yield row.extra.get(header)


def _instructions(book: Book, name: str) -> None:
    forms = book.forms
    sheet = book.workbook.add_worksheet(forms.say("sheet_instructions"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 56)
    sheet.set_column(2, 2, 44)
    wrapped, row = book.style(text_wrap=True), 0
    for line in instructions(forms, name).splitlines():
        style = book.style(bold=True, font_size=16) if row == 0 else wrapped
        if line.startswith("    "):
            style = book.style(font_name="Consolas", bg_color="#F2F4F7")
        sheet.merge_range(row, 0, row, 2, "", style)
        sheet.write_string(row, 0, line, style)
        sheet.set_row(row, 28 if row == 0 else 15.5 * (1 + _width(line) // 112))
        row += 1
    head = book.style(bold=True, bg_color="#DCE9F5", bottom=1)
    for column, header in enumerate(("column_sheet", "column_about", "column_required")):
        sheet.write_string(row + 1, column, forms.say(header), head)
    for place, form in enumerate(forms.all, row + 2):
        sheet.write_string(place, 0, form.name, book.style(bold=True))
        sheet.write_string(place, 1, form.about, wrapped)
        required = forms.say("comma").join(form.required)
        sheet.write_string(place, 2, required, wrapped)
        sheet.set_row(place, 15.5 * (1 + max(_width(form.about) // 58, _width(required) // 46)))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def instructions(forms: Forms, name: str) -> str:
    """What an analyst has to read, and no more: a title, then a line per matter."""
    return forms.say("instructions", workbook=name, mark=forms.say("example_mark"), rejected=forms.say("rejected_name"))


def _width(line: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in line)
