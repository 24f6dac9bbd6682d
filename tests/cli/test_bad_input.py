"""What a user can get wrong ends in one plain sentence and the contract's exit status, never in a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kgplan.graph.store import open_store

KGPLAN = [sys.executable, "-m", "kgplan"]
ROOT = Path(__file__).parents[2]
PLANS = "id,title_zh,plan_type,level,jurisdiction,start_year,end_year,stage,published_on\n"
OUTLINE = "OUT,某区“十四五”规划纲要,development,district,500154,2021,2025,published,2021-03-26\n"


def kgplan(*arguments: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "KGPLAN_STORE"))}
    done = subprocess.run(
        [*KGPLAN, *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "plans.csv").write_text(PLANS + OUTLINE, encoding="utf-8")
    return folder


def _write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda folder: folder.joinpath("plans.csv").unlink(), "data"),
        (lambda folder: _write(folder, "plans.csv", "编号,名称\nA,\ud7ff".encode("utf-16-le")), "plans.csv"),
        (lambda folder: _write(folder, "plans.csv", b"\xff\x00\xfe\x81\x00"), "plans.csv"),
        (lambda folder: _write(folder, "plans.csv", "甲,乙,丙\n1,2,3\n".encode()), "plans.csv"),
    ],
    ids=["empty folder", "UTF-16 without its mark", "no encoding", "wrong header"],
)
def test_unreadable_input_is_said_with_its_place(data: Path, prepare: object, said: str) -> None:
    assert callable(prepare)
    prepare(data)
    done = kgplan("check", "data", cwd=data.parent)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("path", ["nowhere", "README.pdf"])
def test_a_path_that_is_no_data_is_said(tmp_path: Path, path: str) -> None:
    (tmp_path / "README.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = kgplan("check", path, cwd=tmp_path)
    assert done.returncode == 2
    assert path in done.stderr


def test_rows_that_cannot_be_used_are_listed_and_the_rest_is_checked(data: Path) -> None:
    with (data / "plans.csv").open("a", encoding="utf-8") as file:
        file.write(",无编号的规划,special,district,500154,2021,2025,published,\n")
        file.write("OUT,另一部纲要,development,district,500154,2021,2025,published,2021-03-27\n")
        file.write("X,某规划,special,district,500154,二〇二X,2025,published,\n")
    done = kgplan("check", "data", "--as-of", "2024-07-01", "--format", "json", cwd=data.parent)
    assert done.returncode == 1  # the outline has no municipal outline above it: HIER-002
    for row in (3, 4, 5):
        assert f"第{row}行" in done.stderr
    assert '"rejected": 3' in done.stdout


def test_a_relation_to_nowhere_is_a_finding(data: Path) -> None:
    (data / "relations.csv").write_text("from,type,to\nOUT,从属于,NOWHERE\n", encoding="utf-8")
    done = kgplan("check", "data", "--as-of", "2024-07-01", "--rule", "DATA-001", cwd=data.parent)
    assert done.returncode == 1
    assert "NOWHERE" in done.stdout


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [
        ("--as-of", "2024-13-01", "2"),
        ("--rule", "HIER-0001", "HIER-00"),
        ("--group", "HEIR", "HIER"),
        ("--home", "开周区", "500154"),
    ],
)
def test_a_value_that_does_not_exist_is_answered_with_the_nearest(
    data: Path, option: str, value: str, near: str
) -> None:
    done = kgplan("check", "data", option, value, cwd=data.parent)
    assert done.returncode == 2
    assert value in done.stderr
    assert near in done.stderr.replace(value, "")


def test_no_standing_graph_yet(tmp_path: Path) -> None:
    done = kgplan("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "kgplan load" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_no_graph_is_left_alone(data: Path) -> None:
    done = kgplan("load", "data", "--store", "data", cwd=data.parent)
    assert done.returncode == 2
    assert [path.name for path in data.iterdir()] == ["plans.csv"]


def test_a_locked_graph_is_said_with_its_folder(data: Path) -> None:
    holder = open_store(str(data.parent / "held.db"))
    try:
        done = kgplan("load", "data", "--store", "held.db", cwd=data.parent)
    finally:
        holder.close()
    assert done.returncode == 3
    assert "held.db" in done.stderr


def test_a_server_that_is_down(data: Path) -> None:
    done = kgplan("check", "--store", "bolt://127.0.0.1:1", cwd=data.parent, NEO4J_PASSWORD="secret-word")
    assert done.returncode == 3
    assert "bolt://127.0.0.1:1" in done.stderr
    assert "secret-word" not in done.stderr + done.stdout


def test_a_server_without_a_password_and_an_address_of_no_kind(data: Path) -> None:
    assert "NEO4J_PASSWORD" in kgplan("check", "--store", "neo4j://127.0.0.1:1", cwd=data.parent).stderr
    done = kgplan("check", "--store", "mysql://x", cwd=data.parent)
    assert done.returncode == 2
    assert "mysql://x" in done.stderr


@pytest.mark.neo4j
def test_a_server_that_refuses_the_password(data: Path, neo4j_url: str) -> None:
    done = kgplan("check", "--store", neo4j_url, cwd=data.parent, NEO4J_USERNAME="neo4j", NEO4J_PASSWORD="wrong-word")
    assert done.returncode == 3
    assert "wrong-word" not in done.stderr
    assert "NEO4J_PASSWORD" in done.stderr


@pytest.mark.parametrize("query", ["MATCH (n) DETACH DELETE n", "MATCH (n RETURN n", "CREATE (n:Plan) RETURN 1 AS x"])
def test_queries_that_write_or_do_not_parse_are_refused(data: Path, query: str) -> None:
    done = kgplan("query", query, "data", cwd=data.parent)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_errors_are_in_the_language_asked_for(tmp_path: Path) -> None:
    assert "does not exist" in kgplan("check", "nowhere", "--lang", "en", cwd=tmp_path).stderr or (
        "nowhere" in kgplan("check", "nowhere", "--lang", "en", cwd=tmp_path).stderr
    )
    assert kgplan("check", "nowhere", "--lang", "en", cwd=tmp_path).stderr.isascii()
