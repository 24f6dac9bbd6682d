"""What a user gets by installing the wheel: everything it needs, in any folder, and a command that starts quickly."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from kgplan.results import SCHEMA_ID

ROOT = Path(__file__).parents[1]
BUILT_FROM = ("kgplan", "ontology", "queries", "data", "pyproject.toml", "README.md", "LICENSE")
pytestmark = pytest.mark.xdist_group("package")  # one worker builds the wheel, once

HEAVY = {"rdflib", "arcadedb", "neo4j", "networkx", "pandas", "openpyxl", "igraph", "jinja2"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that the tree stays as it is, with the build tools of this environment."""
    tree = tmp_path_factory.mktemp("tree")
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tree)
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", str(tree), cwd=tree)
    (built,) = (tree / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the commands of a new environment that holds the wheel; its dependencies are lent by this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=True)
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    _run(str(commands / "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel), cwd=home)
    told = _run(
        str(commands / "python"), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", cwd=home
    ).stdout
    lent = {sysconfig.get_paths()[kind] for kind in ("purelib", "platlib")}
    Path(told.strip(), "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return commands


def _run(*command: str, cwd: Path, allowed: tuple[int, ...] = (0,)) -> "subprocess.CompletedProcess[str]":
    """Runs a command as a user would, without this checkout on Python's path."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("KGPLAN_", "PYTHON", "NEO4J_"))
    }
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode in allowed, f"{command} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.mark.slow
def test_wheel_holds_every_file_that_kgplan_reads(wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())
    shared = {f"kgplan/_share/{path}" for name in ("ontology", "queries", "data") for path in _files(name)}
    assert len(shared) > 3
    assert shared | set(_files("kgplan")) <= held


@pytest.mark.slow
def test_wheel_holds_the_licence_and_no_tests(wheel: Path) -> None:
    held = ZipFile(wheel).namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)
    assert {name.split("/")[0].partition("-")[0] for name in held} == {"kgplan"}


def _files(folder: str) -> list[str]:
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path.relative_to(ROOT).as_posix() for path in paths]


@pytest.mark.slow
def test_installed_command_tells_its_version_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    told = _run(str(installed / "kgplan"), "--version", cwd=tmp_path).stdout
    metadata = _run(
        str(installed / "python"), "-c", "import importlib.metadata as m; print(m.version('kgplan'))", cwd=tmp_path
    )
    assert metadata.stdout.strip() in told
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_installed_command_checks_tables_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    tables, work = tmp_path / "tables", tmp_path / "work"
    shutil.copytree(ROOT / "data" / "kaizhou", tables)
    work.mkdir()
    done = _run(
        str(installed / "kgplan"),
        *("check", str(tables), "--as-of", "2024-07-01", "--format", "json"),
        cwd=work,
        allowed=(0, 1),  # findings are no failure
    )
    results = json.loads(done.stdout)
    assert results["schema"] == SCHEMA_ID
    assert results["status"] == "complete"
    assert results["input"]["tables"]["plans"]["loaded"] > 0
    assert results["rules"]
    assert not list(work.iterdir())  # a private graph leaves nothing behind


def test_starting_the_command_loads_no_heavy_library() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, json, kgplan.cli.main; print(json.dumps(sorted(sys.modules)))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(told.stdout))
    assert "kgplan.cli.main" in loaded
    assert not HEAVY & loaded
