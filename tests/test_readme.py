"""What the README shows works: every example of a command, and the two tables to begin with, in both languages."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.calling import Kgplan

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.en.md")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("readme")]


def _examples(readme: str) -> list[str]:
    """The commands in the second column of the table of commands."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(r"^\| `kgplan [^|]+\| `kgplan ([^`]+)` \|$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_every_example_of_a_command_runs(kgplan: Kgplan, readme: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "kaizhou", tmp_path / "data" / "kaizhou")
    (tmp_path / "kgplan.toml").write_text('[nightly]\nsources = ["data/kaizhou"]\n', encoding="utf-8")
    examples = _examples(readme)
    commands = "check report nightly waivers diagram init load query export validate targets rules doctor"
    assert set(commands.split()) == {line.split()[0] for line in examples}
    for example in examples:
        for night in re.findall(r"reports/\d{4}-\d\d-\d\d", example):  # of the run that an example before made
            shutil.copytree(tmp_path / "reports" / "latest", tmp_path / night)
        done = kgplan(*shlex.split(example))
        assert done.returncode in {0, 1}, f"{example}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("readme", READMES)
def test_tables_to_begin_with_load_and_pass_the_hierarchy_rule(kgplan: Kgplan, readme: str, tmp_path: Path) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    tables = re.findall(r"^`([^`]+\.csv)`\n\n```csv\n(.+?)```", text, flags=re.MULTILINE | re.DOTALL)
    assert len(tables) == 2
    for name, content in tables:
        (tmp_path / name).write_text(content, encoding="utf-8")
    arguments = ["check", str(tmp_path), "--as-of", "2024-07-01", "--rule", "HIER-001", "--format", "json"]
    done = kgplan(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"rejected": []' in done.stdout
    assert re.search(r'"id": "HIER-001",\s+"status": "pass"', done.stdout)
