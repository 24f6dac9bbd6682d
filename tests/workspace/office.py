"""What an analyst's hand does in a workbook, and the sheets as a person finds them."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from kgplan.ontology import load_schema
from kgplan.rules.rulebook import Rulebook
from kgplan.sources import Dataset, read_paths
from kgplan.texts import Lang
from kgplan.workspace.create import create
from kgplan.workspace.forms import Forms


def make(folder: Path, *, lang: Lang = "zh", as_csv: bool = False, datasets: tuple[Dataset, ...] = ()) -> Path:
    """A new workspace; gives the path of its workbook or folder of CSV files."""
    forms = Forms(load_schema(), lang)
    return create(folder, forms, Rulebook((), ""), as_csv=as_csv, datasets=datasets)[-1]


def columns_of(sheet: Any) -> dict[str, int]:
    """Column number by header, without the mark of required columns."""
    return {str(cell.value).rstrip("*"): cell.column for cell in sheet[1] if cell.value}


def fill(sheet: Any, row: int, cells: Mapping[str, object]) -> None:
    """Type values under their headers."""
    columns = columns_of(sheet)
    for header, value in cells.items():
        sheet.cell(row, columns[header]).value = value


def number_format(sheet: Any, header: str) -> str:
    """The format of the empty cells of a column."""
    column = columns_of(sheet)[header]
    (found,) = (seen for seen in sheet.column_dimensions.values() if seen.min <= column <= seen.max)
    return str(found.number_format)


def validations(sheet: Any) -> dict[str, Any]:
    """The validation of every column by its header."""
    names = {column: header for header, column in columns_of(sheet).items()}
    return {
        names[cells.min_col]: validation
        for validation in sheet.data_validations.dataValidation
        for cells in validation.sqref.ranges
    }


def choices(book: Any, formula: str) -> list[str]:
    """What a drop-down list offers."""
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    ((sheet, cells),) = book.defined_names[formula].destinations
    return [str(cell.value) for (cell,) in book[sheet][cells]]


def contents(dataset: Dataset) -> Counter[tuple[str, str, str]]:
    """All rows of a dataset without their places. 57 and 57.00 differ."""
    return Counter(
        (row.table, repr(sorted(row.values.items())), repr(sorted(row.extra.items()))) for row in dataset.rows
    )


def read(path: Path) -> Dataset:
    """What kgplan reads."""
    (dataset,) = read_paths([path], load_schema())
    return dataset


def opened(path: Path) -> Any:
    """The workbook as openpyxl has it."""
    return openpyxl.load_workbook(path)
