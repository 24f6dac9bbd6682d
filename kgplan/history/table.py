"""The table of waivers that people keep: a CSV file, edited whole or not at all, nothing in it lost."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from kgplan.errors import UserError
from kgplan.schema import Schema
from kgplan.texts import Lang
from kgplan.workspace.csv_files import cell_text

_ENCODINGS = ("utf-8-sig", "gb18030")


def add_rows(path: Path, rows: Iterable[Mapping[str, str]], schema: Schema, lang: Lang) -> int:
    """Append rows (column name → cell) and give their number; a new file gets headers in ``lang``.

    Other columns and rows stay as they are. UserError if the file is no CSV table of waivers or cannot be written.
    """
    lines = _read(path) or [[column.zh if lang == "zh" else column.name for column in schema.tables["waivers"].columns]]
    found = [schema.tables["waivers"].column(header) for header in lines[0]]
    names = [column.name if column else "" for column in found]
    rows = list(rows)
    lacking = sorted({name for row in rows for name, cell in row.items() if cell and name not in names})
    if lacking:
        labels = "、".join(column.zh for column in schema.tables["waivers"].columns if column.name in lacking)
        raise UserError("history.table_lacks", path=path, columns=labels, names=", ".join(lacking))
    lines += [[cell_text(row.get(name)) for name in names] for row in rows]
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    _write(path, out.getvalue())
    return len(rows)


def _read(path: Path) -> list[list[str]]:
    if path.suffix.lower() != ".csv":
        raise UserError("history.table_not_csv", path=path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserError("history.table_unreadable", path=path, why=error.strerror or error) from error
    for encoding in _ENCODINGS:
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise UserError("history.table_unreadable", path=path, why="UTF-8 / GB18030")


def _write(path: Path, content: str) -> None:
    from kgplan.cli.output import write  # noqa: PLC0415 - the one writer that is whole or not at all

    write(content.encode("utf-8-sig"), path)
