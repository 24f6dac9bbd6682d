"""Small helpers: write a table as a user would, read it back as kgplan does."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest

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
