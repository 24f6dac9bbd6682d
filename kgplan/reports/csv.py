"""Findings as CSV for spreadsheets: UTF-8 with byte order mark, and no cell that a spreadsheet would run."""

import csv
import io

from kgplan.reports import rows
from kgplan.reports.view import View, view
from kgplan.results import Results
from kgplan.texts import Lang

# Full-width forms count too: spreadsheets in East Asian settings read them as the plain ones.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render_csv(results: Results, *, lang: Lang = "zh") -> str:
    """All findings, one a row, with a header row and CRLF line ends; begins with the byte order mark U+FEFF."""
    return csv_of(view(results), lang=lang)


def csv_of(shown: View, *, lang: Lang) -> str:
    """The CSV for a view that is at hand."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows.header(lang))
    for entry in shown.entries:
        writer.writerow(map(neutral, rows.cells(shown, entry, lang)))
    return "\ufeff" + out.getvalue()


def neutral(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula, blanks before it or not."""
    risky = cell.startswith(_STARTS_FORMULA) or cell.lstrip().startswith(_STARTS_FORMULA)
    return f"'{cell}" if risky else cell
