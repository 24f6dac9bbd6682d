"""What readers leave out because kgplan wrote it for people: rows of example, reasons of rejection, guides."""

from pathlib import Path

import pytest

from tests.sources.reading import PLAN, notes, read, values, workbook, write_csv

ROW = ("P1", "规划一", "区级", "500154")


@pytest.mark.parametrize(
    "mark", ["示例：P0", "示例:P0", " 示例 ： P0", "Example: P0", "EXAMPLE：P0", "example:", "示例："]
)
def test_a_row_of_example_is_skipped_and_counted(tmp_path: Path, mark: str) -> None:
    path = write_csv(tmp_path / "plans.csv", PLAN, (mark, *ROW[1:]), ROW)
    assert [row["id"] for row in values(path)] == ["P1"]
    assert "rows of example skipped: 1" in notes(read(path))
    assert read(path).files[0].read == 1


@pytest.mark.parametrize("name", ["示例规划", "示例", "Example", "Examples: P1", "P：示例：1"])
def test_an_id_that_only_resembles_the_mark_is_an_id(tmp_path: Path, name: str) -> None:
    assert [row["id"] for row in values(write_csv(tmp_path / "plans.csv", PLAN, (name, *ROW[1:])))] == [name]


def test_the_mark_counts_in_the_first_filled_cell_alone(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", PLAN, ("P1", "示例：某规划", "区级", "500154"))
    assert [row["title_zh"] for row in values(path)] == ["示例：某规划"]


def test_columns_of_reasons_are_left_out_without_a_note(tmp_path: Path) -> None:
    header = ("退回原因（装入时不读）", *PLAN, "Rejected from (not read)")
    path = workbook(tmp_path / "plans.xlsx", "规划", header, ("原因", *ROW, "plans.csv"), ("只有原因", *[None] * 5))
    dataset = read(path)
    assert [dict(row.extra) for row in dataset.rows] == [{}]
    assert not dataset.rejected
    assert not dataset.notes


def test_a_users_own_column_of_reasons_is_kept(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", (*PLAN, "退回原因"), (*ROW, "材料不齐"))
    (row,) = read(path).rows
    assert dict(row.extra) == {"退回原因": "材料不齐"}


@pytest.mark.parametrize("name", ["填写说明.txt", "代码.csv", "Codes.csv"])
def test_guides_of_a_workspace_are_not_told_as_left_alone(tmp_path: Path, name: str) -> None:
    write_csv(tmp_path / "plans.csv", PLAN, ROW)
    (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "其他.txt").write_text("x", encoding="utf-8")
    assert name not in notes(read(tmp_path))
    assert "其他.txt" in notes(read(tmp_path))
