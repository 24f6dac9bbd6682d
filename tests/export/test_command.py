"""``kgplan export`` as a user runs it."""

from pathlib import Path

import pytest

from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.calling import Kgplan

PLANS = "id,title_zh,level,jurisdiction\nA,甲规划,district,500154\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plans.csv").write_text(PLANS, "utf-8")
    return tmp_path / "data"


def test_turtle_goes_to_standard_output_and_can_be_loaded_again(kgplan: Kgplan, data: Path, tmp_path: Path) -> None:
    done = kgplan("export", str(data), KGPLAN_LANG="en")
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "again.ttl").write_text(done.stdout, "utf-8")
    (dataset,) = read_paths([tmp_path / "again.ttl"], load_schema())
    assert [(row.values["id"], row.origin.file, row.origin.row) for row in dataset.rows] == [("A", "plans.csv", 2)]


def test_the_standing_graph_is_exported_where_no_path_is_given(kgplan: Kgplan, data: Path, tmp_path: Path) -> None:
    assert kgplan("load", str(data), KGPLAN_LANG="en").returncode == 0
    done = kgplan("export", "--format", "csv", "--output", "out", KGPLAN_LANG="en")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Written: out" in done.stderr
    (dataset,) = read_paths([tmp_path / "out"], load_schema())
    assert [row.values["id"] for row in dataset.rows] == ["A"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "graphml", "neo4j-admin"])
def test_files_need_a_name(kgplan: Kgplan, data: Path, tmp_path: Path, form: str) -> None:
    done = kgplan("export", str(data), "--format", form, KGPLAN_LANG="en")
    assert done.returncode == 2
    assert "--output" in done.stderr


def test_a_place_that_cannot_be_written_is_one_sentence(kgplan: Kgplan, data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for form in ("turtle", "xlsx", "graphml", "csv"):
        done = kgplan("export", str(data), "--format", form, "--output", "file/out", KGPLAN_LANG="en")
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert "Cannot write" in done.stderr
