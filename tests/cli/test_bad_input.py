"""What a user can get wrong ends in one plain sentence and the contract's exit status, never in a traceback."""

import json
from pathlib import Path

import pytest

from kgplan.graph.store import open_store
from tests.calling import Kgplan, in_a_process

PLANS = "id,title_zh,plan_type,level,jurisdiction,start_year,end_year,stage,published_on\n"
OUTLINE = "OUT,某区“十四五”规划纲要,development,district,500154,2021,2025,published,2021-03-26\n"


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
def test_unreadable_input_is_said_with_its_place(kgplan: Kgplan, data: Path, prepare: object, said: str) -> None:
    assert callable(prepare)
    prepare(data)
    done = kgplan("check", "data")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("path", ["nowhere", "README.pdf"])
def test_a_path_that_is_no_data_is_said(kgplan: Kgplan, tmp_path: Path, path: str) -> None:
    (tmp_path / "README.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = kgplan("check", path)
    assert done.returncode == 2
    assert path in done.stderr


def test_rows_that_cannot_be_used_are_listed_and_the_rest_is_checked(kgplan: Kgplan, data: Path) -> None:
    with (data / "plans.csv").open("a", encoding="utf-8") as file:
        file.write(",无编号的规划,special,district,500154,2021,2025,published,\n")
        file.write("OUT,另一部纲要,development,district,500154,2021,2025,published,2021-03-27\n")
        file.write("X,某规划,special,district,500154,二〇二X,2025,published,\n")
    done = kgplan("check", "data", "--as-of", "2024-07-01", "--format", "json")
    assert done.returncode == 1  # the outline has no municipal outline above it: HIER-002
    for row in (3, 4, 5):
        assert f"第{row}行" in done.stderr
    assert '"rejected": 3' in done.stdout


def test_a_relation_to_nowhere_is_a_finding(kgplan: Kgplan, data: Path) -> None:
    (data / "relations.csv").write_text("from,type,to\nOUT,从属于,NOWHERE\n", encoding="utf-8")
    done = kgplan("check", "data", "--as-of", "2024-07-01", "--rule", "DATA-001")
    assert done.returncode == 1
    assert "NOWHERE" in done.stdout


def test_a_step_of_no_plan_is_told_by_plan_and_step(kgplan: Kgplan, data: Path) -> None:
    (data / "steps.csv").write_text("plan,type,date\nNOWHERE,发布,2022-01-20\n", encoding="utf-8")
    done = kgplan("check", "data", "--as-of", "2024-07-01", "--rule", "DATA-001", "--format", "json")
    (found,) = json.loads(done.stdout)["findings"]
    assert "NOWHERE的“发布”环节（2022-01-20）" in found["message"]["zh"]
    assert "|" not in found["message"]["zh"] + found["message"]["en"]


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
    kgplan: Kgplan, data: Path, option: str, value: str, near: str
) -> None:
    done = kgplan("check", "data", option, value)
    assert done.returncode == 2
    assert value in done.stderr
    assert near in done.stderr.replace(value, "")


def test_no_standing_graph_yet(kgplan: Kgplan, tmp_path: Path) -> None:
    done = kgplan("check")
    assert done.returncode == 2
    assert "kgplan load" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_no_graph_is_left_alone(kgplan: Kgplan, data: Path) -> None:
    done = kgplan("load", "data", "--store", "data")
    assert done.returncode == 2
    assert [path.name for path in data.iterdir()] == ["plans.csv"]


def test_a_locked_graph_is_said_with_its_folder(data: Path) -> None:
    holder = open_store(str(data.parent / "held.db"))
    try:
        done = in_a_process("load", "data", "--store", "held.db", cwd=data.parent)
    finally:
        holder.close()
    assert done.returncode == 3
    assert "held.db" in done.stderr


def test_a_server_that_is_down(kgplan: Kgplan, data: Path) -> None:
    done = kgplan("check", "--store", "bolt://127.0.0.1:1", NEO4J_PASSWORD="secret-word")
    assert done.returncode == 3
    assert "bolt://127.0.0.1:1" in done.stderr
    assert "secret-word" not in done.stderr + done.stdout


def test_a_server_without_a_password_and_an_address_of_no_kind(kgplan: Kgplan, data: Path) -> None:
    assert "NEO4J_PASSWORD" in kgplan("check", "--store", "neo4j://127.0.0.1:1").stderr
    done = kgplan("check", "--store", "mysql://x")
    assert done.returncode == 2
    assert "mysql://x" in done.stderr


@pytest.mark.neo4j
def test_a_server_that_refuses_the_password(kgplan: Kgplan, data: Path, neo4j_url: str) -> None:
    done = kgplan("check", "--store", neo4j_url, NEO4J_USERNAME="neo4j", NEO4J_PASSWORD="wrong-word")
    assert done.returncode == 3
    assert "wrong-word" not in done.stderr
    assert "NEO4J_PASSWORD" in done.stderr


@pytest.mark.parametrize("query", ["MATCH (n) DETACH DELETE n", "MATCH (n RETURN n", "CREATE (n:Plan) RETURN 1 AS x"])
def test_queries_that_write_or_do_not_parse_are_refused(kgplan: Kgplan, data: Path, query: str) -> None:
    done = kgplan("query", query, "data")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_errors_are_in_the_language_asked_for(kgplan: Kgplan) -> None:
    said = kgplan("check", "nowhere", "--lang", "en").stderr
    assert "nowhere" in said
    assert said.isascii()
