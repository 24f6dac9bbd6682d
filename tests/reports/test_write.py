import os
from pathlib import Path

import pytest

from kgplan.errors import UserError
from kgplan.reports import write
from kgplan.reports.write import FILES, write_report
from kgplan.results import Results
from tests.reports.examples import HOSTILE, finding, results

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
COMPLETE = ["report.html", "findings.json", "report.xlsx", "report.md", "findings.csv", "hierarchy.svg"]
as_root = hasattr(os, "geteuid") and os.geteuid() == 0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_formats_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "2024-07-01"
    written = write_report(results(), folder, lang="zh", diagram_svg=SVG)
    assert [path.name for path in written] == COMPLETE
    assert all(path.parent == folder and path.stat().st_size for path in written)
    assert names(folder) == sorted(COMPLETE)
    assert set(COMPLETE) < set(FILES)
    assert names(folder.parent) == ["2024-07-01"]
    assert (folder / "hierarchy.svg").read_text(encoding="utf-8") == SVG
    assert "data:image/svg+xml" in (folder / "report.html").read_text(encoding="utf-8")


def test_an_incomplete_run_says_so_in_the_names_of_its_files_and_replaces_a_complete_one(tmp_path: Path) -> None:
    write_report(results(), tmp_path / "r")
    page, *_ = write_report(results(status="incomplete"), tmp_path / "r")
    assert page.name == "report-incomplete.html"
    assert all("incomplete" in name for name in names(tmp_path / "r") if name != "findings.json")


def test_findings_json_reads_back_as_the_same_results(tmp_path: Path) -> None:
    write_report(results(), tmp_path / "r")
    assert Results.model_validate_json((tmp_path / "r" / "findings.json").read_bytes()) == results()


def test_a_new_report_replaces_the_earlier_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    write_report(results(), folder, diagram_svg=SVG)
    folder.chmod(0o750)
    write_report(results([finding()]), folder, lang="en", diagram_svg=None)
    assert names(folder) == sorted(set(COMPLETE) - {"hierarchy.svg"})
    assert "Consistency report" in (folder / "report.md").read_text(encoding="utf-8")
    assert names(tmp_path) == ["r"]
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_new_folder_can_be_read_by_whom_the_umask_allows(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_report(results([]), tmp_path / "r")
    finally:
        os.umask(before)
    assert (tmp_path / "r").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("stage", ["render", "disk", "swap"])
def test_after_a_failure_the_earlier_report_stands_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    folder = tmp_path / "r"
    write_report(results(), folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    rename = Path.rename

    def fail_second(path: Path, target: Path) -> Path:
        if ".new-" in path.name:
            fail()
        return rename(path, target)

    match stage:
        case "render":
            monkeypatch.setattr(write, "markdown_of", lambda *_, **__: 1 / 0)
        case "disk":
            monkeypatch.setattr(Path, "write_bytes", fail)
        case "swap":
            monkeypatch.setattr(Path, "rename", fail_second)
    with pytest.raises(ZeroDivisionError if stage == "render" else UserError):
        write_report(results([]), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert names(tmp_path) == ["r"]


def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UserError) as told:
        write_report(results([]), tmp_path / "r")
    assert "磁盘空间不足" in told.value.sentence["zh"]
    assert names(tmp_path) == []


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "家书.docx").write_text("", encoding="utf-8")
    with pytest.raises(UserError) as told:
        write_report(results(), tmp_path)
    assert "家书.docx" in told.value.sentence["zh"]
    assert names(tmp_path) == ["家书.docx"]


def test_an_empty_folder_and_the_litter_of_file_managers_are_no_hindrance(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / ".DS_Store").write_text("", encoding="utf-8")
    write_report(results([]), folder)
    assert "report.html" in names(folder)


def test_a_file_in_place_of_the_folder_is_an_error_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="is a file"):
        write_report(results(), tmp_path / "r")
    with pytest.raises(UserError, match="cannot be written"):
        write_report(results(), tmp_path / "r" / "below")
    assert (tmp_path / "r").read_text(encoding="utf-8") == "mine"


def test_the_root_of_the_disk_is_refused() -> None:
    with pytest.raises(UserError):
        write_report(results([]), Path("/"))


@pytest.mark.skipif(as_root, reason="root may write everywhere")
def test_a_folder_without_permission_is_an_error_of_the_user(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="no permission"):
        write_report(results([]), tmp_path / "r")
    tmp_path.chmod(0o700)


def test_a_denied_folder_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(UserError, match="no permission") as told:
        write_report(results([]), tmp_path / "r")
    assert told.value.exit_code == 2


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "latest").symlink_to(tmp_path / "real")
    write_report(results([]), tmp_path / "latest")
    assert (tmp_path / "latest").is_symlink()
    assert "report.html" in names(tmp_path / "real")


def test_hostile_data_is_written_in_every_format(tmp_path: Path) -> None:
    write_report(results(kgplan_version=HOSTILE, started_at=HOSTILE, as_of=HOSTILE, home=HOSTILE), tmp_path / "r")
    assert len(names(tmp_path / "r")) == 5
