"""The forms as CSV files, for those who keep tables in text: a file per table, the lists, and how to fill them in."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from kgplan.sources.model import Dataset
from kgplan.workspace.entries import Entry
from kgplan.workspace.forms import Forms
from kgplan.workspace.workbook import further_headers, row_entries

_ENCODING = "utf-8-sig"  # with the mark, by which spreadsheets know UTF-8
_STARTS_FORMULA = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?", re.ASCII)
_INVISIBLE = "\u200b"
"""In front of what a spreadsheet would run, this makes it text; reading drops characters that cannot be seen."""


def write_csv_files(folder: Path, name: str, forms: Forms, datasets: Iterable[Dataset] = ()) -> None:
    """Write the files into a folder, filled with the rows of ``datasets``. ``name`` is what the folder will be called.

    OSError where a file cannot be written.
    """
    datasets = list(datasets)
    further = further_headers(datasets)
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for form in forms.all:
            file = stack.enter_context((folder / f"{form.name}.csv").open("w", encoding=_ENCODING, newline=""))
            writer = writers[form.table.name] = csv.writer(file)
            headers = [*(field.header for field in form.fields), *further.get(form.table.name, ())]
            writer.writerow(map(cell_text, headers))
            writer.writerow(map(cell_text, form.example))
        tables = {form.table.name: form for form in forms.all}
        for row in (row for dataset in datasets for row in dataset.rows):
            entries = row_entries(row, tables[row.table], forms, further.get(row.table, ()))
            writers[row.table].writerow(map(cell_text, entries))
    _write_lists(folder / f"{forms.say('sheet_codes')}.csv", forms)
    guide = folder / f"{forms.say('sheet_instructions')}.txt"
    guide.write_text(_guide(forms, name), encoding=_ENCODING, newline="\r\n")


def _write_lists(path: Path, forms: Forms) -> None:
    with path.open("w", encoding=_ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([forms.say("list"), forms.say("entry"), forms.say("beside")])
        for choices in forms.choices(forms.all):
            writer.writerows(map(cell_text, (choices.title, item, beside)) for item, beside in choices.items)


def _guide(forms: Forms, name: str) -> str:
    """The instructions, and for every column what a workbook shows at its header."""
    parts = [forms.say("instructions_csv", folder=name, mark=forms.say("example_mark"))]
    for form in forms.all:
        parts.append(f"\n{form.name}.csv — {form.about}")
        for field in form.fields:
            note = field.note.replace("\n", "\n    ")
            parts.append(f"  {field.header}\n    {note}")
    return "\n".join(parts) + "\n"


def cell_text(entry: Entry | None) -> str:
    """An entry as a cell that no spreadsheet runs, and that reads back as it was."""
    if entry is None:
        return ""
    written = format(entry, "f") if isinstance(entry, Decimal) else str(entry)
    # Spreadsheets in East Asian settings read full-width signs as the plain ones.
    risky = unicodedata.normalize("NFKC", written[:1]) in _STARTS_FORMULA and not _NUMBER.fullmatch(written)
    return _INVISIBLE + written if risky else written
