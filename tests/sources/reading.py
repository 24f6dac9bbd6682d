"""Small helpers: write a table as a user would, read it back as kgplan does."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kgplan.errors import UserError
from kgplan.ontology import load_schema
from kgplan.sources import Dataset, read_paths
from kgplan.sources.model import Sentence

PLAN = ("id", "title_zh", "level", "jurisdiction")
"""A short header of the plans table."""


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def write_csv(path: Path, *rows: Sequence[object], encoding: str = "utf-8") -> Path:
    path.write_bytes(as_csv(rows).encode(encoding))
    return path


def workbook(path: Path, sheet: str, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def edit(path: Path, sheet: str, change: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    change(page)
    book.save(path)
    return path


def repack(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Rewrite the parts of a zipped workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def opendocument(path: Path, rows: str, extra: dict[str, str] | None = None) -> Path:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="zones">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    parts = {"META-INF/manifest.xml": manifest, "content.xml": content} | (extra or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def ods_row(*cells: object, repeated: int = 1) -> str:
    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p/></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(map(cell, cells))}</table:table-row>'


def read(path: Path | str) -> Dataset:
    (dataset,) = read_paths([path], load_schema())
    return dataset


def values(path: Path | str) -> list[dict[str, object]]:
    """Values of all rows, which must all be usable."""
    dataset = read(path)
    assert dataset.rejected == []
    return [dict(row.values) for row in dataset.rows]


def refusal(path: Path | str) -> Sentence:
    """The sentence with which reading is refused."""
    with pytest.raises(UserError) as caught:
        read(path)
    assert caught.value.exit_code == 2
    assert str(path) in caught.value.sentence["zh"], "the path must stand in the sentence as the user gave it"
    assert str(path) in caught.value.sentence["en"]
    return caught.value.sentence


def notes(dataset: Dataset) -> str:
    return "\n".join(note["en"] for note in dataset.notes)


def is_sound(dataset: Dataset) -> None:
    """Every row that was read is a row or a rejected one, or stands in a note."""
    for row in dataset.rows:
        assert all(not isinstance(value, float) and value not in ("", ()) for value in row.values.values())
        assert all(not isinstance(value, Decimal) or value.is_finite() for value in row.values.values())
    for rejected in dataset.rejected:
        assert rejected.reason["zh"]
        assert rejected.reason["en"]
        assert rejected.origin.row > 1
    read = sum(source.read for source in dataset.files)
    assert len(dataset.rows) + len(dataset.rejected) <= read


def survives(name: str, content: bytes) -> None:
    """Reading the file gives sound rows or one sentence that names it, whatever is in it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        refused: UserError | None = None
        try:
            for dataset in read_paths([path], load_schema()):
                is_sound(dataset)
        except UserError as error:
            refused = error
        assert refused is None or str(path) in refused.sentence["zh"]
