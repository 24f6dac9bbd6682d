"""Program that reads one .xls or .ods file and prints its cells as JSON; run by ``old_workbooks``, never imported.

calamine is native code. On a damaged file it may panic, print a traceback of its own or ask for more memory than there
is; in a process of its own that ends this process and not kgplan. Imports nothing of kgplan, so that it starts at once.

Output: ``[{"name", "hidden", "merges": [[first row, last row, column]…], "rows": [[cell…]…]}…]``, counted from 1. A
cell is null, text, true or false, or ``{"number" | "day" | "time": text}``. Exit status 3: password.
"""

import json
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

_MEMORY = 4 << 30


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard), hard))


def _cell(value: object) -> object:
    match value:
        case "" | None:
            return None
        case bool() | str():
            return value
        case int() | float():
            return {"number": repr(value)}
        case datetime() | date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case _:
            return str(value)


def _sheet(book: CalamineWorkbook, name: str, *, hidden: bool) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(name)
    # With the empty area before the first used cell, so that row numbers count from the top of the sheet.
    rows = sheet.to_python(skip_empty_area=False)
    return {
        "name": name,
        "hidden": hidden,
        "merges": sorted(
            (top + 1, bottom + 1, left + 1)
            for (top, left), (bottom, _) in sheet.merged_cell_ranges or []
            if bottom > top
        ),
        "rows": [[_cell(value) for value in row] for row in rows],
    }


def main(path: str) -> int:
    """Print the workbook; exit status."""
    _limit_memory()
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [
            _sheet(book, sheet.name, hidden=sheet.visible != SheetVisibleEnum.Visible) for sheet in book.sheets_metadata
        ]
    except PasswordError:
        return 3
    json.dump(sheets, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
