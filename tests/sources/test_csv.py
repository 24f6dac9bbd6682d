"""CSV files: encodings, quotation marks, sizes."""

import codecs
from pathlib import Path

import pytest

from kgplan.sources import delimited, model
from tests.sources.reading import PLAN, as_csv, read, refusal, values, write_csv

ROW = ("P1", "开州区“十四五”水利规划", "区级", "500154")
TEXT = as_csv([PLAN, ROW])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_both_chinese_encodings_read_the_same(tmp_path: Path, encoding: str) -> None:
    (row,) = values(write_csv(tmp_path / "plans.csv", PLAN, ROW, encoding=encoding))
    assert row["title_zh"] == "开州区“十四五”水利规划"
    assert row["id"] == "P1"  # a byte order mark is no part of the first header


def test_characters_outside_gbk_are_read_from_gb18030(tmp_path: Path) -> None:
    (row,) = values(write_csv(tmp_path / "plans.csv", PLAN, ("P1", "㐂𠮷规划", "区级", "500154"), encoding="gb18030"))
    assert row["title_zh"] == "㐂𠮷规划"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_is_read_by_its_mark_and_named_without_it(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "plans.csv"
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert values(path)[0]["title_zh"] == "开州区“十四五”水利规划"
    path.write_bytes(mark + TEXT.encode(encoding)[:-1])
    assert "UTF-16" in refusal(path)["zh"]
    path.write_bytes(TEXT.encode(encoding))
    assert "UTF-16" in refusal(path)["en"]


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_bytes(b"id,title_zh\nP1,\xff\xff\xff\xff\n")
    assert "GB18030" in refusal(path)["zh"]


def test_utf8_with_a_damaged_character_is_not_read_as_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    rows = [PLAN, *(("P%d" % n, "开州区水利规划", "区级", "500154") for n in range(9))]  # noqa: UP031
    damaged = as_csv(rows).encode().replace("水".encode(), "水".encode()[:2], 1)
    path.write_bytes(damaged)
    assert "2" in refusal(path)["en"]
    assert "UTF-8" in refusal(path)["en"]


def test_a_workbook_called_csv_is_told_from_text(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_bytes(b"PK\x03\x04" + bytes(50))
    assert "xlsx" in refusal(path)["zh"]


def test_an_open_quotation_mark_swallows_no_rows_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text('id,title_zh\nP1,规划一\nP2,"规划二\nP3,规划三\n', encoding="utf-8")
    assert "3" in refusal(path)["zh"]


def test_a_quoted_comma_and_line_break_stay_in_their_cell(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "plans.csv", (*PLAN, "note"), (*ROW, "一,二\n三"), ("P2", "规划", "区级", "500154", "四")
    )
    first, second = read(path).rows
    assert first.values["note"] == "一,二\n三"
    assert (first.origin.row, second.origin.row) == (2, 3)  # rows as a spreadsheet counts them, not lines


def test_a_comma_without_quotation_marks_rejects_its_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("id,title_zh,note\nP1,规划一,甲,乙\nP2,规划二,丙\n", encoding="utf-8")
    dataset = read(path)
    assert [row.values["id"] for row in dataset.rows] == ["P2"]
    (rejected,) = dataset.rejected
    assert (rejected.origin.row, rejected.column, rejected.value) == (2, None, "乙")
    assert "引号" in rejected.reason["zh"]


def test_blank_lines_count_but_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("\n\nid,title_zh\r\n\r\nP1,规划一\r\n,\r\n  ,　\r\nP2,规划二", encoding="utf-8")
    dataset = read(path)
    assert [(row.values["id"], row.origin.row) for row in dataset.rows] == [("P1", 5), ("P2", 8)]
    assert dataset.files[0].read == 2


def test_a_cell_longer_than_a_spreadsheet_allows_rejects_its_row(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "plans.csv", PLAN, ("P1", "长" * 40_000, "区级", "500154"), ("P2", "短", "区级", "500154")
    )
    dataset = read(path)
    assert [row.values["id"] for row in dataset.rows] == ["P2"]
    assert dataset.rejected[0].column == "title_zh"
    assert len(dataset.rejected[0].value or "") < 200


def test_more_columns_than_any_table_has_are_refused(tmp_path: Path) -> None:
    wide = ["x"] * 501
    assert "500" in refusal(write_csv(tmp_path / "plans.csv", PLAN, wide))["en"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plans.csv"
    with path.open("wb") as stream:
        stream.truncate(model.MAX_TEXT_BYTES + 1)
    monkeypatch.setattr(delimited, "detect_encoding", None)
    assert "2048 MB" in refusal(path)["zh"]


def test_formulas_in_csv_are_text(tmp_path: Path) -> None:
    (row,) = values(write_csv(tmp_path / "plans.csv", PLAN, ("P1", "=1+1", "区级", "500154")))
    assert row["title_zh"] == "=1+1"


def test_rows_come_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("id\n" + "P\n" * 1000, encoding="utf-8")
    rows = delimited.read_delimited(path, str(path))
    assert next(rows)[1][0].text == "id"
    rows.close()  # type: ignore[attr-defined]
