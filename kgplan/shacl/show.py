"""Violations as a table for people and as JSON for programs."""

import json
from dataclasses import asdict
from typing import Any, TextIO

from rich.table import Table
from rich.text import Text

from kgplan.reports.redact import clean
from kgplan.reports.table import plain_console
from kgplan.results import SEVERITIES
from kgplan.shacl.check import Validation, Violation
from kgplan.texts import Lang, text

SCHEMA_ID = "kgplan-validation/1"
LISTED = 500
"""Violations that the table lists; JSON has all."""

_COLUMNS = ("severity", "rule", "id", "property", "value", "message", "place")


def to_json(validation: Validation) -> str:
    """All violations, with both languages, as indented JSON with a final newline."""
    content: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "rows": validation.rows,
        **{f"{severity}s": validation.count(severity) for severity in SEVERITIES},
        "notes": validation.notes,
        "violations": [asdict(violation) for violation in validation.violations],
    }
    return json.dumps(clean(content), ensure_ascii=False, indent=2) + "\n"


def print_table(validation: Validation, lang: Lang, file: TextIO | None = None) -> None:
    """The violations, the most severe first, and a last line that counts them; ``file`` is standard output."""
    console = plain_console(file)
    if validation.violations:
        table = Table(show_lines=False, pad_edge=False)
        for column in _COLUMNS:
            wide = column in ("value", "message")
            table.add_column(text(lang, f"shacl.column_{column}"), overflow="fold", ratio=2 if wide else 1)
        for violation in validation.violations[:LISTED]:
            table.add_row(*(Text(clean(cell)) for cell in _cells(violation, lang)))
        console.print(table)
    if len(validation.violations) > LISTED:
        console.print(text(lang, "shacl.more", count=len(validation.violations) - LISTED))
    counts = {severity: validation.count(severity) for severity in SEVERITIES}
    console.print(text(lang, "shacl.counts", rows=validation.rows, **counts))


def _cells(violation: Violation, lang: Lang) -> tuple[str, ...]:
    place = violation.file or ""
    return (
        text(lang, f"cli.{violation.severity}"),
        violation.rule or "",
        violation.id or "",
        violation.label[lang],
        violation.value or "",
        violation.message[lang],
        f"{place}:{violation.row}" if violation.row else place,
    )
