"""The command line as a test calls it: in this process or in one of its own, with what it said and how it ended."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kgplan.cli.main import run

KGPLAN = [sys.executable, "-m", "kgplan"]
ROOT = Path(__file__).parents[1]


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Kgplan = Callable[..., Done]


@pytest.fixture
def kgplan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kgplan:
    """The entry point as the command calls it, in this process: what a test of a process costs, most need not pay."""
    monkeypatch.chdir(tmp_path)
    for name in ("KGPLAN_STORE", "KGPLAN_LANG", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, stdin: str = "", **environment: str) -> Done:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["kgplan", *arguments])
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            for name, value in environment.items():
                patch.setenv(name, value)
            capfd.readouterr()
            with pytest.raises(SystemExit) as ended:
                run()
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, said.out, said.err)

    return call


def in_a_process(*arguments: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command as a shell starts it, where the process itself is what a test is about."""
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
