"""A run that went without Neo4j says so in its last lines, and fails where that is not allowed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import NEEDS

ROOT = Path(__file__).parents[1]


def _run_without_neo4j(empty: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KGPLAN_", "PYTEST_"))}
    environment |= {"KGPLAN_NEO4J_LIB": str(empty), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def _last_lines(run: "subprocess.CompletedProcess[str]") -> str:
    return "\n".join(run.stdout.splitlines()[-len(NEEDS) - 2 :])


@pytest.mark.slow
def test_run_without_neo4j_ends_by_saying_so(tmp_path: Path) -> None:
    run = _run_without_neo4j(tmp_path, "tests/neo4j/test_server.py")
    assert run.returncode == 0, run.stdout
    assert "Neo4j: !!! 未测试 / NOT TESTED !!! 0 passed, 0 failed, 4 skipped" in _last_lines(run)
    assert f"no Neo4j jars in {tmp_path}" in _last_lines(run)


@pytest.mark.slow
def test_run_that_requires_neo4j_fails_without_it(tmp_path: Path) -> None:
    run = _run_without_neo4j(tmp_path, "tests/neo4j/test_server.py", KGPLAN_REQUIRE_NEO4J="1")
    assert run.returncode == 1, run.stdout
    assert "0 passed, 4 failed" in _last_lines(run)


@pytest.mark.slow
def test_run_that_requires_neo4j_fails_when_its_tests_are_left_out(tmp_path: Path) -> None:
    run = _run_without_neo4j(tmp_path, "tests/neo4j/test_server.py", "-m", "not neo4j", KGPLAN_REQUIRE_NEO4J="1")
    assert run.returncode == 1, run.stdout
    assert "NOT TESTED" in _last_lines(run)
