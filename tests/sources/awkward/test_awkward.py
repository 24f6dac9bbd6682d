"""Every awkward file loads what a person would read in it, and hands back or refuses the rest with a reason."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kgplan.sources import Dataset, Row
from tests.sources.awkward.workbooks import BUILDERS
from tests.sources.reading import notes, read, refusal

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_an_awkward_file_loads_what_it_says_and_no_more(case: dict[str, Any], tmp_path: Path) -> None:
    path = _file(case["file"], tmp_path)
    if "refused" in case:
        assert case["refused"] in refusal(path)["en"]
        return
    dataset = read(path)
    _loads(case, dataset)
    rejected = [f"{row.origin.row} {row.column or '-'}" for row in dataset.rejected]
    assert rejected == case.get("rejected", [])
    assert all(row.reason["zh"] and row.reason["en"] for row in dataset.rejected)
    for words in case.get("notes", []):
        assert words in notes(dataset)
    assert sum(source.read for source in dataset.files) >= len(dataset.rows) + len(dataset.rejected)


def test_every_file_has_its_case() -> None:
    named = {case["file"] for case in CASES}
    kept = {path.name for path in (HERE / "files").iterdir() if not path.name.startswith(".")}
    assert kept | BUILDERS.keys() == named
    assert len(CASES) == len(named)


def _file(name: str, folder: Path) -> Path:
    if build := BUILDERS.get(name):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        build(path)
        return path
    return HERE / "files" / name


def _loads(case: dict[str, Any], dataset: Dataset) -> None:
    expected = case.get("rows", [])
    found = {f"{row.table} {row.origin.row}": row for row in dataset.rows}
    assert len(dataset.rows) == case.get("count", len(expected))
    for wanted in expected:
        row = found[wanted["at"]]
        assert {name: _text(row, name) for name in wanted if name != "at"} == {
            name: text for name, text in wanted.items() if name != "at"
        }


def _text(row: Row, name: str) -> str:
    value = row.values.get(name, row.extra.get(name))
    return ";".join(value) if isinstance(value, tuple) else str(value)
