"""Which files of a folder are tables, and what a file named on its own may be called."""

import hashlib
import os
from pathlib import Path

import pytest

from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.sources.reading import PLAN, notes, read, refusal, workbook, write_csv

ROW = ("P1", "规划一", "区级", "500154")
TARGETS = ("id", "plan", "indicator_name", "value_text")


@pytest.mark.parametrize("name", ["plans.csv", "PLANS.CSV", "规划.csv", "Plans.csv"])
def test_a_table_is_known_by_its_file_name_in_both_languages(tmp_path: Path, name: str) -> None:
    write_csv(tmp_path / name, PLAN, ROW)
    dataset = read(tmp_path)
    assert [row.table for row in dataset.rows] == ["plans"]
    assert dataset.files[0].file == name
    assert dataset.rows[0].origin.file == name


def test_other_files_are_left_alone_and_listed(tmp_path: Path) -> None:
    write_csv(tmp_path / "plans.csv", PLAN, ROW)
    write_csv(tmp_path / "plans_2024.csv", PLAN, ROW)
    write_csv(tmp_path / "ledger.csv", ("a",), ("b",))
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    (tmp_path / "kgplan.toml").write_text("home = '990101'", encoding="utf-8")
    (tmp_path / "原文.pdf").write_bytes(b"%PDF")
    (tmp_path / "旧").mkdir()
    write_csv(tmp_path / "旧" / "plans.csv", PLAN, ("P9", "旧规划", "区级", "500154"))
    workbook(tmp_path / "别的.xlsx", "Sheet1", ("a", "b"))
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "~$plans.xlsx").write_bytes(b"\0lock")
    dataset = read(tmp_path)
    assert len(dataset.rows) == 1
    for name in ("plans_2024.csv", "ledger.csv", "README.md", "原文.pdf", "旧/", "别的.xlsx"):
        assert name in notes(dataset)
    assert "kgplan.toml" not in notes(dataset)
    assert ".DS_Store" not in notes(dataset)
    assert "~$" not in notes(dataset)


def test_every_table_of_a_folder_is_read_with_its_fingerprint(tmp_path: Path) -> None:
    plans = write_csv(tmp_path / "plans.csv", PLAN, ROW)
    write_csv(tmp_path / "指标目标.csv", TARGETS, ("T1", "P1", "森林覆盖率", "57.00"))
    dataset = read(tmp_path)
    assert {(source.table, source.read) for source in dataset.files} == {("plans", 1), ("targets", 1)}
    found = next(source for source in dataset.files if source.table == "plans")
    assert found.sha256 == hashlib.sha256(plans.read_bytes()).hexdigest()
    assert dataset.name == tmp_path.name


def test_every_path_is_a_dataset_and_a_repeated_one_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_csv(tmp_path / name / "plans.csv", PLAN, ROW)
    datasets = read_paths(["a", tmp_path / "b", "./a"], load_schema())
    assert [dataset.name for dataset in datasets] == ["a", "b"]
    assert datasets[0].path == Path("a")


def test_a_single_file_of_another_name_is_known_by_its_headers(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "开州2024.csv", ("编号", "规划名称", "层级", "辖区", "状态"), (*ROW, "已发布"))
    assert [row.table for row in read(path).rows] == ["plans"]
    path = workbook(tmp_path / "报送.xlsx", "Sheet1", TARGETS, ("T1", "P1", "森林覆盖率", "57"))
    assert [row.table for row in read(path).rows] == ["targets"]


@pytest.mark.parametrize("headers", [("id", "name_zh", "kind"), ("id", "名字"), ("甲", "乙")])
def test_headers_that_fit_no_table_or_several_are_refused_with_the_valid_names(
    tmp_path: Path, headers: tuple[str, ...]
) -> None:
    sentence = refusal(write_csv(tmp_path / "表.csv", headers, ("x",) * len(headers)))
    assert "plans 规划" in sentence["zh"]
    assert "waivers 人工确认" in sentence["en"]


def test_a_missing_path_and_a_folder_without_tables_are_refused(tmp_path: Path) -> None:
    refusal(tmp_path / "nowhere")
    refusal(tmp_path / "nul\0byte")
    (tmp_path / "empty").mkdir()
    assert "plans 规划" in refusal(tmp_path / "empty")["zh"]


def test_a_kind_of_file_that_holds_no_table_is_refused_with_those_that_do(tmp_path: Path) -> None:
    path = tmp_path / "plans.pdf"
    path.write_bytes(b"%PDF-1.4")
    assert ".xlsx" in refusal(path)["zh"]


def test_an_empty_file_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_bytes(b"")
    refusal(path)
    write_csv(tmp_path / "targets.csv", TARGETS, ("T1", "P1", "森林覆盖率", "57"))
    assert "blank" in notes(read(tmp_path))


def test_a_path_stands_in_the_sentence_as_the_user_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    write_csv(Path("data/plans.csv"), ("wrong",), ("x",))
    assert "data/plans.csv" in refusal_of("data")
    assert str(tmp_path) not in refusal_of("data")


def refusal_of(path: str) -> str:
    return refusal(path)["zh"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outside.mkdir()
    write_csv(outside / "targets.csv", TARGETS, ("T1", "P1", "secret", "57"))
    write_csv(folder / "plans.csv", PLAN, ROW)
    (folder / "targets.csv").symlink_to(outside / "targets.csv")
    (folder / "规划.csv").symlink_to(folder / "plans.csv")
    (folder / "steps.csv").symlink_to(folder / "steps.csv")
    dataset = read(folder)
    assert {row.table for row in dataset.rows} == {"plans"}
    assert "targets.csv" in notes(dataset)
    assert "steps.csv" in notes(dataset)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_folder_is_not_opened(tmp_path: Path) -> None:
    write_csv(tmp_path / "plans.csv", PLAN, ROW)
    os.mkfifo(tmp_path / "targets.csv")
    assert "targets.csv" in notes(read(tmp_path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_plain_sentence(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", PLAN, ROW)
    path.chmod(0)
    refusal(path)
