"""Ends that are easily got wrong: closed pipes, Ctrl-C, secrets, hostile cells, narrow output, ASCII terminals."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calling import KGPLAN, ROOT, Kgplan, in_a_process
from tests.cli.test_bad_input import OUTLINE, PLANS

SECRET = "s3cret-word"
LONG_ID = "district-plan-" + "x" * 60
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "KGPLAN_STORE"))},
    "PYTHONPATH": str(ROOT),
}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plans.csv").write_text(PLANS + OUTLINE, encoding="utf-8")
    return tmp_path


def _append(tables: Path, rows: str) -> None:
    with (tables / "data" / "plans.csv").open("a", encoding="utf-8") as file:
        file.write(rows)


def test_debug_shows_the_traceback_and_keeps_the_exit_status(tmp_path: Path) -> None:
    done = subprocess.run(
        [*KGPLAN, "check", "nowhere", "--debug"], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"Traceback" in done.stderr
    assert b"nowhere" in done.stderr.splitlines()[-1]


def test_a_defect_ends_in_one_sentence_that_names_debug_and_status_3(tmp_path: Path) -> None:
    broken = (
        "import kgplan.rules.rulebook as r\n"
        "def fail(*_): raise RuntimeError('a defect')\n"
        "r.read_rulebook = fail\n"
        "from kgplan.cli.main import run\nrun()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", broken, "rules", "list"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert "a defect" in done.stderr
    assert "--debug" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and signals")
@pytest.mark.parametrize(
    "arguments", [("rules", "list"), ("rules", "show", "HIER-001"), ("check", "data", "--format", "json")]
)
def test_a_reader_that_goes_away_is_no_error_and_no_finding(tables: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*KGPLAN, *arguments], cwd=tables, env=ENVIRONMENT, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert done.returncode == 3
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and signals")
def test_ctrl_c_ends_with_130_and_a_sentence(tables: Path) -> None:
    announced = (
        "import io, sys\n"
        "class Asked(io.StringIO):\n"
        "    def read(self, *_):\n"
        "        print('asked', flush=True)\n"
        "        import time; time.sleep(30)\n"
        "sys.stdin = Asked()\n"
        "from kgplan.cli.main import run\nrun()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", announced, "query", "-", "data", "--lang", "en"],
        cwd=tables,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "asked\n"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "nterrupted" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["doctor", "check"])
def test_a_password_in_the_address_is_refused_and_never_repeated(kgplan: Kgplan, tmp_path: Path, command: str) -> None:
    done = kgplan(command, KGPLAN_STORE=f"neo4j://bob:{SECRET}/@127.0.0.1:1", NEO4J_PASSWORD=SECRET)
    assert SECRET not in done.stdout + done.stderr
    assert "NEO4J_PASSWORD" in done.stdout + done.stderr
    assert "neo4j://127.0.0.1:1" in done.stdout + done.stderr
    assert done.returncode == (0 if command == "doctor" else 2)


def test_doctor_says_what_works_and_leaves_nothing_behind(kgplan: Kgplan, tmp_path: Path) -> None:
    done = kgplan("doctor", "--lang", "en")
    assert done.returncode == 0
    assert sum(line.startswith("✓") for line in done.stdout.splitlines()) >= 3
    assert "3.1" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_long_id_in_a_query_table_is_folded_and_never_cut(kgplan: Kgplan, tables: Path) -> None:
    _append(tables, f"{LONG_ID},某规划,special,district,500154,2021,2025,published,\n")
    columns = ", ".join(f"p.id AS id{n}" for n in range(4))
    done = kgplan("query", f"MATCH (p:Plan) WHERE p.id STARTS WITH 'district' RETURN {columns}", "data")
    assert done.returncode == 0
    assert "…" not in done.stdout
    cells = [line.split("│")[1].strip() for line in done.stdout.splitlines() if line.startswith("│")]
    assert "".join(cells) == LONG_ID


@pytest.mark.parametrize("name", ["[/x]", "n[key]", "[bold]"])
def test_a_column_name_in_brackets_is_shown_as_it_is(kgplan: Kgplan, tables: Path, name: str) -> None:
    done = kgplan("query", f"RETURN 1 AS `{name}`", "data")
    assert done.returncode == 0
    assert name in done.stdout


def test_cells_cannot_steer_the_terminal(kgplan: Kgplan, tables: Path) -> None:
    _append(tables, "EVIL,\x1b]0;taken\x07规划,special,district,500154,二〇二X\x1b[2J,2025,published,\n")
    shown = kgplan("query", "RETURN $x AS x, 1 AS `\x1b[2J`", "data", "--param", r'x="safe\u001b[2J"')
    checked = kgplan("check", "data", "--as-of", "2024-07-01")
    missing = kgplan("check", "no\x1b[2Jwhere")
    assert "safe" in shown.stdout
    assert "第3行" in checked.stderr
    assert missing.returncode == 2
    for done in (shown, checked, missing):
        assert "\x1b" not in done.stdout + done.stderr


def test_a_spreadsheet_runs_no_cell_of_a_query(kgplan: Kgplan, tables: Path) -> None:
    done = kgplan("query", "RETURN '=1+1' AS x", "data", "--format", "csv")
    assert done.stdout.removeprefix("\ufeff").splitlines() == ["x", "'=1+1"]


def test_rows_keep_their_types_in_json(kgplan: Kgplan, tables: Path) -> None:
    cypher = "RETURN 1 AS n, 1.5 AS f, true AS b, null AS none, [1, 'a'] AS l, {k: 'v'} AS m, date('2024-07-01') AS d"
    done = kgplan("query", cypher, "data", "--format", "json")
    row = {"n": 1, "f": 1.5, "b": True, "none": None, "l": [1, "a"], "m": {"k": "v"}, "d": "2024-07-01"}
    assert json.loads(done.stdout) == [row]


def test_a_query_comes_from_a_file_or_standard_input_with_parameters(kgplan: Kgplan, tables: Path) -> None:
    cypher = "MATCH (p:Plan {id: $id}) RETURN p.id AS id, $home AS home, $as_of AS day"
    (tables / "one.cypher").write_text(cypher, encoding="utf-8")
    options = ("--param", "id=OUT", "--as-of", "2024-07-01", "--format", "json")
    wanted = [{"id": "OUT", "home": "500154", "day": "2024-07-01"}]
    for source in ("one.cypher", "@one.cypher"):
        assert json.loads(kgplan("query", source, "data", *options).stdout) == wanted
    assert json.loads(kgplan("query", "-", "data", *options, stdin=cypher).stdout) == wanted


def test_a_query_without_its_parameter_is_said(kgplan: Kgplan, tables: Path) -> None:
    done = kgplan("query", "RETURN $year AS y", "data")
    assert done.returncode == 2
    assert "year" in done.stderr


def test_many_rejected_rows_are_summarised_and_all_stand_in_the_results(kgplan: Kgplan, tables: Path) -> None:
    _append(tables, ",无编号,special,district,500154,2021,2025,published,\n" * 70)
    done = kgplan("check", "data", "--as-of", "2024-07-01", "--format", "json", "--lang", "en")
    assert len(json.loads(done.stdout)["input"]["rejected"]) == 70
    said = done.stderr.strip().splitlines()
    assert len(said) == 51
    assert "20 more" in said[-1]


def test_an_output_that_cannot_be_written_is_said_and_leaves_nothing(kgplan: Kgplan, tables: Path) -> None:
    (tables / "taken").write_text("a file", encoding="utf-8")
    done = kgplan("check", "data", "--format", "json", "--output", "taken/x.json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert {path.name for path in tables.iterdir()} == {"data", "taken"}


def test_severity_limits_what_is_shown_but_not_the_exit_status(kgplan: Kgplan, tables: Path) -> None:
    _append(tables, "A,某规划,special,district,500154,2021,2025,published,2022-01-01\n")
    arguments = ("check", "data", "--as-of", "2024-07-01", "--format", "json")
    everything = json.loads(kgplan(*arguments).stdout)["findings"]
    done = kgplan(*arguments, "--severity", "error", "--fail-on", "info")
    shown = json.loads(done.stdout)["findings"]
    assert shown == [finding for finding in everything if finding["severity"] == "error"]
    assert shown
    assert done.returncode == 1


def test_store_with_paths_loads_them_into_that_store_first(kgplan: Kgplan, tables: Path) -> None:
    arguments = ("--store", "own.db", "--as-of", "2024-07-01", "--rule", "HIER-001")
    assert kgplan("check", "data", *arguments).returncode == 0
    done = kgplan("query", "MATCH (p:Plan) RETURN count(p) AS n", "--store", "own.db", "data", "--format", "json")
    assert json.loads(done.stdout) == [{"n": 1}]


def test_dry_run_tells_what_a_load_would_do_and_does_not(kgplan: Kgplan, tables: Path) -> None:
    kgplan("load", "data")
    _append(tables, "NEW,某规划,special,district,500154,2021,2025,published,\n")
    for _ in range(2):  # the second time it is still to be done
        done = kgplan("load", "data", "--dry-run", "--format", "json")
        assert json.loads(done.stdout)["plans"]["new"] == 1


@pytest.mark.parametrize("content", ["home = 5\n", "homes = '5'\n", "home = '", "\xff"])
def test_a_faulty_configuration_is_said_with_its_file(kgplan: Kgplan, tables: Path, content: str) -> None:
    (tables / "kgplan.toml").write_bytes(content.encode("latin-1"))
    done = kgplan("check", "data")
    assert done.returncode == 2
    assert "kgplan.toml" in done.stderr


def test_the_configuration_names_home_and_store(kgplan: Kgplan, tables: Path) -> None:
    (tables / "kgplan.toml").write_text("home = '500101'\nstore = 'mine.db'\n", encoding="utf-8")
    kgplan("load", "data")
    done = kgplan("check", "--format", "json", "--as-of", "2024-07-01")
    assert json.loads(done.stdout)["home"] == "500101"
    assert (tables / "mine.db").is_dir()


def test_an_ascii_terminal_gets_question_marks_instead_of_an_error(tables: Path) -> None:
    done = in_a_process("check", "data", "--as-of", "2024-07-01", cwd=tables, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "HIER-002" in done.stdout
    assert "?" in done.stdout


def test_help_speaks_the_language_of_the_environment(tmp_path: Path) -> None:
    assert "规则" in in_a_process("check", "--help", cwd=tmp_path, KGPLAN_LANG="zh").stdout
    assert in_a_process("check", "--help", cwd=tmp_path, KGPLAN_LANG="en").stdout.isascii()


def test_the_command_alone_shows_its_help(tmp_path: Path) -> None:
    done = in_a_process(cwd=tmp_path)
    assert "rules" in done.stdout + done.stderr
    assert done.returncode == 2


def test_a_query_that_reads_files_is_refused_and_reads_nothing(kgplan: Kgplan, tables: Path) -> None:
    secret = tables / "secret.csv"
    secret.write_text("hidden\n", encoding="utf-8")
    for words in ("LOAD CSV", "load /* x */ csv"):
        done = kgplan("query", f"{words} FROM 'file://{secret}' AS r RETURN r", "data")
        assert done.returncode == 2
        assert "LOAD CSV" in done.stderr
        assert "hidden" not in done.stdout
    assert kgplan("query", "RETURN 'LOAD CSV' AS text", "data").returncode == 0
